/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in to a host: from this computer, or for peer-to-peer from the source. */
#include <string.h>

#include "base/drover-quote.h"
#include "remedies/drover-remedy-private.h"

static gboolean
is_about_p2p (const DroverRemedyContext *context)
{
  return context->finding != NULL && g_str_equal (drover_finding_get_check (context->finding)->id, "p2p");
}

static const DroverUri *
get_uri (const DroverRemedyContext *context)
{
  const char *side = context->finding ? drover_finding_get_argument (context->finding, "side") : NULL;

  return g_strcmp0 (side, "source") == 0 ? drover_plan_get_source (context->plan)
                                         : drover_plan_get_target (context->plan);
}

/* (transfer full) (nullable): whom the source's daemon logs in as, and where. */
static DroverUri *
parse_destination (const DroverRemedyContext *context)
{
  return drover_uri_parse (drover_plan_get_destination_uri (context->plan), NULL);
}

/* user@host as ssh is to be given it; without a user ssh decides, as it does for libvirt. */
static char *
dup_login (const DroverUri *uri)
{
  return uri->user ? g_strdup_printf ("%s@%s", uri->user, uri->host) : g_strdup (uri->host);
}

/* A command of ssh's family, as root or not, with the URI's port. */
static void
add_ssh (GPtrArray *commands, gboolean as_root, const char *program, const DroverUri *uri, const char *last)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *login = dup_login (uri);
  g_autofree char *port = g_strdup_printf ("%u", uri->port);

  if (as_root)
    g_ptr_array_add (argv, (gpointer) "sudo");
  g_ptr_array_add (argv, (gpointer) program);
  if (uri->port != 0)
    {
      g_ptr_array_add (argv, (gpointer) "-p");
      g_ptr_array_add (argv, port);
    }
  g_ptr_array_add (argv, login);
  g_ptr_array_add (argv, (gpointer) last);
  g_ptr_array_add (argv, NULL);
  g_ptr_array_add (commands, drover_quote_argv ((const char *const *) argv->pdata));
}

static void
build_client_key (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (!is_about_p2p (context) && drover_uri_is_ssh (get_uri (context)))
    add_ssh (commands, FALSE, "ssh-copy-id", get_uri (context), NULL);
}

static void
build_source_key (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverUri) uri = parse_destination (context);

  if (!is_about_p2p (context) || uri == NULL || uri->host == NULL || !drover_uri_is_ssh (uri))
    return;
  g_ptr_array_add (commands, g_strdup ("sudo test -f /root/.ssh/id_ed25519 || "
                                       "sudo ssh-keygen -t ed25519 -N '' -f /root/.ssh/id_ed25519"));
  add_ssh (commands, TRUE, "ssh-copy-id", uri, NULL);
}

static void
build_client_host_key (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (!is_about_p2p (context) && drover_uri_is_ssh (get_uri (context)))
    add_ssh (commands, FALSE, "ssh", get_uri (context), "true");
}

static void
build_source_host_key (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverUri) uri = parse_destination (context);

  if (is_about_p2p (context) && uri != NULL && uri->host != NULL && drover_uri_is_ssh (uri))
    add_ssh (commands, TRUE, "ssh", uri, "true");
}

/* An agent of this computer's polkit is asked by this computer's libvirt alone. */
static void
build_polkit_agent (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (get_uri (context)->host == NULL)
    drover_remedy_add (commands, "sudo", "apt-get", "install", "polkitd", NULL);
}

static void
build_polkit_agent_fedora (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (get_uri (context)->host == NULL)
    drover_remedy_add (commands, "sudo", "dnf", "install", "polkit", NULL);
}

/* The same host by SSH; which user may log in there only its owner knows, so ssh's own choice is left. */
static void
build_use_ssh (const DroverRemedyContext *context, GPtrArray *commands)
{
  const DroverUri *uri = get_uri (context);
  g_autofree char *host = NULL;
  g_autofree char *text = NULL;

  if (uri->host == NULL || drover_uri_is_ssh (uri))
    return;
  host = strchr (uri->host, ':') ? g_strdup_printf ("[%s]", uri->host) : g_strdup (uri->host);
  text = g_strdup_printf ("%s+ssh://%s%s", uri->driver, host, uri->path);
  drover_remedy_add (
      commands, "droverctl", "check", drover_remedy_get_guest (context), "--from",
      uri == drover_plan_get_source (context->plan) ? text : drover_plan_get_source (context->plan)->text,
      "--to",
      uri == drover_plan_get_target (context->plan) ? text : drover_plan_get_target (context->plan)->text,
      NULL);
}

/* The commands a libvirt daemon is made to listen with; a service that runs must stop first, or its socket
 * cannot start. */
