/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name the target goes by, where a change on a host is wanted: the least invasive comes first. */
#include <string.h>

#include "base/drover-quote.h"
#include "remedies/drover-remedy-private.h"

static gboolean
is_plain (const char *word)
{
  return word != NULL && word[0] != '-' &&
         word[strspn (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.:")] == '\0';
}

static void
build_migration_host (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *address = drover_remedy_dup_word (context, "address");

  drover_remedy_add_setting (commands, "/etc/libvirt/qemu.conf", "migration_host",
                             is_plain (address) ? address : "ADDRESS");
  drover_remedy_add_daemon_restart (commands);
}

/* libvirt reads the host's name when its daemon starts. */
static void
build_hostname (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *name = drover_remedy_dup_word (context, "fqdn");

  drover_remedy_add (commands, "sudo", "hostnamectl", "set-hostname", is_plain (name) ? name : "NAME.DOMAIN",
                     NULL);
  drover_remedy_add_daemon_restart (commands);
}

static void
add_look_up (GPtrArray *commands, const char *name)
{
  drover_remedy_add (commands, "getent", "ahosts", is_plain (name) ? name : "NAME", NULL);
}

/* Not "sed -i": it renames, and in a container the file is often mounted by itself. */
static void
add_rewrite (GPtrArray *commands, const char *reader, const char *first)
{
  g_autofree char *quoted = first ? drover_quote_command (first, NULL) : NULL;

  g_ptr_array_add (commands,
                   g_strdup_printf ("hosts=$(%s) && printf '%%s\\n' %s%s\"$hosts\" | sudo tee /etc/hosts",
                                    reader, quoted ? quoted : "", quoted ? " " : ""));
}

/* No name server and no hosts file mends an address, and "localhost" must stay what it is. */
static gboolean
is_mendable (const char *host)
{
  return host == NULL || !(drover_host_is_address (host) || g_str_has_prefix (host, "localhost"));
}

/* The first line that names a host wins, so ours goes before whatever says something else. */
static void
build_hosts_file (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *host = drover_remedy_dup_word (context, "host");
  g_autofree char *address = drover_remedy_dup_word (context, "address");
  g_autofree char *line = NULL;

  if (!is_mendable (host))
    return;
  line = g_strdup_printf ("%s %s", is_plain (address) ? address : "ADDRESS", is_plain (host) ? host : "NAME");
  add_rewrite (commands, "cat /etc/hosts", line);
  add_look_up (commands, host);
}

/* Debian's installer writes the line; it is meant for a host without a fixed address. */
static void
build_hosts_file_target (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *host = drover_remedy_dup_word (context, "host");

  add_rewrite (commands, "sed '/^127\\.0\\.1\\.1[[:space:]]/d' /etc/hosts", NULL);
  add_look_up (commands, host);
}

static void
build_dns (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *host = drover_remedy_dup_word (context, "host");

  if (!is_mendable (host))
    return;
  add_look_up (commands, host);
  drover_remedy_add (commands, "cat", "/etc/resolv.conf", NULL);
}

static const DroverRemedy remedies[] = {
  { "set-migration-host", NULL,
    N_ ("Let the target name an address that the source reaches: migration_host in qemu.conf"),
    DROVER_SIDE_TARGET, build_migration_host },
  { "fix-dns", NULL, N_ ("See what the source makes of the name, and mend the name server it asks"),
    DROVER_SIDE_SOURCE, build_dns },
  { "set-hostname", NULL,
    N_ ("Give the target a name of its own that the source can resolve, and restart its libvirt daemon"),
    DROVER_SIDE_TARGET, build_hostname },
  { "fix-hosts-file", NULL, N_ ("Tell the source the target's real address in /etc/hosts"),
    DROVER_SIDE_SOURCE, build_hosts_file },
  { "fix-hosts-file-target", NULL,
    N_ ("On the target, take its own name off the line of 127.0.1.1 in /etc/hosts"), DROVER_SIDE_TARGET,
    build_hosts_file_target },
};

const DroverRemedyTable drover_remedies_names = { remedies, G_N_ELEMENTS (remedies) };
