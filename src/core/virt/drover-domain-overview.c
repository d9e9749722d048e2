/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-domain-overview.h"

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

static void
overview_free (gpointer data)
{
  DroverDomainOverview *overview = data;

  drover_domain_free (overview->domain);
  g_free (overview->name);
  g_free (overview->uuid);
  g_free (overview);
}

static int
state_of (const virDomainStatsRecord *record)
{
  int state = VIR_DOMAIN_NOSTATE;

  virTypedParamsGetInt (record->params, record->nparams, "state.state", &state);
  return state;
}

/* The states of all guests in one call, by UUID. */
static GHashTable *
read_states (DroverConnection *connection)
{
  g_autoptr (GHashTable) states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  virDomainStatsRecordPtr *records = NULL;
  int n = virConnectGetAllDomainStats (drover_connection_get_raw (connection), VIR_DOMAIN_STATS_STATE,
                                       &records, 0);

  if (n < 0)
    return NULL;
  for (int i = 0; i < n; i++)
    g_hash_table_insert (states, drover_domain_get_uuid (records[i]->dom),
                         GINT_TO_POINTER (state_of (records[i])));
  virDomainStatsRecordListFree (records);
  return g_steal_pointer (&states);
}

static GHashTable *
read_managed_saves (DroverConnection *connection)
{
  g_autofree virDomainPtr *domains = NULL;
  GHashTable *saves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int n = virConnectListAllDomains (drover_connection_get_raw (connection), &domains,
                                    VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE);

  for (int i = 0; i < n; i++)
    {
      g_hash_table_add (saves, drover_domain_get_uuid (domains[i]));
      virDomainFree (domains[i]);
    }
  return saves;
}

/**
 * drover_domain_list_overview:
 *
 * Looks at all guests of a host with three calls, however many they are.
 *
 * Returns: (transfer full) (element-type DroverDomainOverview): the host's guests
 */
GPtrArray *
drover_domain_list_overview (DroverConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) domains = drover_domain_list (connection, FALSE, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (overview_free);
  g_autoptr (GHashTable) states = NULL;
  g_autoptr (GHashTable) saves = NULL;

  if (domains == NULL)
    return NULL;
  states = read_states (connection);
  saves = read_managed_saves (connection);
  for (guint i = 0; i < domains->len; i++)
    {
      DroverDomainOverview *overview = g_new0 (DroverDomainOverview, 1);
      gpointer state;

      g_ptr_array_add (list, overview);
      overview->domain = drover_domain_ref (domains->pdata[i]);
      overview->name = drover_domain_get_name (overview->domain);
      overview->uuid = drover_domain_get_uuid (overview->domain);
      overview->has_managed_save = g_hash_table_contains (saves, overview->uuid);
      if (states != NULL && g_hash_table_lookup_extended (states, overview->uuid, NULL, &state))
        overview->state = (DroverDomainState) GPOINTER_TO_INT (state);
      else
        /* a driver without such statistics, or a guest made since: it alone is asked */
        drover_domain_get_state (overview->domain, &overview->state, NULL, NULL);
    }
  return g_steal_pointer (&list);
}
