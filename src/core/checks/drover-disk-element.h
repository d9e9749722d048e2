/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-check.h"

G_BEGIN_DECLS

/**
 * DroverSameness:
 * @DROVER_SAMENESS_UNKNOWN: neither is proved
 * @DROVER_SAMENESS_SAME: proved to be one and the same image
 * @DROVER_SAMENESS_DIFFERENT: proved to be another one behind the same name
 * @DROVER_SAMENESS_ABSENT: there is nothing by that name on the target
 *
 * What the target has where the source has an image.
 */
typedef enum {
  DROVER_SAMENESS_UNKNOWN,
  DROVER_SAMENESS_SAME,
  DROVER_SAMENESS_DIFFERENT,
  DROVER_SAMENESS_ABSENT,
} DroverSameness;

/**
 * DroverDiskElement:
 * @disk: the disk as it is on the source
 * @image: (nullable): the image of it, as the source's definition names it; %NULL where only looking at the
 *   image above found out that this one backs it
 * @target_image: (nullable): the same, as the target's guest will name it: another one with DEST_XML
 * @kind: what it is on the target
 * @path: (nullable): where it is on the target
 * @name: @image for people
 * @target_name: @target_image for people
 * @is_top: whether it is the image the guest writes to, and not one that backs it
 * @is_drive: whether it is a medium in a CD or floppy drive
 * @is_copied: whether its content travels with the migration, so that the target need not see it
 * @source_file: (nullable): what the source says of it
 * @target_file: (nullable): what the target says of @target_image
 * @sameness: what is known of the two
 * @evidence: from what
 *
 * One image of the guest, seen from both hosts.
 */
typedef struct {
  const DroverDisk *disk;
  const DroverStorageSource *image;
  const DroverStorageSource *target_image;
  DroverStorageKind kind;
  char *path;
  char *name;
  char *target_name;
  gboolean is_top;
  gboolean is_drive;
  gboolean is_copied;
  const DroverFactFile *source_file;
  const DroverFactFile *target_file;
  DroverSameness sameness;
  char *evidence;
} DroverDiskElement;

GPtrArray *drover_disk_elements_list (const DroverCheckInput *input, const DroverGuest *effective);
const DroverFactFile *drover_facts_find_file (const DroverFacts *facts, DroverSide side, const char *name);
void drover_disk_element_fill (const DroverDiskElement *element, DroverFinding *finding);

G_END_DECLS
