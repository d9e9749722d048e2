/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-question.h"

G_BEGIN_DECLS

/**
 * DroverSignInMemory:
 *
 * What people have answered and hosts have accepted, while the program runs and in its memory alone: each
 * further connection to a host would ask for the same again. May be used in any thread.
 */
typedef struct _DroverSignInMemory DroverSignInMemory;

DroverSignInMemory *drover_sign_in_memory_new (void);
void drover_sign_in_memory_free (DroverSignInMemory *memory);
char *drover_sign_in_memory_recall (DroverSignInMemory *memory, const DroverQuestion *question);
void
drover_sign_in_memory_note (DroverSignInMemory *memory, const DroverQuestion *question, const char *answer);
void drover_sign_in_memory_settle (DroverSignInMemory *memory, const DroverUri *uri, gboolean opened);

G_END_DECLS
