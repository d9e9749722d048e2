/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-last-choice.h"

#include "app/drover-application.h"
#include "model/drover-errand.h"

#define KEY_SOURCE "last-source"
#define KEY_TARGET "last-target"
#define KEY_GUEST "last-guest"

static const char *
get_uri (DroverSurvey *survey)
{
  return drover_host_get_uri (drover_survey_get_host (survey))->text;
}

static void
save (DroverSession *session, GParamSpec *pspec, GSettings *settings)
{
  DroverSurvey *source = drover_session_get_source (session);
  DroverSurvey *target = drover_session_get_target (session);
  DroverGuestItem *guest = drover_session_get_guest (session);
  const char *uuid = guest ? drover_guest_item_get_uuid (guest) : NULL;

  if (source == NULL || target == NULL || uuid == NULL)
    return;
  g_settings_set_string (settings, KEY_SOURCE, get_uri (source));
  g_settings_set_string (settings, KEY_TARGET, get_uri (target));
  g_settings_set_string (settings, KEY_GUEST, uuid);
}

static DroverSurvey *
find_survey (DroverSession *session, GSettings *settings, const char *key)
{
  GListModel *list = drover_surveys_get_list (drover_session_get_hosts (session));
  g_autofree char *uri = g_settings_get_string (settings, key);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (list, i);

      if (g_str_equal (get_uri (survey), uri))
        return g_steal_pointer (&survey);
    }
  return NULL;
}

static void
drop_errand (DroverSession *session)
{
  g_object_set_data (G_OBJECT (session), "last-choice", NULL);
}

static void
restore (DroverSession *session, GSettings *settings)
{
  g_autoptr (DroverSurvey) source = find_survey (session, settings, KEY_SOURCE);
  g_autoptr (DroverSurvey) target = find_survey (session, settings, KEY_TARGET);
  g_autofree char *guest = g_settings_get_string (settings, KEY_GUEST);
  DroverErrand *errand;

  if (source == NULL || target == NULL || source == target || guest[0] == '\0')
    return;
  errand = drover_errand_new (session, source, target, guest);
  drover_errand_give_way (errand);
  g_object_set_data_full (G_OBJECT (session), "last-choice", errand, g_object_unref);
  /* Where the guest has gone, or its host is off today, nothing is chosen. */
  g_signal_connect_object (errand, "done", G_CALLBACK (drop_errand), session, G_CONNECT_SWAPPED);
  drover_errand_start (errand);
}

/**
 * drover_last_choice_remember:
 * @session: one in which nothing is chosen yet
 *
 * Chooses the guest and the hosts that were chosen when the program ran before, once they have answered and
 * unless the person is faster; and remembers what is chosen from now on. Nothing is begun of itself.
 */
void
drover_last_choice_remember (DroverSession *session)
{
  g_autoptr (GSettings) settings = drover_settings_new (DROVER_APP_ID, KEY_GUEST, G_VARIANT_TYPE_STRING);

  g_return_if_fail (DROVER_IS_SESSION (session));
  if (settings == NULL)
    return;
  restore (session, settings);
  g_signal_connect_object (session, "notify::guest", G_CALLBACK (save), settings, 0);
  g_signal_connect_object (session, "notify::target", G_CALLBACK (save), settings, 0);
  g_object_set_data_full (G_OBJECT (session), "last-choice-settings", g_object_ref (settings),
                          g_object_unref);
}
