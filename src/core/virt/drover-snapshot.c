/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-snapshot.h"

#include "virt/drover-virt-private.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (virDomainSnapshot, virDomainSnapshotFree)

/**
 * drover_snapshot_free:
 * @snapshot: (nullable) (transfer full): what to free; the snapshot itself is left alone
 */
void
drover_snapshot_free (DroverSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  g_free (snapshot->name);
  g_free (snapshot->xml);
  g_free (snapshot);
}

static char *
describe (virDomainSnapshot *snapshot, unsigned int flags, GError **error)
{
  drover_virt_keep_distance ();
  return drover_virt_take_string (virDomainSnapshotGetXMLDesc (snapshot, flags),
                                  "virDomainSnapshotGetXMLDesc", error);
}

static DroverSnapshot *
read_snapshot (virDomainSnapshot *raw, GError **error)
{
  g_autoptr (DroverSnapshot) snapshot = g_new0 (DroverSnapshot, 1);
  g_autofree char *secure = describe (raw, VIR_DOMAIN_SNAPSHOT_XML_SECURE, error);

  snapshot->name = g_strdup (virDomainSnapshotGetName (raw));
  snapshot->xml = secure ? describe (raw, 0, error) : NULL;
  if (snapshot->xml == NULL)
    return NULL;
  snapshot->has_secret = g_strcmp0 (secure, snapshot->xml) != 0;
  drover_virt_keep_distance ();
  snapshot->current = virDomainSnapshotIsCurrent (raw, 0) == 1;
  return g_steal_pointer (&snapshot);
}

/**
 * drover_snapshot_list:
 *
 * Returns: (transfer full) (element-type DroverSnapshot): the guest's snapshots, parents before their
 * children
 */
GPtrArray *
drover_snapshot_list (DroverDomain *domain, GError **error)
{
  g_autofree virDomainSnapshotPtr *raw = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_snapshot_free);
  int n = virDomainListAllSnapshots (domain, &raw, VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL);
  gboolean all = TRUE;

  if (n < 0)
    {
      drover_virt_take_error ("virDomainListAllSnapshots", error);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      g_autoptr (virDomainSnapshot) one = raw[i];
      DroverSnapshot *snapshot = all ? read_snapshot (one, error) : NULL;

      all = snapshot != NULL;
      if (all)
        g_ptr_array_add (list, snapshot);
    }
  return all ? g_steal_pointer (&list) : NULL;
}

/**
 * drover_snapshot_is_known:
 *
 * Returns: whether libvirt knows a snapshot of that name
 */
gboolean
drover_snapshot_is_known (DroverDomain *domain, const char *name)
{
  g_autoptr (virDomainSnapshot) snapshot = NULL;

  drover_virt_keep_distance ();
  snapshot = virDomainSnapshotLookupByName (domain, name, 0);
  return snapshot != NULL;
}

/**
 * drover_snapshot_forget:
 *
 * Deletes what libvirt knows of a snapshot; its data stays in the images.
 *
 * Returns: whether it is forgotten
 */
gboolean
drover_snapshot_forget (DroverDomain *domain, const char *name, GError **error)
{
  g_autoptr (virDomainSnapshot) snapshot = virDomainSnapshotLookupByName (domain, name, 0);

  drover_virt_keep_distance ();
  if (snapshot != NULL && virDomainSnapshotDelete (snapshot, VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY) == 0)
    return TRUE;
  drover_virt_take_error ("virDomainSnapshotDelete", error);
  return FALSE;
}

/**
 * drover_snapshot_redefine:
 * @xml: as [func@snapshot_list] gave it, perhaps on another host; its parent must be known
 * @current: whether it was the current one
 *
 * Returns: whether libvirt knows it again
 */
gboolean
drover_snapshot_redefine (DroverDomain *domain, const char *xml, gboolean current, GError **error)
{
  unsigned int flags =
      VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE | (current ? VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT : 0);
  g_autoptr (virDomainSnapshot) snapshot = virDomainSnapshotCreateXML (domain, xml, flags);

  drover_virt_keep_distance ();
  if (snapshot != NULL)
    return TRUE;
  drover_virt_take_error ("virDomainSnapshotCreateXML", error);
  return FALSE;
}
