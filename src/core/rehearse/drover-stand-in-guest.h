/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-attempt.h"
#include "rehearse/drover-stand-in.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverStandInGuest:
 *
 * A stand-in that exists, on the source or, after a migration, on the target. It cannot end by itself with
 * our connection, since libvirt does not migrate such guests, so it must be removed. Reference-counted.
 */
typedef struct _DroverStandInGuest DroverStandInGuest;

DroverStandInGuest *drover_stand_in_guest_new (DroverConnection *const connections[2],
                                               const DroverGuest *guest,
                                               gboolean plain,
                                               gboolean paused);
DroverStandInGuest *drover_stand_in_guest_ref (DroverStandInGuest *stand_in);
void drover_stand_in_guest_unref (DroverStandInGuest *stand_in);

DroverAttempt *drover_stand_in_guest_start (DroverStandInGuest *stand_in);
DroverAttempt *drover_stand_in_guest_migrate (DroverStandInGuest *stand_in,
                                              const DroverPlan *plan,
                                              const DroverGuest *destination);
DroverAttempt *drover_stand_in_guest_remove (DroverStandInGuest *stand_in);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverStandInGuest, drover_stand_in_guest_unref)

G_END_DECLS
