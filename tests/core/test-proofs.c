/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made of what probe guests and marker files show. The looking itself is tried in the lab. */

#include "base/drover-error.h"
#include "facts/drover-attempt.h"
#include "facts/drover-device-ids.h"
#include "facts/drover-device-name.h"
#include "facts/drover-device-sameness.h"
#include "facts/drover-knock.h"
#include "facts/drover-proof-plan.h"
#include "facts/drover-sighting.h"

static GKeyFile *
load (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "proofs", name, NULL);
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  return file;
}

static void
test_knock_texts (void)
{
  g_autoptr (GKeyFile) file = load ("knock-texts.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_assert_cmpuint (g_strv_length (groups), >=, 12);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (file, groups[i], "text", NULL);
      g_autofree char *result = g_key_file_get_string (file, groups[i], "result", NULL);
      g_autofree char *words = g_key_file_get_string (file, groups[i], "words", NULL);
      g_autofree char *got = drover_knock_get_words (text);
      g_autoptr (GPtrArray) knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_knock_free);

      g_test_message ("%s", groups[i]);
      for (guint n = 0; n < 12; n++)
        g_ptr_array_add (knocks, drover_knock_new (FALSE, "nowhere", 1 + n, "migration"));
      g_assert_cmpstr (drover_knock_classify (text), ==, result);
      g_assert_cmpint (drover_knock_find (knocks, text), ==,
                       g_key_file_get_integer (file, groups[i], "socket", NULL));
      if (words != NULL)
        g_assert_cmpstr (got, ==, words);
    }
}

static void
test_knock_found_by_address (void)
{
  static const char text[] = "qemu: Failed to connect to 'fd77::12:4915': Connection refused";
  g_autoptr (GPtrArray) knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_knock_free);

  g_ptr_array_add (knocks, drover_knock_new (FALSE, "fd77::12", 491, "migration"));
  g_ptr_array_add (knocks, drover_knock_new (FALSE, "fd77::12", 4915, "migration"));
  g_assert_cmpint (drover_knock_find (knocks, text), ==, 1);
  g_assert_cmpint (drover_knock_find (knocks, "Failed to connect to 'beta:7'"), ==, -1);
  /* a socket that this probe did not have */
  g_assert_cmpint (drover_knock_find (knocks, "id=charchannel7: Connection refused"), ==, -1);
}

static void
test_inner_port (void)
{
  for (guint32 random = 0; random < 200; random++)
    {
      guint port = drover_knock_get_inner_port (random);

      g_assert_cmpuint (port, >, DROVER_MIGRATION_PORT_MIN + 1);
      g_assert_cmpuint (port, <, DROVER_MIGRATION_PORT_MAX);
      g_assert_cmpuint (port, !=, drover_knock_get_inner_port (random + 1));
      g_assert_cmpuint (port, !=, drover_knock_get_inner_port (random + 2));
    }
}

static DroverVolume *
read_volume (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);
  g_auto (GStrv) words = text ? g_strsplit (text, " ", -1) : NULL;
  DroverVolume *volume;

  if (words == NULL)
    return NULL;
  g_assert_cmpuint (g_strv_length (words), ==, 5);
  volume = drover_record_new (&drover_volume_type);
  volume->capacity = words[0][0] == '-' ? -1 : g_ascii_strtoll (words[0], NULL, 10);
  volume->physical = words[1][0] == '-' ? -1 : g_ascii_strtoll (words[1], NULL, 10);
  volume->format = words[2][0] == '-' ? NULL : g_strdup (words[2]);
  volume->ctime = words[3][0] == '-' ? NULL : g_strdup (words[3]);
  volume->mtime = words[4][0] == '-' ? NULL : g_strdup (words[4]);
  return volume;
}

static DroverMarkerFate
read_fate (GKeyFile *file, const char *group)
{
  static const char *const names[] = {
    [DROVER_MARKER_UNTRIED] = "untried", [DROVER_MARKER_READ] = "read",
    [DROVER_MARKER_ALTERED] = "altered", [DROVER_MARKER_UNREADABLE] = "unreadable",
    [DROVER_MARKER_UNSEEN] = "unseen",
  };
  g_autofree char *text = g_key_file_get_string (file, group, "marker", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], text) == 0)
      return i;
  g_error ("%s: no marker", group);
}

