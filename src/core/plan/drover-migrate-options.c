/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-migrate-options.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-units.h"
#include "plan/drover-migrate-text-private.h"

typedef struct {
  gboolean set;
  guint64 number; /* of a number; of a flag, 1 or 0 */
  char *text;
  GStrv list;
} Value;

struct _DroverMigrateOptions {
  Value values[DROVER_N_MIGRATE_OPTIONS];
};

static void
value_clear (Value *value)
{
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->list, g_strfreev);
  value->number = 0;
  value->set = FALSE;
}

/**
 * drover_migrate_options_new:
 *
 * Returns: (transfer full): options that are all left to their defaults
 */
DroverMigrateOptions *
drover_migrate_options_new (void)
{
  return g_new0 (DroverMigrateOptions, 1);
}

/**
 * drover_migrate_options_copy:
 * @options: what to copy
 *
 * Returns: (transfer full): an independent copy
 */
DroverMigrateOptions *
drover_migrate_options_copy (const DroverMigrateOptions *options)
{
  DroverMigrateOptions *copy = drover_migrate_options_new ();

  g_return_val_if_fail (options != NULL, copy);

  for (guint i = 0; i < DROVER_N_MIGRATE_OPTIONS; i++)
    {
      copy->values[i].set = options->values[i].set;
      copy->values[i].number = options->values[i].number;
      copy->values[i].text = g_strdup (options->values[i].text);
      copy->values[i].list = g_strdupv (options->values[i].list);
    }
  return copy;
}

/**
 * drover_migrate_options_free:
 * @options: (nullable) (transfer full): what to free
 */
void
drover_migrate_options_free (DroverMigrateOptions *options)
{
  if (options == NULL)
    return;
  for (guint i = 0; i < DROVER_N_MIGRATE_OPTIONS; i++)
    value_clear (&options->values[i]);
  g_free (options);
}

