/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What ssh's own account of its configuration means, and what libvirt's SSH client is told of it. */

#include <glib/gstdio.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-ssh-config.h"
#include "virt/drover-libssh-private.h"

static void
expect_string (GKeyFile *keys, const char *group, const char *key, const char *got)
{
  g_autofree char *wanted = g_key_file_get_string (keys, group, key, NULL);

  if (wanted != NULL)
    g_assert_cmpstr (got, ==, wanted);
}

static void
expect_strings (GKeyFile *keys, const char *group, const char *key, GStrv got)
{
  g_auto (GStrv) wanted = g_key_file_get_string_list (keys, group, key, NULL, NULL);

  if (wanted != NULL)
    g_assert_cmpstrv (got, wanted);
}

static void
test_parse (void)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "ssh-config", "parse.ini", NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (keys, file, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (keys, NULL);
  g_assert_cmpuint (g_strv_length (groups), >, 8);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (keys, groups[i], "text", NULL);
      g_auto (DroverSshConfig) config = { 0 };

      g_test_message ("%s", groups[i]);
      drover_ssh_config_parse (text, &config);
      expect_string (keys, groups[i], "hostname", config.hostname ? config.hostname : "");
      expect_string (keys, groups[i], "user", config.user);
      expect_string (keys, groups[i], "key-alias", config.key_alias);
      expect_strings (keys, groups[i], "identity-files", config.identity_files);
      expect_strings (keys, groups[i], "known-hosts", config.known_hosts);
      g_assert_cmpint (config.proxied, ==, g_key_file_get_boolean (keys, groups[i], "proxied", NULL));
      g_assert_cmpint (config.strict, ==, g_key_file_get_boolean (keys, groups[i], "strict", NULL));
      g_assert_cmpint (config.identities_only, ==,
                       g_key_file_get_boolean (keys, groups[i], "identities-only", NULL));
      if (g_key_file_has_key (keys, groups[i], "port", NULL))
        g_assert_cmpint ((int) config.port, ==, g_key_file_get_integer (keys, groups[i], "port", NULL));
    }
}

static void
test_expand (void)
{
  g_auto (DroverSshConfig) config = { 0 };
  static const struct {
    const char *path;
    const char *wanted;
  } rows[] = {
    { "~/.ssh/id", "/home/anna/.ssh/id" },
    { "/etc/%h/%p-%r", "/etc/beta/22-root" },
    { "%d/100%%", "/home/anna/100%" },
    { "/k/%k", "/k/beta" },
    { "relative", NULL },
    { "~bert/id", NULL },
    { "/tmp/%C", NULL },
    { "/tmp/%", NULL },
    { "none", NULL },
    { "", NULL },
  };

  drover_ssh_config_parse ("hostname beta\nuser root\n", &config);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *got = drover_ssh_config_expand (&config, rows[i].path, "/home/anna");

      g_assert_cmpstr (got, ==, rows[i].wanted);
    }
}

