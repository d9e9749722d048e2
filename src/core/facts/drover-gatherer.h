/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact-provider.h"

G_BEGIN_DECLS

#define DROVER_TYPE_GATHERER (drover_gatherer_get_type ())

/**
 * DroverGatherer:
 *
 * Learns the facts that are wanted, each as soon as what it needs is there, hosts and groups at the same
 * time. Lives in the main context it was created in and emits its signals there.
 */
G_DECLARE_FINAL_TYPE (DroverGatherer, drover_gatherer, DROVER, GATHERER, GObject)

DroverGatherer *drover_gatherer_new (DroverPlan *plan, const DroverOpenOptions *options, gboolean passive);
void drover_gatherer_add_provider (DroverGatherer *gatherer, const DroverFactProvider *provider);
void drover_gatherer_drop_provider (DroverGatherer *gatherer, DroverFactId id);
void drover_gatherer_set_connection (DroverGatherer *gatherer, DroverSide side, DroverConnection *connection);
void drover_gatherer_set_facts (DroverGatherer *gatherer, DroverFacts *facts);
void drover_gatherer_want (DroverGatherer *gatherer, DroverFactId id, DroverSide side);
void drover_gatherer_forget (DroverGatherer *gatherer, DroverFactId id, DroverSide side);
void drover_gatherer_start (DroverGatherer *gatherer);
void drover_gatherer_cancel (DroverGatherer *gatherer);
gboolean drover_gatherer_is_done (DroverGatherer *gatherer);
gboolean drover_gatherer_is_idle (DroverGatherer *gatherer);
gint64 drover_gatherer_get_longest_chain_us (DroverGatherer *gatherer);

DroverPlan *drover_gatherer_get_plan (DroverGatherer *gatherer);
DroverFacts *drover_gatherer_get_facts (DroverGatherer *gatherer);
DroverConnection *drover_gatherer_get_connection (DroverGatherer *gatherer, DroverSide side);

G_END_DECLS
