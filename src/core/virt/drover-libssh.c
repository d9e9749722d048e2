/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-libssh-private.h"

#include <glib/gi18n-lib.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/drover-command.h"
#include "base/drover-error.h"
#include "base/drover-quote.h"
#include "explain/drover-explain.h"

/* Signing in to a host whose ssh asks questions: libvirt's own SSH client can put them to somebody, and knows
 * nothing of ~/.ssh/config; the ssh program knows that, and asks on terminals only. So the one is told what
 * the other has read. */

/**
 * drover_ssh_get_refusal:
 * @error: why a connection could not be opened
 *
 * Returns: whether it was SSH that refused, and how
 */
DroverSshRefusal
drover_ssh_get_refusal (const GError *error)
{
  static const struct {
    const char *code;
    DroverSshRefusal refusal;
  } known[] = {
    { "explain.ssh-login-refused", DROVER_SSH_REFUSAL_LOGIN },
    { "explain.host-key-unknown", DROVER_SSH_REFUSAL_KEY_UNKNOWN },
    { "explain.host-key-changed", DROVER_SSH_REFUSAL_KEY_CHANGED },
  };
  g_autoptr (DroverExplanation) explanation = NULL;

  if (!g_error_matches (error, DROVER_ERROR, DROVER_ERROR_AUTH))
    return DROVER_SSH_REFUSAL_NONE;
  /* An agent with more keys than the host has patience. */
  if (strstr (error->message, "Too many authentication failures") != NULL)
    return DROVER_SSH_REFUSAL_LOGIN;
  explanation = drover_explain (error->message, drover_error_get_virt_domain (error),
                                drover_error_get_virt_code (error));
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (explanation->code, known[i].code) == 0)
      return known[i].refusal;
  return DROVER_SSH_REFUSAL_NONE;
}

/* ssh goes by the password file, whatever HOME says. */
static char *
get_home (void)
{
  struct passwd entry;
  struct passwd *found = NULL;
  char buffer[16384];

  if (getpwuid_r (getuid (), &entry, buffer, sizeof buffer, &found) == 0 && found != NULL)
    return g_strdup (found->pw_dir);
  return g_strdup (g_get_home_dir ());
}

static void
add_parameter (GString *query, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, escaped);
}

