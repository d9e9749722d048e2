/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-gatherer.h"

G_BEGIN_DECLS

#define DROVER_TYPE_LINEUP (drover_lineup_get_type ())

/**
 * DroverLineup:
 *
 * Looks at several hosts at the same time, each with its own time limits and its own calls, so none waits for
 * another. Lives in the main context it was created in.
 */
G_DECLARE_FINAL_TYPE (DroverLineup, drover_lineup, DROVER, LINEUP, GObject)

DroverLineup *drover_lineup_new (const DroverOpenOptions *options);
void drover_lineup_add_host (DroverLineup *lineup, const DroverUri *uri);
void drover_lineup_want (DroverLineup *lineup, DroverFactId id);
void drover_lineup_start (DroverLineup *lineup);
void drover_lineup_cancel (DroverLineup *lineup);
gboolean drover_lineup_is_done (DroverLineup *lineup);
gboolean drover_lineup_is_host_done (DroverLineup *lineup, guint host);

guint drover_lineup_get_n_hosts (DroverLineup *lineup);
const DroverUri *drover_lineup_get_uri (DroverLineup *lineup, guint host);
DroverFacts *drover_lineup_get_facts (DroverLineup *lineup, guint host);
DroverGatherer *drover_lineup_get_gatherer (DroverLineup *lineup, guint host);
const DroverOpenOptions *drover_lineup_get_options (DroverLineup *lineup);

G_END_DECLS
