/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DROVER_N_HOSTS 2

/* libvirtd works on five requests of a client at a time (`max_client_requests`); the fifth stays free for
 * keepalive and for destroying a probe that hangs. */
#define DROVER_CALLS_PER_HOST 4

/**
 * DroverSlots:
 *
 * How many calls are on their way to each host. A call that was given up keeps its slot until it has really
 * returned, so slots are shared with the workers and outlive whoever waits.
 */
typedef struct _DroverSlots DroverSlots;

typedef void (*DroverSlotsFunc) (GObject *owner);

DroverSlots *drover_slots_new (GObject *owner, DroverSlotsFunc freed);
DroverSlots *drover_slots_ref (DroverSlots *slots);
void drover_slots_unref (DroverSlots *slots);
gboolean drover_slots_take (DroverSlots *slots, guint hosts);
void drover_slots_give (DroverSlots *slots, guint hosts);
gboolean drover_slots_is_full (DroverSlots *slots, guint host);
gboolean drover_slots_is_idle (DroverSlots *slots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverSlots, drover_slots_unref)

G_END_DECLS
