/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-session.h"

#include <glib/gi18n.h>

#include "model/drover-keep-run.h"

struct _DroverSession {
  GObject parent_instance;

  DroverSurveys *hosts;

  DroverSurvey *source;
  DroverGuestItem *guest;
  DroverSurvey *target;
  DroverMigrateOptions *options;

  DroverPreflight *preflight;
  gboolean checked; /* the preflight is of the choices as they stand */
  GPtrArray *ignored;
  DroverJob *job;
};

G_DEFINE_FINAL_TYPE (DroverSession, drover_session, G_TYPE_OBJECT)

typedef enum {
  PROP_GUEST = 1,
  PROP_TARGET,
  PROP_OPTIONS,
  PROP_PREFLIGHT,
  PROP_JOB,
} SessionProperty;

static GParamSpec *properties[PROP_JOB + 1];

static void
drop_preflight (DroverSession *self)
{
  self->checked = FALSE;
  if (self->preflight == NULL)
    return;
  if (!drover_preflight_is_finished (self->preflight))
    drover_preflight_cancel (self->preflight);
  g_clear_object (&self->preflight);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFLIGHT]);
}

static void
drover_session_dispose (GObject *object)
{
  DroverSession *self = DROVER_SESSION (object);

  drop_preflight (self);
  g_clear_object (&self->hosts);
  g_clear_object (&self->source);
  g_clear_object (&self->guest);
  g_clear_object (&self->target);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (drover_session_parent_class)->dispose (object);
}

static void
drover_session_finalize (GObject *object)
{
  DroverSession *self = DROVER_SESSION (object);

  drover_migrate_options_free (self->options);
  g_ptr_array_unref (self->ignored);
  G_OBJECT_CLASS (drover_session_parent_class)->finalize (object);
}

static void
drover_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DroverSession *self = DROVER_SESSION (object);

  switch ((SessionProperty) id)
    {
    case PROP_GUEST:
      g_value_set_object (value, self->guest);
      break;
    case PROP_TARGET:
      g_value_set_object (value, self->target);
      break;
    case PROP_OPTIONS:
      g_value_set_pointer (value, self->options);
      break;
    case PROP_PREFLIGHT:
      g_value_set_object (value, self->preflight);
      break;
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    }
}

static void
drover_session_class_init (DroverSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = drover_session_dispose;
  object_class->finalize = drover_session_finalize;
  object_class->get_property = drover_session_get_property;

  properties[PROP_GUEST] = g_param_spec_object ("guest", NULL, NULL, DROVER_TYPE_GUEST_ITEM,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TARGET] = g_param_spec_object ("target", NULL, NULL, DROVER_TYPE_SURVEY,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPTIONS] =
      g_param_spec_pointer ("options", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PREFLIGHT] = g_param_spec_object ("preflight", NULL, NULL, DROVER_TYPE_PREFLIGHT,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOB] =
      g_param_spec_object ("job", NULL, NULL, DROVER_TYPE_JOB, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
drover_session_init (DroverSession *self)
{
  self->options = drover_migrate_options_new ();
  drover_preset_apply (DROVER_PRESET_BALANCED, self->options);
  self->ignored = g_ptr_array_new_with_free_func (g_free);
}

/**
 * drover_session_new:
 * @store: (transfer none): the known hosts
 *
 * Returns: (transfer full): a session in which nothing is chosen
 */
DroverSession *
drover_session_new (DroverHostStore *store)
{
  DroverSession *self = g_object_new (DROVER_TYPE_SESSION, NULL);

  self->hosts = drover_surveys_new (store);
  return self;
}

/**
 * drover_session_get_hosts:
 *
 * Returns: (transfer none): the known hosts
 */
DroverSurveys *
drover_session_get_hosts (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);
  return self->hosts;
}

/**
 * drover_session_remove_host:
 * @error: a file error, where it could not be remembered
 *
 * Forgets a host, and what was chosen on it.
 *
 * Returns: whether the list was saved
 */
gboolean
drover_session_remove_host (DroverSession *self, DroverSurvey *survey, GError **error)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), FALSE);

  if (self->source == survey)
    drover_session_choose_guest (self, NULL, NULL);
  if (self->target == survey)
    drover_session_choose_target (self, NULL);
  return drover_surveys_remove (self->hosts, survey, error);
}

/**
 * drover_session_get_source:
 *
 * Returns: (transfer none) (nullable): the host of the chosen guest
 */
DroverSurvey *
drover_session_get_source (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);
  return self->source;
}

/**
 * drover_session_get_guest:
 *
 * Returns: (transfer none) (nullable): the guest that shall move
 */
DroverGuestItem *
drover_session_get_guest (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);
  return self->guest;
}

