/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include <time.h>

#include "base/drover-error.h"
#include "explain/drover-explain.h"
#include "explain/explain-private.h"

/* Rows that a case of the data files has reached. */
static GHashTable *reached;

static const char catalog_ids[] =
    " N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 N11 N12 N13 U1 U2 U3 U4 U5 U6 U7 U8 H1 H2 H3 H4 H5 H6 H7 V1 V2 V3 V4 V5 "
    "C1 C2 C3 C4 C5 C6 C7 A1 A2 A3 A4 D1 D2 D2b D3 D4 D5 D6 D7 D8 D9 D10 D11 D12 D13 D14 D15 D16 D17 "
    "G1 G2 G3 G4 G5 G6 P1 P2 P3 P4 P5 P6 P7 P8 P9 X1 X2 X3 X4 X5 X6 X7 X8 X9 X10 X11 X12 X13 "
    "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 ";

static void fail (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* All that is wrong with the tables shall be seen at once. */
static void
fail (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("FAILED: %s", message);
  g_test_fail ();
}

/* Everything a reader of the explanation sees but the raw text. */
static char *
all_words (const DroverExplanation *self)
{
  GString *all = g_string_new (self->cause);

  g_string_append_printf (all, "\n%s\n%s\n", self->safe, self->where_to_look);
  for (guint i = 0; i < self->remedies->len; i++)
    {
      const DroverExplainRemedy *remedy = g_ptr_array_index (self->remedies, i);

      g_string_append_printf (all, "%s\n", remedy->title);
      for (gsize c = 0; remedy->commands[c] != NULL; c++)
        g_string_append_printf (all, "%s\n", remedy->commands[c]);
    }
  for (guint i = 0; self->halves != NULL && i < self->halves->len; i++)
    {
      g_autofree char *half = all_words (g_ptr_array_index (self->halves, i));
      g_string_append (all, half);
    }
  return g_string_free (all, FALSE);
}

static gboolean
has_remedy (const DroverExplanation *self, const char *id)
{
  for (guint i = 0; i < self->remedies->len; i++)
    if (g_str_equal (((DroverExplainRemedy *) g_ptr_array_index (self->remedies, i))->id, id))
      return TRUE;
  return FALSE;
}

static void
check_case (GKeyFile *file, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_key_file_get_string (file, name, "text", &error);
  g_assert_no_error (error);
  g_autofree char *code = g_key_file_get_string (file, name, "code", &error);
  g_assert_no_error (error);
  g_autofree char *catalog = g_key_file_get_string (file, name, "catalog", NULL);
  g_autofree char *safe = g_key_file_get_string (file, name, "safe", NULL);
  g_auto (GStrv) words = g_key_file_get_string_list (file, name, "words", NULL, NULL);
  g_auto (GStrv) remedies = g_key_file_get_string_list (file, name, "remedies", NULL, NULL);
  g_auto (GStrv) halves = g_key_file_get_string_list (file, name, "halves", NULL, NULL);
  int domain = g_key_file_get_integer (file, name, "domain", NULL);
  int virt_code = g_key_file_get_integer (file, name, "virt-code", NULL);

  /* With libvirt's codes, and without them: as pasted into `droverctl explain`. */
  for (int with_codes = 1; with_codes >= 0; with_codes--)
    {
      g_autoptr (GError) failure = drover_error_new_virt (DROVER_ERROR_FAILED, with_codes ? domain : 0,
                                                          with_codes ? virt_code : 0, 0, text);
      g_autoptr (DroverExplanation) self = drover_explain_error (failure);
      g_autofree char *all = all_words (self);
      g_auto (GStrv) ids = g_strsplit (self->catalog != NULL ? self->catalog : "", " ", -1);

      g_test_message ("%s: %s", name, self->code);
      if (!g_str_equal (self->code, code))
        fail ("%s: %s where %s was expected", name, self->code, code);
      if (g_strcmp0 (ids[0], catalog) != 0)
        fail ("%s: catalogue id %s where %s was expected", name, ids[0], catalog);
      g_assert_cmpstr (self->raw, ==, text);
      for (gsize i = 0; words != NULL && words[i] != NULL; i++)
        if (strstr (all, words[i]) == NULL)
          fail ("%s: “%s” is not in: %s", name, words[i], all);
      for (gsize i = 0; remedies != NULL && remedies[i] != NULL; i++)
        if (!has_remedy (self, remedies[i]))
          fail ("%s: no remedy %s", name, remedies[i]);
      if (safe != NULL && strstr (self->safe, safe) == NULL)
        fail ("%s: “%s” is not in: %s", name, safe, self->safe);
      g_assert_null (strchr (all, '{'));
      g_assert_null (strchr (all, '}'));
      if (halves == NULL)
        g_assert_null (self->halves);
      else
        {
          g_assert_cmpuint (self->halves->len, ==, g_strv_length (halves));
          for (guint i = 0; i < self->halves->len; i++)
            {
              const DroverExplanation *half = g_ptr_array_index (self->halves, i);

              g_assert_cmpstr (half->code, ==, halves[i]);
              g_assert_null (half->halves);
              g_assert_cmpint (half->side, ==, i == 0 ? DROVER_SIDE_SOURCE : DROVER_SIDE_TARGET);
              g_hash_table_add (reached, g_strdup (half->code));
            }
        }
    }
  g_hash_table_add (reached, g_strdup (code));
}

static void
test_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "explain", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n_cases = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file_path = g_build_filename (path, name, NULL);
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autoptr (GError) error = NULL;

      g_key_file_load_from_file (file, file_path, G_KEY_FILE_NONE, &error);
      g_assert_no_error (error);

      g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
      for (gsize i = 0; groups[i] != NULL; i++, n_cases++)
        check_case (file, groups[i]);
    }
  g_assert_cmpuint (n_cases, >, 150);

  /* No row without a case. */
  for (gsize t = 0; t < DROVER_EXPLAIN_N_TABLES; t++)
    for (gsize r = 0; r < drover_explain_tables[t]->n_rows; r++)
      if (!g_hash_table_contains (reached, drover_explain_tables[t]->rows[r].code))
        fail ("no case reaches %s", drover_explain_tables[t]->rows[r].code);
}

