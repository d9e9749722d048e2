/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-marker-pool.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/drover-error.h"
#include "facts/drover-marks.h"

/* libvirt refuses a second directory pool of the same path, and compares paths as texts. A pool of our own
 * leaves the host's own ones alone: a refresh that fails would stop them. */
#define ANOTHER_NAME "/."
#define MAX_NAMES 6

/* While a stream to one of its volumes is being closed a pool cannot be refreshed or stopped ("has
 * asynchronous jobs running"). */
#define BUSY_TRIES 20
#define BUSY_US 25000

#define CONTENT_BYTES 32

struct _DroverMarkerPool {
  char *directory;
  DroverPoolHandle *handle;
  GPtrArray *written; /* names of markers to delete */
};

static gboolean
says_missing (const GError *error)
{
  int sys_errno = drover_error_get_errno (error);

  return sys_errno == ENOENT || sys_errno == ENOTDIR ||
         strstr (error->message, "No such file or directory") != NULL ||
         strstr (error->message, "Not a directory") != NULL;
}

/**
 * drover_marker_pool_open:
 * @directory: a directory
 * @missing: (out): whether the host says that there is none
 *
 * Reads the directory through a pool of ours. libvirt opens every file in it for that.
 *
 * Returns: (transfer full): the pool
 */
