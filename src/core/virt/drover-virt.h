/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void drover_virt_init (void);
guint64 drover_virt_get_client_version (void);

G_END_DECLS
