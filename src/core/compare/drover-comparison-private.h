/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "compare/drover-comparison.h"

G_BEGIN_DECLS

/* Whose word is compared: one host's facts, told under DROVER_SIDE_SOURCE. */
typedef struct {
  const char *group;
  const char *id;
  const char *label; /* (translatable) */
  DroverRelevance relevance;
  const char *check;
  gboolean must_differ;
  char *(*read) (const DroverFacts *facts); /* NULL: not known */
} DroverRowSource;

const DroverRowSource *drover_row_sources_get (guint *n_sources);
DroverComparisonRow *drover_comparison_row_new (
    const char *group, const char *id, const char *label, DroverRelevance relevance, const char *check);
void drover_comparison_row_judge (DroverComparisonRow *row, gboolean must_differ);
gboolean drover_comparison_has_versions (const DroverFacts *facts);
void drover_comparison_add_named (GPtrArray *rows, DroverFacts *const *hosts, guint n_hosts);
void drover_comparison_add_devices (GPtrArray *rows, DroverFacts *const *hosts, guint n_hosts);

G_END_DECLS
