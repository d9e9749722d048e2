/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What probe and stand-in guests are asked to do, and when none are asked. */

#include <string.h>

#include "facts/drover-listen-plan.h"
#include "facts/drover-marks.h"
#include "facts/drover-reach-plan.h"
#include "rehearse/drover-rehearsal.h"
#include "rehearse/drover-stand-in.h"

/* Options as "name=value" or "name", NULL-terminated. */
static DroverPlan *
make_plan (const char *target, const char *const *settings)
{
  g_autoptr (DroverUri) source = drover_uri_parse ("qemu+ssh://alpha.lab.test/system", NULL);
  g_autoptr (DroverUri) to = drover_uri_parse (target, NULL);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (settings[i], "=", 2);
      const DroverMigrateOptionInfo *info = drover_migrate_option_find (parts[0]);

      g_assert_nonnull (info);
      drover_migrate_options_set (options, info->id, parts[1], &error);
      g_assert_no_error (error);
    }
  return drover_plan_new (source, to, "g", options);
}

/* host:port/purpose, one a word */
static char *
describe_knocks (const GPtrArray *knocks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < knocks->len; i++)
    {
      const DroverKnock *knock = knocks->pdata[i];

      g_string_append_printf (text, "%s%s:%u/%s", i ? " " : "", knock->host, knock->port, knock->purpose);
    }
  return g_string_free (text, FALSE);
}

static char *
describe_ports (const GArray *ports)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ports->len; i++)
    {
      const DroverReachPort *port = &g_array_index (ports, DroverReachPort, i);

      g_string_append_printf (text, "%s%u%s%s", i ? " " : "", port->port, port->fixed ? "!" : "",
                              g_str_equal (port->purpose, "nbd") ? "n" : "");
    }
  return g_string_free (text, FALSE);
}

typedef struct {
  const char *title;
  const char *target;
  const char *settings[5];
  const char *name;
  const char *address;
  const char *ports;
  const char *knocks;
} ReachCase;

static const ReachCase reach_cases[] = {
  { "usual",
    "qemu+ssh://beta/system",
    { NULL },
    "beta.lab.test",
    "10.0.0.2",
    "49152 49155 49215 49154 49156",
    "beta.lab.test:49152/migration 10.0.0.2:49155/migration beta.lab.test:49215/migration "
    "beta.lab.test:49154/migration" },
  { "tcp-may-be-p2p",
    "qemu+tcp://beta/system",
    { NULL },
    "beta.lab.test",
    NULL,
    "49152 49155 49215 49154 49156",
    "beta.lab.test:49152/migration beta.lab.test:49215/migration beta.lab.test:49154/migration "
    "beta:16509/daemon" },
  { "managed-asks-no-daemon",
    "qemu+tcp://beta/system",
    { "mode=managed", NULL },
    "b",
    NULL,
    "49152 49155 49215 49154 49156",
    "b:49152/migration b:49215/migration b:49154/migration" },
  { "sshd-only-when-asked",
    "qemu+ssh://beta/system",
    { "mode=p2p", NULL },
    "b",
    NULL,
    "49152 49155 49215 49154 49156",
    "b:49152/migration b:49215/migration b:49154/migration beta:22/daemon" },
  { "localhost-is-not-knocked-at",
    "qemu+ssh://beta/system",
    { NULL },
    "localhost.localdomain",
    "10.0.0.2",
    "49152 49155 49215 49154 49156",
    "10.0.0.2:49152/migration 10.0.0.2:49155/migration 10.0.0.2:49215/migration 10.0.0.2:49154/migration" },
  { "nonsense-name",
    "qemu+ssh://beta/system",
    { NULL },
    "be,ta",
    "10.0.0.2",
    "49152 49155 49215 49154 49156",
    "10.0.0.2:49152/migration 10.0.0.2:49155/migration 10.0.0.2:49215/migration 10.0.0.2:49154/migration" },
  { "no-use-knocking-at-oneself",
    "qemu+ssh://beta/system",
    { NULL },
    "b",
    "127.0.0.1",
    "49152 49155 49215 49154 49156",
    "b:49152/migration b:49215/migration b:49154/migration" },
  { "copy",
    "qemu+ssh://beta/system",
    { "copy-storage-all", NULL },
    "b",
    "10.0.0.2",
    "49152 49155 49215 49154 49153n 49156",
    "b:49152/migration 10.0.0.2:49155/migration b:49215/migration b:49154/migration b:49153/nbd" },
  { "fixed",
    "qemu+ssh://beta/system",
    { "migrateuri=tcp://10.9.0.2:50000", NULL },
    "10.9.0.2",
    "10.0.0.2",
    "50000! 49156",
    "10.9.0.2:50000/migration 10.0.0.2:50000/migration" },
  { "fixed-disks-elsewhere",
    "qemu+ssh://beta/system",
    { "copy-storage-all", "disks-uri=tcp://10.8.0.2:50001", NULL },
    "b",
    "10.0.0.2",
    "49152 49155 49215 49154 50001!n 49156",
    "b:49152/migration 10.0.0.2:49155/migration b:49215/migration b:49154/migration 10.8.0.2:50001/nbd" },
  { "socket", "qemu+ssh://beta/system", { "migrateuri=unix:///run/m.sock", NULL }, "b", "10.0.0.2", "", "" },
  { "offline", "qemu+ssh://beta/system", { "offline", NULL }, "b", "10.0.0.2", "", "" },
};

