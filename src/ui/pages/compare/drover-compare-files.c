/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/compare/drover-compare-files.h"

#include <string.h>

static void
free_array (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
  const char *path = g_file_peek_path (file);
  GError *error = NULL;
  GPtrArray *loaded = drover_saved_hosts_load (path, &error);

  if (loaded == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < loaded->len; i++)
    drover_saved_host_name_after_file (loaded->pdata[i], path);
  g_task_return_pointer (task, loaded, free_array);
}

/**
 * drover_compare_load_async:
 * @file: a local one: what was saved, or what virsh printed
 *
 * Reads hosts.
 */
void
drover_compare_load_async (GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, drover_compare_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * drover_compare_load_finish:
 * @error: why it could not be read
 *
 * Returns: (transfer full) (element-type DroverSavedHost): the hosts, named after the file
 */
GPtrArray *
drover_compare_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  GStrv names;
  GPtrArray *facts;
  GFile *file;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_strfreev (saving->names);
  g_ptr_array_unref (saving->facts);
  g_object_unref (saving->file);
  g_free (saving);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *saving = data;
  GError *error = NULL;
  g_autofree char *text = drover_saved_hosts_to_text (
      (const char *const *) saving->names, (DroverFacts *const *) saving->facts->pdata, saving->facts->len);

  if (g_file_replace_contents (saving->file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                               cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * drover_compare_save_async:
 * @file: where to
 *
 * Saves what is known of the hosts now, to be compared with some other day.
 */
void
drover_compare_save_async (DroverSideBySide *hosts,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);

  saving->names = g_strdupv ((GStrv) drover_side_by_side_get_names (hosts));
  saving->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_facts_unref);
  for (guint i = 0; i < drover_side_by_side_get_n_hosts (hosts); i++)
    g_ptr_array_add (saving->facts, drover_facts_ref (drover_side_by_side_get_facts (hosts, i)));
  saving->file = g_object_ref (file);
  g_task_set_source_tag (task, drover_compare_save_async);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

/**
 * drover_compare_save_finish:
 * @error: a #GIOErrorEnum
 *
 * Returns: whether they are in the file
 */
gboolean
drover_compare_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
