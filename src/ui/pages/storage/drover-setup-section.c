/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-setup-section.h"

#include <glib/gi18n.h>

#include "widgets/drover-command-box.h"
#include "widgets/drover-text.h"

struct _DroverSetupSection {
  DroverStorageSection parent_instance;

  GtkWidget *entries;
  GtkWidget *name;
  GtkWidget *path;
  const DroverStorageSpec *shown; /* of whom the entries were filled; only compared */
};

G_DEFINE_FINAL_TYPE (DroverSetupSection, drover_setup_section, DROVER_TYPE_STORAGE_SECTION)

static void run (DroverSetupSection *self, gboolean plan_only);

static void
say_each (DroverStorageSection *section, const char *format, const char *host, char *const *items)
{
  for (gsize i = 0; items != NULL && items[i] != NULL; i++)
    {
      const char *const words[] = { host, items[i] };
      g_auto (GStrv) parts = g_strsplit (format, "%s", 3);
      g_autofree char *text = g_strconcat (parts[0], words[0], parts[1], words[1], parts[2], NULL);

      drover_storage_section_say (section, text, NULL);
    }
}

static void
show_report (DroverStorageSection *section, const DroverSetupReport *report)
{
  DroverStorageWay *way = drover_storage_section_get_way (section);
  gboolean done = g_str_equal (report->state, "done");

  for (guint i = 0; i < report->hosts->len; i++)
    {
      const DroverSetupHost *host = report->hosts->pdata[i];
      g_autofree char *error = host->error ? g_strdup_printf (_ ("%s: %s"), host->host, host->error) : NULL;

      /* Translators: a host, and a step that was done there */
      say_each (section, _ ("%s: done: %s"), host->host, host->done);
      /* Translators: a host, and a step that was done and taken back there */
      say_each (section, _ ("%s: taken back: %s"), host->host, host->undone);
      /* Translators: a host, and what could not be taken back there, with the reason */
      say_each (section, _ ("%s: could not be taken back: %s"), host->host, host->remains);
      drover_storage_section_say (section, error, "error");
      drover_storage_way_set_line (way, i, done ? DROVER_STORAGE_LINE_READY : DROVER_STORAGE_LINE_BROKEN);
    }
  if (done)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Both hosts have the pool “%s” at %s."), report->name, report->path);

      drover_storage_section_say (section, text, "success");
      drover_storage_section_lead_on (section);
    }
  else if (g_str_equal (report->state, "refused"))
    drover_storage_section_say (section, _ ("Nothing was changed on any host."), NULL);
  else
    drover_storage_section_say (
        section, _ ("What was done is taken back, but for what is said above. It can be tried again."), NULL);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, DroverSetupSection *self)
{
  if (g_str_equal (response, "yes"))
    run (self, FALSE);
}

/* All of it, host by host: consent is for exactly what is shown. */
static GtkWidget *
create_preview (const DroverSetupReport *report)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; i < report->hosts->len; i++)
    {
      const DroverSetupHost *host = report->hosts->pdata[i];
      GtkWidget *lines = drover_command_box_new ();

      gtk_box_append (GTK_BOX (box), drover_text_new (host->host, "heading"));
      if (host->preview == NULL || host->preview[0] == NULL)
        {
          gtk_box_append (GTK_BOX (box), drover_text_new (_ ("has it already, as wanted"), NULL));
          continue;
        }
      drover_command_box_set_lines (DROVER_COMMAND_BOX (lines), (const char *const *) host->preview);
      gtk_box_append (GTK_BOX (box), lines);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  return scroller;
}

