/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hosts/drover-sign-in-request.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SIGN_IN (drover_sign_in_get_type ())

/**
 * DroverSignIn:
 *
 * Where the questions of connections that are being opened come together: workers ask and wait, the main
 * context it was made in is told by [signal@SignIn::request], one question at a time.
 */
G_DECLARE_FINAL_TYPE (DroverSignIn, drover_sign_in, DROVER, SIGN_IN, GObject)

DroverSignIn *drover_sign_in_new (void);
void drover_sign_in_fill_options (DroverSignIn *sign_in, DroverOpenOptions *options);
void drover_sign_in_cancel (DroverSignIn *sign_in);

G_END_DECLS
