/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "base/drover-error.h"
#include "virt/drover-object-lookup.h"
#include "virt/drover-secret.h"

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
};

typedef struct {
  DroverConnection *connection;
  gboolean secure; /* nobody listens on the way there */
  GPtrArray *objects;
} Lookups;

static gboolean
is_known (const Lookups *lookups, const char *kind, const char *name)
{
  for (guint i = 0; i < lookups->objects->len; i++)
    {
      const DroverFactObject *object = lookups->objects->pdata[i];

      if (g_strcmp0 (object->kind, kind) == 0 && g_strcmp0 (object->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static DroverFactObject *
add (const Lookups *lookups,
     const char *kind,
     const char *name,
     const char *type,
     const char *user,
     gboolean found,
     const GError *error)
{
  DroverFactObject *object = drover_record_new (&drover_fact_object_type);

  object->kind = g_strdup (kind);
  object->name = g_strdup (name);
  object->type = g_strdup (type);
  object->user = g_strdup (user);
  if (found)
    object->exists = g_strdup ("yes");
  else
    {
      object->exists =
          g_strdup (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND) ? "no" : "unknown");
      object->reason = g_strdup (error->message);
    }
  g_ptr_array_add (lookups->objects, object);
  return object;
}

/* A secret may be defined and still be empty; only asking for its value tells. */
static void
look_at_value (const Lookups *lookups, DroverFactObject *secret)
{
  g_autoptr (GError) error = NULL;

  if (!lookups->secure)
    {
      secret->value = g_strdup ("unasked");
      return;
    }
  if (drover_secret_has_value (lookups->connection, secret->type, secret->name, &error))
    {
      secret->value = g_strdup ("yes");
      return;
    }
  secret->value = g_strdup (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND) ? "no" : "private");
  secret->reason = g_strdup (error->message);
}

static void
look_up_secret (
    const Lookups *lookups, const char *uuid, const char *type, const char *usage, const char *user)
{
  const char *name = uuid ? uuid : usage;
  g_autoptr (GError) error = NULL;
  DroverFactObject *secret;
  gboolean found;

  if (name == NULL || is_known (lookups, "secret", name))
    return;
  found = uuid ? drover_secret_lookup (lookups->connection, uuid, &error)
               : drover_secret_lookup_by_usage (lookups->connection, type, usage, &error);
  secret = add (lookups, "secret", name, type, user, found, error);
  if (found)
    look_at_value (lookups, secret);
}

static void
look_up_secrets (const Lookups *lookups, const DroverGuest *guest)
{
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      for (guint j = 0; j < disk->chain->len; j++)
        {
          const DroverStorageSource *image = disk->chain->pdata[j];

          for (guint k = 0; k < image->secrets->len; k++)
            {
              const DroverSecretUse *use = image->secrets->pdata[k];

              look_up_secret (lookups, use->uuid, use->type, use->usage, disk->target_dev);
            }
        }
    }
  for (guint i = 0; i < guest->tpms->len; i++)
    look_up_secret (lookups, ((const DroverTpm *) guest->tpms->pdata[i])->secret, "vtpm", NULL, "tpm");
}

static void
look_up_filters (const Lookups *lookups, const DroverGuest *guest)
{
  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];
      g_autoptr (GError) error = NULL;
      gboolean found;

      if (interface->filter == NULL || is_known (lookups, "nwfilter", interface->filter))
        continue;
      found = drover_nwfilter_lookup (lookups->connection, interface->filter, &error);
      add (lookups, "nwfilter", interface->filter, NULL, interface->mac, found, error);
    }
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DroverGuest) guest = drover_provider_get_guest (context, side, error);
  const DroverFactConnection *connection = drover_facts_get_connection (context->facts, side);
  DroverFactObjects *fact;
  Lookups lookups;

  if (guest == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_objects_type);
  fact->objects = drover_record_list_new (&drover_fact_object_type);
  lookups = (Lookups){ context->connections[side], connection != NULL && connection->secure, fact->objects };
  look_up_secrets (&lookups, guest);
  look_up_filters (&lookups, guest);
  return fact;
}

const DroverFactProvider drover_provider_objects = {
  .id = DROVER_FACT_OBJECTS,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill,
};
