/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-migrate-option.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "plan/drover-migrate-flags.h"

#define VERSION(major, minor, release) ((major) *1000000 + (minor) *1000 + (release))

/* libvirt keeps bytes per second in a signed 64-bit number (QEMU_DOMAIN_MIG_BANDWIDTH_MAX in its
 * src/qemu/qemu_domain.h); the option is in MiB/s. */
#define MAX_BANDWIDTH (G_GUINT64_CONSTANT (0x7fffffffffffffff) >> 20)

/* QEMU: the cache holds at least one page (its smallest is 4 KiB); no host has more than 16 TiB to give. */
#define MIN_XBZRLE_CACHE 4096
#define MAX_XBZRLE_CACHE (G_GUINT64_CONSTANT (1) << 44)

/* virsh multiplies by 1000 into an int. */
#define MAX_TIMEOUT (G_MAXINT / 1000)

/* QEMU's MAX_MIGRATE_DOWNTIME in its migration/options.c: 2000 s. */
#define MAX_DOWNTIME 2000000

/* QEMU keeps the numbers of threads and channels in eight bits. */
#define MAX_THREADS 255

static const char *const methods[] = { "xbzrle", "mt", "zlib", "zstd", NULL };
static const char *const modes[] = { "auto", "p2p", "managed", NULL };

#define FLAG(ID, NAME, BIT, SINCE, HELP)                                                                     \
  [DROVER_OPTION_##ID] = { .id = DROVER_OPTION_##ID,                                                         \
                           .kind = DROVER_OPTION_KIND_FLAG,                                                  \
                           .name = NAME,                                                                     \
                           .in_virsh = TRUE,                                                                 \
                           .flag = DROVER_MIGRATE_##BIT,                                                     \
                           .since = SINCE,                                                                   \
                           .help = HELP }
/* On by default for some guests, so there must be a way to say no. */
#define DEFAULT_FLAG(ID, NAME, BIT, SINCE, HELP)                                                             \
  [DROVER_OPTION_##ID] = { .id = DROVER_OPTION_##ID,                                                         \
                           .kind = DROVER_OPTION_KIND_FLAG,                                                  \
                           .name = NAME,                                                                     \
                           .in_virsh = TRUE,                                                                 \
                           .flag = DROVER_MIGRATE_##BIT,                                                     \
                           .since = SINCE,                                                                   \
                           .negatable = TRUE,                                                                \
                           .help = HELP }
#define OWN_FLAG(ID, NAME, HELP)                                                                             \
  [DROVER_OPTION_##ID] = {                                                                                   \
    .id = DROVER_OPTION_##ID, .kind = DROVER_OPTION_KIND_FLAG, .name = NAME, .in_virsh = TRUE, .help = HELP  \
  }
#define NUMBER(ID, NAME, PARAM, TYPE, SINCE, MIN, MAX, ARGUMENT, HELP)                                       \
  [DROVER_OPTION_##ID] = { .id = DROVER_OPTION_##ID,                                                         \
                           .kind = DROVER_OPTION_KIND_UINT,                                                  \
                           .name = NAME,                                                                     \
                           .in_virsh = TRUE,                                                                 \
                           .param = PARAM,                                                                   \
                           .param_type = TYPE,                                                               \
                           .since = SINCE,                                                                   \
                           .min = MIN,                                                                       \
                           .max = MAX,                                                                       \
                           .argument = ARGUMENT,                                                             \
                           .help = HELP }
#define TEXT(ID, NAME, PARAM, SINCE, FORMAT, ARGUMENT, HELP)                                                 \
  [DROVER_OPTION_##ID] = { .id = DROVER_OPTION_##ID,                                                         \
                           .kind = DROVER_OPTION_KIND_STRING,                                                \
                           .name = NAME,                                                                     \
                           .in_virsh = TRUE,                                                                 \
                           .param = PARAM,                                                                   \
                           .param_type = 's',                                                                \
                           .since = SINCE,                                                                   \
                           .format = DROVER_OPTION_FORMAT_##FORMAT,                                          \
                           .argument = ARGUMENT,                                                             \
                           .help = HELP }
