/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "base/drover-error.h"

/**
 * drover_format_bytes:
 * @bytes: a size in bytes
 *
 * Returns: (transfer full): the size in binary units, by locale (`1.5 GiB`)
 */
char *
drover_format_bytes (guint64 bytes)
{
  return g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
}

/**
 * drover_format_rate:
 * @bytes_per_second: a rate in bytes a second
 *
 * Returns: (transfer full): the rate in binary units, by locale (`110.0 MiB/s`)
 */
char *
drover_format_rate (guint64 bytes_per_second)
{
  g_autofree char *size = drover_format_bytes (bytes_per_second);

  /* Translators: a transfer rate, as in "110.0 MiB/s" */
  return g_strdup_printf (_ ("%s/s"), size);
}

/**
 * drover_format_ms:
 * @ms: a duration in milliseconds
 *
 * Returns: (transfer full): the duration in the unit a person would choose
 */
char *
drover_format_ms (gint64 ms)
{
  if (ms < 1000)
    return g_strdup_printf (_ ("%" PRId64 " ms"), ms);
  if (ms < 60 * 1000)
    /* cut, not rounded, lest 59.96 s read as 60.0 s */
    return g_strdup_printf (_ ("%.1f s"), (double) (ms / 100) / 10.0);
  return g_strdup_printf (_ ("%" PRId64 " min %02d s"), ms / 60000, (int) (ms / 1000 % 60));
}

/**
 * drover_parse_uint:
 * @what: what is being read, for the error: an option's name
 * @text: what was typed
 * @min: smallest value allowed
 * @max: greatest value allowed
 * @value: (out): set only on success
 * @error: %DROVER_ERROR_INVALID_INPUT, naming @what, @text and the range
 *
 * Returns: whether @text is a whole decimal number in the range
 */
gboolean
drover_parse_uint (
    const char *what, const char *text, guint64 min, guint64 max, guint64 *value, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (g_ascii_string_to_unsigned (text, 10, min, max, value, &local))
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
               _ ("%s: “%s” is not a whole number from %" PRIu64 " to %" PRIu64), what, text, min, max);
  return FALSE;
}

/**
 * drover_format_version:
 * @version: a version as libvirt gives it: major × 1,000,000 + minor × 1,000 + release
 *
 * Returns: (transfer full): `major.minor.release`
 */
char *
drover_format_version (guint64 version)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT, version / 1000000,
                          version / 1000 % 1000, version % 1000);
}
