/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"

G_BEGIN_DECLS

/**
 * DroverRowKind:
 * @DROVER_ROW_EQUAL: all hosts say the same
 * @DROVER_ROW_DIFFERS: at least two say different things
 * @DROVER_ROW_UNKNOWN: what is known is the same, but not every host could be asked
 */
typedef enum {
  DROVER_ROW_EQUAL,
  DROVER_ROW_DIFFERS,
  DROVER_ROW_UNKNOWN,
} DroverRowKind;

/**
 * DroverRelevance:
 * @DROVER_RELEVANCE_NONE: a difference does not matter
 * @DROVER_RELEVANCE_NEW_GUESTS: it matters only when a guest is defined or started anew
 * @DROVER_RELEVANCE_MOVING: it can matter to a guest that moves
 */
typedef enum {
  DROVER_RELEVANCE_NONE,
  DROVER_RELEVANCE_NEW_GUESTS,
  DROVER_RELEVANCE_MOVING,
} DroverRelevance;

/**
 * DroverComparisonRow:
 * @group: `host`, `versions`, `cpu`, `models`, `memory`, `security`, `machines`, `devices`, `storage`,
 * `network`; stable
 * @id: stable, unique in a comparison
 * @label: (translated): what is compared
 * @kind: whether the hosts agree
 * @relevance: what a difference matters for
 * @check: (nullable): the id of the check that judges it for a guest; %NULL where none does
 * @remarkable: not to be folded away: the hosts do not agree where they should, or agree where they must not
 * @values: (element-type utf8): a text per host, in their order; %NULL where it is not known. Text from
 * hosts: never markup
 */
typedef struct {
  const char *group;
  char *id;
  char *label;
  DroverRowKind kind;
  DroverRelevance relevance;
  const char *check;
  gboolean remarkable;
  GPtrArray *values;
} DroverComparisonRow;

const char *drover_row_kind_to_string (DroverRowKind kind);
const char *drover_relevance_to_string (DroverRelevance relevance);
const char *drover_relevance_get_label (DroverRelevance relevance);
const char *drover_comparison_group_get_label (const char *group);

GPtrArray *drover_compare_hosts (DroverFacts *const *hosts, guint n_hosts);
void drover_comparison_forgive_same_identity (GPtrArray *rows);

G_END_DECLS
