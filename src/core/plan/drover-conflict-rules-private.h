/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "plan/drover-migrate-option.h"

G_BEGIN_DECLS

/**
 * DroverConflictOperand:
 * @option: an option
 * @value: (nullable): holds only for this word of a list, this choice, or this scheme of a URI; %NULL: holds
 * when the flag is on or anything is set
 * @present: whether this operand is there at all: a rule's unused places are zero
 */
typedef struct {
  DroverMigrateOption option;
  const char *value;
  gboolean present;
} DroverConflictOperand;

typedef enum {
  DROVER_CONFLICT_NEEDS,       /* at least one of the others must hold */
  DROVER_CONFLICT_EXCLUDES,    /* none of the others may hold; a rule has one */
  DROVER_CONFLICT_UNAVAILABLE, /* cannot be had at all */
} DroverConflictRelation;

/**
 * DroverConflictRule:
 * @id: its stable name
 * @subject: the option that is refused
 * @with: the rule applies only if this holds too
 * @relation: what the subject demands
 * @others: of whom
 * @qemu_below: applies only if a host's QEMU is known to be older; 0: always
 * @qemu_from: applies only if a host's QEMU is known to be this or newer; 0: always
 * @why: the reason, untranslated, to follow a colon
 *
 * One row of what libvirt and QEMU do not do together.
 */
typedef struct {
  const char *id;
  DroverConflictOperand subject;
  DroverConflictOperand with;
  DroverConflictRelation relation;
  DroverConflictOperand others[3];
  guint64 qemu_below;
  guint64 qemu_from;
  const char *why;
} DroverConflictRule;

extern const DroverConflictRule drover_conflict_rules[];
extern const guint drover_n_conflict_rules;

G_END_DECLS
