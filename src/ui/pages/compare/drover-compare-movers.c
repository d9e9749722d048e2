/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can move to whom. */
#include <glib/gi18n.h>

#include "pages/compare/drover-compare-rows.h"
#include "widgets/table/drover-table-row.h"

/* What a cell can say, translated once for all the thousands of them. */
typedef struct {
  const char *text;
  DroverTableLook look;
} Word;

typedef struct {
  Word verdicts[4]; /* by DroverRunVerdict */
  Word here;
  Word unknown;
} Words;

static Words
get_words (void)
{
  const char *unknown = _ ("unknown");

  return (Words){
    .verdicts = {
      /* Translators: a guest can move */
      [DROVER_RUN_READY] = { _ ("✓ yes"), DROVER_TABLE_GOOD },
      /* Translators: a guest can move, with warnings */
      [DROVER_RUN_WARNINGS] = { _ ("⚠ with warnings"), DROVER_TABLE_WARNING },
      /* Translators: a guest cannot move */
      [DROVER_RUN_BLOCKED] = { _ ("✗ no"), DROVER_TABLE_BAD },
      [DROVER_RUN_UNKNOWN] = { unknown, DROVER_TABLE_DIM },
    },
    .here = { _ ("it is here"), DROVER_TABLE_DIM },
    .unknown = { unknown, DROVER_TABLE_DIM },
  };
}

static void
show_cell (DroverTableRow *line, DroverSideBySide *hosts, guint place, guint host, const Words *words)
{
  DroverMatrix *matrix = drover_side_by_side_get_matrix (hosts);
  const DroverMatrixSubject *subject = drover_matrix_get_subject (matrix, place);
  const DroverMatrixCell *cell = drover_matrix_peek_cell (matrix, place, host);
  const Word *word = &words->unknown;
  guint awaited;

  if (host == subject->source)
    word = &words->here;
  else if (cell != NULL)
    word = &words->verdicts[cell->verdict];
  else if (drover_matrix_is_awaiting (matrix, place, host, &awaited))
    {
      /* Translators: the name of a host that has not answered yet */
      g_autofree char *text =
          g_strdup_printf (_ ("waits for %s"), drover_side_by_side_get_names (hosts)[awaited]);

      drover_table_row_set_cell (line, host, text, DROVER_TABLE_DIM);
      return;
    }
  drover_table_row_set_cell (line, host, word->text, word->look);
  drover_table_row_get_cell (line, host)->clickable = host != subject->source && subject->facts != NULL;
}

static char *
dup_row_id (const DroverMatrixSubject *subject)
{
  return g_strdup_printf ("%u %s", subject->source, subject->id);
}

/* Cells of hosts that only a file tells of stay empty. */
static DroverTableRow *
new_mover (DroverSideBySide *hosts, guint place, const Words *words)
{
  DroverMatrix *matrix = drover_side_by_side_get_matrix (hosts);
  const DroverMatrixSubject *subject = drover_matrix_get_subject (matrix, place);
  const char *source = drover_side_by_side_get_names (hosts)[subject->source];
  g_autofree char *id = dup_row_id (subject);
  g_autofree char *name = drover_printable (subject->name);
  g_autofree char *title = NULL;
  DroverTableRow *line;

  if (subject->generic)
    /* Translators: a CPU mode, and the host that a guest with it comes from */
    title = g_strdup_printf (_ ("%s from %s"), name, source);
  line = drover_table_row_new (DROVER_TABLE_HOSTS, id, title ? title : name,
                               drover_side_by_side_get_n_hosts (hosts));
  if (subject->reason != NULL)
    {
      g_autofree char *reason = drover_printable (subject->reason);

      drover_table_row_set_note (line, reason, NULL);
    }
  else if (!subject->active)
    drover_table_row_set_note (line, _ ("shut off: its definition moves"), NULL);
  for (guint i = 0; i < drover_matrix_get_n_hosts (matrix); i++)
    show_cell (line, hosts, place, i, words);
  return line;
}