static gboolean
parse_flag (const DroverMigrateOptionInfo *info, const char *text, guint64 *on, GError **error)
{
  static const char *const yes[] = { "yes", "on", "true", "1", NULL };
  static const char *const no[] = { "no", "off", "false", "0", NULL };

  if (text == NULL || g_strv_contains (yes, text))
    *on = 1;
  else if (g_strv_contains (no, text))
    *on = 0;
  else
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("--%s: “%s” is neither yes nor no; the option takes no value"), info->name, text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_value (const DroverMigrateOptionInfo *info, const char *text, Value *value, GError **error)
{
  g_autofree char *what = g_strconcat ("--", info->name, NULL);

  switch (info->kind)
    {
    case DROVER_OPTION_KIND_FLAG:
      return parse_flag (info, text, &value->number, error);
    case DROVER_OPTION_KIND_UINT:
      return drover_parse_uint (what, text, info->min, info->max, &value->number, error);
    case DROVER_OPTION_KIND_STRING:
      value->text = drover_migrate_text_take (info, text, error);
      return value->text != NULL;
    case DROVER_OPTION_KIND_LIST:
      value->list = drover_migrate_text_split (info, text, error);
      return value->list != NULL;
    case DROVER_OPTION_KIND_XML:
      if (!drover_migrate_text_check_xml (info, text, error))
        return FALSE;
      value->text = g_strdup (text);
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * drover_migrate_options_set:
 * @options: what to change; as it was on failure
 * @id: which option
 * @text: (nullable): its value as a person types it; for %DROVER_OPTION_KIND_XML the definition itself; %NULL
 *   only for a flag, which it switches on
 * @error: %DROVER_ERROR_INVALID_INPUT, one line that names the option, @text and what to do
 *
 * Returns: whether @text was understood and is set
 */
gboolean
drover_migrate_options_set (DroverMigrateOptions *options,
                            DroverMigrateOption id,
                            const char *text,
                            GError **error)
{
  const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);
  Value value = { .set = TRUE };

  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (text != NULL || info->kind == DROVER_OPTION_KIND_FLAG, FALSE);

  if (!parse_value (info, text, &value, error))
    return FALSE;
  value_clear (&options->values[id]);
  options->values[id] = value;
  return TRUE;
}

/**
 * drover_migrate_options_set_flag:
 * @options: what to change
 * @id: an option of kind %DROVER_OPTION_KIND_FLAG
 * @on: whether it holds
 *
 * Sets a flag explicitly, so that no default applies to it.
 */
void
drover_migrate_options_set_flag (DroverMigrateOptions *options, DroverMigrateOption id, gboolean on)
{
  g_return_if_fail (options != NULL);
  g_return_if_fail (drover_migrate_option_get_info (id)->kind == DROVER_OPTION_KIND_FLAG);

  options->values[id].set = TRUE;
  options->values[id].number = on != FALSE;
}

/**
 * drover_migrate_options_set_mode:
 * @options: what to change
 * @mode: who steers
 *
 * Settles who steers, whatever was said before by `--mode` or `--p2p`.
 */
void
drover_migrate_options_set_mode (DroverMigrateOptions *options, DroverMigrateMode mode)
{
  static const char *const words[] = {
    [DROVER_MIGRATE_MODE_AUTO] = "auto",
    [DROVER_MIGRATE_MODE_P2P] = "p2p",
    [DROVER_MIGRATE_MODE_MANAGED] = "managed",
  };
  Value *value = &options->values[DROVER_OPTION_MODE];

  value_clear (&options->values[DROVER_OPTION_P2P]);
  value_clear (value);
  value->text = g_strdup (words[mode]);
  value->set = TRUE;
}

/**
 * drover_migrate_options_unset:
 * @options: what to change
 * @id: the option to leave to its default again
 */
void
drover_migrate_options_unset (DroverMigrateOptions *options, DroverMigrateOption id)
{
  g_return_if_fail (options != NULL && id < DROVER_N_MIGRATE_OPTIONS);

  value_clear (&options->values[id]);
}

/**
 * drover_migrate_options_is_set:
 *
 * Returns: whether something was said on this option; of a flag, also when it was said not to hold
 */
gboolean
drover_migrate_options_is_set (const DroverMigrateOptions *options, DroverMigrateOption id)
{
  g_return_val_if_fail (options != NULL && id < DROVER_N_MIGRATE_OPTIONS, FALSE);

  return options->values[id].set;
}

/**
 * drover_migrate_options_get_flag:
 * @id: an option of kind %DROVER_OPTION_KIND_FLAG
 *
 * Returns: whether the flag was asked for; defaults that depend on the guest are the plan's
 */
gboolean
drover_migrate_options_get_flag (const DroverMigrateOptions *options, DroverMigrateOption id)
{
  g_return_val_if_fail (options != NULL && id < DROVER_N_MIGRATE_OPTIONS, FALSE);
  g_return_val_if_fail (drover_migrate_option_get_info (id)->kind == DROVER_OPTION_KIND_FLAG, FALSE);

  return options->values[id].number != 0;
}

/**
 * drover_migrate_options_get_uint:
 * @id: an option of kind %DROVER_OPTION_KIND_UINT
 *
 * Returns: the number in the unit of its [struct@MigrateOptionInfo], 0 where nothing was said
 */
guint64
drover_migrate_options_get_uint (const DroverMigrateOptions *options, DroverMigrateOption id)
{
  g_return_val_if_fail (options != NULL && id < DROVER_N_MIGRATE_OPTIONS, 0);
  g_return_val_if_fail (drover_migrate_option_get_info (id)->kind == DROVER_OPTION_KIND_UINT, 0);

  return options->values[id].number;
}

/**
 * drover_migrate_options_get_string:
 * @id: an option of kind %DROVER_OPTION_KIND_STRING or %DROVER_OPTION_KIND_XML
 *
 * Returns: (transfer none) (nullable): the text, %NULL where nothing was said
 */
const char *
drover_migrate_options_get_string (const DroverMigrateOptions *options, DroverMigrateOption id)
{
  g_return_val_if_fail (options != NULL && id < DROVER_N_MIGRATE_OPTIONS, NULL);

  return options->values[id].text;
}

/**
 * drover_migrate_options_get_list:
 * @id: an option of kind %DROVER_OPTION_KIND_LIST
 *
 * Returns: (transfer none) (nullable): the words, %NULL where nothing was said
 */
const char *const *
drover_migrate_options_get_list (const DroverMigrateOptions *options, DroverMigrateOption id)
{
  g_return_val_if_fail (options != NULL && id < DROVER_N_MIGRATE_OPTIONS, NULL);

  return (const char *const *) options->values[id].list;
}

/**
 * drover_migrate_options_get_mode:
 *
 * Returns: who shall steer, from `--mode` or, where that leaves it open, `--p2p`
 */
DroverMigrateMode
drover_migrate_options_get_mode (const DroverMigrateOptions *options)
{
  const char *mode = drover_migrate_options_get_string (options, DROVER_OPTION_MODE);

  if (g_strcmp0 (mode, "managed") == 0)
    return DROVER_MIGRATE_MODE_MANAGED;
  if (g_strcmp0 (mode, "p2p") == 0 || drover_migrate_options_get_flag (options, DROVER_OPTION_P2P))
    return DROVER_MIGRATE_MODE_P2P;
  return DROVER_MIGRATE_MODE_AUTO;
}

/**
 * drover_migrate_options_copies_storage:
 *
 * Returns: whether disks are to be copied, in full or their top image
 */
gboolean
drover_migrate_options_copies_storage (const DroverMigrateOptions *options)
{
  return drover_migrate_options_get_flag (options, DROVER_OPTION_COPY_STORAGE_ALL) ||
         drover_migrate_options_get_flag (options, DROVER_OPTION_COPY_STORAGE_INC);
}
