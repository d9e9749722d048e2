/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/compare/drover-compare-files.h"

#include <glib/gi18n.h>
#include <string.h>

#include "pages/compare/drover-compare-rows.h"
#include "widgets/table/drover-table-picture.h"
#include "widgets/table/drover-table-row.h"

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
  GPtrArray *loaded;

  if (path == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                               _ ("Only files on this computer can be opened."));
      return;
    }
  loaded = drover_saved_hosts_load (path, &error);
  if (loaded == NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_prefix_error (&error, "%s: ", name);
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < loaded->len; i++)
    drover_saved_host_name_after_file (loaded->pdata[i], path);
  g_task_return_pointer (task, loaded, free_array);
}

/**
 * drover_compare_load_async:
 * @file: what was saved, or what virsh printed
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
 * @error: which file could not be read, and why
 *
 * Returns: (transfer full) (element-type DroverSavedHost): the hosts, named after the file
 */
GPtrArray *
drover_compare_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  DroverCompareForm form;
  GStrv names;
  GPtrArray *facts; /* of a snapshot */
  GPtrArray *rows;  /* of a picture: rows that nobody else has */
  gboolean rtl;
  GFile *file;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_strfreev (saving->names);
  g_clear_pointer (&saving->facts, g_ptr_array_unref);
  g_clear_pointer (&saving->rows, g_ptr_array_unref);
  g_object_unref (saving->file);
  g_free (saving);
}

static gboolean
save_snapshot (const Saving *saving, GError **error)
{
  g_autofree char *text = drover_saved_hosts_to_text (
      (const char *const *) saving->names, (DroverFacts *const *) saving->facts->pdata, saving->facts->len);

  return g_file_replace_contents (saving->file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  NULL, error);
}

static gboolean
save (const Saving *saving, GError **error)
{
  const DroverTablePicture picture = { .title = _ ("Hosts side by side"),
                                       .names = (const char *const *) saving->names,
                                       .rows = saving->rows,
                                       .rtl = saving->rtl };

  switch (saving->form)
    {
    case DROVER_COMPARE_SNAPSHOT:
      return save_snapshot (saving, error);
    case DROVER_COMPARE_PNG:
      return drover_table_picture_save_png (&picture, saving->file, error);
    case DROVER_COMPARE_SVG:
      return drover_table_picture_save_svg (&picture, saving->file, error);
    }
  g_return_val_if_reached (FALSE);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (save (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What differs, and the CPU features that do. */
static GPtrArray *
list_rows (DroverSideBySide *hosts)
{
  GPtrArray *rows = drover_compare_list_differences (hosts, NULL, FALSE);
  GPtrArray *features = drover_compare_list_features (hosts, NULL, DROVER_FEATURES_DIFFERING);

  /* the offer to show the rest */
  if (rows->len > 0 &&
      g_str_equal (drover_table_row_get_id (rows->pdata[rows->len - 1]), DROVER_COMPARE_FOLD))
    g_ptr_array_set_size (rows, (int) rows->len - 1);
  g_ptr_array_extend_and_steal (rows, features);
  return rows;
}

/**
 * drover_compare_save_async:
 * @form: what to save
 * @file: where to
 *
 * Saves what is known of the hosts now.
 */
void
drover_compare_save_async (DroverSideBySide *hosts,
                           DroverCompareForm form,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);

  saving->names = g_strdupv ((GStrv) drover_side_by_side_get_names (hosts));
  saving->form = form;
  saving->rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  if (form == DROVER_COMPARE_SNAPSHOT)
    saving->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_facts_unref);
  else
    saving->rows = list_rows (hosts);
  for (guint i = 0; saving->facts != NULL && i < drover_side_by_side_get_n_hosts (hosts); i++)
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

/**
 * drover_compare_to_table:
 * @movers: who can move to whom, instead of what differs
 * @form: for whom
 *
 * Returns: (transfer full) (nullable): what is known of it now; %NULL while that is nothing
 */
char *
drover_compare_to_table (DroverSideBySide *hosts, gboolean movers, DroverTableForm form)
{
  const DroverComparisonTable table = {
    .names = drover_side_by_side_get_names (hosts),
    .n_hosts = movers ? drover_side_by_side_get_n_asked (hosts) : drover_side_by_side_get_n_hosts (hosts),
    .rows = drover_side_by_side_get_rows (hosts),
    .features = drover_side_by_side_get_features (hosts),
    .matrix = movers ? drover_side_by_side_get_matrix (hosts) : NULL,
  };

  if (table.rows == NULL || (movers && table.matrix == NULL))
    return NULL;
  return drover_comparison_table_to_text (&table, form);
}
