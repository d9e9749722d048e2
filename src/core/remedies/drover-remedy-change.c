/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A definition of the guest made for the target alone. */
#include "remedies/drover-remedy-private.h"

/* "droverctl migrate" with a change of the guest's definition. None where what would be changed is a file of
 * the reader's, or cannot be said in the words of --change. */
void
drover_remedy_add_changed (const DroverRemedyContext *context, GPtrArray *commands, const char *change)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  const char *const *old = drover_migrate_options_get_list (options, DROVER_OPTION_CHANGE);
  g_autofree char *before = old ? g_strjoinv (",", (char **) old) : NULL;
  g_autofree char *all = before ? g_strconcat (before, ",", change, NULL) : g_strdup (change);

  if (drover_migrate_options_is_set (options, DROVER_OPTION_DEST_XML) || strchr (change, ',') != NULL ||
      !drover_migrate_options_set (options, DROVER_OPTION_CHANGE, all, NULL))
    return;
  drover_remedy_add_migrate (context, commands, options);
}
