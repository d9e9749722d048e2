/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-compare.h"
#include "cli-output.h"
#include "cli-text.h"

#define LABEL_COLUMNS 24

static char *
fit_cell (const CliContext *context, const char *text, guint width)
{
  g_autofree char *plain = cli_text_plain (text, !context->unicode);
  GString *cell = g_string_new (plain);

  for (guint used = cli_text_width (plain); used < width; used++)
    g_string_append_c (cell, ' ');
  return g_string_free (cell, FALSE);
}

static const char *
value_of (const DroverComparisonRow *row, guint host)
{
  return row->values->pdata[host] ? row->values->pdata[host] : "?";
}

static CliStyle
style_of (const DroverComparisonRow *row)
{
  if (!row->remarkable)
    return CLI_PLAIN;
  if (row->kind == DROVER_ROW_UNKNOWN)
    return CLI_UNSURE;
  return row->relevance == DROVER_RELEVANCE_MOVING ? CLI_WARNING : CLI_PLAIN;
}

/* Side by side where that fits, else one below the other: nothing is ever cut off. */
static void
print_row (const CliContext *context, const CliCompared *compared, const DroverComparisonRow *row)
{
  guint width = (MAX (context->width, 40) - LABEL_COLUMNS) / compared->names->len;
  g_autofree char *label = fit_cell (context, row->label, LABEL_COLUMNS);
  gboolean fits = cli_text_width (label) <= LABEL_COLUMNS;

  for (guint i = 0; i < compared->names->len; i++)
    {
      g_autofree char *plain = cli_text_plain (value_of (row, i), !context->unicode);

      fits &= cli_text_width (plain) < width;
    }
  g_print ("%s", label);
  for (guint i = 0; i < compared->names->len; i++)
    {
      g_autofree char *cell =
          fit_cell (context, value_of (row, i), fits && i + 1 < compared->names->len ? width : 0);

      if (!fits)
        g_print ("\n    %s: ", cli_compared_get_name (compared, i));
      cli_print_styled (context, style_of (row), "%s", cell);
    }
  g_print ("\n");
  if (!row->remarkable || row->kind == DROVER_ROW_UNKNOWN)
    return;
  if (row->check != NULL)
    cli_print_styled (context, CLI_DIM, "    %s (%s)\n", drover_relevance_get_label (row->relevance),
                      row->check);
  else
    cli_print_styled (context, CLI_DIM, "    %s\n", drover_relevance_get_label (row->relevance));
}

/* The rows of one sort, each group under its heading. */
static guint
print_rows (const CliContext *context, const CliCompared *compared, gboolean remarkable)
{
  const GPtrArray *rows = compared->rows;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *head = rows->pdata[i];

      if (head->remarkable != remarkable || !g_hash_table_add (seen, (gpointer) head->group))
        continue;
      cli_print_styled (context, CLI_BOLD, "%s\n", drover_comparison_group_get_label (head->group));
      for (guint k = i; k < rows->len; k++)
        {
          const DroverComparisonRow *row = rows->pdata[k];

          if (row->remarkable != remarkable || !g_str_equal (row->group, head->group))
            continue;
          print_row (context, compared, row);
          n++;
        }
    }
  return n;
}

/**
 * cli_compare_print_text:
 * @all: also what is the same on all hosts
 *
 * Prints the rows that have something to note, and how many have not.
 */
void
cli_compare_print_text (const CliContext *context, const CliCompared *compared, gboolean all)
{
  const GPtrArray *rows = compared->rows;
  guint n_equal = 0;

  for (guint i = 0; i < compared->names->len; i++)
    g_print ("%u. %s\n", i + 1, cli_compared_get_name (compared, i));
  if (print_rows (context, compared, TRUE) == 0)
    g_print ("%s\n", _ ("Nothing differs."));
  for (guint i = 0; i < rows->len; i++)
    n_equal += !((const DroverComparisonRow *) rows->pdata[i])->remarkable;
  if (all)
    {
      cli_print_styled (context, CLI_BOLD, "\n%s\n", _ ("Nothing to note"));
      print_rows (context, compared, FALSE);
    }
  else
    g_print (ngettext ("%u more row has nothing to note; --all shows it.\n",
                       "%u more rows have nothing to note; --all shows them.\n", n_equal),
             n_equal);
}
