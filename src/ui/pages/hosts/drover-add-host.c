/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/hosts/drover-add-host.h"

#include <glib/gi18n.h>

/* As they stand in the template. */
typedef enum {
  REACH_SSH,
  REACH_TLS,
  REACH_TCP,
  REACH_LOCAL,
  REACH_URI,
} Reach;

struct _DroverAddHost {
  AdwWindow parent_instance;

  GtkButton *add_button;
  AdwComboRow *transport;
  AdwEntryRow *address;
  AdwEntryRow *user;
  GtkLabel *trade_off;
  GtkLabel *preview;

  DroverUri *uri;
};

G_DEFINE_FINAL_TYPE (DroverAddHost, drover_add_host, ADW_TYPE_WINDOW)

enum {
  ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_trade_off (Reach reach)
{
  switch (reach)
    {
    case REACH_SSH:
      return _ (
          "Encrypted, and nothing to set up where you can already log in with a key. The right choice for "
          "most.");
    case REACH_TLS:
      return _ ("Encrypted, but each host needs certificates of an authority of yours.");
    case REACH_TCP:
      return _ ("Neither encrypted nor authenticated: whoever reaches the port controls the host. Only for a "
                "network that is closed.");
    case REACH_LOCAL:
      return _ ("The libvirt of the computer in front of you.");
    case REACH_URI:
      return _ (
          "As in “qemu+ssh://user@host:2222/system”. Parameters that would run a program on this computer "
          "are refused.");
    }
  g_return_val_if_reached ("");
}

static char *
build_text (Reach reach, const char *address, const char *user)
{
  static const char *const transports[] = { "ssh", "tls", "tcp" };
  gboolean literal = strchr (address, ':') != NULL && drover_host_is_address (address);

  if (reach == REACH_LOCAL)
    return g_strdup ("qemu:///system");
  if (reach == REACH_URI)
    return g_strdup (address);
  return g_strdup_printf ("qemu+%s://%s%s%s%s%s/system", transports[reach], reach == REACH_SSH ? user : "",
                          reach == REACH_SSH && user[0] != '\0' ? "@" : "", literal ? "[" : "", address,
                          literal ? "]" : "");
}

static void
update (DroverAddHost *self)
{
  Reach reach = (Reach) adw_combo_row_get_selected (self->transport);
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));
  g_autofree char *user = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->user))));
  g_autofree char *text = build_text (reach, address, user);
  g_autoptr (GError) error = NULL;
  gboolean empty = reach != REACH_LOCAL && address[0] == '\0';

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address),
                                 reach == REACH_URI ? _ ("libvirt URI") : _ ("Host Name or Address"));
  gtk_widget_set_visible (GTK_WIDGET (self->address), reach != REACH_LOCAL);
  gtk_widget_set_visible (GTK_WIDGET (self->user), reach == REACH_SSH);
  gtk_label_set_text (self->trade_off, get_trade_off (reach));

  g_clear_pointer (&self->uri, drover_uri_free);
  if (!empty)
    self->uri = drover_uri_parse (text, &error);
  gtk_label_set_text (self->preview, empty ? "" : error ? error->message : text);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->preview), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->preview), "error");
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), self->uri != NULL);
}

static void
on_add (DroverAddHost *self)
{
  if (self->uri == NULL)
    return;
  g_signal_emit (self, signals[ADDED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
drover_add_host_finalize (GObject *object)
{
  g_clear_pointer (&DROVER_ADD_HOST (object)->uri, drover_uri_free);
  G_OBJECT_CLASS (drover_add_host_parent_class)->finalize (object);
}

static void
drover_add_host_class_init (DroverAddHostClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = drover_add_host_finalize;

  /**
   * DroverAddHost::added:
   *
   * The person decided; [method@AddHost.get_uri] tells on what.
   */
  signals[ADDED] =
      g_signal_new ("added", DROVER_TYPE_ADD_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/pages/hosts/drover-add-host.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, add_button);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, transport);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, address);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, user);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, trade_off);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, preview);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
drover_add_host_init (DroverAddHost *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * drover_add_host_new:
 * @parent: (nullable): the window it belongs to
 *
 * Returns: (transfer none): the dialog
 */
DroverAddHost *
drover_add_host_new (GtkWindow *parent)
{
  return g_object_new (DROVER_TYPE_ADD_HOST, "transient-for", parent, NULL);
}

/**
 * drover_add_host_get_uri:
 *
 * Returns: (transfer none) (nullable): where the host is, once that is a valid URI
 */
const DroverUri *
drover_add_host_get_uri (DroverAddHost *self)
{
  g_return_val_if_fail (DROVER_IS_ADD_HOST (self), NULL);
  return self->uri;
}
