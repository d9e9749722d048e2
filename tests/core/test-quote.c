/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is printed for a shell is split by a shell into what was meant, and what came from a host drives no
 * terminal. */

#include <string.h>
#include <unistd.h>

#include "base/drover-quote.h"

static void
assert_shell_reads (const char *const *argv)
{
  g_autofree char *line = drover_quote_argv (argv);
  g_autofree char *script = g_strconcat ("printf '%s\\0' ", line, NULL);
  const char *const shell[] = { "/bin/sh", "-c", script, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) wanted = g_string_new (NULL);
  int fd = -1;
  char buffer[65536];
  gsize used = 0;
  gssize n;

  for (gsize i = 0; argv[i] != NULL; i++)
    g_string_append_len (wanted, argv[i], (gssize) strlen (argv[i]) + 1);
  g_spawn_async_with_pipes (NULL, (char **) shell, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &fd, NULL,
                            &error);
  g_assert_no_error (error);
  while (used < sizeof buffer && (n = read (fd, buffer + used, sizeof buffer - used)) > 0)
    used += (gsize) n;
  close (fd);
  g_assert_cmpmem (buffer, used, wanted->str, wanted->len);
}

static void
test_shell (void)
{
  const char *const words[] = {
    "plain", "",    "a b", "a'b", "a\"b",  "$HOME",   "`reboot`", "$(reboot)", "a;b",  "a&b",     "a|b",
    "a>b",   "*",   "?",   "~",   "~root", "#a",      "!a",       "a\\b",      "a\nb", "\t",      "-rf",
    "{a,b}", "[a]", "=a",  "a=b", "%s",    "'\"'\"'", "é",        "\\0",       "a\r",  "\033[2J", NULL,
  };

  assert_shell_reads (words);
}

static void
test_shell_random (void)
{
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (words, g_strdup ("first"));
      for (gint k = g_test_rand_int_range (0, 6); k > 0; k--)
        {
          gint length = g_test_rand_int_range (0, 20);
          char *word = g_malloc0 ((gsize) length + 1);

          for (gint c = 0; c < length; c++)
            word[c] = (char) g_test_rand_int_range (1, 256);
          g_ptr_array_add (words, word);
        }
      g_ptr_array_add (words, NULL);
      assert_shell_reads ((const char *const *) words->pdata);
    }
}

/* What needs no quotes has none. */
static void
test_readable (void)
{
  g_autofree char *line = drover_quote_command ("virsh", "-c", "qemu+ssh://root@h1:22/system", "migrate",
                                                "--live", "my vm", NULL);
  g_autofree char *single = drover_quote_command ("true", NULL);

  g_assert_cmpstr (line, ==, "virsh -c qemu+ssh://root@h1:22/system migrate --live 'my vm'");
  g_assert_cmpstr (single, ==, "true");
}

static void
test_printable (void)
{
  static const struct {
    const char *text;
    const char *printed;
  } rows[] = {
    { "plain", "plain" },
    { "", "" },
    { "two\nlines\tand a tab", "two\nlines\tand a tab" },
    { "größe 虚拟机 “x”", "größe 虚拟机 “x”" },
    { "a\033[2Jb", "a\\u001b[2Jb" },
    { "a\rb\bc\007", "a\\u000db\\u0008c\\u0007" },
    { "a\177b", "a\\u007fb" },
    { "a\302\233b", "a\\u009bb" },     /* CSI in one character */
    { "a\342\200\256b", "a\\u202eb" }, /* right-to-left override */
    { "a\342\201\246b", "a\\u2066b" }, /* isolate */
    { "a\342\200\217b", "a\\u200fb" }, /* right-to-left mark */
    { "a\377b", "a\357\277\275b" },    /* no UTF-8 */
    { "a\303", "a\357\277\275" },
  };

  g_assert_null (drover_printable (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *printed = drover_printable (rows[i].text);

      g_assert_cmpstr (printed, ==, rows[i].printed);
    }
}

static void
test_printable_random (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      gint length = g_test_rand_int_range (0, 60);
      g_autofree char *text = g_malloc0 ((gsize) length + 1);
      g_autofree char *printed = NULL;
      g_autofree char *again = NULL;

      for (gint c = 0; c < length; c++)
        text[c] = (char) g_test_rand_int_range (1, 256);
      printed = drover_printable (text);
      again = drover_printable (printed);
      g_assert_true (g_utf8_validate (printed, -1, NULL));
      g_assert_cmpstr (again, ==, printed);
      for (const char *p = printed; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_true (*p == '\n' || *p == '\t' || !g_unichar_iscntrl (g_utf8_get_char (p)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quote/shell", test_shell);
  g_test_add_func ("/quote/shell-random", test_shell_random);
  g_test_add_func ("/quote/readable", test_readable);
  g_test_add_func ("/printable/table", test_printable);
  g_test_add_func ("/printable/random", test_printable_random);
  return g_test_run ();
}
