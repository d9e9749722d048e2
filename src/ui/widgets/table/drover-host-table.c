/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/table/drover-host-table.h"

#include <glib/gi18n.h>

#include "widgets/table/drover-table-line.h"

/* In the width of a digit: what is narrower shows one host at a time. */
#define NARROW_CHARACTERS 60

struct _DroverHostTable {
  GtkWidget parent_instance;

  DroverTableColumns *columns;
  GtkWidget *header;
  GtkWidget *switcher; /* in place of the header, where there is room for one host */
  GtkWidget *before;
  GtkWidget *after;
  GtkLabel *name;
  GtkLabel *badge;
  GtkWidget *list;
  GStrv badges;
  gboolean clickable;
  int character;
  guint adapt_id;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (DroverHostTable, drover_host_table, GTK_TYPE_WIDGET)

enum {
  NOTE_CLICKED,
  CELL_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The keyboard goes to the other arrow rather than nowhere. */
static void
allow (GtkWidget *arrow, gboolean sensitive, GtkWidget *other)
{
  gboolean lost = !sensitive && gtk_widget_has_focus (arrow);

  gtk_widget_set_sensitive (arrow, sensitive);
  if (lost)
    gtk_widget_grab_focus (other);
}

static void
show_header (DroverHostTable *self)
{
  guint n = drover_table_columns_get_n_hosts (self->columns);
  guint shown = drover_table_columns_get_shown (self->columns);
  gboolean narrow = drover_table_columns_is_narrow (self->columns);
  g_autoptr (DroverTableRow) row = drover_table_row_new (DROVER_TABLE_HOSTS, "header", "", n);

  gtk_widget_set_visible (self->header, !narrow);
  gtk_widget_set_visible (self->switcher, narrow);
  for (guint i = 0; i < n; i++)
    drover_table_row_set_cell (row, i, drover_table_columns_get_name (self->columns, i), DROVER_TABLE_STRONG);
  drover_table_line_set_row (DROVER_TABLE_LINE (self->header), row);
  if (n == 0)
    return;
  gtk_label_set_text (self->name, drover_table_columns_get_name (self->columns, shown));
  gtk_label_set_text (self->badge, self->badges != NULL ? self->badges[shown] : "");
  gtk_widget_set_visible (GTK_WIDGET (self->badge), self->badges != NULL);
  /* first the one that can be had: it may get the keyboard */
  if (shown > 0)
    gtk_widget_set_sensitive (self->before, TRUE);
  allow (self->after, shown + 1 < n, self->before);
  allow (self->before, shown > 0, self->after);
}

static gboolean
adapt (gpointer user_data)
{
  DroverHostTable *self = user_data;

  self->adapt_id = 0;
  drover_table_columns_set_character_width (self->columns, self->character);
  drover_table_columns_set_narrow (self->columns, self->narrow);
  return G_SOURCE_REMOVE;
}

static int
measure_character (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = pango_font_metrics_get_approximate_digit_width (metrics);

  pango_font_metrics_unref (metrics);
  return MAX (PANGO_PIXELS_CEIL (width), 1);
}

/* While it is laid out, nothing may be shown or hidden. */
static void
fit (DroverHostTable *self, int width)
{
  int character = measure_character (GTK_WIDGET (self));
  gboolean narrow = width < NARROW_CHARACTERS * character;

  if ((narrow != self->narrow || character != self->character) && self->adapt_id == 0)
    self->adapt_id = g_idle_add (adapt, self);
  self->narrow = narrow;
  self->character = character;
}

static void
on_resize (DroverHostTable *self, int width, int height)
{
  fit (self, width);
}

static void
drover_host_table_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (drover_host_table_parent_class)->system_setting_changed (widget, setting);
  fit (DROVER_HOST_TABLE (widget), gtk_widget_get_width (widget));
}

static void
on_note_clicked (DroverTableLine *line, DroverHostTable *self)
{
  g_signal_emit (self, signals[NOTE_CLICKED], 0, drover_table_line_get_row (line));
}

static void
on_cell_clicked (DroverTableLine *line, guint host, GtkWidget *cell, DroverHostTable *self)
{
  g_signal_emit (self, signals[CELL_CLICKED], 0, drover_table_line_get_row (line), host);
}

static GtkAdjustment *
get_adjustment (DroverHostTable *self)
{
  return gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (gtk_widget_get_parent (self->list)));
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, DroverHostTable *self)
{
  GtkWidget *line = drover_table_line_new (self->columns, get_adjustment (self), self->clickable);

  g_signal_connect_object (line, "note-clicked", G_CALLBACK (on_note_clicked), self, 0);
  g_signal_connect_object (line, "cell-clicked", G_CALLBACK (on_cell_clicked), self, 0);
  gtk_list_item_set_child (item, line);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  drover_table_line_set_row (DROVER_TABLE_LINE (gtk_list_item_get_child (item)),
                             gtk_list_item_get_item (item));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item)
{
  drover_table_line_set_row (DROVER_TABLE_LINE (gtk_list_item_get_child (item)), NULL);
}

