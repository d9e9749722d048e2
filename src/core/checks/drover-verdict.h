/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverVerdict:
 * @DROVER_VERDICT_PASS: looked at and found well
 * @DROVER_VERDICT_INFO: a fact of life, good to know
 * @DROVER_VERDICT_WARN: it will go, but may not be what is wanted
 * @DROVER_VERDICT_BLOCK: it will fail, or do harm
 * @DROVER_VERDICT_UNKNOWN: could not be learned
 * @DROVER_VERDICT_NOT_APPLICABLE: does not concern this guest or plan
 */
typedef enum {
  DROVER_VERDICT_PASS,
  DROVER_VERDICT_INFO,
  DROVER_VERDICT_WARN,
  DROVER_VERDICT_BLOCK,
  DROVER_VERDICT_UNKNOWN,
  DROVER_VERDICT_NOT_APPLICABLE,
} DroverVerdict;

/**
 * DroverRunVerdict:
 *
 * The verdict over all findings of a run.
 */
typedef enum {
  DROVER_RUN_READY,
  DROVER_RUN_WARNINGS,
  DROVER_RUN_BLOCKED,
  DROVER_RUN_UNKNOWN,
} DroverRunVerdict;

const char *drover_verdict_to_string (DroverVerdict verdict);
const char *drover_verdict_get_label (DroverVerdict verdict);
gboolean drover_verdict_from_string (const char *text, DroverVerdict *verdict);
const char *drover_run_verdict_to_string (DroverRunVerdict verdict);
const char *drover_run_verdict_get_label (DroverRunVerdict verdict);

G_END_DECLS
