/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-side-by-side.h"

G_BEGIN_DECLS

/* The id of the row that offers what is not shown. */
#define DROVER_COMPARE_FOLD "fold"

/* What the tables of the page show, as rows of a table of hosts. */

GPtrArray *drover_compare_list_differences (DroverSideBySide *hosts, const char *search, gboolean all);
const char *drover_compare_find_check (DroverSideBySide *hosts, const char *id);
char *drover_compare_dup_badge (guint n);
GStrv drover_compare_list_badges (DroverSideBySide *hosts);
char *drover_compare_summarize (DroverSideBySide *hosts);

/**
 * DroverFeatureFilter:
 *
 * Which CPU features are shown.
 */
typedef enum {
  DROVER_FEATURES_DIFFERING,
  DROVER_FEATURES_ONLY_ONE,
  DROVER_FEATURES_MISSING_ONE,
  DROVER_FEATURES_ALL,
} DroverFeatureFilter;

GPtrArray *
drover_compare_list_features (DroverSideBySide *hosts, const char *search, DroverFeatureFilter filter);
GStrv drover_compare_list_feature_badges (DroverSideBySide *hosts);

GPtrArray *drover_compare_list_movers (DroverSideBySide *hosts, const char *search);
gboolean drover_compare_find_mover (DroverSideBySide *hosts, const char *id, guint *subject);

G_END_DECLS
