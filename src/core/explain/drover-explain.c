/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/drover-explain.h"

#include <string.h>

#include "base/drover-error.h"
#include "base/drover-quote.h"
#include "explain/explain-private.h"

/* Errors are a line; a guest's log pasted into `droverctl explain` may be anything. */
#define EXAMINED_MAX_BYTES (64 * 1024)

G_DEFINE_BOXED_TYPE (DroverExplanation, drover_explanation, drover_explanation_ref, drover_explanation_unref)

DroverExplanation *
drover_explanation_alloc (void)
{
  DroverExplanation *self = g_atomic_rc_box_new0 (DroverExplanation);

  self->side = DROVER_EXPLAIN_NO_SIDE;
  self->remedies = drover_explain_remedies_new ();
  return self;
}

static void
clear (gpointer data)
{
  DroverExplanation *self = data;

  g_free (self->raw);
  g_free (self->catalog);
  g_free (self->cause);
  g_free (self->safe);
  g_free (self->where_to_look);
  g_ptr_array_unref (self->remedies);
  g_clear_pointer (&self->halves, g_ptr_array_unref);
}

/**
 * drover_explanation_ref:
 * @self: an explanation
 *
 * Returns: (transfer full): @self
 */
DroverExplanation *
drover_explanation_ref (DroverExplanation *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * drover_explanation_unref:
 * @self: (transfer full): an explanation
 */
void
drover_explanation_unref (DroverExplanation *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* (transfer full): at most EXAMINED_MAX_BYTES of valid UTF-8 without control characters. */
static char *
bound (const char *text)
{
  gsize length = strnlen (text, EXAMINED_MAX_BYTES + 1);
  g_autofree char *start = g_strndup (text, MIN (length, EXAMINED_MAX_BYTES));
  g_autofree char *printable = drover_printable (start);
  gboolean cut = length > EXAMINED_MAX_BYTES;

  /* Escapes make it longer again. */
  if (strlen (printable) > EXAMINED_MAX_BYTES)
    {
      const char *end = g_utf8_find_prev_char (printable, printable + EXAMINED_MAX_BYTES);
      printable[end - printable] = '\0';
      cut = TRUE;
    }
  g_strchomp (printable);
  return cut ? g_strconcat (printable, "…", NULL) : g_steal_pointer (&printable);
}

/* One message of one host. */
static DroverExplanation *
explain_one (const char *raw, int side, int virt_domain, int virt_code, const char *const *known)
{
  g_autoptr (DroverExplanation) self = drover_explanation_alloc ();
  g_autoptr (GMatchInfo) match = NULL;
  const DroverExplainRow *row = drover_explain_match (raw, virt_domain, virt_code, &match);
  DroverExplainWords words = { .match = match, .words = known };

  self->raw = g_strdup (raw);
  self->side = side;
  if (row == NULL)
    {
      self->code = DROVER_EXPLAIN_UNKNOWN;
      self->cause = g_strdup (_ ("Drover does not know this message. It is shown as the host sent it."));
      self->safe = g_strdup (_ (SAFE_LOOK_FIRST));
      self->where_to_look = drover_explain_expand (_ (WHERE_BOTH_LOGS), &words);
      drover_explain_add_recipes (self->remedies, "look-at-both-hosts", &words);
      drover_explain_add_recipes (self->remedies, "read-target-log", &words);
      drover_explain_add_recipes (self->remedies, "read-source-log", &words);
      return g_steal_pointer (&self);
    }

  self->code = row->code;
  self->catalog = g_strdup (row->catalog);
  self->cause = drover_explain_expand (_ (row->cause), &words);
  self->safe = drover_explain_expand (_ (row->safe), &words);
  self->where_to_look = drover_explain_expand (_ (row->where), &words);
  for (gsize i = 0; row->remedies != NULL && row->remedies[i] != NULL; i++)
    drover_explain_add_recipes (self->remedies, row->remedies[i], &words);
  return g_steal_pointer (&self);
}

/* Where the part said by `host` begins, or NULL. */
static const char *
find_half (const char *text, const char *host, const char **marker)
{
  g_autofree char *needle = g_strdup_printf ("Message from the %s host:", host);

  *marker = strstr (text, needle);
  return *marker != NULL ? *marker + strlen (needle) : NULL;
}

static char *
copy_half (const char *begin, const char *end)
{
  char *half = end != NULL && end > begin ? g_strndup (begin, (gsize) (end - begin)) : g_strdup (begin);

  g_strstrip (half);
  /* "…: A. Message from the destination host: B": the stop is libvirt's, not the message's. */
  if (end != NULL && g_str_has_suffix (half, "."))
    half[strlen (half) - 1] = '\0';
  return half;
}

/* The halves may agree on what to do. */
static void
add_remedies_of (GPtrArray *remedies, const DroverExplanation *half)
{
  for (guint i = 0; i < half->remedies->len; i++)
    {
      const DroverExplainRemedy *remedy = g_ptr_array_index (half->remedies, i);
      gboolean there = FALSE;

      for (guint j = 0; j < remedies->len && !there; j++)
        {
          const DroverExplainRemedy *other = g_ptr_array_index (remedies, j);
          there = g_str_equal (other->id, remedy->id) && g_strcmp0 (other->variant, remedy->variant) == 0;
        }
      if (!there)
        {
          DroverExplainRemedy *copy = g_new0 (DroverExplainRemedy, 1);

          *copy = *remedy;
          copy->title = g_strdup (remedy->title);
          copy->commands = g_strdupv (remedy->commands);
          g_ptr_array_add (remedies, copy);
        }
    }
}

/*
 * libvirt ≥ 10 (libvirt-domain.c, qemu_migration.c) joins what the two hosts say: "migration failed. Message
 * from the source host: A. Message from the destination host: B". The target usually knows why, the source
 * only that the other end went away.
 */
static DroverExplanation *
explain_halves (const char *raw, const char *const *known)
{
  const char *source_marker = NULL;
  const char *target_marker = NULL;
  const char *source = find_half (raw, "source", &source_marker);
  const char *target = find_half (raw, "destination", &target_marker);

  if (target == NULL)
    target = find_half (raw, "target", &target_marker);
  if (source == NULL && target == NULL)
    return NULL;

  g_autoptr (DroverExplanation) self = drover_explanation_alloc ();
  DroverExplanation *source_half = NULL;
  DroverExplanation *target_half = NULL;

  self->raw = g_strdup (raw);
  self->code = DROVER_EXPLAIN_TWO_HALVES;
  self->halves = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_explanation_unref);
  if (source != NULL)
    {
      g_autofree char *text = copy_half (source, target_marker > source ? target_marker : NULL);

      source_half = explain_one (text, DROVER_SIDE_SOURCE, 0, 0, known);
      g_ptr_array_add (self->halves, source_half);
    }
  if (target != NULL)
    {
      g_autofree char *text = copy_half (target, source_marker > target ? source_marker : NULL);

      target_half = explain_one (text, DROVER_SIDE_TARGET, 0, 0, known);
      g_ptr_array_add (self->halves, target_half);
    }

  const DroverExplanation *first = target_half;
  const DroverExplanation *second = source_half;
  if (first == NULL ||
      (second != NULL && !drover_explanation_is_known (first) && drover_explanation_is_known (second)))
    {
      first = source_half;
      second = target_half;
    }

  g_assert (first != NULL);

  g_autoptr (GString) cause = g_string_new (NULL);
  if (source_half != NULL)
    g_string_append_printf (cause, _ ("The source says: %s"), source_half->cause);
  if (target_half != NULL)
    {
      if (cause->len > 0)
        g_string_append_c (cause, '\n');
      g_string_append_printf (cause, _ ("The target says: %s"), target_half->cause);
    }
  self->cause = g_strdup (cause->str);
  self->catalog = g_strdup (first->catalog);
  /* Of two opinions about the guest, the cautious one. */
  if (second != NULL && drover_explanation_is_known (second) &&
      g_str_equal (second->safe, _ (SAFE_LOOK_FIRST)))
    self->safe = g_strdup (second->safe);
  else
    self->safe = g_strdup (first->safe);
  self->where_to_look = g_strdup (first->where_to_look);
  add_remedies_of (self->remedies, first);
  if (second != NULL && drover_explanation_is_known (second))
    add_remedies_of (self->remedies, second);
  return g_steal_pointer (&self);
}

/**
 * drover_explain_with_words:
 * @text: what libvirt, QEMU, ssh or a log said; of a longer text the first 64 KiB are examined
 * @virt_domain: libvirt's `virErrorDomain`, 0 if unknown
 * @virt_code: libvirt's `virErrorNumber`, 0 if unknown
 * @words: (nullable) (array zero-terminated=1): names and values in turn that fill the commands where the
 *   text does not: `guest`, `host`, `address`, `port`, `source-uri`, `target-uri`, `network`, `path`, …
 *
 * Explains an error. The text is untrusted: it is made printable, bounded, never markup, format or shell.
 * May be called in any thread. The patterns are those of CATALOG, taken from libvirt 9.0 to 12 and QEMU 7.2
 * to 10; they tolerate the wording of other versions.
 *
 * Returns: (transfer full): an explanation, [const@EXPLAIN_UNKNOWN] if nothing is known
 */
DroverExplanation *
drover_explain_with_words (const char *text, int virt_domain, int virt_code, const char *const *words)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *raw = bound (text);
  DroverExplanation *halves = explain_halves (raw, words);

  if (halves != NULL)
    return halves;
  return explain_one (raw, DROVER_EXPLAIN_NO_SIDE, virt_domain, virt_code, words);
}

/**
 * drover_explain:
 * @text: as in [func@explain_with_words]
 * @virt_domain: likewise
 * @virt_code: likewise
 *
 * Returns: (transfer full): an explanation
 */
DroverExplanation *
drover_explain (const char *text, int virt_domain, int virt_code)
{
  return drover_explain_with_words (text, virt_domain, virt_code, NULL);
}

/**
 * drover_explain_error:
 * @error: an error, with libvirt's domain and code if it has them
 *
 * Returns: (transfer full): an explanation
 */
DroverExplanation *
drover_explain_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return drover_explain (error->message, drover_error_get_virt_domain (error),
                         drover_error_get_virt_code (error));
}

/**
 * drover_explanation_is_known:
 * @self: an explanation
 *
 * Returns: whether the cause, or for two halves that of either, is known
 */
gboolean
drover_explanation_is_known (const DroverExplanation *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; self->halves != NULL && i < self->halves->len; i++)
    if (drover_explanation_is_known (g_ptr_array_index (self->halves, i)))
      return TRUE;
  return self->halves == NULL && !g_str_equal (self->code, DROVER_EXPLAIN_UNKNOWN);
}
