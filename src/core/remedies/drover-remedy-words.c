/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "remedies/drover-remedy-private.h"

/* All words a command may ask for; those that plan and facts do not know come from the finding alone. */
static const char *const names[] = {
  "guest",        "source-uri", "target-uri", "host",     "address",  "source-address",
  "user",         "port",       "fqdn",       "new-uuid", "new-name", "model",
  "path",         "dir",        "disk",       "pool",     "volume",   "backing",
  "bytes",        "network",    "bridge",     "filter",   "device",   "uuid",
  "volume-group", "snapshot",   "kibibytes",  "emulator", "machine",  "pages",
  "page-size",    "filter",     "bridge",     "mib",      "option",   "other-option",
};

static const char *
get_argument (const DroverRemedyContext *context, const char *name)
{
  return context->finding ? drover_finding_get_argument (context->finding, name) : NULL;
}

/* The host the finding is about: connections fail on either side. */
static const DroverUri *
get_uri (const DroverRemedyContext *context)
{
  return g_strcmp0 (get_argument (context, "side"), "source") == 0 ? drover_plan_get_source (context->plan)
                                                                   : drover_plan_get_target (context->plan);
}

/* An address of the target that the source can use: proved, else the one the connection of this computer
 * goes to. */
static char *
dup_address (const DroverRemedyContext *context)
{
  const DroverFactReach *reach = drover_facts_get_reach (context->facts);
  const DroverFactNames *known = drover_facts_get_names (context->facts);
  const char *host = drover_plan_get_target (context->plan)->host;

  if (reach != NULL && reach->by_address && reach->address != NULL)
    return g_strdup (reach->address);
  if (known != NULL && known->connection_addresses != NULL && known->connection_addresses[0] != NULL &&
      !drover_host_is_loopback (known->connection_addresses[0]))
    return g_strdup (known->connection_addresses[0]);
  if (host != NULL && drover_host_is_address (host) && !drover_host_is_loopback (host))
    return g_strdup (host);
  return NULL;
}

static char *
dup_source_address (const DroverRemedyContext *context)
{
  const char *host = drover_plan_get_source (context->plan)->host;

  return host != NULL && drover_host_is_address (host) && !drover_host_is_loopback (host) ? g_strdup (host)
                                                                                          : NULL;
}

/* The name the target should go by: the one it is reached under. */
static char *
dup_fqdn (const DroverRemedyContext *context)
{
  const char *host = drover_plan_get_target (context->plan)->host;

  if (host == NULL || drover_host_is_address (host) || g_str_has_prefix (host, "localhost"))
    return NULL;
  return g_strdup (host);
}

/* The name the source is given for the target. */
static char *
dup_host (const DroverRemedyContext *context)
{
  const DroverFactNames *known = drover_facts_get_names (context->facts);

  if (g_strcmp0 (get_argument (context, "side"), "source") != 0 && known != NULL && known->name != NULL)
    return g_strdup (known->name);
  return g_strdup (get_uri (context)->host);
}

/* Words that virsh would not take for an option, an id or a UUID; a guest's UUID always is such a word. */
static gboolean
is_plain_name (const char *name)
{
  return name[0] != '-' && name[strspn (name, "0123456789")] != '\0' && !g_uuid_string_is_valid (name) &&
         name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-.:+@%")] == '\0';
}

/* (transfer none): what a command may safely call the guest. */
const char *
drover_remedy_get_guest (const DroverRemedyContext *context)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (context->facts);
  const char *name = drover_plan_get_guest_name (context->plan);
  const char *uuid = drover_plan_get_guest_uuid (context->plan);

  if (uuid == NULL && state != NULL)
    uuid = state->uuid;
  return uuid != NULL && !is_plain_name (name) ? uuid : name;
}

/* (transfer full) (nullable) */
char *
drover_remedy_dup_word (const DroverRemedyContext *context, const char *name)
{
  const char *argument = get_argument (context, name);

  if (argument != NULL)
    return g_strdup (argument);
  if (strcmp (name, "guest") == 0)
    return g_strdup (drover_remedy_get_guest (context));
  if (strcmp (name, "source-uri") == 0)
    return g_strdup (drover_plan_get_source (context->plan)->text);
  if (strcmp (name, "target-uri") == 0)
    return g_strdup (drover_plan_get_target (context->plan)->text);
  if (strcmp (name, "host") == 0)
    return dup_host (context);
  if (strcmp (name, "address") == 0)
    return dup_address (context);
  if (strcmp (name, "source-address") == 0)
    return dup_source_address (context);
  if (strcmp (name, "user") == 0)
    return g_strdup (get_uri (context)->user ? get_uri (context)->user : g_get_user_name ());
  if (strcmp (name, "fqdn") == 0)
    return dup_fqdn (context);
  if (strcmp (name, "new-uuid") == 0)
    return g_uuid_string_random ();
  if (strcmp (name, "new-name") == 0)
    return g_strdup_printf ("%s-2", drover_plan_get_target_name (context->plan));
  return NULL;
}

/* (transfer full): names and values in turn, as the explain room wants them. */
GStrv
drover_remedy_get_words (const DroverRemedyContext *context)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = drover_remedy_dup_word (context, names[i]);

      if (value == NULL)
        continue;
      g_strv_builder_add (words, names[i]);
      g_strv_builder_add (words, value);
    }
  return g_strv_builder_end (words);
}
