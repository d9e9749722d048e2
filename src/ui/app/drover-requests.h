/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/drover-window.h"

G_BEGIN_DECLS

/**
 * DroverRequest:
 * @host: (nullable): a host to open
 * @source: (nullable): the host a guest is on
 * @target: (nullable): where it shall move
 * @guest: (nullable): the guest
 *
 * What a command line asks of the window: nothing, a host, or a move.
 */
typedef struct {
  DroverUri *host;
  DroverUri *source;
  DroverUri *target;
  char *guest;
} DroverRequest;

extern const GOptionEntry drover_request_options[];

gboolean drover_request_read (DroverRequest *request, GVariantDict *options, GError **error);
void drover_request_clear (DroverRequest *request);
void drover_request_carry_out (const DroverRequest *request, DroverWindow *window);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DroverRequest, drover_request_clear)

G_END_DECLS
