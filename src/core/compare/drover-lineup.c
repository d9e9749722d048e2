/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-lineup.h"

/* What can be told of a host without a guest in mind, and is compared. */
static const DroverFactId always[] = {
  DROVER_FACT_CONNECTION, DROVER_FACT_IDENTITY, DROVER_FACT_CAPABILITIES, DROVER_FACT_CPU_OFFER,
  DROVER_FACT_MEMORY,     DROVER_FACT_POOLS,    DROVER_FACT_ALL_NETWORKS, DROVER_FACT_SYSTEM,
};

struct _DroverLineup {
  GObject parent_instance;

  DroverOpenOptions options;
  GPtrArray *gatherers;
  gboolean started;
};

G_DEFINE_FINAL_TYPE (DroverLineup, drover_lineup, G_TYPE_OBJECT)

enum {
  HOST_CHANGED,
  HOST_FINISHED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_lineup_finalize (GObject *object)
{
  DroverLineup *self = DROVER_LINEUP (object);

  for (guint i = 0; i < self->gatherers->len; i++)
    {
      g_signal_handlers_disconnect_by_data (self->gatherers->pdata[i], self);
      drover_gatherer_cancel (self->gatherers->pdata[i]);
    }
  g_ptr_array_unref (self->gatherers);
  G_OBJECT_CLASS (drover_lineup_parent_class)->finalize (object);
}

static void
drover_lineup_class_init (DroverLineupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_lineup_finalize;

  /**
   * DroverLineup::host-changed:
   * @host: its place
   *
   * One more fact of a host is present or known to be absent.
   */
  signals[HOST_CHANGED] = g_signal_new ("host-changed", DROVER_TYPE_LINEUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * DroverLineup::host-finished:
   * @host: its place
   *
   * All that was wanted of that host is settled. It may come before [method@Lineup.start] returns.
   */
  signals[HOST_FINISHED] = g_signal_new ("host-finished", DROVER_TYPE_LINEUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * DroverLineup::finished:
   *
   * All that was wanted of every host is settled. It may come before [method@Lineup.start] returns.
   */
  signals[FINISHED] =
      g_signal_new ("finished", DROVER_TYPE_LINEUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_lineup_init (DroverLineup *self)
{
  self->gatherers = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * drover_lineup_new:
 * @options: how to connect, and how long to wait
 *
 * Returns: (transfer full): a line-up of no hosts yet, which will create nothing on any of them
 */
DroverLineup *
drover_lineup_new (const DroverOpenOptions *options)
{
  DroverLineup *self = g_object_new (DROVER_TYPE_LINEUP, NULL);

  self->options = *options;
  return self;
}

static void
on_settled (DroverGatherer *gatherer, guint id, guint side, DroverLineup *self)
{
  guint host;

  if (g_ptr_array_find (self->gatherers, gatherer, &host))
    g_signal_emit (self, signals[HOST_CHANGED], 0, host);
}

static void
finish_if_done (DroverLineup *self)
{
  if (!self->started || !drover_lineup_is_done (self))
    return;
  self->started = FALSE;
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
on_gathered (DroverGatherer *gatherer, DroverLineup *self)
{
  guint host;

  if (g_ptr_array_find (self->gatherers, gatherer, &host))
    g_signal_emit (self, signals[HOST_FINISHED], 0, host);
  finish_if_done (self);
}

/**
 * drover_lineup_add_host:
 * @uri: how to reach it
 *
 * Adds one more host to look at, before the start.
 */
void
drover_lineup_add_host (DroverLineup *self, const DroverUri *uri)
{
  g_autoptr (DroverPlan) plan = drover_plan_new (uri, uri, "", NULL);
  /* Not passive, for the clock is asked over SSH; nothing that is wanted here creates anything. */
  DroverGatherer *gatherer = drover_gatherer_new (plan, &self->options, FALSE);

  g_return_if_fail (DROVER_IS_LINEUP (self) && !self->started);
  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    drover_gatherer_want (gatherer, always[i], DROVER_SIDE_SOURCE);
  g_signal_connect (gatherer, "settled", G_CALLBACK (on_settled), self);
  g_signal_connect (gatherer, "finished", G_CALLBACK (on_gathered), self);
  g_ptr_array_add (self->gatherers, gatherer);
}

/**
 * drover_lineup_want:
 *
 * Asks for one more fact of every host that was added.
 */
void
drover_lineup_want (DroverLineup *self, DroverFactId id)
{
  for (guint i = 0; i < self->gatherers->len; i++)
    drover_gatherer_want (self->gatherers->pdata[i], id, DROVER_SIDE_SOURCE);
}

/**
 * drover_lineup_start:
 *
 * Sets out to all hosts.
 */
void
drover_lineup_start (DroverLineup *self)
{
  g_return_if_fail (DROVER_IS_LINEUP (self));
  g_object_ref (self);
  for (guint i = 0; i < self->gatherers->len; i++)
    drover_gatherer_start (self->gatherers->pdata[i]);
  self->started = TRUE;
  finish_if_done (self);
  g_object_unref (self);
}

/**
 * drover_lineup_cancel:
 *
 * Gives up what is still awaited; those facts become absent.
 */
void
drover_lineup_cancel (DroverLineup *self)
{
  g_return_if_fail (DROVER_IS_LINEUP (self));
  for (guint i = 0; i < self->gatherers->len; i++)
    drover_gatherer_cancel (self->gatherers->pdata[i]);
}

/**
 * drover_lineup_is_done:
 *
 * Returns: whether all that was wanted is settled
 */
gboolean
drover_lineup_is_done (DroverLineup *self)
{
  for (guint i = 0; i < self->gatherers->len; i++)
    if (!drover_gatherer_is_done (self->gatherers->pdata[i]))
      return FALSE;
  return TRUE;
}

/**
 * drover_lineup_is_host_done:
 *
 * Returns: whether all that was wanted of that host is settled
 */
gboolean
drover_lineup_is_host_done (DroverLineup *self, guint host)
{
  return drover_gatherer_is_done (drover_lineup_get_gatherer (self, host));
}

/**
 * drover_lineup_get_n_hosts:
 *
 * Returns: how many hosts were added
 */
guint
drover_lineup_get_n_hosts (DroverLineup *self)
{
  return self->gatherers->len;
}

/**
 * drover_lineup_get_gatherer:
 *
 * Returns: (transfer none): what learns the facts of one host, as its source
 */
DroverGatherer *
drover_lineup_get_gatherer (DroverLineup *self, guint host)
{
  g_return_val_if_fail (host < self->gatherers->len, NULL);
  return self->gatherers->pdata[host];
}

/**
 * drover_lineup_get_uri:
 *
 * Returns: (transfer none): how a host is reached
 */
const DroverUri *
drover_lineup_get_uri (DroverLineup *self, guint host)
{
  return drover_plan_get_source (drover_gatherer_get_plan (drover_lineup_get_gatherer (self, host)));
}

/**
 * drover_lineup_get_facts:
 *
 * Returns: (transfer none): what is known of a host now, under %DROVER_SIDE_SOURCE
 */
DroverFacts *
drover_lineup_get_facts (DroverLineup *self, guint host)
{
  return drover_gatherer_get_facts (drover_lineup_get_gatherer (self, host));
}

/**
 * drover_lineup_get_options:
 *
 * Returns: (transfer none): how to connect, and how long to wait
 */
const DroverOpenOptions *
drover_lineup_get_options (DroverLineup *self)
{
  return &self->options;
}
