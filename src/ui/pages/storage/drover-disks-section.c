/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-disks-section.h"

#include <glib/gi18n.h>

#include "pages/storage/drover-move-choices.h"
#include "widgets/drover-text.h"

struct _DroverDisksSection {
  DroverStorageSection parent_instance;

  GtkWidget *choices;
  GtkWidget *progress;
  GtkWidget *figures;
  GtkWidget *undo;
  GPtrArray *ticks; /* a check button of each disk that is asked about, named like it */
  GStrv wanted;     /* the disks that were agreed to; NULL: all that can */
  char *record;
  gboolean live; /* the guest ran when it was planned */
};

G_DEFINE_FINAL_TYPE (DroverDisksSection, drover_disks_section, DROVER_TYPE_STORAGE_SECTION)

static void run (DroverDisksSection *self, gboolean plan_only);
static void take_back (DroverDisksSection *self, gboolean accept_older);

static DroverConnection *
get_source (DroverDisksSection *self)
{
  return drover_storage_way_get_connections (drover_storage_section_get_way (DROVER_STORAGE_SECTION (self)))
      ->pdata[0];
}

static void
set_moving (DroverDisksSection *self, gboolean moving)
{
  gtk_widget_set_visible (self->progress, moving);
  gtk_widget_set_visible (self->figures, moving);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_label_set_text (GTK_LABEL (self->figures), _ ("Beginning…"));
}

/* Called in the main context, perhaps after the section is gone from the window: the move keeps it. */
static void
on_progress (const DroverMoveNews *news, gpointer user_data)
{
  DroverDisksSection *self = user_data;
  g_autofree char *text = drover_move_news_describe (news);

  gtk_label_set_text (GTK_LABEL (self->figures), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 news->total > 0 ? (double) news->done / (double) news->total : 0);
}

/* One disk is what the question is about; of several each can be left out. */
static void
add_tick (DroverDisksSection *self, GtkBox *box, const DroverMovedDisk *disk)
{
  GtkWidget *tick = gtk_check_button_new_with_label (disk->disk);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  gtk_widget_set_name (tick, disk->disk);
  g_ptr_array_add (self->ticks, g_object_ref (tick));
  gtk_box_append (box, tick);
}

static void
say_disk (GtkBox *box, const DroverMovedDisk *disk)
{
  g_autofree char *line = g_strdup_printf ("%s  %s → %s", disk->disk, disk->from, disk->to);
  g_autofree char *needs = drover_format_bytes ((guint64) MAX (disk->allocation, 0));
  g_autofree char *room = g_strdup_printf (_ ("It needs %s."), needs);

  gtk_box_append (box, drover_text_new (line, "monospace"));
  gtk_box_append (box, drover_text_new (room, NULL));
  if (disk->backing != NULL)
    {
      g_autofree char *backing =
          g_strdup_printf (disk->flattened ? _ ("It builds on %s; the copy holds both and builds on nothing.")
                                           : _ ("It builds on %s, which stays where it is."),
                           disk->backing);

      gtk_box_append (box, drover_text_new (backing, NULL));
    }
  if (g_strcmp0 (disk->found, "partial") == 0)
    gtk_box_append (
        box, drover_text_new (_ ("A copy there that an earlier run did not finish is removed first."), NULL));
  else if (disk->found != NULL)
    gtk_box_append (box, drover_text_new (_ ("A copy that an earlier run has begun goes on."), NULL));
}

static void
take_ticks (DroverDisksSection *self)
{
  g_autoptr (GStrvBuilder) wanted = g_strv_builder_new ();

  for (guint i = 0; i < self->ticks->len; i++)
    if (gtk_check_button_get_active (self->ticks->pdata[i]))
      g_strv_builder_add (wanted, gtk_widget_get_name (self->ticks->pdata[i]));
  g_clear_pointer (&self->wanted, g_strfreev);
  if (self->ticks->len > 0)
    self->wanted = g_strv_builder_end (wanted);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, DroverDisksSection *self)
{
  take_ticks (self);
  g_ptr_array_set_size (self->ticks, 0);
  if (!g_str_equal (response, "yes"))
    return;
  if (self->wanted != NULL && self->wanted[0] == NULL)
    drover_storage_section_say (DROVER_STORAGE_SECTION (self), _ ("No disk was chosen."), NULL);
  else
    run (self, FALSE);
}

