/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-cpu.h"
#include "caps/drover-disk.h"
#include "caps/drover-guest-device.h"
#include "caps/drover-guest-net.h"
#include "caps/drover-guest-os.h"

G_BEGIN_DECLS

/**
 * DroverGuest:
 *
 * What a domain's XML says: live, inactive or migratable. Never changed after it was read, so threads may
 * share it. Text is %NULL and numbers are -1 where nothing is said; lists and string arrays are never
 * %NULL. Of passwords only their absence: the XML must not be asked for with SECURE for this.
 */
typedef struct {
  char *virt_type; /* kvm, qemu (not nullable) */
  char *id;        /* only of a running guest */
  char *name;      /* (not nullable) */
  char *uuid;
  char *title;
  char *description;
  char *genid;

  gint64 memory;         /* bytes, the most it can have */
  gint64 memory_current; /* bytes */
  gint64 max_vcpus;
  gint64 vcpus; /* as many as max_vcpus where nothing is said */
  char *vcpu_placement;
  char *cpuset;
  gint64 iothreads;

  DroverGuestOs *os;                   /* (not nullable) */
  DroverCpu *cpu;                      /* NULL: the hypervisor's default; its xml is the `<cpu>` element */
  DroverMemoryBacking *memory_backing; /* (not nullable) */
  GPtrArray *pins;                     /* (element-type DroverCpuPin) */
  GPtrArray *features;                 /* (element-type DroverGuestFeature) */
  char *clock_offset;                  /* utc, localtime, timezone, variable, absolute */
  GPtrArray *timers;                   /* (element-type DroverTimer) */
  GPtrArray *seclabels;                /* (element-type DroverSecLabel) */
  char *launch_security;               /* sev, sev-snp, s390-pv, tdx */
  char *partition;

  char *emulator;
  GPtrArray *disks;       /* (element-type DroverDisk) */
  GPtrArray *interfaces;  /* (element-type DroverInterface) */
  GPtrArray *graphics;    /* (element-type DroverGraphics) */
  GPtrArray *hostdevs;    /* (element-type DroverHostdev) */
  GPtrArray *filesystems; /* (element-type DroverFilesystem) */
  GPtrArray *tpms;        /* (element-type DroverTpm) */
  GPtrArray *rngs;        /* (element-type DroverRng) */
  GPtrArray *chardevs;    /* (element-type DroverChardev) */
  GPtrArray *memories;    /* (element-type DroverMemoryDevice) */
  GPtrArray *shmems;      /* (element-type DroverShmem) */
  GPtrArray *videos;      /* (element-type DroverVideo) */
  GPtrArray *inputs;      /* (element-type DroverInput) */
  GPtrArray *controllers; /* (element-type DroverController) */
  GPtrArray *leases;      /* (element-type DroverLease) */
  GPtrArray *others;      /* (element-type DroverSimpleDevice) */

  gboolean has_qemu_commandline; /* `<qemu:commandline>` with anything in it */
  GStrv qemu_args;
  gboolean has_qemu_override;
  GStrv metadata; /* namespace URIs of what programs keep in `<metadata>` */

  char *xml; /* all of it, as it was read; not written to JSON */
} DroverGuest;

extern const DroverRecordType drover_guest_type;

DroverGuest *drover_guest_parse (const char *xml, GError **error);
DroverGuest *drover_guest_ref (DroverGuest *guest);
void drover_guest_unref (DroverGuest *guest);

const DroverDisk *drover_guest_find_disk (const DroverGuest *guest, const char *target_dev);
const DroverSecLabel *drover_guest_find_seclabel (const DroverGuest *guest, const char *model);
const DroverGuestFeature *drover_guest_find_feature (const DroverGuest *guest, const char *name);
const DroverSimpleDevice *drover_guest_find_other (const DroverGuest *guest, const char *kind);

/**
 * DroverHostPath:
 *
 * A path on the host that the guest needs beside its disks.
 */
typedef struct {
  char *role; /* loader, nvram, nvram-template, kernel, initrd, dtb, acpi-table, fwcfg, emulator, rng, evdev,
                 serial …, filesystem, tpm, nvdimm, vhostuser, render-node, pstore, log */
  char *path;
  gboolean created; /* libvirt or QEMU makes it when it is missing (nvram, log files, bound sockets) */
} DroverHostPath;

extern const DroverRecordType drover_host_path_type;

GPtrArray *drover_guest_list_host_paths (const DroverGuest *guest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverGuest, drover_guest_unref)

G_END_DECLS