/* Every row of every table is whole, and its remedies exist. */
static void
test_tables (void)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  static const char *const for_unknown[] = { "look-at-both-hosts", "read-target-log", "read-source-log" };

  for (gsize i = 0; i < G_N_ELEMENTS (for_unknown); i++)
    g_hash_table_add (used, (gpointer) for_unknown[i]);
  for (gsize t = 0; t < DROVER_EXPLAIN_N_TABLES; t++)
    for (gsize r = 0; r < drover_explain_tables[t]->n_rows; r++)
      {
        const DroverExplainRow *row = &drover_explain_tables[t]->rows[r];
        g_auto (GStrv) ids = g_strsplit (row->catalog != NULL ? row->catalog : "", " ", -1);
        g_autoptr (GRegex) regex = NULL;
        g_autoptr (GError) error = NULL;

        g_test_message ("%s", row->code);
        g_assert_true (g_str_has_prefix (row->code, "explain."));
        g_assert_true (g_hash_table_add (codes, (gpointer) row->code));
        g_assert_cmpuint (strlen (row->cause), >, 10);
        g_assert_cmpuint (strlen (row->safe), >, 10);
        g_assert_cmpuint (strlen (row->where), >, 10);
        g_assert_true (g_utf8_validate (row->cause, -1, NULL));
        for (gsize i = 0; ids[i] != NULL; i++)
          {
            g_autofree char *id = g_strdup_printf (" %s ", ids[i]);
            g_assert_nonnull (strstr (catalog_ids, id));
          }
        g_assert_true (row->remedies != NULL || g_str_equal (row->code, "explain.cancelled"));
        for (gsize i = 0; row->remedies != NULL && row->remedies[i] != NULL; i++)
          {
            g_autoptr (GPtrArray) remedies = drover_explain_remedies_new ();

            if (!drover_explain_add_remedies (remedies, row->remedies[i], NULL))
              fail ("%s: no remedy %s", row->code, row->remedies[i]);
            g_hash_table_add (used, (gpointer) row->remedies[i]);
          }

        /* An empty text explains nothing: no pattern may match it. */
        regex = g_regex_new (row->pattern, G_REGEX_DOTALL | G_REGEX_DUPNAMES, 0, &error);
        g_assert_no_error (error);
        g_assert_false (g_regex_match (regex, "", 0, NULL));
        g_assert_false (g_regex_match (regex, "internal error: operation failed: unknown error", 0, NULL));
      }

  for (gsize t = 0; t < DROVER_EXPLAIN_N_RECIPES; t++)
    for (gsize i = 0; i < drover_explain_recipes[t]->n_recipes; i++)
      {
        const DroverExplainRecipe *recipe = &drover_explain_recipes[t]->recipes[i];

        if (!g_hash_table_contains (used, recipe->id))
          fail ("nothing advises %s", recipe->id);
        g_assert_nonnull (recipe->commands);
        g_assert_cmpuint (strlen (recipe->title), >, 10);
      }
}

