/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-storage-source.h"

#include <string.h>

#include "caps/drover-xml-record.h"

/* One description serves `<disk>`, `<backingStore>` and `<mirror>`: they differ in where the format stands.
 */

DROVER_XML_RECORD_TYPE (DroverStorageHost,
                        drover_storage_host_type,
                        NULL,
                        DROVER_XML_FIELD (DroverStorageHost, name, STRING, "@name"),
                        DROVER_XML_FIELD (DroverStorageHost, port, STRING, "@port"),
                        DROVER_XML_FIELD (DroverStorageHost, transport, STRING, "@transport"),
                        DROVER_XML_FIELD (DroverStorageHost, socket, STRING, "@socket"));

DROVER_XML_RECORD_TYPE (DroverSecretUse,
                        drover_secret_use_type,
                        NULL,
                        DROVER_XML_FIELD (DroverSecretUse, purpose, STRING, "name(..)"),
                        DROVER_XML_FIELD (DroverSecretUse, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverSecretUse, uuid, STRING, "@uuid"),
                        DROVER_XML_FIELD (DroverSecretUse, usage, STRING, "@usage"));

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverStorageSource *source = record;

  if (g_strcmp0 (source->type, "nvme") == 0)
    source->nvme_address = drover_xml_get_pci_address (context, node, "source/address");
  return TRUE;
}

DROVER_XML_RECORD_TYPE (
    DroverStorageSource,
    drover_storage_source_type,
    read_more,
    DROVER_XML_FIELD (DroverStorageSource, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverStorageSource, format, STRING, "*[self::driver or self::format]/@type"),
    DROVER_XML_FIELD (DroverStorageSource,
                      path,
                      STRING,
                      "source/@*[name()='file' or name()='dev' or name()='dir' or name()='path']"),
    DROVER_XML_FIELD (DroverStorageSource, pool, STRING, "source/@pool"),
    DROVER_XML_FIELD (DroverStorageSource, volume, STRING, "source/@volume"),
    DROVER_XML_FIELD (DroverStorageSource, protocol, STRING, "source/@protocol"),
    DROVER_XML_FIELD (DroverStorageSource, name, STRING, "source/@name"),
    DROVER_XML_FIELD (DroverStorageSource, query, STRING, "source/@query"),
    DROVER_XML_FIELD (DroverStorageSource, tls, STRING, "source/@tls"),
    DROVER_XML_LIST (DroverStorageSource, hosts, drover_storage_host_type, "source/host"),
    DROVER_XML_FIELD (DroverStorageSource, nvme_address, STRING, NULL),
    DROVER_XML_FIELD (DroverStorageSource, nvme_namespace, STRING, "source[@type='pci']/@namespace"),
    DROVER_XML_FIELD (DroverStorageSource, startup_policy, STRING, "source/@startupPolicy"),
    DROVER_XML_FIELD (DroverStorageSource, snapshot, STRING, "source/snapshot/@name"),
    DROVER_XML_FIELD (DroverStorageSource, index, STRING, "@index|source/@index"),
    DROVER_XML_FIELD (DroverStorageSource, reservations, STRING, "source/reservations/@managed"),
    DROVER_XML_LIST (DroverStorageSource,
                     secrets,
                     drover_secret_use_type,
                     "(.|source)/*[self::auth or self::encryption]/secret"),
    DROVER_XML_FIELD (DroverStorageSource, seclabel_relabel, STRING, "source/seclabel/@relabel"));

/**
 * drover_storage_source_get_kind:
 * @source: an image
 *
 * Returns: where it lives; %DROVER_STORAGE_NONE for an empty drive
 */
DroverStorageKind
drover_storage_source_get_kind (const DroverStorageSource *source)
{
  static const struct {
    const char *type;
    DroverStorageKind kind;
  } kinds[] = {
    { "file", DROVER_STORAGE_FILE },
    { "block", DROVER_STORAGE_BLOCK },
    { "dir", DROVER_STORAGE_DIR },
    { "network", DROVER_STORAGE_NETWORK },
    { "volume", DROVER_STORAGE_VOLUME },
    { "nvme", DROVER_STORAGE_NVME },
    { "vhostuser", DROVER_STORAGE_VHOST_USER },
    { "vhostvdpa", DROVER_STORAGE_VHOST_VDPA },
  };

  if (source->path == NULL && source->volume == NULL && source->protocol == NULL &&
      source->nvme_namespace == NULL)
    return DROVER_STORAGE_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (source->type, kinds[i].type) == 0)
      return kinds[i].kind;
  return DROVER_STORAGE_OTHER;
}

