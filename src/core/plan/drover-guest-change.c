/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-guest-change.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-uri.h"
#include "base/drover-xml.h"

typedef struct {
  xmlXPathContext *context;
  const char *from; /* NULL where the kind has none */
  const char *to;
} Change;

typedef struct {
  const char *name;
  gboolean has_from;
  gboolean (*is_valid) (const char *value);
  guint (*apply) (const Change *change); /* at how many places */
} Kind;

/* --- what a value may be --- */

static gboolean
is_address (const char *value)
{
  return drover_host_is_address (value) || drover_host_name_is_valid (value);
}

static gboolean
is_auto (const char *value)
{
  return strcmp (value, "auto") == 0;
}

static gboolean
is_path (const char *value)
{
  return value[0] == '/';
}

static gboolean
is_name (const char *value)
{
  return value[0] != '\0' && strchr (value, '/') == NULL;
}

/* --- the changes --- */

static GPtrArray *
find (const Change *change, const char *xpath)
{
  GPtrArray *nodes = drover_xml_get_nodes (change->context, NULL, xpath, NULL);

  return nodes ? nodes : g_ptr_array_new ();
}

/* The address stands twice: as an attribute for old readers, and in an element of its own. */
static guint
listen_on (const Change *change)
{
  g_autoptr (GPtrArray) graphics = find (change, "/domain/devices/graphics[@type='vnc' or @type='spice']");

  for (guint i = 0; i < graphics->len; i++)
    {
      xmlNode *node = graphics->pdata[i];
      g_autoptr (GPtrArray) old = drover_xml_get_nodes (change->context, node, "listen", NULL);
      xmlNode *element;

      for (guint k = 0; old != NULL && k < old->len; k++)
        drover_xml_remove (old->pdata[k]);
      drover_xml_set_attribute (node, "listen", change->to);
      element = drover_xml_add_child (node, "listen", NULL);
      drover_xml_set_attribute (element, "type", "address");
      drover_xml_set_attribute (element, "address", change->to);
    }
  return graphics->len;
}

static guint
choose_port (const Change *change)
{
  g_autoptr (GPtrArray) graphics = find (change, "/domain/devices/graphics[@type='vnc' or @type='spice']");

  for (guint i = 0; i < graphics->len; i++)
    {
      xmlNode *node = graphics->pdata[i];

      drover_xml_set_attribute (node, "port", "-1");
      if (drover_xml_has (change->context, node, "@tlsPort"))
        drover_xml_set_attribute (node, "tlsPort", "-1");
      drover_xml_set_attribute (node, "autoport", "yes");
    }
  return graphics->len;
}

static guint
set_emulator (const Change *change)
{
  xmlNode *emulator = drover_xml_get_node (change->context, NULL, "/domain/devices/emulator");

  if (emulator == NULL)
    return 0;
  drover_xml_set_text (emulator, change->to);
  return 1;
}

static guint
drop_label (const Change *change)
{
  g_autoptr (GPtrArray) labels = find (change, "//seclabel");
  guint n = 0;

  for (guint i = 0; i < labels->len; i++)
    {
      g_autofree char *model = drover_xml_get_string (change->context, labels->pdata[i], "@model");

      if (g_strcmp0 (model, change->to) != 0)
        continue;
      drover_xml_remove (labels->pdata[i]);
      n++;
    }
  return n;
}

static guint
replace (const Change *change, const char *xpath, const char *attribute)
{
  g_autoptr (GPtrArray) nodes = find (change, xpath);
  g_autofree char *place = g_strconcat ("@", attribute, NULL);
  guint n = 0;

  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *value = drover_xml_get_string (change->context, nodes->pdata[i], place);

      if (g_strcmp0 (value, change->from) != 0)
        continue;
      drover_xml_set_attribute (nodes->pdata[i], attribute, change->to);
      n++;
    }
  return n;
}

static guint
replace_network (const Change *change)
{
  return replace (change, "/domain/devices/interface/source", "network");
}

static guint
replace_bridge (const Change *change)
{
  return replace (change, "/domain/devices/interface[@type='bridge']/source", "bridge");
}

static guint
replace_device (const Change *change)
{
  return replace (change, "/domain/devices/interface[@type='direct']/source", "dev");
}

/* A disk's top image; what backs it is named by the image itself. */
static guint
replace_path (const Change *change)
{
  return replace (change, "/domain/devices/disk/source", "file") +
         replace (change, "/domain/devices/disk/source", "dev");
}

static const Kind kinds[] = {
  { "graphics-listen", FALSE, is_address, listen_on }, { "graphics-port", FALSE, is_auto, choose_port },
  { "emulator", FALSE, is_path, set_emulator },        { "without-seclabel", FALSE, is_name, drop_label },
  { "network", TRUE, is_name, replace_network },       { "bridge", TRUE, is_name, replace_bridge },
  { "device", TRUE, is_name, replace_device },         { "path", TRUE, is_path, replace_path },
};

/* --- their texts --- */

static const Kind *
find_kind (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];
  return NULL;
}

static char *
list_kinds (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_ptr_array_add (names, g_strconcat (kinds[i].name, kinds[i].has_from ? ":OLD=NEW" : "=VALUE", NULL));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

/* NULL where the text is none of ours. */
static const Kind *
parse (const char *text, char **from, char **to)
{
  const char *equals = strchr (text, '=');
  g_autofree char *left = equals && equals > text ? g_strndup (text, (gsize) (equals - text)) : NULL;
  g_auto (GStrv) parts = left ? g_strsplit (left, ":", 2) : NULL;
  const Kind *kind = parts ? find_kind (parts[0]) : NULL;

  if (kind == NULL || kind->has_from != (parts[1] != NULL) || !kind->is_valid (equals + 1) ||
      (kind->has_from && !kind->is_valid (parts[1])))
    return NULL;
  *from = g_strdup (parts[1]);
  *to = g_strdup (equals + 1);
  return kind;
}

/**
 * drover_guest_change_verify:
 * @change: a change as it is typed
 * @reason: (out): what to write instead, translated, to follow the quoted text
 *
 * Returns: whether it is one
 */
gboolean
drover_guest_change_verify (const char *change, char **reason)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *all = NULL;

  if (parse (change, &from, &to) != NULL)
    return TRUE;
  all = list_kinds ();
  /* Translators: follows what was typed for --change, in quotes. %s lists what there is */
  *reason = g_strdup_printf (_ ("is no change of a guest; there are %s"), all);
  return FALSE;
}

/**
 * drover_guest_changes_apply:
 * @xml: a domain's XML
 * @changes: (array zero-terminated=1): changes that passed [func@guest_change_verify]
 * @all_must_fit: whether it is an error that the guest has nothing that a change is for
 * @error: %DROVER_ERROR_MALFORMED, or %DROVER_ERROR_INVALID_INPUT naming the change
 *
 * Returns: (transfer full): the XML with the changes, or %NULL
 */
char *
drover_guest_changes_apply (const char *xml,
                            const char *const *changes,
                            gboolean all_must_fit,
                            GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "domain", error);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;

  if (doc == NULL)
    return NULL;
  for (gsize i = 0; changes[i] != NULL; i++)
    {
      g_autofree char *from = NULL;
      g_autofree char *to = NULL;
      const Kind *kind = parse (changes[i], &from, &to);
      Change change = { context, from, to };

      if (kind != NULL && (kind->apply (&change) > 0 || !all_must_fit))
        continue;
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("--change %s: the guest's definition has nothing that this would change"), changes[i]);
      return NULL;
    }
  return drover_xml_doc_to_text (doc);
}
