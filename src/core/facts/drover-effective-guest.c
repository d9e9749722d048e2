/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-effective-guest.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "plan/drover-guest-change.h"

/**
 * drover_effective_guest:
 * @plan: what is to be moved where
 * @facts: what is known
 * @error: (nullable): %DROVER_ERROR_MALFORMED or the reason why the guest's XML is absent
 *
 * The guest as the target will be asked to run it: the plan's own definition for it (DEST_XML) where there is
 * one, else the guest as it runs, with the plan's changes. A pure function; may be called from any thread.
 *
 * Returns: (transfer full): the guest, or %NULL
 */
DroverGuest *
drover_effective_guest (const DroverPlan *plan, const DroverFacts *facts, GError **error)
{
  const char *xml =
      drover_migrate_options_get_string (drover_plan_get_options (plan), DROVER_OPTION_DEST_XML);
  const char *const *changes =
      drover_migrate_options_get_list (drover_plan_get_options (plan), DROVER_OPTION_CHANGE);
  const DroverGuest *guest;

  if (xml != NULL)
    {
      DroverGuest *parsed = drover_guest_parse (xml, error);

      if (parsed == NULL)
        g_prefix_error (error, "--%s: ", drover_migrate_option_get_info (DROVER_OPTION_DEST_XML)->name);
      return parsed;
    }

  guest = drover_facts_get_guest (facts);
  if (guest != NULL && changes != NULL)
    {
      /* as a migration sends it, where that is known: it differs from what runs in what the hosts compare */
      const DroverGuest *sent = drover_facts_get_migratable (facts);
      g_autofree char *changed =
          drover_guest_changes_apply (sent ? sent->xml : guest->xml, changes, TRUE, error);

      return changed ? drover_guest_parse (changed, error) : NULL;
    }
  if (guest != NULL)
    return drover_guest_ref ((DroverGuest *) guest);
  if (error != NULL)
    {
      const GError *reason = drover_facts_get_error (facts, DROVER_FACT_GUEST_XML, DROVER_SIDE_SOURCE);

      *error = reason ? g_error_copy (reason)
                      : g_error_new_literal (DROVER_ERROR, DROVER_ERROR_FAILED,
                                             _ ("Nothing is known of the guest yet"));
    }
  return NULL;
}
