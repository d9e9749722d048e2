/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gi18n-lib.h>

#include "base/drover-side.h"
#include "explain/drover-explain.h"

G_BEGIN_DECLS

/* virErrorDomain and virErrorNumber: this room sees no libvirt headers. */
enum {
  FROM_RPC = 7,       /* VIR_FROM_RPC */
  FROM_QEMU = 10,     /* VIR_FROM_QEMU */
  FROM_STORAGE = 18,  /* VIR_FROM_STORAGE */
  FROM_NETWORK = 19,  /* VIR_FROM_NETWORK */
  FROM_DOMAIN = 20,   /* VIR_FROM_DOMAIN */
  FROM_SECURITY = 24, /* VIR_FROM_SECURITY */
  FROM_SECRET = 30,   /* VIR_FROM_SECRET */
  FROM_CPU = 31,      /* VIR_FROM_CPU */
  FROM_HOOK = 34,     /* VIR_FROM_HOOK */
};

enum {
  ERR_INTERNAL = 1,               /* VIR_ERR_INTERNAL_ERROR */
  ERR_INVALID_ARG = 8,            /* VIR_ERR_INVALID_ARG */
  ERR_OPERATION_FAILED = 9,       /* VIR_ERR_OPERATION_FAILED */
  ERR_OPERATION_DENIED = 29,      /* VIR_ERR_OPERATION_DENIED */
  ERR_SYSTEM = 38,                /* VIR_ERR_SYSTEM_ERROR */
  ERR_NO_DOMAIN = 42,             /* VIR_ERR_NO_DOMAIN */
  ERR_NO_NETWORK = 43,            /* VIR_ERR_NO_NETWORK */
  ERR_AUTH_FAILED = 45,           /* VIR_ERR_AUTH_FAILED */
  ERR_NO_STORAGE_POOL = 49,       /* VIR_ERR_NO_STORAGE_POOL */
  ERR_OPERATION_INVALID = 55,     /* VIR_ERR_OPERATION_INVALID */
  ERR_NO_NWFILTER = 62,           /* VIR_ERR_NO_NWFILTER */
  ERR_NO_SECRET = 66,             /* VIR_ERR_NO_SECRET */
  ERR_CONFIG_UNSUPPORTED = 67,    /* VIR_ERR_CONFIG_UNSUPPORTED */
  ERR_OPERATION_TIMEOUT = 68,     /* VIR_ERR_OPERATION_TIMEOUT */
  ERR_HOOK_FAILED = 70,           /* VIR_ERR_HOOK_SCRIPT_FAILED */
  ERR_ARG_UNSUPPORTED = 74,       /* VIR_ERR_ARGUMENT_UNSUPPORTED */
  ERR_OPERATION_ABORTED = 78,     /* VIR_ERR_OPERATION_ABORTED */
  ERR_MIGRATE_UNSAFE = 81,        /* VIR_ERR_MIGRATE_UNSAFE */
  ERR_OPERATION_UNSUPPORTED = 84, /* VIR_ERR_OPERATION_UNSUPPORTED */
  ERR_CPU_INCOMPATIBLE = 91,      /* VIR_ERR_CPU_INCOMPATIBLE */
  ERR_AUTH_UNAVAILABLE = 94,      /* VIR_ERR_AUTH_UNAVAILABLE */
};

/* What is known of the guest. Before Confirm the source never lets go of it, so a failure in Prepare or in
 * pre-copy leaves it there; only what may strike at or after the switch-over is uncertain. */
#define SAFE_SOURCE_RUNS                                                                                     \
  N_ ("The guest was not handed over: it stays on the source, in the state it was in. Drover looks at both " \
      "hosts and tells you where it runs.")
#define SAFE_NOT_STARTED                                                                                     \
  N_ ("Refused before anything began: the guest stays on the source, in the state it was in, and nothing "   \
      "was changed on either host.")
#define SAFE_CONNECTION                                                                                      \
  N_ ("No connection was made, so nothing was changed on that host; the guest stays where it was.")
#define SAFE_LOOK_FIRST                                                                                      \
  N_ ("This can strike while the guest changes hands. Most likely it still runs on the source, but start "   \
      "it "                                                                                                  \
      "nowhere before both hosts have been looked at; Drover does that first.")
#define SAFE_NO_MIGRATION                                                                                    \
  N_ ("This message is not about a migration; it moves no guest. Where the guest runs, its host knows.")

#define WHERE_TARGET_LOG                                                                                     \
  N_ ("On the target: /var/log/libvirt/qemu/{guest|GUEST}.log, then the journal of libvirtd or virtqemud.")
#define WHERE_SOURCE_LOG                                                                                     \
  N_ ("On the source: /var/log/libvirt/qemu/{guest|GUEST}.log, then the journal of libvirtd or virtqemud.")
