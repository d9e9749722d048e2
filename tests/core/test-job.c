/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A job from its start to its end, over libvirt's test driver: it cannot migrate, but it has guests, and two
 * hosts of it know nothing of each other. */

#include <glib/gstdio.h>

#include "drover-core.h"

#define UUID "6695eb01-f6a4-8304-79aa-97f2502e193f"

static const char node_with_guest[] =
    "<node><domain type='test'><name>web</name><uuid>" UUID "</uuid><memory>8192</memory>"
    "<os><type>hvm</type></os></domain></node>";

/* Off, as the driver wants to hear it. */
static const char node_with_guest_off[] =
    "<node><domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>web</name>"
    "<uuid>" UUID "</uuid><memory>8192</memory><os><type>hvm</type></os>"
    "<test:runstate>5</test:runstate></domain></node>";

static const char node_without_guest[] = "<node/>";

typedef struct {
  char *directory;
  DroverConnection *source;
  DroverConnection *target;
  DroverPlan *plan;
  DroverOpenOptions options;
} Hosts;

typedef struct {
  guint n_finished;
  GArray *states;
} Seen;

static void
on_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(DroverConnection **) user_data = drover_connection_open_finish (result, &error);
  g_assert_no_error (error);
}

static DroverUri *
node_uri (Hosts *hosts, const char *name, const char *xml)
{
  g_autofree char *base = g_strconcat (name, ".xml", NULL);
  g_autofree char *file = g_build_filename (hosts->directory, base, NULL);
  g_autofree char *text = g_strconcat ("test://", file, NULL);
  g_autoptr (GError) error = NULL;
  DroverUri *uri;

  g_file_set_contents (file, xml, -1, &error);
  g_assert_no_error (error);
  uri = drover_uri_parse (text, &error);
  g_assert_no_error (error);
  return uri;
}

