/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosts looked at side by side, on scripted hosts. */

#include <string.h>

#include "drover-core.h"
#include "virt-fake.h"

#define PATIENCE_MS 800
#define LAB                                                                                                  \
  "[host]\ncapabilities=guests/host-alpha.xml\ndomain-capabilities=caps/domain-caps/debian12-lab-q35.xml\n"  \
  "baseline=fake/cpu-tcg.xml\nbaseline-whole=fake/cpu-tcg-whole.xml\nprocessor-whole=fake/"                  \
  "cpu-tcg-whole.xml\n"

static void
on_finished (gpointer source, gboolean *done)
{
  *done = TRUE;
}

static DroverSurvey *
survey (FakeLab *lab, const char *const *hosts)
{
  const DroverOpenOptions options = { .timeout_ms = PATIENCE_MS };
  DroverSurvey *looking = drover_survey_new (&options);
  gboolean done = FALSE;

  for (gsize i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *text = fake_lab_dup_uri (lab, hosts[i]);
      g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

      drover_survey_add_host (looking, uri);
    }
  g_signal_connect (looking, "finished", G_CALLBACK (on_finished), &done);
  drover_survey_start (looking);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (looking, &done);
  return looking;
}

static const DroverFactCpuModel *
find_model (const DroverFactCpuOffer *offer, const char *name)
{
  for (guint i = 0; i < offer->models->len; i++)
    if (g_str_equal (((const DroverFactCpuModel *) offer->models->pdata[i])->name, name))
      return offer->models->pdata[i];
  g_error ("no model %s", name);
}

/* Each is told what it can give; who cannot tell says why; who is silent keeps nobody. */
static void
test_offer (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new (LAB "[host a]\ncpu=0\n[host old]\nbaseline-whole=\n"
                                              "[host dead]\nnever=virConnectGetDomainCapabilities\n");
  const char *const hosts[] = { "a", "old", "dead", NULL };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (DroverSurvey) looking = survey (lab, hosts);
  const DroverFactCpuOffer *a = drover_facts_get_cpu_offer (drover_survey_get_facts (looking, 0), 0);
  const DroverFactCpuOffer *old = drover_facts_get_cpu_offer (drover_survey_get_facts (looking, 1), 0);
  const DroverFactCpuOffer *dead = drover_facts_get_cpu_offer (drover_survey_get_facts (looking, 2), 0);

  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC * 8);
  g_assert_nonnull (a);
  g_assert_true (g_strv_contains ((const char *const *) a->guest, "avx2"));
  /* the model has it, and this hypervisor has taken it away */
  g_assert_false (g_strv_contains ((const char *const *) a->guest, "rdseed"));
  g_assert_nonnull (strstr (a->host_model, "EPYC"));
  g_assert_null (a->guest_reason);
  g_assert_cmpstr (find_model (a, "qemu64")->usable, ==, "yes");
  g_assert_cmpstr (find_model (a, "phenom")->usable, ==, "no");
  /* this libvirt's domain capabilities name none; its refusal does */
  g_assert_nonnull (find_model (a, "phenom")->blockers);

  g_assert_nonnull (old);
  g_assert_null (old->guest);
  g_assert_nonnull (strstr (old->guest_reason, "not supported"));
  g_assert_nonnull (old->bare);

  g_assert_null (dead);
  g_assert_nonnull (drover_facts_get_reason (drover_survey_get_facts (looking, 2), DROVER_FACT_CPU_OFFER, 0));
  /* what it did answer is there */
  g_assert_nonnull (drover_facts_get_memory (drover_survey_get_facts (looking, 2), 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/compare-hosts/offer", test_offer);
  return g_test_run ();
}
