/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-recipe-box.h"

#include <glib/gi18n.h>
#include <string.h>

#include "pages/drover-run-box.h"
#include "widgets/drover-command-box.h"
#include "widgets/drover-text.h"

#define DIRECTORY "/srv/vm"

struct _DroverRecipeBox {
  AdwBin parent_instance;

  DroverStorageWay *way;
  char *server;
  GtkWidget *expander;
  GtkWidget *distribution;
  GtkWidget *steps;
};

G_DEFINE_FINAL_TYPE (DroverRecipeBox, drover_recipe_box, ADW_TYPE_BIN)

/* In the order of the menu. */
static const struct {
  DroverDistribution distribution;
  const char *name;
} distributions[] = {
  { DROVER_DISTRIBUTION_DEBIAN, N_ ("Debian, Ubuntu and their kin") },
  { DROVER_DISTRIBUTION_FEDORA, N_ ("Fedora, RHEL and their kin") },
  { DROVER_DISTRIBUTION_SUSE, N_ ("openSUSE and SLE") },
  { DROVER_DISTRIBUTION_ARCH, N_ ("Arch Linux") },
  { DROVER_DISTRIBUTION_OTHER, N_ ("Another one") },
};

static void
offer_free (gpointer data)
{
  DroverRemedyOffer *offer = data;

  g_free (offer->title);
  g_strfreev (offer->commands);
  g_free (offer);
}

/* What is shown, and then the proof that it worked: where that fails the step is not done. */
static DroverRemedyOffer *
offer_new (const DroverRecipeStep *step, DroverSide side)
{
  DroverRemedyOffer *offer = g_new0 (DroverRemedyOffer, 1);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  g_strv_builder_addv (lines, (const char **) step->commands);
  if (step->verify != NULL)
    g_strv_builder_add (lines, step->verify);
  offer->id = "storage-recipe";
  offer->title = g_strdup (step->title);
  offer->side = side;
  offer->commands = g_strv_builder_end (lines);
  offer->complete = TRUE;
  return offer;
}

static void
add_run (GtkBox *box, const DroverRecipeStep *step, DroverPlan *plan, DroverSide side)
{
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (offer_free);
  DroverRemedyOffer *offer = offer_new (step, side);

  g_ptr_array_add (offers, offer);
  if (!drover_remedy_offer_can_run (offer, plan))
    return;
  gtk_box_append (box, drover_text_new (drover_plan_get_uri (plan, side)->host, "caption-heading"));
  gtk_box_append (box, drover_run_box_new (plan, offers, offer));
}

/* A step on the server is run where the server's name leads, by SSH as root. */
static void
add_runs (DroverRecipeBox *self, GtkBox *box, const DroverRecipeStep *step)
{
  const GPtrArray *connections = drover_storage_way_get_connections (self->way);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) plan = NULL;

  if (g_str_equal (step->where, "hosts"))
    {
      plan = drover_plan_new (drover_connection_get_uri (connections->pdata[0]),
                              drover_connection_get_uri (connections->pdata[1]),
                              drover_storage_way_get_guest (self->way), options);
      add_run (box, step, plan, DROVER_SIDE_SOURCE);
      add_run (box, step, plan, DROVER_SIDE_TARGET);
    }
  else if (g_str_equal (step->where, "server"))
    {
      gboolean bracketed = strchr (self->server, ':') != NULL;
      g_autofree char *text = g_strdup_printf ("qemu+ssh://root@%s%s%s/system", bracketed ? "[" : "",
                                               self->server, bracketed ? "]" : "");
      g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

      if (uri == NULL)
        return;
      plan = drover_plan_new (uri, uri, drover_storage_way_get_guest (self->way), options);
      add_run (box, step, plan, DROVER_SIDE_SOURCE);
    }
}

static const char *
get_place (const DroverRecipeStep *step)
{
  return g_str_equal (step->where, "server")  ? _ ("On the server")
         : g_str_equal (step->where, "hosts") ? _ ("On each host")
                                              : NULL;
}

static void
add_step (DroverRecipeBox *self, guint number, const DroverRecipeStep *step)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  g_autofree char *title = g_strdup_printf ("%u. %s", number, step->title);

  gtk_box_append (box, drover_text_new (title, "heading"));
  gtk_box_append (box, drover_text_new (get_place (step), "caption-heading"));
  gtk_box_append (box, drover_text_new (step->why, NULL));
  if (step->commands[0] != NULL)
    {
      GtkWidget *commands = drover_command_box_new ();

      drover_command_box_set_lines (DROVER_COMMAND_BOX (commands), (const char *const *) step->commands);
      gtk_box_append (box, commands);
    }
  if (step->verify != NULL)
    {
      GtkWidget *verify = drover_command_box_new ();

      drover_command_box_set_lines (DROVER_COMMAND_BOX (verify), (const char *const[]){ step->verify, NULL });
      gtk_box_append (box, drover_text_new (_ ("Done when this succeeds:"), "caption-heading"));
      gtk_box_append (box, verify);
    }
  add_runs (self, box, step);
  gtk_box_append (GTK_BOX (self->steps), GTK_WIDGET (box));
}

