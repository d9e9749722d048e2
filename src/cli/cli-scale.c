/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-scale.h"

#define GREATEST_STEP (G_GUINT64_CONSTANT (1) << 60)

/* Columns a time label takes, and the room between two of them. */
#define TIME_LABEL 10

/**
 * cli_scale_for_bytes:
 * @peak: the greatest value, in bytes
 * @rows: rows of the panel
 *
 * The steps are powers of two, and each falls on the edge of a row.
 *
 * Returns: the lowest scale that holds @peak
 */
CliScale
cli_scale_for_bytes (guint64 peak, guint rows)
{
  CliScale best = { 0 };

  peak = MIN (peak, (guint64) G_MAXINT64);
  for (guint n = 1; n <= MIN (rows, 5); n++)
    {
      guint64 step = 1024 / 4;

      /* Labels on every row would hide the picture. */
      if (rows % n != 0 || (n > 1 && rows / n < 2))
        continue;
      while (step < GREATEST_STEP && step * n < peak)
        step *= 2;
      if (best.n_steps == 0 || step * n <= best.max)
        best = (CliScale){ .max = step * n, .step = step, .n_steps = n };
    }
  /* Signed figures end below 8 EiB. */
  while (best.max < peak)
    {
      best.step *= 2;
      best.max *= 2;
    }
  return best;
}

/**
 * cli_scale_for_time:
 * @end_ms: the last moment, in milliseconds; greater than 0
 * @columns: columns of the panel
 *
 * The steps are 1, 2 or 5 times a power of ten, so they change seldom while the end moves on.
 *
 * Returns: the scale; its steps need not reach the end
 */
CliScale
cli_scale_for_time (gint64 end_ms, guint columns)
{
  static const guint factors[] = { 2, 5, 10 };
  guint64 end = (guint64) MAX (end_ms, 1);
  guint64 decade = 1;
  guint64 step = 1;
  guint most = MAX (columns / TIME_LABEL, 1);

  for (guint i = 0; end / step > most; i++)
    {
      step = decade * factors[i % 3];
      if (i % 3 == 2)
        decade *= 10;
    }
  return (CliScale){ .max = end, .step = step, .n_steps = (guint) (end / step) };
}

/**
 * cli_scale_format_bytes:
 *
 * Returns: (transfer full): the label of a step, short: `512 MiB`, `1.5 GiB`
 */
char *
cli_scale_format_bytes (guint64 bytes)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  double value = (double) bytes;
  gsize unit = 0;

  if (bytes == 0)
    return g_strdup ("0");
  while (value >= 1024 && unit + 1 < G_N_ELEMENTS (units))
    {
      value /= 1024;
      unit++;
    }
  /* A power of two below 1024 times at most 5 needs no more digits. */
  return g_strdup_printf ("%.4g %s", value, units[unit]);
}

/**
 * cli_scale_format_ms:
 * @ms: a moment on the scale
 *
 * Returns: (transfer full): the label of a step, in seconds
 */
char *
cli_scale_format_ms (const CliScale *scale, guint64 ms)
{
  int digits = 0;

  if (ms == 0)
    return g_strdup ("0");
  for (guint64 unit = 1000; digits < 3 && scale->step % unit != 0; unit /= 10)
    digits++;
  return g_strdup_printf ("%.*f s", digits, (double) ms / 1000.0);
}
