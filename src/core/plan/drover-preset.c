/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-preset.h"

#include <glib/gi18n-lib.h>

/* What a preset decides. Everything else stays as the person set it. 0 leaves it to libvirt. */
typedef struct {
  const char *label;
  const char *description;
  gboolean auto_converge;
  guint64 max_downtime_ms;
  guint64 bandwidth_mib;
} PresetRow;

/* libvirt's own limit is 300 ms. A third of it is about what people notice in a conversation or a game; a
 * quarter of a gigabit link, 30 MiB/s, leaves the rest to others. */
static const PresetRow presets[DROVER_N_PRESETS] = {
  [DROVER_PRESET_BALANCED] = {
    .label = N_ ("Balanced"),
    .description = N_ ("As fast as the network allows. A guest that writes faster than it can be copied is slowed "
                       "down step by step until the move can end."),
    .auto_converge = TRUE,
  },
  [DROVER_PRESET_LEAST_INTERRUPTION] = {
    .label = N_ ("Least interruption"),
    .description = N_ ("The guest stands still for at most about a tenth of a second and is never slowed down. The "
                       "move takes longer, and a very busy guest may not finish."),
    .max_downtime_ms = 100,
  },
  [DROVER_PRESET_GENTLE] = {
    .label = N_ ("Gentle on the network"),
    .description = N_ ("Uses at most 30 MiB/s, a quarter of a gigabit link, so that others can work. The move takes "
                       "longer, and a busy guest is slowed down to finish."),
    .auto_converge = TRUE,
    .bandwidth_mib = 30,
  },
};

/**
 * drover_preset_get_label:
 *
 * Returns: (transfer none): its name, translated
 */
const char *
drover_preset_get_label (DroverPreset preset)
{
  g_return_val_if_fail ((guint) preset < DROVER_N_PRESETS, NULL);
  return _ (presets[preset].label);
}

/**
 * drover_preset_get_description:
 *
 * Returns: (transfer none): what it means for guest and network, translated
 */
const char *
drover_preset_get_description (DroverPreset preset)
{
  g_return_val_if_fail ((guint) preset < DROVER_N_PRESETS, NULL);
  return _ (presets[preset].description);
}

static void
set_number (DroverMigrateOptions *options, DroverMigrateOption id, guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  if (value == 0)
    drover_migrate_options_unset (options, id);
  else
    drover_migrate_options_set (options, id, text, NULL);
}

/**
 * drover_preset_apply:
 * @options: what is changed: the options a preset decides, and no others
 *
 * A guest that is off has none of these to set, so that there only the others' traces are removed.
 */
void
drover_preset_apply (DroverPreset preset, DroverMigrateOptions *options)
{
  gboolean live;

  g_return_if_fail ((guint) preset < DROVER_N_PRESETS && options != NULL);

  live = !drover_migrate_options_get_flag (options, DROVER_OPTION_OFFLINE);
  if (presets[preset].auto_converge && live)
    drover_migrate_options_set_flag (options, DROVER_OPTION_AUTO_CONVERGE, TRUE);
  else
    drover_migrate_options_unset (options, DROVER_OPTION_AUTO_CONVERGE);
  set_number (options, DROVER_OPTION_MAX_DOWNTIME, live ? presets[preset].max_downtime_ms : 0);
  set_number (options, DROVER_OPTION_BANDWIDTH, live ? presets[preset].bandwidth_mib : 0);
}

/**
 * drover_preset_find:
 * @preset: (out): which one
 *
 * Returns: whether the options stand as one of the presets would leave them
 */
gboolean
drover_preset_find (const DroverMigrateOptions *options, DroverPreset *preset)
{
  g_return_val_if_fail (options != NULL && preset != NULL, FALSE);

  for (guint i = 0; i < DROVER_N_PRESETS; i++)
    if (drover_migrate_options_get_flag (options, DROVER_OPTION_AUTO_CONVERGE) == presets[i].auto_converge &&
        drover_migrate_options_get_uint (options, DROVER_OPTION_MAX_DOWNTIME) == presets[i].max_downtime_ms &&
        drover_migrate_options_get_uint (options, DROVER_OPTION_BANDWIDTH) == presets[i].bandwidth_mib)
      {
        *preset = (DroverPreset) i;
        return TRUE;
      }
  return FALSE;
}
