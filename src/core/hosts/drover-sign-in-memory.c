/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-sign-in-memory.h"

#include <string.h>

#include "base/drover-secret.h"

struct _DroverSignInMemory {
  GMutex mutex;
  GHashTable *given;    /* answers, not known to be right yet */
  GHashTable *accepted; /* those that have opened their host */
};

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) drover_secret_free);
}

/* What a host asks is its own words: a line's end in them makes no other key. */
static char *
dup_key (const DroverQuestion *question)
{
  return g_strdup_printf ("%s\n%u %s", question->uri->text, question->kind,
                          question->prompt ? question->prompt : "");
}

static gboolean
is_of (gpointer key, gpointer value, gpointer uri)
{
  const char *text = ((const DroverUri *) uri)->text;
  gsize length = strlen (text);

  return strncmp (key, text, length) == 0 && ((const char *) key)[length] == '\n';
}

/* A key is trusted once and kept by ssh, and a code of one use is of no use again. */
static gboolean
is_kept (const DroverQuestion *question)
{
  return question->kind == DROVER_QUESTION_USER_NAME || question->kind == DROVER_QUESTION_PASSWORD ||
         question->kind == DROVER_QUESTION_PASSPHRASE;
}

/**
 * drover_sign_in_memory_new:
 *
 * Returns: (transfer full): one that knows nothing
 */
DroverSignInMemory *
drover_sign_in_memory_new (void)
{
  DroverSignInMemory *memory = g_new0 (DroverSignInMemory, 1);

  g_mutex_init (&memory->mutex);
  memory->given = table_new ();
  memory->accepted = table_new ();
  return memory;
}

/**
 * drover_sign_in_memory_free:
 * @memory: (transfer full): is wiped
 */
void
drover_sign_in_memory_free (DroverSignInMemory *memory)
{
  g_hash_table_unref (memory->given);
  g_hash_table_unref (memory->accepted);
  g_mutex_clear (&memory->mutex);
  g_free (memory);
}

/**
 * drover_sign_in_memory_recall:
 * @question: what a host asks
 *
 * A question that is put again was not answered rightly: then somebody has to be asked.
 *
 * Returns: (transfer full) (nullable): what opened that host before, for drover_secret_free()
 */
char *
drover_sign_in_memory_recall (DroverSignInMemory *memory, const DroverQuestion *question)
{
  g_autofree char *key = dup_key (question);
  char *answer = NULL;

  if (question->attempt > 1)
    return NULL;
  g_mutex_lock (&memory->mutex);
  answer = g_strdup (g_hash_table_lookup (memory->accepted, key));
  g_mutex_unlock (&memory->mutex);
  return answer;
}

/**
 * drover_sign_in_memory_note:
 * @question: what a host asks
 * @answer: what somebody answers
 *
 * Counts once the host has been opened with it.
 */
void
drover_sign_in_memory_note (DroverSignInMemory *memory, const DroverQuestion *question, const char *answer)
{
  if (!is_kept (question))
    return;
  g_mutex_lock (&memory->mutex);
  g_hash_table_replace (memory->given, dup_key (question), g_strdup (answer));
  g_mutex_unlock (&memory->mutex);
}

/**
 * drover_sign_in_memory_settle:
 * @uri: a host
 * @opened: whether the answers opened it; else they are forgotten, also those of before
 */
void
drover_sign_in_memory_settle (DroverSignInMemory *memory, const DroverUri *uri, gboolean opened)
{
  GHashTableIter iter;
  gpointer key;
  gpointer answer;

  g_mutex_lock (&memory->mutex);
  g_hash_table_iter_init (&iter, memory->given);
  while (opened && g_hash_table_iter_next (&iter, &key, &answer))
    if (is_of (key, answer, (gpointer) uri))
      g_hash_table_replace (memory->accepted, g_strdup (key), g_strdup (answer));
  g_hash_table_foreach_remove (memory->given, is_of, (gpointer) uri);
  if (!opened)
    g_hash_table_foreach_remove (memory->accepted, is_of, (gpointer) uri);
  g_mutex_unlock (&memory->mutex);
}
