/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <glib/gi18n-lib.h>

#include "facts/drover-attempt.h"
#include "facts/drover-content-reading.h"
#include "facts/drover-directory-proof.h"
#include "facts/drover-effective-guest.h"
#include "facts/drover-proof-plan.h"

/* How many directories are looked at together: each is one call at a time to either host. */
#define MAX_TOGETHER 2

/* One that is stopped needs a moment to remove what it made; a program that ends meanwhile would leave it
 * behind. */
#define CLEAN_UP_US (2 * G_USEC_PER_SEC)

/* FILES looks through pools of its own over the same directories: it comes first, and what it found of the
 * chains is used. */
static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_CONNECTION, DROVER_NEED_TARGET, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
  { DROVER_FACT_FILES, DROVER_NEED_TARGET, TRUE },
  { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
  { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE },
  { DROVER_FACT_POOLS, DROVER_NEED_SOURCE, TRUE },
  { DROVER_FACT_POOLS, DROVER_NEED_TARGET, TRUE },
};

typedef struct {
  DroverDirectoryProof *proof;
  DroverAttempt *attempt;
  gint64 deadline_us;
  gboolean returned;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  drover_directory_proof_unref (question->proof);
  drover_attempt_unref (question->attempt);
  g_free (question);
}

typedef struct {
  const DroverFactContext *context;
  GPtrArray *elements;  /* DroverProofElement */
  GPtrArray *questions; /* Question */
} Proof;

