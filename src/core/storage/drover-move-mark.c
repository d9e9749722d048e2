/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-move-mark.h"

#include <string.h>

#include "base/drover-error.h"

#define MAX_BYTES 4096

/**
 * drover_move_mark_get_path:
 * @file: the copy's name or path
 *
 * Returns: (transfer full): the mark's
 */
char *
drover_move_mark_get_path (const char *file)
{
  return g_strconcat (file, ".drover-partial", NULL);
}

/* Whoever finds it in the directory shall know what it is; the words are compared, so they are not
 * translated. */
static GBytes *
get_content (const char *guest_uuid, const char *disk)
{
  char *text = g_strdup_printf ("The file beside this one is a copy of a guest's disk that Drover has begun "
                                "and not finished.\nNo guest uses it.\nguest: %s\ndisk: %s\n",
                                guest_uuid, disk);

  return g_bytes_new_take (text, strlen (text));
}

/**
 * drover_move_mark_write:
 * @file: the copy's name in the pool
 * @guest_uuid: whose disk it will be
 * @disk: `vda` and the like
 *
 * Says beside a copy that it is not whole. Blocks.
 *
 * Returns: whether it is said
 */
gboolean
drover_move_mark_write (
    DroverPoolHandle *pool, const char *file, const char *guest_uuid, const char *disk, GError **error)
{
  g_autofree char *name = drover_move_mark_get_path (file);
  g_autoptr (GBytes) content = get_content (guest_uuid, disk);

  /* one of the same name says the same: nothing else is ever left there */
  if (drover_move_mark_is_of (pool, file, guest_uuid, disk))
    return TRUE;
  return drover_storage_create_raw_volume (pool, name, content, error);
}

/**
 * drover_move_mark_is_of:
 *
 * Blocks.
 *
 * Returns: whether a run that was to move that very disk has left a copy of that name that is not whole
 */
gboolean
drover_move_mark_is_of (DroverPoolHandle *pool, const char *file, const char *guest_uuid, const char *disk)
{
  g_autofree char *name = drover_move_mark_get_path (file);
  g_autoptr (GBytes) wanted = get_content (guest_uuid, disk);
  g_autoptr (GBytes) found = drover_storage_read_volume (pool, name, MAX_BYTES, NULL);

  return found != NULL && g_bytes_equal (found, wanted);
}

/**
 * drover_move_mark_remove:
 *
 * For a copy that is whole, or gone. Blocks.
 *
 * Returns: whether nothing is said of it any more
 */
gboolean
drover_move_mark_remove (DroverPoolHandle *pool, const char *file, GError **error)
{
  g_autofree char *name = drover_move_mark_get_path (file);

  return drover_storage_delete_volume (pool, name, error);
}
