/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-finding.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-quote.h"
#include "checks/drover-finding-private.h"

/* Evidence is verbatim, but a host may send a megabyte. */
#define MAX_EVIDENCE 4096

struct _DroverFinding {
  GObject parent_instance;

  const DroverCheck *check;
  const DroverFindingCode *code; /* NULL for pass, unknown and not-applicable */
  DroverVerdict verdict;
  char *unknown_title; /* NULL: that of its code or check */
  char *plain_code;    /* NULL: that of its row */
  char *subject;
  gboolean subject_is_side;
  char *source;
  char *target;
  char *evidence;
  GStrv remedies; /* NULL: none */
  GHashTable *arguments;
};

struct _DroverFindings {
  const DroverCheck *check;
  GPtrArray *list;
};

G_DEFINE_FINAL_TYPE (DroverFinding, drover_finding, G_TYPE_OBJECT)

static void
drover_finding_finalize (GObject *object)
{
  DroverFinding *self = DROVER_FINDING (object);

  g_free (self->unknown_title);
  g_free (self->plain_code);
  g_free (self->subject);
  g_free (self->source);
  g_free (self->target);
  g_free (self->evidence);
  g_strfreev (self->remedies);
  g_clear_pointer (&self->arguments, g_hash_table_unref);
  G_OBJECT_CLASS (drover_finding_parent_class)->finalize (object);
}

static void
drover_finding_class_init (DroverFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_finding_finalize;
}

static void
drover_finding_init (DroverFinding *self)
{
}

static const char *
raw_title (const DroverFinding *self)
{
  return self->code != NULL ? self->code->title : self->check->title;
}

/* The title of a check reads as if all were well; where it could not judge, that must not be what is read. */
static void
set_title (DroverFinding *self)
{
  const char *title = raw_title (self);

  if (self->verdict == DROVER_VERDICT_UNKNOWN && strcmp (title, self->check->title) == 0)
    /* Translators: what a check would have looked at, as in "Not known: the CPU fits" */
    self->unknown_title = g_strdup_printf (_ ("Not known: %s"), _ (title));
}

/* A finding with no row in its check's table: "pass", "unknown", "not-applicable". */
DroverFinding *
drover_finding_new_plain (const DroverCheck *check, DroverVerdict verdict)
{
  DroverFinding *self = g_object_new (DROVER_TYPE_FINDING, NULL);

  self->check = check;
  self->verdict = verdict;
  self->plain_code = g_strconcat (check->id, ".", drover_verdict_to_string (verdict), NULL);
  set_title (self);
  return self;
}

static DroverFinding *
add_plain (DroverFindings *findings, DroverVerdict verdict)
{
  DroverFinding *finding = drover_finding_new_plain (findings->check, verdict);

  g_ptr_array_add (findings->list, finding);
  return finding;
}

/**
 * drover_findings_add:
 * @code: a code of the check's own table
 *
 * Returns: (transfer none): the new finding, to be filled in by the judge
 */
DroverFinding *
drover_findings_add (DroverFindings *findings, const char *code)
{
  DroverFinding *self;
  const DroverFindingCode *row = findings->check->codes;

  while (row->code != NULL && strcmp (row->code, code) != 0)
    row++;
  if (row->code == NULL)
    g_error ("check %s has no code %s in its table", findings->check->id, code);

  self = g_object_new (DROVER_TYPE_FINDING, NULL);
  self->check = findings->check;
  self->code = row;
  self->verdict = row->verdict;
  if (row->remedies[0] != '\0')
    self->remedies = g_strsplit (row->remedies, " ", -1);
  set_title (self);
  g_ptr_array_add (findings->list, self);
  return self;
}

/**
 * drover_findings_add_unknown:
 * @format: why it cannot be said
 *
 * Returns: (transfer none): the new finding, `ID.unknown`
 */
DroverFinding *
drover_findings_add_unknown (DroverFindings *findings, const char *format, ...)
{
  DroverFinding *self = add_plain (findings, DROVER_VERDICT_UNKNOWN);
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  drover_finding_set_evidence (self, "%s", text);
  return self;
}

/**
 * drover_findings_add_counted:
 * @code: a code of the check's own table, for what should not be there
 * @n: how many there are on the source; below zero where libvirt does not say
 *
 * Nothing where there are none; where it is not known, only that.
 *
 * Returns: (transfer none) (nullable): the new finding with the number as its source, to be given evidence
 */
DroverFinding *
drover_findings_add_counted (DroverFindings *findings, const char *code, gint64 n)
{
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  DroverFinding *self;

  if (n < 0)
    drover_findings_add_unknown (findings, _ ("libvirt does not say how many there are"));
  if (n <= 0)
    return NULL;
  self = drover_findings_add (findings, code);
  drover_finding_set_source (self, count);
  return self;
}

/**
 * drover_findings_add_not_applicable:
 * @reason: why the check has nothing to say, translated
 */
void
drover_findings_add_not_applicable (DroverFindings *findings, const char *reason)
{
  drover_finding_set_evidence (add_plain (findings, DROVER_VERDICT_NOT_APPLICABLE), "%s", reason);
}

