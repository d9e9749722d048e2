/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a remedy changes, for a person. */
#include "cli-fix.h"

#include <glib/gi18n.h>

#include "cli-output.h"

/**
 * cli_print_fix:
 *
 * Prints what would be changed, step by step.
 */
void
cli_print_fix (const CliContext *context, DroverFix *fix)
{
  GPtrArray *steps = drover_fix_get_steps (fix);
  GPtrArray *notes = drover_fix_get_notes (fix);

  cli_print_styled (context, CLI_BOLD, "%s\n", drover_fix_get_title (fix));
  for (guint i = 0; i < steps->len; i++)
    {
      const DroverStep *step = steps->pdata[i];
      g_autofree char *title = drover_step_get_title (step);
      g_autofree char *preview = drover_step_get_preview (step);
      g_auto (GStrv) lines = g_strsplit (preview, "\n", -1);

      g_print ("  %u. %s (%s)\n", i + 1, title, drover_side_get_label (step->side));
      for (gsize k = 0; lines[k] != NULL; k++)
        g_print ("       %s\n", lines[k]);
    }
  for (guint i = 0; i < notes->len; i++)
    cli_print_wrapped (context, 4, notes->pdata[i]);
}

/**
 * cli_print_fix_outlook:
 *
 * Prints how what was done is taken back, and what is owed to the guest once it has moved.
 */
void
cli_print_fix_outlook (const CliContext *context, DroverFix *fix)
{
  const char *record = drover_fix_get_record (fix);
  g_auto (GStrv) due = drover_fix_list_due (fix);

  if (drover_fix_is_applied (fix))
    g_print (_ ("  Applied; “droverctl fix --undo %s” takes it back.\n"), record);
  else
    g_print (_ ("  Applied; it cannot be taken back.\n"));
  if (due[0] != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("After a migration that Drover does not do itself, "
                                                  "“droverctl fix --follow %s” does on the target "
                                                  "what is left to do there."),
                                               record);

      cli_print_wrapped (context, 2, text);
    }
}
