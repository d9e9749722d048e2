/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-fit.h"

struct _DroverFit {
  GObject parent_instance;

  DroverPreflight *preflight;
};

G_DEFINE_FINAL_TYPE (DroverFit, drover_fit, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_fit_dispose (GObject *object)
{
  DroverFit *self = DROVER_FIT (object);

  if (self->preflight != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->preflight, self);
      drover_preflight_cancel (self->preflight);
    }
  g_clear_object (&self->preflight);
  G_OBJECT_CLASS (drover_fit_parent_class)->dispose (object);
}

static void
drover_fit_class_init (DroverFitClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_fit_dispose;

  /**
   * DroverFit::changed:
   *
   * All checks have judged.
   */
  signals[CHANGED] =
      g_signal_new ("changed", DROVER_TYPE_FIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_fit_init (DroverFit *self)
{
}

static void
on_finished (DroverFit *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * drover_fit_new:
 * @source: where the guest is
 * @guest: the guest
 * @target: where it might go
 * @options: how it would move
 * @open_options: how connections are opened
 *
 * Begins to look.
 *
 * Returns: (transfer full): the judgement, not finished yet
 */
DroverFit *
drover_fit_new (DroverSurvey *source,
                DroverGuestItem *guest,
                DroverSurvey *target,
                const DroverMigrateOptions *options,
                const DroverOpenOptions *open_options)
{
  DroverFit *self = g_object_new (DROVER_TYPE_FIT, NULL);
  g_autoptr (DroverPlan) plan = drover_plan_new (drover_host_get_uri (drover_survey_get_host (source)),
                                                 drover_host_get_uri (drover_survey_get_host (target)),
                                                 drover_guest_item_get_raw_name (guest), options);
  g_autoptr (DroverGatherer) gatherer = drover_gatherer_new (plan, open_options, TRUE);

  drover_gatherer_add_provider (gatherer, &drover_rehearsal_provider);
  if (drover_survey_get_connection (source) != NULL)
    drover_gatherer_set_connection (gatherer, DROVER_SIDE_SOURCE, drover_survey_get_connection (source));
  if (drover_survey_get_connection (target) != NULL)
    drover_gatherer_set_connection (gatherer, DROVER_SIDE_TARGET, drover_survey_get_connection (target));
  self->preflight = drover_preflight_new (gatherer, TRUE);
  g_signal_connect_swapped (self->preflight, "finished", G_CALLBACK (on_finished), self);
  drover_preflight_start (self->preflight);
  return self;
}

/**
 * drover_fit_is_finished:
 *
 * Returns: whether all checks have judged
 */
gboolean
drover_fit_is_finished (DroverFit *self)
{
  g_return_val_if_fail (DROVER_IS_FIT (self), FALSE);
  return drover_preflight_is_finished (self->preflight);
}

/**
 * drover_fit_count_blockers:
 *
 * Returns: how many things were seen to stand in the way
 */
guint
drover_fit_count_blockers (DroverFit *self)
{
  g_autoptr (GPtrArray) findings = NULL;
  guint n = 0;

  g_return_val_if_fail (DROVER_IS_FIT (self), 0);

  findings = drover_preflight_list_findings (self->preflight);
  for (guint i = 0; i < findings->len; i++)
    n += drover_finding_get_verdict (findings->pdata[i]) == DROVER_VERDICT_BLOCK;
  return n;
}

/**
 * drover_fit_dup_reasons:
 *
 * Returns: (transfer full): the titles of what stands in the way, a line each
 */
char *
drover_fit_dup_reasons (DroverFit *self)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (DROVER_IS_FIT (self), NULL);

  findings = drover_preflight_list_findings (self->preflight);
  for (guint i = 0; i < findings->len; i++)
    if (drover_finding_get_verdict (findings->pdata[i]) == DROVER_VERDICT_BLOCK)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                              drover_finding_get_title (findings->pdata[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
