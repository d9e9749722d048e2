/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-setup.h"

#include <glib/gi18n-lib.h>

#include "storage/drover-crew.h"
#include "storage/drover-setup-host.h"

#define PLAN_MS 30000

/* A mount from a server that is not there is given up by mount(8) after about two minutes; that one hangs for
 * ever is told sooner. */
#define APPLY_MS 90000

DROVER_RECORD_TYPE (DroverSetupHost,
                    drover_setup_host_type,
                    DROVER_FIELD (DroverSetupHost, host, STRING),
                    DROVER_FIELD (DroverSetupHost, fit, STRING),
                    DROVER_FIELD (DroverSetupHost, steps, STRV),
                    DROVER_FIELD (DroverSetupHost, preview, STRV),
                    DROVER_FIELD (DroverSetupHost, done, STRV),
                    DROVER_FIELD (DroverSetupHost, undone, STRV),
                    DROVER_FIELD (DroverSetupHost, remains, STRV),
                    DROVER_FIELD (DroverSetupHost, error, STRING));

DROVER_RECORD_TYPE (DroverSetupReport,
                    drover_setup_report_type,
                    DROVER_FIELD (DroverSetupReport, state, STRING),
                    DROVER_FIELD (DroverSetupReport, name, STRING),
                    DROVER_FIELD (DroverSetupReport, path, STRING),
                    DROVER_FIELD_LIST (DroverSetupReport, hosts, &drover_setup_host_type));

/* @works has a hole where a host could not be looked at, or where its worker has not returned. */
typedef struct {
  GPtrArray *connections;
  DroverStorageSpec *spec;
  gboolean plan_only;
  GCancellable *cancellable;
  GPtrArray *works;  /* DroverSetupWork or NULL, by host */
  GPtrArray *errors; /* char * or NULL, by host */
} Setup;

/**
 * drover_setup_report_free:
 * @report: (nullable) (transfer full): what to free
 */
void
drover_setup_report_free (DroverSetupReport *report)
{
  drover_record_free (&drover_setup_report_type, report);
}

static void
free_spec (gpointer spec)
{
  drover_storage_spec_free (spec);
}

static void
unref_work (gpointer work)
{
  drover_setup_work_unref (work);
}

static void
setup_free (gpointer data)
{
  Setup *setup = data;

  g_ptr_array_unref (setup->connections);
  drover_storage_spec_free (setup->spec);
  g_clear_object (&setup->cancellable);
  g_ptr_array_unref (setup->works);
  g_ptr_array_unref (setup->errors);
  g_free (setup);
}

static gpointer
plan (DroverConnection *connection, guint index, gpointer data, GCancellable *cancellable, GError **error)
{
  return drover_setup_work_plan (connection, data, error);
}

static gpointer
apply (DroverConnection *connection, guint index, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *works = data;

  drover_setup_work_apply (works->pdata[index], connection, cancellable);
  return drover_setup_work_ref (works->pdata[index]);
}

static gpointer
take_back (
    DroverConnection *connection, guint index, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *works = data;

  if (works->pdata[index] == NULL)
    return NULL;
  drover_setup_work_undo (works->pdata[index], connection);
  return drover_setup_work_ref (works->pdata[index]);
}

static void
finish (GTask *task, const char *state)
{
  Setup *setup = g_task_get_task_data (task);
  DroverSetupReport *report = drover_record_new (&drover_setup_report_type);

  report->state = g_strdup (state);
  report->name = g_strdup (setup->spec->name);
  report->path = g_strdup (setup->spec->path);
  report->hosts = drover_record_list_new (&drover_setup_host_type);
  for (guint i = 0; i < setup->connections->len; i++)
    {
      DroverSetupHost *host = drover_record_new (&drover_setup_host_type);

      host->host = drover_uri_dup_host_label (drover_connection_get_uri (setup->connections->pdata[i]));
      if (setup->works->pdata[i] != NULL)
        drover_setup_work_report (setup->works->pdata[i], host);
      if (setup->errors->pdata[i] != NULL)
        {
          g_free (host->error);
          host->error = g_strdup (setup->errors->pdata[i]);
        }
      g_ptr_array_add (report->hosts, host);
    }
  g_task_return_pointer (task, report, (GDestroyNotify) drover_setup_report_free);
}

