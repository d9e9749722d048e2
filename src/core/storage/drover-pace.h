/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DROVER_PACE_LOOKS 32

/**
 * DroverPace:
 *
 * How fast something goes, from the last few looks at it. All zero before the first.
 */
typedef struct {
  struct {
    gint64 at_us;
    guint64 done;
    guint64 left;
  } looks[DROVER_PACE_LOOKS]; /* a ring */
  guint n;                    /* how many there were */
} DroverPace;

void drover_pace_add (DroverPace *pace, gint64 at_us, guint64 done, guint64 total);
gint64 drover_pace_get_rate (const DroverPace *pace);
gint64 drover_pace_get_eta_ms (const DroverPace *pace);

G_END_DECLS
