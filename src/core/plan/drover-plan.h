/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/drover-side.h"
#include "base/drover-uri.h"
#include "caps/drover-guest.h"
#include "plan/drover-migrate-flags.h"
#include "plan/drover-migrate-options.h"

G_BEGIN_DECLS

/**
 * DroverPlan:
 *
 * One migration as it is meant: source, target, guest and options. Reference-counted and never changed once
 * made, so it may be read from any thread; the `with_…` functions give a changed copy.
 */
typedef struct _DroverPlan DroverPlan;

DroverPlan *drover_plan_new (const DroverUri *source,
                             const DroverUri *target,
                             const char *guest_name,
                             const DroverMigrateOptions *options);
DroverPlan *drover_plan_with_guest (
    const DroverPlan *plan, const char *name, const char *uuid, gboolean persistent, gboolean active);
DroverPlan *drover_plan_with_options (const DroverPlan *plan, const DroverMigrateOptions *options);
DroverPlan *drover_plan_with_mode (const DroverPlan *plan, DroverMigrateMode mode);
DroverPlan *drover_plan_ref (DroverPlan *plan);
void drover_plan_unref (DroverPlan *plan);

const DroverUri *drover_plan_get_source (const DroverPlan *plan);
const DroverUri *drover_plan_get_target (const DroverPlan *plan);
const DroverUri *drover_plan_get_uri (const DroverPlan *plan, DroverSide side);
const DroverMigrateOptions *drover_plan_get_options (const DroverPlan *plan);
const char *drover_plan_get_guest_name (const DroverPlan *plan);
const char *drover_plan_get_guest_uuid (const DroverPlan *plan);
const char *drover_plan_get_target_name (const DroverPlan *plan);
gboolean drover_plan_guest_is_known (const DroverPlan *plan);
gboolean drover_plan_guest_is_persistent (const DroverPlan *plan);
gboolean drover_plan_guest_is_active (const DroverPlan *plan);

guint64 drover_plan_get_flags (const DroverPlan *plan);
gboolean drover_plan_has_flag (const DroverPlan *plan, DroverMigrateFlags flag);
GVariant *drover_plan_get_params (const DroverPlan *plan);
DroverMigrateMode drover_plan_get_mode (const DroverPlan *plan);
gboolean drover_plan_is_p2p (const DroverPlan *plan);
const char *drover_plan_get_destination_uri (const DroverPlan *plan);
guint64 drover_plan_get_max_downtime_ms (const DroverPlan *plan);

/* What the checks ask */
const char *drover_plan_get_migration_uri (const DroverPlan *plan);
char *drover_plan_get_migration_host (const DroverPlan *plan);
guint drover_plan_get_migration_port (const DroverPlan *plan);
gboolean drover_plan_needs_migration_port (const DroverPlan *plan);
gboolean drover_plan_must_converge (const DroverPlan *plan);
gboolean drover_plan_changes_guest (const DroverPlan *plan);
gboolean drover_plan_copies_storage (const DroverPlan *plan);
gboolean drover_plan_copies_disk (const DroverPlan *plan, const DroverDisk *disk);
GPtrArray *drover_plan_list_copied_disks (const DroverPlan *plan, const DroverGuest *guest);
gboolean drover_plan_needs_disks_port (const DroverPlan *plan);
guint drover_plan_get_disks_port (const DroverPlan *plan);

char **drover_plan_to_virsh (const DroverPlan *plan, const char *dest_xml_path, const char *persist_xml_path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverPlan, drover_plan_unref)

G_END_DECLS
