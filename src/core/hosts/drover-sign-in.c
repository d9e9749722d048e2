/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-sign-in.h"

#include "hosts/drover-sign-in-private.h"

struct _DroverSignIn {
  GObject parent_instance;

  DroverSignInDesk *desk;
  guint id;
};

G_DEFINE_FINAL_TYPE (DroverSignIn, drover_sign_in, G_TYPE_OBJECT)

enum {
  REQUEST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Options are copied at will and kept by whoever opens a connection, longer than any sign-in lives. So what
 * they carry is a number, and whoever asks at a desk that is gone finds nobody. */
static GMutex desks_mutex;
static GHashTable *desks;
static guint last_id;

static guint
register_desk (DroverSignInDesk *desk)
{
  guint id;

  g_mutex_lock (&desks_mutex);
  if (desks == NULL)
    desks = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) drover_sign_in_desk_unref);
  id = ++last_id;
  g_hash_table_insert (desks, GUINT_TO_POINTER (id), drover_sign_in_desk_ref (desk));
  g_mutex_unlock (&desks_mutex);
  return id;
}

static void
unregister_desk (guint id)
{
  g_mutex_lock (&desks_mutex);
  g_hash_table_remove (desks, GUINT_TO_POINTER (id));
  g_mutex_unlock (&desks_mutex);
}

static DroverSignInDesk *
find_desk (guint id)
{
  DroverSignInDesk *desk;

  g_mutex_lock (&desks_mutex);
  desk = desks ? g_hash_table_lookup (desks, GUINT_TO_POINTER (id)) : NULL;
  if (desk != NULL)
    drover_sign_in_desk_ref (desk);
  g_mutex_unlock (&desks_mutex);
  return desk;
}

/* Ends all questions. Which of them a request shows is the context's business. */
static void
close_desk (DroverSignInDesk *desk)
{
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_sign_in_slot_unref);

  g_mutex_lock (&desk->mutex);
  desk->closed = TRUE;
  while (desk->waiting.length > 0)
    g_ptr_array_add (slots, g_queue_pop_head (&desk->waiting));
  g_mutex_unlock (&desk->mutex);
  for (guint i = 0; i < slots->len; i++)
    drover_sign_in_slot_settle (slots->pdata[i], NULL);
}

static void
cancel_current (DroverSignInDesk *desk)
{
  if (desk->current != NULL)
    drover_sign_in_request_cancel (desk->current);
}

static void
drover_sign_in_dispose (GObject *object)
{
  DroverSignIn *self = DROVER_SIGN_IN (object);

  if (self->desk != NULL)
    {
      unregister_desk (self->id);
      self->desk->owner = NULL;
      close_desk (self->desk);
      cancel_current (self->desk);
      g_clear_weak_pointer (&self->desk->current);
      g_clear_pointer (&self->desk, drover_sign_in_desk_unref);
    }
  G_OBJECT_CLASS (drover_sign_in_parent_class)->dispose (object);
}

static void
drover_sign_in_class_init (DroverSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_sign_in_dispose;

  /**
   * DroverSignIn::request:
   * @request: a #DroverSignInRequest
   *
   * A host asks something. Keep a reference to @request until it is answered: letting go of it cancels it.
   * The next one comes when this one is closed.
   */
  signals[REQUEST] = g_signal_new ("request", DROVER_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, DROVER_TYPE_SIGN_IN_REQUEST);
}

static void
drover_sign_in_init (DroverSignIn *self)
{
  DroverSignInDesk *desk = g_new0 (DroverSignInDesk, 1);

  g_atomic_ref_count_init (&desk->ref_count);
  g_mutex_init (&desk->mutex);
  g_cond_init (&desk->changed);
  g_queue_init (&desk->waiting);
  desk->memory = drover_sign_in_memory_new ();
  desk->context = g_main_context_ref_thread_default ();
  desk->owner = self;
  self->desk = desk;
  self->id = register_desk (desk);
}

/**
 * drover_sign_in_new:
 *
 * Returns: (transfer full): a sign-in whose requests come in the thread-default main context of now
 */
DroverSignIn *
drover_sign_in_new (void)
{
  return g_object_new (DROVER_TYPE_SIGN_IN, NULL);
}

static DroverSignInSlot *
take_next_slot (DroverSignInDesk *desk)
{
  DroverSignInSlot *slot;

  g_mutex_lock (&desk->mutex);
  while ((slot = g_queue_pop_head (&desk->waiting)) != NULL && slot->settled)
    {
      g_mutex_unlock (&desk->mutex);
      drover_sign_in_slot_unref (slot);
      g_mutex_lock (&desk->mutex);
    }
  g_mutex_unlock (&desk->mutex);
  return slot;
}

