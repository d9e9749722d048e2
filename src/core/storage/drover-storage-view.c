/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-view.h"

#include <glib/gi18n-lib.h>

#include "caps/drover-host-caps.h"
#include "facts/drover-host-pools.h"
#include "facts/drover-knocking.h"
#include "virt/drover-pool-sources.h"

/* The start of a probe under emulation; see drover-knocking.c for what it makes of silence. */
#define PATIENCE_MS 1500

static const struct {
  const char *name;
  guint port;
} services[] = {
  { "rpcbind", 111 },
  { "nfs", 2049 },
  /* mountd's usual port; where it is elsewhere rpcbind tells its clients, and a refusal here says nothing */
  { "mountd", 20048 },
  { "glusterd", 24007 },
};

DROVER_RECORD_TYPE (DroverStorageService,
                    drover_storage_service_type,
                    DROVER_FIELD (DroverStorageService, name, STRING),
                    DROVER_FIELD (DroverStorageService, port, INT),
                    DROVER_FIELD (DroverStorageService, result, STRING),
                    DROVER_FIELD (DroverStorageService, words, STRING));

DROVER_RECORD_TYPE (DroverStorageView,
                    drover_storage_view_type,
                    DROVER_FIELD (DroverStorageView, host, STRING),
                    DROVER_FIELD (DroverStorageView, uri, STRING),
                    DROVER_FIELD (DroverStorageView, error, STRING),
                    DROVER_FIELD_LIST (DroverStorageView, pools, &drover_fact_pool_type),
                    DROVER_FIELD_LIST (DroverStorageView, services, &drover_storage_service_type),
                    DROVER_FIELD_LIST (DroverStorageView, sources, &drover_pool_source_type),
                    DROVER_FIELD (DroverStorageView, sources_error, STRING),
                    DROVER_FIELD (DroverStorageView, silence, STRING));

/**
 * drover_storage_view_free:
 * @view: (nullable) (transfer full): what to free
 */
void
drover_storage_view_free (DroverStorageView *view)
{
  drover_record_free (&drover_storage_view_type, view);
}

static void
add_service (GPtrArray *list, guint i, const DroverKnock *knock)
{
  DroverStorageService *service = drover_record_new (&drover_storage_service_type);

  service->name = g_strdup (services[i].name);
  service->port = services[i].port;
  service->result = g_strdup (knock->result);
  service->words = g_strdup (knock->error);
  g_ptr_array_add (list, service);
}

/* The host's own QEMU knocks at the server: whether *it* comes through is what counts. */
static GPtrArray *
knock (DroverConnection *connection, const char *server, guint timeout_ms, GCancellable *cancellable)
{
  g_autofree char *xml = drover_connection_get_capabilities (connection, NULL);
  g_autoptr (DroverHostCaps) caps = xml ? drover_host_caps_parse (xml, NULL) : NULL;
  g_autoptr (GPtrArray) knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_knock_free);
  g_autoptr (GError) error = NULL;
  GPtrArray *list;
  DroverKnocking knocking = {
    .connection = connection,
    .caps = caps,
    .patience_ms = PATIENCE_MS,
    .deadline_us = g_get_monotonic_time () + (gint64) timeout_ms * 1000,
    .cancellable = cancellable,
  };

  if (caps == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    g_ptr_array_add (knocks, drover_knock_new (FALSE, server, services[i].port, NULL));
  if (!drover_knocking_run (&knocking, knocks, NULL, &error))
    {
      g_debug ("no knocks at %s: %s", server, error ? error->message : "");
      return NULL;
    }
  list = drover_record_list_new (&drover_storage_service_type);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    add_service (list, i, knocks->pdata[i]);
  return list;
}

static const char *
get_result (const GPtrArray *list, const char *name)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const DroverStorageService *service = list->pdata[i];

      if (g_strcmp0 (service->name, name) == 0)
        return service->result;
    }
  return NULL;
}

static gboolean
is_open (const GPtrArray *list, const char *name)
{
  return g_strcmp0 (get_result (list, name), "open") == 0;
}

static gboolean
is_refused (const GPtrArray *list, const char *name)
{
  return g_strcmp0 (get_result (list, name), "ECONNREFUSED") == 0;
}

/* Swallowed, or turned away by a filter (which is what the "no route" of a host on the same wire means). */
static gboolean
is_filtered (const GPtrArray *list, const char *name)
{
  static const char *const results[] = { "ETIMEDOUT", "EHOSTUNREACH", "EACCES", "ENETUNREACH", NULL };
  const char *result = get_result (list, name);

  return result != NULL && g_strv_contains (results, result);
}

/**
 * drover_storage_silence_judge:
 * @list: (nullable) (element-type DroverStorageService): how the host found the server's ports
 * @listed: whether the host did get a list of what is offered, and it was empty
 *
 * Why a server offers nothing to a host.
 *
 * Returns: a code for [func@storage_silence_get_text]
 */
