/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-object-lookup.h"

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

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
