/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean drover_device_name_is_device (const char *path);
gboolean drover_device_name_is_mapped (const char *path);
char *drover_device_name_split (const char *path, char **partition);
char *drover_device_name_get_wwid (const char *path);
char *drover_device_name_get_volume (const char *path);

G_END_DECLS
