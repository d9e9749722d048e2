/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who wants to hear of a migration's passes, which the test driver never tells of. */
#include <string.h>

#include "virt-fake-private.h"

#define FIRST_WATCH 10000

typedef struct {
  int id;
  char uuid[VIR_UUID_STRING_BUFLEN];
  virDomainPtr domain;
  virConnectDomainEventMigrationIterationCallback func;
  void *opaque;
  virFreeCallback destroy;
} FakeWatch;

typedef struct {
  int id;
  int iteration;
} FakeNews;

void
fake_watch_free (gpointer data)
{
  FakeWatch *watch = data;

  if (watch->destroy != NULL)
    watch->destroy (watch->opaque);
  FAKE_REAL (virDomainFree) (watch->domain);
  g_free (watch);
}

static gboolean
tell_iteration (gpointer data)
{
  FakeNews *news = data;
  FakeLab *lab = fake_lab_get ();

  for (guint i = 0; lab != NULL && i < lab->watches->len; i++)
    {
      FakeWatch *watch = lab->watches->pdata[i];

      if (watch->id == news->id)
        {
          watch->func (FAKE_REAL (virDomainGetConnect) (watch->domain), watch->domain, news->iteration,
                       watch->opaque);
          break;
        }
    }
  return G_SOURCE_REMOVE;
}

/* Tells that another pass of the guest's migration begins. Call with the lab locked. */
void
fake_announce (FakeLab *lab, const char *uuid, gint64 iteration)
{
  for (guint i = 0; i < lab->watches->len; i++)
    {
      const FakeWatch *watch = lab->watches->pdata[i];
      FakeNews *news;

      if (!g_str_equal (watch->uuid, uuid))
        continue;
      news = g_new (FakeNews, 1);
      *news = (FakeNews){ watch->id, (int) iteration };
      g_idle_add_full (G_PRIORITY_DEFAULT, tell_iteration, news, g_free);
    }
}

int
virConnectDomainEventRegisterAny (virConnectPtr conn,
                                  virDomainPtr domain,
                                  int event,
                                  virConnectDomainEventGenericCallback func,
                                  void *opaque,
                                  virFreeCallback destroy)
{
  static int last = FIRST_WATCH;
  FakeHost *host = fake_host_of (conn);
  FakeWatch *watch;

  if (host == NULL || domain == NULL || event != VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION)
    return FAKE_REAL (virConnectDomainEventRegisterAny) (conn, domain, event, func, opaque, destroy);
  watch = g_new0 (FakeWatch, 1);
  FAKE_REAL (virDomainRef) (domain);
  FAKE_REAL (virDomainGetUUIDString) (domain, watch->uuid);
  watch->domain = domain;
  watch->func = (virConnectDomainEventMigrationIterationCallback) (void (*) (void)) func;
  watch->opaque = opaque;
  watch->destroy = destroy;
  g_mutex_lock (&host->lab->mutex);
  watch->id = ++last;
  g_ptr_array_add (host->lab->watches, watch);
  g_mutex_unlock (&host->lab->mutex);
  return watch->id;
}

int
virConnectDomainEventDeregisterAny (virConnectPtr conn, int id)
{
  FakeLab *lab = fake_lab_get ();
  gpointer found = NULL;

  if (id <= FIRST_WATCH || lab == NULL)
    return FAKE_REAL (virConnectDomainEventDeregisterAny) (conn, id);
  g_mutex_lock (&lab->mutex);
  for (guint i = 0; i < lab->watches->len && found == NULL; i++)
    if (((FakeWatch *) lab->watches->pdata[i])->id == id)
      found = g_ptr_array_steal_index (lab->watches, i);
  g_mutex_unlock (&lab->mutex);
  if (found == NULL)
    return -1;
  fake_watch_free (found);
  return 0;
}