/* A guest that is off has only its definition to move. */
static void
fit_options_to_guest (DroverSession *self)
{
  DroverPreset preset = DROVER_PRESET_BALANCED;

  if (self->guest == NULL || drover_guest_item_is_active (self->guest) !=
                                 drover_migrate_options_get_flag (self->options, DROVER_OPTION_OFFLINE))
    return;
  drover_preset_find (self->options, &preset);
  if (drover_guest_item_is_active (self->guest))
    drover_migrate_options_unset (self->options, DROVER_OPTION_OFFLINE);
  else
    drover_migrate_options_set_flag (self->options, DROVER_OPTION_OFFLINE, TRUE);
  drover_preset_apply (preset, self->options);
}

/**
 * drover_session_choose_guest:
 * @source: (nullable): its host
 * @guest: (nullable): the guest
 */
void
drover_session_choose_guest (DroverSession *self, DroverSurvey *source, DroverGuestItem *guest)
{
  g_return_if_fail (DROVER_IS_SESSION (self));

  if (self->source == source && self->guest == guest)
    return;
  drop_preflight (self);
  g_ptr_array_set_size (self->ignored, 0);
  g_set_object (&self->source, source);
  g_set_object (&self->guest, guest);
  fit_options_to_guest (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GUEST]);
  if (source != NULL && self->target == source)
    drover_session_choose_target (self, NULL);
}

/**
 * drover_session_get_target:
 *
 * Returns: (transfer none) (nullable): the host it shall move to
 */
DroverSurvey *
drover_session_get_target (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);
  return self->target;
}

/**
 * drover_session_choose_target:
 * @target: (nullable): where to
 */
void
drover_session_choose_target (DroverSession *self, DroverSurvey *target)
{
  g_return_if_fail (DROVER_IS_SESSION (self));

  if (!g_set_object (&self->target, target))
    return;
  drop_preflight (self);
  g_ptr_array_set_size (self->ignored, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TARGET]);
}

/**
 * drover_session_turn_round:
 *
 * After a move, chooses the way back: the same guest, from where it went to where it came from.
 *
 * Returns: whether there is a way back to choose
 */
gboolean
drover_session_turn_round (DroverSession *self)
{
  g_autoptr (DroverSurvey) source = NULL;

  g_return_val_if_fail (DROVER_IS_SESSION (self), FALSE);

  if (self->source == NULL || self->guest == NULL || self->target == NULL || drover_session_is_moving (self))
    return FALSE;
  source = g_steal_pointer (&self->source);
  self->source = g_steal_pointer (&self->target);
  self->target = g_steal_pointer (&source);
  drop_preflight (self);
  g_ptr_array_set_size (self->ignored, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GUEST]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TARGET]);
  return TRUE;
}

/**
 * drover_session_get_options:
 *
 * Returns: (transfer none): how it shall move
 */
const DroverMigrateOptions *
drover_session_get_options (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);
  return self->options;
}

/**
 * drover_session_choose_options:
 * @options: (transfer none): how it shall move
 */
void
drover_session_choose_options (DroverSession *self, const DroverMigrateOptions *options)
{
  g_return_if_fail (DROVER_IS_SESSION (self));

  if (options != self->options)
    {
      drover_migrate_options_free (self->options);
      self->options = drover_migrate_options_copy (options);
    }
  drop_preflight (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPTIONS]);
}

/**
 * drover_session_dup_plan:
 *
 * Returns: (transfer full) (nullable): what is chosen, %NULL while something is missing
 */
DroverPlan *
drover_session_dup_plan (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);

  if (self->source == NULL || self->guest == NULL || self->target == NULL)
    return NULL;
  return drover_plan_new (drover_host_get_uri (drover_survey_get_host (self->source)),
                          drover_host_get_uri (drover_survey_get_host (self->target)),
                          drover_guest_item_get_raw_name (self->guest), self->options);
}

/**
 * drover_session_get_preflight:
 *
 * Returns: (transfer none) (nullable): the run of the checks for what is chosen
 */
DroverPreflight *
drover_session_get_preflight (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);
  return self->preflight;
}

/**
 * drover_session_is_checked:
 *
 * Returns: whether the checks of what is chosen have all judged
 */
gboolean
drover_session_is_checked (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), FALSE);
  return self->checked && self->preflight != NULL && drover_preflight_is_finished (self->preflight);
}

static void
apply_ignored (DroverSession *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < self->ignored->len; i++)
    g_strv_builder_add (builder, self->ignored->pdata[i]);
  ids = g_strv_builder_end (builder);
  drover_preflight_set_ignored (self->preflight, (const char *const *) ids, NULL);
}

/**
 * drover_session_check:
 *
 * Runs all checks for what is chosen, over the hosts' own connections.
 */
