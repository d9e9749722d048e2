/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images, and the storage that both hosts should see. */
#include <string.h>

#include "base/drover-quote.h"
#include "checks/drover-pool-lookup.h"
#include "remedies/drover-remedy-private.h"

/* libvirt's qemu.conf can name file systems that count as shared. */
#define LIBVIRT_WITH_SHARED_FILESYSTEMS 11000000

/* The disk lies elsewhere on the target: the path is the reader's to fill in. */
static void
build_other_path (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *path = drover_remedy_dup_word (context, "path");
  g_autofree char *change = path ? g_strdup_printf ("path:%s=/NEW-PATH", path) : NULL;

  if (change != NULL)
    drover_remedy_add_changed (context, commands, change);
}

/* (transfer none) (nullable): the source's pool that brings the image from a server or device, which the
 * target can use as well; a folder of the source's own is no such thing. */
const DroverFactPool *
drover_remedy_find_portable_pool (const DroverRemedyContext *context)
{
  static const char *const types[] = { "netfs", "iscsi", "iscsi-direct", "rbd", "gluster", "vstorage", NULL };
  const DroverFactPools *pools = drover_facts_get_pools (context->facts, DROVER_SIDE_SOURCE);
  g_autofree char *name = drover_remedy_dup_word (context, "pool");
  g_autofree char *path = drover_remedy_dup_word (context, "path");
  const DroverFactPool *pool = NULL;

  if (pools == NULL)
    return NULL;
  if (name != NULL)
    return drover_pool_find_by_name (pools, name);
  pool = path ? drover_pool_find_around (pools, path) : NULL;
  return pool != NULL && pool->type != NULL && g_strv_contains (types, pool->type) ? pool : NULL;
}

static void
add_start (const DroverRemedyContext *context, GPtrArray *commands, const char *pool)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-start", "--", pool, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-autostart", "--", pool, NULL);
}

/* A pool of files is mounted on a folder; it is made where it is missing. */
static void
build_carry_pool (const DroverRemedyContext *context, GPtrArray *commands)
{
  const DroverFactPools *there = drover_facts_get_pools (context->facts, DROVER_SIDE_TARGET);
  const DroverFactPool *pool = drover_remedy_find_portable_pool (context);
  const DroverFactPool *same = pool && there ? drover_pool_find_by_name (there, pool->name) : NULL;
  const char *source = drover_plan_get_source (context->plan)->text;

  if (pool == NULL || (same != NULL && same->active))
    return;
  if (same == NULL)
    {
      drover_remedy_add_redirected (commands, "pool.xml", "virsh", "-c", source, "pool-dumpxml", "--inactive",
                                    "--", pool->name, NULL);
      drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-define", "pool.xml", NULL);
      if (drover_pool_holds_files (pool))
        drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-build", "--", pool->name, NULL);
    }
  add_start (context, commands, pool->name);
}

static void
build_look_at_mount (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *dir = drover_remedy_dup_word (context, "dir");

  /* nobody mounts a disk there */
  if (dir == NULL || g_str_equal (dir, "/dev") || g_str_has_prefix (dir, "/dev/"))
    return;
  drover_remedy_add (commands, "findmnt", "--target", dir, NULL);
  drover_remedy_add (commands, "ls", "-l", "--", dir, NULL);
}

static void
build_start_pool (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *pool = drover_remedy_dup_word (context, "pool");

  add_start (context, commands, pool ? pool : "POOL");
}

/* A name that the target does not have yet, after the folder. */
char *
drover_remedy_choose_pool_name (const DroverRemedyContext *context, const char *dir)
{
  const DroverFactPools *pools = drover_facts_get_pools (context->facts, DROVER_SIDE_TARGET);
  g_autofree char *base = g_path_get_basename (dir);
  char *name;

  g_strcanon (base, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-.", '-');
  name = g_strdup (base[0] == '-' || base[0] == '.' ? "images" : base);
  for (guint i = 2; pools != NULL && drover_pool_find_by_name (pools, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base[0] == '-' || base[0] == '.' ? "images" : base, i);
    }
  return name;
}

static void
build_create_pool (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *dir = drover_remedy_dup_word (context, "dir");
  g_autofree char *name = dir ? drover_remedy_choose_pool_name (context, dir) : NULL;

  if (dir == NULL)
    return;
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-define-as", name, "dir", "--target",
                           dir, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-build", name, NULL);
  add_start (context, commands, name);
}

/* What would need an escape in qemu.conf is left to an editor. */
static gboolean
path_is_plain (const char *path)
{
  return path != NULL && path[0] == '/' &&
         path[strspn (path, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "/_-.+")] == '\0';
}

static void
build_shared_filesystems (const DroverRemedyContext *context, GPtrArray *commands)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (context->facts, DROVER_SIDE_SOURCE);
  g_autofree char *dir = drover_remedy_dup_word (context, "dir");
  g_autofree char *setting = NULL;
  g_autofree char *echo = NULL;

  if (identity == NULL || identity->libvirt_version < LIBVIRT_WITH_SHARED_FILESYSTEMS || !path_is_plain (dir))
    return;
  setting = g_strdup_printf ("shared_filesystems = [ \"%s\" ]", dir);
  echo = drover_quote_command ("echo", setting, NULL);
  drover_remedy_add (commands, "sudo", "grep", "-n", "shared_filesystems", "/etc/libvirt/qemu.conf", NULL);
  g_ptr_array_add (commands, g_strdup_printf ("%s | sudo tee -a /etc/libvirt/qemu.conf", echo));
  drover_remedy_add_daemon_restart (commands);
}

