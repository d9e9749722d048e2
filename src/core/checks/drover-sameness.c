/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-sameness.h"

#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "facts/drover-device-sameness.h"

/* A running guest writes between the two looks, and a network file system may tell an old time for a minute:
 * only times further apart than this belong to two files. */
#define TIMES_APART_US (10 * 60 * G_USEC_PER_SEC)

static void
conclude (DroverDiskElement *element, DroverSameness sameness, const char *evidence)
{
  element->sameness = sameness;
  g_free (element->evidence);
  element->evidence = g_strdup (evidence);
}

/* What a running guest changes all the time (length, blocks in use) proves nothing; neither does an owner,
 * which NFS may map. */
static gboolean
differ (const DroverFactFile *a, const DroverFactFile *b, gboolean is_only_read, char **how)
{
  if (a->capacity > 0 && b->capacity > 0 && a->capacity != b->capacity)
    {
      g_autofree char *here = drover_format_bytes ((guint64) a->capacity);
      g_autofree char *there = drover_format_bytes ((guint64) b->capacity);

      *how = g_strdup_printf (_ ("their sizes differ: %s on the source, %s on the target"), here, there);
      return TRUE;
    }
  if (a->format != NULL && b->format != NULL && g_strcmp0 (a->format, b->format) != 0)
    {
      *how = g_strdup_printf (_ ("their formats differ: %s on the source, %s on the target"), a->format,
                              b->format);
      return TRUE;
    }
  /* of what nobody writes to each host may have a copy, made when it was */
  if (!is_only_read && a->mtime > 0 && b->mtime > 0 && ABS (a->mtime - b->mtime) > TIMES_APART_US)
    {
      g_autoptr (GDateTime) here = g_date_time_new_from_unix_utc (a->mtime / G_USEC_PER_SEC);
      g_autoptr (GDateTime) there = g_date_time_new_from_unix_utc (b->mtime / G_USEC_PER_SEC);
      g_autofree char *here_text = here ? g_date_time_format (here, "%F %T") : NULL;
      g_autofree char *there_text = there ? g_date_time_format (there, "%F %T") : NULL;

      *how = g_strdup_printf (_ ("last written at %s on the source, at %s on the target (UTC)"), here_text,
                              there_text);
      return TRUE;
    }
  return FALSE;
}

static gboolean
exists (const DroverFactFile *file, const char *answer)
{
  return file != NULL && g_strcmp0 (file->exists, answer) == 0;
}

/* Servers named alike are one server, unless the name means each host itself. */
static DroverSameness
judge_network (const DroverStorageSource *a, const DroverStorageSource *b)
{
  if (a == NULL || b == NULL || !drover_storage_source_equal (a, b) || a->hosts->len == 0)
    return DROVER_SAMENESS_UNKNOWN;
  for (guint i = 0; i < a->hosts->len; i++)
    {
      const DroverStorageHost *host = a->hosts->pdata[i];

      if (host->name == NULL || drover_host_is_loopback (host->name) ||
          g_str_has_prefix (host->name, "localhost"))
        return DROVER_SAMENESS_UNKNOWN;
    }
  return DROVER_SAMENESS_SAME;
}

static const DroverFactProofEntry *
find_proof (const DroverFacts *facts, const DroverDiskElement *element)
{
  const DroverFactProof *proof = drover_facts_get_proof (facts);

  for (guint i = 0; proof != NULL && proof->entries != NULL && i < proof->entries->len; i++)
    {
      const DroverFactProofEntry *entry = proof->entries->pdata[i];

      if (entry->target != NULL && g_strcmp0 (entry->target, element->disk->target_dev) != 0)
        continue;
      if (g_strcmp0 (entry->path, element->target_name) == 0)
        return entry;
    }
  return NULL;
}

static const char *
get_reason (const DroverCheckInput *input, const DroverDiskElement *element)
{
  const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_PROOF, DROVER_SIDE_TARGET);

  if (input->passive)
    return _ ("a proof would write a marker file, and --passive forbids that; nothing known speaks against "
              "it being the same image");
  if (g_strcmp0 (element->name, element->target_name) != 0)
    return _ ("the target shall use another name for it");
  return reason ? reason : _ ("not proved");
}

