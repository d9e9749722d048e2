/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/compare/drover-compare-section.h"

#include <glib/gi18n.h>

#include "model/drover-trickle.h"
#include "widgets/table/drover-host-table.h"
#include "widgets/table/drover-table-row.h"

struct _DroverCompareSection {
  GtkBox parent_instance;

  GtkEditable *search;
  GtkDropDown *filter; /* (nullable) */
  GtkLabel *words;
  GtkLabel *empty;
  GListStore *rows;
  DroverHostTable *table;
};

G_DEFINE_FINAL_TYPE (DroverCompareSection, drover_compare_section, GTK_TYPE_BOX)

enum {
  WANTED,
  NOTE_CLICKED,
  CELL_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_compare_section_finalize (GObject *object)
{
  g_clear_object (&DROVER_COMPARE_SECTION (object)->rows);
  G_OBJECT_CLASS (drover_compare_section_parent_class)->finalize (object);
}

static void
drover_compare_section_class_init (DroverCompareSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_compare_section_finalize;

  /**
   * DroverCompareSection::wanted:
   *
   * Something else is searched for, or another choice of rows is wanted.
   */
  signals[WANTED] = g_signal_new ("wanted", DROVER_TYPE_COMPARE_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  /**
   * DroverCompareSection::note-clicked:
   * @row: a #DroverTableRow
   */
  signals[NOTE_CLICKED] = g_signal_new ("note-clicked", DROVER_TYPE_COMPARE_SECTION, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, DROVER_TYPE_TABLE_ROW);
  /**
   * DroverCompareSection::cell-clicked:
   * @row: a #DroverTableRow
   * @host: whose cell
   */
  signals[CELL_CLICKED] = g_signal_new ("cell-clicked", DROVER_TYPE_COMPARE_SECTION, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 2, DROVER_TYPE_TABLE_ROW, G_TYPE_UINT);
}

static void
drover_compare_section_init (DroverCompareSection *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->rows = g_list_store_new (DROVER_TYPE_TABLE_ROW);
}

static void
tell_wanted (DroverCompareSection *self)
{
  g_signal_emit (self, signals[WANTED], 0);
}

static void
on_note_clicked (DroverCompareSection *self, DroverTableRow *row)
{
  g_signal_emit (self, signals[NOTE_CLICKED], 0, row);
}

static void
on_cell_clicked (DroverCompareSection *self, DroverTableRow *row, guint host)
{
  g_signal_emit (self, signals[CELL_CLICKED], 0, row, host);
}

static void
on_stop_search (DroverCompareSection *self)
{
  gtk_editable_set_text (self->search, "");
}

static GtkWidget *
new_tools (DroverCompareSection *self, const char *accessible_name, const char *const *filters)
{
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *search = gtk_search_entry_new ();

  self->search = GTK_EDITABLE (search);
  gtk_widget_set_hexpand (search, TRUE);
  gtk_editable_set_width_chars (self->search, 8);
  g_object_set (search, "placeholder-text", _ ("Search"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search"), -1);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (tell_wanted), self);
  g_signal_connect_swapped (search, "stop-search", G_CALLBACK (on_stop_search), self);
  gtk_widget_add_css_class (tools, "compare-tools");
  gtk_box_append (GTK_BOX (tools), search);
  if (filters != NULL)
    {
      GtkWidget *filter = gtk_drop_down_new_from_strings (filters);

      self->filter = GTK_DROP_DOWN (filter);
      gtk_accessible_update_property (GTK_ACCESSIBLE (filter), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name,
                                      -1);
      /* its button is what has the keyboard */
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (filter)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
      g_signal_connect_swapped (filter, "notify::selected", G_CALLBACK (tell_wanted), self);
      gtk_box_append (GTK_BOX (tools), filter);
    }
  return tools;
}

static GtkWidget *
new_words (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, "compare-words");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

/**
 * drover_compare_section_new:
 * @accessible_name: what it is a table of
 * @filters: (nullable) (array zero-terminated=1): choices of what is shown, the first one being chosen
 * @clickable: its cells lead to more
 *
 * Returns: (transfer floating): an empty one
 */
DroverCompareSection *
drover_compare_section_new (const char *accessible_name, const char *const *filters, gboolean clickable)
{
  DroverCompareSection *self = g_object_new (DROVER_TYPE_COMPARE_SECTION, NULL);
  g_autoptr (GListModel) trickle = drover_trickle_new (G_LIST_MODEL (self->rows));
  GtkWidget *table = drover_host_table_new (trickle, accessible_name, clickable);
  GtkWidget *words = new_words ();
  GtkWidget *empty = new_words ();

  self->table = DROVER_HOST_TABLE (table);
  self->words = GTK_LABEL (words);
  self->empty = GTK_LABEL (empty);
  gtk_widget_set_vexpand (table, TRUE);
  g_signal_connect_swapped (table, "note-clicked", G_CALLBACK (on_note_clicked), self);
  g_signal_connect_swapped (table, "cell-clicked", G_CALLBACK (on_cell_clicked), self);
  gtk_box_append (GTK_BOX (self), new_tools (self, accessible_name, filters));
  gtk_box_append (GTK_BOX (self), words);
  gtk_box_append (GTK_BOX (self), empty);
  gtk_box_append (GTK_BOX (self), table);
  return self;
}

/**
 * drover_compare_section_show:
 * @names: (array zero-terminated=1): what the hosts are called
 * @badges: (nullable) (array zero-terminated=1): what is said of each where it is shown alone
 * @rows: (element-type DroverTableRow): what is shown
 * @empty: what is said where there is none
 */
void
drover_compare_section_show (DroverCompareSection *self,
                             const char *const *names,
                             const char *const *badges,
                             GPtrArray *rows,
                             const char *empty)
{
  g_return_if_fail (DROVER_IS_COMPARE_SECTION (self));
  drover_host_table_set_hosts (self->table, names, badges);
  drover_table_rows_sync (self->rows, rows);
  gtk_label_set_text (self->empty, empty);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), rows->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->table), rows->len > 0);
}

/**
 * drover_compare_section_set_words:
 * @words: (nullable): what is to be known of the table
 */
void
drover_compare_section_set_words (DroverCompareSection *self, const char *words)
{
  g_return_if_fail (DROVER_IS_COMPARE_SECTION (self));
  gtk_label_set_text (self->words, words ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
}

const char *
drover_compare_section_get_search (DroverCompareSection *self)
{
  g_return_val_if_fail (DROVER_IS_COMPARE_SECTION (self), NULL);
  return gtk_editable_get_text (self->search);
}

/**
 * drover_compare_section_get_filter:
 *
 * Returns: the place of the choice
 */
guint
drover_compare_section_get_filter (DroverCompareSection *self)
{
  g_return_val_if_fail (DROVER_IS_COMPARE_SECTION (self), 0);
  return self->filter ? gtk_drop_down_get_selected (self->filter) : 0;
}
