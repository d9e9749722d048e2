/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-sighting.h"

#include <glib/gi18n-lib.h>

#include "base/drover-units.h"

/* NFS clients keep what they know of a file for up to 60 s (acregmax of nfs(5)), of a directory as well; and
 * write behind for half of that. */
#define LAG_NS (G_GINT64_CONSTANT (120) * 1000 * 1000 * 1000)

typedef enum {
  LIKENESS_UNKNOWN,
  LIKENESS_EQUAL,   /* length, blocks and times to the last digit */
  LIKENESS_SIMILAR, /* as one and the same file may look to two hosts at about the same time */
  LIKENESS_OTHER,   /* as no single file can look */
} Likeness;

/* Seconds with a fraction → ns; -1 where there is none. */
static gint64
read_time (const char *text)
{
  g_auto (GStrv) parts = text ? g_strsplit (text, ".", 2) : NULL;
  guint64 seconds;
  gint64 ns = 0;

  if (parts == NULL || parts[0] == NULL ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64 / 1000000000 - 1, &seconds, NULL))
    return -1;
  for (gint64 unit = 100000000, i = 0; parts[1] != NULL && unit > 0; unit /= 10, i++)
    {
      if (!g_ascii_isdigit (parts[1][i]))
        break;
      ns += g_ascii_digit_value (parts[1][i]) * unit;
    }
  return (gint64) seconds * 1000000000 + ns;
}

/* The time a file was changed last says more than when it was written: no copying tool can set it. */
static const char *
get_change (const DroverVolume *volume)
{
  return volume->ctime ? volume->ctime : volume->mtime;
}

static gboolean
known_to_differ (gint64 a, gint64 b)
{
  return a >= 0 && b >= 0 && a != b;
}

static Likeness
compare_times (const DroverImageSighting *image, char **how)
{
  gint64 before = read_time (get_change (image->before));
  gint64 there = read_time (get_change (image->there));
  gint64 after = image->after ? read_time (get_change (image->after)) : before;

  if (before < 0 || there < 0 || after < 0)
    return LIKENESS_UNKNOWN;
  if (there < before - LAG_NS || there > after + LAG_NS)
    {
      *how = g_strdup_printf (
          _ ("last changed at %s on the source and at %s on the target (seconds since 1970)"),
          get_change (image->before), get_change (image->there));
      return LIKENESS_OTHER;
    }
  if (there == before && there == after &&
      !known_to_differ (read_time (image->before->mtime), read_time (image->there->mtime)) &&
      !known_to_differ (image->before->physical, image->there->physical))
    return LIKENESS_EQUAL;
  return LIKENESS_SIMILAR;
}

static Likeness
compare (const DroverImageSighting *image, char **how)
{
  const DroverVolume *before = image->before, *there = image->there;

  if (before == NULL || there == NULL)
    return LIKENESS_UNKNOWN;
  if (known_to_differ (before->capacity, there->capacity))
    {
      g_autofree char *here = drover_format_bytes ((guint64) before->capacity);
      g_autofree char *yonder = drover_format_bytes ((guint64) there->capacity);

      *how = g_strdup_printf (_ ("%s on the source, %s on the target"), here, yonder);
      return LIKENESS_OTHER;
    }
  if (before->format != NULL && there->format != NULL && !g_str_equal (before->format, there->format))
    {
      *how = g_strdup_printf (_ ("%s on the source, %s on the target"), before->format, there->format);
      return LIKENESS_OTHER;
    }
  return compare_times (image, how);
}

typedef struct {
  const char **result;
  const char **method;
  char **evidence;
} Verdict;

G_GNUC_PRINTF (4, 5)
static void
conclude (const Verdict *verdict, const char *result, const char *method, const char *format, ...)
{
  va_list args;

  *verdict->result = result;
  *verdict->method = method;
  va_start (args, format);
  *verdict->evidence = g_strdup_vprintf (format, args);
  va_end (args);
}