static void
set_text (char **at, const char *value)
{
  g_free (*at);
  *at = drover_printable (value);
}

/**
 * drover_finding_set_subject:
 * @subject: (nullable): which one of several it is about: a disk's target, a network's name
 */
void
drover_finding_set_subject (DroverFinding *self, const char *subject)
{
  set_text (&self->subject, subject);
  self->subject_is_side = FALSE;
}

/**
 * drover_finding_set_subject_side:
 * @side: the host that the finding is about
 */
void
drover_finding_set_subject_side (DroverFinding *self, DroverSide side)
{
  set_text (&self->subject, drover_side_to_string (side));
  self->subject_is_side = TRUE;
}

/**
 * drover_finding_set_source:
 * @value: (nullable): what was found on the source
 */
void
drover_finding_set_source (DroverFinding *self, const char *value)
{
  set_text (&self->source, value);
}

/**
 * drover_finding_set_target:
 * @value: (nullable): what was found on the target
 */
void
drover_finding_set_target (DroverFinding *self, const char *value)
{
  set_text (&self->target, value);
}

/**
 * drover_finding_set_evidence:
 * @format: what was seen, verbatim
 */
void
drover_finding_set_evidence (DroverFinding *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (strlen (text) > MAX_EVIDENCE)
    memcpy (text + MAX_EVIDENCE - 4, "...", 4);
  set_text (&self->evidence, text);
}

/**
 * drover_finding_set_argument:
 * @name: what a remedy calls it: `address`, `path`, `network` …
 * @value: the value as it is, unquoted
 */
void
drover_finding_set_argument (DroverFinding *self, const char *name, const char *value)
{
  if (self->arguments == NULL)
    self->arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->arguments, g_strdup (name), g_strdup (value));
}

/**
 * drover_finding_get_argument:
 *
 * Returns: (transfer none) (nullable): what the check left for its remedies under @name
 */
const char *
drover_finding_get_argument (DroverFinding *self, const char *name)
{
  return self->arguments ? g_hash_table_lookup (self->arguments, name) : NULL;
}

/**
 * drover_finding_get_check:
 *
 * Returns: (transfer none): the check that found it
 */
const DroverCheck *
drover_finding_get_check (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->check;
}

/**
 * drover_finding_get_code:
 *
 * Returns: (transfer none): the stable code, `check-id.what`
 */
const char *
drover_finding_get_code (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->code ? self->code->code : self->plain_code;
}

/**
 * drover_finding_get_catalog:
 *
 * Returns: (transfer none): the catalogue row, or all rows of the check where none in particular is meant
 */
const char *
drover_finding_get_catalog (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->code ? self->code->catalog : self->check->catalog;
}

/**
 * drover_finding_get_verdict:
 */
DroverVerdict
drover_finding_get_verdict (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), DROVER_VERDICT_UNKNOWN);
  return self->verdict;
}

/**
 * drover_finding_get_title:
 *
 * Returns: (transfer none): one translated line; of an unknown finding it never reads as if all were well
 */
const char *
drover_finding_get_title (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->unknown_title ? self->unknown_title : _ (raw_title (self));
}

/**
 * drover_finding_get_why:
 *
 * Returns: (transfer none): why it matters, translated; "" where there is nothing to say
 */
const char *
drover_finding_get_why (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->code && self->code->why[0] ? _ (self->code->why) : "";
}

/**
 * drover_finding_get_subject:
 *
 * Returns: (transfer none) (nullable): which one of several it is about
 */
const char *
drover_finding_get_subject (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->subject;
}

/**
 * drover_finding_get_subject_label:
 *
 * Returns: (transfer none) (nullable): the subject for a person, whose language has its own words for the two
 * hosts
 */
const char *
drover_finding_get_subject_label (DroverFinding *self)
{
  DroverSide side;

  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  if (self->subject_is_side && drover_side_from_string (self->subject, &side))
    return drover_side_get_label (side);
  return self->subject;
}

/**
 * drover_finding_get_source:
 *
 * Returns: (transfer none) (nullable): the source's value
 */
const char *
drover_finding_get_source (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->source;
}

/**
 * drover_finding_get_target:
 *
 * Returns: (transfer none) (nullable): the target's value
 */
const char *
drover_finding_get_target (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->target;
}

/**
 * drover_finding_get_evidence:
 *
 * Returns: (transfer none) (nullable): what was seen
 */
const char *
drover_finding_get_evidence (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->evidence;
}

/**
 * drover_finding_get_remedies:
 *
 * Returns: (transfer none) (array zero-terminated=1): remedy ids, the least invasive first
 */
const char *const *
drover_finding_get_remedies (DroverFinding *self)
{
  static const char *const none[] = { NULL };

  g_return_val_if_fail (DROVER_IS_FINDING (self), NULL);
  return self->remedies ? (const char *const *) self->remedies : none;
}

/**
 * drover_finding_is_ignorable:
 *
 * Returns: whether `--ignore` may go over it
 */
