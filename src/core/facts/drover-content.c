/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-content.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-units.h"

/* How much may be read for each millisecond of the time limit: 2 GiB for the usual 5 s. */
#define BYTES_PER_MS (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024 / 5000)

/* The header of qcow2, as QEMU's docs/interop/qcow2.txt has it. */
#define QCOW2_MAGIC "QFI\xfb"
#define QCOW2_FEATURES_AT 72
#define QCOW2_FEATURES_END 80
#define QCOW2_EXTERNAL_DATA (1u << 2)

/* (transfer full): exact, unlike what is for reading. */
static char *
write_length (guint64 length)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, length);
}

static guint64
get_length (const DroverContentSighting *sighting, DroverSide side)
{
  return (guint64) sighting->volumes[side]->physical;
}

G_GNUC_PRINTF (4, 5)
static void
conclude (DroverContentVerdict *verdict, const char *result, const char *method, const char *format, ...)
{
  va_list args;

  verdict->result = result;
  verdict->method = method;
  va_start (args, format);
  verdict->evidence = g_strdup_vprintf (format, args);
  va_end (args);
}

static const char *
get_way_out (const DroverContentSighting *sighting)
{
  return sighting->backs ? _ ("Or keep it on storage that both hosts share, or copy the whole disk "
                              "(--copy-storage-all).")
                         : _ ("Or keep it on storage that both hosts share.");
}

/**
 * drover_content_get_max_bytes:
 *
 * Returns: how long a file may be to be read
 */
guint64
drover_content_get_max_bytes (guint timeout_ms)
{
  return timeout_ms * BYTES_PER_MS;
}

/**
 * drover_content_get_limit_ms:
 *
 * Returns: how long reading may take, for all images together, in milliseconds
 */
guint
drover_content_get_limit_ms (guint timeout_ms)
{
  return timeout_ms * DROVER_CONTENT_LIMIT_FACTOR;
}

/**
 * drover_content_is_comparable:
 * @source: (nullable): the file on the source
 * @target: (nullable): the file on the target
 *
 * Only of formats that keep all in one file equal bytes mean an equal image. That sizes or formats differ,
 * others have seen.
 *
 * Returns: whether their lengths and bytes can tell whether they are the same image
 */
gboolean
drover_content_is_comparable (const DroverVolume *source, const DroverVolume *target)
{
  static const char *const formats[] = { "raw", "qcow2", "iso", NULL };

  return source != NULL && target != NULL && source->format != NULL && target->format != NULL &&
         g_strv_contains (formats, source->format) && g_str_equal (source->format, target->format) &&
         source->capacity >= 0 && source->capacity == target->capacity && source->physical > 0 &&
         target->physical > 0;
}

/**
 * drover_content_judge_sizes:
 * @sighting: of two files that are comparable
 * @verdict: (out): set where that is enough
 *
 * Says what can be said without reading. A pure function.
 *
 * Returns: whether nothing is left to be read
 */
gboolean
drover_content_judge_sizes (const DroverContentSighting *sighting, DroverContentVerdict *verdict)
{
  guint64 here = get_length (sighting, DROVER_SIDE_SOURCE);
  guint64 there = get_length (sighting, DROVER_SIDE_TARGET);
  g_autofree char *length = NULL;
  g_autofree char *max = NULL;

  if (here != there)
    {
      g_autofree char *here_text = write_length (here);
      g_autofree char *there_text = write_length (there);

      conclude (verdict, "different", "size",
                _ ("each host has a file of its own as %s: %s bytes on the source, %s bytes on the target"),
                sighting->name, here_text, there_text);
      return TRUE;
    }
  if (here <= drover_content_get_max_bytes (sighting->timeout_ms))
    return FALSE;
  length = drover_format_bytes (here);
  max = drover_format_bytes (drover_content_get_max_bytes (sighting->timeout_ms));
  conclude (
      verdict, "unknown", "content",
      _ ("each host has a file of its own as %s, of %s; up to %s is compared. Repeat with --timeout %u to "
         "have it compared. %s"),
      sighting->name, length, max, (guint) (here / (1000 * BYTES_PER_MS)) + 1, get_way_out (sighting));
  return TRUE;
}

/* Such an image holds tables alone; what it maps lies in another file, of which nothing is known. */
static gboolean
has_external_data (const DroverVolumeDigest *digest)
{
  gsize size;
  const guint8 *head = g_bytes_get_data (digest->head, &size);
  guint32 version;

  if (size < QCOW2_FEATURES_END || memcmp (head, QCOW2_MAGIC, strlen (QCOW2_MAGIC)) != 0)
    return FALSE;
  memcpy (&version, head + strlen (QCOW2_MAGIC), sizeof version);
  return GUINT32_FROM_BE (version) >= 3 && (head[QCOW2_FEATURES_END - 1] & QCOW2_EXTERNAL_DATA) != 0;
}

static void
judge_digests (const DroverContentSighting *sighting, DroverContentVerdict *verdict)
{
  const char *here = sighting->digests[DROVER_SIDE_SOURCE]->checksum;
  const char *there = sighting->digests[DROVER_SIDE_TARGET]->checksum;
  g_autofree char *length = write_length (get_length (sighting, DROVER_SIDE_SOURCE));

  if (!g_str_equal (here, there))
    conclude (
        verdict, "different", "content",
        _ ("each host has a file of its own as %s, of %s bytes, but not the same ones: SHA-256 %s on the "
           "source, %s on the target"),
        sighting->name, length, here, there);
  else if (has_external_data (sighting->digests[DROVER_SIDE_SOURCE]))
    conclude (verdict, "unknown", "content",
              _ ("each host has a file of its own as %s, whose data lies in yet another file. %s"),
              sighting->name, get_way_out (sighting));
  else
    conclude (verdict, "same", "content",
              _ ("each host has a file of its own as %s, which the guest only reads; both hold the same "
                 "%s bytes (SHA-256 %s)"),
              sighting->name, length, here);
}

/**
 * drover_content_judge:
 * @verdict: (out): same, different or unknown
 *
 * Says whether the files hold the same. That makes them as good as one and the same for who only reads them,
 * and for nobody else. A pure function.
 */
void
drover_content_judge (const DroverContentSighting *sighting, DroverContentVerdict *verdict)
{
  if (sighting->reason != NULL)
    conclude (verdict, "unknown", "content",
              _ ("each host has a file of its own as %s, and they could not be compared: %s"), sighting->name,
              sighting->reason);
  else if (sighting->late)
    conclude (verdict, "unknown", "content",
              _ ("each host has a file of its own as %s, and to compare them took longer than %.0f s. Repeat "
                 "with a greater --timeout. %s"),
              sighting->name, drover_content_get_limit_ms (sighting->timeout_ms) / 1000.0,
              get_way_out (sighting));
  else if (sighting->changed[DROVER_SIDE_SOURCE] || sighting->changed[DROVER_SIDE_TARGET])
    conclude (
        verdict, "unknown", "content",
        _ ("each host has a file of its own as %s, and somebody on the %s wrote to it while it was read"),
        sighting->name,
        drover_side_get_label (sighting->changed[DROVER_SIDE_SOURCE] ? DROVER_SIDE_SOURCE
                                                                     : DROVER_SIDE_TARGET));
  else
    judge_digests (sighting, verdict);
}
