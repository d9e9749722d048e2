/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-virt-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"

static DroverError
code_of (const virError *err)
{
  switch (err->code)
    {
    case VIR_ERR_NO_DOMAIN:
    case VIR_ERR_NO_NETWORK:
    case VIR_ERR_NO_STORAGE_POOL:
    case VIR_ERR_NO_STORAGE_VOL:
    case VIR_ERR_NO_INTERFACE:
    case VIR_ERR_NO_NODE_DEVICE:
    case VIR_ERR_NO_SECRET:
    case VIR_ERR_NO_NWFILTER:
      return DROVER_ERROR_NOT_FOUND;
    case VIR_ERR_AUTH_FAILED:
    case VIR_ERR_AUTH_CANCELLED:
    case VIR_ERR_AUTH_UNAVAILABLE:
      return DROVER_ERROR_AUTH;
    case VIR_ERR_OPERATION_DENIED:
    case VIR_ERR_ACCESS_DENIED:
      return DROVER_ERROR_READ_ONLY;
    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
    case VIR_ERR_CONFIG_UNSUPPORTED:
      return DROVER_ERROR_UNSUPPORTED;
    case VIR_ERR_OPERATION_TIMEOUT:
      return DROVER_ERROR_BUSY;
    case VIR_ERR_OPERATION_ABORTED:
      return DROVER_ERROR_CANCELLED;
    default:
      break;
    }
  if (err->domain == VIR_FROM_RPC)
    return DROVER_ERROR_UNREACHABLE;
  return DROVER_ERROR_FAILED;
}

static void
set_error (const char *what, const virError *err, DroverError code, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (err->message ? err->message : _ ("unknown error"), -1);
  int sys_errno = err->code == VIR_ERR_SYSTEM_ERROR ? err->int1 : 0;

  g_strchomp (valid); /* the words of a program that failed end with a line's end */
  g_debug ("%s: libvirt error domain %d code %d errno %d: %s", what, err->domain, err->code, sys_errno,
           valid);
  g_propagate_error (error, drover_error_new_virt (code, err->domain, err->code, sys_errno, valid));
}

/**
 * drover_virt_take_error:
 * @what: the call that failed, for the debug log
 * @error: return location
 *
 * Turns libvirt's thread-local error into a #GError; call it in the thread that failed, right after.
 */
void
drover_virt_take_error (const char *what, GError **error)
{
  const virError *err = virGetLastError ();

  if (err == NULL || err->code == VIR_ERR_OK)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s failed and libvirt did not say why"), what);
  else
    set_error (what, err, code_of (err), error);
}

/**
 * drover_virt_report:
 * @rc: what the call returned; below zero where it failed
 * @what: its name, for the debug log
 * @error: return location
 *
 * Ends a call: keeps the distance to the next one, and takes the error. Call it in the same thread, right
 * after.
 *
 * Returns: whether it went well
 */
gboolean
drover_virt_report (int rc, const char *what, GError **error)
{
  drover_virt_keep_distance ();
  if (rc >= 0)
    return TRUE;
  drover_virt_take_error (what, error);
  return FALSE;
}

/**
 * drover_virt_take_open_error:
 * @uri: what was to be opened
 * @error: return location
 *
 * As [func@virt_take_error], for a connection that did not come about: every error is then either a door that
 * was not found or one that stayed shut.
 */
void
drover_virt_take_open_error (const char *uri, GError **error)
{
  /* What OpenSSH, libvirt's socket client and GnuTLS say when the host answered but did not let us in. */
  static const char *const refusals[] = {
    "Permission denied",
    "Host key verification failed",
    "HOST KEY VERIFICATION FAILED",
    "SSH host key",
    "REMOTE HOST IDENTIFICATION",
    "authentication",
    "ertificate",
    "credential",
    "Too many authentication failures",
  };
  const virError *err = virGetLastError ();
  DroverError code = DROVER_ERROR_UNREACHABLE;

  if (err == NULL || err->code == VIR_ERR_OK)
    {
      g_set_error (error, DROVER_ERROR, code, _ ("%s could not be opened and libvirt did not say why"), uri);
      return;
    }
  if (code_of (err) == DROVER_ERROR_AUTH || code_of (err) == DROVER_ERROR_READ_ONLY)
    code = DROVER_ERROR_AUTH;
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (err->message != NULL && strstr (err->message, refusals[i]) != NULL)
      code = DROVER_ERROR_AUTH;
  set_error (uri, err, code, error);
}

/**
 * drover_virt_take_string:
 * @text: (transfer full) (nullable): a string that libvirt allocated
 * @what: the call it came from
 * @error: set when @text is %NULL
 *
 * Returns: (transfer full) (nullable): the string, valid UTF-8, to be freed with g_free()
 */
char *
drover_virt_take_string (char *text, const char *what, GError **error)
{
  char *valid;

  drover_virt_keep_distance ();
  if (text == NULL)
    {
      drover_virt_take_error (what, error);
      return NULL;
    }
  valid = g_utf8_make_valid (text, -1);
  free (text);
  return valid;
}
