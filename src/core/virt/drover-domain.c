/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-domain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

G_STATIC_ASSERT ((int) DROVER_DOMAIN_RUNNING == (int) VIR_DOMAIN_RUNNING);
G_STATIC_ASSERT ((int) DROVER_DOMAIN_PAUSED == (int) VIR_DOMAIN_PAUSED);
G_STATIC_ASSERT ((int) DROVER_DOMAIN_SHUTOFF == (int) VIR_DOMAIN_SHUTOFF);
G_STATIC_ASSERT ((int) DROVER_DOMAIN_PMSUSPENDED == (int) VIR_DOMAIN_PMSUSPENDED);

/**
 * drover_domain_lookup_by_name:
 * @error: %DROVER_ERROR_NOT_FOUND or a connection's error
 *
 * Returns: (transfer full): the guest
 */
DroverDomain *
drover_domain_lookup_by_name (DroverConnection *connection, const char *name, GError **error)
{
  DroverDomain *domain = virDomainLookupByName (drover_connection_get_raw (connection), name);

  if (domain == NULL)
    drover_virt_take_error ("virDomainLookupByName", error);
  return domain;
}

/**
 * drover_domain_lookup_by_uuid:
 * @error: %DROVER_ERROR_NOT_FOUND or a connection's error
 *
 * Returns: (transfer full): the guest
 */
DroverDomain *
drover_domain_lookup_by_uuid (DroverConnection *connection, const char *uuid, GError **error)
{
  DroverDomain *domain = virDomainLookupByUUIDString (drover_connection_get_raw (connection), uuid);

  if (domain == NULL)
    drover_virt_take_error ("virDomainLookupByUUIDString", error);
  return domain;
}

/**
 * drover_domain_lookup:
 * @name_or_uuid: what the user typed
 * @error: %DROVER_ERROR_NOT_FOUND or a connection's error
 *
 * Returns: (transfer full): the guest of that name, else of that UUID
 */
DroverDomain *
drover_domain_lookup (DroverConnection *connection, const char *name_or_uuid, GError **error)
{
  g_autoptr (GError) local = NULL;
  DroverDomain *domain = drover_domain_lookup_by_name (connection, name_or_uuid, &local);

  if (domain == NULL && g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND) &&
      g_uuid_string_is_valid (name_or_uuid))
    return drover_domain_lookup_by_uuid (connection, name_or_uuid, error);
  if (domain == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return domain;
}

/**
 * drover_domain_list:
 * @active_only: leave out the guests that are off
 *
 * Returns: (transfer full) (element-type DroverDomain): the host's guests
 */
GPtrArray *
drover_domain_list (DroverConnection *connection, gboolean active_only, GError **error)
{
  g_autofree virDomainPtr *domains = NULL;
  GPtrArray *list;
  int n = virConnectListAllDomains (drover_connection_get_raw (connection), &domains,
                                    active_only ? VIR_CONNECT_LIST_DOMAINS_ACTIVE : 0);

  if (n < 0)
    {
      drover_virt_take_error ("virConnectListAllDomains", error);
      return NULL;
    }
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_domain_free);
  for (int i = 0; i < n; i++)
    g_ptr_array_add (list, domains[i]);
  return list;
}

/**
 * drover_domain_ref:
 *
 * Returns: (transfer full): the same guest
 */
DroverDomain *
drover_domain_ref (DroverDomain *domain)
{
  virDomainRef (domain);
  return domain;
}

/**
 * drover_domain_free:
 * @domain: (nullable) (transfer full): a handle; the guest itself is left alone
 */
void
drover_domain_free (DroverDomain *domain)
{
  if (domain != NULL)
    virDomainFree (domain);
}

/**
 * drover_domain_get_name:
 *
 * Returns: (transfer full): the guest's name
 */
char *
drover_domain_get_name (DroverDomain *domain)
{
  return g_utf8_make_valid (virDomainGetName (domain), -1);
}

/**
 * drover_domain_get_uuid:
 *
 * Returns: (transfer full): the guest's UUID as text
 */
char *
drover_domain_get_uuid (DroverDomain *domain)
{
  char uuid[VIR_UUID_STRING_BUFLEN] = "";

  virDomainGetUUIDString (domain, uuid);
  return g_strdup (uuid);
}

