/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-guest-item.h"
#include "model/drover-surveys.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SESSION (drover_session_get_type ())

/**
 * DroverSession:
 *
 * What the person in front of the window has chosen so far, and what came of it: the one model all pages look
 * at. Lives in the main context; everything in it is told by notify.
 */
G_DECLARE_FINAL_TYPE (DroverSession, drover_session, DROVER, SESSION, GObject)

DroverSession *drover_session_new (DroverHostStore *store);
DroverSurveys *drover_session_get_hosts (DroverSession *session);
gboolean drover_session_remove_host (DroverSession *session, DroverSurvey *survey, GError **error);

DroverSurvey *drover_session_get_source (DroverSession *session);
DroverGuestItem *drover_session_get_guest (DroverSession *session);
void drover_session_choose_guest (DroverSession *session, DroverSurvey *source, DroverGuestItem *guest);
DroverSurvey *drover_session_get_target (DroverSession *session);
gboolean drover_session_turn_round (DroverSession *session);
void drover_session_choose_target (DroverSession *session, DroverSurvey *target);
const DroverMigrateOptions *drover_session_get_options (DroverSession *session);
void drover_session_choose_options (DroverSession *session, const DroverMigrateOptions *options);
DroverPlan *drover_session_dup_plan (DroverSession *session);

DroverPreflight *drover_session_get_preflight (DroverSession *session);
gboolean drover_session_is_checked (DroverSession *session);
void drover_session_check (DroverSession *session);
void drover_session_stop_checking (DroverSession *session);
void drover_session_ignore (DroverSession *session, const char *code);
gboolean drover_session_may_start (DroverSession *session);

DroverJob *drover_session_get_job (DroverSession *session);
gboolean drover_session_start (DroverSession *session);
void drover_session_follow (DroverSession *session,
                            DroverSurvey *source,
                            DroverGuestItem *guest,
                            DroverSurvey *target);
gboolean drover_session_is_moving (DroverSession *session);

G_END_DECLS
