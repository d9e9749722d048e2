/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/drover-window.h"
#include "model/drover-session.h"
#include "pages/drover-page.h"
#include "virt-fake.h"

G_BEGIN_DECLS

/**
 * Wizard:
 *
 * The program's window on hosts of a script, for one test. What a person would see is what is mapped.
 */
typedef struct {
  FakeLab *lab;
  DroverSession *session;
  GtkWindow *window;
  GPtrArray *watched; /* widgets of ours that must go with the window */
  gboolean in_a_hurry;
} Wizard;

/* The head of a script whose hosts all are able to run its guests. */
#define WIZARD_HOST                                                                                          \
  "[host]\nguest-xml=fake/diskless.xml\ncapabilities=guests/host-alpha.xml\n"                                \
  "domain-capabilities=caps/domain-caps/debian12-lab-q35.xml\n"

/* How long a host has for an answer in a test that waits for that to be over, in milliseconds. */
#define WIZARD_SHORT_MS 500

void wizard_test_init (int *argc, char ***argv);
void wizard_open (Wizard *wizard, const char *script, ...) G_GNUC_NULL_TERMINATED;
void wizard_hurry (Wizard *wizard);
void wizard_close (Wizard *wizard);

DroverSurvey *wizard_get_survey (Wizard *wizard, const char *host);
GtkWidget *wizard_find (Wizard *wizard, GType type, const char *text);
gboolean wizard_sees (Wizard *wizard, const char *text);
void wizard_click (Wizard *wizard, const char *label);
void wizard_show_section (Wizard *wizard, const char *title);
void wizard_choose (Wizard *wizard, const char *title);
gboolean wizard_may_go_on (Wizard *wizard);
void wizard_go_on (Wizard *wizard);
DroverPageId wizard_get_page (Wizard *wizard);
void wizard_go_to_preflight (Wizard *wizard, const char *guest, const char *target);
void wizard_start_moving (Wizard *wizard, const char *guest, const char *target);

/* Lets the program run until @condition holds, and fails where that takes too long. */
#define WIZARD_WAIT_FOR(condition)                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 wizard_deadline = g_get_monotonic_time () + 20000000;                                             \
                                                                                                             \
    while (!(condition))                                                                                     \
      {                                                                                                      \
        if (g_get_monotonic_time () > wizard_deadline)                                                       \
          g_error ("%s:%d: %s never came", __FILE__, __LINE__, #condition);                                  \
        wizard_iterate ();                                                                                   \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

void wizard_iterate (void);

/* Called around everything that the program does, where a test watches that. */
extern void (*wizard_watch) (gboolean watch);

G_END_DECLS