static void
test_reach (gconstpointer data)
{
  const ReachCase *c = data;
  g_autoptr (DroverPlan) plan = make_plan (c->target, c->settings);
  g_autoptr (GArray) ports = drover_reach_list_ports (plan, 0);
  g_autoptr (GPtrArray) knocks = drover_reach_list_knocks (plan, ports, c->name, c->address);
  g_autofree char *got_ports = describe_ports (ports);
  g_autofree char *got_knocks = describe_knocks (knocks);

  g_assert_cmpstr (got_ports, ==, c->ports);
  g_assert_cmpstr (got_knocks, ==, c->knocks);
}

static void
test_taken_ports (void)
{
  static const char *const fixed[] = { "migrateuri=tcp://b:50000", NULL };
  g_autoptr (DroverPlan) usual = make_plan ("qemu+ssh://beta/system", NULL);
  g_autoptr (DroverPlan) settled = make_plan ("qemu+ssh://beta/system", fixed);
  g_autoptr (GArray) ports = drover_reach_list_ports (usual, 0);
  g_autoptr (GArray) only = drover_reach_list_ports (settled, 0);
  g_autofree char *text = NULL;

  g_assert_true (drover_reach_move_port (ports, 0));
  g_assert_true (drover_reach_move_port (ports, 2));
  text = describe_ports (ports);
  g_assert_cmpstr (text, ==, "49153 49155 49152 49154 49156");

  g_assert_true (drover_reach_move_port (only, 0));
  g_assert_cmpuint (only->len, ==, 1);
  g_assert_cmpint (g_array_index (only, DroverReachPort, 0).role, ==, DROVER_REACH_SIGNAL);
}

static void
test_listen_host (void)
{
  static const char *const given[] = { "listen-address=10.0.0.7", NULL };
  g_autoptr (DroverPlan) usual = make_plan ("qemu+ssh://beta/system", NULL);
  g_autoptr (DroverPlan) settled = make_plan ("qemu+ssh://beta/system", given);
  g_autofree char *everywhere = drover_reach_get_listen_host (usual);
  g_autofree char *there = drover_reach_get_listen_host (settled);

  g_assert_cmpstr (everywhere, ==, "::");
  g_assert_cmpstr (there, ==, "10.0.0.7");
}

typedef struct {
  const char *title;
  const char *graphics;
  const char *setting;
  const char *knocks;
} ListenCase;

