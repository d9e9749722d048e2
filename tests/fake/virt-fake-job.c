/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations, which the test driver knows nothing of: a file says what is to be seen of one, row by row. */
#include <stdio.h>
#include <string.h>

#include "virt-fake-private.h"

#define MIB (G_GINT64_CONSTANT (1) << 20)
#define PAGE_SIZE 4096
/* Rehearsals, whose guests are not of the script, are over at once. */
#define UNSCRIPTED_MS 5

static void
job_free (FakeJob *job)
{
  g_array_unref (job->rows);
  g_free (job->uuid);
  g_free (job);
}

static FakeHost *
host_of (virDomainPtr domain)
{
  return fake_host_of (FAKE_REAL (virDomainGetConnect) (domain));
}

/* Lines of "ms total processed remaining rate dirty-rate pass", the sizes in MiB; # begins a remark. */
static GArray *
parse_rows (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (FakeRow));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      FakeRow row = { 0 };

      if (sscanf (lines[i],
                  "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                  " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                  &row.t_ms, &row.total, &row.processed, &row.remaining, &row.rate, &row.dirty_rate,
                  &row.iteration) == 7)
        g_array_append_val (rows, row);
    }
  return rows;
}

static const FakeRow *
row_at (const FakeJob *job, gint64 ms)
{
  const FakeRow *found = NULL;

  for (guint i = 0; i < job->rows->len; i++)
    {
      const FakeRow *row = &g_array_index (job->rows, FakeRow, i);

      if (row->t_ms <= ms)
        found = row;
    }
  return found;
}

static gint64
elapsed_ms (const FakeJob *job)
{
  return (g_get_monotonic_time () - job->start_us) / 1000;
}

/* Waits until the last row, or until something else ends the job. */
static void
play (FakeLab *lab, FakeJob *job)
{
  gint64 iteration = 0;

  for (guint i = 0; i < job->rows->len; i++)
    {
      const FakeRow *row = &g_array_index (job->rows, FakeRow, i);

      /* what only waits for the target's network goes on waiting */
      while (!job->aborted && !job->source->dead && !lab->released &&
             (job->target->dead || elapsed_ms (job) < row->t_ms))
        if (job->target->dead)
          g_cond_wait (&lab->cond, &lab->mutex);
        else
          g_cond_wait_until (&lab->cond, &lab->mutex, job->start_us + row->t_ms * 1000);
      if (row->iteration > iteration)
        fake_announce (lab, job->uuid, iteration = row->iteration);
    }
}

/* Returns whether the guest may move. */
static gboolean
judge (FakeLab *lab, const FakeJob *job, const char *end)
{
  if (job->source->dead || lab->released)
    fake_raise (VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "client socket is closed");
  else if (job->aborted)
    fake_raise (VIR_FROM_QEMU, VIR_ERR_OPERATION_ABORTED,
                "operation aborted: migration out job: canceled by client");
  else if (!g_str_equal (end, "done") && !g_str_equal (end, "lie") && !g_str_equal (end, "both"))
    fake_raise (VIR_FROM_QEMU, VIR_ERR_OPERATION_FAILED, end);
  else
    return TRUE;
  return FALSE;
}

static virDomainPtr
arrive (virDomainPtr domain, FakeHost *target, const char *uuid, gboolean persistent)
{
  const char *name = FAKE_REAL (virDomainGetName) (domain);
  g_autofree char *xml = fake_guest_test_xml (name, uuid, FALSE);
  virDomainPtr arrived;

  if (!persistent)
    return FAKE_REAL (virDomainCreateXML) (target->raw, xml, 0);
  arrived = FAKE_REAL (virDomainDefineXML) (target->raw, xml);
  if (arrived != NULL)
    FAKE_REAL (virDomainCreate) (arrived);
  return arrived;
}

static virDomainPtr
move_guest (virDomainPtr domain, FakeJob *job, const char *end, unsigned long flags)
{
  virDomainPtr arrived;

  if (g_str_equal (end, "lie"))
    {
      FAKE_REAL (virDomainRef) (domain);
      return domain;
    }
  arrived = arrive (domain, job->target, job->uuid, (flags & VIR_MIGRATE_PERSIST_DEST) != 0);
  if (!g_str_equal (end, "both"))
    FAKE_REAL (virDomainDestroy) (domain);
  if ((flags & VIR_MIGRATE_UNDEFINE_SOURCE) != 0)
    FAKE_REAL (virDomainUndefine) (domain);
  return arrived;
}

