/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-directory.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "facts/drover-marks.h"
#include "virt/drover-storage.h"

/* libvirt refuses a second directory pool of the same path, and compares paths as texts: `/srv/vm/.` is
 * another one. That is how a directory is read anew without disturbing the pool that holds it: a refresh that
 * fails would stop it. */
#define ANOTHER_NAME "/."
#define MAX_NAMES 4

typedef struct {
  char *path;
  DroverPoolHandle *theirs;
  char *their_name;
  DroverPoolHandle *ours;
  gboolean tried;
  DroverPresence directory;
  char *reason; /* why there is none of ours */
} Directory;

struct _DroverDirectories {
  DroverConnection *connection;
  const DroverFactPools *pools;
  gboolean passive;
  GCancellable *cancellable;
  GHashTable *directories; /* path → Directory */
};

/**
 * drover_presence_to_string:
 *
 * Returns: (transfer none): `yes`, `no` or `unknown`
 */
const char *
drover_presence_to_string (DroverPresence presence)
{
  switch (presence)
    {
    case DROVER_PRESENCE_UNKNOWN:
      return "unknown";
    case DROVER_PRESENCE_NO:
      return "no";
    case DROVER_PRESENCE_YES:
      return "yes";
    }
  g_return_val_if_reached ("unknown");
}

/**
 * drover_directory_answer_clear:
 * @answer: what to free the members of
 */
void
drover_directory_answer_clear (DroverDirectoryAnswer *answer)
{
  g_clear_pointer (&answer->volume_xml, g_free);
  g_clear_pointer (&answer->pool, g_free);
  g_clear_pointer (&answer->reason, g_free);
}

static void
directory_free (gpointer data)
{
  Directory *directory = data;
  g_autoptr (GError) error = NULL;

  if (directory->ours != NULL && !drover_storage_destroy_pool (directory->ours, &error))
    g_debug ("the pool over %s stays for the next run to remove: %s", directory->path, error->message);
  drover_pool_handle_free (directory->ours);
  drover_pool_handle_free (directory->theirs);
  g_free (directory->their_name);
  g_free (directory->path);
  g_free (directory->reason);
  g_free (directory);
}

/**
 * drover_directories_new:
 * @pools: the host's own pools; must live as long
 * @passive: create no pool
 * @cancellable: (nullable): stops the looking
 *
 * Returns: (transfer full): what to look with
 */
DroverDirectories *
drover_directories_new (DroverConnection *connection,
                        const DroverFactPools *pools,
                        gboolean passive,
                        GCancellable *cancellable)
{
  DroverDirectories *self = g_new0 (DroverDirectories, 1);

  self->connection = connection;
  self->pools = pools;
  self->passive = passive;
  self->cancellable = cancellable;
  self->directories = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, directory_free);
  return self;
}

/**
 * drover_directories_free:
 * @directories: (transfer full): what to free; its transient pools are removed from the host
 */
void
drover_directories_free (DroverDirectories *self)
{
  g_hash_table_destroy (self->directories);
  g_free (self);
}

/* As libvirt writes the paths of pools: no double slashes, none at the end. */
static char *
tidy_path (const char *path)
{
  g_autoptr (GString) tidy = g_string_new (NULL);

  for (const char *p = path; *p != '\0'; p++)
    if (*p != '/' || (p[1] != '/' && p[1] != '\0'))
      g_string_append_c (tidy, *p);
  if (tidy->len == 0)
    g_string_append_c (tidy, '/');
  return g_string_free (g_steal_pointer (&tidy), FALSE);
}

static gboolean
is_directory_pool (const DroverFactPool *pool)
{
  static const char *const types[] = { "dir", "fs", "netfs", NULL };

  return pool->active && pool->path != NULL && pool->type != NULL && g_strv_contains (types, pool->type);
}

static Directory *
find_directory (DroverDirectories *self, const char *path)
{
  Directory *directory = g_hash_table_lookup (self->directories, path);

  if (directory != NULL)
    return directory;
  directory = g_new0 (Directory, 1);
  directory->path = g_strdup (path);
  g_hash_table_insert (self->directories, directory->path, directory);
  for (guint i = 0; i < self->pools->pools->len && directory->theirs == NULL; i++)
    {
      const DroverFactPool *pool = self->pools->pools->pdata[i];
      g_autofree char *tidy = is_directory_pool (pool) ? tidy_path (pool->path) : NULL;

      if (g_strcmp0 (tidy, path) != 0)
        continue;
      directory->theirs = drover_storage_lookup_pool (self->connection, pool->name, NULL);
      directory->their_name = directory->theirs ? g_strdup (pool->name) : NULL;
    }
  return directory;
}

static gboolean
says_missing (const GError *error)
{
  int sys_errno = drover_error_get_errno (error);

  return sys_errno == ENOENT || sys_errno == ENOTDIR ||
         strstr (error->message, "No such file or directory") != NULL ||
         strstr (error->message, "Not a directory") != NULL;
}

