/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-finding.h"

G_BEGIN_DECLS

/**
 * DroverRemedyContext:
 * @plan: the migration it is for
 * @facts: what is known
 * @finding: (nullable): what it shall mend; its arguments fill the commands
 * @options: (out) (nullable): where a remedy that only changes this migration leaves the options it would
 * take
 *
 * What the commands of a remedy are made from.
 */
typedef struct {
  const DroverPlan *plan;
  const DroverFacts *facts;
  DroverFinding *finding;
  DroverMigrateOptions **options;
} DroverRemedyContext;

/**
 * DroverRemedy:
 * @id: as checks and explanations name it
 * @variant: (nullable): which of several ways of doing the same thing (`firewalld`, `ufw` …); one is enough
 * @title: (translatable): what it does
 * @side: where the commands are typed
 * @build: appends lines for a POSIX shell to @commands; none where this way does not fit the case
 *
 * A way out. Remedies that need only words filled in are the recipes of the explain room; those that must
 * know the plan or the facts stand in the tables of this room and come first.
 */
typedef struct {
  const char *id;
  const char *variant;
  const char *title;
  DroverSide side;
  void (*build) (const DroverRemedyContext *context, GPtrArray *commands);
} DroverRemedy;

/**
 * DroverRemedyOffer:
 *
 * A remedy as it is offered for one finding. Fields as in [struct@Remedy], title translated. @automatic says
 * whether Drover can apply it itself, through libvirt. @options stands
 * where the remedy is nothing but this migration with other options, so that a program can take them at once.
 */
typedef struct {
  const char *id;
  const char *variant;
  char *title;
  DroverSide side;
  gboolean automatic;
  DroverMigrateOptions *options; /* NULL where there is more to do */
  GStrv commands;                /* each a line for a POSIX shell; capitals are for the reader to fill */
  gboolean complete;             /* nothing is left to the reader */
} DroverRemedyOffer;

const DroverRemedy *drover_remedy_find (const char *id);
gboolean drover_remedy_is_known (const char *id);
GStrv drover_remedy_get_commands (const DroverRemedy *remedy,
                                  const DroverPlan *plan,
                                  const DroverFacts *facts,
                                  DroverFinding *finding);
GPtrArray *drover_remedies_offer (const DroverPlan *plan, const DroverFacts *facts, DroverFinding *finding);
GPtrArray *drover_remedies_offer_for_id (const char *id,
                                         const DroverPlan *plan,
                                         const DroverFacts *facts,
                                         DroverFinding *finding);

G_END_DECLS
