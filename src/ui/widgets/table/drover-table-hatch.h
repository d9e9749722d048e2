/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void drover_table_hatch_append (GtkSnapshot *snapshot,
                                const graphene_rect_t *bounds,
                                const GdkRGBA *color,
                                int scale_factor);

G_END_DECLS
