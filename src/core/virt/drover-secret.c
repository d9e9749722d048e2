/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-secret.h"

#include <string.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

static virSecret *
look_up (DroverConnection *connection, const char *uuid, GError **error)
{
  virSecret *secret = virSecretLookupByUUIDString (drover_connection_get_raw (connection), uuid);

  drover_virt_report (secret != NULL ? 0 : -1, "virSecretLookupByUUIDString", error);
  return secret;
}

/* How libvirt calls what a secret is for, in a disk's definition and in its own table. */
static int
get_usage_type (const char *type)
{
  static const struct {
    const char *name;
    int type;
  } types[] = {
    { "ceph", VIR_SECRET_USAGE_TYPE_CEPH },         { "iscsi", VIR_SECRET_USAGE_TYPE_ISCSI },
    { "passphrase", VIR_SECRET_USAGE_TYPE_VOLUME }, { "tls", VIR_SECRET_USAGE_TYPE_TLS },
    { "vtpm", VIR_SECRET_USAGE_TYPE_VTPM },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (type, types[i].name) == 0)
      return types[i].type;
  return VIR_SECRET_USAGE_TYPE_NONE;
}

static virSecret *
look_up_by_usage (DroverConnection *connection, const char *type, const char *usage, GError **error)
{
  virSecret *secret =
      virSecretLookupByUsage (drover_connection_get_raw (connection), get_usage_type (type), usage);

  drover_virt_report (secret != NULL ? 0 : -1, "virSecretLookupByUsage", error);
  return secret;
}

/**
 * drover_secret_lookup:
 * @uuid: a secret's UUID
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such secret
 *
 * Returns: whether the host has the secret. Its value is never asked for
 */
gboolean
drover_secret_lookup (DroverConnection *connection, const char *uuid, GError **error)
{
  g_autoptr (virSecret) secret = look_up (connection, uuid, error);

  return secret != NULL;
}

/**
 * drover_secret_lookup_by_usage:
 * @type: what it is for, as in a disk's `<secret type=…>`: ceph, iscsi, passphrase, tls, vtpm
 * @usage: its usage name
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such secret
 *
 * Returns: whether the host has the secret
 */
gboolean
drover_secret_lookup_by_usage (DroverConnection *connection,
                               const char *type,
                               const char *usage,
                               GError **error)
{
  g_autoptr (virSecret) secret = look_up_by_usage (connection, type, usage, error);

  return secret != NULL;
}

/**
 * drover_secret_get_definition:
 * @type: (nullable): what it is for, as in a disk's `<secret type=…>`, where @name is a usage name
 * @name: its UUID, or its usage name
 * @uuid: (out) (transfer full): its UUID
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such secret
 *
 * Returns: (transfer full): the secret's XML, in which its value is not
 */
char *
drover_secret_get_definition (
    DroverConnection *connection, const char *type, const char *name, char **uuid, GError **error)
{
  g_autoptr (virSecret) secret = NULL;
  char text[VIR_UUID_STRING_BUFLEN];
  char *xml;

  if (g_uuid_string_is_valid (name))
    secret = look_up (connection, name, error);
  else
    secret = look_up_by_usage (connection, type, name, error);
  if (secret == NULL)
    return NULL;
  xml = drover_virt_take_string (virSecretGetXMLDesc (secret, 0), "virSecretGetXMLDesc", error);
  if (xml != NULL && virSecretGetUUIDString (secret, text) == 0)
    *uuid = g_strdup (text);
  return xml;
}

typedef struct {
  guint8 *data;
  gsize size;
} Value;

static void
value_free (gpointer data)
{
  Value *value = data;

  explicit_bzero (value->data, value->size);
  free (value->data);
  g_free (value);
}

/**
 * drover_secret_get_value:
 * @error: libvirt's words where the secret is private or has no value
 *
 * Returns: (transfer full): its value, wiped when it is freed; only to be handed to another host
 */
GBytes *
drover_secret_get_value (DroverConnection *connection, const char *uuid, GError **error)
{
  g_autoptr (virSecret) secret = look_up (connection, uuid, error);
  Value *value;
  guint8 *data;
  gsize size = 0;

  if (secret == NULL)
    return NULL;
  data = virSecretGetValue (secret, &size, 0);
  if (!drover_virt_report (data != NULL ? 0 : -1, "virSecretGetValue", error))
    return NULL;
  value = g_new0 (Value, 1);
  *value = (Value){ data, size };
  return g_bytes_new_with_free_func (data, size, value_free, value);
}

/**
 * drover_secret_has_value:
 * @type: (nullable): as for [func@secret_get_definition]
 * @name: its UUID, or its usage name
 * @error: %DROVER_ERROR_NOT_FOUND where it has none; libvirt's words where it does not tell, as of a private
 * secret
 *
 * libvirt tells this only by handing the value out, which is wiped at once: not to be asked where others can
 * listen.
 *
 * Returns: whether it was seen to have a value
 */
gboolean
drover_secret_has_value (DroverConnection *connection, const char *type, const char *name, GError **error)
{
  g_autoptr (virSecret) secret = g_uuid_string_is_valid (name)
                                     ? look_up (connection, name, error)
                                     : look_up_by_usage (connection, type, name, error);
  gsize size = 0;
  guint8 *data = secret ? virSecretGetValue (secret, &size, 0) : NULL;

  if (secret == NULL || !drover_virt_report (data != NULL ? 0 : -1, "virSecretGetValue", error))
    return FALSE;
  explicit_bzero (data, size);
  free (data);
  return TRUE;
}

/**
 * drover_secret_define:
 * @xml: a secret's definition
 *
 * Returns: whether the host has it now, without a value
 */
gboolean
drover_secret_define (DroverConnection *connection, const char *xml, GError **error)
{
  g_autoptr (virSecret) secret = virSecretDefineXML (drover_connection_get_raw (connection), xml, 0);

  return drover_virt_report (secret != NULL ? 0 : -1, "virSecretDefineXML", error);
}

/**
 * drover_secret_set_value:
 * @value: as [func@secret_get_value] gave it on another host
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_secret_set_value (DroverConnection *connection, const char *uuid, GBytes *value, GError **error)
{
  g_autoptr (virSecret) secret = look_up (connection, uuid, error);
  gsize size;
  const guint8 *data = g_bytes_get_data (value, &size);

  return secret != NULL &&
         drover_virt_report (virSecretSetValue (secret, data, size, 0), "virSecretSetValue", error);
}

/**
 * drover_secret_undefine:
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no such secret
 *
 * Forgets a secret and its value.
 *
 * Returns: whether it is forgotten
 */
gboolean
drover_secret_undefine (DroverConnection *connection, const char *uuid, GError **error)
{
  g_autoptr (virSecret) secret = look_up (connection, uuid, error);

  return secret != NULL && drover_virt_report (virSecretUndefine (secret), "virSecretUndefine", error);
}
