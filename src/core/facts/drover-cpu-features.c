/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-cpu-features.h"

#include <string.h>

/* What stands before the features in the words of libvirt 9.0 to 11.3 (cpu/cpu_x86.c, qemu/qemu_process.c).
 */
static const char *const openings[] = {
  "missing features: ",
  "does not provide required features: ",
  "unknown CPU feature: ",
  "nknown CPU feature ",
};

/* Feature names are made of these; `, ` or `,` stands between them. */
#define FEATURE_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

static const char *
add_features (GPtrArray *features, const char *text)
{
  for (;;)
    {
      gsize length;

      /* a name the message quotes */
      if (text[0] == '\'')
        text++;
      length = strspn (text, FEATURE_LETTERS);
      if (length == 0)
        return text;
      g_ptr_array_add (features, g_strndup (text, length));
      text += length;
      text += text[0] == '\'';
      if (text[0] != ',')
        return text;
      text += 1 + strspn (text + 1, " ");
    }
}

static gboolean
is_new (const GPtrArray *features, guint index)
{
  for (guint i = 0; i < index; i++)
    if (g_strcmp0 (features->pdata[i], features->pdata[index]) == 0)
      return FALSE;
  return TRUE;
}

/**
 * drover_cpu_features_named_in:
 * @text: (nullable): what libvirt says when a host cannot give a guest its CPU
 *
 * Picks out the features that the host lacks. Those the host has too much ("extra features") are no part of
 * it. A pure function.
 *
 * Returns: (transfer full): their names, each once; empty where the text names none
 */
GStrv
drover_cpu_features_named_in (const char *text)
{
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (openings); i++)
    for (const char *at = strstr (text, openings[i]); at != NULL; at = strstr (at, openings[i]))
      at = add_features (features, at + strlen (openings[i]));
  for (guint i = 0; i < features->len; i++)
    if (is_new (features, i))
      g_strv_builder_add (builder, features->pdata[i]);
  return g_strv_builder_end (builder);
}
