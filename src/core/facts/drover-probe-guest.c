/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-probe-guest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "facts/drover-marks.h"
#include "virt/drover-domain.h"

/* Nothing runs in it, so this is never touched; some architectures round it up. */
#define MEMORY_MIB "8"

struct _DroverProbeGuest {
  gatomicrefcount refs;
  DroverConnection *connection;
  char *name;
  char *uuid;
  xmlDoc *doc;
  xmlNode *devices;
  guint n_sockets;

  GMutex lock;
  gboolean started;
  gboolean gone;     /* its start failed, or it was destroyed */
  gboolean unwanted; /* to be destroyed as soon as it is there */
};

/**
 * drover_probe_guest_ref:
 *
 * Returns: (transfer full): the same
 */
DroverProbeGuest *
drover_probe_guest_ref (DroverProbeGuest *guest)
{
  g_atomic_ref_count_inc (&guest->refs);
  return guest;
}

/**
 * drover_probe_guest_unref:
 * @guest: (nullable) (transfer full): a probe guest
 */
void
drover_probe_guest_unref (DroverProbeGuest *guest)
{
  if (guest == NULL || !g_atomic_ref_count_dec (&guest->refs))
    return;
  g_clear_object (&guest->connection);
  g_free (guest->name);
  g_free (guest->uuid);
  xmlFreeDoc (guest->doc);
  g_mutex_clear (&guest->lock);
  g_free (guest);
}

/* The kind of virtualisation the guest has where the host offers it, else any. */
static const char *
choose_virt_type (const DroverHostCaps *caps, const char *preferred)
{
  const DroverGuestArch *arch = drover_host_caps_find_guest_arch (caps, caps->arch);
  const DroverGuestDomain *domain;

  if (arch == NULL || arch->domains->len == 0)
    return NULL;
  if (preferred != NULL && drover_guest_arch_find_domain (arch, preferred) != NULL)
    return preferred;
  domain = arch->domains->pdata[0];
  return domain->type;
}

static xmlNode *
add_typed (xmlNode *parent, const char *name, const char *attribute, const char *value)
{
  xmlNode *node = drover_xml_add_child (parent, name, NULL);

  drover_xml_set_attribute (node, attribute, value);
  return node;
}

/* Emulator and machine type are the host's own default ones: which machine opens a socket makes no
 * difference, and these exist. */
static void
fill (DroverProbeGuest *guest, const char *virt_type, const char *arch)
{
  xmlNode *domain = xmlNewDocNode (guest->doc, NULL, BAD_CAST "domain", NULL);
  xmlNode *os;

  xmlDocSetRootElement (guest->doc, domain);
  drover_xml_set_attribute (domain, "type", virt_type);
  drover_xml_add_child (domain, "name", guest->name);
  drover_xml_add_child (domain, "uuid", guest->uuid);
  drover_mark_add_metadata (domain, guest->name);
  drover_xml_set_attribute (drover_xml_add_child (domain, "memory", MEMORY_MIB), "unit", "MiB");
  drover_xml_add_child (domain, "vcpu", "1");
  os = drover_xml_add_child (domain, "os", NULL);
  drover_xml_set_attribute (drover_xml_add_child (os, "type", "hvm"), "arch", arch);
  guest->devices = drover_xml_add_child (domain, "devices", NULL);
  drover_xml_set_attribute (add_typed (guest->devices, "controller", "type", "usb"), "model", "none");
  add_typed (guest->devices, "memballoon", "model", "none");
}

/**
 * drover_probe_guest_new:
 * @caps: what the host can do
 * @preferred_virt_type: (nullable): `kvm` or `qemu`, taken where the host has it
 * @error: %DROVER_ERROR_UNSUPPORTED where the host runs no guests of its own architecture
 *
 * Returns: (transfer full): a probe guest that is not started yet
 */
DroverProbeGuest *
drover_probe_guest_new (DroverConnection *connection,
                        const DroverHostCaps *caps,
                        const char *preferred_virt_type,
                        GError **error)
{
  const char *virt_type = choose_virt_type (caps, preferred_virt_type);
  DroverProbeGuest *guest;

  if (virt_type == NULL)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                           _ ("the host runs no guests of its own architecture"));
      return NULL;
    }
  guest = g_new0 (DroverProbeGuest, 1);
  g_atomic_ref_count_init (&guest->refs);
  g_mutex_init (&guest->lock);
  guest->connection = g_object_ref (connection);
  guest->name = drover_mark_new_name ("probe");
  guest->uuid = g_uuid_string_random ();
  guest->doc = xmlNewDoc (BAD_CAST "1.0");
  fill (guest, virt_type, caps->arch);
  return guest;
}

/**
 * drover_probe_guest_add_socket:
 * @listen: whether to listen there rather than to connect
 * @host: a name or address
 * @port: a TCP port
 *
 * Gives the guest one more socket, a channel that nothing in it uses. Sockets count from 0.
 */
