/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverCpuVerdict:
 * @DROVER_CPU_INCOMPATIBLE: the guest's CPU cannot be had there
 * @DROVER_CPU_IDENTICAL: it is exactly what the host has
 * @DROVER_CPU_SUPERSET: the host has more
 */
typedef enum {
  DROVER_CPU_INCOMPATIBLE,
  DROVER_CPU_IDENTICAL,
  DROVER_CPU_SUPERSET,
} DroverCpuVerdict;

gboolean drover_connection_compare_cpu (DroverConnection *connection,
                                        const char *emulator,
                                        const char *arch,
                                        const char *machine,
                                        const char *virt_type,
                                        const char *cpu_xml,
                                        DroverCpuVerdict *verdict,
                                        char **reason,
                                        GError **error);
char *drover_connection_expand_host_cpu (DroverConnection *connection, const char *cpu_xml, GError **error);
char *drover_connection_baseline_cpu (DroverConnection *connection,
                                      const char *emulator,
                                      const char *arch,
                                      const char *machine,
                                      const char *virt_type,
                                      const char *const *cpu_xmls,
                                      gboolean expand,
                                      GError **error);

G_END_DECLS
