/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Changes of a guest's definition for one migration (`--change`), each a text: KIND=VALUE, or KIND:OLD=NEW
 * where one of several is meant. */

gboolean drover_guest_change_verify (const char *change, char **reason);
char *drover_guest_changes_apply (const char *xml,
                                  const char *const *changes,
                                  gboolean all_must_fit,
                                  GError **error);

G_END_DECLS
