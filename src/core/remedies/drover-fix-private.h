/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-xml.h"
#include "remedies/drover-fix.h"
#include "remedies/drover-remedy-private.h"
#include "remedies/drover-step.h"
#include "virt/drover-domain.h"
#include "virt/drover-host-object.h"

G_BEGIN_DECLS

/* For the files of this room that apply remedies. */

struct _DroverFix {
  GObject parent_instance;

  char *record; /* NULL until something was done */
  char *remedy;
  char *title;
  char *source;
  char *target;
  GPtrArray *steps;
  GPtrArray *notes;
};

typedef struct {
  const DroverStepKind *kinds;
  gsize n_kinds;
} DroverStepKinds;

extern const DroverStepKinds drover_step_kinds_block_job;
extern const DroverStepKinds drover_step_kinds_cpu;
extern const DroverStepKinds drover_step_kinds_definition;
extern const DroverStepKinds drover_step_kinds_device;
extern const DroverStepKinds drover_step_kinds_disc;
extern const DroverStepKinds drover_step_kinds_disk;
extern const DroverStepKinds drover_step_kinds_filter;
extern const DroverStepKinds drover_step_kinds_network;
extern const DroverStepKinds drover_step_kinds_next_start;
extern const DroverStepKinds drover_step_kinds_pool;
extern const DroverStepKinds drover_step_kinds_secret;
extern const DroverStepKinds drover_step_kinds_snapshot;
extern const DroverStepKinds drover_step_kinds_stale;
extern const DroverStepKinds drover_step_kinds_state;

/* What a remedy is worked out from. */
typedef struct {
  const DroverRemedyContext *context;
  DroverConnection *source;
  DroverConnection *target;
} DroverFixInput;

/* Looks at both hosts and adds the steps. Runs in a worker; changes nothing. */
typedef struct {
  const char *id;      /* the remedy's */
  const char *variant; /* NULL for the only way */
  gboolean (*prepare) (DroverFix *fix, const DroverFixInput *input, GError **error);
} DroverFixAction;

typedef struct {
  const DroverFixAction *actions;
  gsize n_actions;
} DroverFixActions;

extern const DroverFixActions drover_fix_actions_block_job;
extern const DroverFixActions drover_fix_actions_definition;
extern const DroverFixActions drover_fix_actions_device;
extern const DroverFixActions drover_fix_actions_disc;
extern const DroverFixActions drover_fix_actions_filter;
extern const DroverFixActions drover_fix_actions_network;
extern const DroverFixActions drover_fix_actions_next_start;
extern const DroverFixActions drover_fix_actions_pool;
extern const DroverFixActions drover_fix_actions_secret;
extern const DroverFixActions drover_fix_actions_snapshot;
extern const DroverFixActions drover_fix_actions_stale;
extern const DroverFixActions drover_fix_actions_state;

const DroverFixAction *drover_fix_find_action (const char *id, const char *variant);
void drover_fix_take_step (DroverFix *fix, DroverStep *step);
void drover_fix_add_note (DroverFix *fix, const char *note);
gboolean drover_fix_save (DroverFix *fix, GError **error);

DroverDomain *drover_fix_look_up_guest (const DroverFixInput *input, GError **error);
DroverDomain *drover_fix_look_up_defined_guest (const DroverFixInput *input, GError **error);
void drover_fix_take_guest_step (DroverFix *fix, DroverStep *step, DroverDomain *guest);
DroverDomain *drover_fix_find_guest (const DroverStep *step, DroverConnection *connection, GError **error);
gboolean drover_fix_update_device (
    DroverStep *step, DroverConnection *connection, const char *word, gboolean definition, GError **error);
void drover_fix_add_next_start_note (DroverFix *fix);

/* Steps of a guest's disks. A change returns whether there was anything to do. */
typedef gboolean (*DroverDiskChange) (xmlXPathContext *context, xmlNode *disk);

gboolean drover_fix_change_disk (
    const char *guest_xml, const char *target, DroverDiskChange change, char **before, char **after);
gboolean drover_fix_has_disc (xmlXPathContext *context, xmlNode *disk);
gboolean drover_fix_prepare_disk (DroverFix *fix,
                                  const DroverFixInput *input,
                                  const char *kind,
                                  DroverDiskChange change,
                                  const char *done,
                                  GError **error);
gboolean drover_fix_apply_disk (DroverStep *step, DroverConnection *connection, GError **error);
gboolean drover_fix_undo_disk (DroverStep *step, DroverConnection *connection, GError **error);

/* Steps of networks and pools. */
gboolean drover_fix_apply_define (DroverStep *step, DroverConnection *connection, GError **error);
gboolean drover_fix_undo_define (DroverStep *step, DroverConnection *connection, GError **error);
gboolean drover_fix_apply_start (DroverStep *step, DroverConnection *connection, GError **error);
gboolean drover_fix_undo_start (DroverStep *step, DroverConnection *connection, GError **error);
gboolean drover_fix_apply_autostart (DroverStep *step, DroverConnection *connection, GError **error);
gboolean drover_fix_undo_autostart (DroverStep *step, DroverConnection *connection, GError **error);

void drover_fix_add_define (DroverFix *fix, DroverHostObject kind, const char *name, const char *xml);
void drover_fix_add_start (DroverFix *fix, DroverHostObject kind, const char *name);
gboolean
drover_fix_prepare_start (DroverFix *fix, DroverHostObject kind, const DroverFixInput *input, GError **error);
char *drover_fix_dup_object_name (const DroverRemedyContext *context, DroverHostObject kind, GError **error);
char *drover_fix_get_object_text (DroverHostObject kind, const char *xml, const char *xpath);

gboolean drover_fix_stop_unused_pool (DroverConnection *connection, const char *pool, GError **error);

/* The XML of a network or pool as another host can take it. */
char *drover_fix_adapt_network (const char *xml, GPtrArray *there, GPtrArray *notes, GError **error);

char *drover_fix_adapt_pool (const char *xml, GPtrArray *there, GPtrArray *notes, GError **error);
gboolean drover_fix_guest_uses_pool (const char *guest_xml, const char *pool, const char *folder);

gboolean
drover_fix_replace_cpu (const char *guest_xml, const char *cpu, char **before, char **after, GError **error);
gboolean drover_fix_redirect_disk (
    const char *guest_xml, const char *disk, const char *path, char **before, char **after);
gboolean drover_fix_uncache_disk (xmlXPathContext *context, xmlNode *disk);
char *drover_fix_replace_machine (const char *guest_xml, const char *from, const char *to, GError **error);
const char *drover_fix_choose_machine (const GPtrArray *source, const GPtrArray *target, const char *machine);
gboolean drover_fix_is_old_copy (const char *xml, const char *there);
char *drover_fix_find_device (const char *guest_xml, const char *alias, char **place);
char *drover_fix_find_device_at (const char *guest_xml, const char *place);
gboolean drover_fix_card_is_free (const char *product, const char *node_device, GError **error);
gboolean drover_fix_free_drive (xmlXPathContext *context, xmlNode *drive);
char *drover_fix_get_listen (const char *guest_xml);
gboolean drover_fix_empty_drive (xmlXPathContext *context, xmlNode *drive);

G_END_DECLS
