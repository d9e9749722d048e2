/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-domain.h"

G_BEGIN_DECLS

/**
 * DroverDomainOverview:
 * @domain: the guest
 * @name: its name
 * @uuid: its UUID as text
 * @state: what it is doing
 * @has_managed_save: whether a saved memory image waits for its next start
 *
 * A guest among all those of a host.
 */
typedef struct {
  DroverDomain *domain;
  char *name;
  char *uuid;
  DroverDomainState state;
  gboolean has_managed_save;
} DroverDomainOverview;

GPtrArray *drover_domain_list_overview (DroverConnection *connection, GError **error);

G_END_DECLS
