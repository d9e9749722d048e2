/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/drover-side.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverStepState:
 * @DROVER_STEP_PLANNED: not begun
 * @DROVER_STEP_BEGUN: begun; whether it took effect is not known if the program ended meanwhile
 * @DROVER_STEP_DONE: done
 * @DROVER_STEP_UNDONE: taken back
 * @DROVER_STEP_FOLLOWED: what it took on the source was given back on the target
 */
typedef enum {
  DROVER_STEP_PLANNED,
  DROVER_STEP_BEGUN,
  DROVER_STEP_DONE,
  DROVER_STEP_UNDONE,
  DROVER_STEP_FOLLOWED,
} DroverStepState;

typedef struct _DroverStepKind DroverStepKind;

/**
 * DroverStep:
 * @kind: what it does
 * @side: the host it does it on
 * @words: names and values it needs, to be applied as well as to be taken back; they are written to the undo
 * record, so a password is never among them
 * @state: how far it is
 * @value: (nullable): what is handed over and never written down
 *
 * The smallest change of a host that can be taken back.
 */
typedef struct {
  const DroverStepKind *kind;
  DroverSide side;
  GHashTable *words;
  DroverStepState state;
  GBytes *value;
} DroverStep;

/**
 * DroverStepKind:
 * @name: as in the undo record
 * @title: (translatable): what it does, with a %s for @subject
 * @subject: the word that names what is changed
 * @call: libvirt's function, as it is shown
 * @xml: (nullable): the word that holds the XML handed over, shown too
 * @apply: changes the host; may add words that @undo wants. Blocks
 * @undo: (nullable): takes that back, and succeeds where there is nothing to take back; %NULL for what cannot
 * be taken back. Blocks
 * @follow_title: (nullable) (translatable): what @follow does, with a %s for @subject
 * @follow: (nullable): for a step on the source: gives back on the target what it took from the guest, once
 * the guest has moved. Blocks
 * @replaced: (nullable): the word that holds what @xml stands in place of, shown too
 */
struct _DroverStepKind {
  const char *name;
  const char *title;
  const char *subject;
  const char *call;
  const char *xml;
  gboolean (*apply) (DroverStep *step, DroverConnection *connection, GError **error);
  gboolean (*undo) (DroverStep *step, DroverConnection *connection, GError **error);
  const char *follow_title;
  gboolean (*follow) (DroverStep *step, DroverConnection *connection, GError **error);
  const char *replaced;
};

DroverStep *drover_step_new (const char *kind, DroverSide side, ...) G_GNUC_NULL_TERMINATED;
void drover_step_free (DroverStep *step);
const char *drover_step_get_word (const DroverStep *step, const char *name);
void drover_step_set_word (DroverStep *step, const char *name, const char *value);
char *drover_step_get_title (const DroverStep *step);
char *drover_step_get_follow_title (const DroverStep *step);
char *drover_step_get_preview (const DroverStep *step);
const char *drover_step_state_to_string (DroverStepState state);

void drover_step_build_json (const DroverStep *step, JsonBuilder *builder);
DroverStep *drover_step_from_json (JsonNode *node, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverStep, drover_step_free)

G_END_DECLS
