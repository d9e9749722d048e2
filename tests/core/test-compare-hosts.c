/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosts looked at side by side, on scripted hosts. */

#include <string.h>

#include "drover-core.h"
#include "virt-fake.h"

/* A silent host is waited for that long, so not for ever; a busy computer with sanitizers answers within it.
 */
#define PATIENCE_MS 2000
/* More than any test takes. */
#define FOR_EVER_MS 120000
#define LAB                                                                                                  \
  "[host]\ncapabilities=guests/host-alpha.xml\ndomain-capabilities=caps/domain-caps/debian12-lab-q35.xml\n"  \
  "baseline=fake/cpu-tcg.xml\nbaseline-whole=fake/cpu-tcg-whole.xml\nprocessor-whole=fake/"                  \
  "cpu-tcg-whole.xml\n"

static void
on_finished (gpointer source, gboolean *done)
{
  *done = TRUE;
}

static DroverLineup *
set_out (FakeLab *lab, const char *const *hosts, gboolean guests, guint patience_ms)
{
  const DroverOpenOptions options = { .timeout_ms = patience_ms };
  DroverLineup *looking = drover_lineup_new (&options);

  for (gsize i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *text = fake_lab_dup_uri (lab, hosts[i]);
      g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

      drover_lineup_add_host (looking, uri);
    }
  if (guests)
    drover_lineup_want (looking, DROVER_FACT_GUESTS);
  drover_lineup_start (looking);
  return looking;
}

static DroverLineup *
lineup_within (FakeLab *lab, const char *const *hosts, gboolean guests, guint patience_ms)
{
  DroverLineup *looking = set_out (lab, hosts, guests, patience_ms);

  while (!drover_lineup_is_done (looking))
    g_main_context_iteration (NULL, TRUE);
  return looking;
}

static DroverLineup *
lineup (FakeLab *lab, const char *const *hosts, gboolean guests)
{
  return lineup_within (lab, hosts, guests, PATIENCE_MS);
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
  g_autoptr (DroverLineup) looking = lineup (lab, hosts, FALSE);
  const DroverFactCpuOffer *a = drover_facts_get_cpu_offer (drover_lineup_get_facts (looking, 0), 0);
  const DroverFactCpuOffer *old = drover_facts_get_cpu_offer (drover_lineup_get_facts (looking, 1), 0);
  const DroverFactCpuOffer *dead = drover_facts_get_cpu_offer (drover_lineup_get_facts (looking, 2), 0);

  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC * 60);
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
  g_assert_nonnull (drover_facts_get_reason (drover_lineup_get_facts (looking, 2), DROVER_FACT_CPU_OFFER, 0));
  /* what it did answer is there */
  g_assert_nonnull (drover_facts_get_memory (drover_lineup_get_facts (looking, 2), 0));
}

static DroverMatrix *
ask_around (DroverLineup *looking)
{
  DroverMatrix *matrix = drover_matrix_new (looking);
  gboolean done = FALSE;

  g_signal_connect (matrix, "finished", G_CALLBACK (on_finished), &done);
  drover_matrix_start (matrix);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (matrix, &done);
  g_assert_true (drover_matrix_is_done (matrix));
  return matrix;
}

static guint
find_subject (DroverMatrix *matrix, const char *name, guint source)
{
  for (guint i = 0; i < drover_matrix_get_n_subjects (matrix); i++)
    {
      const DroverMatrixSubject *subject = drover_matrix_get_subject (matrix, i);

      if (g_str_equal (subject->name, name) && subject->source == source)
        return i;
    }
  g_error ("no %s on %u", name, source);
}

static gboolean
cell_says (const DroverMatrixCell *cell, const char *code)
{
  for (guint i = 0; i < cell->findings->len; i++)
    if (g_str_equal (drover_finding_get_code (cell->findings->pdata[i]), code))
      return TRUE;
  return FALSE;
}

