/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/table/drover-table-field.h"

#include "widgets/table/drover-table-hatch.h"

#define PADDING_X 6
#define PADDING_Y 4
#define BAR_HEIGHT 10
#define BAR_GAP 4
#define LINES 4

struct _DroverTableField {
  GtkWidget parent_instance;

  PangoLayout *layout;
  char *text;
  DroverTableLook look;
  DroverTablePattern pattern;
  double bar;
  double filled;
};

G_DEFINE_FINAL_TYPE (DroverTableField, drover_table_field, GTK_TYPE_WIDGET)

static const char *const look_classes[] = {
  [DROVER_TABLE_PLAIN] = NULL,     [DROVER_TABLE_STRONG] = "heading",  [DROVER_TABLE_DIM] = "dim-label",
  [DROVER_TABLE_GOOD] = "success", [DROVER_TABLE_WARNING] = "warning", [DROVER_TABLE_BAD] = "error",
};

static PangoLayout *
ensure_layout (DroverTableField *self)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
      pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_height (self->layout, -LINES);
      drover_table_field_align (self->layout,
                                gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
    }
  return self->layout;
}

/**
 * drover_table_field_align:
 * @layout: of a widget or picture that is read from right to left where @rtl says so
 *
 * Begins the text where one begins to read. Pango turns that round itself for words of the other direction
 * alone, not for digits.
 */
void
drover_table_field_align (PangoLayout *layout, gboolean rtl)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  gboolean ltr_words = pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_LTR;

  pango_layout_set_alignment (layout, rtl && !ltr_words ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

/* At least what a word takes: a value in a column wraps. */
static int
lay_out (DroverTableField *self, int width)
{
  int height;

  pango_layout_set_width (ensure_layout (self), MAX (width - 2 * PADDING_X, 1) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  return height;
}

static void
drover_table_field_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  DroverTableField *self = DROVER_TABLE_FIELD (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 2 * PADDING_X + 24;
  else
    *minimum = *natural = lay_out (self, for_size < 0 ? 120 : for_size) + 2 * PADDING_Y +
                          (self->bar >= 0 ? BAR_HEIGHT + BAR_GAP : 0);
}

static GtkSizeRequestMode
drover_table_field_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static GdkRGBA
find_color (DroverTableField *self, const char *name, float alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &color))
    gtk_style_context_get_color (context, &color);
  color.alpha *= alpha;
  return color;
}

static void
append_frame (GtkSnapshot *snapshot, const GskRoundedRect *outline, float width, const GdkRGBA *color)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colors[] = { *color, *color, *color, *color };

  gtk_snapshot_append_border (snapshot, outline, widths, colors);
}

static void
append_fill (GtkSnapshot *snapshot, const GskRoundedRect *outline, const GdkRGBA *color)
{
  /* without a rounded clip, which costs as much as the rest of a cell */
  gtk_snapshot_append_color (snapshot, color, &outline->bounds);
}

static void
snapshot_pattern (DroverTableField *self, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (2, 1, (float) gtk_widget_get_width (GTK_WIDGET (self)) - 4,
                                               (float) gtk_widget_get_height (GTK_WIDGET (self)) - 2);
  GskRoundedRect outline;
  GdkRGBA color;

  gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
  switch (self->pattern)
    {
    case DROVER_TABLE_BLANK:
      break;
    case DROVER_TABLE_FULL:
      color = find_color (self, NULL, 0.14f);
      append_fill (snapshot, &outline, &color);
      break;
    case DROVER_TABLE_SOME:
      color = find_color (self, "accent_bg_color", 0.45f);
      append_fill (snapshot, &outline, &color);
      break;
    case DROVER_TABLE_ONLY:
      color = find_color (self, "accent_bg_color", 0.45f);
      append_fill (snapshot, &outline, &color);
      color = find_color (self, NULL, 0.9f);
      append_frame (snapshot, &outline, 2, &color);
      break;
    case DROVER_TABLE_EMPTY:
      color = find_color (self, NULL, 0.35f);
      append_frame (snapshot, &outline, 1, &color);
      break;
    case DROVER_TABLE_HATCHED:
      color = find_color (self, "warning_bg_color", 0.4f);
      drover_table_hatch_append (snapshot, &bounds, &color, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
      color = find_color (self, NULL, 0.5f);
      append_frame (snapshot, &outline, 1, &color);
      break;
    }
}

/* All bars of a row have one scale, and begin where one begins to read. */
static void
snapshot_bar (DroverTableField *self, GtkSnapshot *snapshot)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  float whole = (float) MAX ((width - 2 * PADDING_X) * self->bar, 2);
  float part = whole * (float) self->filled;
  float y = (float) gtk_widget_get_height (GTK_WIDGET (self)) - PADDING_Y - BAR_HEIGHT;
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (rtl ? (float) width - PADDING_X - whole : PADDING_X, y, whole, BAR_HEIGHT);
  graphene_rect_t inner = bounds;
  GskRoundedRect outline;
  GdkRGBA color = find_color (self, NULL, 0.2f);

  gsk_rounded_rect_init_from_rect (&outline, &bounds, 3);
  append_fill (snapshot, &outline, &color);
  inner.size.width = part;
  if (rtl)
    inner.origin.x += whole - part;
  color = find_color (self, "accent_bg_color", 1);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &inner);
  gtk_snapshot_pop (snapshot);
  color = find_color (self, NULL, 0.6f);
  append_frame (snapshot, &outline, 1, &color);
}

