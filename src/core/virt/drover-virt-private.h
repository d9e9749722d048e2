/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "virt/drover-connection.h"
#include "virt/drover-domain.h"

G_BEGIN_DECLS

/* For the files of this room only: what knows libvirt's own types. */

/* While one thread waits for an answer, libvirt's client lets it do the reading and writing for all others of
 * the connection. A call that another thread makes within microseconds of its last answer can fail to wake
 * that thread (seen in 9.0.0 with one call in four), and then lies unsent until the connection sees traffic.
 * So calls of one thread keep this distance. */
#define DROVER_VIRT_DISTANCE_US 100

static inline void
drover_virt_keep_distance (void)
{
  g_usleep (DROVER_VIRT_DISTANCE_US);
}

void drover_virt_take_error (const char *what, GError **error);
gboolean drover_virt_report (int rc, const char *what, GError **error);
void drover_virt_take_open_error (const char *uri, GError **error);
DroverConnection *drover_connection_new_for_raw (const DroverUri *uri, virConnectPtr raw, gboolean read_only);
virConnectPtr drover_connection_get_raw (DroverConnection *connection);
char *drover_virt_take_string (char *text, const char *what, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (virStorageVol, virStorageVolFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (virNetwork, virNetworkFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (virInterface, virInterfaceFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (virNodeDevice, virNodeDeviceFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (virSecret, virSecretFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (virNWFilter, virNWFilterFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (virStream, virStreamFree)

G_END_DECLS
