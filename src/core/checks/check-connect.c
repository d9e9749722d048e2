/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-probe.h"
#include "checks/drover-check.h"
#include "explain/drover-explain.h"

/* A host that cannot be looked at is no blocker but a question: nothing is known of it. */
/* clang-format off */
static const DroverFindingCode codes[] = {
  { "connect.unresolved", "N2", DROVER_VERDICT_UNKNOWN,
    N_ ("The host's name has no address here"),
    N_ ("This computer cannot find the host, so nothing can be said of it. Perhaps the name is mistyped."),
    "fix-dns-here", FALSE },
  { "connect.port-closed", "N5", DROVER_VERDICT_UNKNOWN,
    N_ ("Nothing listens on the host's port"),
    N_ ("The host answers, but on this port there is no libvirt or sshd. libvirt listens for TCP and TLS only "
        "when it is told to."),
    "use-ssh start-sshd check-daemon enable-libvirtd-tls enable-libvirtd-tcp", FALSE },
  { "connect.filtered", "N5", DROVER_VERDICT_UNKNOWN,
    N_ ("The host's port cannot be reached"),
    N_ ("A firewall keeps the port shut, or the host is down or on another network. Without a connection "
        "nothing can be said of it."),
    "use-ssh open-daemon-port", FALSE },
  { "connect.timed-out", "N5", DROVER_VERDICT_UNKNOWN,
    N_ ("The host does not answer in time"),
    N_ ("The connection was begun and did not come about within the time limit: a firewall may drop it, or "
        "the host's libvirt daemon hangs."),
    "open-daemon-port check-daemon", FALSE },
  { "connect.ssh-key", "U1", DROVER_VERDICT_UNKNOWN,
    N_ ("SSH refuses the login"),
    N_ ("The host answers and has no key of this user. Drover never types a password into ssh for you."),
    "install-ssh-key", FALSE },
  { "connect.host-key", "U1", DROVER_VERDICT_UNKNOWN,
    N_ ("The host's SSH key is not known here"),
    N_ ("Until somebody has accepted the key, ssh cannot tell the host from an impostor."),
    "add-host-key", FALSE },
  { "connect.host-key-changed", "U1", DROVER_VERDICT_UNKNOWN,
    N_ ("The host's SSH key is not the one it had"),
    N_ ("The host was reinstalled, or another machine answers in its place. Find out which before going on."),
    "replace-host-key", FALSE },
  { "connect.helper-missing", "U2", DROVER_VERDICT_UNKNOWN,
    N_ ("The login works, but nothing there leads on to libvirt"),
    N_ ("libvirt's SSH helper or netcat is missing there, libvirt does not run, or the shell's start files "
        "print something into the connection."),
    "quiet-shell-start-files install-ssh-helper start-daemon", FALSE },
  { "connect.polkit", "U3", DROVER_VERDICT_UNKNOWN,
    N_ ("The host wants a password that nobody could be asked for"),
    N_ ("polkit there lets this user manage guests only after authentication, or not at all."),
    "libvirt-group polkit-agent", FALSE },
  { "connect.socket-permission", "U3", DROVER_VERDICT_UNKNOWN,
    N_ ("libvirt's socket may not be opened by this user"),
    N_ ("The user is not in the group that may manage guests there."),
    "libvirt-group", FALSE },
  { "connect.sasl", "U3", DROVER_VERDICT_UNKNOWN,
    N_ ("libvirt wants a SASL user and password"),
    N_ ("The daemon's network port asks for a login of its own, and did not get it."),
    "use-ssh sasl-user", FALSE },
  { "connect.tls", "U4", DROVER_VERDICT_UNKNOWN,
    N_ ("The TLS certificates do not fit"),
    N_ ("A certificate is missing, out of date, issued for another name or by another authority, so the two "
        "ends do not trust each other."),
    "use-ssh install-certificates set-clock reissue-certificate", FALSE },
  { "connect.daemon-not-running", "N5", DROVER_VERDICT_UNKNOWN,
    N_ ("libvirt does not run on the host"),
    N_ ("The socket named in the message is not there or nobody listens on it."),
    "start-daemon", FALSE },
  { "connect.auth", "U3", DROVER_VERDICT_UNKNOWN,
    N_ ("The host refuses the login"),
    N_ ("The host answers and does not let this user in."),
    "use-ssh libvirt-group", FALSE },
  { "connect.failed", "U1 N5", DROVER_VERDICT_UNKNOWN,
    N_ ("The host cannot be opened"),
    N_ ("Without a connection nothing can be said of it."),
    "use-ssh check-daemon", FALSE },
  { "connect.plain-tcp", "N5", DROVER_VERDICT_INFO,
    N_ ("The connection to libvirt is neither encrypted nor, as a rule, authenticated"),
    N_ ("Whoever reaches the port can do anything with the host's guests. In a closed lab that may be "
        "accepted; SSH or TLS is the better choice."),
    "use-ssh", FALSE },
  { NULL },
};
/* clang-format on */