static gboolean
is_yes (GKeyFile *file, const char *group, const char *key, gboolean fallback)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  return text ? g_str_equal (text, "yes") : fallback;
}

static void
test_sightings (void)
{
  g_autoptr (GKeyFile) file = load ("sightings.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_assert_cmpuint (g_strv_length (groups), >=, 20);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      const char *group = groups[i];
      g_autofree char *reason = g_key_file_get_string (file, group, "reason", NULL);
      g_autofree char *export = g_key_file_get_string (file, group, "export", NULL);
      g_autofree char *directory = g_key_file_get_string (file, group, "directory", NULL);
      g_autofree char *wanted = g_key_file_get_string (file, group, "result", NULL);
      g_autofree char *wanted_method = g_key_file_get_string (file, group, "method", NULL);
      g_autoptr (DroverVolume) before = read_volume (file, group, "before");
      g_autoptr (DroverVolume) there = read_volume (file, group, "there");
      g_autoptr (DroverVolume) after = read_volume (file, group, "after");
      DroverSighting sighting = {
        .directory = (char *) "/srv/x",
        .target_directory = directory == NULL               ? DROVER_PRESENCE_YES
                            : g_str_equal (directory, "no") ? DROVER_PRESENCE_NO
                                                            : DROVER_PRESENCE_UNKNOWN,
        .fate = read_fate (file, group),
        .reason = reason,
        .network_file_system = is_yes (file, group, "network", FALSE),
        .same_export = export,
      };
      DroverImageSighting image = {
        .name = "guest.img",
        .before = before,
        .there = there,
        .missing = is_yes (file, group, "missing", FALSE),
        .after = after,
        .writable = is_yes (file, group, "writable", TRUE),
      };
      const char *result = NULL, *method = NULL;
      g_autofree char *evidence = NULL;

      g_test_message ("%s", group);
      drover_sighting_judge (&sighting, &image, &result, &method, &evidence);
      g_assert_cmpstr (result, ==, wanted);
      g_assert_cmpstr (method, ==, wanted_method);
      g_assert_nonnull (evidence);
      g_assert_cmpstr (evidence, !=, "");
    }
}

/* Only what a marker proved, or what nobody writes to, may ever be called the same. */
static void
test_only_proof_says_same (void)
{
  g_autoptr (DroverVolume) volume = drover_record_new (&drover_volume_type);

  volume->capacity = 1;
  volume->physical = 1;
  volume->ctime = g_strdup ("1700000000.5");
  volume->mtime = g_strdup ("1700000000.5");
  for (DroverMarkerFate fate = DROVER_MARKER_UNTRIED; fate <= DROVER_MARKER_UNSEEN; fate++)
    for (DroverPresence presence = DROVER_PRESENCE_UNKNOWN; presence <= DROVER_PRESENCE_YES; presence++)
      {
        DroverSighting sighting = { .directory = (char *) "/d", .target_directory = presence, .fate = fate };
        DroverImageSighting image = {
          .name = "i", .before = volume, .there = volume, .after = volume, .writable = TRUE
        };
        const char *result = NULL, *method = NULL;
        g_autofree char *evidence = NULL;

        drover_sighting_judge (&sighting, &image, &result, &method, &evidence);
        g_assert_true (!g_str_equal (result, "same") ||
                       (fate == DROVER_MARKER_READ && presence != DROVER_PRESENCE_NO));
      }
}

static void
assert_key (GKeyFile *file, const char *group, const char *key, const char *actual)
{
  g_autofree char *wanted = g_key_file_get_string (file, group, key, NULL);

  g_assert_cmpstr (actual, ==, wanted);
}

static void
test_device_names (void)
{
  g_autoptr (GKeyFile) file = load ("device-names.ini");
  g_auto (GStrv) paths = g_key_file_get_groups (file, NULL);

  g_assert_cmpuint (g_strv_length (paths), >=, 20);
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *partition = NULL;
      g_autofree char *disk = drover_device_name_split (paths[i], &partition);
      g_autofree char *wwid = drover_device_name_get_wwid (disk);
      g_autofree char *volume = drover_device_name_get_volume (paths[i]);

      g_test_message ("%s", paths[i]);
      assert_key (file, paths[i], "disk", disk);
      assert_key (file, paths[i], "partition", partition);
      assert_key (file, paths[i], "wwid", wwid);
      assert_key (file, paths[i], "volume", g_str_equal (volume, paths[i]) ? NULL : volume);
    }
}

