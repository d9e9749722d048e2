/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/**
 * CliResult:
 * @state: `done`, `failed` or `cancelled`
 * @total_ms: -1 where unknown
 * @downtime_ms: -1 where unknown
 * @bytes: -1 where unknown
 * @error: (nullable): the error as JSON
 * @running_on: `source`, `target`, `neither`, `both` or `unknown`
 * @notes: (nullable): what else was done or left
 * @run: its number in the history, or 0
 *
 * How a migration ended. Borrows all it points to.
 */
typedef struct {
  const char *state;
  gint64 total_ms;
  gint64 downtime_ms;
  gint64 bytes;
  JsonNode *error;
  const char *running_on;
  const char *const *notes;
  gint64 run;
} CliResult;

void cli_print_sample_json (const DroverSample *sample);
void cli_print_result_json (const CliResult *result);

G_END_DECLS
