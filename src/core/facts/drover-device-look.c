/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-device-look.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "caps/drover-pool.h"
#include "caps/drover-volume.h"
#include "facts/drover-device-ids.h"
#include "facts/drover-device-name.h"
#include "facts/drover-device-sameness.h"
#include "facts/drover-host-disks.h"
#include "virt/drover-storage.h"

/* Physical volumes of one group, at most; more are no small lab's. */
#define MAX_BELOW 64

struct _DroverDeviceLook {
  DroverConnection *connection;
  const DroverFactPools *pools;
  GCancellable *cancellable;
  DroverHostDisks *disks;
  DroverFactDevices *fact;
};

/* A device on its way: what is known of it so far. */
typedef struct {
  DroverFactDevice *device;
  DroverDeviceIds *ids;
} Finding;

/**
 * drover_device_look_new:
 * @pools: (nullable): the host's own pools; must live as long
 * @cancellable: (nullable): stops the looking
 *
 * Returns: (transfer full): what to look with
 */
DroverDeviceLook *
drover_device_look_new (DroverConnection *connection, const DroverFactPools *pools, GCancellable *cancellable)
{
  DroverDeviceLook *self = g_new0 (DroverDeviceLook, 1);

  self->connection = connection;
  self->pools = pools;
  self->cancellable = cancellable;
  self->disks = drover_host_disks_new (connection, cancellable);
  self->fact = drover_record_new (&drover_fact_devices_type);
  self->fact->devices = drover_record_list_new (&drover_fact_device_type);
  return self;
}

/**
 * drover_device_look_free:
 * @look: (nullable) (transfer full): what to free
 */
void
drover_device_look_free (DroverDeviceLook *self)
{
  if (self == NULL)
    return;
  drover_host_disks_free (self->disks);
  drover_record_free (&drover_fact_devices_type, self->fact);
  g_free (self);
}

/**
 * drover_device_look_finish:
 *
 * Returns: (transfer full): what was learned
 */
DroverFactDevices *
drover_device_look_finish (DroverDeviceLook *self)
{
  return g_steal_pointer (&self->fact);
}

static void
set_reason (DroverFactDevice *device, char *reason)
{
  g_free (device->reason);
  device->reason = reason;
}

static void
take_node (Finding *finding, const DroverNodeDevice *node)
{
  g_free (finding->device->node);
  finding->device->node = g_strdup (node->node ? node->node : node->block);
  drover_device_ids_add_device (finding->ids, node);
}

static gboolean
identify_disk (DroverDeviceLook *self, Finding *finding, const char *path, GError **error)
{
  g_autofree char *partition = NULL;
  g_autofree char *disk = drover_device_name_split (path, &partition);
  char *reason = NULL;
  const DroverNodeDevice *node;

  if (!drover_host_disks_list (self->disks, error))
    return FALSE;
  node = drover_host_disks_find (self->disks, disk, &reason);
  finding->device->partition = g_steal_pointer (&partition);
  if (node != NULL)
    take_node (finding, node);
  else
    set_reason (finding->device, reason);
  return TRUE;
}

static Finding
begin (const char *name)
{
  Finding finding = { drover_record_new (&drover_fact_device_type), drover_device_ids_new () };

  finding.device->name = g_strdup (name);
  return finding;
}

static void
discard (Finding *finding)
{
  drover_record_free (&drover_fact_device_type, finding->device);
  drover_device_ids_free (finding->ids);
}

static void
explain_weak (Finding *finding)
{
  g_autofree char *weak = NULL;

  g_ptr_array_add (finding->ids->weak, NULL);
  weak = g_strjoinv (", ", (char **) finding->ids->weak->pdata);
  if (weak[0] != '\0')
    set_reason (finding->device,
                g_strdup_printf (_ ("what it is called, %s, others may be called too"), weak));
  else if (finding->device->reason == NULL)
    set_reason (finding->device,
                g_strdup_printf (_ ("%s has neither a WWN nor a serial"),
                                 finding->device->node ? finding->device->node : finding->device->name));
}

static void
finish (DroverDeviceLook *self, Finding *finding)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < finding->ids->ids->len; i++)
    g_strv_builder_add (builder, finding->ids->ids->pdata[i]);
  finding->device->ids = g_strv_builder_end (builder);
  if (finding->ids->ids->len > 0)
    set_reason (finding->device, NULL);
  else if (finding->device->volume == NULL)
    explain_weak (finding);
  g_ptr_array_add (self->fact->devices, g_steal_pointer (&finding->device));
  drover_device_ids_free (finding->ids);
}

static const DroverFactPool *
find_pool (DroverDeviceLook *self, const char *name)
{
  for (guint i = 0; self->pools != NULL && self->pools->pools != NULL && i < self->pools->pools->len; i++)
    {
      const DroverFactPool *pool = self->pools->pools->pdata[i];

      if (g_strcmp0 (pool->name, name) == 0)
        return pool;
    }
  return NULL;
}

