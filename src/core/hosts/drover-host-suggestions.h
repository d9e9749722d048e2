/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hosts/drover-host-store.h"
#include "hosts/drover-host-suggestion.h"

G_BEGIN_DECLS

#define DROVER_TYPE_HOST_SUGGESTIONS (drover_host_suggestions_get_type ())

/**
 * DroverHostSuggestions:
 *
 * Hosts the user may want to add, as a #GListModel of #DroverHostSuggestion: from `~/.ssh/config`, from
 * virt-manager and from the local network. Those that are in the store are left out, each host is there once,
 * and this computer is not among them. Nothing is contacted. Lives in the main context.
 */
G_DECLARE_FINAL_TYPE (DroverHostSuggestions, drover_host_suggestions, DROVER, HOST_SUGGESTIONS, GObject)

DroverHostSuggestions *drover_host_suggestions_new (DroverHostStore *store, const char *ssh_config);
void drover_host_suggestions_start (DroverHostSuggestions *suggestions);

G_END_DECLS
