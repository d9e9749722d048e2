/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-guest.h"
#include "caps/drover-host-caps.h"
#include "facts/drover-attempt.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverProbeGuest:
 *
 * A tiny paused guest that is there for a moment: its QEMU opens TCP sockets and files for us, as the one of
 * a migration would. It is transient, marked as ours and ends with our connection. Reference-counted; the
 * last reference leaves the guest itself alone, so remove it first.
 */
typedef struct _DroverProbeGuest DroverProbeGuest;

DroverProbeGuest *drover_probe_guest_new (DroverConnection *connection,
                                          const DroverHostCaps *caps,
                                          const char *preferred_virt_type,
                                          GError **error);
void drover_probe_guest_add_socket (DroverProbeGuest *guest, gboolean listen, const char *host, guint port);
void drover_probe_guest_add_disk (DroverProbeGuest *guest, const char *path);
char *drover_probe_guest_get_xml (DroverProbeGuest *guest);
DroverAttempt *drover_probe_guest_start (DroverProbeGuest *guest);
void drover_probe_guest_remove (DroverProbeGuest *guest);
DroverProbeGuest *drover_probe_guest_ref (DroverProbeGuest *guest);
void drover_probe_guest_unref (DroverProbeGuest *guest);

int drover_probe_guest_find_socket (const char *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverProbeGuest, drover_probe_guest_unref)

G_END_DECLS
