/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pure parts of the fact providers, over the data files in tests/data/providers. */

#include <string.h>

#include "base/drover-error.h"
#include "facts/drover-cpu-features.h"
#include "facts/drover-effective-guest.h"
#include "facts/drover-needed-files.h"
#include "facts/drover-resolve-bounded.h"

static GKeyFile *
load (const char *name)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "providers", name, NULL);
  g_autoptr (GError) error = NULL;
  GKeyFile *keys = g_key_file_new ();

  g_key_file_load_from_file (keys, file, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  return keys;
}

static void
test_cpu_features (void)
{
  g_autoptr (GKeyFile) keys = load ("cpu-features.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (keys, NULL);

  g_assert_cmpuint (g_strv_length (groups), >, 5);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (keys, groups[i], "text", NULL);
      g_autofree char *wanted = g_key_file_get_string (keys, groups[i], "features", NULL);
      g_auto (GStrv) features = drover_cpu_features_named_in (text);
      g_autofree char *got = g_strjoinv (";", features);

      g_test_message ("%s", groups[i]);
      g_assert_cmpstr (got, ==, wanted);
    }

  g_auto (GStrv) none = drover_cpu_features_named_in (NULL);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static DroverGuest *
parse_guest (const char *xml)
{
  g_autoptr (GError) error = NULL;
  DroverGuest *guest = drover_guest_parse (xml, &error);

  g_assert_no_error (error);
  return guest;
}

static const char guest_xml[] =
    "<domain type='qemu'><name>g</name>"
    "<os firmware='efi'><type arch='x86_64' machine='q35'>hvm</type>"
    "<loader readonly='yes' type='pflash'>/fw/code.fd</loader><nvram template='/fw/vars.fd'>/nv/g.fd</nvram>"
    "</os><devices><emulator>/usr/bin/qemu-system-x86_64</emulator>"
    "<disk type='file' device='disk'><driver type='qcow2'/><source file='/i/a'/><backingStore type='file'>"
    "<format type='raw'/><source file='/i/b'/><backingStore/></backingStore><target dev='vda'/></disk>"
    "<disk type='volume' device='disk'><source pool='p' volume='v'/><target dev='vdb'/></disk>"
    "<disk type='network' device='disk'><source protocol='rbd' name='p/i'/><target dev='vdc'/></disk>"
    "<disk type='file' device='cdrom'><source file='/i/cd'/><target dev='sda'/></disk>"
    "<disk type='file' device='floppy'><target dev='fda'/></disk>"
    "<serial type='file'><source path='/var/log/g.log'/></serial>"
    "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
    "</devices></domain>";

static void
test_needed_files (void)
{
  g_autoptr (DroverGuest) guest = parse_guest (guest_xml);
  g_autoptr (GPtrArray) files = drover_guest_list_needed_files (guest);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const DroverFactFile *file = files->pdata[i];

      g_string_append_printf (text, "%s %s %s %s %s|", file->kind, file->path,
                              file->target ? file->target : "-", file->format ? file->format : "-",
                              file->pool ? file->pool : "-");
      g_assert_cmpstr (file->exists, ==, "unknown");
      g_assert_cmpint (file->capacity, ==, -1);
      g_assert_cmpint (drover_guest_chain_may_go_on (guest, file), ==,
                       file->target != NULL && !g_str_equal (file->target, "vda"));
    }
  g_assert_cmpstr (text->str, ==,
                   "disk /i/a vda qcow2 -|backing /i/b vda raw -|disk p/v vdb - p|cdrom /i/cd sda - -|"
                   "loader /fw/code.fd - - -|nvram-template /fw/vars.fd - - -|nvram /nv/g.fd - - -|");
}

static DroverPlan *
new_plan (const char *dest_xml)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) uri = drover_uri_parse ("qemu:///system", &error);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();

  g_assert_no_error (error);
  if (dest_xml != NULL)
    drover_migrate_options_set (options, DROVER_OPTION_DEST_XML, dest_xml, &error);
  g_assert_no_error (error);
  return drover_plan_new (uri, uri, "g", options);
}

static void
test_effective_guest (void)
{
  static const char other_xml[] =
      "<domain type='qemu'><name>other</name><os><type arch='x86_64'>hvm</type></os></domain>";
  g_autoptr (DroverPlan) plain = new_plan (NULL);
  g_autoptr (DroverPlan) with_xml = new_plan (other_xml);
  g_autoptr (DroverFacts) nothing = drover_facts_new ();
  g_autoptr (DroverFacts) facts =
      drover_facts_with (nothing, DROVER_FACT_GUEST_XML, DROVER_SIDE_SOURCE, parse_guest (guest_xml), 1);
  g_autoptr (GError) gone = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_NOT_FOUND, "gone");
  g_autoptr (DroverFacts) without =
      drover_facts_without (nothing, DROVER_FACT_GUEST_XML, DROVER_SIDE_SOURCE, gone, 1);
  g_autoptr (DroverGuest) live = drover_effective_guest (plain, facts, NULL);
  g_autoptr (DroverGuest) other = drover_effective_guest (with_xml, facts, NULL);
  g_autoptr (DroverGuest) other_alone = drover_effective_guest (with_xml, without, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (live->name, ==, "g");
  g_assert_cmpstr (other->name, ==, "other");
  g_assert_cmpstr (other_alone->name, ==, "other");
  g_assert_null (drover_effective_guest (plain, without, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (drover_effective_guest (plain, nothing, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_FAILED);
  g_assert_null (drover_effective_guest (plain, nothing, NULL));
}

static void
test_resolution (void)
{
  g_autoptr (GError) error = NULL;
  gint64 elapsed_ms = -1;
  g_auto (GStrv) addresses =
      drover_resolution_finish (drover_resolution_start ("192.0.2.1"), 5000, &elapsed_ms, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (addresses[0], ==, "192.0.2.1");
  g_assert_cmpint (elapsed_ms, >=, 0);

  /* the resolver's own words are kept */
  g_assert_null (drover_resolution_finish (drover_resolution_start ("no such name"), 5000, NULL, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE);
  g_assert_true (g_str_has_prefix (error->message, "no such name: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-parts/cpu-features", test_cpu_features);
  g_test_add_func ("/provider-parts/needed-files", test_needed_files);
  g_test_add_func ("/provider-parts/effective-guest", test_effective_guest);
  g_test_add_func ("/provider-parts/resolution", test_resolution);
  return g_test_run ();
}