static gboolean
is_only_read (const DroverDiskElement *element)
{
  return !element->is_top || !drover_disk_is_writable (element->disk);
}

/* What identifies a disk is asked for without touching it, so a proof is not needed. */
static gboolean
judge_device (const DroverCheckInput *input, DroverDiskElement *element)
{
  DroverDeviceVerdict verdict = { 0 };

  if (!drover_device_judge (input->facts, element->name, element->target_name, &verdict))
    return FALSE;
  if (g_str_equal (verdict.result, "same"))
    conclude (element, DROVER_SAMENESS_SAME, verdict.evidence);
  else if (g_str_equal (verdict.result, "different"))
    conclude (element, DROVER_SAMENESS_DIFFERENT, verdict.evidence);
  else
    conclude (element, DROVER_SAMENESS_UNKNOWN, verdict.evidence);
  g_free (verdict.evidence);
  return TRUE;
}

/* What can be told without a proof, or where the proof could not tell. */
static void
judge_by_looks (const DroverCheckInput *input, DroverDiskElement *element, const char *reason)
{
  g_autofree char *how = NULL;
  gboolean is_asked = judge_device (input, element);

  if (is_asked && element->sameness != DROVER_SAMENESS_UNKNOWN)
    return;
  if (exists (element->target_file, "no"))
    conclude (element, DROVER_SAMENESS_ABSENT,
              element->target_file->reason ? element->target_file->reason
                                           : _ ("there is no such file on the target"));
  else if (exists (element->source_file, "yes") && exists (element->target_file, "yes") &&
           differ (element->source_file, element->target_file, is_only_read (element), &how))
    conclude (element, DROVER_SAMENESS_DIFFERENT, how);
  else if (element->kind == DROVER_STORAGE_NETWORK &&
           judge_network (element->image, element->target_image) == DROVER_SAMENESS_SAME)
    conclude (element, DROVER_SAMENESS_SAME, _ ("both hosts use the same storage servers"));
  else if (!is_asked)
    conclude (element, DROVER_SAMENESS_UNKNOWN, reason ? reason : get_reason (input, element));
}

/* Two files that hold the same are as good as one for who only reads them, and for nobody else; that they
 * could not be compared leaves it open. */
static void
judge_content (DroverDiskElement *element, const DroverFactProofEntry *entry)
{
  gboolean is_same = g_strcmp0 (entry->result, "same") == 0;

  if (is_same && is_only_read (element) && !element->is_copied)
    conclude (element, DROVER_SAMENESS_SAME, entry->evidence);
  else if (is_same || g_strcmp0 (entry->result, "different") == 0)
    conclude (element, DROVER_SAMENESS_DIFFERENT, entry->evidence);
  else
    conclude (element, DROVER_SAMENESS_UNKNOWN, entry->evidence);
}

/**
 * drover_sameness_judge:
 * @input: what a check may look at
 * @element: an image with its names and files; its sameness and evidence are set
 *
 * Says whether both hosts mean the same image. Only a proof says “same” of a file or block device: equal
 * sizes and times are no proof. Any difference is one. What the guest only reads is the same also where each
 * host has a file of its own with the same content.
 */
void
drover_sameness_judge (const DroverCheckInput *input, DroverDiskElement *element)
{
  const DroverFactProofEntry *entry = find_proof (input->facts, element);

  if (entry != NULL && g_strcmp0 (entry->method, "content") == 0)
    judge_content (element, entry);
  /* The proof is of the source's name for it against the target's, which may be another one. */
  else if (entry != NULL && g_strcmp0 (entry->result, "same") == 0)
    conclude (element, DROVER_SAMENESS_SAME, entry->evidence);
  else if (entry != NULL && g_strcmp0 (entry->result, "different") == 0)
    conclude (element, DROVER_SAMENESS_DIFFERENT, entry->evidence);
  else if (entry != NULL && g_strcmp0 (entry->result, "absent") == 0)
    conclude (element, DROVER_SAMENESS_ABSENT, entry->evidence);
  else
    judge_by_looks (input, element, entry ? entry->evidence : NULL);
}
