/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-plan.h"

/**
 * drover_plan_get_mode:
 *
 * Returns: who steers; %DROVER_MIGRATE_MODE_AUTO while that is still open
 */
DroverMigrateMode
drover_plan_get_mode (const DroverPlan *plan)
{
  return drover_migrate_options_get_mode (drover_plan_get_options (plan));
}

/**
 * drover_plan_is_p2p:
 *
 * Returns: whether it is settled that the source steers
 */
gboolean
drover_plan_is_p2p (const DroverPlan *plan)
{
  return drover_plan_get_mode (plan) == DROVER_MIGRATE_MODE_P2P;
}

/**
 * drover_plan_get_destination_uri:
 *
 * Returns: (transfer none): for peer-to-peer the target's libvirt URI as the source sees it (`--desturi`, or
 * the URI this computer uses); else the URI this computer uses
 */
const char *
drover_plan_get_destination_uri (const DroverPlan *plan)
{
  const char *uri =
      drover_migrate_options_get_string (drover_plan_get_options (plan), DROVER_OPTION_DEST_URI);

  return uri != NULL && drover_plan_is_p2p (plan) ? uri : drover_plan_get_target (plan)->text;
}

/**
 * drover_plan_get_max_downtime_ms:
 *
 * Returns: the longest pause at the switch in milliseconds, 0 to leave QEMU's own
 */
guint64
drover_plan_get_max_downtime_ms (const DroverPlan *plan)
{
  return drover_migrate_options_get_uint (drover_plan_get_options (plan), DROVER_OPTION_MAX_DOWNTIME);
}

/**
 * drover_plan_must_converge:
 *
 * Returns: whether the migration ends only once the guest writes less than is sent: it runs on meanwhile, and
 * nothing was chosen that would slow it down, hurry it, or let it go before its memory
 */
gboolean
drover_plan_must_converge (const DroverPlan *plan)
{
  return drover_plan_has_flag (plan, DROVER_MIGRATE_LIVE) &&
         !drover_plan_has_flag (plan, DROVER_MIGRATE_AUTO_CONVERGE) &&
         !drover_plan_has_flag (plan, DROVER_MIGRATE_POSTCOPY) &&
         !drover_migrate_options_is_set (drover_plan_get_options (plan), DROVER_OPTION_TIMEOUT);
}

/**
 * drover_plan_changes_guest:
 *
 * Returns: whether the target is given another definition than the source would send
 */
gboolean
drover_plan_changes_guest (const DroverPlan *plan)
{
  const DroverMigrateOptions *options = drover_plan_get_options (plan);

  return drover_migrate_options_is_set (options, DROVER_OPTION_DEST_XML) ||
         drover_migrate_options_is_set (options, DROVER_OPTION_CHANGE);
}

static GUri *
parse (const char *text)
{
  return text ? g_uri_parse (text, G_URI_FLAGS_ENCODED_QUERY, NULL) : NULL;
}

static gboolean
is_socket (const char *uri)
{
  return uri != NULL && g_str_has_prefix (uri, "unix:");
}

/* A port of 0 in libvirt's URIs is one that libvirt chooses. */
static guint
get_port (const char *text)
{
  g_autoptr (GUri) uri = parse (text);

  return uri != NULL ? (guint) MAX (g_uri_get_port (uri), 0) : 0;
}

/**
 * drover_plan_get_migration_uri:
 *
 * Returns: (transfer none) (nullable): the migration URI the user gave; %NULL where libvirt makes one of the
 *   target's host name
 */
const char *
drover_plan_get_migration_uri (const DroverPlan *plan)
{
  return drover_migrate_options_get_string (drover_plan_get_options (plan), DROVER_OPTION_MIGRATE_URI);
}

/**
 * drover_plan_get_migration_host:
 *
 * Returns: (transfer full) (nullable): the host of the migration URI, an IPv6 address without brackets; %NULL
 *   without such a URI or where it names a socket
 */
