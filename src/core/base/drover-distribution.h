/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverDistribution:
 * @DROVER_DISTRIBUTION_OTHER: none of those below
 * @DROVER_DISTRIBUTION_DEBIAN: Debian, Ubuntu and what is made of them
 * @DROVER_DISTRIBUTION_FEDORA: Fedora, Red Hat Enterprise Linux and their like
 * @DROVER_DISTRIBUTION_SUSE: openSUSE and SUSE Linux Enterprise
 * @DROVER_DISTRIBUTION_ARCH: Arch Linux and what is made of it
 *
 * Families that call packages and tools alike.
 */
typedef enum {
  DROVER_DISTRIBUTION_OTHER,
  DROVER_DISTRIBUTION_DEBIAN,
  DROVER_DISTRIBUTION_FEDORA,
  DROVER_DISTRIBUTION_SUSE,
  DROVER_DISTRIBUTION_ARCH,
} DroverDistribution;

DroverDistribution drover_distribution_parse (const char *os_release);
DroverDistribution drover_distribution_detect (const char *root);

G_END_DECLS