static const ListenCase listen_cases[] = {
  { "everywhere",
    "<graphics type='vnc' port='5900' autoport='yes'><listen type='address' address='0.0.0.0'/></graphics>",
    NULL, "" },
  { "address",
    "<graphics type='vnc' port='5900' autoport='yes'><listen type='address' address='10.0.0.1'/></graphics>",
    NULL, "10.0.0.1:0/vnc" },
  { "fixed-port",
    "<graphics type='vnc' port='5999' autoport='no'><listen type='address' address='0.0.0.0'/></graphics>",
    NULL, "0.0.0.0:5999/vnc" },
  { "fixed-port-of-address",
    "<graphics type='spice' port='5999' tlsPort='6000' autoport='no'><listen type='address' "
    "address='10.0.0.1'/></graphics>",
    NULL, "10.0.0.1:5999/spice 10.0.0.1:6000/spice" },
  { "old-attribute", "<graphics type='vnc' port='-1' autoport='yes' listen='10.0.0.1'/>", NULL,
    "10.0.0.1:0/vnc" },
  { "network",
    "<graphics type='vnc' port='5900' autoport='yes'><listen type='network' network='lan' "
    "address='10.0.0.1'/></graphics>",
    NULL, "" },
  { "socket", "<graphics type='vnc'><listen type='socket' socket='/run/x'/></graphics>", NULL, "" },
  { "no-server", "<graphics type='sdl'/>", NULL, "" },
  { "migration", "", "listen-address=10.0.0.7", "10.0.0.7:0/migration" },
  { "migration-everywhere", "", "listen-address=0.0.0.0", "" },
};

static DroverGuest *
make_guest (const char *cpu, const char *devices)
{
  g_autofree char *xml = g_strdup_printf (
      "<domain "
      "type='kvm'><name>g</name><uuid>c0ffee00-0000-4000-8000-000000000001</uuid><memory>4194304</memory>"
      "<vcpu>4</vcpu><os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><loader>/fw.fd</loader></os>"
      "<features><acpi/><apic/></features>%s<devices><emulator>/usr/bin/qemu-kvm</emulator>%s</devices>"
      "<seclabel type='dynamic' model='dac'><label>+1:+1</label></seclabel>"
      "<seclabel type='none' model='selinux'/></domain>",
      cpu, devices);
  g_autoptr (GError) error = NULL;
  DroverGuest *guest = drover_guest_parse (xml, &error);

  g_assert_no_error (error);
  return guest;
}

static void
test_listen (gconstpointer data)
{
  const ListenCase *c = data;
  const char *const settings[] = { c->setting, NULL };
  g_autoptr (DroverPlan) plan = make_plan ("qemu+ssh://beta/system", settings);
  g_autoptr (DroverGuest) guest = make_guest ("", c->graphics);
  g_autoptr (GPtrArray) knocks = drover_listen_list_knocks (plan, guest);
  g_autofree char *got = describe_knocks (knocks);

  g_assert_cmpstr (got, ==, c->knocks);
  for (guint i = 0; i < knocks->len; i++)
    g_assert_true (((const DroverKnock *) knocks->pdata[i])->listen);
}

static const char cpu_xml[] =
    "<cpu mode='custom' match='exact' check='full'><model fallback='forbid'>Nehalem</model>"
    "<topology sockets='1' dies='1' cores='4' threads='1'/><feature policy='require' name='vme'/>"
    "<numa><cell id='0' cpus='0-3' memory='4194304' unit='KiB'/></numa></cpu>";

