/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-quote.h"
#include "facts/drover-effective-guest.h"
#include "facts/drover-marks.h"

/* Names to offer in place of one that is not there. */
#define MAX_OFFERED 5

/* How many letters must be put in, taken out or changed to make one name the other (Levenshtein). */
static guint
distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize j = 0; j <= n; j++)
    row[j] = (guint) j;
  for (gsize i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i + 1;
      for (gsize j = 0; j < n; j++)
        {
          guint change = diagonal + (g_ascii_tolower (a[i]) != g_ascii_tolower (b[j]));

          diagonal = row[j + 1];
          row[j + 1] = MIN (change, MIN (row[j], row[j + 1]) + 1);
        }
    }
  return row[n];
}

typedef struct {
  char *name;
  guint distance;
} Near;

static void
near_clear (gpointer data)
{
  g_free (((Near *) data)->name);
}

static int
compare_near (gconstpointer a, gconstpointer b)
{
  const Near *x = a, *y = b;

  return x->distance != y->distance ? (x->distance < y->distance ? -1 : 1) : g_strcmp0 (x->name, y->name);
}

/* The names nearest to @wanted; all of a host that has few. */
static char *
list_near_names (DroverConnection *connection, const char *wanted)
{
  g_autoptr (GPtrArray) domains = drover_domain_list (connection, FALSE, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Near));
  g_autoptr (GString) text = g_string_new (NULL);

  g_array_set_clear_func (found, near_clear);
  for (guint i = 0; domains != NULL && i < domains->len; i++)
    {
      g_autofree char *name = drover_domain_get_name (domains->pdata[i]);
      g_autofree char *printable = drover_printable (name);
      Near near = { NULL, distance (wanted, name) };

      if (drover_mark_is_ours (name))
        continue;
      near.name = g_steal_pointer (&printable);
      g_array_append_val (found, near);
    }
  g_array_sort (found, compare_near);
  for (guint i = 0; i < MIN (found->len, MAX_OFFERED); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, g_array_index (found, Near, i).name);
    }
  if (found->len > MAX_OFFERED)
    g_string_append (text, ", …");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
explain_missing (const DroverFactContext *context, GError **error)
{
  const DroverUri *source = drover_plan_get_source (context->plan);
  const char *wanted = drover_plan_get_guest_name (context->plan);
  const char *host = source->host ? source->host : _ ("this computer");
  g_autofree char *near = list_near_names (context->connections[DROVER_SIDE_SOURCE], wanted);
  g_autoptr (GError) raw = g_steal_pointer (error);
  g_autofree char *text =
      near[0] == '\0' ? g_strdup_printf (_ ("There is no guest “%s” on %s: it has none at all"), wanted, host)
                      : g_strdup_printf (_ ("There is no guest “%s” on %s; it has: %s"), wanted, host, near);

  g_propagate_error (error, drover_error_new_virt (DROVER_ERROR_NOT_FOUND, drover_error_get_virt_domain (raw),
                                                   drover_error_get_virt_code (raw), 0, text));
}

/**
 * drover_provider_find_guest:
 * @error: %DROVER_ERROR_NOT_FOUND with the names nearest to the one wanted, or a connection's error
 *
 * Returns: (transfer full): the guest of the plan, on the source
 */
DroverDomain *
drover_provider_find_guest (const DroverFactContext *context, GError **error)
{
  DroverConnection *connection = context->connections[DROVER_SIDE_SOURCE];
  const char *uuid = drover_plan_get_guest_uuid (context->plan);
  g_autoptr (GError) local = NULL;
  DroverDomain *domain =
      uuid ? drover_domain_lookup_by_uuid (connection, uuid, &local)
           : drover_domain_lookup (connection, drover_plan_get_guest_name (context->plan), &local);

  if (domain == NULL)
    {
      if (g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
        explain_missing (context, &local);
      g_propagate_error (error, g_steal_pointer (&local));
    }
  return domain;
}

/**
 * drover_provider_get_guest:
 * @side: a host
 *
 * Returns: (transfer full): the guest as that host runs it or shall run it
 */
DroverGuest *
drover_provider_get_guest (const DroverFactContext *context, DroverSide side, GError **error)
{
  if (side == DROVER_SIDE_TARGET)
    return drover_effective_guest (context->plan, context->facts, error);
  return drover_guest_ref ((DroverGuest *) drover_facts_get_guest (context->facts));
}