/**
 * drover_domain_get_xml:
 * @kind: which of its descriptions
 *
 * Returns: (transfer full): domain XML
 */
char *
drover_domain_get_xml (DroverDomain *domain, DroverXmlKind kind, GError **error)
{
  static const unsigned int flags[] = {
    [DROVER_XML_LIVE] = 0,
    [DROVER_XML_INACTIVE] = VIR_DOMAIN_XML_INACTIVE,
    [DROVER_XML_MIGRATABLE] = VIR_DOMAIN_XML_MIGRATABLE,
    [DROVER_XML_INACTIVE_SECURE] = VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE,
    [DROVER_XML_MIGRATABLE_SECURE] = VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE,
  };

  drover_virt_keep_distance ();
  return drover_virt_take_string (virDomainGetXMLDesc (domain, flags[kind]), "virDomainGetXMLDesc", error);
}

/**
 * drover_domain_get_state:
 * @state: (out): what the guest is doing
 * @reason: (out) (optional): why, as libvirt numbers it for that state
 *
 * Returns: whether it was learned
 */
gboolean
drover_domain_get_state (DroverDomain *domain, DroverDomainState *state, int *reason, GError **error)
{
  int raw_state = 0;
  int raw_reason = 0;

  drover_virt_keep_distance ();
  if (virDomainGetState (domain, &raw_state, &raw_reason, 0) < 0)
    {
      drover_virt_take_error ("virDomainGetState", error);
      return FALSE;
    }
  *state = (DroverDomainState) raw_state;
  if (reason != NULL)
    *reason = raw_reason;
  return TRUE;
}

/**
 * drover_domain_get_info:
 *
 * Returns: (transfer full): what libvirt knows of the guest beside its XML
 */
DroverDomainInfo *
drover_domain_get_info (DroverDomain *domain, GError **error)
{
  g_autoptr (DroverDomainInfo) info = g_new0 (DroverDomainInfo, 1);
  int autostart = 0;
  unsigned int id;

  info->name = drover_domain_get_name (domain);
  info->uuid = drover_domain_get_uuid (domain);
  if (!drover_domain_get_state (domain, &info->state, &info->reason, error))
    return NULL;
  drover_virt_keep_distance ();
  info->persistent = virDomainIsPersistent (domain) == 1;
  drover_virt_keep_distance ();
  info->autostart = info->persistent && virDomainGetAutostart (domain, &autostart) == 0 && autostart;
  drover_virt_keep_distance ();
  info->has_managed_save = virDomainHasManagedSaveImage (domain, 0) == 1;
  drover_virt_keep_distance ();
  info->n_snapshots = MAX (virDomainSnapshotNum (domain, 0), 0);
  id = virDomainGetID (domain);
  info->id = id == (unsigned int) -1 ? -1 : (int) id;
  return g_steal_pointer (&info);
}

/**
 * drover_domain_info_free:
 * @info: (nullable) (transfer full): what to free
 */
void
drover_domain_info_free (DroverDomainInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->name);
  g_free (info->uuid);
  g_free (info);
}

/**
 * drover_domain_state_to_string:
 *
 * Returns: (transfer none): the untranslated name of a state, as virsh says it
 */
const char *
drover_domain_state_to_string (DroverDomainState state)
{
  switch (state)
    {
    case DROVER_DOMAIN_NOSTATE:
      return "no state";
    case DROVER_DOMAIN_RUNNING:
      return "running";
    case DROVER_DOMAIN_BLOCKED:
      return "idle";
    case DROVER_DOMAIN_PAUSED:
      return "paused";
    case DROVER_DOMAIN_SHUTDOWN:
      return "in shutdown";
    case DROVER_DOMAIN_SHUTOFF:
      return "shut off";
    case DROVER_DOMAIN_CRASHED:
      return "crashed";
    case DROVER_DOMAIN_PMSUSPENDED:
      return "pmsuspended";
    }
  return "unknown";
}

/**
 * drover_domain_state_is_active:
 *
 * Returns: whether a process stands behind the guest
 */
gboolean
drover_domain_state_is_active (DroverDomainState state)
{
  return state != DROVER_DOMAIN_NOSTATE && state != DROVER_DOMAIN_SHUTOFF && state != DROVER_DOMAIN_CRASHED;
}