static void
test_stand_in (void)
{
  g_autofree char *name = drover_mark_new_name ("rehearsal");
  g_autoptr (DroverGuest) guest =
      make_guest (cpu_xml, "<disk type='file'><source file='/x'/><target dev='vda'/></disk>");
  g_autofree char *xml = drover_stand_in_build (guest, name, "c0ffee00-0000-4000-8000-000000000002", FALSE);
  g_autofree char *plain = drover_stand_in_build (guest, name, "c0ffee00-0000-4000-8000-000000000002", TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) made = drover_guest_parse (xml, &error);
  g_autoptr (DroverGuest) bare = drover_guest_parse (plain, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (made->name, ==, name);
  g_assert_cmpstr (made->uuid, !=, guest->uuid);
  g_assert_true (g_strv_contains ((const char *const *) made->metadata, DROVER_MARK_NAMESPACE));
  g_assert_cmpstr (made->virt_type, ==, "kvm");
  g_assert_cmpstr (made->os->machine, ==, "pc-q35-7.2");
  g_assert_null (made->os->loader);
  g_assert_cmpstr (made->emulator, ==, "/usr/bin/qemu-kvm");
  g_assert_cmpint (made->memory, <=, 16 * 1024 * 1024);
  g_assert_cmpint (made->max_vcpus, ==, 2);
  g_assert_cmpuint (made->disks->len, ==, 0);
  g_assert_cmpstr (made->cpu->model, ==, "Nehalem");
  g_assert_nonnull (drover_cpu_find_feature (made->cpu, "vme"));
  g_assert_null (strstr (made->cpu->xml, "numa"));
  g_assert_cmpint (made->cpu->sockets, ==, 1);
  g_assert_cmpint (made->cpu->cores, ==, 2);
  g_assert_cmpint (made->cpu->threads, ==, 1);
  g_assert_null (drover_guest_find_seclabel (made, "dac"));
  g_assert_nonnull (drover_guest_find_seclabel (made, "selinux"));
  g_assert_nonnull (drover_guest_find_feature (made, "apic"));

  g_assert_null (bare->os->machine);
  g_assert_null (bare->cpu);
  g_assert_cmpint (bare->max_vcpus, ==, 1);
  g_assert_null (bare->emulator);
  g_assert_cmpuint (bare->seclabels->len, ==, 0);
  g_assert_true (g_strv_contains ((const char *const *) bare->metadata, DROVER_MARK_NAMESPACE));
}

static void
test_stand_in_options (void)
{
  static const char *const settings[] = {
    "mode=p2p",
    "copy-storage-all",
    "migrate-disks=vda",
    "migrateuri=tcp://10.0.0.2",
    "dname=other",
    "parallel",
    "tls",
    "tls-destination=beta",
    "bandwidth=100",
    "unsafe",
    "persistent",
    NULL,
  };
  g_autoptr (DroverPlan) plan = make_plan ("qemu+ssh://beta/system", settings);
  g_autoptr (GVariant) params = drover_stand_in_get_params (plan, "<domain/>");
  g_autoptr (GVariant) without = drover_stand_in_get_params (plan, NULL);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (params);
  g_auto (GVariantDict) other = G_VARIANT_DICT_INIT (without);
  guint64 flags = drover_stand_in_get_flags (plan);

  g_assert_cmpuint (flags, ==,
                    DROVER_MIGRATE_LIVE | DROVER_MIGRATE_PEER2PEER | DROVER_MIGRATE_PARALLEL |
                        DROVER_MIGRATE_TLS);
  g_assert_true (g_variant_dict_contains (&dict, "migrate_uri"));
  g_assert_true (g_variant_dict_contains (&dict, "bandwidth"));
  g_assert_true (g_variant_dict_contains (&dict, "tls.destination"));
  g_assert_true (g_variant_dict_contains (&dict, "destination_xml"));
  g_assert_false (g_variant_dict_contains (&other, "destination_xml"));
  g_assert_false (g_variant_dict_contains (&dict, "destination_name"));
  g_assert_false (g_variant_dict_contains (&dict, "migrate_disks"));
}

/* What came of the knocks by name, in their order, and of one by address. */
static DroverFactReach *
make_reach (const char *name, const char *by_name, const char *by_address)
{
  DroverFactReach *reach = drover_record_new (&drover_fact_reach_type);
  g_autofree char *all = g_strdup_printf ("%s %s", by_address, by_name);
  g_auto (GStrv) results = g_strsplit (all, " ", -1);

  reach->name = g_strdup (name);
  reach->address = g_strdup ("10.0.0.2");
  reach->ports = drover_record_list_new (&drover_fact_reach_port_type);
  for (guint i = 0; results[i] != NULL; i++)
    {
      DroverFactReachPort *port;

      if (g_str_equal (results[i], "-"))
        continue;
      port = drover_record_new (&drover_fact_reach_port_type);
      port->host = g_strdup (i == 0 ? "10.0.0.2" : name);
      port->purpose = g_strdup ("migration");
      port->result = g_strdup (results[i]);
      port->error = g_strdup ("so it was");
      g_ptr_array_add (reach->ports, port);
      if (g_str_equal (results[i], "open"))
        *(i == 0 ? &reach->by_address : &reach->by_name) = TRUE;
    }
  return reach;
}

static void
test_why_not (void)
{
  static const struct {
    const char *name;
    const char *by_name;
    const char *by_address;
    gboolean may;
  } cases[] = {
    { "beta", "open open", "open", TRUE },
    { "beta", "open", "ETIMEDOUT", TRUE },
    /* libvirt takes the first port there is */
    { "beta", "open ETIMEDOUT", "open", TRUE },
    { "beta", "ETIMEDOUT open", "open", FALSE },
    { "beta", "ECONNREFUSED", "open", FALSE },
    { "beta", "EHOSTUNREACH", "EHOSTUNREACH", FALSE },
    { "beta", "unresolved", "open", FALSE },
    { "beta", "unknown", "open", FALSE },
    /* refused at once, unless migration_host says better */
    { "localhost", "-", "open", TRUE },
    { "localhost", "-", "ETIMEDOUT", FALSE },
    { "beta", "-", "-", FALSE },
  };
  static const char *const offline[] = { "offline", NULL };
  static const char *const tunnelled[] = { "mode=p2p", "tunnelled", NULL };
  g_autoptr (DroverPlan) plan = make_plan ("qemu+ssh://beta/system", NULL);
  g_autoptr (DroverPlan) cold = make_plan ("qemu+ssh://beta/system", offline);
  g_autoptr (DroverPlan) inside = make_plan ("qemu+ssh://beta/system", tunnelled);
  g_autofree char *no_reach = drover_rehearsal_why_not (plan, NULL);
  g_autofree char *no_start = drover_rehearsal_why_not (cold, NULL);
  g_autofree char *no_port = drover_rehearsal_why_not (inside, NULL);

  g_assert_nonnull (no_reach);
  g_assert_nonnull (no_start);
  g_assert_null (no_port);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DroverFactReach *reach = make_reach (cases[i].name, cases[i].by_name, cases[i].by_address);
      g_autofree char *why_not = drover_rehearsal_why_not (plan, reach);

      g_test_message ("case %u: %s", i, why_not ? why_not : "may");
      g_assert_true ((why_not == NULL) == cases[i].may);
      drover_record_free (&drover_fact_reach_type, reach);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (reach_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/probes/reach/%s", reach_cases[i].title);

      g_test_add_data_func (path, &reach_cases[i], test_reach);
    }
  for (guint i = 0; i < G_N_ELEMENTS (listen_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/probes/listen/%s", listen_cases[i].title);

      g_test_add_data_func (path, &listen_cases[i], test_listen);
    }
  g_test_add_func ("/probes/taken-ports", test_taken_ports);
  g_test_add_func ("/probes/listen-host", test_listen_host);
  g_test_add_func ("/probes/stand-in", test_stand_in);
  g_test_add_func ("/probes/stand-in-options", test_stand_in_options);
  g_test_add_func ("/probes/why-not", test_why_not);
  return g_test_run ();
}