static void
judge_read (const DroverSighting *sighting,
            const DroverImageSighting *image,
            Likeness likeness,
            const char *how,
            const Verdict *verdict)
{
  switch (likeness)
    {
    case LIKENESS_OTHER:
      /* The directory is one, the file is not: something is mounted over it, or it is a link elsewhere. */
      conclude (verdict, "different", "size",
                _ ("%s/%s is another file on the target, though both hosts share the directory: %s"),
                sighting->directory, image->name, how);
      break;
    case LIKENESS_UNKNOWN:
    case LIKENESS_EQUAL:
    case LIKENESS_SIMILAR:
      conclude (verdict, "same", "nonce", _ ("what one host wrote in %s the other read there"),
                sighting->directory);
      break;
    }
}

static void
judge_unseen (const DroverSighting *sighting,
              const DroverImageSighting *image,
              Likeness likeness,
              const char *how,
              const Verdict *verdict)
{
  if (likeness == LIKENESS_OTHER)
    conclude (verdict, "different", "nonce",
              _ ("a file written in %s on one host does not appear on the other; %s is another one: %s"),
              sighting->directory, image->name, how);
  else if (likeness == LIKENESS_EQUAL)
    conclude (verdict, "unknown", "nonce",
              _ ("a file written in %s on one host does not appear on the other, yet length and times of %s "
                 "are exactly alike"),
              sighting->directory, image->name);
  else if (sighting->network_file_system)
    conclude (verdict, "unknown", "nonce",
              _ ("a file written in %s on one host does not appear on the other yet; a network file system "
                 "may take a minute, so try again"),
              sighting->directory);
  else
    conclude (
        verdict, "different", "nonce",
        _ ("a file written in %s on one host does not appear on the other: each has a directory of its own"),
        sighting->directory);
}

static void
judge_untried (const DroverSighting *sighting,
               const DroverImageSighting *image,
               Likeness likeness,
               const char *how,
               const Verdict *verdict)
{
  if (likeness == LIKENESS_OTHER)
    conclude (verdict, "different", "size", _ ("%s/%s is another file on the target: %s"),
              sighting->directory, image->name, how);
  else if (sighting->same_export != NULL)
    conclude (verdict, "same", "address", _ ("both hosts' pools have %s from %s"), sighting->directory,
              sighting->same_export);
  else if (likeness == LIKENESS_EQUAL && !image->writable)
    conclude (verdict, "same", "size",
              _ ("length and times of %s/%s are exactly alike on both hosts, and the guest only reads it"),
              sighting->directory, image->name);
  else
    conclude (verdict, "unknown", "nonce", _ ("no file could be written in %s to prove it: %s"),
              sighting->directory, sighting->reason ? sighting->reason : _ ("not tried"));
}

/**
 * drover_sighting_judge:
 * @result: (out): same, different, absent or unknown; a literal
 * @method: (out): nonce, address or size; a literal
 * @evidence: (out) (transfer full): what was seen
 *
 * Says whether the image is one and the same on both hosts. A pure function. Only a marker that was read back
 * says “same” of what a guest writes to; that names, lengths or times are alike proves nothing.
 */
void
drover_sighting_judge (const DroverSighting *sighting,
                       const DroverImageSighting *image,
                       const char **result,
                       const char **method,
                       char **evidence)
{
  const Verdict verdict = { result, method, evidence };
  g_autofree char *how = NULL;
  Likeness likeness;

  if (sighting->target_directory == DROVER_PRESENCE_NO)
    {
      conclude (&verdict, "absent", "nonce", "%s", sighting->reason ? sighting->reason : sighting->directory);
      return;
    }
  if (image->missing && sighting->target_directory == DROVER_PRESENCE_YES)
    {
      conclude (&verdict, "absent", "nonce", _ ("%s holds no %s on the target"), sighting->directory,
                image->name);
      return;
    }

  likeness = compare (image, &how);
  switch (sighting->fate)
    {
    case DROVER_MARKER_READ:
      judge_read (sighting, image, likeness, how, &verdict);
      break;
    case DROVER_MARKER_ALTERED:
      conclude (&verdict, "different", "nonce",
                _ ("a file written in %s on one host has other content on the other"), sighting->directory);
      break;
    case DROVER_MARKER_UNSEEN:
      judge_unseen (sighting, image, likeness, how, &verdict);
      break;
    case DROVER_MARKER_UNREADABLE:
    case DROVER_MARKER_UNTRIED:
      judge_untried (sighting, image, likeness, how, &verdict);
      break;
    }
}
