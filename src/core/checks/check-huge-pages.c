/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "huge-pages.too-few", "R2", DROVER_VERDICT_BLOCK,
    N_ ("The target has too few free huge pages for the guest"),
    N_ ("The guest's memory is made of huge pages, and the target's QEMU takes them all when the migration begins: "
        "“unable to map backing store”."),
    "hugepages", FALSE },
  { "huge-pages.none", "R2", DROVER_VERDICT_BLOCK,
    N_ ("The target has no huge pages of the size that the guest uses"),
    N_ ("The guest's memory is made of huge pages: “hugetlbfs filesystem is not mounted”, or “unable to map backing "
        "store”."),
    "hugepages", FALSE },
  { NULL },
};
/* clang-format on */

static void
add (const char *code, const DroverFactPage *page, gint64 needed, DroverFindings *findings)
{
  DroverFinding *finding = drover_findings_add (findings, code);
  g_autofree char *size = drover_format_bytes ((guint64) page->size);
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT, needed);
  g_autofree char *to = g_strdup_printf ("%" G_GINT64_FORMAT, page->n_free);
  g_autofree char *kibibytes = g_strdup_printf ("%" G_GINT64_FORMAT, page->size / 1024);

  drover_finding_set_subject (finding, size);
  drover_finding_set_source (finding, from);
  drover_finding_set_target (finding, to);
  drover_finding_set_argument (finding, "pages", from);
  drover_finding_set_argument (finding, "page-size", kibibytes);
  drover_finding_set_evidence (finding, _ ("%s pages of %s are needed, %s are free on the target"), from,
                               size, to);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  const DroverFactPages *there = drover_facts_get_pages (input->facts, DROVER_SIDE_TARGET);

  if (!guest->memory_backing->hugepages)
    {
      drover_findings_add_not_applicable (findings, _ ("The guest does not use huge pages."));
      return;
    }
  for (guint i = 0; there->pages != NULL && i < there->pages->len; i++)
    {
      const DroverFactPage *page = there->pages->pdata[i];
      /* Of several sizes each serves some of the guest's NUMA nodes; at least one page of each is needed. */
      gint64 needed =
          there->pages->len == 1 && page->size > 0 ? (guest->memory + page->size - 1) / page->size : 1;

      if (page->n_free < 0)
        drover_findings_add_unknown (findings, "%s",
                                     page->reason ? page->reason : _ ("the target does not tell"));
      else if (page->n_free == 0)
        add ("huge-pages.none", page, needed, findings);
      else if (page->n_free < needed)
        add ("huge-pages.too-few", page, needed, findings);
    }
}

const DroverCheck drover_check_huge_pages = {
  .id = "huge-pages",
  .catalog = "R2",
  .group = DROVER_GROUP_CAPACITY,
  .title = N_ ("The target has free huge pages for the guest"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_PAGES, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
