/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-conflict-rules-private.h"

#include <glib/gi18n-lib.h>

#define ON(ID)                                                                                               \
  {                                                                                                          \
    .option = DROVER_OPTION_##ID, .present = TRUE                                                            \
  }
#define IS(ID, VALUE)                                                                                        \
  {                                                                                                          \
    .option = DROVER_OPTION_##ID, .value = VALUE, .present = TRUE                                            \
  }
#define NEEDS .relation = DROVER_CONFLICT_NEEDS, .others
#define EXCLUDES .relation = DROVER_CONFLICT_EXCLUDES, .others

/* What libvirt refuses with a bare error after the job has begun, or worse, takes and ignores. Sources:
 * libvirt's src/qemu/qemu_migration.c (Begin and Prepare), qemu_migration_params.c, src/libvirt-domain.c; its
 * virsh; and QEMU's migration/options.c. */
/* clang-format off */
const DroverConflictRule drover_conflict_rules[] = {
  /* Who steers */
  { "direct-unavailable", ON (DIRECT), .relation = DROVER_CONFLICT_UNAVAILABLE,
    .why = N_ ("it is for other hypervisors, QEMU/KVM has no such way; leave it out") },
  { "p2p-excludes-managed", ON (P2P), EXCLUDES = { IS (MODE, "managed") },
    .why = N_ ("either the source steers or this computer") },
  { "desturi-excludes-managed", ON (DEST_URI), EXCLUDES = { IS (MODE, "managed") },
    .why = N_ ("where this computer steers, it uses the URI of --to") },

  /* Tunnelled */
  { "tunnelled-needs-p2p", ON (TUNNELLED), NEEDS = { ON (P2P) },
    .why = N_ ("the tunnel is the source's own connection to the target") },
  { "tunnelled-excludes-parallel", ON (TUNNELLED), EXCLUDES = { ON (PARALLEL) },
    .why = N_ ("the tunnel is a single connection") },
  { "tunnelled-excludes-postcopy", ON (TUNNELLED), EXCLUDES = { ON (POSTCOPY) },
    .why = N_ ("post-copy fetches pages the other way, which the tunnel cannot do") },
  { "tunnelled-excludes-offline", ON (TUNNELLED), EXCLUDES = { ON (OFFLINE) },
    .why = N_ ("without a running guest there is no memory to send") },
  { "tunnelled-excludes-copy-storage-all", ON (TUNNELLED), EXCLUDES = { ON (COPY_STORAGE_ALL) },
    .why = N_ ("disks are copied over a connection of their own") },
  { "tunnelled-excludes-copy-storage-inc", ON (TUNNELLED), EXCLUDES = { ON (COPY_STORAGE_INC) },
    .why = N_ ("disks are copied over a connection of their own") },
  { "tunnelled-excludes-migrateuri", ON (TUNNELLED), EXCLUDES = { ON (MIGRATE_URI) },
    .why = N_ ("the memory goes where the libvirt connection goes") },
  { "tunnelled-excludes-listen-address", ON (TUNNELLED), EXCLUDES = { ON (LISTEN_ADDRESS) },
    .why = N_ ("nothing listens on the target but its libvirt daemon") },
  { "tunnelled-excludes-disks-port", ON (TUNNELLED), EXCLUDES = { ON (DISKS_PORT) },
    .why = N_ ("disks cannot be copied through the tunnel") },
  { "tunnelled-excludes-disks-uri", ON (TUNNELLED), EXCLUDES = { ON (DISKS_URI) },
    .why = N_ ("disks cannot be copied through the tunnel") },
  { "tunnelled-excludes-tls", ON (TUNNELLED), EXCLUDES = { ON (TLS) },
    .why = N_ ("the tunnel is as secret as the libvirt connection itself: use a TLS or SSH URI for it") },

  /* Disks */
  { "copy-storage-all-excludes-inc", ON (COPY_STORAGE_ALL), EXCLUDES = { ON (COPY_STORAGE_INC) },
    .why = N_ ("the disks are copied in full or by their top image; choose one") },
  { "synchronous-writes-needs-copy", ON (SYNCHRONOUS_WRITES),
    NEEDS = { ON (COPY_STORAGE_ALL), ON (COPY_STORAGE_INC) }, .why = N_ ("otherwise no disk is copied") },
  { "migrate-disks-needs-copy", ON (MIGRATE_DISKS), NEEDS = { ON (COPY_STORAGE_ALL), ON (COPY_STORAGE_INC) },
    .why = N_ ("otherwise no disk is copied, and older libvirt does not even say so") },
  { "detect-zeroes-needs-copy", ON (DISKS_DETECT_ZEROES),
    NEEDS = { ON (COPY_STORAGE_ALL), ON (COPY_STORAGE_INC) }, .why = N_ ("otherwise no disk is copied") },
  { "target-zero-needs-copy", ON (DISKS_TARGET_ZERO),
    NEEDS = { ON (COPY_STORAGE_ALL), ON (COPY_STORAGE_INC) }, .why = N_ ("otherwise no disk is copied") },
  { "disks-port-needs-copy", ON (DISKS_PORT), NEEDS = { ON (COPY_STORAGE_ALL), ON (COPY_STORAGE_INC) },
    .why = N_ ("otherwise no disk is copied and the port stays unused") },
  { "disks-uri-needs-copy", ON (DISKS_URI), NEEDS = { ON (COPY_STORAGE_ALL), ON (COPY_STORAGE_INC) },
    .why = N_ ("otherwise no disk is copied and the address stays unused") },
  { "disks-port-excludes-disks-uri", ON (DISKS_PORT), EXCLUDES = { ON (DISKS_URI) },
    .why = N_ ("the URI names the port already") },

  /* Offline */
  { "offline-excludes-live", ON (OFFLINE), EXCLUDES = { ON (LIVE) },
    .why = N_ ("only the definition moves, no running guest") },
  { "offline-needs-persistent", ON (OFFLINE), NEEDS = { ON (PERSISTENT) },
    .why = N_ ("only the definition moves, so the target must keep it") },
  { "offline-excludes-copy-storage-all", ON (OFFLINE), EXCLUDES = { ON (COPY_STORAGE_ALL) },
    .why = N_ ("disks are copied by the running guest; copy those of a stopped one by other means") },
  { "offline-excludes-copy-storage-inc", ON (OFFLINE), EXCLUDES = { ON (COPY_STORAGE_INC) },
    .why = N_ ("disks are copied by the running guest; copy those of a stopped one by other means") },
  { "max-downtime-excludes-offline", ON (MAX_DOWNTIME), EXCLUDES = { ON (OFFLINE) },
    .why = N_ ("a guest that does not run has no downtime") },
  { "persistent-xml-needs-persistent", ON (PERSIST_XML), NEEDS = { ON (PERSISTENT) },
    .why = N_ ("otherwise the target keeps no definition") },

  { "change-excludes-xml", ON (CHANGE), EXCLUDES = { ON (DEST_XML) },
    .why = N_ ("the file holds the definition as it is to be; change it there") },
  { "change-excludes-persistent-xml", ON (CHANGE), EXCLUDES = { ON (PERSIST_XML) },
    .why = N_ ("the file holds the definition as it is to be; change it there") },

  /* Post-copy */
  { "postcopy-needs-live", ON (POSTCOPY), NEEDS = { ON (LIVE) },
    .why = N_ ("only a running guest can fetch its memory afterwards") },
  { "postcopy-excludes-suspend", ON (POSTCOPY), EXCLUDES = { ON (SUSPEND) },
    .why = N_ ("the guest must run on the target to fetch its memory") },
  { "postcopy-resume-needs-postcopy", ON (POSTCOPY_RESUME), NEEDS = { ON (POSTCOPY) },
    .why = N_ ("repeat the options the broken move was started with") },
  { "postcopy-resume-needs-protection", ON (POSTCOPY_RESUME), NEEDS = { ON (CHANGE_PROTECTION), ON (P2P) },
    .why = N_ ("the guest must not be changed while it is on both hosts") },
  { "postcopy-bandwidth-needs-postcopy", ON (BANDWIDTH_POSTCOPY), NEEDS = { ON (POSTCOPY) },
    .why = N_ ("otherwise it limits nothing") },
  { "postcopy-after-precopy-needs-postcopy", ON (POSTCOPY_AFTER_PRECOPY), NEEDS = { ON (POSTCOPY) },
    .why = N_ ("the switch must be allowed from the start") },
  { "postcopy-excludes-parallel", ON (POSTCOPY), EXCLUDES = { ON (PARALLEL) },
    .qemu_below = 10001000, .why = N_ ("QEMU before 10.1 cannot do both") },

  /* Time limit */
  { "timeout-needs-live", ON (TIMEOUT), NEEDS = { ON (LIVE) },
    .why = N_ ("a guest that stands still anyway has nothing to be hurried") },
  { "timeout-suspend-needs-timeout", ON (TIMEOUT_SUSPEND), NEEDS = { ON (TIMEOUT) },
    .why = N_ ("it says what to do when that time is over") },
  { "timeout-postcopy-needs-timeout", ON (TIMEOUT_POSTCOPY), NEEDS = { ON (TIMEOUT) },
    .why = N_ ("it says what to do when that time is over") },
  { "timeout-postcopy-needs-postcopy", ON (TIMEOUT_POSTCOPY), NEEDS = { ON (POSTCOPY) },
    .why = N_ ("the switch must be allowed from the start") },
  { "timeout-suspend-excludes-postcopy", ON (TIMEOUT_SUSPEND), EXCLUDES = { ON (TIMEOUT_POSTCOPY) },
    .why = N_ ("only one thing can be done when the time is over") },

  /* Compression */
  { "xbzrle-excludes-parallel", IS (COMP_METHODS, "xbzrle"), EXCLUDES = { ON (PARALLEL) },
    .why = N_ ("over parallel connections only zlib and zstd compress") },
  { "mt-excludes-parallel", IS (COMP_METHODS, "mt"), EXCLUDES = { ON (PARALLEL) },
    .why = N_ ("over parallel connections only zlib and zstd compress") },
  { "mt-unavailable", IS (COMP_METHODS, "mt"), .relation = DROVER_CONFLICT_UNAVAILABLE,
    .qemu_from = 9001000, .why = N_ ("QEMU 9.1 and newer no longer have it; use --parallel with zstd") },
  { "zlib-needs-parallel", IS (COMP_METHODS, "zlib"), NEEDS = { ON (PARALLEL) },
    .why = N_ ("it compresses only over parallel connections") },
  { "zstd-needs-parallel", IS (COMP_METHODS, "zstd"), NEEDS = { ON (PARALLEL) },
    .why = N_ ("it compresses only over parallel connections") },
  { "zlib-excludes-zstd", IS (COMP_METHODS, "zlib"), EXCLUDES = { IS (COMP_METHODS, "zstd") },
    .why = N_ ("parallel connections take one method") },
  { "compressed-parallel-needs-method", ON (COMPRESSED), .with = ON (PARALLEL),
    NEEDS = { ON (COMP_METHODS) },
    .why = N_ ("libvirt's own choice does not work over parallel connections; say zlib or zstd") },
  { "mt-level-needs-mt", ON (COMP_MT_LEVEL), NEEDS = { IS (COMP_METHODS, "mt") },
    .why = N_ ("it tunes that method") },
  { "mt-threads-needs-mt", ON (COMP_MT_THREADS), NEEDS = { IS (COMP_METHODS, "mt") },
    .why = N_ ("it tunes that method") },
  { "mt-dthreads-needs-mt", ON (COMP_MT_DTHREADS), NEEDS = { IS (COMP_METHODS, "mt") },
    .why = N_ ("it tunes that method") },
  { "xbzrle-cache-needs-xbzrle", ON (COMP_XBZRLE_CACHE), NEEDS = { IS (COMP_METHODS, "xbzrle") },
    .why = N_ ("it tunes that method, which must be named") },
  { "zlib-level-needs-zlib", ON (COMP_ZLIB_LEVEL), NEEDS = { IS (COMP_METHODS, "zlib") },
    .why = N_ ("it tunes that method") },
  { "zstd-level-needs-zstd", ON (COMP_ZSTD_LEVEL), NEEDS = { IS (COMP_METHODS, "zstd") },
    .why = N_ ("it tunes that method") },

  /* Convergence, connections, zero-copy, TLS, RDMA, sockets */
  { "auto-converge-initial-needs-auto-converge", ON (AUTO_CONVERGE_INITIAL), NEEDS = { ON (AUTO_CONVERGE) },
    .why = N_ ("it tunes that") },
  { "auto-converge-increment-needs-auto-converge", ON (AUTO_CONVERGE_INCREMENT),
    NEEDS = { ON (AUTO_CONVERGE) }, .why = N_ ("it tunes that") },
  { "parallel-connections-needs-parallel", ON (PARALLEL_CONNECTIONS), NEEDS = { ON (PARALLEL) },
    .why = N_ ("otherwise there is one connection") },
  { "zerocopy-needs-parallel", ON (ZEROCOPY), NEEDS = { ON (PARALLEL) },
    .why = N_ ("QEMU does it over parallel connections only") },
  { "zerocopy-excludes-tls", ON (ZEROCOPY), EXCLUDES = { ON (TLS) },
    .why = N_ ("what is encrypted has been copied already") },
  { "zerocopy-excludes-compressed", ON (ZEROCOPY), EXCLUDES = { ON (COMPRESSED) },
    .why = N_ ("what is compressed has been copied already") },
  { "zerocopy-excludes-comp-methods", ON (ZEROCOPY), EXCLUDES = { ON (COMP_METHODS) },
    .why = N_ ("what is compressed has been copied already") },
  { "tls-destination-needs-tls", ON (TLS_DESTINATION), NEEDS = { ON (TLS) },
    .why = N_ ("otherwise no certificate is looked at") },
  { "tls-unix-needs-tls-destination", ON (TLS), .with = IS (MIGRATE_URI, "unix"),
    NEEDS = { ON (TLS_DESTINATION) }, .why = N_ ("a socket has no host name to compare the certificate with") },
  { "tls-excludes-disks-unix", ON (TLS), EXCLUDES = { IS (DISKS_URI, "unix") },
    .why = N_ ("libvirt does not encrypt disks over a socket") },
  { "rdma-pin-all-needs-rdma", ON (RDMA_PIN_ALL), NEEDS = { IS (MIGRATE_URI, "rdma") },
    .why = N_ ("only RDMA pins memory") },
  { "unix-excludes-listen-address", IS (MIGRATE_URI, "unix"), EXCLUDES = { ON (LISTEN_ADDRESS) },
    .why = N_ ("a socket is no address") },
  { "unix-copy-all-needs-disks-uri", ON (COPY_STORAGE_ALL), .with = IS (MIGRATE_URI, "unix"),
    NEEDS = { ON (DISKS_URI) }, .why = N_ ("libvirt cannot guess a second socket for the disks") },
  { "unix-copy-inc-needs-disks-uri", ON (COPY_STORAGE_INC), .with = IS (MIGRATE_URI, "unix"),
    NEEDS = { ON (DISKS_URI) }, .why = N_ ("libvirt cannot guess a second socket for the disks") },
};
/* clang-format on */

const guint drover_n_conflict_rules = G_N_ELEMENTS (drover_conflict_rules);
