/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "virt/drover-object-lookup.h"

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
};

/* libvirt does not tell a host's default size of huge pages; it is this unless the kernel was told otherwise.
 */
#define DEFAULT_SIZE (G_GINT64_CONSTANT (2) * 1024 * 1024)

static gboolean
is_known (const GPtrArray *pages, gint64 size)
{
  for (guint i = 0; i < pages->len; i++)
    if (((const DroverFactPage *) pages->pdata[i])->size == size)
      return TRUE;
  return FALSE;
}

static void
ask (DroverConnection *connection, gint64 size, GPtrArray *pages)
{
  g_autoptr (GError) error = NULL;
  DroverFactPage *page;
  guint64 n_free = 0;

  if (is_known (pages, size))
    return;
  page = drover_record_new (&drover_fact_page_type);
  page->size = size;
  if (drover_connection_get_free_pages (connection, (guint64) size, &n_free, &error))
    page->n_free = (gint64) n_free;
  else
    {
      page->n_free = -1;
      page->reason = g_strdup (error->message);
    }
  g_ptr_array_add (pages, page);
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DroverGuest) guest = drover_provider_get_guest (context, side, error);
  const GPtrArray *asked = guest ? guest->memory_backing->pages : NULL;
  DroverFactPages *fact;

  if (guest == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_pages_type);
  fact->pages = drover_record_list_new (&drover_fact_page_type);
  if (guest->memory_backing->hugepages && asked->len == 0)
    ask (context->connections[side], DEFAULT_SIZE, fact->pages);
  for (guint i = 0; i < asked->len; i++)
    {
      const DroverHugepages *page = asked->pdata[i];

      ask (context->connections[side], page->size > 0 ? page->size : DEFAULT_SIZE, fact->pages);
    }
  return fact;
}

const DroverFactProvider drover_provider_pages = {
  .id = DROVER_FACT_PAGES,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill,
};
