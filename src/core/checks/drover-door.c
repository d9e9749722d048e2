/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-door.h"

#include <errno.h>
#include <string.h>

#include "base/drover-probe.h"

/* The kernel gives up on a neighbour that does not answer after three seconds (CATALOG §0, the errno map); a
 * firewall's word comes as fast as the network. What was measured has the start of a probe in it. */
#define AT_ONCE_MS 2800

static DroverDoor
from_errno (int sys_errno, gboolean listening, gint64 elapsed_ms)
{
  switch (sys_errno)
    {
    case 0:
      return DROVER_DOOR_OPEN;
    case ECONNREFUSED:
      return listening ? DROVER_DOOR_REFUSED : DROVER_DOOR_OPEN;
    case EHOSTUNREACH:
      return elapsed_ms < AT_ONCE_MS ? DROVER_DOOR_REJECTED : DROVER_DOOR_NO_ROUTE;
    case ENETUNREACH:
      return DROVER_DOOR_NO_ROUTE;
    case ETIMEDOUT:
      return DROVER_DOOR_DROPPED;
    default:
      return DROVER_DOOR_UNKNOWN;
    }
}

/**
 * drover_door_from_reach:
 * @knock: the source's own
 *
 * Returns: what it tells
 */
DroverDoor
drover_door_from_reach (const DroverFactReachPort *knock)
{
  return from_errno (drover_errno_from_name (knock->result), knock->listening, knock->elapsed_ms);
}

/**
 * drover_door_from_knock:
 * @knock: one from this computer, at a port where nobody is meant to listen
 *
 * Returns: what it tells
 */
DroverDoor
drover_door_from_knock (const DroverFactPort *knock)
{
  return from_errno (drover_errno_from_name (knock->result), FALSE, knock->elapsed_us / 1000);
}

/**
 * drover_door_is_shut:
 *
 * Returns: whether it was seen that nothing gets through
 */
gboolean
drover_door_is_shut (DroverDoor door)
{
  switch (door)
    {
    case DROVER_DOOR_UNKNOWN:
    case DROVER_DOOR_OPEN:
      return FALSE;
    case DROVER_DOOR_REFUSED:
    case DROVER_DOOR_REJECTED:
    case DROVER_DOOR_DROPPED:
    case DROVER_DOOR_NO_ROUTE:
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}

/* A name may lead elsewhere, so what was met at the target's address weighs more; what let us in, most. */
static gboolean
is_better (const DroverFactReach *reach,
           DroverDoor door,
           const DroverFactReachPort *entry,
           const DroverDoorSeen *seen)
{
  if (seen->door == DROVER_DOOR_OPEN || door == DROVER_DOOR_UNKNOWN)
    return FALSE;
  if (door == DROVER_DOOR_OPEN || seen->door == DROVER_DOOR_UNKNOWN)
    return TRUE;
  return g_strcmp0 (entry->host, reach->address) == 0;
}

static int
compare_ports (gconstpointer a, gconstpointer b)
{
  const DroverDoorSeen *first = a;
  const DroverDoorSeen *second = b;

  return first->port < second->port ? -1 : first->port > second->port;
}

static gboolean
has_knock_at (const DroverFactReach *reach, const char *purpose, const char *host)
{
  for (guint i = 0; host != NULL && reach->ports != NULL && i < reach->ports->len; i++)
    {
      const DroverFactReachPort *entry = reach->ports->pdata[i];

      if (g_strcmp0 (entry->purpose, purpose) == 0 && g_strcmp0 (entry->host, host) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether that address has answered the source at all, at another port or faster. */
static gboolean
has_answered (const DroverFactReach *reach, const char *host)
{
  for (guint i = 0; i < reach->ports->len; i++)
    {
      const DroverFactReachPort *entry = reach->ports->pdata[i];
      int sys_errno = drover_errno_from_name (entry->result);

      if (g_strcmp0 (entry->host, host) == 0 && (sys_errno == 0 || sys_errno == ECONNREFUSED ||
                                                 drover_door_from_reach (entry) == DROVER_DOOR_REJECTED))
        return TRUE;
    }
  return FALSE;
}

/**
 * drover_doors_list:
 * @reach: what the source met
 * @purpose: `migration`, `nbd` or `daemon`
 * @host: (nullable): where the plan itself sends the guest: then no other way counts
 *
 * Returns: (transfer full) (element-type DroverDoorSeen): each port tried for that purpose once, by number;
 *   it must not outlive @reach
 */
GArray *
drover_doors_list (const DroverFactReach *reach, const char *purpose, const char *host)
{
  gboolean only_host = has_knock_at (reach, purpose, host);
  GArray *doors = g_array_new (FALSE, FALSE, sizeof (DroverDoorSeen));

  for (guint i = 0; reach->ports != NULL && i < reach->ports->len; i++)
    {
      const DroverFactReachPort *entry = reach->ports->pdata[i];
      DroverDoorSeen seen = { entry->port, drover_door_from_reach (entry), entry };
      guint at = 0;

      if (g_strcmp0 (entry->purpose, purpose) != 0 || (only_host && g_strcmp0 (entry->host, host) != 0))
        continue;
      /* a probe that was slow to start makes a firewall look slow */
      if (seen.door == DROVER_DOOR_NO_ROUTE && drover_errno_from_name (entry->result) == EHOSTUNREACH &&
          has_answered (reach, entry->host))
        seen.door = DROVER_DOOR_REJECTED;
      while (at < doors->len && g_array_index (doors, DroverDoorSeen, at).port != entry->port)
        at++;
      if (at == doors->len)
        g_array_append_val (doors, seen);
      else if (is_better (reach, seen.door, entry, &g_array_index (doors, DroverDoorSeen, at)))
        g_array_index (doors, DroverDoorSeen, at) = seen;
    }
  g_array_sort (doors, compare_ports);
  return doors;
}

/**
 * drover_doors_describe:
 * @doors: (element-type DroverDoorSeen): from [func@doors_list]
 *
 * Returns: (transfer full): what was met at each port, in the words of connect(2), once also in QEMU's
 */
char *
drover_doors_describe (const GArray *doors)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean explained = FALSE;

  for (guint i = 0; i < doors->len; i++)
    {
      const DroverDoorSeen *seen = &g_array_index (doors, DroverDoorSeen, i);

      g_string_append_printf (text, "%s%s:%" G_GINT64_FORMAT " %s", i ? "; " : "", seen->entry->host,
                              seen->port, seen->entry->result);
      if (seen->entry->error != NULL && drover_door_is_shut (seen->door) && !explained)
        {
          g_string_append_printf (text, " (%s)", seen->entry->error);
          explained = TRUE;
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * drover_doors_summarize:
 * @doors: (element-type DroverDoorSeen): from [func@doors_list]
 * @n_open: (out): how many are open
 * @n_shut: (out): how many are shut
 *
 * Returns: what is met at the lowest port that tells anything: libvirt takes the lowest that is free
 */
DroverDoor
drover_doors_summarize (const GArray *doors, guint *n_open, guint *n_shut)
{
  DroverDoor first = DROVER_DOOR_UNKNOWN;

  *n_open = 0;
  *n_shut = 0;
  for (guint i = 0; i < doors->len; i++)
    {
      DroverDoor door = g_array_index (doors, DroverDoorSeen, i).door;

      *n_open += door == DROVER_DOOR_OPEN;
      *n_shut += drover_door_is_shut (door);
      if (first == DROVER_DOOR_UNKNOWN)
        first = door;
    }
  return first;
}