const char *
drover_storage_silence_judge (const GPtrArray *list, gboolean listed)
{
  if (listed)
    return "nothing-exported";
  if (list == NULL)
    return "unknown";
  if (g_strcmp0 (get_result (list, "rpcbind"), "unresolved") == 0)
    return "unresolved";
  if (is_open (list, "nfs") && is_filtered (list, "rpcbind"))
    return "rpcbind-filtered";
  if (is_open (list, "nfs") && is_refused (list, "rpcbind"))
    return "version-4-only";
  if (is_open (list, "nfs") && is_filtered (list, "mountd"))
    return "mountd-filtered";
  if (is_open (list, "rpcbind") && is_filtered (list, "nfs"))
    return "nfs-filtered";
  if (is_open (list, "rpcbind") && is_refused (list, "nfs") && !is_open (list, "glusterd"))
    return "nfs-stopped";
  if (is_filtered (list, "rpcbind") && is_filtered (list, "nfs"))
    return "filtered";
  if (is_refused (list, "rpcbind") && is_refused (list, "nfs") && is_refused (list, "glusterd"))
    return "no-server";
  return "unknown";
}

/**
 * drover_storage_silence_get_text:
 * @code: from [func@storage_silence_judge]
 *
 * Returns: (transfer none): what it means and what to do, translated
 */
const char *
drover_storage_silence_get_text (const char *code)
{
  static const struct {
    const char *code;
    const char *text;
  } texts[] = {
    { "nothing-exported",
      N_ ("The server answers and exports nothing. On the server: add a line to /etc/exports "
          "and run “exportfs -ra” (droverctl storage recipe tells how).") },
    { "unresolved",
      N_ ("The host does not know the server's name. Give its address, or put the name into the "
          "host's /etc/hosts.") },
    { "rpcbind-filtered",
      N_ ("NFS answers (2049), but a firewall keeps the host from rpcbind (111), so exports "
          "cannot be listed. Open the services rpc-bind and mountd on the server, or name the "
          "export yourself.") },
    { "version-4-only",
      N_ ("NFS answers (2049) and rpcbind (111) does not run: the server speaks NFS version 4 "
          "alone, which has no list of exports. Name the export yourself.") },
    { "mountd-filtered",
      N_ ("NFS and rpcbind answer, but a firewall keeps the host from mountd, which has the list. "
          "Open the service mountd on the server, or name the export yourself.") },
    { "nfs-filtered",
      N_ ("rpcbind answers (111), but a firewall keeps the host from NFS itself (2049). Open the "
          "service nfs on the server.") },
    { "nfs-stopped",
      N_ ("rpcbind answers (111) and NFS does not (2049): the NFS server is not started. On the "
          "server: systemctl enable --now nfs-server") },
    { "filtered",
      N_ ("Nothing comes back from the server's ports: it is off, or a firewall swallows what the host "
          "sends. Open the services nfs, mountd and rpc-bind (or glusterfs) on the server.") },
    { "no-server",
      N_ ("The server is there and turns the host away: neither NFS nor GlusterFS runs on it.") },
    { "unknown", N_ ("Why the server says nothing is not known.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i].code, code) == 0)
      return _ (texts[i].text);
  return _ ("Why the server says nothing is not known.");
}

/* A list is asked for where somebody is there to give it: libvirt waits for a silent server for half a
 * minute, and one of the daemon's few workers with it. */
static gboolean
is_worth_asking (const GPtrArray *list)
{
  return list == NULL || is_open (list, "glusterd") ||
         (is_open (list, "rpcbind") && !is_filtered (list, "mountd"));
}

static void
list_sources (DroverStorageView *view, DroverConnection *connection, const char *server)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = drover_pool_sources_find (connection, server, &error);

  view->sources = xml ? drover_pool_sources_parse (xml, &error) : NULL;
  if (view->sources == NULL)
    view->sources_error = g_strdup (error->message);
}

/**
 * drover_storage_view_look:
 * @server: (nullable): a storage server to look at
 * @passive: create no probe guests: libvirt alone is asked, and why nothing is offered stays unknown
 * @timeout_ms: for the knocks, in milliseconds
 * @cancellable: (nullable): stops it between two calls
 *
 * Learns what a host has and what it sees of a server. Blocks.
 *
 * Returns: (transfer full): the view, of which the caller fills @host and @uri
 */
DroverStorageView *
drover_storage_view_look (DroverConnection *connection,
                          const char *server,
                          gboolean passive,
                          guint timeout_ms,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (DroverStorageView) view = drover_record_new (&drover_storage_view_type);
  DroverFactPools *pools = drover_host_pools_read (connection, error);

  if (pools == NULL)
    return NULL;
  view->pools = g_ptr_array_ref (pools->pools);
  drover_record_free (&drover_fact_pools_type, pools);
  if (server == NULL)
    return g_steal_pointer (&view);
  if (!passive)
    view->services = knock (connection, server, timeout_ms, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (is_worth_asking (view->services))
    list_sources (view, connection, server);
  if (view->sources == NULL || view->sources->len == 0)
    view->silence = g_strdup (drover_storage_silence_judge (view->services, view->sources != NULL));
  return g_steal_pointer (&view);
}
