/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-conflicts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-units.h"
#include "plan/drover-conflict-rules-private.h"

/* The row that no table holds: an option one of the hosts is too old for. */
#define OLDER_LIBVIRT "older-libvirt"

/* No option is assumed to be on beyond those that are. */
#define NOTHING DROVER_N_MIGRATE_OPTIONS

typedef struct {
  const DroverMigrateOptions *options;
  guint assumed;
  DroverPlanVersions versions;
} Question;

/**
 * drover_conflict_free:
 * @conflict: (nullable) (transfer full): what to free
 */
void
drover_conflict_free (DroverConflict *conflict)
{
  if (conflict == NULL)
    return;
  g_free (conflict->text);
  g_free (conflict);
}

/* Whether an option counts as on: asked for, or on by default for the usual, running and defined guest. */
static gboolean
option_holds (const Question *question, DroverMigrateOption id)
{
  const DroverMigrateOptions *options = question->options;

  if (question->assumed == (guint) id)
    return TRUE;
  if (drover_migrate_option_get_info (id)->kind != DROVER_OPTION_KIND_FLAG)
    return drover_migrate_options_is_set (options, id);
  if (drover_migrate_options_is_set (options, id))
    return drover_migrate_options_get_flag (options, id);
  if (id == DROVER_OPTION_LIVE)
    return !option_holds (question, DROVER_OPTION_OFFLINE);
  if (id == DROVER_OPTION_P2P)
    return drover_migrate_options_get_mode (options) == DROVER_MIGRATE_MODE_P2P;
  return id == DROVER_OPTION_PERSISTENT || id == DROVER_OPTION_UNDEFINE_SOURCE;
}

static gboolean
value_matches (const DroverMigrateOptions *options, DroverMigrateOption id, const char *value)
{
  const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);
  const char *text = NULL;

  if (info->kind == DROVER_OPTION_KIND_LIST)
    {
      const char *const *list = drover_migrate_options_get_list (options, id);

      return list != NULL && g_strv_contains (list, value);
    }
  text = drover_migrate_options_get_string (options, id);
  if (text == NULL)
    return FALSE;
  if (info->format == DROVER_OPTION_FORMAT_CHOICE)
    return g_str_equal (text, value);
  return g_str_has_prefix (text, value) && text[strlen (value)] == ':';
}

static gboolean
operand_holds (const Question *question, const DroverConflictOperand *operand)
{
  if (!operand->present)
    return FALSE;
  if (operand->value != NULL)
    return value_matches (question->options, operand->option, operand->value);
  return option_holds (question, operand->option);
}

static char *
operand_describe (const DroverConflictOperand *operand)
{
  const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (operand->option);

  if (operand->value == NULL)
    return g_strdup_printf ("--%s", info->name);
  if (info->kind == DROVER_OPTION_KIND_LIST || info->format == DROVER_OPTION_FORMAT_CHOICE)
    return g_strdup_printf ("--%s %s", info->name, operand->value);
  return g_strdup_printf ("--%s %s:…", info->name, operand->value);
}

static gboolean
rule_applies (const Question *question, const DroverConflictRule *rule)
{
  const guint64 known[] = { question->versions.source_qemu, question->versions.target_qemu };
  gboolean by_version = rule->qemu_below == 0 && rule->qemu_from == 0;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] != 0 && ((rule->qemu_below != 0 && known[i] < rule->qemu_below) ||
                          (rule->qemu_from != 0 && known[i] >= rule->qemu_from)))
      by_version = TRUE;
  return by_version && operand_holds (question, &rule->subject) &&
         (!rule->with.present || operand_holds (question, &rule->with));
}

static gboolean
rule_is_broken (const Question *question, const DroverConflictRule *rule)
{
  gboolean any = FALSE;

  if (!rule_applies (question, rule))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rule->others); i++)
    any = any || operand_holds (question, &rule->others[i]);
  switch (rule->relation)
    {
    case DROVER_CONFLICT_NEEDS:
      return !any;
    case DROVER_CONFLICT_EXCLUDES:
      return any;
    case DROVER_CONFLICT_UNAVAILABLE:
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}

static char *
rule_describe (const DroverConflictRule *rule)
{
  g_autofree char *subject = operand_describe (&rule->subject);
  g_autofree char *other = NULL;
  g_autofree char *with = NULL;

  if (rule->with.present)
    {
      g_autofree char *alone = g_steal_pointer (&subject);

      with = operand_describe (&rule->with);
      /* Translators: two options given together, as in "--tls with --migrateuri unix:…" */
      subject = g_strdup_printf (_ ("%s with %s"), alone, with);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rule->others) && rule->others[i].present; i++)
    {
      g_autofree char *next = operand_describe (&rule->others[i]);
      g_autofree char *before = g_steal_pointer (&other);

      /* Translators: two options of which one is enough */
      other = before ? g_strdup_printf (_ ("%s or %s"), before, next) : g_strdup (next);
    }

  switch (rule->relation)
    {
    case DROVER_CONFLICT_NEEDS:
      /* Translators: an option, what must be given too, and the reason */
      return g_strdup_printf (_ ("%s needs %s: %s"), subject, other, _ (rule->why));
    case DROVER_CONFLICT_EXCLUDES:
      /* Translators: two options and the reason */
      return g_strdup_printf (_ ("%s cannot go with %s: %s"), subject, other, _ (rule->why));
    case DROVER_CONFLICT_UNAVAILABLE:
      /* Translators: an option and the reason */
      return g_strdup_printf (_ ("%s cannot be used: %s"), subject, _ (rule->why));
    }
  g_return_val_if_reached (NULL);
}

