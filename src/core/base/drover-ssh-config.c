/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-ssh-config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-command.h"
#include "base/drover-error.h"

/**
 * drover_ssh_config_clear:
 * @config: what to free the members of
 */
void
drover_ssh_config_clear (DroverSshConfig *config)
{
  g_clear_pointer (&config->hostname, g_free);
  g_clear_pointer (&config->user, g_free);
  g_clear_pointer (&config->key_alias, g_free);
  g_clear_pointer (&config->identity_files, g_strfreev);
  g_clear_pointer (&config->known_hosts, g_strfreev);
  g_clear_pointer (&config->global_known_hosts, g_strfreev);
}

static gboolean
is_yes (const char *value)
{
  return strcmp (value, "yes") == 0 || strcmp (value, "true") == 0;
}

static void
take_once (char **member, const char *value)
{
  if (*member == NULL)
    *member = g_strdup (value);
}

static void
take_value (DroverSshConfig *config, const char *key, const char *value)
{
  guint64 port;

  if (strcmp (key, "hostname") == 0)
    take_once (&config->hostname, value);
  else if (strcmp (key, "user") == 0)
    take_once (&config->user, value);
  else if (strcmp (key, "port") == 0 && g_ascii_string_to_unsigned (value, 10, 1, 65535, &port, NULL))
    config->port = (guint) port;
  else if (strcmp (key, "proxyjump") == 0 || strcmp (key, "proxycommand") == 0)
    config->proxied |= strcmp (value, "none") != 0;
  else if (strcmp (key, "hostkeyalias") == 0)
    take_once (&config->key_alias, value);
  else if (strcmp (key, "stricthostkeychecking") == 0)
    config->strict = is_yes (value);
  else if (strcmp (key, "identitiesonly") == 0)
    config->identities_only = is_yes (value);
  else if (strcmp (key, "userknownhostsfile") == 0 && config->known_hosts == NULL)
    config->known_hosts = g_strsplit (value, " ", -1);
  else if (strcmp (key, "globalknownhostsfile") == 0 && config->global_known_hosts == NULL)
    config->global_known_hosts = g_strsplit (value, " ", -1);
}

/**
 * drover_ssh_config_parse:
 * @text: what `ssh -G` printed
 * @config: (out caller-allocates): what of it matters
 */
void
drover_ssh_config_parse (const char *text, DroverSshConfig *config)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GStrvBuilder) identity_files = g_strv_builder_new ();

  *config = (DroverSshConfig){ 0 };
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (lines[i]), " ", 2);

      if (words[0] == NULL || words[1] == NULL || words[1][0] == '\0')
        continue;
      if (strcmp (words[0], "identityfile") == 0)
        g_strv_builder_add (identity_files, words[1]);
      else
        take_value (config, words[0], words[1]);
    }
  config->identity_files = g_strv_builder_end (identity_files);
}

static char *
ask_ssh (const DroverUri *uri, guint timeout_ms, GError **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *port = g_strdup_printf ("%u", uri->port);

  g_ptr_array_add (argv, (gpointer) "ssh");
  g_ptr_array_add (argv, (gpointer) "-G");
  if (uri->port != 0)
    {
      g_ptr_array_add (argv, (gpointer) "-p");
      g_ptr_array_add (argv, port);
    }
  if (uri->user != NULL)
    {
      g_ptr_array_add (argv, (gpointer) "-l");
      g_ptr_array_add (argv, uri->user);
    }
  g_ptr_array_add (argv, (gpointer) "--");
  g_ptr_array_add (argv, uri->host);
  g_ptr_array_add (argv, NULL);
  return drover_read_command ((const char *const *) argv->pdata, timeout_ms, error);
}

/**
 * drover_ssh_config_ask:
 * @uri: one whose transport is the ssh program
 * @timeout_ms: how long to wait, in milliseconds
 * @config: (out caller-allocates): what ssh makes of its host
 * @error: ssh is not there or does not answer
 *
 * Asks ssh itself, which alone knows what its configuration means. Blocks; for worker threads.
 *
 * Returns: whether @config was filled
 */
gboolean
drover_ssh_config_ask (const DroverUri *uri, guint timeout_ms, DroverSshConfig *config, GError **error)
{
  g_autofree char *text = ask_ssh (uri, timeout_ms, error);

  if (text == NULL)
    return FALSE;
  drover_ssh_config_parse (text, config);
  if (config->hostname != NULL)
    return TRUE;
  drover_ssh_config_clear (config);
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s says nothing of %s"), "ssh -G", uri->host);
  return FALSE;
}

/* What a token stands for, see TOKENS in ssh_config(5); NULL for those that need more than we know. */
static char *
expand_token (const DroverSshConfig *config, char token, const char *home)
{
  switch (token)
    {
    case '%':
      return g_strdup ("%");
    case 'd':
      return g_strdup (home);
    case 'h':
      return g_strdup (config->hostname);
    case 'k':
      return g_strdup (config->key_alias ? config->key_alias : config->hostname);
    case 'p':
      return g_strdup_printf ("%u", config->port ? config->port : 22);
    case 'r':
      return g_strdup (config->user);
    case 'u':
      return g_strdup (g_get_user_name ());
    default:
      return NULL;
    }
}

/**
 * drover_ssh_config_expand:
 * @config: what the host is
 * @path: a file name of @config
 * @home: the user's home directory, which is the one of the password file for ssh
 *
 * Returns: (transfer full) (nullable): the file's absolute name, %NULL where there is none or it cannot be
 * told
 */
char *
drover_ssh_config_expand (const DroverSshConfig *config, const char *path, const char *home)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (g_str_has_prefix (path, "~/"))
    {
      g_string_append (text, home);
      path++;
    }
  for (const char *p = path; *p != '\0'; p++)
    {
      g_autofree char *value = NULL;

      if (*p != '%')
        {
          g_string_append_c (text, *p);
          continue;
        }
      value = expand_token (config, *++p, home);
      if (value == NULL)
        return NULL;
      g_string_append (text, value);
    }
  return g_path_is_absolute (text->str) ? g_strdup (text->str) : NULL;
}

/**
 * drover_ssh_config_dup_key_name:
 *
 * Returns: (transfer full): the name that the host's key has in a file of known hosts
 */
char *
drover_ssh_config_dup_key_name (const DroverSshConfig *config)
{
  if (config->key_alias != NULL)
    return g_strdup (config->key_alias);
  return config->port == 0 || config->port == 22
             ? g_strdup (config->hostname)
             : g_strdup_printf ("[%s]:%u", config->hostname, config->port);
}
