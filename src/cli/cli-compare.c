/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-compare.h"

#include <glib/gi18n.h>

void
cli_compared_clear (CliCompared *compared)
{
  g_clear_pointer (&compared->names, g_ptr_array_unref);
  g_clear_pointer (&compared->facts, g_ptr_array_unref);
  g_clear_pointer (&compared->rows, g_ptr_array_unref);
  g_clear_pointer (&compared->features, g_ptr_array_unref);
  g_clear_object (&compared->matrix);
  g_clear_object (&compared->common);
}

DroverFacts *const *
cli_compared_get_facts (const CliCompared *compared)
{
  return (DroverFacts *const *) compared->facts->pdata;
}

const char *
cli_compared_get_name (const CliCompared *compared, guint host)
{
  return compared->names->pdata[host];
}

/**
 * cli_compare_describe_cell:
 * @cell: (nullable): of the matrix
 *
 * Returns: whether the guest can move, in a word
 */
const char *
cli_compare_describe_cell (const DroverMatrixCell *cell)
{
  if (cell == NULL)
    return _ ("unknown");
  switch (cell->verdict)
    {
    case DROVER_RUN_READY:
      return _ ("yes");
    case DROVER_RUN_WARNINGS:
      /* Translators: a guest can move, with warnings; one short word for a table */
      return _ ("warns");
    case DROVER_RUN_BLOCKED:
      return _ ("no");
    case DROVER_RUN_UNKNOWN:
      return _ ("unknown");
    }
  g_return_val_if_reached (NULL);
}