/* Every line that is printed splits into exactly the words it was made of. */
static void
test_commands_are_shell (void)
{
  static const char *const hostile[] = {
    "guest",   "a'; rm -rf / #", "host", "-oProxyCommand=sh", "network", "$(reboot)", "path", "/srv/a b",
    "address", "x\"\n`id`",      "port", "49152 | sh",        "uuid",    "{guest}",   NULL,
  };

  for (gsize t = 0; t < DROVER_EXPLAIN_N_RECIPES; t++)
    for (gsize i = 0; i < drover_explain_recipes[t]->n_recipes; i++)
      {
        g_autoptr (GPtrArray) plain = drover_explain_remedies_new ();
        g_autoptr (GPtrArray) attacked = drover_explain_remedies_new ();
        const char *id = drover_explain_recipes[t]->recipes[i].id;

        g_assert_true (drover_explain_add_remedies (plain, id, NULL));
        g_assert_true (drover_explain_add_remedies (attacked, id, hostile));
        g_assert_cmpuint (plain->len, ==, attacked->len);
        for (guint r = 0; r < plain->len; r++)
          {
            const DroverExplainRemedy *a = g_ptr_array_index (plain, r);
            const DroverExplainRemedy *b = g_ptr_array_index (attacked, r);

            for (gsize c = 0; a->commands[c] != NULL; c++)
              {
                g_auto (GStrv) words = NULL;
                g_autoptr (GError) error = NULL;

                g_shell_parse_argv (a->commands[c], NULL, &words, &error);
                g_assert_no_error (error);
                g_assert_null (strchr (a->commands[c], '{'));
                /* What is out of the ordinary stays a word in capitals. */
                g_assert_cmpstr (a->commands[c], ==, b->commands[c]);
              }
          }
      }

  static const char *const known[] = { "guest", "web", "target-uri", "qemu+ssh://[fd00::2]/system", NULL };
  g_autoptr (GPtrArray) remedies = drover_explain_remedies_new ();
  g_assert_true (drover_explain_add_remedies (remedies, "undefine-on-target", known));
  g_assert_cmpstr (((DroverExplainRemedy *) g_ptr_array_index (remedies, 0))->commands[0], ==,
                   "virsh -c 'qemu+ssh://[fd00::2]/system' dominfo web");
  g_assert_false (drover_explain_add_remedies (remedies, "no-such-remedy", NULL));
}

static char *
repeat (const char *what, gsize length)
{
  GString *text = g_string_sized_new (length);

  while (text->len < length)
    g_string_append (text, what);
  return g_string_free (text, FALSE);
}

