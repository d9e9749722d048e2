/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"

typedef char *(*Adapt) (const char *xml, GPtrArray *there, GPtrArray *notes, GError **error);

/* A definition as another host can take it, case by case: *.ini with "source", "there" and either "adapted"
 * or "error". */
static void
check_adapted (const char *path, const char *group, Adapt adapt)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) there = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *source = NULL;
  g_autofree char *other = NULL;
  g_autofree char *adapted = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  source = g_key_file_get_string (file, group, "source", NULL);
  other = g_key_file_get_string (file, group, "there", NULL);
  expected = g_key_file_get_string (file, group, "adapted", NULL);
  refusal = g_key_file_get_string (file, group, "error", NULL);
  g_assert_true ((expected != NULL) != (refusal != NULL));
  if (other != NULL)
    g_ptr_array_add (there, g_steal_pointer (&other));
  adapted = adapt (source, there, notes, &error);
  g_assert_cmpstr (adapted, ==, expected);
  g_assert_cmpstr (error ? error->message : NULL, ==, refusal);
  g_assert_cmpuint (notes->len, ==, (guint) g_key_file_get_integer (file, group, "notes", NULL));
}

static void
test_network (gconstpointer data)
{
  check_adapted (data, "network", drover_fix_adapt_network);
}

static void
test_pool (gconstpointer data)
{
  check_adapted (data, "pool", drover_fix_adapt_pool);
}

