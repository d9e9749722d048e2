/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-storage-page.h"

#include <glib/gi18n.h>

#include "pages/storage/drover-disks-section.h"
#include "pages/storage/drover-proof-section.h"
#include "pages/storage/drover-setup-section.h"
#include "pages/storage/drover-source-section.h"
#include "widgets/drover-text.h"

struct _DroverStoragePage {
  DroverPage parent_instance;

  GtkBox *box;
  DroverStorageMap *map;
  DroverStorageWay *way; /* of the guest and the hosts that were chosen when it was shown */
};

G_DEFINE_FINAL_TYPE (DroverStoragePage, drover_storage_page, DROVER_TYPE_PAGE)

/* Nobody leaves while a host is being changed: what comes of it is said here. */
static void
update (DroverStoragePage *self)
{
  const DroverStorageSpec *spec = drover_storage_way_get_spec (self->way);
  gboolean busy = drover_storage_way_is_busy (self->way);

  drover_storage_map_set_storage (self->map, spec ? spec->name : NULL);
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    drover_storage_map_set_line (self->map, i, drover_storage_way_get_line (self->way, i));
  drover_page_set_complete (DROVER_PAGE (self), !busy);
  drover_page_set_may_leave (DROVER_PAGE (self), !busy);
}

static void
clear (DroverStoragePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  self->map = NULL;
  g_clear_object (&self->way);
}

static void
fill (DroverStoragePage *self)
{
  self->map = DROVER_STORAGE_MAP (drover_storage_map_new (drover_storage_way_get_host (self->way, 0),
                                                          drover_storage_way_get_host (self->way, 1)));
  gtk_box_append (self->box, GTK_WIDGET (self->map));
  g_signal_connect_object (self->way, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->box, drover_source_section_new (self->way));
  gtk_box_append (self->box, drover_setup_section_new (self->way));
  gtk_box_append (self->box, drover_proof_section_new (self->way));
  gtk_box_append (self->box, drover_disks_section_new (self->way));
  update (self);
}

static gboolean
is_current (DroverStoragePage *self, DroverConnection *source, DroverConnection *target, const char *guest)
{
  GPtrArray *connections = self->way ? drover_storage_way_get_connections (self->way) : NULL;

  return connections != NULL && connections->pdata[0] == source && connections->pdata[1] == target &&
         g_strcmp0 (drover_storage_way_get_guest (self->way), guest) == 0;
}

/* The hosts as the checks reached them. */
static void
drover_storage_page_shown (DroverPage *page)
{
  DroverStoragePage *self = DROVER_STORAGE_PAGE (page);
  DroverSession *session = drover_page_get_session (page);
  DroverPreflight *preflight = drover_session_get_preflight (session);
  DroverGatherer *gatherer = preflight ? drover_preflight_get_gatherer (preflight) : NULL;
  DroverConnection *source = gatherer ? drover_gatherer_get_connection (gatherer, DROVER_SIDE_SOURCE) : NULL;
  DroverConnection *target = gatherer ? drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET) : NULL;
  DroverGuestItem *guest = drover_session_get_guest (session);

  if (source != NULL && target != NULL && guest != NULL &&
      is_current (self, source, target, drover_guest_item_get_raw_name (guest)))
    return;
  clear (self);
  drover_page_set_complete (page, TRUE);
  drover_page_set_may_leave (page, TRUE);
  if (source == NULL || target == NULL || guest == NULL)
    {
      gtk_box_append (
          self->box, drover_text_new (_ ("Both hosts have to be reached first: check the move."), "title-4"));
      return;
    }
  self->way = drover_storage_way_new (source, target, drover_guest_item_get_raw_name (guest));
  fill (self);
}

/* What was done here is to be seen there. */
static DroverPageId
drover_storage_page_forward (DroverPage *page)
{
  drover_session_check (drover_page_get_session (page));
  return DROVER_PAGE_PREFLIGHT;
}

static void
drover_storage_page_dispose (GObject *object)
{
  DroverStoragePage *self = DROVER_STORAGE_PAGE (object);

  if (self->way != NULL)
    g_signal_handlers_disconnect_by_data (self->way, self);
  g_clear_object (&self->way);
  G_OBJECT_CLASS (drover_storage_page_parent_class)->dispose (object);
}

static void
drover_storage_page_class_init (DroverStoragePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_storage_page_dispose;
  DROVER_PAGE_CLASS (klass)->shown = drover_storage_page_shown;
  DROVER_PAGE_CLASS (klass)->forward = drover_storage_page_forward;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/storage/drover-storage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverStoragePage, box);
}

static void
drover_storage_page_init (DroverStoragePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  drover_page_set_action (DROVER_PAGE (self), _ ("Check Again"));
}
