/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-host-card.h"

#include <glib/gi18n.h>

#include "drover-core.h"

struct _DroverHostCard {
  GtkFlowBoxChild parent_instance;

  GtkLabel *name;
  GtkLabel *address;
  GtkButton *refresh;
  GtkButton *remove;
  GtkSpinner *spinner;
  GtkImage *icon;
  GtkLabel *status;
  GtkLabel *details;
  GtkWidget *memory_box;
  GtkLevelBar *memory_bar;
  GtkLabel *memory;

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (DroverHostCard, drover_host_card, GTK_TYPE_FLOW_BOX_CHILD)

enum {
  REFRESH,
  REMOVE,
  STOP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_refresh (DroverHostCard *self)
{
  g_signal_emit (self, signals[self->busy ? STOP : REFRESH], 0);
}

static void
on_remove (DroverHostCard *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
drover_host_card_class_init (DroverHostCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * DroverHostCard::refresh:
   *
   * The person wants the host to be looked at again.
   */
  signals[REFRESH] =
      g_signal_new ("refresh", DROVER_TYPE_HOST_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * DroverHostCard::remove:
   *
   * The person wants the host to be forgotten.
   */
  signals[REMOVE] =
      g_signal_new ("remove", DROVER_TYPE_HOST_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * DroverHostCard::stop:
   *
   * The person does not want to wait for the host.
   */
  signals[STOP] =
      g_signal_new ("stop", DROVER_TYPE_HOST_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/widgets/drover-host-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, name);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, address);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, refresh);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, remove);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, icon);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, status);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, details);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, memory_box);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, memory_bar);
  gtk_widget_class_bind_template_child (widget_class, DroverHostCard, memory);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
drover_host_card_init (DroverHostCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
name_button (GtkButton *button, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* The same button ends the waiting while there is something to wait for. */
static void
show_refresh (DroverHostCard *self)
{
  g_autofree char *label = g_strdup_printf (self->busy ? _ ("Stop waiting for %s") : _ ("Look again at %s"),
                                            gtk_label_get_text (self->name));

  gtk_button_set_icon_name (self->refresh,
                            self->busy ? "media-playback-stop-symbolic" : "view-refresh-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->refresh),
                               self->busy ? _ ("Stop Waiting") : _ ("Look Again"));
  name_button (self->refresh, label);
}

/**
 * drover_host_card_new:
 * @name: what a person calls the host
 * @address: its URI
 *
 * Returns: (transfer floating): the card
 */
GtkWidget *
drover_host_card_new (const char *name, const char *address)
{
  DroverHostCard *self = g_object_new (DROVER_TYPE_HOST_CARD, NULL);
  g_autofree char *forget = g_strdup_printf (_ ("Remove %s from the list"), name);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->address, address);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address), address);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_refresh (self);
  name_button (self->remove, forget);
  return GTK_WIDGET (self);
}

/**
 * drover_host_card_set_status:
 * @state: how it is
 * @text: the same in words
 */
void
drover_host_card_set_status (DroverHostCard *self, DroverHostCardState state, const char *text)
{
  static const char *const classes[] = { "success", "error", NULL };
  GtkWidget *icon = GTK_WIDGET (self->icon);
  gboolean busy = state == DROVER_HOST_CARD_BUSY;

  g_return_if_fail (DROVER_IS_HOST_CARD (self));

  if (self->busy != busy)
    {
      self->busy = busy;
      show_refresh (self);
    }
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (icon, state == DROVER_HOST_CARD_GOOD || state == DROVER_HOST_CARD_BAD);
  for (gsize i = 0; classes[i] != NULL; i++)
    gtk_widget_remove_css_class (icon, classes[i]);
  if (state == DROVER_HOST_CARD_GOOD || state == DROVER_HOST_CARD_BAD)
    {
      gboolean good = state == DROVER_HOST_CARD_GOOD;

      gtk_image_set_from_icon_name (self->icon, good ? "object-select-symbolic" : "dialog-error-symbolic");
      gtk_widget_add_css_class (icon, good ? "success" : "error");
    }
  gtk_label_set_text (self->status, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/**
 * drover_host_card_set_details:
 * @text: (nullable): what runs there
 */
void
drover_host_card_set_details (DroverHostCard *self, const char *text)
{
  g_return_if_fail (DROVER_IS_HOST_CARD (self));
  gtk_label_set_text (self->details, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details), text != NULL);
}

/**
 * drover_host_card_set_memory:
 * @total: bytes, 0 where it is not known
 * @available: bytes
 */
void
drover_host_card_set_memory (DroverHostCard *self, guint64 total, guint64 available)
{
  g_autofree char *all = drover_format_bytes (total);
  g_autofree char *rest = drover_format_bytes (available);
  g_autofree char *text = g_strdup_printf (_ ("%s of %s of memory available"), rest, all);

  g_return_if_fail (DROVER_IS_HOST_CARD (self));

  gtk_widget_set_visible (self->memory_box, total > 0);
  if (total == 0)
    return;
  gtk_level_bar_set_value (self->memory_bar, 1.0 - (double) MIN (available, total) / (double) total);
  gtk_label_set_text (self->memory, text);
}
