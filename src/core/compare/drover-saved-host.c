/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosts in files: snapshots of ours, and what virsh prints. Nothing in them is trusted. */
#include "compare/drover-saved-host.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "caps/drover-host-caps.h"

#define FORMAT "drover-hosts"
#define VERSION 1
#define MAX_HOSTS 64
/* Ours nest ten deep; a parser that calls itself must not be led further. */
#define MAX_DEPTH 32

static const DroverFactId saved[] = {
  DROVER_FACT_IDENTITY, DROVER_FACT_CAPABILITIES, DROVER_FACT_CPU_OFFER, DROVER_FACT_MEMORY,
  DROVER_FACT_POOLS,    DROVER_FACT_ALL_NETWORKS, DROVER_FACT_GUESTS,
};

/**
 * drover_saved_host_free:
 * @host: (nullable) (transfer full): what to release
 */
void
drover_saved_host_free (DroverSavedHost *host)
{
  if (host == NULL)
    return;
  g_free (host->name);
  g_free (host->taken);
  g_clear_pointer (&host->facts, drover_facts_unref);
  g_free (host);
}

static DroverSavedHost *
saved_host_new (const char *name, const char *taken)
{
  DroverSavedHost *host = g_new0 (DroverSavedHost, 1);

  host->name = g_strdup (name);
  host->taken = g_strdup (taken);
  host->facts = drover_facts_new ();
  return host;
}

/* Takes @record. */
static void
add_fact (DroverSavedHost *host, DroverFactId id, gpointer record)
{
  DroverFacts *facts = drover_facts_with (host->facts, id, DROVER_SIDE_SOURCE, record, 0);

  drover_facts_unref (host->facts);
  host->facts = facts;
}

/**
 * drover_saved_hosts_to_text:
 * @names: (array length=n_hosts): what to call them
 * @hosts: (array length=n_hosts): what is known of each, under %DROVER_SIDE_SOURCE
 * @n_hosts: how many
 *
 * Returns: (transfer full): a snapshot for [func@saved_hosts_parse], as JSON
 */
char *
drover_saved_hosts_to_text (const char *const *names, DroverFacts *const *hosts, guint n_hosts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *taken = g_date_time_format_iso8601 (now);
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, VERSION);
  json_builder_set_member_name (builder, "taken");
  json_builder_add_string_value (builder, taken);
  json_builder_set_member_name (builder, "hosts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_hosts; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, names[i]);
      json_builder_set_member_name (builder, "facts");
      json_builder_begin_object (builder);
      for (guint k = 0; k < G_N_ELEMENTS (saved); k++)
        drover_facts_build_json (hosts[i], saved[k], DROVER_SIDE_SOURCE, builder);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

static gboolean
is_shallow (const char *text)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (const char *c = text; *c != '\0'; c++)
    if (quoted)
      {
        if (*c == '\\' && c[1] != '\0')
          c++;
        else if (*c == '"')
          quoted = FALSE;
      }
    else if (*c == '"')
      quoted = TRUE;
    else if (*c == '{' || *c == '[')
      {
        if (++depth > MAX_DEPTH)
          return FALSE;
      }
    else if ((*c == '}' || *c == ']') && depth > 0)
      depth--;
  return TRUE;
}

static void
refuse (GError **error, const char *why)
{
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED,
               _ ("this is neither a snapshot of hosts nor what virsh prints of one: %s"), why);
}

/* A file cannot say "not known" of a list but by leaving it empty. */
static void
forget_empty (GStrv *names)
{
  if (*names != NULL && (*names)[0] == NULL)
    g_clear_pointer (names, g_strfreev);
}

static gboolean
read_fact (DroverSavedHost *host, DroverFactId id, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gpointer record;

  if (object != NULL && json_object_has_member (object, "absent"))
    {
      g_autoptr (GError) reason = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_FAILED,
                                                       _ ("it was not known when the snapshot was taken"));
      DroverFacts *facts = drover_facts_without (host->facts, id, DROVER_SIDE_SOURCE, reason, 0);

      drover_facts_unref (host->facts);
      host->facts = facts;
      return TRUE;
    }
  record = drover_record_from_json (drover_fact_get_record_type (id), node, error);
  if (record == NULL)
    return FALSE;
  drover_record_complete (drover_fact_get_record_type (id), record);
  if (id == DROVER_FACT_CPU_OFFER)
    {
      forget_empty (&((DroverFactCpuOffer *) record)->guest);
      forget_empty (&((DroverFactCpuOffer *) record)->bare);
    }
  add_fact (host, id, record);
  return TRUE;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static DroverSavedHost *
read_host (JsonNode *node, const char *taken, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *facts = object ? json_object_get_member (object, "facts") : NULL;
  DroverSavedHost *host;

  if (facts == NULL || !JSON_NODE_HOLDS_OBJECT (facts) || get_text (object, "name") == NULL)
    {
      refuse (error, _ ("a host has no name or no facts"));
      return NULL;
    }
  host = saved_host_new (get_text (object, "name"), taken);
  for (guint i = 0; i < G_N_ELEMENTS (saved); i++)
    {
      JsonNode *fact = json_object_get_member (json_node_get_object (facts), drover_fact_get_name (saved[i]));

      if (fact != NULL && !read_fact (host, saved[i], fact, error))
        {
          g_prefix_error (error, "%s: ", drover_fact_get_name (saved[i]));
          drover_saved_host_free (host);
          return NULL;
        }
    }
  return host;
}

static gpointer
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) drover_saved_host_free);
}

