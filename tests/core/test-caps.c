/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every XML file below tests/data/caps/KIND must read as the JSON beside it says, every file below
 * tests/data/caps/refused must not read at all. DROVER_UPDATE_GOLDEN=1 writes the JSON anew: look at the
 * difference before you commit it. */

#include <string.h>

#include "base/drover-error.h"
#include "caps/drover-domain-caps.h"
#include "caps/drover-guest.h"
#include "caps/drover-host-caps.h"
#include "caps/drover-network.h"
#include "caps/drover-node-device.h"
#include "caps/drover-pool.h"
#include "caps/drover-volume.h"

typedef gpointer (*Parse) (const char *xml, GError **error);

typedef struct {
  const char *directory;
  const DroverRecordType *type;
  Parse parse;
} Kind;

static const Kind kinds[] = {
  { "host-caps", &drover_host_caps_type, (Parse) drover_host_caps_parse },
  { "domain-caps", &drover_domain_caps_type, (Parse) drover_domain_caps_parse },
  { "guest", &drover_guest_type, (Parse) drover_guest_parse },
  { "pool", &drover_pool_type, (Parse) drover_pool_parse },
  { "volume", &drover_volume_type, (Parse) drover_volume_parse },
  { "network", &drover_network_type, (Parse) drover_network_parse },
  { "node-device", &drover_node_device_type, (Parse) drover_node_device_parse },
};

static const Kind refused = { "refused", &drover_guest_type, (Parse) drover_guest_parse };

typedef struct {
  const Kind *kind;
  char *xml_file;
} Case;

static void
case_free (gpointer data)
{
  Case *test_case = data;

  g_free (test_case->xml_file);
  g_free (test_case);
}

static char *
read_file (const char *file)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
read_data (const char *directory, const char *name)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "caps", directory, name, NULL);

  return read_file (file);
}

static gboolean
says_nothing (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) == 0;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node) == -1;
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN && !json_node_get_boolean (node);
}

/* Golden files hold only what is said: no null, no -1, no false, no empty list. */
static void
prune (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        prune (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *name = names; name != NULL; name = name->next)
        {
          JsonNode *member = json_object_get_member (object, name->data);

          prune (member);
          if (says_nothing (member))
            json_object_remove_member (object, name->data);
        }
    }
}

static char *
to_golden (const DroverRecordType *type, gconstpointer record)
{
  g_autoptr (JsonNode) node = drover_record_to_json (type, record);
  g_autofree char *text = NULL;

  prune (node);
  text = json_to_string (node, TRUE);
  return g_strconcat (text, "\n", NULL);
}

