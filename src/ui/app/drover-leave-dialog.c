/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-leave-dialog.h"

#include <glib/gi18n.h>

#include "widgets/drover-message-dialog.h"

/* What becomes of the guest depends on who steers. */
static const char *
get_consequence (DroverJob *job)
{
  if (drover_plan_is_p2p (drover_job_get_plan (job)))
    return _ ("The source host steers this migration itself: it goes on when the window is closed, and "
              "“droverctl watch” can follow it. Nobody will look at both hosts at its end.");
  return _ ("This computer steers the migration: if the window is closed now, libvirt cancels it. The guest "
            "then goes on running on its source.");
}

static void
on_response (AdwMessageDialog *dialog, const char *response, DroverJob *job)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (g_str_equal (response, "leave"))
    {
      /* The dialog lives on until it has said its response, and must not look for its parent then. */
      gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
      gtk_window_destroy (window);
    }
  else if (g_str_equal (response, "cancel-job") && !drover_job_is_finished (job))
    drover_job_cancel (job);
}

/* There is nothing to ask any more, and the window shows how it went. */
static void
on_finished (GtkWindow *dialog)
{
  gtk_window_destroy (dialog);
}

/**
 * drover_leave_dialog_present:
 * @window: the window that shall be closed
 * @job: (transfer none): the migration that runs
 *
 * Asks what shall become of a running migration, and says what closing would do to the guest.
 */
void
drover_leave_dialog_present (GtkWindow *window, DroverJob *job)
{
  AdwMessageDialog *dialog =
      drover_message_dialog_new (window, _ ("A migration is running"), get_consequence (job), NULL);

  adw_message_dialog_add_responses (dialog, "stay", _ ("_Keep Open"), "cancel-job", _ ("_Cancel Migration"),
                                    "leave", _ ("C_lose Window"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "leave", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "stay");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), g_object_ref (job),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  g_signal_connect_object (job, "finished", G_CALLBACK (on_finished), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
