/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/**
 * CliRunState:
 * @CLI_RUN_DECLINED: nobody said yes
 * @CLI_RUN_WOULD: it was only shown
 * @CLI_RUN_DONE: all its commands went well
 * @CLI_RUN_FAILED: one of them did not, or the host could not be entered
 *
 * What came of a remedy's commands.
 */
typedef enum {
  CLI_RUN_DECLINED,
  CLI_RUN_WOULD,
  CLI_RUN_DONE,
  CLI_RUN_FAILED,
} CliRunState;

CliRunState cli_run_remedy (const CliContext *context,
                            const DroverPlan *plan,
                            const DroverRemedyOffer *offer,
                            gboolean yes,
                            gboolean dry_run,
                            char **output);
const char *cli_run_state_to_string (CliRunState state);

G_END_DECLS