/* A pool is not stopped under a guest, whichever way its disk names it. */
static void
test_pool_use (void)
{
  static const struct {
    const char *source;
    gboolean used;
  } cases[] = {
    { "<source pool='vms' volume='a'/>", TRUE },
    { "<source pool='other' volume='vms'/>", FALSE },
    { "<source file='/srv/vms/a.qcow2'/>", TRUE },
    { "<source file='/srv/vms2/a.qcow2'/>", FALSE },
    { "<source dev='/srv/vms/lun'/>", TRUE },
    { "<source file='/a'/><backingStore><source file='/srv/vms/base'/></backingStore>", TRUE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *xml =
          g_strdup_printf ("<domain><devices><disk>%s</disk></devices></domain>", cases[i].source);

      g_assert_cmpint (drover_fix_guest_uses_pool (xml, "vms", "/srv/vms"), ==, cases[i].used);
    }
  g_assert_false (drover_fix_guest_uses_pool ("<domain", "vms", NULL));
}

/* Only a drive that has a disc is emptied, and only its disc is taken. */
static void
test_drive (void)
{
  static const char xml[] = "<domain><devices>"
                            "<disk device='disk'><source file='/a'/><target dev='sda'/></disk>"
                            "<disk device='cdrom'><source file='/b.iso'><x/></source><backingStore/><target "
                            "dev='sdb'/><readonly/></disk>"
                            "<disk device='cdrom'><target dev='sdc'/></disk>"
                            "</devices></domain>";
  g_autofree char *full = NULL;
  g_autofree char *empty = NULL;

  g_assert_true (drover_fix_change_disk (xml, "sdb", drover_fix_empty_drive, &full, &empty));
  g_assert_nonnull (strstr (full, "/b.iso"));
  g_assert_cmpstr (empty, ==, "<disk device=\"cdrom\"><target dev=\"sdb\"/><readonly/></disk>");
  g_assert_false (drover_fix_change_disk (xml, "sda", drover_fix_empty_drive, &full, &empty));
  g_assert_false (drover_fix_change_disk (xml, "sdc", drover_fix_empty_drive, &full, &empty));
  g_assert_false (drover_fix_change_disk (xml, "sdd", drover_fix_empty_drive, &full, &empty));
  g_assert_false (drover_fix_change_disk ("<domain", "sdb", drover_fix_empty_drive, &full, &empty));
}

/* A device is known by libvirt's name while the guest runs, and by where the guest sees it in its definition.
 */
static void
test_device (void)
{
#define PLACE "<address type='drive' controller='0' unit='1'/>"
  static const char running[] =
      "<domain><devices>"
      "<disk><alias name='hostdev0'/>" PLACE "</disk>"
      "<hostdev type='usb'><source><vendor id='0x1'/><address bus='1' device='4'/></source>"
      "<alias name='hostdev0'/>" PLACE "</hostdev>"
      "<shmem name='x'><alias name='ua-mine'/></shmem>"
      "</devices></domain>";
  static const char defined[] = "<domain><devices><hostdev type='usb'><source><vendor id='0x1'/></source>"
                                "<address controller='0' type='drive' unit='1'/></hostdev>"
                                "<hostdev type='usb'>" PLACE "</hostdev></devices></domain>";
#undef PLACE
  g_autofree char *place = NULL;
  g_autofree char *no_place = NULL;
  g_autofree char *device = drover_fix_find_device (running, "hostdev0", &place);
  g_autofree char *named = drover_fix_find_device (running, "ua-mine", &no_place);
  g_autofree char *there = drover_fix_find_device_at (defined, place);
  g_autofree char *again = drover_fix_find_device_at (running, place);
  g_autofree char *none = NULL;

  g_assert_true (g_str_has_prefix (device, "<hostdev"));
  g_assert_null (strstr (device, "alias"));
  g_assert_nonnull (strstr (named, "ua-mine"));
  g_assert_null (no_place);
  g_assert_cmpstr (place, ==, "hostdev <address type=\"drive\" controller=\"0\" unit=\"1\"/>");
  /* libvirt writes attributes in one order */
  g_assert_cmpstr (there, ==,
                   "<hostdev type=\"usb\"><address type=\"drive\" controller=\"0\" unit=\"1\"/></hostdev>");
  g_assert_true (g_str_has_prefix (again, "<hostdev"));
  g_assert_null (drover_fix_find_device (running, "net0", &none));
  g_assert_null (drover_fix_find_device_at (running, NULL));
}

/* Only a card that the target does not use itself, and that is the same, is handed out there. */
static void
test_card (void)
{
#define CARD(driver)                                                                                         \
  "<device><name>pci_0000_3b_00_0</name>" driver "<capability type='pci'><product id='0x1572'>X</product>"   \
  "<vendor id='0x8086'>Y</vendor></capability></device>"
  static const struct {
    const char *product;
    const char *there;
    int error;
  } cases[] = {
    { "0x8086:0x1572", CARD (""), -1 },
    { "0x8086:0x1572", CARD ("<driver><name>vfio-pci</name></driver>"), -1 },
    { "0x8086:0x1572", CARD ("<driver><name>i40e</name></driver>"), DROVER_ERROR_BUSY },
    { "0x8086:0x1573", CARD (""), DROVER_ERROR_NOT_FOUND },
    { NULL, CARD (""), DROVER_ERROR_NOT_FOUND },
    { NULL, "<device/>", DROVER_ERROR_NOT_FOUND },
  };
#undef CARD

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean is_free = drover_fix_card_is_free (cases[i].product, cases[i].there, &error);

      g_assert_cmpint (is_free, ==, cases[i].error < 0);
      if (!is_free)
        g_assert_error (error, DROVER_ERROR, cases[i].error);
    }
}

/* Only the disk that is meant is told to go past the host's cache, and only where it does not yet. */
static void
test_cache (void)
{
  static const char xml[] = "<domain><devices>"
                            "<disk><driver name='qemu' cache='writeback'/><target dev='vda'/></disk>"
                            "<disk><driver name='qemu' cache='none'/><target dev='vdb'/></disk>"
                            "<disk><target dev='vdc'/></disk>"
                            "</devices></domain>";
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *made = NULL;

  g_assert_true (drover_fix_change_disk (xml, "vda", drover_fix_uncache_disk, &before, &after));
  g_assert_cmpstr (before, ==,
                   "<disk><driver name=\"qemu\" cache=\"writeback\"/><target dev=\"vda\"/></disk>");
  g_assert_cmpstr (after, ==, "<disk><driver name=\"qemu\" cache=\"none\"/><target dev=\"vda\"/></disk>");
  g_assert_true (drover_fix_change_disk (xml, "vdc", drover_fix_uncache_disk, &bare, &made));
  g_assert_nonnull (strstr (made, "<driver cache=\"none\"/>"));
  g_assert_false (drover_fix_change_disk (xml, "vdb", drover_fix_uncache_disk, &before, &after));
  g_assert_false (drover_fix_change_disk (xml, "vdd", drover_fix_uncache_disk, &before, &after));
  g_assert_false (drover_fix_change_disk ("<domain", "vda", drover_fix_uncache_disk, &before, &after));
}

