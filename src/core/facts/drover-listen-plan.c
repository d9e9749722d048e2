/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-listen-plan.h"

#include "base/drover-uri.h"

/* Every host has these, and libvirt puts them in by itself. */
static gboolean
is_everywhere (const char *host)
{
  static const char *const wildcards[] = { "", "0.0.0.0", "::", "localhost", NULL };

  return host == NULL || g_strv_contains (wildcards, host) ||
         (drover_host_is_address (host) && drover_host_is_loopback (host));
}

static void
add (GPtrArray *knocks, const char *host, gint64 port, const char *purpose)
{
  for (guint i = 0; i < knocks->len; i++)
    {
      const DroverKnock *knock = knocks->pdata[i];

      if (knock->port == (guint) port && g_str_equal (knock->host, host))
        return;
    }
  g_ptr_array_add (knocks, drover_knock_new (TRUE, host, (guint) port, purpose));
}

static const char *
get_purpose (const DroverGraphics *graphics)
{
  if (g_strcmp0 (graphics->type, "vnc") == 0)
    return "vnc";
  return g_strcmp0 (graphics->type, "spice") == 0 ? "spice" : NULL;
}

static void
add_listen (GPtrArray *knocks, const DroverGraphics *graphics, const DroverListen *listen)
{
  const char *purpose = get_purpose (graphics);
  /* of a running guest the XML tells the port it has; only without autoport must it be the same again */
  gboolean fixed = g_strcmp0 (graphics->autoport, "no") == 0;
  const char *address = listen->address;

  /* A network's address is looked up anew on the target. */
  if (g_strcmp0 (listen->type, "network") == 0)
    address = NULL;
  else if (listen->type != NULL && g_strcmp0 (listen->type, "address") != 0)
    return;
  if (fixed && graphics->port > 0)
    add (knocks, address ? address : "127.0.0.1", graphics->port, purpose);
  if (fixed && graphics->tls_port > 0)
    add (knocks, address ? address : "127.0.0.1", graphics->tls_port, purpose);
  if (fixed && graphics->websocket > 0)
    add (knocks, address ? address : "127.0.0.1", graphics->websocket, purpose);
  if (!is_everywhere (address) && !(fixed && graphics->port > 0))
    add (knocks, address, 0, purpose);
}

static void
add_graphics (GPtrArray *knocks, const DroverGraphics *graphics)
{
  const DroverListen fallback = { .type = (char *) "address", .address = graphics->listen };

  if (get_purpose (graphics) == NULL || graphics->socket != NULL)
    return;
  for (guint i = 0; i < graphics->listens->len; i++)
    add_listen (knocks, graphics, graphics->listens->pdata[i]);
  if (graphics->listens->len == 0)
    add_listen (knocks, graphics, &fallback);
}

/**
 * drover_listen_list_knocks:
 * @guest: the guest as the target shall run it
 *
 * Lists where the target's QEMU will have to listen, but for what every host can do: any port of all its
 * addresses or of its own loopback.
 *
 * Returns: (transfer full) (element-type DroverKnock): what to try; port 0 is any
 */
GPtrArray *
drover_listen_list_knocks (const DroverPlan *plan, const DroverGuest *guest)
{
  GPtrArray *knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_knock_free);
  const char *listen =
      drover_migrate_options_get_string (drover_plan_get_options (plan), DROVER_OPTION_LISTEN_ADDRESS);

  for (guint i = 0; i < guest->graphics->len; i++)
    add_graphics (knocks, guest->graphics->pdata[i]);
  if (drover_plan_needs_migration_port (plan) && !is_everywhere (listen))
    add (knocks, listen, 0, "migration");
  return knocks;
}
