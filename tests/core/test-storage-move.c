/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which disks of a guest may be moved as files, to where, and what its definition then says. */

#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"
#include "storage/drover-move-plan.h"

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
  return drover_move_choose_disks (guest, directory, wanted, error);
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
    { { .name = (char *) "g", .state = DROVER_DOMAIN_RUNNING, .persistent = TRUE }, FALSE },
    { { .name = (char *) "g", .state = DROVER_DOMAIN_PAUSED, .persistent = TRUE }, FALSE },
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/storage/move/choose", test_choose);
  g_test_add_func ("/storage/move/choose-refused", test_choose_refused);
  g_test_add_func ("/storage/move/allowed", test_allowed);
  g_test_add_func ("/storage/move/fits", test_fits);
  g_test_add_func ("/storage/move/redirect", test_redirect);
  return g_test_run ();
}
