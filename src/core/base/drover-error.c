/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-error.h"

/* What libvirt knew about an error and GError has no place for. */
typedef struct {
  int virt_domain;
  int virt_code;
  int sys_errno;
} DroverErrorPrivate;

static void
drover_error_private_init (DroverErrorPrivate *priv)
{
  g_assert (priv != NULL);
  *priv = (DroverErrorPrivate){ 0 };
}

static void
drover_error_private_copy (const DroverErrorPrivate *from, DroverErrorPrivate *to)
{
  g_assert (from != NULL && to != NULL);
  *to = *from;
}

static void
drover_error_private_clear (DroverErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (DroverError, drover_error)

/* NULL for an error of another domain. */
static DroverErrorPrivate *
details_of (const GError *error)
{
  return error != NULL && error->domain == DROVER_ERROR ? drover_error_get_private (error) : NULL;
}

/**
 * drover_error_new_virt:
 * @code: the decision this error asks of a caller
 * @virt_domain: libvirt's `virErrorDomain`, 0 if the error did not begin in libvirt
 * @virt_code: libvirt's `virErrorNumber`, 0 likewise
 * @sys_errno: the errno behind it, 0 if unknown
 * @message: the raw text
 *
 * Returns: (transfer full): a new error
 */
GError *
drover_error_new_virt (DroverError code, int virt_domain, int virt_code, int sys_errno, const char *message)
{
  GError *error = g_error_new_literal (DROVER_ERROR, (int) code, message);
  DroverErrorPrivate *priv = details_of (error);

  g_assert (priv != NULL);
  priv->virt_domain = virt_domain;
  priv->virt_code = virt_code;
  priv->sys_errno = sys_errno;
  return error;
}

/**
 * drover_error_get_virt_domain:
 * @error: (nullable): any error
 *
 * Returns: libvirt's `virErrorDomain`, or 0
 */
int
drover_error_get_virt_domain (const GError *error)
{
  const DroverErrorPrivate *priv = details_of (error);

  return priv ? priv->virt_domain : 0;
}

/**
 * drover_error_get_virt_code:
 * @error: (nullable): any error
 *
 * Returns: libvirt's `virErrorNumber`, or 0
 */
int
drover_error_get_virt_code (const GError *error)
{
  const DroverErrorPrivate *priv = details_of (error);

  return priv ? priv->virt_code : 0;
}

/**
 * drover_error_get_errno:
 * @error: (nullable): any error
 *
 * libvirt carries the errno of a VIR_ERR_SYSTEM_ERROR in `virError.int1`.
 *
 * Returns: the errno behind the error, or 0
 */
int
drover_error_get_errno (const GError *error)
{
  const DroverErrorPrivate *priv = details_of (error);

  return priv ? priv->sys_errno : 0;
}

/**
 * drover_error_is_connection:
 * @error: (nullable): any error
 *
 * Returns: whether the error says that a host could not be reached or entered, so that nothing could be
 *   determined (exit status 3 of droverctl)
 */
gboolean
drover_error_is_connection (const GError *error)
{
  return g_error_matches (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE) ||
         g_error_matches (error, DROVER_ERROR, DROVER_ERROR_AUTH) ||
         g_error_matches (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT);
}
