/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "base/drover-record.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Touches every field, as `droverctl facts` does. */
static inline void
fuzz_write_json (const DroverRecordType *type, gconstpointer record)
{
  g_autoptr (JsonNode) node = drover_record_to_json (type, record);
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert (g_utf8_validate (text, -1, NULL));
}
