/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking for files through pools, and sweeping up, against a host of libvirt's test driver. */

#include <string.h>

#include "base/drover-error.h"
#include "facts/drover-marks.h"
#include "provider-fixture.h"
#include "virt/drover-storage.h"
#include "virt/drover-virt.h"

static guint
count_pools (ProviderFixture *fixture)
{
  g_autoptr (GPtrArray) pools = drover_storage_list_pools (fixture->connection, NULL);

  return pools->len;
}

static const DroverFactFile *
find_file (ProviderFixture *fixture, const char *path)
{
  const DroverFactFiles *fact = drover_facts_get_files (fixture->facts, DROVER_SIDE_TARGET);

  for (guint i = 0; i < fact->files->len; i++)
    if (g_str_equal (((const DroverFactFile *) fact->files->pdata[i])->path, path))
      return fact->files->pdata[i];
  return NULL;
}

static const DroverFactFile *
known_file (ProviderFixture *fixture, const char *path)
{
  const DroverFactFile *file = find_file (fixture, path);

  if (file == NULL)
    g_error ("nothing is known of %s", path);
  return file;
}

static void
ask_for_files (ProviderFixture *fixture)
{
  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
  provider_fixture_ask (fixture, &drover_provider_files, DROVER_SIDE_TARGET);
  g_assert_nonnull (drover_facts_get_files (fixture->facts, DROVER_SIDE_TARGET));
}

static void
test_files (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactFile *file;

  ask_for_files (fixture);

  file = find_file (fixture, "/images//mail.qcow2");
  g_assert_cmpstr (file->exists, ==, "yes");
  g_assert_cmpstr (file->directory, ==, "yes");
  g_assert_cmpstr (file->pool, ==, "images");
  g_assert_cmpstr (file->format, ==, "qcow2");
  g_assert_cmpint (file->capacity, ==, 1073741824);
  g_assert_cmpint (file->owner, ==, 64055);
  g_assert_cmpint (file->group, ==, 992);
  g_assert_cmpint (file->mode, ==, 0640);

  /* the definition does not tell the chain, the image does */
  file = find_file (fixture, "/images/base.qcow2");
  g_assert_nonnull (file);
  g_assert_cmpstr (file->kind, ==, "backing");
  g_assert_cmpstr (file->target, ==, "vda");
  g_assert_cmpstr (file->exists, ==, "yes");

  /* a raw disk's content is the guest's, and names nothing on the host */
  g_assert_cmpstr (known_file (fixture, "/images/trap.raw")->exists, ==, "yes");
  g_assert_null (find_file (fixture, "/etc/shadow"));

  file = find_file (fixture, "images/gone.qcow2");
  g_assert_cmpstr (file->exists, ==, "no");
  g_assert_cmpstr (file->pool, ==, "images");

  /* a pool over /dev would open every device there */
  file = find_file (fixture, "/dev/vg0/mail");
  g_assert_cmpstr (file->exists, ==, "unknown");
  g_assert_nonnull (file->reason);

  /* the pool does not know it, a fresh look does not see it */
  file = find_file (fixture, "/iso/setup.iso");
  g_assert_cmpstr (file->kind, ==, "cdrom");
  g_assert_cmpstr (file->exists, ==, "no");
  g_assert_cmpstr (file->directory, ==, "yes");

  g_assert_cmpstr (known_file (fixture, "/boot/vmlinuz")->exists, ==, "no");
  g_assert_cmpuint (count_pools (fixture), ==, 2);
}

static void
test_files_passive (ProviderFixture *fixture, gconstpointer guest)
{
  fixture->passive = TRUE;
  ask_for_files (fixture);
  g_assert_cmpstr (known_file (fixture, "/images//mail.qcow2")->exists, ==, "yes");
  g_assert_cmpstr (known_file (fixture, "/iso/setup.iso")->exists, ==, "unknown");
  g_assert_cmpstr (known_file (fixture, "/iso/setup.iso")->directory, ==, "yes");
  g_assert_cmpstr (known_file (fixture, "/boot/vmlinuz")->exists, ==, "unknown");
  g_assert_cmpstr (known_file (fixture, "/boot/vmlinuz")->directory, ==, "unknown");
  g_assert_nonnull (known_file (fixture, "/boot/vmlinuz")->reason);
}

