/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/chart/drover-chart-scene.h"

G_BEGIN_DECLS

gboolean
drover_chart_export_png (const DroverChartScene *scene, double view_end_ms, GFile *file, GError **error);
gboolean drover_chart_export_svg (
    const DroverChartScene *scene, double view_end_ms, const char *summary, GFile *file, GError **error);
gboolean drover_chart_export_csv (const DroverChartModel *model, GFile *file, GError **error);

G_END_DECLS
