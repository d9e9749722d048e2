/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libvirt/libvirt.h>

#include "virt/drover-patience-private.h"
#include "virt/drover-question.h"

G_BEGIN_DECLS

/* How often the same question may be answered wrong. */
#define DROVER_MAX_ATTEMPTS 3U

/**
 * DroverCredentials:
 * @uri: the host that is being opened
 * @prompt: (nullable): who answers
 * @prompt_data: for @prompt
 * @cancellable: triggered when nobody waits any more
 * @patience: (nullable): held while somebody is asked
 * @attempts: how often each question was put
 * @secrets: whether one of the questions was for a secret
 * @nobody: whether there was a question and nobody to answer it
 * @refused: (nullable): why the questions ended without an answer
 *
 * The questions of one opening, which may take several attempts. For one thread.
 */
typedef struct {
  const DroverUri *uri;
  DroverPromptFunc prompt;
  gpointer prompt_data;
  GCancellable *cancellable;
  DroverPatience *patience;
  GHashTable *attempts;
  gboolean secrets;
  gboolean nobody;
  GError *refused;
} DroverCredentials;

void drover_credentials_init (DroverCredentials *credentials,
                              const DroverUri *uri,
                              DroverPromptFunc prompt,
                              gpointer prompt_data,
                              GCancellable *cancellable);
void drover_credentials_clear (DroverCredentials *credentials);
void drover_credentials_fill_auth (DroverCredentials *credentials, virConnectAuth *auth);
char *drover_credentials_find_fingerprint (const char *prompt);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DroverCredentials, drover_credentials_clear)

G_END_DECLS
