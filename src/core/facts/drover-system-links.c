/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-system-answer.h"

#include <string.h>

/* More than that is no lab's host. */
#define MAX_LINKS 256

static gint64
read_number (const char *text)
{
  gint64 number;

  return g_ascii_string_to_signed (text, 10, -1, G_MAXINT, &number, NULL) ? number : -1;
}

/* "2: eth0    inet 192.0.2.7/24 brd …": the link's addresses but those that every link has. */
static GStrv
find_addresses (char **lines, const char *link)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();

  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (lines[i], " \t", -1);
      g_autoptr (GPtrArray) told = g_ptr_array_new ();

      for (gsize k = 0; words[k] != NULL; k++)
        if (words[k][0] != '\0')
          g_ptr_array_add (told, words[k]);
      if (told->len < 4 || g_strcmp0 (told->pdata[1], link) != 0 ||
          !g_str_has_prefix (told->pdata[2], "inet") || g_str_has_prefix (told->pdata[3], "fe80:"))
        continue;
      g_strv_builder_add (found, told->pdata[3]);
    }
  return g_strv_builder_end (found);
}

/**
 * drover_system_read_links:
 * @links: (nullable): the answer `links`: name, kind, bridge, MTU, speed, state, STP, forward delay in 1/100
 * s
 * @addresses: (nullable): the answer `addresses`, as `ip -o addr show` prints it
 *
 * Returns: (transfer full) (element-type DroverFactLink): the host's network links but the loopback
 */
GPtrArray *
drover_system_read_links (const char *links, const char *addresses)
{
  GPtrArray *found = drover_record_list_new (&drover_fact_link_type);
  g_auto (GStrv) lines = g_strsplit (links ? links : "", "\n", MAX_LINKS);
  g_auto (GStrv) told = g_strsplit (addresses ? addresses : "", "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      DroverFactLink *link;
      gint64 delay;

      if (g_strv_length (words) != 8 || g_str_equal (words[0], "lo"))
        continue;
      link = drover_record_new (&drover_fact_link_type);
      link->name = g_strdup (words[0]);
      link->kind = g_strdup (words[1]);
      link->master = g_str_equal (words[2], "-") ? NULL : g_strdup (words[2]);
      link->mtu = read_number (words[3]);
      link->speed = read_number (words[4]);
      /* Bridges without a port and virtual cards say "unknown", and work. */
      link->up = !g_str_equal (words[5], "down");
      link->stp = read_number (words[6]) > 0;
      delay = read_number (words[7]);
      link->forward_delay_ms = delay >= 0 ? delay * 10 : -1;
      link->addresses = find_addresses (told, link->name);
      g_ptr_array_add (found, link);
    }
  return found;
}
