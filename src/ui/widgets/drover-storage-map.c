/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-storage-map.h"

#include <glib/gi18n.h>

#define N_HOSTS 2

typedef struct {
  GtkWidget *box;
  GtkWidget *icon;
  GtkWidget *spinner;
  DroverStorageLine state;
} Line;

struct _DroverStorageMap {
  GtkBox parent_instance;

  char *hosts[N_HOSTS];
  Line lines[N_HOSTS];
  GtkLabel *storage;
  GtkLabel *words[N_HOSTS];
};

G_DEFINE_FINAL_TYPE (DroverStorageMap, drover_storage_map, GTK_TYPE_BOX)

static const struct {
  const char *css_class;
  const char *icon;
  const char *text; /* with a %s for the host */
} looks[] = {
  [DROVER_STORAGE_LINE_UNKNOWN] = { "unknown", "dialog-question-symbolic", N_ ("%s: not looked at yet") },
  [DROVER_STORAGE_LINE_BUSY] = { "unknown", NULL, N_ ("%s: being looked at…") },
  [DROVER_STORAGE_LINE_SEEN] = { "seen", "view-reveal-symbolic",
                                 N_ ("%s: sees it, and has no pool of it yet") },
  [DROVER_STORAGE_LINE_READY] = { "seen", "view-more-symbolic", N_ ("%s: has it; not proved yet") },
  [DROVER_STORAGE_LINE_PROVED] = { "proved", "object-select-symbolic",
                                   N_ ("%s: has it, proved to be the same") },
  [DROVER_STORAGE_LINE_BROKEN] = { "broken", "dialog-error-symbolic", N_ ("%s: does not have it") },
};

static void
show_line (DroverStorageMap *self, guint i)
{
  Line *line = &self->lines[i];
  gboolean busy = line->state == DROVER_STORAGE_LINE_BUSY;
  g_auto (GStrv) parts = g_strsplit (_ (looks[line->state].text), "%s", 2);
  g_autofree char *text = g_strjoinv (self->hosts[i], parts);

  for (gsize k = 0; k < G_N_ELEMENTS (looks); k++)
    gtk_widget_remove_css_class (line->box, looks[k].css_class);
  gtk_widget_add_css_class (line->box, looks[line->state].css_class);
  gtk_widget_set_visible (line->icon, !busy);
  gtk_widget_set_visible (line->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (line->spinner), busy);
  if (!busy)
    gtk_image_set_from_icon_name (GTK_IMAGE (line->icon), looks[line->state].icon);
  gtk_label_set_text (self->words[i], text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static GtkWidget *
create_stroke (void)
{
  GtkWidget *stroke = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (stroke, "stroke");
  gtk_widget_set_hexpand (stroke, TRUE);
  gtk_widget_set_valign (stroke, GTK_ALIGN_CENTER);
  return stroke;
}

static void
init_line (Line *line)
{
  line->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  line->icon = gtk_image_new ();
  line->spinner = gtk_spinner_new ();
  gtk_widget_add_css_class (line->box, "line");
  gtk_widget_set_hexpand (line->box, TRUE);
  gtk_box_append (GTK_BOX (line->box), create_stroke ());
  gtk_box_append (GTK_BOX (line->box), line->icon);
  gtk_box_append (GTK_BOX (line->box), line->spinner);
  gtk_box_append (GTK_BOX (line->box), create_stroke ());
}

static GtkWidget *
create_node (const char *icon, GtkLabel **name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = gtk_label_new (NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* a name has no hyphen that is not its own */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_image_set_pixel_size (GTK_IMAGE (image), 48);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  *name = GTK_LABEL (label);
  return box;
}

static void
drover_storage_map_finalize (GObject *object)
{
  DroverStorageMap *self = DROVER_STORAGE_MAP (object);

  for (guint i = 0; i < N_HOSTS; i++)
    g_free (self->hosts[i]);
  G_OBJECT_CLASS (drover_storage_map_parent_class)->finalize (object);
}

static void
drover_storage_map_class_init (DroverStorageMapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_storage_map_finalize;
}

static void
drover_storage_map_init (DroverStorageMap *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "storage-map");
}

/**
 * drover_storage_map_new:
 * @source: the name of the one host
 * @target: and of the other
 *
 * Returns: (transfer floating): a picture of which nothing is known yet
 */
GtkWidget *
drover_storage_map_new (const char *source, const char *target)
{
  DroverStorageMap *self = g_object_new (DROVER_TYPE_STORAGE_MAP, NULL);
  GtkWidget *picture = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *const hosts[N_HOSTS] = { source, target };
  GtkWidget *nodes[N_HOSTS];
  GtkLabel *name;

  for (guint i = 0; i < N_HOSTS; i++)
    {
      self->hosts[i] = g_strdup (hosts[i]);
      nodes[i] = create_node ("network-server-symbolic", &name);
      gtk_label_set_text (name, hosts[i]);
      init_line (&self->lines[i]);
      self->words[i] = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_wrap (self->words[i], TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self->words[i]), "dim-label");
    }
  gtk_box_append (GTK_BOX (picture), nodes[0]);
  gtk_box_append (GTK_BOX (picture), self->lines[0].box);
  gtk_box_append (GTK_BOX (picture), create_node ("drive-harddisk-symbolic", &self->storage));
  gtk_box_append (GTK_BOX (picture), self->lines[1].box);
  gtk_box_append (GTK_BOX (picture), nodes[1]);
  gtk_box_append (GTK_BOX (self), picture);
  for (guint i = 0; i < N_HOSTS; i++)
    {
      gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->words[i]));
      show_line (self, i);
    }
  drover_storage_map_set_storage (self, NULL);
  return GTK_WIDGET (self);
}

/**
 * drover_storage_map_set_storage:
 * @name: (nullable): what stands between them; %NULL while nothing is chosen
 */
void
drover_storage_map_set_storage (DroverStorageMap *self, const char *name)
{
  g_return_if_fail (DROVER_IS_STORAGE_MAP (self));
  gtk_label_set_text (self->storage, name ? name : _ ("No storage yet"));
}

/**
 * drover_storage_map_set_line:
 * @host: 0 for the source, 1 for the target
 */
void
drover_storage_map_set_line (DroverStorageMap *self, guint host, DroverStorageLine state)
{
  g_return_if_fail (DROVER_IS_STORAGE_MAP (self) && host < N_HOSTS);

  if (self->lines[host].state == state)
    return;
  self->lines[host].state = state;
  show_line (self, host);
}
