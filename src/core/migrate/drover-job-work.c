/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-job-work.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "plan/drover-guest-change.h"

/**
 * drover_job_work_begin:
 *
 * Looks the guest up on its source.
 *
 * Returns: (transfer full): the guest and its state
 */
DroverBeginning *
drover_job_work_begin (const DroverPlan *plan, DroverConnection *source, GError **error)
{
  g_autoptr (DroverBeginning) beginning = g_new0 (DroverBeginning, 1);
  const char *uuid = drover_plan_get_guest_uuid (plan);

  beginning->domain = uuid ? drover_domain_lookup_by_uuid (source, uuid, error)
                           : drover_domain_lookup (source, drover_plan_get_guest_name (plan), error);
  if (beginning->domain == NULL)
    return NULL;
  beginning->info = drover_domain_get_info (beginning->domain, error);
  return beginning->info ? g_steal_pointer (&beginning) : NULL;
}

/**
 * drover_beginning_free:
 * @beginning: (nullable) (transfer full): what to free
 */
void
drover_beginning_free (DroverBeginning *beginning)
{
  if (beginning == NULL)
    return;
  drover_domain_free (beginning->domain);
  drover_domain_info_free (beginning->info);
  g_free (beginning);
}

/* Sets a definition among the options: as the guest has it now, with the changes. */
static gboolean
set_changed (DroverMigrateOptions *options,
             DroverMigrateOption id,
             DroverDomain *domain,
             DroverXmlKind kind,
             const char *const *changes,
             GError **error)
{
  g_autofree char *xml = drover_domain_get_xml (domain, kind, error);
  /* What is kept may lack what the guest was given since. */
  g_autofree char *changed =
      xml ? drover_guest_changes_apply (xml, changes, id == DROVER_OPTION_DEST_XML, error) : NULL;

  return changed != NULL && drover_migrate_options_set (options, id, changed, error);
}

/* (transfer full): the plan with the definitions that its changes lead to. They hold the guest's passwords,
 * so they are made when they are needed and given to libvirt alone. */
static DroverPlan *
settle_changes (const DroverPlan *plan, DroverDomain *domain, GError **error)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_copy (drover_plan_get_options (plan));
  const char *const *changes =
      drover_migrate_options_get_list (drover_plan_get_options (plan), DROVER_OPTION_CHANGE);

  if (changes == NULL)
    return drover_plan_ref ((DroverPlan *) plan);
  drover_migrate_options_unset (options, DROVER_OPTION_CHANGE);
  if (!set_changed (options, DROVER_OPTION_DEST_XML, domain, DROVER_XML_MIGRATABLE_SECURE, changes, error) ||
      (drover_plan_has_flag (plan, DROVER_MIGRATE_PERSIST_DEST) && drover_plan_guest_is_persistent (plan) &&
       !set_changed (options, DROVER_OPTION_PERSIST_XML, domain, DROVER_XML_INACTIVE_SECURE, changes, error)))
    return NULL;
  return drover_plan_with_options (plan, options);
}

/**
 * drover_job_work_migrate:
 * @target: (nullable): needed for a managed migration only
 *
 * The migration itself. Blocks until libvirt says how it went.
 *
 * Returns: whether libvirt says that the guest was moved
 */
gboolean
drover_job_work_migrate (const DroverPlan *plan,
                         DroverDomain *domain,
                         DroverConnection *target,
                         GError **error)
{
  g_autoptr (DroverPlan) settled = settle_changes (plan, domain, error);
  g_autoptr (GVariant) params = settled ? drover_plan_get_params (settled) : NULL;
  guint64 flags = drover_plan_get_flags (plan);
  g_autoptr (DroverDomain) moved = NULL;

  if (settled == NULL)
    return FALSE;
  if (drover_plan_is_p2p (plan))
    return drover_domain_migrate_from_host (domain, drover_plan_get_destination_uri (plan), params, flags,
                                            error);
  moved = drover_domain_migrate_direct (domain, target, params, flags, error);
  return moved != NULL;
}

/**
 * drover_job_work_look:
 *
 * Returns: (transfer full): what the job looks like now
 */
DroverMoment *
drover_job_work_look (DroverDomain *domain, GError **error)
{
  g_autofree DroverMoment *moment = g_new0 (DroverMoment, 1);

  moment->has_stats = drover_domain_get_job_stats (domain, &moment->stats, error);
  if (!moment->has_stats)
    return NULL;
  if (!drover_domain_get_state (domain, &moment->state, &moment->reason, error))
    return NULL;
  return g_steal_pointer (&moment);
}

static DroverDomain *
find_guest (const DroverPlan *plan, DroverConnection *connection)
{
  const char *uuid = drover_plan_get_guest_uuid (plan);

  if (connection == NULL)
    return NULL;
  return uuid ? drover_domain_lookup_by_uuid (connection, uuid, NULL)
              : drover_domain_lookup_by_name (connection, drover_plan_get_guest_name (plan), NULL);
}

