/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-slots.h"

struct _DroverSlots {
  gatomicrefcount refs;
  int busy[DROVER_N_HOSTS];
  GMainContext *context;
  GWeakRef owner;
  DroverSlotsFunc freed;
};

/**
 * drover_slots_new:
 * @owner: whoever waits for slots; not kept alive
 * @freed: called in the thread-default context of the caller, while @owner lives, when slots became free
 *
 * Returns: (transfer full): slots that are all free
 */
DroverSlots *
drover_slots_new (GObject *owner, DroverSlotsFunc freed)
{
  DroverSlots *slots = g_new0 (DroverSlots, 1);

  g_atomic_ref_count_init (&slots->refs);
  slots->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&slots->owner, owner);
  slots->freed = freed;
  return slots;
}

/**
 * drover_slots_ref:
 *
 * Returns: (transfer full): the same slots
 */
DroverSlots *
drover_slots_ref (DroverSlots *slots)
{
  g_atomic_ref_count_inc (&slots->refs);
  return slots;
}

/**
 * drover_slots_unref:
 * @slots: (nullable) (transfer full): what to release
 */
void
drover_slots_unref (DroverSlots *slots)
{
  if (slots == NULL || !g_atomic_ref_count_dec (&slots->refs))
    return;
  g_main_context_unref (slots->context);
  g_weak_ref_clear (&slots->owner);
  g_free (slots);
}

/**
 * drover_slots_take:
 * @hosts: bit mask of `1 << DroverSide`
 *
 * Takes a slot of each of the hosts, or none at all. For the owner's thread.
 *
 * Returns: whether they were free
 */
gboolean
drover_slots_take (DroverSlots *slots, guint hosts)
{
  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    if ((hosts & (1u << i)) && drover_slots_is_full (slots, i))
      return FALSE;
  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    if (hosts & (1u << i))
      g_atomic_int_inc (&slots->busy[i]);
  return TRUE;
}

static gboolean
on_freed (gpointer data)
{
  DroverSlots *slots = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&slots->owner);

  if (owner != NULL)
    slots->freed (owner);
  return G_SOURCE_REMOVE;
}

/**
 * drover_slots_give:
 * @hosts: bit mask of `1 << DroverSide`, as they were taken
 *
 * Gives slots back and lets the owner know. For any thread.
 */
void
drover_slots_give (DroverSlots *slots, guint hosts)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    if (hosts & (1u << i))
      g_atomic_int_add (&slots->busy[i], -1);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_freed, drover_slots_ref (slots), (GDestroyNotify) drover_slots_unref);
  g_source_attach (source, slots->context);
}

/**
 * drover_slots_is_full:
 * @host: a #DroverSide
 *
 * Returns: whether as many calls are on their way to that host as may be
 */
gboolean
drover_slots_is_full (DroverSlots *slots, guint host)
{
  return g_atomic_int_get (&slots->busy[host]) >= DROVER_CALLS_PER_HOST;
}

/**
 * drover_slots_is_idle:
 *
 * Returns: whether every call has really returned
 */
gboolean
drover_slots_is_idle (DroverSlots *slots)
{
  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    if (g_atomic_int_get (&slots->busy[i]) > 0)
      return FALSE;
  return TRUE;
}
