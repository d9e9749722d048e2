/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FakeLab:
 *
 * Hosts that a script tells what to do, for tests of what stands on virt/. A program that links this library
 * has its functions in place of libvirt's: hosts and guests live in libvirt's own test driver, and what that
 * cannot do, or would do too well, is done here. virt/ itself is the real one, with its threads, limits and
 * errors.
 *
 * A script is a key file. `[host]` holds for all hosts, `[host NAME]` for one:
 *
 * - `guests` (how many, `guest-1`… by name), `guest-names` (a list, instead), `off` (how many of them, from
 * the last, are shut off), `guest-xml` (what they look like)
 * - `disks` (how many each of them has, which nobody else knows)
 * - `capabilities` (one file or several in turn, which is a host that lies), `domain-capabilities`,
 * `libvirt`, `qemu` (versions), `memory` (MiB), `cpu` (the verdict: 0, 1 or 2), `hostname`, `address`,
 * `ports` (that are open), `silent` (ports that swallow what QEMU sends), `login` (seconds word a password is
 * asked for)
 * - `baseline`, `baseline-whole` (what the hypervisor makes of CPUs, short and with every feature),
 * `processor-whole` (every feature of the processor): files, without which the host cannot tell
 * - `delay` (ms for every call), `slow` (`CALL:MS`), `never` (`CALL`, does not answer), `die` (`CALL`, and
 * the connection is gone), `fail` (`CALL:TEXT`): lists, `CALL` being a libvirt function or `*`, and `CALL@N`
 * its N-th call only
 * - `job` (a file of samples), `job-end`: `done`, `lie` (says done and moved nothing), `both` (active twice)
 * or the text of an error; `downtime` (ms)
 *
 * Files are of tests/data. One lab at a time; all functions may be called in any thread.
 */
typedef struct _FakeLab FakeLab;

FakeLab *fake_lab_new (const char *script);
void fake_lab_free (FakeLab *lab);
char *fake_lab_dup_uri (FakeLab *lab, const char *host);
void fake_lab_set (FakeLab *lab, const char *host, const char *key, const char *value);
void fake_lab_kill (FakeLab *lab, const char *host);
void fake_lab_kill_all (FakeLab *lab);
guint fake_lab_count (FakeLab *lab, const char *host, const char *call);
gboolean fake_lab_has_guest (FakeLab *lab, const char *host, const char *guest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeLab, fake_lab_free)

G_END_DECLS
