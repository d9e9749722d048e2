/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that shows hosts side by side. */
#include <string.h>

#include "pages/compare/drover-compare-files.h"
#include "virt/drover-domain.h"
#include "widgets/table/drover-table-field.h"
#include "widgets/table/drover-table-picture.h"
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

/* Drawn and written: an empty frame alone would be a riddle where one host is shown at a time. */
static void
test_features (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, TWO "[host gamma]\nbaseline-whole=fake/cpu-common-whole.xml\n", "alpha", "beta",
               "gamma", NULL);
  open_comparison (&wizard);
  wizard_show_section (&wizard, "CPU Features");
  assert_cell (&wizard, "only here", "3dnow, alpha: has it, as the only one");
  assert_cell (&wizard, "not here", "3dnow, beta: has it not");
  gtk_window_set_default_size (GTK_WINDOW (wizard.window), 360, 720);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "differs from others in"));
  wizard_close (&wizard);
}

static void
test_movers (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, TWO, "alpha", "beta", NULL);
  open_comparison (&wizard);
  wizard_show_section (&wizard, "Who Can Move");
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
  wizard_show_section (&wizard, "Common CPU");
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
  wizard_show_section (&wizard, "Common CPU");
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

static DroverTableRow *
new_row (void)
{
  DroverTableRow *row = drover_table_row_new (DROVER_TABLE_HOSTS, "memory", "Memory", 2);

  drover_table_row_set_note (row, "matters", NULL);
  drover_table_row_set_cell (row, 0, "<b>8 GiB</b>", DROVER_TABLE_PLAIN);
  drover_table_row_set_cell (row, 1, "4 GiB", DROVER_TABLE_STRONG);
  drover_table_row_get_cell (row, 0)->bar = 1;
  drover_table_row_get_cell (row, 0)->filled = 0.5;
  drover_table_row_get_cell (row, 1)->pattern = DROVER_TABLE_HATCHED;
  return row;
}

/* A bar is as long as its share of the largest, in the colour of bars; text is never markup. */
static void
test_picture (void)
{
  static const char *const names[] = { "a", "b", NULL };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  const DroverTablePicture picture = { .title = "Hosts", .names = names, .rows = rows };
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "compare.png", NULL);
  g_autofree char *svg_path = g_build_filename (g_get_user_config_dir (), "compare.svg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) svg = g_file_new_for_path (svg_path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  guint n_blue = 0;

  g_ptr_array_add (rows, new_row ());
  g_assert_true (drover_table_picture_save_png (&picture, file, &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        const guint8 *line =
            cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
        guint32 pixel = ((const guint32 *) (const void *) line)[x] & 0xffffff;

        /* like no text and no edge */
        n_blue += (pixel & 0xff) > 0xd0 && pixel >> 16 < 0x40;
      }
  cairo_surface_destroy (surface);
  /* half of a bar that is 138 wide and 10 high, twice as fine */
  g_assert_cmpuint (n_blue, >, 138 * 10 * 4 / 2 * 9 / 10);
  g_assert_cmpuint (n_blue, <, 138 * 10 * 4 / 2 * 11 / 10);

  g_assert_true (drover_table_picture_save_svg (&picture, svg, &error));
  g_assert_true (g_file_get_contents (svg_path, &text, NULL, &error));
  g_assert_nonnull (strstr (text, "<svg"));
}

static char *
read_clipboard (Wizard *wizard)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (wizard->window));
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  return content != NULL && gdk_content_provider_get_value (content, &value, NULL)
             ? g_value_dup_string (&value)
             : g_strdup ("");
}

