/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history/drover-run.h"

G_BEGIN_DECLS

/**
 * DroverReportFormat:
 * @DROVER_REPORT_HTML: one page that needs nothing but itself: no script, no picture from elsewhere
 * @DROVER_REPORT_JSON: all that is kept of the run
 * @DROVER_REPORT_CSV: its samples
 */
typedef enum {
  DROVER_REPORT_HTML,
  DROVER_REPORT_JSON,
  DROVER_REPORT_CSV,
} DroverReportFormat;

#define DROVER_N_REPORT_FORMATS (DROVER_REPORT_CSV + 1)

const char *drover_report_format_to_string (DroverReportFormat format);
gboolean drover_report_format_from_string (const char *text, DroverReportFormat *format);

char *drover_report_write (const DroverRun *run, DroverReportFormat format);
DroverRun *drover_run_redact (const DroverRun *run);
char *drover_redact_text (const char *text, const char *const *uris);

G_END_DECLS
