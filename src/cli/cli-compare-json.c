/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-compare.h"
#include "cli-output.h"

static void
add_hosts (JsonBuilder *builder, const CliCompared *compared)
{
  json_builder_set_member_name (builder, "hosts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < compared->names->len; i++)
    {
      const DroverFactConnection *connection =
          drover_facts_get_connection (compared->facts->pdata[i], DROVER_SIDE_SOURCE);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "uri", cli_compared_get_name (compared, i));
      /* one that a file tells of was never asked */
      json_builder_set_member_name (builder, "saved");
      json_builder_add_boolean_value (builder, connection == NULL);
      json_builder_set_member_name (builder, "reached");
      json_builder_add_boolean_value (builder, connection != NULL && connection->open);
      cli_json_add_string (builder, "error", connection ? connection->error : NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_rows (JsonBuilder *builder, const CliCompared *compared)
{
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < compared->rows->len; i++)
    {
      const DroverComparisonRow *row = compared->rows->pdata[i];

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "group", row->group);
      cli_json_add_string (builder, "id", row->id);
      cli_json_add_string (builder, "label", row->label);
      cli_json_add_string (builder, "kind", drover_row_kind_to_string (row->kind));
      cli_json_add_string (builder, "relevance", drover_relevance_to_string (row->relevance));
      cli_json_add_string (builder, "check", row->check);
      json_builder_set_member_name (builder, "values");
      json_builder_begin_array (builder);
      for (guint k = 0; k < row->values->len; k++)
        if (row->values->pdata[k] != NULL)
          json_builder_add_string_value (builder, row->values->pdata[k]);
        else
          json_builder_add_null_value (builder);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_features (JsonBuilder *builder, const CliCompared *compared)
{
  json_builder_set_member_name (builder, "features");
  json_builder_begin_array (builder);
  for (guint i = 0; i < compared->features->len; i++)
    {
      const DroverCpuMapFeature *feature = compared->features->pdata[i];

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "name", feature->name);
      cli_json_add_string (builder, "family", drover_cpu_family_to_string (feature->family));
      cli_json_add_string (builder, "kind", drover_row_kind_to_string (feature->kind));
      cli_json_add_string (builder, "relevance", drover_relevance_to_string (feature->relevance));
      cli_json_add_string (builder, "check", feature->check);
      json_builder_set_member_name (builder, "hosts");
      json_builder_begin_array (builder);
      for (guint k = 0; k < feature->n_hosts; k++)
        json_builder_add_string_value (builder, drover_cpu_has_to_string (feature->has[k]));
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * cli_compare_print_json:
 *
 * Prints one object: hosts, rows and features, values in the order of the hosts.
 */
void
cli_compare_print_json (const CliCompared *compared)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  add_hosts (builder, compared);
  add_rows (builder, compared);
  add_features (builder, compared);
  if (compared->matrix != NULL)
    {
      json_builder_set_member_name (builder, "matrix");
      json_builder_add_value (builder, cli_compare_matrix_to_json (compared));
    }
  if (compared->common != NULL)
    {
      json_builder_set_member_name (builder, "common_cpu");
      json_builder_add_value (builder, cli_compare_cpu_to_json (compared));
    }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  cli_print_json (node, TRUE);
}
