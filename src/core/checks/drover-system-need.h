/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "checks/drover-check.h"

G_BEGIN_DECLS

const DroverFactSystem *
drover_system_need (const DroverCheckInput *input, DroverSide side, DroverFindings *findings);
const DroverFactLink *drover_system_find_link (const DroverFactSystem *system, const char *name);
GInetAddressMask *drover_link_address_get_network (const char *address);

G_END_DECLS