/* What is in view is what is copied. */
static void
test_copy (void)
{
  Wizard wizard = { 0 };
  g_autofree char *rows = NULL;
  g_autofree char *movers = NULL;
  GtkWidget *share = NULL;

  wizard_open (&wizard, TWO, "alpha", "beta", NULL);
  open_comparison (&wizard);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Versions: QEMU"));
  WIZARD_WAIT_FOR ((share = wizard_find (&wizard, GTK_TYPE_MENU_BUTTON, "Copy or Save")) != NULL);
  gtk_widget_activate_action (share, "compare.copy", "s", "markdown");
  rows = read_clipboard (&wizard);
  g_assert_nonnull (strstr (rows, "| Versions | QEMU | 7.2.0 | 8.2.2 |"));
  wizard_show_section (&wizard, "Who Can Move");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "How many guests can move to"));
  gtk_widget_activate_action (share, "compare.copy", "s", "csv");
  movers = read_clipboard (&wizard);
  g_assert_nonnull (strstr (movers, "\"alpha-guest-1\",\"alpha\""));
  wizard_close (&wizard);
}

static char *
copy_text (Wizard *wizard, const char *form)
{
  GtkWidget *share = NULL;

  WIZARD_WAIT_FOR ((share = wizard_find (wizard, GTK_TYPE_MENU_BUTTON, "Copy or Save")) != NULL);
  gtk_widget_activate_action (share, "compare.copy", "s", form);
  return read_clipboard (wizard);
}

/* What is copied meanwhile says what is not known yet, and afterwards what never came. */
static void
assert_copied (Wizard *wizard, const char *markdown, const char *csv)
{
  g_autofree char *table = copy_text (wizard, "markdown");
  g_autofree char *sheet = copy_text (wizard, "csv");

  g_assert_nonnull (strstr (table, "| qemu64 | alpha |  | yes |"));
  g_assert_nonnull (strstr (table, markdown));
  g_assert_nonnull (strstr (sheet, csv));
}

/* A host that does not answer any more keeps nobody: the others are compared and judged, what waits for it
 * says so, and the waiting can be ended. */
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
  wizard_show_section (&wizard, "Who Can Move");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Guests of alpha"));
  assert_cell (&wizard, "✓ yes", "qemu64 from alpha, beta: ✓ yes");
  assert_cell (&wizard, "waits for silent", "qemu64 from alpha, silent: waits for silent");
  g_assert_true (wizard_sees (&wizard, "Waiting for what silent can do…"));
  assert_copied (&wizard, "| qemu64 | silent | waits for silent | waits for silent |  |",
                 "\"qemu64\",\"alpha\",\"\",\"yes\",\"waits for silent\"");
  wizard_click (&wizard, "Stop Waiting");
  WIZARD_WAIT_FOR (wizard_find (&wizard, DROVER_TYPE_TABLE_FIELD, "waits for silent") == NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "How many guests can move to"));
  assert_copied (&wizard, "| host-model | silent | unknown: stopped | unknown: stopped |  |",
                 "\"qemu64\",\"alpha\",\"\",\"yes\",\"unknown\"");
  wizard_close (&wizard);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
load (GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  drover_compare_load_async (file, NULL, on_loaded, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return drover_compare_load_finish (result, error);
}

/* What virsh printed of somebody's host is one of that name; of what is none the message tells which. */
static void
test_load (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "caps", "domain-caps", "debian12-lab-q35.xml", NULL);
  g_autofree char *refused =
      g_test_build_filename (G_TEST_DIST, "caps", "refused", "billion-laughs.xml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) hostile = g_file_new_for_path (refused);
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("nowhere://host/domcapabilities.xml");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GPtrArray) loaded = load (file, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, 1);
  g_assert_cmpstr (((const DroverSavedHost *) loaded->pdata[0])->name, ==, "debian12-lab-q35.xml");
  g_assert_null (load (hostile, &error));
  g_assert_true (g_str_has_prefix (error->message, "billion-laughs.xml: "));
  g_assert_null (load (elsewhere, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);
  g_test_add_func ("/compare/differences", test_differences);
  g_test_add_func ("/compare/movers", test_movers);
  g_test_add_func ("/compare/common-cpu", test_common_cpu);
  g_test_add_func ("/compare/use", test_use);
  g_test_add_func ("/compare/picture", test_picture);
  g_test_add_func ("/compare/load", test_load);
  g_test_add_func ("/compare/copy", test_copy);
  g_test_add_func ("/compare/silent-host", test_silent_host);
  /* the last one: the window's size is remembered */
  g_test_add_func ("/compare/features", test_features);
  return g_test_run ();
}
