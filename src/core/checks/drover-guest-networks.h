/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"

G_BEGIN_DECLS

const DroverFactNetwork *
drover_facts_find_network (const DroverFacts *facts, DroverSide side, const char *name);
GPtrArray *drover_guest_list_networks (const DroverGuest *guest);
gboolean drover_fact_networks_has_link (const DroverFactNetworks *networks, const char *link);
gboolean drover_forward_is_private (const char *forward);
char *drover_fact_network_describe (const DroverFactNetwork *network);

G_END_DECLS
