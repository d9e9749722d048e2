/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-cpu.h"

#include <string.h>

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
 * drover_cpu_parse:
 * @xml: a `<cpu>` that stands alone, as the baseline calls of libvirt send it
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the CPU, or %NULL
 */
DroverCpu *
drover_cpu_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_cpu_type, "cpu", xml, error);
}

/**
 * drover_cpu_free:
 * @cpu: (nullable) (transfer full): a CPU of [func@cpu_parse]
 */
void
drover_cpu_free (DroverCpu *cpu)
{
  drover_record_free (&drover_cpu_type, cpu);
}

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

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * drover_cpu_list_features:
 * @cpu: a CPU
 *
 * Returns: (transfer full): the features that its definition says it has, by name; not those it is without
 */
GStrv
drover_cpu_list_features (const DroverCpu *cpu)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cpu->features->len; i++)
    {
      const DroverCpuFeature *feature = cpu->features->pdata[i];

      if (g_strcmp0 (feature->policy, "disable") != 0 && g_strcmp0 (feature->policy, "forbid") != 0)
        g_ptr_array_add (names, g_strdup (feature->name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * drover_cpu_dup_model_xml:
 * @model: the name of a CPU model, as a host told it
 *
 * Returns: (transfer full): a guest's `<cpu>` of that very model
 */
char *
drover_cpu_dup_model_xml (const char *model)
{
  g_autoptr (xmlDoc) doc = xmlNewDoc (BAD_CAST "1.0");
  xmlNode *root = xmlNewDocNode (doc, NULL, BAD_CAST "cpu", NULL);

  xmlDocSetRootElement (doc, root);
  drover_xml_set_attribute (root, "mode", "custom");
  drover_xml_set_attribute (root, "match", "exact");
  drover_xml_set_attribute (drover_xml_add_child (root, "model", model), "fallback", "forbid");
  return drover_xml_doc_to_text (doc);
}

/**
 * drover_cpu_dup_bare_xml:
 * @cpu: what host-model becomes, as domain capabilities tell it, or a host's CPU
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Returns: (transfer full): a `<cpu>` with nothing said of how it is used, as libvirt's baseline calls take
 * it
 */
char *
drover_cpu_dup_bare_xml (const DroverCpu *cpu, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (cpu->xml, NULL, error);
  xmlNode *root = doc ? xmlDocGetRootElement (doc) : NULL;

  if (root == NULL)
    return NULL;
  xmlNodeSetName (root, BAD_CAST "cpu");
  while (root->properties != NULL)
    xmlRemoveProp (root->properties);
  return drover_xml_doc_to_text (doc);
}
