/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The room `plan` knows no libvirt; here its numbers and names are held against libvirt's own header and
 * virsh. */

#include <libvirt/libvirt.h>

#include <stdio.h>
#include <string.h>

#include "plan/drover-migrate-flags.h"
#include "plan/drover-migrate-option.h"

/* The newest libvirt whose options were read; a newer virsh may have more. */
#define READ_UP_TO 12005000

G_STATIC_ASSERT ((int) DROVER_MIGRATE_LIVE == (int) VIR_MIGRATE_LIVE);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_PEER2PEER == (int) VIR_MIGRATE_PEER2PEER);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_TUNNELLED == (int) VIR_MIGRATE_TUNNELLED);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_PERSIST_DEST == (int) VIR_MIGRATE_PERSIST_DEST);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_UNDEFINE_SOURCE == (int) VIR_MIGRATE_UNDEFINE_SOURCE);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_PAUSED == (int) VIR_MIGRATE_PAUSED);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_NON_SHARED_DISK == (int) VIR_MIGRATE_NON_SHARED_DISK);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_NON_SHARED_INC == (int) VIR_MIGRATE_NON_SHARED_INC);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_CHANGE_PROTECTION == (int) VIR_MIGRATE_CHANGE_PROTECTION);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_UNSAFE == (int) VIR_MIGRATE_UNSAFE);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_OFFLINE == (int) VIR_MIGRATE_OFFLINE);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_COMPRESSED == (int) VIR_MIGRATE_COMPRESSED);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_ABORT_ON_ERROR == (int) VIR_MIGRATE_ABORT_ON_ERROR);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_AUTO_CONVERGE == (int) VIR_MIGRATE_AUTO_CONVERGE);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_RDMA_PIN_ALL == (int) VIR_MIGRATE_RDMA_PIN_ALL);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_POSTCOPY == (int) VIR_MIGRATE_POSTCOPY);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_TLS == (int) VIR_MIGRATE_TLS);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_PARALLEL == (int) VIR_MIGRATE_PARALLEL);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES ==
                 (int) VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_POSTCOPY_RESUME == (int) VIR_MIGRATE_POSTCOPY_RESUME);
G_STATIC_ASSERT ((int) DROVER_MIGRATE_ZEROCOPY == (int) VIR_MIGRATE_ZEROCOPY);

typedef struct {
  DroverMigrateOption id;
  const char *param;
  char type;
} Param;

