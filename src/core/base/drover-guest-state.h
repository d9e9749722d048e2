/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *drover_guest_state_get_label (const char *state);

G_END_DECLS
