/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-fact-versions.h"

/**
 * drover_fact_versions_of:
 * @source: (nullable): what is known of the source
 * @target: (nullable): what is known of the target
 *
 * Returns: what the two run, as options are judged by it; unknown of a host of which nothing is known
 */
DroverPlanVersions
drover_fact_versions_of (const DroverFactIdentity *source, const DroverFactIdentity *target)
{
  return (DroverPlanVersions){
    .source_libvirt = source ? (guint64) source->libvirt_version : 0,
    .target_libvirt = target ? (guint64) target->libvirt_version : 0,
    .source_qemu = source ? (guint64) source->qemu_version : 0,
    .target_qemu = target ? (guint64) target->qemu_version : 0,
  };
}