/* The types are those of the header's comments. */
static const Param params[] = {
  { DROVER_OPTION_MIGRATE_URI, VIR_MIGRATE_PARAM_URI, 's' },
  { DROVER_OPTION_DEST_NAME, VIR_MIGRATE_PARAM_DEST_NAME, 's' },
  { DROVER_OPTION_DEST_XML, VIR_MIGRATE_PARAM_DEST_XML, 's' },
  { DROVER_OPTION_PERSIST_XML, VIR_MIGRATE_PARAM_PERSIST_XML, 's' },
  { DROVER_OPTION_BANDWIDTH, VIR_MIGRATE_PARAM_BANDWIDTH, 't' },
  { DROVER_OPTION_BANDWIDTH_POSTCOPY, VIR_MIGRATE_PARAM_BANDWIDTH_POSTCOPY, 't' },
#ifdef VIR_MIGRATE_PARAM_BANDWIDTH_AVAIL_SWITCHOVER
  { DROVER_OPTION_BANDWIDTH_SWITCHOVER, VIR_MIGRATE_PARAM_BANDWIDTH_AVAIL_SWITCHOVER, 't' },
#else
  { DROVER_OPTION_BANDWIDTH_SWITCHOVER, "bandwidth.avail.switchover", 't' },
#endif
  { DROVER_OPTION_GRAPHICS_URI, VIR_MIGRATE_PARAM_GRAPHICS_URI, 's' },
  { DROVER_OPTION_LISTEN_ADDRESS, VIR_MIGRATE_PARAM_LISTEN_ADDRESS, 's' },
  { DROVER_OPTION_MIGRATE_DISKS, VIR_MIGRATE_PARAM_MIGRATE_DISKS, 'a' },
#ifdef VIR_MIGRATE_PARAM_MIGRATE_DISKS_DETECT_ZEROES
  { DROVER_OPTION_DISKS_DETECT_ZEROES, VIR_MIGRATE_PARAM_MIGRATE_DISKS_DETECT_ZEROES, 'a' },
#else
  { DROVER_OPTION_DISKS_DETECT_ZEROES, "migrate_disks_detect_zeroes", 'a' },
#endif
#ifdef VIR_MIGRATE_PARAM_MIGRATE_DISKS_TARGET_ZERO
  { DROVER_OPTION_DISKS_TARGET_ZERO, VIR_MIGRATE_PARAM_MIGRATE_DISKS_TARGET_ZERO, 'a' },
#else
  { DROVER_OPTION_DISKS_TARGET_ZERO, "migrate_disks_target_zero", 'a' },
#endif
  { DROVER_OPTION_DISKS_PORT, VIR_MIGRATE_PARAM_DISKS_PORT, 'i' },
  { DROVER_OPTION_DISKS_URI, VIR_MIGRATE_PARAM_DISKS_URI, 's' },
  { DROVER_OPTION_COMP_METHODS, VIR_MIGRATE_PARAM_COMPRESSION, 'a' },
  { DROVER_OPTION_COMP_MT_LEVEL, VIR_MIGRATE_PARAM_COMPRESSION_MT_LEVEL, 'i' },
  { DROVER_OPTION_COMP_MT_THREADS, VIR_MIGRATE_PARAM_COMPRESSION_MT_THREADS, 'i' },
  { DROVER_OPTION_COMP_MT_DTHREADS, VIR_MIGRATE_PARAM_COMPRESSION_MT_DTHREADS, 'i' },
  { DROVER_OPTION_COMP_XBZRLE_CACHE, VIR_MIGRATE_PARAM_COMPRESSION_XBZRLE_CACHE, 't' },
#ifdef VIR_MIGRATE_PARAM_COMPRESSION_ZLIB_LEVEL
  { DROVER_OPTION_COMP_ZLIB_LEVEL, VIR_MIGRATE_PARAM_COMPRESSION_ZLIB_LEVEL, 'i' },
#else
  { DROVER_OPTION_COMP_ZLIB_LEVEL, "compression.zlib.level", 'i' },
#endif
#ifdef VIR_MIGRATE_PARAM_COMPRESSION_ZSTD_LEVEL
  { DROVER_OPTION_COMP_ZSTD_LEVEL, VIR_MIGRATE_PARAM_COMPRESSION_ZSTD_LEVEL, 'i' },
#else
  { DROVER_OPTION_COMP_ZSTD_LEVEL, "compression.zstd.level", 'i' },
#endif
  { DROVER_OPTION_AUTO_CONVERGE_INITIAL, VIR_MIGRATE_PARAM_AUTO_CONVERGE_INITIAL, 'i' },
  { DROVER_OPTION_AUTO_CONVERGE_INCREMENT, VIR_MIGRATE_PARAM_AUTO_CONVERGE_INCREMENT, 'i' },
  { DROVER_OPTION_PARALLEL_CONNECTIONS, VIR_MIGRATE_PARAM_PARALLEL_CONNECTIONS, 'i' },
  { DROVER_OPTION_TLS_DESTINATION, VIR_MIGRATE_PARAM_TLS_DESTINATION, 's' },
};

static void
test_params (void)
{
  guint in_table = 0;

  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (params[i].id);

      g_assert_cmpstr (info->param, ==, params[i].param);
      g_assert_cmpint (info->param_type, ==, params[i].type);
    }
  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    in_table += drover_migrate_option_get_info (id)->param != NULL;
  g_assert_cmpuint (in_table, ==, G_N_ELEMENTS (params));
}

