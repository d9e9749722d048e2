/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-guest-state.h"

#include <glib/gi18n-lib.h>

/* Translators: what a guest is doing, as virsh says it */
static const char *const states[] = {
  N_ ("no state"),    N_ ("running"),  N_ ("idle"),    N_ ("paused"),
  N_ ("in shutdown"), N_ ("shut off"), N_ ("crashed"), N_ ("pmsuspended"),
};

/**
 * drover_guest_state_get_label:
 * @state: (nullable): as drover_domain_state_to_string() says it
 *
 * Returns: (transfer none): the state for a person
 */
const char *
drover_guest_state_get_label (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], state) == 0)
      return _ (states[i]);
  return state ? state : "?";
}
