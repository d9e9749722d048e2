/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-disk-element.h"

#include <glib/gi18n-lib.h>

#include "checks/drover-sameness.h"

static void
element_free (gpointer data)
{
  DroverDiskElement *element = data;

  g_free (element->path);
  g_free (element->name);
  g_free (element->target_name);
  g_free (element->evidence);
  g_free (element);
}

/**
 * drover_facts_find_file:
 * @facts: what is known
 * @side: source or target
 * @name: (nullable): a file's path, or `POOL/VOLUME`
 *
 * Returns: (transfer none) (nullable): what that host says of the file
 */
const DroverFactFile *
drover_facts_find_file (const DroverFacts *facts, DroverSide side, const char *name)
{
  const DroverFactFiles *files = drover_facts_get_files (facts, side);

  for (guint i = 0; files != NULL && files->files != NULL && i < files->files->len; i++)
    {
      const DroverFactFile *file = files->files->pdata[i];

      if (name != NULL && g_strcmp0 (file->path, name) == 0)
        return file;
    }
  return NULL;
}

/* DEST_XML seldom tells the chain; what backs an image is then named by the image itself, wherever it is
 * seen from. */
static const DroverStorageSource *
find_target_image (const DroverGuest *effective, const DroverDisk *disk, guint at)
{
  const DroverDisk *there = disk->target_dev ? drover_guest_find_disk (effective, disk->target_dev) : NULL;

  return there != NULL && at < there->chain->len ? there->chain->pdata[at] : disk->chain->pdata[at];
}

/* A full copy flattens the disk: nothing of its chain is read on the target. An incremental one takes the top
 * image alone. */
static gboolean
travels (const DroverPlan *plan, const DroverDisk *disk, gboolean is_top)
{
  if (!drover_plan_copies_disk (plan, disk))
    return FALSE;
  return is_top || !drover_plan_has_flag (plan, DROVER_MIGRATE_NON_SHARED_INC);
}

static gboolean
is_drive (const DroverDisk *disk)
{
  return g_strcmp0 (disk->device, "cdrom") == 0 || g_strcmp0 (disk->device, "floppy") == 0;
}

static void
look (const DroverCheckInput *input, DroverDiskElement *element)
{
  element->is_drive = is_drive (element->disk);
  element->is_copied = travels (input->plan, element->disk, element->is_top);
  element->source_file = drover_facts_find_file (input->facts, DROVER_SIDE_SOURCE, element->name);
  element->target_file = drover_facts_find_file (input->facts, DROVER_SIDE_TARGET, element->target_name);
  drover_sameness_judge (input, element);
}

static void
add_stated (const DroverCheckInput *input,
            const DroverGuest *effective,
            const DroverDisk *disk,
            guint at,
            GPtrArray *elements)
{
  DroverDiskElement *element = g_new0 (DroverDiskElement, 1);

  element->disk = disk;
  element->image = disk->chain->pdata[at];
  element->target_image = find_target_image (effective, disk, at);
  element->kind = drover_storage_source_get_kind (element->target_image);
  element->path = g_strdup (drover_storage_source_get_path (element->target_image));
  element->name = drover_storage_source_describe (element->image);
  element->target_name = drover_storage_source_describe (element->target_image);
  element->is_top = at == 0;
  look (input, element);
  g_ptr_array_add (elements, element);
}

static gboolean
is_stated (const DroverDisk *disk, const char *path)
{
  for (guint at = 0; at < disk->chain->len; at++)
    if (g_strcmp0 (drover_storage_source_get_path (disk->chain->pdata[at]), path) == 0)
      return TRUE;
  return FALSE;
}

/* A definition seldom tells what backs an image; the image itself told the source. */
static void
add_found (const DroverCheckInput *input, const DroverDisk *disk, GPtrArray *elements)
{
  const DroverFactFiles *files = drover_facts_get_files (input->facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; files != NULL && files->files != NULL && i < files->files->len; i++)
    {
      const DroverFactFile *file = files->files->pdata[i];
      DroverDiskElement *element;

      if (g_strcmp0 (file->kind, "backing") != 0 || g_strcmp0 (file->target, disk->target_dev) != 0 ||
          is_stated (disk, file->path))
        continue;
      element = g_new0 (DroverDiskElement, 1);
      element->disk = disk;
      element->kind = DROVER_STORAGE_FILE;
      element->path = g_strdup (file->path);
      element->name = g_strdup (file->path);
      element->target_name = g_strdup (file->path);
      look (input, element);
      g_ptr_array_add (elements, element);
    }
}

/**
 * drover_disk_elements_list:
 * @input: what a check may look at; the guest must be known
 * @effective: the guest as it will be on the target
 *
 * Lists all images of the guest: of each disk that is not an empty drive the top one, then what backs it.
 *
 * Returns: (transfer full) (element-type DroverDiskElement): valid as long as @input and @effective
 */
GPtrArray *
drover_disk_elements_list (const DroverCheckInput *input, const DroverGuest *effective)
{
  GPtrArray *elements = g_ptr_array_new_with_free_func (element_free);
  const DroverGuest *guest = drover_facts_get_guest (input->facts);

  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      if (drover_disk_is_empty (disk))
        continue;
      for (guint at = 0; at < disk->chain->len; at++)
        add_stated (input, effective, disk, at, elements);
      if (!disk->chain_complete)
        add_found (input, disk, elements);
    }
  return elements;
}

static void
set_path_arguments (DroverFinding *finding, const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  drover_finding_set_argument (finding, "path", path);
  drover_finding_set_argument (finding, "dir", dir);
}

/**
 * drover_disk_element_fill:
 * @element: an image
 * @finding: a finding about it
 *
 * Tells @finding which disk it is about, what both hosts call it, and what its remedies need to know.
 */
void
drover_disk_element_fill (const DroverDiskElement *element, DroverFinding *finding)
{
  drover_finding_set_subject (finding, element->disk->target_dev);
  drover_finding_set_source (finding, element->name);
  drover_finding_set_target (finding, element->target_name);
  if (element->disk->target_dev != NULL)
    drover_finding_set_argument (finding, "disk", element->disk->target_dev);
  if (element->path != NULL && element->path[0] == '/')
    set_path_arguments (finding, element->path);
}
