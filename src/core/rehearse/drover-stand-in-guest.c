/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rehearse/drover-stand-in-guest.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-side.h"
#include "facts/drover-marks.h"
#include "virt/drover-domain.h"
#include "virt/drover-migration.h"

/* A guest that arrives while its migration is being given up may show only after the first look. */
#define REMOVE_TRIES 4
#define REMOVE_US 100000

struct _DroverStandInGuest {
  gatomicrefcount refs;
  DroverConnection *connections[2];
  char *name;
  char *uuid;
  char *xml;
  gboolean paused;

  GMutex lock;
  DroverDomain *domain; /* on the source; NULL before its start */
  gboolean moving;
  gboolean unwanted;
};

/**
 * drover_stand_in_guest_new:
 * @connections: source and target
 * @guest: what it stands in for
 * @plain: see [func@stand_in_build]
 * @paused: whether it shall not run; its firmware would, and find nothing to start
 *
 * Returns: (transfer full): a stand-in that does not exist yet
 */
DroverStandInGuest *
drover_stand_in_guest_new (DroverConnection *const connections[2],
                           const DroverGuest *guest,
                           gboolean plain,
                           gboolean paused)
{
  DroverStandInGuest *self = g_new0 (DroverStandInGuest, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  for (guint side = 0; side < 2; side++)
    self->connections[side] = g_object_ref (connections[side]);
  self->name = drover_mark_new_name ("rehearsal");
  self->uuid = g_uuid_string_random ();
  self->paused = paused;
  self->xml = drover_stand_in_build (guest, self->name, self->uuid, plain);
  return self;
}

/**
 * drover_stand_in_guest_ref:
 *
 * Returns: (transfer full): the same
 */
DroverStandInGuest *
drover_stand_in_guest_ref (DroverStandInGuest *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * drover_stand_in_guest_unref:
 * @self: (nullable) (transfer full): what to drop; the guest itself is left alone
 */
void
drover_stand_in_guest_unref (DroverStandInGuest *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->domain, drover_domain_free);
  for (guint side = 0; side < 2; side++)
    g_clear_object (&self->connections[side]);
  g_free (self->name);
  g_free (self->uuid);
  g_free (self->xml);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
start (gpointer data, GError **error)
{
  DroverStandInGuest *self = data;
  DroverDomain *domain = drover_domain_create_transient (self->connections[DROVER_SIDE_SOURCE], self->xml,
                                                         self->paused, FALSE, error);
  gboolean unwanted;

  g_mutex_lock (&self->lock);
  self->domain = domain;
  unwanted = self->unwanted;
  g_mutex_unlock (&self->lock);
  if (domain != NULL && unwanted)
    drover_domain_destroy (domain, NULL);
  return domain != NULL;
}

static DroverAttempt *
attempt (DroverStandInGuest *self, const char *what, DroverAttemptFunc func)
{
  g_autofree char *text = g_strdup_printf ("%s of %s", what, self->name);

  return drover_attempt_start (text, func, drover_stand_in_guest_ref (self),
                               (GDestroyNotify) drover_stand_in_guest_unref);
}

/**
 * drover_stand_in_guest_start:
 *
 * Returns: (transfer full): its start on the source
 */
DroverAttempt *
drover_stand_in_guest_start (DroverStandInGuest *self)
{
  return attempt (self, "start", start);
}

typedef struct {
  DroverStandInGuest *stand_in;
  char *destination_uri; /* NULL: managed */
  GVariant *params;
  guint64 flags;
} Journey;

static void
journey_free (gpointer data)
{
  Journey *journey = data;

  drover_stand_in_guest_unref (journey->stand_in);
  g_free (journey->destination_uri);
  g_variant_unref (journey->params);
  g_free (journey);
}

static gboolean
migrate (gpointer data, GError **error)
{
  Journey *journey = data;
  DroverStandInGuest *self = journey->stand_in;
  g_autoptr (DroverDomain) moved = NULL;
  gboolean done;

  g_mutex_lock (&self->lock);
  self->moving = TRUE;
  g_mutex_unlock (&self->lock);
  if (journey->destination_uri != NULL)
    done = drover_domain_migrate_from_host (self->domain, journey->destination_uri, journey->params,
                                            journey->flags, error);
  else
    {
      moved = drover_domain_migrate_direct (self->domain, self->connections[DROVER_SIDE_TARGET],
                                            journey->params, journey->flags, error);
      done = moved != NULL;
    }
  g_mutex_lock (&self->lock);
  self->moving = FALSE;
  g_mutex_unlock (&self->lock);
  return done;
}

/**
 * drover_stand_in_guest_migrate:
 * @plan: the plan, its mode settled
 * @destination: (nullable): the guest as the target shall run it, where that differs
 *
 * Returns: (transfer full): the stand-in's migration, as the guest's own would be
 */
DroverAttempt *
drover_stand_in_guest_migrate (DroverStandInGuest *self,
                               const DroverPlan *plan,
                               const DroverGuest *destination)
{
  g_autofree char *xml =
      destination ? drover_stand_in_build (destination, self->name, self->uuid, FALSE) : NULL;
  Journey *journey = g_new0 (Journey, 1);
  g_autofree char *what = g_strdup_printf ("migration of %s", self->name);

  journey->stand_in = drover_stand_in_guest_ref (self);
  if (drover_plan_is_p2p (plan))
    journey->destination_uri = g_strdup (drover_plan_get_destination_uri (plan));
  journey->params = drover_stand_in_get_params (plan, xml);
  journey->flags = drover_stand_in_get_flags (plan);
  return drover_attempt_start (what, migrate, journey, journey_free);
}

/* Returns whether the host says that it has no such guest any more. */
static gboolean
remove_at (DroverStandInGuest *self, DroverSide side, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DroverDomain) domain =
      drover_domain_lookup_by_uuid (self->connections[side], self->uuid, &local);

  if (domain == NULL && g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  if (domain != NULL)
    drover_domain_destroy (domain, &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A migration that is under way is best asked to stop before its guest goes. */
static void
give_up (DroverStandInGuest *self)
{
  g_autoptr (DroverDomain) domain = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->lock);
  self->unwanted = TRUE;
  if (self->domain != NULL && self->moving)
    domain = drover_domain_ref (self->domain);
  g_mutex_unlock (&self->lock);
  if (domain != NULL && !drover_domain_abort_job (domain, FALSE, &error))
    g_debug ("%s: %s", self->name, error->message);
}

static gboolean
remove_everywhere (gpointer data, GError **error)
{
  DroverStandInGuest *self = data;

  give_up (self);
  for (guint i = 0; i < REMOVE_TRIES; i++)
    {
      g_autoptr (GError) local = NULL;
      gboolean gone_here = remove_at (self, DROVER_SIDE_SOURCE, &local);
      gboolean gone_there = remove_at (self, DROVER_SIDE_TARGET, local ? NULL : &local);

      if (gone_here && gone_there)
        return TRUE;
      if (local != NULL && i == REMOVE_TRIES - 1)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (local != NULL)
        g_usleep (REMOVE_US);
    }
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("the stand-in guest %s is still there"),
               self->name);
  return FALSE;
}

/**
 * drover_stand_in_guest_remove:
 *
 * Ends it wherever it is, on its way too, and makes sure that neither host has it any more.
 *
 * Returns: (transfer full): the removal
 */
DroverAttempt *
drover_stand_in_guest_remove (DroverStandInGuest *self)
{
  return attempt (self, "removal", remove_everywhere);
}
