/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-storage-way.h"

struct _DroverStorageWay {
  GObject parent_instance;

  GPtrArray *connections;
  char *hosts[DROVER_STORAGE_WAY_HOSTS];
  char *guest;
  DroverStorageSpec *spec;
  DroverStorageLine lines[DROVER_STORAGE_WAY_HOSTS];
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (DroverStorageWay, drover_storage_way, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_storage_way_finalize (GObject *object)
{
  DroverStorageWay *self = DROVER_STORAGE_WAY (object);

  g_ptr_array_unref (self->connections);
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    g_free (self->hosts[i]);
  g_free (self->guest);
  drover_storage_spec_free (self->spec);
  G_OBJECT_CLASS (drover_storage_way_parent_class)->finalize (object);
}

static void
drover_storage_way_class_init (DroverStorageWayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_storage_way_finalize;

  /**
   * DroverStorageWay::changed:
   *
   * Something of it is other than before.
   */
  signals[CHANGED] = g_signal_new ("changed", DROVER_TYPE_STORAGE_WAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
drover_storage_way_init (DroverStorageWay *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * drover_storage_way_new:
 * @source: the host a guest is on
 * @target: the host it shall move to
 * @guest: its name
 *
 * Returns: (transfer full): a way of which nothing is gone yet
 */
DroverStorageWay *
drover_storage_way_new (DroverConnection *source, DroverConnection *target, const char *guest)
{
  DroverStorageWay *self = g_object_new (DROVER_TYPE_STORAGE_WAY, NULL);
  DroverConnection *const ends[DROVER_STORAGE_WAY_HOSTS] = { source, target };

  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    {
      g_ptr_array_add (self->connections, g_object_ref (ends[i]));
      self->hosts[i] = drover_uri_dup_host_label (drover_connection_get_uri (ends[i]));
    }
  self->guest = g_strdup (guest);
  return self;
}

/**
 * drover_storage_way_get_connections:
 *
 * Returns: (transfer none) (element-type DroverConnection): source and target
 */
GPtrArray *
drover_storage_way_get_connections (DroverStorageWay *self)
{
  return self->connections;
}

/**
 * drover_storage_way_get_host:
 * @host: 0 for the source, 1 for the target
 *
 * Returns: (transfer none): its name
 */
const char *
drover_storage_way_get_host (DroverStorageWay *self, guint host)
{
  return self->hosts[host];
}

/**
 * drover_storage_way_get_guest:
 *
 * Returns: (transfer none): the name of the guest that shall move
 */
const char *
drover_storage_way_get_guest (DroverStorageWay *self)
{
  return self->guest;
}

/**
 * drover_storage_way_get_spec:
 *
 * Returns: (transfer none) (nullable): the pool that was chosen
 */
const DroverStorageSpec *
drover_storage_way_get_spec (DroverStorageWay *self)
{
  return self->spec;
}

/**
 * drover_storage_way_choose:
 * @spec: (nullable): the pool that both are to have
 *
 * What was known of the lines was of another one.
 */
void
drover_storage_way_choose (DroverStorageWay *self, const DroverStorageSpec *spec)
{
  DroverStorageSpec *copy = spec ? drover_storage_spec_copy (spec) : NULL;

  drover_storage_spec_free (self->spec);
  self->spec = copy;
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    self->lines[i] = DROVER_STORAGE_LINE_UNKNOWN;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * drover_storage_way_rename:
 * @name: how the pool is to be called
 * @path: where the hosts are to see it
 * @error: %DROVER_ERROR_INVALID_INPUT
 *
 * What is known of the lines stays: they lead to the same storage.
 *
 * Returns: whether it can be called so
 */
gboolean
drover_storage_way_rename (DroverStorageWay *self, const char *name, const char *path, GError **error)
{
  g_autofree char *source = drover_storage_spec_describe_source (self->spec);
  DroverStorageSpec *renamed = drover_storage_spec_new (name, source, self->spec->format, path, error);

  if (renamed == NULL)
    return FALSE;
  drover_storage_spec_free (self->spec);
  self->spec = renamed;
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * drover_storage_way_get_line:
 * @host: 0 for the source, 1 for the target
 *
 * Returns: how it is connected with what was chosen
 */
DroverStorageLine
drover_storage_way_get_line (DroverStorageWay *self, guint host)
{
  return self->lines[host];
}

/**
 * drover_storage_way_set_line:
 * @host: 0 for the source, 1 for the target
 */
void
drover_storage_way_set_line (DroverStorageWay *self, guint host, DroverStorageLine line)
{
  if (self->lines[host] == line)
    return;
  self->lines[host] = line;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * drover_storage_way_is_new:
 *
 * Returns: whether what was chosen is an export that no host has as a pool yet, as far as is known
 */
gboolean
drover_storage_way_is_new (DroverStorageWay *self)
{
  gboolean new = self->spec != NULL && self->spec->server != NULL;

  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    new &= self->lines[i] != DROVER_STORAGE_LINE_READY && self->lines[i] != DROVER_STORAGE_LINE_PROVED;
  return new;
}

/**
 * drover_storage_way_is_ready:
 *
 * Returns: whether both hosts have it
 */
gboolean
drover_storage_way_is_ready (DroverStorageWay *self)
{
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    if (self->lines[i] != DROVER_STORAGE_LINE_READY && self->lines[i] != DROVER_STORAGE_LINE_PROVED)
      return FALSE;
  return TRUE;
}

/**
 * drover_storage_way_is_proved:
 *
 * Returns: whether it is proved to be one storage
 */
gboolean
drover_storage_way_is_proved (DroverStorageWay *self)
{
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    if (self->lines[i] != DROVER_STORAGE_LINE_PROVED)
      return FALSE;
  return TRUE;
}

/**
 * drover_storage_way_is_busy:
 *
 * Returns: whether a host is being looked at or changed
 */
gboolean
drover_storage_way_is_busy (DroverStorageWay *self)
{
  return self->busy;
}

/**
 * drover_storage_way_set_busy:
 * @busy: whether something is under way: one thing at a time
 */
void
drover_storage_way_set_busy (DroverStorageWay *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_signal_emit (self, signals[CHANGED], 0);
}
