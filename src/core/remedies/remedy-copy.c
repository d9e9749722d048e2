/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes which disks this migration copies. */
#include "checks/drover-disk-element.h"
#include "checks/drover-pool-lookup.h"
#include "facts/drover-effective-guest.h"
#include "plan/drover-conflicts.h"
#include "remedies/drover-remedy-private.h"

static DroverMigrateOptions *
copy_options (const DroverRemedyContext *context)
{
  return drover_migrate_options_copy (drover_plan_get_options (context->plan));
}

static void
add_if_possible (const DroverRemedyContext *context, GPtrArray *commands, const DroverMigrateOptions *options)
{
  if (drover_migrate_options_verify (options, NULL, NULL))
    drover_remedy_add_migrate (context, commands, options);
}

static void
set_copy_all (DroverMigrateOptions *options)
{
  drover_migrate_options_unset (options, DROVER_OPTION_COPY_STORAGE_INC);
  drover_migrate_options_set_flag (options, DROVER_OPTION_COPY_STORAGE_ALL, TRUE);
}

/* (transfer full): the disks copied as it is meant now, all or all but @without; "" for none. */
static char *
list_copied (const DroverRemedyContext *context, const char *without)
{
  const DroverGuest *guest = drover_facts_get_guest (context->facts);
  g_autoptr (GPtrArray) disks = guest ? drover_plan_list_copied_disks (context->plan, guest) : NULL;
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; disks != NULL && i < disks->len; i++)
    {
      const DroverDisk *disk = disks->pdata[i];

      if (disk->target_dev != NULL && g_strcmp0 (disk->target_dev, without) != 0)
        g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", disk->target_dev);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* Onto an image that exists nothing is copied unasked. */
static gboolean
is_in_the_way (const DroverRemedyContext *context, const char *disk_name)
{
  const DroverGuest *guest = drover_facts_get_guest (context->facts);
  const DroverDisk *disk = guest && disk_name ? drover_guest_find_disk (guest, disk_name) : NULL;
  g_autofree char *image = disk ? drover_storage_source_describe (drover_disk_get_source (disk)) : NULL;
  const DroverFactFile *file = drover_facts_find_file (context->facts, DROVER_SIDE_TARGET, image);

  return file != NULL && g_strcmp0 (file->exists, "yes") == 0;
}

/* A disk that is copied already but not named is left out of a list: then the list gets it. */
static void
build_copy (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = copy_options (context);
  g_autofree char *copied = list_copied (context, NULL);
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");

  if (is_in_the_way (context, disk))
    return;
  set_copy_all (options);
  if (drover_migrate_options_is_set (options, DROVER_OPTION_MIGRATE_DISKS) && disk != NULL)
    {
      g_autofree char *list = g_strjoin (copied[0] ? "," : "", copied, disk, NULL);

      if (!drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, list, NULL))
        return;
    }
  add_if_possible (context, commands, options);
}

static void
build_copy_all (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = copy_options (context);

  set_copy_all (options);
  add_if_possible (context, commands, options);
}

static void
build_no_copy (const DroverRemedyContext *context, GPtrArray *commands)
{
  static const DroverMigrateOption all[] = {
    DROVER_OPTION_COPY_STORAGE_ALL,  DROVER_OPTION_COPY_STORAGE_INC,    DROVER_OPTION_SYNCHRONOUS_WRITES,
    DROVER_OPTION_MIGRATE_DISKS,     DROVER_OPTION_DISKS_PORT,          DROVER_OPTION_DISKS_URI,
    DROVER_OPTION_DISKS_TARGET_ZERO, DROVER_OPTION_DISKS_DETECT_ZEROES,
  };
  g_autoptr (DroverMigrateOptions) options = copy_options (context);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    drover_migrate_options_unset (options, all[i]);
  add_if_possible (context, commands, options);
}

static void
build_copy_others (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = copy_options (context);
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");
  g_autofree char *others = list_copied (context, disk);

  if (others[0] != '\0' && drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, others, NULL))
    add_if_possible (context, commands, options);
}

