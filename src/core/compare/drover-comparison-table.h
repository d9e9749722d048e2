/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "compare/drover-matrix.h"

G_BEGIN_DECLS

/**
 * DroverTableForm:
 * @DROVER_TABLE_FORM_MARKDOWN: for a wiki or a ticket
 * @DROVER_TABLE_FORM_CSV: for a spreadsheet, as RFC 4180 has it
 *
 * For whom a comparison is written.
 */
typedef enum {
  DROVER_TABLE_FORM_MARKDOWN,
  DROVER_TABLE_FORM_CSV,
} DroverTableForm;

/**
 * DroverComparisonTable:
 * @names: (array length=n_hosts): what each host is called
 * @n_hosts: how many
 * @rows: (element-type DroverComparisonRow): them side by side
 * @features: (element-type DroverCpuMapFeature): their CPU features
 * @matrix: (nullable): who can move to whom, to be told instead
 * @all: also what is the same on all hosts
 *
 * What a table tells.
 */
typedef struct {
  const char *const *names;
  guint n_hosts;
  const GPtrArray *rows;
  const GPtrArray *features;
  DroverMatrix *matrix;
  gboolean all;
} DroverComparisonTable;

char *drover_comparison_table_to_text (const DroverComparisonTable *table, DroverTableForm form);

G_END_DECLS
