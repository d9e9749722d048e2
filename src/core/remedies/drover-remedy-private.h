/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "remedies/drover-remedy.h"

G_BEGIN_DECLS

typedef struct {
  const DroverRemedy *remedies;
  gsize n_remedies;
} DroverRemedyTable;

/* One per remedy-TOPIC.c; the list of all is in drover-remedy.c. */
extern const DroverRemedyTable drover_remedies_migration;
extern const DroverRemedyTable drover_remedies_convergence;
extern const DroverRemedyTable drover_remedies_login;
extern const DroverRemedyTable drover_remedies_names;
extern const DroverRemedyTable drover_remedies_firewall;
extern const DroverRemedyTable drover_remedies_host;
extern const DroverRemedyTable drover_remedies_guest;
extern const DroverRemedyTable drover_remedies_copy;
extern const DroverRemedyTable drover_remedies_overlay;
extern const DroverRemedyTable drover_remedies_storage;
extern const DroverRemedyTable drover_remedies_network;
extern const DroverRemedyTable drover_remedies_graphics;
extern const DroverRemedyTable drover_remedies_link;
extern const DroverRemedyTable drover_remedies_state;

/* Whether a way is one for the distribution, firewall and daemons of that host. */
gboolean drover_remedy_fits (const DroverFacts *facts, DroverSide side, const char *variant);

/* What is known under a name: the finding's argument, else what plan and facts say of guest, source-uri,
 * target-uri, host, address, user, port, fqdn, source-address. */
char *drover_remedy_dup_word (const DroverRemedyContext *context, const char *name);
GStrv drover_remedy_get_words (const DroverRemedyContext *context);
const char *drover_remedy_get_guest (const DroverRemedyContext *context);

/* Each appends one quoted line. */
void drover_remedy_add (GPtrArray *commands, const char *first, ...) G_GNUC_NULL_TERMINATED;
void drover_remedy_add_virsh (const DroverRemedyContext *context,
                              GPtrArray *commands,
                              DroverSide side,
                              const char *first,
                              ...) G_GNUC_NULL_TERMINATED;
/* Shuts the guest down on the source, and waits until it is off. */
void drover_remedy_add_shutdown (const DroverRemedyContext *context, GPtrArray *commands);
void drover_remedy_add_redirected (GPtrArray *commands, const char *file, const char *first, ...)
    G_GNUC_NULL_TERMINATED;
void drover_remedy_add_setting (GPtrArray *commands, const char *file, const char *key, const char *value);
void drover_remedy_add_daemon_restart (GPtrArray *commands);

/* "droverctl migrate" with the plan's options, or with others in their place. */
DroverMigrateOptions *drover_remedy_copy_options (const DroverRemedyContext *context);
void drover_remedy_add_migrate (const DroverRemedyContext *context,
                                GPtrArray *commands,
                                const DroverMigrateOptions *options);
void drover_remedy_add_possible (const DroverRemedyContext *context,
                                 GPtrArray *commands,
                                 const DroverMigrateOptions *options);

/* Which disks are copied, and whether the target has an image where one would go. */
char *drover_remedy_list_copied (const DroverRemedyContext *context, const char *without);
gboolean drover_remedy_is_in_the_way (const DroverRemedyContext *context, const char *disk_name);

/* The source's pool that the target could have as well, and a name there for a new one. */
const DroverFactPool *drover_remedy_find_portable_pool (const DroverRemedyContext *context);
char *drover_remedy_choose_pool_name (const DroverRemedyContext *context, const char *dir);

/* The migration with a change of the definition that the target gets; see drover_guest_change_verify(). */
void drover_remedy_add_changed (const DroverRemedyContext *context, GPtrArray *commands, const char *change);

G_END_DECLS
