/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-cpu.h"

G_BEGIN_DECLS

/**
 * DroverCapsElement:
 *
 * An element with `supported='yes|no'`, by its path below `<domainCapabilities>` without `devices/`:
 * `tpm`, `disk`, `os`, `os.loader`, `cpu.host-passthrough`, `memoryBacking`, `features.sev`,
 * `features.hyperv`.
 */
typedef struct {
  char *path;
  char *supported;
} DroverCapsElement;

/**
 * DroverCapsEnum:
 *
 * A list of allowed values, by the path of its element and its name: `disk.bus`, `os.firmware`,
 * `os.loader.type`, `cpu.host-passthrough.hostPassthroughMigratable`, `tpm.backendModel`.
 */
typedef struct {
  char *path;
  GStrv values;
} DroverCapsEnum;

/**
 * DroverCpuModel:
 *
 * A named CPU model that the emulator knows.
 */
typedef struct {
  char *name;
  char *usable; /* yes, no, unknown */
  char *vendor;
  char *deprecated; /* yes */
  char *canonical;  /* the model this is another name of */
  GStrv blockers;   /* features that make it unusable here; empty where libvirt does not tell */
} DroverCpuModel;

/**
 * DroverDomainCaps:
 *
 * What `virConnectGetDomainCapabilities` says for one emulator, architecture, machine and
 * virtualisation type. Never changed after it was read, so threads may share it. Numbers are -1 where
 * nothing is said, text is %NULL; lists and string arrays are never %NULL.
 */
typedef struct {
  char *emulator;  /* `<path>` */
  char *virt_type; /* `<domain>`: kvm, qemu */
  char *machine;   /* canonical */
  char *arch;
  gint64 max_vcpus;

  GStrv loaders;       /* firmware images */
  DroverCpu *host_cpu; /* what host-model becomes here, its xml being a `<mode>`; NULL where unsupported */
  GPtrArray *models;   /* (element-type DroverCpuModel) */
  GPtrArray *elements; /* (element-type DroverCapsElement) */
  GPtrArray *enums;    /* (element-type DroverCapsEnum) */
} DroverDomainCaps;

extern const DroverRecordType drover_domain_caps_type;

DroverDomainCaps *drover_domain_caps_parse (const char *xml, GError **error);
DroverDomainCaps *drover_domain_caps_ref (DroverDomainCaps *caps);
void drover_domain_caps_unref (DroverDomainCaps *caps);

/**
 * DroverCapsAnswer:
 * @DROVER_CAPS_UNKNOWN: this libvirt does not speak of it
 * @DROVER_CAPS_NO: it says no
 * @DROVER_CAPS_YES: it says yes
 *
 * Older libvirts leave whole elements out; that is no "no".
 */
typedef enum {
  DROVER_CAPS_UNKNOWN,
  DROVER_CAPS_NO,
  DROVER_CAPS_YES,
} DroverCapsAnswer;

DroverCapsAnswer drover_domain_caps_is_supported (const DroverDomainCaps *caps, const char *path);
const DroverCapsEnum *drover_domain_caps_find_enum (const DroverDomainCaps *caps, const char *path);
DroverCapsAnswer
drover_domain_caps_allows (const DroverDomainCaps *caps, const char *path, const char *value);
const DroverCpuModel *drover_domain_caps_find_model (const DroverDomainCaps *caps, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverDomainCaps, drover_domain_caps_unref)

G_END_DECLS
