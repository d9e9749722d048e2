/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/table/drover-table-line.h"

#include "widgets/table/drover-table-field.h"

/* How far a line may stand from the edge of what is scrolled, in pixels. */
#define SLACK 24

struct _DroverTableLine {
  GtkWidget parent_instance;

  DroverTableColumns *columns;
  GtkAdjustment *adjustment;
  gboolean clickable;
  gboolean header; /* it stands above the list, and is shifted like what the list scrolls */
  int offset;      /* the one it was laid out for */
  DroverTableRow *row;
  GtkWidget *head;
  GtkLabel *title;
  GtkLabel *note;
  GtkButton *more;
  GPtrArray *cells; /* not owned: children */
};

G_DEFINE_FINAL_TYPE (DroverTableLine, drover_table_line, GTK_TYPE_WIDGET)

enum {
  NOTE_CLICKED,
  CELL_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
has_cells (DroverTableLine *self)
{
  return self->row != NULL && drover_table_row_get_kind (self->row) == DROVER_TABLE_HOSTS;
}

static void
place (DroverTableLine *self, int width, int *head, int *cell)
{
  drover_table_columns_place (self->columns, width, head, cell);
  if (!has_cells (self))
    *head = width;
}

/* How far the table is scrolled from where one begins to read: a list counts from the left. */
static int
get_offset (DroverTableLine *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);

  if (drover_table_columns_is_narrow (self->columns))
    return 0;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    value =
        gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment) - value;
  return (int) value;
}

static void
drover_table_line_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  DroverTableLine *self = DROVER_TABLE_LINE (widget);
  int head;
  int cell;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->header ? 1 : drover_table_columns_get_least_width (self->columns);
      *natural = *minimum;
      return;
    }
  place (self, MAX (for_size, drover_table_columns_get_least_width (self->columns)), &head, &cell);
  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, head, minimum, NULL, NULL, NULL);
  for (guint i = 0; has_cells (self) && i < self->cells->len; i++)
    {
      int height;

      if (!drover_table_columns_shows (self->columns, i))
        continue;
      gtk_widget_measure (self->cells->pdata[i], GTK_ORIENTATION_VERTICAL, cell, &height, NULL, NULL, NULL);
      *minimum = MAX (*minimum, height);
    }
  *natural = *minimum;
}

static GtkSizeRequestMode
drover_table_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* @x counts from where one begins to read. */
static void
allocate_at (DroverTableLine *self, GtkWidget *child, int x, int child_width, int width, int height)
{
  GtkAllocation allocation = { x, 0, child_width, height };

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    allocation.x = width - x - child_width;
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
drover_table_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DroverTableLine *self = DROVER_TABLE_LINE (widget);
  int offset = get_offset (self);
  int head;
  int cell;
  int x;

  self->offset = offset;
  place (self, MAX (width, drover_table_columns_get_least_width (self->columns)), &head, &cell);
  x = self->header ? head - offset : head;
  for (guint i = 0; i < self->cells->len; i++)
    {
      gboolean shown = has_cells (self) && drover_table_columns_shows (self->columns, i);

      gtk_widget_set_child_visible (self->cells->pdata[i], shown);
      if (!shown)
        continue;
      allocate_at (self, self->cells->pdata[i], x, cell, width, height);
      x += cell;
    }
  allocate_at (self, self->head, self->header || !has_cells (self) ? 0 : offset, head, width, height);
}

/* Not what is scrolled out sideways: of many hosts, that is most of them. */
static void
drover_table_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DroverTableLine *self = DROVER_TABLE_LINE (widget);
  double begin = self->header ? 0 : self->offset - SLACK;
  double end = begin + gtk_adjustment_get_page_size (self->adjustment) + 2 * SLACK;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);

  for (guint i = 0; i < self->cells->len; i++)
    {
      GtkWidget *cell = self->cells->pdata[i];
      graphene_rect_t place;
      double x;

      if (!gtk_widget_get_child_visible (cell) || !gtk_widget_compute_bounds (cell, widget, &place))
        continue;
      x = rtl ? width - place.origin.x - place.size.width : place.origin.x;
      if (x < end && x + place.size.width > begin)
        gtk_widget_snapshot_child (widget, cell, snapshot);
    }
  gtk_widget_snapshot_child (widget, self->head, snapshot);
}

static void
on_note_clicked (DroverTableLine *self)
{
  g_signal_emit (self, signals[NOTE_CLICKED], 0);
}

