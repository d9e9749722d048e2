/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-storage.h"

static gboolean
parse_distribution (const char *text, DroverDistribution *distribution)
{
  static const struct {
    const char *name;
    DroverDistribution distribution;
  } names[] = {
    { "debian", DROVER_DISTRIBUTION_DEBIAN }, { "ubuntu", DROVER_DISTRIBUTION_DEBIAN },
    { "fedora", DROVER_DISTRIBUTION_FEDORA }, { "rhel", DROVER_DISTRIBUTION_FEDORA },
    { "suse", DROVER_DISTRIBUTION_SUSE },     { "arch", DROVER_DISTRIBUTION_ARCH },
    { "other", DROVER_DISTRIBUTION_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, text))
      {
        *distribution = names[i].distribution;
        return TRUE;
      }
  return FALSE;
}

static const char *
get_place (const DroverRecipeStep *step)
{
  if (g_str_equal (step->where, "server"))
    return _ ("on the server");
  return g_str_equal (step->where, "hosts") ? _ ("on every host") : _ ("here");
}

static void
print_text (const CliContext *context, const DroverRecipe *recipe)
{
  for (guint i = 0; i < recipe->steps->len; i++)
    {
      const DroverRecipeStep *step = recipe->steps->pdata[i];

      cli_print_styled (context, CLI_BOLD, "%u. %s", i + 1, step->title);
      g_print ("  (%s)\n", get_place (step));
      cli_print_wrapped (context, 3, step->why);
      for (gsize k = 0; step->commands[k] != NULL; k++)
        g_print ("       %s\n", step->commands[k]);
      if (step->verify != NULL)
        {
          cli_print_styled (context, CLI_DIM, "   %s", _ ("Done when this succeeds:"));
          g_print (" %s\n", step->verify);
        }
    }
  cli_print_styled (context, CLI_BOLD, "%s\n", _ ("The options"));
  for (guint i = 0; i < recipe->notes->len; i++)
    {
      const DroverRecipeNote *note = recipe->notes->pdata[i];

      g_print ("   %s\n", note->option);
      cli_print_wrapped (context, 6, note->text);
    }
}

/**
 * cli_storage_recipe:
 *
 * `droverctl storage recipe`: how to make an NFS server, from nothing. Looks at no host.
 */
CliStatus
cli_storage_recipe (CliContext *context, int argc, char **argv)
{
  static const char *const nobody[] = { NULL };
  g_auto (CliParser) parser = { 0 };
  g_autofree char *server = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *distribution = NULL;
  gboolean no_root_squash = FALSE;
  g_autoptr (DroverRecipe) recipe = NULL;
  g_autoptr (GError) error = NULL;
  DroverRecipeOptions options;
  CliStatus status = CLI_DONE;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &server, N_ ("The server, as the hosts call it"), N_ ("NAME") },
    { "dir", 0, 0, G_OPTION_ARG_STRING, &directory, N_ ("The directory to export (/srv/vm)"), N_ ("PATH") },
    { "distribution", 0, 0, G_OPTION_ARG_STRING, &distribution,
      N_ ("debian, fedora, suse, arch or other; else that of this computer"), N_ ("NAME") },
    { "no-root-squash", 0, 0, G_OPTION_ARG_NONE, &no_root_squash,
      N_ ("Let root of the hosts be root in it: not the safe way"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "storage recipe", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  options = (DroverRecipeOptions){ drover_distribution_detect ("/"), server ? server : "SERVER",
                                   directory ? directory : "/srv/vm",
                                   parser.rest ? (const char *const *) parser.rest : nobody, no_root_squash };
  if (distribution != NULL && !parse_distribution (distribution, &options.distribution))
    return cli_usage (_ ("“%s” is no distribution here: debian, fedora, suse, arch or other"), distribution);
  recipe = drover_recipe_new (&options, &error);
  if (recipe == NULL)
    return cli_fail (error);
  if (context->json)
    {
      g_autoptr (JsonNode) node = drover_record_to_json (&drover_recipe_type, recipe);

      cli_print_json (node, TRUE);
    }
  else
    print_text (context, recipe);
  return CLI_DONE;
}
