/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Structs described field by field: freed, written and read by one piece of code. */

#include <string.h>

#include "base/drover-error.h"
#include "base/drover-record.h"

typedef struct {
  char *name;
  gint64 size;
} Part;

typedef struct {
  char *text;
  GStrv words;
  gboolean yes;
  gint64 number;
  double share;
  Part *part;
  GPtrArray *parts;
} Whole;

static const DroverField part_fields[] = {
  DROVER_FIELD (Part, name, STRING),
  DROVER_FIELD (Part, size, INT),
  DROVER_FIELD_END,
};

static const DroverRecordType part_type = { "Part", sizeof (Part), part_fields, NULL };

static const DroverField whole_fields[] = {
  DROVER_FIELD (Whole, text, STRING),
  DROVER_FIELD (Whole, words, STRV),
  DROVER_FIELD (Whole, yes, BOOLEAN),
  DROVER_FIELD (Whole, number, INT),
  DROVER_FIELD (Whole, share, DOUBLE),
  { "part", DROVER_FIELD_RECORD, offsetof (Whole, part), &part_type, NULL, 0 },
  DROVER_FIELD_LIST (Whole, parts, &part_type),
  DROVER_FIELD_END,
};

static const DroverRecordType whole_type = { "Whole", sizeof (Whole), whole_fields, NULL };

static const char full[] = "{\"text\":\"a “b”\",\"words\":[\"x\",\"\",\"y z\"],\"yes\":true,"
                           "\"number\":9223372036854775807,\"share\":0.5,"
                           "\"part\":{\"name\":\"p\",\"size\":-1},"
                           "\"parts\":[{\"name\":null,\"size\":0},{\"name\":\"q\",\"size\":7}]}";

static Whole *
read_whole (const char *json, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &local);

  g_assert_no_error (local);
  return drover_record_from_json (&whole_type, node, error);
}

static void
assert_writes (const Whole *whole, const char *wanted)
{
  g_autoptr (JsonNode) node = drover_record_to_json (&whole_type, whole);
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_empty (void)
{
  Whole *whole = drover_record_new (&whole_type);

  assert_writes (whole, "{\"text\":null,\"words\":[],\"yes\":false,\"number\":0,\"share\":0.0,"
                        "\"part\":null,\"parts\":[]}");
  drover_record_free (&whole_type, whole);
  drover_record_free (&whole_type, NULL);
  drover_record_unref (NULL);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  Whole *whole = read_whole (full, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (whole->text, ==, "a “b”");
  g_assert_cmpuint (g_strv_length (whole->words), ==, 3);
  g_assert_true (whole->yes);
  g_assert_cmpint (whole->number, ==, G_MAXINT64);
  g_assert_cmpint (whole->part->size, ==, -1);
  g_assert_cmpuint (whole->parts->len, ==, 2);
  g_assert_cmpstr (((const Part *) whole->parts->pdata[1])->name, ==, "q");
  assert_writes (whole, full);
  drover_record_unref (whole);
}

/* What is read over a field that was set replaces it. */
static void
test_replace (void)
{
  g_autoptr (GError) error = NULL;
  Whole *whole = read_whole (full, &error);

  g_assert_true (drover_record_set_from_text (&whole_type, whole, "text", "[1]", &error));
  g_assert_cmpstr (whole->text, ==, "[1]");
  g_assert_true (drover_record_set_from_text (&whole_type, whole, "words", "a;b", &error));
  g_assert_cmpuint (g_strv_length (whole->words), ==, 2);
  g_assert_true (drover_record_set_from_text (&whole_type, whole, "words", "[\"c;d\"]", &error));
  g_assert_cmpstr (whole->words[0], ==, "c;d");
  g_assert_true (drover_record_set_from_text (&whole_type, whole, "yes", "false", &error));
  g_assert_false (whole->yes);
  g_assert_true (drover_record_set_from_text (&whole_type, whole, "number", "-3", &error));
  g_assert_cmpint (whole->number, ==, -3);
  g_assert_true (drover_record_set_from_text (&whole_type, whole, "share", "2", &error));
  g_assert_cmpfloat (whole->share, ==, 2.0);
  g_assert_true (drover_record_set_from_text (&whole_type, whole, "part", "{\"name\":\"n\"}", &error));
  g_assert_cmpstr (whole->part->name, ==, "n");
  g_assert_true (drover_record_set_from_text (&whole_type, whole, "parts", "[]", &error));
  g_assert_cmpuint (whole->parts->len, ==, 0);
  g_assert_no_error (error);
  drover_record_free (&whole_type, whole);
}

/* A mistyped data file says so; it does not read as 0. */
static void
test_refused (void)
{
  static const char *const texts[] = {
    "[]",
    "{\"txt\":\"a\"}",
    "{\"text\":5}",
    "{\"text\":[\"a\"]}",
    "{\"words\":\"a\"}",
    "{\"words\":[1]}",
    "{\"words\":[null]}",
    "{\"yes\":1}",
    "{\"yes\":\"true\"}",
    "{\"number\":\"12\"}",
    "{\"number\":1.5}",
    "{\"number\":true}",
    "{\"share\":\"half\"}",
    "{\"part\":[]}",
    "{\"part\":\"p\"}",
    "{\"part\":{\"nam\":\"p\"}}",
    "{\"parts\":{}}",
    "{\"parts\":[1]}",
    "{\"parts\":[{\"size\":\"1\"}]}",
    "{\"text\":\"set before\",\"words\":[\"x\"],\"parts\":[{\"name\":\"a\"},{\"name\":1}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (read_whole (texts[i], &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
    }
}

static void
test_refused_text (void)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) malformed = NULL;
  g_autoptr (GError) wrong = NULL;
  Whole *whole = read_whole (full, NULL);

  g_assert_false (drover_record_set_from_text (&whole_type, whole, "nothing", "1", &unknown));
  g_assert_error (unknown, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_false (drover_record_set_from_text (&whole_type, whole, "number", "{", &malformed));
  g_assert_nonnull (malformed);
  g_assert_nonnull (strstr (malformed->message, "number"));
  g_assert_false (drover_record_set_from_text (&whole_type, whole, "number", "\"1\"", &wrong));
  g_assert_error (wrong, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  assert_writes (whole, full);
  drover_record_free (&whole_type, whole);
}

static gpointer
drop_in_thread (gpointer data)
{
  for (guint i = 0; i < 1000; i++)
    drover_record_unref (drover_record_ref (data));
  drover_record_unref (data);
  return NULL;
}

static void
test_shared (void)
{
  Whole *whole = read_whole (full, NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("holder", drop_in_thread, drover_record_ref (whole));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  assert_writes (whole, full);
  drover_record_free (&whole_type, whole);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/empty", test_empty);
  g_test_add_func ("/record/round-trip", test_round_trip);
  g_test_add_func ("/record/replace", test_replace);
  g_test_add_func ("/record/refused", test_refused);
  g_test_add_func ("/record/refused-text", test_refused_text);
  g_test_add_func ("/record/shared", test_shared);
  return g_test_run ();
}
