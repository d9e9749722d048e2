/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-command.h"
#include "base/drover-error.h"
#include "base/drover-quote.h"
#include "base/drover-shell.h"
#include "facts/drover-system-answer.h"
#include "facts/drover-system-script.h"

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
};

/* ssh's own words where it did not get in: the last line. */
static void
set_refusal (const char *output, GError **error)
{
  g_autofree char *printable = drover_printable (output);
  const char *last = strrchr (g_strchomp (printable), '\n');

  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("the host could not be asked over SSH: %s"),
               last ? last + 1 : printable);
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  const DroverUri *uri = drover_connection_get_uri (context->connections[side]);
  g_autofree char *marker = drover_system_make_marker ();
  g_auto (GStrv) argv = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GHashTable) answers = NULL;
  gint64 begin_us;
  int status = 0;

  if (context->passive || !drover_shell_is_reachable (uri))
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                           context->passive ? _ ("not asked: the host itself is left alone (--passive)")
                                            : _ ("not asked: the host is not reached over SSH"));
      return NULL;
    }
  argv = drover_shell_build_argv (uri, marker, context->timeout_ms);
  begin_us = g_get_real_time ();
  output = drover_feed_command ((const char *const *) argv, drover_system_script, context->timeout_ms,
                                &status, error);
  if (output == NULL)
    return NULL;
  answers = drover_system_split (output, marker);
  if (!g_hash_table_contains (answers, "end"))
    {
      set_refusal (output, error);
      return NULL;
    }
  return drover_system_read (answers, begin_us, g_get_real_time ());
}

const DroverFactProvider drover_provider_system = {
  .id = DROVER_FACT_SYSTEM,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 2,
  .fill = fill,
};