static void
proof_clear (Proof *self)
{
  g_clear_pointer (&self->elements, g_ptr_array_unref);
  g_clear_pointer (&self->questions, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Proof, proof_clear)

static Question *
find_question (Proof *self, const char *source, const char *target)
{
  const DroverFacts *facts = self->context->facts;
  const DroverFactPool *here, *there;
  Question *question;

  for (guint i = 0; i < self->questions->len; i++)
    {
      question = self->questions->pdata[i];
      if (g_str_equal (question->proof->directories[DROVER_SIDE_SOURCE], source) &&
          g_str_equal (question->proof->directories[DROVER_SIDE_TARGET], target))
        return question;
    }
  question = g_new0 (Question, 1);
  /* its own cancellable: one that hangs is given up alone */
  question->proof = drover_directory_proof_new (self->context->connections, source, target, NULL);
  here = drover_proof_find_pool_over (facts, DROVER_SIDE_SOURCE, source);
  there = drover_proof_find_pool_over (facts, DROVER_SIDE_TARGET, target);
  question->proof->sighting.network_file_system = (here != NULL && g_strcmp0 (here->type, "netfs") == 0) ||
                                                  (there != NULL && g_strcmp0 (there->type, "netfs") == 0);
  question->proof->sighting.same_export = drover_proof_get_same_export (facts, source, target);
  g_ptr_array_add (self->questions, question);
  return question;
}

/* Where an element is looked for: (transfer full) directory and name on a side. */
static char *
split (const DroverProofElement *element, DroverSide side, char **name)
{
  const char *path = element->paths[side];

  *name = element->is_directory ? NULL : g_path_get_basename (path);
  return element->is_directory ? g_strdup (path) : g_path_get_dirname (path);
}

static Question *
ask (Proof *self, const DroverProofElement *element, DroverProofImage **image)
{
  g_autofree char *source_name = NULL;
  g_autofree char *target_name = NULL;
  g_autofree char *source = split (element, DROVER_SIDE_SOURCE, &source_name);
  g_autofree char *target = split (element, DROVER_SIDE_TARGET, &target_name);
  Question *question = find_question (self, source, target);

  *image = element->is_directory ? NULL
                                 : drover_directory_proof_add_image (question->proof, source_name,
                                                                     target_name, element->writable);
  return question;
}

static void
start_question (Proof *self, Question *question)
{
  g_autofree char *what = g_strdup_printf ("proof of %s", question->proof->directories[DROVER_SIDE_TARGET]);

  question->deadline_us = g_get_monotonic_time () + (gint64) self->context->timeout_ms * 1000;
  question->attempt =
      drover_attempt_start (what, drover_directory_proof_run, drover_directory_proof_ref (question->proof),
                            (GDestroyNotify) drover_directory_proof_unref);
}

/* A directory on a server that is gone keeps a host's worker for ever. It is left behind, stops at its next
 * step, and cleans up then. */
static void
await_question (Question *question, GCancellable *cancellable)
{
  question->returned = drover_attempt_wait (question->attempt, question->deadline_us, cancellable);
  if (!question->returned)
    g_cancellable_cancel (question->proof->cancellable);
}

static void
stop_questions (Proof *self)
{
  gint64 clean_up_us = g_get_monotonic_time () + CLEAN_UP_US;

  for (guint i = 0; i < self->questions->len; i++)
    g_cancellable_cancel (((Question *) self->questions->pdata[i])->proof->cancellable);
  for (guint i = 0; i < self->questions->len; i++)
    {
      Question *question = self->questions->pdata[i];

      if (question->attempt != NULL)
        drover_attempt_wait (question->attempt, clean_up_us, NULL);
    }
}

static void
answer_questions (Proof *self, GCancellable *cancellable)
{
  guint n = self->questions->len;

  for (guint i = 0; i < n + MAX_TOGETHER && !g_cancellable_is_cancelled (cancellable); i++)
    {
      if (i >= MAX_TOGETHER)
        await_question (self->questions->pdata[i - MAX_TOGETHER], cancellable);
      if (i < n)
        start_question (self, self->questions->pdata[i]);
    }
  if (g_cancellable_is_cancelled (cancellable))
    stop_questions (self);
}

static void
judge (Proof *self, DroverProofElement *element)
{
  DroverProofImage *image;
  Question *question = ask (self, element, &image);
  DroverImageSighting sighting = { .name = "", .writable = element->writable };

  if (!question->returned)
    {
      element->result = "unknown";
      element->method = "nonce";
      element->evidence =
          g_strdup_printf (_ ("the hosts gave no answer about %s within %.1f s"),
                           question->proof->sighting.directory, self->context->timeout_ms / 1000.0);
      return;
    }
  if (image != NULL)
    sighting = (DroverImageSighting){
      .name = image->names[DROVER_SIDE_TARGET],
      .before = image->before,
      .there = image->there,
      .missing = image->missing,
      .after = image->after,
      .writable = image->writable,
    };
  if (element->writable)
    element->write_error = g_strdup (question->proof->sighting.write_error);
  drover_sighting_judge (&question->proof->sighting, &sighting, &element->result, &element->method,
                         &element->evidence);
}

static gboolean
is_drive (const DroverDisk *disk)
{
  return g_strcmp0 (disk->device, "cdrom") == 0 || g_strcmp0 (disk->device, "floppy") == 0;
}

/* Whether a copy of it on the target would do as well: the guest only reads it, and it is not sent along. Of
 * a disc in a drive the size says enough. */
static gboolean
would_a_copy_do (Proof *self, const DroverProofElement *element)
{
  const DroverPlan *plan = self->context->plan;
  const DroverGuest *guest = drover_facts_get_guest (self->context->facts);
  const DroverDisk *disk = element->disk ? drover_guest_find_disk (guest, element->disk) : NULL;

  if (disk == NULL || element->writable || element->is_directory || is_drive (disk) ||
      (element->top && drover_disk_is_writable (disk)) || drover_plan_has_flag (plan, DROVER_MIGRATE_OFFLINE))
    return FALSE;
  return !drover_plan_copies_disk (plan, disk) ||
         (!element->top && drover_plan_has_flag (plan, DROVER_MIGRATE_NON_SHARED_INC));
}

/* (transfer none) (nullable): what was said of the same files for another disk. */
static const DroverProofElement *
find_told (Proof *self, const DroverProofElement *element)
{
  for (guint i = 0; i < self->elements->len && self->elements->pdata[i] != element; i++)
    {
      const DroverProofElement *other = self->elements->pdata[i];

      if (g_strcmp0 (other->method, "content") == 0 &&
          g_strcmp0 (other->paths[DROVER_SIDE_SOURCE], element->paths[DROVER_SIDE_SOURCE]) == 0 &&
          g_strcmp0 (other->paths[DROVER_SIDE_TARGET], element->paths[DROVER_SIDE_TARGET]) == 0)
        return other;
    }
  return NULL;
}

static void
compare_content (Proof *self, DroverProofElement *element, gint64 deadline_us, GCancellable *cancellable)
{
  DroverProofImage *image;
  Question *question = ask (self, element, &image);
  const DroverProofElement *told = find_told (self, element);
  DroverContentVerdict verdict = { 0 };
  DroverContentPair pair;

  if (!question->returned || image == NULL || !drover_content_is_comparable (image->before, image->there))
    return;
  pair = (DroverContentPair){
    .connections = self->context->connections,
    .paths = element->paths,
    .name = element->name,
    .backs = !element->top,
    .volumes = { image->before, image->there },
    .timeout_ms = self->context->timeout_ms,
    .deadline_us = deadline_us,
  };
  if (told != NULL)
    verdict = (DroverContentVerdict){ told->result, told->method, g_strdup (told->evidence) };
  else
    drover_content_compare (&pair, cancellable, &verdict);
  g_free (element->evidence);
  element->result = verdict.result;
  element->method = verdict.method;
  element->evidence = verdict.evidence;
}

/* Where the hosts have files of their own. */
static void
compare_contents (Proof *self, GCancellable *cancellable)
{
  gint64 deadline_us =
      g_get_monotonic_time () + (gint64) drover_content_get_limit_ms (self->context->timeout_ms) * 1000;

  for (guint i = 0; i < self->elements->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      DroverProofElement *element = self->elements->pdata[i];

      if (element->paths[DROVER_SIDE_SOURCE] != NULL && g_strcmp0 (element->result, "same") != 0 &&
          g_strcmp0 (element->result, "absent") != 0 && would_a_copy_do (self, element))
        compare_content (self, element, deadline_us, cancellable);
    }
}

static DroverFactProofEntry *
entry_new (const DroverProofElement *element)
{
  DroverFactProofEntry *entry = drover_record_new (&drover_fact_proof_entry_type);

  entry->path = g_strdup (element->name);
  entry->target = g_strdup (element->disk);
  entry->top = element->top;
  entry->result = g_strdup (element->result);
  entry->method = g_strdup (element->method);
  entry->evidence = g_strdup (element->evidence);
  entry->write_error = g_strdup (element->write_error);
  return entry;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DroverGuest) effective = drover_effective_guest (context->plan, context->facts, error);
  g_auto (Proof) self = { .context = context };
  DroverFactProof *fact;

  if (effective == NULL)
    return NULL;
  self.questions = g_ptr_array_new_with_free_func (question_free);
  self.elements =
      drover_proof_list_elements (drover_facts_get_guest (context->facts), effective, context->facts);
  for (guint i = 0; i < self.elements->len; i++)
    {
      DroverProofElement *element = self.elements->pdata[i];
      DroverProofImage *image;

      if (element->result == NULL)
        ask (&self, element, &image);
    }
  answer_questions (&self, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  for (guint i = 0; i < self.elements->len; i++)
    {
      DroverProofElement *element = self.elements->pdata[i];

      if (element->result == NULL)
        judge (&self, element);
    }
  compare_contents (&self, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  fact = drover_record_new (&drover_fact_proof_type);
  fact->entries = drover_record_list_new (&drover_fact_proof_entry_type);
  for (guint i = 0; i < self.elements->len; i++)
    g_ptr_array_add (fact->entries, entry_new (self.elements->pdata[i]));
  return fact;
}

/* Whether both hosts see the same images, proved by a file that one of them writes and the other reads; or
 * hold the same, where the guest only reads. Four time limits are for the first, the rest is for reading. */
const DroverFactProvider drover_provider_proof = {
  .id = DROVER_FACT_PROOF,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .touches = TRUE,
  .limit_factor = 4 + DROVER_CONTENT_LIMIT_FACTOR,
  .fill = fill,
};
