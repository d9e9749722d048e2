/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/drover-fix-dialog.h"

#include <glib/gi18n.h>

#include "widgets/drover-command-box.h"
#include "widgets/drover-text.h"

struct _DroverFixDialog {
  AdwWindow parent_instance;

  GtkWidget *cancel;
  GtkWidget *apply;
  GtkWidget *spinner;
  GtkWidget *status;
  GtkWidget *steps;

  DroverConnection *source;
  DroverConnection *target;
  DroverFix *fix;
  GCancellable *cancellable; /* of looking */
  gboolean applying;
  gboolean gone;
};

G_DEFINE_FINAL_TYPE (DroverFixDialog, drover_fix_dialog, ADW_TYPE_WINDOW)

enum {
  APPLIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_status (DroverFixDialog *self, gboolean busy, const char *text)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_label_set_text (GTK_LABEL (self->status), text);
}

static void
show_steps (DroverFixDialog *self)
{
  GPtrArray *steps = drover_fix_get_steps (self->fix);
  GPtrArray *notes = drover_fix_get_notes (self->fix);

  for (guint i = 0; i < steps->len; i++)
    {
      const DroverStep *step = steps->pdata[i];
      GtkWidget *preview = drover_command_box_new ();
      g_autofree char *title = drover_step_get_title (step);
      g_autofree char *text = drover_step_get_preview (step);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      /* Translators: the number of a step, what it does, and on which host */
      g_autofree char *heading =
          g_strdup_printf (_ ("%u. %s (%s)"), i + 1, title, drover_side_get_label (step->side));

      gtk_box_append (GTK_BOX (self->steps), drover_text_new (heading, "heading"));
      drover_command_box_set_lines (DROVER_COMMAND_BOX (preview), (const char *const *) lines);
      gtk_box_append (GTK_BOX (self->steps), preview);
    }
  for (guint i = 0; i < notes->len; i++)
    gtk_box_append (GTK_BOX (self->steps), drover_text_new (notes->pdata[i], NULL));
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverFixDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  self->fix = drover_fix_prepare_finish (result, &error);
  if (self->gone)
    return;
  if (self->fix == NULL)
    {
      show_status (self, FALSE, error->message);
      return;
    }
  show_status (self, FALSE, _ ("This would be changed. It can be taken back."));
  show_steps (self);
  gtk_widget_set_sensitive (self->apply, TRUE);
  gtk_widget_grab_focus (self->apply);
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverFixDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean applied = drover_fix_call_finish (result, &error);

  self->applying = FALSE;
  if (self->gone)
    return;
  if (applied)
    {
      g_signal_emit (self, signals[APPLIED], 0, self->fix);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (self->cancel, TRUE);
  show_status (self, FALSE, error->message);
  gtk_widget_add_css_class (self->status, "error");
}

static void
on_apply (DroverFixDialog *self)
{
  self->applying = TRUE;
  gtk_widget_set_sensitive (self->apply, FALSE);
  gtk_widget_set_sensitive (self->cancel, FALSE);
  show_status (self, TRUE, _ ("Applying…"));
  drover_fix_apply_async (self->fix, self->source, self->target, on_applied, g_object_ref (self));
}

/* What was begun is waited for. */
static gboolean
drover_fix_dialog_close_request (GtkWindow *window)
{
  if (DROVER_FIX_DIALOG (window)->applying)
    return TRUE;
  return GTK_WINDOW_CLASS (drover_fix_dialog_parent_class)->close_request (window);
}

static void
drover_fix_dialog_dispose (GObject *object)
{
  DroverFixDialog *self = DROVER_FIX_DIALOG (object);

  self->gone = TRUE;
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (drover_fix_dialog_parent_class)->dispose (object);
}

static void
drover_fix_dialog_finalize (GObject *object)
{
  DroverFixDialog *self = DROVER_FIX_DIALOG (object);

  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_clear_object (&self->fix);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (drover_fix_dialog_parent_class)->finalize (object);
}

static void
drover_fix_dialog_class_init (DroverFixDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_fix_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_fix_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = drover_fix_dialog_close_request;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  /**
   * DroverFixDialog::applied:
   * @fix: what was done
   *
   * The remedy was applied; the dialog closes.
   */
  signals[APPLIED] = g_signal_new ("applied", DROVER_TYPE_FIX_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, DROVER_TYPE_FIX);
}

static GtkWidget *
create_header (DroverFixDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->cancel = gtk_button_new_with_label (_ ("Cancel"));
  self->apply = gtk_button_new_with_label (_ ("Apply"));
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_sensitive (self->apply, FALSE);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (on_apply), self);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->apply);
  return header;
}

