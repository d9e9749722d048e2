/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <string.h>

#include "base/drover-quote.h"
#include "facts/drover-fact-versions.h"
#include "remedies/drover-remedy-private.h"

static void
add_words (GPtrArray *argv, const char *first, va_list rest)
{
  for (const char *word = first; word != NULL; word = va_arg (rest, const char *))
    g_ptr_array_add (argv, (gpointer) word);
}

/* Quotes and appends. Does not own the words. */
static void
add_line (GPtrArray *commands, GPtrArray *argv)
{
  g_ptr_array_add (argv, NULL);
  g_ptr_array_add (commands, drover_quote_argv ((const char *const *) argv->pdata));
}

/* Appends one command, every word quoted. */
void
drover_remedy_add (GPtrArray *commands, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  va_list rest;

  va_start (rest, first);
  add_words (argv, first, rest);
  va_end (rest);
  add_line (commands, argv);
}

/* Appends "virsh -c URI …" for one of the two hosts. */
void
drover_remedy_add_virsh (
    const DroverRemedyContext *context, GPtrArray *commands, DroverSide side, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const DroverUri *uri = side == DROVER_SIDE_SOURCE ? drover_plan_get_source (context->plan)
                                                    : drover_plan_get_target (context->plan);
  va_list rest;

  g_ptr_array_add (argv, (gpointer) "virsh");
  g_ptr_array_add (argv, (gpointer) "-c");
  g_ptr_array_add (argv, uri->text);
  va_start (rest, first);
  add_words (argv, first, rest);
  va_end (rest);
  add_line (commands, argv);
}

/* Appends what shuts the guest down on the source and waits until it is off, for as long as that takes it. */
void
drover_remedy_add_shutdown (const DroverRemedyContext *context, GPtrArray *commands)
{
  const char *guest = drover_remedy_get_guest (context);
  g_autofree char *state =
      drover_quote_command ("env", "LC_ALL=C", "virsh", "-c", drover_plan_get_source (context->plan)->text,
                            "domstate", guest, NULL);

  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "shutdown", guest, NULL);
  g_ptr_array_add (commands, g_strdup_printf ("until %s | grep -qx 'shut off'; do sleep 1; done", state));
}

/* Appends a command whose output goes to a file. */
void
drover_remedy_add_redirected (GPtrArray *commands, const char *file, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *const target[] = { file, NULL };
  g_autofree char *quoted = drover_quote_argv (target);
  g_autofree char *line = NULL;
  va_list rest;

  va_start (rest, first);
  add_words (argv, first, rest);
  va_end (rest);
  g_ptr_array_add (argv, NULL);
  line = drover_quote_argv ((const char *const *) argv->pdata);
  g_ptr_array_add (commands, g_strdup_printf ("%s > %s", line, quoted));
}

/* Appends what replaces a setting in one of libvirt's configuration files. The value must be plain: it stands
 * between double quotes there. */
void
drover_remedy_add_setting (GPtrArray *commands, const char *file, const char *key, const char *value)
{
  g_autofree char *pattern = g_strdup_printf ("/^ *%s *=/d", key);
  g_autofree char *setting = g_strdup_printf ("%s = \"%s\"", key, value);
  g_autofree char *echo = drover_quote_command ("echo", setting, NULL);
  g_autofree char *tee = drover_quote_command ("sudo", "tee", "-a", file, NULL);

  drover_remedy_add (commands, "sudo", "sed", "-i", pattern, file, NULL);
  g_ptr_array_add (commands, g_strdup_printf ("%s | %s", echo, tee));
}

/* Guests go on running while the daemons restart; a daemon that does not exist is not started. */
void
drover_remedy_add_daemon_restart (GPtrArray *commands)
{
  drover_remedy_add (commands, "sudo", "systemctl", "try-restart", "libvirtd*.service", "virtqemud*.service",
                     NULL);
}

static char *
dup_value (const DroverMigrateOptions *options, const DroverMigrateOptionInfo *info)
{
  switch (info->kind)
    {
    case DROVER_OPTION_KIND_UINT:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, drover_migrate_options_get_uint (options, info->id));
    case DROVER_OPTION_KIND_STRING:
      return g_strdup (drover_migrate_options_get_string (options, info->id));
    case DROVER_OPTION_KIND_LIST:
      return g_strjoinv (",", (char **) drover_migrate_options_get_list (options, info->id));
    case DROVER_OPTION_KIND_XML:
      return g_strdup (info->id == DROVER_OPTION_PERSIST_XML ? "persistent.xml" : "dest.xml");
    case DROVER_OPTION_KIND_FLAG:
      break;
    }
  return NULL;
}

/* Takes nothing; adds owned words. */
static void
add_option (GPtrArray *argv, const DroverMigrateOptions *options, const DroverMigrateOptionInfo *info)
{
  char *value;

  if (!drover_migrate_options_is_set (options, info->id))
    return;
  if (info->kind == DROVER_OPTION_KIND_FLAG)
    {
      if (drover_migrate_options_get_flag (options, info->id))
        g_ptr_array_add (argv, g_strconcat ("--", info->name, NULL));
      else if (info->negatable)
        g_ptr_array_add (argv, g_strconcat ("--no-", info->name, NULL));
      return;
    }
  value = dup_value (options, info);
  if (value == NULL)
    return;
  g_ptr_array_add (argv, g_strconcat ("--", info->name, NULL));
  g_ptr_array_add (argv, value);
}

/* (transfer full): what the user chose, to be changed */
DroverMigrateOptions *
drover_remedy_copy_options (const DroverRemedyContext *context)
{
  return drover_migrate_options_copy (drover_plan_get_options (context->plan));
}

/* Appends "droverctl migrate GUEST --from … --to …" with what the user chose, or with @options in its place.
 * An XML option is written with the name of a file, as there is none to be known. */
void
drover_remedy_add_migrate (const DroverRemedyContext *context,
                           GPtrArray *commands,
                           const DroverMigrateOptions *options)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  if (options == NULL)
    options = drover_plan_get_options (context->plan);
  g_ptr_array_add (argv, g_strdup ("droverctl"));
  g_ptr_array_add (argv, g_strdup ("migrate"));
  g_ptr_array_add (argv, g_strdup (drover_remedy_get_guest (context)));
  g_ptr_array_add (argv, g_strdup ("--from"));
  g_ptr_array_add (argv, g_strdup (drover_plan_get_source (context->plan)->text));
  g_ptr_array_add (argv, g_strdup ("--to"));
  g_ptr_array_add (argv, g_strdup (drover_plan_get_target (context->plan)->text));
  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    add_option (argv, options, drover_migrate_option_get_info (id));
  if (context->options != NULL && options != drover_plan_get_options (context->plan))
    {
      g_clear_pointer (context->options, drover_migrate_options_free);
      *context->options = drover_migrate_options_copy (options);
    }
  add_line (commands, argv);
}

/* The same, where the options go together and neither host is too old for them. */
void
drover_remedy_add_possible (const DroverRemedyContext *context,
                            GPtrArray *commands,
                            const DroverMigrateOptions *options)
{
  DroverPlanVersions versions =
      drover_fact_versions_of (drover_facts_get_identity (context->facts, DROVER_SIDE_SOURCE),
                               drover_facts_get_identity (context->facts, DROVER_SIDE_TARGET));

  if (drover_migrate_options_verify (options, &versions, NULL))
    drover_remedy_add_migrate (context, commands, options);
}
