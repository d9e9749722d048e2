/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-connection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

struct _DroverConnection {
  GObject parent_instance;

  DroverUri *uri;
  virConnectPtr raw;
  gboolean read_only;
};

G_DEFINE_FINAL_TYPE (DroverConnection, drover_connection, G_TYPE_OBJECT)

/* Saying good-bye is a call, which a host that hangs answers as late as any other. */
#define GOODBYE_MS 500

typedef struct {
  gatomicrefcount refs;
  virConnectPtr raw;
  GMutex mutex;
  GCond cond;
  gboolean done;
} Goodbye;

static void
goodbye_unref (Goodbye *goodbye)
{
  if (!g_atomic_ref_count_dec (&goodbye->refs))
    return;
  g_mutex_clear (&goodbye->mutex);
  g_cond_clear (&goodbye->cond);
  g_free (goodbye);
}

static gpointer
say_goodbye (gpointer data)
{
  Goodbye *goodbye = data;

  virConnectClose (goodbye->raw);
  g_mutex_lock (&goodbye->mutex);
  goodbye->done = TRUE;
  g_cond_signal (&goodbye->cond);
  g_mutex_unlock (&goodbye->mutex);
  goodbye_unref (goodbye);
  return NULL;
}

/* Waits for the host's answer as a rule, because what it does at the end of a connection (it removes guests
 * that were to vanish with it) should be done then; but not for long, because this may be the main thread. */