/* Autostart does not travel with a guest. Two definitions that both start with their host are two guests on
 * one disk after the next power cut, so at most one may. */
static void
carry_autostart (DroverDomain *source, DroverDomain *target, GStrvBuilder *notes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverDomainInfo) left = source ? drover_domain_get_info (source, NULL) : NULL;
  g_autoptr (DroverDomainInfo) arrived = target ? drover_domain_get_info (target, NULL) : NULL;

  if (left != NULL && left->persistent && left->autostart)
    {
      if (drover_domain_set_autostart (source, FALSE, &error))
        g_strv_builder_add (notes, _ ("The definition left on the source no longer starts with its host."));
      else
        {
          g_autofree char *note = g_strdup_printf (
              _ ("The definition left on the source still starts with its host: %s"), error->message);
          g_strv_builder_add (notes, note);
          /* Better none of the two than both. */
          return;
        }
    }
  if (arrived == NULL)
    {
      g_strv_builder_add (notes, _ ("The guest started with its source. Whether it starts with the target "
                                    "could not be set: the target did not answer."));
      return;
    }
  if (!arrived->persistent)
    return;
  if (drover_domain_set_autostart (target, TRUE, &error))
    g_strv_builder_add (notes, _ ("The guest starts with the target, as it did with the source."));
  else
    {
      g_autofree char *note =
          g_strdup_printf (_ ("The guest does not start with the target: %s"), error->message);
      g_strv_builder_add (notes, note);
    }
}

/**
 * drover_job_work_end:
 * @source: (nullable): the source's connection
 * @target: (nullable): the target's connection
 * @was_autostart: whether the guest started with its source
 * @moved: whether it now runs on the target
 *
 * Collects the job's last figures and carries over what libvirt does not.
 *
 * Returns: (transfer full): figures and notes
 */
DroverEnding *
drover_job_work_end (const DroverPlan *plan,
                     DroverConnection *source,
                     DroverConnection *target,
                     gboolean was_autostart,
                     gboolean moved)
{
  DroverEnding *ending = g_new0 (DroverEnding, 1);
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();
  g_autoptr (DroverDomain) left = find_guest (plan, source);
  g_autoptr (DroverDomain) arrived = find_guest (plan, target);

  /* The target knows the whole story, downtime included. What a host still tells of a guest that did not move
   * would be an earlier job's. */
  if (moved && arrived != NULL)
    ending->has_stats = drover_domain_get_completed_stats (arrived, &ending->stats, NULL);
  if (moved && was_autostart)
    carry_autostart (left, arrived, notes);
  ending->notes = g_strv_builder_end (notes);
  return ending;
}

/**
 * drover_ending_free:
 * @ending: (nullable) (transfer full): what to free
 */
void
drover_ending_free (DroverEnding *ending)
{
  if (ending == NULL)
    return;
  g_strfreev (ending->notes);
  g_free (ending);
}

/**
 * drover_job_work_tune:
 *
 * Changes a running job, in the order that does least harm.
 *
 * Returns: whether all of it was taken
 */
gboolean
drover_job_work_tune (DroverDomain *domain, const DroverTuning *tuning, GError **error)
{
  if (tuning->max_downtime_ms > 0 && !drover_domain_set_max_downtime (domain, tuning->max_downtime_ms, error))
    return FALSE;
  if (tuning->max_speed_mib > 0 && !drover_domain_set_max_speed (domain, tuning->max_speed_mib, FALSE, error))
    return FALSE;
  if (tuning->max_speed_postcopy_mib > 0 &&
      !drover_domain_set_max_speed (domain, tuning->max_speed_postcopy_mib, TRUE, error))
    return FALSE;
  if (tuning->compression_cache > 0 &&
      !drover_domain_set_compression_cache (domain, tuning->compression_cache, error))
    return FALSE;
  if (tuning->suspend && !drover_domain_suspend (domain, error))
    return FALSE;
  return !tuning->post_copy || drover_domain_start_postcopy (domain, error);
}

/**
 * drover_tune_running:
 * @source: the host the guest leaves
 * @guest: its name or UUID
 * @tuning: what to change
 * @error: %DROVER_ERROR_NOT_FOUND where no migration of it is running
 *
 * Changes a migration that somebody began. Blocks; for worker threads.
 *
 * Returns: whether all of it was taken
 */
gboolean
drover_tune_running (DroverConnection *source, const char *guest, const DroverTuning *tuning, GError **error)
{
  g_autoptr (DroverDomain) domain = drover_domain_lookup (source, guest, error);
  DroverJobStats stats;

  if (domain == NULL || !drover_domain_get_job_stats (domain, &stats, error))
    return FALSE;
  if (stats.kind != DROVER_JOB_KIND_MIGRATION_OUT)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND, _ ("no migration of “%s” is running"), guest);
      return FALSE;
    }
  return drover_job_work_tune (domain, tuning, error);
}
