/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-question.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SIGN_IN_REQUEST (drover_sign_in_request_get_type ())

/**
 * DroverSignInRequest:
 *
 * A question that somebody must answer before a host can be opened. It is answered once, or cancelled;
 * whoever lets go of it without a word cancels it. Lives in the main context of its #DroverSignIn. All its
 * texts came from elsewhere: they hold no control characters, and are to be shown as text, never as markup.
 */
G_DECLARE_FINAL_TYPE (DroverSignInRequest, drover_sign_in_request, DROVER, SIGN_IN_REQUEST, GObject)

const DroverUri *drover_sign_in_request_get_uri (DroverSignInRequest *request);
const char *drover_sign_in_request_get_host (DroverSignInRequest *request);
DroverQuestionKind drover_sign_in_request_get_kind (DroverSignInRequest *request);
const char *drover_sign_in_request_get_prompt (DroverSignInRequest *request);
const char *drover_sign_in_request_get_challenge (DroverSignInRequest *request);
const char *drover_sign_in_request_get_fingerprint (DroverSignInRequest *request);
gboolean drover_sign_in_request_is_secret (DroverSignInRequest *request);
guint drover_sign_in_request_get_attempt (DroverSignInRequest *request);
gboolean drover_sign_in_request_is_open (DroverSignInRequest *request);
void drover_sign_in_request_answer (DroverSignInRequest *request, const char *text);
void drover_sign_in_request_cancel (DroverSignInRequest *request);

G_END_DECLS
