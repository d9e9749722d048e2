/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-host-suggestions.h"

#include "base/drover-call.h"
#include "base/drover-settings.h"
#include "hosts/drover-mdns.h"
#include "hosts/drover-ssh-aliases.h"

#define VIRT_MANAGER_SCHEMA "org.virt-manager.virt-manager.connections"
#define VIRT_MANAGER_KEY "uris"

#define READ_MS 30000

struct _DroverHostSuggestions {
  GObject parent_instance;

  DroverHostStore *store;
  char *ssh_config;
  GCancellable *cancellable;
  DroverMdns *mdns;
  /* what the files say, as suggestions */
  GPtrArray *read;
  GListStore *shown;
};

static void suggestions_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DroverHostSuggestions,
                               drover_host_suggestions,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, suggestions_list_model_init))

static void
drover_host_suggestions_dispose (GObject *object)
{
  DroverHostSuggestions *self = DROVER_HOST_SUGGESTIONS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->mdns);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (drover_host_suggestions_parent_class)->dispose (object);
}

static void
drover_host_suggestions_finalize (GObject *object)
{
  DroverHostSuggestions *self = DROVER_HOST_SUGGESTIONS (object);

  g_clear_object (&self->shown);
  g_clear_pointer (&self->read, g_ptr_array_unref);
  g_free (self->ssh_config);
  G_OBJECT_CLASS (drover_host_suggestions_parent_class)->finalize (object);
}

static void
drover_host_suggestions_class_init (DroverHostSuggestionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_host_suggestions_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_host_suggestions_finalize;
}

static void
drover_host_suggestions_init (DroverHostSuggestions *self)
{
  self->read = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_list_store_new (DROVER_TYPE_HOST_SUGGESTION);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
}

static guint
suggestions_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (DROVER_HOST_SUGGESTIONS (model)->shown));
}

static gpointer
suggestions_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (DROVER_HOST_SUGGESTIONS (model)->shown), position);
}

static GType
suggestions_get_item_type (GListModel *model)
{
  return DROVER_TYPE_HOST_SUGGESTION;
}

static void
suggestions_list_model_init (GListModelInterface *iface)
{
  iface->get_n_items = suggestions_get_n_items;
  iface->get_item = suggestions_get_item;
  iface->get_item_type = suggestions_get_item_type;
}

/* The same libvirt on the same host, whoever logs in and by whichever way: nobody wants it twice. */
static char *
get_key (const DroverUri *uri)
{
  g_autofree char *host = g_ascii_strdown (uri->host ? uri->host : "", -1);

  return g_strdup_printf ("%s %u %s", host, uri->port, uri->path);
}

static void
take (GPtrArray *list, GHashTable *taken, DroverHostSuggestion *suggestion)
{
  const DroverUri *uri = drover_host_suggestion_get_uri (suggestion);

  if (uri->host != NULL && g_hash_table_add (taken, get_key (uri)))
    g_ptr_array_add (list, g_object_ref (suggestion));
}

static gboolean
is_shown (DroverHostSuggestions *self, GPtrArray *list)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  if (n != list->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DroverHostSuggestion) shown = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

      if (g_strcmp0 (drover_host_suggestion_get_uri (shown)->text,
                     drover_host_suggestion_get_uri (list->pdata[i])->text) != 0 ||
          drover_host_suggestion_get_origin (shown) != drover_host_suggestion_get_origin (list->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static void
update (DroverHostSuggestions *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) names = self->mdns ? drover_mdns_list_hosts (self->mdns) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      g_hash_table_add (taken, get_key (drover_host_get_uri (host)));
    }
  for (guint i = 0; i < self->read->len; i++)
    take (list, taken, self->read->pdata[i]);
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (DroverUri) uri = drover_uri_parse (names[i], NULL);
      g_autoptr (DroverHostSuggestion) suggestion =
          uri ? drover_host_suggestion_new (uri, DROVER_SUGGESTION_NETWORK) : NULL;

      if (suggestion != NULL)
        take (list, taken, suggestion);
    }
  if (!is_shown (self, list))
    g_list_store_splice (self->shown, 0, g_list_model_get_n_items (G_LIST_MODEL (self->shown)), list->pdata,
                         list->len);
}

static void
add_texts (GPtrArray *list, const char *const *texts, DroverSuggestionOrigin origin)
{
  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DroverUri) uri = drover_uri_parse (texts[i], &error);

      if (uri != NULL)
        g_ptr_array_add (list, drover_host_suggestion_new (uri, origin));
      else
        g_debug ("no suggestion: %s", error->message);
    }
}

static GStrv
read_virt_manager (void)
{
  g_autoptr (GSettings) settings =
      drover_settings_new (VIRT_MANAGER_SCHEMA, VIRT_MANAGER_KEY, G_VARIANT_TYPE_STRING_ARRAY);

  return settings ? g_settings_get_strv (settings, VIRT_MANAGER_KEY) : NULL;
}

/* Files may lie on something slow, so a worker reads them. */
static gpointer
read_all (gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) aliases = drover_ssh_aliases_read (data, cancellable);
  g_auto (GStrv) uris = read_virt_manager ();

  add_texts (list, (const char *const *) aliases, DROVER_SUGGESTION_SSH_CONFIG);
  if (uris != NULL)
    add_texts (list, (const char *const *) uris, DROVER_SUGGESTION_VIRT_MANAGER);
  return list;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *owner = user_data;
  g_autoptr (DroverHostSuggestions) self = g_weak_ref_get (owner);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = drover_call_finish (result, &error);

  g_weak_ref_clear (owner);
  g_free (owner);
  if (list == NULL)
    g_debug ("suggestions: %s", error->message);
  if (list == NULL || self == NULL)
    return;
  g_ptr_array_unref (self->read);
  self->read = g_steal_pointer (&list);
  update (self);
}

/**
 * drover_host_suggestions_new:
 * @store: the hosts the user knows already
 * @ssh_config: (nullable): a configuration file of ssh, %NULL for the user's own
 *
 * Returns: (transfer full): an empty list, see [method@HostSuggestions.start]
 */
DroverHostSuggestions *
drover_host_suggestions_new (DroverHostStore *store, const char *ssh_config)
{
  DroverHostSuggestions *self = g_object_new (DROVER_TYPE_HOST_SUGGESTIONS, NULL);

  self->store = g_object_ref (store);
  self->ssh_config =
      ssh_config ? g_strdup (ssh_config) : g_build_filename (g_get_home_dir (), ".ssh", "config", NULL);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * drover_host_suggestions_start:
 *
 * Reads the files, anew at every call, and listens to the network from the first on. Comes back at once; the
 * list fills by and by.
 */
void
drover_host_suggestions_start (DroverHostSuggestions *self)
{
  GWeakRef *owner;

  g_return_if_fail (DROVER_IS_HOST_SUGGESTIONS (self));

  owner = g_new0 (GWeakRef, 1);
  g_weak_ref_init (owner, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  drover_call_async (self->ssh_config, read_all, g_strdup (self->ssh_config), g_free,
                     (GDestroyNotify) g_ptr_array_unref, READ_MS, self->cancellable, on_read, owner);
  if (self->mdns != NULL)
    return;
  self->mdns = drover_mdns_new ();
  g_signal_connect_object (self->mdns, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}
