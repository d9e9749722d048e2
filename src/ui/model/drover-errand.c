/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-errand.h"

#include <glib/gi18n.h>

struct _DroverErrand {
  GObject parent_instance;

  DroverSession *session;
  DroverSurvey *source;
  DroverSurvey *target;
  char *guest;
  gboolean gives_way;
  gboolean done;
};

G_DEFINE_FINAL_TYPE (DroverErrand, drover_errand, G_TYPE_OBJECT)

static guint done_signal;

static void
drover_errand_dispose (GObject *object)
{
  DroverErrand *self = DROVER_ERRAND (object);

  self->done = TRUE;
  g_clear_object (&self->session);
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  G_OBJECT_CLASS (drover_errand_parent_class)->dispose (object);
}

static void
drover_errand_finalize (GObject *object)
{
  g_free (DROVER_ERRAND (object)->guest);
  G_OBJECT_CLASS (drover_errand_parent_class)->finalize (object);
}

static void
drover_errand_class_init (DroverErrandClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_errand_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_errand_finalize;
  done_signal = g_signal_new ("done", DROVER_TYPE_ERRAND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                              1, G_TYPE_STRING);
}

static void
drover_errand_init (DroverErrand *self)
{
}

static void
end (DroverErrand *self, const char *trouble)
{
  if (self->done)
    return;
  self->done = TRUE;
  g_signal_emit (self, done_signal, 0, trouble);
}

static DroverGuestItem *
find_guest (DroverErrand *self)
{
  GListModel *guests = drover_survey_get_guests (self->source);

  for (guint i = 0; guests != NULL && i < g_list_model_get_n_items (guests); i++)
    {
      g_autoptr (DroverGuestItem) item = g_list_model_get_item (guests, i);

      if (g_str_equal (drover_guest_item_get_raw_name (item), self->guest) ||
          g_strcmp0 (drover_guest_item_get_uuid (item), self->guest) == 0)
        return g_steal_pointer (&item);
    }
  return NULL;
}

/* Whether all that a look at a host can tell is there. */
static gboolean
is_looked_at (DroverSurvey *survey)
{
  return !drover_survey_is_busy (survey) &&
         (drover_survey_get_error (survey) != NULL || drover_survey_get_facts (survey) != NULL);
}

/* The source must have answered. Why the target has not is for the checks to say, once it has been tried. */
static void
look (DroverErrand *self)
{
  g_autoptr (DroverGuestItem) guest = NULL;
  g_autofree char *trouble = NULL;

  if (self->gives_way && !self->done && drover_session_get_guest (self->session) != NULL)
    end (self, NULL);
  if (self->done || !is_looked_at (self->source) || !is_looked_at (self->target))
    return;
  if (drover_session_is_moving (self->session))
    {
      end (self, _ ("Another guest is being moved. Try again when it has arrived."));
      return;
    }
  if (drover_survey_get_error (self->source) != NULL)
    {
      end (self, drover_survey_get_error (self->source)->message);
      return;
    }
  guest = find_guest (self);
  if (guest == NULL)
    {
      trouble = g_strdup_printf (_ ("There is no guest “%s” on %s."), self->guest,
                                 drover_survey_get_name (self->source));
      end (self, trouble);
      return;
    }
  drover_session_choose_guest (self->session, self->source, guest);
  drover_session_choose_target (self->session, self->target);
  end (self, NULL);
}

/**
 * drover_errand_new:
 * @session: where to choose
 * @source: the host the guest is on
 * @target: where it shall move
 * @guest: its name or UUID
 *
 * Returns: (transfer full): the errand, not begun yet
 */
DroverErrand *
drover_errand_new (DroverSession *session, DroverSurvey *source, DroverSurvey *target, const char *guest)
{
  DroverErrand *self = g_object_new (DROVER_TYPE_ERRAND, NULL);

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  self->target = g_object_ref (target);
  self->guest = g_strdup (guest);
  return self;
}

/**
 * drover_errand_give_way:
 *
 * Where somebody has chosen a guest meanwhile, that choice stays, and the errand is done.
 */
void
drover_errand_give_way (DroverErrand *self)
{
  g_return_if_fail (DROVER_IS_ERRAND (self));
  self->gives_way = TRUE;
}

/**
 * drover_errand_start:
 *
 * Begins; where both hosts were looked at already, it is done at once.
 */
void
drover_errand_start (DroverErrand *self)
{
  g_return_if_fail (DROVER_IS_ERRAND (self));

  g_signal_connect_object (self->source, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->target, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
}