static void
on_before (DroverHostTable *self)
{
  guint shown = drover_table_columns_get_shown (self->columns);

  if (shown > 0)
    drover_table_columns_set_shown (self->columns, shown - 1);
}

static void
on_after (DroverHostTable *self)
{
  guint shown = drover_table_columns_get_shown (self->columns);

  if (shown + 1 < drover_table_columns_get_n_hosts (self->columns))
    drover_table_columns_set_shown (self->columns, shown + 1);
}

/* (nullable): the line that has the keyboard, as a whole or in one of its cells. */
static DroverTableLine *
find_focused_line (DroverHostTable *self)
{
  GtkWidget *item = gtk_widget_get_focus_child (self->list);

  return item != NULL ? DROVER_TABLE_LINE (gtk_widget_get_first_child (item)) : NULL;
}

/* A cell's neighbour above or below, where there is one to go to. */
static gboolean
move_over (DroverTableLine *line, gboolean down)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (line));
  GtkWidget *next = down ? gtk_widget_get_next_sibling (item) : gtk_widget_get_prev_sibling (item);
  guint host;

  return next != NULL && drover_table_line_find_focused (line, &host) &&
         drover_table_line_focus_cell (DROVER_TABLE_LINE (gtk_widget_get_first_child (next)), host);
}

/* A list goes from line to line; the cells of a line are beside each other. */
static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType modifiers, DroverHostTable *self)
{
  DroverTableLine *line = find_focused_line (self);

  if (line == NULL || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return gtk_widget_child_focus (GTK_WIDGET (line), GTK_DIR_LEFT);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return gtk_widget_child_focus (GTK_WIDGET (line), GTK_DIR_RIGHT);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move_over (line, FALSE);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move_over (line, TRUE);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
is_at_top (DroverHostTable *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));

  return gtk_adjustment_get_value (adjustment) <= gtk_adjustment_get_lower (adjustment);
}

/* Tab goes through a line, and then on to what comes after the table: hundreds of lines are a matter of the
 * arrow keys. */
static gboolean
leave_line (DroverHostTable *self, GtkDirectionType direction)
{
  if (gtk_widget_child_focus (gtk_widget_get_focus_child (self->list), direction))
    return TRUE;
  return direction == GTK_DIR_TAB_BACKWARD && gtk_widget_get_visible (self->switcher) &&
         gtk_widget_child_focus (self->switcher, direction);
}

/* The list goes on where it was left, and takes what was its first line, before others came above it, for
 * that place. */
static gboolean
drover_host_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  DroverHostTable *self = DROVER_HOST_TABLE (widget);
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  GtkWidget *first;

  if (tab && gtk_widget_get_focus_child (self->list) != NULL)
    return leave_line (self, direction);
  if (!GTK_WIDGET_CLASS (drover_host_table_parent_class)->focus (widget, direction))
    return FALSE;
  first = gtk_widget_get_first_child (self->list);
  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_get_focus_child (self->list) != NULL &&
      is_at_top (self) && first != NULL)
    gtk_widget_child_focus (first, direction);
  return TRUE;
}

static void
drover_host_table_dispose (GObject *object)
{
  DroverHostTable *self = DROVER_HOST_TABLE (object);

  g_clear_handle_id (&self->adapt_id, g_source_remove);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  g_clear_object (&self->columns);
  g_clear_pointer (&self->badges, g_strfreev);
  G_OBJECT_CLASS (drover_host_table_parent_class)->dispose (object);
}

