/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-cpu-compare.h"

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

/**
 * drover_connection_compare_cpu:
 * @emulator: (nullable): the emulator the guest would use there
 * @arch: (nullable): its architecture
 * @machine: (nullable): its machine type
 * @virt_type: (nullable): `kvm` or `qemu`
 * @cpu_xml: a `<cpu>` element, best the one of the guest's migratable XML
 * @verdict: (out): set on success
 * @reason: (out) (transfer full) (nullable): what is missing, in libvirt's words, when incompatible
 * @error: %DROVER_ERROR_UNSUPPORTED for a daemon before 4.4.0
 *
 * Asks the hypervisor, not the bare CPU: virConnectCompareCPU() knows nothing of what QEMU and KVM can do.
 *
 * Returns: whether there is a verdict
 */
gboolean
drover_connection_compare_cpu (DroverConnection *connection,
                               const char *emulator,
                               const char *arch,
                               const char *machine,
                               const char *virt_type,
                               const char *cpu_xml,
                               DroverCpuVerdict *verdict,
                               char **reason,
                               GError **error)
{
  g_autoptr (GError) local = NULL;
  int rc = virConnectCompareHypervisorCPU (drover_connection_get_raw (connection), emulator, arch, machine,
                                           virt_type, cpu_xml, VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE);

  switch (rc)
    {
    case VIR_CPU_COMPARE_IDENTICAL:
      *verdict = DROVER_CPU_IDENTICAL;
      return TRUE;
    case VIR_CPU_COMPARE_SUPERSET:
      *verdict = DROVER_CPU_SUPERSET;
      return TRUE;
    case VIR_CPU_COMPARE_INCOMPATIBLE:
      *verdict = DROVER_CPU_INCOMPATIBLE;
      *reason = NULL;
      return TRUE;
    default:
      break;
    }

  drover_virt_take_error ("virConnectCompareHypervisorCPU", &local);
  /* FAIL_INCOMPATIBLE turns "no" into an error that names the features; a feature or model the host's libvirt
   * has never heard of comes as another error, and is a "no" as well. */
  if (drover_error_get_virt_code (local) == VIR_ERR_CPU_INCOMPATIBLE ||
      drover_error_get_virt_domain (local) == VIR_FROM_CPU)
    {
      *verdict = DROVER_CPU_INCOMPATIBLE;
      *reason = g_strdup (local->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * drover_connection_baseline_cpu:
 * @cpu_xmls: (array zero-terminated=1): `<cpu>` elements, as of host-model in domain capabilities
 * @expand: name every feature
 *
 * Returns: (transfer full): the `<cpu>` that all of them can run, migratable features only
 */
char *
drover_connection_baseline_cpu (DroverConnection *connection,
                                const char *emulator,
                                const char *arch,
                                const char *machine,
                                const char *virt_type,
                                const char *const *cpu_xmls,
                                gboolean expand,
                                GError **error)
{
  unsigned int flags =
      VIR_CONNECT_BASELINE_CPU_MIGRATABLE | (expand ? VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES : 0);

  return drover_virt_take_string (virConnectBaselineHypervisorCPU (drover_connection_get_raw (connection),
                                                                   emulator, arch, machine, virt_type,
                                                                   (const char **) cpu_xmls,
                                                                   g_strv_length ((GStrv) cpu_xmls), flags),
                                  "virConnectBaselineHypervisorCPU", error);
}

/**
 * drover_connection_expand_host_cpu:
 * @cpu_xml: the `<cpu>` of host capabilities
 * @error: %DROVER_ERROR_UNSUPPORTED where the driver cannot tell
 *
 * Asks what the bare processor has, whatever a hypervisor makes of it.
 *
 * Returns: (transfer full): a `<cpu>` that names every feature
 */
char *
drover_connection_expand_host_cpu (DroverConnection *connection, const char *cpu_xml, GError **error)
{
  const char *cpus[] = { cpu_xml };

  return drover_virt_take_string (virConnectBaselineCPU (drover_connection_get_raw (connection), cpus,
                                                         G_N_ELEMENTS (cpus),
                                                         VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES),
                                  "virConnectBaselineCPU", error);
}