#define LIST(ID, NAME, PARAM, SINCE, FORMAT, CHOICES, ARGUMENT, HELP)                                        \
  [DROVER_OPTION_##ID] = { .id = DROVER_OPTION_##ID,                                                         \
                           .kind = DROVER_OPTION_KIND_LIST,                                                  \
                           .name = NAME,                                                                     \
                           .in_virsh = TRUE,                                                                 \
                           .param = PARAM,                                                                   \
                           .param_type = 'a',                                                                \
                           .since = SINCE,                                                                   \
                           .format = DROVER_OPTION_FORMAT_##FORMAT,                                          \
                           .choices = CHOICES,                                                               \
                           .argument = ARGUMENT,                                                             \
                           .help = HELP }
#define XML(ID, NAME, PARAM, SINCE, HELP)                                                                    \
  [DROVER_OPTION_##ID] = { .id = DROVER_OPTION_##ID,                                                         \
                           .kind = DROVER_OPTION_KIND_XML,                                                   \
                           .name = NAME,                                                                     \
                           .in_virsh = TRUE,                                                                 \
                           .param = PARAM,                                                                   \
                           .param_type = 's',                                                                \
                           .since = SINCE,                                                                   \
                           .argument = N_ ("FILE"),                                                          \
                           .help = HELP }

/* Flags, parameters, their types and versions: libvirt's include/libvirt/libvirt-domain.h; names of options:
 * `virsh migrate --help` of the libvirt named in `since`. */
