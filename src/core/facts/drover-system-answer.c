/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-system-answer.h"

#include <string.h>

#include "base/drover-distribution.h"

/* Of files that may be long, so many lines. */
#define MAX_LINES 200

static const char *
get (GHashTable *answers, const char *name)
{
  const char *text = g_hash_table_lookup (answers, name);

  return text != NULL && text[0] != '\0' ? text : NULL;
}

/* Lines that say something: neither empty nor comments. */
static GStrv
read_lines (GHashTable *answers, const char *name)
{
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) lines = g_strsplit (get (answers, name) ? get (answers, name) : "", "\n", MAX_LINES);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (line[0] != '\0' && line[0] != '#')
        g_strv_builder_add (kept, line);
    }
  return g_strv_builder_end (kept);
}

/* "virt_use_nfs --> off": virt_use_nfs=off */
static GStrv
read_booleans (GHashTable *answers)
{
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) lines = read_lines (answers, "selinux-booleans");

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (lines[i], " --> ", 2);

      if (sides[0] != NULL && sides[1] != NULL)
        {
          g_autofree char *pair = g_strconcat (sides[0], "=", sides[1], NULL);

          g_strv_builder_add (kept, pair);
        }
    }
  return g_strv_builder_end (kept);
}

/* Of `systemctl list-units` the first word is the unit. */
static GStrv
read_daemons (GHashTable *answers)
{
  GStrv units = read_lines (answers, "daemons");

  for (gsize i = 0; units[i] != NULL; i++)
    {
      char *blank = strchr (units[i], ' ');

      if (blank != NULL)
        *blank = '\0';
    }
  return units;
}

static char *
read_os_name (GHashTable *answers)
{
  g_auto (GStrv) lines = read_lines (answers, "os");

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "PRETTY_NAME="))
      return g_shell_unquote (lines[i] + strlen ("PRETTY_NAME="), NULL);
  return NULL;
}

static const char *
get_distribution (GHashTable *answers)
{
  switch (drover_distribution_parse (get (answers, "os") ? get (answers, "os") : ""))
    {
    case DROVER_DISTRIBUTION_DEBIAN:
      return "debian";
    case DROVER_DISTRIBUTION_FEDORA:
      return "fedora";
    case DROVER_DISTRIBUTION_SUSE:
      return "suse";
    case DROVER_DISTRIBUTION_ARCH:
      return "arch";
    case DROVER_DISTRIBUTION_OTHER:
    default:
      return "other";
    }
}

/* Whether a chain that sees what comes in does more than to let it pass: libvirt's own chains and tables are
 * there on every host with a NAT network. */
static gboolean
iptables_filters (const char *rules)
{
  g_auto (GStrv) lines = g_strsplit (rules, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "-P INPUT ")
            ? !g_str_equal (lines[i], "-P INPUT ACCEPT")
            : g_str_has_prefix (lines[i], "-A INPUT ") && strstr (lines[i], "LIBVIRT") == NULL)
      return TRUE;
  return FALSE;
}

static gboolean
nft_filters (const char *rules)
{
  g_auto (GStrv) chains = g_strsplit (rules, "chain ", -1);

  for (gsize i = 1; chains[0] != NULL && chains[i] != NULL; i++)
    {
      if (strstr (chains[i], "hook input") == NULL || g_str_has_prefix (chains[i], "LIBVIRT"))
        continue;
      if (strstr (chains[i], "policy drop") != NULL || strstr (chains[i], " drop") != NULL ||
          strstr (chains[i], "reject") != NULL || strstr (chains[i], "jump ") != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Who looks after the host's packet filter: that is whom to tell. */
static const char *
get_firewall (GHashTable *answers, gboolean root)
{
  const char *firewalld = get (answers, "firewalld");
  const char *ufw = get (answers, "ufw");
  const char *nft = get (answers, "nft");
  const char *iptables = get (answers, "iptables");

  if (firewalld != NULL && g_str_has_prefix (firewalld, "running"))
    return "firewalld";
  if (ufw != NULL && strstr (ufw, "Status: active") != NULL)
    return "ufw";
  /* iptables of today writes nft's tables: whose words are in them tells whose they are. */
  if (iptables != NULL && iptables_filters (iptables))
    return "iptables";
  if (nft != NULL && nft_filters (nft))
    return "nft";
  return root && (nft != NULL || iptables != NULL) ? "none" : NULL;
}

static const char *
get_forward_policy (GHashTable *answers)
{
  const char *rules = get (answers, "iptables");
  g_auto (GStrv) lines = g_strsplit (rules ? rules : "", "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "-P FORWARD "))
      return g_str_has_suffix (lines[i], "DROP") ? "DROP" : "ACCEPT";
  return NULL;
}

/* µs since the epoch; 0 for what is no time. A date without %N leaves the letter. */
static gint64
read_time (const char *text)
{
  char *rest = NULL;
  gint64 seconds = text ? g_ascii_strtoll (text, &rest, 10) : 0;
  double fraction = rest != NULL && rest[0] == '.' ? g_ascii_strtod (rest, NULL) : 0;

  return seconds * G_USEC_PER_SEC + (gint64) (fraction * G_USEC_PER_SEC);
}

/* The host's first word came after we began, its last before we ended: its clock minus ours lies between
 * last - end and first - begin. */
static void
read_clock (GHashTable *answers, gint64 begin_us, gint64 end_us, DroverFactSystem *fact)
{
  gint64 first = read_time (get (answers, "begin"));
  gint64 last = read_time (get (answers, "end"));
  gint64 least = last - end_us;
  gint64 most = first - begin_us;

  fact->clock_error_ms = -1;
  if (first == 0 || last < first || most < least)
    return;
  fact->clock_offset_ms = (least + most) / 2 / 1000;
  fact->clock_error_ms = (most - least) / 2 / 1000 + 1;
}

static char *
dup_lower (const char *text)
{
  return text ? g_ascii_strdown (text, -1) : NULL;
}

/**
 * drover_system_read:
 * @answers: (element-type utf8 utf8): what drover_system_split() found
 * @begin_us: when the host was asked, by this computer's clock, µs since the epoch
 * @end_us: when its last word was read
 *
 * Returns: (transfer full): what they tell; what was not answered is unknown
 */
DroverFactSystem *
drover_system_read (GHashTable *answers, gint64 begin_us, gint64 end_us)
{
  DroverFactSystem *fact = drover_record_new (&drover_fact_system_type);
  const char *apparmor = get (answers, "apparmor");

  fact->os = read_os_name (answers);
  fact->distribution = g_strdup (get_distribution (answers));
  fact->root = g_strcmp0 (get (answers, "root"), "yes") == 0;
  read_clock (answers, begin_us, end_us, fact);
  fact->firewall = g_strdup (get_firewall (answers, fact->root));
  fact->forward_policy = g_strdup (get_forward_policy (answers));
  fact->selinux = dup_lower (get (answers, "selinux"));
  fact->selinux_booleans = read_booleans (answers);
  fact->apparmor = apparmor ? g_strdup (apparmor[0] == 'Y' ? "yes" : "no") : NULL;
  fact->userfaultfd = g_strdup (get (answers, "userfaultfd"));
  fact->daemons = read_daemons (answers);
  fact->hooks = read_lines (answers, "hooks");
  fact->qemu_conf = read_lines (answers, "qemu-conf");
  fact->hosts = read_lines (answers, "hosts");
  fact->exports = read_lines (answers, "exports");
  fact->links = drover_system_read_links (get (answers, "links"), get (answers, "addresses"));
  return fact;
}
