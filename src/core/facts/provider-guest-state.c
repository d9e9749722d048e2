/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "base/drover-error.h"
#include "facts/drover-attempt.h"
#include "virt/drover-migration.h"

/* The XML only tells which disks to ask about: a state is known without it. */
static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SAME, TRUE },
};

/* virDomainControlState: 2 is "occupied", 3 "error". */
#define CONTROL_OCCUPIED 2
#define CONTROL_ERROR 3

/* Another client's question holds the guest for milliseconds; what holds it longer is worth telling. */
#define PATIENCE_MS 300
#define PAUSE_MS 50

static const char *
job_to_string (DroverJobKind kind)
{
  switch (kind)
    {
    case DROVER_JOB_KIND_NONE:
      return "none";
    case DROVER_JOB_KIND_MIGRATION_OUT:
      return "migration-out";
    case DROVER_JOB_KIND_MIGRATION_IN:
      return "migration-in";
    case DROVER_JOB_KIND_OTHER:
      return "other";
    }
  g_return_val_if_reached ("other");
}

static void
read_control (DroverDomain *domain, DroverFactGuestState *fact, GCancellable *cancellable)
{
  for (int waited_ms = 0;; waited_ms += PAUSE_MS)
    {
      int control = 0;
      guint64 held_ms = 0;

      if (!drover_domain_get_control_state (domain, &control, &held_ms, NULL))
        return;
      fact->control = control;
      fact->control_ms = (gint64) held_ms;
      if (control < CONTROL_OCCUPIED || held_ms > PATIENCE_MS || waited_ms > PATIENCE_MS ||
          g_cancellable_is_cancelled (cancellable))
        return;
      g_usleep (PAUSE_MS * 1000);
    }
}

static gboolean
ask_monitor (gpointer domain, GError **error)
{
  return drover_domain_ask_monitor (domain, error);
}

/* libvirt knows of a QEMU that hangs only when somebody asks it something, and then waits without end. */
static void
try_monitor (const DroverFactContext *context,
             DroverDomain *domain,
             DroverFactGuestState *fact,
             GCancellable *cancellable)
{
  gint64 since = g_get_monotonic_time ();
  g_autoptr (DroverAttempt) attempt = drover_attempt_start (
      "asking QEMU", ask_monitor, drover_domain_ref (domain), (GDestroyNotify) drover_domain_free);

  /* half of the limit, so that what was seen is told */
  if (drover_attempt_wait (attempt, since + (gint64) context->timeout_ms * 500, cancellable) ||
      g_cancellable_is_cancelled (cancellable))
    return;
  fact->control = CONTROL_ERROR;
  fact->control_ms = (g_get_monotonic_time () - since) / 1000;
}

static GStrv
list_targets (const DroverGuest *guest)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; guest != NULL && i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      if (disk->target_dev != NULL && !drover_disk_is_empty (disk))
        g_strv_builder_add (builder, disk->target_dev);
    }
  return g_strv_builder_end (builder);
}

/* What libvirt has to ask QEMU for, and would wait 30 s to ask while something else holds the guest. */
static gboolean
read_from_monitor (DroverDomain *domain, const DroverGuest *guest, DroverFactGuestState *fact, GError **error)
{
  g_auto (GStrv) targets = list_targets (guest);
  g_autoptr (GError) local = NULL;
  DroverJobStats stats;
  guint64 resident;

  if (drover_domain_get_job_stats (domain, &stats, &local))
    fact->job = g_strdup (job_to_string (stats.kind));
  else if (!g_error_matches (local, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  fact->block_jobs = drover_domain_list_block_jobs (domain, (const char *const *) targets, NULL);
  if (drover_domain_get_memory_resident (domain, &resident, NULL))
    fact->resident = (gint64) resident;
  return TRUE;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DroverDomain) domain = drover_provider_find_guest (context, error);
  g_autoptr (DroverDomainInfo) info = domain ? drover_domain_get_info (domain, error) : NULL;
  DroverFactGuestState *fact;

  if (info == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_guest_state_type);
  fact->name = g_strdup (info->name);
  fact->uuid = g_strdup (info->uuid);
  fact->state = g_strdup (drover_domain_state_to_string (info->state));
  fact->reason = info->reason;
  fact->active = drover_domain_state_is_active (info->state);
  fact->persistent = info->persistent;
  fact->autostart = info->autostart;
  fact->managed_save = info->has_managed_save;
  fact->n_snapshots = info->n_snapshots;
  fact->n_checkpoints = drover_domain_count_checkpoints (domain);
  fact->resident = -1;

  if (fact->active)
    read_control (domain, fact, cancellable);
  if (fact->active && fact->control < CONTROL_OCCUPIED)
    try_monitor (context, domain, fact, cancellable);
  if (!fact->active)
    fact->job = g_strdup ("none");
  else if (fact->control >= CONTROL_OCCUPIED)
    fact->job = g_strdup ("other");
  else if (!read_from_monitor (domain, drover_facts_get_guest (context->facts), fact, error))
    {
      drover_record_free (&drover_fact_guest_state_type, fact);
      return NULL;
    }
  return fact;
}

const DroverFactProvider drover_provider_guest_state = {
  .id = DROVER_FACT_GUEST_STATE,
  .sides = DROVER_ON_SOURCE,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill,
};
