/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-cpu-family.h"

#include <fnmatch.h>
#include <glib/gi18n-lib.h>

/* Names as libvirt's CPU map has them; patterns are of fnmatch(3). The first family that has the name wins.
 */
static const struct {
  const char *name;
  const char *label;
  const char *const *features;
} families[] = {
  [DROVER_CPU_FAMILY_SSE] = { "sse", N_ ("SSE"),
                              (const char *const[]){ "mmx", "mmxext", "3dnow", "3dnowext", "sse*", "pni",
                                                     "ssse3", "misalignsse", NULL } },
  [DROVER_CPU_FAMILY_AVX] = { "avx", N_ ("AVX"),
                              (const char *const[]){ "avx", "avx2", "avx-*", "avx10*", "fma", "fma4", "f16c",
                                                     "xop", "cvt16", NULL } },
  [DROVER_CPU_FAMILY_AVX512] = { "avx-512", N_ ("AVX-512"), (const char *const[]){ "avx512*", NULL } },
  [DROVER_CPU_FAMILY_AMX] = { "amx", N_ ("AMX"), (const char *const[]){ "amx-*", NULL } },
  [DROVER_CPU_FAMILY_CRYPTO] = { "crypto", N_ ("Cryptography"),
                                 (const char *const[]){ "aes",     "vaes",    "pclmuldq", "vpclmulqdq",
                                                        "gfni",    "sha-ni",  "sha512",   "sm3",
                                                        "sm4",     "rdrand",  "rdseed",   "phe",
                                                        "phe-en",  "pmm",     "pmm-en",   "ace2",
                                                        "ace2-en", "xcrypt*", "xstore*",  NULL } },
  [DROVER_CPU_FAMILY_VIRTUALISATION] = { "virtualisation", N_ ("Virtualisation"),
                                         (const char *const[]){ "vmx",
                                                                "vmx-*",
                                                                "svm",
                                                                "svme-addr-chk",
                                                                "hypervisor",
                                                                "npt",
                                                                "lbrv",
                                                                "svm-lock",
                                                                "nrip-save",
                                                                "tsc-scale",
                                                                "vmcb-clean",
                                                                "flushbyasid",
                                                                "decodeassists",
                                                                "pause-filter",
                                                                "pfthreshold",
                                                                "avic",
                                                                "v-vmsave-vmload",
                                                                "vgif",
                                                                "vnmi",
                                                                "sev",
                                                                "sev-*",
                                                                "sme",
                                                                NULL } },
  [DROVER_CPU_FAMILY_MITIGATIONS] = { "mitigations", N_ ("Mitigations"),
                                      (const char *const[]){ "spec-ctrl",
                                                             "stibp*",
                                                             "ssbd",
                                                             "ibpb*",
                                                             "ibrs*",
                                                             "amd-ssbd",
                                                             "amd-stibp",
                                                             "amd-no-ssb",
                                                             "amd-psfd",
                                                             "virt-ssbd",
                                                             "md-clear",
                                                             "arch-capabilities",
                                                             "core-capability",
                                                             "rdctl-no",
                                                             "rsba",
                                                             "rrsba",
                                                             "rrsba-ctrl",
                                                             "skip-l1dfl-vmentry",
                                                             "ssb-no",
                                                             "mds-no",
                                                             "pschange-mc-no",
                                                             "tsx-ctrl",
                                                             "taa-no",
                                                             "fb-clear",
                                                             "fbsdp-no",
                                                             "psdp-no",
                                                             "sbdr-ssdp-no",
                                                             "gds-no",
                                                             "rfds-*",
                                                             "bhi-*",
                                                             "its-no",
                                                             "pbrsb-no",
                                                             "psfd",
                                                             "ipred-ctrl",
                                                             "ddpd-u",
                                                             "mcdt-no",
                                                             "auto-ibrs",
                                                             "sbpb",
                                                             "srso-*",
                                                             "verw-clear",
                                                             "tsa-*",
                                                             "overflow-recov",
                                                             "no-nested-data-bp",
                                                             "lfence-always-serializing",
                                                             "null-sel-clr-base",
                                                             NULL } },
  [DROVER_CPU_FAMILY_OTHER] = { "other", N_ ("Other"), (const char *const[]){ NULL } },
};

/**
 * drover_cpu_family_of:
 * @feature: a feature's name, as libvirt has it
 *
 * A pure function. The families are ours; the names are those of libvirt's CPU map (cpu_map/x86_features.xml
 * of 9.0 to 11.3).
 *
 * Returns: where it belongs
 */
DroverCpuFamily
drover_cpu_family_of (const char *feature)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (guint k = 0; families[i].features[k] != NULL; k++)
      if (fnmatch (families[i].features[k], feature, 0) == 0)
        return (DroverCpuFamily) i;
  return DROVER_CPU_FAMILY_OTHER;
}

/**
 * drover_cpu_family_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_cpu_family_to_string (DroverCpuFamily family)
{
  g_return_val_if_fail ((guint) family < G_N_ELEMENTS (families), NULL);
  return families[family].name;
}

/**
 * drover_cpu_family_get_label:
 *
 * Returns: the translated heading
 */
const char *
drover_cpu_family_get_label (DroverCpuFamily family)
{
  g_return_val_if_fail ((guint) family < G_N_ELEMENTS (families), NULL);
  return _ (families[family].label);
}