static void
test_files_read_only (ProviderFixture *fixture, gconstpointer guest)
{
  g_autoptr (DroverConnection) connection = provider_fixture_open (fixture->uri, TRUE);

  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
  provider_fixture_ask_with (fixture, connection, &drover_provider_files, DROVER_SIDE_TARGET, NULL);
  g_assert_cmpstr (known_file (fixture, "/images//mail.qcow2")->exists, ==, "yes");
  g_assert_cmpstr (known_file (fixture, "/boot/vmlinuz")->exists, ==, "unknown");
  g_assert_nonnull (strstr (known_file (fixture, "/boot/vmlinuz")->reason, "read only"));
}

static void
test_files_cancelled (ProviderFixture *fixture, gconstpointer guest)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
  g_cancellable_cancel (cancellable);
  provider_fixture_ask_with (fixture, fixture->connection, &drover_provider_files, DROVER_SIDE_TARGET,
                             cancellable);
  g_assert_null (drover_facts_get_files (fixture->facts, DROVER_SIDE_TARGET));
  g_assert_cmpuint (count_pools (fixture), ==, 2);
}

/* A guest that somebody else's Drover made long ago. */
static void
make_guest (ProviderFixture *fixture, const char *name, gboolean with_metadata)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = g_strdup_printf ("<domain type='test'><name>%s</name><memory>1024</memory>"
                                          "<os><type>hvm</type></os></domain>",
                                          name);
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "domain", &error);
  g_autoptr (DroverDomain) domain = NULL;
  g_autofree char *text = NULL;

  if (with_metadata)
    drover_mark_add_metadata (xmlDocGetRootElement (doc), name);
  text = drover_xml_doc_to_text (doc);
  domain = drover_domain_create_transient (fixture->connection, text, FALSE, FALSE, &error);
  g_assert_no_error (error);
}

static gboolean
has_guest (ProviderFixture *fixture, const char *name)
{
  g_autoptr (DroverDomain) domain = drover_domain_lookup_by_name (fixture->connection, name, NULL);

  return domain != NULL;
}

static gboolean
has_pool (ProviderFixture *fixture, const char *name)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (fixture->connection, name, NULL);

  return pool != NULL;
}

#define OLD "drover-probe-1-00000000-1-1-00000000"
#define UNMARKED "drover-probe-1-00000000-1-1-00000001"

static void
test_sweep (ProviderFixture *fixture, gconstpointer guest)
{
  g_autofree char *mine = drover_mark_new_name ("probe");
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverPoolHandle) old_pool =
      drover_storage_create_dir_pool (fixture->connection, OLD, "/old", &error);
  g_autoptr (DroverPoolHandle) my_pool =
      drover_storage_create_dir_pool (fixture->connection, mine, "/new", &error);

  g_assert_no_error (error);
  make_guest (fixture, OLD, TRUE);
  make_guest (fixture, UNMARKED, FALSE);
  make_guest (fixture, mine, TRUE);

  g_assert_cmpuint (drover_marks_sweep (fixture->connection, NULL), ==, 2);
  g_assert_false (has_guest (fixture, OLD));
  g_assert_false (has_pool (fixture, OLD));
  /* a name alone is not enough to end a guest for */
  g_assert_true (has_guest (fixture, UNMARKED));
  g_assert_true (has_guest (fixture, mine));
  g_assert_true (has_pool (fixture, mine));
  g_assert_true (has_guest (fixture, "mail"));
  g_assert_true (has_pool (fixture, "images"));
  g_assert_cmpuint (drover_marks_sweep (fixture->connection, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  PROVIDER_TEST_ADD ("files", "mail", test_files);
  PROVIDER_TEST_ADD ("files-passive", "mail", test_files_passive);
  PROVIDER_TEST_ADD ("files-read-only", "mail", test_files_read_only);
  PROVIDER_TEST_ADD ("files-cancelled", "mail", test_files_cancelled);
  PROVIDER_TEST_ADD ("sweep", "mail", test_sweep);
  return g_test_run ();
}
