/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_FINDING_ROW (drover_finding_row_get_type ())

/**
 * DroverFindingRow:
 *
 * A finding: what is wrong, and opened what was seen, why it matters and the ways out.
 */
G_DECLARE_FINAL_TYPE (DroverFindingRow, drover_finding_row, DROVER, FINDING_ROW, AdwExpanderRow)

GtkWidget *drover_finding_row_new (DroverFinding *finding, DroverGatherer *gatherer);
DroverFinding *drover_finding_row_get_finding (DroverFindingRow *row);

G_END_DECLS
