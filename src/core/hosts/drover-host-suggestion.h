/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/drover-uri.h"

G_BEGIN_DECLS

#define DROVER_TYPE_HOST_SUGGESTION (drover_host_suggestion_get_type ())

/**
 * DroverHostSuggestion:
 *
 * A host the user may want to add, and where it was read. Immutable.
 */
G_DECLARE_FINAL_TYPE (DroverHostSuggestion, drover_host_suggestion, DROVER, HOST_SUGGESTION, GObject)

/**
 * DroverSuggestionOrigin:
 * @DROVER_SUGGESTION_SSH_CONFIG: an alias in the user's `~/.ssh/config`
 * @DROVER_SUGGESTION_VIRT_MANAGER: one of virt-manager's connections
 * @DROVER_SUGGESTION_NETWORK: a host that makes itself known in the local network (mDNS); anybody there can
 * claim any name
 *
 * Where a suggestion comes from, the most personal first.
 */
typedef enum {
  DROVER_SUGGESTION_SSH_CONFIG,
  DROVER_SUGGESTION_VIRT_MANAGER,
  DROVER_SUGGESTION_NETWORK,
} DroverSuggestionOrigin;

DroverHostSuggestion *drover_host_suggestion_new (const DroverUri *uri, DroverSuggestionOrigin origin);
const char *drover_host_suggestion_get_label (DroverHostSuggestion *suggestion);
const DroverUri *drover_host_suggestion_get_uri (DroverHostSuggestion *suggestion);
DroverSuggestionOrigin drover_host_suggestion_get_origin (DroverHostSuggestion *suggestion);
char *drover_host_suggestion_dup_origin_text (DroverHostSuggestion *suggestion);

G_END_DECLS