/**
 * drover_storage_source_get_path:
 * @source: an image
 *
 * Returns: (transfer none) (nullable): the path on the host, for what has one
 */
const char *
drover_storage_source_get_path (const DroverStorageSource *source)
{
  return source->path;
}

/**
 * drover_storage_source_is_empty:
 * @source: an image
 *
 * Returns: whether it is no image at all, but an empty drive
 */
gboolean
drover_storage_source_is_empty (const DroverStorageSource *source)
{
  return drover_storage_source_get_kind (source) == DROVER_STORAGE_NONE;
}

static char *
describe_network (const DroverStorageSource *source)
{
  g_autoptr (GString) text = g_string_new (source->protocol);

  g_string_append_printf (text, ":%s", source->name ? source->name : "");
  for (guint i = 0; i < source->hosts->len; i++)
    {
      const DroverStorageHost *host = source->hosts->pdata[i];

      g_string_append (text, i == 0 ? " @ " : ", ");
      g_string_append (text, host->name ? host->name : host->socket ? host->socket : "?");
      if (host->port != NULL)
        g_string_append_printf (text, ":%s", host->port);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * drover_storage_source_describe:
 * @source: an image
 *
 * Names the image for people: its path, `pool/volume`, `rbd:pool/image @ mon1:6789`. The text comes from the
 * host and is no markup.
 *
 * Returns: (transfer full): one line; empty for an empty drive
 */
char *
drover_storage_source_describe (const DroverStorageSource *source)
{
  switch (drover_storage_source_get_kind (source))
    {
    case DROVER_STORAGE_NONE:
      return g_strdup ("");
    case DROVER_STORAGE_VOLUME:
      return g_strdup_printf ("%s/%s", source->pool ? source->pool : "?",
                              source->volume ? source->volume : "?");
    case DROVER_STORAGE_NETWORK:
      return describe_network (source);
    case DROVER_STORAGE_NVME:
      return g_strdup_printf ("nvme:%s/%s", source->nvme_address ? source->nvme_address : "?",
                              source->nvme_namespace ? source->nvme_namespace : "?");
    case DROVER_STORAGE_FILE:
    case DROVER_STORAGE_BLOCK:
    case DROVER_STORAGE_DIR:
    case DROVER_STORAGE_VHOST_USER:
    case DROVER_STORAGE_VHOST_VDPA:
    case DROVER_STORAGE_OTHER:
      break;
    }
  return g_strdup (source->path ? source->path : source->type ? source->type : "?");
}

static gboolean
hosts_equal (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const DroverStorageHost *x = a->pdata[i], *y = b->pdata[i];

      if (g_strcmp0 (x->name, y->name) != 0 || g_strcmp0 (x->port, y->port) != 0 ||
          g_strcmp0 (x->socket, y->socket) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * drover_storage_source_equal:
 * @a: an image
 * @b: another
 *
 * Compares names only. On two hosts the same name proves nothing; on one host it is the same image, and an
 * image may yet have two names.
 *
 * Returns: whether both are named alike
 */
gboolean
drover_storage_source_equal (const DroverStorageSource *a, const DroverStorageSource *b)
{
  return drover_storage_source_get_kind (a) == drover_storage_source_get_kind (b) &&
         g_strcmp0 (a->path, b->path) == 0 && g_strcmp0 (a->pool, b->pool) == 0 &&
         g_strcmp0 (a->volume, b->volume) == 0 && g_strcmp0 (a->protocol, b->protocol) == 0 &&
         g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->nvme_address, b->nvme_address) == 0 &&
         g_strcmp0 (a->nvme_namespace, b->nvme_namespace) == 0 && hosts_equal (a->hosts, b->hosts);
}