static void
machine_free (gpointer data)
{
  DroverMachine *machine = data;

  g_free (machine->name);
  g_free (machine->canonical);
  g_free (machine);
}

/* "q35=pc-q35-7.2" is an alias. */
static GPtrArray *
list_machines (const char *names)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (machine_free);
  g_auto (GStrv) words = g_strsplit (names, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      DroverMachine *machine = g_new0 (DroverMachine, 1);
      g_auto (GStrv) parts = g_strsplit (words[i], "=", 2);

      machine->name = g_strdup (parts[0]);
      machine->canonical = g_strdup (parts[1]);
      g_ptr_array_add (list, machine);
    }
  return list;
}

static void
test_machine (void)
{
  static const struct {
    const char *source;
    const char *target;
    const char *machine;
    const char *chosen;
  } cases[] = {
    { "pc-q35-7.2 pc-q35-10.0 pc-q35-8.0", "pc-q35-7.2 pc-q35-8.0", "pc-q35-10.0", "pc-q35-8.0" },
    { "pc-q35-7.2 pc-q35-10.0", "pc-q35-10.0 pc-q35-7.2", "pc-q35-10.0", "pc-q35-10.0" },
    { "pc-q35-10.0", "q35=pc-q35-7.2", "pc-q35-10.0", NULL },
    { "pc-i440fx-7.2 pc-q35-7.2", "pc-i440fx-7.2", "pc-q35-7.2", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) source = list_machines (cases[i].source);
      g_autoptr (GPtrArray) target = list_machines (cases[i].target);

      g_assert_cmpstr (drover_fix_choose_machine (source, target, cases[i].machine), ==, cases[i].chosen);
    }
}

/* What somebody chose meanwhile is not overwritten. */
static void
test_replace_machine (void)
{
  static const char xml[] = "<domain><os><type machine='pc-q35-10.0'>hvm</type></os></domain>";
  g_autoptr (GError) error = NULL;
  g_autofree char *replaced = drover_fix_replace_machine (xml, "pc-q35-10.0", "pc-q35-7.2", &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (replaced, "machine=\"pc-q35-7.2\""));
  g_assert_null (drover_fix_replace_machine (xml, "pc-q35-7.2", "pc-q35-8.0", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "pc-q35-10.0"));
}

static void
test_free_drive (void)
{
  static const char xml[] =
      "<domain><devices><disk device='cdrom'><source file='/a.iso'/><target dev='sda'/></disk>"
      "<disk device='cdrom'><target dev='sdb'/></disk>"
      "<disk device='floppy'><source file='/b.img' startupPolicy='optional'/><target dev='fda'/></disk>"
      "<disk><source file='/c'/><target dev='vda'/></disk></devices></domain>";
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (drover_fix_change_disk (xml, "sda", drover_fix_free_drive, &before, &after));
  g_assert_cmpstr (before, ==,
                   "<disk device=\"cdrom\"><source file=\"/a.iso\"/><target dev=\"sda\"/></disk>");
  g_assert_nonnull (strstr (after, "<source file=\"/a.iso\" startupPolicy=\"requisite\"/>"));
  g_assert_false (drover_fix_change_disk (xml, "sdb", drover_fix_free_drive, &before, &after));
  g_assert_false (drover_fix_change_disk (xml, "fda", drover_fix_free_drive, &before, &after));
  g_assert_false (drover_fix_change_disk (xml, "vda", drover_fix_free_drive, &before, &after));
  g_assert_false (drover_fix_change_disk ("<domain", "sda", drover_fix_free_drive, &before, &after));
}

