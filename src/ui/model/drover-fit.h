/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-guest-item.h"
#include "model/drover-survey.h"

G_BEGIN_DECLS

#define DROVER_TYPE_FIT (drover_fit_get_type ())

/**
 * DroverFit:
 *
 * How well a guest would fit on another host, by the same checks as the preflight, which here only look and
 * create nothing.
 */
G_DECLARE_FINAL_TYPE (DroverFit, drover_fit, DROVER, FIT, GObject)

DroverFit *drover_fit_new (DroverSurvey *source,
                           DroverGuestItem *guest,
                           DroverSurvey *target,
                           const DroverMigrateOptions *options,
                           const DroverOpenOptions *open_options);
gboolean drover_fit_is_finished (DroverFit *fit);
guint drover_fit_count_blockers (DroverFit *fit);
char *drover_fit_dup_reasons (DroverFit *fit);

G_END_DECLS
