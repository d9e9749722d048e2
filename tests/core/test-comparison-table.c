/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparison as a table for other programs: what a host says is never more than text there. */

#include "drover-core.h"

static GPtrArray *
list (const char *first, const char *second)
{
  GPtrArray *values = g_ptr_array_new ();

  g_ptr_array_add (values, (gpointer) first);
  g_ptr_array_add (values, (gpointer) second);
  return values;
}

static void
assert_table (const DroverComparisonRow *row, DroverTableForm form, const char *expected)
{
  static const char *const names[] = { "a", "b|c" };
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) features = g_ptr_array_new ();
  const DroverComparisonTable table = {
    .names = names, .n_hosts = G_N_ELEMENTS (names), .rows = rows, .features = features
  };
  g_autofree char *text = NULL;

  g_ptr_array_add (rows, (gpointer) row);
  text = drover_comparison_table_to_text (&table, form);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_markdown (void)
{
  g_autoptr (GPtrArray) values = list ("<b>|x|</b>\n*y*", NULL);
  const DroverComparisonRow row = { .group = "host",
                                    .id = (char *) "host.name",
                                    .label = (char *) "Host name",
                                    .kind = DROVER_ROW_DIFFERS,
                                    .relevance = DROVER_RELEVANCE_MOVING,
                                    .check = "names",
                                    .remarkable = TRUE,
                                    .values = values };

  assert_table (&row, DROVER_TABLE_FORM_MARKDOWN,
                "| Group | What | a | b\\|c | Matters | Check |\n"
                "| --- | --- | --- | --- | --- | --- |\n"
                "| Host | Host name | \\<b\\>\\|x\\|\\</b\\> \\*y\\* | ? | matters for moving | names |\n");
}

static void
test_csv (void)
{
  g_autoptr (GPtrArray) values = list ("=HYPERLINK(\"x\")", "-1,5");
  const DroverComparisonRow row = { .group = "host",
                                    .id = (char *) "host.name",
                                    .label = (char *) "Host name",
                                    .kind = DROVER_ROW_DIFFERS,
                                    .relevance = DROVER_RELEVANCE_NONE,
                                    .remarkable = TRUE,
                                    .values = values };

  assert_table (&row, DROVER_TABLE_FORM_CSV,
                "\"Group\",\"What\",\"a\",\"b|c\",\"Matters\",\"Check\"\r\n"
                "\"Host\",\"Host name\",\"'=HYPERLINK(\"\"x\"\")\",\"'-1,5\",\"does not matter\",\"\"\r\n");
}

/* What has nothing to note is left out unless all was asked for. */
static void
test_folded (void)
{
  g_autoptr (GPtrArray) values = list ("x", "x");
  const DroverComparisonRow row = { .group = "host", .label = (char *) "Host name", .values = values };

  assert_table (&row, DROVER_TABLE_FORM_CSV, "\"Group\",\"What\",\"a\",\"b|c\",\"Matters\",\"Check\"\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison-table/markdown", test_markdown);
  g_test_add_func ("/comparison-table/csv", test_csv);
  g_test_add_func ("/comparison-table/folded", test_folded);
  return g_test_run ();
}
