/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-named-objects.h"

#include <glib/gi18n-lib.h>

/**
 * drover_named_objects_judge:
 * @input: with %DROVER_FACT_OBJECTS of the target
 * @kind: of the objects that are looked at: `secret`, `nwfilter`
 * @code: what to find for each that is missing
 * @argument: the word in remedies that is the object's name
 * @none: why nothing is judged where the guest names no such object
 * @findings: to add to
 *
 * Judges whether the target has what the guest's definition names there.
 */
void
drover_named_objects_judge (const DroverCheckInput *input,
                            const char *kind,
                            const char *code,
                            const char *argument,
                            const char *none,
                            DroverFindings *findings)
{
  const DroverFactObjects *there = drover_facts_get_objects (input->facts, DROVER_SIDE_TARGET);
  guint looked_at = 0;

  for (guint i = 0; there->objects != NULL && i < there->objects->len; i++)
    {
      const DroverFactObject *object = there->objects->pdata[i];
      DroverFinding *finding = NULL;

      if (g_strcmp0 (object->kind, kind) != 0)
        continue;
      looked_at++;
      if (g_strcmp0 (object->exists, "no") == 0)
        {
          finding = drover_findings_add (findings, code);
          drover_finding_set_target (finding, _ ("missing"));
          drover_finding_set_evidence (finding, "%s", object->reason ? object->reason : object->name);
          drover_finding_set_argument (finding, argument, object->name);
        }
      else if (g_strcmp0 (object->exists, "yes") != 0)
        finding =
            drover_findings_add_unknown (findings, "%s: %s", object->name,
                                         object->reason ? object->reason : _ ("the target does not tell"));
      if (finding != NULL)
        {
          drover_finding_set_subject (finding, object->user ? object->user : object->name);
          drover_finding_set_source (finding, object->name);
        }
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, none);
}
