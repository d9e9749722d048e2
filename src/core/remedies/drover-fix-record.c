/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The undo record of a remedy: a file for each, that only its owner may read. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"

static char *
build_path (const char *record)
{
  g_autofree char *name = record ? g_strconcat (record, ".json", NULL) : NULL;

  return g_build_filename (g_get_user_state_dir (), "drover", "fixes", name, NULL);
}

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static char *
to_json (DroverFix *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, 1);
  add_member (builder, "remedy", self->remedy);
  add_member (builder, "title", self->title);
  add_member (builder, "source", self->source);
  add_member (builder, "target", self->target);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->steps->len; i++)
    drover_step_build_json (self->steps->pdata[i], builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return json_to_string (node, TRUE);
}

/* Writes the undo record, as far as the steps are. */
gboolean
drover_fix_save (DroverFix *self, GError **error)
{
  g_autofree char *folder = build_path (NULL);
  g_autofree char *text = to_json (self);
  g_autofree char *path = NULL;

  if (self->record == NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");

      self->record = g_strdup_printf ("%s-%08x", time, g_random_int ());
    }
  path = build_path (self->record);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int saved = errno;

      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The undo record cannot be kept in %s: %s"),
                   folder, g_strerror (saved));
      return FALSE;
    }
  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
read_fix (DroverFix *self, JsonNode *root, GError **error)
{
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *steps = object ? json_object_get_member (object, "steps") : NULL;

  if (steps == NULL || !JSON_NODE_HOLDS_ARRAY (steps) ||
      json_object_get_int_member_with_default (object, "version", 0) != 1)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_MALFORMED, _ ("This is no undo record."));
      return FALSE;
    }
  self->remedy = g_strdup (json_object_get_string_member_with_default (object, "remedy", ""));
  self->title = g_strdup (json_object_get_string_member_with_default (object, "title", ""));
  self->source = g_strdup (json_object_get_string_member_with_default (object, "source", ""));
  self->target = g_strdup (json_object_get_string_member_with_default (object, "target", ""));
  for (guint i = 0; i < json_array_get_length (json_node_get_array (steps)); i++)
    {
      DroverStep *step =
          drover_step_from_json (json_array_get_element (json_node_get_array (steps), i), error);

      if (step == NULL)
        return FALSE;
      drover_fix_take_step (self, step);
    }
  return TRUE;
}

/**
 * drover_fix_load:
 * @record: as [method@Fix.get_record] gave it, perhaps in another program
 * @error: %DROVER_ERROR_NOT_FOUND, %DROVER_ERROR_MALFORMED
 *
 * Returns: (transfer full): what was done then
 */
DroverFix *
drover_fix_load (const char *record, GError **error)
{
  g_autoptr (DroverFix) self = g_object_new (DROVER_TYPE_FIX, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length;

  /* no way out of the folder */
  path = record[strspn (record, G_CSET_DIGITS "abcdef-")] == '\0' ? build_path (record) : NULL;
  if (path == NULL || !g_file_get_contents (path, &text, &length, NULL))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND, _ ("There is no undo record “%s”."), record);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) length, error) ||
      !read_fix (self, json_parser_get_root (parser), error))
    return NULL;
  self->record = g_strdup (record);
  return g_steal_pointer (&self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * drover_fix_list:
 *
 * Returns: (transfer full) (element-type DroverFix): what was done and not taken back, the newest first; a
 *   record that cannot be read is left out
 */
GPtrArray *
drover_fix_list (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folder = build_path (NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = dir ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (".json")));
  g_ptr_array_sort (names, compare_names);
  for (guint i = names->len; i > 0; i--)
    {
      DroverFix *fix = drover_fix_load (names->pdata[i - 1], NULL);

      if (fix != NULL && drover_fix_is_applied (fix))
        g_ptr_array_add (list, fix);
      else
        g_clear_object (&fix);
    }
  return list;
}
