/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-guest-os.h"

#include "caps/drover-xml-record.h"

DROVER_XML_RECORD_TYPE (
    DroverGuestOs,
    drover_guest_os_type,
    NULL,
    DROVER_XML_FIELD (DroverGuestOs, type, STRING, "os/type"),
    DROVER_XML_FIELD (DroverGuestOs, arch, STRING, "os/type/@arch"),
    DROVER_XML_FIELD (DroverGuestOs, machine, STRING, "os/type/@machine"),
    DROVER_XML_FIELD (DroverGuestOs, firmware, STRING, "os/@firmware"),
    DROVER_XML_FIELD (DroverGuestOs, loader, STRING, "os/loader"),
    DROVER_XML_FIELD (DroverGuestOs, loader_readonly, STRING, "os/loader/@readonly"),
    DROVER_XML_FIELD (DroverGuestOs, loader_secure, STRING, "os/loader/@secure"),
    DROVER_XML_FIELD (DroverGuestOs, loader_type, STRING, "os/loader/@type"),
    DROVER_XML_FIELD (DroverGuestOs, nvram, STRING, "os/nvram[not(source)]|os/nvram/source/@file"),
    DROVER_XML_FIELD (DroverGuestOs, nvram_template, STRING, "os/nvram/@template"),
    DROVER_XML_FIELD (DroverGuestOs, kernel, STRING, "os/kernel"),
    DROVER_XML_FIELD (DroverGuestOs, initrd, STRING, "os/initrd"),
    DROVER_XML_FIELD (DroverGuestOs, dtb, STRING, "os/dtb"),
    DROVER_XML_FIELD (DroverGuestOs, cmdline, STRING, "os/cmdline"),
    DROVER_XML_FIELD (DroverGuestOs, acpi_table, STRING, "os/acpi/table"),
    DROVER_XML_FIELD (DroverGuestOs, fwcfg_files, STRV, "sysinfo[@type='fwcfg']/entry/@file"),
    DROVER_XML_FIELD (DroverGuestOs, boot, STRV, "os/boot/@dev"));

DROVER_XML_RECORD_TYPE (DroverSecLabel,
                        drover_sec_label_type,
                        NULL,
                        DROVER_XML_FIELD (DroverSecLabel, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverSecLabel, model, STRING, "@model"),
                        DROVER_XML_FIELD (DroverSecLabel, relabel, STRING, "@relabel"),
                        DROVER_XML_FIELD (DroverSecLabel, label, STRING, "label"),
                        DROVER_XML_FIELD (DroverSecLabel, base_label, STRING, "baselabel"),
                        DROVER_XML_FIELD (DroverSecLabel, image_label, STRING, "imagelabel"));

DROVER_XML_RECORD_TYPE (DroverHugepages,
                        drover_hugepages_type,
                        NULL,
                        DROVER_XML_FLAGGED (DroverHugepages, size, INT, "@size", DROVER_XML_BYTES),
                        DROVER_XML_FIELD (DroverHugepages, nodeset, STRING, "@nodeset"));

DROVER_XML_RECORD_TYPE (
    DroverMemoryBacking,
    drover_memory_backing_type,
    NULL,
    DROVER_XML_FIELD (DroverMemoryBacking, hugepages, BOOLEAN, "memoryBacking/hugepages"),
    DROVER_XML_LIST (DroverMemoryBacking, pages, drover_hugepages_type, "memoryBacking/hugepages/page"),
    DROVER_XML_FIELD (DroverMemoryBacking, no_share_pages, BOOLEAN, "memoryBacking/nosharepages"),
    DROVER_XML_FIELD (DroverMemoryBacking, locked, BOOLEAN, "memoryBacking/locked"),
    DROVER_XML_FIELD (DroverMemoryBacking, source, STRING, "memoryBacking/source/@type"),
    DROVER_XML_FIELD (DroverMemoryBacking, access, STRING, "memoryBacking/access/@mode"),
    DROVER_XML_FIELD (DroverMemoryBacking, allocation, STRING, "memoryBacking/allocation/@mode"),
    DROVER_XML_FLAGGED (DroverMemoryBacking, hard_limit, INT, "memtune/hard_limit", DROVER_XML_BYTES),
    DROVER_XML_FIELD (DroverMemoryBacking, numa_mode, STRING, "numatune/memory/@mode"),
    DROVER_XML_FIELD (DroverMemoryBacking, numa_nodeset, STRING, "numatune/memory/@nodeset"),
    DROVER_XML_FIELD (DroverMemoryBacking, numa_placement, STRING, "numatune/memory/@placement"),
    DROVER_XML_FIELD (DroverMemoryBacking, numa_cell_nodesets, STRV, "numatune/memnode/@nodeset"));

DROVER_XML_RECORD_TYPE (DroverCpuPin,
                        drover_cpu_pin_type,
                        NULL,
                        DROVER_XML_FIELD (DroverCpuPin, kind, STRING, "name(.)"),
                        DROVER_XML_FIELD (DroverCpuPin, id, INT, "@vcpu|@iothread"),
                        DROVER_XML_FIELD (DroverCpuPin, cpuset, STRING, "@cpuset"));

static gboolean
read_feature_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverGuestFeature *feature = record;

  if (xmlStrEqual (node->parent->name, BAD_CAST "features"))
    feature->name = g_strdup ((const char *) node->name);
  else
    feature->name = g_strdup_printf ("%s.%s", node->parent->name, node->name);
  return TRUE;
}

DROVER_XML_RECORD_TYPE (DroverGuestFeature,
                        drover_guest_feature_type,
                        read_feature_more,
                        DROVER_XML_FIELD (DroverGuestFeature, name, STRING, NULL),
                        DROVER_XML_FIELD (DroverGuestFeature, state, STRING, "@state"));

DROVER_XML_RECORD_TYPE (DroverTimer,
                        drover_timer_type,
                        NULL,
                        DROVER_XML_FIELD (DroverTimer, name, STRING, "@name"),
                        DROVER_XML_FIELD (DroverTimer, present, STRING, "@present"),
                        DROVER_XML_FIELD (DroverTimer, tick_policy, STRING, "@tickpolicy"),
                        DROVER_XML_FIELD (DroverTimer, mode, STRING, "@mode"),
                        DROVER_XML_FIELD (DroverTimer, frequency, INT, "@frequency"));
