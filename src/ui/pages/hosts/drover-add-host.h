/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_ADD_HOST (drover_add_host_get_type ())

/**
 * DroverAddHost:
 *
 * Asks where a host is and how to reach it.
 */
G_DECLARE_FINAL_TYPE (DroverAddHost, drover_add_host, DROVER, ADD_HOST, AdwWindow)

DroverAddHost *drover_add_host_new (GtkWindow *parent, DroverHostStore *store);
const DroverUri *drover_add_host_get_uri (DroverAddHost *dialog);

G_END_DECLS
