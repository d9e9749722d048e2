/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hosts side by side: the bars, what differs by what it matters for, and what is equal. */
#include "pages/compare/drover-compare-rows.h"

#include <glib/gi18n.h>

#include "widgets/table/drover-table-row.h"

/* What one host does not tell is no difference, or such a host would hide all that are. */
static gboolean
is_difference (const DroverComparisonRow *row)
{
  return row->remarkable && row->kind != DROVER_ROW_UNKNOWN;
}

/* What most hosts say, or the first of several that as many say; NULL where nobody says anything. */
static const char *
find_usual (const DroverComparisonRow *row)
{
  const char *usual = NULL;
  guint most = 0;

  for (guint i = 0; i < row->values->len; i++)
    {
      guint n = 0;

      if (row->values->pdata[i] == NULL)
        continue;
      for (guint k = 0; k < row->values->len; k++)
        n += g_strcmp0 (row->values->pdata[i], row->values->pdata[k]) == 0;
      if (n > most)
        {
          most = n;
          usual = row->values->pdata[i];
        }
    }
  return usual;
}

static gboolean
stands_out (const DroverComparisonRow *row, const char *usual, guint host)
{
  const char *value = row->values->pdata[host];

  return row->kind == DROVER_ROW_DIFFERS && value != NULL && g_strcmp0 (value, usual) != 0;
}

static char *
title_of (const DroverComparisonRow *row)
{
  g_autofree char *label = drover_printable (row->label);
  const char *group = drover_comparison_group_get_label (row->group);

  if (g_str_equal (group, label))
    return g_steal_pointer (&label);
  /* Translators: a heading, and what is compared under it, as in “CPU: Vendor” */
  return g_strdup_printf (_ ("%s: %s"), group, label);
}

static void
set_relevance (DroverTableRow *line, const char *title, DroverRelevance relevance, const char *check)
{
  const char *words = drover_relevance_get_label (relevance);
  g_autofree char *means = NULL;

  if (relevance == DROVER_RELEVANCE_MOVING && check != NULL)
    /* Translators: what is compared, that it matters for moving, and that a click tells more */
    means = g_strdup_printf (_ ("%s %s: what it means"), title, words);
  drover_table_row_set_note (line, words, means);
}

static DroverTableRow *
new_line (DroverSideBySide *hosts, const DroverComparisonRow *row)
{
  g_autofree char *title = title_of (row);
  DroverTableRow *line = drover_table_row_new (DROVER_TABLE_HOSTS, row->id, title, row->values->len);
  const char *usual = find_usual (row);

  if (is_difference (row))
    set_relevance (line, title, row->relevance, row->check);
  for (guint i = 0; i < row->values->len; i++)
    {
      g_autofree char *value = row->values->pdata[i] ? drover_printable (row->values->pdata[i]) : NULL;

      if (value != NULL)
        drover_table_row_set_cell (line, i, value,
                                   stands_out (row, usual, i) ? DROVER_TABLE_STRONG : DROVER_TABLE_PLAIN);
      else if (drover_side_by_side_is_waiting_for (hosts, i))
        drover_table_row_set_cell (line, i, "…", DROVER_TABLE_DIM);
      else
        drover_table_row_set_cell (line, i, "–", DROVER_TABLE_DIM);
      if (value == NULL)
        drover_table_row_get_cell (line, i)->spoken = g_strdup (_ ("not known"));
    }
  return line;
}

static gboolean
matches (const DroverComparisonRow *row, const char *search)
{
  g_autofree char *title = NULL;

  if (search == NULL || search[0] == '\0')
    return TRUE;
  title = title_of (row);
  if (g_str_match_string (search, title, TRUE))
    return TRUE;
  for (guint i = 0; i < row->values->len; i++)
    if (row->values->pdata[i] != NULL && g_str_match_string (search, row->values->pdata[i], TRUE))
      return TRUE;
  return FALSE;
}

static DroverTableRow *
new_heading (const char *id, const char *title)
{
  return drover_table_row_new (DROVER_TABLE_HEADING, id, title, 0);
}

typedef struct {
  DroverRelevance relevance;
  const char *id;
  const char *title;
} Section;