gboolean
drover_finding_is_ignorable (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), FALSE);
  return self->code == NULL || !self->code->never_ignorable;
}

/**
 * drover_finding_can_block:
 *
 * Returns: whether not knowing this keeps a run from being ready
 */
gboolean
drover_finding_can_block (DroverFinding *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), FALSE);
  /* A row of the table that is "unknown" was written because it matters. */
  return self->code != NULL || drover_check_can_block (self->check);
}

/**
 * drover_finding_matches:
 * @id: a check id, a finding code or a catalogue id
 *
 * Returns: whether @id names this finding
 */
gboolean
drover_finding_matches (DroverFinding *self, const char *id)
{
  g_return_val_if_fail (DROVER_IS_FINDING (self), FALSE);
  if (g_str_equal (drover_finding_get_code (self), id) || g_str_equal (self->check->id, id))
    return TRUE;
  if (self->code != NULL)
    return g_ascii_strcasecmp (self->code->catalog, id) == 0;
  return drover_check_matches (self->check, id);
}

/* Facts that are absent for one and the same reason (no connection, no such guest) are one finding. */
static gboolean
is_told (DroverFindings *findings, const char *reason)
{
  g_autofree char *harmless = drover_printable (reason);

  for (guint i = 0; i < findings->list->len; i++)
    if (g_strcmp0 (drover_finding_get_evidence (findings->list->pdata[i]), harmless) == 0)
      return TRUE;
  return FALSE;
}

static void
explain_missing (DroverFindings *findings, const DroverCheckInput *input)
{
  const DroverCheck *check = findings->check;

  for (guint i = 0; i < check->n_needs; i++)
    {
      const DroverFactNeed *need = &check->needs[i];
      DroverSide side = drover_fact_need_get_side (need, DROVER_SIDE_SOURCE);
      const char *reason;

      if (need->optional || drover_facts_get (input->facts, need->id, side) != NULL)
        continue;
      reason = drover_facts_get_reason (input->facts, need->id, side);
      if (reason == NULL)
        reason = _ ("not looked at");
      if (!is_told (findings, reason))
        drover_findings_add_unknown (findings, "%s", reason);
    }
}

static void
run (DroverFindings *findings, const DroverCheckInput *input)
{
  explain_missing (findings, input);
  if (findings->list->len == 0)
    findings->check->judge (input, findings);
}

/**
 * drover_check_run:
 * @input: what it may look at
 *
 * Judges. Pure: the same input gives the same findings. May run in any thread.
 *
 * Returns: (transfer full) (element-type DroverFinding): at least one finding
 */
GPtrArray *
drover_check_run (const DroverCheck *check, const DroverCheckInput *input)
{
  DroverFindings findings = { check, g_ptr_array_new_with_free_func (g_object_unref) };

  run (&findings, input);
  if (findings.list->len == 0)
    add_plain (&findings, DROVER_VERDICT_PASS);
  return findings.list;
}

/**
 * drover_check_run_into:
 * @input: what it may look at
 * @list: (element-type DroverFinding): empty, and owning what is in it
 *
 * Judges as drover_check_run() does, for who wants to know of thousands of guests what is wrong: where a
 * check passes, that is no finding.
 */
void
drover_check_run_into (const DroverCheck *check, const DroverCheckInput *input, GPtrArray *list)
{
  DroverFindings findings = { check, list };

  g_return_if_fail (list->len == 0);
  run (&findings, input);
}

static gboolean
is_ignored (DroverFinding *finding, const char *const *ignored)
{
  if (!drover_finding_is_ignorable (finding))
    return FALSE;
  for (gsize i = 0; ignored != NULL && ignored[i] != NULL; i++)
    if (drover_finding_matches (finding, ignored[i]))
      return TRUE;
  return FALSE;
}

/**
 * drover_findings_get_verdict:
 * @findings: (element-type DroverFinding): all findings of a run
 * @ignored: (nullable) (array zero-terminated=1): ids the user goes over
 *
 * Returns: the verdict of the run
 */
DroverRunVerdict
drover_findings_get_verdict (GPtrArray *findings, const char *const *ignored)
{
  gboolean blocked = FALSE;
  gboolean unknown = FALSE;
  gboolean warned = FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      DroverFinding *finding = findings->pdata[i];

      if (is_ignored (finding, ignored))
        continue;
      switch (finding->verdict)
        {
        case DROVER_VERDICT_BLOCK:
          blocked = TRUE;
          break;
        case DROVER_VERDICT_UNKNOWN:
          unknown |= drover_finding_can_block (finding);
          break;
        case DROVER_VERDICT_WARN:
          warned = TRUE;
          break;
        case DROVER_VERDICT_PASS:
        case DROVER_VERDICT_INFO:
        case DROVER_VERDICT_NOT_APPLICABLE:
          break;
        }
    }
  if (blocked)
    return DROVER_RUN_BLOCKED;
  if (unknown)
    return DROVER_RUN_UNKNOWN;
  return warned ? DROVER_RUN_WARNINGS : DROVER_RUN_READY;
}
