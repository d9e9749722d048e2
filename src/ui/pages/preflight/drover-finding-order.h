/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_FINDING_ORDER (drover_finding_order_get_type ())

/**
 * DroverFindingOrder:
 *
 * Findings by group, the group with the worst finding first, and in a group the worst first.
 */
G_DECLARE_FINAL_TYPE (DroverFindingOrder, drover_finding_order, DROVER, FINDING_ORDER, GtkSorter)

DroverFindingOrder *drover_finding_order_new (GListModel *findings);
guint drover_finding_order_rank (DroverVerdict verdict);

G_END_DECLS
