/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-hold.h"

#include <glib/gi18n.h>

#include "widgets/drover-message-dialog.h"

struct _DroverHold {
  GObject parent_instance;

  char *heading;
  char *consequence;
  char *stop;
  GtkWindow *window; /* not owned; NULL once it is gone */
  GtkWindow *dialog; /* the same */
};

G_DEFINE_FINAL_TYPE (DroverHold, drover_hold, G_TYPE_OBJECT)

enum {
  STOP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_response (AdwMessageDialog *dialog, const char *response, DroverHold *self)
{
  GtkWindow *window = self->window;

  g_clear_weak_pointer (&self->dialog); /* it closes by itself */
  if (g_str_equal (response, "leave"))
    {
      /* The dialog lives on until it has said its response, and must not look for its parent then. */
      gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
      gtk_window_destroy (window);
    }
  else if (g_str_equal (response, "stop"))
    g_signal_emit (self, signals[STOP], 0);
}

static gboolean
on_close_request (DroverHold *self)
{
  AdwMessageDialog *dialog;

  if (self->dialog != NULL)
    {
      gtk_window_present (self->dialog);
      return TRUE;
    }
  dialog = drover_message_dialog_new (self->window, self->heading, self->consequence, NULL);
  adw_message_dialog_add_response (dialog, "stay", _ ("_Keep Open"));
  if (self->stop != NULL)
    adw_message_dialog_add_response (dialog, "stop", self->stop);
  adw_message_dialog_add_response (dialog, "leave", _ ("C_lose Window"));
  adw_message_dialog_set_response_appearance (dialog, "leave", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "stay");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  g_set_weak_pointer (&self->dialog, GTK_WINDOW (dialog));
  gtk_window_present (self->dialog);
  return TRUE;
}

static void
drover_hold_dispose (GObject *object)
{
  DroverHold *self = DROVER_HOLD (object);
  GtkWindow *dialog = self->dialog;

  g_clear_weak_pointer (&self->dialog);
  g_clear_weak_pointer (&self->window);
  /* There is nothing to ask any more, and the window shows how it went. */
  if (dialog != NULL)
    gtk_window_destroy (dialog);
  G_OBJECT_CLASS (drover_hold_parent_class)->dispose (object);
}

static void
drover_hold_finalize (GObject *object)
{
  DroverHold *self = DROVER_HOLD (object);

  g_free (self->heading);
  g_free (self->consequence);
  g_free (self->stop);
  G_OBJECT_CLASS (drover_hold_parent_class)->finalize (object);
}

static void
drover_hold_class_init (DroverHoldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_hold_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_hold_finalize;

  /**
   * DroverHold::stop:
   *
   * What is under way shall be stopped, and the window stay.
   */
  signals[STOP] =
      g_signal_new ("stop", DROVER_TYPE_HOLD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_hold_init (DroverHold *self)
{
}

/**
 * drover_hold_new:
 * @widget: in the window that shall ask; nobody is asked where it is in none
 * @heading: (translated): what is under way
 * @consequence: (translated): what would become of it if the window closed
 * @stop: (nullable): the button that stops it, with a mnemonic; %NULL where that cannot be
 *
 * Main thread only.
 *
 * Returns: (transfer full): asks until drover_hold_end()
 */
DroverHold *
drover_hold_new (GtkWidget *widget, const char *heading, const char *consequence, const char *stop)
{
  DroverHold *self = g_object_new (DROVER_TYPE_HOLD, NULL);
  GtkRoot *root = gtk_widget_get_root (widget);

  self->heading = g_strdup (heading);
  self->consequence = g_strdup (consequence);
  self->stop = g_strdup (stop);
  if (!GTK_IS_WINDOW (root))
    return self;
  g_set_weak_pointer (&self->window, GTK_WINDOW (root));
  g_signal_connect_object (root, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * drover_hold_end:
 * @self: (transfer full): nothing is under way any more
 *
 * Takes away the question where it is still asked.
 */
void
drover_hold_end (DroverHold *self)
{
  g_return_if_fail (DROVER_IS_HOLD (self));
  g_object_run_dispose (G_OBJECT (self));
  g_object_unref (self);
}
