/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/drover-run-box.h"

#include <glib/gi18n.h>

#include "widgets/drover-hold.h"
#include "widgets/drover-message-dialog.h"
#include "widgets/drover-text.h"

struct _DroverRunBox {
  GtkBox parent_instance;

  DroverPlan *plan;
  GPtrArray *offers;
  const DroverRemedyOffer *offer; /* one of them */

  GtkWidget *button;
  GtkWidget *spinner;
  GtkWidget *output;
  DroverHold *hold; /* while they run */
};

G_DEFINE_FINAL_TYPE (DroverRunBox, drover_run_box, GTK_TYPE_BOX)

enum {
  RAN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_host (const DroverRunBox *self)
{
  const DroverUri *uri = drover_plan_get_uri (self->plan, self->offer->side);

  return uri->host ? uri->host : _ ("this computer");
}

static void
set_busy (DroverRunBox *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->button, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

static void
show_output (DroverRunBox *self, const char *heading, const char *text)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->output)) != NULL)
    gtk_box_remove (GTK_BOX (self->output), child);
  gtk_box_append (GTK_BOX (self->output), drover_text_new (heading, "caption-heading"));
  if (text != NULL && text[0] != '\0')
    gtk_box_append (GTK_BOX (self->output), drover_text_new (text, "monospace"));
  gtk_widget_set_visible (self->output, TRUE);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverRunBox) self = user_data;
  g_autoptr (GError) error = NULL;
  int status = 0;
  g_autofree char *output = drover_remedy_offer_run_finish (result, &status, &error);

  /* The row may be gone meanwhile; the host has done its part all the same. */
  set_busy (self, FALSE);
  g_clear_pointer (&self->hold, drover_hold_end);
  if (output == NULL)
    show_output (self, _ ("The commands could not be run"), error->message);
  else if (status != 0)
    show_output (self, _ ("A command failed; those after it were not run"), output);
  else
    {
      show_output (self, _ ("Done"), output);
      g_signal_emit (self, signals[RAN], 0);
    }
}

static void
on_response (AdwMessageDialog *dialog, const char *response, DroverRunBox *self)
{
  if (!g_str_equal (response, "run"))
    return;
  set_busy (self, TRUE);
  self->hold = drover_hold_new (
      GTK_WIDGET (self), _ ("Commands are being run"),
      _ ("If the window is closed now, the one that is running may be cut off in the middle."), NULL);
  drover_remedy_offer_run_async (self->offer, self->plan, DROVER_DEFAULT_TIMEOUT_MS, on_run,
                                 g_object_ref (self));
}

/* Consent is for exactly what is shown. */
static void
on_clicked (DroverRunBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *heading = g_strdup_printf (_ ("Run this on %s?"), get_host (self));
  const char *risk = drover_remedy_offer_get_risk (self->offer);
  g_autofree char *lines = g_strjoinv ("\n", self->offer->commands);
  AdwMessageDialog *dialog = drover_message_dialog_new (
      GTK_WINDOW (root), heading, risk ? risk : self->offer->title, drover_text_new (lines, "monospace"));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "run", _ ("_Run"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "run",
                                              risk ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
drover_run_box_dispose (GObject *object)
{
  DroverRunBox *self = DROVER_RUN_BOX (object);

  g_clear_pointer (&self->plan, drover_plan_unref);
  g_clear_pointer (&self->hold, drover_hold_end);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  self->offer = NULL;
  G_OBJECT_CLASS (drover_run_box_parent_class)->dispose (object);
}

static void
drover_run_box_class_init (DroverRunBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_run_box_dispose;

  /**
   * DroverRunBox::ran:
   *
   * All the commands went well: it is worth looking again.
   */
  signals[RAN] =
      g_signal_new ("ran", DROVER_TYPE_RUN_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_run_box_init (DroverRunBox *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->button = gtk_button_new ();
  self->spinner = gtk_spinner_new ();
  self->output = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_visible (self->output, FALSE);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (line), self->button);
  gtk_box_append (GTK_BOX (line), self->spinner);
  gtk_box_append (GTK_BOX (self), line);
  gtk_box_append (GTK_BOX (self), self->output);
}

/**
 * drover_run_box_new:
 * @plan: the migration
 * @offers: (element-type DroverRemedyOffer): kept while the box lives
 * @offer: one of them that drover_remedy_offer_can_run()
 *
 * Returns: (transfer floating): the box
 */
GtkWidget *
drover_run_box_new (const DroverPlan *plan, GPtrArray *offers, const DroverRemedyOffer *offer)
{
  DroverRunBox *self = g_object_new (DROVER_TYPE_RUN_BOX, NULL);
  const DroverUri *uri;

  self->plan = drover_plan_ref ((DroverPlan *) plan);
  self->offers = g_ptr_array_ref (offers);
  self->offer = offer;
  uri = drover_plan_get_uri (plan, offer->side);
  gtk_button_set_label (GTK_BUTTON (self->button), uri->host ? _ ("Run over SSH…") : _ ("Run…"));
  gtk_widget_set_tooltip_text (self->button, _ ("See the commands once more, and have them run there"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  offer->title, -1);
  return GTK_WIDGET (self);
}
