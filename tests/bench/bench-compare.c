/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comparing hosts costs, as ratios within one run, never as times: run it on an otherwise idle computer.
 *
 *   tests/ui/run-ui BUILD/tests/ui/bench-compare [NAME...]      (names: hosts matrix scrolling)
 *
 * Sixteen hosts of equal delay are held against one of them; judging who can move to whom against gathering
 * the facts for it, and against a quarter of the pairs; scrolling the map of CPU features against a bare
 * GtkListView of as many labels. G_TEST_SRCDIR is tests/data. */

#include <string.h>
#include <time.h>

#include "drover-core.h"
#include "virt-fake.h"
#include "widgets/table/drover-host-table.h"
#include "widgets/table/drover-table-row.h"
#include <adwaita.h>

#define MAX_HOSTS 16U
#define N_GUESTS 60U
#define N_FEATURES 180
#define ROUNDS 9
#define STEPS 60
/* What a call of a host on the same network takes, in milliseconds. */
#define DELAY 20

#define HOST                                                                                                 \
  "[host]\ncapabilities=guests/host-alpha.xml\ndomain-capabilities=caps/domain-caps/debian12-lab-q35.xml\n"  \
  "baseline=fake/cpu-tcg.xml\nbaseline-whole=fake/cpu-tcg-whole.xml\n"                                       \
  "processor-whole=fake/cpu-tcg-whole.xml\nguest-xml=guests/plain.xml\n"

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare_doubles);
  return values[ROUNDS / 2];
}

static double
now (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static FakeLab *
new_lab (guint n_hosts, guint n_guests, guint delay_ms)
{
  g_autoptr (GString) script = g_string_new (HOST);

  g_string_append_printf (script, "delay=%u\n", delay_ms);
  for (guint i = 0; i < n_hosts; i++)
    g_string_append_printf (script, "[host h%u]\nguests=%u\n", i,
                            (i + 1) * n_guests / n_hosts - i * n_guests / n_hosts);
  return fake_lab_new (script->str);
}

static void
on_finished (gpointer source, gboolean *done)
{
  *done = TRUE;
}

static void
wait_for (gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

static DroverLineup *
line_up (FakeLab *lab, guint n_hosts)
{
  const DroverOpenOptions options = { .timeout_ms = DROVER_DEFAULT_TIMEOUT_MS };
  DroverLineup *lineup = drover_lineup_new (&options);
  gboolean done = FALSE;

  for (guint i = 0; i < n_hosts; i++)
    {
      g_autofree char *name = g_strdup_printf ("h%u", i);
      g_autofree char *text = fake_lab_dup_uri (lab, name);
      g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

      drover_lineup_add_host (lineup, uri);
    }
  drover_lineup_want (lineup, DROVER_FACT_GUESTS);
  g_signal_connect (lineup, "finished", G_CALLBACK (on_finished), &done);
  drover_lineup_start (lineup);
  wait_for (&done);
  g_signal_handlers_disconnect_by_data (lineup, &done);
  return lineup;
}

static double
time_lineup (guint n_hosts)
{
  g_autoptr (FakeLab) lab = new_lab (n_hosts, 0, DELAY);
  double start = now (CLOCK_MONOTONIC);
  g_autoptr (DroverLineup) lineup = line_up (lab, n_hosts);

  return now (CLOCK_MONOTONIC) - start;
}

static void
bench_hosts (void)
{
  double one[ROUNDS];
  double all[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      one[i] = time_lineup (1);
      all[i] = time_lineup (MAX_HOSTS);
    }
  g_print ("%u hosts of equal delay, in times of one: %.2f (at most 1.3)\n", MAX_HOSTS,
           median (all) / median (one));
}

/* Returns the time that judging takes; in @gathering, that of everything before. */
static double
time_matrix (guint n_hosts, guint n_guests, double *gathering)
{
  g_autoptr (FakeLab) lab = new_lab (n_hosts, n_guests, DELAY);
  double start = now (CLOCK_MONOTONIC);
  g_autoptr (DroverLineup) lineup = line_up (lab, n_hosts);
  g_autoptr (DroverMatrix) matrix = drover_matrix_new (lineup);
  gboolean done = FALSE;

  g_signal_connect (matrix, "finished", G_CALLBACK (on_finished), &done);
  drover_matrix_start (matrix);
  wait_for (&done);
  g_signal_handlers_disconnect_by_data (matrix, &done);
  *gathering = now (CLOCK_MONOTONIC) - start;
  start = now (CLOCK_THREAD_CPUTIME_ID);
  for (guint i = 0; i < drover_matrix_get_n_subjects (matrix); i++)
    for (guint k = 0; k < n_hosts; k++)
      drover_matrix_get_cell (matrix, i, k);
  return now (CLOCK_THREAD_CPUTIME_ID) - start;
}

static void
bench_matrix (void)
{
  double whole[ROUNDS];
  double quarter[ROUNDS];
  double shares[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      double gathering;

      quarter[i] = time_matrix (MAX_HOSTS / 2, N_GUESTS / 2, &gathering);
      whole[i] = time_matrix (MAX_HOSTS, N_GUESTS, &gathering);
      shares[i] = whole[i] / gathering;
    }
  g_print ("judging %u hosts and %u guests, as a share of gathering: %.3f (at most 0.1)\n", MAX_HOSTS,
           N_GUESTS, median (shares));
  g_print ("judging twice the hosts and guests, in times of once: %.2f (4 is linear in the pairs)\n",
           median (whole) / median (quarter));
}

static GListModel *
new_rows (void)
{
  GListStore *rows = g_list_store_new (DROVER_TYPE_TABLE_ROW);

  for (guint i = 0; i < N_FEATURES; i++)
    {
      g_autofree char *name = g_strdup_printf ("feature-%u", i);
      g_autoptr (DroverTableRow) row = drover_table_row_new (DROVER_TABLE_HOSTS, name, name, MAX_HOSTS);

      for (guint k = 0; k < MAX_HOSTS; k++)
        {
          drover_table_row_set_cell (row, k, (i + k) % 3 ? "has it" : "missing here", DROVER_TABLE_PLAIN);
          drover_table_row_get_cell (row, k)->pattern =
              (i + k) % 3 ? DROVER_TABLE_SOME : DROVER_TABLE_HATCHED;
        }
      g_list_store_append (rows, row);
    }
  return G_LIST_MODEL (rows);
}

static GtkWidget *
new_map (GListModel *rows)
{
  GtkWidget *table = drover_host_table_new (rows, "CPU features", FALSE);
  const char *names[MAX_HOSTS + 1] = { 0 };

  for (guint i = 0; i < MAX_HOSTS; i++)
    names[i] = "host.example";
  drover_host_table_set_hosts (DROVER_HOST_TABLE (table), names, NULL);
  return table;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (guint i = 0; i <= MAX_HOSTS; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_widget_set_size_request (label, 120, -1);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  DroverTableRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_text (GTK_LABEL (label), drover_table_row_get_title (row));
  for (guint i = 0; i < MAX_HOSTS; i++)
    {
      label = gtk_widget_get_next_sibling (label);
      gtk_label_set_text (GTK_LABEL (label), drover_table_row_get_cell (row, i)->text);
    }
}

static GtkWidget *
new_bare (GListModel *rows)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_scrolled_window_set_child (
      GTK_SCROLLED_WINDOW (scrolled),
      gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (rows))), factory));
  return scrolled;
}

