/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which disks lie behind a guest's devices and volumes, against a host of libvirt's test driver. */

#include <string.h>

#include "facts/drover-device-sameness.h"
#include "facts/drover-proof-plan.h"
#include "provider-fixture.h"
#include "virt/drover-virt.h"

#define WWN "wwn 0x6001405a1b2c3d4e5f64718a3b4c5d6e"

static void
ask_for_devices (ProviderFixture *fixture)
{
  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  for (DroverSide side = DROVER_SIDE_SOURCE; side <= DROVER_SIDE_TARGET; side++)
    {
      provider_fixture_ask (fixture, &drover_provider_pools, side);
      provider_fixture_ask (fixture, &drover_provider_devices, side);
      g_assert_nonnull (drover_facts_get_devices (fixture->facts, side));
    }
}

static const DroverFactDevice *
get (ProviderFixture *fixture, const char *name)
{
  const DroverFactDevice *device =
      drover_device_find (drover_facts_get_devices (fixture->facts, DROVER_SIDE_TARGET), name);

  g_test_message ("%s", name);
  g_assert_nonnull (device);
  return device;
}

static void
assert_ids (const DroverFactDevice *device, const char *wanted)
{
  g_autofree char *ids = g_strjoinv ("; ", device->ids);

  g_assert_cmpstr (ids, ==, wanted);
  g_assert_true ((wanted[0] == '\0' && device->volume == NULL) == (device->reason != NULL));
}

static void
test_devices (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactDevice *device;

  ask_for_devices (fixture);

  device = get (fixture, "/dev/disk/by-id/wwn-0x6001405a1b2c3d4e5f64718a3b4c5d6e-part2");
  assert_ids (device, WWN);
  g_assert_cmpstr (device->node, ==, "/dev/sdb");
  g_assert_cmpstr (device->partition, ==, "2");

  /* the name tells which LUN it is, and a path to the LUN bears it out */
  device = get (fixture, "/dev/mapper/36001405a1b2c3d4e5f64718a3b4c5d6e");
  assert_ids (device, WWN);
  g_assert_null (device->partition);
  /* one without a path to it is a mere name */
  device = get (fixture, "/dev/mapper/36001405eeeeeeeeeeeeeeeeeeeeeeeee");
  assert_ids (device, "");

  device = get (fixture, "/dev/mapper/mpatha");
  assert_ids (device, "");
  g_assert_nonnull (strstr (device->reason, "dm-uuid-mpath"));

  device = get (fixture, "/dev/vda");
  assert_ids (device, "");
  g_assert_cmpstr (device->reason, ==, "/dev/vda has neither a WWN nor a serial");

  device = get (fixture, "/dev/sdz");
  assert_ids (device, "");
  g_assert_cmpstr (device->reason, ==, "libvirt lists no disk called /dev/sdz");

  device = get (fixture, "/dev/disk/by-id/claimed-twice");
  assert_ids (device, "");
  g_assert_cmpstr (device->reason, ==, "more than one disk is called /dev/disk/by-id/claimed-twice");

  assert_ids (get (fixture, "ceph/san"), "rbd mon1.example.org:3300 guests/san; "
                                         "rbd mon2.example.org:6789 guests/san");
  assert_ids (get (fixture, "lun/unit:0:0:4"),
              "iscsi 10.7.0.5:3260 iqn.2003-01.org.example:nas/4; wwn 0x6001405ffffffffffffffffffffffff4");

  device = get (fixture, "nowhere/san");
  assert_ids (device, "");
  g_assert_nonnull (strstr (device->reason, "nowhere"));

  assert_ids (get (fixture, "nvme:0000:01:00.0/1"),
              "eui 002538b111b2c3d4; serial Samsung SSD 980 PRO 1TB_S5GXNX0R123456A");
  assert_ids (get (fixture, "nvme:0000:01:00.0/2"), "");

  /* files are none of its business */
  g_assert_null (drover_device_find (drover_facts_get_devices (fixture->facts, DROVER_SIDE_TARGET),
                                     "/images/san.qcow2"));
}

static void
test_volumes (ProviderFixture *fixture, gconstpointer guest)
{
  static const char *const names[] = { "group/san", "/dev/mapper/vg1-san" };

  ask_for_devices (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const DroverFactDevice *device = get (fixture, names[i]);

      assert_ids (device, "");
      g_assert_cmpstr (device->volume, ==, "VFt6Xk-1wBc-vN7R-kGq0-8hTz-b2Lm-Q9sYxE");
      g_assert_cmpstr (device->lies_on[0], ==, "/dev/sdb");
      g_assert_null (device->lies_on[1]);
    }
  assert_ids (get (fixture, "/dev/sdb"), WWN);
}

/* Source and target are one host here, so what is identified is the same. */
static void
test_elements (ProviderFixture *fixture, gconstpointer guest)
{
  static const char *const wanted[][2] = {
    { "vda", "same" },    { "vdb", "same" }, { "vdc", "unknown" }, { "vdd", "unknown" }, { "vde", "same" },
    { "vdf", "same" },    { "vdg", "same" }, { "vdh", "same" },    { "vdi", "unknown" }, { "vdj", "same" },
    { "vdk", "unknown" }, { "vdl", NULL },   { "vdm", "unknown" }, { "vdn", "unknown" }, { "vdo", "unknown" },
  };
  g_autoptr (GPtrArray) elements = NULL;
  const DroverGuest *domain;

  ask_for_devices (fixture);
  domain = drover_facts_get_guest (fixture->facts);
  elements = drover_proof_list_elements (domain, domain, fixture->facts);
  g_assert_cmpuint (elements->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < elements->len; i++)
    {
      const DroverProofElement *element = elements->pdata[i];

      g_test_message ("%s: %s", element->name, element->evidence);
      g_assert_cmpstr (element->disk, ==, wanted[i][0]);
      g_assert_cmpstr (element->result, ==, wanted[i][1]);
      if (element->result != NULL)
        g_assert_cmpstr (element->method, ==, "device");
    }
}

static void
test_cancelled (ProviderFixture *fixture, gconstpointer guest)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  g_cancellable_cancel (cancellable);
  provider_fixture_ask_with (fixture, fixture->connection, &drover_provider_devices, DROVER_SIDE_TARGET,
                             cancellable);
  g_assert_null (drover_facts_get_devices (fixture->facts, DROVER_SIDE_TARGET));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  PROVIDER_TEST_ADD ("devices", "san", test_devices);
  PROVIDER_TEST_ADD ("devices-volumes", "san", test_volumes);
  PROVIDER_TEST_ADD ("devices-elements", "san", test_elements);
  PROVIDER_TEST_ADD ("devices-cancelled", "san", test_cancelled);
  return g_test_run ();
}