static GPtrArray *
parse_snapshot (const char *text, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JsonNode) root = is_shallow (text) ? json_from_string (text, &local) : NULL;
  g_autoptr (GPtrArray) hosts = new_list ();
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *list = object ? json_object_get_member (object, "hosts") : NULL;
  JsonNode *version = object ? json_object_get_member (object, "version") : NULL;
  JsonArray *array;

  if (local != NULL)
    {
      refuse (error, local->message);
      return NULL;
    }
  if (object == NULL || g_strcmp0 (get_text (object, "format"), FORMAT) != 0 || list == NULL ||
      !JSON_NODE_HOLDS_ARRAY (list))
    {
      refuse (error, _ ("it was not written by “droverctl compare --save”"));
      return NULL;
    }
  if (version == NULL || !JSON_NODE_HOLDS_VALUE (version) || json_node_get_int (version) != VERSION)
    {
      refuse (error, _ ("it was written by another version of Drover"));
      return NULL;
    }
  array = json_node_get_array (list);
  if (json_array_get_length (array) == 0 || json_array_get_length (array) > MAX_HOSTS)
    {
      refuse (error, _ ("it holds no hosts, or too many"));
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      DroverSavedHost *host =
          read_host (json_array_get_element (array, i), get_text (object, "taken"), error);

      if (host == NULL)
        return NULL;
      g_ptr_array_add (hosts, host);
    }
  return g_steal_pointer (&hosts);
}

static DroverFactCpuOffer *
offer_of (DroverDomainCaps *caps)
{
  DroverFactCpuOffer *offer = drover_record_new (&drover_fact_cpu_offer_type);

  offer->caps = caps;
  offer->guest_reason = g_strdup (_ ("such a file tells a model and what sets it apart, not every feature"));
  offer->bare_reason = g_strdup (offer->guest_reason);
  offer->models = drover_record_list_new (&drover_fact_cpu_model_type);
  for (guint i = 0; i < caps->models->len; i++)
    {
      const DroverCpuModel *model = caps->models->pdata[i];
      DroverFactCpuModel *entry = drover_record_new (&drover_fact_cpu_model_type);

      entry->name = g_strdup (model->name);
      entry->usable = g_strdup (model->usable);
      entry->blockers = g_strdupv (model->blockers);
      g_ptr_array_add (offer->models, entry);
    }
  return offer;
}

static GPtrArray *
parse_virsh (const char *text, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (text, NULL, error);
  xmlNode *root = doc ? xmlDocGetRootElement (doc) : NULL;
  g_autoptr (GPtrArray) hosts = new_list ();
  DroverSavedHost *host = saved_host_new ("", NULL);

  g_ptr_array_add (hosts, host);
  if (root == NULL)
    return NULL;
  if (xmlStrEqual (root->name, BAD_CAST "capabilities"))
    {
      DroverHostCaps *caps = drover_host_caps_parse (text, error);

      if (caps == NULL)
        return NULL;
      add_fact (host, DROVER_FACT_CAPABILITIES, caps);
    }
  else if (xmlStrEqual (root->name, BAD_CAST "domainCapabilities"))
    {
      DroverDomainCaps *caps = drover_domain_caps_parse (text, error);

      if (caps == NULL)
        return NULL;
      add_fact (host, DROVER_FACT_CPU_OFFER, offer_of (caps));
    }
  else
    {
      refuse (error, _ ("the XML is not what “virsh capabilities” or “virsh domcapabilities” prints"));
      return NULL;
    }
  return g_steal_pointer (&hosts);
}

/**
 * drover_saved_hosts_parse:
 * @text: a snapshot, or what `virsh capabilities` or `virsh domcapabilities` printed; from anywhere
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread. The one host of virsh's output has "" for a name.
 *
 * Returns: (transfer full) (element-type DroverSavedHost): the hosts, at least one
 */
GPtrArray *
drover_saved_hosts_parse (const char *text, GError **error)
{
  const char *start = text;

  while (g_ascii_isspace (*start))
    start++;
  if (!g_utf8_validate (text, -1, NULL))
    {
      refuse (error, _ ("it is not UTF-8"));
      return NULL;
    }
  if (*start == '<')
    return parse_virsh (start, error);
  return parse_snapshot (text, error);
}

/**
 * drover_saved_hosts_load:
 * @path: a file, as [func@saved_hosts_parse] takes it
 * @error: as there, or %G_FILE_ERROR
 *
 * Blocks for as long as the file system takes.
 *
 * Returns: (transfer full) (element-type DroverSavedHost): the hosts, at least one
 */
GPtrArray *
drover_saved_hosts_load (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) hosts = NULL;

  if (file == NULL)
    return NULL;
  if (g_mapped_file_get_length (file) > DROVER_SAVED_HOSTS_MAX_BYTES)
    {
      refuse (error, _ ("it is too large"));
      return NULL;
    }
  /* an empty one has none */
  if (g_mapped_file_get_contents (file) != NULL)
    text = g_strndup (g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
  else
    text = g_strdup ("");
  hosts = strlen (text) == g_mapped_file_get_length (file) ? drover_saved_hosts_parse (text, error) : NULL;
  if (hosts == NULL)
    {
      if (error != NULL && *error == NULL)
        refuse (error, _ ("it is not text"));
      return NULL;
    }
  return g_steal_pointer (&hosts);
}

/**
 * drover_saved_host_name_after_file:
 * @path: the file it was loaded from
 *
 * Its place among what was compared tells little: the file's name goes before.
 */
void
drover_saved_host_name_after_file (DroverSavedHost *host, const char *path)
{
  g_autofree char *file = g_filename_display_basename (path);
  g_autofree char *name = g_steal_pointer (&host->name);

  if (name[0] == '\0')
    host->name = g_steal_pointer (&file);
  else if (host->taken != NULL)
    host->name = g_strdup_printf ("%s: %s, %s", file, name, host->taken);
  else
    host->name = g_strdup_printf ("%s: %s", file, name);
}
