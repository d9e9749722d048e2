/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "storage/drover-storage-setup.h"

G_BEGIN_DECLS

/* For drover-storage-setup.c: one host's steps. */

/**
 * DroverSetupWork:
 *
 * What is to be done on one host and how far it is. Belongs to one worker at a time; reference-counted, as
 * one that hangs may keep it.
 */
typedef struct _DroverSetupWork DroverSetupWork;

DroverSetupWork *
drover_setup_work_plan (DroverConnection *connection, const DroverStorageSpec *spec, GError **error);
DroverSetupWork *drover_setup_work_ref (DroverSetupWork *work);
void drover_setup_work_unref (DroverSetupWork *work);
gboolean drover_setup_work_is_refused (const DroverSetupWork *work);
gboolean drover_setup_work_is_done (const DroverSetupWork *work);

void drover_setup_work_apply (DroverSetupWork *work, DroverConnection *connection, GCancellable *cancellable);
void drover_setup_work_undo (DroverSetupWork *work, DroverConnection *connection);
void drover_setup_work_report (const DroverSetupWork *work, DroverSetupHost *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverSetupWork, drover_setup_work_unref)

G_END_DECLS
