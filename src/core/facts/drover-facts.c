/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-facts.h"

#include "base/drover-error.h"

/* A settled fact: exactly one of record and error is set. Shared between snapshots. */
typedef struct {
  gatomicrefcount refs;
  const DroverRecordType *type;
  gpointer record;
  GError *error;
  gint64 elapsed_us;
} Entry;

struct _DroverFacts {
  gatomicrefcount refs;
  Entry *entries[DROVER_N_SIDES][DROVER_N_FACTS];
};

static void
entry_unref (Entry *entry)
{
  if (entry == NULL || !g_atomic_ref_count_dec (&entry->refs))
    return;
  drover_record_free (entry->type, entry->record);
  g_clear_error (&entry->error);
  g_free (entry);
}

/**
 * drover_facts_new:
 *
 * Returns: (transfer full): a snapshot in which nothing is known yet
 */
DroverFacts *
drover_facts_new (void)
{
  DroverFacts *facts = g_new0 (DroverFacts, 1);

  g_atomic_ref_count_init (&facts->refs);
  return facts;
}

/**
 * drover_facts_ref:
 *
 * Returns: (transfer full): the same snapshot
 */
DroverFacts *
drover_facts_ref (DroverFacts *facts)
{
  g_atomic_ref_count_inc (&facts->refs);
  return facts;
}

/**
 * drover_facts_unref:
 * @facts: (nullable) (transfer full): what to release
 */
void
drover_facts_unref (DroverFacts *facts)
{
  if (facts == NULL || !g_atomic_ref_count_dec (&facts->refs))
    return;
  for (guint side = 0; side < DROVER_N_SIDES; side++)
    for (guint id = 0; id < DROVER_N_FACTS; id++)
      entry_unref (facts->entries[side][id]);
  g_free (facts);
}

static DroverFacts *
copy_facts (const DroverFacts *facts)
{
  DroverFacts *copy = drover_facts_new ();

  for (guint s = 0; s < DROVER_N_SIDES; s++)
    for (guint f = 0; f < DROVER_N_FACTS; f++)
      {
        copy->entries[s][f] = facts->entries[s][f];
        if (copy->entries[s][f] != NULL)
          g_atomic_ref_count_inc (&copy->entries[s][f]->refs);
      }
  return copy;
}

/* A copy in which one entry is another (or none). Takes @entry. */
static DroverFacts *
replace (const DroverFacts *facts, DroverFactId id, DroverSide side, Entry *entry)
{
  DroverFacts *copy = copy_facts (facts);

  entry_unref (copy->entries[side][id]);
  copy->entries[side][id] = entry;
  return copy;
}

static Entry *
entry_new (DroverFactId id, gint64 elapsed_us)
{
  Entry *entry = g_new0 (Entry, 1);

  g_atomic_ref_count_init (&entry->refs);
  entry->type = drover_fact_get_record_type (id);
  entry->elapsed_us = elapsed_us;
  return entry;
}

/**
 * drover_facts_with:
 * @record: (transfer full): the fact, of the type [func@fact_get_record_type] tells
 * @elapsed_us: how long it took to learn, in microseconds
 *
 * Returns: (transfer full): @facts and this one
 */
DroverFacts *
drover_facts_with (
    const DroverFacts *facts, DroverFactId id, DroverSide side, gpointer record, gint64 elapsed_us)
{
  Entry *entry = entry_new (id, elapsed_us);

  g_return_val_if_fail (record != NULL, NULL);
  entry->record = record;
  return replace (facts, id, side, entry);
}

/**
 * drover_facts_without:
 * @reason: why it could not be learned
 * @elapsed_us: how long was tried, in microseconds
 *
 * Returns: (transfer full): @facts, with this one known to be absent
 */
DroverFacts *
drover_facts_without (
    const DroverFacts *facts, DroverFactId id, DroverSide side, const GError *reason, gint64 elapsed_us)
{
  Entry *entry = entry_new (id, elapsed_us);

  entry->error = g_error_copy (reason);
  return replace (facts, id, side, entry);
}

/**
 * drover_facts_forget:
 *
 * Returns: (transfer full): @facts, with this one awaited again
 */
DroverFacts *
drover_facts_forget (const DroverFacts *facts, DroverFactId id, DroverSide side)
{
  return replace (facts, id, side, NULL);
}

/**
 * drover_facts_with_side:
 * @side: where to put them
 * @others: what else is known, of another plan perhaps
 * @others_side: which side of that
 *
 * Lets a host that was looked at once be source and target of many plans.
 *
 * Returns: (transfer full): @facts and all that is settled of one side of @others
 */
DroverFacts *
drover_facts_with_side (const DroverFacts *facts,
                        DroverSide side,
                        const DroverFacts *others,
                        DroverSide others_side)
{
  DroverFacts *copy = copy_facts (facts);

  for (guint id = 0; id < DROVER_N_FACTS; id++)
    {
      Entry *entry = others->entries[others_side][id];

      if (entry == NULL)
        continue;
      g_atomic_ref_count_inc (&entry->refs);
      entry_unref (copy->entries[side][id]);
      copy->entries[side][id] = entry;
    }
  return copy;
}

/**
 * drover_facts_is_settled:
 *
 * Returns: whether the fact is present or known to be absent
 */
gboolean
drover_facts_is_settled (const DroverFacts *facts, DroverFactId id, DroverSide side)
{
  return facts->entries[side][id] != NULL;
}

/**
 * drover_facts_get:
 *
 * Returns: (transfer none) (nullable): the fact, of the type [func@fact_get_record_type] tells; it lives as
 *   long as the snapshot
 */
gconstpointer
drover_facts_get (const DroverFacts *facts, DroverFactId id, DroverSide side)
{
  const Entry *entry = facts->entries[side][id];

  return entry ? entry->record : NULL;
}

/**
 * drover_facts_get_error:
 *
 * Returns: (transfer none) (nullable): why the fact is absent, %NULL while it is awaited or when it is
 * present
 */
const GError *
drover_facts_get_error (const DroverFacts *facts, DroverFactId id, DroverSide side)
{
  const Entry *entry = facts->entries[side][id];

  return entry ? entry->error : NULL;
}

/**
 * drover_facts_get_reason:
 *
 * Returns: (transfer none) (nullable): the text of [func@facts_get_error]
 */
const char *
drover_facts_get_reason (const DroverFacts *facts, DroverFactId id, DroverSide side)
{
  const GError *error = drover_facts_get_error (facts, id, side);

  return error ? error->message : NULL;
}

/**
 * drover_facts_get_elapsed_us:
 *
 * Returns: how long the fact took to learn, in microseconds; 0 while it is awaited
 */
gint64
drover_facts_get_elapsed_us (const DroverFacts *facts, DroverFactId id, DroverSide side)
{
  const Entry *entry = facts->entries[side][id];

  return entry ? entry->elapsed_us : 0;
}

/**
 * drover_facts_build_json:
 * @builder: inside an object
 *
 * Adds the fact as a member under its name; one that is absent as an object that says why.
 */
void
drover_facts_build_json (const DroverFacts *facts, DroverFactId id, DroverSide side, JsonBuilder *builder)
{
  gconstpointer record = drover_facts_get (facts, id, side);
  const char *reason = drover_facts_get_reason (facts, id, side);

  json_builder_set_member_name (builder, drover_fact_get_name (id));
  if (record != NULL)
    {
      json_builder_add_value (builder, drover_record_to_json (drover_fact_get_record_type (id), record));
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "absent");
  json_builder_add_string_value (builder, reason ? reason : "");
  json_builder_end_object (builder);
}
