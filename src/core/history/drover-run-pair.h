/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history/drover-run.h"

G_BEGIN_DECLS

/**
 * DroverRunPair:
 * @title: translated: what is compared
 * @first: (nullable): how it was in the one run
 * @second: (nullable): how it was in the other
 * @same: whether that is the same
 *
 * A line of two runs side by side. Texts for a person; what is in them came from hosts, and is never markup.
 */
typedef struct {
  const char *title;
  char *first;
  char *second;
  gboolean same;
} DroverRunPair;

GPtrArray *drover_run_pairs_new (const DroverRun *first, const DroverRun *second);

G_END_DECLS
