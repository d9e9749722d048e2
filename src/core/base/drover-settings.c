/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-settings.h"

/**
 * drover_settings_new:
 * @schema_id: whose settings
 * @key: one that is needed of them
 * @type: what it must be
 *
 * The settings of a program that may not be installed, or in another version: asking GSettings for a schema
 * or a key that is missing would end ours. So is Drover itself in a build directory that GSETTINGS_SCHEMA_DIR
 * does not name.
 *
 * Returns: (transfer full) (nullable): the settings; %NULL where there is no such key
 */
GSettings *
drover_settings_new (const char *schema_id, const char *key, const GVariantType *type)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source ? g_settings_schema_source_lookup (source, schema_id, TRUE) : NULL;
  g_autoptr (GSettingsSchemaKey) row = NULL;

  if (schema == NULL || !g_settings_schema_has_key (schema, key))
    return NULL;
  row = g_settings_schema_get_key (schema, key);
  if (!g_variant_type_equal (g_settings_schema_key_get_value_type (row), type))
    return NULL;
  return g_settings_new_full (schema, NULL, NULL);
}
