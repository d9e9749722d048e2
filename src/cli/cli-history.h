/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-options.h"

G_BEGIN_DECLS

gint64 cli_history_keep (DroverJob *job, GPtrArray *findings, const char *const *notes);
DroverRun *cli_history_load (char *const *words, CliStatus *status);

G_END_DECLS