/* Closes the request whose question is settled and shows the next. */
static gboolean
turn (gpointer user_data)
{
  DroverSignInDesk *desk = user_data;
  g_autoptr (DroverSignInSlot) slot = NULL;
  g_autoptr (DroverSignInRequest) request = NULL;
  g_autoptr (DroverSignIn) owner = NULL;

  if (desk->owner == NULL)
    return G_SOURCE_REMOVE;
  owner = g_object_ref (desk->owner);
  if (desk->current != NULL && drover_sign_in_request_is_open (desk->current))
    return G_SOURCE_REMOVE;
  if (desk->current != NULL)
    {
      request = g_object_ref (desk->current);
      g_clear_weak_pointer (&desk->current);
      drover_sign_in_request_close (request);
      g_clear_object (&request);
    }

  slot = take_next_slot (desk);
  if (slot == NULL)
    return G_SOURCE_REMOVE;
  request = drover_sign_in_request_new (slot);
  g_set_weak_pointer (&desk->current, request);
  g_signal_emit (owner, signals[REQUEST], 0, request);
  return G_SOURCE_REMOVE;
}

void
drover_sign_in_desk_wake (DroverSignInDesk *desk)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, turn, drover_sign_in_desk_ref (desk),
                         (GDestroyNotify) drover_sign_in_desk_unref);
  g_source_attach (source, desk->context);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  drover_sign_in_slot_settle (user_data, NULL);
}

static gboolean
enqueue (DroverSignInDesk *desk, DroverSignInSlot *slot)
{
  gboolean open;

  g_mutex_lock (&desk->mutex);
  open = !desk->closed;
  if (open)
    g_queue_push_tail (&desk->waiting, drover_sign_in_slot_ref (slot));
  g_mutex_unlock (&desk->mutex);
  if (open)
    drover_sign_in_desk_wake (desk);
  return open;
}

static char *
wait_for_answer (DroverSignInSlot *slot)
{
  DroverSignInDesk *desk = slot->desk;
  char *answer;

  g_mutex_lock (&desk->mutex);
  while (!slot->settled)
    g_cond_wait (&desk->changed, &desk->mutex);
  answer = g_steal_pointer (&slot->answer);
  g_mutex_unlock (&desk->mutex);
  return answer;
}

/* In a worker, which waits here until somebody has decided. */
static char *
ask_somebody (DroverSignInDesk *desk, const DroverQuestion *question, GCancellable *cancellable)
{
  g_autoptr (DroverSignInSlot) slot = drover_sign_in_slot_new (desk, question);
  gulong handler = 0;
  char *answer;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), drover_sign_in_slot_ref (slot),
                                     (GDestroyNotify) drover_sign_in_slot_unref);
  answer = enqueue (desk, slot) ? wait_for_answer (slot) : NULL;
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  return answer;
}

static char *
ask (const DroverQuestion *question, GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (DroverSignInDesk) desk = find_desk (GPOINTER_TO_UINT (user_data));
  char *answer = desk ? drover_sign_in_memory_recall (desk->memory, question) : NULL;

  if (desk == NULL || answer != NULL)
    return answer;
  answer = ask_somebody (desk, question, cancellable);
  if (answer != NULL)
    drover_sign_in_memory_note (desk->memory, question, answer);
  return answer;
}

static void
settled (const DroverUri *uri, gboolean opened, gpointer user_data)
{
  g_autoptr (DroverSignInDesk) desk = find_desk (GPOINTER_TO_UINT (user_data));

  if (desk != NULL)
    drover_sign_in_memory_settle (desk->memory, uri, opened);
}

/**
 * drover_sign_in_fill_options:
 * @options: (inout): how connections are opened
 *
 * Lets the sign-in answer the questions. A password that has opened a host opens it again without a question,
 * as long as the sign-in lives; it is kept in memory alone. @options may be copied and may outlive the
 * sign-in, after whose end every question counts as cancelled.
 */
void
drover_sign_in_fill_options (DroverSignIn *self, DroverOpenOptions *options)
{
  g_return_if_fail (DROVER_IS_SIGN_IN (self));
  g_return_if_fail (options != NULL);

  options->prompt = ask;
  options->settled = settled;
  options->prompt_data = GUINT_TO_POINTER (self->id);
}

/**
 * drover_sign_in_cancel:
 *
 * Cancels every question, also those that are still to come. For another try, make another sign-in.
 */
void
drover_sign_in_cancel (DroverSignIn *self)
{
  g_return_if_fail (DROVER_IS_SIGN_IN (self));
  g_object_ref (self);
  close_desk (self->desk);
  cancel_current (self->desk);
  g_object_unref (self);
}