static const DroverFactPool *
find_group (DroverDeviceLook *self, const char *volume_path)
{
  g_autofree char *directory = g_path_get_dirname (volume_path);

  for (guint i = 0; self->pools != NULL && self->pools->pools != NULL && i < self->pools->pools->len; i++)
    {
      const DroverFactPool *pool = self->pools->pools->pdata[i];

      if (pool->active && g_strcmp0 (pool->type, "logical") == 0 && g_strcmp0 (pool->path, directory) == 0)
        return pool;
    }
  return NULL;
}

static gboolean
is_volume_uuid (const char *key)
{
  return key != NULL &&
         g_regex_match_simple ("^[A-Za-z0-9]{6}(-[A-Za-z0-9]{4}){5}-[A-Za-z0-9]{6}$", key, 0, 0);
}

/* What a volume lies on is told by itself, that of a thin one by its group alone. */
static gboolean
identify_logical (DroverDeviceLook *self,
                  Finding *finding,
                  const DroverPool *pool,
                  const DroverVolume *volume,
                  GError **error)
{
  GStrv below = volume->source_devices != NULL && volume->source_devices[0] != NULL ? volume->source_devices
                                                                                    : pool->source_devices;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (!is_volume_uuid (volume->key))
    {
      set_reason (finding->device, g_strdup (_ ("its pool does not tell the volume's UUID")));
      return TRUE;
    }
  finding->device->volume = g_strdup (volume->key);
  for (guint i = 0; below != NULL && below[i] != NULL && i < MAX_BELOW; i++)
    {
      g_strv_builder_add (names, below[i]);
      if (drover_device_find (self->fact, below[i]) == NULL)
        {
          Finding disk = begin (below[i]);

          if (!identify_disk (self, &disk, below[i], error))
            {
              discard (&disk);
              return FALSE;
            }
          finish (self, &disk);
        }
    }
  finding->device->lies_on = g_strv_builder_end (names);
  return TRUE;
}

/* unit:HOST:BUS:TARGET:LUN, of which the host's number is another one after each log-in */
static const char *
get_unit (const char *volume)
{
  const char *colon = strrchr (volume, ':');

  return g_str_has_prefix (volume, "unit:") && colon != NULL ? colon + 1 : NULL;
}

static void
add_servers (Finding *finding, const char *protocol, const DroverPool *pool, const char *name)
{
  for (guint i = 0; i < pool->source_hosts->len; i++)
    {
      const DroverStorageHost *host = pool->source_hosts->pdata[i];

      drover_device_ids_add_server (finding->ids, protocol, host->name, host->port, name);
    }
  if (pool->source_hosts->len == 0)
    set_reason (finding->device, g_strdup (_ ("its pool names no server")));
}

static void
add_target (Finding *finding, const DroverPool *pool, const DroverVolume *volume)
{
  const char *unit = get_unit (volume->name);
  g_autofree char *name = NULL;

  if (unit == NULL || pool->source_devices == NULL || pool->source_devices[0] == NULL)
    return;
  name = g_strdup_printf ("%s/%s", pool->source_devices[0], unit);
  add_servers (finding, "iscsi", pool, name);
}

static void
add_rbd (Finding *finding, const DroverPool *pool, const DroverVolume *volume)
{
  g_autofree char *name =
      g_strdup_printf ("%s/%s", pool->source_name ? pool->source_name : "?", volume->name);

  add_servers (finding, "rbd", pool, name);
}

static void
add_gluster (Finding *finding, const DroverPool *pool, const DroverVolume *volume)
{
  g_autofree char *name = g_build_path ("/", pool->source_name ? pool->source_name : "?",
                                        pool->source_dir ? pool->source_dir : "", volume->name, NULL);

  add_servers (finding, "gluster", pool, name);
}

static void
add_zfs (Finding *finding, const DroverPool *pool)
{
  g_ptr_array_add (finding->ids->ids,
                   g_strdup_printf ("local zfs %s", pool->source_name ? pool->source_name : pool->name));
}

/* The key of a SCSI volume is what scsi_id says of it; of others, a path. */
static gboolean
identify_volume (DroverDeviceLook *self,
                 Finding *finding,
                 const DroverPool *pool,
                 const DroverVolume *volume,
                 GError **error)
{
  static const char *const disks[] = { "iscsi", "scsi", "disk", "mpath", NULL };

  if (g_strcmp0 (pool->type, "logical") == 0)
    return identify_logical (self, finding, pool, volume, error);
  if (g_strcmp0 (pool->type, "rbd") == 0)
    add_rbd (finding, pool, volume);
  else if (g_strcmp0 (pool->type, "gluster") == 0)
    add_gluster (finding, pool, volume);
  else if (g_strcmp0 (pool->type, "zfs") == 0)
    add_zfs (finding, pool);
  else if (g_strcmp0 (pool->type, "iscsi") == 0 || g_strcmp0 (pool->type, "iscsi-direct") == 0)
    add_target (finding, pool, volume);
  if (pool->type == NULL || !g_strv_contains (disks, pool->type))
    return TRUE;
  if (g_strcmp0 (pool->type, "iscsi") == 0 || g_strcmp0 (pool->type, "scsi") == 0)
    drover_device_ids_add_wwid (finding->ids, volume->key);
  return !drover_device_name_is_device (volume->path) || identify_disk (self, finding, volume->path, error);
}

