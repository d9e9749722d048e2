/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-surveys.h"

struct _DroverSurveys {
  GObject parent_instance;

  DroverHostStore *store;
  GListStore *list;
  DroverSignIn *sign_in;
  DroverOpenOptions open_options;
};

G_DEFINE_FINAL_TYPE (DroverSurveys, drover_surveys, G_TYPE_OBJECT)

static void
drover_surveys_dispose (GObject *object)
{
  DroverSurveys *self = DROVER_SURVEYS (object);

  if (self->sign_in != NULL)
    drover_sign_in_cancel (self->sign_in);
  g_clear_object (&self->sign_in);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (drover_surveys_parent_class)->dispose (object);
}

static void
drover_surveys_class_init (DroverSurveysClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_surveys_dispose;
}

static void
drover_surveys_init (DroverSurveys *self)
{
  self->list = g_list_store_new (DROVER_TYPE_SURVEY);
  self->sign_in = drover_sign_in_new ();
  self->open_options.timeout_ms = DROVER_DEFAULT_TIMEOUT_MS;
  drover_sign_in_fill_options (self->sign_in, &self->open_options);
}

static void
on_hosts_changed (GListModel *hosts, guint position, guint removed, guint added, DroverSurveys *self)
{
  g_autoptr (GPtrArray) surveys = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (hosts, position + i);

      g_ptr_array_add (surveys, drover_survey_new (host));
    }
  g_list_store_splice (self->list, position, removed, surveys->pdata, surveys->len);
}

/**
 * drover_surveys_new:
 * @store: (transfer none): the known hosts as they are kept
 *
 * Returns: (transfer full): them, not looked at yet
 */
DroverSurveys *
drover_surveys_new (DroverHostStore *store)
{
  DroverSurveys *self = g_object_new (DROVER_TYPE_SURVEYS, NULL);

  self->store = g_object_ref (store);
  g_signal_connect (store, "items-changed", G_CALLBACK (on_hosts_changed), self);
  on_hosts_changed (G_LIST_MODEL (store), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), self);
  return self;
}

/**
 * drover_surveys_get_sign_in:
 *
 * Returns: (transfer none): where the questions of hosts come together
 */
DroverSignIn *
drover_surveys_get_sign_in (DroverSurveys *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEYS (self), NULL);
  return self->sign_in;
}

/**
 * drover_surveys_get_open_options:
 *
 * Returns: (transfer none): how connections are opened
 */
const DroverOpenOptions *
drover_surveys_get_open_options (DroverSurveys *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEYS (self), NULL);
  return &self->open_options;
}

/**
 * drover_surveys_refresh:
 *
 * Looks at all hosts again.
 */
void
drover_surveys_refresh (DroverSurveys *self)
{
  GListModel *surveys;

  g_return_if_fail (DROVER_IS_SURVEYS (self));

  surveys = G_LIST_MODEL (self->list);
  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      drover_survey_refresh (survey, &self->open_options);
    }
}

/**
 * drover_surveys_get_store:
 *
 * Returns: (transfer none): the known hosts as they are kept
 */
DroverHostStore *
drover_surveys_get_store (DroverSurveys *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEYS (self), NULL);
  return self->store;
}

/**
 * drover_surveys_get_list:
 *
 * Returns: (transfer none): the known hosts with what was seen of them, a model of #DroverSurvey
 */
GListModel *
drover_surveys_get_list (DroverSurveys *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEYS (self), NULL);
  return G_LIST_MODEL (self->list);
}

/**
 * drover_surveys_add:
 * @error: a file error, where it could not be remembered
 *
 * Returns: whether the host was added and remembered
 */
gboolean
drover_surveys_add (DroverSurveys *self, const DroverUri *uri, GError **error)
{
  DroverHost *host;

  g_return_val_if_fail (DROVER_IS_SURVEYS (self), FALSE);

  host = drover_host_store_add (self->store, uri);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (drover_survey_get_host (survey) == host)
        drover_survey_refresh (survey, &self->open_options);
    }
  return drover_host_store_save (self->store, error);
}

/**
 * drover_surveys_remove:
 * @error: a file error, where it could not be remembered
 *
 * Forgets a host, and stops looking at it.
 *
 * Returns: whether the list was saved
 */
gboolean
drover_surveys_remove (DroverSurveys *self, DroverSurvey *survey, GError **error)
{
  g_return_val_if_fail (DROVER_IS_SURVEYS (self), FALSE);

  drover_survey_cancel (survey);
  drover_host_store_remove (self->store, drover_host_get_uri (drover_survey_get_host (survey)));
  return drover_host_store_save (self->store, error);
}
