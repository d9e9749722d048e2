/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-verdict.h"
#include "facts/drover-fact-provider.h"
#include "facts/drover-facts.h"
#include "plan/drover-plan.h"

G_BEGIN_DECLS

typedef struct _DroverFinding DroverFinding;
typedef struct _DroverFindings DroverFindings;

/**
 * DroverCheckGroup:
 *
 * The headings findings are shown under.
 */
typedef enum {
  DROVER_GROUP_REACH,
  DROVER_GROUP_NAMES,
  DROVER_GROUP_FIREWALL,
  DROVER_GROUP_CPU,
  DROVER_GROUP_MACHINE,
  DROVER_GROUP_SECURITY,
  DROVER_GROUP_STORAGE,
  DROVER_GROUP_NETWORK,
  DROVER_GROUP_DEVICES,
  DROVER_GROUP_CAPACITY,
  DROVER_GROUP_GUEST,
} DroverCheckGroup;

/**
 * DroverFindingCode:
 * @code: `check-id.what`, stable
 * @catalog: the catalogue row, `N1`
 * @verdict: how bad
 * @title: (translatable): one line that says what is wrong
 * @why: (translatable): why it matters and what would happen
 * @remedies: ids separated by spaces, the least invasive first; "" for none
 * @never_ignorable: `--ignore`, `--force` and `--no-check` do not go over it
 *
 * One thing a check can find. Every code a check can emit stands in its table, with its words.
 */
typedef struct {
  const char *code;
  const char *catalog;
  DroverVerdict verdict;
  const char *title;
  const char *why;
  const char *remedies;
  gboolean never_ignorable;
} DroverFindingCode;

/**
 * DroverCheckInput:
 *
 * All a check may look at.
 */
typedef struct {
  const DroverPlan *plan;
  const DroverFacts *facts;
  gboolean passive;
} DroverCheckInput;

/**
 * DroverCheck:
 * @id: `names`; the first part of all its codes
 * @catalog: the catalogue rows it covers, separated by spaces
 * @group: its heading
 * @title: (translatable): what it looks at, said so that it reads well with a tick before it
 * @needs: (array length=n_needs): the facts it reads, with the side (%DROVER_NEED_SAME makes no sense here).
 * Where one that is not optional is absent, the runner says "unknown" with its reason and does not call
 * @judge
 * @codes: (array): what it can find, ended by a %NULL code
 * @judge: a pure function of its input. It adds findings; adding none means "pass"
 *
 * A check: one of these per file check-ID.c, named `drover_check_ID` (hyphens become underscores).
 */
typedef struct {
  const char *id;
  const char *catalog;
  DroverCheckGroup group;
  const char *title;
  const DroverFactNeed *needs;
  guint n_needs;
  const DroverFindingCode *codes;
  void (*judge) (const DroverCheckInput *input, DroverFindings *findings);
} DroverCheck;

/* clang-format off */
#define DROVER_NEEDS(...) \
  .needs = (const DroverFactNeed[]){ __VA_ARGS__ }, \
  .n_needs = sizeof ((const DroverFactNeed[]){ __VA_ARGS__ }) / sizeof (DroverFactNeed)
/* clang-format on */

const DroverCheck *const *drover_checks_get (guint *n_checks);
const DroverCheck *drover_check_find (const char *id);
gboolean drover_check_id_is_known (const char *id);
gboolean drover_check_can_block (const DroverCheck *check);
gboolean drover_check_matches (const DroverCheck *check, const char *id);
const char *drover_check_group_to_string (DroverCheckGroup group);
const char *drover_check_group_get_label (DroverCheckGroup group);

/* For judges: */
DroverFinding *drover_findings_add (DroverFindings *findings, const char *code);
DroverFinding *drover_findings_add_counted (DroverFindings *findings, const char *code, gint64 n);
DroverFinding *drover_findings_add_unknown (DroverFindings *findings, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
void drover_findings_add_not_applicable (DroverFindings *findings, const char *reason);
void drover_finding_set_subject (DroverFinding *finding, const char *subject);
void drover_finding_set_subject_side (DroverFinding *finding, DroverSide side);
void drover_finding_set_source (DroverFinding *finding, const char *value);
void drover_finding_set_target (DroverFinding *finding, const char *value);
void drover_finding_set_evidence (DroverFinding *finding, const char *format, ...) G_GNUC_PRINTF (2, 3);
void drover_finding_set_argument (DroverFinding *finding, const char *name, const char *value);

/* For the runner and the tests: */
GPtrArray *drover_check_run (const DroverCheck *check, const DroverCheckInput *input);
void drover_check_run_into (const DroverCheck *check, const DroverCheckInput *input, GPtrArray *list);
gboolean drover_check_is_ready (const DroverCheck *check, const DroverFacts *facts);
DroverRunVerdict drover_findings_get_verdict (GPtrArray *findings, const char *const *ignored);

G_END_DECLS
