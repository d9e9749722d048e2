/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "checks/drover-check.h"

G_BEGIN_DECLS

#define DROVER_TYPE_FINDING (drover_finding_get_type ())

/**
 * DroverFinding:
 *
 * One thing a check found. Immutable once its check returned; read by the wizard, droverctl and the report
 * alike. Values and evidence came from hosts: they are text, never markup.
 */
G_DECLARE_FINAL_TYPE (DroverFinding, drover_finding, DROVER, FINDING, GObject)

const DroverCheck *drover_finding_get_check (DroverFinding *finding);
const char *drover_finding_get_code (DroverFinding *finding);
const char *drover_finding_get_catalog (DroverFinding *finding);
DroverVerdict drover_finding_get_verdict (DroverFinding *finding);
const char *drover_finding_get_title (DroverFinding *finding);
const char *drover_finding_get_why (DroverFinding *finding);
const char *drover_finding_get_subject (DroverFinding *finding);
const char *drover_finding_get_subject_label (DroverFinding *finding);
const char *drover_finding_get_source (DroverFinding *finding);
const char *drover_finding_get_target (DroverFinding *finding);
const char *drover_finding_get_evidence (DroverFinding *finding);
const char *const *drover_finding_get_remedies (DroverFinding *finding);
const char *drover_finding_get_argument (DroverFinding *finding, const char *name);
gboolean drover_finding_is_ignorable (DroverFinding *finding);
gboolean drover_finding_can_block (DroverFinding *finding);
gboolean drover_finding_matches (DroverFinding *finding, const char *id);

G_END_DECLS
