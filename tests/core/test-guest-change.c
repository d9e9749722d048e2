/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/drover-error.h"
#include "plan/drover-guest-change.h"

static const char guest[] =
    "<domain><devices><emulator>/usr/bin/kvm</emulator>"
    "<disk><source file='/a.img'/></disk><disk><source dev='/dev/a'/></disk>"
    "<interface type='network'><source network='lan' bridge='virbr0'/></interface>"
    "<interface type='bridge'><source bridge='br0'/></interface>"
    "<interface type='direct'><source dev='eth0' mode='bridge'/></interface>"
    "<graphics type='vnc' port='5950' autoport='no' listen='10.0.0.1'><listen type='address' "
    "address='10.0.0.1'/>"
    "</graphics>"
    "</devices><seclabel model='apparmor'><label>a</label></seclabel><seclabel model='dac'/></domain>";

static void
test_apply (void)
{
  static const struct {
    const char *change;
    const char *gone;
    const char *there;
  } cases[] = {
    { "graphics-listen=10.0.0.2", "10.0.0.1", "<listen type=\"address\" address=\"10.0.0.2\"/>" },
    { "graphics-listen=10.0.0.2", "listen=\"10.0.0.1\"", "listen=\"10.0.0.2\"" },
    { "graphics-port=auto", "5950", "autoport=\"yes\"" },
    { "emulator=/usr/libexec/qemu-kvm", "/usr/bin/kvm", "<emulator>/usr/libexec/qemu-kvm</emulator>" },
    { "without-seclabel=apparmor", "apparmor", "<seclabel model=\"dac\"/>" },
    { "network:lan=other", "network=\"lan\"", "network=\"other\"" },
    { "bridge:br0=br1", "bridge=\"br0\"", "bridge=\"br1\"" },
    { "device:eth0=eth1", "eth0", "dev=\"eth1\"" },
    { "path:/a.img=/srv/b&\"'.img", "/a.img", "file=\"/srv/b&amp;&quot;'.img\"" },
    { "path:/dev/a=/dev/b", "/dev/a", "dev=\"/dev/b\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const changes[] = { cases[i].change, NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *reason = NULL;
      g_autofree char *changed = NULL;

      g_assert_true (drover_guest_change_verify (cases[i].change, &reason));
      changed = drover_guest_changes_apply (guest, changes, TRUE, &error);
      g_assert_no_error (error);
      g_assert_null (strstr (changed, cases[i].gone));
      g_assert_nonnull (strstr (changed, cases[i].there));
    }
}

/* Changes follow each other, and what is not there is an error only where it must be there. */
static void
test_fit (void)
{
  const char *const both[] = { "bridge:br0=br1", "bridge:br1=br2", NULL };
  const char *const none[] = { "bridge:br7=br1", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *twice = drover_guest_changes_apply (guest, both, TRUE, &error);
  g_autofree char *kept = drover_guest_changes_apply (guest, none, FALSE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (twice, "br2"));
  g_assert_nonnull (strstr (kept, "br0"));
  g_assert_null (drover_guest_changes_apply (guest, none, TRUE, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "bridge:br7=br1"));
  g_clear_error (&error);
  g_assert_null (drover_guest_changes_apply ("<domain", both, TRUE, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED);
}

static void
test_nonsense (void)
{
  static const char *const texts[] = {
    "",          "listen",           "graphics-listen", "graphics-listen=a b",
    "network=a", "emulator:/a=/b",   "emulator=qemu",   "graphics-port=5900",
    "path:a=/b", "path:/a=b",        "network:=a",      "network:a=",
    "=x",        "without-seclabel="
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *reason = NULL;

      g_test_message ("“%s”", texts[i]);
      g_assert_false (drover_guest_change_verify (texts[i], &reason));
      g_assert_nonnull (strstr (reason, "graphics-listen=VALUE"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guest-change/apply", test_apply);
  g_test_add_func ("/guest-change/fit", test_fit);
  g_test_add_func ("/guest-change/nonsense", test_nonsense);
  return g_test_run ();
}
