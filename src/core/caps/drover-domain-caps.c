/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-domain-caps.h"

#include <string.h>

#include "caps/drover-xml-record.h"

/* `<features><hyperv><enum/>` and `<devices><tpm><enum/>` are the deepest in any libvirt so far. */
#define MAX_PATH_PARTS 6
#define MAX_NAME_BYTES 64

DROVER_XML_RECORD_TYPE (DroverCapsElement,
                        drover_caps_element_type,
                        NULL,
                        DROVER_XML_FIELD (DroverCapsElement, path, STRING, NULL),
                        DROVER_XML_FIELD (DroverCapsElement, supported, STRING, NULL));

DROVER_XML_RECORD_TYPE (DroverCapsEnum,
                        drover_caps_enum_type,
                        NULL,
                        DROVER_XML_FIELD (DroverCapsEnum, path, STRING, NULL),
                        DROVER_XML_FIELD (DroverCapsEnum, values, STRV, "value"));

DROVER_XML_RECORD_TYPE (DroverCpuModel,
                        drover_cpu_model_type,
                        NULL,
                        DROVER_XML_FIELD (DroverCpuModel, name, STRING, "."),
                        DROVER_XML_FIELD (DroverCpuModel, usable, STRING, "@usable"),
                        DROVER_XML_FIELD (DroverCpuModel, vendor, STRING, "@vendor"),
                        DROVER_XML_FIELD (DroverCpuModel, deprecated, STRING, "@deprecated"),
                        DROVER_XML_FIELD (DroverCpuModel, canonical, STRING, "@canonical"),
                        DROVER_XML_FIELD (DroverCpuModel, blockers, STRV, NULL));

static char *
get_attribute (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, BAD_CAST name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

/* The name of a part of a path: a `<mode name='host-model'>` goes by its name, `<devices>` is left out. */
static char *
path_of (const char *parent, xmlNode *node)
{
  g_autofree char *name = NULL;

  if (xmlStrEqual (node->name, BAD_CAST "devices"))
    return g_strdup (parent);
  if (xmlStrEqual (node->name, BAD_CAST "mode") || xmlStrEqual (node->name, BAD_CAST "enum"))
    name = get_attribute (node, "name");
  if (name == NULL)
    name = g_strdup ((const char *) node->name);
  if (strlen (name) > MAX_NAME_BYTES)
    return NULL;
  return parent[0] ? g_strconcat (parent, ".", name, NULL) : g_steal_pointer (&name);
}

static gboolean
add_enum (DroverDomainCaps *caps, const char *path, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverCapsEnum *values = drover_xml_read_record (&drover_caps_enum_type, context, node, error);

  if (values == NULL)
    return FALSE;
  values->path = g_strdup (path);
  g_ptr_array_add (caps->enums, values);
  return TRUE;
}

static gboolean
walk (DroverDomainCaps *caps,
      const char *parent,
      guint depth,
      xmlXPathContext *context,
      xmlNode *node,
      GError **error)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_autofree char *path = child->type == XML_ELEMENT_NODE ? path_of (parent, child) : NULL;
      g_autofree char *supported = path ? get_attribute (child, "supported") : NULL;

      if (path == NULL)
        continue;
      if (xmlStrEqual (child->name, BAD_CAST "enum"))
        {
          if (!add_enum (caps, path, context, child, error))
            return FALSE;
          continue;
        }
      if (supported != NULL)
        {
          DroverCapsElement *element = drover_record_new (&drover_caps_element_type);

          element->path = g_steal_pointer (&path);
          element->supported = g_steal_pointer (&supported);
          g_ptr_array_add (caps->elements, element);
          path = g_strdup (element->path);
        }
      if (depth < MAX_PATH_PARTS && !walk (caps, path, depth + 1, context, child, error))
        return FALSE;
    }
  return TRUE;
}

/* `<blockers model='X'><feature name='y'/></blockers>` stand beside the models. */
static gboolean
read_blockers (DroverDomainCaps *caps, xmlXPathContext *context, xmlNode *node, GError **error)
{
  g_autoptr (GPtrArray) nodes =
      drover_xml_get_nodes (context, node, "cpu/mode[@name='custom']/blockers[@model]", error);
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);

  if (nodes == NULL)
    return FALSE;
  for (guint i = 0; i < nodes->len; i++)
    {
      xmlAttr *model = xmlHasProp (nodes->pdata[i], BAD_CAST "model");

      g_hash_table_insert (by_name, model->children ? (char *) model->children->content : (char *) "",
                           nodes->pdata[i]);
    }

  for (guint i = 0; i < caps->models->len; i++)
    {
      DroverCpuModel *model = caps->models->pdata[i];
      xmlNode *blockers = g_hash_table_lookup (by_name, model->name);
      g_autoptr (GPtrArray) features = NULL;
      g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

      if (blockers != NULL)
        features = drover_xml_get_nodes (context, blockers, "feature[@name]", error);
      if (blockers != NULL && features == NULL)
        return FALSE;
      for (guint j = 0; features != NULL && j < features->len; j++)
        {
          g_autofree char *name = get_attribute (features->pdata[j], "name");

          g_strv_builder_add (names, name);
        }
      model->blockers = g_strv_builder_end (names);
    }
  return TRUE;
}

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverDomainCaps *caps = record;

  caps->elements = drover_record_list_new (&drover_caps_element_type);
  caps->enums = drover_record_list_new (&drover_caps_enum_type);
  return walk (caps, "", 1, context, node, error) && read_blockers (caps, context, node, error);
}