/* libvirt takes one key; the first that is there is the one the user would have. */
static char *
find_identity (const DroverSshConfig *config, const char *home)
{
  for (gsize i = 0; config->identity_files != NULL && config->identity_files[i] != NULL; i++)
    {
      g_autofree char *path = drover_ssh_config_expand (config, config->identity_files[i], home);

      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

/* Where a key that is accepted is written, too. */
static char *
find_known_hosts (const DroverSshConfig *config, const char *home)
{
  for (gsize i = 0; config->known_hosts != NULL && config->known_hosts[i] != NULL; i++)
    {
      g_autofree char *path = drover_ssh_config_expand (config, config->known_hosts[i], home);

      if (path != NULL)
        return g_steal_pointer (&path);
      if (strcmp (config->known_hosts[i], "none") == 0)
        return g_strdup ("/dev/null");
    }
  return g_build_filename (home, ".ssh", "known_hosts", NULL);
}

static char *
build_query (const DroverUri *uri, const DroverSshConfig *config, const char *home, gboolean agent)
{
  g_autofree char *identity = find_identity (config, home);
  g_autofree char *known_hosts = find_known_hosts (config, home);
  g_autofree char *mode = NULL;
  g_autoptr (GHashTable) own =
      uri->query ? g_uri_parse_params (uri->query, -1, "&;", G_URI_PARAMS_NONE, NULL) : NULL;
  GString *query = g_string_new (NULL);

  add_parameter (query, "known_hosts", known_hosts);
  add_parameter (query, "known_hosts_verify", "normal");
  if (identity != NULL)
    add_parameter (query, "keyfile", identity);
  g_string_append_printf (query, "&sshauth=%s%spassword,keyboard-interactive",
                          agent && !config->identities_only ? "agent," : "", identity ? "privkey," : "");
  if (own != NULL && g_hash_table_contains (own, "mode"))
    add_parameter (query, "mode", g_hash_table_lookup (own, "mode"));
  return g_string_free (query, FALSE);
}

/**
 * drover_libssh_build_uri:
 * @uri: one whose transport is the ssh program
 * @config: what ssh makes of its host
 * @refusal: how ssh ended: where it was not let in, the agent's keys need not be offered once more, and each
 * of them counts for the host's patience (MaxAuthTries)
 * @home: the user's home directory
 * @error: %DROVER_ERROR_AUTH where libvirt's SSH client cannot do what the configuration wants
 *
 * The parameters are those that are refused in a URI that somebody typed: what they name comes from the
 * user's own configuration (libvirt's docs/uri.html, “libssh transport”).
 *
 * Returns: (transfer full): the URI by which libvirt asks the questions itself; for libvirt alone
 */
char *
drover_libssh_build_uri (const DroverUri *uri,
                         const DroverSshConfig *config,
                         DroverSshRefusal refusal,
                         const char *home,
                         GError **error)
{
  g_autofree char *query = NULL;
  g_autofree char *scheme = NULL;

  if (config->proxied)
    {
      g_set_error (
          error, DROVER_ERROR, DROVER_ERROR_AUTH,
          _ ("%s is reached through another host or a program (ProxyJump or ProxyCommand in "
             "~/.ssh/config), and on such a way Drover cannot ask for a password. See that “ssh %s” logs "
             "in without asking anything, with ssh-copy-id for instance, then try again"),
          uri->host, uri->host);
      return NULL;
    }
  if (config->key_alias != NULL)
    {
      g_set_error (
          error, DROVER_ERROR, DROVER_ERROR_AUTH,
          _ ("the key of %s is known by another name (HostKeyAlias in ~/.ssh/config), and in such a case "
             "Drover cannot ask for a password. See that “ssh %s” logs in without asking anything, with "
             "ssh-copy-id for instance, then try again"),
          uri->host, uri->host);
      return NULL;
    }
  if (!drover_host_name_is_valid (config->hostname) && !drover_host_is_address (config->hostname))
    {
      g_autofree char *shown = drover_printable (config->hostname);

      g_set_error (error, DROVER_ERROR, DROVER_ERROR_AUTH,
                   _ ("“%s”, which ~/.ssh/config makes of %s, is neither a host name nor an IP address"),
                   shown, uri->host);
      return NULL;
    }
  query = build_query (uri, config, home, refusal != DROVER_SSH_REFUSAL_LOGIN);
  scheme = g_strconcat (uri->driver, "+libssh", NULL);
  return g_uri_join_with_user (G_URI_FLAGS_ENCODED_QUERY, scheme, uri->user ? uri->user : config->user, NULL,
                               NULL, config->hostname, config->port ? (int) config->port : -1, uri->path,
                               query, NULL);
}

/**
 * drover_libssh_find_uri:
 * @uri: one whose transport is the ssh program
 * @refusal: how ssh ended
 * @timeout_ms: how long to wait for ssh's account of its configuration, in milliseconds
 * @error: ssh does not say, or %DROVER_ERROR_AUTH as of [func@libssh_build_uri]
 *
 * Blocks; for worker threads.
 *
 * Returns: (transfer full): as [func@libssh_build_uri]
 */
char *
drover_libssh_find_uri (const DroverUri *uri, DroverSshRefusal refusal, guint timeout_ms, GError **error)
{
  g_auto (DroverSshConfig) config = { 0 };
  g_autofree char *home = get_home ();

  if (!drover_ssh_config_ask (uri, timeout_ms, &config, error))
    return NULL;
  if (refusal == DROVER_SSH_REFUSAL_KEY_UNKNOWN && config.strict)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_AUTH,
                   _ ("the SSH key of %s is not known, and ~/.ssh/config says that unknown keys are refused "
                      "(StrictHostKeyChecking yes). Put the key into %s by another way, then try again"),
                   uri->host, "~/.ssh/known_hosts");
      return NULL;
    }
  return drover_libssh_build_uri (uri, &config, refusal, home, error);
}

