/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwMessageDialog *
drover_message_dialog_new (GtkWindow *window, const char *heading, const char *body, GtkWidget *more);

G_END_DECLS
