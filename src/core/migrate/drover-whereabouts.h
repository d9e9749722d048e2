/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-side.h"
#include "plan/drover-plan.h"
#include "virt/drover-domain.h"

G_BEGIN_DECLS

/**
 * DroverSighting:
 * @looked: whether the host answered at all
 * @error: (nullable): why not
 * @defined: whether it keeps a definition of the guest
 * @active: whether a process stands behind it
 * @state: what it is doing there
 * @reason: libvirt's reason for @state
 *
 * One host's word on one guest.
 */
typedef struct {
  gboolean looked;
  char *error;
  gboolean defined;
  gboolean active;
  DroverDomainState state;
  int reason;
} DroverSighting;

/**
 * DroverWhereabouts:
 *
 * Where a guest is, by the word of both hosts.
 */
typedef struct {
  DroverSighting source;
  DroverSighting target;
} DroverWhereabouts;

void drover_whereabouts_free (DroverWhereabouts *whereabouts);
const char *drover_whereabouts_running_on (const DroverWhereabouts *whereabouts);
char *drover_whereabouts_describe (const DroverWhereabouts *whereabouts, const DroverPlan *plan);

void drover_whereabouts_look_async (const DroverPlan *plan,
                                    DroverConnection *source,
                                    DroverConnection *target,
                                    const DroverOpenOptions *options,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
DroverWhereabouts *
drover_whereabouts_look_finish (GAsyncResult *result, DroverConnection **source, DroverConnection **target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverWhereabouts, drover_whereabouts_free)

G_END_DECLS
