/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverError:
 * @DROVER_ERROR_FAILED: something went wrong and no better code exists; show the message
 * @DROVER_ERROR_INVALID_INPUT: what the user typed cannot be meant; nothing was touched
 * @DROVER_ERROR_NOT_FOUND: the named guest, pool, network … does not exist on that host
 * @DROVER_ERROR_UNREACHABLE: no connection to the host: refused, filtered, no route, unknown name
 * @DROVER_ERROR_AUTH: the host answered and refused the login
 * @DROVER_ERROR_READ_ONLY: the connection may only look
 * @DROVER_ERROR_TIMED_OUT: no answer within the time limit; the call may still be running
 * @DROVER_ERROR_UNSUPPORTED: the host's version or driver cannot do this
 * @DROVER_ERROR_BUSY: another job holds the guest
 * @DROVER_ERROR_MALFORMED: what a host sent cannot be read (XML out of bounds, not well-formed)
 * @DROVER_ERROR_CANCELLED: stopped because the user asked
 * @DROVER_ERROR_NEEDS_CONSENT: something would be lost, which the user has not said to be fine
 *
 * One code per decision a caller makes; the details are in the message and, for errors that began in
 * libvirt, in [func@error_get_virt_code].
 */
typedef enum {
  DROVER_ERROR_FAILED,
  DROVER_ERROR_INVALID_INPUT,
  DROVER_ERROR_NOT_FOUND,
  DROVER_ERROR_UNREACHABLE,
  DROVER_ERROR_AUTH,
  DROVER_ERROR_READ_ONLY,
  DROVER_ERROR_TIMED_OUT,
  DROVER_ERROR_UNSUPPORTED,
  DROVER_ERROR_BUSY,
  DROVER_ERROR_MALFORMED,
  DROVER_ERROR_CANCELLED,
  DROVER_ERROR_NEEDS_CONSENT,
} DroverError;

#define DROVER_ERROR (drover_error_quark ())

GQuark drover_error_quark (void);

GError *
drover_error_new_virt (DroverError code, int virt_domain, int virt_code, int sys_errno, const char *message);
int drover_error_get_virt_domain (const GError *error);
int drover_error_get_virt_code (const GError *error);
int drover_error_get_errno (const GError *error);
gboolean drover_error_is_connection (const GError *error);

G_END_DECLS
