/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-migrate-text-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-quote.h"
#include "base/drover-uri.h"
#include "base/drover-xml.h"
#include "plan/drover-guest-change.h"
#include "plan/drover-migrate-options.h"

/* More was pasted by mistake; an error that repeats it helps nobody. */
#define MAX_TEXT 4096
#define MAX_SHOWN 120

static gboolean
refuse (const DroverMigrateOptionInfo *info, const char *text, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean
refuse (const DroverMigrateOptionInfo *info, const char *text, GError **error, const char *format, ...)
{
  g_autofree char *reason = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *printable = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  shown = g_strndup (text, MAX_SHOWN);
  printable = drover_printable (shown);
  /* Translators: the option, what was typed for it, and what is wrong with that */
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, _ ("--%s: “%s” %s"), info->name, printable,
               reason);
  return FALSE;
}

static gboolean
host_is_valid (const char *host)
{
  return drover_host_is_address (host) || drover_host_name_is_valid (host);
}

/* Takes a URI of the given schemes. With a host it must be a host; `unix` wants an absolute path instead. */
static gboolean
check_uri (const DroverMigrateOptionInfo *info,
           const char *text,
           const char *const *schemes,
           const char *example,
           gboolean needs_port,
           GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *host = NULL;

  if (strstr (text, "://") == NULL || strpbrk (text, " \t\r\n") != NULL)
    return refuse (info, text, error, _ ("is not a URI; write it as in %s"), example);
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED_QUERY, NULL);
  if (uri == NULL)
    return refuse (info, text, error, _ ("is not a URI; write it as in %s"), example);
  if (!g_strv_contains (schemes, g_uri_get_scheme (uri)))
    return refuse (info, text, error, _ ("begins with “%s”, which cannot be used here; write it as in %s"),
                   g_uri_get_scheme (uri), example);

  host = g_uri_get_host (uri);
  if (g_str_equal (g_uri_get_scheme (uri), "unix"))
    {
      if ((host != NULL && host[0] != '\0') || !g_str_has_prefix (g_uri_get_path (uri), "/"))
        return refuse (info, text, error,
                       _ ("does not name a socket; write an absolute path, as in unix:///run/move.sock"));
      return TRUE;
    }
  if (host == NULL || !host_is_valid (host))
    return refuse (info, text, error, _ ("names no host or address; write it as in %s"), example);
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (info, text, error, _ ("names a user, which cannot be used here; write it as in %s"),
                   example);
  if (g_uri_get_port (uri) == 0 || (needs_port && g_uri_get_port (uri) < 0))
    return refuse (info, text, error, _ ("names no port from 1 to 65535; write it as in %s"), example);
  return TRUE;
}

static gboolean
check_guest_name (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  /* What libvirt refuses in a name: a slash (the name becomes a file's), a line break, nothing but blanks. */
  if (stripped[0] == '\0' || strpbrk (text, "/\n") != NULL)
    return refuse (info, text, error,
                   _ ("cannot be a guest's name: it needs a letter and no “/” or line break"));
  return TRUE;
}

static gboolean
check_disk_target (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("._:-", *p) == NULL)
      return refuse (info, text, error,
                     _ ("is not a disk's target, as in vda (see <target dev=…> of the guest)"));
  return TRUE;
}

/* Another daemon connects with it, so what means this computer here would mean that daemon's own host. */
static DroverUri *
parse_connection_uri (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  g_autoptr (DroverUri) uri = drover_uri_parse (text, error);

  if (uri == NULL)
    {
      g_prefix_error (error, "--%s: ", info->name);
      return NULL;
    }
  if (uri->host == NULL)
    {
      refuse (info, text, error,
              _ ("names no host, so the source would connect to itself; write it as in %s"),
              "qemu+ssh://host/system");
      return NULL;
    }
  return g_steal_pointer (&uri);
}

static gboolean
check_connection_uri (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  g_autoptr (DroverUri) uri = parse_connection_uri (info, text, error);

  return uri != NULL;
}

/**
 * drover_migrate_text_check:
 * @info: the option
 * @text: what was typed for it, or one element of it
 * @error: %DROVER_ERROR_INVALID_INPUT, naming the option, @text and what to write instead
 *
 * Returns: whether @text has the option's format
 */
