/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-host-disks.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "facts/drover-device-ids.h"
#include "facts/drover-device-name.h"
#include "virt/drover-node-devices.h"

struct _DroverHostDisks {
  DroverConnection *connection;
  GCancellable *cancellable;
  GPtrArray *nodes; /* (nullable) DroverNodeDevice */
  gboolean complete;
  char *reason; /* why there are none */
};

/**
 * drover_host_disks_new:
 * @cancellable: (nullable): stops the listing
 *
 * Returns: (transfer full): a list that is not made yet
 */
DroverHostDisks *
drover_host_disks_new (DroverConnection *connection, GCancellable *cancellable)
{
  DroverHostDisks *self = g_new0 (DroverHostDisks, 1);

  self->connection = connection;
  self->cancellable = cancellable;
  return self;
}

/**
 * drover_host_disks_free:
 * @disks: (nullable) (transfer full): what to free
 */
void
drover_host_disks_free (DroverHostDisks *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_free (self->reason);
  g_free (self);
}

/**
 * drover_host_disks_keep_reason:
 * @raw: what went wrong
 * @reason: (inout): what it is kept as, where the host is still there
 * @error: the host is lost, or the looking was stopped
 *
 * Returns: whether one may go on
 */
gboolean
drover_host_disks_keep_reason (const GError *raw, char **reason, GError **error)
{
  if (drover_error_is_connection (raw) || g_error_matches (raw, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (raw));
      return FALSE;
    }
  g_free (*reason);
  *reason = g_strdup (raw->message);
  return TRUE;
}

/* libvirt's order is that of a hash table, another one after each start. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const DroverNodeDevice *const *first = a, *const *second = b;

  return g_strcmp0 ((*first)->name, (*second)->name);
}

/**
 * drover_host_disks_list:
 * @error: the host is lost, or the looking was stopped
 *
 * Asks the host, once.
 *
 * Returns: whether one may go on, be it without a list
 */
gboolean
drover_host_disks_list (DroverHostDisks *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) texts = NULL;

  if (self->nodes != NULL || self->reason != NULL)
    return TRUE;
  texts = drover_node_devices_list_storage (self->connection, &self->complete, self->cancellable, &local);
  if (texts == NULL)
    return drover_host_disks_keep_reason (local, &self->reason, error);
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_node_device_unref);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      DroverNodeDevice *device = drover_node_device_parse (texts[i], &local);

      if (device != NULL)
        g_ptr_array_add (self->nodes, device);
      else
        g_debug ("node device: %s", local->message);
      g_clear_error (&local);
    }
  g_ptr_array_sort (self->nodes, compare_names);
  return TRUE;
}

/**
 * drover_host_disks_get_reason:
 *
 * Returns: (transfer none) (nullable): why the host gave no list
 */
const char *
drover_host_disks_get_reason (DroverHostDisks *self)
{
  return self->reason;
}

static gboolean
share_id (const DroverNodeDevice *a, const DroverNodeDevice *b)
{
  g_autoptr (DroverDeviceIds) first = drover_device_ids_new ();
  g_autoptr (DroverDeviceIds) second = drover_device_ids_new ();

  drover_device_ids_add_device (first, a);
  drover_device_ids_add_device (second, b);
  return drover_device_ids_share_one (first, second);
}

/* libvirt lists no multipath device, but the paths to its LUN: the name alone is believed only where one of
 * them bears it out. */
static const DroverNodeDevice *
find_below_multipath (DroverHostDisks *self, const char *path)
{
  g_autofree char *wwid = drover_device_name_get_wwid (path);
  g_autoptr (DroverDeviceIds) named = drover_device_ids_new ();

  if (wwid == NULL || !drover_device_ids_add_wwid (named, wwid))
    return NULL;
  for (guint i = 0; i < self->nodes->len; i++)
    {
      g_autoptr (DroverDeviceIds) seen = drover_device_ids_new ();

      drover_device_ids_add_device (seen, self->nodes->pdata[i]);
      if (drover_device_ids_share_one (named, seen))
        return self->nodes->pdata[i];
    }
  return NULL;
}

static char *
explain_unlisted (DroverHostDisks *self, const char *path)
{
  if (drover_device_name_is_mapped (path))
    return g_strdup_printf (_ ("libvirt does not tell what %s is made of; a multipath device can be named "
                               "/dev/disk/by-id/dm-uuid-mpath-…, and a logical volume needs an active "
                               "pool of its group"),
                            path);
  if (!self->complete)
    return g_strdup_printf (_ ("%s is not among the first %d disks of the host"), path,
                            DROVER_MAX_STORAGE_DEVICES);
  return g_strdup_printf (_ ("libvirt lists no disk called %s"), path);
}

/**
 * drover_host_disks_find:
 * @path: the path of a whole disk
 * @reason: (out) (transfer full): why it is not known, with %NULL
 *
 * Several paths to one LUN may claim a link; which of several disks udev gave it to, libvirt does not tell.
 *
 * Returns: (transfer none) (nullable): the disk, or one of the paths to it
 */
const DroverNodeDevice *
drover_host_disks_find (DroverHostDisks *self, const char *path, char **reason)
{
  const DroverNodeDevice *found = NULL;

  if (self->nodes == NULL)
    {
      *reason = g_strdup (self->reason);
      return NULL;
    }
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const DroverNodeDevice *node = self->nodes->pdata[i];

      if (!drover_node_device_is_called (node, path))
        continue;
      if (found != NULL && !share_id (found, node))
        {
          *reason = g_strdup_printf (_ ("more than one disk is called %s"), path);
          return NULL;
        }
      if (found == NULL)
        found = node;
    }
  if (found == NULL)
    found = find_below_multipath (self, path);
  if (found == NULL)
    *reason = explain_unlisted (self, path);
  return found;
}

/**
 * drover_host_disks_find_namespace:
 * @address: the PCI address of an NVMe controller
 * @number: the number of a namespace
 *
 * Returns: (transfer none) (nullable): the disk; while a guest has the controller, the host has none there
 */
const DroverNodeDevice *
drover_host_disks_find_namespace (DroverHostDisks *self, const char *address, const char *number)
{
  g_autofree char *parent = g_strdup_printf ("pci_%s", address);
  g_autofree char *end = g_strdup_printf ("n%s", number);

  g_strdelimit (parent, ":.", '_');
  for (guint i = 0; self->nodes != NULL && i < self->nodes->len; i++)
    {
      const DroverNodeDevice *node = self->nodes->pdata[i];

      if (g_strcmp0 (node->parent, parent) == 0 && node->node != NULL &&
          g_str_has_prefix (node->node, "/dev/nvme") && g_str_has_suffix (node->node, end))
        return node;
    }
  return NULL;
}
