/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-mdns.h"

#include <string.h>

#include "base/drover-uri.h"

#define AVAHI "org.freedesktop.Avahi"
#define AVAHI_SERVER AVAHI ".Server"
#define AVAHI_BROWSER AVAHI ".ServiceBrowser"
#define SERVICE_TYPE "_libvirt._tcp"

/* avahi-common/defs.h: AVAHI_IF_UNSPEC and AVAHI_PROTO_UNSPEC; AVAHI_LOOKUP_RESULT_LOCAL, this computer's own
 */
#define ANY (-1)
#define RESULT_LOCAL 8U

/* Anybody in the network may announce as much as they like. */
#define MAX_SERVICES 64

#define CALL_MS 10000

struct _DroverMdns {
  GObject parent_instance;

  GCancellable *cancellable;
  GDBusConnection *bus;
  guint subscription;
  char *browser;
  /* what was announced -> the host's name, empty until it is known */
  GHashTable *services;
};

G_DEFINE_FINAL_TYPE (DroverMdns, drover_mdns, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_mdns_dispose (GObject *object)
{
  DroverMdns *self = DROVER_MDNS (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  if (self->browser != NULL)
    g_dbus_connection_call (self->bus, AVAHI, self->browser, AVAHI_BROWSER, "Free", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_MS, NULL, NULL, NULL);
  g_clear_pointer (&self->browser, g_free);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (drover_mdns_parent_class)->dispose (object);
}

static void
drover_mdns_finalize (GObject *object)
{
  DroverMdns *self = DROVER_MDNS (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->services, g_hash_table_unref);
  G_OBJECT_CLASS (drover_mdns_parent_class)->finalize (object);
}

static void
drover_mdns_class_init (DroverMdnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_mdns_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_mdns_finalize;

  /**
   * DroverMdns::changed:
   *
   * A host has come or gone.
   */
  signals[CHANGED] =
      g_signal_new ("changed", DROVER_TYPE_MDNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_mdns_init (DroverMdns *self)
{
  self->cancellable = g_cancellable_new ();
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* A question to Avahi that is under way. It is cancelled before the object goes. */
typedef struct {
  DroverMdns *self;
  char *key;
} Question;

static void
question_free (Question *question)
{
  g_free (question->key);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree char *host = NULL;
  gsize length;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      g_debug ("mDNS: %s", error->message);
      return;
    }
  g_variant_get_child (reply, 5, "s", &host);
  length = strlen (host);
  if (length > 0 && host[length - 1] == '.')
    host[length - 1] = '\0';
  /* It may have gone meanwhile. */
  if (!drover_host_name_is_valid (host) || !g_hash_table_contains (question->self->services, question->key))
    return;
  g_hash_table_replace (question->self->services, g_strdup (question->key), g_steal_pointer (&host));
  g_signal_emit (question->self, signals[CHANGED], 0);
}

static void
take_item (DroverMdns *self, GVariant *item, gboolean is_new)
{
  const char *name;
  const char *type;
  const char *domain;
  g_autofree char *key = NULL;
  gint32 interface;
  gint32 protocol;
  guint32 flags;
  Question *question;

  g_variant_get (item, "(ii&s&s&su)", &interface, &protocol, &name, &type, &domain, &flags);
  if (strcmp (type, SERVICE_TYPE) != 0)
    return;
  key = g_strdup_printf ("%d %d %s %s", interface, protocol, domain, name);
  if (!is_new)
    {
      if (g_hash_table_remove (self->services, key))
        g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  if ((flags & RESULT_LOCAL) != 0 || g_hash_table_size (self->services) >= MAX_SERVICES ||
      g_hash_table_contains (self->services, key))
    return;
  question = g_new0 (Question, 1);
  question->self = self;
  question->key = g_strdup (key);
  g_hash_table_insert (self->services, g_steal_pointer (&key), g_strdup (""));
  g_dbus_connection_call (self->bus, AVAHI, "/", AVAHI_SERVER, "ResolveService",
                          g_variant_new ("(iisssiu)", interface, protocol, name, type, domain, ANY, 0U),
                          G_VARIANT_TYPE ("(iissssisqaayu)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_MS,
                          self->cancellable, on_resolved, question);
}

static void
on_signal (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
  DroverMdns *self = user_data;
  gboolean is_new = strcmp (signal, "ItemNew") == 0;

  /* A browser of our own is the only one whose signals Avahi sends here. */
  if ((is_new || strcmp (signal, "ItemRemove") == 0) &&
      g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(iisssu)")))
    take_item (self, parameters, is_new);
}

static void
on_browser (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DroverMdns *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    g_debug ("mDNS: %s", error->message);
  else
    g_variant_get (reply, "(o)", &self->browser);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *owner = user_data;
  g_autoptr (DroverMdns) self = g_weak_ref_get (owner);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  g_weak_ref_clear (owner);
  g_free (owner);
  if (bus == NULL)
    g_debug ("mDNS: %s", error->message);
  if (bus == NULL || self == NULL)
    return;
  /* The end of that bus is no reason to end the program. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->bus = g_object_ref (bus);
  /* Before the browser is there: what it knows already it tells at once. */
  self->subscription = g_dbus_connection_signal_subscribe (bus, AVAHI, AVAHI_BROWSER, NULL, NULL, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
  g_dbus_connection_call (bus, AVAHI, "/", AVAHI_SERVER, "ServiceBrowserNew",
                          g_variant_new ("(iissu)", ANY, ANY, SERVICE_TYPE, "local", 0U),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_MS, self->cancellable,
                          on_browser, self);
}

/**
 * drover_mdns_new:
 *
 * Begins to listen. Where there is no system bus or no Avahi, nothing is ever heard.
 *
 * Returns: (transfer full): what listens until it is let go
 */
DroverMdns *
drover_mdns_new (void)
{
  DroverMdns *self = g_object_new (DROVER_TYPE_MDNS, NULL);
  GWeakRef *owner = g_new0 (GWeakRef, 1);

  g_weak_ref_init (owner, self);
  /* The program has one connection to that bus, and one that was cancelled while it came about stays so for
   * everybody: whoever asks for it must not cancel. */
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, on_bus, owner);
  return self;
}

/**
 * drover_mdns_list_hosts:
 *
 * Returns: (transfer full): valid host names, each once, sorted
 */
GStrv
drover_mdns_list_hosts (DroverMdns *self)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GList) sorted = NULL;
  GHashTableIter iter;
  gpointer host;

  g_return_val_if_fail (DROVER_IS_MDNS (self), NULL);
  g_hash_table_iter_init (&iter, self->services);
  while (g_hash_table_iter_next (&iter, NULL, &host))
    if (*(const char *) host != '\0')
      g_hash_table_add (names, host);
  sorted = g_list_sort (g_hash_table_get_keys (names), (GCompareFunc) strcmp);
  for (GList *link = sorted; link != NULL; link = link->next)
    g_strv_builder_add (builder, link->data);
  return g_strv_builder_end (builder);
}
