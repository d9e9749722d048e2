/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/guests/drover-target-row.h"

#include <glib/gi18n.h>

#include "model/drover-fit.h"

static void
update (DroverChoiceRow *row, DroverFit *fit)
{
  g_autofree char *reasons = drover_fit_dup_reasons (fit);
  guint n = drover_fit_count_blockers (fit);
  g_autofree char *text = NULL;

  if (!drover_fit_is_finished (fit))
    {
      drover_choice_row_set_badge (row, _ ("Looking…"), "dim-label");
      return;
    }
  if (n == 0)
    {
      drover_choice_row_set_badge (row, _ ("Nothing seen in the way"), "success");
      return;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing in the way", "%u things in the way", n), n);
  drover_choice_row_set_badge (row, text, "warning");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), reasons);
}

static void
on_chosen (DroverChoiceRow *row, DroverSession *session)
{
  drover_session_choose_target (session, g_object_get_data (G_OBJECT (row), "survey"));
}

typedef struct {
  DroverChoiceRow *row; /* owns this */
  DroverSession *session;
  guint idle;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  g_clear_handle_id (&beginning->idle, g_source_remove);
  g_object_unref (beginning->session);
  g_free (beginning);
}

/* Many checks for each of many hosts are too much for one moment. */
static gboolean
begin (gpointer user_data)
{
  Beginning *beginning = user_data;
  DroverChoiceRow *row = beginning->row;
  DroverSession *session = beginning->session;
  g_autoptr (DroverFit) fit =
      drover_fit_new (drover_session_get_source (session), drover_session_get_guest (session),
                      g_object_get_data (G_OBJECT (row), "survey"), drover_session_get_options (session),
                      drover_surveys_get_open_options (drover_session_get_hosts (session)));

  beginning->idle = 0;
  g_signal_connect_object (fit, "changed", G_CALLBACK (update), row, G_CONNECT_SWAPPED);
  update (row, fit);
  g_object_set_data_full (G_OBJECT (row), "fit", g_steal_pointer (&fit), g_object_unref);
  return G_SOURCE_REMOVE;
}

/**
 * drover_target_row_new:
 * @session: (transfer none): its guest is what would move
 * @target: (transfer none): a host it could go to
 * @group: a button of the rows it stands among
 *
 * Returns: (transfer floating): a row that says how well the guest would fit there
 */
DroverChoiceRow *
drover_target_row_new (DroverSession *session, DroverSurvey *target, GtkCheckButton *group)
{
  const DroverUri *uri = drover_host_get_uri (drover_survey_get_host (target));
  DroverChoiceRow *row = drover_choice_row_new (group, drover_survey_get_name (target), uri->text);
  Beginning *beginning;

  g_object_set_data_full (G_OBJECT (row), "survey", g_object_ref (target), g_object_unref);
  g_signal_connect_object (row, "chosen", G_CALLBACK (on_chosen), session, 0);
  if (drover_survey_get_connection (target) == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (row), FALSE);
      if (drover_survey_is_busy (target))
        drover_choice_row_set_badge (row, _ ("Connecting…"), "dim-label");
      else
        drover_choice_row_set_badge (row, _ ("Not reachable"), "error");
      return row;
    }
  drover_choice_row_set_badge (row, _ ("Looking…"), "dim-label");
  beginning = g_new0 (Beginning, 1);
  beginning->row = row;
  beginning->session = g_object_ref (session);
  beginning->idle = g_idle_add (begin, beginning);
  g_object_set_data_full (G_OBJECT (row), "beginning", beginning, beginning_free);
  return row;
}