/* Whoever has not returned keeps its work, and takes it back by itself when it does. */
static gboolean
take_works (Setup *setup, GPtrArray *members)
{
  gboolean all = TRUE;

  g_ptr_array_set_size (setup->works, 0);
  for (guint i = 0; i < members->len; i++)
    {
      DroverCrewMember *member = members->pdata[i];

      if (member->error != NULL)
        {
          g_free (setup->errors->pdata[i]);
          setup->errors->pdata[i] = g_strdup (member->error->message);
        }
      all &= member->result != NULL;
      g_ptr_array_add (setup->works, g_steal_pointer (&member->result));
    }
  return all;
}

static void
on_taken_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) members = drover_crew_run_finish (result);

  take_works (g_task_get_task_data (task), members);
  finish (task, "failed");
}

static gboolean
all_well (const Setup *setup)
{
  for (guint i = 0; i < setup->works->len; i++)
    if (setup->works->pdata[i] == NULL || !drover_setup_work_is_done (setup->works->pdata[i]))
      return FALSE;
  return TRUE;
}

static gpointer
ref_works (const Setup *setup)
{
  GPtrArray *works = g_ptr_array_new_with_free_func (unref_work);

  for (guint i = 0; i < setup->works->len; i++)
    g_ptr_array_add (works, setup->works->pdata[i] ? drover_setup_work_ref (setup->works->pdata[i]) : NULL);
  return works;
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Setup *setup = g_task_get_task_data (task);
  g_autoptr (GPtrArray) members = drover_crew_run_finish (result);

  if (take_works (setup, members) && all_well (setup))
    {
      finish (task, "done");
      return;
    }
  /* to take it back is not to be stopped */
  drover_crew_run_async ("take the set-up back", setup->connections, take_back, ref_works (setup),
                         (GDestroyNotify) g_ptr_array_unref, unref_work, APPLY_MS, NULL, on_taken_back,
                         g_steal_pointer (&task));
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Setup *setup = g_task_get_task_data (task);
  g_autoptr (GPtrArray) members = drover_crew_run_finish (result);
  gboolean refused = !take_works (setup, members);

  for (guint i = 0; i < setup->works->len && !refused; i++)
    refused = drover_setup_work_is_refused (setup->works->pdata[i]);
  if (refused || setup->plan_only)
    {
      finish (task, refused ? "refused" : "planned");
      return;
    }
  drover_crew_run_async ("set the pool up", setup->connections, apply, ref_works (setup),
                         (GDestroyNotify) g_ptr_array_unref, unref_work, APPLY_MS, setup->cancellable,
                         on_applied, g_steal_pointer (&task));
}

/**
 * drover_storage_setup_async:
 * @connections: (element-type DroverConnection): the hosts, with a free function
 * @spec: the pool they are to have alike
 * @plan_only: only look, and tell what would be done
 * @cancellable: (nullable): ends it; what was done is taken back
 * @callback: called when all hosts are as wanted, or as before
 * @user_data: for @callback
 *
 * Looks at all hosts first and changes nothing where one of them refuses. Then each, at the same time,
 * defines the pool, makes its folder, starts it and lets it start with the host, as far as it has not. Where
 * one host fails, what this run did is taken back on all.
 */
void
drover_storage_setup_async (const GPtrArray *connections,
                            const DroverStorageSpec *spec,
                            gboolean plan_only,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Setup *setup = g_new0 (Setup, 1);

  g_task_set_source_tag (task, drover_storage_setup_async);
  g_task_set_task_data (task, setup, setup_free);
  setup->connections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < connections->len; i++)
    g_ptr_array_add (setup->connections, g_object_ref (connections->pdata[i]));
  setup->spec = drover_storage_spec_copy (spec);
  setup->plan_only = plan_only;
  setup->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  setup->works = g_ptr_array_new_with_free_func (unref_work);
  setup->errors = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (setup->errors, (int) connections->len);
  drover_crew_run_async ("look at the pools", setup->connections, plan, drover_storage_spec_copy (spec),
                         free_spec, unref_work, PLAN_MS, cancellable, on_planned, task);
}

/**
 * drover_storage_setup_finish:
 *
 * Returns: (transfer full): how it ended, host by host
 */
DroverSetupReport *
drover_storage_setup_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