static FakeJob *
begin (virDomainPtr domain, FakeHost *source, FakeHost *target)
{
  FakeJob *job = g_new0 (FakeJob, 1);
  char uuid[VIR_UUID_STRING_BUFLEN] = "";
  g_autofree char *text = NULL;

  FAKE_REAL (virDomainGetUUIDString) (domain, uuid);
  job->source = source;
  job->target = target;
  job->uuid = g_strdup (uuid);
  job->start_us = g_get_monotonic_time ();
  if (!g_str_has_prefix (FAKE_REAL (virDomainGetName) (domain), "drover-"))
    text = fake_host_read (source, "job");
  job->rows = parse_rows (text);
  if (job->rows->len == 0)
    g_array_append_val (job->rows, ((FakeRow){ .t_ms = UNSCRIPTED_MS }));
  return job;
}

static virDomainPtr
migrate (virDomainPtr domain, FakeHost *target, unsigned long flags)
{
  FakeHost *source = host_of (domain);
  FakeLab *lab = source->lab;
  g_autofree char *end = NULL;
  virDomainPtr arrived = NULL;
  FakeJob *job;
  gboolean well;

  if (target == NULL)
    {
      fake_raise (VIR_FROM_RPC, VIR_ERR_SYSTEM_ERROR, "unable to connect to server: no such host");
      return NULL;
    }
  g_mutex_lock (&lab->mutex);
  lab->n_inside++;
  job = begin (domain, source, target);
  end = g_str_has_prefix (FAKE_REAL (virDomainGetName) (domain), "drover-")
            ? g_strdup ("done")
            : fake_host_get (source, "job-end", "done");
  g_ptr_array_add (lab->jobs, job);
  play (lab, job);
  g_ptr_array_remove (lab->jobs, job);
  well = judge (lab, job, end);
  if (well)
    {
      FakeRow *last = g_new (FakeRow, 1);

      *last = g_array_index (job->rows, FakeRow, job->rows->len - 1);
      g_hash_table_insert (lab->finished, g_strdup (job->uuid), last);
    }
  g_mutex_unlock (&lab->mutex);
  if (well)
    arrived = move_guest (domain, job, end, flags);
  job_free (job);
  g_mutex_lock (&lab->mutex);
  lab->n_inside--;
  g_cond_broadcast (&lab->cond);
  g_mutex_unlock (&lab->mutex);
  return arrived;
}

virDomainPtr
virDomainMigrate3 (
    virDomainPtr domain, virConnectPtr dconn, virTypedParameterPtr params, unsigned int n, unsigned int flags)
{
  virDomainPtr arrived;

  if (!fake_enter (host_of (domain), "virDomainMigrate3"))
    return NULL;
  arrived = migrate (domain, fake_host_of (dconn), flags);
  fake_leave ();
  return arrived;
}