static void
build_named (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = copy_options (context);
  g_autofree char *disks = list_copied (context, NULL);

  if (disks[0] != '\0' && drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, disks, NULL))
    add_if_possible (context, commands, options);
}

/* The image a copy shall go onto, and what backs it. */
typedef struct {
  GPtrArray *elements;
  DroverGuest *effective;
  const DroverDiskElement *top;
  const DroverDiskElement *backing;
  gint64 capacity;
} Overlay;

static void
overlay_clear (Overlay *overlay)
{
  g_clear_pointer (&overlay->elements, g_ptr_array_unref);
  g_clear_pointer (&overlay->effective, drover_guest_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Overlay, overlay_clear)

static gint64
get_capacity (const DroverRemedyContext *context, const DroverDiskElement *top)
{
  const DroverFactDisks *disks = drover_facts_get_disks (context->facts);

  for (guint i = 0; disks != NULL && disks->disks != NULL && i < disks->disks->len; i++)
    {
      const DroverFactDisk *disk = disks->disks->pdata[i];

      if (g_strcmp0 (disk->target, top->disk->target_dev) == 0 && disk->capacity > 0)
        return disk->capacity;
    }
  return top->source_file ? top->source_file->capacity : -1;
}

static gboolean
find_overlay (const DroverRemedyContext *context, Overlay *overlay)
{
  const DroverCheckInput input = { context->plan, context->facts, FALSE };
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");

  overlay->effective = drover_facts_get_guest (context->facts) && disk
                           ? drover_effective_guest (context->plan, context->facts, NULL)
                           : NULL;
  if (overlay->effective == NULL)
    return FALSE;
  overlay->elements = drover_disk_elements_list (&input, overlay->effective);
  for (guint i = 0; i < overlay->elements->len; i++)
    {
      const DroverDiskElement *element = overlay->elements->pdata[i];

      if (g_strcmp0 (element->disk->target_dev, disk) != 0)
        continue;
      if (element->is_top)
        overlay->top = element;
      else if (overlay->backing == NULL)
        overlay->backing = element;
    }
  if (overlay->top == NULL || overlay->top->path == NULL || overlay->top->path[0] != '/' ||
      overlay->top->image->format == NULL ||
      (overlay->backing != NULL && (overlay->backing->path == NULL || overlay->backing->path[0] != '/')))
    return FALSE;
  overlay->capacity = get_capacity (context, overlay->top);
  return overlay->capacity > 0;
}

/* What the definition says, else what the image was found to be. */
static const char *
get_backing_format (const Overlay *overlay)
{
  const DroverDiskElement *backing = overlay->backing;

  if (backing->image != NULL && backing->image->format != NULL)
    return backing->image->format;
  return backing->source_file != NULL && backing->source_file->format != NULL ? backing->source_file->format
                                                                              : "raw";
}

/* (transfer none) (nullable): the target's running pool right over the file. */
static const DroverFactPool *
find_pool_over (const DroverRemedyContext *context, const char *path)
{
  const DroverFactPools *pools = drover_facts_get_pools (context->facts, DROVER_SIDE_TARGET);
  g_autofree char *dir = g_path_get_dirname (path);
  const DroverFactPool *pool = pools ? drover_pool_find_at (pools, dir, TRUE) : NULL;

  return pool != NULL && drover_pool_holds_files (pool) ? pool : NULL;
}

/* Whether naming all copied disks would give away no other image than the one made for this. */
static gboolean
is_nothing_else_in_the_way (const DroverRemedyContext *context)
{
  g_autoptr (GPtrArray) disks =
      drover_plan_list_copied_disks (context->plan, drover_facts_get_guest (context->facts));

  for (guint i = 0; i < disks->len; i++)
    if (is_in_the_way (context, ((const DroverDisk *) disks->pdata[i])->target_dev))
      return FALSE;
  return TRUE;
}

/* Through the target's libvirt, which then knows the image; and on with the migration, which may overwrite
 * what was made for it. */
static void
build_precreate (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_auto (Overlay) overlay = { 0 };
  const DroverFactPool *pool, *base;
  g_autofree char *capacity = NULL;
  g_autofree char *name = NULL;

  if (!find_overlay (context, &overlay))
    return;
  pool = find_pool_over (context, overlay.top->path);
  base = overlay.backing ? find_pool_over (context, overlay.backing->path) : NULL;
  if (pool == NULL || (overlay.backing != NULL && base == NULL))
    return;
  capacity = g_strdup_printf ("%" G_GINT64_FORMAT, overlay.capacity);
  name = g_path_get_basename (overlay.top->path);
  if (base != NULL)
    {
      drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "pool-refresh", "--", base->name, NULL);
      drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "vol-create-as", "--capacity", capacity,
                               "--format", overlay.top->image->format, "--backing-vol", overlay.backing->path,
                               "--backing-vol-format", get_backing_format (&overlay), "--", pool->name, name,
                               NULL);
    }
  else
    drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "vol-create-as", "--capacity", capacity,
                             "--format", overlay.top->image->format, "--", pool->name, name, NULL);
  if (is_nothing_else_in_the_way (context))
    build_named (context, commands);
}

