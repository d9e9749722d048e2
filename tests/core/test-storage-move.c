/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which disks of a guest may be moved as files, to where, and what its definition then says. */

#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"
#include "storage/drover-move-plan.h"
#include "storage/drover-pace.h"

static const char guest[] =
    "<domain type='qemu'><name>g</name><uuid>7a4f1c1e-0000-4000-8000-000000000001</uuid>"
    "<memory unit='MiB'>64</memory><os><type arch='x86_64'>hvm</type></os><devices>"
    "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none'/>"
    "<source file='/var/lib/libvirt/images/g.qcow2'/><target dev='vda' bus='virtio'/></disk>"
    "<disk type='file' device='disk'><source file='/srv/vm/data.raw'/><target dev='vdb' bus='virtio'/></disk>"
    "<disk type='file' device='disk'><source file='/srv/other/data.raw'/><target dev='vdc' "
    "bus='virtio'/></disk>"
    "<disk type='file' device='cdrom'><source file='/srv/other/install.iso'/><target dev='sda' "
    "bus='sata'/></disk>"
    "<disk type='file' device='disk'><source file='/srv/other/ro.raw'/><target dev='vdd' "
    "bus='virtio'/><readonly/></disk>"
    "<disk type='file' device='disk'><source file='/srv/other/sh.raw'/><target dev='vde' "
    "bus='virtio'/><shareable/></disk>"
    "<disk type='block' device='disk'><source dev='/dev/sdx'/><target dev='vdf' bus='virtio'/></disk>"
    "</devices></domain>";

static GPtrArray *
choose (const char *const *wanted, const char *directory, GError **error)
{
  g_autoptr (DroverGuest) parsed = drover_guest_parse (guest, NULL);

  return drover_move_choose_disks (parsed, directory, wanted, error);
}

static void
test_choose (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = choose (NULL, "/srv/vm", &error);
  g_autoptr (GPtrArray) one = NULL;
  const DroverMovedDisk *disk;

  g_assert_no_error (error);
  /* not vdb, which is there already, and none that is no file of the guest's own to write to */
  g_assert_cmpuint (all->len, ==, 2);
  disk = all->pdata[0];
  g_assert_cmpstr (disk->disk, ==, "vda");
  g_assert_cmpstr (disk->to, ==, "/srv/vm/g.qcow2");
  disk = all->pdata[1];
  g_assert_cmpstr (disk->disk, ==, "vdc");

  one = choose ((const char *const[]){ "vdc", NULL }, "/srv/vm", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
}

static void
test_choose_refused (void)
{
  static const struct {
    const char *wanted;
    const char *directory;
  } cases[] = {
    { "vdz", "/srv/vm" }, /* there is none */
    { "sda", "/srv/vm" }, /* a disc */
    { "vdd", "/srv/vm" }, /* read only */
    { "vde", "/srv/vm" }, /* of several guests */
    { "vdf", "/srv/vm" }, /* a device */
    { "vdb", "/srv/vm" }, /* there already */
    { NULL, "/mnt" },     /* two files of one name */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const wanted[] = { cases[i].wanted, NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (choose (cases[i].wanted ? wanted : NULL, cases[i].directory, &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED);
    }
}

static void
test_allowed (void)
{
  static const struct {
    DroverDomainInfo info;
    gboolean allowed;
  } cases[] = {
    { { .name = (char *) "g", .state = DROVER_DOMAIN_SHUTOFF, .persistent = TRUE }, TRUE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_CRASHED, .persistent = TRUE }, TRUE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_RUNNING, .persistent = TRUE }, TRUE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_RUNNING, .n_snapshots = 1 }, FALSE },
    /* QEMU does it, and a guest without a definition needs none */
    { { .name = (char *) "g", .state = DROVER_DOMAIN_RUNNING }, TRUE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_SHUTOFF }, FALSE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_PAUSED, .persistent = TRUE }, TRUE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_SHUTOFF, .persistent = TRUE, .has_managed_save = TRUE },
      FALSE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_SHUTOFF, .persistent = TRUE, .n_snapshots = 1 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (drover_move_is_allowed (&cases[i].info, &error), ==, cases[i].allowed);
      g_assert_cmpint (error == NULL, ==, cases[i].allowed);
    }
}

static void
test_fits (void)
{
  g_autoptr (GPtrArray) disks = choose (NULL, "/srv/vm", NULL);
  const gint64 mib = 1024 * 1024;

  for (guint i = 0; i < disks->len; i++)
    {
      DroverMovedDisk *disk = disks->pdata[i];

      disk->bytes = 1024 * mib;
      disk->allocation = 10 * mib;
    }
  /* what is a hole needs no room */
  g_assert_true (drover_move_fits (disks, 100 * mib, NULL));
  g_assert_false (drover_move_fits (disks, 20 * mib, NULL));
  g_assert_false (drover_move_fits (disks, -1, NULL));
}

static void
test_redirect (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (drover_fix_redirect_disk (guest, "vda", "/srv/vm/a&b.qcow2", &before, &after));
  g_assert_nonnull (strstr (before, "/var/lib/libvirt/images/g.qcow2"));
  g_assert_nonnull (strstr (after, "/srv/vm/a&amp;b.qcow2"));
  /* the rest of it stays */
  g_assert_nonnull (strstr (after, "cache=\"none\""));
  g_assert_false (drover_fix_redirect_disk (guest, "vdf", "/srv/vm/x", &before, &after));
  g_assert_false (drover_fix_redirect_disk (guest, "vdz", "/srv/vm/x", &before, &after));
}

