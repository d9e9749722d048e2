/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-virt.h"

#include <libintl.h>
#include <libvirt-glib/libvirt-glib.h>
#include <libvirt-gobject/libvirt-gobject.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static void
ignore_error (void *user_data, virErrorPtr error)
{
  /* Every call of ours turns its error into a GError; libvirt must not print it as well. */
}

/* libvirt writes warnings of its own to stderr, as about a certificate, beside the error that it returns.
 * Who wants its log says so in the environment. Daemons that libvirt starts for us must not inherit ours. */
static void
init_quietly (void)
{
  gboolean ours = g_getenv ("LIBVIRT_DEBUG") == NULL && g_getenv ("LIBVIRT_LOG_OUTPUTS") == NULL;

  if (ours)
    g_setenv ("LIBVIRT_LOG_OUTPUTS", "4:file:/dev/null", TRUE);
  gvir_init_object (NULL, NULL);
  if (ours)
    g_unsetenv ("LIBVIRT_LOG_OUTPUTS");
}

/* Messages are known again by their English words (see src/core/explain), and libvirt's carry those of the C
 * library. So neither is translated: what a message means, Drover says in the user's language. libvirt binds
 * its catalogue when it is initialised, so this comes after that. */
static void
keep_messages_recognisable (void)
{
  static const char *const domains[] = { "libvirt", "libc" };

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    bindtextdomain (domains[i], "/dev/null");
}

/**
 * drover_virt_init:
 *
 * Prepares libvirt for this process and lets the default main context drive its events (keepalive answers
 * among them, so that context must run while connections are open). Call it once, first, in the main thread.
 */
void
drover_virt_init (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  init_quietly ();
  keep_messages_recognisable ();
  gvir_event_register ();
  virSetErrorFunc (NULL, ignore_error);
  g_once_init_leave (&done, 1);
}

/**
 * drover_virt_get_client_version:
 *
 * Returns: the version of the libvirt this program runs with: major × 1,000,000 + minor × 1,000 + release
 */
guint64
drover_virt_get_client_version (void)
{
  unsigned long version = 0;

  return virGetVersion (&version, NULL, NULL) == 0 ? version : 0;
}