/* FALSE only when the host is lost. */
static gboolean
open_ours (DroverDirectories *self, Directory *directory, GError **error)
{
  g_autoptr (GString) path = g_string_new (directory->path);
  g_autoptr (GError) local = NULL;

  directory->tried = TRUE;
  for (guint i = 0; i < MAX_NAMES; i++)
    {
      g_autofree char *name = drover_mark_new_name ("pool");

      g_clear_error (&local);
      if (i > 0 || directory->theirs != NULL)
        g_string_append (path, ANOTHER_NAME);
      directory->ours = drover_storage_create_dir_pool (self->connection, name, path->str, &local);
      if (directory->ours != NULL)
        {
          directory->directory = DROVER_PRESENCE_YES;
          return TRUE;
        }
      if (strstr (local->message, "source conflict") == NULL)
        break;
    }

  if (drover_error_is_connection (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (says_missing (local))
    directory->directory = DROVER_PRESENCE_NO;
  directory->reason = g_strdup (local->message);
  return TRUE;
}

static gboolean
answer_volume (DroverPoolHandle *pool, const char *name, DroverDirectoryAnswer *answer, GError **error)
{
  answer->volume_xml = drover_storage_get_volume_xml (pool, name, error);
  if (answer->volume_xml == NULL)
    return FALSE;
  answer->exists = DROVER_PRESENCE_YES;
  answer->directory = DROVER_PRESENCE_YES;
  return TRUE;
}

/* What is neither there nor the host lost is what @raw says. */
static gboolean
answer_failure (GError *raw, DroverDirectoryAnswer *answer, GError **error)
{
  if (drover_error_is_connection (raw))
    {
      g_propagate_error (error, g_error_copy (raw));
      return FALSE;
    }
  if (g_error_matches (raw, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    answer->exists = DROVER_PRESENCE_NO;
  answer->reason = g_strdup (raw->message);
  return TRUE;
}

static gboolean
look_through_ours (DroverDirectories *self,
                   Directory *directory,
                   const char *name,
                   DroverDirectoryAnswer *answer,
                   GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!directory->tried && !open_ours (self, directory, error))
    return FALSE;
  answer->directory = directory->directory;
  if (directory->ours == NULL)
    {
      answer->exists =
          directory->directory == DROVER_PRESENCE_NO ? DROVER_PRESENCE_NO : DROVER_PRESENCE_UNKNOWN;
      answer->reason = g_strdup (directory->reason);
      return TRUE;
    }
  return answer_volume (directory->ours, name, answer, &local) || answer_failure (local, answer, error);
}

static gboolean
look_in_directory (DroverDirectories *self,
                   Directory *directory,
                   const char *name,
                   DroverDirectoryAnswer *answer,
                   GError **error)
{
  g_autoptr (GError) local = NULL;

  answer->pool = g_strdup (directory->their_name);
  if (directory->theirs != NULL && answer_volume (directory->theirs, name, answer, &local))
    return TRUE;
  if (drover_error_is_connection (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  /* A pool knows what it saw when it was read last; that it does not know a file says little. */
  if (!self->passive)
    return look_through_ours (self, directory, name, answer, error);
  if (directory->theirs != NULL)
    {
      answer->directory = DROVER_PRESENCE_YES;
      answer->reason = g_strdup_printf (_ ("the pool “%s” does not know of it, and is not read anew: %s"),
                                        directory->their_name, local->message);
    }
  else
    answer->reason = g_strdup_printf (
        _ ("no active storage pool covers %s, and none may be created (--passive)"), directory->path);
  return TRUE;
}

static gboolean
is_below (const char *path, const char *directory)
{
  return g_str_has_prefix (path, directory) && path[strlen (directory)] == '/';
}

/* Reading a directory means opening all that lies in it, which no device should suffer. */
static gboolean
is_off_limits (const char *path)
{
  return is_below (path, "/dev") || is_below (path, "/proc") || is_below (path, "/sys");
}

static gboolean
look_for_device (DroverDirectories *self, const char *path, DroverDirectoryAnswer *answer, GError **error)
{
  g_autoptr (GError) local = NULL;

  answer->volume_xml = drover_storage_get_volume_xml_by_path (self->connection, path, &local);
  if (answer->volume_xml != NULL)
    {
      answer->exists = DROVER_PRESENCE_YES;
      answer->directory = DROVER_PRESENCE_YES;
      return TRUE;
    }
  if (!answer_failure (local, answer, error))
    return FALSE;
  answer->exists = DROVER_PRESENCE_UNKNOWN;
  return TRUE;
}

/**
 * drover_directories_look:
 * @path: a file's path on the host
 * @answer: (out caller-allocates): all zero before; what is known of it then
 * @error: the host is lost, or the looking was stopped
 *
 * Looks for a file. A device is only looked for in the host's own pools.
 *
 * Returns: whether @answer was filled
 */
gboolean
drover_directories_look (DroverDirectories *self,
                         const char *path,
                         DroverDirectoryAnswer *answer,
                         GError **error)
{
  g_autofree char *tidy = tidy_path (path);
  g_autofree char *directory = g_path_get_dirname (tidy);
  g_autofree char *name = g_path_get_basename (tidy);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (path[0] != '/')
    {
      answer->reason = g_strdup_printf (_ ("“%s” is no absolute path"), path);
      return TRUE;
    }
  if (is_off_limits (tidy))
    return look_for_device (self, tidy, answer, error);
  return look_in_directory (self, find_directory (self, directory), name, answer, error);
}

/**
 * drover_directory_look_in_pool:
 * @pool: the name of a pool
 * @volume: the name of a volume
 * @error: %DROVER_ERROR_NOT_FOUND when there is no such pool or volume, or the pool is not active
 *
 * Returns: (transfer full): the volume's XML
 */
char *
drover_directory_look_in_pool (DroverConnection *connection,
                               const char *pool,
                               const char *volume,
                               GError **error)
{
  g_autoptr (DroverPoolHandle) handle = drover_storage_lookup_pool (connection, pool, error);

  return handle ? drover_storage_get_volume_xml (handle, volume, error) : NULL;
}
