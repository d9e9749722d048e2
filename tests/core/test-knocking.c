/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That a silent port is told from a host that is slow or starts nothing. */

#include "base/drover-call.h"
#include "facts/drover-knocking.h"
#include "virt-fake.h"
#include "virt/drover-virt.h"

#define OPEN_MS 2000
#define PATIENCE_MS 1500

typedef struct {
  const char *source;
  const char *target;
  const char *result;
  DroverConnection *connection;
  DroverHostCaps *caps;
  DroverKnock *knock;
} Case;

static void
on_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  DroverConnection **connection = user_data;

  *connection = drover_connection_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
enter (Case *knocked, FakeLab *lab)
{
  g_autofree char *text = fake_lab_dup_uri (lab, knocked->source);
  g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);
  g_autofree char *xml = NULL;
  g_autoptr (GError) error = NULL;

  drover_connection_open_async (uri, &(DroverOpenOptions){ .timeout_ms = OPEN_MS }, NULL, on_opened,
                                &knocked->connection);
  while (knocked->connection == NULL)
    g_main_context_iteration (NULL, TRUE);
  xml = drover_connection_get_capabilities (knocked->connection, &error);
  g_assert_no_error (error);
  knocked->caps = drover_host_caps_parse (xml, &error);
  g_assert_no_error (error);
}

static gpointer
knock (gpointer data)
{
  Case *knocked = data;
  g_autoptr (GPtrArray) knocks = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  DroverKnocking knocking = {
    .connection = knocked->connection,
    .caps = knocked->caps,
    .virt_type = "qemu",
    .patience_ms = PATIENCE_MS,
    .deadline_us = g_get_monotonic_time () + PATIENCE_MS * 1000,
  };

  knocked->knock = drover_knock_new (FALSE, knocked->target, 49152, "migration");
  g_ptr_array_add (knocks, knocked->knock);
  g_assert_true (drover_knocking_run (&knocking, knocks, NULL, &error));
  g_assert_no_error (error);
  return NULL;
}

static void
test_silence (void)
{
  Case cases[] = {
    { "plain", "open", "open" },
    { "plain", "silent", "ETIMEDOUT" },
    /* slower than a knock may take, and no firewall's doing */
    { "slow", "open", "open" },
    { "dead", "open", "unknown" },
    /* whose QEMU was gone before libvirt heard why */
    { "hasty", "open", "open" },
  };
  g_autoptr (FakeLab) lab = fake_lab_new (
      "[host plain]\n[host open]\n[host silent]\nsilent=49152-49215\n"
      "[host slow]\nslow=virDomainCreateXML:2700\n[host dead]\nnever=virDomainCreateXML\n"
      "[host hasty]\nfail=virDomainCreateXML@1:failed\\sto\\sconnect\\sto\\smonitor\\ssocket\n");
  GThread *threads[G_N_ELEMENTS (cases)];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    enter (&cases[i], lab);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    threads[i] = g_thread_new ("knock", knock, &cases[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_thread_join (threads[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("from %s to %s: %s after %" G_GINT64_FORMAT " ms", cases[i].source, cases[i].target,
                      cases[i].knock->result, cases[i].knock->elapsed_ms);
      g_assert_cmpstr (cases[i].knock->result, ==, cases[i].result);
      drover_knock_free (cases[i].knock);
      drover_host_caps_unref (cases[i].caps);
      g_object_unref (cases[i].connection);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/knocking/silence", test_silence);
  return g_test_run ();
}
