/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

/**
 * CheckCase:
 *
 * One data file of tests/data/checks: facts and a plan, and what the check is to say of them.
 */
typedef struct {
  char *path;
  GKeyFile *file;
  DroverPlan *plan;
  DroverFacts *facts;
  gboolean passive;
} CheckCase;

CheckCase *check_case_load (const char *path, GError **error);
void check_case_free (CheckCase *test_case);
GStrv check_case_get_expected (const CheckCase *test_case);
DroverFacts *check_case_read_fact (GKeyFile *file,
                                   const char *section,
                                   const DroverFacts *facts,
                                   DroverFactId id,
                                   DroverSide side,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckCase, check_case_free)

G_END_DECLS