static void
test_golden (gconstpointer data)
{
  const Case *test_case = data;
  g_autofree char *xml = read_file (test_case->xml_file);
  g_autofree char *stem = g_strndup (test_case->xml_file, strlen (test_case->xml_file) - strlen (".xml"));
  g_autofree char *golden_file = g_strconcat (stem, ".json", NULL);
  g_autofree char *actual = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;
  gpointer record = test_case->kind->parse (xml, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
  actual = to_golden (test_case->kind->type, record);
  drover_record_free (test_case->kind->type, record);

  if (g_getenv ("DROVER_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (golden_file, actual, -1, NULL));
  expected = read_file (golden_file);
  g_assert_cmpstr (actual, ==, expected);
}

static void
test_refused (gconstpointer data)
{
  const Case *test_case = data;
  g_autofree char *xml = read_file (test_case->xml_file);
  g_autoptr (GError) error = NULL;
  gpointer record = test_case->kind->parse (xml, &error);

  g_assert_null (record);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, !=, "");
  g_assert_null (strchr (error->message, '\n'));
  g_test_message ("%s", error->message);
}

/* A text cut off anywhere is refused or, past the end of its outermost element, read whole. */
static void
test_cut_off (gconstpointer data)
{
  const Case *test_case = data;
  g_autofree char *xml = read_file (test_case->xml_file);
  gsize step = MAX (1, strlen (xml) / 97);

  for (gsize length = strlen (xml) - 2; length > step; length -= step)
    {
      g_autoptr (GError) error = NULL;
      gpointer record;

      xml[length] = '\0';
      record = test_case->kind->parse (xml, &error);
      g_assert_null (record);
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED);
    }
}

static gpointer
parse_all_again (gpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "caps", kinds[i].directory, NULL);
      g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (directory)) != NULL)
        {
          g_autofree char *xml =
              g_str_has_suffix (name, ".xml") ? read_data (kinds[i].directory, name) : NULL;
          gpointer record = xml ? kinds[i].parse (xml, NULL) : NULL;

          g_assert_true (xml == NULL || record != NULL);
          drover_record_free (kinds[i].type, record);
          drover_guest_unref (drover_guest_parse ("<domain", NULL));
        }
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[8];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, parse_all_again, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_host_caps_answers (void)
{
  g_autofree char *xml = read_data ("host-caps", "fedora-selinux.xml");
  g_autoptr (DroverHostCaps) caps = drover_host_caps_parse (xml, NULL);
  const DroverSecModel *selinux = drover_host_caps_find_secmodel (caps, "selinux");
  const char *emulator;

  g_assert_nonnull (selinux);
  g_assert_cmpstr (drover_sec_model_get_base_label (selinux, "qemu"), ==, "system_u:system_r:svirt_tcg_t:s0");
  g_assert_null (drover_sec_model_get_base_label (selinux, "xen"));
  g_assert_null (drover_host_caps_find_secmodel (caps, "apparmor"));

  emulator = drover_host_caps_get_emulator (caps, "x86_64", "kvm");
  g_assert_cmpstr (emulator, ==, "/usr/libexec/qemu-kvm");
  emulator = drover_host_caps_get_emulator (caps, "x86_64", "qemu");
  g_assert_cmpstr (emulator, ==, "/usr/bin/qemu-system-x86_64");
  g_assert_null (drover_host_caps_get_emulator (caps, "aarch64", "kvm"));
  g_assert_null (drover_host_caps_get_emulator (caps, "x86_64", "xen"));

  /* a type's own list hides the architecture's */
  g_assert_nonnull (drover_host_caps_find_machine (caps, "x86_64", "qemu", "microvm"));
  g_assert_null (drover_host_caps_find_machine (caps, "x86_64", "kvm", "microvm"));
  g_assert_cmpuint (drover_host_caps_count_cpus (caps), ==, 2);
  g_assert_cmpint (caps->memory, ==, G_GINT64_CONSTANT (2) * 32768000 * 1024);
}

static void
test_domain_caps_answers (void)
{
  g_autofree char *xml = read_data ("domain-caps", "newer-libvirt.xml");
  g_autoptr (DroverDomainCaps) caps = drover_domain_caps_parse (xml, NULL);
  const DroverCpuModel *model = drover_domain_caps_find_model (caps, "Skylake-Server");

  g_assert_cmpint (drover_domain_caps_is_supported (caps, "tpm"), ==, DROVER_CAPS_YES);
  g_assert_cmpint (drover_domain_caps_is_supported (caps, "filesystem"), ==, DROVER_CAPS_NO);
  g_assert_cmpint (drover_domain_caps_is_supported (caps, "crypto"), ==, DROVER_CAPS_UNKNOWN);
  g_assert_cmpint (drover_domain_caps_is_supported (caps, "cpu.host-passthrough"), ==, DROVER_CAPS_YES);
  g_assert_cmpint (drover_domain_caps_is_supported (caps, "features.sev"), ==, DROVER_CAPS_YES);

  g_assert_cmpint (drover_domain_caps_allows (caps, "disk.bus", "virtio"), ==, DROVER_CAPS_YES);
  g_assert_cmpint (drover_domain_caps_allows (caps, "disk.bus", "ide"), ==, DROVER_CAPS_NO);
  g_assert_cmpint (drover_domain_caps_allows (caps, "video.modelType", "qxl"), ==, DROVER_CAPS_UNKNOWN);
  g_assert_cmpint (drover_domain_caps_allows (caps, "hostdev.capsType", "misc"), ==, DROVER_CAPS_NO);
  g_assert_cmpint (drover_domain_caps_allows (caps, "os.loader.type", "pflash"), ==, DROVER_CAPS_YES);
  g_assert_cmpint (drover_domain_caps_allows (caps, "cpu.host-passthrough.hostPassthroughMigratable", "on"),
                   ==, DROVER_CAPS_YES);

  g_assert_nonnull (model);
  g_assert_true (g_strv_contains ((const char *const *) model->blockers, "rtm"));
  g_assert_null (drover_domain_caps_find_model (caps, "NoSuchModel"));
}

