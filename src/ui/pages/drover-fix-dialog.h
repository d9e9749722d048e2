/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_FIX_DIALOG (drover_fix_dialog_get_type ())

/**
 * DroverFixDialog:
 *
 * Shows what a remedy would change, and applies it once the person has said so.
 */
G_DECLARE_FINAL_TYPE (DroverFixDialog, drover_fix_dialog, DROVER, FIX_DIALOG, AdwWindow)

GtkWidget *drover_fix_dialog_new (GtkWindow *parent,
                                  DroverGatherer *gatherer,
                                  DroverFinding *finding,
                                  const DroverRemedyOffer *offer);
GtkWidget *drover_fix_dialog_new_for_cpu (
    GtkWindow *parent, DroverConnection *connection, const char *uuid, const char *name, const char *cpu);

G_END_DECLS
