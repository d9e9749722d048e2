/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparison as a table for other programs: Markdown and CSV. */
#include "compare/drover-comparison-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-quote.h"
#include "compare/drover-comparison.h"
#include "compare/drover-cpu-map.h"

/* What Markdown would take for its own, in a table. */
#define MARKDOWN_SPECIAL "\\`*_[]<>|~&#"
/* With these a spreadsheet takes a cell for a formula, and what a host says must not be computed. */
#define FORMULA_STARTS "=+-@\t\r"

static void
append_markdown (GString *text, const char *cell)
{
  g_string_append (text, " ");
  for (const char *c = cell; *c != '\0'; c++)
    {
      if (strchr (MARKDOWN_SPECIAL, *c) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, *c);
    }
  g_string_append (text, " |");
}

/* RFC 4180. */
static void
append_csv (GString *text, const char *cell)
{
  gboolean formula = cell[0] != '\0' && strchr (FORMULA_STARTS, cell[0]) != NULL;

  g_string_append_c (text, '"');
  if (formula)
    g_string_append_c (text, '\'');
  for (const char *c = cell; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

static void
append_row (GString *text, const GPtrArray *cells, DroverTableForm form)
{
  if (form == DROVER_TABLE_FORM_MARKDOWN)
    g_string_append_c (text, '|');
  for (guint i = 0; i < cells->len; i++)
    {
      g_autofree char *plain = drover_printable (cells->pdata[i]);

      /* a row is a line */
      g_strdelimit (plain, "\r\n", ' ');
      if (form == DROVER_TABLE_FORM_MARKDOWN)
        append_markdown (text, plain);
      else
        {
          if (i > 0)
            g_string_append_c (text, ',');
          append_csv (text, plain);
        }
    }
  g_string_append (text, form == DROVER_TABLE_FORM_MARKDOWN ? "\n" : "\r\n");
}

static void
append_head (GString *text, const GPtrArray *cells, DroverTableForm form)
{
  append_row (text, cells, form);
  if (form != DROVER_TABLE_FORM_MARKDOWN)
    return;
  g_string_append_c (text, '|');
  for (guint i = 0; i < cells->len; i++)
    g_string_append (text, " --- |");
  g_string_append_c (text, '\n');
}

static GPtrArray *
new_row (const char *group, const char *label)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, g_strdup (group));
  g_ptr_array_add (cells, g_strdup (label));
  return cells;
}

static void
add_names (GPtrArray *cells, const DroverComparisonTable *table)
{
  for (guint i = 0; i < table->n_hosts; i++)
    g_ptr_array_add (cells, g_strdup (table->names[i]));
}

static void
append_comparison (GString *text, const DroverComparisonTable *table, DroverTableForm form)
{
  for (guint i = 0; i < table->rows->len; i++)
    {
      const DroverComparisonRow *row = table->rows->pdata[i];
      g_autoptr (GPtrArray) cells = new_row (drover_comparison_group_get_label (row->group), row->label);

      if (!table->all && !row->remarkable)
        continue;
      for (guint k = 0; k < row->values->len; k++)
        g_ptr_array_add (cells, g_strdup (row->values->pdata[k] ? row->values->pdata[k] : "?"));
      g_ptr_array_add (cells, g_strdup (drover_relevance_get_label (row->relevance)));
      g_ptr_array_add (cells, g_strdup (row->check ? row->check : ""));
      append_row (text, cells, form);
    }
}

static const char *
word_of (DroverCpuHas has)
{
  switch (has)
    {
    case DROVER_CPU_HAS_GUEST:
      return _ ("yes");
    case DROVER_CPU_HAS_BARE:
      return _ ("in the processor only");
    case DROVER_CPU_HAS_NOT:
      return _ ("no");
    case DROVER_CPU_HAS_UNKNOWN:
      return "?";
    }
  g_return_val_if_reached (NULL);
}

static void
append_features (GString *text, const DroverComparisonTable *table, DroverTableForm form)
{
  for (guint i = 0; i < table->features->len; i++)
    {
      const DroverCpuMapFeature *feature = table->features->pdata[i];
      g_autoptr (GPtrArray) cells = new_row (drover_cpu_family_get_label (feature->family), feature->name);

      if (!table->all && feature->kind != DROVER_ROW_DIFFERS)
        continue;
      for (guint k = 0; k < feature->n_hosts; k++)
        g_ptr_array_add (cells, g_strdup (word_of (feature->has[k])));
      g_ptr_array_add (cells, g_strdup (drover_relevance_get_label (feature->relevance)));
      g_ptr_array_add (cells, g_strdup (feature->check ? feature->check : ""));
      append_row (text, cells, form);
    }
}

/* (transfer full): what is not known says so, and where that is known why. */
static char *
dup_verdict (const DroverComparisonTable *table, guint place, guint target)
{
  const DroverMatrixSubject *subject = drover_matrix_get_subject (table->matrix, place);
  const DroverMatrixCell *cell;
  guint awaited;

  if (target == subject->source)
    return g_strdup ("");
  if (drover_matrix_is_awaiting (table->matrix, place, target, &awaited))
    /* Translators: the name of a host that has not answered yet */
    return g_strdup_printf (_ ("waits for %s"), table->names[awaited]);
  cell = drover_matrix_get_cell (table->matrix, place, target);
  if (cell == NULL && subject->reason != NULL)
    return g_strdup_printf ("%s: %s", drover_matrix_cell_get_label (NULL), subject->reason);
  return g_strdup (drover_matrix_cell_get_label (cell));
}

static void
append_matrix (GString *text, const DroverComparisonTable *table, DroverTableForm form)
{
  for (guint i = 0; i < drover_matrix_get_n_subjects (table->matrix); i++)
    {
      const DroverMatrixSubject *subject = drover_matrix_get_subject (table->matrix, i);
      g_autoptr (GPtrArray) cells = new_row (subject->name, table->names[subject->source]);

      for (guint k = 0; k < table->n_hosts; k++)
        g_ptr_array_add (cells, dup_verdict (table, i, k));
      append_row (text, cells, form);
    }
}

/**
 * drover_comparison_table_to_text:
 * @table: what is told
 * @form: for whom
 *
 * Returns: (transfer full): the matrix where there is one, else the hosts side by side and their CPU features
 */
char *
drover_comparison_table_to_text (const DroverComparisonTable *table, DroverTableForm form)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) head =
      table->matrix ? new_row (_ ("Guest"), _ ("From")) : new_row (_ ("Group"), _ ("What"));

  add_names (head, table);
  if (table->matrix != NULL)
    {
      append_head (text, head, form);
      append_matrix (text, table, form);
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  g_ptr_array_add (head, g_strdup (_ ("Matters")));
  g_ptr_array_add (head, g_strdup (_ ("Check")));
  append_head (text, head, form);
  append_comparison (text, table, form);
  append_features (text, table, form);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