/* Both directions, and each distinct CPU asked once of each host. */
static void
test_matrix (void)
{
  g_autoptr (FakeLab) lab =
      fake_lab_new (LAB "[host a]\nguests=3\noff=1\nguest-xml=guests/plain.xml\n"
                        "[host b]\ncpu=0\nguest-names=lone;\nguest-xml=guests/plain.xml\n"
                        "[host c]\n");
  const char *const hosts[] = { "a", "b", "c", NULL };
  g_autoptr (DroverLineup) looking = lineup (lab, hosts, TRUE);
  guint n_compares = fake_lab_count (lab, "a", "virConnectCompareHypervisorCPU");
  guint n_domcaps = fake_lab_count (lab, "a", "virConnectGetDomainCapabilities");
  g_autoptr (DroverMatrix) matrix = ask_around (looking);
  guint host_model = find_subject (matrix, "host-model", 0);
  const DroverMatrixCell *there = drover_matrix_get_cell (matrix, host_model, 1);
  const DroverMatrixCell *back = drover_matrix_get_cell (matrix, find_subject (matrix, "host-model", 1), 0);
  guint n_guests;

  /* three modes on three hosts, and four guests */
  g_assert_cmpuint (drover_matrix_get_n_subjects (matrix), ==, 9 + 4);
  g_assert_cmpint (there->verdict, ==, DROVER_RUN_BLOCKED);
  g_assert_true (cell_says (there, "cpu.incompatible"));
  g_assert_false (cell_says (back, "cpu.incompatible"));
  /* what b would not take back again */
  g_assert_true (cell_says (back, "cpu.way-back-incompatible"));
  g_assert_null (drover_matrix_get_cell (matrix, host_model, 0));
  g_assert_true (drover_matrix_get_cell (matrix, host_model, 1) == there);

  /* qemu64, host-model, maximum and that of the guests; with two emulators or machine types */
  g_assert_cmpuint (fake_lab_count (lab, "a", "virConnectCompareHypervisorCPU") - n_compares, ==, 4);
  g_assert_cmpuint (fake_lab_count (lab, "a", "virConnectGetDomainCapabilities") - n_domcaps, ==, 2);

  g_assert_cmpuint (drover_matrix_count_fitting (matrix, 0, 1, &n_guests), ==, 0);
  g_assert_cmpuint (n_guests, ==, 3);
  drover_matrix_count_fitting (matrix, 1, 0, &n_guests);
  g_assert_cmpuint (n_guests, ==, 1);
}

/* One that dies between the lineup and the matrix, and one that was never reached, keep nobody. */
static void
test_lost_host (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new (LAB "[host a]\nguests=2\nguest-xml=guests/plain.xml\n"
                                              "[host c]\nguests=2\nguest-xml=guests/plain.xml\n"
                                              "[host refused]\nports=22\n");
  const char *const hosts[] = { "a", "c", "refused", NULL };
  g_autoptr (DroverLineup) looking = lineup (lab, hosts, TRUE);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (DroverMatrix) matrix = NULL;
  const DroverMatrixCell *cell;
  guint qemu64;

  fake_lab_kill (lab, "c");
  matrix = ask_around (looking);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC * 60);
  qemu64 = find_subject (matrix, "qemu64", 0);
  cell = drover_matrix_get_cell (matrix, qemu64, 1);
  g_assert_cmpint (cell->verdict, ==, DROVER_RUN_UNKNOWN);
  g_assert_true (cell_says (cell, "cpu.unknown"));
  cell = drover_matrix_get_cell (matrix, qemu64, 2);
  g_assert_true (cell->verdict == DROVER_RUN_UNKNOWN || cell->verdict == DROVER_RUN_BLOCKED);
  /* what is not known of a host that was never reached is said */
  g_assert_nonnull (drover_matrix_get_subject (matrix, find_subject (matrix, "host-model", 2))->reason);
}

/* One that is silent for good keeps nobody: the others are judged while it is waited for, and what waits says
 * for whom. */