static gboolean
has_steps (const DroverSetupReport *report)
{
  for (guint i = 0; i < report->hosts->len; i++)
    {
      const DroverSetupHost *host = report->hosts->pdata[i];

      if (host->steps != NULL && host->steps[0] != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
ask (DroverSetupSection *self, const DroverSetupReport *report)
{
  AdwMessageDialog *dialog =
      drover_storage_section_ask (DROVER_STORAGE_SECTION (self), _ ("Set this up on both hosts?"),
                                  _ ("Where a step fails, those before it are taken back on both."),
                                  create_preview (report), _ ("_Set Up"));

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverSetupSection) self = user_data;
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  g_autoptr (DroverSetupReport) report = drover_storage_setup_finish (result);

  drover_storage_section_end (section);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (!g_str_equal (report->state, "planned"))
    show_report (section, report);
  else if (has_steps (report))
    ask (self, report);
  else
    run (self, FALSE);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverSetupSection) self = user_data;
  g_autoptr (DroverSetupReport) report = drover_storage_setup_finish (result);

  drover_storage_section_end (DROVER_STORAGE_SECTION (self));
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    show_report (DROVER_STORAGE_SECTION (self), report);
}

static void
run (DroverSetupSection *self, gboolean plan_only)
{
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  DroverStorageWay *way = drover_storage_section_get_way (section);
  GCancellable *cancellable = drover_storage_section_begin (section, TRUE);

  if (!plan_only)
    {
      for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
        drover_storage_way_set_line (way, i, DROVER_STORAGE_LINE_BUSY);
      drover_storage_section_hold (section, _ ("A pool is being set up"),
                                   _ ("If the window is closed now, what was done so far stays on the hosts. "
                                      "Setting it up again goes on from there."));
    }
  drover_storage_setup_async (drover_storage_way_get_connections (way), drover_storage_way_get_spec (way),
                              plan_only, cancellable, plan_only ? on_planned : on_done, g_object_ref (self));
}

/* What a host has as a pool already keeps its name. */
static gboolean
take_entries (DroverSetupSection *self)
{
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  DroverStorageWay *way = drover_storage_section_get_way (section);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *path = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->path))));
  g_autoptr (GError) error = NULL;

  if (!drover_storage_way_is_new (way) || drover_storage_way_rename (way, name, path, &error))
    return TRUE;
  drover_storage_section_say (section, error->message, "error");
  return FALSE;
}

static void
drover_setup_section_act (DroverStorageSection *section)
{
  DroverSetupSection *self = DROVER_SETUP_SECTION (section);

  if (drover_storage_section_stop (section))
    return;
  drover_storage_section_clear (section);
  if (take_entries (self))
    run (self, TRUE);
}

static void
fill_entries (DroverSetupSection *self, const DroverStorageSpec *spec)
{
  self->shown = spec;
  if (spec == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->name), spec->name);
  gtk_editable_set_text (GTK_EDITABLE (self->path), spec->path);
}

static void
drover_setup_section_update (DroverStorageSection *section)
{
  DroverSetupSection *self = DROVER_SETUP_SECTION (section);
  DroverStorageWay *way = drover_storage_section_get_way (section);
  const DroverStorageSpec *spec = drover_storage_way_get_spec (way);

  drover_storage_section_set_possible (section, spec != NULL);
  if (spec != self->shown)
    fill_entries (self, spec);
  gtk_widget_set_visible (self->entries, drover_storage_way_is_new (way));
}

static void
drover_setup_section_class_init (DroverSetupSectionClass *klass)
{
  DROVER_STORAGE_SECTION_CLASS (klass)->update = drover_setup_section_update;
  DROVER_STORAGE_SECTION_CLASS (klass)->act = drover_setup_section_act;
}

static void
drover_setup_section_init (DroverSetupSection *self)
{
  self->entries = gtk_list_box_new ();
  self->name = adw_entry_row_new ();
  self->path = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name of the Pool"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->path), _ ("Directory on Both Hosts"));
  gtk_list_box_append (GTK_LIST_BOX (self->entries), self->name);
  gtk_list_box_append (GTK_LIST_BOX (self->entries), self->path);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->entries), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->entries, "boxed-list");
}

/**
 * drover_setup_section_new:
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
drover_setup_section_new (DroverStorageWay *way)
{
  GtkWidget *self = g_object_new (DROVER_TYPE_SETUP_SECTION, NULL);

  drover_storage_section_start (
      DROVER_STORAGE_SECTION (self), way, _ ("2  The same pool on both hosts"),
      _ ("Under the same name and at the same path: a guest's disk is found by its path."), _ ("Set Up…"));
  gtk_box_append (drover_storage_section_get_body (DROVER_STORAGE_SECTION (self)),
                  DROVER_SETUP_SECTION (self)->entries);
  return self;
}
