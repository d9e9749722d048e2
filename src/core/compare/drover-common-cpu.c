/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-common-cpu.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "compare/drover-common-cpu-work.h"

/* A daemon may ask its emulators first. */
#define LIMIT_FACTOR 3

struct _DroverCommonCpu {
  GObject parent_instance;

  DroverLineup *lineup;
  GCancellable *cancellable;
  GArray *hosts;      /* DroverCommonCpuHost */
  GArray *candidates; /* places of the hosts that can compute, the newest first */
  guint tried;        /* how many of them did */
  guint computer;
  DroverCommonCpuAnswer *answer;
  GError *error;
  guint n_pending;
  gboolean done;
};

G_DEFINE_FINAL_TYPE (DroverCommonCpu, drover_common_cpu, G_TYPE_OBJECT)

enum {
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
host_clear (gpointer data)
{
  DroverCommonCpuHost *host = data;

  g_clear_pointer (&host->reason, g_free);
  g_clear_pointer (&host->given_up, g_strfreev);
}

static void
drover_common_cpu_finalize (GObject *object)
{
  DroverCommonCpu *self = DROVER_COMMON_CPU (object);

  g_clear_object (&self->lineup);
  g_clear_object (&self->cancellable);
  g_array_unref (self->hosts);
  g_array_unref (self->candidates);
  g_clear_pointer (&self->answer, drover_common_cpu_answer_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (drover_common_cpu_parent_class)->finalize (object);
}

static void
drover_common_cpu_class_init (DroverCommonCpuClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_common_cpu_finalize;

  /**
   * DroverCommonCpu::finished:
   *
   * The CPU is there, or why there is none. It may come before [method@CommonCpu.start] returns.
   */
  signals[FINISHED] = g_signal_new ("finished", DROVER_TYPE_COMMON_CPU, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
drover_common_cpu_init (DroverCommonCpu *self)
{
  self->cancellable = g_cancellable_new ();
  self->hosts = g_array_new (FALSE, TRUE, sizeof (DroverCommonCpuHost));
  g_array_set_clear_func (self->hosts, host_clear);
  self->candidates = g_array_new (FALSE, FALSE, sizeof (guint));
}

static DroverCommonCpuHost *
get_host (DroverCommonCpu *self, guint host)
{
  return &g_array_index (self->hosts, DroverCommonCpuHost, host);
}

static const DroverFactCpuOffer *
offer_of (DroverCommonCpu *self, guint host)
{
  return drover_facts_get_cpu_offer (drover_lineup_get_facts (self->lineup, host), DROVER_SIDE_SOURCE);
}

static DroverConnection *
connection_of (DroverCommonCpu *self, guint host)
{
  return drover_gatherer_get_connection (drover_lineup_get_gatherer (self->lineup, host), DROVER_SIDE_SOURCE);
}

static gint64
version_of (DroverCommonCpu *self, guint host)
{
  const DroverFactIdentity *identity =
      drover_facts_get_identity (drover_lineup_get_facts (self->lineup, host), DROVER_SIDE_SOURCE);

  return identity ? identity->libvirt_version : 0;
}

/**
 * drover_common_cpu_new:
 * @lineup: one that is done
 *
 * Returns: (transfer full): the common CPU of its hosts, not computed yet
 */
DroverCommonCpu *
drover_common_cpu_new (DroverLineup *lineup)
{
  DroverCommonCpu *self = g_object_new (DROVER_TYPE_COMMON_CPU, NULL);

  self->lineup = g_object_ref (lineup);
  g_array_set_size (self->hosts, drover_lineup_get_n_hosts (lineup));
  return self;
}

static void
enlist (DroverCommonCpu *self, guint host)
{
  const DroverFactCpuOffer *offer = offer_of (self, host);
  DroverCommonCpuHost *entry = get_host (self, host);
  const char *reason;
  guint at = 0;

  if (offer != NULL && offer->caps != NULL && offer->host_model != NULL && connection_of (self, host) != NULL)
    {
      entry->takes_part = TRUE;
      while (at < self->candidates->len &&
             version_of (self, g_array_index (self->candidates, guint, at)) >= version_of (self, host))
        at++;
      g_array_insert_val (self->candidates, at, host);
      return;
    }
  reason = offer ? offer->guest_reason
                 : drover_facts_get_reason (drover_lineup_get_facts (self->lineup, host),
                                            DROVER_FACT_CPU_OFFER, DROVER_SIDE_SOURCE);
  entry->reason = g_strdup (reason ? reason : _ ("this host has no host-model"));
}

static gboolean
is_usable (const DroverFactCpuOffer *offer, const char *name)
{
  for (guint i = 0; offer->models != NULL && i < offer->models->len; i++)
    {
      const DroverFactCpuModel *model = offer->models->pdata[i];

      if (g_strcmp0 (model->name, name) == 0)
        return g_strcmp0 (model->usable, "yes") == 0;
    }
  return FALSE;
}

/* The named models that every host that takes part says are usable. */
static GStrv
list_usable (DroverCommonCpu *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const DroverFactCpuOffer *first = offer_of (self, g_array_index (self->candidates, guint, 0));

  for (guint i = 0; first->models != NULL && i < first->models->len; i++)
    {
      const char *name = ((const DroverFactCpuModel *) first->models->pdata[i])->name;
      gboolean everywhere = TRUE;

      for (guint k = 0; k < self->candidates->len; k++)
        everywhere &= is_usable (offer_of (self, g_array_index (self->candidates, guint, k)), name);
      if (everywhere && name != NULL)
        g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

static void
finish (DroverCommonCpu *self)
{
  self->done = TRUE;
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
note_given_up (DroverCommonCpu *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      guint host = g_array_index (self->candidates, guint, i);
      DroverCommonCpuHost *entry = get_host (self, host);
      const DroverFactCpuOffer *offer = offer_of (self, host);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (gsize k = 0; offer->guest != NULL && offer->guest[k] != NULL; k++)
        if (!g_strv_contains ((const char *const *) self->answer->features, offer->guest[k]))
          g_strv_builder_add (builder, offer->guest[k]);
      g_strfreev (entry->given_up);
      entry->given_up = g_strv_builder_end (builder);
    }
}

static void compute (DroverCommonCpu *self);

/* Where a host does not know what a newer one computed, an older one may find words that all know. */
static void
conclude (DroverCommonCpu *self)
{
  if (!drover_common_cpu_is_verified (self) && self->tried < self->candidates->len &&
      !g_cancellable_is_cancelled (self->cancellable))
    {
      compute (self);
      return;
    }
  if (self->answer != NULL)
    note_given_up (self);
  finish (self);
}

typedef struct {
  DroverCommonCpu *common;
  guint host;
} Verifying;

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Verifying *verifying = user_data;
  g_autoptr (DroverCommonCpu) self = verifying->common;
  DroverCommonCpuHost *entry = get_host (self, verifying->host);
  g_autoptr (GError) error = NULL;

  entry->accepts = drover_common_cpu_verify_finish (result, &error);
  g_free (entry->reason);
  entry->reason = error ? g_strdup (error->message) : NULL;
  if (--self->n_pending == 0)
    conclude (self);
}

static void
verify (DroverCommonCpu *self)
{
  guint timeout_ms = drover_lineup_get_options (self->lineup)->timeout_ms;

  self->n_pending = self->candidates->len;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      Verifying *verifying = g_new0 (Verifying, 1);

      verifying->common = g_object_ref (self);
      verifying->host = g_array_index (self->candidates, guint, i);
      drover_common_cpu_verify_async (connection_of (self, verifying->host),
                                      offer_of (self, verifying->host)->caps, self->answer->xml,
                                      timeout_ms * LIMIT_FACTOR, self->cancellable, on_verified, verifying);
    }
}

static void
on_computed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverCommonCpu) self = user_data;
  g_autoptr (GError) error = NULL;
  DroverCommonCpuAnswer *answer = drover_common_cpu_compute_finish (result, &error);

  if (answer == NULL)
    {
      if (self->error == NULL)
        self->error = g_steal_pointer (&error);
      conclude (self);
      return;
    }
  g_clear_pointer (&self->answer, drover_common_cpu_answer_free);
  self->answer = answer;
  self->computer = g_array_index (self->candidates, guint, self->tried - 1);
  verify (self);
}

static void
compute (DroverCommonCpu *self)
{
  guint host = g_array_index (self->candidates, guint, self->tried++);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) cpus = NULL;
  g_auto (GStrv) models = list_usable (self);

  for (guint i = 0; i < self->candidates->len; i++)
    g_strv_builder_add (builder, offer_of (self, g_array_index (self->candidates, guint, i))->host_model);
  cpus = g_strv_builder_end (builder);
  drover_common_cpu_compute_async (connection_of (self, host), offer_of (self, host)->caps,
                                   (const char *const *) cpus, (const char *const *) models,
                                   drover_lineup_get_options (self->lineup)->timeout_ms * LIMIT_FACTOR,
                                   self->cancellable, on_computed, g_object_ref (self));
}

/**
 * drover_common_cpu_start:
 *
 * Sets out to compute and to verify.
 */
void
drover_common_cpu_start (DroverCommonCpu *self)
{
  g_return_if_fail (DROVER_IS_COMMON_CPU (self) && !self->done && self->tried == 0);
  for (guint i = 0; i < self->hosts->len; i++)
    enlist (self, i);
  if (self->candidates->len > 0)
    {
      compute (self);
      return;
    }
  self->error = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                                     _ ("no host tells the CPU that it can give to guests"));
  finish (self);
}

