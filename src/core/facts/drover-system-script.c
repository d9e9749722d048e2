/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-system-script.h"

#include <string.h>

#include "base/drover-quote.h"

/**
 * drover_system_script:
 *
 * What a host is asked: a script for a POSIX shell, always the same, that only reads. Its one argument is the
 * marker that stands before each answer. What needs root is done with `sudo -n`, which asks nobody, or not at
 * all.
 */
const char drover_system_script[] =
    "M=$1\n"
    "LC_ALL=C; export LC_ALL\n"
    "PATH=$PATH:/usr/sbin:/sbin\n"
    "m() { printf '\\n%s %s\\n' \"$M\" \"$1\"; }\n"
    "exec 2>/dev/null\n"
    "m begin; date +%s.%N\n"
    "S=; R=yes\n"
    "[ \"$(id -u)\" = 0 ] || { S='sudo -n'; $S true || R=no; }\n"
    "as_root() { [ $R = no ] || $S \"$@\"; }\n"
    "m root; echo $R\n"
    "m os; cat /etc/os-release || cat /usr/lib/os-release\n"
    "m hosts; cat /etc/hosts\n"
    "m selinux; getenforce\n"
    "m selinux-booleans; getsebool virt_use_nfs virt_use_fusefs virt_use_samba\n"
    "m apparmor; cat /sys/module/apparmor/parameters/enabled\n"
    "m userfaultfd; cat /proc/sys/vm/unprivileged_userfaultfd\n"
    "m daemons; systemctl list-units --plain --no-legend --state=active 'libvirtd*' 'virt*d*'\n"
    "m hooks; for f in /etc/libvirt/hooks/qemu /etc/libvirt/hooks/qemu.d/*; do [ -x \"$f\" ] && echo \"$f\"; "
    "done\n"
    "m qemu-conf; as_root grep -E '^ "
    "*(user|group|dynamic_ownership|security_driver|lock_manager|migrate_tls_force|"
    "migration_host|migration_address|migration_port_min|migration_port_max) *=' /etc/libvirt/qemu.conf\n"
    "m firewalld; firewall-cmd --state || as_root firewall-cmd --state\n"
    "m ufw; as_root ufw status\n"
    "m nft; as_root nft list ruleset\n"
    "m iptables; as_root iptables -S\n"
    "m exports; cat /etc/exports /etc/exports.d/*.exports\n"
    "m addresses; ip -o addr show\n"
    "m links\n"
    "for d in /sys/class/net/*; do\n"
    "  [ -d \"$d\" ] || continue\n"
    "  k=virtual; [ -e \"$d/device\" ] && k=card; [ -d \"$d/wireless\" ] && k=wireless; [ -d \"$d/bridge\" ] "
    "&& k=bridge\n"
    "  p=-; [ -e \"$d/master\" ] && p=$(basename \"$(readlink -f \"$d/master\")\")\n"
    "  s=$(cat \"$d/speed\") || s=-1\n"
    "  t=0; w=-1; [ $k = bridge ] && t=$(cat \"$d/bridge/stp_state\") && w=$(cat "
    "\"$d/bridge/forward_delay\")\n"
    "  echo \"${d##*/} $k $p $(cat \"$d/mtu\") ${s:--1} $(cat \"$d/operstate\") $t $w\"\n"
    "done\n"
    "m end; date +%s.%N\n";

/**
 * drover_system_make_marker:
 *
 * Returns: (transfer full): a word that no answer can hold by chance or by intent
 */
char *
drover_system_make_marker (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strconcat ("drover-", uuid, NULL);
}

/**
 * drover_system_split:
 * @output: what a host printed
 * @marker: the marker that was given to it
 *
 * Returns: (transfer full) (element-type utf8 utf8): the answers by name, stripped and harmless to print
 */
GHashTable *
drover_system_split (const char *output, const char *marker)
{
  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *mark = g_strconcat ("\n", marker, " ", NULL);
  g_autofree char *printable = drover_printable (output);
  g_auto (GStrv) parts = g_strsplit (printable, mark, -1);

  for (gsize i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    {
      const char *end = strchr (parts[i], '\n');

      if (end != NULL)
        g_hash_table_insert (answers, g_strndup (parts[i], (gsize) (end - parts[i])),
                             g_strstrip (g_strdup (end + 1)));
    }
  return answers;
}
