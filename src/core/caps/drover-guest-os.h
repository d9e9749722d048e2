/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/* What a guest's definition says beside CPU and devices. Text is NULL and numbers are -1 where nothing is
 * said; lists and string arrays are never NULL. */

/**
 * DroverGuestOs:
 *
 * The `<os>` element and the files named elsewhere that the guest's start reads.
 */
typedef struct {
  char *type; /* hvm */
  char *arch;
  char *machine;
  char *firmware; /* efi, bios: libvirt chooses */
  char *loader;
  char *loader_readonly;
  char *loader_secure;
  char *loader_type; /* rom, pflash */
  char *nvram;
  char *nvram_template;
  char *kernel;
  char *initrd;
  char *dtb;
  char *cmdline;
  char *acpi_table;
  GStrv fwcfg_files; /* of `<sysinfo type='fwcfg'>` */
  GStrv boot;        /* hd, network, cdrom … */
} DroverGuestOs;

/**
 * DroverSecLabel:
 *
 * A `<seclabel>`.
 */
typedef struct {
  char *type; /* dynamic, static, none */
  char *model;
  char *relabel; /* yes, no */
  char *label;
  char *base_label;
  char *image_label;
} DroverSecLabel;

/**
 * DroverHugepages:
 *
 * `<hugepages><page/></hugepages>`; @size is -1 for the host's default size.
 */
typedef struct {
  gint64 size; /* bytes */
  char *nodeset;
} DroverHugepages;

/**
 * DroverMemoryBacking:
 *
 * `<memoryBacking>`, `<memtune>` and `<numatune>`.
 */
typedef struct {
  gboolean hugepages;
  GPtrArray *pages; /* (element-type DroverHugepages) empty: the default size */
  gboolean no_share_pages;
  gboolean locked;
  char *source; /* file, anonymous, memfd */
  char *access; /* shared, private */
  char *allocation;
  gint64 hard_limit; /* bytes */
  char *numa_mode;   /* strict, preferred, interleave, restrictive */
  char *numa_nodeset;
  char *numa_placement; /* static, auto */
  GStrv numa_cell_nodesets;
} DroverMemoryBacking;

/**
 * DroverCpuPin:
 *
 * A pinning: of a vCPU, the emulator or an I/O thread to host CPUs.
 */
typedef struct {
  char *kind; /* vcpupin, emulatorpin, iothreadpin */
  gint64 id;
  char *cpuset;
} DroverCpuPin;

/**
 * DroverGuestFeature:
 *
 * A child of `<features>`: `acpi`, `apic`, `smm` …; children of `hyperv` and `kvm` as `hyperv.relaxed`.
 */
typedef struct {
  char *name;
  char *state; /* on, off; NULL: just there */
} DroverGuestFeature;

/**
 * DroverTimer:
 *
 * A `<timer>` of the guest's clock.
 */
typedef struct {
  char *name;
  char *present;
  char *tick_policy;
  char *mode;
  gint64 frequency; /* Hz */
} DroverTimer;

extern const DroverRecordType drover_guest_os_type;
extern const DroverRecordType drover_sec_label_type;
extern const DroverRecordType drover_memory_backing_type;
extern const DroverRecordType drover_cpu_pin_type;
extern const DroverRecordType drover_guest_feature_type;
extern const DroverRecordType drover_timer_type;

G_END_DECLS
