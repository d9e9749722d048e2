/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-side.h"

#include <glib/gi18n-lib.h>

static const char *const names[DROVER_N_SIDES] = {
  [DROVER_SIDE_SOURCE] = "source",
  [DROVER_SIDE_TARGET] = "target",
  [DROVER_SIDE_CLIENT] = "client",
};

/**
 * drover_side_to_string:
 *
 * Returns: the untranslated name used in JSON and data files
 */
const char *
drover_side_to_string (DroverSide side)
{
  g_return_val_if_fail ((guint) side < DROVER_N_SIDES, NULL);
  return names[side];
}

/**
 * drover_side_from_string:
 * @side: (out): set only on success
 *
 * Returns: whether @text names a side
 */
gboolean
drover_side_from_string (const char *text, DroverSide *side)
{
  for (guint i = 0; i < DROVER_N_SIDES; i++)
    if (g_strcmp0 (text, names[i]) == 0)
      {
        *side = (DroverSide) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * drover_side_get_label:
 *
 * Returns: the translated name for a person
 */
const char *
drover_side_get_label (DroverSide side)
{
  switch (side)
    {
    case DROVER_SIDE_SOURCE:
      return _ ("source");
    case DROVER_SIDE_TARGET:
      return _ ("target");
    case DROVER_SIDE_CLIENT:
      return _ ("this computer");
    }
  g_return_val_if_reached (NULL);
}