/* What the explain room calls it, and what it is here. */
static const struct {
  const char *explanation;
  const char *code;
} meanings[] = {
  { "explain.ssh-login-refused", "connect.ssh-key" },
  { "explain.host-key-unknown", "connect.host-key" },
  { "explain.host-key-changed", "connect.host-key-changed" },
  { "explain.ssh-helper-missing", "connect.helper-missing" },
  { "explain.ssh-end-of-file", "connect.helper-missing" },
  { "explain.polkit", "connect.polkit" },
  { "explain.sasl", "connect.sasl" },
  { "explain.socket-permission", "connect.socket-permission" },
  { "explain.tls-files-missing", "connect.tls" },
  { "explain.tls-name", "connect.tls" },
  { "explain.tls-dates", "connect.tls" },
  { "explain.tls-untrusted", "connect.tls" },
  { "explain.daemon-not-running", "connect.daemon-not-running" },
  { "explain.ssh-unresolved", "connect.unresolved" },
  { "explain.name-unresolved", "connect.unresolved" },
};

/* What ssh says after "port 22: ", where no errno of ours was seen. */
static int
guess_errno (const char *text)
{
  static const int numbers[] = { ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT };
  static const char *const words[] = { "Connection refused", "No route to host", "Network is unreachable",
                                       "timed out" };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strstr (text, words[i]) != NULL)
      return numbers[i];
  return -1;
}

static const char *
get_code_for_errno (int sys_errno)
{
  switch (sys_errno)
    {
    case ECONNREFUSED:
      return "connect.port-closed";
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ETIMEDOUT:
      return "connect.filtered";
    default:
      return NULL;
    }
}

static const char *
get_code (const DroverFactConnection *fact)
{
  g_autoptr (DroverExplanation) explanation =
      drover_explain (fact->error ? fact->error : "", (int) fact->virt_domain, (int) fact->virt_code);
  int sys_errno = drover_errno_from_name (fact->sys_errno);
  const char *code;

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (g_strcmp0 (explanation->code, meanings[i].explanation) == 0)
      return meanings[i].code;
  code = get_code_for_errno (sys_errno > 0 ? sys_errno : guess_errno (fact->error ? fact->error : ""));
  if (code != NULL)
    return code;
  if (g_strcmp0 (fact->failure, "timed-out") == 0)
    return "connect.timed-out";
  if (g_strcmp0 (fact->failure, "auth") == 0)
    return "connect.auth";
  return "connect.failed";
}

/* The resolver's own words vary with the C library and the language, but it speaks of the name alone. */
static gboolean
is_resolver_talk (const DroverFactConnection *fact, const DroverUri *uri)
{
  g_autofree char *prefix = uri->host ? g_strdup_printf ("%s: ", uri->host) : NULL;

  return prefix != NULL && fact->virt_code == 0 && fact->sys_errno == NULL &&
         g_strcmp0 (fact->failure, "unreachable") == 0 && g_str_has_prefix (fact->error, prefix);
}

static void
fill (DroverFinding *finding, DroverSide side, const DroverUri *uri)
{
  guint port = drover_uri_get_probe_port (uri);
  g_autofree char *text = g_strdup_printf ("%u", port ? port : uri->port ? uri->port : 22);

  if (side == DROVER_SIDE_SOURCE)
    drover_finding_set_source (finding, uri->text);
  else
    drover_finding_set_target (finding, uri->text);
  drover_finding_set_subject_side (finding, side);
  drover_finding_set_argument (finding, "side", drover_side_to_string (side));
  if (uri->host != NULL)
    {
      drover_finding_set_argument (finding, "host", uri->host);
      drover_finding_set_argument (finding, "port", text);
    }
}

static void
judge_side (const DroverCheckInput *input, DroverSide side, DroverFindings *findings)
{
  const DroverUri *uri = drover_plan_get_uri (input->plan, side);
  const DroverFactConnection *fact = drover_facts_get_connection (input->facts, side);
  DroverFinding *finding;

  if (fact->open && fact->secure)
    return;
  if (fact->open)
    {
      finding = drover_findings_add (findings, "connect.plain-tcp");
      drover_finding_set_evidence (finding, "%s", uri->text);
    }
  else
    {
      finding = drover_findings_add (findings, fact->error != NULL && is_resolver_talk (fact, uri)
                                                   ? "connect.unresolved"
                                                   : get_code (fact));
      drover_finding_set_evidence (finding, "%s", fact->error ? fact->error : _ ("no reason was given"));
    }
  fill (finding, side, uri);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  judge_side (input, DROVER_SIDE_SOURCE, findings);
  judge_side (input, DROVER_SIDE_TARGET, findings);
}

const DroverCheck drover_check_connect = {
  .id = "connect",
  .catalog = "N2 N5 U1 U2 U3 U4",
  .group = DROVER_GROUP_REACH,
  .title = N_ ("Both hosts can be opened"),
  DROVER_NEEDS ({ DROVER_FACT_CONNECTION, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CONNECTION, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
