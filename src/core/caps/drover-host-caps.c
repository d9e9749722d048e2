/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-host-caps.h"

#include "caps/drover-xml-record.h"

DROVER_XML_RECORD_TYPE (DroverBaseLabel,
                        drover_base_label_type,
                        NULL,
                        DROVER_XML_FIELD (DroverBaseLabel, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverBaseLabel, label, STRING, "."));

DROVER_XML_RECORD_TYPE (DroverSecModel,
                        drover_sec_model_type,
                        NULL,
                        DROVER_XML_FIELD (DroverSecModel, model, STRING, "model"),
                        DROVER_XML_FIELD (DroverSecModel, doi, STRING, "doi"),
                        DROVER_XML_LIST (DroverSecModel, base_labels, drover_base_label_type, "baselabel"));

DROVER_XML_RECORD_TYPE (DroverHostPages,
                        drover_host_pages_type,
                        NULL,
                        DROVER_XML_FLAGGED (DroverHostPages, size, INT, "@size", DROVER_XML_BYTES),
                        DROVER_XML_FIELD (DroverHostPages, count, INT, "."));

DROVER_XML_RECORD_TYPE (DroverHostCell,
                        drover_host_cell_type,
                        NULL,
                        DROVER_XML_FIELD (DroverHostCell, id, INT, "@id"),
                        DROVER_XML_FLAGGED (DroverHostCell, memory, INT, "memory", DROVER_XML_BYTES),
                        DROVER_XML_FIELD (DroverHostCell, cpus, STRV, "cpus/cpu/@id"),
                        DROVER_XML_LIST (DroverHostCell, pages, drover_host_pages_type, "pages"));

DROVER_XML_RECORD_TYPE (DroverMachine,
                        drover_machine_type,
                        NULL,
                        DROVER_XML_FIELD (DroverMachine, name, STRING, "."),
                        DROVER_XML_FIELD (DroverMachine, canonical, STRING, "@canonical"),
                        DROVER_XML_FIELD (DroverMachine, max_cpus, INT, "@maxCpus"),
                        DROVER_XML_FIELD (DroverMachine, deprecated, STRING, "@deprecated"));

DROVER_XML_RECORD_TYPE (DroverGuestDomain,
                        drover_guest_domain_type,
                        NULL,
                        DROVER_XML_FIELD (DroverGuestDomain, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverGuestDomain, emulator, STRING, "emulator"),
                        DROVER_XML_LIST (DroverGuestDomain, machines, drover_machine_type, "machine"));

DROVER_XML_RECORD_TYPE (DroverGuestArch,
                        drover_guest_arch_type,
                        NULL,
                        DROVER_XML_FIELD (DroverGuestArch, os_type, STRING, "os_type"),
                        DROVER_XML_FIELD (DroverGuestArch, name, STRING, "arch/@name"),
                        DROVER_XML_FIELD (DroverGuestArch, word_size, INT, "arch/wordsize"),
                        DROVER_XML_FIELD (DroverGuestArch, emulator, STRING, "arch/emulator"),
                        DROVER_XML_LIST (DroverGuestArch, machines, drover_machine_type, "arch/machine"),
                        DROVER_XML_LIST (DroverGuestArch, domains, drover_guest_domain_type, "arch/domain"));

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverHostCaps *caps = record;

  caps->memory = -1;
  for (guint i = 0; i < caps->cells->len; i++)
    {
      const DroverHostCell *cell = caps->cells->pdata[i];
      gint64 sum;

      if (cell->memory < 0)
        continue;
      if (__builtin_add_overflow (MAX (caps->memory, 0), cell->memory, &sum))
        sum = G_MAXINT64;
      caps->memory = sum;
    }
  return TRUE;
}