static void
on_cell_clicked (GtkWidget *button, DroverTableLine *self)
{
  guint host;

  if (g_ptr_array_find (self->cells, button, &host))
    g_signal_emit (self, signals[CELL_CLICKED], 0, host, button);
}

static DroverTableField *
field_of (GtkWidget *cell)
{
  return DROVER_TABLE_FIELD (GTK_IS_BUTTON (cell) ? gtk_button_get_child (GTK_BUTTON (cell)) : cell);
}

static void
ensure_cells (DroverTableLine *self, guint n)
{
  while (self->cells->len > n)
    gtk_widget_unparent (g_ptr_array_steal_index (self->cells, self->cells->len - 1));
  while (self->cells->len < n)
    {
      GtkWidget *cell = drover_table_field_new ();

      if (self->clickable)
        {
          GtkWidget *button = gtk_button_new ();

          gtk_widget_add_css_class (button, "flat");
          gtk_widget_add_css_class (button, "table-cell");
          gtk_button_set_child (GTK_BUTTON (button), cell);
          g_signal_connect (button, "clicked", G_CALLBACK (on_cell_clicked), self);
          cell = button;
        }
      gtk_widget_insert_before (cell, GTK_WIDGET (self), self->head);
      g_ptr_array_add (self->cells, cell);
    }
}

static void
show_cell (DroverTableLine *self, guint host)
{
  GtkWidget *widget = self->cells->pdata[host];
  const DroverTableCell *cell = drover_table_row_get_cell (self->row, host);
  g_autofree char *name =
      self->header ? g_strdup (cell->text)
                   : drover_table_row_describe_cell (self->row, host,
                                                     drover_table_columns_get_name (self->columns, host));

  drover_table_field_show (field_of (widget), cell, name);
  if (!self->clickable)
    return;
  gtk_widget_set_can_target (widget, cell->clickable);
  gtk_widget_set_focusable (widget, cell->clickable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The whole line, for who comes to it with the keyboard. */
static void
name_item (DroverTableLine *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *note = drover_table_row_get_note (self->row);
  g_autofree char *name =
      g_strdup_printf ("%s%s%s", drover_table_row_get_title (self->row), note ? ", " : "", note ? note : "");

  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_note (DroverTableLine *self)
{
  const char *note = drover_table_row_get_note (self->row);
  const char *means = drover_table_row_get_note_means (self->row);

  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL && means == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->more), note != NULL && means != NULL);
  if (note == NULL)
    return;
  if (means == NULL)
    {
      gtk_label_set_text (self->note, note);
      return;
    }
  gtk_button_set_label (self->more, note);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->more)), TRUE);
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (self->more)), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, means, -1);
}

static void
show_row (DroverTableLine *self)
{
  gboolean cells;

  if (self->row == NULL)
    return;
  cells = has_cells (self);
  gtk_label_set_text (self->title, drover_table_row_get_title (self->row));
  gtk_widget_set_visible (GTK_WIDGET (self->title), drover_table_row_get_title (self->row)[0] != '\0');
  if (cells && !self->header)
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "heading");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  show_note (self);
  if (cells)
    ensure_cells (self, MIN (drover_table_row_get_n_cells (self->row),
                             drover_table_columns_get_n_hosts (self->columns)));
  for (guint i = 0; cells && i < self->cells->len; i++)
    show_cell (self, i);
  if (!self->header)
    name_item (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
drop_row (DroverTableLine *self)
{
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);
}

static void
drover_table_line_dispose (GObject *object)
{
  DroverTableLine *self = DROVER_TABLE_LINE (object);

  drop_row (self);
  while (self->cells->len > 0)
    gtk_widget_unparent (g_ptr_array_steal_index (self->cells, self->cells->len - 1));
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_object (&self->columns);
  g_clear_object (&self->adjustment);
  G_OBJECT_CLASS (drover_table_line_parent_class)->dispose (object);
}

static void
drover_table_line_finalize (GObject *object)
{
  g_ptr_array_unref (DROVER_TABLE_LINE (object)->cells);
  G_OBJECT_CLASS (drover_table_line_parent_class)->finalize (object);
}

