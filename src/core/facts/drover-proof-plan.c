/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-proof-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "facts/drover-device-ids.h"
#include "facts/drover-device-name.h"
#include "facts/drover-device-sameness.h"
#include "facts/drover-knock.h"

static void
element_free (gpointer data)
{
  DroverProofElement *element = data;

  g_free (element->name);
  g_free (element->disk);
  g_free (element->paths[DROVER_SIDE_SOURCE]);
  g_free (element->paths[DROVER_SIDE_TARGET]);
  g_free (element->evidence);
  g_free (element->write_error);
  g_free (element);
}

static void
conclude (DroverProofElement *element, const char *result, const char *method, const char *evidence)
{
  element->result = result;
  element->method = method;
  element->evidence = g_strdup (evidence);
}

static void
set_paths (DroverProofElement *element, const char *source, const char *target)
{
  if (source == NULL || target == NULL || source[0] != '/' || target[0] != '/')
    conclude (element, "unknown", "nonce", _ ("it has no absolute path"));
  /* to read a directory means opening all that lies in it, which no device should suffer */
  else if (drover_device_name_is_device (source) || drover_device_name_is_device (target))
    conclude (element, "unknown", "device", _ ("which disk lies behind the name, the hosts did not tell"));
  else
    {
      element->paths[DROVER_SIDE_SOURCE] = g_strdup (source);
      element->paths[DROVER_SIDE_TARGET] = g_strdup (target);
    }
}

static const DroverFactPool *
find_pool (const DroverFacts *facts, DroverSide side, const char *name)
{
  const DroverFactPools *pools = drover_facts_get_pools (facts, side);

  for (guint i = 0; pools != NULL && i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (g_strcmp0 (pool->name, name) == 0)
        return pool;
    }
  return NULL;
}

static gboolean
is_directory_pool (const DroverFactPool *pool)
{
  static const char *const types[] = { "dir", "fs", "netfs", NULL };

  return pool->path != NULL && pool->type != NULL && g_strv_contains (types, pool->type);
}

static gboolean
is_server_pool (const DroverFactPool *pool)
{
  static const char *const types[] = { "netfs", "iscsi", "iscsi-direct", "rbd", "gluster", NULL };

  return pool->type != NULL && g_strv_contains (types, pool->type);
}

/* `server:path` of both pools, where they name the same server and it is not each host itself. */
static const char *
find_same_source (const DroverFactPool *a, const DroverFactPool *b)
{
  g_autofree char *server = NULL;
  const char *colon;

  if (a == NULL || b == NULL || !is_server_pool (a) || !is_server_pool (b) || a->source == NULL ||
      g_strcmp0 (a->source, b->source) != 0)
    return NULL;
  colon = strrchr (a->source, ':');
  if (colon == NULL || colon == a->source)
    return NULL;
  server = g_strndup (a->source, (gsize) (colon - a->source));
  return drover_knock_is_self (server) ? NULL : a->source;
}

/**
 * drover_proof_find_pool_over:
 *
 * Returns: (transfer none) (nullable): the host's active pool over exactly that directory
 */
const DroverFactPool *
drover_proof_find_pool_over (const DroverFacts *facts, DroverSide side, const char *directory)
{
  const DroverFactPools *pools = drover_facts_get_pools (facts, side);

  for (guint i = 0; pools != NULL && i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (pool->active && is_directory_pool (pool) && g_str_equal (pool->path, directory))
        return pool;
    }
  return NULL;
}

/**
 * drover_proof_get_same_export:
 * @source: a directory of the source
 * @target: a directory of the target
 *
 * Returns: (transfer full) (nullable): the export of a server that both hosts' pools have there
 */
char *
drover_proof_get_same_export (const DroverFacts *facts, const char *source, const char *target)
{
  return g_strdup (find_same_source (drover_proof_find_pool_over (facts, DROVER_SIDE_SOURCE, source),
                                     drover_proof_find_pool_over (facts, DROVER_SIDE_TARGET, target)));
}