static void
conflict_add_option (DroverConflict *conflict, const DroverConflictOperand *operand)
{
  if (!operand->present)
    return;
  for (guint i = 0; i < conflict->n_options; i++)
    if (conflict->options[i] == operand->option)
      return;
  g_return_if_fail (conflict->n_options < DROVER_CONFLICT_MAX_OPTIONS);
  conflict->options[conflict->n_options++] = operand->option;
}

static DroverConflict *
conflict_new_from_rule (const DroverConflictRule *rule)
{
  DroverConflict *conflict = g_new0 (DroverConflict, 1);

  conflict->id = rule->id;
  conflict->text = rule_describe (rule);
  conflict_add_option (conflict, &rule->subject);
  conflict_add_option (conflict, &rule->with);
  for (guint i = 0; i < G_N_ELEMENTS (rule->others); i++)
    conflict_add_option (conflict, &rule->others[i]);
  return conflict;
}

static DroverConflict *
conflict_new_if_older (DroverMigrateOption id, const char *host, guint64 version)
{
  const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);
  g_autofree char *needed = drover_format_version (info->since);
  g_autofree char *there = drover_format_version (version);
  DroverConflict *conflict = NULL;

  if (version == 0 || version >= info->since)
    return NULL;
  conflict = g_new0 (DroverConflict, 1);
  conflict->id = OLDER_LIBVIRT;
  conflict->options[0] = id;
  conflict->n_options = 1;
  /* Translators: an option, a version, "the source" or "the target", its version */
  conflict->text = g_strdup_printf (_ ("--%s needs libvirt %s: %s has %s; leave it out or upgrade"),
                                    info->name, needed, host, there);
  return conflict;
}

static GPtrArray *
answer (const Question *question)
{
  GPtrArray *conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_conflict_free);

  for (guint i = 0; i < drover_n_conflict_rules; i++)
    if (rule_is_broken (question, &drover_conflict_rules[i]))
      g_ptr_array_add (conflicts, conflict_new_from_rule (&drover_conflict_rules[i]));

  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      DroverConflict *older = NULL;

      if (!option_holds (question, id))
        continue;
      older = conflict_new_if_older (id, _ ("the source"), question->versions.source_libvirt);
      if (older == NULL)
        older = conflict_new_if_older (id, _ ("the target"), question->versions.target_libvirt);
      if (older != NULL)
        g_ptr_array_add (conflicts, older);
    }
  return conflicts;
}

/**
 * drover_migrate_options_check:
 * @options: the options together
 * @versions: (nullable): what the hosts run, as far as known
 *
 * Finds everything that cannot go together, all of it at once. Pure: nothing is asked of any host.
 *
 * Returns: (transfer full) (element-type DroverConflict): the conflicts in a fixed order; empty if there is
 *   none
 */
GPtrArray *
drover_migrate_options_check (const DroverMigrateOptions *options, const DroverPlanVersions *versions)
{
  Question question = { .options = options, .assumed = NOTHING };

  g_return_val_if_fail (options != NULL, NULL);

  if (versions != NULL)
    question.versions = *versions;
  return answer (&question);
}

/**
 * drover_migrate_options_verify:
 * @options: the options together
 * @versions: (nullable): what the hosts run, as far as known
 * @error: %DROVER_ERROR_INVALID_INPUT with the first conflict's text
 *
 * Returns: whether the options can go together
 */
gboolean
drover_migrate_options_verify (const DroverMigrateOptions *options,
                               const DroverPlanVersions *versions,
                               GError **error)
{
  g_autoptr (GPtrArray) conflicts = drover_migrate_options_check (options, versions);
  const DroverConflict *first = NULL;

  if (conflicts == NULL || conflicts->len == 0)
    return TRUE;
  first = g_ptr_array_index (conflicts, 0);
  g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, first->text);
  return FALSE;
}

/**
 * drover_migrate_options_why_not:
 * @options: the options as they are
 * @id: an option that may be off
 * @versions: (nullable): what the hosts run, as far as known
 *
 * Tells a window whether a control can be offered: what would stand against @id, were it on as well.
 *
 * Returns: (transfer full) (nullable): the reason in one translated line, or %NULL if nothing stands against
 * it
 */
char *
drover_migrate_options_why_not (const DroverMigrateOptions *options,
                                DroverMigrateOption id,
                                const DroverPlanVersions *versions)
{
  Question question = { .options = options, .assumed = id };
  g_autoptr (GPtrArray) conflicts = NULL;

  g_return_val_if_fail (options != NULL && id < DROVER_N_MIGRATE_OPTIONS, NULL);

  if (versions != NULL)
    question.versions = *versions;
  conflicts = answer (&question);
  for (guint i = 0; i < conflicts->len; i++)
    {
      DroverConflict *conflict = g_ptr_array_index (conflicts, i);

      for (guint k = 0; k < conflict->n_options; k++)
        if (conflict->options[k] == id)
          return g_steal_pointer (&conflict->text);
    }
  return NULL;
}

/**
 * drover_conflicts_get_n_rows:
 *
 * Returns: how many kinds of conflicts there are, for tests of completeness
 */
guint
drover_conflicts_get_n_rows (void)
{
  return drover_n_conflict_rules + 1;
}

/**
 * drover_conflicts_get_row_id:
 * @row: below drover_conflicts_get_n_rows()
 *
 * Returns: (transfer none): the id of one kind of conflict
 */
const char *
drover_conflicts_get_row_id (guint row)
{
  g_return_val_if_fail (row < drover_conflicts_get_n_rows (), NULL);

  return row < drover_n_conflict_rules ? drover_conflict_rules[row].id : OLDER_LIBVIRT;
}
