/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverChartExtent:
 *
 * The lowest and the highest of some figures; -1 and -1 if none of them is known.
 */
typedef struct {
  gint64 low;
  gint64 high;
} DroverChartExtent;

#define DROVER_CHART_NO_EXTENT ((DroverChartExtent){ -1, -1 })

/**
 * DroverChartPyramid:
 *
 * Extents of a growing row of figures, and extents of those, and so on up: what any stretch of the row
 * spans is told in a number of steps that hardly depends on its length.
 */
typedef struct _DroverChartPyramid DroverChartPyramid;

DroverChartPyramid *drover_chart_pyramid_new (void);
void drover_chart_pyramid_free (DroverChartPyramid *pyramid);
void drover_chart_pyramid_add (DroverChartPyramid *pyramid, DroverChartExtent extent);
DroverChartExtent drover_chart_pyramid_get (const DroverChartPyramid *pyramid, guint first, guint end);
DroverChartExtent drover_chart_extent_join (DroverChartExtent a, DroverChartExtent b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverChartPyramid, drover_chart_pyramid_free)

G_END_DECLS
