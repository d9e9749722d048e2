/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-storage-section.h"

#include <glib/gi18n.h>

#include "widgets/drover-hold.h"
#include "widgets/drover-message-dialog.h"
#include "widgets/drover-text.h"

typedef struct {
  DroverStorageWay *way;
  char *action;
  GtkWidget *button;
  GtkWidget *spinner;
  GtkWidget *body;
  GtkWidget *said;
  GCancellable *cancellable; /* of what is under way */
  DroverHold *hold;          /* while leaving would leave something half done */
  gboolean possible;
  gboolean can_stop;
} DroverStorageSectionPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DroverStorageSection, drover_storage_section, GTK_TYPE_BOX)

static DroverStorageSectionPrivate *
get_private (DroverStorageSection *self)
{
  return drover_storage_section_get_instance_private (self);
}

static void
update_button (DroverStorageSection *self)
{
  DroverStorageSectionPrivate *priv = get_private (self);
  gboolean busy = priv->cancellable != NULL;

  gtk_button_set_label (GTK_BUTTON (priv->button), busy && priv->can_stop ? _ ("Stop") : priv->action);
  gtk_widget_set_sensitive (priv->button, busy ? priv->can_stop
                                               : priv->possible && !drover_storage_way_is_busy (priv->way));
  gtk_widget_set_visible (priv->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (priv->spinner), busy);
}

static void
on_changed (DroverStorageSection *self)
{
  DROVER_STORAGE_SECTION_GET_CLASS (self)->update (self);
  update_button (self);
}

static void
on_clicked (DroverStorageSection *self)
{
  DROVER_STORAGE_SECTION_GET_CLASS (self)->act (self);
}

static void
drover_storage_section_dispose (GObject *object)
{
  DroverStorageSectionPrivate *priv = get_private (DROVER_STORAGE_SECTION (object));

  g_clear_pointer (&priv->hold, drover_hold_end);
  g_clear_object (&priv->way);
  g_clear_object (&priv->cancellable);
  G_OBJECT_CLASS (drover_storage_section_parent_class)->dispose (object);
}

static void
drover_storage_section_finalize (GObject *object)
{
  g_free (get_private (DROVER_STORAGE_SECTION (object))->action);
  G_OBJECT_CLASS (drover_storage_section_parent_class)->finalize (object);
}

static void
drover_storage_section_class_init (DroverStorageSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_storage_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_storage_section_finalize;
}