static void
test_silent_host (void)
{
  g_autoptr (FakeLab) lab =
      fake_lab_new (LAB "[host a]\nguests=1\nguest-xml=guests/plain.xml\n"
                        "[host silent]\nguests=1\nnever=virConnectGetDomainCapabilities\n"
                        "[host c]\n");
  const char *const hosts[] = { "a", "silent", "c", NULL };
  g_autoptr (DroverLineup) looking = set_out (lab, hosts, TRUE, FOR_EVER_MS);
  g_autoptr (DroverMatrix) matrix = drover_matrix_new (looking);
  guint awaited = G_MAXUINT;
  gboolean done = FALSE;
  guint guest;

  g_signal_connect (matrix, "finished", G_CALLBACK (on_finished), &done);
  drover_matrix_start (matrix);
  while (drover_matrix_get_n_subjects (matrix) < 9 + 1 ||
         drover_matrix_get_cell (matrix, find_subject (matrix, "qemu64", 2), 0) == NULL ||
         drover_matrix_get_cell (matrix, 9, 2) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (done);
  g_assert_false (drover_lineup_is_host_done (looking, 1));
  guest = find_subject (matrix, "a-guest-1", 0);
  g_assert_true (drover_matrix_peek_cell (matrix, guest, 2) == drover_matrix_get_cell (matrix, guest, 2));
  g_assert_null (drover_matrix_get_cell (matrix, guest, 1));
  g_assert_true (drover_matrix_is_awaiting (matrix, guest, 1, &awaited));
  g_assert_cmpuint (awaited, ==, 1);
  g_assert_true (drover_matrix_is_awaiting (matrix, find_subject (matrix, "maximum", 1), 2, &awaited));
  g_assert_cmpuint (awaited, ==, 1);
  g_assert_false (drover_matrix_is_awaiting (matrix, guest, 2, &awaited));
  g_assert_false (drover_matrix_is_awaiting (matrix, guest, 0, &awaited));

  drover_matrix_cancel (matrix);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (drover_matrix_is_awaiting (matrix, guest, 1, &awaited));
  g_assert_nonnull (drover_matrix_get_subject (matrix, find_subject (matrix, "maximum", 1))->reason);
  drover_lineup_cancel (looking);
}

/* One that comes late and lacks the machine type that the others agreed on changes what all are judged by. */
static void
test_late_host (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new (
      LAB "[host]\ncapabilities=caps/host-caps/debian12-lab.xml\n[host a]\n[host b]\n[host late]\n"
          "capabilities=guests/host-beta-older.xml\nnever=virConnectGetCapabilities\n");
  const char *const hosts[] = { "a", "b", "late", NULL };
  g_autoptr (DroverLineup) looking = set_out (lab, hosts, TRUE, FOR_EVER_MS);
  g_autoptr (DroverMatrix) matrix = drover_matrix_new (looking);
  g_autofree char *early = NULL;
  const DroverMatrixSubject *subject;
  gboolean done = FALSE;

  g_signal_connect (matrix, "finished", G_CALLBACK (on_finished), &done);
  drover_matrix_start (matrix);
  while (drover_matrix_get_cell (matrix, find_subject (matrix, "qemu64", 0), 1) == NULL)
    g_main_context_iteration (NULL, TRUE);
  subject = drover_matrix_get_subject (matrix, find_subject (matrix, "qemu64", 0));
  early = g_strdup (drover_facts_get_guest (subject->facts)->os->machine);
  g_assert_nonnull (early);
  fake_lab_set (lab, "late", "never", "");
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  subject = drover_matrix_get_subject (matrix, find_subject (matrix, "qemu64", 0));
  g_test_message ("%s, then %s", early, drover_facts_get_guest (subject->facts)->os->machine);
  g_assert_cmpstr (drover_facts_get_guest (subject->facts)->os->machine, !=, early);
  g_assert_nonnull (drover_matrix_get_cell (matrix, find_subject (matrix, "qemu64", 0), 1));
}

static void
on_judged (DroverPreflight *preflight, gboolean *done)
{
  *done = TRUE;
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_codes (const GPtrArray *findings)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      DroverVerdict verdict = drover_finding_get_verdict (findings->pdata[i]);

      if ((verdict == DROVER_VERDICT_BLOCK || verdict == DROVER_VERDICT_WARN) &&
          drover_matrix_looks_at (drover_finding_get_check (findings->pdata[i])))
        g_ptr_array_add (codes, (gpointer) drover_finding_get_code (findings->pdata[i]));
    }
  g_ptr_array_sort (codes, compare_text);
  g_ptr_array_add (codes, NULL);
  return g_strjoinv (" ", (GStrv) codes->pdata);
}

