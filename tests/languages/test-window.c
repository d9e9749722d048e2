/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window in a language that nobody speaks and whose texts are 40 % longer. */
#include <glib/gi18n.h>
#include <string.h>

#include "../ui/wizard.h"
#include "language-test.h"

#define NARROW 360 /* pixels that the window must get along with */

#define SETTLES_MS 300 /* until what changed is laid out */

#define MOVING WIZARD_HOST "[host beta]\n[host alpha]\nguests=1\n"

/* What is the same in every language, as it stands between other words. */
static const char *const names[] = {
  "qemu+tcp://alpha/system",
  "qemu+tcp://beta/system",
  "qemu+tcp://silent/system",
  "alpha-guest-1",
  "alpha",
  "beta",
  "silent",
  "Enter the password",
  NULL,
};

/* What is shown of hosts and guests is data; where there is much of that, only sentences are looked for. */
typedef enum { WORDS, SENTENCES } Looked;

static Looked looked;

static void
expect_no_words (const char *where, GtkWidget *widget, const char *text)
{
  static GRegex *patterns[2] = { NULL };
  g_autoptr (GString) rest = NULL;
  g_autofree char *outside = NULL;

  if (text == NULL)
    return;
  if (patterns[looked] == NULL)
    patterns[looked] = g_regex_new (looked == WORDS ? "[[:alpha:]]{2,}" : "[[:alpha:]]{2,} [a-z]{2,}\\b",
                                    G_REGEX_OPTIMIZE, 0, NULL);
  outside = language_dup_rest (text);
  rest = g_string_new (outside);
  for (gsize i = 0; names[i] != NULL; i++)
    g_string_replace (rest, names[i], "", 0);
  if (!g_regex_match (patterns[looked], rest->str, 0, NULL))
    return;
  g_test_message ("%s: a %s shows “%s”, which is not translated", where, G_OBJECT_TYPE_NAME (widget), text);
  g_test_fail ();
}

/* Commands and addresses are set in a fixed-width font, and no language changes them. */
static gboolean
is_code (GtkWidget *widget)
{
  return gtk_widget_has_css_class (widget, "monospace") || gtk_widget_has_css_class (widget, "numeric");
}

/* The title and the buttons of the header bar give way to each other. */
static void
expect_fits (const char *where, GtkLabel *label)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)) ||
      gtk_widget_get_tooltip_text (GTK_WIDGET (label)) != NULL ||
      gtk_widget_get_ancestor (GTK_WIDGET (label), ADW_TYPE_HEADER_BAR) != NULL)
    return;
  g_test_message ("%s: “%s” is cut off", where, gtk_label_get_text (label));
  g_test_fail ();
}

static void
look_at (const char *where, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  expect_no_words (where, widget, gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_LABEL (widget) && !is_code (widget))
    {
      expect_no_words (where, widget, gtk_label_get_text (GTK_LABEL (widget)));
      expect_fits (where, GTK_LABEL (widget));
    }
  if (GTK_IS_EDITABLE (widget) && GTK_IS_ENTRY (widget))
    expect_no_words (where, widget, gtk_entry_get_placeholder_text (GTK_ENTRY (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at (where, child);
}

static void
look (Wizard *wizard, const char *where)
{
  gint64 settled = g_get_monotonic_time () + SETTLES_MS * 1000;
  GListModel *windows = gtk_window_get_toplevels ();
  int width;

  while (g_get_monotonic_time () < settled)
    wizard_iterate ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      look_at (where, window);
      gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      if (width > NARROW)
        {
          g_test_message ("%s: a %s needs %d pixels", where, G_OBJECT_TYPE_NAME (window), width);
          g_test_fail ();
        }
    }
}

static void
test_hosts (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\n", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, _ ("Which hosts do you have?")));
  look (&wizard, "no host");
  wizard_click (&wizard, _ ("Add Host…"));
  WIZARD_WAIT_FOR (wizard_find (&wizard, ADW_TYPE_ENTRY_ROW, _ ("Host Name or Address")) != NULL);
  look (&wizard, "Add Host");
  wizard_close (&wizard);
}

static void
test_hosts_in_trouble (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST
               "[host alpha]\nfail=virConnectOpenAuth:4711\n[host beta]\nfail=virConnectListAllDomains:4711\n"
               "[host silent]\nnever=virConnectOpenAuth\n",
               "alpha", "beta", "silent", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, _ ("Connecting…")));
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (&wizard, "beta")));
  look (&wizard, "hosts in trouble");
  wizard_close (&wizard);
}

