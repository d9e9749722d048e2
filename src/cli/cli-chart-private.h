/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-bins.h"
#include "cli-chart.h"
#include "cli-scale.h"

G_BEGIN_DECLS

/* What the files that draw a chart share. */

typedef struct {
  const char *const *eighths;
  const char *range;
  const char *axis_tick;
  const char *axis;
  const char *corner;
  const char *line;
  const char *mark;
  const char *separator;
  const char *phases[DROVER_PHASE_VERIFYING + 1];
} CliGlyphs;

typedef struct {
  char *pass;
  char *phase;
} CliWords;

typedef enum {
  CLI_PANEL_LEFT,
  CLI_PANEL_RATE,
  CLI_PANEL_DIRTY,
} CliPanelId;

#define CLI_N_PANELS 3

typedef struct {
  const char *title;
  CliPick pick;
  const char *color;
  guint rows;
  CliScale scale;
  gint64 peak;
  DroverRange *bins;
} CliPanel;

typedef struct {
  GString *out;
  guint width;   /* of the whole chart */
  guint gutter;  /* columns left of the axis, and of the space before it */
  guint columns; /* right of the axis */
  gboolean ascii;
  gboolean color;
  const CliGlyphs *glyphs;
  CliWords words;
  gint64 end_ms;
} CliDrawing;

void cli_chart_append_legend (const CliDrawing *drawing, const GArray *spans);
void cli_chart_append_caption (const CliDrawing *drawing,
                               const DroverSampleRing *ring,
                               const CliChartOptions *options);

G_END_DECLS
