/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-sign-in-dialog.h"

#include <glib/gi18n.h>

#include "widgets/drover-message-dialog.h"

static char *
dup_heading (DroverSignInRequest *request)
{
  const char *host = drover_sign_in_request_get_host (request);

  switch (drover_sign_in_request_get_kind (request))
    {
    case DROVER_QUESTION_HOST_KEY:
      return g_strdup_printf (_ ("Is this really %s?"), host);
    case DROVER_QUESTION_PASSWORD:
      return g_strdup_printf (_ ("Password for %s"), host);
    case DROVER_QUESTION_PASSPHRASE:
      return g_strdup_printf (_ ("Passphrase of the key for %s"), host);
    case DROVER_QUESTION_USER_NAME:
      return g_strdup_printf (_ ("User on %s"), host);
    case DROVER_QUESTION_OTHER:
      return g_strdup_printf (_ ("%s has a question"), host);
    }
  g_return_val_if_reached (NULL);
}

/* What the host said, plain words before it. */
static char *
dup_body (DroverSignInRequest *request)
{
  const char *fingerprint = drover_sign_in_request_get_fingerprint (request);
  const char *prompt = drover_sign_in_request_get_prompt (request);

  if (drover_sign_in_request_get_kind (request) == DROVER_QUESTION_HOST_KEY)
    return g_strdup_printf (
        _ ("You have not met this host before. Compare its fingerprint with what the host itself "
           "shows, and trust it only if they are the same.\n\n%s"),
        fingerprint ? fingerprint : prompt);
  if (drover_sign_in_request_get_attempt (request) > 1)
    return g_strdup_printf (_ ("That was not right. %s"), prompt);
  return g_strdup (prompt);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, DroverSignInRequest *request)
{
  GtkWidget *entry = g_object_get_data (G_OBJECT (dialog), "entry");

  /* It closes by itself now. */
  g_signal_handlers_disconnect_by_data (request, dialog);
  if (!g_str_equal (response, "answer"))
    drover_sign_in_request_cancel (request);
  else if (entry != NULL)
    drover_sign_in_request_answer (request, gtk_editable_get_text (GTK_EDITABLE (entry)));
  else
    drover_sign_in_request_answer (request, "y");
}

/* The buffer of a password is wiped and not swapped out. GtkPasswordEntry itself, in GTK 4.8, touches its own
 * remains when its window goes away. */
static GtkWidget *
new_secret_entry (void)
{
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();
  GtkWidget *entry = gtk_entry_new_with_buffer (buffer);

  gtk_entry_set_visibility (GTK_ENTRY (entry), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_PASSWORD);
  return entry;
}

static GtkWidget *
new_entry (DroverSignInRequest *request, const char *label)
{
  GtkWidget *entry = drover_sign_in_request_is_secret (request) ? new_secret_entry () : gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return entry;
}

/**
 * drover_sign_in_dialog_present:
 * @window: the window it belongs to
 * @request: (transfer none): a question of a host
 *
 * Asks, and answers the request with what the person says. Closing it cancels; when nobody waits for the
 * answer any more, it goes away.
 */
void
drover_sign_in_dialog_present (GtkWindow *window, DroverSignInRequest *request)
{
  g_autofree char *heading = dup_heading (request);
  g_autofree char *body = dup_body (request);
  gboolean about_key = drover_sign_in_request_get_kind (request) == DROVER_QUESTION_HOST_KEY;
  GtkWidget *entry = about_key ? NULL : new_entry (request, heading);
  AdwMessageDialog *dialog = drover_message_dialog_new (window, heading, body, entry);

  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "answer",
                                    about_key ? _ ("_Trust") : _ ("_Sign In"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "answer", ADW_RESPONSE_SUGGESTED);
  /* Trust is given with a click, never by a key that was meant for something else. */
  adw_message_dialog_set_default_response (dialog, about_key ? "cancel" : "answer");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), g_object_ref (request),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  g_signal_connect_object (request, "closed", G_CALLBACK (gtk_window_destroy), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
