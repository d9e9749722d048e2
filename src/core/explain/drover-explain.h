/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "base/drover-side.h"

G_BEGIN_DECLS

#define DROVER_EXPLAIN_UNKNOWN "explain.unknown"
#define DROVER_EXPLAIN_TWO_HALVES "explain.two-halves"
#define DROVER_EXPLAIN_NO_SIDE (-1)

/**
 * DroverExplainRemedy:
 * @id: stable, untranslated name of what to do; ways of doing the same thing share it
 * @variant: (nullable): which of those ways this is, e.g. `firewalld` or `ufw`; only one is needed
 * @title: translated, what it does
 * @side: where the commands are typed
 * @commands: (array zero-terminated=1): shell lines, quoted; words in capitals are for the reader to fill
 * @complete: whether there are no such words
 *
 * A way out. Immutable.
 */
typedef struct {
  const char *id;
  const char *variant;
  char *title;
  DroverSide side;
  char **commands;
  gboolean complete;
} DroverExplainRemedy;

/**
 * DroverExplanation:
 * @raw: the text that was explained, made harmless for a terminal and at most 64 KiB long
 * @code: stable name of the explanation
 * @catalog: (nullable): the ids of the catalogue, separated by spaces, the likeliest first
 * @side: the [enum@Side] that reported @raw, or %DROVER_EXPLAIN_NO_SIDE if the text does not say
 * @cause: translated, what happened
 * @safe: translated, what is known of the guest
 * @where_to_look: translated, where the hosts know more
 * @remedies: (element-type DroverExplainRemedy): the best first; may be empty
 * @halves: (nullable) (element-type DroverExplanation): where two hosts speak in one message, each of them
 *
 * What an error text means. Immutable and reference counted; may be shared between threads.
 */
typedef struct {
  char *raw;
  const char *code;
  char *catalog;
  int side;
  char *cause;
  char *safe;
  char *where_to_look;
  GPtrArray *remedies;
  GPtrArray *halves;
} DroverExplanation;

#define DROVER_TYPE_EXPLANATION (drover_explanation_get_type ())

GType drover_explanation_get_type (void);
DroverExplanation *drover_explanation_ref (DroverExplanation *self);
void drover_explanation_unref (DroverExplanation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverExplanation, drover_explanation_unref)

DroverExplanation *drover_explain (const char *text, int virt_domain, int virt_code);
DroverExplanation *
drover_explain_with_words (const char *text, int virt_domain, int virt_code, const char *const *words);
DroverExplanation *drover_explain_error (const GError *error);

gboolean drover_explanation_is_known (const DroverExplanation *self);
JsonNode *drover_explanation_to_json (const DroverExplanation *self);
char *drover_explanation_to_text (const DroverExplanation *self, guint width);

GPtrArray *drover_explain_remedies_new (void);
gboolean drover_explain_add_remedies (GPtrArray *remedies, const char *id, const char *const *words);

G_END_DECLS
