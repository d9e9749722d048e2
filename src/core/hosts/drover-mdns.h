/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DROVER_TYPE_MDNS (drover_mdns_get_type ())

/**
 * DroverMdns:
 *
 * The names of hosts that announce libvirt in the local network, as the Avahi daemon of this computer hears
 * them. Lives in the main context.
 */
G_DECLARE_FINAL_TYPE (DroverMdns, drover_mdns, DROVER, MDNS, GObject)

DroverMdns *drover_mdns_new (void);
GStrv drover_mdns_list_hosts (DroverMdns *mdns);

G_END_DECLS
