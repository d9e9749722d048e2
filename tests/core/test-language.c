/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <locale.h>
#include <string.h>

#include "virt/drover-virt.h"

/* libvirt's messages are known again by their words, so they stay English whatever the user speaks. */
static void
test_messages_stay_english (void)
{
  const char *before;

  g_setenv ("LANGUAGE", "de", TRUE);
  setlocale (LC_ALL, "");
  before = strerror (ENOENT);
  if (g_str_equal (before, "No such file or directory"))
    g_test_message ("The C library has no German catalogue here, so only libvirt's could be wrong.");
  drover_virt_init ();
  g_assert_null (virConnectOpen ("qemu+unix:///system?socket=/no/such/socket"));
  g_assert_cmpstr (virGetLastErrorMessage (), ==,
                   "Failed to connect socket to '/no/such/socket': No such file or directory");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/messages-stay-english", test_messages_stay_english);
  return g_test_run ();
}
