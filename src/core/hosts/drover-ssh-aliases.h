/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GStrv drover_ssh_aliases_read (const char *path, GCancellable *cancellable);

G_END_DECLS
