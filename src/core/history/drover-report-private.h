/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "history/drover-report.h"

G_BEGIN_DECLS

/* For the files of the report only. */

char *drover_report_write_html (const DroverRun *run);
void drover_report_add_chart (xmlNode *parent, const DroverRun *run);

G_END_DECLS
