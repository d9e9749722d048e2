/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "compare/drover-lineup.h"

G_BEGIN_DECLS

/**
 * DroverCommonCpuHost:
 * @takes_part: its CPU is part of the common one; where not, @reason says why
 * @accepts: its hypervisor says that it can give a guest that CPU
 * @reason: (nullable): why it does not take part or does not accept
 * @given_up: what host-model would give a guest there, and the common CPU does not
 */
typedef struct {
  gboolean takes_part;
  gboolean accepts;
  char *reason;
  GStrv given_up;
} DroverCommonCpuHost;

#define DROVER_TYPE_COMMON_CPU (drover_common_cpu_get_type ())

/**
 * DroverCommonCpu:
 *
 * The best CPU that a guest can have on all hosts: computed by the newest of them, which knows the names of
 * all others, and verified on every one. Lives in the main context it was created in.
 */
G_DECLARE_FINAL_TYPE (DroverCommonCpu, drover_common_cpu, DROVER, COMMON_CPU, GObject)

DroverCommonCpu *drover_common_cpu_new (DroverLineup *lineup);
void drover_common_cpu_start (DroverCommonCpu *common);
void drover_common_cpu_cancel (DroverCommonCpu *common);
gboolean drover_common_cpu_is_done (DroverCommonCpu *common);

const GError *drover_common_cpu_get_error (DroverCommonCpu *common);
gboolean drover_common_cpu_is_verified (DroverCommonCpu *common);
guint drover_common_cpu_get_n_hosts (DroverCommonCpu *common);
guint drover_common_cpu_get_computer (DroverCommonCpu *common);
const char *drover_common_cpu_get_xml (DroverCommonCpu *common);
const char *const *drover_common_cpu_get_features (DroverCommonCpu *common);
const char *drover_common_cpu_get_model (DroverCommonCpu *common);
const char *const *drover_common_cpu_get_named_models (DroverCommonCpu *common);
const DroverCommonCpuHost *drover_common_cpu_get_host (DroverCommonCpu *common, guint host);

G_END_DECLS
