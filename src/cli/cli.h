/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

/* Exit statuses, part of the stable interface. */
typedef enum {
  CLI_DONE = 0,         /* ready, done */
  CLI_NOT_DONE = 1,     /* blocked, failed, cancelled */
  CLI_USAGE = 2,        /* what was typed cannot be meant */
  CLI_UNDETERMINED = 3, /* a host could not be reached or entered */
} CliStatus;

/**
 * CliContext:
 * @json: print JSON instead of text
 * @timeout_ms: time limit for a single wait on a host
 * @no_ssh_facts: do not ask the hosts themselves over SSH what libvirt cannot tell
 * @read_only: connect without the right to change anything
 * @terminal: standard output is a terminal
 * @color: colours are wanted
 * @unicode: the terminal's character set is UTF-8
 * @width: columns
 * @help: (nullable): where a command leaves its help, to be freed, instead of running
 */
typedef struct {
  gboolean json;
  guint timeout_ms;
  gboolean no_ssh_facts;
  gboolean read_only;
  gboolean terminal;
  gboolean color;
  gboolean unicode;
  guint width;
  char **help;
} CliContext;

typedef struct {
  const char *name;
  const char *arguments; /* for the usage line */
  const char *summary;   /* NULL: for programs, not for people */
  CliStatus (*run) (CliContext *context, int argc, char **argv);
} CliCommand;

const CliCommand *cli_get_commands (guint *n_commands);
const CliCommand *cli_find_command (const char *name);
const CliCommand *cli_find_family (const char *name, guint *n_commands);
const CliCommand *cli_history_get_commands (guint *n_commands);
const CliCommand *cli_storage_get_commands (guint *n_commands);

CliStatus cli_cancel (CliContext *context, int argc, char **argv);
CliStatus cli_check (CliContext *context, int argc, char **argv);
CliStatus cli_complete (CliContext *context, int argc, char **argv);
CliStatus cli_complete_window (CliContext *context, int argc, char **argv);
CliStatus cli_compare (CliContext *context, int argc, char **argv);
CliStatus cli_explain (CliContext *context, int argc, char **argv);
CliStatus cli_facts (CliContext *context, int argc, char **argv);
CliStatus cli_fix (CliContext *context, int argc, char **argv);
CliStatus cli_history (CliContext *context, int argc, char **argv);
CliStatus cli_hosts (CliContext *context, int argc, char **argv);
CliStatus cli_migrate (CliContext *context, int argc, char **argv);
CliStatus cli_report (CliContext *context, int argc, char **argv);
CliStatus cli_storage (CliContext *context, int argc, char **argv);
CliStatus cli_tune (CliContext *context, int argc, char **argv);
CliStatus cli_watch (CliContext *context, int argc, char **argv);

G_END_DECLS
