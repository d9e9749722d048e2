/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-cpu.h"

G_BEGIN_DECLS

/**
 * DroverBaseLabel:
 *
 * The label a security model gives a guest that names none, e.g. `+64055:+64055` of `dac` for `kvm`.
 */
typedef struct {
  char *type; /* kvm, qemu */
  char *label;
} DroverBaseLabel;

/**
 * DroverSecModel:
 *
 * A security driver of the host: `apparmor`, `selinux`, `dac`, `none`.
 */
typedef struct {
  char *model;
  char *doi;
  GPtrArray *base_labels; /* (element-type DroverBaseLabel) */
} DroverSecModel;

/**
 * DroverHostPages:
 *
 * Pages of one size in a NUMA cell.
 */
typedef struct {
  gint64 size;  /* bytes */
  gint64 count; /* how many there are, used or not */
} DroverHostPages;

/**
 * DroverHostCell:
 *
 * A NUMA cell of the host.
 */
typedef struct {
  gint64 id;
  gint64 memory;    /* bytes */
  GStrv cpus;       /* numbers of the host CPUs, as text */
  GPtrArray *pages; /* (element-type DroverHostPages) */
} DroverHostCell;

/**
 * DroverMachine:
 *
 * A machine type an emulator offers. An alias such as `q35` has the type it stands for in @canonical.
 */
typedef struct {
  char *name;
  char *canonical;
  gint64 max_cpus;
  char *deprecated; /* yes */
} DroverMachine;

/**
 * DroverGuestDomain:
 *
 * A virtualisation type (`kvm`, `qemu`) for an architecture; with its own emulator and machines only where
 * they differ from the architecture's.
 */
typedef struct {
  char *type;
  char *emulator;
  GPtrArray *machines; /* (element-type DroverMachine) */
} DroverGuestDomain;

/**
 * DroverGuestArch:
 *
 * What the host offers to guests of one architecture.
 */
typedef struct {
  char *os_type; /* hvm */
  char *name;    /* x86_64 */
  gint64 word_size;
  char *emulator;
  GPtrArray *machines; /* (element-type DroverMachine) */
  GPtrArray *domains;  /* (element-type DroverGuestDomain) */
} DroverGuestArch;

/**
 * DroverHostCaps:
 *
 * What `virConnectGetCapabilities` says. Never changed after it was read, so threads may share it.
 * Numbers are -1 where nothing is said, text is %NULL; lists and string arrays are never %NULL.
 */
typedef struct {
  char *uuid;
  char *arch;
  DroverCpu *cpu; /* NULL where libvirt could not find out */

  gboolean live_migration;
  GStrv uri_transports; /* tcp, rdma */

  char *iommu;          /* yes, no */
  gint64 memory;        /* bytes, all cells */
  GPtrArray *cells;     /* (element-type DroverHostCell) */
  GPtrArray *secmodels; /* (element-type DroverSecModel) */
  GPtrArray *guests;    /* (element-type DroverGuestArch) */
} DroverHostCaps;

extern const DroverRecordType drover_host_caps_type;

DroverHostCaps *drover_host_caps_parse (const char *xml, GError **error);
DroverHostCaps *drover_host_caps_ref (DroverHostCaps *caps);
void drover_host_caps_unref (DroverHostCaps *caps);

const DroverSecModel *drover_host_caps_find_secmodel (const DroverHostCaps *caps, const char *model);
const char *drover_sec_model_get_base_label (const DroverSecModel *model, const char *virt_type);
const DroverGuestArch *drover_host_caps_find_guest_arch (const DroverHostCaps *caps, const char *arch);
const DroverGuestDomain *drover_guest_arch_find_domain (const DroverGuestArch *arch, const char *virt_type);
const char *
drover_host_caps_get_emulator (const DroverHostCaps *caps, const char *arch, const char *virt_type);
const GPtrArray *
drover_host_caps_get_machines (const DroverHostCaps *caps, const char *arch, const char *virt_type);
const DroverMachine *drover_host_caps_find_machine (const DroverHostCaps *caps,
                                                    const char *arch,
                                                    const char *virt_type,
                                                    const char *machine);
guint drover_host_caps_count_cpus (const DroverHostCaps *caps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverHostCaps, drover_host_caps_unref)

G_END_DECLS
