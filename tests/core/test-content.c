/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of an image of which each host has a file of its own. */

#include <string.h>

#include "facts/drover-content.h"

#define GIB (G_GINT64_CONSTANT (1) << 30)

/* The header of a qcow2, version 3; the last of its feature bytes is the tenth eighth. */
static const guint8 plain_header[96] = { 'Q', 'F', 'I', 0xfb, 0, 0, 0, 3 };
static const guint8 external_header[96] = { 'Q', 'F', 'I', 0xfb, 0, 0, 0, 3, [79] = 4 };
static const guint8 older_header[96] = { 'Q', 'F', 'I', 0xfb, 0, 0, 0, 2, [79] = 4 };

static DroverVolume
volume (const char *format, gint64 capacity, gint64 physical)
{
  return (DroverVolume){ .format = (char *) format, .capacity = capacity, .physical = physical };
}

static void
test_comparable (void)
{
  const struct {
    DroverVolume source, target;
    gboolean comparable;
  } cases[] = {
    { volume ("qcow2", 64, 32), volume ("qcow2", 64, 32), TRUE },
    { volume ("raw", 64, 64), volume ("raw", 64, 64), TRUE },
    /* the lengths are judged next */
    { volume ("qcow2", 64, 32), volume ("qcow2", 64, 33), TRUE },
    { volume ("qcow2", 64, 32), volume ("qcow2", 65, 32), FALSE },
    { volume ("qcow2", 64, 32), volume ("raw", 64, 32), FALSE },
    { volume ("vmdk", 64, 32), volume ("vmdk", 64, 32), FALSE },
    { volume ("qcow2", 64, -1), volume ("qcow2", 64, -1), FALSE },
    { volume ("qcow2", 64, 0), volume ("qcow2", 64, 0), FALSE },
    { volume ("qcow2", -1, 32), volume ("qcow2", -1, 32), FALSE },
    { volume (NULL, 64, 32), volume (NULL, 64, 32), FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %zu", i);
      g_assert_cmpint (drover_content_is_comparable (&cases[i].source, &cases[i].target), ==,
                       cases[i].comparable);
    }
  g_assert_false (drover_content_is_comparable (&cases[0].source, NULL));
  g_assert_false (drover_content_is_comparable (NULL, &cases[0].target));
}

static void
test_sizes (void)
{
  const struct {
    gint64 source, target;
    guint timeout_ms;
    gboolean backs;
    const char *result, *words;
  } cases[] = {
    { 1000, 1000, 5000, TRUE, NULL, NULL },
    { 2 * GIB - 4096, 2 * GIB - 4096, 5000, TRUE, NULL, NULL },
    { 1000, 1001, 5000, TRUE, "different", "1000 bytes on the source, 1001 bytes on the target" },
    { 3 * GIB, 3 * GIB, 5000, TRUE, "unknown", "--timeout 8 to have it compared. Or keep" },
    { 3 * GIB, 3 * GIB, 5000, TRUE, "unknown", "--copy-storage-all" },
    { 3 * GIB, 3 * GIB, 8000, TRUE, NULL, NULL },
    { 1 * GIB, 1 * GIB, 1000, FALSE, "unknown", "storage that both hosts share." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DroverVolume source = volume ("raw", 1, cases[i].source);
      const DroverVolume target = volume ("raw", 1, cases[i].target);
      const DroverContentSighting sighting = {
        .name = "/i/base",
        .backs = cases[i].backs,
        .volumes = { &source, &target },
        .timeout_ms = cases[i].timeout_ms,
      };
      DroverContentVerdict verdict = { 0 };

      g_test_message ("case %zu", i);
      g_assert_cmpint (drover_content_judge_sizes (&sighting, &verdict), ==, cases[i].result != NULL);
      g_assert_cmpstr (verdict.result, ==, cases[i].result);
      if (cases[i].words != NULL)
        g_assert_nonnull (strstr (verdict.evidence, cases[i].words));
      g_free (verdict.evidence);
    }
}

typedef struct {
  const char *checksums[2];
  const guint8 *header;
  gboolean changed;
  gboolean late;
  const char *reason;
  const char *result;
  const char *words;
} Case;

static void
test_case (const Case *c)
{
  const DroverVolume file = volume ("qcow2", 1, 196616);
  g_autoptr (GBytes) head = g_bytes_new_static (c->header, sizeof plain_header);
  const DroverVolumeDigest here = { (char *) c->checksums[0], head };
  const DroverVolumeDigest there = { (char *) c->checksums[1], head };
  const DroverContentSighting sighting = {
    .name = "/i/base",
    .volumes = { &file, &file },
    .timeout_ms = 5000,
    .digests = { c->reason || c->late ? NULL : &here, c->reason || c->late ? NULL : &there },
    .changed = { FALSE, c->changed },
    .late = c->late,
    .reason = c->reason,
  };
  DroverContentVerdict verdict = { 0 };

  g_test_message ("%s", c->words);
  drover_content_judge (&sighting, &verdict);
  g_assert_cmpstr (verdict.result, ==, c->result);
  g_assert_cmpstr (verdict.method, ==, "content");
  g_assert_nonnull (strstr (verdict.evidence, c->words));
  g_assert_nonnull (strstr (verdict.evidence, "/i/base"));
  g_free (verdict.evidence);
}

static void
test_content (void)
{
  static const Case cases[] = {
    { { "ab12", "ab12" }, plain_header, .result = "same", .words = "same 196616 bytes (SHA-256 ab12)" },
    { { "ab12", "ab13" }, plain_header, .result = "different", .words = "ab12 on the source, ab13 on the" },
    /* equal tables say nothing of the data */
    { { "ab12", "ab12" }, external_header, .result = "unknown", .words = "yet another file" },
    { { "ab12", "ab13" }, external_header, .result = "different", .words = "ab13" },
    { { "ab12", "ab12" }, older_header, .result = "same", .words = "ab12" },
    /* alike or not: it was not one file all the time */
    { { "ab12", "ab12" }, plain_header, .changed = TRUE, .result = "unknown", .words = "the target wrote" },
    { { "ab12", "ab13" }, plain_header, .changed = TRUE, .result = "unknown", .words = "the target wrote" },
    { { NULL }, plain_header, .late = TRUE, .result = "unknown", .words = "longer than 80 s" },
    { { NULL },
      plain_header,
      .late = TRUE,
      .reason = "target: gone",
      .result = "unknown",
      .words = "target: gone" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_case (&cases[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/comparable", test_comparable);
  g_test_add_func ("/content/sizes", test_sizes);
  g_test_add_func ("/content/content", test_content);
  return g_test_run ();
}
