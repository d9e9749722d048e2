/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/chart/drover-chart-model.h"

G_BEGIN_DECLS

GtkWidget *drover_chart_key_new (DroverChartSeries series);

G_END_DECLS
