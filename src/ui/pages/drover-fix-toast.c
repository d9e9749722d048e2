/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/drover-fix-toast.h"

#include <glib/gi18n.h>

/* Its own hosts, whatever is chosen meanwhile. */
typedef struct {
  DroverPage *page;
  DroverFix *fix;
  DroverConnection *source;
  DroverConnection *target;
  DroverFixUndone undone;
} Undo;

static void
undo_free (Undo *undo)
{
  g_object_unref (undo->page);
  g_object_unref (undo->fix);
  g_object_unref (undo->source);
  g_object_unref (undo->target);
  g_free (undo);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Undo, undo_free)

static Undo *
undo_new (DroverPage *page,
          DroverFix *fix,
          DroverConnection *source,
          DroverConnection *target,
          DroverFixUndone undone)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->page = g_object_ref (page);
  undo->fix = g_object_ref (fix);
  undo->source = g_object_ref (source);
  undo->target = g_object_ref (target);
  undo->undone = undone;
  return undo;
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Undo) undo = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (_ ("Taken back: %s"), drover_fix_get_title (undo->fix));
  gboolean undone = drover_fix_call_finish (result, &error);

  /* the window may be gone by now */
  if (drover_page_get_session (undo->page) == NULL)
    return;
  drover_page_toast (undo->page, undone ? text : error->message);
  undo->undone (undo->page);
}

static void
on_undo (AdwToast *toast, Undo *undo)
{
  drover_fix_undo_async (undo->fix, undo->source, undo->target, on_undone,
                         undo_new (undo->page, undo->fix, undo->source, undo->target, undo->undone));
}

/**
 * drover_fix_toast_show:
 * @page: (transfer none): where it was applied
 * @fix: (transfer none): what was done
 * @source: (transfer none): the host it calls the source
 * @target: (transfer none): the host it calls the target
 * @undone: what the page does once it was taken back
 *
 * Says that a remedy was applied, and offers to take it back where that can be.
 */
void
drover_fix_toast_show (DroverPage *page,
                       DroverFix *fix,
                       DroverConnection *source,
                       DroverConnection *target,
                       DroverFixUndone undone)
{
  Undo *undo = undo_new (page, fix, source, target, undone);
  g_autofree char *text = g_strdup_printf (_ ("Applied: %s"), drover_fix_get_title (fix));
  g_autoptr (AdwToast) toast = drover_page_create_toast (text);

  /* It stays until it is closed: the hosts may take their time to be looked at again. */
  adw_toast_set_timeout (toast, 0);
  if (drover_fix_is_applied (fix))
    adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), undo,
                         (GClosureNotify) (void (*) (void)) undo_free, 0);
  drover_page_show_toast (page, toast);
}