void
drover_probe_guest_add_socket (DroverProbeGuest *guest, gboolean listen, const char *host, guint port)
{
  g_autofree char *service = g_strdup_printf ("%u", port);
  g_autofree char *port_name = g_strdup_printf ("drover.%u", guest->n_sockets++);
  xmlNode *channel = add_typed (guest->devices, "channel", "type", "tcp");
  xmlNode *source = add_typed (channel, "source", "mode", listen ? "bind" : "connect");
  xmlNode *target;

  drover_xml_set_attribute (source, "host", host);
  drover_xml_set_attribute (source, "service", service);
  /* chardev_tls of qemu.conf would make it need certificates */
  drover_xml_set_attribute (source, "tls", "no");
  add_typed (channel, "protocol", "type", "raw");
  target = add_typed (channel, "target", "type", "virtio");
  drover_xml_set_attribute (target, "name", port_name);
}

/**
 * drover_probe_guest_add_disk:
 * @path: a raw image of ours
 *
 * Gives the guest the file as a disk to write to, so that its start tells whether QEMU, as the user it is and
 * with the labels it gets, may open it.
 */
void
drover_probe_guest_add_disk (DroverProbeGuest *guest, const char *path)
{
  xmlNode *disk = add_typed (guest->devices, "disk", "type", "file");
  xmlNode *driver;
  xmlNode *target;

  drover_xml_set_attribute (disk, "device", "disk");
  driver = add_typed (disk, "driver", "name", "qemu");
  drover_xml_set_attribute (driver, "type", "raw");
  add_typed (disk, "source", "file", path);
  target = add_typed (disk, "target", "dev", "vda");
  drover_xml_set_attribute (target, "bus", "virtio");
}

/**
 * drover_probe_guest_get_xml:
 *
 * Returns: (transfer full): its definition
 */
char *
drover_probe_guest_get_xml (DroverProbeGuest *guest)
{
  return drover_xml_doc_to_text (guest->doc);
}

/* QEMU may end before libvirt reaches its monitor, which then tells of that alone and not of why
 * (qemuMonitorOpenUnix() in libvirt's src/qemu/qemu_monitor.c).
 */
static gboolean
is_unheard (const GError *error)
{
  return strstr (error->message, "connect to monitor socket") != NULL;
}

static gboolean
start (gpointer data, GError **error)
{
  DroverProbeGuest *guest = data;
  g_autofree char *xml = drover_probe_guest_get_xml (guest);
  g_autoptr (GError) first = NULL;
  g_autoptr (DroverDomain) domain =
      drover_domain_create_transient (guest->connection, xml, TRUE, TRUE, &first);
  gboolean unwanted;

  if (domain == NULL && is_unheard (first))
    domain = drover_domain_create_transient (guest->connection, xml, TRUE, TRUE, error);
  else if (domain == NULL)
    g_propagate_error (error, g_steal_pointer (&first));

  g_mutex_lock (&guest->lock);
  guest->gone = domain == NULL;
  unwanted = guest->unwanted && domain != NULL;
  g_mutex_unlock (&guest->lock);
  if (unwanted)
    drover_domain_destroy (domain, NULL);
  return domain != NULL;
}

/**
 * drover_probe_guest_start:
 *
 * Starts the guest. QEMU opens the sockets one after the other and ends at the first that fails, so the
 * attempt's error is the first failure; it hangs while a packet filter swallows what is sent.
 *
 * Returns: (transfer full): the start
 */
DroverAttempt *
drover_probe_guest_start (DroverProbeGuest *guest)
{
  g_autofree char *what = g_strdup_printf ("start of %s", guest->name);

  guest->started = TRUE;
  return drover_attempt_start (what, start, drover_probe_guest_ref (guest),
                               (GDestroyNotify) drover_probe_guest_unref);
}

static gboolean
destroy (gpointer data, GError **error)
{
  DroverProbeGuest *guest = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (DroverDomain) domain = drover_domain_lookup_by_uuid (guest->connection, guest->uuid, &local);

  /* One that was just about to start sees that it is unwanted, and one that hung in its start goes with the
   * start. */
  if (domain == NULL || !drover_domain_destroy (domain, &local))
    if (!g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
      {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
      }
  return TRUE;
}

/**
 * drover_probe_guest_remove:
 *
 * Ends the guest, even one whose start hangs, in the background: libvirt takes a fifth of a second for it,
 * and nobody needs to wait. [func@attempts_settle] does.
 */
void
drover_probe_guest_remove (DroverProbeGuest *guest)
{
  g_autofree char *what = g_strdup_printf ("removal of %s", guest->name);
  gboolean needed;

  g_mutex_lock (&guest->lock);
  needed = guest->started && !guest->gone && !guest->unwanted;
  guest->unwanted = TRUE;
  g_mutex_unlock (&guest->lock);
  if (needed)
    drover_attempt_unref (drover_attempt_start (what, destroy, drover_probe_guest_ref (guest),
                                                (GDestroyNotify) drover_probe_guest_unref));
}

/**
 * drover_probe_guest_find_socket:
 * @message: libvirt's words for a start that failed, QEMU's own among them
 *
 * Returns: the number of the socket that QEMU named, -1 where it named none
 */
int
drover_probe_guest_find_socket (const char *message)
{
  static const char alias[] = "charchannel";
  const char *found = strstr (message, alias);

  if (found == NULL || !g_ascii_isdigit (found[sizeof alias - 1]))
    return -1;
  return (int) g_ascii_strtoull (found + sizeof alias - 1, NULL, 10);
}
