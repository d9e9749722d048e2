/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-move-run.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "storage/drover-move-mark.h"
#include "storage/drover-move-plan.h"
#include "virt/drover-block-copy.h"

#define TELL_US (G_USEC_PER_SEC / 4)

/* While libvirt ends what was just written to a pool, it lets nothing of it be deleted. */
#define BUSY_TRIES 20
#define BUSY_US 50000

/* --- how far it is --- */

typedef struct {
  DroverMoveProgress progress;
  gpointer data;
  DroverMoveNews news;
} Telling;

static gboolean
tell (gpointer data)
{
  const Telling *telling = data;

  telling->progress (&telling->news, telling->data);
  return G_SOURCE_REMOVE;
}

/**
 * drover_move_run_tell:
 * @done: bytes of all disks that were copied
 * @total: of how many
 *
 * Tells whoever wants to know, a few times a second.
 */
void
drover_move_run_tell (DroverMoveRun *run, guint64 done, guint64 total)
{
  gint64 now = g_get_monotonic_time ();
  Telling *telling;

  if (run->order->progress == NULL || now - run->told_us < TELL_US)
    return;
  run->told_us = now;
  drover_pace_add (&run->pace, now, done, total);
  telling = g_new0 (Telling, 1);
  telling->progress = run->order->progress;
  telling->data = run->order->progress_data;
  telling->news =
      (DroverMoveNews){ done, total, drover_pace_get_rate (&run->pace), drover_pace_get_eta_ms (&run->pace) };
  g_main_context_invoke_full (run->order->context, G_PRIORITY_DEFAULT, tell, telling, g_free);
}

/* --- what is made, and removed --- */

static gboolean
delete_patiently (DroverPoolHandle *pool, const char *name, GError **error)
{
  for (guint i = 0;; i++)
    {
      g_autoptr (GError) local = NULL;

      if (drover_storage_delete_volume (pool, name, &local))
        return TRUE;
      if (i < BUSY_TRIES && !g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND) &&
          !g_error_matches (local, DROVER_ERROR, DROVER_ERROR_UNREACHABLE))
        g_usleep (BUSY_US);
      else
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

/**
 * drover_move_run_make_way:
 * @disk: one that is to be copied
 *
 * Removes what an earlier run has left of a copy, and says beside it that what comes there now is not whole.
 *
 * Returns: whether the copy can begin
 */
gboolean
drover_move_run_make_way (DroverMoveRun *run, DroverMovedDisk *disk, GError **error)
{
  g_autofree char *name = g_path_get_basename (disk->to);

  if (g_strcmp0 (disk->found, "partial") == 0 && !delete_patiently (run->target, name, error))
    return FALSE;
  if (!drover_move_mark_write (run->target, name, run->guest_uuid, disk->disk, error))
    return FALSE;
  disk->made = TRUE;
  return TRUE;
}

static gboolean
is_used (DroverDomain *guest, DroverXmlKind kind, const char *path, gboolean *used, GError **error)
{
  g_autofree char *xml = drover_domain_get_xml (guest, kind, error);
  g_autoptr (DroverGuest) parsed = xml ? drover_guest_parse (xml, error) : NULL;

  if (parsed == NULL)
    return FALSE;
  *used = *used || drover_move_names_file (parsed, path);
  return TRUE;
}

/* The pool does not know yet what QEMU made in it, and a refresh that fails would stop it: then it is found
 * through a pool of ours. What is not there is fine. */
static gboolean
delete_file (DroverConnection *connection, DroverPoolHandle *pool, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *above = g_path_get_dirname (path);
  g_autoptr (DroverMarkerPool) ours = NULL;
  g_autoptr (GError) local = NULL;
  gboolean missing;

  if (delete_patiently (pool, name, &local))
    return TRUE;
  if (!g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  ours = drover_marker_pool_open (connection, above, &missing, error);
  if (ours == NULL)
    return FALSE;
  g_clear_error (&local);
  if (delete_patiently (drover_marker_pool_get_handle (ours), name, &local) ||
      g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A file that the guest uses, or may use, is never deleted. */
static gboolean
remove_copy (DroverConnection *connection,
             DroverDomain *guest,
             DroverPoolHandle *pool,
             const DroverMovedDisk *disk,
             GError **error)
{
  g_autofree char *mark = drover_move_mark_get_path (disk->to);
  DroverBlockCopyState state = { 0 };
  gboolean used = FALSE;

  /* of a guest that is shut off nothing is under way */
  if (drover_block_copy_look (guest, disk->disk, &state, NULL) && state.active &&
      !drover_block_copy_abort (guest, disk->disk, error))
    return FALSE;
  if (!is_used (guest, DROVER_XML_LIVE, disk->to, &used, error) ||
      !is_used (guest, DROVER_XML_INACTIVE, disk->to, &used, error))
    return FALSE;
  return used ||
         (delete_file (connection, pool, disk->to, error) && delete_file (connection, pool, mark, error));
}

/**
 * drover_move_take_back:
 * @guest: whose disks were to be moved
 * @pool: where to
 * @report: what is left is told there
 *
 * Ends what QEMU is copying, and removes what this run has made and the guest does not use. Blocks.
 */
void
drover_move_take_back (DroverConnection *connection,
                       DroverDomain *guest,
                       DroverPoolHandle *pool,
                       DroverMoveReport *report)
{
  for (guint i = 0; i < report->disks->len; i++)
    {
      const DroverMovedDisk *disk = report->disks->pdata[i];
      g_autoptr (GError) error = NULL;

      if (!disk->made || remove_copy (connection, guest, pool, disk, &error))
        continue;
      g_free (report->remains);
      report->remains = g_strdup_printf ("%s: %s", disk->to, error->message);
    }
}
