/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-record.h"

#include "base/drover-error.h"

/* A list knows its element type through its first, hidden neighbour: GPtrArray's free function has no
 * closure, so every element carries its type in front of the struct that callers see. */
typedef struct {
  const DroverRecordType *type;
  gatomicrefcount refs;
  /* aligned as malloc aligns, whatever the struct behind it holds */
  max_align_t record[];
} DroverRecordBox;

static DroverRecordBox *
box_of (gpointer record)
{
  return (DroverRecordBox *) (gpointer) ((char *) record - offsetof (DroverRecordBox, record));
}

/**
 * drover_record_new:
 * @type: the description of the struct
 *
 * Returns: (transfer full): a struct of @type, all zero; free it with [func@record_free]
 */
gpointer
drover_record_new (const DroverRecordType *type)
{
  DroverRecordBox *box = g_malloc0 (sizeof (DroverRecordBox) + type->size);

  box->type = type;
  g_atomic_ref_count_init (&box->refs);
  return box->record;
}

/**
 * drover_record_ref:
 * @record: a struct made by [func@record_new], from now on not changed any more
 *
 * Shares @record, between threads too; each holder gives it back with [func@record_free].
 *
 * Returns: (transfer full): @record
 */
gpointer
drover_record_ref (gpointer record)
{
  g_atomic_ref_count_inc (&box_of (record)->refs);
  return record;
}

static gpointer
member (gconstpointer record, const DroverField *field)
{
  return (char *) record + field->offset;
}

/**
 * drover_record_free:
 * @type: the description of the struct
 * @record: (nullable) (transfer full): a struct made by [func@record_new]
 *
 * Drops one reference; the last one frees the struct and all it owns.
 */
void
drover_record_free (const DroverRecordType *type, gpointer record)
{
  if (record == NULL)
    return;

  g_assert (box_of (record)->type == type);
  if (!g_atomic_ref_count_dec (&box_of (record)->refs))
    return;

  for (const DroverField *field = type->fields; field->name != NULL; field++)
    switch (field->kind)
      {
      case DROVER_FIELD_STRING:
        g_free (*(char **) member (record, field));
        break;
      case DROVER_FIELD_STRV:
        g_strfreev (*(GStrv *) member (record, field));
        break;
      case DROVER_FIELD_RECORD:
        drover_record_free (field->record_type, *(gpointer *) member (record, field));
        break;
      case DROVER_FIELD_RECORDS:
        g_clear_pointer ((GPtrArray **) member (record, field), g_ptr_array_unref);
        break;
      case DROVER_FIELD_BOOLEAN:
      case DROVER_FIELD_INT:
      case DROVER_FIELD_DOUBLE:
        break;
      }
  g_free (box_of (record));
}

/**
 * drover_record_unref:
 * @record: (nullable) (transfer full): a struct made by [func@record_new]
 *
 * As [func@record_free], for places that do not know the type.
 */
void
drover_record_unref (gpointer record)
{
  if (record != NULL)
    drover_record_free (box_of (record)->type, record);
}

/**
 * drover_record_list_new:
 * @type: the description of the elements
 *
 * Returns: (transfer full): an empty list that owns its elements, each made by [func@record_new] of @type
 */
GPtrArray *
drover_record_list_new (const DroverRecordType *type)
{
  return g_ptr_array_new_with_free_func (drover_record_unref);
}

