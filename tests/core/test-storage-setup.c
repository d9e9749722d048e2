/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setting a pool up on several scripted hosts: all, or as before. */

#include "storage/drover-storage-discover.h"
#include "storage/drover-storage-setup.h"
#include "virt-fake.h"
#include "virt/drover-host-object.h"
#include "virt/drover-virt.h"

#define OPEN_MS 5000

typedef struct {
  FakeLab *lab;
  GPtrArray *connections;
} Fixture;

static void
on_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  DroverConnection **connection = user_data;

  *connection = drover_connection_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
add_host (Fixture *fixture, const char *name)
{
  g_autofree char *text = fake_lab_dup_uri (fixture->lab, name);
  g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);
  DroverConnection *connection = NULL;

  drover_connection_open_async (uri, &(DroverOpenOptions){ .timeout_ms = OPEN_MS }, NULL, on_opened,
                                &connection);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_add (fixture->connections, connection);
}

static void
set_up (Fixture *fixture, gconstpointer script)
{
  fixture->lab = fake_lab_new (script);
  fixture->connections = g_ptr_array_new_with_free_func (g_object_unref);
  add_host (fixture, "one");
  add_host (fixture, "two");
}

static void
tear_down (Fixture *fixture, gconstpointer script)
{
  g_ptr_array_unref (fixture->connections);
  fake_lab_free (fixture->lab);
}

