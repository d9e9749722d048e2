/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-options.h"

G_BEGIN_DECLS

/**
 * CliPreflightOptions:
 * @only: (nullable): ids of the checks to run
 * @ignore: (nullable): ids to go over
 * @passive: create nothing anywhere
 * @ask_hosts: have the hosts themselves asked, whichever checks are run
 */
typedef struct {
  const char *const *only;
  const char *const *ignore;
  gboolean passive;
  gboolean ask_hosts;
} CliPreflightOptions;

DroverPreflight *
cli_preflight_run (CliContext *context, DroverPlan *plan, const CliPreflightOptions *options, GError **error);
gboolean cli_preflight_find_usage_error (DroverPreflight *preflight, GError **error);
gboolean cli_preflight_is_connected (DroverPreflight *preflight);

G_END_DECLS