static void
add_listening (GPtrArray *commands, const char *daemon, const char *transport)
{
  g_autofree char *service = g_strdup_printf ("%s.service", daemon);
  g_autofree char *socket = g_strdup_printf ("%s-%s.socket", daemon, transport);

  drover_remedy_add (commands, "sudo", "systemctl", "stop", service, NULL);
  drover_remedy_add (commands, "sudo", "systemctl", "enable", "--now", socket, NULL);
  if (g_str_equal (daemon, "libvirtd"))
    drover_remedy_add (commands, "sudo", "systemctl", "start", service, NULL);
}

static gboolean
is_tls (const DroverUri *uri)
{
  return uri->host != NULL && (uri->transport == NULL || g_str_equal (uri->transport, "tls"));
}

static void
build_tcp (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (g_strcmp0 (get_uri (context)->transport, "tcp") == 0)
    add_listening (commands, "libvirtd", "tcp");
}

static void
build_modular_tcp (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (g_strcmp0 (get_uri (context)->transport, "tcp") == 0)
    add_listening (commands, "virtproxyd", "tcp");
}

static void
build_tls (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (is_tls (get_uri (context)))
    add_listening (commands, "libvirtd", "tls");
}

static void
build_modular_tls (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (is_tls (get_uri (context)))
    add_listening (commands, "virtproxyd", "tls");
}

static void
build_sshd (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (!drover_uri_is_ssh (get_uri (context)))
    return;
  drover_remedy_add (commands, "systemctl", "status", "ssh.service", "sshd.service", NULL);
  drover_remedy_add (commands, "sudo", "ss", "-ltnp", NULL);
}

static void
build_check_daemon (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add (commands, "systemctl", "status", "libvirtd.service", "virtqemud.service", NULL);
  drover_remedy_add (commands, "sudo", "journalctl", "-u", "libvirtd", "-u", "virtqemud", "-n", "50",
                     "--no-pager", NULL);
}

static void
build_look_up (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (get_uri (context)->host != NULL)
    drover_remedy_add (commands, "getent", "ahosts", get_uri (context)->host, NULL);
}

/* Read-only is what the user asked of the connection, or what a socket or a group left of it. */
static void
build_read_write (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add (commands, "virsh", "-c", get_uri (context)->text, "uri", NULL);
}

static const DroverRemedy remedies[] = {
  { "install-ssh-key", "client", N_ ("Let this computer log in without a password"), DROVER_SIDE_CLIENT,
    build_client_key },
  { "install-ssh-key", "source-root",
    N_ ("Let root of the source log in to the target, for peer-to-peer (it asks for the password once)"),
    DROVER_SIDE_SOURCE, build_source_key },
  { "add-host-key", "client",
    N_ ("Accept the host's key once; compare it with what ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub "
        "prints there"),
    DROVER_SIDE_CLIENT, build_client_host_key },
  { "add-host-key", "source-root",
    N_ ("Have root of the source accept the target's key once, for peer-to-peer"), DROVER_SIDE_SOURCE,
    build_source_host_key },
  { "enable-libvirtd-tcp", "libvirtd",
    N_ ("Let libvirtd listen on TCP port 16509; it is not encrypted, SSH or TLS is the better choice"),
    DROVER_SIDE_TARGET, build_tcp },
  { "enable-libvirtd-tcp", "modular", N_ ("The same with the modular daemons: virtproxyd listens for them"),
    DROVER_SIDE_TARGET, build_modular_tcp },
  { "enable-libvirtd-tls", "libvirtd",
    N_ ("Let libvirtd listen on TLS port 16514; its certificates must be in place"), DROVER_SIDE_TARGET,
    build_tls },
  { "enable-libvirtd-tls", "modular", N_ ("The same with the modular daemons: virtproxyd listens for them"),
    DROVER_SIDE_TARGET, build_modular_tls },
  { "start-sshd", NULL,
    N_ ("See that sshd runs there and on which port (the unit is ssh on Debian, sshd elsewhere)"),
    DROVER_SIDE_TARGET, build_sshd },
  { "check-daemon", NULL, N_ ("See whether libvirt runs there, and why it stopped if it did"),
    DROVER_SIDE_TARGET, build_check_daemon },
  { "fix-dns-here", NULL,
    N_ ("See what this computer makes of the name, or write the host's address instead"), DROVER_SIDE_CLIENT,
    build_look_up },
  { "polkit-agent", "debian",
    N_ ("Or have the password asked for: install polkit's text agent (in policykit-1 on older releases), and "
        "run this again on a terminal"),
    DROVER_SIDE_CLIENT, build_polkit_agent },
  { "polkit-agent", "fedora", N_ ("The same on Fedora and its relatives"), DROVER_SIDE_CLIENT,
    build_polkit_agent_fedora },
  { "use-ssh", NULL, N_ ("Reach the host over SSH, which needs no port but 22 and is encrypted"),
    DROVER_SIDE_CLIENT, build_use_ssh },
  { "reconnect-read-write", NULL, N_ ("Connect so that changes are allowed"), DROVER_SIDE_CLIENT,
    build_read_write },
};

const DroverRemedyTable drover_remedies_login = { remedies, G_N_ELEMENTS (remedies) };
