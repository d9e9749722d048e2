/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DroverTableKind:
 * @DROVER_TABLE_HEADING: a heading over the rows that follow, without cells
 * @DROVER_TABLE_HOSTS: a title and a cell per host
 *
 * What a row of a table of hosts is.
 */
typedef enum {
  DROVER_TABLE_HEADING,
  DROVER_TABLE_HOSTS,
} DroverTableKind;

/**
 * DroverTableLook:
 * @DROVER_TABLE_PLAIN: nothing special
 * @DROVER_TABLE_STRONG: it stands out from the others of its row
 * @DROVER_TABLE_DIM: it says little, or nothing is known
 * @DROVER_TABLE_GOOD: a yes
 * @DROVER_TABLE_WARNING: a yes with warnings
 * @DROVER_TABLE_BAD: a no
 *
 * How the text of a cell looks.
 */
typedef enum {
  DROVER_TABLE_PLAIN,
  DROVER_TABLE_STRONG,
  DROVER_TABLE_DIM,
  DROVER_TABLE_GOOD,
  DROVER_TABLE_WARNING,
  DROVER_TABLE_BAD,
} DroverTableLook;

/**
 * DroverTablePattern:
 * @DROVER_TABLE_BLANK: no field at all
 * @DROVER_TABLE_FULL: filled, as everywhere
 * @DROVER_TABLE_SOME: filled, but not everywhere
 * @DROVER_TABLE_ONLY: filled and framed: here alone
 * @DROVER_TABLE_EMPTY: an empty frame
 * @DROVER_TABLE_HATCHED: hatched: missing here alone
 *
 * How the field behind the text of a cell is drawn, told apart without colour too.
 */
typedef enum {
  DROVER_TABLE_BLANK,
  DROVER_TABLE_FULL,
  DROVER_TABLE_SOME,
  DROVER_TABLE_ONLY,
  DROVER_TABLE_EMPTY,
  DROVER_TABLE_HATCHED,
} DroverTablePattern;

/**
 * DroverTableCell:
 * @text: (not nullable): what is shown: plain text
 * @spoken: (nullable): what is said to who cannot see it; %NULL: @text
 * @look: how the text looks
 * @pattern: how the field behind it looks
 * @bar: how long its bar is, of 1; negative for none
 * @filled: how much of @bar is filled, of 1
 * @clickable: it leads to more, in a table whose cells can be clicked
 */
typedef struct {
  char *text;
  char *spoken;
  DroverTableLook look;
  DroverTablePattern pattern;
  double bar;
  double filled;
  gboolean clickable;
} DroverTableCell;

#define DROVER_TYPE_TABLE_ROW (drover_table_row_get_type ())

/**
 * DroverTableRow:
 *
 * One row of a table of hosts: a title, perhaps a note below it, and a cell per host.
 */
G_DECLARE_FINAL_TYPE (DroverTableRow, drover_table_row, DROVER, TABLE_ROW, GObject)

DroverTableRow *drover_table_row_new (DroverTableKind kind, const char *id, const char *title, guint n_cells);
void drover_table_row_set_note (DroverTableRow *row, const char *note, const char *note_means);
DroverTableCell *drover_table_row_get_cell (DroverTableRow *row, guint host);
void drover_table_row_set_cell (DroverTableRow *row, guint host, const char *text, DroverTableLook look);
void drover_table_row_become (DroverTableRow *row, DroverTableRow *other);

DroverTableKind drover_table_row_get_kind (DroverTableRow *row);
const char *drover_table_row_get_id (DroverTableRow *row);
const char *drover_table_row_get_title (DroverTableRow *row);
const char *drover_table_row_get_note (DroverTableRow *row);
const char *drover_table_row_get_note_means (DroverTableRow *row);
guint drover_table_row_get_n_cells (DroverTableRow *row);
char *drover_table_row_describe_cell (DroverTableRow *row, guint host, const char *host_name);

void drover_table_rows_sync (GListStore *store, GPtrArray *rows);

G_END_DECLS
