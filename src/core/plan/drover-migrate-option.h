/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverMigrateOption:
 *
 * Every option a migration takes: libvirt's flags, libvirt's typed parameters, what virsh adds of its own
 * (from %DROVER_OPTION_TIMEOUT), and what Drover adds (from %DROVER_OPTION_MODE). What each one is, stands
 * in its [struct@MigrateOptionInfo].
 */
typedef enum {
  /* libvirt's flags, in the order of their bits */
  DROVER_OPTION_LIVE,
  DROVER_OPTION_P2P,
  DROVER_OPTION_TUNNELLED,
  DROVER_OPTION_PERSISTENT,
  DROVER_OPTION_UNDEFINE_SOURCE,
  DROVER_OPTION_SUSPEND,
  DROVER_OPTION_COPY_STORAGE_ALL,
  DROVER_OPTION_COPY_STORAGE_INC,
  DROVER_OPTION_CHANGE_PROTECTION,
  DROVER_OPTION_UNSAFE,
  DROVER_OPTION_OFFLINE,
  DROVER_OPTION_COMPRESSED,
  DROVER_OPTION_ABORT_ON_ERROR,
  DROVER_OPTION_AUTO_CONVERGE,
  DROVER_OPTION_RDMA_PIN_ALL,
  DROVER_OPTION_POSTCOPY,
  DROVER_OPTION_TLS,
  DROVER_OPTION_PARALLEL,
  DROVER_OPTION_SYNCHRONOUS_WRITES,
  DROVER_OPTION_POSTCOPY_RESUME,
  DROVER_OPTION_ZEROCOPY,
  /* libvirt's typed parameters */
  DROVER_OPTION_MIGRATE_URI,
  DROVER_OPTION_DEST_NAME,
  DROVER_OPTION_DEST_XML,
  DROVER_OPTION_PERSIST_XML,
  DROVER_OPTION_BANDWIDTH,
  DROVER_OPTION_BANDWIDTH_POSTCOPY,
  DROVER_OPTION_BANDWIDTH_SWITCHOVER,
  DROVER_OPTION_GRAPHICS_URI,
  DROVER_OPTION_LISTEN_ADDRESS,
  DROVER_OPTION_MIGRATE_DISKS,
  DROVER_OPTION_DISKS_DETECT_ZEROES,
  DROVER_OPTION_DISKS_TARGET_ZERO,
  DROVER_OPTION_DISKS_PORT,
  DROVER_OPTION_DISKS_URI,
  DROVER_OPTION_COMP_METHODS,
  DROVER_OPTION_COMP_MT_LEVEL,
  DROVER_OPTION_COMP_MT_THREADS,
  DROVER_OPTION_COMP_MT_DTHREADS,
  DROVER_OPTION_COMP_XBZRLE_CACHE,
  DROVER_OPTION_COMP_ZLIB_LEVEL,
  DROVER_OPTION_COMP_ZSTD_LEVEL,
  DROVER_OPTION_AUTO_CONVERGE_INITIAL,
  DROVER_OPTION_AUTO_CONVERGE_INCREMENT,
  DROVER_OPTION_PARALLEL_CONNECTIONS,
  DROVER_OPTION_TLS_DESTINATION,
  /* virsh's own */
  DROVER_OPTION_TIMEOUT,
  DROVER_OPTION_TIMEOUT_SUSPEND,
  DROVER_OPTION_TIMEOUT_POSTCOPY,
  DROVER_OPTION_POSTCOPY_AFTER_PRECOPY,
  DROVER_OPTION_VERBOSE,
  DROVER_OPTION_DIRECT,
  /* Drover's own */
  DROVER_OPTION_MODE,
  DROVER_OPTION_DEST_URI,
  DROVER_OPTION_CHANGE,
  DROVER_OPTION_MAX_DOWNTIME,
} DroverMigrateOption;

#define DROVER_N_MIGRATE_OPTIONS (DROVER_OPTION_MAX_DOWNTIME + 1)

/**
 * DroverOptionKind:
 * @DROVER_OPTION_KIND_FLAG: on, off, or left to the default
 * @DROVER_OPTION_KIND_UINT: a whole number from `min` to `max`
 * @DROVER_OPTION_KIND_STRING: a text
 * @DROVER_OPTION_KIND_LIST: texts, separated by commas when typed
 * @DROVER_OPTION_KIND_XML: the text of a domain definition; typed as the name of a file, which the caller
 * reads
 */
typedef enum {
  DROVER_OPTION_KIND_FLAG,
  DROVER_OPTION_KIND_UINT,
  DROVER_OPTION_KIND_STRING,
  DROVER_OPTION_KIND_LIST,
  DROVER_OPTION_KIND_XML,
} DroverOptionKind;

/**
 * DroverOptionFormat:
 *
 * What a text must look like beyond its kind.
 */
typedef enum {
  DROVER_OPTION_FORMAT_ANY,
  DROVER_OPTION_FORMAT_MIGRATION_URI,  /* tcp:, rdma: or unix: */
  DROVER_OPTION_FORMAT_DISKS_URI,      /* tcp: or unix: */
  DROVER_OPTION_FORMAT_GRAPHICS_URI,   /* vnc: or spice: */
  DROVER_OPTION_FORMAT_CONNECTION_URI, /* a libvirt URI */
  DROVER_OPTION_FORMAT_HOST,           /* a host name or an IP address */
  DROVER_OPTION_FORMAT_GUEST_NAME,
  DROVER_OPTION_FORMAT_DISK_TARGET, /* vda, sdb … */
  DROVER_OPTION_FORMAT_CHOICE,      /* one of `choices` */
  DROVER_OPTION_FORMAT_CHANGE,      /* see drover_guest_change_verify() */
} DroverOptionFormat;

/**
 * DroverMigrateOptionInfo:
 * @id: which one
 * @kind: what its value is
 * @name: the long option of droverctl and of `virsh migrate`, without dashes
 * @in_virsh: whether `virsh migrate` has it
 * @flag: the bit of [flags@MigrateFlags], or 0
 * @param: (nullable): the name of libvirt's typed parameter
 * @param_type: its type as a GVariant letter: `s`, `t` (ULLONG), `i` (INT), or `a` (a string, given many
 * times)
 * @since: the libvirt that brought it, as major × 1,000,000 + minor × 1,000 + release; 0 where no libvirt
 *   has to know it
 * @negatable: whether it can be on by default, so that droverctl has `--no-NAME` too
 * @min: smallest number
 * @max: greatest number
 * @format: what the text must look like
 * @choices: (nullable): the words allowed
 * @argument: (nullable): what stands for the value in a help text, untranslated; it also names the unit
 * @help: one line on what it does, untranslated
 *
 * All there is to know of an option; the command line, the window, the parameters for libvirt and the virsh
 * command are made from it.
 */
typedef struct {
  DroverMigrateOption id;
  DroverOptionKind kind;
  const char *name;
  gboolean in_virsh;
  guint32 flag;
  const char *param;
  char param_type;
  guint since;
  gboolean negatable;
  guint64 min;
  guint64 max;
  DroverOptionFormat format;
  const char *const *choices;
  const char *argument;
  const char *help;
} DroverMigrateOptionInfo;

const DroverMigrateOptionInfo *drover_migrate_option_get_info (DroverMigrateOption id);
const DroverMigrateOptionInfo *drover_migrate_option_find (const char *name);
const char *drover_migrate_option_get_help (DroverMigrateOption id);

G_END_DECLS
