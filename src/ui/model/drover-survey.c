/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-survey.h"

#include "model/drover-guest-item.h"

struct _DroverSurvey {
  GObject parent_instance;

  DroverHost *host;
  char *name;
  DroverGatherer *gatherer;
  GListStore *guests;
  GCancellable *cancellable;
  DroverOpenOptions options;
};

G_DEFINE_FINAL_TYPE (DroverSurvey, drover_survey, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a card of a host and a list of its guests tell. */
static const DroverFactId facts_of_a_host[] = {
  DROVER_FACT_CONNECTION, DROVER_FACT_IDENTITY, DROVER_FACT_CAPABILITIES,
  DROVER_FACT_MEMORY,     DROVER_FACT_GUESTS,
};

static void
drop_gatherer (DroverSurvey *self)
{
  if (self->gatherer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->gatherer, self);
  drover_gatherer_cancel (self->gatherer);
  g_clear_object (&self->gatherer);
}

static void
drover_survey_dispose (GObject *object)
{
  DroverSurvey *self = DROVER_SURVEY (object);

  drop_gatherer (self);
  drover_survey_cancel (self);
  if (self->host != NULL)
    g_signal_handlers_disconnect_by_data (self->host, self);
  g_clear_object (&self->host);
  g_clear_object (&self->guests);
  G_OBJECT_CLASS (drover_survey_parent_class)->dispose (object);
}

static void
drover_survey_finalize (GObject *object)
{
  g_free (DROVER_SURVEY (object)->name);
  G_OBJECT_CLASS (drover_survey_parent_class)->finalize (object);
}

static void
drover_survey_class_init (DroverSurveyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_survey_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_survey_finalize;

  /**
   * DroverSurvey::changed:
   *
   * Something else is known of the host now.
   */
  signals[CHANGED] =
      g_signal_new ("changed", DROVER_TYPE_SURVEY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_survey_init (DroverSurvey *self)
{
  self->guests = g_list_store_new (DROVER_TYPE_GUEST_ITEM);
}

static void
tell_changed (DroverSurvey *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * drover_survey_new:
 * @host: (transfer none): the host
 *
 * Returns: (transfer full): a survey that has not looked yet
 */
DroverSurvey *
drover_survey_new (DroverHost *host)
{
  DroverSurvey *self = g_object_new (DROVER_TYPE_SURVEY, NULL);
  g_autofree char *name = drover_host_dup_name (host);

  self->host = g_object_ref (host);
  self->name = drover_printable (name);
  g_signal_connect_swapped (host, "changed", G_CALLBACK (tell_changed), self);
  return self;
}

/* The item of before, where nothing has changed: then its row stays as it is. */
static DroverGuestItem *
dup_item (GHashTable *before, const DroverFactGuestEntry *entry)
{
  g_autoptr (DroverGuestItem) item = drover_guest_item_new (entry);
  DroverGuestItem *old = g_hash_table_lookup (before, drover_guest_item_get_uuid (item));

  return old != NULL && drover_guest_item_is_same (old, item) ? g_object_ref (old) : g_steal_pointer (&item);
}

static GHashTable *
list_items (DroverSurvey *self)
{
  GHashTable *items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->guests)); i++)
    {
      DroverGuestItem *item = g_list_model_get_item (G_LIST_MODEL (self->guests), i);

      g_hash_table_insert (items, (gpointer) drover_guest_item_get_uuid (item), item);
    }
  return items;
}

static void
take_guests (DroverSurvey *self)
{
  const DroverFactGuests *fact =
      drover_facts_get_guests (drover_gatherer_get_facts (self->gatherer), DROVER_SIDE_SOURCE);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) before = list_items (self);

  for (guint i = 0; fact != NULL && fact->guests != NULL && i < fact->guests->len; i++)
    g_ptr_array_add (items, dup_item (before, fact->guests->pdata[i]));
  g_list_store_splice (self->guests, 0, g_list_model_get_n_items (G_LIST_MODEL (self->guests)), items->pdata,
                       items->len);
}

static void
on_settled (DroverGatherer *gatherer, guint id, guint side, DroverSurvey *self)
{
  if (id == DROVER_FACT_GUESTS)
    take_guests (self);
  tell_changed (self);
}

