/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-secret.h"

#include <string.h>

/**
 * drover_secret_free:
 * @secret: (nullable) (transfer full): a password or the like
 *
 * Wipes the text before its memory goes to somebody else.
 */
void
drover_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