static void
drover_storage_section_init (DroverStorageSection *self)
{
  DroverStorageSectionPrivate *priv = get_private (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  priv->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  priv->said = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  priv->button = gtk_button_new ();
  priv->spinner = gtk_spinner_new ();
}

/**
 * drover_storage_section_start:
 * @title: (translated): what the step is
 * @why: (translated): what it is for
 * @action: (translated): what its button does
 *
 * Puts the section together.
 */
void
drover_storage_section_start (
    DroverStorageSection *self, DroverStorageWay *way, const char *title, const char *why, const char *action)
{
  DroverStorageSectionPrivate *priv = get_private (self);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *text = gtk_label_new (why);

  priv->way = g_object_ref (way);
  priv->action = g_strdup (action);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_widget_add_css_class (heading, "title-4");
  gtk_widget_add_css_class (text, "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (priv->button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), heading);
  gtk_box_append (GTK_BOX (texts), text);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), priv->spinner);
  gtk_box_append (GTK_BOX (line), priv->button);
  gtk_box_append (GTK_BOX (self), line);
  gtk_box_append (GTK_BOX (self), priv->body);
  gtk_box_append (GTK_BOX (self), priv->said);
  g_signal_connect_swapped (priv->button, "clicked", G_CALLBACK (on_clicked), self);
  g_signal_connect_object (way, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
}

/**
 * drover_storage_section_get_way:
 *
 * Returns: (transfer none): how far it is
 */
DroverStorageWay *
drover_storage_section_get_way (DroverStorageSection *self)
{
  return get_private (self)->way;
}

/**
 * drover_storage_section_get_button:
 *
 * Returns: (transfer none): what does the step
 */
GtkWidget *
drover_storage_section_get_button (DroverStorageSection *self)
{
  return get_private (self)->button;
}

/**
 * drover_storage_section_get_body:
 *
 * Returns: (transfer none): where a section has what only it has
 */
GtkBox *
drover_storage_section_get_body (DroverStorageSection *self)
{
  return GTK_BOX (get_private (self)->body);
}

/**
 * drover_storage_section_set_possible:
 * @possible: whether the step can be done now
 */
void
drover_storage_section_set_possible (DroverStorageSection *self, gboolean possible)
{
  get_private (self)->possible = possible;
  update_button (self);
}

/**
 * drover_storage_section_begin:
 * @can_stop: whether the button stops it
 *
 * From now on the hosts are looked at or changed.
 *
 * Returns: (transfer none): triggered when it shall stop
 */
GCancellable *
drover_storage_section_begin (DroverStorageSection *self, gboolean can_stop)
{
  DroverStorageSectionPrivate *priv = get_private (self);

  g_clear_object (&priv->cancellable);
  priv->cancellable = g_cancellable_new ();
  priv->can_stop = can_stop;
  drover_storage_way_set_busy (priv->way, TRUE);
  update_button (self);
  return priv->cancellable;
}

/**
 * drover_storage_section_hold:
 * @heading: (translated): what is under way
 * @consequence: (translated): what would become of it if the window closed
 *
 * What was begun changes a host: until it ends, the window asks before it closes.
 */
void
drover_storage_section_hold (DroverStorageSection *self, const char *heading, const char *consequence)
{
  DroverStorageSectionPrivate *priv = get_private (self);

  g_clear_pointer (&priv->hold, drover_hold_end);
  priv->hold = drover_hold_new (GTK_WIDGET (self), heading, consequence, _ ("_Stop"));
  g_signal_connect_object (priv->hold, "stop", G_CALLBACK (g_cancellable_cancel), priv->cancellable,
                           G_CONNECT_SWAPPED);
}

/**
 * drover_storage_section_end:
 *
 * It is done, however it ended.
 */
void
drover_storage_section_end (DroverStorageSection *self)
{
  DroverStorageSectionPrivate *priv = get_private (self);

  g_clear_pointer (&priv->hold, drover_hold_end);
  g_clear_object (&priv->cancellable);
  if (priv->way == NULL)
    return;
  drover_storage_way_set_busy (priv->way, FALSE);
  update_button (self);
}

/**
 * drover_storage_section_stop:
 *
 * Returns: whether something was under way, which is told to stop
 */
gboolean
drover_storage_section_stop (DroverStorageSection *self)
{
  DroverStorageSectionPrivate *priv = get_private (self);

  if (priv->cancellable == NULL)
    return FALSE;
  g_cancellable_cancel (priv->cancellable);
  return TRUE;
}

/**
 * drover_storage_section_lead_on:
 *
 * The step is done: the keyboard, and with it what is in view, goes to the next.
 */
void
drover_storage_section_lead_on (DroverStorageSection *self)
{
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (self));

  if (next != NULL && DROVER_IS_STORAGE_SECTION (next))
    gtk_widget_grab_focus (drover_storage_section_get_button (DROVER_STORAGE_SECTION (next)));
}

/**
 * drover_storage_section_clear:
 *
 * What was said is of before.
 */
void
drover_storage_section_clear (DroverStorageSection *self)
{
  GtkWidget *said = get_private (self)->said;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (said)) != NULL)
    gtk_box_remove (GTK_BOX (said), child);
}

/**
 * drover_storage_section_say:
 * @text: (nullable): plain text
 * @css_class: (nullable): how it looks
 *
 * Adds what came of it.
 */
void
drover_storage_section_say (DroverStorageSection *self, const char *text, const char *css_class)
{
  if (text != NULL)
    gtk_box_append (GTK_BOX (get_private (self)->said), drover_text_new (text, css_class));
}

/**
 * drover_storage_section_ask:
 * @heading: the question
 * @body: what it means
 * @more: (nullable) (transfer floating): exactly what would be done
 * @action: what *yes* is called
 *
 * Returns: (transfer none): a dialog that is shown, whose response is `yes` where it shall be done
 */
AdwMessageDialog *
drover_storage_section_ask (
    DroverStorageSection *self, const char *heading, const char *body, GtkWidget *more, const char *action)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  AdwMessageDialog *dialog = drover_message_dialog_new (GTK_WINDOW (root), heading, body, more);

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "yes", action, NULL);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}
