/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/drover-session.h"

G_BEGIN_DECLS

/**
 * DroverPageId:
 *
 * The pages, in the order in which one meets them.
 */
typedef enum {
  DROVER_PAGE_HOSTS,
  DROVER_PAGE_GUESTS,
  DROVER_PAGE_COMPARE,
  DROVER_PAGE_PREFLIGHT,
  DROVER_PAGE_STORAGE,
  DROVER_PAGE_HOW,
  DROVER_PAGE_MOVING,
  DROVER_PAGE_RESULT,
} DroverPageId;

#define DROVER_N_PAGES (DROVER_PAGE_RESULT + 1)

#define DROVER_TYPE_PAGE (drover_page_get_type ())

/**
 * DroverPage:
 *
 * A page of the wizard. It knows the session and nothing of other pages: where one goes from it, it says by
 * their id.
 */
G_DECLARE_DERIVABLE_TYPE (DroverPage, drover_page, DROVER, PAGE, AdwBin)

/**
 * DroverPageClass:
 * @attach: the session is there; called once
 * @shown: the page came into view
 * @forward: the person went on; returns the page that follows
 */
struct _DroverPageClass {
  AdwBinClass parent_class;

  void (*attach) (DroverPage *page);
  void (*shown) (DroverPage *page);
  DroverPageId (*forward) (DroverPage *page);
};

void drover_page_attach (DroverPage *page, DroverSession *session);
DroverSession *drover_page_get_session (DroverPage *page);
void drover_page_shown (DroverPage *page);
DroverPageId drover_page_forward (DroverPage *page);

const char *drover_page_get_action (DroverPage *page);
void drover_page_set_action (DroverPage *page, const char *label);
gboolean drover_page_is_complete (DroverPage *page);
void drover_page_set_complete (DroverPage *page, gboolean complete);
gboolean drover_page_may_leave (DroverPage *page);
void drover_page_set_may_leave (DroverPage *page, gboolean may_leave);

void drover_page_go (DroverPage *page, DroverPageId id);
void drover_page_toast (DroverPage *page, const char *text);
AdwToast *drover_page_create_toast (const char *text);
void drover_page_show_toast (DroverPage *page, AdwToast *toast);

G_END_DECLS
