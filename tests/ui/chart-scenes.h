/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/chart/drover-chart.h"

G_BEGIN_DECLS

#define MIB (G_GINT64_CONSTANT (1) << 20)
#define GIB (G_GINT64_CONSTANT (1) << 30)

/**
 * ChartScene:
 *
 * A migration as its samples tell it, the same at every run.
 */
typedef struct {
  const char *name;
  void (*play) (DroverChart *chart);
} ChartScene;

extern const ChartScene chart_scenes[];
extern const guint n_chart_scenes;

const ChartScene *chart_scene_find (const char *name);
DroverSample chart_sample (gint64 t_ms, gint64 memory, gint64 rate, gint64 dirty);
void chart_play_million (DroverChart *chart, guint n);

G_END_DECLS
