/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "caps/drover-volume.h"
#include "facts/drover-directory.h"
#include "facts/drover-needed-files.h"

/* A chain that bites its own tail must not be followed for ever. */
#define MAX_FILES 512

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_POOLS, DROVER_NEED_SAME, FALSE },
};

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static gint64
read_number (const char *text, guint base)
{
  guint64 value;

  return text && g_ascii_string_to_unsigned (text, base, 0, G_MAXINT64, &value, NULL) ? (gint64) value : -1;
}

/* Seconds with a fraction of any length → µs. */
static gint64
read_time (const char *text)
{
  g_auto (GStrv) parts = text ? g_strsplit (text, ".", 2) : NULL;
  gint64 seconds = parts && parts[0] ? read_number (parts[0], 10) : -1;
  gint64 micros = 0;

  if (seconds < 0 || seconds > G_MAXINT64 / G_USEC_PER_SEC - 1)
    return -1;
  for (gint64 unit = G_USEC_PER_SEC / 10, i = 0; parts[1] != NULL && unit > 0; unit /= 10, i++)
    {
      if (!g_ascii_isdigit (parts[1][i]))
        break;
      micros += g_ascii_digit_value (parts[1][i]) * unit;
    }
  return seconds * G_USEC_PER_SEC + micros;
}

/* Returns: (transfer full) (nullable): what backs it, where it says so */
static DroverFactFile *
take_volume (DroverFactFile *file, const char *xml, const char *pool)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverVolume) volume = drover_volume_parse (xml, &error);
  /* Pools guess formats; what is in an image that the guest uses as raw was written by the guest. */
  gboolean raw = g_strcmp0 (file->format, "raw") == 0;
  DroverFactFile *backing;

  set (&file->exists, "yes");
  set (&file->directory, "yes");
  if (pool != NULL)
    set (&file->pool, pool);
  if (volume == NULL)
    {
      set (&file->reason, error->message);
      return NULL;
    }
  set (&file->format, volume->format);
  file->capacity = volume->capacity;
  file->allocation = volume->allocation;
  file->physical = volume->physical;
  file->mtime = read_time (volume->mtime);
  file->owner = read_number (volume->owner, 10);
  file->group = read_number (volume->group, 10);
  file->mode = read_number (volume->mode, 8);
  if (raw || volume->backing_path == NULL || volume->backing_path[0] != '/')
    return NULL;
  backing = drover_needed_file_new (volume->backing_path, "backing", file->target);
  backing->format = g_strdup (volume->backing_format);
  return backing;
}

static void
take_refusal (DroverFactFile *file, DroverPresence exists, DroverPresence directory, const char *reason)
{
  set (&file->exists, drover_presence_to_string (exists));
  set (&file->directory, drover_presence_to_string (directory));
  set (&file->reason, reason);
}

/* A disk that names a volume of a pool. */
static DroverFactFile *
look_at_volume (const DroverFactContext *context, DroverSide side, DroverFactFile *file, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *xml = drover_directory_look_in_pool (context->connections[side], file->pool,
                                                        file->path + strlen (file->pool) + 1, &local);

  if (xml != NULL)
    return take_volume (file, xml, NULL);
  if (drover_error_is_connection (local))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    take_refusal (file, DROVER_PRESENCE_NO, DROVER_PRESENCE_UNKNOWN, local->message);
  else
    take_refusal (file, DROVER_PRESENCE_UNKNOWN, DROVER_PRESENCE_UNKNOWN, local->message);
  return NULL;
}

static DroverFactFile *
look_at_path (DroverDirectories *directories, DroverFactFile *file, GError **error)
{
  DroverDirectoryAnswer answer = { 0 };
  DroverFactFile *backing = NULL;

  if (!drover_directories_look (directories, file->path, &answer, error))
    return NULL;
  if (answer.volume_xml != NULL)
    backing = take_volume (file, answer.volume_xml, answer.pool);
  else
    {
      set (&file->pool, answer.pool);
      take_refusal (file, answer.exists, answer.directory, answer.reason);
    }
  drover_directory_answer_clear (&answer);
  return backing;
}

static gboolean
is_listed (const GPtrArray *files, const char *path, const char *target)
{
  for (guint i = 0; i < files->len; i++)
    {
      const DroverFactFile *file = files->pdata[i];

      if (g_strcmp0 (file->path, path) == 0 && g_strcmp0 (file->target, target) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
look_at_all (const DroverFactContext *context,
             DroverSide side,
             const DroverGuest *guest,
             DroverDirectories *directories,
             GPtrArray *files,
             GError **error)
{
  /* grows as chains turn out to be longer than the XML says */
  for (guint i = 0; i < files->len; i++)
    {
      DroverFactFile *file = files->pdata[i];
      g_autoptr (GError) local = NULL;
      DroverFactFile *backing = file->pool != NULL ? look_at_volume (context, side, file, &local)
                                                   : look_at_path (directories, file, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (backing != NULL && files->len < MAX_FILES && drover_guest_chain_may_go_on (guest, file) &&
          !is_listed (files, backing->path, file->target))
        g_ptr_array_add (files, backing);
      else
        drover_record_free (&drover_fact_file_type, backing);
    }
  return TRUE;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DroverGuest) guest = drover_provider_get_guest (context, side, error);
  DroverDirectories *directories;
  DroverFactFiles *fact;
  gboolean ok;

  if (guest == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_files_type);
  fact->files = drover_guest_list_needed_files (guest);
  directories =
      drover_directories_new (context->connections[side], drover_facts_get_pools (context->facts, side),
                              context->passive, cancellable);
  ok = look_at_all (context, side, guest, directories, fact->files, error);
  drover_directories_free (directories);
  if (ok)
    return fact;
  drover_record_free (&drover_fact_files_type, fact);
  return NULL;
}

/* `touches` stays unset: without the right to create a pool of its own it still looks through those that
 * are there. */
const DroverFactProvider drover_provider_files = {
  .id = DROVER_FACT_FILES,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 3,
  .fill = fill,
};
