/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A definition of the guest made for the target alone. */
#include <string.h>

#include "base/drover-quote.h"
#include "remedies/drover-remedy-private.h"

/* "virsh dumpxml …" as a line to which a filter is appended; the result is guest.xml. */
void
drover_remedy_add_filtered_xml (const DroverRemedyContext *context,
                                GPtrArray *commands,
                                const char *sed_script)
{
  g_autofree char *sed = drover_quote_command ("sed", sed_script, NULL);
  char *line;

  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "dumpxml",
                           drover_remedy_get_guest (context), "--migratable", "--security-info", NULL);
  line = commands->pdata[commands->len - 1];
  commands->pdata[commands->len - 1] = g_strdup_printf ("%s | %s > guest.xml", line, sed);
  g_free (line);
}

/* "droverctl migrate" with guest.xml for the target, in both forms where the guest is to stay there. */
void
drover_remedy_add_migrate_with_xml (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options =
      drover_migrate_options_copy (drover_plan_get_options (context->plan));
  g_autofree char *line = NULL;

  drover_migrate_options_unset (options, DROVER_OPTION_DEST_XML);
  drover_migrate_options_unset (options, DROVER_OPTION_PERSIST_XML);
  drover_remedy_add_migrate (context, commands, options);
  line = commands->pdata[commands->len - 1];
  commands->pdata[commands->len - 1] = g_strconcat (
      line, " --xml guest.xml",
      drover_plan_has_flag (context->plan, DROVER_MIGRATE_PERSIST_DEST) ? " --persistent-xml guest.xml"
                                                                        : NULL,
      NULL);
}

/* Paths go into a sed script between two marks that no path has; what is not plain is left to an editor. */
gboolean
drover_remedy_path_is_plain (const char *path)
{
  return path != NULL && path[0] == '/' &&
         path[strspn (path, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "/_-.+")] == '\0';
}

/* (transfer full): for a sed pattern. */
char *
drover_remedy_escape_dots (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);

  return g_strjoinv ("\\.", parts);
}