/* Worst first. */
static const Section sections[] = {
  { DROVER_RELEVANCE_MOVING, "moving", N_ ("Matters for moving") },
  { DROVER_RELEVANCE_NEW_GUESTS, "new-guests", N_ ("Matters for new guests only") },
  { DROVER_RELEVANCE_NONE, "none", N_ ("Does not matter") },
};

static void
add_section (GPtrArray *lines, DroverSideBySide *hosts, const Section *section, const char *search)
{
  GPtrArray *rows = drover_side_by_side_get_rows (hosts);
  gboolean headed = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      if (!is_difference (row) || row->relevance != section->relevance || !matches (row, search))
        continue;
      if (!headed)
        g_ptr_array_add (lines, new_heading (section->id, _ (section->title)));
      headed = TRUE;
      g_ptr_array_add (lines, new_line (hosts, row));
    }
}

static void
set_bar (DroverTableRow *line, guint host, guint64 total, guint64 used, guint64 largest)
{
  DroverTableCell *cell = drover_table_row_get_cell (line, host);

  if (largest == 0 || total == 0)
    return;
  cell->bar = (double) total / (double) largest;
  cell->filled = (double) used / (double) total;
}

static DroverTableRow *
new_memory_bars (DroverSideBySide *hosts)
{
  guint n = drover_side_by_side_get_n_hosts (hosts);
  DroverTableRow *line = drover_table_row_new (DROVER_TABLE_HOSTS, "bar.memory", _ ("Memory in use"), n);
  guint64 largest = 0;

  for (guint i = 0; i < n; i++)
    {
      const DroverFactMemory *memory =
          drover_facts_get_memory (drover_side_by_side_get_facts (hosts, i), DROVER_SIDE_SOURCE);

      if (memory != NULL && memory->total > 0)
        largest = MAX (largest, (guint64) memory->total);
    }
  for (guint i = 0; i < n; i++)
    {
      const DroverFactMemory *memory =
          drover_facts_get_memory (drover_side_by_side_get_facts (hosts, i), DROVER_SIDE_SOURCE);
      g_autofree char *total = NULL;
      g_autofree char *available = NULL;
      g_autofree char *text = NULL;

      if (memory == NULL || memory->total <= 0 || memory->available < 0)
        continue;
      total = drover_format_bytes ((guint64) memory->total);
      available = drover_format_bytes ((guint64) memory->available);
      /* Translators: how much memory is available, and how much there is */
      text = g_strdup_printf (_ ("%s free of %s"), available, total);
      drover_table_row_set_cell (line, i, text, DROVER_TABLE_PLAIN);
      set_bar (line, i, (guint64) memory->total, (guint64) MAX (memory->total - memory->available, 0),
               largest);
    }
  return line;
}

static guint
count_cpus (DroverSideBySide *hosts, guint host)
{
  const DroverHostCaps *caps =
      drover_facts_get_capabilities (drover_side_by_side_get_facts (hosts, host), DROVER_SIDE_SOURCE);

  return caps ? drover_host_caps_count_cpus (caps) : 0;
}

static DroverTableRow *
new_cpu_bars (DroverSideBySide *hosts)
{
  guint n = drover_side_by_side_get_n_hosts (hosts);
  DroverTableRow *line = drover_table_row_new (DROVER_TABLE_HOSTS, "bar.cpus", _ ("CPUs"), n);
  guint largest = 0;

  for (guint i = 0; i < n; i++)
    largest = MAX (largest, count_cpus (hosts, i));
  for (guint i = 0; i < n; i++)
    {
      guint count = count_cpus (hosts, i);
      g_autofree char *text = g_strdup_printf ("%u", count);

      if (count == 0)
        continue;
      drover_table_row_set_cell (line, i, text, DROVER_TABLE_PLAIN);
      set_bar (line, i, count, count, largest);
    }
  return line;
}

/* What has nothing to note. */
static void
add_equal (GPtrArray *lines, DroverSideBySide *hosts, const char *search)
{
  GPtrArray *rows = drover_side_by_side_get_rows (hosts);

  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      if (!is_difference (row) && matches (row, search))
        g_ptr_array_add (lines, new_line (hosts, row));
    }
}

