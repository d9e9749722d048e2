/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-quote.h"

/* virsh takes a number for the id of a running guest, and what looks like a UUID for one; only then is the
 * name looked up. */
static gboolean
name_is_ambiguous (const char *name)
{
  return name[strspn (name, "0123456789")] == '\0' || g_uuid_string_is_valid (name);
}

static const char *
get_virsh_domain (const DroverPlan *plan)
{
  const char *name = drover_plan_get_guest_name (plan);
  const char *uuid = drover_plan_get_guest_uuid (plan);

  return uuid != NULL && name_is_ambiguous (name) ? uuid : name;
}

/* Where a word could be taken for an option, the option it belongs to is named. */
static void
add_domain (GPtrArray *argv, const DroverPlan *plan)
{
  const char *domain = get_virsh_domain (plan);

  if (domain[0] == '-')
    g_ptr_array_add (argv, g_strdup ("--domain"));
  g_ptr_array_add (argv, g_strdup (domain));
}

static void
add_value (GPtrArray *argv, const DroverMigrateOptionInfo *info, char *value)
{
  g_ptr_array_add (argv, g_strconcat ("--", info->name, NULL));
  g_ptr_array_add (argv, value);
}

static const char *
get_xml_path (const DroverMigrateOptionInfo *info, const char *dest_xml_path, const char *persist_xml_path)
{
  if (info->id == DROVER_OPTION_DEST_XML)
    return dest_xml_path ? dest_xml_path : "dest.xml";
  return persist_xml_path ? persist_xml_path : "persistent.xml";
}

static gboolean
flag_is_on (const DroverPlan *plan, const DroverMigrateOptionInfo *info)
{
  return info->flag != 0 ? drover_plan_has_flag (plan, info->flag)
                         : drover_migrate_options_get_flag (drover_plan_get_options (plan), info->id);
}

static void
add_option (GPtrArray *argv,
            const DroverPlan *plan,
            const DroverMigrateOptionInfo *info,
            const char *dest_xml_path,
            const char *persist_xml_path)
{
  const DroverMigrateOptions *options = drover_plan_get_options (plan);

  if (info->kind == DROVER_OPTION_KIND_FLAG)
    {
      if (flag_is_on (plan, info))
        g_ptr_array_add (argv, g_strconcat ("--", info->name, NULL));
      return;
    }
  if (!drover_migrate_options_is_set (options, info->id))
    return;

  switch (info->kind)
    {
    case DROVER_OPTION_KIND_FLAG:
      break;
    case DROVER_OPTION_KIND_UINT:
      add_value (argv, info,
                 g_strdup_printf ("%" G_GUINT64_FORMAT, drover_migrate_options_get_uint (options, info->id)));
      break;
    case DROVER_OPTION_KIND_STRING:
      add_value (argv, info, g_strdup (drover_migrate_options_get_string (options, info->id)));
      break;
    case DROVER_OPTION_KIND_LIST:
      add_value (argv, info, g_strjoinv (",", (char **) drover_migrate_options_get_list (options, info->id)));
      break;
    case DROVER_OPTION_KIND_XML:
      add_value (argv, info, g_strdup (get_xml_path (info, dest_xml_path, persist_xml_path)));
      break;
    }
}

static GPtrArray *
begin (const DroverPlan *plan, const char *command)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup ("virsh"));
  g_ptr_array_add (argv, g_strdup ("-c"));
  g_ptr_array_add (argv, g_strdup (drover_plan_get_source (plan)->text));
  g_ptr_array_add (argv, g_strdup (command));
  return argv;
}

static char *
end (GPtrArray *argv)
{
  g_autoptr (GPtrArray) owned = argv;

  g_ptr_array_add (owned, NULL);
  return drover_quote_argv ((const char *const *) owned->pdata);
}

/* virsh knows no changes: it is given files, which are made before. */
static void
add_changes (GPtrArray *lines, GPtrArray *migrate, const DroverPlan *plan)
{
  const char *const *changes =
      drover_migrate_options_get_list (drover_plan_get_options (plan), DROVER_OPTION_CHANGE);
  g_autofree char *list = changes ? g_strjoinv (", ", (char **) changes) : NULL;
  g_autofree char *what = list ? drover_printable (list) : NULL;
  g_autofree char *dump = NULL;
  GPtrArray *argv;

  if (changes == NULL)
    return;
  argv = begin (plan, "dumpxml");
  g_ptr_array_add (argv, g_strdup ("--migratable"));
  g_ptr_array_add (argv, g_strdup ("--security-info"));
  add_domain (argv, plan);
  dump = end (argv);
  /* Translators: a comment behind a command of virsh that writes dest.xml. %s: the changes, as Drover names
   * them */
  g_ptr_array_add (lines, g_strdup_printf (_ ("%s > dest.xml  # then change in it: %s"), dump, what));
  add_value (migrate, drover_migrate_option_get_info (DROVER_OPTION_DEST_XML), g_strdup ("dest.xml"));
  if (drover_plan_has_flag (plan, DROVER_MIGRATE_PERSIST_DEST))
    add_value (migrate, drover_migrate_option_get_info (DROVER_OPTION_PERSIST_XML), g_strdup ("dest.xml"));
}

/**
 * drover_plan_to_virsh:
 * @plan: a plan; while its mode is open, the command is that of managed direct
 * @dest_xml_path: (nullable): the file that holds the definition for the target, to be named in the command
 * @persist_xml_path: (nullable): the same for the definition to be kept
 *
 * Tells in virsh's words what will be done. The passing of a longest downtime has no option in virsh: it is a
 * command of its own, to be given while the first one runs.
 *
 * Returns: (transfer full): lines a POSIX shell understands: what is to be prepared, the migration, and what
 * is to be said while it runs
 */
char **
drover_plan_to_virsh (const DroverPlan *plan, const char *dest_xml_path, const char *persist_xml_path)
{
  GPtrArray *lines = g_ptr_array_new ();
  GPtrArray *argv = begin (plan, "migrate");

  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);

      if (info->in_virsh)
        add_option (argv, plan, info, dest_xml_path, persist_xml_path);
    }
  add_changes (lines, argv, plan);
  add_domain (argv, plan);
  g_ptr_array_add (argv, g_strdup (drover_plan_get_destination_uri (plan)));
  g_ptr_array_add (lines, end (argv));

  if (drover_plan_get_max_downtime_ms (plan) > 0)
    {
      argv = begin (plan, "migrate-setmaxdowntime");
      add_domain (argv, plan);
      g_ptr_array_add (argv, g_strdup_printf ("%" G_GUINT64_FORMAT, drover_plan_get_max_downtime_ms (plan)));
      g_ptr_array_add (lines, end (argv));
    }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}