/* Where a pool is missing; the next check then offers how to go on. */
static void
build_precreate_by_hand (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_auto (Overlay) overlay = { 0 };
  g_autofree char *capacity = NULL;

  if (!find_overlay (context, &overlay) ||
      (find_pool_over (context, overlay.top->path) != NULL &&
       (overlay.backing == NULL || find_pool_over (context, overlay.backing->path) != NULL)))
    return;
  capacity = g_strdup_printf ("%" G_GINT64_FORMAT, overlay.capacity);
  if (overlay.backing != NULL)
    drover_remedy_add (commands, "sudo", "qemu-img", "create", "-f", overlay.top->image->format, "-b",
                       overlay.backing->path, "-F", get_backing_format (&overlay), overlay.top->path,
                       capacity, NULL);
  else
    drover_remedy_add (commands, "sudo", "qemu-img", "create", "-f", overlay.top->image->format,
                       overlay.top->path, capacity, NULL);
}

static void
build_unsafe (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = copy_options (context);

  drover_migrate_options_set_flag (options, DROVER_OPTION_UNSAFE, TRUE);
  add_if_possible (context, commands, options);
}

static const DroverRemedy remedies[] = {
  { "unsafe-proved", NULL,
    N_ ("Silence libvirt's own test for this migration; the storage is proved to be shared"),
    DROVER_SIDE_CLIENT, FALSE, build_unsafe },
  { "copy-storage", NULL, N_ ("Let the migration copy the disks"), DROVER_SIDE_CLIENT, FALSE, build_copy },
  { "no-copy-storage", NULL, N_ ("Migrate without copying storage: the target sees this image already"),
    DROVER_SIDE_CLIENT, FALSE, build_no_copy },
  { "copy-other-disks", NULL, N_ ("Copy only the disks that the target does not see"), DROVER_SIDE_CLIENT,
    FALSE, build_copy_others },
  { "copy-all-instead", NULL, N_ ("Copy the disk in full; then libvirt creates the image"),
    DROVER_SIDE_CLIENT, FALSE, build_copy_all },
  { "precreate-overlay", NULL,
    N_ ("Let the target make an overlay over the same base, as large as the source's, and copy onto that"),
    DROVER_SIDE_CLIENT, FALSE, build_precreate },
  { "precreate-overlay", "by-hand",
    N_ ("Create an overlay over the same base, as large as the source's; then check again"),
    DROVER_SIDE_TARGET, FALSE, build_precreate_by_hand },
  { "migrate-disk-named", NULL,
    N_ ("If the image on the target may be overwritten: name the disks, which says so (its data will be "
        "lost)"),
    DROVER_SIDE_CLIENT, FALSE, build_named },
};

const DroverRemedyTable drover_remedies_copy = { remedies, G_N_ELEMENTS (remedies) };
