/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-under-way.h"

#include <glib/gi18n.h>

struct _DroverUnderWay {
  GObject parent_instance;

  GListModel *surveys;
  GHashTable *asked; /* pairs of hosts and a guest that were asked about since the hosts were looked at */
  GCancellable *cancellable;
  guint look_id;

  DroverGuestItem *guest;
  DroverSurvey *source;
  DroverSurvey *target;
};

G_DEFINE_FINAL_TYPE (DroverUnderWay, drover_under_way, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What may be under way, while its source is asked. */
typedef struct {
  DroverUnderWay *self;
  DroverGuestItem *guest;
  DroverSurvey *source;
  DroverSurvey *target;
} Suspicion;

typedef struct {
  DroverConnection *connection;
  char *uuid;
} Question;

static void
suspicion_free (Suspicion *suspicion)
{
  g_object_unref (suspicion->self);
  g_object_unref (suspicion->guest);
  g_object_unref (suspicion->source);
  g_object_unref (suspicion->target);
  g_free (suspicion);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Suspicion, suspicion_free)

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->connection);
  g_free (question->uuid);
  g_free (question);
}

/* What the source answers; it has no number where it does not. */
enum {
  STAYS = 1,
  MOVES,
};

static gpointer
ask_source (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  gboolean moves;

  if (!drover_outgoing_ask (question->connection, question->uuid, &moves, error))
    return NULL;
  return GINT_TO_POINTER (moves ? MOVES : STAYS);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Suspicion) suspicion = user_data;
  DroverUnderWay *self = suspicion->self;
  /* Whoever cannot answer is not said to move anything. */
  gboolean moves = GPOINTER_TO_INT (drover_call_finish (result, NULL)) == MOVES;

  if (!moves || self->surveys == NULL || self->guest != NULL)
    return;
  g_set_object (&self->guest, suspicion->guest);
  g_set_object (&self->source, suspicion->source);
  g_set_object (&self->target, suspicion->target);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask (DroverUnderWay *self, DroverSurvey *source, DroverSurvey *target, DroverGuestItem *guest)
{
  Suspicion *suspicion;
  Question *question;
  char *key =
      g_strdup_printf ("%p %p %s", (void *) source, (void *) target, drover_guest_item_get_uuid (guest));

  if (!g_hash_table_add (self->asked, key))
    return;
  suspicion = g_new0 (Suspicion, 1);
  suspicion->self = g_object_ref (self);
  suspicion->guest = g_object_ref (guest);
  suspicion->source = g_object_ref (source);
  suspicion->target = g_object_ref (target);
  question = g_new0 (Question, 1);
  question->connection = g_object_ref (drover_survey_get_connection (source));
  question->uuid = g_strdup (drover_guest_item_get_uuid (guest));
  drover_call_async (_ ("asking for migrations that run"), ask_source, question, question_free, NULL,
                     DROVER_DEFAULT_TIMEOUT_MS, self->cancellable, on_answer, suspicion);
}

/* A guest that moves is active on two hosts: at rest on the one it goes to, or on the one it came from. */
static void
compare (DroverUnderWay *self, DroverSurvey *survey, GHashTable *seen)
{
  GListModel *guests = drover_survey_get_guests (survey);

  for (guint i = 0; i < g_list_model_get_n_items (guests); i++)
    {
      g_autoptr (DroverGuestItem) guest = g_list_model_get_item (guests, i);
      DroverSurvey *other;

      if (!drover_guest_item_is_active (guest))
        continue;
      other = g_hash_table_lookup (seen, drover_guest_item_get_uuid (guest));
      if (other == NULL)
        {
          g_hash_table_insert (seen, (gpointer) drover_guest_item_get_uuid (guest), survey);
          continue;
        }
      ask (self, survey, other, guest);
      ask (self, other, survey, guest);
    }
}

static gboolean
look (gpointer user_data)
{
  DroverUnderWay *self = DROVER_UNDER_WAY (user_data);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  self->look_id = 0;
  for (guint i = 0; i < g_list_model_get_n_items (self->surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (self->surveys, i);

      if (drover_survey_get_connection (survey) != NULL)
        compare (self, survey, seen);
    }
  return G_SOURCE_REMOVE;
}

/* Many hosts may change at once; they are compared when all have. */
static void
on_changed (DroverUnderWay *self)
{
  if (self->look_id == 0 && self->guest == NULL)
    self->look_id = g_idle_add (look, self);
}

static void
on_surveys (GListModel *surveys, guint position, guint removed, guint added, DroverUnderWay *self)
{
  if (removed > 0)
    drover_under_way_forget (self);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, position + i);

      g_signal_connect_object (survey, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
}

static void
drover_under_way_dispose (GObject *object)
{
  DroverUnderWay *self = DROVER_UNDER_WAY (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->surveys);
  g_clear_object (&self->guest);
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  G_OBJECT_CLASS (drover_under_way_parent_class)->dispose (object);
}

static void
drover_under_way_finalize (GObject *object)
{
  DroverUnderWay *self = DROVER_UNDER_WAY (object);

  g_hash_table_unref (self->asked);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (drover_under_way_parent_class)->finalize (object);
}

static void
drover_under_way_class_init (DroverUnderWayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_under_way_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_under_way_finalize;

  /**
   * DroverUnderWay::changed:
   *
   * A guest was found, or is not spoken of any more.
   */
  signals[CHANGED] =
      g_signal_new ("changed", DROVER_TYPE_UNDER_WAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_under_way_init (DroverUnderWay *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

/**
 * drover_under_way_new:
 * @surveys: (transfer none): the known hosts, a model of #DroverSurvey
 *
 * Returns: (transfer full): asks by itself whenever two hosts show the same guest
 */
DroverUnderWay *
drover_under_way_new (GListModel *surveys)
{
  DroverUnderWay *self = g_object_new (DROVER_TYPE_UNDER_WAY, NULL);

  self->surveys = g_object_ref (surveys);
  g_signal_connect_object (surveys, "items-changed", G_CALLBACK (on_surveys), self, 0);
  on_surveys (surveys, 0, 0, g_list_model_get_n_items (surveys), self);
  return self;
}

/**
 * drover_under_way_forget:
 *
 * What was found is followed now, or over; when the hosts show it again, it is asked for again.
 */
void
drover_under_way_forget (DroverUnderWay *self)
{
  g_return_if_fail (DROVER_IS_UNDER_WAY (self));

  g_hash_table_remove_all (self->asked);
  if (self->guest == NULL)
    return;
  g_clear_object (&self->guest);
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * drover_under_way_get_guest:
 *
 * Returns: (transfer none) (nullable): the guest that moves, %NULL where none was found
 */
DroverGuestItem *
drover_under_way_get_guest (DroverUnderWay *self)
{
  g_return_val_if_fail (DROVER_IS_UNDER_WAY (self), NULL);
  return self->guest;
}

/**
 * drover_under_way_get_source:
 *
 * Returns: (transfer none) (nullable): the host it leaves
 */
DroverSurvey *
drover_under_way_get_source (DroverUnderWay *self)
{
  g_return_val_if_fail (DROVER_IS_UNDER_WAY (self), NULL);
  return self->source;
}

/**
 * drover_under_way_get_target:
 *
 * Returns: (transfer none) (nullable): the host it goes to
 */
DroverSurvey *
drover_under_way_get_target (DroverUnderWay *self)
{
  g_return_val_if_fail (DROVER_IS_UNDER_WAY (self), NULL);
  return self->target;
}
