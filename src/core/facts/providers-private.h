/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact-provider.h"
#include "virt/drover-domain.h"

G_BEGIN_DECLS

/* For the providers of this room, and their tests. */

extern const DroverFactProvider drover_provider_identity;
extern const DroverFactProvider drover_provider_capabilities;
extern const DroverFactProvider drover_provider_domcaps;
extern const DroverFactProvider drover_provider_cpu;
extern const DroverFactProvider drover_provider_cpu_offer;
extern const DroverFactProvider drover_provider_memory;
extern const DroverFactProvider drover_provider_guests;
extern const DroverFactProvider drover_provider_networks;
extern const DroverFactProvider drover_provider_all_networks;
extern const DroverFactProvider drover_provider_pools;
extern const DroverFactProvider drover_provider_files;
extern const DroverFactProvider drover_provider_devices;
extern const DroverFactProvider drover_provider_objects;
extern const DroverFactProvider drover_provider_pages;
extern const DroverFactProvider drover_provider_system;
extern const DroverFactProvider drover_provider_guest_state;
extern const DroverFactProvider drover_provider_dirtying;
extern const DroverFactProvider drover_provider_guest_xml;
extern const DroverFactProvider drover_provider_migratable;
extern const DroverFactProvider drover_provider_disks;
extern const DroverFactProvider drover_provider_names;
extern const DroverFactProvider drover_provider_ports;
extern const DroverFactProvider drover_provider_reach;
extern const DroverFactProvider drover_provider_listen;
extern const DroverFactProvider drover_provider_proof;

DroverDomain *drover_provider_find_guest (const DroverFactContext *context, GError **error);
DroverGuest *drover_provider_get_guest (const DroverFactContext *context, DroverSide side, GError **error);

G_END_DECLS