int
virDomainMigrateToURI3 (virDomainPtr domain,
                        const char *dconnuri,
                        virTypedParameterPtr params,
                        unsigned int n,
                        unsigned int flags)
{
  g_autoptr (GUri) uri = dconnuri ? g_uri_parse (dconnuri, G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;
  const char *name = uri ? g_uri_get_host (uri) : NULL;
  virDomainPtr arrived;

  if (!fake_enter (host_of (domain), "virDomainMigrateToURI3"))
    return -1;
  arrived = migrate (domain, name ? fake_lab_find_host (fake_lab_get (), name) : NULL, flags);
  fake_leave ();
  if (arrived == NULL)
    return -1;
  FAKE_REAL (virDomainFree) (arrived);
  return 0;
}

static FakeJob *
find_job (FakeLab *lab, const char *uuid)
{
  for (guint i = 0; i < lab->jobs->len; i++)
    {
      FakeJob *job = lab->jobs->pdata[i];

      if (g_str_equal (job->uuid, uuid))
        return job;
    }
  return NULL;
}

typedef struct {
  virTypedParameterPtr params;
  int n;
  int max;
} Params;

static void
add (Params *params, const char *name, gint64 value)
{
  virTypedParamsAddULLong (&params->params, &params->n, &params->max, name, (unsigned long long) value);
}

static void
add_row (Params *params, const FakeRow *row)
{
  virTypedParamsAddInt (&params->params, &params->n, &params->max, VIR_DOMAIN_JOB_OPERATION,
                        VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT);
  add (params, VIR_DOMAIN_JOB_DATA_TOTAL, row->total * MIB);
  add (params, VIR_DOMAIN_JOB_DATA_PROCESSED, row->processed * MIB);
  add (params, VIR_DOMAIN_JOB_DATA_REMAINING, row->remaining * MIB);
  add (params, VIR_DOMAIN_JOB_MEMORY_TOTAL, row->total * MIB);
  add (params, VIR_DOMAIN_JOB_MEMORY_PROCESSED, row->processed * MIB);
  add (params, VIR_DOMAIN_JOB_MEMORY_REMAINING, row->remaining * MIB);
  add (params, VIR_DOMAIN_JOB_MEMORY_BPS, row->rate * MIB);
  add (params, VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE, PAGE_SIZE);
  add (params, VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE, row->dirty_rate * MIB / PAGE_SIZE);
  add (params, VIR_DOMAIN_JOB_MEMORY_ITERATION, row->iteration);
}

int
virDomainGetJobStats (virDomainPtr domain, int *type, virTypedParameterPtr *list, int *n, unsigned int flags)
{
  FakeHost *host = host_of (domain);
  char uuid[VIR_UUID_STRING_BUFLEN] = "";
  const FakeRow *row = NULL;
  const FakeJob *job;
  Params params = { 0 };

  if (host == NULL)
    return FAKE_REAL (virDomainGetJobStats) (domain, type, list, n, flags);
  if (!fake_enter (host, "virDomainGetJobStats"))
    return -1;
  FAKE_REAL (virDomainGetUUIDString) (domain, uuid);
  *type = VIR_DOMAIN_JOB_NONE;
  g_mutex_lock (&host->lab->mutex);
  job = find_job (host->lab, uuid);
  if ((flags & VIR_DOMAIN_JOB_STATS_COMPLETED) != 0)
    {
      row = g_hash_table_lookup (host->lab->finished, uuid);
      *type = row ? VIR_DOMAIN_JOB_COMPLETED : VIR_DOMAIN_JOB_NONE;
      if (row != NULL)
        add (&params, VIR_DOMAIN_JOB_DOWNTIME, fake_host_get_int (host, "downtime", 120));
    }
  else if (job != NULL)
    {
      row = row_at (job, elapsed_ms (job));
      *type = VIR_DOMAIN_JOB_UNBOUNDED;
      add (&params, VIR_DOMAIN_JOB_TIME_ELAPSED, elapsed_ms (job));
    }
  if (row != NULL)
    add_row (&params, row);
  g_mutex_unlock (&host->lab->mutex);
  *list = params.params;
  *n = params.n;
  fake_leave ();
  return 0;
}

static int
abort_job (virDomainPtr domain, const char *call)
{
  FakeHost *host = host_of (domain);
  char uuid[VIR_UUID_STRING_BUFLEN] = "";
  FakeJob *job;

  if (!fake_enter (host, call))
    return -1;
  FAKE_REAL (virDomainGetUUIDString) (domain, uuid);
  g_mutex_lock (&host->lab->mutex);
  job = find_job (host->lab, uuid);
  if (job != NULL)
    job->aborted = TRUE;
  else
    fake_raise (VIR_FROM_QEMU, VIR_ERR_OPERATION_INVALID, "no job is active on the domain");
  g_cond_broadcast (&host->lab->cond);
  g_mutex_unlock (&host->lab->mutex);
  fake_leave ();
  return job ? 0 : -1;
}

int
virDomainAbortJob (virDomainPtr domain)
{
  return abort_job (domain, "virDomainAbortJob");
}

int
virDomainAbortJobFlags (virDomainPtr domain, unsigned int flags)
{
  return abort_job (domain, "virDomainAbortJobFlags");
}

/* Taken, and without effect: the rows are what they are. */
static int
take (virDomainPtr domain, const char *call)
{
  if (!fake_enter (host_of (domain), call))
    return -1;
  fake_leave ();
  return 0;
}

int
virDomainMigrateGetMaxDowntime (virDomainPtr domain, unsigned long long *downtime, unsigned int flags)
{
  *downtime = 300;
  return take (domain, "virDomainMigrateGetMaxDowntime");
}

int
virDomainMigrateSetMaxDowntime (virDomainPtr domain, unsigned long long downtime, unsigned int flags)
{
  return take (domain, "virDomainMigrateSetMaxDowntime");
}

int
virDomainMigrateSetMaxSpeed (virDomainPtr domain, unsigned long bandwidth, unsigned int flags)
{
  return take (domain, "virDomainMigrateSetMaxSpeed");
}
