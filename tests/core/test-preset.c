/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three presets over the options of a migration. */
#include "plan/drover-preset.h"

static void
test_told_apart (void)
{
  for (guint i = 0; i < DROVER_N_PRESETS; i++)
    {
      g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
      DroverPreset found = DROVER_N_PRESETS;

      drover_preset_apply ((DroverPreset) i, options);
      g_assert_true (drover_preset_find (options, &found));
      g_assert_cmpint (found, ==, i);
      g_assert_cmpstr (drover_preset_get_label (found), !=, drover_preset_get_description (found));
    }
}

static void
test_one_replaces_another (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();

  drover_preset_apply (DROVER_PRESET_GENTLE, options);
  g_assert_cmpuint (drover_migrate_options_get_uint (options, DROVER_OPTION_BANDWIDTH), ==, 30);
  drover_preset_apply (DROVER_PRESET_LEAST_INTERRUPTION, options);
  g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_BANDWIDTH));
  g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_AUTO_CONVERGE));
  g_assert_cmpuint (drover_migrate_options_get_uint (options, DROVER_OPTION_MAX_DOWNTIME), ==, 100);
}

static void
test_keeps_other_options (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();

  drover_migrate_options_set_flag (options, DROVER_OPTION_UNSAFE, TRUE);
  drover_preset_apply (DROVER_PRESET_BALANCED, options);
  g_assert_true (drover_migrate_options_get_flag (options, DROVER_OPTION_UNSAFE));
}

static void
test_own_numbers_are_no_preset (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  DroverPreset found;

  drover_preset_apply (DROVER_PRESET_BALANCED, options);
  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_BANDWIDTH, "7", NULL));
  g_assert_false (drover_preset_find (options, &found));
}

/* What only a running guest knows would be refused with --offline. */
static void
test_offline (void)
{
  for (guint i = 0; i < DROVER_N_PRESETS; i++)
    {
      g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();

      drover_migrate_options_set_flag (options, DROVER_OPTION_OFFLINE, TRUE);
      drover_preset_apply ((DroverPreset) i, options);
      g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_AUTO_CONVERGE));
      g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_BANDWIDTH));
      g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_MAX_DOWNTIME));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/told-apart", test_told_apart);
  g_test_add_func ("/preset/one-replaces-another", test_one_replaces_another);
  g_test_add_func ("/preset/keeps-other-options", test_keeps_other_options);
  g_test_add_func ("/preset/own-numbers", test_own_numbers_are_no_preset);
  g_test_add_func ("/preset/offline", test_offline);
  return g_test_run ();
}
