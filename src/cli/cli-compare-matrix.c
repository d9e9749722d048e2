/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can move to whom, as a table and as JSON. */
#include <glib/gi18n.h>

#include "cli-compare.h"
#include "cli-output.h"
#include "cli-text.h"

#define NAME_COLUMNS 24
#define CELL_COLUMNS 9

static CliStyle
style_of (const DroverMatrixCell *cell)
{
  if (cell == NULL)
    return CLI_UNSURE;
  switch (cell->verdict)
    {
    case DROVER_RUN_READY:
      return CLI_GOOD;
    case DROVER_RUN_WARNINGS:
      return CLI_WARNING;
    case DROVER_RUN_BLOCKED:
      return CLI_BAD;
    case DROVER_RUN_UNKNOWN:
      return CLI_UNSURE;
    }
  g_return_val_if_reached (CLI_PLAIN);
}

static void
print_cell (const CliContext *context, CliStyle style, const char *text)
{
  g_autoptr (GString) padded = g_string_new (text);

  for (guint used = cli_text_width (text); used < CELL_COLUMNS; used++)
    g_string_append_c (padded, ' ');
  cli_print_styled (context, style, "%s", padded->str);
}

static void
print_head (const CliContext *context, const CliCompared *compared, const char *title)
{
  cli_print_styled (context, CLI_BOLD, "%s", title);
  for (guint used = cli_text_width (title); used < NAME_COLUMNS; used++)
    g_print (" ");
  for (guint i = 0; i < compared->names->len; i++)
    {
      g_autofree char *head = g_strdup_printf (_ ("to %u"), i + 1);

      print_cell (context, CLI_DIM, head);
    }
  g_print ("\n");
}

static void
print_name (const CliContext *context, const char *name)
{
  g_autofree char *plain = cli_text_plain (name, !context->unicode);
  g_autofree char *fitted = cli_text_fit (plain, NAME_COLUMNS - 3, !context->unicode);

  g_print ("  %s", fitted);
  for (guint used = cli_text_width (fitted) + 2; used < NAME_COLUMNS; used++)
    g_print (" ");
}

static void
print_subject (const CliContext *context, const CliCompared *compared, guint place, const char *name)
{
  const DroverMatrixSubject *subject = drover_matrix_get_subject (compared->matrix, place);

  print_name (context, name);
  for (guint i = 0; i < compared->names->len; i++)
    {
      const DroverMatrixCell *cell = drover_matrix_get_cell (compared->matrix, place, i);

      if (i == subject->source)
        print_cell (context, CLI_DIM, "-");
      else
        print_cell (context, style_of (cell), drover_matrix_cell_get_label (cell));
    }
  g_print ("\n");
}

static void
print_generic (const CliContext *context, const CliCompared *compared)
{
  const char *mode = NULL;

  for (guint i = 0; i < drover_matrix_get_n_subjects (compared->matrix); i++)
    {
      const DroverMatrixSubject *subject = drover_matrix_get_subject (compared->matrix, i);
      g_autofree char *name = g_strdup_printf (_ ("from %u"), subject->source + 1);

      if (!subject->generic)
        continue;
      if (g_strcmp0 (mode, subject->name) != 0)
        print_head (context, compared, subject->name);
      mode = subject->name;
      print_subject (context, compared, i, name);
    }
}

static void
print_guests (const CliContext *context, const CliCompared *compared)
{
  guint source = G_MAXUINT;

  for (guint i = 0; i < drover_matrix_get_n_subjects (compared->matrix); i++)
    {
      const DroverMatrixSubject *subject = drover_matrix_get_subject (compared->matrix, i);

      if (subject->generic)
        continue;
      if (source != subject->source)
        {
          g_autofree char *title = g_strdup_printf (_ ("Guests of %u"), subject->source + 1);

          print_head (context, compared, title);
        }
      source = subject->source;
      print_subject (context, compared, i, subject->name);
    }
}

static void
print_counts (const CliContext *context, const CliCompared *compared)
{
  for (guint i = 0; i < compared->names->len; i++)
    for (guint k = 0; k < compared->names->len; k++)
      {
        guint n_guests;
        guint n = drover_matrix_count_fitting (compared->matrix, i, k, &n_guests);

        if (i != k && n_guests > 0)
          /* Translators: the first two numbers are those of the hosts in the list */
          g_print (ngettext ("  %u → %u: %u of %u guest\n", "  %u → %u: %u of %u guests\n", n_guests), i + 1,
                   k + 1, n, n_guests);
      }
}

/* (transfer full): a finding as one line. */
static char *
describe_finding (DroverFinding *finding)
{
  const char *evidence = drover_finding_get_evidence (finding);

  return g_strdup_printf ("%s: %s%s%s", drover_finding_get_code (finding), drover_finding_get_title (finding),
                          evidence ? ": " : "", evidence ? evidence : "");
}

static void
add_reasons (GHashTable *who, GPtrArray *order, const DroverMatrixSubject *subject, const GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *text = describe_finding (findings->pdata[i]);
      GString *names = g_hash_table_lookup (who, text);

      if (names == NULL)
        {
          names = g_string_new (subject->name);
          g_ptr_array_add (order, text);
          g_hash_table_insert (who, g_steal_pointer (&text), names);
        }
      else
        g_string_append_printf (names, ", %s", subject->name);
    }
}

