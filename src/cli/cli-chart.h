/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

#define CLI_CHART_MIN_WIDTH 40
#define CLI_CHART_MAX_WIDTH 160
#define CLI_CHART_HEIGHT 10

/**
 * CliChartOptions:
 * @width: columns of the terminal; brought between %CLI_CHART_MIN_WIDTH and %CLI_CHART_MAX_WIDTH, 0 for 80
 * @height: rows of the greatest panel, 0 for %CLI_CHART_HEIGHT; made even, 4 to 40
 * @ascii: use nothing but ASCII
 * @color: use colours; ask only where a terminal shows them and the user did not forbid it
 * @title: (nullable): the first line
 * @verifying_ms: when the look at both hosts began, in milliseconds since the job did; 0 if it did not
 * @finished_ms: when all was over, likewise
 * @total_ms: how long libvirt's call took, 0 to leave it out
 * @downtime_ms: how long the guest stood still, 0 to leave it out
 * @bytes: how much was sent, 0 to leave it out
 *
 * How a chart is to look, and what its caption says. Negative times and amounts count as 0.
 */
typedef struct {
  guint width;
  guint height;
  gboolean ascii;
  gboolean color;
  const char *title;
  gint64 verifying_ms;
  gint64 finished_ms;
  gint64 total_ms;
  gint64 downtime_ms;
  gint64 bytes;
} CliChartOptions;

char *cli_chart_render (const DroverSampleRing *ring, const CliChartOptions *options);

G_END_DECLS
