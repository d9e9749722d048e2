/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "base/drover-error.h"

static const DroverFactNeed needs_host[] = { { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE } };

static const DroverFactNeed needs_guest[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SAME, FALSE },
};

static gpointer
fill_from (const DroverFactContext *context, DroverXmlKind kind, GError **error)
{
  g_autoptr (DroverDomain) domain = drover_provider_find_guest (context, error);
  g_autofree char *xml = domain ? drover_domain_get_xml (domain, kind, error) : NULL;

  return xml ? drover_guest_parse (xml, error) : NULL;
}

/* What libvirt calls the live XML of a guest that is off is its definition. */
static gpointer
fill_guest_xml (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  return fill_from (context, DROVER_XML_LIVE, error);
}

static gpointer
fill_migratable (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  return fill_from (context, DROVER_XML_MIGRATABLE, error);
}

static gpointer
fill_disks (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  const DroverGuest *guest = drover_facts_get_guest (context->facts);
  g_autoptr (DroverDomain) domain = drover_provider_find_guest (context, error);
  DroverFactDisks *fact;

  if (domain == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_disks_type);
  fact->disks = drover_record_list_new (&drover_fact_disk_type);
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];
      g_autoptr (GError) local = NULL;
      DroverFactDisk *entry;
      guint64 capacity = 0;
      guint64 allocation = 0;
      gboolean known;

      if (disk->target_dev == NULL || drover_disk_is_empty (disk))
        continue;
      known = drover_domain_get_block_size (domain, disk->target_dev, &capacity, &allocation, &local);
      if (drover_error_is_connection (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          drover_record_free (&drover_fact_disks_type, fact);
          return NULL;
        }
      entry = drover_record_new (&drover_fact_disk_type);
      entry->target = g_strdup (disk->target_dev);
      entry->capacity = known ? (gint64) capacity : -1;
      entry->allocation = known ? (gint64) allocation : -1;
      g_ptr_array_add (fact->disks, entry);
    }
  return fact;
}

const DroverFactProvider drover_provider_guest_xml = {
  .id = DROVER_FACT_GUEST_XML,
  .sides = DROVER_ON_SOURCE,
  .needs = needs_host,
  .n_needs = G_N_ELEMENTS (needs_host),
  .fill = fill_guest_xml,
};

const DroverFactProvider drover_provider_migratable = {
  .id = DROVER_FACT_MIGRATABLE,
  .sides = DROVER_ON_SOURCE,
  .needs = needs_host,
  .n_needs = G_N_ELEMENTS (needs_host),
  .fill = fill_migratable,
};

const DroverFactProvider drover_provider_disks = {
  .id = DROVER_FACT_DISKS,
  .sides = DROVER_ON_SOURCE,
  .needs = needs_guest,
  .n_needs = G_N_ELEMENTS (needs_guest),
  .fill = fill_disks,
};