static void
ask (DroverDisksSection *self, const DroverMoveReport *plan)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  AdwMessageDialog *dialog;

  self->live = plan->live;
  g_ptr_array_set_size (self->ticks, 0);
  for (guint i = 0; i < plan->disks->len; i++)
    {
      if (plan->disks->len > 1)
        add_tick (self, GTK_BOX (box), plan->disks->pdata[i]);
      say_disk (GTK_BOX (box), plan->disks->pdata[i]);
    }
  dialog = drover_storage_section_ask (
      DROVER_STORAGE_SECTION (self), _ ("Move these disks?"),
      plan->live ? _ ("The guest runs on meanwhile, and goes on from the copies. The old files stay.")
                 : _ ("They are copied and compared; the guest starts from the copies. The old files stay."),
      box, _ ("_Move"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
}

static void
show_report (DroverDisksSection *self, const DroverMoveReport *report)
{
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  gboolean done = g_str_equal (report->state, "done");

  g_free (self->record);
  self->record = g_strdup (report->record);
  gtk_widget_set_visible (self->undo, self->record != NULL);
  drover_storage_section_say (section, report->error, "error");
  if (done && report->live)
    drover_storage_section_say (
        section, _ ("The guest runs from the copies now. The old files stay until you remove them."),
        "success");
  else if (done)
    drover_storage_section_say (section,
                                _ ("The copies were compared and are the same; the guest starts from them "
                                   "next time. The old files stay until you remove them."),
                                "success");
  else if (report->remains != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("A copy could not be removed: %s"), report->remains);

      drover_storage_section_say (section, text, "error");
    }
  else if (report->record == NULL)
    drover_storage_section_say (section, _ ("The guest is as before, and no copy is left."), NULL);
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverDisksSection) self = user_data;
  g_autoptr (DroverMoveReport) plan = drover_storage_move_finish (result);

  drover_storage_section_end (DROVER_STORAGE_SECTION (self));
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (g_str_equal (plan->state, "planned"))
    ask (self, plan);
  else
    drover_storage_section_say (DROVER_STORAGE_SECTION (self), plan->error, "error");
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverDisksSection) self = user_data;
  g_autoptr (DroverMoveReport) report = drover_storage_move_finish (result);

  drover_storage_section_end (DROVER_STORAGE_SECTION (self));
  set_moving (self, FALSE);
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    show_report (self, report);
}

static void
run (DroverDisksSection *self, gboolean plan_only)
{
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  DroverStorageWay *way = drover_storage_section_get_way (section);
  DroverMoveOptions options = {
    .guest = drover_storage_way_get_guest (way),
    .pool = drover_storage_way_get_spec (way)->name,
    .disks = plan_only ? NULL : (const char *const *) self->wanted,
    .plan_only = plan_only,
    .progress = on_progress,
    .progress_data = self,
  };
  GCancellable *cancellable = drover_storage_section_begin (section, TRUE);

  drover_move_choices_apply (DROVER_MOVE_CHOICES (self->choices), &options);
  if (!plan_only)
    {
      set_moving (self, TRUE);
      drover_storage_section_hold (
          section, _ ("Disks are being moved"),
          self->live ? _ ("If the window is closed now, the guest stays on its old files, and its host goes "
                          "on copying. Moving the disks again takes it up from there.")
                     : _ ("If the window is closed now, the guest stays on its old files, and a copy is left "
                          "that is not whole. Moving the disks again removes it first."));
    }
  drover_storage_move_async (get_source (self), &options, cancellable, plan_only ? on_planned : on_moved,
                             g_object_ref (self));
}

static void
drover_disks_section_act (DroverStorageSection *section)
{
  if (drover_storage_section_stop (section))
    return;
  drover_storage_section_clear (section);
  run (DROVER_DISKS_SECTION (section), TRUE);
}

/* --- taking it back --- */

