/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-quote.h"
#include "base/drover-secret.h"
#include "hosts/drover-sign-in-private.h"

/* What workers and the main context share of a sign-in: questions, and whether they are settled. */

DroverSignInDesk *
drover_sign_in_desk_ref (DroverSignInDesk *desk)
{
  g_atomic_ref_count_inc (&desk->ref_count);
  return desk;
}

void
drover_sign_in_desk_unref (DroverSignInDesk *desk)
{
  if (!g_atomic_ref_count_dec (&desk->ref_count))
    return;
  /* Each slot in the queue holds the desk. */
  g_assert (desk->waiting.length == 0);
  drover_sign_in_memory_free (desk->memory);
  g_clear_pointer (&desk->context, g_main_context_unref);
  g_mutex_clear (&desk->mutex);
  g_cond_clear (&desk->changed);
  g_free (desk);
}

DroverSignInSlot *
drover_sign_in_slot_new (DroverSignInDesk *desk, const DroverQuestion *question)
{
  DroverSignInSlot *slot = g_new0 (DroverSignInSlot, 1);
  g_autofree char *host = drover_uri_dup_host_label (question->uri);

  g_atomic_ref_count_init (&slot->ref_count);
  slot->desk = drover_sign_in_desk_ref (desk);
  slot->uri = drover_uri_copy (question->uri);
  slot->host = drover_printable (host);
  slot->kind = question->kind;
  slot->prompt = drover_printable (question->prompt ? question->prompt : "");
  slot->challenge = drover_printable (question->challenge);
  slot->fingerprint = drover_printable (question->fingerprint);
  slot->secret = question->secret;
  slot->attempt = question->attempt;
  return slot;
}

DroverSignInSlot *
drover_sign_in_slot_ref (DroverSignInSlot *slot)
{
  g_atomic_ref_count_inc (&slot->ref_count);
  return slot;
}

void
drover_sign_in_slot_unref (DroverSignInSlot *slot)
{
  if (!g_atomic_ref_count_dec (&slot->ref_count))
    return;
  drover_secret_free (slot->answer);
  drover_uri_free (slot->uri);
  g_free (slot->host);
  g_free (slot->prompt);
  g_free (slot->challenge);
  g_free (slot->fingerprint);
  drover_sign_in_desk_unref (slot->desk);
  g_free (slot);
}

gboolean
drover_sign_in_slot_is_settled (DroverSignInSlot *slot)
{
  gboolean settled;

  g_mutex_lock (&slot->desk->mutex);
  settled = slot->settled;
  g_mutex_unlock (&slot->desk->mutex);
  return settled;
}

/* Whoever comes first decides: the answer, a cancellation, the end of the sign-in. In any thread. */
void
drover_sign_in_slot_settle (DroverSignInSlot *slot, const char *answer)
{
  DroverSignInDesk *desk = slot->desk;
  gboolean first;

  g_mutex_lock (&desk->mutex);
  first = !slot->settled;
  if (first)
    {
      slot->settled = TRUE;
      slot->answer = g_strdup (answer);
      g_cond_broadcast (&desk->changed);
    }
  g_mutex_unlock (&desk->mutex);
  if (first)
    drover_sign_in_desk_wake (desk);
}
