/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"

/* QEMU's own needs beside the guest's memory: its code, buffers and video memory, and page tables of 1/512.
 */
#define QEMU_BYTES (64 * 1024 * 1024)
#define PAGE_TABLE_SHARE 512

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "memory.too-little", "R1", DROVER_VERDICT_BLOCK,
    N_ ("The target has too little free memory"),
    N_ ("The guest holds more memory now than the target can give. The migration would fail with “Cannot "
        "allocate memory”, or the target would kill something to make room."),
    "free-memory shrink-guest choose-another-host", FALSE },
  { "memory.could-grow", "R1", DROVER_VERDICT_WARN,
    N_ ("The guest may come to want more memory than the target has"),
    N_ ("It fits as it is now. Should it use all the memory it may have, the target would swap or kill "
        "something."),
    "free-memory choose-another-host", FALSE },
  { "memory.tight", "R1", DROVER_VERDICT_WARN,
    N_ ("The guest would take nearly all of the target's free memory"),
    N_ ("It fits, with less than a tenth to spare."),
    "free-memory choose-another-host", FALSE },
  { NULL },
};
/* clang-format on */

static gint64
with_overhead (gint64 memory)
{
  return memory + memory / PAGE_TABLE_SHARE + QEMU_BYTES;
}

/* What it surely takes: the pages its process holds, else what its balloon leaves it. */
static gint64
get_need (const DroverFactGuestState *state, const DroverGuest *guest)
{
  if (state != NULL && state->resident > 0)
    return MIN (state->resident, with_overhead (guest->memory));
  return with_overhead (guest->memory_current > 0 ? guest->memory_current : guest->memory);
}

/* How small the guest would have to be made, in KiB; 0 where its balloon cannot help. */
static gint64
get_size_that_fits (const DroverGuest *guest, gint64 available)
{
  const DroverSimpleDevice *balloon = drover_guest_find_other (guest, "memballoon");
  gint64 size = available - available / 10 - QEMU_BYTES;

  return balloon != NULL && g_strcmp0 (balloon->model, "none") != 0 && size > 0 ? size / 1024 : 0;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactMemory *memory = drover_facts_get_memory (input->facts, DROVER_SIDE_TARGET);
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  g_autofree char *need_text = NULL;
  g_autofree char *most_text = NULL;
  g_autofree char *free_text = NULL;
  const char *code = NULL;
  DroverFinding *finding;
  gint64 need;
  gint64 most;
  gint64 fits;

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE) || (state != NULL && !state->active))
    {
      drover_findings_add_not_applicable (findings, _ ("no memory is moved"));
      return;
    }
  if (guest->memory_backing->hugepages)
    {
      drover_findings_add_not_applicable (findings, _ ("the guest's memory comes from huge pages"));
      return;
    }
  if (guest->memory <= 0 || memory->available < 0)
    {
      drover_findings_add_unknown (findings, _ ("the guest's memory or the target's is not known"));
      return;
    }

  need = get_need (state, guest);
  most = with_overhead (guest->memory);
  if (need > memory->available)
    code = "memory.too-little";
  else if (most > memory->available)
    code = "memory.could-grow";
  else if (most > memory->available - memory->available / 10)
    code = "memory.tight";
  if (code == NULL)
    return;

  need_text = drover_format_bytes ((guint64) need);
  most_text = drover_format_bytes ((guint64) most);
  free_text = drover_format_bytes ((guint64) memory->available);
  finding = drover_findings_add (findings, code);
  drover_finding_set_source (finding, g_str_equal (code, "memory.too-little") ? need_text : most_text);
  drover_finding_set_target (finding, free_text);
  drover_finding_set_evidence (finding, _ ("the guest takes %s now and %s at most; the target has %s free"),
                               need_text, most_text, free_text);
  fits = get_size_that_fits (guest, memory->available);
  if (fits > 0)
    {
      g_autofree char *kibibytes = g_strdup_printf ("%" G_GINT64_FORMAT, fits);

      drover_finding_set_argument (finding, "kibibytes", kibibytes);
    }
}

const DroverCheck drover_check_memory = {
  .id = "memory",
  .catalog = "R1",
  .group = DROVER_GROUP_CAPACITY,
  .title = N_ ("The target has enough memory"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_MEMORY, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
