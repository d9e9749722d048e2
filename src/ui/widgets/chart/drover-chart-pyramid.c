/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drover-chart-pyramid.h"

/* How many extents of one level make one of the next. */
#define FAN 8
#define FAN_SHIFT 3
#define N_LEVELS (32 / FAN_SHIFT + 1)

struct _DroverChartPyramid {
  GArray *levels[N_LEVELS]; /* of DroverChartExtent; the figures themselves, then ever coarser ones */
};

/**
 * drover_chart_pyramid_new:
 *
 * Returns: (transfer full): an empty pyramid
 */
DroverChartPyramid *
drover_chart_pyramid_new (void)
{
  DroverChartPyramid *pyramid = g_new0 (DroverChartPyramid, 1);

  for (guint i = 0; i < N_LEVELS; i++)
    pyramid->levels[i] = g_array_new (FALSE, FALSE, sizeof (DroverChartExtent));
  return pyramid;
}

/**
 * drover_chart_pyramid_free:
 * @pyramid: (nullable) (transfer full): what to free
 */
void
drover_chart_pyramid_free (DroverChartPyramid *pyramid)
{
  if (pyramid == NULL)
    return;
  for (guint i = 0; i < N_LEVELS; i++)
    g_array_unref (pyramid->levels[i]);
  g_free (pyramid);
}

/**
 * drover_chart_extent_join:
 *
 * Returns: what both span together; an unknown one adds nothing
 */
DroverChartExtent
drover_chart_extent_join (DroverChartExtent a, DroverChartExtent b)
{
  if (a.high < 0)
    return b;
  if (b.high < 0)
    return a;
  return (DroverChartExtent){ MIN (a.low, b.low), MAX (a.high, b.high) };
}

/**
 * drover_chart_pyramid_add:
 * @extent: the next figure, as what it spans
 */
void
drover_chart_pyramid_add (DroverChartPyramid *pyramid, DroverChartExtent extent)
{
  guint index = pyramid->levels[0]->len;

  g_array_append_val (pyramid->levels[0], extent);
  for (guint i = 1; i < N_LEVELS; i++)
    {
      GArray *level = pyramid->levels[i];

      index >>= FAN_SHIFT;
      if (index == level->len)
        g_array_append_val (level, extent);
      else
        {
          DroverChartExtent *last = &g_array_index (level, DroverChartExtent, index);

          *last = drover_chart_extent_join (*last, extent);
        }
    }
}

/**
 * drover_chart_pyramid_get:
 * @first: the first figure
 * @end: the one after the last
 *
 * Returns: what the figures from @first to before @end span
 */
DroverChartExtent
drover_chart_pyramid_get (const DroverChartPyramid *pyramid, guint first, guint end)
{
  DroverChartExtent all = DROVER_CHART_NO_EXTENT;

  g_return_val_if_fail (end <= pyramid->levels[0]->len, all);
  while (first < end)
    {
      guint level = 0;
      guint shift = 0;

      while (level + 1 < N_LEVELS && (first & ((1u << (shift + FAN_SHIFT)) - 1)) == 0 &&
             (end - first) >> (shift + FAN_SHIFT) > 0)
        {
          level++;
          shift += FAN_SHIFT;
        }
      all = drover_chart_extent_join (
          all, g_array_index (pyramid->levels[level], DroverChartExtent, first >> shift));
      first += 1u << shift;
    }
  return all;
}
