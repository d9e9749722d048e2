/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverSide:
 * @DROVER_SIDE_SOURCE: the host the guest runs on
 * @DROVER_SIDE_TARGET: the host it shall run on
 * @DROVER_SIDE_CLIENT: this computer
 *
 * Where something was seen, or is to be done.
 */
typedef enum {
  DROVER_SIDE_SOURCE,
  DROVER_SIDE_TARGET,
  DROVER_SIDE_CLIENT,
} DroverSide;

#define DROVER_N_SIDES 3

const char *drover_side_to_string (DroverSide side);
gboolean drover_side_from_string (const char *text, DroverSide *side);
const char *drover_side_get_label (DroverSide side);

G_END_DECLS
