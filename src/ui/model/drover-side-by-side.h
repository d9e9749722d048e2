/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-survey.h"

G_BEGIN_DECLS

/* How many can be compared at once. */
#define DROVER_SIDE_BY_SIDE_MAX 16

#define DROVER_TYPE_SIDE_BY_SIDE (drover_side_by_side_get_type ())

/**
 * DroverSideBySide:
 *
 * Some hosts side by side: those that are asked first, then those that files tell of. What is known comes
 * little by little; laying it side by side happens in a thread. Lives in the main context.
 */
G_DECLARE_FINAL_TYPE (DroverSideBySide, drover_side_by_side, DROVER, SIDE_BY_SIDE, GObject)

DroverSideBySide *drover_side_by_side_new (const DroverOpenOptions *options);
void drover_side_by_side_add_survey (DroverSideBySide *hosts, DroverSurvey *survey);
void drover_side_by_side_add_saved (DroverSideBySide *hosts, const char *name, DroverFacts *facts);
void drover_side_by_side_start (DroverSideBySide *hosts);
void drover_side_by_side_stop (DroverSideBySide *hosts);

guint drover_side_by_side_get_n_hosts (DroverSideBySide *hosts);
guint drover_side_by_side_get_n_asked (DroverSideBySide *hosts);
const char *const *drover_side_by_side_get_names (DroverSideBySide *hosts);
DroverFacts *drover_side_by_side_get_facts (DroverSideBySide *hosts, guint host);
DroverSurvey *drover_side_by_side_get_survey (DroverSideBySide *hosts, guint host);
gboolean drover_side_by_side_is_waiting_for (DroverSideBySide *hosts, guint host);
char *drover_side_by_side_describe_waiting (DroverSideBySide *hosts);
gboolean drover_side_by_side_is_busy (DroverSideBySide *hosts);

GPtrArray *drover_side_by_side_get_rows (DroverSideBySide *hosts);
GPtrArray *drover_side_by_side_get_features (DroverSideBySide *hosts);
DroverMatrix *drover_side_by_side_get_matrix (DroverSideBySide *hosts);
gboolean drover_side_by_side_is_judged (DroverSideBySide *hosts);
DroverCommonCpu *drover_side_by_side_get_common_cpu (DroverSideBySide *hosts);

G_END_DECLS