static void
test_key_name (void)
{
  static const struct {
    const char *text;
    const char *wanted;
  } rows[] = {
    { "hostname beta\n", "beta" },
    { "hostname beta\nport 22\n", "beta" },
    { "hostname beta\nport 2222\n", "[beta]:2222" },
    { "hostname 2001:db8::1\nport 2222\n", "[2001:db8::1]:2222" },
    { "hostname beta\nport 2222\nhostkeyalias cluster\n", "cluster" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (DroverSshConfig) config = { 0 };
      g_autofree char *got = NULL;

      drover_ssh_config_parse (rows[i].text, &config);
      got = drover_ssh_config_dup_key_name (&config);
      g_assert_cmpstr (got, ==, rows[i].wanted);
    }
}

static char *
build (
    const char *uri_text, const char *config_text, DroverSshRefusal refusal, const char *home, GError **error)
{
  g_autoptr (DroverUri) uri = drover_uri_parse (uri_text, NULL);
  g_auto (DroverSshConfig) config = { 0 };

  g_assert_nonnull (uri);
  drover_ssh_config_parse (config_text, &config);
  return drover_libssh_build_uri (uri, &config, refusal, home, error);
}

/* HOME stands for a directory with one key in .ssh, whose name must be escaped. */
static void
test_uri (void)
{
#define REST "&known_hosts_verify=normal"
  static const struct {
    const char *uri;
    const char *config;
    DroverSshRefusal refusal;
    const char *wanted;
  } rows[] = {
    { "qemu+ssh://h/system",
      "hostname 192.0.2.7\nuser me\nport 2222\nuserknownhostsfile ~/.ssh/kh ~/.ssh/kh2\n",
      DROVER_SSH_REFUSAL_KEY_UNKNOWN,
      "qemu+libssh://me@192.0.2.7:2222/system?known_hosts=HOME%2F.ssh%2Fkh" REST
      "&sshauth=agent,password,keyboard-interactive" },
    { "qemu+ssh://root@h/session?no_tty=1&mode=direct", "hostname 2001:db8::1\nuser me\nidentitiesonly yes\n",
      DROVER_SSH_REFUSAL_KEY_UNKNOWN,
      "qemu+libssh://root@[2001:db8::1]/session?known_hosts=HOME%2F.ssh%2Fknown_hosts" REST
      "&sshauth=password,keyboard-interactive&mode=direct" },
    { "qemu+ssh://h/system",
      "hostname h\nuser DOM\\me\nidentityfile ~/.ssh/none\nidentityfile ~/.ssh/%h &#key\nuserknownhostsfile "
      "none\n",
      DROVER_SSH_REFUSAL_LOGIN,
      "qemu+libssh://DOM%5Cme@h/system?known_hosts=%2Fdev%2Fnull" REST
      "&keyfile=HOME%2F.ssh%2Fh%20%26%23key&sshauth=privkey,password,keyboard-interactive" },
  };
  g_autofree char *home = g_dir_make_tmp ("drover-home-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (home, ".ssh", NULL);
  g_autofree char *key = g_build_filename (folder, "h &#key", NULL);
  g_autofree char *escaped = g_uri_escape_string (home, NULL, FALSE);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (key, "", 0, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *got = build (rows[i].uri, rows[i].config, rows[i].refusal, home, &error);
      g_autoptr (GString) wanted = g_string_new (rows[i].wanted);

      g_assert_no_error (error);
      g_string_replace (wanted, "HOME", escaped, 0);
      g_assert_cmpstr (got, ==, wanted->str);
    }
  g_remove (key);
  g_remove (folder);
  g_remove (home);
}

static void
test_cannot (void)
{
  static const struct {
    const char *config;
    const char *says;
  } rows[] = {
    { "hostname h\nproxyjump gate\n", "ProxyJump" },
    { "hostname h\nproxycommand nc %h %p\n", "ProxyCommand" },
    { "hostname h\nhostkeyalias cluster\n", "HostKeyAlias" },
    { "hostname h\x1b/?x=y\n", "\\u001b/?x=y" },
    { "hostname -oProxyCommand=x\n", "-oProxyCommand=x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          build ("qemu+ssh://alias/system", rows[i].config, DROVER_SSH_REFUSAL_LOGIN, "/home/anna", &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_AUTH);
      g_assert_nonnull (strstr (error->message, rows[i].says));
      g_assert_nonnull (strstr (error->message, "alias"));
    }
}

/* virterror.h: VIR_FROM_RPC and VIR_ERR_SYSTEM_ERROR, then VIR_ERR_AUTH_UNAVAILABLE */
#define FROM_RPC 7
#define SYSTEM_ERROR 38
#define AUTH_UNAVAILABLE 80

static void
test_refusal (void)
{
  static const struct {
    DroverError code;
    int virt_code;
    const char *text;
    DroverSshRefusal refusal;
  } rows[] = {
    { DROVER_ERROR_AUTH, SYSTEM_ERROR,
      "Cannot recv data: root@beta: Permission denied (publickey,password).: Connection reset by peer",
      DROVER_SSH_REFUSAL_LOGIN },
    { DROVER_ERROR_AUTH, SYSTEM_ERROR,
      "Cannot recv data: Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures: "
      "Connection reset by peer",
      DROVER_SSH_REFUSAL_LOGIN },
    { DROVER_ERROR_AUTH, SYSTEM_ERROR,
      "Cannot recv data: Host key verification failed.: Connection reset by peer",
      DROVER_SSH_REFUSAL_KEY_UNKNOWN },
    { DROVER_ERROR_AUTH, SYSTEM_ERROR,
      "Cannot recv data: @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification "
      "failed.",
      DROVER_SSH_REFUSAL_KEY_CHANGED },
    /* the login was accepted in all of these */
    { DROVER_ERROR_AUTH, SYSTEM_ERROR,
      "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied",
      DROVER_SSH_REFUSAL_NONE },
    { DROVER_ERROR_AUTH, AUTH_UNAVAILABLE,
      "authentication unavailable: no polkit agent available to authenticate action "
      "'org.libvirt.unix.manage'",
      DROVER_SSH_REFUSAL_NONE },
    /* what only looks so */
    { DROVER_ERROR_UNREACHABLE, SYSTEM_ERROR, "Host key verification failed.", DROVER_SSH_REFUSAL_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error =
          drover_error_new_virt (rows[i].code, FROM_RPC, rows[i].virt_code, 0, rows[i].text);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (drover_ssh_get_refusal (error), ==, rows[i].refusal);
    }
}

static void
test_key_line (void)
{
  g_assert_cmpuint (drover_known_hosts_parse_line ("# Host beta found: line 12 \nbeta ssh-ed25519 AAAA\n"),
                    ==, 12);
  g_assert_cmpuint (drover_known_hosts_parse_line ("# Host [b]:22 found: line 3 REVOKED\n"), ==, 3);
  g_assert_cmpuint (drover_known_hosts_parse_line (""), ==, 0);
  g_assert_cmpuint (drover_known_hosts_parse_line ("beta ssh-ed25519 AAAA # Host x found: line 3\n"), ==, 0);
  g_assert_cmpuint (drover_known_hosts_parse_line ("# Host beta found: line x\n"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ssh-config/parse", test_parse);
  g_test_add_func ("/ssh-config/expand", test_expand);
  g_test_add_func ("/ssh-config/key-name", test_key_name);
  g_test_add_func ("/ssh-config/uri", test_uri);
  g_test_add_func ("/ssh-config/cannot", test_cannot);
  g_test_add_func ("/ssh-config/refusal", test_refusal);
  g_test_add_func ("/ssh-config/key-line", test_key_line);
  return g_test_run ();
}
