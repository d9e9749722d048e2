/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DROVER_APP_ID "io.github.drovervm.Drover"

#define DROVER_TYPE_APPLICATION (drover_application_get_type ())

/**
 * DroverApplication:
 *
 * The program: the known hosts, its windows, and what belongs to none of them.
 */
G_DECLARE_FINAL_TYPE (DroverApplication, drover_application, DROVER, APPLICATION, AdwApplication)

DroverApplication *drover_application_new (void);

G_END_DECLS