static guint
count_equal (DroverSideBySide *hosts)
{
  GPtrArray *rows = drover_side_by_side_get_rows (hosts);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += !is_difference (rows->pdata[i]);
  return n;
}

/**
 * drover_compare_list_differences:
 * @search: (nullable): only what has this text in it
 * @all: also what is the same on all hosts
 *
 * Returns: (transfer full) (element-type DroverTableRow): the rows
 */
GPtrArray *
drover_compare_list_differences (DroverSideBySide *hosts, const char *search, gboolean all)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean searches = search != NULL && search[0] != '\0';
  DroverTableRow *fold;
  g_autofree char *title = NULL;
  guint n_equal;

  if (drover_side_by_side_get_rows (hosts) == NULL)
    return lines;
  if (!searches)
    {
      g_ptr_array_add (lines, new_memory_bars (hosts));
      g_ptr_array_add (lines, new_cpu_bars (hosts));
    }
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    add_section (lines, hosts, &sections[i], search);
  n_equal = count_equal (hosts);
  if (n_equal == 0)
    return lines;
  title = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u row has nothing to note", "%u rows have nothing to note", n_equal),
      n_equal);
  fold = new_heading (DROVER_COMPARE_FOLD, title);
  drover_table_row_set_note (fold, all ? _ ("Hide them") : _ ("Show them"), title);
  g_ptr_array_add (lines, fold);
  if (all || searches)
    add_equal (lines, hosts, search);
  return lines;
}

static guint
count_differences (DroverSideBySide *hosts, DroverRelevance relevance, guint *n_moving)
{
  GPtrArray *rows = drover_side_by_side_get_rows (hosts);
  guint n = 0;

  *n_moving = 0;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      if (!is_difference (row))
        continue;
      n++;
      *n_moving += row->relevance == relevance;
    }
  return n;
}

/**
 * drover_compare_summarize:
 *
 * Returns: (transfer full) (nullable): how much differs, in a sentence; %NULL while nothing is known
 */
char *
drover_compare_summarize (DroverSideBySide *hosts)
{
  guint n_moving;
  guint n = count_differences (hosts, DROVER_RELEVANCE_MOVING, &n_moving);

  if (drover_side_by_side_get_rows (hosts) == NULL)
    return NULL;
  if (n == 0)
    return g_strdup (_ ("No difference is known"));
  if (n_moving == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u difference, which does not matter for moving",
                                         "%u differences, none of which matters for moving", n),
                            n);
  /* Translators: how many rows differ, and how many of them matter for moving */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u difference; %u matters for moving",
                                       "%u differences; %u matter for moving", n),
                          n, n_moving);
}

/**
 * drover_compare_dup_badge:
 * @n: how many rows
 *
 * Returns: (transfer full): what is said of a host that differs from others in so many
 */
char *
drover_compare_dup_badge (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "differs from others in %u row", "differs from others in %u rows", n), n);
}

/**
 * drover_compare_list_badges:
 *
 * Returns: (transfer full): for each host in how much it stands out from the others
 */
GStrv
drover_compare_list_badges (DroverSideBySide *hosts)
{
  GPtrArray *rows = drover_side_by_side_get_rows (hosts);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < drover_side_by_side_get_n_hosts (hosts); i++)
    {
      g_autofree char *text = NULL;
      guint n = 0;

      for (guint k = 0; rows != NULL && k < rows->len; k++)
        {
          const DroverComparisonRow *row = rows->pdata[k];

          n += is_difference (row) && row->values->pdata[i] != NULL;
        }
      text = drover_compare_dup_badge (n);
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/**
 * drover_compare_find_check:
 * @id: of a row
 *
 * Returns: (transfer none) (nullable): the id of the check that judges it
 */
const char *
drover_compare_find_check (DroverSideBySide *hosts, const char *id)
{
  GPtrArray *rows = drover_side_by_side_get_rows (hosts);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      if (g_str_equal (row->id, id))
        return row->check;
    }
  return NULL;
}
