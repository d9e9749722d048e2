/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_RUN_BOX (drover_run_box_get_type ())

/**
 * DroverRunBox:
 *
 * A button that runs a remedy's commands on the host they are for, when they were shown and agreed to, and
 * what they then printed.
 */
G_DECLARE_FINAL_TYPE (DroverRunBox, drover_run_box, DROVER, RUN_BOX, GtkBox)

GtkWidget *drover_run_box_new (const DroverPlan *plan, GPtrArray *offers, const DroverRemedyOffer *offer);

G_END_DECLS