static void
test_flags_each_once (void)
{
  guint32 seen = 0;

  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      guint32 flag = drover_migrate_option_get_info (id)->flag;

      g_assert_cmpuint (seen & flag, ==, 0);
      seen |= flag;
    }
  g_assert_cmpuint (seen, ==, DROVER_MIGRATE_ALL_FLAGS);
}

static void
test_flags_to_string (void)
{
  g_autofree char *none = drover_migrate_flags_to_string (0);
  g_autofree char *some = drover_migrate_flags_to_string (DROVER_MIGRATE_LIVE | DROVER_MIGRATE_ZEROCOPY);
  g_autofree char *unknown = drover_migrate_flags_to_string (DROVER_MIGRATE_TLS | (1u << 30));

  g_assert_cmpstr (none, ==, "0");
  g_assert_cmpstr (some, ==, "LIVE|ZEROCOPY");
  g_assert_cmpstr (unknown, ==, "TLS|0x40000000");
}

static char *
run_virsh (const char *const *argv)
{
  char *out = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                     &out, NULL, &status, NULL) ||
      status != 0)
    g_clear_pointer (&out, g_free);
  return out;
}

static guint
get_virsh_version (void)
{
  const char *const argv[] = { "virsh", "--version", NULL };
  g_autofree char *text = run_virsh (argv);
  guint major = 0;
  guint minor = 0;
  guint release = 0;

  if (text == NULL || sscanf (text, "%u.%u.%u", &major, &minor, &release) != 3)
    return 0;
  return major * 1000000 + minor * 1000 + release;
}

static gboolean
help_has (const char *help, const DroverMigrateOptionInfo *info)
{
  const char *after = info->kind == DROVER_OPTION_KIND_FLAG   ? ""
                      : info->kind == DROVER_OPTION_KIND_UINT ? " <number>"
                                                              : " <string>";
  g_autofree char *synopsis = g_strdup_printf ("[--%s%s]", info->name, after);

  return strstr (help, synopsis) != NULL;
}

static void
test_virsh_takes_ours (void)
{
  const char *const argv[] = { "virsh", "migrate", "--help", NULL };
  guint version = get_virsh_version ();
  g_autofree char *help = version ? run_virsh (argv) : NULL;

  if (help == NULL)
    {
      g_test_skip ("virsh is not installed");
      return;
    }
  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);

      if (!info->in_virsh || info->since > version)
        continue;
      if (!help_has (help, info))
        g_test_fail_printf ("virsh migrate has no --%s of this kind", info->name);
    }
}

static void
test_we_take_virshs (void)
{
  const char *const argv[] = { "virsh", "migrate", "--help", NULL };
  guint version = get_virsh_version ();
  g_autofree char *help = version ? run_virsh (argv) : NULL;
  g_autoptr (GRegex) regex = g_regex_new ("\\[--([a-z0-9-]+)( <[a-z]+>)?\\]", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint found = 0;

  if (help == NULL)
    {
      g_test_skip ("virsh is not installed");
      return;
    }
  if (version > READ_UP_TO)
    {
      g_test_skip ("this virsh is newer than the options that were read");
      return;
    }
  g_regex_match (regex, help, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      if (g_str_equal (name, "domain"))
        continue;
      found++;
      if (drover_migrate_option_find (name) == NULL)
        g_test_fail_printf ("virsh migrate has --%s, which the table lacks", name);
    }
  g_assert_cmpuint (found, >, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/flags/each-once", test_flags_each_once);
  g_test_add_func ("/plan/flags/to-string", test_flags_to_string);
  g_test_add_func ("/plan/flags/params", test_params);
  g_test_add_func ("/plan/flags/virsh-takes-ours", test_virsh_takes_ours);
  g_test_add_func ("/plan/flags/we-take-virshs", test_we_take_virshs);
  return g_test_run ();
}