static void
add_counts (GPtrArray *lines, DroverSideBySide *hosts)
{
  DroverMatrix *matrix = drover_side_by_side_get_matrix (hosts);
  guint n_hosts = drover_matrix_get_n_hosts (matrix);
  gboolean headed = FALSE;

  for (guint source = 0; source < n_hosts; source++)
    {
      g_autofree char *id = g_strdup_printf ("count.%u", source);
      /* Translators: the name of a host */
      g_autofree char *title = g_strdup_printf (_ ("From %s"), drover_side_by_side_get_names (hosts)[source]);
      g_autoptr (DroverTableRow) line =
          drover_table_row_new (DROVER_TABLE_HOSTS, id, title, drover_side_by_side_get_n_hosts (hosts));
      guint n_guests = 0;

      for (guint target = 0; target < n_hosts; target++)
        {
          guint n = drover_matrix_count_fitting (matrix, source, target, &n_guests);
          /* Translators: how many guests can move, of how many */
          g_autofree char *text = g_strdup_printf (_ ("%u of %u"), n, n_guests);

          if (target == source)
            drover_table_row_set_cell (line, target, "–", DROVER_TABLE_DIM);
          else
            drover_table_row_set_cell (line, target, text,
                                       n == n_guests ? DROVER_TABLE_GOOD
                                       : n == 0      ? DROVER_TABLE_BAD
                                                     : DROVER_TABLE_WARNING);
        }
      if (n_guests == 0)
        continue;
      if (!headed)
        g_ptr_array_add (lines, drover_table_row_new (DROVER_TABLE_HEADING, "counts",
                                                      _ ("How many guests can move to"), 0));
      headed = TRUE;
      g_ptr_array_add (lines, g_steal_pointer (&line));
    }
}

static char *
dup_heading (DroverSideBySide *hosts, const DroverMatrixSubject *subject)
{
  if (subject->generic)
    /* Translators: a CPU mode */
    return g_strdup_printf (_ ("Any guest with the CPU %s"), subject->name);
  /* Translators: the name of a host */
  return g_strdup_printf (_ ("Guests of %s"), drover_side_by_side_get_names (hosts)[subject->source]);
}

/**
 * drover_compare_list_movers:
 * @search: (nullable): only those whose name has this text in it
 *
 * Returns: (transfer full) (element-type DroverTableRow): who can move to whom, as far as that is judged
 */
GPtrArray *
drover_compare_list_movers (DroverSideBySide *hosts, const char *search)
{
  DroverMatrix *matrix = drover_side_by_side_get_matrix (hosts);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean searches = search != NULL && search[0] != '\0';
  const Words words = get_words ();
  g_autofree char *before = NULL;

  if (matrix == NULL)
    return lines;
  if (!searches && drover_side_by_side_is_judged (hosts))
    add_counts (lines, hosts);
  for (guint i = 0; i < drover_matrix_get_n_subjects (matrix); i++)
    {
      const DroverMatrixSubject *subject = drover_matrix_get_subject (matrix, i);
      g_autofree char *heading = dup_heading (hosts, subject);

      if (searches && !g_str_match_string (search, subject->name, TRUE))
        continue;
      if (g_strcmp0 (heading, before) != 0)
        {
          g_autofree char *own = dup_row_id (subject);
          g_autofree char *id = g_strdup_printf ("heading.%s", own);

          g_ptr_array_add (lines, drover_table_row_new (DROVER_TABLE_HEADING, id, heading, 0));
          g_free (before);
          before = g_steal_pointer (&heading);
        }
      g_ptr_array_add (lines, new_mover (hosts, i, &words));
    }
  return lines;
}

/**
 * drover_compare_find_mover:
 * @id: of a row
 * @subject: (out): its place in the matrix
 *
 * Returns: whether the row is of one that might move
 */
gboolean
drover_compare_find_mover (DroverSideBySide *hosts, const char *id, guint *subject)
{
  DroverMatrix *matrix = drover_side_by_side_get_matrix (hosts);

  for (guint i = 0; matrix != NULL && i < drover_matrix_get_n_subjects (matrix); i++)
    {
      g_autofree char *own = dup_row_id (drover_matrix_get_subject (matrix, i));

      if (!g_str_equal (own, id))
        continue;
      *subject = i;
      return TRUE;
    }
  return FALSE;
}
