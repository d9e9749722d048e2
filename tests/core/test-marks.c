/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is ours must be recognised, and nothing else may ever be. */

#include <string.h>
#include <unistd.h>

#include "caps/drover-guest.h"
#include "facts/drover-marks.h"

#define NOW 1700000000

static void
test_new (void)
{
  g_autofree char *one = drover_mark_new_name ("probe");
  g_autofree char *two = drover_mark_new_name ("probe");

  g_assert_true (g_str_has_prefix (one, "drover-probe-"));
  g_assert_cmpstr (one, !=, two);
  g_assert_true (drover_mark_is_ours (one));
  g_assert_cmpuint (strlen (one), <, 80);
}

static void
test_others (void)
{
  static const char *const names[] = {
    "",
    "drover",
    "drover-",
    "drover-probe",
    "drover-probe-1",
    "drover-test-vm-of-mine",
    "Drover-probe-6553f100-00000001-1-1-00000000",
    "drover-probe-6553f100-00000001-1-1-0000000",
    "drover-probe-6553f100-00000001-1-1-000000000",
    "drover-probe-6553f100-00000001-1-1-00000000.qcow2",
    "drover-probe-6553f100-00000001-1-1-00000000\n",
    "drover-probe-6553F100-00000001-1-1-00000000",
    "drover-PROBE-6553f100-00000001-1-1-00000000",
    "drover--6553f100-00000001-1-1-00000000",
    "my-drover-probe-6553f100-00000001-1-1-00000000",
    "../drover-probe-6553f100-00000001-1-1-00000000",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_false (drover_mark_is_ours (names[i]));
      g_assert_false (drover_mark_is_left_over (names[i], G_MAXINT64 / 2));
    }
  g_assert_false (drover_mark_is_ours (NULL));
  g_assert_false (drover_mark_is_left_over (NULL, NOW));
}

/* The name @name with another word in place of the one at @index. */
static char *
replace_word (const char *name, guint index, const char *word)
{
  g_auto (GStrv) words = g_strsplit (name, "-", -1);

  g_assert_cmpuint (g_strv_length (words), ==, 7);
  g_free (words[index]);
  words[index] = g_strdup (word);
  return g_strjoinv ("-", words);
}

static void
test_own (void)
{
  g_autofree char *name = drover_mark_new_name ("probe");
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  /* a process table has no number so high */
  g_autofree char *dead = replace_word (name, 4, "7fffffe");
  g_autofree char *reused = replace_word (name, 5, "1");

  g_assert_false (drover_mark_is_left_over (name, now_s));
  /* who made it lives and will come back for it, however long that takes */
  g_assert_false (drover_mark_is_left_over (name, now_s + 10 * DROVER_MARK_MAX_AGE_S));
  g_assert_true (drover_mark_is_left_over (dead, now_s));
  g_assert_true (drover_mark_is_left_over (reused, now_s));
}

static void
test_foreign (void)
{
  g_autofree char *own = drover_mark_new_name ("probe");
  g_autofree char *elsewhere = replace_word (own, 3, "00000000");
  g_autofree char *name = replace_word (elsewhere, 2, "6553f100"); /* 1700000000 */

  g_assert_false (drover_mark_is_left_over (name, NOW));
  g_assert_false (drover_mark_is_left_over (name, NOW + DROVER_MARK_MAX_AGE_S));
  g_assert_true (drover_mark_is_left_over (name, NOW + DROVER_MARK_MAX_AGE_S + 1));
  /* that computer's clock runs ahead of ours */
  g_assert_false (drover_mark_is_left_over (name, NOW - 100 * DROVER_MARK_MAX_AGE_S));
}

static void
test_metadata (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) doc = drover_xml_parse (
      "<domain type='qemu'><name>x</name><os><type arch='x86_64'>hvm</type></os></domain>", "domain", &error);
  g_autofree char *text = NULL;
  g_autoptr (DroverGuest) guest = NULL;

  g_assert_no_error (error);
  drover_mark_add_metadata (xmlDocGetRootElement (doc), "drover-x");
  text = drover_xml_doc_to_text (doc);
  g_assert_nonnull (strstr (text, ">drover-x</drover:mark>"));
  guest = drover_guest_parse (text, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) guest->metadata, DROVER_MARK_NAMESPACE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/new", test_new);
  g_test_add_func ("/marks/others", test_others);
  g_test_add_func ("/marks/own", test_own);
  g_test_add_func ("/marks/foreign", test_foreign);
  g_test_add_func ("/marks/metadata", test_metadata);
  return g_test_run ();
}
