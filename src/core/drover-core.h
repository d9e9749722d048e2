/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one header of the core for programs. */

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "base/drover-quote.h"
#include "base/drover-side.h"
#include "base/drover-units.h"
#include "base/drover-uri.h"
#include "caps/drover-guest.h"
#include "caps/drover-host-caps.h"
#include "checks/drover-preflight.h"
#include "explain/drover-explain.h"
#include "facts/drover-attempt.h"
#include "facts/drover-gatherer.h"
#include "hosts/drover-host-store.h"
#include "hosts/drover-host-suggestions.h"
#include "hosts/drover-local-host.h"
#include "hosts/drover-sign-in.h"
#include "migrate/drover-job.h"
#include "plan/drover-conflicts.h"
#include "plan/drover-plan.h"
#include "plan/drover-preset.h"
#include "rehearse/drover-rehearsal.h"
#include "remedies/drover-fix.h"
#include "remedies/drover-remedy.h"
#include "virt/drover-virt.h"
