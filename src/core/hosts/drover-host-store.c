/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-host-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"

#define GROUP_PREFIX "host "
#define KEY_URI "uri"

struct _DroverHostStore {
  GObject parent_instance;

  char *path;
  GListStore *hosts;
};

static void host_store_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DroverHostStore,
                               drover_host_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, host_store_list_model_init))

static void
drover_host_store_finalize (GObject *object)
{
  DroverHostStore *self = DROVER_HOST_STORE (object);

  g_clear_object (&self->hosts);
  g_free (self->path);
  G_OBJECT_CLASS (drover_host_store_parent_class)->finalize (object);
}

static void
drover_host_store_class_init (DroverHostStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_host_store_finalize;
}

static void
drover_host_store_init (DroverHostStore *self)
{
  self->hosts = g_list_store_new (DROVER_TYPE_HOST);
  g_signal_connect_object (self->hosts, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
}

static guint
host_store_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (DROVER_HOST_STORE (model)->hosts));
}

static gpointer
host_store_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (DROVER_HOST_STORE (model)->hosts), position);
}

static GType
host_store_get_item_type (GListModel *model)
{
  return DROVER_TYPE_HOST;
}

static void
host_store_list_model_init (GListModelInterface *iface)
{
  iface->get_n_items = host_store_get_n_items;
  iface->get_item = host_store_get_item;
  iface->get_item_type = host_store_get_item_type;
}

/**
 * drover_host_store_new:
 * @path: (nullable): the key file, %NULL for the user's own
 *
 * Returns: (transfer full): an empty store
 */
DroverHostStore *
drover_host_store_new (const char *path)
{
  DroverHostStore *self = g_object_new (DROVER_TYPE_HOST_STORE, NULL);

  self->path =
      path ? g_strdup (path) : g_build_filename (g_get_user_config_dir (), "drover", "hosts.ini", NULL);
  return self;
}

/**
 * drover_host_store_get_path:
 *
 * Returns: (transfer none): the key file
 */
const char *
drover_host_store_get_path (DroverHostStore *self)
{
  g_return_val_if_fail (DROVER_IS_HOST_STORE (self), NULL);
  return self->path;
}

static DroverHost *
find (DroverHostStore *self, const DroverUri *uri, guint *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hosts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      if (strcmp (drover_host_get_uri (host)->text, uri->text) != 0)
        continue;
      if (position != NULL)
        *position = i;
      return host;
    }
  return NULL;
}

/**
 * drover_host_store_find:
 *
 * Returns: (transfer none) (nullable): the host of that URI
 */
DroverHost *
drover_host_store_find (DroverHostStore *self, const DroverUri *uri)
{
  g_return_val_if_fail (DROVER_IS_HOST_STORE (self), NULL);
  return find (self, uri, NULL);
}

/**
 * drover_host_store_add:
 *
 * Returns: (transfer none): the host of that URI, new or known
 */
DroverHost *
drover_host_store_add (DroverHostStore *self, const DroverUri *uri)
{
  DroverHost *known = drover_host_store_find (self, uri);
  g_autoptr (DroverHost) host = NULL;

  if (known != NULL)
    return known;
  host = drover_host_new (uri);
  g_list_store_append (self->hosts, host);
  return host;
}

/**
 * drover_host_store_remove:
 *
 * Returns: whether there was a host of that URI
 */
gboolean
drover_host_store_remove (DroverHostStore *self, const DroverUri *uri)
{
  guint position;

  g_return_val_if_fail (DROVER_IS_HOST_STORE (self), FALSE);
  if (find (self, uri, &position) == NULL)
    return FALSE;
  g_list_store_remove (self->hosts, position);
  return TRUE;
}

/**
 * drover_host_store_load:
 * @error: a file error, or %DROVER_ERROR_INVALID_INPUT naming the entry
 *
 * Adds the hosts of the key file. No file is an empty one.
 *
 * Returns: whether all of it could be read
 */
gboolean
drover_host_store_load (DroverHostStore *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", self->path);
      return FALSE;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (file, groups[i], KEY_URI, NULL);
      g_autoptr (DroverUri) uri = drover_uri_parse (text ? text : "", error);

      if (uri == NULL)
        {
          g_prefix_error (error, "%s: [%s]: ", self->path, groups[i]);
          return FALSE;
        }
      drover_host_store_add (self, uri);
    }
  return TRUE;
}

/**
 * drover_host_store_save:
 * @error: a file error
 *
 * Writes the key file, whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
drover_host_store_save (DroverHostStore *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (self->path);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hosts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);
      g_autofree char *group = g_strdup_printf (GROUP_PREFIX "%u", i + 1);

      g_key_file_set_string (file, group, KEY_URI, drover_host_get_uri (host)->text);
    }
  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s cannot be made"), folder);
      return FALSE;
    }
  return g_key_file_save_to_file (file, self->path, error);
}
