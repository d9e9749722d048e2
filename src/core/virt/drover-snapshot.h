/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-domain.h"

G_BEGIN_DECLS

/**
 * DroverSnapshot:
 * @name: its name
 * @xml: all that libvirt knows of it, without passwords
 * @current: whether the guest's next snapshot would be its child
 * @has_secret: whether @xml lacks a password that libvirt knows
 *
 * What libvirt keeps about a snapshot; its data lies in the images.
 */
typedef struct {
  char *name;
  char *xml;
  gboolean current;
  gboolean has_secret;
} DroverSnapshot;

GPtrArray *drover_snapshot_list (DroverDomain *domain, GError **error);
gboolean drover_snapshot_is_known (DroverDomain *domain, const char *name);
gboolean drover_snapshot_forget (DroverDomain *domain, const char *name, GError **error);
gboolean drover_snapshot_redefine (DroverDomain *domain, const char *xml, gboolean current, GError **error);
void drover_snapshot_free (DroverSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverSnapshot, drover_snapshot_free)

G_END_DECLS
