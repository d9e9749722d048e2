/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/**
 * DroverCpuFeature:
 *
 * `<feature name= policy=/>`.
 */
typedef struct {
  char *name;   /* (not nullable) */
  char *policy; /* force, require, optional, disable, forbid; NULL in host capabilities: has it */
} DroverCpuFeature;

/**
 * DroverCpu:
 *
 * A `<cpu>` element, of a guest or of a host. Numbers are -1 where nothing is said, text is %NULL. Lists
 * are never %NULL.
 */
typedef struct {
  char *xml; /* the whole element, as the CPU compare calls of libvirt want it (not nullable) */

  char *mode;           /* guest: custom, host-model, host-passthrough, maximum; NULL in host capabilities */
  char *match;          /* guest: minimum, exact, strict */
  char *check;          /* guest: none, partial, full */
  char *migratable;     /* guest: on, off */
  char *arch;           /* host only */
  char *model;          /* NULL for host-passthrough */
  char *model_fallback; /* allow, forbid */
  char *vendor;
  char *vendor_id;

  gint64 microcode; /* host only, as all down to tsc_scaling */
  gint64 signature_family;
  gint64 signature_model;
  gint64 signature_stepping;
  gint64 tsc_frequency; /* Hz */
  char *tsc_scaling;    /* yes, no */

  gint64 maxphysaddr_bits;
  char *maxphysaddr_mode;

  gint64 sockets;
  gint64 dies;
  gint64 cores;
  gint64 threads;

  GPtrArray *features; /* (element-type DroverCpuFeature) */
  GPtrArray *cells;    /* (element-type DroverCpuCell) a guest's own NUMA cells */
} DroverCpu;

/**
 * DroverCpuCell:
 *
 * A NUMA cell that the guest sees.
 */
typedef struct {
  gint64 id;
  char *cpus;
  gint64 memory; /* bytes */
} DroverCpuCell;

extern const DroverRecordType drover_cpu_type;

DroverCpu *drover_cpu_parse (const char *xml, GError **error);
void drover_cpu_free (DroverCpu *cpu);
const DroverCpuFeature *drover_cpu_find_feature (const DroverCpu *cpu, const char *name);
GStrv drover_cpu_list_features (const DroverCpu *cpu);
char *drover_cpu_dup_model_xml (const char *model);
char *drover_cpu_dup_bare_xml (const DroverCpu *cpu, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverCpu, drover_cpu_free)

G_END_DECLS