/**
 * drover_known_hosts_parse_line:
 * @text: what `ssh-keygen -F` printed
 *
 * Returns: the number of the line it found, 0 for none
 */
guint
drover_known_hosts_parse_line (const char *text)
{
  static const char words[] = " found: line ";
  const char *found = text[0] == '#' ? strstr (text, words) : NULL;
  guint64 line;
  g_autofree char *digits = NULL;

  if (found == NULL)
    return 0;
  found += strlen (words);
  digits = g_strndup (found, strspn (found, "0123456789"));
  return g_ascii_string_to_unsigned (digits, 10, 1, G_MAXUINT32, &line, NULL) ? (guint) line : 0;
}

/* Where the old key is. The host has no say in this: what ssh printed may be the host's own words. */
static char *
find_key (const DroverSshConfig *config, GStrv files, guint timeout_ms, guint *line)
{
  g_autofree char *home = get_home ();
  g_autofree char *name = drover_ssh_config_dup_key_name (config);

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *path = drover_ssh_config_expand (config, files[i], home);
      const char *argv[] = { "ssh-keygen", "-F", name, "-f", path, NULL };
      g_autofree char *text = path ? drover_read_command (argv, timeout_ms, NULL) : NULL;

      *line = text ? drover_known_hosts_parse_line (text) : 0;
      if (*line > 0)
        return g_steal_pointer (&path);
    }
  return NULL;
}

static void
fill_config (const DroverUri *uri, guint timeout_ms, DroverSshConfig *config)
{
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "libvirt", "known_hosts", NULL);

  if (g_strcmp0 (uri->transport, "ssh") == 0 && drover_ssh_config_ask (uri, timeout_ms, config, NULL))
    return;
  /* libvirt's own client; or ssh's defaults, which are all that is left. */
  *config = (DroverSshConfig){ .hostname = g_strdup (uri->host), .port = uri->port };
  config->known_hosts = g_strdupv ((char *[]){ own, (char *) "~/.ssh/known_hosts", NULL });
  config->global_known_hosts = g_strdupv ((char *[]){ (char *) "/etc/ssh/ssh_known_hosts", NULL });
}

/**
 * drover_ssh_name_changed_key:
 * @uri: the host
 * @timeout_ms: how long to look, in milliseconds
 * @error: its refusal, %DROVER_SSH_REFUSAL_KEY_CHANGED
 *
 * Says in @error what that means, where the old key is and what to do; it remains known to [func@explain].
 * Blocks; for worker threads.
 */
void
drover_ssh_name_changed_key (const DroverUri *uri, guint timeout_ms, GError *error)
{
  g_auto (DroverSshConfig) config = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *command = NULL;
  guint line = 0;
  char *message;

  fill_config (uri, timeout_ms, &config);
  name = drover_ssh_config_dup_key_name (&config);
  path = find_key (&config, config.known_hosts, timeout_ms, &line);
  if (path == NULL)
    path = find_key (&config, config.global_known_hosts, timeout_ms, &line);
  if (path == NULL)
    return;
  command = drover_quote_command ("ssh-keygen", "-f", path, "-R", name, NULL);
  message = g_strdup_printf (
      /* Translators: host; number of a line; file; command */
      _ ("the SSH key of %s is not the one it had, which is line %u of %s: the host was set up anew, or "
         "another "
         "machine answers in its place. Find out which. If it was set up anew, and only then, forget the old "
         "key: %s"),
      uri->host, line, path, command);
  g_free (error->message);
  /* ssh's own words are what the error is known by. */
  error->message = g_strdup_printf ("%s (REMOTE HOST IDENTIFICATION HAS CHANGED)", message);
  g_free (message);
}
