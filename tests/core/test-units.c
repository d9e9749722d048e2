/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/drover-error.h"
#include "base/drover-units.h"

/* GLib writes a no-break space between figure and unit, or did not, depending on its age. */
static char *
with_plain_spaces (char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1);

  g_free (text);
  return g_strjoinv (" ", parts);
}

static void
test_bytes (void)
{
  static const struct {
    guint64 bytes;
    const char *text;
  } rows[] = {
    { 1024, "1.0 KiB" },
    { 1536, "1.5 KiB" },
    { G_GUINT64_CONSTANT (1) << 20, "1.0 MiB" },
    { G_GUINT64_CONSTANT (110) << 20, "110.0 MiB" },
    { G_GUINT64_CONSTANT (1) << 30, "1.0 GiB" },
    { G_MAXUINT64, "16.0 EiB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = with_plain_spaces (drover_format_bytes (rows[i].bytes));
      g_autofree char *rate = with_plain_spaces (drover_format_rate (rows[i].bytes));
      g_autofree char *wanted = g_strconcat (rows[i].text, "/s", NULL);

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpstr (rate, ==, wanted);
    }
}

static void
test_ms (void)
{
  static const struct {
    gint64 ms;
    const char *text;
  } rows[] = {
    { 0, "0 ms" },       { 999, "999 ms" },       { 1000, "1.0 s" },        { 1250, "1.2 s" },
    { 59900, "59.9 s" }, { 60000, "1 min 00 s" }, { 125999, "2 min 05 s" }, { 3600000, "60 min 00 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = drover_format_ms (rows[i].ms);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Nothing reads as sixty seconds. */
static void
test_ms_edge (void)
{
  for (gint64 ms = 59900; ms <= 60100; ms++)
    {
      g_autofree char *text = drover_format_ms (ms);

      g_assert_null (strstr (text, "60."));
    }
}

static void
test_parse (void)
{
  static const struct {
    const char *text;
    gboolean good;
    guint64 value;
  } rows[] = {
    { "5", TRUE, 5 },
    { "100", TRUE, 100 },
    { "05", TRUE, 5 },
    { "4", FALSE, 0 },
    { "101", FALSE, 0 },
    { "", FALSE, 0 },
    { " 7", FALSE, 0 },
    { "7 ", FALSE, 0 },
    { "+7", FALSE, 0 },
    { "-7", FALSE, 0 },
    { "7.0", FALSE, 0 },
    { "0x10", FALSE, 0 },
    { "1e1", FALSE, 0 },
    { "seven", FALSE, 0 },
    { "٧", FALSE, 0 },
    { "18446744073709551616", FALSE, 0 },
    { "99999999999999999999999999", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 value = 42;

      g_assert_cmpint (drover_parse_uint ("--timeout", rows[i].text, 5, 100, &value, &error), ==,
                       rows[i].good);
      g_assert_cmpuint (value, ==, rows[i].good ? rows[i].value : 42);
      if (rows[i].good)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
          g_assert_nonnull (strstr (error->message, "--timeout"));
          g_assert_nonnull (strstr (error->message, rows[i].text));
          g_assert_nonnull (strstr (error->message, "from 5 to 100"));
        }
    }
}

static void
test_version (void)
{
  g_autofree char *text = drover_format_version (10006001);

  g_assert_cmpstr (text, ==, "10.6.1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/units/bytes", test_bytes);
  g_test_add_func ("/units/ms", test_ms);
  g_test_add_func ("/units/ms-edge", test_ms_edge);
  g_test_add_func ("/units/parse", test_parse);
  g_test_add_func ("/units/version", test_version);
  return g_test_run ();
}