DROVER_XML_RECORD_TYPE (
    DroverHostCaps,
    drover_host_caps_type,
    read_more,
    DROVER_XML_FIELD (DroverHostCaps, uuid, STRING, "host/uuid"),
    DROVER_XML_FIELD (DroverHostCaps, arch, STRING, "host/cpu/arch"),
    DROVER_XML_ONE (DroverHostCaps, cpu, drover_cpu_type, "host/cpu"),
    DROVER_XML_FIELD (DroverHostCaps, live_migration, BOOLEAN, "host/migration_features/live"),
    DROVER_XML_FIELD (
        DroverHostCaps, uri_transports, STRV, "host/migration_features/uri_transports/uri_transport"),
    DROVER_XML_FIELD (DroverHostCaps, iommu, STRING, "host/iommu/@support"),
    DROVER_XML_FIELD (DroverHostCaps, memory, INT, NULL),
    DROVER_XML_LIST (DroverHostCaps, cells, drover_host_cell_type, "host/topology/cells/cell"),
    DROVER_XML_LIST (DroverHostCaps, secmodels, drover_sec_model_type, "host/secmodel"),
    DROVER_XML_LIST (DroverHostCaps, guests, drover_guest_arch_type, "guest"));

/**
 * drover_host_caps_parse:
 * @xml: what `virConnectGetCapabilities` sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the capabilities, or %NULL
 */
DroverHostCaps *
drover_host_caps_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_host_caps_type, "capabilities", xml, error);
}

/**
 * drover_host_caps_ref:
 * @caps: host capabilities
 *
 * Returns: (transfer full): @caps, shared
 */
DroverHostCaps *
drover_host_caps_ref (DroverHostCaps *caps)
{
  return drover_record_ref (caps);
}

/**
 * drover_host_caps_unref:
 * @caps: (nullable) (transfer full): host capabilities
 */
void
drover_host_caps_unref (DroverHostCaps *caps)
{
  drover_record_free (&drover_host_caps_type, caps);
}

/**
 * drover_host_caps_find_secmodel:
 * @caps: host capabilities
 * @model: a security model: `apparmor`, `selinux`, `dac`
 *
 * Returns: (transfer none) (nullable): the host's driver of that model, if it has one
 */
const DroverSecModel *
drover_host_caps_find_secmodel (const DroverHostCaps *caps, const char *model)
{
  for (guint i = 0; i < caps->secmodels->len; i++)
    {
      const DroverSecModel *candidate = caps->secmodels->pdata[i];

      if (g_strcmp0 (candidate->model, model) == 0)
        return candidate;
    }
  return NULL;
}

/**
 * drover_sec_model_get_base_label:
 * @model: a security driver
 * @virt_type: `kvm` or `qemu`
 *
 * Returns: (transfer none) (nullable): the label guests of that type get by default
 */
const char *
drover_sec_model_get_base_label (const DroverSecModel *model, const char *virt_type)
{
  for (guint i = 0; i < model->base_labels->len; i++)
    {
      const DroverBaseLabel *label = model->base_labels->pdata[i];

      if (g_strcmp0 (label->type, virt_type) == 0)
        return label->label;
    }
  return NULL;
}

/**
 * drover_host_caps_find_guest_arch:
 * @caps: host capabilities
 * @arch: an architecture, e.g. `x86_64`
 *
 * Returns: (transfer none) (nullable): what the host offers to fully virtualised guests of it
 */
const DroverGuestArch *
drover_host_caps_find_guest_arch (const DroverHostCaps *caps, const char *arch)
{
  for (guint i = 0; i < caps->guests->len; i++)
    {
      const DroverGuestArch *candidate = caps->guests->pdata[i];

      if (g_strcmp0 (candidate->name, arch) == 0 && g_strcmp0 (candidate->os_type, "hvm") == 0)
        return candidate;
    }
  return NULL;
}

/**
 * drover_guest_arch_find_domain:
 * @arch: what a host offers to guests of an architecture
 * @virt_type: `kvm` or `qemu`
 *
 * Returns: (transfer none) (nullable): the virtualisation type, if the host offers it
 */
