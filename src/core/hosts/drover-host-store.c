/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-host-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/drover-error.h"
#include "hosts/drover-host-file.h"

struct _DroverHostStore {
  GObject parent_instance;

  char *path;
  GListStore *hosts;
  /* the URIs that were in the file when it was read or written last */
  GHashTable *seen;
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
  g_clear_pointer (&self->seen, g_hash_table_unref);
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
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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

/* No file is an empty one. */
static GPtrArray *
read_entries (DroverHostStore *self, gboolean *exists, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  gsize length = 0;

  *exists = g_file_get_contents (self->path, &text, &length, &local);
  if (!*exists && !g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      /* GLib's words name the file. */
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (text != NULL && strlen (text) != length)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s is no text file"), self->path);
      return NULL;
    }
  return drover_host_file_parse (text ? text : "");
}

/* The file and the list have come to agree: hosts that somebody else has added to it are in the list, too. */
static void
take_entries (DroverHostStore *self, GPtrArray *entries)
{
  g_hash_table_remove_all (self->seen);
  for (guint i = 0; i < entries->len; i++)
    {
      const DroverHostEntry *entry = entries->pdata[i];

      if (entry->uri == NULL)
        continue;
      g_hash_table_add (self->seen, g_strdup (entry->uri->text));
      drover_host_store_add (self, entry->uri);
    }
}

/**
 * drover_host_store_load:
 * @error: a file error, or %DROVER_ERROR_INVALID_INPUT naming the first entry that cannot be read
 *
 * Adds the hosts of the key file, also where some of its entries cannot be read: those stay in the file as
 * they are. No file is an empty one.
 *
 * Returns: whether all of it could be read
 */
gboolean
drover_host_store_load (DroverHostStore *self, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  gboolean exists;

  g_return_val_if_fail (DROVER_IS_HOST_STORE (self), FALSE);
  entries = read_entries (self, &exists, error);
  if (entries == NULL)
    return FALSE;
  take_entries (self, entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const DroverHostEntry *entry = entries->pdata[i];

      if (entry->error == NULL)
        continue;
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "%s: [%s]: %s", self->path,
                   entry->group ? entry->group : "", entry->error->message);
      return FALSE;
    }
  return TRUE;
}

/* Whoever else saves waits until we have. Where a file system knows no locks, nobody does. */
static int
lock_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  while (fd >= 0 && flock (fd, LOCK_EX) < 0 && errno == EINTR)
    ;
  return fd;
}

/* Does to the file what was done to the list since they last agreed, and nothing else. */
static void
merge (DroverHostStore *self, GPtrArray *entries, gboolean exists)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hosts));
  GHashTableIter iter;
  gpointer seen;

  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, &seen, NULL))
    {
      g_autoptr (DroverUri) uri = drover_uri_parse (seen, NULL);

      if (uri != NULL && find (self, uri, NULL) == NULL)
        drover_host_file_remove (entries, seen);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);
      const DroverUri *uri = drover_host_get_uri (host);

      /* A host that was there and is not has been removed by somebody else; a file that is gone has not. */
      if (drover_host_file_find (entries, uri->text) == NULL &&
          (!exists || !g_hash_table_contains (self->seen, uri->text)))
        drover_host_file_add (entries, uri);
    }
}

/* A link stays one. */
static char *
get_real_path (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real ? real : path);

  free (real);
  return copy;
}

static gboolean
update_file (DroverHostStore *self, GError **error)
{
  g_autofree char *real = get_real_path (self->path);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gboolean exists;

  entries = read_entries (self, &exists, error);
  if (entries == NULL)
    return FALSE;
  merge (self, entries, exists);
  text = drover_host_file_to_text (entries);
  if (!g_file_set_contents_full (real, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, error))
    return FALSE;
  take_entries (self, entries);
  return TRUE;
}

/**
 * drover_host_store_save:
 * @error: a file error
 *
 * Brings the changes of the list into the key file, whole or not at all. Whatever else is in it stays:
 * entries that cannot be read, and hosts that another program has added meanwhile, which are in the list
 * afterwards.
 *
 * Returns: whether it was written
 */
gboolean
drover_host_store_save (DroverHostStore *self, GError **error)
{
  g_autofree char *folder = NULL;
  gboolean done;
  int lock;

  g_return_val_if_fail (DROVER_IS_HOST_STORE (self), FALSE);
  folder = g_path_get_dirname (self->path);
  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s cannot be made: %s"), folder,
                   g_strerror (errno));
      return FALSE;
    }
  lock = lock_folder (folder);
  done = update_file (self, error);
  if (lock >= 0)
    close (lock);
  return done;
}