/* --- what a disk builds on --- */

static const char layered[] =
    "<domain type='qemu'><name>g</name><memory unit='MiB'>64</memory><os><type>hvm</type></os><devices>"
    "<disk type='file' device='disk'><source file='/images/g.qcow2'/><backingStore type='file'>"
    "<format type='qcow2'/><source file='%s'/><backingStore/></backingStore><target dev='vda'/></disk>"
    "</devices></domain>";

static void
test_backing (void)
{
  static const struct {
    const char *below;
    DroverMoveBacking backing;
    gboolean live;
    gboolean possible;
    gboolean flattened;
  } cases[] = {
    { "/images/base.qcow2", DROVER_MOVE_BACKING_AUTO, TRUE, TRUE, TRUE },
    { "/images/base.qcow2", DROVER_MOVE_BACKING_KEEP, TRUE, TRUE, FALSE },
    /* it moves to where its base is already */
    { "/srv/vm/base.qcow2", DROVER_MOVE_BACKING_AUTO, TRUE, TRUE, FALSE },
    { "/srv/vm/base.qcow2", DROVER_MOVE_BACKING_FLATTEN, TRUE, TRUE, TRUE },
    /* only QEMU flattens */
    { "/images/base.qcow2", DROVER_MOVE_BACKING_AUTO, FALSE, TRUE, FALSE },
    { "/images/base.qcow2", DROVER_MOVE_BACKING_FLATTEN, FALSE, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) halves = g_strsplit (layered, "%s", 2);
      g_autofree char *xml = g_strjoinv (cases[i].below, halves);
      g_autoptr (DroverGuest) parsed = drover_guest_parse (xml, NULL);
      g_autoptr (GPtrArray) disks = drover_move_choose_disks (parsed, "/srv/vm", NULL, NULL);
      DroverMovedDisk *moved = disks->pdata[0];

      g_assert_cmpint (drover_move_choose_backing (moved, parsed->disks->pdata[0], "/srv/vm",
                                                   cases[i].backing, cases[i].live, NULL),
                       ==, cases[i].possible);
      g_assert_cmpint (moved->flattened, ==, cases[i].flattened);
      if (cases[i].possible)
        g_assert_cmpstr (moved->backing, ==, cases[i].below);
    }
}

/* A file that is named anywhere is never taken for one that nobody needs. */
static void
test_names_file (void)
{
  static const char xml[] =
      "<domain type='qemu'><name>g</name><memory unit='MiB'>64</memory><os><type>hvm</type></os><devices>"
      "<disk type='file' device='disk'><source file='/a'/><backingStore type='file'><format type='qcow2'/>"
      "<source file='/b'/><backingStore/></backingStore><mirror type='file' job='copy'><format type='qcow2'/>"
      "<source file='/c'/></mirror><target dev='vda'/></disk></devices></domain>";
  g_autoptr (DroverGuest) parsed = drover_guest_parse (xml, NULL);

  g_assert_true (drover_move_names_file (parsed, "/a"));
  g_assert_true (drover_move_names_file (parsed, "/b"));
  g_assert_true (drover_move_names_file (parsed, "/c"));
  g_assert_false (drover_move_names_file (parsed, "/d"));
}

/* --- how long it will take --- */

static void
test_pace (void)
{
  const gint64 second = G_USEC_PER_SEC;
  DroverPace steady = { 0 };
  DroverPace losing = { 0 };
  DroverPace gaining = { 0 };

  drover_pace_add (&steady, 0, 0, 1000);
  drover_pace_add (&steady, second, 100, 1000);
  g_assert_cmpint (drover_pace_get_rate (&steady), ==, -1);
  g_assert_cmpint (drover_pace_get_eta_ms (&steady), ==, -1);
  drover_pace_add (&steady, 2 * second, 200, 1000);
  g_assert_cmpint (drover_pace_get_rate (&steady), ==, 100);
  g_assert_cmpint (drover_pace_get_eta_ms (&steady), ==, 8000);
  /* only the last looks count: here it has slowed down to a tenth */
  for (guint i = 0; i <= DROVER_PACE_LOOKS; i++)
    drover_pace_add (&steady, (3 + i) * second, 200 + 10 * i, 1000);
  g_assert_cmpint (drover_pace_get_rate (&steady), ==, 10);

  /* the guest writes as fast as it is copied: nobody can tell */
  for (guint i = 0; i < 5; i++)
    drover_pace_add (&losing, i * second, 100 * i, 1000 + 100 * i);
  g_assert_cmpint (drover_pace_get_rate (&losing), ==, 100);
  g_assert_cmpint (drover_pace_get_eta_ms (&losing), ==, -1);

  /* half as fast: it takes twice as long as the rate alone would say */
  for (guint i = 0; i < 5; i++)
    drover_pace_add (&gaining, i * second, 100 * i, 1000 + 50 * i);
  g_assert_cmpint (drover_pace_get_eta_ms (&gaining), ==, 16000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/storage/move/choose", test_choose);
  g_test_add_func ("/storage/move/choose-refused", test_choose_refused);
  g_test_add_func ("/storage/move/allowed", test_allowed);
  g_test_add_func ("/storage/move/fits", test_fits);
  g_test_add_func ("/storage/move/redirect", test_redirect);
  g_test_add_func ("/storage/move/backing", test_backing);
  g_test_add_func ("/storage/move/names-file", test_names_file);
  g_test_add_func ("/storage/move/pace", test_pace);
  return g_test_run ();
}