/* FALSE only when the host is lost; what else went wrong is the device's reason. */
static gboolean
look_in_pool (
    DroverDeviceLook *self, Finding *finding, const char *pool_name, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DroverPoolHandle) handle = drover_storage_lookup_pool (self->connection, pool_name, &local);
  g_autofree char *pool_xml = handle ? drover_storage_get_pool_xml (handle, &local) : NULL;
  g_autofree char *volume_xml = pool_xml ? drover_storage_get_volume_xml (handle, name, &local) : NULL;
  g_autoptr (DroverPool) pool = volume_xml ? drover_pool_parse (pool_xml, &local) : NULL;
  g_autoptr (DroverVolume) volume = pool ? drover_volume_parse (volume_xml, &local) : NULL;

  if (volume == NULL)
    return drover_host_disks_keep_reason (local, &finding->device->reason, error);
  return identify_volume (self, finding, pool, volume, error);
}

static gboolean
holds_files (const DroverFactPool *pool)
{
  static const char *const types[] = { "dir", "fs", "netfs", "vstorage", NULL };

  return pool->type != NULL && g_strv_contains (types, pool->type);
}

/* A pool that is not known is asked for all the same: its absence is the reason. */
static gboolean
look_at_volume (DroverDeviceLook *self, const DroverStorageSource *source, const char *name, GError **error)
{
  const DroverFactPool *pool = find_pool (self, source->pool);
  Finding finding;

  if (source->pool == NULL || source->volume == NULL || (pool != NULL && holds_files (pool)))
    return TRUE;
  finding = begin (name);
  if (!look_in_pool (self, &finding, source->pool, source->volume, error))
    {
      discard (&finding);
      return FALSE;
    }
  finish (self, &finding);
  return TRUE;
}

static gboolean
look_at_nvme (DroverDeviceLook *self, const DroverStorageSource *source, const char *name, GError **error)
{
  const DroverNodeDevice *node;
  Finding finding;

  if (!drover_host_disks_list (self->disks, error))
    return FALSE;
  finding = begin (name);
  node = source->nvme_address && source->nvme_namespace
             ? drover_host_disks_find_namespace (self->disks, source->nvme_address, source->nvme_namespace)
             : NULL;
  if (node != NULL)
    take_node (&finding, node);
  else if (drover_host_disks_get_reason (self->disks) != NULL)
    set_reason (finding.device, g_strdup (drover_host_disks_get_reason (self->disks)));
  else
    set_reason (finding.device,
                g_strdup_printf (_ ("libvirt lists no NVMe namespace %s at %s; while a guest has the "
                                    "controller to itself, the host cannot see which disk it is"),
                                 source->nvme_namespace ? source->nvme_namespace : "?",
                                 source->nvme_address ? source->nvme_address : "?"));
  finish (self, &finding);
  return TRUE;
}

/**
 * drover_device_look_at_path:
 * @path: what a guest names as its disk; what lies not below /dev is passed over
 * @error: the host is lost, or the looking was stopped
 *
 * Returns: whether all went well
 */
gboolean
drover_device_look_at_path (DroverDeviceLook *self, const char *path, GError **error)
{
  g_autofree char *volume_path = NULL;
  const DroverFactPool *group;
  Finding finding;
  gboolean ok;

  if (!drover_device_name_is_device (path) || drover_device_find (self->fact, path) != NULL)
    return TRUE;
  volume_path = drover_device_name_get_volume (path);
  group = find_group (self, volume_path);
  finding = begin (path);
  if (group != NULL)
    {
      g_autofree char *volume = g_path_get_basename (volume_path);

      ok = look_in_pool (self, &finding, group->name, volume, error);
    }
  else
    ok = identify_disk (self, &finding, path, error);
  if (ok)
    finish (self, &finding);
  else
    discard (&finding);
  return ok;
}

/**
 * drover_device_look_at_source:
 * @source: an image of a guest; what is neither a device nor a volume is passed over
 * @error: the host is lost, or the looking was stopped
 *
 * Returns: whether all went well
 */
gboolean
drover_device_look_at_source (DroverDeviceLook *self, const DroverStorageSource *source, GError **error)
{
  g_autofree char *name = drover_storage_source_describe (source);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (drover_device_find (self->fact, name) != NULL)
    return TRUE;
  switch (drover_storage_source_get_kind (source))
    {
    case DROVER_STORAGE_FILE:
    case DROVER_STORAGE_BLOCK:
      return drover_device_look_at_path (self, source->path, error);
    case DROVER_STORAGE_VOLUME:
      return look_at_volume (self, source, name, error);
    case DROVER_STORAGE_NVME:
      return look_at_nvme (self, source, name, error);
    case DROVER_STORAGE_DIR:
    case DROVER_STORAGE_NETWORK:
    case DROVER_STORAGE_VHOST_USER:
    case DROVER_STORAGE_VHOST_VDPA:
    case DROVER_STORAGE_NONE:
    case DROVER_STORAGE_OTHER:
      break;
    }
  return TRUE;
}
