/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "remedies/drover-remedy.h"
#include "remedies/drover-step.h"

G_BEGIN_DECLS

#define DROVER_TYPE_FIX (drover_fix_get_type ())

/**
 * DroverFix:
 *
 * A remedy that Drover applies itself: steps that were worked out by looking at both hosts, can be shown
 * before anything is changed, and are taken back in reverse order. What was done is written to an undo record
 * before it is done, so that it can be taken back by another program, or after a crash.
 *
 * Not thread-safe: between `…_async` and `…_finish` it belongs to a worker.
 */
G_DECLARE_FINAL_TYPE (DroverFix, drover_fix, DROVER, FIX, GObject)

gboolean drover_fix_is_possible (const char *id, const char *variant);

void drover_fix_prepare_async (const DroverRemedyOffer *offer,
                               DroverPlan *plan,
                               DroverFacts *facts,
                               DroverFinding *finding,
                               DroverConnection *source,
                               DroverConnection *target,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void drover_fix_prepare_cpu_async (DroverConnection *connection,
                                   const char *uuid,
                                   const char *cpu,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
DroverFix *drover_fix_prepare_finish (GAsyncResult *result, GError **error);
void drover_fix_apply_async (DroverFix *fix,
                             DroverConnection *source,
                             DroverConnection *target,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void drover_fix_undo_async (DroverFix *fix,
                            DroverConnection *source,
                            DroverConnection *target,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean drover_fix_call_finish (GAsyncResult *result, GError **error);

void drover_fix_follow_async (DroverPlan *plan,
                              DroverConnection *target,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void drover_fix_follow_record_async (DroverFix *fix,
                                     DroverConnection *target,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GStrv drover_fix_follow_finish (GAsyncResult *result, GError **error);

DroverFix *drover_fix_load (const char *record, GError **error);
GPtrArray *drover_fix_list (void);

const char *drover_fix_get_record (DroverFix *fix);
const char *drover_fix_get_remedy (DroverFix *fix);
const char *drover_fix_get_title (DroverFix *fix);
const char *drover_fix_get_source (DroverFix *fix);
const char *drover_fix_get_target (DroverFix *fix);
GPtrArray *drover_fix_get_steps (DroverFix *fix);
GPtrArray *drover_fix_get_notes (DroverFix *fix);
gboolean drover_fix_is_applied (DroverFix *fix);
GStrv drover_fix_list_due (DroverFix *fix);

G_END_DECLS
