/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <string.h>

#include "base/drover-ssh-config.h"
#include "facts/drover-resolve-bounded.h"

/* A target that cannot be reached still has a name in its URI, and that may be why. */
static const DroverFactNeed needs[] = { { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, TRUE } };

/* What the host of the URI is called when it comes to looking up its address; NULL where this computer's
 * resolver has nothing to do with it. */
static char *
get_connection_name (const DroverUri *uri, guint timeout_ms, gboolean *ssh_alias)
{
  g_auto (DroverSshConfig) config = { 0 };
  g_autoptr (GError) error = NULL;

  if (uri->host == NULL)
    return NULL;
  /* libssh and libssh2 know nothing of ~/.ssh/config */
  if (g_strcmp0 (uri->transport, "ssh") != 0)
    return g_strdup (uri->host);
  if (!drover_ssh_config_ask (uri, timeout_ms, &config, &error))
    {
      g_debug ("%s", error->message);
      return g_strdup (uri->host);
    }
  *ssh_alias = config.proxied || g_ascii_strcasecmp (config.hostname, uri->host) != 0;
  return config.proxied ? NULL : g_steal_pointer (&config.hostname);
}

static void
take_name (DroverFactNames *fact, const DroverFactContext *context)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (context->facts, DROVER_SIDE_TARGET);

  fact->name = drover_plan_get_migration_host (context->plan);
  fact->origin = g_strdup (fact->name ? "migration-uri" : "hostname");
  if (fact->name == NULL && identity != NULL)
    fact->name = g_strdup (identity->hostname);
  if (fact->name == NULL)
    fact->error =
        g_strdup (drover_facts_get_reason (context->facts, DROVER_FACT_IDENTITY, DROVER_SIDE_TARGET));
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  const DroverUri *uri = drover_plan_get_target (context->plan);
  DroverFactNames *fact = drover_record_new (&drover_fact_names_type);
  g_autofree char *connection_name = NULL;
  DroverResolution *by_name = NULL;
  DroverResolution *by_connection = NULL;
  g_autoptr (GError) local = NULL;

  take_name (fact, context);
  if (fact->name != NULL)
    by_name = drover_resolution_start (fact->name);

  fact->connection_host = g_strdup (uri->host);
  connection_name = get_connection_name (uri, context->timeout_ms / 2, &fact->ssh_alias);
  if (connection_name != NULL)
    by_connection = drover_resolution_start (connection_name);

  if (by_name != NULL)
    {
      fact->addresses = drover_resolution_finish (by_name, context->timeout_ms, &fact->elapsed_ms, &local);
      if (local != NULL)
        fact->error = g_strdup (local->message);
    }
  if (by_connection != NULL)
    fact->connection_addresses = drover_resolution_finish (by_connection, context->timeout_ms, NULL, NULL);
  return fact;
}

/* Every wait inside has a limit of its own; a slow resolver is to be told, not to be timed out. */
const DroverFactProvider drover_provider_names = {
  .id = DROVER_FACT_NAMES,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 2,
  .fill = fill,
};