static void
assert_list (GKeyFile *file, const char *group, const char *key, GPtrArray *list)
{
  g_autofree char *text = NULL;

  g_ptr_array_add (list, NULL);
  text = g_strjoinv (";", (char **) list->pdata);
  assert_key (file, group, key, text[0] != '\0' ? text : NULL);
}

static void
test_device_ids (void)
{
  g_autoptr (GKeyFile) file = load ("device-ids.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_assert_cmpuint (g_strv_length (groups), >=, 20);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (DroverNodeDevice) device = drover_record_new (&drover_node_device_type);
      g_autoptr (DroverDeviceIds) ids = drover_device_ids_new ();

      g_test_message ("%s", groups[i]);
      device->node = g_key_file_get_string (file, groups[i], "node", NULL);
      device->bus = g_key_file_get_string (file, groups[i], "bus", NULL);
      device->vendor = g_key_file_get_string (file, groups[i], "vendor", NULL);
      device->model = g_key_file_get_string (file, groups[i], "model", NULL);
      device->serial = g_key_file_get_string (file, groups[i], "serial", NULL);
      device->links = g_key_file_get_string_list (file, groups[i], "links", NULL, NULL);
      drover_device_ids_add_device (ids, device);
      assert_list (file, groups[i], "ids", ids->ids);
      assert_list (file, groups[i], "weak", ids->weak);
    }
}

static GStrv
read_words (const char *text)
{
  GStrv words = g_strsplit (text, ",", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    g_strstrip (words[i]);
  return words;
}

static void
add_device (DroverFactDevices *fact, GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);
  g_auto (GStrv) parts = text ? g_strsplit (text, "|", -1) : NULL;
  DroverFactDevice *device;
  const char *fields[7] = { NULL };

  if (parts == NULL)
    return;
  g_assert_cmpuint (g_strv_length (parts), <=, G_N_ELEMENTS (fields));
  for (gsize i = 0; parts[i] != NULL; i++)
    fields[i] = g_strstrip (parts[i])[0] != '\0' ? parts[i] : NULL;
  device = drover_record_new (&drover_fact_device_type);
  device->name = g_strdup (fields[0]);
  device->node = g_strdup (fields[1]);
  device->partition = g_strdup (fields[2]);
  device->ids = fields[3] ? read_words (fields[3]) : NULL;
  device->volume = g_strdup (fields[4]);
  device->lies_on = fields[5] ? read_words (fields[5]) : NULL;
  device->reason = g_strdup (fields[6]);
  g_ptr_array_add (fact->devices, device);
}

static DroverFactDevices *
read_devices (GKeyFile *file, const char *group, const char *side)
{
  DroverFactDevices *fact = drover_record_new (&drover_fact_devices_type);
  g_autofree char *below = g_strconcat (side, "-below", NULL);
  g_autofree char *second = g_strconcat (below, "-2", NULL);

  fact->devices = drover_record_list_new (&drover_fact_device_type);
  add_device (fact, file, group, side);
  add_device (fact, file, group, below);
  add_device (fact, file, group, second);
  return fact;
}

static const char *
get_first_name (const DroverFactDevices *fact)
{
  return ((const DroverFactDevice *) fact->devices->pdata[0])->name;
}

static void
test_devices (void)
{
  g_autoptr (GKeyFile) file = load ("devices.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_assert_cmpuint (g_strv_length (groups), >=, 30);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      DroverFactDevices *source = read_devices (file, groups[i], "source");
      DroverFactDevices *target = read_devices (file, groups[i], "target");
      g_autoptr (DroverFacts) none = drover_facts_new ();
      g_autoptr (DroverFacts) half =
          drover_facts_with (none, DROVER_FACT_DEVICES, DROVER_SIDE_SOURCE, source, 0);
      g_autoptr (DroverFacts) facts =
          drover_facts_with (half, DROVER_FACT_DEVICES, DROVER_SIDE_TARGET, target, 0);
      DroverDeviceVerdict verdict = { 0 };

      g_test_message ("%s", groups[i]);
      g_assert_true (drover_device_judge (facts, get_first_name (source), get_first_name (target), &verdict));
      assert_key (file, groups[i], "result", verdict.result);
      g_assert_nonnull (verdict.evidence);
      if (g_key_file_has_key (file, groups[i], "evidence", NULL))
        assert_key (file, groups[i], "evidence", verdict.evidence);
      g_free (verdict.evidence);

      /* one host alone proves nothing */
      g_assert_true (drover_device_judge (half, get_first_name (source), get_first_name (target), &verdict));
      g_assert_cmpstr (verdict.result, ==, "unknown");
      g_free (verdict.evidence);
      g_assert_false (drover_device_judge (facts, "/srv/a.img", "/srv/a.img", &verdict));
    }
}

