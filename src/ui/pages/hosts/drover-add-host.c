/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/hosts/drover-add-host.h"

#include <glib/gi18n.h>

#include "widgets/drover-combo-text.h"
#include "widgets/drover-command-box.h"

/* As they stand in the template. */
typedef enum {
  REACH_SSH,
  REACH_TLS,
  REACH_TCP,
  REACH_LOCAL,
  REACH_SESSION,
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
  DroverCommandBox *commands;
  AdwPreferencesGroup *suggestions_group;
  GtkListBox *suggestions_list;

  DroverUri *uri;
  DroverHostSuggestions *suggestions;
  GPtrArray *local; /* DroverLocalHost, %NULL until this computer was looked at */
  GCancellable *cancellable;
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
    case REACH_SESSION:
      return _ ("Guests that run as you alone. Such a guest cannot move to another host's system.");
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
  if (reach == REACH_SESSION)
    return g_strdup ("qemu:///session");
  if (reach == REACH_URI)
    return g_strdup (address);
  return g_strdup_printf ("qemu+%s://%s%s%s%s%s/system", transports[reach], reach == REACH_SSH ? user : "",
                          reach == REACH_SSH && user[0] != '\0' ? "@" : "", literal ? "[" : "", address,
                          literal ? "]" : "");
}

static gboolean
is_local (Reach reach)
{
  return reach == REACH_LOCAL || reach == REACH_SESSION;
}

static const DroverLocalHost *
find_local (DroverAddHost *self, const char *uri)
{
  for (guint i = 0; self->local != NULL && i < self->local->len; i++)
    {
      const DroverLocalHost *host = self->local->pdata[i];

      if (g_str_equal (host->uri->text, uri))
        return host;
    }
  return NULL;
}

/* Whether this computer's libvirt is there for this user, and what mends it where it is not. */
static void
show_local (DroverAddHost *self, const DroverLocalHost *local)
{
  gboolean has_commands = local != NULL && local->commands != NULL && local->commands[0] != NULL;

  if (local != NULL && local->state != DROVER_LOCAL_HOST_READY)
    gtk_label_set_text (self->trade_off, local->sentence);
  if (has_commands)
    drover_command_box_set_lines (self->commands, (const char *const *) local->commands);
  gtk_widget_set_visible (GTK_WIDGET (self->commands), has_commands);
}

static void
update (DroverAddHost *self)
{
  Reach reach = (Reach) adw_combo_row_get_selected (self->transport);
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));
  g_autofree char *user = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->user))));
  g_autofree char *text = build_text (reach, address, user);
  g_autoptr (GError) error = NULL;
  gboolean empty = !is_local (reach) && address[0] == '\0';

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address),
                                 reach == REACH_URI ? _ ("libvirt URI") : _ ("Host Name or Address"));
  gtk_widget_set_visible (GTK_WIDGET (self->address), !is_local (reach));
  gtk_widget_set_visible (GTK_WIDGET (self->user), reach == REACH_SSH);
  gtk_label_set_text (self->trade_off, get_trade_off (reach));
  show_local (self, is_local (reach) ? find_local (self, text) : NULL);

  g_clear_pointer (&self->uri, drover_uri_free);
  if (!empty)
    self->uri = drover_uri_parse (text, &error);
  gtk_label_set_text (self->preview, empty ? "" : error ? error->message : text);
  gtk_widget_set_visible (GTK_WIDGET (self->preview), !empty);
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
on_suggestion (DroverAddHost *self, GtkListBoxRow *row)
{
  g_autoptr (DroverHostSuggestion) suggestion =
      g_list_model_get_item (G_LIST_MODEL (self->suggestions), (guint) gtk_list_box_row_get_index (row));

  g_clear_pointer (&self->uri, drover_uri_free);
  self->uri = drover_uri_copy (drover_host_suggestion_get_uri (suggestion));
  on_add (self);
}

static GtkWidget *
create_suggestion (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *origin = drover_host_suggestion_dup_origin_text (item);
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s", drover_host_suggestion_get_uri (item)->text, origin);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), drover_host_suggestion_get_label (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
on_suggestions_changed (DroverAddHost *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->suggestions_group),
                          g_list_model_get_n_items (G_LIST_MODEL (self->suggestions)) > 0);
}

static gpointer
look_at_this_computer (gpointer data, GCancellable *cancellable, GError **error)
{
  return drover_local_hosts_list ();
}

static void
on_local_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverAddHost) self = user_data;

  self->local = drover_call_finish (result, NULL);
  if (self->local != NULL && !g_cancellable_is_cancelled (self->cancellable))
    update (self);
}

static void
drover_add_host_dispose (GObject *object)
{
  DroverAddHost *self = DROVER_ADD_HOST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->suggestions_list != NULL)
    gtk_list_box_bind_model (self->suggestions_list, NULL, NULL, NULL, NULL);
  self->suggestions_list = NULL;
  g_clear_object (&self->suggestions);
  G_OBJECT_CLASS (drover_add_host_parent_class)->dispose (object);
}

static void
drover_add_host_finalize (GObject *object)
{
  DroverAddHost *self = DROVER_ADD_HOST (object);

  g_clear_pointer (&self->uri, drover_uri_free);
  g_clear_pointer (&self->local, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (drover_add_host_parent_class)->finalize (object);
}

static void
drover_add_host_class_init (DroverAddHostClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_add_host_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_add_host_finalize;

  /**
   * DroverAddHost::added:
   *
   * The person decided; [method@AddHost.get_uri] tells on what.
   */
  signals[ADDED] =
      g_signal_new ("added", DROVER_TYPE_ADD_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DROVER_TYPE_COMMAND_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/pages/hosts/drover-add-host.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, add_button);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, transport);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, address);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, user);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, trade_off);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, preview);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, commands);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, suggestions_group);
  gtk_widget_class_bind_template_child (widget_class, DroverAddHost, suggestions_list);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_suggestion);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
drover_add_host_init (DroverAddHost *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  drover_combo_row_show_whole (self->transport);
  self->cancellable = g_cancellable_new ();
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

/**
 * drover_add_host_new:
 * @parent: (nullable): the window it belongs to
 * @store: (transfer none): the hosts that are known already
 *
 * Returns: (transfer none): the dialog
 */
DroverAddHost *
drover_add_host_new (GtkWindow *parent, DroverHostStore *store)
{
  DroverAddHost *self = g_object_new (DROVER_TYPE_ADD_HOST, "transient-for", parent, NULL);

  self->suggestions = drover_host_suggestions_new (store, NULL);
  gtk_list_box_bind_model (self->suggestions_list, G_LIST_MODEL (self->suggestions), create_suggestion, NULL,
                           NULL);
  g_signal_connect_object (self->suggestions, "items-changed", G_CALLBACK (on_suggestions_changed), self,
                           G_CONNECT_SWAPPED);
  drover_host_suggestions_start (self->suggestions);
  drover_call_async (_ ("this computer"), look_at_this_computer, NULL, NULL,
                     (GDestroyNotify) g_ptr_array_unref, DROVER_DEFAULT_TIMEOUT_MS, self->cancellable,
                     on_local_known, g_object_ref (self));
  return self;
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