static void
add_notes (DroverRecipeBox *self, const DroverRecipe *recipe)
{
  GtkWidget *expander = gtk_expander_new (_ ("What the options mean"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; i < recipe->notes->len; i++)
    {
      const DroverRecipeNote *note = recipe->notes->pdata[i];

      gtk_box_append (GTK_BOX (box), drover_text_new (note->option, "monospace"));
      gtk_box_append (GTK_BOX (box), drover_text_new (note->text, NULL));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the options mean"), -1);
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  gtk_box_append (GTK_BOX (self->steps), expander);
}

/* What the page itself does next, it does not tell to be typed. */
static void
show_recipe (DroverRecipeBox *self, const DroverRecipe *recipe)
{
  for (guint i = 0; i < recipe->steps->len; i++)
    if (get_place (recipe->steps->pdata[i]) != NULL)
      add_step (self, i + 1, recipe->steps->pdata[i]);
  add_notes (self, recipe);
}

static void
fill (DroverRecipeBox *self)
{
  const char *const clients[] = { drover_storage_way_get_host (self->way, 0),
                                  drover_storage_way_get_host (self->way, 1), NULL };
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->distribution));
  DroverRecipeOptions options = {
    .distribution = distributions[MIN (chosen, G_N_ELEMENTS (distributions) - 1)].distribution,
    .server = self->server,
    .directory = DIRECTORY,
    .clients = clients,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverRecipe) recipe = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->steps)) != NULL)
    gtk_box_remove (GTK_BOX (self->steps), child);
  if (!gtk_expander_get_expanded (GTK_EXPANDER (self->expander)))
    return;
  if (self->server == NULL || self->server[0] == '\0')
    {
      gtk_box_append (GTK_BOX (self->steps),
                      drover_text_new (_ ("Name the computer that shall be the server above: one of your "
                                          "hosts, or another one that is always on."),
                                       NULL));
      return;
    }
  recipe = drover_recipe_new (&options, &error);
  if (recipe != NULL)
    show_recipe (self, recipe);
  else
    gtk_box_append (GTK_BOX (self->steps), drover_text_new (error->message, "error"));
}

static void
drover_recipe_box_dispose (GObject *object)
{
  g_clear_object (&DROVER_RECIPE_BOX (object)->way);
  G_OBJECT_CLASS (drover_recipe_box_parent_class)->dispose (object);
}

static void
drover_recipe_box_finalize (GObject *object)
{
  g_free (DROVER_RECIPE_BOX (object)->server);
  G_OBJECT_CLASS (drover_recipe_box_parent_class)->finalize (object);
}

static void
drover_recipe_box_class_init (DroverRecipeBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_recipe_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_recipe_box_finalize;
}

static void
drover_recipe_box_init (DroverRecipeBox *self)
{
  const char *names[G_N_ELEMENTS (distributions) + 1] = { NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  for (gsize i = 0; i < G_N_ELEMENTS (distributions); i++)
    names[i] = _ (distributions[i].name);
  self->distribution = gtk_drop_down_new_from_strings (names);
  self->steps = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  self->expander = gtk_expander_new (_ ("No server yet? Make one"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("No server yet? Make one"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->distribution), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The server's distribution"), -1);
  gtk_widget_set_halign (self->distribution, GTK_ALIGN_START);
  gtk_widget_set_margin_top (box, 12);
  gtk_box_append (GTK_BOX (box), self->distribution);
  gtk_box_append (GTK_BOX (box), self->steps);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), box);
  adw_bin_set_child (ADW_BIN (self), self->expander);
}

/**
 * drover_recipe_box_new:
 * @way: whose hosts are to use the server
 *
 * Returns: (transfer floating): the box, folded
 */
GtkWidget *
drover_recipe_box_new (DroverStorageWay *way)
{
  DroverRecipeBox *self = g_object_new (DROVER_TYPE_RECIPE_BOX, NULL);

  self->way = g_object_ref (way);
  g_signal_connect_swapped (self->expander, "notify::expanded", G_CALLBACK (fill), self);
  g_signal_connect_swapped (self->distribution, "notify::selected", G_CALLBACK (fill), self);
  return GTK_WIDGET (self);
}

/**
 * drover_recipe_box_set_server:
 * @server: what was typed for the server's name
 */
void
drover_recipe_box_set_server (DroverRecipeBox *self, const char *server)
{
  g_return_if_fail (DROVER_IS_RECIPE_BOX (self));

  g_free (self->server);
  self->server = g_strstrip (g_strdup (server));
  fill (self);
}
