/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "base/drover-error.h"
#include "facts/drover-marks.h"
#include "virt/drover-domain-overview.h"

static const DroverFactNeed needs[] = { { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE } };

static void
add_source (GHashTable *sources, const DroverStorageSource *source)
{
  if (source != NULL && !drover_storage_source_is_empty (source))
    g_hash_table_add (sources, drover_storage_source_describe (source));
}

static GStrv
list_keys (GHashTable *set)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (set), (GCompareFunc) g_strcmp0);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (const GList *key = keys; key != NULL; key = key->next)
    g_strv_builder_add (builder, key->data);
  return g_strv_builder_end (builder);
}

static GStrv
list_sources (const DroverGuest *guest)
{
  g_autoptr (GHashTable) sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      for (guint k = 0; k < disk->chain->len; k++)
        add_source (sources, disk->chain->pdata[k]);
      add_source (sources, disk->mirror);
    }
  return list_keys (sources);
}

static GStrv
list_macs (const DroverGuest *guest)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];
      g_autofree char *mac = interface->mac ? g_ascii_strdown (interface->mac, -1) : NULL;

      if (mac != NULL)
        g_strv_builder_add (builder, mac);
    }
  return g_strv_builder_end (builder);
}

static GStrv
list_ports (const DroverGuest *guest)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < guest->graphics->len; i++)
    {
      const DroverGraphics *graphics = guest->graphics->pdata[i];
      const gint64 ports[] = { graphics->port, graphics->tls_port, graphics->websocket };

      for (guint k = 0; k < G_N_ELEMENTS (ports); k++)
        if (ports[k] > 0)
          {
            g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, ports[k]);

            g_strv_builder_add (builder, text);
          }
    }
  return g_strv_builder_end (builder);
}

/* FALSE only when the host is lost: one guest that vanishes meanwhile, or whose XML nobody can read, must
 * not hide the others. */
static gboolean
add_guest (GPtrArray *guests, const DroverDomainOverview *overview, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *xml = drover_domain_get_xml (overview->domain, DROVER_XML_LIVE, &local);
  g_autoptr (DroverGuest) guest = xml ? drover_guest_parse (xml, &local) : NULL;
  DroverFactGuestEntry *entry;

  if (drover_error_is_connection (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  if (local != NULL)
    g_debug ("guest %s: %s", overview->name, local->message);

  entry = drover_record_new (&drover_fact_guest_entry_type);
  entry->name = g_strdup (overview->name);
  entry->uuid = g_strdup (overview->uuid);
  entry->state = g_strdup (drover_domain_state_to_string (overview->state));
  entry->active = drover_domain_state_is_active (overview->state);
  entry->managed_save = overview->has_managed_save;
  entry->memory = guest ? guest->memory_current : 0;
  entry->vcpus = guest ? guest->vcpus : 0;
  entry->sources = guest ? list_sources (guest) : NULL;
  entry->macs = guest ? list_macs (guest) : NULL;
  entry->graphics_ports = guest && entry->active ? list_ports (guest) : NULL;
  g_ptr_array_add (guests, entry);
  return TRUE;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = drover_domain_list_overview (context->connections[side], error);
  DroverFactGuests *fact;

  if (list == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_guests_type);
  fact->guests = drover_record_list_new (&drover_fact_guest_entry_type);
  for (guint i = 0; i < list->len; i++)
    {
      const DroverDomainOverview *overview = list->pdata[i];

      /* probes and stand-ins of this or another Drover come and go */
      if (drover_mark_is_ours (overview->name))
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !add_guest (fact->guests, overview, error))
        {
          drover_record_free (&drover_fact_guests_type, fact);
          return NULL;
        }
    }
  return fact;
}

const DroverFactProvider drover_provider_guests = {
  .id = DROVER_FACT_GUESTS,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill,
};