static GtkScrolledWindow *
find_scrolled (GtkWidget *widget)
{
  if (GTK_IS_SCROLLED_WINDOW (widget))
    return GTK_SCROLLED_WINDOW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkScrolledWindow *found = find_scrolled (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* From the first row to the last, in frames. */
static double
time_scrolling (GtkWidget *content)
{
  GtkWidget *window = gtk_window_new ();
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (find_scrolled (content));
  double start;
  double took;

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 640);
  gtk_window_set_child (GTK_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  gtk_test_widget_wait_for_draw (window);
  start = now (CLOCK_THREAD_CPUTIME_ID);
  for (guint i = 0; i <= STEPS; i++)
    {
      double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

      gtk_adjustment_set_value (adjustment, end * i / STEPS);
      /* what does not move is not drawn, and would be waited for in vain */
      gtk_widget_queue_draw (window);
      gtk_test_widget_wait_for_draw (window);
    }
  took = now (CLOCK_THREAD_CPUTIME_ID) - start;
  gtk_window_destroy (GTK_WINDOW (window));
  return took;
}

static void
bench_scrolling (void)
{
  g_autoptr (GListModel) rows = new_rows ();
  double ours[ROUNDS];
  double bare[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      bare[i] = time_scrolling (new_bare (rows));
      ours[i] = time_scrolling (new_map (rows));
    }
  g_print ("scrolling the map of features, in times of a bare GtkListView: %.2f (at most 1.5)\n",
           median (ours) / median (bare));
}

static const struct {
  const char *name;
  void (*run) (void);
} benches[] = { { "hosts", bench_hosts }, { "matrix", bench_matrix }, { "scrolling", bench_scrolling } };

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  drover_virt_init ();
  for (guint i = 0; i < G_N_ELEMENTS (benches); i++)
    if (argc < 2 || g_strv_contains ((const char *const *) argv + 1, benches[i].name))
      benches[i].run ();
  return 0;
}