static void
assert_kind (const DroverGuest *guest, const char *target_dev, DroverStorageKind kind, const char *described)
{
  const DroverDisk *disk = drover_guest_find_disk (guest, target_dev);
  g_autofree char *text = NULL;

  g_assert_nonnull (disk);
  text = drover_storage_source_describe (drover_disk_get_source (disk));
  g_assert_cmpint (drover_storage_source_get_kind (drover_disk_get_source (disk)), ==, kind);
  g_assert_cmpstr (text, ==, described);
}

static void
test_guest_disks (void)
{
  g_autofree char *xml = read_data ("guest", "rich-inactive.xml");
  g_autoptr (DroverGuest) guest = drover_guest_parse (xml, NULL);
  const DroverDisk *disk = drover_guest_find_disk (guest, "vda");

  assert_kind (guest, "vda", DROVER_STORAGE_FILE, "/srv/shared/rich root.qcow2");
  assert_kind (guest, "sda", DROVER_STORAGE_BLOCK, "/dev/disk/by-id/wwn-0x5000c500155a0ca9");
  assert_kind (guest, "vdb", DROVER_STORAGE_NETWORK,
               "rbd:pool/image @ mon1.example.test:6789, mon2.example.test:6789");
  assert_kind (guest, "vdc", DROVER_STORAGE_NETWORK, "nbd: @ /run/nbd.sock");
  assert_kind (guest, "sdd", DROVER_STORAGE_VOLUME, "iscsi-pool/unit:0:0:1");
  assert_kind (guest, "vde", DROVER_STORAGE_NVME, "nvme:0000:01:00.0/1");
  assert_kind (guest, "vdf", DROVER_STORAGE_VHOST_USER, "/run/vhost-blk.sock");
  assert_kind (guest, "sdc", DROVER_STORAGE_NONE, "");
  assert_kind (guest, "fda", DROVER_STORAGE_DIR, "/srv/floppy");

  g_assert_cmpuint (disk->chain->len, ==, 3);
  g_assert_true (disk->chain_complete);
  g_assert_true (drover_disk_is_migrated_by_copy (disk));
  g_assert_false (drover_disk_is_migrated_by_copy (drover_guest_find_disk (guest, "sda")));
  g_assert_false (drover_disk_is_migrated_by_copy (drover_guest_find_disk (guest, "sdb")));
  g_assert_false (drover_guest_find_disk (guest, "vdb")->chain_complete);
  g_assert_null (drover_guest_find_disk (guest, "vdz"));

  g_assert_true (drover_storage_source_equal (disk->chain->pdata[0], disk->chain->pdata[0]));
  g_assert_false (drover_storage_source_equal (disk->chain->pdata[0], disk->chain->pdata[1]));
}

static const DroverHostPath *
find_path (const GPtrArray *paths, const char *path)
{
  for (guint i = 0; i < paths->len; i++)
    {
      const DroverHostPath *entry = paths->pdata[i];

      if (g_strcmp0 (entry->path, path) == 0)
        return entry;
    }
  return NULL;
}

static void
assert_path (const GPtrArray *paths, const char *path, const char *role, gboolean created)
{
  const DroverHostPath *entry = find_path (paths, path);

  g_assert (entry != NULL);
  g_assert_cmpstr (entry->role, ==, role);
  g_assert_cmpint (entry->created, ==, created);
}

