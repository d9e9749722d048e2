/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-distribution.h"
#include "base/drover-record.h"

G_BEGIN_DECLS

/**
 * DroverRecipeOptions:
 * @distribution: of the server; and of the hosts, as far as nothing else is known of them
 * @server: the server's name or address, as the hosts are to use it
 * @directory: the directory it is to export
 * @clients: names or addresses of the hosts that may mount it
 * @no_root_squash: let the hosts' root be root in the directory, which is not the safe way
 *
 * What the recipe is for.
 */
typedef struct {
  DroverDistribution distribution;
  const char *server;
  const char *directory;
  const char *const *clients;
  gboolean no_root_squash;
} DroverRecipeOptions;

/**
 * DroverRecipeStep:
 * @id: stable
 * @where: `server`, `hosts`, or `here` (where droverctl runs)
 * @title: (translated): what it does
 * @why: (translated): why it is needed
 * @commands: shell commands, in their order; empty where there is none for that distribution
 * @verify: (nullable): a command that succeeds once the step is done
 *
 * One step on the way from nothing to shared storage.
 */
typedef struct {
  char *id;
  char *where;
  char *title;
  char *why;
  GStrv commands;
  char *verify;
} DroverRecipeStep;

/**
 * DroverRecipeNote:
 * @option: as it is written
 * @text: (translated): what it means here
 *
 * An option of an export or a mount, explained.
 */
typedef struct {
  char *option;
  char *text;
} DroverRecipeNote;

/**
 * DroverRecipe:
 *
 * The whole way.
 */
typedef struct {
  GPtrArray *steps; /* DroverRecipeStep */
  GPtrArray *notes; /* DroverRecipeNote */
} DroverRecipe;

extern const DroverRecordType drover_recipe_step_type;
extern const DroverRecordType drover_recipe_note_type;
extern const DroverRecordType drover_recipe_type;

DroverRecipe *drover_recipe_new (const DroverRecipeOptions *options, GError **error);
void drover_recipe_free (DroverRecipe *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverRecipe, drover_recipe_free)

G_END_DECLS
