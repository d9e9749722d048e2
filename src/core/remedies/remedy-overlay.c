/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overlay that an incremental copy goes onto. */
#include "base/drover-quote.h"
#include "base/drover-xml.h"
#include "checks/drover-disk-element.h"
#include "checks/drover-pool-lookup.h"
#include "facts/drover-effective-guest.h"
#include "plan/drover-conflicts.h"
#include "remedies/drover-remedy-private.h"

/* What libvirt makes by itself is of version 2, which knows no bitmaps. */
#define QCOW2_COMPAT "1.1"

/* The image the copy shall go onto, and what backs it. */
typedef struct {
  DroverGuest *effective;
  GPtrArray *elements;
  const DroverDiskElement *top;
  const DroverDiskElement *backing;
  char *capacity;
  const DroverFactPool *pool;
} Overlay;

static void
overlay_clear (Overlay *overlay)
{
  g_clear_pointer (&overlay->elements, g_ptr_array_unref);
  g_clear_pointer (&overlay->effective, drover_guest_unref);
  g_clear_pointer (&overlay->capacity, g_free);
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

static void
find_elements (Overlay *overlay, const char *disk)
{
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
}

static gboolean
has_path (const DroverDiskElement *element)
{
  return element != NULL && element->path != NULL && element->path[0] == '/';
}

/* The target's running pool right over the file. */
static const DroverFactPool *
find_pool (const DroverRemedyContext *context, const char *path)
{
  const DroverFactPools *pools = drover_facts_get_pools (context->facts, DROVER_SIDE_TARGET);
  g_autofree char *dir = g_path_get_dirname (path);
  const DroverFactPool *pool = pools ? drover_pool_find_at (pools, dir, TRUE) : NULL;

  return pool != NULL && drover_pool_holds_files (pool) ? pool : NULL;
}

static gboolean
find_overlay (const DroverRemedyContext *context, Overlay *overlay)
{
  const DroverCheckInput input = { context->plan, context->facts, FALSE };
  g_autofree char *disk = drover_remedy_dup_word (context, "disk");
  gint64 capacity;

  if (disk == NULL || drover_facts_get_guest (context->facts) == NULL)
    return FALSE;
  overlay->effective = drover_effective_guest (context->plan, context->facts, NULL);
  if (overlay->effective == NULL)
    return FALSE;
  overlay->elements = drover_disk_elements_list (&input, overlay->effective);
  find_elements (overlay, disk);
  if (!has_path (overlay->top) || overlay->top->image->format == NULL ||
      (overlay->backing != NULL && !has_path (overlay->backing)))
    return FALSE;
  capacity = get_capacity (context, overlay->top);
  overlay->capacity = g_strdup_printf ("%" G_GINT64_FORMAT, capacity);
  overlay->pool = find_pool (context, overlay->top->path);
  return capacity > 0;
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

static void
add_format (xmlNode *parent, const char *format)
{
  drover_xml_set_attribute (drover_xml_add_child (parent, "format", NULL), "type", format);
}

/* (transfer full): the volume, as libvirt makes one. */
static char *
write_volume (const Overlay *overlay)
{
  g_autoptr (xmlDoc) doc = xmlNewDoc (BAD_CAST "1.0");
  g_autofree char *name = g_path_get_basename (overlay->top->path);
  const char *format = overlay->top->image->format;
  xmlNode *volume = xmlNewDocNode (doc, NULL, BAD_CAST "volume", NULL);
  xmlNode *target;

  xmlDocSetRootElement (doc, volume);
  drover_xml_add_child (volume, "name", name);
  drover_xml_add_child (volume, "capacity", overlay->capacity);
  target = drover_xml_add_child (volume, "target", NULL);
  add_format (target, format);
  if (g_str_equal (format, "qcow2"))
    drover_xml_add_child (target, "compat", QCOW2_COMPAT);
  if (overlay->backing != NULL)
    {
      xmlNode *backing = drover_xml_add_child (volume, "backingStore", NULL);

      drover_xml_add_child (backing, "path", overlay->backing->path);
      add_format (backing, get_backing_format (overlay));
    }
  return drover_xml_doc_to_text (doc);
}

/* To name a disk says that its image may be overwritten: the one just made, and no other. */
static void
add_migration (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *disks = drover_remedy_list_copied (context, NULL);
  g_auto (GStrv) list = g_strsplit (disks, ",", -1);

  for (gsize i = 0; list[i] != NULL; i++)
    if (drover_remedy_is_in_the_way (context, list[i]))
      return;
  if (drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, disks, NULL))
    drover_remedy_add_possible (context, commands, options);
}

/* Through the target's libvirt, which then knows the image. */
static void
build_in_pool (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_auto (Overlay) overlay = { 0 };
  g_autofree char *xml = NULL;

  if (!find_overlay (context, &overlay) || overlay.pool == NULL)
    return;
  xml = write_volume (&overlay);
  drover_remedy_add_redirected (commands, "overlay.xml", "printf", "%s\\n", xml, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "vol-create", "--", overlay.pool->name,
                           "overlay.xml", NULL);
  add_migration (context, commands);
}

/* Where there is no pool; the next check then tells how to go on. */
static void
build_by_hand (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_auto (Overlay) overlay = { 0 };
  const char *format;

  if (!find_overlay (context, &overlay) || overlay.pool != NULL)
    return;
  format = overlay.top->image->format;
  if (overlay.backing != NULL)
    drover_remedy_add (commands, "sudo", "qemu-img", "create", "-f", format, "-b", overlay.backing->path,
                       "-F", get_backing_format (&overlay), overlay.top->path, overlay.capacity, NULL);
  else
    drover_remedy_add (commands, "sudo", "qemu-img", "create", "-f", format, overlay.top->path,
                       overlay.capacity, NULL);
}

static const DroverRemedy remedies[] = {
  { "precreate-overlay", NULL,
    N_ ("Let the target make an overlay over the same base, as large as the source's, and copy onto that"),
    DROVER_SIDE_CLIENT, build_in_pool },
  { "precreate-overlay", "by-hand",
    N_ ("Create an overlay over the same base, as large as the source's; then check again"),
    DROVER_SIDE_TARGET, build_by_hand },
};

const DroverRemedyTable drover_remedies_overlay = { remedies, G_N_ELEMENTS (remedies) };
