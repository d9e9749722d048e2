/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/drover-side-by-side.h"

G_BEGIN_DECLS

void
drover_compare_why_check (GtkWindow *window, DroverSideBySide *hosts, const char *what, const char *check);
void drover_compare_why_move (GtkWindow *window, DroverSideBySide *hosts, guint subject, guint target);

G_END_DECLS