static void
free_names (gpointer names)
{
  g_string_free (names, TRUE);
}

/* What stands between two hosts, each thing once, with all whom it concerns. */
static void
print_pair (const CliContext *context, const CliCompared *compared, guint source, guint target)
{
  g_autoptr (GHashTable) who = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_names);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  for (guint i = 0; i < drover_matrix_get_n_subjects (compared->matrix); i++)
    {
      const DroverMatrixSubject *subject = drover_matrix_get_subject (compared->matrix, i);
      const DroverMatrixCell *cell = drover_matrix_get_cell (compared->matrix, i, target);

      if (cell != NULL && subject->source == source)
        add_reasons (who, order, subject, cell->findings);
    }
  for (guint i = 0; i < order->len; i++)
    {
      g_autofree char *text = cli_text_plain (order->pdata[i], !context->unicode);
      const GString *names = g_hash_table_lookup (who, order->pdata[i]);
      g_autofree char *plain = cli_text_plain (names->str, !context->unicode);

      g_print ("  %u → %u, %s\n", source + 1, target + 1, plain);
      cli_print_wrapped (context, 4, text);
    }
}

static void
print_reasons (const CliContext *context, const CliCompared *compared)
{
  cli_print_styled (context, CLI_BOLD, "%s\n", _ ("Why"));
  for (guint i = 0; i < drover_matrix_get_n_subjects (compared->matrix); i++)
    {
      const DroverMatrixSubject *subject = drover_matrix_get_subject (compared->matrix, i);
      g_autofree char *text = g_strdup_printf ("%s, %u: %s", subject->name, subject->source + 1,
                                               subject->reason ? subject->reason : "");
      g_autofree char *plain = cli_text_plain (text, !context->unicode);

      if (subject->reason != NULL)
        cli_print_wrapped (context, 2, plain);
    }
  for (guint i = 0; i < compared->names->len; i++)
    for (guint k = 0; k < compared->names->len; k++)
      if (i != k)
        print_pair (context, compared, i, k);
}

static char *
list_not_looked_at (void)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (!drover_matrix_looks_at (checks[i]))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", checks[i]->id);
  return g_string_free (text, FALSE);
}

/**
 * cli_compare_print_matrix:
 *
 * Prints who can move to whom, how many guests that are, and why not.
 */
void
cli_compare_print_matrix (const CliContext *context, const CliCompared *compared)
{
  g_autofree char *left_out = list_not_looked_at ();
  g_autofree char *note = g_strdup_printf (
      _ ("Not looked at here, but by “droverctl check”: %s. A guest that stands for a CPU mode has %d MiB."),
      left_out, DROVER_GENERIC_MIB);

  for (guint i = 0; i < compared->names->len; i++)
    g_print ("%u. %s\n", i + 1, cli_compared_get_name (compared, i));
  print_generic (context, compared);
  print_guests (context, compared);
  print_counts (context, compared);
  print_reasons (context, compared);
  cli_print_wrapped (context, 0, note);
}

static void
add_cell (JsonBuilder *builder, const DroverMatrixCell *cell)
{
  if (cell == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "verdict", drover_run_verdict_to_string (cell->verdict));
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < cell->findings->len; i++)
    {
      DroverFinding *finding = cell->findings->pdata[i];

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "check", drover_finding_get_check (finding)->id);
      cli_json_add_string (builder, "code", drover_finding_get_code (finding));
      cli_json_add_string (builder, "verdict",
                           drover_verdict_to_string (drover_finding_get_verdict (finding)));
      cli_json_add_string (builder, "title", drover_finding_get_title (finding));
      cli_json_add_string (builder, "source", drover_finding_get_source (finding));
      cli_json_add_string (builder, "target", drover_finding_get_target (finding));
      cli_json_add_string (builder, "evidence", drover_finding_get_evidence (finding));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_subject (JsonBuilder *builder, const CliCompared *compared, guint place)
{
  const DroverMatrixSubject *subject = drover_matrix_get_subject (compared->matrix, place);

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "id", subject->id);
  cli_json_add_string (builder, "name", subject->name);
  json_builder_set_member_name (builder, "generic");
  json_builder_add_boolean_value (builder, subject->generic);
  json_builder_set_member_name (builder, "active");
  json_builder_add_boolean_value (builder, subject->active);
  json_builder_set_member_name (builder, "source");
  json_builder_add_int_value (builder, subject->source);
  cli_json_add_string (builder, "reason", subject->reason);
  json_builder_set_member_name (builder, "targets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < compared->names->len; i++)
    add_cell (builder, drover_matrix_get_cell (compared->matrix, place, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * cli_compare_matrix_to_json:
 *
 * Returns: (transfer full): an object; `source` and the places in `targets` are those of `hosts`
 */
JsonNode *
cli_compare_matrix_to_json (const CliCompared *compared)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "subjects");
  json_builder_begin_array (builder);
  for (guint i = 0; i < drover_matrix_get_n_subjects (compared->matrix); i++)
    add_subject (builder, compared, i);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "not_looked_at");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    if (!drover_matrix_looks_at (checks[i]))
      json_builder_add_string_value (builder, checks[i]->id);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
