/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person may type for a host: tests/data/uri/good.txt and bad.txt. */

#include <string.h>

#include "base/drover-error.h"
#include "base/drover-uri.h"

typedef void (*RowFunc) (const char *const *fields);

/* Calls @func with the fields of every row, escapes resolved. */
static guint
for_each_row (const char *name, guint n_fields, RowFunc func)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "uri", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rows = 0;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = NULL;

      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      fields = g_strsplit (lines[i], " | ", -1);
      g_test_message ("%s:%" G_GSIZE_FORMAT ": %s", name, i + 1, fields[0]);
      g_assert_cmpuint (g_strv_length (fields), ==, n_fields);
      func ((const char *const *) fields);
      n_rows++;
    }
  return n_rows;
}

static void
assert_field (const char *wanted, const char *got)
{
  g_assert_cmpstr (got, ==, strcmp (wanted, "-") == 0 ? NULL : wanted);
}

static void
assert_is (const DroverUri *uri, const char *const *fields)
{
  assert_field (fields[1], uri->driver);
  assert_field (fields[2], uri->transport);
  assert_field (fields[3], uri->user);
  assert_field (fields[4], uri->host);
  g_assert_cmpuint (uri->port, ==, g_ascii_strtoull (fields[5], NULL, 10));
  assert_field (fields[6], uri->path);
  assert_field (fields[7], uri->query);
}

static void
check_good (const char *const *fields)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) uri = drover_uri_parse (fields[0], &error);
  g_autoptr (DroverUri) copy = NULL;
  g_autoptr (DroverUri) again = NULL;

  g_assert_no_error (error);
  assert_is (uri, fields);
  copy = drover_uri_copy (uri);
  assert_is (copy, fields);
  g_assert_cmpstr (copy->text, ==, uri->text);
  /* what goes to libvirt reads the same once more */
  again = drover_uri_parse (uri->text, &error);
  g_assert_no_error (error);
  assert_is (again, fields);
}

static void
check_bad (const char *const *fields)
{
  g_autofree char *text = g_strcompress (fields[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) uri = drover_uri_parse (text, &error);

  g_assert_null (uri);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (strstr (error->message, fields[1]) == NULL)
    g_test_message ("“%s” does not name “%s”", error->message, fields[1]);
  g_assert_nonnull (strstr (error->message, fields[1]));
}

static void
test_good (void)
{
  g_assert_cmpuint (for_each_row ("good.txt", 8, check_good), >=, 25);
}

static void
test_bad (void)
{
  g_assert_cmpuint (for_each_row ("bad.txt", 2, check_bad), >=, 60);
}

/* Nobody wants to read a megabyte of what they mistyped. */
static void
test_long (void)
{
  g_autofree char *name = g_strnfill (1024 * 1024, 'h');
  g_autofree char *text = g_strdup_printf ("qemu+ssh://%s/system", name);
  g_autofree char *label = g_strnfill (64, 'h');
  const char *const texts[] = { "", name, text, label };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DroverUri) uri = drover_uri_parse (texts[i], &error);

      g_assert_null (uri);
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
      g_assert_cmpuint (strlen (error->message), <, 400);
    }
}

static void
test_probe_port (void)
{
  static const struct {
    const char *text;
    guint port;
    gboolean ssh;
  } rows[] = {
    { "qemu:///system", 0, FALSE },
    { "h1", 0, TRUE }, /* ~/.ssh/config may lead anywhere */
    { "qemu+ssh://h1:2222/system", 0, TRUE },
    { "qemu+libssh://h1/system", 22, TRUE },
    { "qemu+libssh2://h1:2222/system", 2222, TRUE },
    { "qemu+tcp://h1/system", 16509, FALSE },
    { "qemu+tcp://h1:7/system", 7, FALSE },
    { "qemu+tls://h1/system", 16514, FALSE },
    { "qemu://h1/system", 16514, FALSE },
    { "qemu+unix:///system", 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DroverUri) uri = drover_uri_parse (rows[i].text, NULL);

      g_assert_cmpuint (drover_uri_get_probe_port (uri), ==, rows[i].port);
      g_assert_cmpint (drover_uri_is_ssh (uri), ==, rows[i].ssh);
    }
}

static void
test_with_parameter (void)
{
  g_autoptr (DroverUri) plain = drover_uri_parse ("h1", NULL);
  g_autoptr (DroverUri) query = drover_uri_parse ("qemu+ssh://h1/system?mode=auto", NULL);
  g_autofree char *first = drover_uri_with_parameter (plain, "no_tty", "1");
  g_autofree char *second = drover_uri_with_parameter (query, "no_tty", "1");
  g_autofree char *escaped = drover_uri_with_parameter (plain, "no_tty", "a&b;c=d #?");

  g_assert_cmpstr (first, ==, "qemu+ssh://h1/system?no_tty=1");
  g_assert_cmpstr (second, ==, "qemu+ssh://h1/system?mode=auto&no_tty=1");
  g_assert_cmpstr (escaped, ==, "qemu+ssh://h1/system?no_tty=a%26b%3Bc%3Dd%20%23%3F");
}

static void
test_build_migration (void)
{
  g_autofree char *name = drover_uri_build_migration ("h2", 0);
  g_autofree char *port = drover_uri_build_migration ("192.0.2.7", 49152);
  g_autofree char *six = drover_uri_build_migration ("2001:db8::7", 49152);

  g_assert_cmpstr (name, ==, "tcp://h2");
  g_assert_cmpstr (port, ==, "tcp://192.0.2.7:49152");
  g_assert_cmpstr (six, ==, "tcp://[2001:db8::7]:49152");
}

static void
test_host (void)
{
  g_autofree char *longest_label = g_strnfill (63, 'a');
  g_autofree char *longest =
      g_strdup_printf ("%s.%s.%s.%.61s", longest_label, longest_label, longest_label, longest_label);
  g_autofree char *too_long = g_strconcat (longest, "a", NULL);

  g_assert_cmpuint (strlen (longest), ==, 253);
  g_assert_true (drover_host_name_is_valid (longest));
  g_assert_false (drover_host_name_is_valid (too_long));
  g_assert_false (drover_host_name_is_valid (NULL));
  g_assert_false (drover_host_name_is_valid ("."));
  g_assert_true (drover_host_is_address ("::1"));
  g_assert_true (drover_host_is_address ("127.0.0.1"));
  g_assert_false (drover_host_is_address ("h1"));
  g_assert_false (drover_host_is_address (NULL));
  g_assert_true (drover_host_is_loopback ("127.0.1.1"));
  g_assert_true (drover_host_is_loopback ("::1"));
  g_assert_false (drover_host_is_loopback ("192.0.2.7"));
  g_assert_false (drover_host_is_loopback ("localhost"));
  g_assert_false (drover_host_is_loopback (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uri/good", test_good);
  g_test_add_func ("/uri/bad", test_bad);
  g_test_add_func ("/uri/long", test_long);
  g_test_add_func ("/uri/probe-port", test_probe_port);
  g_test_add_func ("/uri/with-parameter", test_with_parameter);
  g_test_add_func ("/uri/build-migration", test_build_migration);
  g_test_add_func ("/uri/host", test_host);
  return g_test_run ();
}