/**
 * drover_common_cpu_cancel:
 *
 * Gives up what is still awaited.
 */
void
drover_common_cpu_cancel (DroverCommonCpu *self)
{
  g_return_if_fail (DROVER_IS_COMMON_CPU (self));
  g_cancellable_cancel (self->cancellable);
}

/**
 * drover_common_cpu_is_done:
 *
 * Returns: whether nothing is awaited any more
 */
gboolean
drover_common_cpu_is_done (DroverCommonCpu *self)
{
  return self->done;
}

/**
 * drover_common_cpu_get_error:
 *
 * Returns: (transfer none) (nullable): why there is no common CPU; %NULL where there is one
 */
const GError *
drover_common_cpu_get_error (DroverCommonCpu *self)
{
  return self->answer ? NULL : self->error;
}

/**
 * drover_common_cpu_is_verified:
 *
 * Returns: whether every host that takes part accepts it
 */
gboolean
drover_common_cpu_is_verified (DroverCommonCpu *self)
{
  if (self->answer == NULL)
    return FALSE;
  for (guint i = 0; i < self->candidates->len; i++)
    if (!get_host (self, g_array_index (self->candidates, guint, i))->accepts)
      return FALSE;
  return TRUE;
}

/**
 * drover_common_cpu_get_n_hosts:
 *
 * Returns: how many hosts there are, those that do not take part too
 */