static void
drover_host_table_class_init (DroverHostTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_host_table_dispose;
  widget_class->focus = drover_host_table_focus;
  widget_class->system_setting_changed = drover_host_table_system_setting_changed;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);

  /**
   * DroverHostTable::note-clicked:
   * @row: a #DroverTableRow
   *
   * More is wanted of what the note of a row says.
   */
  signals[NOTE_CLICKED] = g_signal_new ("note-clicked", DROVER_TYPE_HOST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, DROVER_TYPE_TABLE_ROW);
  /**
   * DroverHostTable::cell-clicked:
   * @row: a #DroverTableRow
   * @host: whose cell
   *
   * More is wanted of what a cell says.
   */
  signals[CELL_CLICKED] = g_signal_new ("cell-clicked", DROVER_TYPE_HOST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, DROVER_TYPE_TABLE_ROW, G_TYPE_UINT);
}

static GtkWidget *
new_arrow (DroverHostTable *self, const char *icon, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static GtkWidget *
new_switcher (DroverHostTable *self)
{
  GtkWidget *switcher = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *badge = gtk_label_new (NULL);

  self->name = GTK_LABEL (name);
  self->badge = GTK_LABEL (badge);
  self->before = new_arrow (self, "go-previous-symbolic", _ ("Previous Host"), G_CALLBACK (on_before));
  self->after = new_arrow (self, "go-next-symbolic", _ ("Next Host"), G_CALLBACK (on_after));
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_wrap (self->badge, TRUE);
  gtk_label_set_justify (self->badge, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_add_css_class (badge, "caption");
  gtk_widget_set_hexpand (middle, TRUE);
  gtk_widget_set_valign (middle, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (middle), name);
  gtk_box_append (GTK_BOX (middle), badge);
  gtk_box_append (GTK_BOX (switcher), self->before);
  gtk_box_append (GTK_BOX (switcher), middle);
  gtk_box_append (GTK_BOX (switcher), self->after);
  return switcher;
}

static GtkWidget *
new_list (DroverHostTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *list;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  list = gtk_list_view_new (NULL, factory);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (list, keys);
  return list;
}

static void
drover_host_table_init (DroverHostTable *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  /* of no height: it tells how wide the table became */
  GtkWidget *ruler =
      g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  g_signal_connect_swapped (ruler, "resize", G_CALLBACK (on_resize), self);
  self->columns = drover_table_columns_new ();
  self->list = new_list (self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  self->header = drover_table_line_new_header (self->columns, get_adjustment (self));
  self->switcher = new_switcher (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "host-table");
  gtk_widget_add_css_class (self->header, "table-header");
  gtk_widget_add_css_class (self->switcher, "table-header");
  gtk_widget_set_parent (ruler, GTK_WIDGET (self));
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  gtk_widget_set_parent (self->switcher, GTK_WIDGET (self));
  gtk_widget_set_parent (gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), GTK_WIDGET (self));
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
  g_signal_connect_object (self->columns, "changed", G_CALLBACK (show_header), self, G_CONNECT_SWAPPED);
  show_header (self);
}

/* The list keeps in place what is in view, and rows that come above it are out of it: who has not scrolled
 * wants to see the first one.
 */
static void
on_items_changed (DroverHostTable *self)
{
  if (is_at_top (self))
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", 0);
}

/**
 * drover_host_table_new:
 * @rows: (transfer none): its rows, a model of #DroverTableRow
 * @accessible_name: what it is a table of
 * @clickable: its cells can be clicked
 *
 * Returns: (transfer floating): a table of no hosts yet
 */
GtkWidget *
drover_host_table_new (GListModel *rows, const char *accessible_name, gboolean clickable)
{
  DroverHostTable *self = g_object_new (DROVER_TYPE_HOST_TABLE, NULL);
  g_autoptr (GtkNoSelection) model = gtk_no_selection_new (g_object_ref (rows));

  self->clickable = clickable;
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), GTK_SELECTION_MODEL (model));
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * drover_host_table_set_hosts:
 * @names: (array zero-terminated=1): what they are called: plain text
 * @badges: (nullable) (array zero-terminated=1): what is said of each where it is shown alone
 */
void
drover_host_table_set_hosts (DroverHostTable *self, const char *const *names, const char *const *badges)
{
  g_return_if_fail (DROVER_IS_HOST_TABLE (self));
  g_strfreev (self->badges);
  self->badges = g_strdupv ((GStrv) badges);
  drover_table_columns_set_hosts (self->columns, names);
  show_header (self);
}