static const char guest_xml[] =
    "<domain type='qemu' id='3'><name>g</name><uuid>c0ffee00-0000-4000-8000-000000000001</uuid>"
    "<memory>131072</memory><vcpu>1</vcpu><os><type arch='x86_64' "
    "machine='pc-q35-7.2'>hvm</type></os><devices>"
    "<disk type='file' device='disk'><source file='/srv/a/top.qcow2'/><backingStore type='file'>"
    "<format type='raw'/><source file='/srv/b/base.img'/><backingStore/></backingStore>"
    "<target dev='vda' bus='virtio'/></disk>"
    "<disk type='file' device='cdrom'><source file='/srv/a/cd.iso'/><target dev='sda'/><readonly/></disk>"
    "<disk type='file' device='cdrom'><target dev='sdb'/><readonly/></disk>"
    "<disk type='block' device='disk'><source dev='/dev/vg/lv'/><target dev='vdb'/></disk>"
    "<disk type='file' device='disk'><source file='/dev/sdz'/><target dev='vdc'/></disk>"
    "<disk type='network' device='disk'><source protocol='rbd' name='p/i'><host name='mon1' "
    "port='6789'/></source>"
    "<target dev='vdd'/></disk>"
    "<disk type='network' device='disk'><source protocol='nbd' name='x'><host name='localhost' "
    "port='10809'/></source>"
    "<target dev='vde'/></disk>"
    "<disk type='network' device='disk'><source protocol='rbd' name='p/j'/><target dev='vdf'/></disk>"
    "<disk type='volume' device='disk'><source pool='nas' volume='v.qcow2'/><target dev='vdg'/></disk>"
    "<disk type='volume' device='disk'><source pool='lun' volume='unit:0:0:1'/><target dev='vdh'/></disk>"
    "</devices></domain>";

static DroverFactPools *
make_pools (const char *lun_source)
{
  DroverFactPools *fact = drover_record_new (&drover_fact_pools_type);
  DroverFactPool *nas = drover_record_new (&drover_fact_pool_type);
  DroverFactPool *lun = drover_record_new (&drover_fact_pool_type);

  fact->pools = drover_record_list_new (&drover_fact_pool_type);
  nas->name = g_strdup ("nas");
  nas->type = g_strdup ("netfs");
  nas->active = TRUE;
  nas->path = g_strdup ("/mnt/nas");
  nas->source = g_strdup ("nas.lab.test:/export");
  g_ptr_array_add (fact->pools, nas);
  lun->name = g_strdup ("lun");
  lun->type = g_strdup ("iscsi");
  lun->active = TRUE;
  lun->path = g_strdup ("/dev/disk/by-path");
  lun->source = g_strdup (lun_source);
  g_ptr_array_add (fact->pools, lun);
  return fact;
}

static DroverFacts *
make_facts (const char *source_lun, const char *target_lun)
{
  g_autoptr (DroverFacts) first = drover_facts_new ();
  g_autoptr (DroverFacts) second =
      drover_facts_with (first, DROVER_FACT_POOLS, DROVER_SIDE_SOURCE, make_pools (source_lun), 0);

  return drover_facts_with (second, DROVER_FACT_POOLS, DROVER_SIDE_TARGET, make_pools (target_lun), 0);
}

