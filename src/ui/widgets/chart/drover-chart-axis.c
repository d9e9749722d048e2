/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-axis.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define SMALLEST_STEP 256
#define GREATEST_STEP (G_GUINT64_CONSTANT (1) << 62)

/* An axis is lowered only when all there is would fit into this share of it. */
#define ROOMY 0.4

/* How much of a job is seen at least, and then: each holds at most half as much again as the one before it.
 */
static const gint64 spans_s[] = {
  10,   15,   20,   30,   45,   60,   90,    120,   180,   240,   360,   480,   600,   900,
  1200, 1800, 2700, 3600, 5400, 7200, 10800, 14400, 21600, 28800, 43200, 64800, 86400, 129600,
};

static const gint64 steps_ms[] = {
  1,      2,      5,       10,      20,      50,       100,      200,      500,
  1000,   2000,   5000,    10000,   15000,   30000,    60000,    120000,   300000,
  600000, 900000, 1800000, 3600000, 7200000, 10800000, 21600000, 43200000, 86400000,
};

static guint64
steps_up_to (guint64 peak, guint64 step)
{
  return MAX (peak / step + (peak % step > 0), 1);
}

/**
 * drover_chart_axis_fit:
 * @axis: (inout): the axis so far
 * @peak: the greatest figure it is to hold, negative if none is known
 * @most_steps: how many labels there is room for, at least 2
 *
 * The axis stays as it is for as long as it can: a figure that swings about a step does not make it jump.
 *
 * Returns: whether @axis changed
 */
gboolean
drover_chart_axis_fit (DroverChartAxis *axis, gint64 peak, guint most_steps)
{
  guint64 wanted = (guint64) MAX (peak, 1);
  guint64 step = SMALLEST_STEP;
  DroverChartAxis fitted;

  most_steps = MAX (most_steps, 2);
  if (axis->n_steps > 0 && axis->n_steps <= most_steps && axis->n_steps * 2 >= most_steps &&
      axis->max >= wanted && (peak < 0 || (double) wanted >= ROOMY * (double) axis->max))
    return FALSE;
  while (step < GREATEST_STEP && steps_up_to (wanted, step) > most_steps)
    step *= 2;
  fitted.step = step;
  fitted.n_steps = (guint) steps_up_to (wanted, step);
  fitted.max = step * fitted.n_steps;
  if (fitted.step == axis->step && fitted.n_steps == axis->n_steps)
    return FALSE;
  *axis = fitted;
  return TRUE;
}

/**
 * drover_chart_axis_format:
 * @bytes: a multiple of an axis' step
 * @per_second: whether it is a rate
 *
 * Returns: (transfer full): its label, short: `512 MiB`, `1.5 GiB/s`
 */
char *
drover_chart_axis_format (guint64 bytes, gboolean per_second)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  g_autofree char *label = NULL;
  double value = (double) bytes;
  gsize unit = 0;

  if (bytes == 0)
    return g_strdup ("0");
  while (value >= 1024 && unit + 1 < G_N_ELEMENTS (units))
    {
      value /= 1024;
      unit++;
    }
  label = g_strdup_printf ("%.4g %s", value, units[unit]);
  if (!per_second)
    return g_steal_pointer (&label);
  /* Translators: a transfer rate, as in "110.0 MiB/s" */
  return g_strdup_printf (_ ("%s/s"), label);
}

/**
 * drover_chart_axis_get_span_ms:
 * @elapsed_ms: how long the job has been going
 *
 * Returns: how much time a chart that slides shows, in milliseconds: all of it, and at times half as much
 * again
 */
gint64
drover_chart_axis_get_span_ms (gint64 elapsed_ms)
{
  gint64 span_ms = spans_s[G_N_ELEMENTS (spans_s) - 1] * 1000;

  for (guint i = 0; i < G_N_ELEMENTS (spans_s); i++)
    if (elapsed_ms <= spans_s[i] * 1000)
      return spans_s[i] * 1000;
  while (span_ms < elapsed_ms && span_ms < G_MAXINT64 / 2)
    span_ms += span_ms / 2;
  return span_ms;
}

/**
 * drover_chart_axis_get_time_step_ms:
 * @span_ms: how much time is shown
 * @most_steps: how many labels there is room for
 *
 * Returns: from one label to the next, in milliseconds
 */
gint64
drover_chart_axis_get_time_step_ms (gint64 span_ms, guint most_steps)
{
  gint64 most = MAX (most_steps, 1);
  gint64 step_ms;

  for (guint i = 0; i < G_N_ELEMENTS (steps_ms); i++)
    if (span_ms / steps_ms[i] < most || span_ms == steps_ms[i] * most)
      return steps_ms[i];
  for (step_ms = steps_ms[G_N_ELEMENTS (steps_ms) - 1]; span_ms / step_ms > most; step_ms *= 2)
    if (step_ms > G_MAXINT64 / 4)
      break;
  return step_ms;
}

/**
 * drover_chart_axis_format_time:
 * @t_ms: a multiple of @step_ms
 * @step_ms: from one label to the next
 *
 * Returns: (transfer full): its label, in seconds until they are too many to be read
 */
char *
drover_chart_axis_format_time (gint64 t_ms, gint64 step_ms)
{
  int digits = 0;

  if (step_ms >= 3600000)
    /* Translators: a label of a time axis, in hours */
    return g_strdup_printf (_ ("%" PRId64 " h"), t_ms / 3600000);
  if (step_ms >= 60000)
    /* Translators: a label of a time axis, in minutes */
    return g_strdup_printf (_ ("%" PRId64 " min"), t_ms / 60000);
  for (gint64 unit = 1000; digits < 3 && step_ms % unit != 0; unit /= 10)
    digits++;
  /* Translators: a label of a time axis, in seconds */
  return g_strdup_printf (_ ("%.*f s"), digits, (double) t_ms / 1000.0);
}
