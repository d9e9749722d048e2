/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"

G_BEGIN_DECLS

void drover_sign_in_dialog_present (GtkWindow *window, DroverSignInRequest *request);

G_END_DECLS
