/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-trickle.h"

/* A row costs up to a millisecond to make, one of a table more, and a frame has 16; to take one away costs a
 * fraction of it. */
#define INSERTIONS 6
#define REMOVALS 18
#define STEP_US 4000

typedef struct {
  GListModel *source;
  GListStore *shown; /* not owned: it owns this */
  guint idle;
} Trickle;

static void
trickle_free (gpointer data)
{
  Trickle *self = data;

  g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_object_unref (self->source);
  g_free (self);
}

static GHashTable *
list_items (GListModel *model)
{
  GHashTable *items = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_hash_table_add (items, g_list_model_get_item (model, i));
  return items;
}

/* How many items from @position on are not, or no more, to come. */
static guint
count_gone (GListModel *shown, guint position, GHashTable *to_come, guint most)
{
  guint n = 0;

  while (n < most && position + n < g_list_model_get_n_items (shown))
    {
      g_autoptr (GObject) item = g_list_model_get_item (shown, position + n);

      if (g_hash_table_contains (to_come, item))
        break;
      n++;
    }
  return n;
}

/* One round from the first item on. Returns whether all is as it is in the source. */
static gboolean
step (Trickle *self)
{
  GListModel *shown = G_LIST_MODEL (self->shown);
  g_autoptr (GHashTable) to_come = list_items (self->source);
  gint64 end = g_get_monotonic_time () + STEP_US;
  guint insertions = INSERTIONS;
  guint removals = REMOVALS;

  for (guint i = 0; i < MAX (g_list_model_get_n_items (self->source), g_list_model_get_n_items (shown));)
    {
      g_autoptr (GObject) wanted = g_list_model_get_item (self->source, i);
      g_autoptr (GObject) present = g_list_model_get_item (shown, i);

      if (wanted == present)
        {
          g_hash_table_remove (to_come, wanted);
          i++;
          continue;
        }
      if (present != NULL && !g_hash_table_contains (to_come, present))
        {
          guint n_gone = count_gone (shown, i, to_come, removals);

          if (n_gone == 0)
            return FALSE;
          g_list_store_splice (self->shown, i, n_gone, NULL, 0);
          removals -= n_gone;
          continue;
        }
      if (insertions == 0)
        return FALSE;
      g_list_store_insert (self->shown, i, wanted);
      insertions = g_get_monotonic_time () < end ? insertions - 1 : 0;
    }
  return TRUE;
}

static gboolean
on_idle (gpointer user_data)
{
  Trickle *self = user_data;

  if (!step (self))
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

/* What is little is there at once; but many little changes, one after the other, are much. */
static void
on_items_changed (Trickle *self)
{
  if (self->idle != 0)
    return;
  step (self);
  self->idle = g_idle_add (on_idle, self);
}

/**
 * drover_trickle_new:
 * @source: (transfer none): a model of objects, none of them twice
 *
 * Follows @source in small steps, an idle moment apart, so that who makes a widget of every item does not
 * keep the window when many come at once. For the main thread.
 *
 * Returns: (transfer full): a model that becomes the same, and has at once what fits one step
 */
GListModel *
drover_trickle_new (GListModel *source)
{
  Trickle *self = g_new0 (Trickle, 1);
  GListStore *shown = g_list_store_new (g_list_model_get_item_type (source));

  self->source = g_object_ref (source);
  self->shown = shown;
  g_object_set_data_full (G_OBJECT (shown), "trickle", self, trickle_free);
  g_signal_connect_swapped (source, "items-changed", G_CALLBACK (on_items_changed), self);
  on_items_changed (self);
  return G_LIST_MODEL (shown);
}
