/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes which disks this migration copies. */
#include "checks/drover-disk-element.h"
#include "plan/drover-conflicts.h"
#include "remedies/drover-remedy-private.h"

static void
set_copy_all (DroverMigrateOptions *options)
{
  drover_migrate_options_unset (options, DROVER_OPTION_COPY_STORAGE_INC);
  drover_migrate_options_set_flag (options, DROVER_OPTION_COPY_STORAGE_ALL, TRUE);
}

/* (transfer full): the disks copied as it is meant now, all or all but @without; "" for none. */
char *
drover_remedy_list_copied (const DroverRemedyContext *context, const char *without)
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

/* A disk that is no file is not among the files; what tells it apart says whether the target has one. */
static gboolean
has_device (const DroverRemedyContext *context, const char *image)
{
  const DroverFactDevices *devices = drover_facts_get_devices (context->facts, DROVER_SIDE_TARGET);
  const DroverFactProof *proof = drover_facts_get_proof (context->facts);

  for (guint i = 0; devices != NULL && devices->devices != NULL && i < devices->devices->len; i++)
    {
      const DroverFactDevice *device = devices->devices->pdata[i];

      if (device->node != NULL && g_strcmp0 (device->name, image) == 0)
        return TRUE;
    }
  for (guint i = 0; proof != NULL && proof->entries != NULL && i < proof->entries->len; i++)
    {
      const DroverFactProofEntry *entry = proof->entries->pdata[i];

      if (g_strcmp0 (entry->path, image) == 0 && g_strcmp0 (entry->result, "different") == 0)
        return TRUE;
    }
  return FALSE;
}

/* Onto an image that exists nothing is copied unasked. */
gboolean
drover_remedy_is_in_the_way (const DroverRemedyContext *context, const char *disk_name)
{
  const DroverGuest *guest = drover_facts_get_guest (context->facts);
  const DroverDisk *disk = guest && disk_name ? drover_guest_find_disk (guest, disk_name) : NULL;
  g_autofree char *image = disk ? drover_storage_source_describe (drover_disk_get_source (disk)) : NULL;
  const DroverFactFile *file = drover_facts_find_file (context->facts, DROVER_SIDE_TARGET, image);

  if (file != NULL && g_strcmp0 (file->exists, "no") == 0)
    return FALSE;
  return (file != NULL && g_strcmp0 (file->exists, "yes") == 0) || has_device (context, image);
}

/* A disk that is copied already but not named is left out of a list: then the list gets it. */
static void
build_copy (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *copied = drover_remedy_list_copied (context, NULL);
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");

  if (drover_remedy_is_in_the_way (context, disk))
    return;
  set_copy_all (options);
  if (drover_migrate_options_is_set (options, DROVER_OPTION_MIGRATE_DISKS) && disk != NULL)
    {
      g_autofree char *list = g_strjoin (copied[0] ? "," : "", copied, disk, NULL);

      if (!drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, list, NULL))
        return;
    }
  drover_remedy_add_possible (context, commands, options);
}

static void
build_copy_all (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  set_copy_all (options);
  drover_remedy_add_possible (context, commands, options);
}

static void
build_no_copy (const DroverRemedyContext *context, GPtrArray *commands)
{
  static const DroverMigrateOption all[] = {
    DROVER_OPTION_COPY_STORAGE_ALL,  DROVER_OPTION_COPY_STORAGE_INC,    DROVER_OPTION_SYNCHRONOUS_WRITES,
    DROVER_OPTION_MIGRATE_DISKS,     DROVER_OPTION_DISKS_PORT,          DROVER_OPTION_DISKS_URI,
    DROVER_OPTION_DISKS_TARGET_ZERO, DROVER_OPTION_DISKS_DETECT_ZEROES,
  };
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    drover_migrate_options_unset (options, all[i]);
  drover_remedy_add_possible (context, commands, options);
}

static void
build_copy_others (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");
  g_autofree char *others = drover_remedy_list_copied (context, disk);

  if (others[0] != '\0' && drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, others, NULL))
    drover_remedy_add_possible (context, commands, options);
}

static void
build_named (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *disks = drover_remedy_list_copied (context, NULL);

  if (disks[0] != '\0' && drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, disks, NULL))
    drover_remedy_add_possible (context, commands, options);
}

static void
build_unsafe (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_set_flag (options, DROVER_OPTION_UNSAFE, TRUE);
  drover_remedy_add_possible (context, commands, options);
}

static const DroverRemedy remedies[] = {
  { "unsafe-proved", NULL,
    N_ ("Silence libvirt's own test for this migration; the storage is proved to be shared"),
    DROVER_SIDE_CLIENT, build_unsafe },
  { "copy-storage", NULL, N_ ("Let the migration copy the disks"), DROVER_SIDE_CLIENT, build_copy },
  { "no-copy-storage", NULL, N_ ("Migrate without copying storage: the target sees this image already"),
    DROVER_SIDE_CLIENT, build_no_copy },
  { "copy-other-disks", NULL, N_ ("Copy only the disks that the target does not see"), DROVER_SIDE_CLIENT,
    build_copy_others },
  { "copy-all-instead", NULL, N_ ("Copy the disk in full; then libvirt creates the image"),
    DROVER_SIDE_CLIENT, build_copy_all },
  { "migrate-disk-named", NULL,
    N_ ("If the image on the target may be overwritten: name the disks, which says so (its data will be "
        "lost)"),
    DROVER_SIDE_CLIENT, build_named },
};

const DroverRemedyTable drover_remedies_copy = { remedies, G_N_ELEMENTS (remedies) };