#define WHERE_BOTH_LOGS                                                                                      \
  N_ ("On both hosts: /var/log/libvirt/qemu/{guest|GUEST}.log and the journal of libvirtd or virtqemud.")
#define WHERE_TARGET_DAEMON N_ ("On the target: journalctl -u libvirtd -u virtqemud.")
#define WHERE_TARGET_FIREWALL                                                                                \
  N_ ("On the target: its firewall's rules (nft list ruleset, firewall-cmd --list-all).")
#define WHERE_GUEST_XML N_ ("In the guest's definition: virsh dumpxml {guest|GUEST} on the source.")
#define WHERE_LOGIN N_ ("On that host: journalctl -u ssh -u sshd -u libvirtd -u virtqemud.")
#define WHERE_IN_GUEST N_ ("Inside the guest, and in /var/log/libvirt/qemu/{guest|GUEST}.log of its host.")

/* Ids of remedies; see explain-remedies-*.c. */
#define REMEDIES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* One explanation. `cause`, `safe` and `where` may hold {name} and {name|otherwise}, filled with the named
 * groups of `pattern`; what was captured is untrusted. A row of a fall-back table counts only where no row of
 * another table matches. `virt_domain` and `virt_code` decide between several rows that match. */
typedef struct {
  const char *code;
  const char *pattern;
  int virt_domain;
  int virt_code;
  const char *catalog;
  const char *cause;
  const char *safe;
  const char *where;
  const char *const *remedies;
} DroverExplainRow;

typedef struct {
  const DroverExplainRow *rows;
  gsize n_rows;
  gboolean fallback;
} DroverExplainTable;

#define DROVER_EXPLAIN_N_TABLES 9

extern const DroverExplainTable drover_explain_network;
extern const DroverExplainTable drover_explain_login;
extern const DroverExplainTable drover_explain_host;
extern const DroverExplainTable drover_explain_cpu;
extern const DroverExplainTable drover_explain_storage;
extern const DroverExplainTable drover_explain_guest;
extern const DroverExplainTable drover_explain_resources;
extern const DroverExplainTable drover_explain_symptoms;
extern const DroverExplainTable drover_explain_general;
extern const DroverExplainTable *const drover_explain_tables[DROVER_EXPLAIN_N_TABLES];

/* The words ">", "|" and ";" of a command are the shell's; every other word is quoted for it. */
#define COMMAND(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define COMMANDS(...) ((const char *const *const[]){ __VA_ARGS__, NULL })

#define ON_SOURCE "virsh", "-c", "{source-uri}"
#define ON_TARGET "virsh", "-c", "{target-uri}"
/* A guest takes its time to shut down, and what follows must not come before. */
#define SHUT_DOWN_AND_WAIT                                                                                   \
  COMMAND (ON_SOURCE, "shutdown", "{guest}"),                                                                \
      COMMAND ("until", "env", "LC_ALL=C", ON_SOURCE, "domstate", "{guest}", "|", "grep", "-qx", "shut off", \
               ";", "do", "sleep", "1", ";", "done")
#define MIGRATE                                                                                              \
  ON_SOURCE, "migrate", "--live", "--persistent", "--undefinesource", "--verbose", "{guest}", "{target-uri}"

typedef struct {
  const char *id;
  const char *variant;
  const char *title;
  DroverSide side;
  const char *const *const *commands;
} DroverExplainRecipe;

typedef struct {
  const DroverExplainRecipe *recipes;
  gsize n_recipes;
} DroverExplainRecipes;

#define DROVER_EXPLAIN_N_RECIPES 6

extern const DroverExplainRecipes drover_explain_recipes_network;
extern const DroverExplainRecipes drover_explain_recipes_login;
extern const DroverExplainRecipes drover_explain_recipes_host;
extern const DroverExplainRecipes drover_explain_recipes_storage;
extern const DroverExplainRecipes drover_explain_recipes_devices;
extern const DroverExplainRecipes drover_explain_recipes_guest;
extern const DroverExplainRecipes *const drover_explain_recipes[DROVER_EXPLAIN_N_RECIPES];

/* Where {name} is looked up: first what the pattern captured, then what the caller knows. */
typedef struct {
  const GMatchInfo *match;
  const char *const *words;
} DroverExplainWords;

char *drover_explain_expand (const char *template, const DroverExplainWords *words);
char *
drover_explain_expand_command (const char *const *argv, const DroverExplainWords *words, gboolean *complete);
gboolean drover_explain_add_recipes (GPtrArray *remedies, const char *id, const DroverExplainWords *words);

const DroverExplainRow *
drover_explain_match (const char *text, int virt_domain, int virt_code, GMatchInfo **match);

DroverExplanation *drover_explanation_alloc (void);

G_END_DECLS
