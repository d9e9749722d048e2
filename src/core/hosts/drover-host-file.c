/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-host-file.h"

#include <string.h>

#include "base/drover-error.h"

#define GROUP_PREFIX "host "
#define KEY_URI "uri"

static void
entry_free (gpointer data)
{
  DroverHostEntry *entry = data;

  g_free (entry->text);
  g_free (entry->group);
  drover_uri_free (entry->uri);
  g_clear_error (&entry->error);
  g_free (entry);
}

/* What a line stands for. */
static gboolean
is_header (const char *line)
{
  return line[strspn (line, " \t")] == '[';
}

static gboolean
is_remark (const char *line)
{
  return line[strspn (line, " \t\r\n")] == '#';
}

/* A file is read entry by entry, so that one that is spoilt spoils no other. */
static void
read_entry (DroverHostEntry *entry)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_data (file, entry->text, (gsize) -1, G_KEY_FILE_NONE, &entry->error))
    {
      const char *begin = strchr (entry->text, '[');
      gsize length = begin ? strcspn (begin + 1, "]\r\n") : 0;

      /* A preamble of nothing but remarks is no entry, and empty is no mistake. */
      if (begin != NULL)
        entry->group = g_utf8_make_valid (begin + 1, (gssize) length);
      return;
    }
  entry->group = g_key_file_get_start_group (file);
  if (entry->group == NULL || !g_str_has_prefix (entry->group, GROUP_PREFIX))
    return;
  /* Of a value with a bad escape some GLibs give what they could read, and others nothing: neither was meant.
   */
  uri = g_key_file_get_string (file, entry->group, KEY_URI, &error);
  if (g_error_matches (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE))
    entry->error = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, error->message);
  else
    entry->uri = drover_uri_parse (uri ? uri : "", &entry->error);
}

static void
take_entry (GPtrArray *entries, GString *text)
{
  DroverHostEntry *entry;

  if (text->len == 0)
    return;
  entry = g_new0 (DroverHostEntry, 1);
  entry->text = g_strdup (text->str);
  read_entry (entry);
  g_ptr_array_add (entries, entry);
  g_string_truncate (text, 0);
}

/**
 * drover_host_file_parse:
 * @text: the whole file
 *
 * Returns: (transfer full) (element-type DroverHostEntry): all of it, in order: what cannot be read, and what
 *   is of a kind that is not known here, is an entry without a URI
 */
GPtrArray *
drover_host_file_parse (const char *text)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) remarks = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = strcspn (text, "\n");
      g_autofree char *line = NULL;

      length += text[length] == '\n';
      line = g_strndup (text, length);
      text += length;
      /* Remarks right above a header belong to what follows. */
      if (is_remark (line))
        {
          g_string_append (remarks, line);
          continue;
        }
      if (is_header (line))
        take_entry (entries, body);
      g_string_append (body, remarks->str);
      g_string_truncate (remarks, 0);
      g_string_append (body, line);
    }
  g_string_append (body, remarks->str);
  take_entry (entries, body);
  return entries;
}

/**
 * drover_host_file_to_text:
 * @entries: (element-type DroverHostEntry): what the file holds
 *
 * Returns: (transfer full): the file; for what [func@host_file_parse] made, the text it was made of
 */
char *
drover_host_file_to_text (GPtrArray *entries)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const DroverHostEntry *entry = entries->pdata[i];

      if (text->len > 0 && text->str[text->len - 1] != '\n')
        g_string_append_c (text, '\n');
      g_string_append (text, entry->text);
    }
  return g_string_free (text, FALSE);
}

static guint64
get_number (const DroverHostEntry *entry)
{
  guint64 number;

  if (entry->group == NULL || !g_str_has_prefix (entry->group, GROUP_PREFIX) ||
      !g_ascii_string_to_unsigned (entry->group + strlen (GROUP_PREFIX), 10, 1, G_MAXUINT32, &number, NULL))
    return 0;
  return number;
}

/**
 * drover_host_file_add:
 * @entries: (element-type DroverHostEntry): what the file holds
 * @uri: a host
 *
 * Adds the host at the end, in a group whose name is not taken.
 */
void
drover_host_file_add (GPtrArray *entries, const DroverUri *uri)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  DroverHostEntry *entry = g_new0 (DroverHostEntry, 1);
  guint64 last = 0;

  for (guint i = 0; i < entries->len; i++)
    last = MAX (last, get_number (entries->pdata[i]));
  entry->group = g_strdup_printf (GROUP_PREFIX "%" G_GUINT64_FORMAT, last + 1);
  g_key_file_set_string (file, entry->group, KEY_URI, uri->text);
  entry->text = g_key_file_to_data (file, NULL, NULL);
  entry->uri = drover_uri_copy (uri);
  g_ptr_array_add (entries, entry);
}

/**
 * drover_host_file_find:
 * @entries: (element-type DroverHostEntry): what the file holds
 * @uri: the text of a URI
 *
 * Returns: (transfer none) (nullable): the first entry of that host
 */
const DroverHostEntry *
drover_host_file_find (GPtrArray *entries, const char *uri)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const DroverHostEntry *entry = entries->pdata[i];

      if (entry->uri != NULL && strcmp (entry->uri->text, uri) == 0)
        return entry;
    }
  return NULL;
}

/**
 * drover_host_file_remove:
 * @entries: (element-type DroverHostEntry): what the file holds
 * @uri: the text of a URI
 *
 * Returns: whether there was an entry of that host
 */
gboolean
drover_host_file_remove (GPtrArray *entries, const char *uri)
{
  gboolean found = FALSE;

  for (guint i = entries->len; i > 0; i--)
    {
      const DroverHostEntry *entry = entries->pdata[i - 1];

      if (entry->uri == NULL || strcmp (entry->uri->text, uri) != 0)
        continue;
      g_ptr_array_remove_index (entries, i - 1);
      found = TRUE;
    }
  return found;
}
