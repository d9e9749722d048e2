/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-requests.h"

#include <glib/gi18n.h>

#include "model/drover-errand.h"
#include "widgets/drover-message-dialog.h"

const GOptionEntry drover_request_options[] = {
  { "from", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("The host the guest runs on"), N_ ("URI") },
  { "to", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("The host it shall run on"), N_ ("URI") },
  { "guest", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("The guest to check, by name or UUID"), N_ ("NAME") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_ ("[URI]") },
  { NULL },
};

/**
 * drover_request_clear:
 * @request: what to clear
 */
void
drover_request_clear (DroverRequest *request)
{
  g_clear_pointer (&request->host, drover_uri_free);
  g_clear_pointer (&request->source, drover_uri_free);
  g_clear_pointer (&request->target, drover_uri_free);
  g_clear_pointer (&request->guest, g_free);
}

static gboolean
read_uri (GVariantDict *options, const char *name, DroverUri **uri, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_variant_dict_lookup (options, name, "s", &text))
    return TRUE;
  *uri = drover_uri_parse (text, error);
  if (*uri == NULL)
    g_prefix_error (error, "--%s: ", name);
  return *uri != NULL;
}

static gboolean
read_host (GVariantDict *options, DroverUri **uri, GError **error)
{
  g_auto (GStrv) rest = NULL;

  if (!g_variant_dict_lookup (options, G_OPTION_REMAINING, "^as", &rest) || rest[0] == NULL)
    return TRUE;
  if (rest[1] != NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s” is one word too many: one host at a time"), rest[1]);
      return FALSE;
    }
  *uri = drover_uri_parse (rest[0], error);
  return *uri != NULL;
}

static gboolean
verify (const DroverRequest *request, GError **error)
{
  guint n = (request->source != NULL) + (request->target != NULL) + (request->guest != NULL);

  if (n != 0 && n != 3)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "%s",
                 _ ("--from, --to and --guest are needed together"));
  else if (n != 0 && request->host != NULL)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "%s",
                 _ ("open a host, or move a guest: not both at once"));
  else if (n != 0 && g_str_equal (request->source->text, request->target->text))
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                 _ ("--from and --to name the same host, “%s”: a guest moves between two"),
                 request->source->text);
  else
    return TRUE;
  return FALSE;
}

/**
 * drover_request_read:
 * @request: (out): all zero before; set in part on failure
 * @options: as of #GApplicationCommandLine, of drover_request_options
 * @error: %DROVER_ERROR_INVALID_INPUT
 *
 * Returns: whether what was typed can be meant
 */
gboolean
drover_request_read (DroverRequest *request, GVariantDict *options, GError **error)
{
  if (!read_uri (options, "from", &request->source, error) ||
      !read_uri (options, "to", &request->target, error) || !read_host (options, &request->host, error))
    return FALSE;
  g_variant_dict_lookup (options, "guest", "s", &request->guest);
  return verify (request, error);
}

/* The host in the list; it is remembered from now on. */
static DroverSurvey *
ensure_survey (DroverWindow *window, const DroverUri *uri)
{
  DroverSurveys *surveys = drover_session_get_hosts (drover_window_get_session (window));
  GListModel *list = drover_surveys_get_list (surveys);
  g_autoptr (GError) error = NULL;
  DroverHost *host;

  if (drover_host_store_find (drover_surveys_get_store (surveys), uri) == NULL &&
      !drover_surveys_add (surveys, uri, &error))
    drover_window_tell (window, error->message);
  host = drover_host_store_find (drover_surveys_get_store (surveys), uri);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (list, i);

      if (drover_survey_get_host (survey) == host)
        return g_steal_pointer (&survey);
    }
  g_return_val_if_reached (NULL);
}

static void
on_errand_done (DroverErrand *errand, const char *trouble, DroverWindow *window)
{
  if (trouble == NULL)
    drover_window_show_page (window, DROVER_PAGE_PREFLIGHT);
  else
    {
      AdwMessageDialog *dialog =
          drover_message_dialog_new (GTK_WINDOW (window), _ ("The Guest Could Not Be Chosen"), trouble, NULL);

      adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
      gtk_window_present (GTK_WINDOW (dialog));
    }
  g_object_set_data (G_OBJECT (window), "errand", NULL);
}

static void
prepare_move (const DroverRequest *request, DroverWindow *window)
{
  g_autoptr (DroverSurvey) source = ensure_survey (window, request->source);
  g_autoptr (DroverSurvey) target = ensure_survey (window, request->target);
  DroverErrand *errand =
      drover_errand_new (drover_window_get_session (window), source, target, request->guest);

  /* A newer request takes the place of one that still waits. */
  g_object_set_data_full (G_OBJECT (window), "errand", errand, g_object_unref);
  g_signal_connect_object (errand, "done", G_CALLBACK (on_errand_done), window, 0);
  drover_errand_start (errand);
}

/**
 * drover_request_carry_out:
 * @window: the window, in front of the person
 *
 * Does what was asked for, unless a guest is just being moved: then that stays in view.
 */
void
drover_request_carry_out (const DroverRequest *request, DroverWindow *window)
{
  if (request->host == NULL && request->guest == NULL)
    return;
  if (drover_session_is_moving (drover_window_get_session (window)))
    {
      drover_window_tell (window, _ ("Another guest is being moved. Try again when it has arrived."));
      return;
    }
  if (request->guest != NULL)
    {
      prepare_move (request, window);
      return;
    }
  drover_window_show_page (window, DROVER_PAGE_HOSTS);
  g_object_unref (ensure_survey (window, request->host));
}
