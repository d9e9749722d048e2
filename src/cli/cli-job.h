/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-options.h"

G_BEGIN_DECLS

/**
 * CliJobStart:
 *
 * How a job begins: started, or attached to where it runs already.
 */
typedef enum {
  CLI_JOB_START,
  CLI_JOB_ATTACH,
  CLI_JOB_ATTACH_AND_CANCEL,
} CliJobStart;

CliStatus cli_job_run (
    CliContext *context, DroverJob *job, CliJobStart start, DroverConnection *target, GPtrArray *findings);
DroverConnection *cli_open (CliContext *context, const DroverUri *uri, GError **error);

G_END_DECLS