static void
test_listen (void)
{
#define SCREEN(address) "<graphics type='vnc'><listen type='address' address='" address "'/></graphics>"
#define SCREENS(x) "<domain><devices>" x "</devices></domain>"
  static const struct {
    const char *xml;
    const char *address;
  } cases[] = {
    { SCREENS (SCREEN ("192.0.2.7")), "192.0.2.7" },
    { SCREENS (SCREEN ("192.0.2.7") SCREEN ("192.0.2.7")), "192.0.2.7" },
    { SCREENS (SCREEN ("192.0.2.7") SCREEN ("192.0.2.8")), NULL },
    { SCREENS ("<graphics type='vnc'><listen type='network' network='lan'/></graphics>"), NULL },
    { SCREENS (""), NULL },
    { "<domain", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = drover_fix_get_listen (cases[i].xml);

      g_assert_cmpstr (address, ==, cases[i].address);
    }
#undef SCREENS
#undef SCREEN
}

/* A definition is a copy of the guest by its disks, never by its name. */
static void
test_old_copy (void)
{
#define DISKS(x) "<domain><devices>" x "</devices></domain>"
  static const char mine[] = DISKS ("<disk><source file='/a'/><target dev='vda'/></disk>");

  g_assert_true (drover_fix_is_old_copy (mine, mine));
  g_assert_true (drover_fix_is_old_copy (
      mine, DISKS ("<disk device='disk'><source file='/a' index='1'/><target dev='vda'/></disk>"
                   "<disk device='cdrom'><source file='/iso'/><target dev='sda'/></disk>")));
  g_assert_false (
      drover_fix_is_old_copy (mine, DISKS ("<disk><source file='/b'/><target dev='vda'/></disk>")));
  g_assert_false (
      drover_fix_is_old_copy (mine, DISKS ("<disk><source dev='/a'/><target dev='vda'/></disk>")));
  g_assert_false (drover_fix_is_old_copy (DISKS (""), DISKS ("")));
  g_assert_false (drover_fix_is_old_copy (mine, "<domain"));
#undef DISKS
}

/* A snapshot is of the guest, and told to the target in words that name it. */
static void
test_follow_title (void)
{
  g_autoptr (DroverStep) step =
      drover_step_new ("snapshot-forget", DROVER_SIDE_SOURCE, "snapshot", "before %s", NULL);
  g_autofree char *title = drover_step_get_follow_title (step);

  g_assert_cmpstr (title, ==, "Define the snapshot “before %s” again");
}

/* Names from a host stay text on their way to the undo record and back. */
static void
test_step (void)
{
  g_autoptr (DroverStep) step = drover_step_new ("network-define", DROVER_SIDE_TARGET, "network", "a%s\"b",
                                                 "xml", "<network/>\n", NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (DroverStep) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = drover_step_get_title (step);
  g_autofree char *preview = drover_step_get_preview (step);

  step->state = DROVER_STEP_DONE;
  drover_step_build_json (step, builder);
  node = json_builder_get_root (builder);
  again = drover_step_from_json (node, &error);
  g_assert_no_error (error);
  g_assert_true (again->kind == step->kind);
  g_assert_cmpint (again->side, ==, DROVER_SIDE_TARGET);
  g_assert_cmpint (again->state, ==, DROVER_STEP_DONE);
  g_assert_cmpstr (drover_step_get_word (again, "network"), ==, "a%s\"b");
  g_assert_cmpstr (drover_step_get_word (again, "xml"), ==, "<network/>\n");
  g_assert_cmpstr (title, ==, "Define the network “a%s\"b”");
  g_assert_cmpstr (preview, ==, "virNetworkDefineXML (a%s\"b)\n+ <network/>");
}

/* What cannot be taken back is not offered to be, and what is owed after a migration is told once it was
 * done. */
static void
test_outlook (void)
{
  g_autoptr (DroverFix) fix = g_object_new (DROVER_TYPE_FIX, NULL);
  DroverStep *final = drover_step_new ("block-job-abort", DROVER_SIDE_SOURCE, "disk", "vda", NULL);
  DroverStep *owing = drover_step_new ("disc-eject", DROVER_SIDE_SOURCE, "disk", "sda", NULL);
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) due = NULL;

  final->state = DROVER_STEP_DONE;
  drover_fix_take_step (fix, final);
  g_assert_false (drover_fix_is_applied (fix));
  drover_fix_take_step (fix, owing);
  before = drover_fix_list_due (fix);
  g_assert_cmpuint (g_strv_length (before), ==, 0);
  owing->state = DROVER_STEP_DONE;
  due = drover_fix_list_due (fix);
  g_assert_cmpuint (g_strv_length (due), ==, 1);
  g_assert_cmpstr (due[0], ==, "Put the disc back into the drive “sda”");
  g_assert_true (drover_fix_is_applied (fix));
}

/* What is handed over is in no record. */
static void
test_value (void)
{
  g_autoptr (DroverStep) step = drover_step_new ("secret-define", DROVER_SIDE_TARGET, "secret", "a", NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  step->value = g_bytes_new_static ("sesame", 6);
  drover_step_build_json (step, builder);
  node = json_builder_get_root (builder);
  text = json_to_string (node, FALSE);
  g_assert_nonnull (strstr (text, "secret-define"));
  g_assert_null (strstr (text, "sesame"));
}

static void
test_bad_records (void)
{
  static const char *const names[] = { "", "../../etc/passwd", "20200101-000000-ffffffff" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (drover_fix_load (names[i], &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
    }
}

static void
add_cases (const char *name, GTestDataFunc function)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
    {
      g_autofree char *path = g_strdup_printf ("/%s/%s", name, file);

      g_test_add_data_func_full (path, g_build_filename (folder, file, NULL), function, g_free);
    }
}

/* Its definition and nothing of it but the CPU; what is taken away can be put back. */
static void
test_cpu (void)
{
  static const char with[] = "<domain><name>a</name><cpu mode='host-model'/><devices/></domain>";
  static const char without[] = "<domain><name>a</name><clock offset='utc'/><devices/></domain>";
  static const char wanted[] = "<cpu mode='custom'><model>EPYC</model></cpu>";
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *none = NULL;
  g_autofree char *placed = NULL;
  g_autofree char *added = NULL;
  g_autofree char *back = NULL;
  g_autofree char *untouched = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (drover_fix_replace_cpu (with, wanted, &before, &after, &error));
  g_assert_cmpstr (before, ==, "<cpu mode=\"host-model\"/>");
  g_assert_null (strstr (after, "host-model"));
  g_assert_nonnull (strstr (after, "EPYC"));

  g_assert_true (drover_fix_replace_cpu (without, wanted, &none, &placed, &error));
  g_assert_cmpstr (none, ==, "");
  g_assert_true (strstr (placed, "<cpu") < strstr (placed, "<clock"));
  g_assert_true (drover_fix_replace_cpu (placed, "", &added, &back, &error));
  g_assert_nonnull (strstr (added, "EPYC"));
  g_assert_null (strstr (back, "<cpu"));

  g_assert_false (drover_fix_replace_cpu (with, "<devices/>", &untouched, &untouched, &error));
  g_assert_nonnull (error);
  g_assert_null (untouched);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name = dir ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

int
main (int argc, char **argv)
{
  /* G_TEST_OPTION_ISOLATE_DIRS of GLib 2.74 leaks, and the sanitizer says so. */
  g_autofree char *state = g_dir_make_tmp ("drover-fix-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  add_cases ("fix", test_network);
  add_cases ("fix-pool", test_pool);
  g_test_add_func ("/fix/pool-use", test_pool_use);
  g_test_add_func ("/fix/cpu", test_cpu);
  g_test_add_func ("/fix/drive", test_drive);
  g_test_add_func ("/fix/device", test_device);
  g_test_add_func ("/fix/card", test_card);
  g_test_add_func ("/fix/cache", test_cache);
  g_test_add_func ("/fix/machine", test_machine);
  g_test_add_func ("/fix/replace-machine", test_replace_machine);
  g_test_add_func ("/fix/free-drive", test_free_drive);
  g_test_add_func ("/fix/listen", test_listen);
  g_test_add_func ("/fix/old-copy", test_old_copy);
  g_test_add_func ("/fix/follow-title", test_follow_title);
  g_test_add_func ("/fix/step", test_step);
  g_test_add_func ("/fix/outlook", test_outlook);
  g_test_add_func ("/fix/value", test_value);
  g_test_add_func ("/fix/bad-records", test_bad_records);
  status = g_test_run ();
  remove_tree (state);
  return status;
}