/* No second logic: what blocks or warns in a matrix does so in Preflight. */
static void
test_as_preflight (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new (LAB "[host a]\nguest-names=lone;\nguest-xml=guests/plain.xml\n"
                                              "[host b]\ncpu=0\nmemory=64\nlibvirt=8000000\nqemu=6000000\n");
  const char *const hosts[] = { "a", "b", NULL };
  g_autoptr (DroverLineup) looking = lineup (lab, hosts, TRUE);
  g_autoptr (DroverMatrix) matrix = ask_around (looking);
  const DroverMatrixCell *cell = drover_matrix_get_cell (matrix, find_subject (matrix, "lone", 0), 1);
  g_autoptr (DroverPlan) plan =
      drover_plan_new (drover_lineup_get_uri (looking, 0), drover_lineup_get_uri (looking, 1), "lone", NULL);
  const DroverOpenOptions options = { .timeout_ms = PATIENCE_MS };
  g_autoptr (DroverGatherer) gatherer = drover_gatherer_new (plan, &options, TRUE);
  g_autoptr (DroverPreflight) preflight = drover_preflight_new (gatherer, TRUE);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *judged = NULL;
  g_autofree char *told = NULL;
  gboolean done = FALSE;

  g_signal_connect (preflight, "finished", G_CALLBACK (on_judged), &done);
  drover_preflight_start (preflight);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  findings = drover_preflight_list_findings (preflight);
  judged = join_codes (findings);
  told = join_codes (cell->findings);
  g_test_message ("%s", told);
  g_assert_cmpstr (judged, ==, told);
  g_assert_true (cell_says (cell, "cpu.incompatible"));
  g_assert_true (cell_says (cell, "memory.too-little"));
}

/* Sixteen hosts with sixty guests: each is asked once for each distinct CPU, however many guests have it. */
static void
test_many (void)
{
  g_autoptr (GString) script = g_string_new (LAB "[host]\ndelay=4\nguest-xml=guests/plain.xml\n");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (FakeLab) lab = NULL;
  g_autoptr (DroverLineup) looking = NULL;
  g_autoptr (DroverMatrix) matrix = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 learned;
  gint64 asked;
  guint n_compares;

  for (guint i = 0; i < 16; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("h%u", i));
      g_string_append_printf (script, "[host h%u]\nguests=%u\n", i, i < 12 ? 4u : 3u);
    }
  g_ptr_array_add (names, NULL);
  lab = fake_lab_new (script->str);
  looking = lineup_within (lab, (const char *const *) names->pdata, TRUE, 30000);
  learned = g_get_monotonic_time ();
  n_compares = fake_lab_count (lab, "h7", "virConnectCompareHypervisorCPU");
  matrix = ask_around (looking);
  asked = g_get_monotonic_time ();
  g_assert_cmpuint (drover_matrix_get_n_subjects (matrix), ==, 3 * 16 + 60);
  g_assert_cmpuint (fake_lab_count (lab, "h7", "virConnectCompareHypervisorCPU") - n_compares, ==, 4);
  for (guint i = 0; i < drover_matrix_get_n_subjects (matrix); i++)
    for (guint k = 0; k < 16; k++)
      g_assert_true ((drover_matrix_get_cell (matrix, i, k) == NULL) ==
                     (drover_matrix_get_subject (matrix, i)->source == k));
  g_test_message ("learned in %" G_GINT64_FORMAT " ms, asked in %" G_GINT64_FORMAT
                  " ms, judged in %" G_GINT64_FORMAT " ms",
                  (learned - start) / 1000, (asked - learned) / 1000,
                  (g_get_monotonic_time () - asked) / 1000);
}

static DroverCommonCpu *
find_common (DroverLineup *looking)
{
  DroverCommonCpu *common = drover_common_cpu_new (looking);
  gboolean done = FALSE;

  g_signal_connect (common, "finished", G_CALLBACK (on_finished), &done);
  drover_common_cpu_start (common);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (common, &done);
  return common;
}