static void
test_guest_paths (void)
{
  g_autofree char *xml = read_data ("guest", "rich-inactive.xml");
  g_autoptr (DroverGuest) guest = drover_guest_parse (xml, NULL);
  g_autoptr (GPtrArray) paths = drover_guest_list_host_paths (guest);

  assert_path (paths, "/srv/boot/vmlinuz", "kernel", FALSE);
  assert_path (paths, "/usr/share/OVMF/OVMF_CODE_4M.fd", "loader", FALSE);
  assert_path (paths, "/var/lib/libvirt/qemu/nvram/rich_VARS.fd", "nvram", TRUE);
  assert_path (paths, "/srv/fwcfg/two.bin", "fwcfg", FALSE);
  assert_path (paths, "/dev/hwrng", "rng", FALSE);
  assert_path (paths, "/dev/input/event1", "evdev", FALSE);
  assert_path (paths, "/dev/parport0", "parallel", FALSE);
  assert_path (paths, "/run/other.sock", "channel", FALSE);
  assert_path (paths, "/var/log/rich.log", "log", TRUE);
  assert_path (paths, "/run/vhost-net.sock", "vhostuser", FALSE);
  assert_path (paths, "/srv/nvdimm.img", "nvdimm", FALSE);
  assert_path (paths, "/srv/export", "filesystem", FALSE);
  /* disks are looked at by other means */
  g_assert_null (find_path (paths, "/srv/shared/rich root.qcow2"));
}

static void
test_sharing (void)
{
  g_autofree char *xml = read_data ("guest", "lab-live.xml");
  DroverGuest *guest = drover_guest_parse (xml, NULL);
  DroverGuest *shared;

  g_assert_nonnull (guest);
  shared = drover_guest_ref (guest);
  drover_guest_unref (guest);
  g_assert_cmpstr (shared->name, ==, "demo");
  drover_guest_unref (shared);
}

static void
test_network_answers (void)
{
  g_autofree char *nat_xml = read_data ("network", "plain-forward.xml");
  g_autofree char *bridge_xml = read_data ("network", "ovs-portgroups.xml");
  g_autoptr (DroverNetwork) nat = drover_network_parse (nat_xml, NULL);
  g_autoptr (DroverNetwork) bridge = drover_network_parse (bridge_xml, NULL);

  g_assert_true (drover_network_is_private_to_host (nat));
  g_assert_false (drover_network_is_private_to_host (bridge));
  g_assert_nonnull (drover_network_find_port_group (bridge, "blue"));
  g_assert_null (drover_network_find_port_group (bridge, "green"));
}

static void
add_cases (const char *path, const Kind *kind, GTestDataFunc test)
{
  g_autofree char *full = g_test_build_filename (G_TEST_DIST, "caps", kind->directory, NULL);
  g_autoptr (GDir) directory = g_dir_open (full, 0, NULL);
  guint count = 0;
  const char *name;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, ".xml"))
      {
        g_autofree char *test_path = g_strdup_printf ("/caps/%s/%s/%s", path, kind->directory, name);
        Case *test_case = g_new0 (Case, 1);

        test_case->kind = kind;
        test_case->xml_file = g_build_filename (full, name, NULL);
        g_test_add_data_func_full (test_path, test_case, test, case_free);
        count++;
      }
  g_assert_cmpuint (count, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      add_cases ("golden", &kinds[i], test_golden);
      add_cases ("cut-off", &kinds[i], test_cut_off);
    }
  add_cases ("refused", &refused, test_refused);
  g_test_add_func ("/caps/threads", test_threads);
  g_test_add_func ("/caps/sharing", test_sharing);
  g_test_add_func ("/caps/host-caps/answers", test_host_caps_answers);
  g_test_add_func ("/caps/domain-caps/answers", test_domain_caps_answers);
  g_test_add_func ("/caps/guest/disks", test_guest_disks);
  g_test_add_func ("/caps/guest/paths", test_guest_paths);
  g_test_add_func ("/caps/network/answers", test_network_answers);
  return g_test_run ();
}