/* The machine's other work must not count. */
static gint64
cpu_time_us (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
assert_harmless (const char *text)
{
  gint64 start = cpu_time_us ();
  g_autoptr (DroverExplanation) self = drover_explain (text, 10, 1);
  gint64 took = cpu_time_us () - start;
  g_autofree char *all = all_words (self);
  g_autofree char *shown = drover_explanation_to_text (self, 80);
  g_autoptr (JsonNode) json = drover_explanation_to_json (self);
  g_autofree char *json_text = json_to_string (json, FALSE);

  g_test_message ("%" G_GINT64_FORMAT " µs", took);
  g_assert_cmpint (took, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpuint (strlen (self->raw), <=, 65 * 1024);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
  g_assert_true (g_utf8_validate (json_text, -1, NULL));
  /* What is captured stays short. */
  g_assert_cmpuint (strlen (all), <, 64 * 1024);
  for (const char *p = shown; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_true (c == '\n' || c == '\t' || !g_unichar_iscntrl (c));
      g_assert_true (c != 0x202e);
    }
}

static void
test_hostile (void)
{
  static const char *const pieces[] = {
    "%s%n%1$s",
    "<b>&amp;</b>",
    "\n",
    "\x1b[2J\x1b]0;owned\x07",
    "\xff\xfe\xc3",
    "\xe2\x80\xae",
    "{guest}",
    "blockdev-add",
    "Permission denied /",
    "unable to connect to server at '",
    "job 'migration out' failed: Failed to connect to '",
    "job 'migration out' failed: Message from the source host: ",
    "Message from the destination host: ",
    "Could not open '/",
    "certificate ",
    "a'",
    "/",
    "vmlinuz",
    "nfs ",
    "paused ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *megabyte = repeat (pieces[i], 1024 * 1024);

      g_test_message ("%s", pieces[i]);
      assert_harmless (megabyte);
      assert_harmless (pieces[i]);

      /* The same as what a pattern captures. */
      g_autofree char *captured =
          g_strdup_printf ("unable to connect to server at '%s:49152': Connection refused", pieces[i]);
      assert_harmless (captured);
      g_autofree char *network = g_strdup_printf ("no network with matching name '%s'", pieces[i]);
      assert_harmless (network);
    }
  assert_harmless ("");

  g_autoptr (DroverExplanation) self =
      drover_explain ("no network with matching name 'x; reboot %s {guest} <b>'", 0, 0);
  g_assert_cmpstr (self->code, ==, "explain.no-network");
  g_assert_nonnull (strstr (self->cause, "“x; reboot %s {guest} <b>”"));
  const DroverExplainRemedy *remedy = g_ptr_array_index (self->remedies, 0);
  g_assert_cmpstr (remedy->commands[0], ==,
                   "virsh -c SOURCE-URI net-dumpxml NETWORK --inactive > network.xml");
}

/* libvirt's codes decide where the words allow several readings, and never against the words. */
static void
test_codes (void)
{
  const char *both = "internal error: domain has active block job; network 'lan' is not active";
  g_autoptr (DroverExplanation) plain = drover_explain (both, 0, 0);
  g_autoptr (DroverExplanation) network = drover_explain (both, FROM_NETWORK, ERR_OPERATION_INVALID);
  g_autoptr (DroverExplanation) qemu = drover_explain (both, FROM_QEMU, ERR_OPERATION_INVALID);
  g_autoptr (DroverExplanation) odd = drover_explain ("active block job", 99, 99);
  g_autoptr (DroverExplanation) no_words = drover_explain ("", FROM_QEMU, ERR_MIGRATE_UNSAFE);

  g_assert_cmpstr (plain->code, ==, "explain.network-inactive");
  g_assert_cmpstr (network->code, ==, "explain.network-inactive");
  g_assert_cmpstr (qemu->code, ==, "explain.block-job");
  g_assert_cmpstr (odd->code, ==, "explain.block-job");
  g_assert_cmpstr (no_words->code, ==, DROVER_EXPLAIN_UNKNOWN);
  g_assert_false (drover_explanation_is_known (no_words));
  g_assert_true (drover_explanation_is_known (odd));
}

static void
test_json (void)
{
  g_autoptr (DroverExplanation) self =
      drover_explain ("migration failed. Message from the source host: unable to connect to server at "
                      "'kvm2:49152': Connection "
                      "refused. Message from the destination host: nonsense",
                      0, 0);
  g_autoptr (JsonNode) node = drover_explanation_to_json (self);
  JsonObject *object = json_node_get_object (node);
  JsonArray *halves = json_object_get_array_member (object, "halves");
  JsonObject *source = json_array_get_object_element (halves, 0);
  JsonObject *remedy = json_array_get_object_element (json_object_get_array_member (source, "remedies"), 0);

  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, "explain.two-halves");
  g_assert_cmpstr (json_object_get_string_member (object, "catalog"), ==, "N3");
  g_assert_cmpuint (json_array_get_length (halves), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (source, "host"), ==, "source");
  g_assert_cmpstr (json_object_get_string_member (source, "code"), ==, "explain.migration-refused");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (source, "catalogs")), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (remedy, "id"), ==, "migration-uri-address");
  g_assert_cmpstr (json_object_get_string_member (remedy, "host"), ==, "client");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (remedy, "commands")), >, 0);
  g_assert_true (json_object_has_member (source, "safe"));

  JsonObject *target = json_array_get_object_element (halves, 1);
  g_assert_true (json_object_get_null_member (target, "catalog"));
  g_assert_cmpstr (json_object_get_string_member (target, "text"), ==, "nonsense");
}

static void
test_text_is_wrapped (void)
{
  g_autoptr (DroverExplanation) self =
      drover_explain ("unable to connect to server at 'kvm2:49152': Connection refused", 0, 0);
  g_autofree char *narrow = drover_explanation_to_text (self, 60);
  g_autofree char *endless = drover_explanation_to_text (self, 0);
  g_auto (GStrv) lines = g_strsplit (narrow, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "      ") || g_str_has_prefix (lines[i], "          "))
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 60);
  g_assert_nonnull (strstr (narrow, "\n      nc -vz -w 5 kvm2 49152\n"));
  g_assert_nonnull (strstr (endless, "explain.migration-refused (N3 N6)\n"));
  g_assert_cmpuint (g_strv_length (lines), >, 20);
}

static gpointer
explain_in_thread (gpointer data)
{
  for (int i = 0; i < 50; i++)
    {
      g_autoptr (DroverExplanation) self = drover_explain ("network 'lan' is not active", 0, 0);
      g_autoptr (DroverExplanation) again = drover_explanation_ref (self);

      g_assert_cmpstr (again->code, ==, "explain.network-inactive");
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[8];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("explain", explain_in_thread, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  reached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* Threads first: they race to compile the patterns. */
  g_test_add_func ("/explain/threads", test_threads);
  g_test_add_func ("/explain/tables", test_tables);
  g_test_add_func ("/explain/cases", test_cases);
  g_test_add_func ("/explain/codes", test_codes);
  g_test_add_func ("/explain/commands-are-shell", test_commands_are_shell);
  g_test_add_func ("/explain/hostile", test_hostile);
  g_test_add_func ("/explain/json", test_json);
  g_test_add_func ("/explain/text-is-wrapped", test_text_is_wrapped);

  int status = g_test_run ();
  g_clear_pointer (&reached, g_hash_table_unref);
  return status;
}