static void
on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static DroverSetupReport *
run (Fixture *fixture, const DroverStorageSpec *spec, gboolean plan_only)
{
  g_autoptr (GAsyncResult) result = NULL;

  drover_storage_setup_async (fixture->connections, spec, plan_only, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return drover_storage_setup_finish (result);
}

static DroverStorageSpec *
spec_new (const char *name, const char *source, const char *path)
{
  g_autoptr (GError) error = NULL;
  DroverStorageSpec *spec = drover_storage_spec_new (name, source, NULL, path, &error);

  g_assert_no_error (error);
  return spec;
}

/* NULL where it has none of that name */
static char *
get_state (Fixture *fixture, guint host, const char *name)
{
  gboolean active;
  gboolean autostart;

  if (!drover_host_object_get_state (fixture->connections->pdata[host], DROVER_HOST_OBJECT_POOL, name,
                                     &active, &autostart, NULL))
    return NULL;
  return g_strdup_printf ("%s %s", active ? "active" : "inactive", autostart ? "autostart" : "manual");
}

static void
assert_state (Fixture *fixture, const char *name, const char *one, const char *two)
{
  g_autofree char *first = get_state (fixture, 0, name);
  g_autofree char *second = get_state (fixture, 1, name);

  g_assert_cmpstr (first, ==, one);
  g_assert_cmpstr (second, ==, two);
}

static const DroverSetupHost *
host_at (const DroverSetupReport *report, guint i)
{
  return report->hosts->pdata[i];
}

static void
test_done_and_again (Fixture *fixture, gconstpointer script)
{
  g_autoptr (DroverStorageSpec) spec = spec_new ("vm", "store:/srv/vm", NULL);
  g_autoptr (DroverSetupReport) plan = run (fixture, spec, TRUE);
  g_autoptr (DroverSetupReport) report = NULL;
  g_autoptr (DroverSetupReport) again = NULL;

  g_assert_cmpstr (plan->state, ==, "planned");
  g_assert_cmpuint (g_strv_length (host_at (plan, 0)->steps), ==, 3);
  assert_state (fixture, "vm", NULL, NULL);

  report = run (fixture, spec, FALSE);
  g_assert_cmpstr (report->state, ==, "done");
  g_assert_cmpuint (g_strv_length (host_at (report, 1)->done), ==, 3);
  assert_state (fixture, "vm", "active autostart", "active autostart");

  again = run (fixture, spec, FALSE);
  g_assert_cmpstr (again->state, ==, "done");
  g_assert_cmpstr (host_at (again, 0)->fit, ==, "same");
  g_assert_cmpuint (g_strv_length (host_at (again, 0)->steps), ==, 0);
  g_assert_cmpuint (fake_lab_count (fixture->lab, "one", "virStoragePoolCreate"), ==, 1);
}

/* What one had already stays as it was, also when the other fails. */
static void
test_taken_back (Fixture *fixture, gconstpointer script)
{
  g_autoptr (DroverStorageSpec) spec = spec_new ("vm", "store:/srv/vm", NULL);
  g_autoptr (DroverSetupReport) report = run (fixture, spec, FALSE);
  g_autoptr (DroverSetupReport) again = NULL;

  g_assert_cmpstr (report->state, ==, "failed");
  g_assert_nonnull (strstr (host_at (report, 1)->error, "mount.nfs: access denied by server"));
  g_assert_cmpuint (g_strv_length (host_at (report, 0)->undone), ==, 3);
  g_assert_cmpuint (g_strv_length (host_at (report, 0)->done), ==, 0);
  g_assert_cmpuint (g_strv_length (host_at (report, 0)->remains), ==, 0);
  g_assert_cmpuint (g_strv_length (host_at (report, 1)->undone), ==, 1);
  assert_state (fixture, "vm", NULL, NULL);

  /* the script lets it fail once: a second run finishes */
  again = run (fixture, spec, FALSE);
  g_assert_cmpstr (again->state, ==, "done");
  assert_state (fixture, "vm", "active autostart", "active autostart");
}

static void
test_remains (Fixture *fixture, gconstpointer script)
{
  g_autoptr (DroverStorageSpec) spec = spec_new ("vm", "store:/srv/vm", NULL);
  g_autoptr (DroverSetupReport) report = run (fixture, spec, FALSE);

  g_assert_cmpstr (report->state, ==, "failed");
  g_assert_cmpuint (g_strv_length (host_at (report, 0)->remains), ==, 1);
  g_assert_nonnull (strstr (host_at (report, 0)->remains[0], "target is busy"));
  /* what the rest stands on is left, and told */
  g_assert_cmpuint (g_strv_length (host_at (report, 0)->done), ==, 2);
  assert_state (fixture, "vm", "active manual", NULL);
}

static void
test_refused (Fixture *fixture, gconstpointer script)
{
  g_autoptr (DroverStorageSpec) spec = spec_new ("vm", "store:/srv/vm", NULL);
  g_autoptr (DroverSetupReport) report = NULL;
  g_autoptr (GError) error = NULL;

  drover_host_object_define (fixture->connections->pdata[0], DROVER_HOST_OBJECT_POOL,
                             "<pool type='dir'><name>vm</name><target><path>/srv/own</path></target></pool>",
                             &error);
  g_assert_no_error (error);
  report = run (fixture, spec, FALSE);
  g_assert_cmpstr (report->state, ==, "refused");
  g_assert_cmpstr (host_at (report, 0)->fit, ==, "conflict");
  g_assert_nonnull (strstr (host_at (report, 0)->error, "/srv/own"));
  g_assert_cmpuint (fake_lab_count (fixture->lab, "two", "virStoragePoolDefineXML"), ==, 0);
  assert_state (fixture, "vm", "inactive manual", NULL);
}

/* One that cannot be looked at is a reason to leave the others alone. */
static void
test_lost (Fixture *fixture, gconstpointer script)
{
  g_autoptr (DroverStorageSpec) spec = spec_new ("vm", "store:/srv/vm", NULL);
  g_autoptr (DroverSetupReport) report = NULL;

  fake_lab_kill (fixture->lab, "two");
  report = run (fixture, spec, FALSE);
  g_assert_cmpstr (report->state, ==, "refused");
  g_assert_nonnull (host_at (report, 1)->error);
  assert_state (fixture, "vm", NULL, NULL);
}

/* The folder that was missing and is made goes again. */
static void
test_folder (Fixture *fixture, gconstpointer script)
{
  g_autoptr (DroverStorageSpec) spec = spec_new ("vm", "store:/srv/vm", NULL);
  g_autoptr (DroverSetupReport) report = run (fixture, spec, FALSE);

  g_assert_cmpstr (report->state, ==, "failed");
  g_assert_cmpuint (fake_lab_count (fixture->lab, "one", "virStoragePoolBuild"), ==, 1);
  g_assert_cmpuint (fake_lab_count (fixture->lab, "one", "virStoragePoolDelete"), ==, 1);
  g_assert_cmpuint (fake_lab_count (fixture->lab, "two", "virStoragePoolBuild"), ==, 0);
  g_assert_cmpuint (fake_lab_count (fixture->lab, "two", "virStoragePoolDelete"), ==, 0);
  assert_state (fixture, "vm", NULL, NULL);
}

/* A plain directory is never made: it would be each host's own. */
static void
test_no_directory (Fixture *fixture, gconstpointer script)
{
  g_autoptr (DroverStorageSpec) spec = spec_new (NULL, NULL, "/mnt/shared");
  g_autoptr (DroverSetupReport) report = run (fixture, spec, FALSE);

  g_assert_cmpstr (report->state, ==, "refused");
  g_assert_nonnull (strstr (host_at (report, 0)->error, "mount the shared storage there first"));
}

static void
test_discover (Fixture *fixture, gconstpointer script)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (DroverStorageSurvey) survey = NULL;
  const DroverStorageOffer *offer;
  const DroverStorageView *two;

  drover_storage_discover_async (fixture->connections, "store", TRUE, OPEN_MS, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  views = drover_storage_discover_finish (result);
  survey = drover_storage_survey_new (views);
  /* libvirt's test driver offers one */
  g_assert_cmpuint (survey->offers->len, ==, 1);
  offer = survey->offers->pdata[0];
  g_assert_cmpstr (offer->source, ==, "store:/testshare");
  g_assert_cmpuint (g_strv_length (offer->seen_by), ==, 1);
  g_assert_cmpuint (g_strv_length (offer->missing_on), ==, 1);
  two = views->pdata[1];
  g_assert_cmpstr (two->sources_error, ==, "clnt_create: RPC: Program not registered");
  g_assert_cmpstr (two->silence, ==, "unknown");
}

#define ADD(path, test, script) g_test_add (path, Fixture, script, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  ADD ("/storage/setup/done-and-again", test_done_and_again, "[host]\nguests=0\n[host one]\n[host two]\n");
  ADD ("/storage/setup/taken-back", test_taken_back,
       "[host]\nguests=0\n[host one]\n[host two]\nfail=virStoragePoolCreate@1:mount.nfs: access denied by "
       "server\n");
  ADD ("/storage/setup/remains", test_remains,
       "[host]\nguests=0\n[host one]\nfail=virStoragePoolDestroy@2:target is busy\n"
       "[host two]\nfail=virStoragePoolCreate:no such device\n");
  ADD ("/storage/setup/refused", test_refused, "[host]\nguests=0\n[host one]\n[host two]\n");
  ADD ("/storage/setup/lost", test_lost, "[host]\nguests=0\n[host one]\n[host two]\n");
  ADD ("/storage/setup/folder", test_folder,
       "[host]\nguests=0\n[host one]\nfail=virStoragePoolCreateXML:cannot open directory: No such file or "
       "directory\n"
       "[host two]\nfail=virStoragePoolCreate:no such device\n");
  ADD ("/storage/setup/no-directory", test_no_directory,
       "[host]\nguests=0\nfail=virStoragePoolCreateXML:cannot open directory: No such file or directory\n"
       "[host one]\n[host two]\n");
  ADD ("/storage/discover/views", test_discover,
       "[host]\nguests=0\n[host one]\n[host two]\n"
       "fail=virConnectFindStoragePoolSources:clnt_create: RPC: Program not registered\n");
  return g_test_run ();
}
