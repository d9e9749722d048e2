/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_CHART (drover_chart_get_type ())
G_DECLARE_FINAL_TYPE (DroverChart, drover_chart, DROVER, CHART, GtkWidget)

GtkWidget *drover_chart_new (void);
void drover_chart_add_sample (DroverChart *self, const DroverSample *sample);
void drover_chart_set_samples (DroverChart *self, const DroverSampleRing *ring);
void drover_chart_finish (DroverChart *self, gint64 total_ms, gint64 downtime_ms);
void drover_chart_share_scale (DroverChart *self, DroverChart *other);
void drover_chart_clear (DroverChart *self);
char *drover_chart_dup_summary (DroverChart *self);
gboolean drover_chart_save_png (DroverChart *self, GFile *file, GError **error);
gboolean drover_chart_save_svg (DroverChart *self, GFile *file, GError **error);
gboolean drover_chart_save_csv (DroverChart *self, GFile *file, GError **error);

G_END_DECLS