static void
build_prove (const DroverRemedyContext *context, GPtrArray *commands)
{
  /* tried already */
  if (drover_facts_get_proof (context->facts) != NULL)
    return;
  drover_remedy_add (commands, "droverctl", "check", drover_remedy_get_guest (context), "--from",
                     drover_plan_get_source (context->plan)->text, "--to",
                     drover_plan_get_target (context->plan)->text, "--only", "shared-storage", NULL);
}

/* What the disk is and what it lies on, down to the hardware: the same command on both hosts. */
static void
add_identify (const DroverRemedyContext *context, GPtrArray *commands, const char *argument)
{
  g_autofree char *path = drover_remedy_dup_word (context, argument);

  if (path == NULL)
    return;
  drover_remedy_add (commands, "lsblk", "--inverse", "--output", "NAME,TYPE,SIZE,WWN,SERIAL,MODEL", "--",
                     path, NULL);
  drover_remedy_add (commands, "udevadm", "info", "--query=symlink", "--name", path, NULL);
}

static void
build_identify_source (const DroverRemedyContext *context, GPtrArray *commands)
{
  add_identify (context, commands, "source-path");
}

static void
build_identify_target (const DroverRemedyContext *context, GPtrArray *commands)
{
  add_identify (context, commands, "path");
}

/* A pool goes on listing what was taken from its folder, and libvirt then makes no image there. */
static void
build_move_away (const DroverRemedyContext *context, GPtrArray *commands)
{
  const DroverFactPools *pools = drover_facts_get_pools (context->facts, DROVER_SIDE_TARGET);
  g_autofree char *path = drover_remedy_dup_word (context, "path");
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;
  g_autofree char *aside = path ? g_strconcat (path, ".before-migration", NULL) : NULL;
  const DroverFactPool *pool = folder && pools ? drover_pool_find_at (pools, folder, TRUE) : NULL;

  if (path == NULL)
    return;
  drover_remedy_add (commands, "sudo", "mv", "--no-clobber", "--", path, aside, NULL);
  if (pool != NULL)
    drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-refresh", "--", pool->name, NULL);
}

static void
build_flatten (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");

  if (disk == NULL || !drover_plan_guest_is_active (context->plan))
    return;
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "blockpull",
                           drover_remedy_get_guest (context), disk, "--wait", "--verbose", NULL);
}

/* virsh has no shorter way to a disk's startupPolicy. */
static void
build_drop_missing (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (drover_plan_guest_is_persistent (context->plan))
    drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "edit", drover_remedy_get_guest (context),
                             NULL);
}

/* The drive stays, empty. What the definition says is changed too where there is one. */
static void
build_eject (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");
  const char *guest = drover_remedy_get_guest (context);
  gboolean active = drover_plan_guest_is_active (context->plan);
  const char *first = active ? "--live" : "--config";
  const char *second = active && drover_plan_guest_is_persistent (context->plan) ? "--config" : NULL;

  if (disk != NULL)
    drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "change-media", guest, disk, "--eject",
                             first, second, NULL);
}

static void
build_check_path (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *path = drover_remedy_dup_word (context, "path");

  if (path != NULL)
    drover_remedy_add (commands, "ls", "-l", "--", path, NULL);
}

static const DroverRemedy remedies[] = {
  { "prove-storage", NULL, N_ ("Look again, with a proof: a marker file is written and removed at once"),
    DROVER_SIDE_CLIENT, build_prove },
  { "identify-disk", "source",
    N_ ("See which disk it is, and name it in the guest by what identifies it: /dev/disk/by-id/wwn-…, or "
        "dm-uuid-mpath-… with multipath"),
    DROVER_SIDE_SOURCE, build_identify_source },
  { "identify-disk", "target", N_ ("See which disk the target has there"), DROVER_SIDE_TARGET,
    build_identify_target },
  { "dest-xml-disk", NULL,
    N_ ("Give the target a definition with the path under which it has this image, for this migration only"),
    DROVER_SIDE_CLIENT, build_other_path },
  { "mount-storage", "pool", N_ ("Carry the source's pool over; the target then mounts the same storage"),
    DROVER_SIDE_CLIENT, build_carry_pool },
  { "mount-storage", "look",
    N_ ("See what is mounted there, and mount the storage on the target where the source has it"),
    DROVER_SIDE_TARGET, build_look_at_mount },
  { "define-pool", NULL, N_ ("Carry the source's pool over to the target"), DROVER_SIDE_CLIENT,
    build_carry_pool },
  { "start-pool", NULL, N_ ("Start the pool on the target, now and at boot"), DROVER_SIDE_TARGET,
    build_start_pool },
  { "create-pool", NULL,
    N_ ("Create a storage pool over this folder on the target; the images are then made by themselves"),
    DROVER_SIDE_TARGET, build_create_pool },
  { "shared-filesystems", NULL,
    N_ ("Or tell the source's libvirt once and for all that this folder is shared"), DROVER_SIDE_SOURCE,
    build_shared_filesystems },
  { "move-image-away", NULL, N_ ("Or rename the image on the target, if nobody needs it under this name"),
    DROVER_SIDE_TARGET, build_move_away },
  { "flatten-disk", NULL, N_ ("Pull what backs the disk into its top image while the guest runs"),
    DROVER_SIDE_SOURCE, build_flatten },
  { "eject-iso", NULL, N_ ("Eject the image; the guest loses the disc, not the drive"), DROVER_SIDE_SOURCE,
    build_eject },
  { "drop-missing-disc", NULL,
    N_ ("Or allow the drive to be empty where its image is missing, from the guest's next start on: "
        "startupPolicy='requisite'"),
    DROVER_SIDE_SOURCE, build_drop_missing },
  { "check-path", NULL, N_ ("See whether the target has it"), DROVER_SIDE_TARGET, build_check_path },
};

const DroverRemedyTable drover_remedies_storage = { remedies, G_N_ELEMENTS (remedies) };