static void
drover_table_field_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DroverTableField *self = DROVER_TABLE_FIELD (widget);
  int height = lay_out (self, gtk_widget_get_width (widget));
  int room = gtk_widget_get_height (widget) - (self->bar >= 0 ? BAR_HEIGHT + BAR_GAP : 0);

  snapshot_pattern (self, snapshot);
  if (self->bar >= 0)
    snapshot_bar (self, snapshot);
  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (widget), PADDING_X,
                              self->pattern == DROVER_TABLE_BLANK ? PADDING_Y : (room - height) / 2.0,
                              self->layout);
}

/* Another font or direction. */
static void
drop_layout (DroverTableField *self)
{
  g_clear_object (&self->layout);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
drover_table_field_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (drover_table_field_parent_class)->css_changed (widget, change);
  drop_layout (DROVER_TABLE_FIELD (widget));
}

static void
drover_table_field_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  drop_layout (DROVER_TABLE_FIELD (widget));
}

/* Made where it is wanted: few are looked at so closely. */
static gboolean
drover_table_field_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, DROVER_TABLE_FIELD (widget)->text);
  return TRUE;
}

static void
drover_table_field_finalize (GObject *object)
{
  DroverTableField *self = DROVER_TABLE_FIELD (object);

  g_clear_object (&self->layout);
  g_free (self->text);
  G_OBJECT_CLASS (drover_table_field_parent_class)->finalize (object);
}

static void
drover_table_field_class_init (DroverTableFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = drover_table_field_finalize;
  widget_class->measure = drover_table_field_measure;
  widget_class->get_request_mode = drover_table_field_get_request_mode;
  widget_class->snapshot = drover_table_field_snapshot;
  widget_class->query_tooltip = drover_table_field_query_tooltip;
  widget_class->css_changed = drover_table_field_css_changed;
  widget_class->direction_changed = drover_table_field_direction_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_class_set_css_name (widget_class, "label");
}

static void
drover_table_field_init (DroverTableField *self)
{
  self->text = g_strdup ("");
  self->bar = -1;
}

/**
 * drover_table_field_new:
 *
 * Returns: (transfer floating): an empty field
 */
GtkWidget *
drover_table_field_new (void)
{
  return g_object_new (DROVER_TYPE_TABLE_FIELD, NULL);
}

/**
 * drover_table_field_show:
 * @cell: (transfer none): what to show
 * @accessible_name: where it stands, and what it says
 */
void
drover_table_field_show (DroverTableField *self, const DroverTableCell *cell, const char *accessible_name)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_return_if_fail (DROVER_IS_TABLE_FIELD (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  if (self->look != cell->look)
    {
      if (look_classes[self->look] != NULL)
        gtk_widget_remove_css_class (widget, look_classes[self->look]);
      if (look_classes[cell->look] != NULL)
        gtk_widget_add_css_class (widget, look_classes[cell->look]);
      self->look = cell->look;
    }
  if ((self->bar >= 0) != (cell->bar >= 0))
    gtk_widget_queue_resize (widget);
  self->pattern = cell->pattern;
  self->bar = cell->bar;
  self->filled = cell->filled;
  if (g_strcmp0 (self->text, cell->text) != 0)
    {
      g_free (self->text);
      self->text = g_strdup (cell->text);
      drop_layout (self);
      gtk_widget_set_has_tooltip (widget, cell->text[0] != '\0');
    }
  gtk_widget_queue_draw (widget);
}

/**
 * drover_table_field_get_text:
 *
 * Returns: (transfer none): what is shown
 */
const char *
drover_table_field_get_text (DroverTableField *self)
{
  g_return_val_if_fail (DROVER_IS_TABLE_FIELD (self), NULL);
  return self->text;
}
