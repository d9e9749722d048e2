/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliScale:
 * @max: the value at the top
 * @step: from one label to the next
 * @n_steps: how many steps there are
 *
 * An axis that begins at 0.
 */
typedef struct {
  guint64 max;
  guint64 step;
  guint n_steps;
} CliScale;

CliScale cli_scale_for_bytes (guint64 peak, guint rows);
CliScale cli_scale_for_time (gint64 end_ms, guint columns);
char *cli_scale_format_bytes (guint64 bytes);
char *cli_scale_format_ms (const CliScale *scale, guint64 ms);

G_END_DECLS
