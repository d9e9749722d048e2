/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "virt-fake.h"

G_BEGIN_DECLS

#define FAKE_NET "192.0.2."

typedef struct {
  FakeLab *lab;
  char *name;
  char *uuid;
  char *address;
  virConnectPtr raw;   /* the test driver's, which all connections share */
  GHashTable *calls;   /* how often each was made */
  GHashTable *written; /* names a test driver would not take, by the one it was given */
  gboolean dead;
} FakeHost;

typedef struct {
  FakeHost *source;
  FakeHost *target;
  char *uuid;
  GArray *rows; /* FakeRow */
  gint64 start_us;
  gboolean aborted;
} FakeJob;

typedef struct {
  gint64 t_ms;
  gint64 total;
  gint64 processed;
  gint64 remaining;
  gint64 rate;
  gint64 dirty_rate;
  gint64 iteration;
} FakeRow;

struct _FakeLab {
  GMutex mutex;
  GCond cond;
  GKeyFile *script;
  char *directory;
  GPtrArray *hosts;
  GHashTable *xml;      /* what guests look like, by UUID */
  GPtrArray *jobs;      /* FakeJob, running ones */
  GHashTable *finished; /* the last row of jobs that ended well, by UUID */
  GPtrArray *watches;
  gboolean released; /* whoever still waits gets an error */
  guint n_inside;
};

FakeLab *fake_lab_get (void);
FakeHost *fake_lab_find_host (FakeLab *lab, const char *name);
FakeHost *fake_host_of (virConnectPtr connection);
char *fake_host_get (FakeHost *host, const char *key, const char *otherwise);
gint64 fake_host_get_int (FakeHost *host, const char *key, gint64 otherwise);
char *fake_host_read (FakeHost *host, const char *key);

gboolean fake_enter (FakeHost *host, const char *call);
void fake_leave (void);
gboolean fake_host_is_open (FakeHost *host, guint port);
gboolean fake_host_is_silent (FakeHost *host, guint port);
void fake_wait_for_ever (FakeLab *lab);
FakeHost *fake_lab_find_address (FakeLab *lab, const char *address);
gboolean fake_is_inside (void);
void fake_raise (int domain, int code, const char *text);
gpointer fake_next (const char *symbol);

char *fake_guest_test_xml (const char *name, const char *uuid, gboolean off);
char *fake_guest_between (const char *xml, const char *from, const char *to);
void fake_guest_replace (char **xml, const char *from, const char *to, const char *text);
char *fake_guest_fill (const char *form, const char *name, const char *uuid);

void fake_watch_free (gpointer watch);
void fake_announce (FakeLab *lab, const char *uuid, gint64 iteration);

/* Calls the function of libvirt's own that a function here stands before. */
#define FAKE_REAL(function) ((__typeof__ (&function)) fake_next (#function))

G_END_DECLS