guint
drover_common_cpu_get_n_hosts (DroverCommonCpu *self)
{
  return self->hosts->len;
}

/**
 * drover_common_cpu_get_computer:
 *
 * Returns: the place of the host that computed it
 */
guint
drover_common_cpu_get_computer (DroverCommonCpu *self)
{
  return self->computer;
}

/**
 * drover_common_cpu_get_xml:
 *
 * Returns: (transfer none) (nullable): the `<cpu>` for a guest's definition, as the host wrote it
 */
const char *
drover_common_cpu_get_xml (DroverCommonCpu *self)
{
  return self->answer ? self->answer->xml : NULL;
}

/**
 * drover_common_cpu_get_features:
 *
 * Returns: (transfer none) (nullable): every feature of it
 */
const char *const *
drover_common_cpu_get_features (DroverCommonCpu *self)
{
  return self->answer ? (const char *const *) self->answer->features : NULL;
}

/**
 * drover_common_cpu_get_model:
 *
 * Returns: (transfer none) (nullable): the named model it is closest to; it may lack some of its features
 */
const char *
drover_common_cpu_get_model (DroverCommonCpu *self)
{
  return self->answer ? self->answer->model : NULL;
}

/**
 * drover_common_cpu_get_named_models:
 *
 * Returns: (transfer none) (nullable): the named models that all hosts can give as they are, the one with
 * most features first
 */
const char *const *
drover_common_cpu_get_named_models (DroverCommonCpu *self)
{
  return self->answer ? (const char *const *) self->answer->sizes->pdata : NULL;
}

/**
 * drover_common_cpu_get_host:
 *
 * Returns: (transfer none): what it means for one host
 */
const DroverCommonCpuHost *
drover_common_cpu_get_host (DroverCommonCpu *self, guint host)
{
  g_return_val_if_fail (host < self->hosts->len, NULL);
  return get_host (self, host);
}
