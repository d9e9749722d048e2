/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "compare/drover-comparison.h"
#include "compare/drover-cpu-family.h"

G_BEGIN_DECLS

/**
 * DroverCpuHas:
 * @DROVER_CPU_HAS_UNKNOWN: the host could not be asked
 * @DROVER_CPU_HAS_NOT: it has it not
 * @DROVER_CPU_HAS_BARE: its processor has it, but guests are not given it
 * @DROVER_CPU_HAS_GUEST: guests can be given it
 */
typedef enum {
  DROVER_CPU_HAS_UNKNOWN,
  DROVER_CPU_HAS_NOT,
  DROVER_CPU_HAS_BARE,
  DROVER_CPU_HAS_GUEST,
} DroverCpuHas;

/**
 * DroverCpuStanding:
 * @DROVER_CPU_STANDING_EVERYWHERE: this host has it, and so has every other
 * @DROVER_CPU_STANDING_HERE: this host has it, and not every other
 * @DROVER_CPU_STANDING_ONLY_HERE: no other host has it
 * @DROVER_CPU_STANDING_NOT_HERE: this host lacks it, and not as the only one
 * @DROVER_CPU_STANDING_MISSING_HERE: this host alone lacks it
 * @DROVER_CPU_STANDING_UNKNOWN: this host could not be asked
 *
 * How a feature of one host stands among the others: what the map is coloured by.
 */
typedef enum {
  DROVER_CPU_STANDING_EVERYWHERE,
  DROVER_CPU_STANDING_HERE,
  DROVER_CPU_STANDING_ONLY_HERE,
  DROVER_CPU_STANDING_NOT_HERE,
  DROVER_CPU_STANDING_MISSING_HERE,
  DROVER_CPU_STANDING_UNKNOWN,
} DroverCpuStanding;

/**
 * DroverCpuMapFeature:
 * @name: as libvirt calls it; a host's text
 * @family: the heading
 * @bare: no host gives it to guests: it is the processors that are compared
 * @kind: whether the hosts agree
 * @relevance: what a difference matters for
 * @check: (nullable): the id of the check that judges it for a guest
 * @n_hosts: how many
 * @has: (array length=n_hosts): a host each, in their order
 */
typedef struct {
  char *name;
  DroverCpuFamily family;
  gboolean bare;
  DroverRowKind kind;
  DroverRelevance relevance;
  const char *check;
  guint n_hosts;
  DroverCpuHas *has;
} DroverCpuMapFeature;

GPtrArray *drover_cpu_map_new (DroverFacts *const *hosts, guint n_hosts);
gboolean drover_cpu_map_feature_is_on (const DroverCpuMapFeature *feature, guint host);
DroverCpuStanding drover_cpu_map_feature_get_standing (const DroverCpuMapFeature *feature, guint host);
const char *drover_cpu_has_to_string (DroverCpuHas has);

G_END_DECLS
