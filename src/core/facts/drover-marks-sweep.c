/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-marks.h"

#include "caps/drover-guest.h"
#include "caps/drover-pool.h"
#include "virt/drover-domain.h"
#include "virt/drover-storage.h"

static gboolean
has_mark (DroverDomain *domain)
{
  g_autofree char *xml = drover_domain_get_xml (domain, DROVER_XML_LIVE, NULL);
  g_autoptr (DroverGuest) guest = xml ? drover_guest_parse (xml, NULL) : NULL;

  return guest != NULL && g_strv_contains ((const char *const *) guest->metadata, DROVER_MARK_NAMESPACE);
}

static gboolean
sweep_guest (DroverDomain *domain, gint64 now_s)
{
  g_autofree char *name = drover_domain_get_name (domain);
  g_autoptr (DroverDomainInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  if (!drover_mark_is_left_over (name, now_s) || !has_mark (domain))
    return FALSE;
  /* ours are never defined, so somebody took this one for their own */
  info = drover_domain_get_info (domain, NULL);
  if (info == NULL || info->persistent)
    return FALSE;
  if (!drover_domain_destroy (domain, &error))
    {
      g_debug ("left-over guest %s stays: %s", name, error->message);
      return FALSE;
    }
  g_debug ("left-over guest %s removed", name);
  return TRUE;
}

static guint
sweep_guests (DroverConnection *connection, gint64 now_s, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) domains = drover_domain_list (connection, TRUE, NULL);
  guint n_swept = 0;

  for (guint i = 0; domains != NULL && i < domains->len; i++)
    if (!g_cancellable_is_cancelled (cancellable))
      n_swept += sweep_guest (domains->pdata[i], now_s);
  return n_swept;
}

/* Markers lie in directories only; listing the disks of a SAN for their sake would be slow. */
static gboolean
may_hold_markers (const DroverPoolState *state)
{
  g_autoptr (DroverPool) pool = state->active ? drover_pool_parse (state->xml, NULL) : NULL;

  return pool != NULL && (g_strcmp0 (pool->type, "dir") == 0 || g_strcmp0 (pool->type, "fs") == 0 ||
                          g_strcmp0 (pool->type, "netfs") == 0);
}

/**
 * drover_marks_sweep_pool:
 * @pool: a pool whose list of files is of now
 *
 * Removes the marker files that a Drover that was killed, or lost its server, left in one directory. Blocks.
 *
 * Returns: how many
 */
guint
drover_marks_sweep_pool (DroverPoolHandle *pool)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  g_auto (GStrv) names = drover_storage_list_volume_names (pool, NULL);
  guint n_swept = 0;

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (drover_mark_is_left_over (names[i], now_s))
      {
        g_autoptr (GError) error = NULL;

        if (drover_storage_delete_volume (pool, names[i], &error))
          n_swept++;
        g_debug ("left-over marker %s %s", names[i], error ? error->message : "removed");
      }
  return n_swept;
}

static guint
sweep_pool (DroverConnection *connection, const DroverPoolState *state, gint64 now_s)
{
  g_autoptr (DroverPoolHandle) pool = NULL;
  g_autoptr (GError) error = NULL;
  guint n_swept;

  if (!may_hold_markers (state))
    return 0;
  pool = drover_storage_lookup_pool (connection, state->name, NULL);
  if (pool == NULL)
    return 0;

  n_swept = drover_marks_sweep_pool (pool);
  if (drover_mark_is_left_over (state->name, now_s) && !state->persistent)
    {
      if (drover_storage_destroy_pool (pool, &error))
        n_swept++;
      g_debug ("left-over pool %s %s", state->name, error ? error->message : "removed");
    }
  return n_swept;
}

/**
 * drover_marks_sweep:
 * @connection: a host
 * @cancellable: (nullable): stops between two removals
 *
 * Removes what a Drover that was killed left on the host: probe and stand-in guests, pools, marker files.
 * What belongs to one that still runs stays. Blocks; for worker threads. Does nothing over a connection that
 * may only look.
 *
 * Returns: how many things were removed
 */
guint
drover_marks_sweep (DroverConnection *connection, GCancellable *cancellable)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GPtrArray) pools = NULL;
  guint n_swept;

  if (drover_connection_is_read_only (connection))
    return 0;
  n_swept = sweep_guests (connection, now_s, cancellable);
  pools = drover_storage_list_pools (connection, NULL);
  for (guint i = 0; pools != NULL && i < pools->len; i++)
    if (!g_cancellable_is_cancelled (cancellable))
      n_swept += sweep_pool (connection, pools->pdata[i], now_s);
  return n_swept;
}