static void
close_raw (virConnectPtr raw)
{
  Goodbye *goodbye = g_new0 (Goodbye, 1);
  gint64 deadline = g_get_monotonic_time () + GOODBYE_MS * G_TIME_SPAN_MILLISECOND;
  GThread *thread;

  g_atomic_ref_count_init (&goodbye->refs);
  g_atomic_ref_count_inc (&goodbye->refs);
  goodbye->raw = raw;
  g_mutex_init (&goodbye->mutex);
  g_cond_init (&goodbye->cond);

  thread = g_thread_try_new ("drover-goodbye", say_goodbye, goodbye, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    say_goodbye (goodbye);
  g_mutex_lock (&goodbye->mutex);
  while (!goodbye->done && g_cond_wait_until (&goodbye->cond, &goodbye->mutex, deadline))
    ;
  if (!goodbye->done)
    g_debug ("a host does not answer to a good-bye; it is left alone");
  g_mutex_unlock (&goodbye->mutex);
  goodbye_unref (goodbye);
}

static void
drover_connection_finalize (GObject *object)
{
  DroverConnection *self = DROVER_CONNECTION (object);

  g_clear_pointer (&self->raw, close_raw);
  g_clear_pointer (&self->uri, drover_uri_free);
  G_OBJECT_CLASS (drover_connection_parent_class)->finalize (object);
}

static void
drover_connection_class_init (DroverConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_connection_finalize;
}

static void
drover_connection_init (DroverConnection *self)
{
}

DroverConnection *
drover_connection_new_for_raw (const DroverUri *uri, virConnectPtr raw, gboolean read_only)
{
  DroverConnection *self = g_object_new (DROVER_TYPE_CONNECTION, NULL);

  self->uri = drover_uri_copy (uri);
  self->raw = raw;
  self->read_only = read_only;
  return self;
}

virConnectPtr
drover_connection_get_raw (DroverConnection *self)
{
  drover_virt_keep_distance ();
  return self->raw;
}

/**
 * drover_connection_get_uri:
 *
 * Returns: (transfer none): the URI it was opened with
 */
const DroverUri *
drover_connection_get_uri (DroverConnection *self)
{
  g_return_val_if_fail (DROVER_IS_CONNECTION (self), NULL);
  return self->uri;
}

/**
 * drover_connection_is_read_only:
 *
 * Returns: whether the connection was opened without the right to change anything
 */
gboolean
drover_connection_is_read_only (DroverConnection *self)
{
  g_return_val_if_fail (DROVER_IS_CONNECTION (self), FALSE);
  return self->read_only;
}

/**
 * drover_connection_is_alive:
 *
 * Returns: whether the connection still stands, as far as keepalive has noticed
 */
gboolean
drover_connection_is_alive (DroverConnection *self)
{
  g_return_val_if_fail (DROVER_IS_CONNECTION (self), FALSE);
  return virConnectIsAlive (self->raw) == 1;
}

/**
 * drover_connection_get_hostname:
 *
 * The name libvirt's Prepare phase offers to a source, which is why it matters.
 *
 * Returns: (transfer full): the host's idea of its own name
 */
char *
drover_connection_get_hostname (DroverConnection *self, GError **error)
{
  g_return_val_if_fail (DROVER_IS_CONNECTION (self), NULL);
  return drover_virt_take_string (virConnectGetHostname (self->raw), "virConnectGetHostname", error);
}

/**
 * drover_connection_get_versions:
 * @libvirt: (out): the daemon's version: major × 1,000,000 + minor × 1,000 + release
 * @hypervisor: (out): QEMU's version likewise
 *
 * Returns: whether both were learned
 */
gboolean
drover_connection_get_versions (DroverConnection *self, guint64 *libvirt, guint64 *hypervisor, GError **error)
{
  unsigned long lib = 0;
  unsigned long hv = 0;

  g_return_val_if_fail (DROVER_IS_CONNECTION (self), FALSE);
  if (virConnectGetLibVersion (self->raw, &lib) < 0)
    {
      drover_virt_take_error ("virConnectGetLibVersion", error);
      return FALSE;
    }
  if (virConnectGetVersion (drover_connection_get_raw (self), &hv) < 0)
    {
      drover_virt_take_error ("virConnectGetVersion", error);
      return FALSE;
    }
  *libvirt = lib;
  *hypervisor = hv;
  return TRUE;
}

/**
 * drover_connection_is_encrypted:
 *
 * Returns: whether what passes over the connection is encrypted
 */
gboolean
drover_connection_is_encrypted (DroverConnection *self)
{
  return virConnectIsEncrypted (self->raw) == 1;
}

/**
 * drover_connection_is_secure:
 *
 * Returns: whether the connection is encrypted or does not leave this computer
 */
gboolean
drover_connection_is_secure (DroverConnection *self)
{
  return virConnectIsSecure (self->raw) == 1;
}

/**
 * drover_connection_get_capabilities:
 *
 * Returns: (transfer full): the host's capabilities XML
 */
char *
drover_connection_get_capabilities (DroverConnection *self, GError **error)
{
  return drover_virt_take_string (virConnectGetCapabilities (self->raw), "virConnectGetCapabilities", error);
}

/**
 * drover_connection_get_domain_capabilities:
 * @emulator: (nullable): path of the emulator
 * @arch: (nullable): architecture
 * @machine: (nullable): machine type
 * @virt_type: (nullable): `kvm` or `qemu`
 *
 * Returns: (transfer full): the domain capabilities XML
 */
char *
drover_connection_get_domain_capabilities (DroverConnection *self,
                                           const char *emulator,
                                           const char *arch,
                                           const char *machine,
                                           const char *virt_type,
                                           GError **error)
{
  return drover_virt_take_string (
      virConnectGetDomainCapabilities (self->raw, emulator, arch, machine, virt_type, 0),
      "virConnectGetDomainCapabilities", error);
}

/**
 * drover_connection_get_free_memory:
 * @bytes: (out): memory nobody uses at all, in bytes
 *
 * Returns: whether it was learned
 */
gboolean
drover_connection_get_free_memory (DroverConnection *self, guint64 *bytes, GError **error)
{
  unsigned long long freemem = virNodeGetFreeMemory (self->raw);

  if (freemem == 0)
    {
      drover_virt_take_error ("virNodeGetFreeMemory", error);
      return FALSE;
    }
  *bytes = freemem;
  return TRUE;
}

/**
 * drover_connection_get_memory:
 * @total: (out): the host's memory in bytes
 * @available: (out): what a new guest could get: free memory, buffers and page cache, in bytes
 *
 * Returns: whether it was learned
 */
gboolean
drover_connection_get_memory (DroverConnection *self, guint64 *total, guint64 *available, GError **error)
{
  g_autofree virNodeMemoryStats *stats = NULL;
  int n_stats = 0;
  guint64 kib_total = 0;
  guint64 kib_available = 0;

  if (virNodeGetMemoryStats (self->raw, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &n_stats, 0) == 0 &&
      n_stats > 0)
    stats = g_new0 (virNodeMemoryStats, n_stats);
  if (stats == NULL || virNodeGetMemoryStats (drover_connection_get_raw (self),
                                              VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n_stats, 0) < 0)
    {
      drover_virt_take_error ("virNodeGetMemoryStats", error);
      return FALSE;
    }
  for (int i = 0; i < n_stats; i++)
    if (strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_TOTAL) == 0)
      kib_total = stats[i].value;
    else if (strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_FREE) == 0 ||
             strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_BUFFERS) == 0 ||
             strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_CACHED) == 0)
      kib_available += stats[i].value;
  *total = kib_total * 1024;
  *available = kib_available * 1024;
  return TRUE;
}

/**
 * drover_connection_get_sysinfo:
 *
 * Returns: (transfer full): the host's SMBIOS information as XML
 */
char *
drover_connection_get_sysinfo (DroverConnection *self, GError **error)
{
  return drover_virt_take_string (virConnectGetSysinfo (self->raw, 0), "virConnectGetSysinfo", error);
}
