/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of CPU features, by family. */
#include <glib/gi18n.h>
#include <string.h>

#include "pages/compare/drover-compare-rows.h"
#include "widgets/table/drover-table-row.h"

static gboolean
has_standing (const DroverCpuMapFeature *feature, DroverCpuStanding standing)
{
  for (guint i = 0; i < feature->n_hosts; i++)
    if (drover_cpu_map_feature_get_standing (feature, i) == standing)
      return TRUE;
  return FALSE;
}

static gboolean
matches (const DroverCpuMapFeature *feature, const char *search, DroverFeatureFilter filter)
{
  if (search != NULL && search[0] != '\0' && strstr (feature->name, search) == NULL)
    return FALSE;
  switch (filter)
    {
    case DROVER_FEATURES_DIFFERING:
      return feature->kind == DROVER_ROW_DIFFERS;
    case DROVER_FEATURES_ONLY_ONE:
      return has_standing (feature, DROVER_CPU_STANDING_ONLY_HERE);
    case DROVER_FEATURES_MISSING_ONE:
      return has_standing (feature, DROVER_CPU_STANDING_MISSING_HERE);
    case DROVER_FEATURES_ALL:
      return TRUE;
    }
  g_return_val_if_reached (TRUE);
}

static void
show_standing (
    DroverTableRow *line, guint host, const char *text, const char *spoken, DroverTablePattern pattern)
{
  DroverTableCell *cell;

  drover_table_row_set_cell (line, host, text, DROVER_TABLE_PLAIN);
  cell = drover_table_row_get_cell (line, host);
  cell->spoken = g_strdup (spoken);
  cell->pattern = pattern;
}

static void
fill_cell (DroverTableRow *line, const DroverCpuMapFeature *feature, guint host)
{
  switch (drover_cpu_map_feature_get_standing (feature, host))
    {
    case DROVER_CPU_STANDING_EVERYWHERE:
      show_standing (line, host, "", _ ("has it, like all others"), DROVER_TABLE_FULL);
      break;
    case DROVER_CPU_STANDING_HERE:
      show_standing (line, host, _ ("has it"), _ ("has it, not all others have"), DROVER_TABLE_SOME);
      break;
    case DROVER_CPU_STANDING_ONLY_HERE:
      show_standing (line, host, _ ("only here"), _ ("has it, as the only one"), DROVER_TABLE_ONLY);
      break;
    case DROVER_CPU_STANDING_NOT_HERE:
      show_standing (line, host, _ ("not here"), _ ("has it not"), DROVER_TABLE_EMPTY);
      break;
    case DROVER_CPU_STANDING_MISSING_HERE:
      show_standing (line, host, _ ("missing here"), _ ("has it not, as the only one"), DROVER_TABLE_HATCHED);
      break;
    case DROVER_CPU_STANDING_UNKNOWN:
      show_standing (line, host, "?", _ ("not known"), DROVER_TABLE_BLANK);
      break;
    }
}

static char *
dup_note (const DroverCpuMapFeature *feature)
{
  if (feature->bare && feature->kind == DROVER_ROW_DIFFERS)
    /* Translators: a CPU feature that the processors have and guests do not get; then what it matters for */
    return g_strdup_printf (_ ("in the processor alone; %s"),
                            drover_relevance_get_label (feature->relevance));
  if (feature->bare)
    return g_strdup (_ ("in the processor alone"));
  if (feature->kind == DROVER_ROW_DIFFERS)
    return g_strdup (drover_relevance_get_label (feature->relevance));
  return NULL;
}

static DroverTableRow *
new_line (const DroverCpuMapFeature *feature)
{
  g_autofree char *id = g_strdup_printf ("%s.%s", feature->check ? feature->check : "", feature->name);
  g_autofree char *name = drover_printable (feature->name);
  g_autofree char *note = dup_note (feature);
  g_autofree char *means = NULL;
  DroverTableRow *line = drover_table_row_new (DROVER_TABLE_HOSTS, id, name, feature->n_hosts);

  if (note != NULL && feature->kind == DROVER_ROW_DIFFERS && feature->check != NULL)
    means = g_strdup_printf (_ ("%s %s: what it means"), name, note);
  drover_table_row_set_note (line, note, means);
  for (guint i = 0; i < feature->n_hosts; i++)
    fill_cell (line, feature, i);
  return line;
}

/* (transfer full): with how many of the family differ. */
static char *
dup_heading (const GPtrArray *features, DroverCpuFamily family)
{
  const char *label = drover_cpu_family_get_label (family);
  guint n = 0;

  for (guint i = 0; i < features->len; i++)
    {
      const DroverCpuMapFeature *feature = features->pdata[i];

      n += feature->family == family && feature->kind == DROVER_ROW_DIFFERS;
    }
  if (n == 0)
    return g_strdup (label);
  /* Translators: a family of CPU features, and in how many of them the hosts differ */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u differs", "%s: %u differ", n), label, n);
}

/**
 * drover_compare_list_features:
 * @search: (nullable): only those that have this text in their name
 * @filter: which of them
 *
 * Returns: (transfer full) (element-type DroverTableRow): the rows, each family under its heading
 */
GPtrArray *
drover_compare_list_features (DroverSideBySide *hosts, const char *search, DroverFeatureFilter filter)
{
  const GPtrArray *features = drover_side_by_side_get_features (hosts);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  int family = -1;

  for (guint i = 0; features != NULL && i < features->len; i++)
    {
      const DroverCpuMapFeature *feature = features->pdata[i];

      if (!matches (feature, search, filter))
        continue;
      if (family != (int) feature->family)
        {
          g_autofree char *heading = dup_heading (features, feature->family);

          g_ptr_array_add (lines,
                           drover_table_row_new (DROVER_TABLE_HEADING,
                                                 drover_cpu_family_to_string (feature->family), heading, 0));
        }
      family = (int) feature->family;
      g_ptr_array_add (lines, new_line (feature));
    }
  return lines;
}

/**
 * drover_compare_list_feature_badges:
 *
 * Returns: (transfer full): for each host in how many features it differs from others
 */
GStrv
drover_compare_list_feature_badges (DroverSideBySide *hosts)
{
  const GPtrArray *features = drover_side_by_side_get_features (hosts);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < drover_side_by_side_get_n_hosts (hosts); i++)
    {
      g_autofree char *text = NULL;
      guint n = 0;

      for (guint k = 0; features != NULL && k < features->len; k++)
        {
          const DroverCpuMapFeature *feature = features->pdata[k];

          n += feature->kind == DROVER_ROW_DIFFERS &&
               drover_cpu_map_feature_get_standing (feature, i) != DROVER_CPU_STANDING_UNKNOWN;
        }
      text = drover_compare_dup_badge (n);
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}
