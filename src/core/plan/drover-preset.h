/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/drover-migrate-options.h"

G_BEGIN_DECLS

/**
 * DroverPreset:
 * @DROVER_PRESET_BALANCED: finish, and slow a busy guest down only where it would not finish otherwise
 * @DROVER_PRESET_LEAST_INTERRUPTION: keep the standstill short, at the price of a longer move
 * @DROVER_PRESET_GENTLE: leave room on the network for others
 *
 * What people want of a migration, in words.
 */
typedef enum {
  DROVER_PRESET_BALANCED,
  DROVER_PRESET_LEAST_INTERRUPTION,
  DROVER_PRESET_GENTLE,
} DroverPreset;

#define DROVER_N_PRESETS (DROVER_PRESET_GENTLE + 1)

const char *drover_preset_get_label (DroverPreset preset);
const char *drover_preset_get_description (DroverPreset preset);
void drover_preset_apply (DroverPreset preset, DroverMigrateOptions *options);
gboolean drover_preset_find (const DroverMigrateOptions *options, DroverPreset *preset);

G_END_DECLS