static void
drover_fix_dialog_init (DroverFixDialog *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->cancellable = g_cancellable_new ();
  self->spinner = gtk_spinner_new ();
  self->status = drover_text_new (NULL, NULL);
  self->steps = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (line), self->spinner);
  gtk_box_append (GTK_BOX (line), self->status);
  gtk_box_append (GTK_BOX (self->steps), line);
  gtk_widget_set_margin_top (self->steps, 18);
  gtk_widget_set_margin_bottom (self->steps, 18);
  gtk_widget_set_margin_start (self->steps, 18);
  gtk_widget_set_margin_end (self->steps, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->steps);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (content), create_header (self));
  gtk_box_append (GTK_BOX (content), scroller);
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 520);
}

static DroverFixDialog *
new_dialog (GtkWindow *parent, DroverConnection *source, DroverConnection *target, const char *title)
{
  DroverFixDialog *self =
      g_object_new (DROVER_TYPE_FIX_DIALOG, "transient-for", parent, "title", _ ("Fix"), NULL);

  self->source = g_object_ref (source);
  self->target = g_object_ref (target);
  gtk_box_prepend (GTK_BOX (self->steps), drover_text_new (title, "title-4"));
  show_status (self, TRUE, _ ("Looking at what would be changed…"));
  return self;
}

/**
 * drover_fix_dialog_new:
 * @parent: the window it belongs to
 * @gatherer: (transfer none): knows the migration, the facts and the hosts
 * @finding: (transfer none): what shall be mended
 * @offer: (transfer none): one of its remedies, an automatic one
 *
 * Begins to look at once; changes nothing before *Apply* is pressed.
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWidget *
drover_fix_dialog_new (GtkWindow *parent,
                       DroverGatherer *gatherer,
                       DroverFinding *finding,
                       const DroverRemedyOffer *offer)
{
  DroverFixDialog *self =
      new_dialog (parent, drover_gatherer_get_connection (gatherer, DROVER_SIDE_SOURCE),
                  drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET), offer->title);

  drover_fix_prepare_async (offer, drover_gatherer_get_plan (gatherer), drover_gatherer_get_facts (gatherer),
                            finding, self->source, self->target, self->cancellable, on_prepared,
                            g_object_ref (self));
  return GTK_WIDGET (self);
}

/**
 * drover_fix_dialog_new_for_cpu:
 * @parent: the window it belongs to
 * @connection: (transfer none): the guest's host
 * @uuid: the guest
 * @name: what it is called
 * @cpu: the `<cpu>` it shall have
 *
 * As [func@fix_dialog_new], for a CPU that was found by comparing hosts.
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWidget *
drover_fix_dialog_new_for_cpu (
    GtkWindow *parent, DroverConnection *connection, const char *uuid, const char *name, const char *cpu)
{
  /* Translators: the name of a guest */
  g_autofree char *title = g_strdup_printf (_ ("Another CPU for “%s”"), name);
  DroverFixDialog *self = new_dialog (parent, connection, connection, title);

  drover_fix_prepare_cpu_async (connection, uuid, cpu, self->cancellable, on_prepared, g_object_ref (self));
  return GTK_WIDGET (self);
}
