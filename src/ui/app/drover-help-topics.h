/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverHelpPart:
 * @text: (nullable): a paragraph, untranslated
 * @commands: (nullable): lines for a shell, separated by newlines
 *
 * A piece of a topic: words, or something to type.
 */
typedef struct {
  const char *text;
  const char *commands;
} DroverHelpPart;

/**
 * DroverHelpTopic:
 * @title: what it is about, untranslated
 * @parts: (array): ended by an empty one
 *
 * A page of the help.
 */
typedef struct {
  const char *title;
  const DroverHelpPart *parts;
} DroverHelpTopic;

const DroverHelpTopic *drover_help_topics_get (guint *n_topics);

G_END_DECLS
