/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hosts/drover-sign-in-memory.h"
#include "hosts/drover-sign-in.h"

G_BEGIN_DECLS

/* For the sign-in and its requests only. */

/**
 * DroverSignInDesk:
 * @context: where requests are shown
 * @mutex: guards what workers see: @closed, @waiting, and every slot's @settled and @answer
 * @changed: one of them is another
 * @waiting: the slots nobody was told of yet
 * @memory: answers that were right
 * @closed: no question is taken any more
 * @owner: (nullable): of the context only
 * @current: (nullable): the request that is shown; of the context only
 *
 * What workers share with the sign-in, and may outlive it with. Reference-counted.
 */
typedef struct {
  gatomicrefcount ref_count;
  GMainContext *context;
  GMutex mutex;
  GCond changed;
  GQueue waiting;
  DroverSignInMemory *memory;
  gboolean closed;
  DroverSignIn *owner;
  DroverSignInRequest *current;
} DroverSignInDesk;

/**
 * DroverSignInSlot:
 *
 * One question and, under the desk's mutex, what became of it. Reference-counted.
 */
typedef struct {
  gatomicrefcount ref_count;
  DroverSignInDesk *desk;
  DroverUri *uri;
  char *host;
  DroverQuestionKind kind;
  char *prompt;
  char *challenge;
  char *fingerprint;
  gboolean secret;
  guint attempt;
  gboolean settled;
  char *answer;
} DroverSignInSlot;

DroverSignInDesk *drover_sign_in_desk_ref (DroverSignInDesk *desk);
void drover_sign_in_desk_unref (DroverSignInDesk *desk);
DroverSignInSlot *drover_sign_in_slot_new (DroverSignInDesk *desk, const DroverQuestion *question);
DroverSignInSlot *drover_sign_in_slot_ref (DroverSignInSlot *slot);
void drover_sign_in_slot_unref (DroverSignInSlot *slot);
gboolean drover_sign_in_slot_is_settled (DroverSignInSlot *slot);
void drover_sign_in_slot_settle (DroverSignInSlot *slot, const char *answer);
void drover_sign_in_desk_wake (DroverSignInDesk *desk);

DroverSignInRequest *drover_sign_in_request_new (DroverSignInSlot *slot);
void drover_sign_in_request_close (DroverSignInRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverSignInDesk, drover_sign_in_desk_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverSignInSlot, drover_sign_in_slot_unref)

G_END_DECLS
