/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/drover-uri.h"

G_BEGIN_DECLS

/**
 * DroverQuestionKind:
 * @DROVER_QUESTION_HOST_KEY: whether the host's unknown SSH key is to be trusted; the answer is `y` or `n`
 * @DROVER_QUESTION_USER_NAME: who logs in
 * @DROVER_QUESTION_PASSWORD: the host's or libvirt's password
 * @DROVER_QUESTION_PASSPHRASE: what opens the user's own private key on this computer
 * @DROVER_QUESTION_OTHER: anything else (a one-time code, a SASL realm)
 */
typedef enum {
  DROVER_QUESTION_HOST_KEY,
  DROVER_QUESTION_USER_NAME,
  DROVER_QUESTION_PASSWORD,
  DROVER_QUESTION_PASSPHRASE,
  DROVER_QUESTION_OTHER,
} DroverQuestionKind;

/**
 * DroverQuestion:
 * @uri: the host that is being opened
 * @kind: what is asked for
 * @prompt: the question in the words of libvirt or of the host, which are not to be trusted
 * @challenge: (nullable): further text of it
 * @fingerprint: (nullable): of a host key, as `ssh-keygen -l` prints it, behind `SHA256:` or (with `-E sha1`)
 * `SHA1:`
 * @secret: whether the answer must not be shown
 * @attempt: 1, or more where the earlier answers to this question were not accepted
 *
 * What must be known before a connection can be opened. Valid during the call.
 */
typedef struct {
  const DroverUri *uri;
  DroverQuestionKind kind;
  const char *prompt;
  const char *challenge;
  const char *fingerprint;
  gboolean secret;
  guint attempt;
} DroverQuestion;

/**
 * DroverPromptFunc:
 * @question: what is asked
 * @cancellable: triggered when nobody waits for the connection any more
 * @user_data: closure
 *
 * Answers a question of SASL or SSH. Called in a worker thread, and may block there.
 *
 * Returns: (transfer full) (nullable): the answer, which the caller wipes; %NULL to give up
 */
typedef char *(*DroverPromptFunc) (const DroverQuestion *question,
                                   GCancellable *cancellable,
                                   gpointer user_data);

/**
 * DroverSettledFunc:
 * @uri: the host that was being opened
 * @opened: whether it was, with the answers that were given
 * @user_data: that of the #DroverPromptFunc
 *
 * No more is asked. Called in a worker thread.
 */
typedef void (*DroverSettledFunc) (const DroverUri *uri, gboolean opened, gpointer user_data);

G_END_DECLS
