/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/preflight/drover-finding-order.h"

#define N_GROUPS (DROVER_GROUP_GUEST + 1)
#define NOTHING G_MAXUINT

struct _DroverFindingOrder {
  GtkSorter parent_instance;

  guint worst[N_GROUPS];
};

G_DEFINE_FINAL_TYPE (DroverFindingOrder, drover_finding_order, GTK_TYPE_SORTER)

/**
 * drover_finding_order_rank:
 *
 * Returns: how far down a verdict stands; the worst is 0
 */
guint
drover_finding_order_rank (DroverVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_VERDICT_BLOCK:
      return 0;
    case DROVER_VERDICT_UNKNOWN:
      return 1;
    case DROVER_VERDICT_WARN:
      return 2;
    case DROVER_VERDICT_INFO:
      return 3;
    case DROVER_VERDICT_PASS:
      return 4;
    case DROVER_VERDICT_NOT_APPLICABLE:
      return 5;
    }
  g_return_val_if_reached (0);
}

static GtkOrdering
drover_finding_order_compare (GtkSorter *sorter, gpointer a, gpointer b)
{
  DroverFindingOrder *self = DROVER_FINDING_ORDER (sorter);
  DroverCheckGroup group_a = drover_finding_get_check (a)->group;
  DroverCheckGroup group_b = drover_finding_get_check (b)->group;
  guint rank_a = drover_finding_order_rank (drover_finding_get_verdict (a));
  guint rank_b = drover_finding_order_rank (drover_finding_get_verdict (b));

  if (self->worst[group_a] != self->worst[group_b])
    return self->worst[group_a] < self->worst[group_b] ? GTK_ORDERING_SMALLER : GTK_ORDERING_LARGER;
  if (group_a != group_b)
    return group_a < group_b ? GTK_ORDERING_SMALLER : GTK_ORDERING_LARGER;
  if (rank_a != rank_b)
    return rank_a < rank_b ? GTK_ORDERING_SMALLER : GTK_ORDERING_LARGER;
  return GTK_ORDERING_EQUAL;
}

static GtkSorterOrder
drover_finding_order_get_order (GtkSorter *sorter)
{
  return GTK_SORTER_ORDER_PARTIAL;
}

static void
drover_finding_order_class_init (DroverFindingOrderClass *klass)
{
  GTK_SORTER_CLASS (klass)->compare = drover_finding_order_compare;
  GTK_SORTER_CLASS (klass)->get_order = drover_finding_order_get_order;
}

static void
drover_finding_order_init (DroverFindingOrder *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    self->worst[i] = NOTHING;
}

static void
look (DroverFindingOrder *self, GListModel *findings)
{
  guint worst[N_GROUPS];
  gboolean changed = FALSE;

  for (guint i = 0; i < N_GROUPS; i++)
    worst[i] = NOTHING;
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (DroverFinding) finding = g_list_model_get_item (findings, i);
      DroverCheckGroup group = drover_finding_get_check (finding)->group;

      worst[group] = MIN (worst[group], drover_finding_order_rank (drover_finding_get_verdict (finding)));
    }
  for (guint i = 0; i < N_GROUPS; i++)
    {
      changed |= self->worst[i] != worst[i];
      self->worst[i] = worst[i];
    }
  if (changed)
    gtk_sorter_changed (GTK_SORTER (self), GTK_SORTER_CHANGE_DIFFERENT);
}

static void
on_items_changed (GListModel *findings, guint position, guint removed, guint added, DroverFindingOrder *self)
{
  look (self, findings);
}

/**
 * drover_finding_order_new:
 * @findings: what is sorted; the order follows it
 *
 * Returns: (transfer full): the sorter
 */
DroverFindingOrder *
drover_finding_order_new (GListModel *findings)
{
  DroverFindingOrder *self = g_object_new (DROVER_TYPE_FINDING_ORDER, NULL);

  g_signal_connect_object (findings, "items-changed", G_CALLBACK (on_items_changed), self, 0);
  look (self, findings);
  return self;
}
