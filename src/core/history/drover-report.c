/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/drover-report.h"

#include "history/drover-report-private.h"

static const char *const format_names[DROVER_N_REPORT_FORMATS] = {
  [DROVER_REPORT_HTML] = "html",
  [DROVER_REPORT_JSON] = "json",
  [DROVER_REPORT_CSV] = "csv",
};

/**
 * drover_report_format_to_string:
 *
 * Returns: the untranslated name, which is also the end of a file's name
 */
const char *
drover_report_format_to_string (DroverReportFormat format)
{
  g_return_val_if_fail (format < DROVER_N_REPORT_FORMATS, NULL);
  return format_names[format];
}

/**
 * drover_report_format_from_string:
 * @format: (out): set only on success
 *
 * Returns: whether @text is the name of a format
 */
gboolean
drover_report_format_from_string (const char *text, DroverReportFormat *format)
{
  for (guint i = 0; i < DROVER_N_REPORT_FORMATS; i++)
    if (g_strcmp0 (text, format_names[i]) == 0)
      {
        *format = (DroverReportFormat) i;
        return TRUE;
      }
  return FALSE;
}

/* Of numbers, -1 stands for what is not known; JSON has a word for that. */
static void
forget_unknown (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        forget_unknown (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &value))
        forget_unknown (value);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 &&
           json_node_get_int (node) < 0)
    json_node_init_null (node);
}

static void
name_phases (const DroverRun *run, JsonObject *object)
{
  JsonArray *samples = json_object_get_array_member (object, "samples");

  for (guint i = 0; i < json_array_get_length (samples); i++)
    {
      const DroverRunSample *sample = run->samples->pdata[i];

      json_object_set_string_member (
          json_array_get_object_element (samples, i), "phase",
          drover_phase_to_string ((DroverPhase) CLAMP (sample->phase, 0, (gint64) DROVER_PHASE_VERIFYING)));
    }
}

static char *
write_json (const DroverRun *run)
{
  g_autoptr (JsonNode) node = drover_record_to_json (&drover_run_type, run);
  g_autofree char *text = NULL;

  name_phases (run, json_node_get_object (node));
  forget_unknown (node);
  text = json_to_string (node, TRUE);
  return g_strconcat (text, "\n", NULL);
}

static char *
write_csv (const DroverRun *run)
{
  g_autoptr (GString) csv = g_string_new (NULL);

  for (const DroverField *field = drover_run_sample_type.fields; field->name != NULL; field++)
    g_string_append_printf (csv, "%s%s", csv->len > 0 ? "," : "", field->name);
  g_string_append_c (csv, '\n');
  for (guint i = 0; run->samples != NULL && i < run->samples->len; i++)
    {
      const DroverRunSample *sample = run->samples->pdata[i];

      for (const DroverField *field = drover_run_sample_type.fields; field->name != NULL; field++)
        {
          gint64 value = *(const gint64 *) (gconstpointer) ((const char *) sample + field->offset);

          if (field != drover_run_sample_type.fields)
            g_string_append_c (csv, ',');
          if (g_str_equal (field->name, "phase"))
            g_string_append (csv, drover_phase_to_string (
                                      (DroverPhase) CLAMP (value, 0, (gint64) DROVER_PHASE_VERIFYING)));
          else if (value >= 0)
            g_string_append_printf (csv, "%" G_GINT64_FORMAT, value);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (g_steal_pointer (&csv), FALSE);
}

/**
 * drover_report_write:
 * @run: a run with its details and samples
 *
 * Returns: (transfer full): the report, in UTF-8
 */
char *
drover_report_write (const DroverRun *run, DroverReportFormat format)
{
  switch (format)
    {
    case DROVER_REPORT_HTML:
      return drover_report_write_html (run);
    case DROVER_REPORT_JSON:
      return write_json (run);
    case DROVER_REPORT_CSV:
      return write_csv (run);
    }
  g_return_val_if_reached (NULL);
}