static void
on_older_response (AdwMessageDialog *dialog, const char *response, DroverDisksSection *self)
{
  if (g_str_equal (response, "yes"))
    take_back (self, TRUE);
}

static void
on_taken_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverDisksSection) self = user_data;
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  g_autoptr (GError) error = NULL;
  gboolean done = drover_fix_call_finish (result, &error);

  drover_storage_section_end (section);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  gtk_widget_set_visible (self->undo, !done);
  if (done)
    drover_storage_section_say (section, _ ("The guest starts from its old files again."), NULL);
  else if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_NEEDS_CONSENT))
    {
      AdwMessageDialog *dialog = drover_storage_section_ask (section, _ ("Go back to the older files?"),
                                                             error->message, NULL, _ ("_Go Back"));

      adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
      g_signal_connect_object (dialog, "response", G_CALLBACK (on_older_response), self, 0);
    }
  else
    drover_storage_section_say (section, error->message, "error");
}

static void
take_back (DroverDisksSection *self, gboolean accept_older)
{
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverFix) fix = drover_fix_load (self->record, &error);

  drover_storage_section_clear (section);
  if (fix == NULL)
    {
      drover_storage_section_say (section, error->message, "error");
      return;
    }
  if (accept_older)
    drover_disk_redirect_accept_older (fix);
  drover_storage_section_begin (section, FALSE);
  drover_fix_undo_async (fix, get_source (self), get_source (self), on_taken_back, g_object_ref (self));
}

static void
on_undo (DroverDisksSection *self)
{
  take_back (self, FALSE);
}

/* --- the section --- */

static void
drover_disks_section_update (DroverStorageSection *section)
{
  DroverDisksSection *self = DROVER_DISKS_SECTION (section);
  DroverStorageWay *way = drover_storage_section_get_way (section);

  drover_storage_section_set_possible (section, drover_storage_way_is_proved (way));
  gtk_widget_set_sensitive (self->undo, !drover_storage_way_is_busy (way));
  gtk_widget_set_visible (self->choices, drover_storage_way_is_proved (way));
}

static void
drover_disks_section_finalize (GObject *object)
{
  DroverDisksSection *self = DROVER_DISKS_SECTION (object);

  g_ptr_array_unref (self->ticks);
  g_strfreev (self->wanted);
  g_free (self->record);
  G_OBJECT_CLASS (drover_disks_section_parent_class)->finalize (object);
}

static void
drover_disks_section_class_init (DroverDisksSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_disks_section_finalize;
  DROVER_STORAGE_SECTION_CLASS (klass)->update = drover_disks_section_update;
  DROVER_STORAGE_SECTION_CLASS (klass)->act = drover_disks_section_act;
}

static void
drover_disks_section_init (DroverDisksSection *self)
{
  self->ticks = g_ptr_array_new_with_free_func (g_object_unref);
  self->choices = drover_move_choices_new ();
  self->progress = gtk_progress_bar_new ();
  self->figures = drover_text_new (NULL, "dim-label");
  self->undo = gtk_button_new_with_label (_ ("Undo"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How much is copied"), -1);
  gtk_widget_set_halign (self->undo, GTK_ALIGN_START);
  gtk_widget_set_visible (self->undo, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_set_visible (self->figures, FALSE);
  g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (on_undo), self);
}

/**
 * drover_disks_section_new:
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
drover_disks_section_new (DroverStorageWay *way)
{
  DroverDisksSection *self = g_object_new (DROVER_TYPE_DISKS_SECTION, NULL);
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  GtkBox *body;
  /* Translators: a guest */
  g_autofree char *title = g_strdup_printf (_ ("4  The disks of “%s”"), drover_storage_way_get_guest (way));

  drover_storage_section_start (section, way, title,
                                _ ("They are moved into the pool, while the guest runs or while it is off."),
                                _ ("Move Disks…"));
  body = drover_storage_section_get_body (section);
  gtk_box_append (body, self->choices);
  gtk_box_append (body, self->progress);
  gtk_box_append (body, self->figures);
  gtk_box_append (GTK_BOX (self), self->undo);
  return GTK_WIDGET (self);
}
