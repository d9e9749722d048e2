/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the script says of a call, before the call itself. */
#include <dlfcn.h>
#include <string.h>

#include "virt-fake-private.h"

/* in the thread itself, which may end at any time */
static __thread virError raised;
static __thread char raised_text[1024];
static __thread guint depth; /* libvirt's functions call each other */

/* libvirt's own error, or the one that was raised here since. */
virErrorPtr
virGetLastError (void)
{
  return raised.code != VIR_ERR_OK ? &raised : FAKE_REAL (virGetLastError) ();
}

static void
clear_raised (void)
{
  memset (&raised, 0, sizeof raised);
}

/* Sets the error of the call that fails in this thread. */
void
fake_raise (int domain, int code, const char *text)
{
  clear_raised ();
  raised.domain = domain;
  raised.code = code;
  raised.level = VIR_ERR_ERROR;
  g_strlcpy (raised_text, text, sizeof raised_text);
  raised.message = raised_text;
}

/* Returns the function of that name which stands behind the one of this program. */
gpointer
fake_next (const char *symbol)
{
  gpointer function = dlsym (RTLD_NEXT, symbol);

  if (function == NULL)
    g_error ("there is no %s", symbol);
  return function;
}

/* Whether one of the list's items is about the N-th call of that name. @rest is what stands behind its colon.
 */
static gboolean
find_rule (FakeHost *host, const char *key, const char *call, guint n, char **rest)
{
  g_autofree char *text = fake_host_get (host, key, NULL);
  g_auto (GStrv) rules = text ? g_strsplit (text, ";", -1) : NULL;

  for (guint i = 0; rules != NULL && rules[i] != NULL; i++)
    {
      char *colon = strchr (rules[i], ':');
      char *at;

      if (colon != NULL)
        *colon = '\0';
      at = strchr (rules[i], '@');
      if (at != NULL)
        *at = '\0';
      if ((!g_str_equal (rules[i], "*") && !g_str_equal (rules[i], call)) ||
          (at != NULL && g_ascii_strtoull (at + 1, NULL, 10) != n))
        continue;
      if (rest != NULL)
        *rest = g_strdup (colon ? colon + 1 : "");
      return TRUE;
    }
  return FALSE;
}

static void
wait_ms (FakeLab *lab, FakeHost *host, gint64 ms)
{
  gint64 deadline = g_get_monotonic_time () + ms * 1000;

  while (!lab->released && !host->dead && g_cond_wait_until (&lab->cond, &lab->mutex, deadline))
    ;
}

static gint64
get_delay (FakeHost *host, const char *call, guint n)
{
  g_autofree char *slow = NULL;

  if (find_rule (host, "slow", call, n, &slow))
    return g_ascii_strtoll (slow, NULL, 10);
  return fake_host_get_int (host, "delay", 0);
}

static gboolean
play (FakeLab *lab, FakeHost *host, const char *call)
{
  g_autofree char *failure = NULL;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (host->calls, call)) + 1;
  gint64 delay;

  g_hash_table_insert (host->calls, g_strdup (call), GUINT_TO_POINTER (n));
  host->dead |= find_rule (host, "die", call, n, NULL);
  if (host->dead)
    g_cond_broadcast (&lab->cond);
  while (!lab->released && !host->dead && find_rule (host, "never", call, n, NULL))
    g_cond_wait (&lab->cond, &lab->mutex);
  delay = get_delay (host, call, n);
  if (delay > 0)
    wait_ms (lab, host, delay);
  if (lab->released || host->dead)
    fake_raise (VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "client socket is closed");
  else if (find_rule (host, "fail", call, n, &failure))
    fake_raise (VIR_FROM_QEMU, VIR_ERR_OPERATION_FAILED, failure);
  return raised.code == VIR_ERR_OK;
}

/**
 * fake_enter:
 * @host: (nullable): whose call it is
 * @call: the function
 *
 * Does what the script says of the call, which may be to wait. After %TRUE, fake_leave() must follow.
 *
 * Returns: whether the call is to be made; %FALSE with an error raised
 */
gboolean
fake_enter (FakeHost *host, const char *call)
{
  FakeLab *lab = host ? host->lab : NULL;
  gboolean goes_on = TRUE;

  if (lab != NULL && depth == 0)
    {
      clear_raised ();
      g_mutex_lock (&lab->mutex);
      lab->n_inside++;
      goes_on = play (lab, host, call);
      lab->n_inside--;
      g_cond_broadcast (&lab->cond);
      g_mutex_unlock (&lab->mutex);
    }
  if (goes_on)
    depth++;
  return goes_on;
}

/* Inside a call: until the lab is taken down. */
void
fake_wait_for_ever (FakeLab *lab)
{
  g_mutex_lock (&lab->mutex);
  lab->n_inside++;
  while (!lab->released)
    g_cond_wait (&lab->cond, &lab->mutex);
  lab->n_inside--;
  g_cond_broadcast (&lab->cond);
  g_mutex_unlock (&lab->mutex);
}

void
fake_leave (void)
{
  depth--;
}

gboolean
fake_is_inside (void)
{
  return depth > 0;
}
