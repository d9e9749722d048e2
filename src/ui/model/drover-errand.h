/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-session.h"

G_BEGIN_DECLS

#define DROVER_TYPE_ERRAND (drover_errand_get_type ())

/**
 * DroverErrand:
 *
 * What was asked for from outside, as on a command line: a guest that shall move from one host to another.
 * Waits until both hosts have been looked at, chooses the guest and the target in the session, and then emits
 * `done` once. Its argument is %NULL, or tells why the guest could not be chosen.
 */
G_DECLARE_FINAL_TYPE (DroverErrand, drover_errand, DROVER, ERRAND, GObject)

DroverErrand *
drover_errand_new (DroverSession *session, DroverSurvey *source, DroverSurvey *target, const char *guest);
void drover_errand_give_way (DroverErrand *errand);
void drover_errand_start (DroverErrand *errand);

G_END_DECLS
