/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-compare.h"

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
