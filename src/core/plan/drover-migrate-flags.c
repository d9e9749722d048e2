/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-migrate-flags.h"

/* By bit, as in libvirt's VIR_MIGRATE_… */
static const char *const names[] = {
  "LIVE",
  "PEER2PEER",
  "TUNNELLED",
  "PERSIST_DEST",
  "UNDEFINE_SOURCE",
  "PAUSED",
  "NON_SHARED_DISK",
  "NON_SHARED_INC",
  "CHANGE_PROTECTION",
  "UNSAFE",
  "OFFLINE",
  "COMPRESSED",
  "ABORT_ON_ERROR",
  "AUTO_CONVERGE",
  "RDMA_PIN_ALL",
  "POSTCOPY",
  "TLS",
  "PARALLEL",
  "NON_SHARED_SYNCHRONOUS_WRITES",
  "POSTCOPY_RESUME",
  "ZEROCOPY",
};

G_STATIC_ASSERT ((1u << G_N_ELEMENTS (names)) - 1 == DROVER_MIGRATE_ALL_FLAGS);

/**
 * drover_migrate_flags_to_string:
 * @flags: bits of [flags@MigrateFlags]
 *
 * Returns: (transfer full): the flags by libvirt's names, for logs and reports (`LIVE|PEER2PEER`), `0` for
 *   none; bits without a name as a number
 */
char *
drover_migrate_flags_to_string (guint64 flags)
{
  GString *text = g_string_new (NULL);

  for (guint bit = 0; bit < G_N_ELEMENTS (names); bit++)
    if (flags & (G_GUINT64_CONSTANT (1) << bit))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "", names[bit]);
  flags &= ~(guint64) DROVER_MIGRATE_ALL_FLAGS;
  if (flags != 0)
    g_string_append_printf (text, "%s0x%" G_GINT64_MODIFIER "x", text->len > 0 ? "|" : "", flags);
  if (text->len == 0)
    g_string_append_c (text, '0');
  return g_string_free (text, FALSE);
}