static void
drover_table_line_class_init (DroverTableLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_table_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_table_line_finalize;
  widget_class->measure = drover_table_line_measure;
  widget_class->get_request_mode = drover_table_line_get_request_mode;
  widget_class->size_allocate = drover_table_line_size_allocate;
  widget_class->snapshot = drover_table_line_snapshot;

  /**
   * DroverTableLine::note-clicked:
   *
   * More is wanted of what the note says.
   */
  signals[NOTE_CLICKED] = g_signal_new ("note-clicked", DROVER_TYPE_TABLE_LINE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  /**
   * DroverTableLine::cell-clicked:
   * @host: whose cell
   * @cell: its widget
   *
   * More is wanted of what a cell says.
   */
  signals[CELL_CLICKED] = g_signal_new ("cell-clicked", DROVER_TYPE_TABLE_LINE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, GTK_TYPE_WIDGET);
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "caption");
    }
  return label;
}

static void
drover_table_line_init (DroverTableLine *self)
{
  GtkWidget *title = new_label (NULL);
  GtkWidget *note = new_label ("dim-label");
  GtkWidget *more = gtk_button_new ();

  self->cells = g_ptr_array_new ();
  self->title = GTK_LABEL (title);
  self->note = GTK_LABEL (note);
  self->more = GTK_BUTTON (more);
  self->head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->head, "table-head");
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_add_css_class (more, "table-more");
  gtk_widget_set_halign (more, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->head), title);
  gtk_box_append (GTK_BOX (self->head), note);
  gtk_box_append (GTK_BOX (self->head), more);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (more, "clicked", G_CALLBACK (on_note_clicked), self);
}

/* Only what it was not laid out for: a header comes before the list, which says that late. */
static void
on_scrolled (DroverTableLine *self)
{
  if (get_offset (self) != self->offset)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static DroverTableLine *
new_line (DroverTableColumns *columns, GtkAdjustment *adjustment)
{
  DroverTableLine *self = g_object_new (DROVER_TYPE_TABLE_LINE, NULL);

  self->columns = g_object_ref (columns);
  self->adjustment = g_object_ref (adjustment);
  g_signal_connect_object (columns, "changed", G_CALLBACK (show_row), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * drover_table_line_new:
 * @columns: (transfer none): where its cells stand
 * @adjustment: (transfer none): how far the table is scrolled sideways
 * @clickable: its cells can be clicked
 *
 * Returns: (transfer floating): a line of the list, without a row
 */
GtkWidget *
drover_table_line_new (DroverTableColumns *columns, GtkAdjustment *adjustment, gboolean clickable)
{
  DroverTableLine *self = new_line (columns, adjustment);

  self->clickable = clickable;
  return GTK_WIDGET (self);
}

/**
 * drover_table_line_new_header:
 * @columns: (transfer none): where its cells stand
 * @adjustment: (transfer none): how far the table is scrolled sideways
 *
 * Returns: (transfer floating): a line to stand above the list, without a row
 */
GtkWidget *
drover_table_line_new_header (DroverTableColumns *columns, GtkAdjustment *adjustment)
{
  DroverTableLine *self = new_line (columns, adjustment);

  self->header = TRUE;
  return GTK_WIDGET (self);
}

/**
 * drover_table_line_set_row:
 * @row: (nullable) (transfer none): what it shows from now on
 */
void
drover_table_line_set_row (DroverTableLine *self, DroverTableRow *row)
{
  g_return_if_fail (DROVER_IS_TABLE_LINE (self));
  drop_row (self);
  if (row == NULL)
    return;
  self->row = g_object_ref (row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (show_row), self);
  show_row (self);
}

/**
 * drover_table_line_get_row:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
DroverTableRow *
drover_table_line_get_row (DroverTableLine *self)
{
  g_return_val_if_fail (DROVER_IS_TABLE_LINE (self), NULL);
  return self->row;
}

/**
 * drover_table_line_find_focused:
 * @host: (out): whose cell
 *
 * Returns: whether one of its cells has the keyboard
 */
gboolean
drover_table_line_find_focused (DroverTableLine *self, guint *host)
{
  g_return_val_if_fail (DROVER_IS_TABLE_LINE (self), FALSE);
  return g_ptr_array_find (self->cells, gtk_widget_get_focus_child (GTK_WIDGET (self)), host);
}

/**
 * drover_table_line_focus_cell:
 * @host: whose cell
 *
 * Returns: whether that cell has taken the keyboard: it is shown and leads to more
 */
gboolean
drover_table_line_focus_cell (DroverTableLine *self, guint host)
{
  GtkWidget *cell;

  g_return_val_if_fail (DROVER_IS_TABLE_LINE (self), FALSE);
  cell = host < self->cells->len ? self->cells->pdata[host] : NULL;
  return cell != NULL && gtk_widget_get_child_visible (cell) && gtk_widget_get_focusable (cell) &&
         gtk_widget_grab_focus (cell);
}