char *
drover_plan_get_migration_host (const DroverPlan *plan)
{
  g_autoptr (GUri) uri = parse (drover_plan_get_migration_uri (plan));
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  return host != NULL && host[0] != '\0' ? g_strdup (host) : NULL;
}

/**
 * drover_plan_get_migration_port:
 *
 * Returns: the port of the migration URI, 0 where libvirt chooses one of its range
 */
guint
drover_plan_get_migration_port (const DroverPlan *plan)
{
  return get_port (drover_plan_get_migration_uri (plan));
}

/**
 * drover_plan_needs_migration_port:
 *
 * Returns: whether the source must reach a TCP port of the target for the guest's memory: not when tunnelled,
 *   offline or through a socket
 */
gboolean
drover_plan_needs_migration_port (const DroverPlan *plan)
{
  return !drover_plan_has_flag (plan, DROVER_MIGRATE_TUNNELLED | DROVER_MIGRATE_OFFLINE) &&
         !is_socket (drover_plan_get_migration_uri (plan));
}

/**
 * drover_plan_copies_storage:
 *
 * Returns: whether disks are copied, in full or their top image
 */
gboolean
drover_plan_copies_storage (const DroverPlan *plan)
{
  return drover_plan_has_flag (plan, DROVER_MIGRATE_NON_SHARED_DISK | DROVER_MIGRATE_NON_SHARED_INC);
}

/**
 * drover_plan_copies_disk:
 * @plan: a plan
 * @disk: a disk of the guest
 *
 * Says what libvirt will do (qemuMigrationAnyCopyDisk() of its src/qemu/qemu_migration.c): with a list of
 * disks exactly those; without one each that has a source and is neither read-only nor shareable.
 *
 * Returns: whether the disk is copied
 */
gboolean
drover_plan_copies_disk (const DroverPlan *plan, const DroverDisk *disk)
{
  const char *const *chosen =
      drover_migrate_options_get_list (drover_plan_get_options (plan), DROVER_OPTION_MIGRATE_DISKS);

  if (!drover_plan_copies_storage (plan))
    return FALSE;
  if (chosen != NULL)
    return disk->target_dev != NULL && g_strv_contains (chosen, disk->target_dev);
  return drover_disk_is_migrated_by_copy (disk);
}

/**
 * drover_plan_list_copied_disks:
 * @plan: a plan
 * @guest: the guest, from its live XML
 *
 * Returns: (transfer container) (element-type DroverDisk): the disks that are copied, owned by @guest; may be
 *   empty
 */
GPtrArray *
drover_plan_list_copied_disks (const DroverPlan *plan, const DroverGuest *guest)
{
  GPtrArray *copied = g_ptr_array_new ();

  for (guint i = 0; i < guest->disks->len; i++)
    {
      DroverDisk *disk = g_ptr_array_index (guest->disks, i);

      if (drover_plan_copies_disk (plan, disk))
        g_ptr_array_add (copied, disk);
    }
  return copied;
}

/**
 * drover_plan_needs_disks_port:
 *
 * Returns: whether the source must reach a second TCP port of the target, for copied disks
 */
gboolean
drover_plan_needs_disks_port (const DroverPlan *plan)
{
  return drover_plan_copies_storage (plan) && !is_socket (drover_migrate_options_get_string (
                                                  drover_plan_get_options (plan), DROVER_OPTION_DISKS_URI));
}

/**
 * drover_plan_get_disks_port:
 *
 * Returns: the port for copied disks, 0 where libvirt chooses one of its migration range
 */
guint
drover_plan_get_disks_port (const DroverPlan *plan)
{
  const DroverMigrateOptions *options = drover_plan_get_options (plan);
  const char *uri = drover_migrate_options_get_string (options, DROVER_OPTION_DISKS_URI);

  return uri ? get_port (uri) : (guint) drover_migrate_options_get_uint (options, DROVER_OPTION_DISKS_PORT);
}
