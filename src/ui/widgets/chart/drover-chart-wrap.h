/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DROVER_TYPE_CHART_WRAP (drover_chart_wrap_get_type ())
G_DECLARE_FINAL_TYPE (DroverChartWrap, drover_chart_wrap, DROVER, CHART_WRAP, GtkLayoutManager)

GtkLayoutManager *drover_chart_wrap_new (int spacing);

G_END_DECLS