static void
hosts_init (Hosts *hosts, const char *source_xml, const char *target_xml, gboolean offline)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) source = NULL;
  g_autoptr (DroverUri) target = NULL;
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();

  hosts->directory = g_dir_make_tmp ("drover-test-job-XXXXXX", &error);
  g_assert_no_error (error);
  hosts->options.timeout_ms = 5000;
  source = node_uri (hosts, "source", source_xml);
  target = node_uri (hosts, "target", target_xml);
  drover_migrate_options_set_flag (options, DROVER_OPTION_OFFLINE, offline);
  hosts->plan = drover_plan_new (source, target, "web", options);
  drover_connection_open_async (source, &hosts->options, NULL, on_opened, &hosts->source);
  drover_connection_open_async (target, &hosts->options, NULL, on_opened, &hosts->target);
  while (hosts->source == NULL || hosts->target == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
hosts_clear (Hosts *hosts)
{
  static const char *const names[] = { "source.xml", "target.xml" };

  g_clear_object (&hosts->source);
  g_clear_object (&hosts->target);
  drover_plan_unref (hosts->plan);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (hosts->directory, names[i], NULL);

      g_assert_cmpint (g_remove (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (hosts->directory), ==, 0);
  g_free (hosts->directory);
}

static void
on_state (DroverJob *job, Seen *seen)
{
  DroverJobState state = drover_job_get_state (job);

  g_array_append_val (seen->states, state);
}

static void
on_finished (DroverJob *job, Seen *seen)
{
  g_assert_true (drover_job_is_finished (job));
  seen->n_finished++;
}

static DroverJob *
job_new (const Hosts *hosts, Seen *seen)
{
  DroverJob *job = drover_job_new (hosts->plan, hosts->source, hosts->target, &hosts->options);

  seen->states = g_array_new (FALSE, FALSE, sizeof (DroverJobState));
  g_signal_connect (job, "state-changed", G_CALLBACK (on_state), seen);
  g_signal_connect (job, "finished", G_CALLBACK (on_finished), seen);
  return job;
}

/* Runs to the end and some way on, for what should not come any more. */
static void
run (Seen *seen)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (seen->n_finished == 0 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < 400; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (seen->n_finished, ==, 1);
  /* verifying comes before any verdict, and a verdict last */
  g_assert_cmpuint (seen->states->len, >=, 3);
  g_assert_cmpint (g_array_index (seen->states, DroverJobState, seen->states->len - 2), ==,
                   DROVER_JOB_VERIFYING);
  g_array_unref (seen->states);
}

static void
test_failed (void)
{
  Hosts hosts = { 0 };
  Seen seen = { 0 };
  DroverJob *job;

  hosts_init (&hosts, node_with_guest, node_without_guest, FALSE);
  job = job_new (&hosts, &seen);
  drover_job_start (job);
  run (&seen);
  g_assert_cmpint (drover_job_get_state (job), ==, DROVER_JOB_FAILED);
  g_assert_error (drover_job_get_error (job), DROVER_ERROR, DROVER_ERROR_UNSUPPORTED);
  g_assert_cmpstr (drover_whereabouts_running_on (drover_job_get_whereabouts (job)), ==, "source");
  g_assert_cmpint (drover_job_get_total_ms (job), >=, 0);
  g_assert_cmpint (drover_job_get_downtime_ms (job), ==, -1);
  g_assert_finalize_object (job);
  hosts_clear (&hosts);
}

static void
test_unknown_guest (void)
{
  Hosts hosts = { 0 };
  Seen seen = { 0 };
  DroverJob *job;

  hosts_init (&hosts, node_without_guest, node_without_guest, FALSE);
  job = job_new (&hosts, &seen);
  drover_job_start (job);
  run (&seen);
  g_assert_cmpint (drover_job_get_state (job), ==, DROVER_JOB_FAILED);
  g_assert_error (drover_job_get_error (job), DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
  g_assert_cmpstr (drover_whereabouts_running_on (drover_job_get_whereabouts (job)), ==, "neither");
  g_assert_finalize_object (job);
  hosts_clear (&hosts);
}

/* Cancelled before it began: nothing was done, and that is what is said. */
static void
test_cancelled_at_once (void)
{
  Hosts hosts = { 0 };
  Seen seen = { 0 };
  DroverJob *job;

  hosts_init (&hosts, node_with_guest, node_without_guest, FALSE);
  job = job_new (&hosts, &seen);
  drover_job_start (job);
  drover_job_cancel (job);
  drover_job_cancel (job);
  run (&seen);
  g_assert_cmpint (drover_job_get_state (job), ==, DROVER_JOB_CANCELLED);
  g_assert_cmpint (drover_job_get_total_ms (job), ==, -1);
  g_assert_finalize_object (job);
  hosts_clear (&hosts);
}

/* A definition that was on the target before is no sign that one went there. */
static void
test_cancelled_offline (void)
{
  Hosts hosts = { 0 };
  Seen seen = { 0 };
  DroverJob *job;

  hosts_init (&hosts, node_with_guest_off, node_with_guest_off, TRUE);
  job = job_new (&hosts, &seen);
  drover_job_start (job);
  drover_job_cancel (job);
  run (&seen);
  g_assert_cmpint (drover_job_get_state (job), ==, DROVER_JOB_CANCELLED);
  g_assert_finalize_object (job);
  hosts_clear (&hosts);
}

static void
test_attach_to_nothing (void)
{
  Hosts hosts = { 0 };
  Seen seen = { 0 };
  DroverJob *job;

  hosts_init (&hosts, node_with_guest, node_without_guest, FALSE);
  job = job_new (&hosts, &seen);
  drover_job_attach (job);
  run (&seen);
  g_assert_cmpint (drover_job_get_state (job), ==, DROVER_JOB_FAILED);
  g_assert_error (drover_job_get_error (job), DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
  g_assert_finalize_object (job);
  hosts_clear (&hosts);
}

/* Somebody else's migration is looked for before it is said to be cancelled. */
static void
test_attach_and_cancel (void)
{
  Hosts hosts = { 0 };
  Seen seen = { 0 };
  DroverJob *job;

  hosts_init (&hosts, node_with_guest, node_without_guest, FALSE);
  job = job_new (&hosts, &seen);
  drover_job_attach (job);
  drover_job_cancel (job);
  run (&seen);
  g_assert_cmpint (drover_job_get_state (job), ==, DROVER_JOB_FAILED);
  g_assert_error (drover_job_get_error (job), DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
  g_assert_finalize_object (job);
  hosts_clear (&hosts);
}

/* The same guest on both hosts is never a success. */
static void
test_both (void)
{
  Hosts hosts = { 0 };
  Seen seen = { 0 };
  DroverJob *job;

  hosts_init (&hosts, node_with_guest, node_with_guest, FALSE);
  job = job_new (&hosts, &seen);
  drover_job_start (job);
  drover_job_cancel (job);
  run (&seen);
  g_assert_cmpint (drover_job_get_state (job), ==, DROVER_JOB_FAILED);
  g_assert_cmpstr (drover_whereabouts_running_on (drover_job_get_whereabouts (job)), ==, "both");
  g_assert_finalize_object (job);
  hosts_clear (&hosts);
}

static void
on_looked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Without a connection to the target its word is missing, and no time is spent on it. */
static void
test_look_at_one (void)
{
  Hosts hosts = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DroverWhereabouts) whereabouts = NULL;
  DroverConnection *target = NULL;
  gint64 start = g_get_monotonic_time ();

  hosts_init (&hosts, node_with_guest, node_without_guest, FALSE);
  drover_whereabouts_look_async (hosts.plan, hosts.source, NULL, &hosts.options, on_looked, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  whereabouts = drover_whereabouts_look_finish (result, &hosts.source, &target);
  g_assert_null (target);
  g_assert_true (whereabouts->source.active);
  g_assert_false (whereabouts->target.looked);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
  g_clear_object (&result);
  hosts_clear (&hosts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/job/run/failed", test_failed);
  g_test_add_func ("/job/run/unknown-guest", test_unknown_guest);
  g_test_add_func ("/job/run/cancelled-at-once", test_cancelled_at_once);
  g_test_add_func ("/job/run/cancelled-offline", test_cancelled_offline);
  g_test_add_func ("/job/run/attach-to-nothing", test_attach_to_nothing);
  g_test_add_func ("/job/run/attach-and-cancel", test_attach_and_cancel);
  g_test_add_func ("/job/run/both", test_both);
  g_test_add_func ("/job/look-at-one", test_look_at_one);
  return g_test_run ();
}
