/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/**
 * CliCompared:
 * @names: (element-type utf8): what each host is called, in the order in which they were named
 * @facts: (element-type DroverFacts): what is known of each
 * @rows: (element-type DroverComparisonRow): them side by side
 * @features: (element-type DroverCpuMapFeature): their CPU features
 * @matrix: (nullable): who can move to whom, where that was asked for
 * @common: (nullable): the CPU that a guest can have on all of them, where that was asked for
 *
 * What `droverctl compare` prints, in whichever form.
 */
typedef struct {
  GPtrArray *names;
  GPtrArray *facts;
  GPtrArray *rows;
  GPtrArray *features;
  DroverMatrix *matrix;
  DroverCommonCpu *common;
} CliCompared;

void cli_compared_clear (CliCompared *compared);
DroverFacts *const *cli_compared_get_facts (const CliCompared *compared);
const char *cli_compared_get_name (const CliCompared *compared, guint host);

void cli_compare_print_json (const CliCompared *compared);
void cli_compare_print_text (const CliContext *context, const CliCompared *compared, gboolean all);
void cli_compare_print_features (const CliContext *context, const CliCompared *compared, gboolean all);
void cli_compare_print_matrix (const CliContext *context, const CliCompared *compared);
JsonNode *cli_compare_matrix_to_json (const CliCompared *compared);
void cli_compare_print_cpu (const CliContext *context, const CliCompared *compared);
JsonNode *cli_compare_cpu_to_json (const CliCompared *compared);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliCompared, cli_compared_clear)

G_END_DECLS