gboolean
drover_migrate_text_check (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  static const char *const migration[] = { "tcp", "rdma", "unix", NULL };
  static const char *const disks[] = { "tcp", "unix", NULL };
  static const char *const graphics[] = { "vnc", "spice", NULL };

  if (text[0] == '\0' || strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return refuse (info, text, error,
                   _ ("is empty, too long or not UTF-8 text; leave the option out or give it %s"),
                   info->argument ? _ (info->argument) : "");

  switch (info->format)
    {
    case DROVER_OPTION_FORMAT_ANY:
      return TRUE;
    case DROVER_OPTION_FORMAT_MIGRATION_URI:
      return check_uri (info, text, migration, "tcp://192.0.2.7 or tcp://192.0.2.7:49160", FALSE, error);
    case DROVER_OPTION_FORMAT_DISKS_URI:
      return check_uri (info, text, disks, "tcp://192.0.2.7:49161", TRUE, error);
    case DROVER_OPTION_FORMAT_GRAPHICS_URI:
      return check_uri (info, text, graphics, "spice://viewer.example.org:5900", FALSE, error);
    case DROVER_OPTION_FORMAT_CONNECTION_URI:
      return check_connection_uri (info, text, error);
    case DROVER_OPTION_FORMAT_HOST:
      return host_is_valid (text) ||
             refuse (info, text, error, _ ("is neither a host name nor an IP address"));
    case DROVER_OPTION_FORMAT_GUEST_NAME:
      return check_guest_name (info, text, error);
    case DROVER_OPTION_FORMAT_DISK_TARGET:
      return check_disk_target (info, text, error);
    case DROVER_OPTION_FORMAT_CHANGE:
      {
        g_autofree char *reason = NULL;

        return drover_guest_change_verify (text, &reason) || refuse (info, text, error, "%s", reason);
      }
    case DROVER_OPTION_FORMAT_CHOICE:
      {
        g_autofree char *words = NULL;

        if (g_strv_contains (info->choices, text))
          return TRUE;
        words = g_strjoinv (", ", (char **) info->choices);
        return refuse (info, text, error, _ ("is not one of %s"), words);
      }
    }
  g_return_val_if_reached (FALSE);
}

/**
 * drover_migrate_text_take:
 * @info: an option of kind %DROVER_OPTION_KIND_STRING
 * @text: what was typed for it
 * @error: %DROVER_ERROR_INVALID_INPUT, as of drover_migrate_text_check()
 *
 * Returns: (transfer full): what libvirt is to be given for @text, which is @text itself but for a bare host
 *   name that stands for a connection URI; %NULL where @text does not have the option's format
 */
char *
drover_migrate_text_take (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  g_autoptr (DroverUri) uri = NULL;

  if (!drover_migrate_text_check (info, text, error))
    return NULL;
  if (info->format != DROVER_OPTION_FORMAT_CONNECTION_URI)
    return g_strdup (text);
  uri = parse_connection_uri (info, text, error);
  return uri ? g_strdup (uri->text) : NULL;
}

/**
 * drover_migrate_text_check_xml:
 * @info: the option
 * @text: the definition itself
 * @error: %DROVER_ERROR_INVALID_INPUT, naming the option and what is wrong
 *
 * Returns: whether @text is a well-formed `<domain>` of at most %DROVER_OPTION_XML_MAX_BYTES bytes
 */
gboolean
drover_migrate_text_check_xml (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  g_autoptr (xmlDoc) doc = NULL;
  g_autoptr (GError) local = NULL;

  if (strlen (text) > DROVER_OPTION_XML_MAX_BYTES)
    {
      g_set_error (
          error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
          _ ("--%s: the definition is longer than %d bytes; give a <domain> as “virsh dumpxml” prints it"),
          info->name, DROVER_OPTION_XML_MAX_BYTES);
      return FALSE;
    }
  doc = drover_xml_parse (text, "domain", &local);
  if (doc != NULL)
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
               _ ("--%s: this is no guest's definition (%s); give a <domain> as “virsh dumpxml” prints it"),
               info->name, local->message);
  return FALSE;
}

/**
 * drover_migrate_text_split:
 * @info: an option of kind %DROVER_OPTION_KIND_LIST
 * @text: words separated by commas
 * @error: %DROVER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full): the words, each in the option's format and none twice; or %NULL
 */
GStrv
drover_migrate_text_split (const DroverMigrateOptionInfo *info, const char *text, GError **error)
{
  g_auto (GStrv) words = NULL;

  if (strlen (text) > MAX_TEXT)
    {
      refuse (info, text, error, _ ("is too long"));
      return NULL;
    }
  words = g_strsplit (text, ",", -1);
  if (words[0] == NULL)
    {
      refuse (info, text, error, _ ("names nothing; leave the option out or give it %s"), _ (info->argument));
      return NULL;
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_strstrip (words[i]);
      if (!drover_migrate_text_check (info, words[i], error))
        return NULL;
      for (guint k = 0; k < i; k++)
        if (g_str_equal (words[k], words[i]))
          {
            refuse (info, text, error, _ ("names “%s” twice"), words[i]);
            return NULL;
          }
    }
  return g_steal_pointer (&words);
}