static void
ask_volume (DroverProofElement *element,
            const DroverStorageSource *source,
            const DroverStorageSource *target,
            const DroverFacts *facts)
{
  const DroverFactPool *here = find_pool (facts, DROVER_SIDE_SOURCE, source->pool);
  const DroverFactPool *there = find_pool (facts, DROVER_SIDE_TARGET, target->pool);
  const char *same = find_same_source (here, there);

  if (here != NULL && there != NULL && is_directory_pool (here) && is_directory_pool (there) &&
      here->active && there->active)
    {
      g_autofree char *first = g_build_filename (here->path, source->volume, NULL);
      g_autofree char *second = g_build_filename (there->path, target->volume, NULL);

      set_paths (element, first, second);
    }
  else if (same != NULL && g_strcmp0 (source->volume, target->volume) == 0)
    conclude (element, "same", "address", same);
  else
    conclude (element, "unknown", "address", _ ("the pools do not tell whether their volumes are the same"));
}

static gboolean
share_server (const DroverStorageSource *a, const DroverStorageSource *b, gboolean by_name)
{
  g_autoptr (DroverDeviceIds) here = drover_device_ids_new ();
  g_autoptr (DroverDeviceIds) there = drover_device_ids_new ();
  const DroverStorageSource *const sources[] = { a, b };
  DroverDeviceIds *const ids[] = { here, there };

  for (guint side = 0; side < G_N_ELEMENTS (sources); side++)
    for (guint i = 0; i < sources[side]->hosts->len; i++)
      {
        const DroverStorageHost *host = sources[side]->hosts->pdata[i];
        const char *name = sources[side]->name ? sources[side]->name : "";

        drover_device_ids_add_server (ids[side], sources[side]->protocol, host->name, host->port,
                                      by_name ? name : "");
      }
  return drover_device_ids_share_one (here, there);
}

/* Each host may have a monitor of one Ceph cluster. */
static void
explain_local (DroverProofElement *element, const DroverStorageSource *source)
{
  for (guint i = 0; i < source->hosts->len; i++)
    {
      const DroverStorageHost *host = source->hosts->pdata[i];

      if (host->name != NULL && !drover_knock_is_self (host->name))
        continue;
      g_clear_pointer (&element->evidence, g_free);
      if (host->name == NULL)
        conclude (element, "unknown", "address", _ ("it is reached through a socket of each host"));
      else
        conclude (element, g_strcmp0 (source->protocol, "rbd") == 0 ? "unknown" : "different", "address",
                  _ ("its server's name means each host itself"));
      return;
    }
}

/* Servers named alike are one server, unless the name means each host itself. One monitor of a Ceph cluster
 * is enough: it belongs to one cluster only, and there an image has one name. */
static void
ask_network (DroverProofElement *element,
             const DroverStorageSource *source,
             const DroverStorageSource *target)
{
  gboolean one_protocol = source->protocol != NULL && g_strcmp0 (source->protocol, target->protocol) == 0;

  if (one_protocol && share_server (source, target, TRUE))
    conclude (element, "same", "address", _ ("both hosts use the same storage servers"));
  else if (one_protocol && g_str_equal (source->protocol, "rbd") && share_server (source, target, FALSE))
    conclude (element, "different", "address", _ ("it is another image of the same Ceph cluster"));
  else if (source->hosts->len == 0 || target->hosts->len == 0)
    conclude (element, "unknown", "address",
              _ ("which servers it means, each host's own configuration says"));
  else
    conclude (element, "unknown", "address", _ ("the target shall use another server or name for it"));

  if (g_str_equal (element->result, "unknown") && drover_storage_source_equal (source, target))
    explain_local (element, source);
}

/* What the hosts say of their disks. */
static gboolean
ask_device (DroverProofElement *element, const char *source, const char *target, const DroverFacts *facts)
{
  DroverDeviceVerdict verdict = { 0 };

  if (!drover_device_judge (facts, source, target, &verdict))
    return FALSE;
  element->result = verdict.result;
  element->method = "device";
  element->evidence = verdict.evidence;
  return TRUE;
}

