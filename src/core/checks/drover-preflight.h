/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-finding.h"
#include "facts/drover-gatherer.h"

G_BEGIN_DECLS

#define DROVER_TYPE_PREFLIGHT (drover_preflight_get_type ())

/**
 * DroverPreflight:
 *
 * Runs the checks: each judges as soon as the facts it reads are settled. A #GListModel of its findings, in
 * the order of the checks.
 */
G_DECLARE_FINAL_TYPE (DroverPreflight, drover_preflight, DROVER, PREFLIGHT, GObject)

DroverPreflight *drover_preflight_new (DroverGatherer *gatherer, gboolean passive);
gboolean drover_preflight_set_only (DroverPreflight *preflight, const char *const *ids, GError **error);
gboolean drover_preflight_set_ignored (DroverPreflight *preflight, const char *const *ids, GError **error);
void drover_preflight_start (DroverPreflight *preflight);
void drover_preflight_check_again (DroverPreflight *preflight, const DroverCheck *check);
void drover_preflight_cancel (DroverPreflight *preflight);

gboolean drover_preflight_is_finished (DroverPreflight *preflight);
DroverGatherer *drover_preflight_get_gatherer (DroverPreflight *preflight);
guint drover_preflight_count_judged (DroverPreflight *preflight);
GPtrArray *drover_preflight_list_findings (DroverPreflight *preflight);
DroverRunVerdict drover_preflight_get_verdict (DroverPreflight *preflight);
gboolean drover_preflight_is_refused (DroverPreflight *preflight, DroverFinding **finding);
DroverPlan *drover_preflight_dup_settled_plan (DroverPreflight *preflight);
gint64 drover_preflight_get_elapsed_ms (DroverPreflight *preflight);

G_END_DECLS
