/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-migration.h"

#include "virt/drover-virt-private.h"

typedef struct {
  DroverIterationFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} IterationWatch;

static void
iteration_watch_free (void *opaque)
{
  IterationWatch *watch = opaque;

  if (watch->destroy != NULL)
    watch->destroy (watch->user_data);
  g_free (watch);
}

static void
on_iteration (virConnectPtr connection, virDomainPtr domain, int iteration, void *opaque)
{
  IterationWatch *watch = opaque;

  watch->func (iteration, watch->user_data);
}

/**
 * drover_domain_watch_iterations:
 * @func: called in the default main context whenever a pass over the guest's memory begins
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data when the watch ends
 *
 * Returns: a number for [func@domain_unwatch], or -1 with @error set
 */
int
drover_domain_watch_iterations (DroverDomain *domain,
                                DroverIterationFunc func,
                                gpointer user_data,
                                GDestroyNotify destroy,
                                GError **error)
{
  IterationWatch *watch = g_new0 (IterationWatch, 1);
  int id;

  watch->func = func;
  watch->user_data = user_data;
  watch->destroy = destroy;
  id = virConnectDomainEventRegisterAny (
      virDomainGetConnect (domain), domain, VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION,
      VIR_DOMAIN_EVENT_CALLBACK (on_iteration), watch, iteration_watch_free);
  if (id < 0)
    {
      drover_virt_take_error ("virConnectDomainEventRegisterAny", error);
      iteration_watch_free (watch);
    }
  return id;
}

/**
 * drover_domain_unwatch:
 * @watch: what [func@domain_watch_iterations] returned; negative is ignored
 */
void
drover_domain_unwatch (DroverDomain *domain, int watch)
{
  if (watch >= 0)
    virConnectDomainEventDeregisterAny (virDomainGetConnect (domain), watch);
}