static void
test_elements (void)
{
  static const struct {
    const char *name;
    const char *disk;
    gboolean top;
    gboolean writable;
    const char *path;
    const char *result;
  } wanted[] = {
    { "/srv/a/top.qcow2", "vda", TRUE, TRUE, "/srv/a/top.qcow2", NULL },
    { "/srv/b/base.img", "vda", FALSE, FALSE, "/srv/b/base.img", NULL },
    { "/srv/a/cd.iso", "sda", TRUE, FALSE, "/srv/a/cd.iso", NULL },
    { "/dev/vg/lv", "vdb", TRUE, TRUE, NULL, "unknown" },
    { "/dev/sdz", "vdc", TRUE, TRUE, NULL, "unknown" },
    { "rbd:p/i @ mon1:6789", "vdd", TRUE, TRUE, NULL, "same" },
    { "nbd:x @ localhost:10809", "vde", TRUE, TRUE, NULL, "different" },
    { "rbd:p/j", "vdf", TRUE, TRUE, NULL, "unknown" },
    { "nas/v.qcow2", "vdg", TRUE, TRUE, "/mnt/nas/v.qcow2", NULL },
    { "lun/unit:0:0:1", "vdh", TRUE, TRUE, NULL, "same" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_guest_parse (guest_xml, &error);
  g_autoptr (DroverFacts) facts = make_facts ("san.lab.test:iqn.a", "san.lab.test:iqn.a");
  g_autoptr (GPtrArray) elements = NULL;

  g_assert_no_error (error);
  elements = drover_proof_list_elements (guest, guest, facts);
  g_assert_cmpuint (elements->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < elements->len; i++)
    {
      const DroverProofElement *element = elements->pdata[i];

      g_assert_cmpstr (element->name, ==, wanted[i].name);
      g_assert_cmpstr (element->disk, ==, wanted[i].disk);
      g_assert_cmpint (element->top, ==, wanted[i].top);
      g_assert_cmpint (element->writable, ==, wanted[i].writable);
      g_assert_cmpstr (element->paths[DROVER_SIDE_SOURCE], ==, wanted[i].path);
      g_assert_cmpstr (element->paths[DROVER_SIDE_TARGET], ==, wanted[i].path);
      g_assert_cmpstr (element->result, ==, wanted[i].result);
      g_assert_true ((element->result == NULL) == (element->evidence == NULL));
    }
}

static void
test_elements_elsewhere (void)
{
  g_autoptr (GString) other = g_string_new (guest_xml);
  g_autoptr (DroverGuest) guest = drover_guest_parse (guest_xml, NULL);
  g_autoptr (DroverGuest) effective = NULL;
  g_autoptr (DroverFacts) facts = make_facts ("san.lab.test:iqn.a", "san.lab.test:iqn.b");
  g_autoptr (GPtrArray) elements = NULL;
  const DroverProofElement *element;
  g_autofree char *export = NULL;

  g_string_replace (other, "/srv/a/top.qcow2", "/srv/c/top.qcow2", 0);
  g_string_replace (other, "mon1", "mon2", 0);
  effective = drover_guest_parse (other->str, NULL);
  elements = drover_proof_list_elements (guest, effective, facts);
  element = elements->pdata[0];
  g_assert_cmpstr (element->name, ==, "/srv/c/top.qcow2");
  g_assert_cmpstr (element->paths[DROVER_SIDE_SOURCE], ==, "/srv/a/top.qcow2");
  g_assert_cmpstr (element->paths[DROVER_SIDE_TARGET], ==, "/srv/c/top.qcow2");
  element = elements->pdata[5];
  g_assert_cmpstr (element->result, ==, "unknown");
  element = elements->pdata[9];
  g_assert_cmpstr (element->result, ==, "unknown");

  export = drover_proof_get_same_export (facts, "/mnt/nas", "/mnt/nas");
  g_assert_cmpstr (export, ==, "nas.lab.test:/export");
  g_assert_null (drover_proof_get_same_export (facts, "/mnt/nas", "/mnt/other"));
}

static void
assert_rbd (const char *hosts, const char *name, const char *result)
{
  static const char server[] = "<source protocol='rbd' name='p/i'><host name='mon1' port='6789'/></source>";
  g_autofree char *source = g_strdup_printf ("<source protocol='rbd' name='%s'>%s</source>", name, hosts);
  g_autoptr (GString) other = g_string_new (guest_xml);
  g_autoptr (DroverGuest) guest = drover_guest_parse (guest_xml, NULL);
  g_autoptr (DroverGuest) effective = NULL;
  g_autoptr (DroverFacts) facts = drover_facts_new ();
  g_autoptr (GPtrArray) elements = NULL;

  g_assert_cmpuint (g_string_replace (other, server, source, 0), ==, 1);
  effective = drover_guest_parse (other->str, NULL);
  elements = drover_proof_list_elements (guest, effective, facts);
  g_assert_cmpstr (((const DroverProofElement *) elements->pdata[5])->result, ==, result);
}

/* A monitor belongs to one cluster, and there a name means one image. */
static void
test_elements_of_ceph (void)
{
  assert_rbd ("<host name='mon1' port='6789'/>", "p/i", "same");
  assert_rbd ("<host name='MON1'/>", "p/i", "same");
  assert_rbd ("<host name='mon2'/><host name='mon1'/>", "p/i", "same");
  assert_rbd ("<host name='mon1'/>", "p/other", "different");
  assert_rbd ("<host name='mon2'/>", "p/i", "unknown");
  assert_rbd ("<host name='mon1' port='3300'/>", "p/i", "unknown");
  assert_rbd ("", "p/i", "unknown");
}

/* What only the image told of backs it all the same. */
static void
test_elements_from_files (void)
{
  g_autoptr (DroverGuest) guest = drover_guest_parse (guest_xml, NULL);
  g_autoptr (DroverFacts) pools = make_facts ("a:b", "a:b");
  g_autoptr (DroverFacts) facts = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  DroverFactFiles *files = drover_record_new (&drover_fact_files_type);
  const DroverProofElement *last;

  files->files = drover_record_list_new (&drover_fact_file_type);
  for (guint i = 0; i < 2; i++)
    {
      DroverFactFile *file = drover_record_new (&drover_fact_file_type);

      file->path = g_strdup (i == 0 ? "/srv/b/base.img" : "/srv/d/deeper.img");
      file->kind = g_strdup ("backing");
      file->target = g_strdup ("vda");
      g_ptr_array_add (files->files, file);
    }
  facts = drover_facts_with (pools, DROVER_FACT_FILES, DROVER_SIDE_SOURCE, files, 0);
  elements = drover_proof_list_elements (guest, guest, facts);
  g_assert_cmpuint (elements->len, ==, 11);
  last = elements->pdata[10];
  g_assert_cmpstr (last->name, ==, "/srv/d/deeper.img");
  g_assert_false (last->top);
}

static gboolean
sleep_then_fail (gpointer data, GError **error)
{
  g_usleep (GPOINTER_TO_UINT (data) * 1000);
  g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_BUSY, "slept");
  return FALSE;
}

static void
test_attempts (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverAttempt) slow =
      drover_attempt_start ("slow", sleep_then_fail, GUINT_TO_POINTER (300), NULL);
  g_autoptr (DroverAttempt) quick =
      drover_attempt_start ("quick", sleep_then_fail, GUINT_TO_POINTER (1), NULL);

  g_assert_true (drover_attempt_wait (quick, g_get_monotonic_time () + 5 * G_USEC_PER_SEC, NULL));
  g_assert_false (drover_attempt_get_result (quick, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_BUSY);
  g_assert_false (drover_attempt_wait (slow, g_get_monotonic_time () + 10000, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (drover_attempt_wait (slow, G_MAXINT64, cancellable));
  g_assert_false (drover_attempts_settle (10));
  g_assert_true (drover_attempts_settle (5000));
  g_assert_true (drover_attempt_is_done (slow));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proofs/knock-texts", test_knock_texts);
  g_test_add_func ("/proofs/knock-found-by-address", test_knock_found_by_address);
  g_test_add_func ("/proofs/inner-port", test_inner_port);
  g_test_add_func ("/proofs/sightings", test_sightings);
  g_test_add_func ("/proofs/only-proof-says-same", test_only_proof_says_same);
  g_test_add_func ("/proofs/device-names", test_device_names);
  g_test_add_func ("/proofs/device-ids", test_device_ids);
  g_test_add_func ("/proofs/devices", test_devices);
  g_test_add_func ("/proofs/elements", test_elements);
  g_test_add_func ("/proofs/elements-elsewhere", test_elements_elsewhere);
  g_test_add_func ("/proofs/elements-of-ceph", test_elements_of_ceph);
  g_test_add_func ("/proofs/elements-from-files", test_elements_from_files);
  g_test_add_func ("/proofs/attempts", test_attempts);
  return g_test_run ();
}
