/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-migrate-options.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define NO_PREFIX "--no-"

/* What a group carries along: GOption wants its entries to live as long as itself. */
typedef struct {
  DroverMigrateOptions *options; /* the caller's */
  CliMigrateFiles *files;        /* the caller's, may be NULL */
  GArray *entries;               /* of GOptionEntry */
  GPtrArray *names;              /* of the negated options */
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_array_unref (group->entries);
  g_ptr_array_unref (group->names);
  g_free (group);
}

/**
 * cli_migrate_files_clear:
 * @files: what to clear
 */
void
cli_migrate_files_clear (CliMigrateFiles *files)
{
  g_clear_pointer (&files->xml, g_free);
  g_clear_pointer (&files->persistent_xml, g_free);
}

/* Reads at most one byte more than a definition may have: whether it is too long is for the option to say. */
static char *
read_file (const char *name, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *text = g_malloc (DROVER_OPTION_XML_MAX_BYTES + 2);
  gsize length = 0;

  stream = g_file_read (file, NULL, &local);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), text,
                                                  DROVER_OPTION_XML_MAX_BYTES + 1, &length, NULL, &local))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("--%s: “%s” cannot be read (%s); name a file with a <domain> in it"), name, path,
                   local->message);
      return NULL;
    }
  text[length] = '\0';
  if (strlen (text) != length)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("--%s: “%s” is no text; name a file with a <domain> in it"), name, path);
      return NULL;
    }
  return g_steal_pointer (&text);
}

static gboolean
take_file (Group *group, const DroverMigrateOptionInfo *info, const char *path, GError **error)
{
  g_autofree char *text = read_file (info->name, path, error);
  char **place = NULL;

  if (text == NULL)
    return FALSE;
  if (!drover_migrate_options_set (group->options, info->id, text, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  if (group->files != NULL)
    {
      place = info->id == DROVER_OPTION_DEST_XML ? &group->files->xml : &group->files->persistent_xml;
      g_free (*place);
      *place = g_strdup (path);
    }
  return TRUE;
}

static gboolean
take_option (const char *name, const char *value, gpointer data, GError **error)
{
  Group *group = data;
  const DroverMigrateOptionInfo *info = drover_migrate_option_find (name);

  if (info == NULL && g_str_has_prefix (name, NO_PREFIX))
    {
      info = drover_migrate_option_find (name + strlen (NO_PREFIX));
      g_return_val_if_fail (info != NULL, FALSE);
      drover_migrate_options_set_flag (group->options, info->id, FALSE);
      return TRUE;
    }
  g_return_val_if_fail (info != NULL, FALSE);
  if (info->kind == DROVER_OPTION_KIND_XML)
    return take_file (group, info, value, error);
  return drover_migrate_options_set (group->options, info->id, value, error);
}

static void
add_entry (Group *group, const char *name, int flags, const char *help, const char *argument)
{
  GOptionEntry entry = {
    .long_name = name,
    .flags = flags,
    .arg = G_OPTION_ARG_CALLBACK,
    .arg_data = (gpointer) take_option,
    .description = help,
    .arg_description = argument,
  };

  g_array_append_val (group->entries, entry);
}

static void
add_option (Group *group, const DroverMigrateOptionInfo *info)
{
  int flags = info->kind == DROVER_OPTION_KIND_FLAG ? G_OPTION_FLAG_NO_ARG : 0;

  /* Known to be explained, not to be offered. */
  if (info->id == DROVER_OPTION_DIRECT || info->id == DROVER_OPTION_VERBOSE)
    flags |= G_OPTION_FLAG_HIDDEN;
  if (info->format == DROVER_OPTION_FORMAT_ANY && info->kind == DROVER_OPTION_KIND_XML)
    flags |= G_OPTION_FLAG_FILENAME;
  add_entry (group, info->name, flags, info->help, info->argument);
  if (info->negatable)
    {
      char *name = g_strconcat ("no-", info->name, NULL);

      g_ptr_array_add (group->names, name);
      add_entry (group, name, G_OPTION_FLAG_NO_ARG, N_ ("Not so, even where it is the default"), NULL);
    }
}

/**
 * cli_migrate_options_group_with_files:
 * @options: the options that parsing changes; must outlive the group
 * @files: (nullable): where to note the names of files that were read; must outlive the group
 *
 * Makes a command take every option of a migration by the name it has in virsh. Parsing fails with
 * %DROVER_ERROR_INVALID_INPUT and one line that names the option and what was typed; whether the options can
 * go together is for drover_migrate_options_verify().
 *
 * Returns: (transfer full): the group, for g_option_context_add_group()
 */
GOptionGroup *
cli_migrate_options_group_with_files (DroverMigrateOptions *options, CliMigrateFiles *files)
{
  const GOptionEntry end = { NULL };
  Group *group = g_new0 (Group, 1);
  GOptionGroup *result = NULL;

  group->options = options;
  group->files = files;
  group->entries = g_array_new (FALSE, FALSE, sizeof (GOptionEntry));
  group->names = g_ptr_array_new_with_free_func (g_free);
  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    add_option (group, drover_migrate_option_get_info (id));
  g_array_append_val (group->entries, end);

  result = g_option_group_new ("migration", _ ("Migration options, named as in “virsh migrate”:"),
                               _ ("Show the migration options"), group, group_free);
  g_option_group_set_translation_domain (result, GETTEXT_PACKAGE);
  g_option_group_add_entries (result, (const GOptionEntry *) (gpointer) group->entries->data);
  return result;
}

/**
 * cli_migrate_options_group:
 * @options: the options that parsing changes; must outlive the group
 *
 * Returns: (transfer full): as cli_migrate_options_group_with_files(), without the names of files
 */
GOptionGroup *
cli_migrate_options_group (DroverMigrateOptions *options)
{
  return cli_migrate_options_group_with_files (options, NULL);
}
