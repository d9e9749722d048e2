/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

/**
 * CompareCase:
 *
 * One data file of tests/data/compare: several hosts (`[NAME FACT]`), and what is to come out of them.
 */
typedef struct {
  char *path;
  GKeyFile *file;
  GStrv names;
  GPtrArray *facts; /* (element-type DroverFacts), in the order of names */
} CompareCase;

CompareCase *compare_case_load (const char *path, GError **error);
void compare_case_free (CompareCase *compare_case);
void compare_case_add_all (const char *prefix, GTestDataFunc func);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CompareCase, compare_case_free)

G_END_DECLS
