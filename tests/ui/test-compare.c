/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that shows hosts side by side. */
#include <string.h>

#include "virt/drover-domain.h"
#include "widgets/table/drover-table-field.h"
#include "widgets/table/drover-table-row.h"
#include "wizard.h"

/* Two that differ in what one sees and what one does not. */
#define TWO                                                                                                  \
  WIZARD_HOST                                                                                                \
  "baseline=fake/cpu-tcg.xml\nbaseline-whole=fake/cpu-tcg-whole.xml\n"                                       \
  "processor-whole=fake/cpu-tcg-whole.xml\n"                                                                 \
  "[host alpha]\nguests=2\nmemory=8192\n"                                                                    \
  "[host beta]\nqemu=8002002\nmemory=4096\nguests=1\noff=1\n"                                                \
  "capabilities=guests/host-beta-other-cpu.xml\nbaseline-whole=fake/cpu-common-whole.xml\n"

static void
open_comparison (Wizard *wizard)
{
  wizard_click (wizard, "Compare Hosts");
  WIZARD_WAIT_FOR (wizard_get_page (wizard) == DROVER_PAGE_COMPARE);
}

static void
show_section (Wizard *wizard, const char *title)
{
  GtkWidget *label = NULL;

  WIZARD_WAIT_FOR ((label = wizard_find (wizard, GTK_TYPE_LABEL, title)) != NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON)),
                                TRUE);
}

static void
assert_cell (Wizard *wizard, const char *text, const char *name)
{
  GtkWidget *field = NULL;

  WIZARD_WAIT_FOR ((field = wizard_find (wizard, DROVER_TYPE_TABLE_FIELD, text)) != NULL);
  gtk_test_accessible_assert_property (field, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

/* What differs comes first and says what it matters for; what is equal is folded. */
static void
test_differences (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, TWO, "alpha", "beta", NULL);
  open_comparison (&wizard);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Matters for moving"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Versions: QEMU"));
  assert_cell (&wizard, "8.2.2", "Versions: QEMU, beta: 8.2.2");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "rows have nothing to note"));
  g_assert_false (wizard_sees (&wizard, "Versions: libvirt"));
  wizard_click (&wizard, "Show them");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Versions: libvirt"));
  wizard_click (&wizard, "Hide them");
  WIZARD_WAIT_FOR (!wizard_sees (&wizard, "Versions: libvirt"));
  wizard_click (&wizard, "matters for moving");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Preflight judges it for each guest"));
  wizard_close (&wizard);
}

static void
test_movers (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, TWO, "alpha", "beta", NULL);
  open_comparison (&wizard);
  show_section (&wizard, "Who Can Move");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Guests of alpha"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "beta-guest-1"));
  g_assert_true (wizard_sees (&wizard, "its definition moves"));
  wizard_close (&wizard);
}

static void
test_common_cpu (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, TWO, "alpha", "beta", NULL);
  open_comparison (&wizard);
  show_section (&wizard, "Common CPU");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "<cpu"));
  g_assert_true (wizard_sees (&wizard, "the next time"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "It gives up"));
  wizard_close (&wizard);
}

static gboolean
has_model (Wizard *wizard, const char *host, const char *guest, const char *model)
{
  DroverConnection *connection = drover_survey_get_connection (wizard_get_survey (wizard, host));
  g_autoptr (DroverDomain) domain = drover_domain_lookup_by_name (connection, guest, NULL);
  g_autofree char *xml = drover_domain_get_xml (domain, DROVER_XML_INACTIVE, NULL);

  return strstr (xml, model) != NULL;
}

/* Shown before it is done, done for the next start, and taken back. */
static void
test_use (void)
{
  Wizard wizard = { 0 };
  GtkWidget *use = NULL;

  wizard_open (&wizard, TWO, "alpha", "beta", NULL);
  open_comparison (&wizard);
  show_section (&wizard, "Common CPU");
  WIZARD_WAIT_FOR ((use = wizard_find (&wizard, GTK_TYPE_LABEL, "Use for a Guest…")) != NULL);
  gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_ancestor (use, GTK_TYPE_MENU_BUTTON)));
  wizard_click (&wizard, "alpha-guest-1 on alpha");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "+ <cpu"));
  g_assert_true (wizard_sees (&wizard, "when the guest is shut down and started again"));
  g_assert_false (has_model (&wizard, "alpha", "alpha-guest-1", "EPYC"));
  wizard_click (&wizard, "Apply");
  WIZARD_WAIT_FOR (has_model (&wizard, "alpha", "alpha-guest-1", "EPYC"));
  wizard_click (&wizard, "Undo");
  WIZARD_WAIT_FOR (!has_model (&wizard, "alpha", "alpha-guest-1", "EPYC"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Taken back"));
  wizard_close (&wizard);
}

/* A host that does not answer any more keeps nobody, and the waiting can be ended. */
static void
test_silent_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, TWO "[host silent]\n", "alpha", "beta", "silent", NULL);
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (&wizard, "silent")));
  fake_lab_set (wizard.lab, "silent", "never", "virConnectGetDomainCapabilities");
  open_comparison (&wizard);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Waiting for what silent can do…"));
  assert_cell (&wizard, "8.2.2", "Versions: QEMU, beta: 8.2.2");
  wizard_click (&wizard, "Stop Waiting");
  show_section (&wizard, "Who Can Move");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Guests of alpha"));
  wizard_close (&wizard);
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);
  g_test_add_func ("/compare/differences", test_differences);
  g_test_add_func ("/compare/movers", test_movers);
  g_test_add_func ("/compare/common-cpu", test_common_cpu);
  g_test_add_func ("/compare/use", test_use);
  g_test_add_func ("/compare/silent-host", test_silent_host);
  return g_test_run ();
}
