/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/table/drover-table-columns.h"

/* In the width of a digit, at least. */
#define HEAD_CHARACTERS 22
#define CELL_CHARACTERS 15
#define NARROW_HEAD_CHARACTERS 12
#define NARROW_CELL_CHARACTERS 14

struct _DroverTableColumns {
  GObject parent_instance;

  GStrv names;
  guint n_hosts;
  int character;
  gboolean narrow;
  guint shown;
};

G_DEFINE_FINAL_TYPE (DroverTableColumns, drover_table_columns, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_table_columns_finalize (GObject *object)
{
  g_strfreev (DROVER_TABLE_COLUMNS (object)->names);
  G_OBJECT_CLASS (drover_table_columns_parent_class)->finalize (object);
}

static void
drover_table_columns_class_init (DroverTableColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_table_columns_finalize;

  /**
   * DroverTableColumns::changed:
   *
   * They stand elsewhere, or are called otherwise.
   */
  signals[CHANGED] = g_signal_new ("changed", DROVER_TYPE_TABLE_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
drover_table_columns_init (DroverTableColumns *self)
{
  self->names = g_new0 (char *, 1);
  self->character = 8;
}

/**
 * drover_table_columns_new:
 *
 * Returns: (transfer full): no columns yet
 */
DroverTableColumns *
drover_table_columns_new (void)
{
  return g_object_new (DROVER_TYPE_TABLE_COLUMNS, NULL);
}

static void
tell_changed (DroverTableColumns *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * drover_table_columns_set_hosts:
 * @names: (array zero-terminated=1): what they are called, in their order
 */
void
drover_table_columns_set_hosts (DroverTableColumns *self, const char *const *names)
{
  if (g_strv_equal (names, (const char *const *) self->names))
    return;
  g_strfreev (self->names);
  self->names = g_strdupv ((GStrv) names);
  self->n_hosts = g_strv_length (self->names);
  self->shown = MIN (self->shown, MAX (self->n_hosts, 1) - 1);
  tell_changed (self);
}

guint
drover_table_columns_get_n_hosts (DroverTableColumns *self)
{
  return self->n_hosts;
}

/**
 * drover_table_columns_get_name:
 *
 * Returns: (transfer none): what a host is called
 */
const char *
drover_table_columns_get_name (DroverTableColumns *self, guint host)
{
  g_return_val_if_fail (host < self->n_hosts, "");
  return self->names[host];
}

/**
 * drover_table_columns_set_character_width:
 * @width: of a digit in the font of the table, in pixels
 */
void
drover_table_columns_set_character_width (DroverTableColumns *self, int width)
{
  if (self->character == width)
    return;
  self->character = width;
  tell_changed (self);
}

/**
 * drover_table_columns_set_narrow:
 * @narrow: one host at a time
 */
void
drover_table_columns_set_narrow (DroverTableColumns *self, gboolean narrow)
{
  if (self->narrow == !!narrow)
    return;
  self->narrow = !!narrow;
  tell_changed (self);
}

gboolean
drover_table_columns_is_narrow (DroverTableColumns *self)
{
  return self->narrow;
}

/**
 * drover_table_columns_set_shown:
 * @host: the one that is shown where there is room for one
 */
void
drover_table_columns_set_shown (DroverTableColumns *self, guint host)
{
  g_return_if_fail (host < self->n_hosts);
  if (self->shown == host)
    return;
  self->shown = host;
  tell_changed (self);
}

guint
drover_table_columns_get_shown (DroverTableColumns *self)
{
  return self->shown;
}

/**
 * drover_table_columns_shows:
 *
 * Returns: whether there is a column for that host now
 */
gboolean
drover_table_columns_shows (DroverTableColumns *self, guint host)
{
  return host < self->n_hosts && (!self->narrow || self->shown == host);
}

/**
 * drover_table_columns_get_least_width:
 *
 * Returns: what a line needs, in pixels
 */
int
drover_table_columns_get_least_width (DroverTableColumns *self)
{
  if (self->narrow)
    return (NARROW_HEAD_CHARACTERS + NARROW_CELL_CHARACTERS) * self->character;
  return (HEAD_CHARACTERS + (int) self->n_hosts * CELL_CHARACTERS) * self->character;
}

/**
 * drover_table_columns_place:
 * @width: of a line, in pixels
 * @head: (out): the width of its head
 * @cell: (out): that of each cell
 */
void
drover_table_columns_place (DroverTableColumns *self, int width, int *head, int *cell)
{
  int n = self->narrow ? 1 : (int) MAX (self->n_hosts, 1);
  int extra = MAX (width - drover_table_columns_get_least_width (self), 0);

  *head = (self->narrow ? NARROW_HEAD_CHARACTERS : HEAD_CHARACTERS) * self->character + extra / (n + 1);
  *cell = MAX (width - *head, n) / n;
}
