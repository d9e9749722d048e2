/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-job-json.h"

#include "cli-output.h"

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  if (value >= 0)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) node = json_builder_get_root (builder);

  cli_print_json (node, FALSE);
}

/**
 * cli_print_sample_json:
 *
 * Prints one line of `droverctl --json migrate`.
 */
void
cli_print_sample_json (const DroverSample *sample)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "type", "sample");
  add_int (builder, "t_ms", sample->t_ms);
  cli_json_add_string (builder, "phase", drover_phase_to_string (sample->phase));
  add_int (builder, "processed", sample->processed);
  add_int (builder, "remaining", sample->remaining.value);
  add_int (builder, "total", sample->total);
  add_int (builder, "rate", sample->rate.value);
  add_int (builder, "dirty_rate", sample->dirty_rate.value);
  add_int (builder, "iteration", sample->iteration);
  add_int (builder, "downtime_limit_ms", sample->downtime_limit_ms);
  add_int (builder, "memory_remaining", sample->memory_remaining);
  add_int (builder, "disk_remaining", sample->disk_remaining);
  add_int (builder, "throttle", sample->throttle);
  add_int (builder, "postcopy_requests", sample->postcopy_requests);
  json_builder_end_object (builder);
  print (builder);
}

/**
 * cli_print_result_json:
 * @result: how it ended
 *
 * Prints the last line of `droverctl --json migrate`.
 */
void
cli_print_result_json (const CliResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "type", "result");
  cli_json_add_string (builder, "state", result->state);
  add_int (builder, "total_ms", result->total_ms);
  add_int (builder, "downtime_ms", result->downtime_ms);
  add_int (builder, "bytes", result->bytes);
  json_builder_set_member_name (builder, "error");
  if (result->error != NULL)
    json_builder_add_value (builder, json_node_copy (result->error));
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "guest");
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "running_on", result->running_on);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (gsize i = 0; result->notes != NULL && result->notes[i] != NULL; i++)
    json_builder_add_string_value (builder, result->notes[i]);
  json_builder_end_array (builder);
  add_int (builder, "run", result->run > 0 ? result->run : -1);
  json_builder_end_object (builder);
  print (builder);
}