/* clang-format off */
static const DroverMigrateOptionInfo table[DROVER_N_MIGRATE_OPTIONS] = {
  DEFAULT_FLAG (LIVE, "live", LIVE, VERSION (0, 3, 2),
                N_ ("Keep the guest running while it moves (default)")),
  FLAG (P2P, "p2p", PEER2PEER, VERSION (0, 7, 2),
        N_ ("The source logs in to the target itself; the move survives the end of this program")),
  FLAG (TUNNELLED, "tunnelled", TUNNELLED, VERSION (0, 7, 2),
        N_ ("Send memory through the libvirt connection: slower, no further ports")),
  DEFAULT_FLAG (PERSISTENT, "persistent", PERSIST_DEST, VERSION (0, 7, 3),
                N_ ("Define the guest on the target (default for a defined guest)")),
  DEFAULT_FLAG (UNDEFINE_SOURCE, "undefinesource", UNDEFINE_SOURCE, VERSION (0, 7, 3),
                N_ ("Remove the definition from the source afterwards (default for a defined guest)")),
  FLAG (SUSPEND, "suspend", PAUSED, VERSION (0, 7, 5),
        N_ ("Leave the guest paused on the target")),
  FLAG (COPY_STORAGE_ALL, "copy-storage-all", NON_SHARED_DISK, VERSION (0, 8, 2),
        N_ ("Copy the disks in full to the target's own storage")),
  FLAG (COPY_STORAGE_INC, "copy-storage-inc", NON_SHARED_INC, VERSION (0, 8, 2),
        N_ ("Copy only the top image of each disk; its base must be on the target")),
  FLAG (CHANGE_PROTECTION, "change-protection", CHANGE_PROTECTION, VERSION (0, 9, 4),
        N_ ("Refuse to start unless changes to the guest can be held off meanwhile")),
  FLAG (UNSAFE, "unsafe", UNSAFE, VERSION (0, 9, 11),
        N_ ("Go on where libvirt fears for the disks; only for storage proved to be shared")),
  FLAG (OFFLINE, "offline", OFFLINE, VERSION (1, 0, 1),
        N_ ("Move the definition only; the guest is not started on the target")),
  FLAG (COMPRESSED, "compressed", COMPRESSED, VERSION (1, 0, 3),
        N_ ("Compress memory on the way")),
  FLAG (ABORT_ON_ERROR, "abort-on-error", ABORT_ON_ERROR, VERSION (1, 1, 0),
        N_ ("Stop the move when the guest meets an I/O error meanwhile")),
  FLAG (AUTO_CONVERGE, "auto-converge", AUTO_CONVERGE, VERSION (1, 2, 3),
        N_ ("Slow the guest down step by step until the move can end")),
  FLAG (RDMA_PIN_ALL, "rdma-pin-all", RDMA_PIN_ALL, VERSION (1, 2, 9),
        N_ ("Lock all of the guest's memory before an RDMA move")),
  FLAG (POSTCOPY, "postcopy", POSTCOPY, VERSION (1, 3, 3),
        N_ ("Allow switching to post-copy: the guest runs on the target before all its memory is there")),
  FLAG (TLS, "tls", TLS, VERSION (3, 2, 0),
        N_ ("Encrypt the memory on the way with the hosts' QEMU certificates")),
  FLAG (PARALLEL, "parallel", PARALLEL, VERSION (5, 2, 0),
        N_ ("Send memory over several connections")),
  FLAG (SYNCHRONOUS_WRITES, "copy-storage-synchronous-writes", NON_SHARED_SYNCHRONOUS_WRITES,
        VERSION (8, 0, 0),
        N_ ("While disks are copied, let the guest's writes wait for the target")),
  FLAG (POSTCOPY_RESUME, "postcopy-resume", POSTCOPY_RESUME, VERSION (8, 5, 0),
        N_ ("Go on with a post-copy move whose connection broke")),
  FLAG (ZEROCOPY, "zerocopy", ZEROCOPY, VERSION (8, 5, 0),
        N_ ("Send memory without copying it within the source's kernel")),

  TEXT (MIGRATE_URI, "migrateuri", "migrate_uri", VERSION (1, 1, 0), MIGRATION_URI, N_ ("URI"),
        N_ ("Where the memory goes, as the source sees it: tcp://ADDRESS[:PORT]")),
  TEXT (DEST_NAME, "dname", "destination_name", VERSION (1, 1, 0), GUEST_NAME, N_ ("NAME"),
        N_ ("The guest's name on the target")),
  XML (DEST_XML, "xml", "destination_xml", VERSION (1, 1, 0),
       N_ ("The running guest's definition for the target")),
  XML (PERSIST_XML, "persistent-xml", "persistent_xml", VERSION (1, 3, 4),
       N_ ("The definition to be kept on the target")),
  NUMBER (BANDWIDTH, "bandwidth", "bandwidth", 't', VERSION (1, 1, 0), 0, MAX_BANDWIDTH, N_ ("MIB/S"),
          N_ ("Most to send, in MiB/s; 0 leaves it to libvirt")),
  NUMBER (BANDWIDTH_POSTCOPY, "postcopy-bandwidth", "bandwidth.postcopy", 't', VERSION (5, 1, 0), 0,
          MAX_BANDWIDTH, N_ ("MIB/S"), N_ ("Most to send in post-copy, in MiB/s; 0 is without limit")),
  NUMBER (BANDWIDTH_SWITCHOVER, "available-switchover-bandwidth", "bandwidth.avail.switchover", 't',
          VERSION (11, 1, 0), 0, MAX_BANDWIDTH, N_ ("MIB/S"),
          N_ ("What the network can carry at the switch, in MiB/s; 0 lets QEMU estimate it")),
  TEXT (GRAPHICS_URI, "graphicsuri", "graphics_uri", VERSION (1, 1, 0), GRAPHICS_URI, N_ ("URI"),
        N_ ("Where graphical clients shall reconnect: vnc://HOST[:PORT] or spice://HOST[:PORT]")),
  TEXT (LISTEN_ADDRESS, "listen-address", "listen_address", VERSION (1, 1, 4), HOST, N_ ("ADDRESS"),
        N_ ("The address the target listens on for memory and disks")),
  LIST (MIGRATE_DISKS, "migrate-disks", "migrate_disks", VERSION (1, 2, 17), DISK_TARGET, NULL,
        N_ ("DISK,…"), N_ ("Copy these disks only, by their target: vda,vdb")),
  LIST (DISKS_DETECT_ZEROES, "migrate-disks-detect-zeroes", "migrate_disks_detect_zeroes",
        VERSION (10, 9, 0), DISK_TARGET, NULL, N_ ("DISK,…"),
        N_ ("Look for zeroes in these disks, so that their copies stay sparse")),
  LIST (DISKS_TARGET_ZERO, "migrate-disks-target-zero", "migrate_disks_target_zero", VERSION (12, 2, 0),
        DISK_TARGET, NULL, N_ ("DISK,…"),
        N_ ("The target's images of these disks hold nothing but zeroes: do not write zeroes there")),
  NUMBER (DISKS_PORT, "disks-port", "disks_port", 'i', VERSION (1, 3, 3), 1, 65535, N_ ("PORT"),
          N_ ("The target's port for copied disks")),
  TEXT (DISKS_URI, "disks-uri", "disks_uri", VERSION (6, 8, 0), DISKS_URI, N_ ("URI"),
        N_ ("Where copied disks go: tcp://ADDRESS:PORT or unix:///PATH")),
  LIST (COMP_METHODS, "comp-methods", "compression", VERSION (1, 3, 4), CHOICE, methods, N_ ("METHOD,…"),
        N_ ("How to compress: xbzrle, mt (until QEMU 9.0), with --parallel zlib or zstd")),
  NUMBER (COMP_MT_LEVEL, "comp-mt-level", "compression.mt.level", 'i', VERSION (1, 3, 4), 0, 9,
          N_ ("LEVEL"), N_ ("mt: level of compression, 0 (none) to 9 (most)")),
  NUMBER (COMP_MT_THREADS, "comp-mt-threads", "compression.mt.threads", 'i', VERSION (1, 3, 4), 1,
          MAX_THREADS, N_ ("NUMBER"), N_ ("mt: threads that compress on the source")),
  NUMBER (COMP_MT_DTHREADS, "comp-mt-dthreads", "compression.mt.dthreads", 'i', VERSION (1, 3, 4), 1,
          MAX_THREADS, N_ ("NUMBER"), N_ ("mt: threads that decompress on the target")),
  NUMBER (COMP_XBZRLE_CACHE, "comp-xbzrle-cache", "compression.xbzrle.cache", 't', VERSION (1, 3, 4),
          MIN_XBZRLE_CACHE, MAX_XBZRLE_CACHE, N_ ("BYTES"), N_ ("xbzrle: size of the cache of pages, in bytes")),
  NUMBER (COMP_ZLIB_LEVEL, "comp-zlib-level", "compression.zlib.level", 'i', VERSION (9, 4, 0), 0, 9,
          N_ ("LEVEL"), N_ ("zlib: level of compression, 0 (none) to 9 (most)")),
  NUMBER (COMP_ZSTD_LEVEL, "comp-zstd-level", "compression.zstd.level", 'i', VERSION (9, 4, 0), 0, 20,
          N_ ("LEVEL"), N_ ("zstd: level of compression, 0 (default) to 20 (most)")),
  NUMBER (AUTO_CONVERGE_INITIAL, "auto-converge-initial", "auto_converge.initial", 'i', VERSION (2, 0, 0), 1,
          99, N_ ("PERCENT"), N_ ("How much auto-convergence slows the guest down at first, in percent")),
  NUMBER (AUTO_CONVERGE_INCREMENT, "auto-converge-increment", "auto_converge.increment", 'i',
          VERSION (2, 0, 0), 1, 99, N_ ("PERCENT"), N_ ("How much more with each step, in percent")),
  NUMBER (PARALLEL_CONNECTIONS, "parallel-connections", "parallel.connections", 'i', VERSION (5, 2, 0), 1,
          MAX_THREADS, N_ ("NUMBER"), N_ ("How many parallel connections")),
  TEXT (TLS_DESTINATION, "tls-destination", "tls.destination", VERSION (6, 0, 0), HOST, N_ ("HOST"),
        N_ ("The name in the target's QEMU certificate")),

  NUMBER (TIMEOUT, "timeout", NULL, 0, 0, 1, MAX_TIMEOUT, N_ ("SECONDS"),
          N_ ("If the move takes longer, act: pause the guest, or as --timeout-… says")),
  OWN_FLAG (TIMEOUT_SUSPEND, "timeout-suspend", N_ ("After --timeout, pause the guest until it has moved")),
  OWN_FLAG (TIMEOUT_POSTCOPY, "timeout-postcopy", N_ ("After --timeout, switch to post-copy")),
  OWN_FLAG (POSTCOPY_AFTER_PRECOPY, "postcopy-after-precopy",
            N_ ("Switch to post-copy once all memory was sent for the first time")),
  OWN_FLAG (VERBOSE, "verbose", N_ ("Show progress (Drover always does)")),
  OWN_FLAG (DIRECT, "direct", N_ ("Not for QEMU/KVM; known only to be refused with its reason")),

  [DROVER_OPTION_MODE] = { .id = DROVER_OPTION_MODE, .kind = DROVER_OPTION_KIND_STRING, .name = "mode",
                           .format = DROVER_OPTION_FORMAT_CHOICE, .choices = modes,
                           .argument = N_ ("auto|p2p|managed"),
                           .help = N_ ("Who steers: the source (p2p), this computer (managed), or what was "
                                       "proved to work (auto)") },
  [DROVER_OPTION_DEST_URI] = { .id = DROVER_OPTION_DEST_URI, .kind = DROVER_OPTION_KIND_STRING,
                               .name = "desturi", .format = DROVER_OPTION_FORMAT_CONNECTION_URI,
                               .argument = N_ ("URI"),
                               .help = N_ ("The target's libvirt URI as the source sees it, for --p2p") },
  [DROVER_OPTION_CHANGE] = { .id = DROVER_OPTION_CHANGE, .kind = DROVER_OPTION_KIND_LIST, .name = "change",
                             .format = DROVER_OPTION_FORMAT_CHANGE, .argument = N_ ("CHANGE,…"),
                             .help = N_ ("Change its definition on the way: graphics-listen=ADDRESS, "
                                         "network:OLD=NEW, …") },
  [DROVER_OPTION_MAX_DOWNTIME] = { .id = DROVER_OPTION_MAX_DOWNTIME, .kind = DROVER_OPTION_KIND_UINT,
                                   .name = "max-downtime", .min = 1, .max = MAX_DOWNTIME,
                                   .argument = N_ ("MS"),
                                   .help = N_ ("Longest pause of the guest at the switch, in milliseconds "
                                               "(QEMU's own: 300)") },
};
/* clang-format on */

/**
 * drover_migrate_option_get_info:
 * @id: an option
 *
 * Returns: (transfer none): what there is to know of it
 */
const DroverMigrateOptionInfo *
drover_migrate_option_get_info (DroverMigrateOption id)
{
  g_return_val_if_fail (id < DROVER_N_MIGRATE_OPTIONS, NULL);

  return &table[id];
}

/**
 * drover_migrate_option_find:
 * @name: the long name, with or without leading dashes
 *
 * Returns: (transfer none) (nullable): the option of that name
 */
const DroverMigrateOptionInfo *
drover_migrate_option_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  name += strspn (name, "-");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].name, name))
      return &table[i];
  return NULL;
}

/**
 * drover_migrate_option_get_help:
 * @id: an option
 *
 * Returns: (transfer none): one translated line on what it does
 */
const char *
drover_migrate_option_get_help (DroverMigrateOption id)
{
  g_return_val_if_fail (id < DROVER_N_MIGRATE_OPTIONS, NULL);

  return _ (table[id].help);
}
