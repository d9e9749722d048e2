/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-object-lookup.h"

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

/**
 * drover_secret_lookup:
 * @uuid: a secret's UUID
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such secret
 *
 * Returns: whether the host has the secret. Its value is never asked for
 */
gboolean
drover_secret_lookup (DroverConnection *connection, const char *uuid, GError **error)
{
  g_autoptr (virSecret) secret = virSecretLookupByUUIDString (drover_connection_get_raw (connection), uuid);

  return drover_virt_report (secret != NULL ? 0 : -1, "virSecretLookupByUUIDString", error);
}

/* How libvirt calls what a secret is for, in a disk's definition and in its own table. */
static int
get_usage_type (const char *type)
{
  static const struct {
    const char *name;
    int type;
  } types[] = {
    { "ceph", VIR_SECRET_USAGE_TYPE_CEPH },         { "iscsi", VIR_SECRET_USAGE_TYPE_ISCSI },
    { "passphrase", VIR_SECRET_USAGE_TYPE_VOLUME }, { "tls", VIR_SECRET_USAGE_TYPE_TLS },
    { "vtpm", VIR_SECRET_USAGE_TYPE_VTPM },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (type, types[i].name) == 0)
      return types[i].type;
  return VIR_SECRET_USAGE_TYPE_NONE;
}

/**
 * drover_secret_lookup_by_usage:
 * @type: what it is for, as in a disk's `<secret type=…>`: ceph, iscsi, passphrase, tls, vtpm
 * @usage: its usage name
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such secret
 *
 * Returns: whether the host has the secret
 */
gboolean
drover_secret_lookup_by_usage (DroverConnection *connection,
                               const char *type,
                               const char *usage,
                               GError **error)
{
  g_autoptr (virSecret) secret =
      virSecretLookupByUsage (drover_connection_get_raw (connection), get_usage_type (type), usage);

  return drover_virt_report (secret != NULL ? 0 : -1, "virSecretLookupByUsage", error);
}

/**
 * drover_nwfilter_lookup:
 * @name: a network filter's name
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such filter
 *
 * Returns: whether the host has the filter
 */
gboolean
drover_nwfilter_lookup (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNWFilter) filter = virNWFilterLookupByName (drover_connection_get_raw (connection), name);

  return drover_virt_report (filter != NULL ? 0 : -1, "virNWFilterLookupByName", error);
}

/**
 * drover_nwfilter_get_definition:
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such filter
 *
 * Returns: (transfer full): the filter's XML
 */
char *
drover_nwfilter_get_definition (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNWFilter) filter = virNWFilterLookupByName (drover_connection_get_raw (connection), name);

  if (!drover_virt_report (filter != NULL ? 0 : -1, "virNWFilterLookupByName", error))
    return NULL;
  drover_virt_keep_distance ();
  return drover_virt_take_string (virNWFilterGetXMLDesc (filter, 0), "virNWFilterGetXMLDesc", error);
}

/**
 * drover_nwfilter_define:
 * @xml: a filter's definition; those it refers to must be there
 *
 * Returns: whether the host has it now
 */
gboolean
drover_nwfilter_define (DroverConnection *connection, const char *xml, GError **error)
{
  g_autoptr (virNWFilter) filter = virNWFilterDefineXML (drover_connection_get_raw (connection), xml);

  return drover_virt_report (filter != NULL ? 0 : -1, "virNWFilterDefineXML", error);
}

/**
 * drover_nwfilter_undefine:
 * @error: what libvirt says where a running guest or another filter uses it
 *
 * Returns: whether the host has forgotten it
 */
gboolean
drover_nwfilter_undefine (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNWFilter) filter = virNWFilterLookupByName (drover_connection_get_raw (connection), name);

  if (!drover_virt_report (filter != NULL ? 0 : -1, "virNWFilterLookupByName", error))
    return FALSE;
  drover_virt_keep_distance ();
  return drover_virt_report (virNWFilterUndefine (filter), "virNWFilterUndefine", error);
}

/**
 * drover_connection_get_free_pages:
 * @size: a page's size in bytes
 * @n_free: (out): how many pages of this size the host has free, over all its NUMA cells
 * @error: %DROVER_ERROR_UNSUPPORTED or what libvirt says where the host has no pages of this size
 *
 * Returns: whether it was learned
 */
gboolean
drover_connection_get_free_pages (DroverConnection *connection, guint64 size, guint64 *n_free, GError **error)
{
  unsigned int kibibytes = (unsigned int) (size / 1024);
  unsigned long long count = 0;

  /* Cell -1 is the whole host. */
  if (virNodeGetFreePages (drover_connection_get_raw (connection), 1, &kibibytes, -1, 1, &count, 0) < 0)
    return drover_virt_report (-1, "virNodeGetFreePages", error);
  *n_free = count;
  return TRUE;
}