static void
test_compare (void)
{
  static const char *const sections[] = { N_ ("CPU Features"), N_ ("Who Can Move"), N_ ("Common CPU") };
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST
               "baseline=fake/cpu-tcg.xml\nbaseline-whole=fake/cpu-tcg-whole.xml\n"
               "processor-whole=fake/cpu-tcg-whole.xml\n[host alpha]\nguests=1\nmemory=8192\n"
               "[host beta]\nqemu=8002002\nmemory=4096\nguests=1\noff=1\n"
               "capabilities=guests/host-beta-other-cpu.xml\nbaseline-whole=fake/cpu-common-whole.xml\n",
               "alpha", "beta", NULL);
  wizard_click (&wizard, _ ("Compare Hosts"));
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_COMPARE);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, _ ("Matters for moving")));
  looked = SENTENCES;
  look (&wizard, "compare");
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      wizard_show_section (&wizard, _ (sections[i]));
      look (&wizard, sections[i]);
    }
  looked = WORDS;
  wizard_close (&wizard);
}

static void
test_login (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nlogin=mellon\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_find (&wizard, GTK_TYPE_ENTRY, NULL) != NULL);
  look (&wizard, "password");
  wizard_close (&wizard);
}

static void
test_pages (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nguests=1\n[host beta]\n", "alpha", "beta", NULL);
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (&wizard, "beta")));
  look (&wizard, "hosts");
  wizard_go_on (&wizard);
  look (&wizard, "nothing chosen");
  wizard_choose (&wizard, "alpha-guest-1");
  wizard_choose (&wizard, "beta");
  WIZARD_WAIT_FOR (wizard_may_go_on (&wizard));
  look (&wizard, "what moves");
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard.session));
  look (&wizard, "preflight");
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_HOW);
  look (&wizard, "how");
  wizard_close (&wizard);
}

static void
start_moving (Wizard *wizard, const char *script)
{
  wizard_open (wizard, script, "alpha", "beta", NULL);
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (wizard, "alpha")) &&
                   !drover_survey_is_busy (wizard_get_survey (wizard, "beta")));
  wizard_start_moving (wizard, "alpha-guest-1", "beta");
}

static void
wait_for_result (Wizard *wizard)
{
  WIZARD_WAIT_FOR (wizard_get_page (wizard) == DROVER_PAGE_RESULT);
}

static void
test_moved (void)
{
  Wizard wizard = { 0 };

  start_moving (&wizard, MOVING "job=fake/steady.job\n");
  wait_for_result (&wizard);
  look (&wizard, "moved");
  wizard_close (&wizard);
}

static void
test_cancelled (void)
{
  Wizard wizard = { 0 };

  start_moving (&wizard, MOVING "job=fake/endless.job\n");
  WIZARD_WAIT_FOR (wizard_find (&wizard, GTK_TYPE_BUTTON, _ ("Cancel Migration")) != NULL);
  look (&wizard, "moving");
  gtk_window_close (wizard.window);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, _ ("A migration is running")));
  look (&wizard, "leave");
  wizard_click (&wizard, _ ("_Cancel Migration"));
  wait_for_result (&wizard);
  look (&wizard, "cancelled");
  wizard_close (&wizard);
}

static void
test_failed (void)
{
  Wizard wizard = { 0 };

  start_moving (&wizard,
                MOVING "job=fake/steady.job\njob-end=internal error: unexpectedly closed the monitor\n");
  wait_for_result (&wizard);
  look (&wizard, "failed");
  wizard_close (&wizard);
}

int
main (int argc, char **argv)
{
  language_test_init ();
  wizard_test_init (&argc, &argv);
  g_test_add_func ("/languages/window/hosts", test_hosts);
  g_test_add_func ("/languages/window/hosts-in-trouble", test_hosts_in_trouble);
  g_test_add_func ("/languages/window/compare", test_compare);
  g_test_add_func ("/languages/window/login", test_login);
  g_test_add_func ("/languages/window/pages", test_pages);
  g_test_add_func ("/languages/window/moved", test_moved);
  g_test_add_func ("/languages/window/cancelled", test_cancelled);
  g_test_add_func ("/languages/window/failed", test_failed);
  return g_test_run ();
}
