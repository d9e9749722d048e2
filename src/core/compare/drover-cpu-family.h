/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverCpuFamily:
 * @DROVER_CPU_FAMILY_SSE: the vector instructions of 128 bits and less
 * @DROVER_CPU_FAMILY_AVX: those of 256 bits
 * @DROVER_CPU_FAMILY_AVX512: those of 512 bits
 * @DROVER_CPU_FAMILY_AMX: the matrix instructions
 * @DROVER_CPU_FAMILY_CRYPTO: ciphers, digests and random numbers
 * @DROVER_CPU_FAMILY_VIRTUALISATION: what a guest needs to have guests of its own
 * @DROVER_CPU_FAMILY_MITIGATIONS: against what can be read out of a processor
 * @DROVER_CPU_FAMILY_OTHER: all else, and all of other architectures
 *
 * The headings that the features of a CPU are shown under.
 */
typedef enum {
  DROVER_CPU_FAMILY_SSE,
  DROVER_CPU_FAMILY_AVX,
  DROVER_CPU_FAMILY_AVX512,
  DROVER_CPU_FAMILY_AMX,
  DROVER_CPU_FAMILY_CRYPTO,
  DROVER_CPU_FAMILY_VIRTUALISATION,
  DROVER_CPU_FAMILY_MITIGATIONS,
  DROVER_CPU_FAMILY_OTHER,
} DroverCpuFamily;

#define DROVER_N_CPU_FAMILIES (DROVER_CPU_FAMILY_OTHER + 1)

DroverCpuFamily drover_cpu_family_of (const char *feature);
const char *drover_cpu_family_to_string (DroverCpuFamily family);
const char *drover_cpu_family_get_label (DroverCpuFamily family);

G_END_DECLS