static JsonNode *
strv_to_json (const char *const *strv)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (gsize i = 0; strv != NULL && strv[i] != NULL; i++)
    json_array_add_string_element (array, strv[i]);
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
list_to_json (const DroverRecordType *type, GPtrArray *list)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; list != NULL && i < list->len; i++)
    json_array_add_element (array, drover_record_to_json (type, list->pdata[i]));
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
field_to_json (const DroverField *field, gconstpointer record)
{
  gpointer at = member (record, field);

  switch (field->kind)
    {
    case DROVER_FIELD_STRING:
      return *(char **) at ? json_node_init_string (json_node_alloc (), *(char **) at)
                           : json_node_init_null (json_node_alloc ());
    case DROVER_FIELD_STRV:
      return strv_to_json (*(const char *const **) at);
    case DROVER_FIELD_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), *(gboolean *) at);
    case DROVER_FIELD_INT:
      return json_node_init_int (json_node_alloc (), *(gint64 *) at);
    case DROVER_FIELD_DOUBLE:
      return json_node_init_double (json_node_alloc (), *(double *) at);
    case DROVER_FIELD_RECORD:
      return *(gpointer *) at ? drover_record_to_json (field->record_type, *(gpointer *) at)
                              : json_node_init_null (json_node_alloc ());
    case DROVER_FIELD_RECORDS:
      return list_to_json (field->record_type, *(GPtrArray **) at);
    }
  g_return_val_if_reached (NULL);
}

/**
 * drover_record_to_json:
 * @type: the description of the struct
 * @record: a struct of @type
 *
 * Returns: (transfer full): a JSON object with a member per field
 */
JsonNode *
drover_record_to_json (const DroverRecordType *type, gconstpointer record)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (const DroverField *field = type->fields; field->name != NULL; field++)
    if ((field->xml_flags & DROVER_FIELD_PRIVATE) == 0)
      json_object_set_member (object, field->name, field_to_json (field, record));
  return json_node_init_object (json_node_alloc (), object);
}

static const DroverField *
find_field (const DroverRecordType *type, const char *name, GError **error)
{
  for (const DroverField *field = type->fields; field->name != NULL; field++)
    if (g_strcmp0 (field->name, name) == 0)
      return field;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "%s has no field “%s”", type->name, name);
  return NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
holds_strings (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!holds (json_array_get_element (array, i), G_TYPE_STRING))
      return FALSE;
  return array != NULL;
}

/* json-glib reads a string where a number is wanted as 0. */
static gboolean
is_of_kind (const DroverField *field, JsonNode *node)
{
  switch (field->kind)
    {
    case DROVER_FIELD_STRING:
      return holds (node, G_TYPE_STRING);
    case DROVER_FIELD_STRV:
      return holds_strings (node);
    case DROVER_FIELD_BOOLEAN:
      return holds (node, G_TYPE_BOOLEAN);
    case DROVER_FIELD_INT:
      return holds (node, G_TYPE_INT64);
    case DROVER_FIELD_DOUBLE:
      return holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE);
    case DROVER_FIELD_RECORD:
      return JSON_NODE_HOLDS_OBJECT (node);
    case DROVER_FIELD_RECORDS:
      return JSON_NODE_HOLDS_ARRAY (node);
    }
  g_return_val_if_reached (FALSE);
}

static GStrv
strv_from_json (JsonNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static GPtrArray *
list_from_json (const DroverRecordType *type, JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) list = drover_record_list_new (type);
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gpointer element = drover_record_from_json (type, json_array_get_element (array, i), error);

      if (element == NULL)
        return NULL;
      g_ptr_array_add (list, element);
    }
  return g_steal_pointer (&list);
}

