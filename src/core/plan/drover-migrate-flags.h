/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverMigrateFlags:
 *
 * libvirt's `virDomainMigrateFlags`, bit for bit: their values are libvirt's ABI and never change. They are
 * repeated here because this room knows no libvirt; a test compares each with libvirt's own header.
 */
typedef enum {
  DROVER_MIGRATE_LIVE = 1 << 0,
  DROVER_MIGRATE_PEER2PEER = 1 << 1,
  DROVER_MIGRATE_TUNNELLED = 1 << 2,
  DROVER_MIGRATE_PERSIST_DEST = 1 << 3,
  DROVER_MIGRATE_UNDEFINE_SOURCE = 1 << 4,
  DROVER_MIGRATE_PAUSED = 1 << 5,
  DROVER_MIGRATE_NON_SHARED_DISK = 1 << 6,
  DROVER_MIGRATE_NON_SHARED_INC = 1 << 7,
  DROVER_MIGRATE_CHANGE_PROTECTION = 1 << 8,
  DROVER_MIGRATE_UNSAFE = 1 << 9,
  DROVER_MIGRATE_OFFLINE = 1 << 10,
  DROVER_MIGRATE_COMPRESSED = 1 << 11,
  DROVER_MIGRATE_ABORT_ON_ERROR = 1 << 12,
  DROVER_MIGRATE_AUTO_CONVERGE = 1 << 13,
  DROVER_MIGRATE_RDMA_PIN_ALL = 1 << 14,
  DROVER_MIGRATE_POSTCOPY = 1 << 15,
  DROVER_MIGRATE_TLS = 1 << 16,
  DROVER_MIGRATE_PARALLEL = 1 << 17,
  DROVER_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES = 1 << 18,
  DROVER_MIGRATE_POSTCOPY_RESUME = 1 << 19,
  DROVER_MIGRATE_ZEROCOPY = 1 << 20,
} DroverMigrateFlags;

#define DROVER_MIGRATE_ALL_FLAGS ((1u << 21) - 1)

char *drover_migrate_flags_to_string (guint64 flags);

G_END_DECLS