DroverMarkerPool *
drover_marker_pool_open (DroverConnection *connection,
                         const char *directory,
                         gboolean *missing,
                         GError **error)
{
  g_autoptr (GString) path = g_string_new (directory);
  g_autoptr (GError) local = NULL;

  *missing = FALSE;
  for (guint i = 0; i < MAX_NAMES; i++)
    {
      g_autofree char *name = drover_mark_new_name ("proof");
      DroverPoolHandle *handle;
      DroverMarkerPool *pool;

      g_clear_error (&local);
      handle = drover_storage_create_dir_pool (connection, name, path->str, &local);
      if (handle != NULL)
        {
          pool = g_new0 (DroverMarkerPool, 1);
          pool->handle = handle;
          pool->directory = g_strdup (directory);
          pool->written = g_ptr_array_new_with_free_func (g_free);
          return pool;
        }
      if (strstr (local->message, "source conflict") == NULL)
        break;
      g_string_append (path, ANOTHER_NAME);
    }
  *missing = says_missing (local);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
is_busy (const GError *error)
{
  return strstr (error->message, "asynchronous jobs running") != NULL;
}

static gboolean
try_while_busy (gboolean (*call) (DroverPoolHandle *, GError **), DroverPoolHandle *handle, GError **error)
{
  for (guint i = 0;; i++)
    {
      g_autoptr (GError) local = NULL;

      if (call (handle, &local))
        return TRUE;
      if (i == BUSY_TRIES || !is_busy (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_usleep (BUSY_US);
    }
}

/**
 * drover_marker_pool_close:
 * @pool: (nullable) (transfer full): the pool
 *
 * Deletes the markers written through it and removes the pool.
 */
void
drover_marker_pool_close (DroverMarkerPool *pool)
{
  g_autoptr (GError) error = NULL;

  if (pool == NULL)
    return;
  for (guint i = 0; i < pool->written->len; i++)
    {
      const char *name = pool->written->pdata[i];

      if (!drover_storage_delete_volume (pool->handle, name, &error))
        g_debug ("marker %s stays for the next run to remove: %s", name, error->message);
      g_clear_error (&error);
    }
  if (!try_while_busy (drover_storage_destroy_pool, pool->handle, &error))
    g_debug ("a pool stays for the next run to remove: %s", error->message);
  drover_pool_handle_free (pool->handle);
  g_ptr_array_unref (pool->written);
  g_free (pool->directory);
  g_free (pool);
}

/**
 * drover_marker_new_content:
 *
 * Returns: (transfer full): bytes that nobody can guess, in hexadecimal
 */
GBytes *
drover_marker_new_content (void)
{
  GString *text = g_string_new (NULL);
  guint8 bytes[CONTENT_BYTES];

  /* a request this small is never cut short once the kernel has enough entropy, and it waits for that */
  while (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    ;
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free_to_bytes (text);
}

/**
 * drover_marker_pool_write:
 * @content: what the marker shall hold
 *
 * Writes a marker file, which lasts as long as @pool.
 *
 * Returns: (transfer full): its name
 */
char *
drover_marker_pool_write (DroverMarkerPool *pool, GBytes *content, GError **error)
{
  g_autofree char *name = drover_mark_new_name ("marker");

  if (!drover_storage_create_raw_volume (pool->handle, name, content, error))
    return NULL;
  g_ptr_array_add (pool->written, g_strdup (name));
  return g_steal_pointer (&name);
}

/**
 * drover_marker_pool_read:
 * @name: a marker that was written elsewhere
 * @content: what it holds
 * @error: why it could not be read
 *
 * Returns: what became of it
 */
DroverMarkerFate
drover_marker_pool_read (DroverMarkerPool *pool, const char *name, GBytes *content, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) found =
      drover_storage_read_volume (pool->handle, name, g_bytes_get_size (content), &local);

  if (found != NULL)
    return g_bytes_equal (found, content) ? DROVER_MARKER_READ : DROVER_MARKER_ALTERED;
  if (g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return DROVER_MARKER_UNSEEN;
  g_propagate_error (error, g_steal_pointer (&local));
  return DROVER_MARKER_UNREADABLE;
}

/**
 * drover_marker_pool_get_handle:
 *
 * Returns: (transfer none): libvirt's own handle, valid as long as @pool
 */
DroverPoolHandle *
drover_marker_pool_get_handle (DroverMarkerPool *pool)
{
  return pool->handle;
}

/**
 * drover_marker_pool_copy:
 * @name: a marker that was written through @pool
 *
 * Lets the host copy a marker in its own directory; the copy lasts as long as @pool.
 *
 * Returns: whether it did
 */
gboolean
drover_marker_pool_copy (DroverMarkerPool *pool, const char *name, GError **error)
{
  g_autofree char *copy = drover_mark_new_name ("marker");

  if (!drover_storage_copy_volume (pool->handle, name, copy, error))
    return FALSE;
  g_ptr_array_add (pool->written, g_steal_pointer (&copy));
  return TRUE;
}

/**
 * drover_marker_pool_get_path:
 * @name: a marker
 *
 * Returns: (transfer full): where the host has it
 */
char *
drover_marker_pool_get_path (DroverMarkerPool *pool, const char *name)
{
  return g_build_filename (pool->directory, name, NULL);
}

/**
 * drover_marker_pool_reread:
 *
 * Lets the host read the directory again.
 *
 * Returns: whether it did
 */
gboolean
drover_marker_pool_reread (DroverMarkerPool *pool, GError **error)
{
  return try_while_busy (drover_storage_refresh_pool, pool->handle, error);
}

/**
 * drover_marker_pool_look:
 * @name: a file
 * @missing: (out): whether the host says that there is none
 *
 * Returns: (transfer full) (nullable): the file as it is now
 */
DroverVolume *
drover_marker_pool_look (DroverMarkerPool *pool, const char *name, gboolean *missing)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = drover_storage_get_volume_xml (pool->handle, name, &error);

  *missing = g_error_matches (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
  return xml ? drover_volume_parse (xml, NULL) : NULL;
}

/**
 * drover_marker_pool_digest:
 * @name: a file
 * @length: how many bytes it has
 * @cancellable: (nullable): stops it
 *
 * Reads the file, whatever is in it; see [func@storage_digest_volume].
 *
 * Returns: (transfer full): what was read
 */
DroverVolumeDigest *
drover_marker_pool_digest (
    DroverMarkerPool *pool, const char *name, guint64 length, GCancellable *cancellable, GError **error)
{
  return drover_storage_digest_volume (pool->handle, name, length, cancellable, error);
}

/**
 * drover_marker_pool_count:
 * @n: (out): how many files and directories lie in it
 *
 * Returns: whether the host could tell
 */
gboolean
drover_marker_pool_count (DroverMarkerPool *pool, guint *n, GError **error)
{
  g_auto (GStrv) names = drover_storage_list_volume_names (pool->handle, error);

  *n = names ? g_strv_length (names) : 0;
  return names != NULL;
}
