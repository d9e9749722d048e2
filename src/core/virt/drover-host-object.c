/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-host-object.h"

#include "virt/drover-storage.h"
#include "virt/drover-virt-private.h"

/* libvirt has the same calls for each kind, under other names: one of the two is there. */
typedef struct {
  virNetwork *network;
  DroverPoolHandle *pool;
} Object;

static void
object_clear (Object *object)
{
  g_clear_pointer (&object->network, virNetworkFree);
  g_clear_pointer (&object->pool, drover_pool_handle_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Object, object_clear)

static gboolean
look_up (
    Object *object, DroverConnection *connection, DroverHostObject kind, const char *name, GError **error)
{
  virConnectPtr raw = drover_connection_get_raw (connection);

  if (kind == DROVER_HOST_OBJECT_NETWORK)
    {
      object->network = virNetworkLookupByName (raw, name);
      return drover_virt_report (object->network != NULL ? 0 : -1, "virNetworkLookupByName", error);
    }
  object->pool = virStoragePoolLookupByName (raw, name);
  return drover_virt_report (object->pool != NULL ? 0 : -1, "virStoragePoolLookupByName", error);
}

/* What only runs has no other description than that. */
static char *
describe (const Object *object, GError **error)
{
  gboolean is_network = object->network != NULL;
  gboolean is_kept = (is_network ? virNetworkIsPersistent (object->network)
                                 : virStoragePoolIsPersistent (object->pool)) == 1;

  drover_virt_keep_distance ();
  return is_network ? drover_virt_take_string (
                          virNetworkGetXMLDesc (object->network, is_kept ? VIR_NETWORK_XML_INACTIVE : 0),
                          "virNetworkGetXMLDesc", error)
                    : drover_virt_take_string (
                          virStoragePoolGetXMLDesc (object->pool, is_kept ? VIR_STORAGE_XML_INACTIVE : 0),
                          "virStoragePoolGetXMLDesc", error);
}

/**
 * drover_host_object_get_definition:
 * @error: %DROVER_ERROR_NOT_FOUND where the host has none of that name
 *
 * Returns: (transfer full): the object as it starts next time; a network has no passwords, and a pool's XML
 * names secrets and holds none
 */
char *
drover_host_object_get_definition (DroverConnection *connection,
                                   DroverHostObject kind,
                                   const char *name,
                                   GError **error)
{
  g_auto (Object) object = { 0 };

  return look_up (&object, connection, kind, name, error) ? describe (&object, error) : NULL;
}

static void
add_definition (GPtrArray *list, Object object)
{
  char *xml = describe (&object, NULL);

  if (xml != NULL)
    g_ptr_array_add (list, xml);
  object_clear (&object);
}

/**
 * drover_host_object_list_definitions:
 *
 * Returns: (transfer full) (element-type utf8): the XML of every object of that kind that the host has
 */
GPtrArray *
drover_host_object_list_definitions (DroverConnection *connection, DroverHostObject kind, GError **error)
{
  virConnectPtr raw = drover_connection_get_raw (connection);
  g_autofree virNetworkPtr *networks = NULL;
  g_autofree virStoragePoolPtr *pools = NULL;
  gboolean is_network = kind == DROVER_HOST_OBJECT_NETWORK;
  int n = is_network ? virConnectListAllNetworks (raw, &networks, 0)
                     : virConnectListAllStoragePools (raw, &pools, 0);
  GPtrArray *list;

  if (!drover_virt_report (n, is_network ? "virConnectListAllNetworks" : "virConnectListAllStoragePools",
                           error))
    return NULL;
  list = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < n; i++)
    add_definition (list, is_network ? (Object){ .network = networks[i] } : (Object){ .pool = pools[i] });
  return list;
}

/**
 * drover_host_object_get_state:
 * @active: (out): whether it runs
 * @autostart: (out): whether it starts with the host
 * @error: %DROVER_ERROR_NOT_FOUND where the host has none of that name
 *
 * Returns: whether it was learned
 */
gboolean
drover_host_object_get_state (DroverConnection *connection,
                              DroverHostObject kind,
                              const char *name,
                              gboolean *active,
                              gboolean *autostart,
                              GError **error)
{
  g_auto (Object) object = { 0 };
  gboolean done;
  int on = 0;

  if (!look_up (&object, connection, kind, name, error))
    return FALSE;
  done = object.network != NULL ? drover_virt_report (virNetworkGetAutostart (object.network, &on),
                                                      "virNetworkGetAutostart", error)
                                : drover_virt_report (virStoragePoolGetAutostart (object.pool, &on),
                                                      "virStoragePoolGetAutostart", error);
  if (!done)
    return FALSE;
  *active = (object.network != NULL ? virNetworkIsActive (object.network)
                                    : virStoragePoolIsActive (object.pool)) == 1;
  *autostart = on != 0;
  return TRUE;
}

/**
 * drover_host_object_define:
 * @xml: its definition
 *
 * Returns: whether the host keeps it now; it does not run yet
 */
gboolean
drover_host_object_define (DroverConnection *connection,
                           DroverHostObject kind,
                           const char *xml,
                           GError **error)
{
  virConnectPtr raw = drover_connection_get_raw (connection);
  g_auto (Object) object = { 0 };

  if (kind == DROVER_HOST_OBJECT_NETWORK)
    {
      object.network = virNetworkDefineXML (raw, xml);
      return drover_virt_report (object.network != NULL ? 0 : -1, "virNetworkDefineXML", error);
    }
  object.pool = virStoragePoolDefineXML (raw, xml, 0);
  return drover_virt_report (object.pool != NULL ? 0 : -1, "virStoragePoolDefineXML", error);
}

/**
 * drover_host_object_undefine:
 *
 * Returns: whether the host has forgotten it; what a pool holds stays
 */
gboolean
drover_host_object_undefine (DroverConnection *connection,
                             DroverHostObject kind,
                             const char *name,
                             GError **error)
{
  g_auto (Object) object = { 0 };

  if (!look_up (&object, connection, kind, name, error))
    return FALSE;
  return object.network != NULL
             ? drover_virt_report (virNetworkUndefine (object.network), "virNetworkUndefine", error)
             : drover_virt_report (virStoragePoolUndefine (object.pool), "virStoragePoolUndefine", error);
}

/**
 * drover_host_object_start:
 *
 * Returns: whether it runs
 */
gboolean
drover_host_object_start (DroverConnection *connection,
                          DroverHostObject kind,
                          const char *name,
                          GError **error)
{
  g_auto (Object) object = { 0 };

  if (!look_up (&object, connection, kind, name, error))
    return FALSE;
  return object.network != NULL
             ? drover_virt_report (virNetworkCreate (object.network), "virNetworkCreate", error)
             : drover_virt_report (virStoragePoolCreate (object.pool, 0), "virStoragePoolCreate", error);
}

/**
 * drover_host_object_set_autostart:
 * @on: whether it shall start with the host
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_host_object_set_autostart (
    DroverConnection *connection, DroverHostObject kind, const char *name, gboolean on, GError **error)
{
  g_auto (Object) object = { 0 };

  if (!look_up (&object, connection, kind, name, error))
    return FALSE;
  return object.network != NULL ? drover_virt_report (virNetworkSetAutostart (object.network, on),
                                                      "virNetworkSetAutostart", error)
                                : drover_virt_report (virStoragePoolSetAutostart (object.pool, on),
                                                      "virStoragePoolSetAutostart", error);
}
