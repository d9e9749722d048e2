/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-cpu.h"

#include "caps/drover-xml-record.h"

DROVER_XML_RECORD_TYPE (DroverCpuFeature,
                        drover_cpu_feature_type,
                        NULL,
                        DROVER_XML_FIELD (DroverCpuFeature, name, STRING, "@name"),
                        DROVER_XML_FIELD (DroverCpuFeature, policy, STRING, "@policy"));

DROVER_XML_RECORD_TYPE (DroverCpuCell,
                        drover_cpu_cell_type,
                        NULL,
                        DROVER_XML_FIELD (DroverCpuCell, id, INT, "@id"),
                        DROVER_XML_FIELD (DroverCpuCell, cpus, STRING, "@cpus"),
                        DROVER_XML_FLAGGED (DroverCpuCell, memory, INT, "@memory", DROVER_XML_BYTES));

DROVER_XML_RECORD_TYPE (DroverCpu,
                        drover_cpu_type,
                        NULL,
                        DROVER_XML_FLAGGED (DroverCpu, xml, STRING, ".", DROVER_XML_NODE),
                        DROVER_XML_FIELD (DroverCpu, mode, STRING, "@mode"),
                        DROVER_XML_FIELD (DroverCpu, match, STRING, "@match"),
                        DROVER_XML_FIELD (DroverCpu, check, STRING, "@check"),
                        DROVER_XML_FIELD (DroverCpu, migratable, STRING, "@migratable"),
                        DROVER_XML_FIELD (DroverCpu, arch, STRING, "arch"),
                        DROVER_XML_FIELD (DroverCpu, model, STRING, "model"),
                        DROVER_XML_FIELD (DroverCpu, model_fallback, STRING, "model/@fallback"),
                        DROVER_XML_FIELD (DroverCpu, vendor, STRING, "vendor"),
                        DROVER_XML_FIELD (DroverCpu, vendor_id, STRING, "model/@vendor_id"),
                        DROVER_XML_FIELD (DroverCpu, microcode, INT, "microcode/@version"),
                        DROVER_XML_FIELD (DroverCpu, signature_family, INT, "signature/@family"),
                        DROVER_XML_FIELD (DroverCpu, signature_model, INT, "signature/@model"),
                        DROVER_XML_FIELD (DroverCpu, signature_stepping, INT, "signature/@stepping"),
                        DROVER_XML_FIELD (DroverCpu, tsc_frequency, INT, "counter[@name='tsc']/@frequency"),
                        DROVER_XML_FIELD (DroverCpu, tsc_scaling, STRING, "counter[@name='tsc']/@scaling"),
                        DROVER_XML_FIELD (DroverCpu, maxphysaddr_bits, INT, "maxphysaddr/@bits"),
                        DROVER_XML_FIELD (DroverCpu, maxphysaddr_mode, STRING, "maxphysaddr/@mode"),
                        DROVER_XML_FIELD (DroverCpu, sockets, INT, "topology/@sockets"),
                        DROVER_XML_FIELD (DroverCpu, dies, INT, "topology/@dies"),
                        DROVER_XML_FIELD (DroverCpu, cores, INT, "topology/@cores"),
                        DROVER_XML_FIELD (DroverCpu, threads, INT, "topology/@threads"),
                        DROVER_XML_LIST (DroverCpu, features, drover_cpu_feature_type, "feature[@name]"),
                        DROVER_XML_LIST (DroverCpu, cells, drover_cpu_cell_type, "numa/cell"));

/**
 * drover_cpu_find_feature:
 * @cpu: a CPU
 * @name: a feature's name, e.g. `vmx`
 *
 * Returns: (transfer none) (nullable): the feature, if the CPU's definition names it
 */
const DroverCpuFeature *
drover_cpu_find_feature (const DroverCpu *cpu, const char *name)
{
  for (guint i = 0; i < cpu->features->len; i++)
    {
      const DroverCpuFeature *feature = cpu->features->pdata[i];

      if (g_strcmp0 (feature->name, name) == 0)
        return feature;
    }
  return NULL;
}