static gboolean
field_from_json (const DroverField *field, gpointer record, JsonNode *node, GError **error)
{
  gpointer at = member (record, field);

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!is_of_kind (field, node))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "“%s” is of the wrong JSON type",
                   field->name);
      return FALSE;
    }

  switch (field->kind)
    {
    case DROVER_FIELD_STRING:
      g_free (*(char **) at);
      *(char **) at = json_node_dup_string (node);
      return TRUE;
    case DROVER_FIELD_STRV:
      g_strfreev (*(GStrv *) at);
      *(GStrv *) at = strv_from_json (node);
      return TRUE;
    case DROVER_FIELD_BOOLEAN:
      *(gboolean *) at = json_node_get_boolean (node);
      return TRUE;
    case DROVER_FIELD_INT:
      *(gint64 *) at = json_node_get_int (node);
      return TRUE;
    case DROVER_FIELD_DOUBLE:
      *(double *) at = json_node_get_double (node);
      return TRUE;
    case DROVER_FIELD_RECORD:
      drover_record_free (field->record_type, *(gpointer *) at);
      *(gpointer *) at = drover_record_from_json (field->record_type, node, error);
      return *(gpointer *) at != NULL;
    case DROVER_FIELD_RECORDS:
      g_clear_pointer ((GPtrArray **) at, g_ptr_array_unref);
      *(GPtrArray **) at = list_from_json (field->record_type, node, error);
      return *(GPtrArray **) at != NULL;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * drover_record_from_json:
 * @type: the description of the struct
 * @node: a JSON object; members it lacks keep their zero
 * @error: %DROVER_ERROR_INVALID_INPUT for an unknown member or a wrong type
 *
 * Returns: (transfer full): a struct of @type, or %NULL
 */
gpointer
drover_record_from_json (const DroverRecordType *type, JsonNode *node, GError **error)
{
  gpointer record;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "%s wants a JSON object", type->name);
      return NULL;
    }

  record = drover_record_new (type);
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    {
      const DroverField *field = find_field (type, name, error);

      if (field == NULL || !field_from_json (field, record, value, error))
        {
          drover_record_free (type, record);
          return NULL;
        }
    }
  return record;
}

/**
 * drover_record_complete:
 * @type: the description of the struct
 * @record: a struct of @type that nobody shares yet
 *
 * Puts empty lists where there are none, there and in all that it holds: readers of what was parsed from XML
 * trust that they are there, and a file may leave them out.
 */
void
drover_record_complete (const DroverRecordType *type, gpointer record)
{
  for (const DroverField *field = type->fields; field->name != NULL; field++)
    {
      gpointer at = member (record, field);

      switch (field->kind)
        {
        case DROVER_FIELD_STRV:
          if (*(GStrv *) at == NULL)
            *(GStrv *) at = g_new0 (char *, 1);
          break;
        case DROVER_FIELD_RECORD:
          if (*(gpointer *) at != NULL)
            drover_record_complete (field->record_type, *(gpointer *) at);
          break;
        case DROVER_FIELD_RECORDS:
          if (*(GPtrArray **) at == NULL)
            *(GPtrArray **) at = drover_record_list_new (field->record_type);
          for (guint i = 0; i < (*(GPtrArray **) at)->len; i++)
            drover_record_complete (field->record_type, (*(GPtrArray **) at)->pdata[i]);
          break;
        case DROVER_FIELD_STRING:
        case DROVER_FIELD_BOOLEAN:
        case DROVER_FIELD_INT:
        case DROVER_FIELD_DOUBLE:
          break;
        }
    }
}

/**
 * drover_record_set_from_text:
 * @type: the description of the struct
 * @record: the struct to change
 * @field: a field's name
 * @text: the value: JSON, except that a string field takes @text as it is and a list of strings also takes
 *   words separated by `;`
 * @error: %DROVER_ERROR_INVALID_INPUT naming field and value
 *
 * Returns: whether the field was set
 */
gboolean
drover_record_set_from_text (
    const DroverRecordType *type, gpointer record, const char *field, const char *text, GError **error)
{
  const DroverField *found = find_field (type, field, error);
  g_autoptr (JsonNode) node = NULL;

  if (found == NULL)
    return FALSE;
  if (found->kind == DROVER_FIELD_STRING)
    {
      char **at = member (record, found);

      g_free (*at);
      *at = g_strdup (text);
      return TRUE;
    }
  if (found->kind == DROVER_FIELD_STRV && text[0] != '[')
    {
      GStrv *at = member (record, found);

      g_strfreev (*at);
      *at = g_strsplit (text, ";", -1);
      return TRUE;
    }

  node = json_from_string (text, error);
  if (node == NULL)
    {
      g_prefix_error (error, "%s: ", field);
      return FALSE;
    }
  return field_from_json (found, record, node, error);
}