/* The newest computes; who has more is told what that costs; who cannot tell takes no part. */
static void
test_common_cpu (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new (LAB "[host a]\nlibvirt=9000000\n[host b]\nlibvirt=11003000\n"
                                              "baseline-whole=fake/cpu-common-whole.xml\n"
                                              "[host old]\nbaseline=\nlibvirt=12000000\n");
  const char *const hosts[] = { "a", "b", "old", NULL };
  g_autoptr (DroverLineup) looking = lineup (lab, hosts, FALSE);
  g_autoptr (DroverCommonCpu) common = find_common (looking);
  const DroverCommonCpuHost *a = drover_common_cpu_get_host (common, 0);
  const DroverCommonCpuHost *b = drover_common_cpu_get_host (common, 1);
  const DroverCommonCpuHost *old = drover_common_cpu_get_host (common, 2);

  g_assert_no_error ((GError *) drover_common_cpu_get_error (common));
  g_assert_cmpuint (drover_common_cpu_get_computer (common), ==, 1);
  g_assert_true (drover_common_cpu_is_verified (common));
  g_assert_cmpstr (drover_common_cpu_get_model (common), ==, "SandyBridge");
  g_assert_nonnull (strstr (drover_common_cpu_get_xml (common), "<cpu mode='custom'"));
  g_assert_true (a->takes_part && a->accepts && b->accepts);
  g_assert_true (g_strv_contains ((const char *const *) a->given_up, "avx2"));
  g_assert_false (g_strv_contains ((const char *const *) a->given_up, "sse2"));
  g_assert_cmpuint (g_strv_length (b->given_up), ==, 0);
  g_assert_false (old->takes_part);
  g_assert_nonnull (strstr (old->reason, "not supported"));
}

/* Where a host refuses what the newest computed, the others are asked, and the refusal is told. */
static void
test_common_cpu_refused (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new (LAB "[host a]\ncpu=0\n[host b]\nlibvirt=11003000\n");
  const char *const hosts[] = { "a", "b", NULL };
  g_autoptr (DroverLineup) looking = lineup (lab, hosts, FALSE);
  guint before = fake_lab_count (lab, "a", "virConnectBaselineHypervisorCPU");
  g_autoptr (DroverCommonCpu) common = find_common (looking);

  g_assert_false (drover_common_cpu_is_verified (common));
  g_assert_cmpuint (drover_common_cpu_get_computer (common), ==, 0);
  g_assert_cmpuint (fake_lab_count (lab, "a", "virConnectBaselineHypervisorCPU"), >, before);
  g_assert_false (drover_common_cpu_get_host (common, 0)->accepts);
  g_assert_nonnull (strstr (drover_common_cpu_get_host (common, 0)->reason, "avx2"));
  g_assert_true (drover_common_cpu_get_host (common, 1)->accepts);
}

static void
test_common_cpu_nobody (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new ("[host a]\n[host b]\n");
  const char *const hosts[] = { "a", "b", NULL };
  g_autoptr (DroverLineup) looking = lineup (lab, hosts, FALSE);
  g_autoptr (DroverCommonCpu) common = drover_common_cpu_new (looking);

  drover_common_cpu_start (common);
  g_assert_true (drover_common_cpu_is_done (common));
  g_assert_nonnull (drover_common_cpu_get_error (common));
  g_assert_null (drover_common_cpu_get_xml (common));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/compare-hosts/offer", test_offer);
  g_test_add_func ("/compare-hosts/matrix", test_matrix);
  g_test_add_func ("/compare-hosts/lost-host", test_lost_host);
  g_test_add_func ("/compare-hosts/silent-host", test_silent_host);
  g_test_add_func ("/compare-hosts/late-host", test_late_host);
  g_test_add_func ("/compare-hosts/as-preflight", test_as_preflight);
  g_test_add_func ("/compare-hosts/many", test_many);
  g_test_add_func ("/compare-hosts/common-cpu", test_common_cpu);
  g_test_add_func ("/compare-hosts/common-cpu-refused", test_common_cpu_refused);
  g_test_add_func ("/compare-hosts/common-cpu-nobody", test_common_cpu_nobody);
  return g_test_run ();
}