static void
gather (DroverSurvey *self)
{
  const DroverUri *uri = drover_host_get_uri (self->host);
  g_autoptr (DroverPlan) plan = drover_plan_new (uri, uri, "", NULL);

  drop_gatherer (self);
  self->gatherer = drover_gatherer_new (plan, &self->options, TRUE);
  drover_gatherer_set_connection (self->gatherer, DROVER_SIDE_SOURCE,
                                  drover_host_get_connection (self->host));
  for (gsize i = 0; i < G_N_ELEMENTS (facts_of_a_host); i++)
    drover_gatherer_want (self->gatherer, facts_of_a_host[i], DROVER_SIDE_SOURCE);
  g_signal_connect (self->gatherer, "settled", G_CALLBACK (on_settled), self);
  g_signal_connect_swapped (self->gatherer, "finished", G_CALLBACK (tell_changed), self);
  drover_gatherer_start (self->gatherer);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverSurvey) self = user_data;

  /* The host keeps what went wrong. */
  if (drover_host_connect_finish (DROVER_HOST (source), result, NULL) && self->host != NULL)
    gather (self);
  tell_changed (self);
}

/**
 * drover_survey_refresh:
 * @options: how to open a connection
 *
 * Looks at the host again, over its connection where there is a living one.
 */
void
drover_survey_refresh (DroverSurvey *self, const DroverOpenOptions *options)
{
  DroverConnection *connection;

  g_return_if_fail (DROVER_IS_SURVEY (self));

  if (drover_host_get_state (self->host) == DROVER_HOST_CONNECTING)
    return;
  self->options = *options;
  connection = drover_host_get_connection (self->host);
  if (connection != NULL && drover_connection_is_alive (connection))
    {
      gather (self);
      tell_changed (self);
      return;
    }
  drop_gatherer (self);
  g_list_store_remove_all (self->guests);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  drover_host_connect_async (self->host, options, self->cancellable, on_connected, g_object_ref (self));
}

/**
 * drover_survey_cancel:
 *
 * Stops waiting for the host; what was not learned yet stays unknown.
 */
void
drover_survey_cancel (DroverSurvey *self)
{
  g_return_if_fail (DROVER_IS_SURVEY (self));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->gatherer != NULL)
    drover_gatherer_cancel (self->gatherer);
}

/**
 * drover_survey_get_host:
 *
 * Returns: (transfer none): the host
 */
DroverHost *
drover_survey_get_host (DroverSurvey *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEY (self), NULL);
  return self->host;
}

/**
 * drover_survey_get_name:
 *
 * Returns: (transfer none): what a person calls it
 */
const char *
drover_survey_get_name (DroverSurvey *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEY (self), NULL);
  return self->name;
}

/**
 * drover_survey_get_connection:
 *
 * Returns: (transfer none) (nullable): its open connection
 */
DroverConnection *
drover_survey_get_connection (DroverSurvey *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEY (self), NULL);
  return drover_host_get_connection (self->host);
}

/**
 * drover_survey_get_facts:
 *
 * Returns: (transfer none) (nullable): what is known, the host being the source
 */
DroverFacts *
drover_survey_get_facts (DroverSurvey *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEY (self), NULL);
  return self->gatherer ? drover_gatherer_get_facts (self->gatherer) : NULL;
}

/**
 * drover_survey_get_guests:
 *
 * Returns: (transfer none): its guests, a model of #DroverGuestItem
 */
GListModel *
drover_survey_get_guests (DroverSurvey *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEY (self), NULL);
  return G_LIST_MODEL (self->guests);
}

/**
 * drover_survey_is_busy:
 *
 * Returns: whether it is being looked at now
 */
gboolean
drover_survey_is_busy (DroverSurvey *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEY (self), FALSE);
  return drover_host_get_state (self->host) == DROVER_HOST_CONNECTING ||
         (self->gatherer != NULL && !drover_gatherer_is_done (self->gatherer));
}

/**
 * drover_survey_get_error:
 *
 * Returns: (transfer none) (nullable): why it could not be reached
 */
const GError *
drover_survey_get_error (DroverSurvey *self)
{
  g_return_val_if_fail (DROVER_IS_SURVEY (self), NULL);
  return drover_host_get_error (self->host);
}

/**
 * drover_survey_get_trouble:
 *
 * Returns: (transfer none) (nullable): why something of it is not known, though it could be reached; what a
 * lost connection says goes before all else
 */
const GError *
drover_survey_get_trouble (DroverSurvey *self)
{
  const GError *first = NULL;

  g_return_val_if_fail (DROVER_IS_SURVEY (self), NULL);

  for (gsize i = 0; self->gatherer != NULL && i < G_N_ELEMENTS (facts_of_a_host); i++)
    {
      const GError *error = drover_facts_get_error (drover_gatherer_get_facts (self->gatherer),
                                                    facts_of_a_host[i], DROVER_SIDE_SOURCE);

      if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE))
        return error;
      if (first == NULL)
        first = error;
    }
  return first;
}