DROVER_XML_RECORD_TYPE (
    DroverDomainCaps,
    drover_domain_caps_type,
    read_more,
    DROVER_XML_FIELD (DroverDomainCaps, emulator, STRING, "path"),
    DROVER_XML_FIELD (DroverDomainCaps, virt_type, STRING, "domain"),
    DROVER_XML_FIELD (DroverDomainCaps, machine, STRING, "machine"),
    DROVER_XML_FIELD (DroverDomainCaps, arch, STRING, "arch"),
    DROVER_XML_FIELD (DroverDomainCaps, max_vcpus, INT, "vcpu/@max"),
    DROVER_XML_FIELD (DroverDomainCaps, loaders, STRV, "os/loader/value"),
    DROVER_XML_ONE (
        DroverDomainCaps, host_cpu, drover_cpu_type, "cpu/mode[@name='host-model' and @supported='yes']"),
    DROVER_XML_LIST (DroverDomainCaps, models, drover_cpu_model_type, "cpu/mode[@name='custom']/model"),
    DROVER_XML_LIST (DroverDomainCaps, elements, drover_caps_element_type, NULL),
    DROVER_XML_LIST (DroverDomainCaps, enums, drover_caps_enum_type, NULL));

/**
 * drover_domain_caps_parse:
 * @xml: what `virConnectGetDomainCapabilities` sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the capabilities, or %NULL
 */
DroverDomainCaps *
drover_domain_caps_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_domain_caps_type, "domainCapabilities", xml, error);
}

/**
 * drover_domain_caps_ref:
 * @caps: domain capabilities
 *
 * Returns: (transfer full): @caps, shared
 */
DroverDomainCaps *
drover_domain_caps_ref (DroverDomainCaps *caps)
{
  return drover_record_ref (caps);
}

/**
 * drover_domain_caps_unref:
 * @caps: (nullable) (transfer full): domain capabilities
 */
void
drover_domain_caps_unref (DroverDomainCaps *caps)
{
  drover_record_free (&drover_domain_caps_type, caps);
}

/**
 * drover_domain_caps_is_supported:
 * @caps: domain capabilities
 * @path: an element as in [struct@CapsElement], e.g. `tpm`
 *
 * Returns: whether the emulator supports it, as far as this libvirt tells
 */
DroverCapsAnswer
drover_domain_caps_is_supported (const DroverDomainCaps *caps, const char *path)
{
  for (guint i = 0; i < caps->elements->len; i++)
    {
      const DroverCapsElement *element = caps->elements->pdata[i];

      if (g_strcmp0 (element->path, path) == 0)
        return g_strcmp0 (element->supported, "yes") == 0 ? DROVER_CAPS_YES : DROVER_CAPS_NO;
    }
  return DROVER_CAPS_UNKNOWN;
}

/**
 * drover_domain_caps_find_enum:
 * @caps: domain capabilities
 * @path: a list as in [struct@CapsEnum], e.g. `tpm.backendVersion`
 *
 * Returns: (transfer none) (nullable): the allowed values; %NULL where this libvirt does not tell
 */
const DroverCapsEnum *
drover_domain_caps_find_enum (const DroverDomainCaps *caps, const char *path)
{
  for (guint i = 0; i < caps->enums->len; i++)
    {
      const DroverCapsEnum *values = caps->enums->pdata[i];

      if (g_strcmp0 (values->path, path) == 0)
        return values;
    }
  return NULL;
}

/**
 * drover_domain_caps_allows:
 * @caps: domain capabilities
 * @path: a list as in [struct@CapsEnum], e.g. `disk.bus`
 * @value: a value, e.g. `virtio`
 *
 * Returns: whether the emulator takes @value there, as far as this libvirt tells
 */
DroverCapsAnswer
drover_domain_caps_allows (const DroverDomainCaps *caps, const char *path, const char *value)
{
  const DroverCapsEnum *values = drover_domain_caps_find_enum (caps, path);

  if (values == NULL)
    return DROVER_CAPS_UNKNOWN;
  return g_strv_contains ((const char *const *) values->values, value) ? DROVER_CAPS_YES : DROVER_CAPS_NO;
}

/**
 * drover_domain_caps_find_model:
 * @caps: domain capabilities
 * @name: a CPU model, e.g. `EPYC-Rome`
 *
 * Returns: (transfer none) (nullable): the model, if the emulator knows it
 */
const DroverCpuModel *
drover_domain_caps_find_model (const DroverDomainCaps *caps, const char *name)
{
  for (guint i = 0; i < caps->models->len; i++)
    {
      const DroverCpuModel *model = caps->models->pdata[i];

      if (g_strcmp0 (model->name, name) == 0)
        return model;
    }
  return NULL;
}