static void
ask (DroverProofElement *element,
     const DroverStorageSource *source,
     const DroverStorageSource *target,
     const DroverFacts *facts)
{
  DroverStorageKind kind = drover_storage_source_get_kind (source);
  g_autofree char *source_name = drover_storage_source_describe (source);

  if (ask_device (element, source_name, element->name, facts))
    return;
  if (drover_storage_source_get_kind (target) != kind)
    {
      conclude (element, "unknown", "nonce", _ ("the target shall have it in another form"));
      return;
    }
  switch (kind)
    {
    case DROVER_STORAGE_FILE:
    case DROVER_STORAGE_DIR:
      element->is_directory = kind == DROVER_STORAGE_DIR;
      set_paths (element, source->path, target->path);
      break;
    case DROVER_STORAGE_VOLUME:
      ask_volume (element, source, target, facts);
      break;
    case DROVER_STORAGE_NETWORK:
      ask_network (element, source, target);
      break;
    case DROVER_STORAGE_BLOCK:
    case DROVER_STORAGE_NVME:
      conclude (element, "unknown", "device", _ ("which disk lies behind the name, the hosts did not tell"));
      break;
    case DROVER_STORAGE_VHOST_USER:
    case DROVER_STORAGE_VHOST_VDPA:
    case DROVER_STORAGE_NONE:
    case DROVER_STORAGE_OTHER:
      conclude (element, "unknown", "address",
                _ ("libvirt cannot tell whether both hosts mean the same by it"));
      break;
    }
}

static DroverProofElement *
element_new (const char *name, const char *disk)
{
  DroverProofElement *element = g_new0 (DroverProofElement, 1);

  element->name = g_strdup (name);
  element->disk = g_strdup (disk);
  return element;
}

static void
add_disk (GPtrArray *elements, const DroverDisk *disk, const DroverDisk *there, const DroverFacts *facts)
{
  for (guint at = 0; at < disk->chain->len; at++)
    {
      const DroverStorageSource *source = disk->chain->pdata[at];
      /* DEST_XML seldom tells the chain; what backs an image is then named by the image itself */
      const DroverStorageSource *target =
          there != NULL && at < there->chain->len ? there->chain->pdata[at] : source;
      DroverProofElement *element;

      if (drover_storage_source_is_empty (source) || drover_storage_source_is_empty (target))
        return;
      element = element_new (NULL, disk->target_dev);
      element->name = drover_storage_source_describe (target);
      element->top = at == 0;
      element->writable = at == 0 && drover_disk_is_writable (disk);
      ask (element, source, target, facts);
      g_ptr_array_add (elements, element);
    }
}

static gboolean
is_listed (const GPtrArray *elements, const char *path, const char *disk)
{
  for (guint i = 0; i < elements->len; i++)
    {
      const DroverProofElement *element = elements->pdata[i];

      if (g_strcmp0 (element->disk, disk) == 0 && g_strcmp0 (element->paths[DROVER_SIDE_SOURCE], path) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What backs an image and only the image itself told of. */
static void
add_backing (GPtrArray *elements, const DroverFacts *facts)
{
  const DroverFactFiles *files = drover_facts_get_files (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; files != NULL && i < files->files->len; i++)
    {
      const DroverFactFile *file = files->files->pdata[i];
      DroverProofElement *element;

      if (g_strcmp0 (file->kind, "backing") != 0 || file->path[0] != '/' ||
          is_listed (elements, file->path, file->target))
        continue;
      element = element_new (file->path, file->target);
      if (!ask_device (element, file->path, file->path, facts))
        set_paths (element, file->path, file->path);
      g_ptr_array_add (elements, element);
    }
}

/**
 * drover_proof_list_elements:
 * @guest: the guest as it runs
 * @effective: the guest as the target shall run it
 * @facts: what is known; files and pools help
 *
 * Lists every image of the guest with what backs it, those a migration would copy included: whether the
 * target sees them already decides whether a copy may be made. A pure function.
 *
 * Returns: (transfer full) (element-type DroverProofElement): the elements
 */
GPtrArray *
drover_proof_list_elements (const DroverGuest *guest, const DroverGuest *effective, const DroverFacts *facts)
{
  GPtrArray *elements = g_ptr_array_new_with_free_func (element_free);

  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      add_disk (elements, disk,
                disk->target_dev ? drover_guest_find_disk (effective, disk->target_dev) : NULL, facts);
    }
  add_backing (elements, facts);
  return elements;
}