void
drover_session_check (DroverSession *self)
{
  g_autoptr (DroverPlan) plan = NULL;
  g_autoptr (DroverGatherer) gatherer = NULL;

  g_return_if_fail (DROVER_IS_SESSION (self));

  plan = drover_session_dup_plan (self);
  if (plan == NULL)
    return;
  drop_preflight (self);
  gatherer = drover_gatherer_new (plan, drover_surveys_get_open_options (self->hosts), FALSE);
  drover_gatherer_add_provider (gatherer, &drover_rehearsal_provider);
  if (drover_survey_get_connection (self->source) != NULL)
    drover_gatherer_set_connection (gatherer, DROVER_SIDE_SOURCE,
                                    drover_survey_get_connection (self->source));
  if (drover_survey_get_connection (self->target) != NULL)
    drover_gatherer_set_connection (gatherer, DROVER_SIDE_TARGET,
                                    drover_survey_get_connection (self->target));
  self->preflight = drover_preflight_new (gatherer, FALSE);
  apply_ignored (self);
  self->checked = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFLIGHT]);
  drover_preflight_start (self->preflight);
}

/**
 * drover_session_stop_checking:
 *
 * Ends the waiting; what was not learned yet is unknown.
 */
void
drover_session_stop_checking (DroverSession *self)
{
  g_return_if_fail (DROVER_IS_SESSION (self));
  if (self->preflight != NULL && !drover_preflight_is_finished (self->preflight))
    drover_preflight_cancel (self->preflight);
}

/**
 * drover_session_ignore:
 * @code: a finding the person goes over
 *
 * Holds until another guest or target is chosen. What may never be gone over stays.
 */
void
drover_session_ignore (DroverSession *self, const char *code)
{
  g_return_if_fail (DROVER_IS_SESSION (self) && code != NULL);

  g_ptr_array_add (self->ignored, g_strdup (code));
  if (self->preflight == NULL)
    return;
  apply_ignored (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFLIGHT]);
}

/**
 * drover_session_may_start:
 *
 * Returns: whether the checks let it go
 */
gboolean
drover_session_may_start (DroverSession *self)
{
  DroverRunVerdict verdict;

  g_return_val_if_fail (DROVER_IS_SESSION (self), FALSE);

  if (!drover_session_is_checked (self) || drover_session_is_moving (self) ||
      drover_preflight_is_refused (self->preflight, NULL))
    return FALSE;
  verdict = drover_preflight_get_verdict (self->preflight);
  return verdict == DROVER_RUN_READY || verdict == DROVER_RUN_WARNINGS;
}

/**
 * drover_session_get_job:
 *
 * Returns: (transfer none) (nullable): the migration that runs or ran
 */
DroverJob *
drover_session_get_job (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), NULL);
  return self->job;
}

/**
 * drover_session_is_moving:
 *
 * Returns: whether a migration is under way
 */
gboolean
drover_session_is_moving (DroverSession *self)
{
  g_return_val_if_fail (DROVER_IS_SESSION (self), FALSE);
  return self->job != NULL && !drover_job_is_finished (self->job);
}

/**
 * drover_session_start:
 *
 * Begins the migration that was checked.
 *
 * Returns: whether it began; %FALSE where the checks do not let it go
 */
gboolean
drover_session_start (DroverSession *self)
{
  DroverGatherer *gatherer;
  g_autoptr (DroverPlan) plan = NULL;

  g_return_val_if_fail (DROVER_IS_SESSION (self), FALSE);

  if (!drover_session_may_start (self))
    return FALSE;
  gatherer = drover_preflight_get_gatherer (self->preflight);
  plan = drover_preflight_dup_settled_plan (self->preflight);
  g_clear_object (&self->job);
  self->job = drover_job_new (plan, drover_gatherer_get_connection (gatherer, DROVER_SIDE_SOURCE),
                              drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET),
                              drover_surveys_get_open_options (self->hosts));
  self->checked = FALSE;
  drover_keep_run_when_finished (self->job, drover_preflight_list_findings (self->preflight));
  drover_job_start (self->job);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  return TRUE;
}

/**
 * drover_session_follow:
 * @source: the host the guest leaves
 * @guest: a guest that somebody moves
 * @target: the host it goes to
 *
 * Chooses what is under way already, and follows it as if it had been begun here.
 */
void
drover_session_follow (DroverSession *self,
                       DroverSurvey *source,
                       DroverGuestItem *guest,
                       DroverSurvey *target)
{
  g_autoptr (DroverPlan) plan = NULL;

  g_return_if_fail (DROVER_IS_SESSION (self) && !drover_session_is_moving (self));

  drover_session_choose_guest (self, source, guest);
  drover_session_choose_target (self, target);
  plan = drover_session_dup_plan (self);
  g_clear_object (&self->job);
  self->job =
      drover_job_new (plan, drover_survey_get_connection (source), drover_survey_get_connection (target),
                      drover_surveys_get_open_options (self->hosts));
  drover_job_attach (self->job);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
}