const DroverGuestDomain *
drover_guest_arch_find_domain (const DroverGuestArch *arch, const char *virt_type)
{
  for (guint i = 0; i < arch->domains->len; i++)
    {
      const DroverGuestDomain *candidate = arch->domains->pdata[i];

      if (g_strcmp0 (candidate->type, virt_type) == 0)
        return candidate;
    }
  return NULL;
}

/**
 * drover_host_caps_get_emulator:
 * @caps: host capabilities
 * @arch: an architecture, e.g. `x86_64`
 * @virt_type: `kvm` or `qemu`
 *
 * Returns: (transfer none) (nullable): the path of the emulator a guest gets that names none; %NULL where the
 *   host does not run such guests
 */
const char *
drover_host_caps_get_emulator (const DroverHostCaps *caps, const char *arch, const char *virt_type)
{
  const DroverGuestArch *guest_arch = drover_host_caps_find_guest_arch (caps, arch);
  const DroverGuestDomain *domain = guest_arch ? drover_guest_arch_find_domain (guest_arch, virt_type) : NULL;

  if (domain == NULL)
    return NULL;
  return domain->emulator ? domain->emulator : guest_arch->emulator;
}

/**
 * drover_host_caps_get_machines:
 * @caps: host capabilities
 * @arch: an architecture, e.g. `x86_64`
 * @virt_type: `kvm` or `qemu`
 *
 * Returns: (transfer none) (nullable) (element-type DroverMachine): the machine types, aliases among them,
 * that such guests can have; %NULL where the host does not run guests of @arch
 */
const GPtrArray *
drover_host_caps_get_machines (const DroverHostCaps *caps, const char *arch, const char *virt_type)
{
  const DroverGuestArch *guest_arch = drover_host_caps_find_guest_arch (caps, arch);
  const DroverGuestDomain *domain = guest_arch ? drover_guest_arch_find_domain (guest_arch, virt_type) : NULL;

  if (guest_arch == NULL)
    return NULL;
  return domain != NULL && domain->machines->len > 0 ? domain->machines : guest_arch->machines;
}

static const DroverMachine *
find_machine (const GPtrArray *machines, const char *name)
{
  for (guint i = 0; i < machines->len; i++)
    {
      const DroverMachine *machine = machines->pdata[i];

      if (g_strcmp0 (machine->name, name) == 0)
        return machine;
    }
  return NULL;
}

/**
 * drover_host_caps_find_machine:
 * @caps: host capabilities
 * @arch: an architecture, e.g. `x86_64`
 * @virt_type: `kvm` or `qemu`
 * @machine: a machine type, e.g. `pc-q35-7.2`, or an alias, e.g. `q35`
 *
 * Returns: (transfer none) (nullable): the machine type, if the host offers it
 */
const DroverMachine *
drover_host_caps_find_machine (const DroverHostCaps *caps,
                               const char *arch,
                               const char *virt_type,
                               const char *machine)
{
  const DroverGuestArch *guest_arch = drover_host_caps_find_guest_arch (caps, arch);
  const DroverGuestDomain *domain = guest_arch ? drover_guest_arch_find_domain (guest_arch, virt_type) : NULL;

  if (domain == NULL)
    return NULL;
  return find_machine (drover_host_caps_get_machines (caps, arch, virt_type), machine);
}

/**
 * drover_host_caps_count_cpus:
 * @caps: host capabilities
 *
 * Returns: how many host CPUs the NUMA cells hold; 0 where libvirt does not tell
 */
guint
drover_host_caps_count_cpus (const DroverHostCaps *caps)
{
  guint count = 0;

  for (guint i = 0; i < caps->cells->len; i++)
    {
      const DroverHostCell *cell = caps->cells->pdata[i];

      count += g_strv_length (cell->cpus);
    }
  return count;
}
