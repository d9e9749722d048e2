/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/table/drover-table-row.h"

#include <glib/gi18n.h>

struct _DroverTableRow {
  GObject parent_instance;

  DroverTableKind kind;
  char *id;
  char *title;
  char *note;
  char *note_means; /* NULL: the note leads nowhere */
  GArray *cells;
};

G_DEFINE_FINAL_TYPE (DroverTableRow, drover_table_row, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
cell_clear (gpointer data)
{
  DroverTableCell *cell = data;

  g_clear_pointer (&cell->text, g_free);
  g_clear_pointer (&cell->spoken, g_free);
}

static void
drover_table_row_finalize (GObject *object)
{
  DroverTableRow *self = DROVER_TABLE_ROW (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->note);
  g_free (self->note_means);
  g_array_unref (self->cells);
  G_OBJECT_CLASS (drover_table_row_parent_class)->finalize (object);
}

static void
drover_table_row_class_init (DroverTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_table_row_finalize;

  /**
   * DroverTableRow::changed:
   *
   * It tells something else now.
   */
  signals[CHANGED] =
      g_signal_new ("changed", DROVER_TYPE_TABLE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_table_row_init (DroverTableRow *self)
{
  self->cells = g_array_new (FALSE, TRUE, sizeof (DroverTableCell));
  g_array_set_clear_func (self->cells, cell_clear);
}

/**
 * drover_table_row_new:
 * @id: unique in its table
 * @title: plain text
 * @n_cells: how many hosts there are
 *
 * Returns: (transfer full): a row whose cells are empty
 */
DroverTableRow *
drover_table_row_new (DroverTableKind kind, const char *id, const char *title, guint n_cells)
{
  DroverTableRow *self = g_object_new (DROVER_TYPE_TABLE_ROW, NULL);

  self->kind = kind;
  self->id = g_strdup (id);
  self->title = g_strdup (title);
  g_array_set_size (self->cells, n_cells);
  for (guint i = 0; i < n_cells; i++)
    {
      drover_table_row_get_cell (self, i)->text = g_strdup ("");
      drover_table_row_get_cell (self, i)->bar = -1;
    }
  return self;
}

/**
 * drover_table_row_set_note:
 * @note: (nullable): plain text below the title
 * @note_means: (nullable): where the note can be clicked, what that does, for who cannot see it
 */
void
drover_table_row_set_note (DroverTableRow *self, const char *note, const char *note_means)
{
  g_return_if_fail (DROVER_IS_TABLE_ROW (self));
  g_free (self->note);
  self->note = g_strdup (note);
  g_free (self->note_means);
  self->note_means = g_strdup (note_means);
}

/**
 * drover_table_row_get_cell:
 *
 * Returns: (transfer none): the cell of a host
 */
DroverTableCell *
drover_table_row_get_cell (DroverTableRow *self, guint host)
{
  g_return_val_if_fail (host < self->cells->len, NULL);
  return &g_array_index (self->cells, DroverTableCell, host);
}

/**
 * drover_table_row_set_cell:
 * @text: plain text
 */
void
drover_table_row_set_cell (DroverTableRow *self, guint host, const char *text, DroverTableLook look)
{
  DroverTableCell *cell = drover_table_row_get_cell (self, host);

  g_free (cell->text);
  cell->text = g_strdup (text);
  cell->look = look;
}

DroverTableKind
drover_table_row_get_kind (DroverTableRow *self)
{
  return self->kind;
}

const char *
drover_table_row_get_id (DroverTableRow *self)
{
  return self->id;
}

const char *
drover_table_row_get_title (DroverTableRow *self)
{
  return self->title;
}

const char *
drover_table_row_get_note (DroverTableRow *self)
{
  return self->note;
}

/**
 * drover_table_row_get_note_means:
 *
 * Returns: (transfer none) (nullable): what a click on the note does, for who cannot see it
 */
const char *
drover_table_row_get_note_means (DroverTableRow *self)
{
  return self->note_means;
}

guint
drover_table_row_get_n_cells (DroverTableRow *self)
{
  return self->cells->len;
}

/**
 * drover_table_row_describe_cell:
 * @host_name: what the host is called
 *
 * Returns: (transfer full): row, host and value, for who cannot see where it stands
 */
char *
drover_table_row_describe_cell (DroverTableRow *self, guint host, const char *host_name)
{
  const DroverTableCell *cell = drover_table_row_get_cell (self, host);

  /* Translators: what a cell of a table says: its row, the host, and the value */
  return g_strdup_printf (_ ("%s, %s: %s"), self->title, host_name, cell->spoken ? cell->spoken : cell->text);
}

static gboolean
is_same_cell (const DroverTableCell *a, const DroverTableCell *b)
{
  return g_strcmp0 (a->text, b->text) == 0 && g_strcmp0 (a->spoken, b->spoken) == 0 && a->look == b->look &&
         a->pattern == b->pattern && a->bar >= b->bar && a->bar <= b->bar && a->filled >= b->filled &&
         a->filled <= b->filled && a->clickable == b->clickable;
}

static gboolean
is_same (DroverTableRow *self, DroverTableRow *other)
{
  if (self->kind != other->kind || self->cells->len != other->cells->len ||
      g_strcmp0 (self->title, other->title) != 0 || g_strcmp0 (self->note, other->note) != 0 ||
      g_strcmp0 (self->note_means, other->note_means) != 0)
    return FALSE;
  for (guint i = 0; i < self->cells->len; i++)
    if (!is_same_cell (drover_table_row_get_cell (self, i), drover_table_row_get_cell (other, i)))
      return FALSE;
  return TRUE;
}

/**
 * drover_table_row_become:
 * @other: of the same id; what it held is left to it in exchange
 *
 * Tells from now on what @other tells.
 */
void
drover_table_row_become (DroverTableRow *self, DroverTableRow *other)
{
  DroverTableRow hers;

  g_return_if_fail (DROVER_IS_TABLE_ROW (self) && DROVER_IS_TABLE_ROW (other));
  if (self == other || is_same (self, other))
    return;
  hers = *other;
  other->kind = self->kind;
  other->title = self->title;
  other->note = self->note;
  other->note_means = self->note_means;
  other->cells = self->cells;
  self->kind = hers.kind;
  self->title = hers.title;
  self->note = hers.note;
  self->note_means = hers.note_means;
  self->cells = hers.cells;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* How many of the first, or of the last, are the same already. */
static guint
count_common (GListModel *before, GPtrArray *after, gboolean from_end, guint most)
{
  guint n_before = g_list_model_get_n_items (before);
  guint n = 0;

  while (n < most)
    {
      g_autoptr (GObject) old = g_list_model_get_item (before, from_end ? n_before - 1 - n : n);

      if (old != after->pdata[from_end ? after->len - 1 - n : n])
        break;
      n++;
    }
  return n;
}

/**
 * drover_table_rows_sync:
 * @store: of #DroverTableRow
 * @rows: (element-type DroverTableRow): what it shall tell, in that order
 *
 * Brings a store up to date. A row that was there stays the same object, so that what is looked at stays
 * where it is.
 */
void
drover_table_rows_sync (GListStore *store, GPtrArray *rows)
{
  GListModel *before = G_LIST_MODEL (store);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = g_list_model_get_n_items (before);
  guint n_first;
  guint n_last;

  for (guint i = 0; i < n_before; i++)
    {
      DroverTableRow *row = g_list_model_get_item (before, i);

      g_hash_table_insert (known, row->id, row);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      DroverTableRow *row = g_hash_table_lookup (known, ((DroverTableRow *) rows->pdata[i])->id);

      if (row != NULL)
        drover_table_row_become (row, rows->pdata[i]);
      else
        row = rows->pdata[i];
      g_ptr_array_add (after, g_object_ref (row));
    }
  n_first = count_common (before, after, FALSE, MIN (n_before, after->len));
  n_last = count_common (before, after, TRUE, MIN (n_before, after->len) - n_first);
  if (n_first + n_last < n_before || n_first + n_last < after->len)
    g_list_store_splice (store, n_first, n_before - n_first - n_last, after->pdata + n_first,
                         after->len - n_first - n_last);
}
