/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "explain/drover-explain.h"

/* A small stand-in guest was sent over the real URI with the real flags. What it met, the guest would meet.
 */
#define WOULD_MEET N_ ("A small stand-in guest was sent the same way and met this; the real one would too.")

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "rehearsal.lock-driver", "H6", DROVER_VERDICT_BLOCK,
    N_ ("The hosts guard disk images in different ways"),
    N_ ("lock_manager in qemu.conf is not the same on both; libvirt then refuses to hand a guest over."),
    "align-lock-manager", FALSE },
  { "rehearsal.hook", "H7", DROVER_VERDICT_BLOCK,
    N_ ("A hook script refuses migrations"),
    N_ ("libvirt asks the script /etc/libvirt/hooks/qemu before a guest comes in, and it said no."),
    "fix-hook", FALSE },
  { "rehearsal.tls-unset", "U7", DROVER_VERDICT_BLOCK,
    N_ ("QEMU has no certificates for a migration over TLS"),
    N_ ("The folder that qemu.conf names for them does not exist or is empty on one of the hosts."),
    "no-tls migration-tls-directory", FALSE },
  { "rehearsal.tls-name", "U7", DROVER_VERDICT_BLOCK,
    N_ ("The target's migration certificate does not name it as the source calls it"),
    N_ ("QEMU compares the name in the migration URI with the certificate's."),
    "tls-destination no-tls reissue-certificate", FALSE },
  { "rehearsal.tls-forced", "U8", DROVER_VERDICT_BLOCK,
    N_ ("One of the hosts accepts no migration without TLS"),
    N_ ("migrate_tls_force is set in its qemu.conf."),
    "use-tls", FALSE },
  { "rehearsal.same-host", "H1", DROVER_VERDICT_BLOCK,
    N_ ("Source and target take themselves for the same host"),
    N_ ("It is one machine under two names, or one was cloned from the other and kept its UUID."),
    "change-host-uuid choose-another-host", FALSE },
  { "rehearsal.name", "N2", DROVER_VERDICT_BLOCK,
    N_ ("The stand-in guest's migration failed over the target's name"),
    WOULD_MEET,
    "migration-uri-address set-migration-host fix-dns fix-hosts-file", FALSE },
  { "rehearsal.connection", "N6", DROVER_VERDICT_BLOCK,
    N_ ("The stand-in guest could not be sent: the target's migration port was not reached"),
    WOULD_MEET,
    "migration-uri-address open-migration-ports tunnel", FALSE },
  { "rehearsal.login", "U1", DROVER_VERDICT_BLOCK,
    N_ ("The stand-in guest could not be sent: the source may not log in to the target"),
    WOULD_MEET,
    "managed-direct install-ssh-key add-host-key", FALSE },
  { "rehearsal.cpu", "C1", DROVER_VERDICT_BLOCK,
    N_ ("The target refused the stand-in guest's CPU"),
    N_ ("It was given the guest's own CPU, so the guest would be refused as well."),
    "cpu-baseline power-cycle", FALSE },
  { "rehearsal.security", "A1", DROVER_VERDICT_BLOCK,
    N_ ("The target refused the stand-in guest's security label"),
    N_ ("It was given the guest's own label, so the guest would be refused as well."),
    "read-target-log repair-apparmor", FALSE },
  { "rehearsal.option", "V1", DROVER_VERDICT_BLOCK,
    N_ ("One of the hosts does not know an option of this migration"),
    WOULD_MEET,
    "drop-option upgrade-target", FALSE },
  { "rehearsal.postcopy", "R6", DROVER_VERDICT_BLOCK,
    N_ ("Post-copy is not possible on the target"),
    N_ ("QEMU, which is not root, may not use userfaultfd there."),
    "allow-userfaultfd", FALSE },
  { "rehearsal.failed", "T2", DROVER_VERDICT_BLOCK,
    N_ ("A rehearsal with a stand-in guest failed"),
    WOULD_MEET,
    "read-target-log read-source-log", FALSE },
  { "rehearsal.skipped", "T2", DROVER_VERDICT_INFO,
    N_ ("No rehearsal was made"),
    N_ ("Nothing may be created on the hosts, so what only trying can tell stays open: host locks and hooks, "
        "certificates, and who logs in to whom."),
    "", FALSE },
  { NULL },
};

static const struct {
  const char *explanation;
  const char *code;
} meanings[] = {
  { "explain.same-host", "rehearsal.same-host" },
  { "explain.lock-driver", "rehearsal.lock-driver" },
  { "explain.hook", "rehearsal.hook" },
  { "explain.migration-tls-unset", "rehearsal.tls-unset" },
  { "explain.migration-tls-name", "rehearsal.tls-name" },
  { "explain.migration-tls-forced", "rehearsal.tls-forced" },
  { "explain.target-localhost", "rehearsal.name" },
  { "explain.name-unresolved", "rehearsal.name" },
  { "explain.migration-refused", "rehearsal.connection" },
  { "explain.migration-rejected", "rehearsal.connection" },
  { "explain.migration-dropped", "rehearsal.connection" },
  { "explain.qemu-connect-failed", "rehearsal.connection" },
  { "explain.ssh-login-refused", "rehearsal.login" },
  { "explain.host-key-unknown", "rehearsal.login" },
  { "explain.host-key-changed", "rehearsal.login" },
  { "explain.ssh-unresolved", "rehearsal.login" },
  { "explain.ssh-unreachable", "rehearsal.login" },
  { "explain.cpu-features-missing", "rehearsal.cpu" },
  { "explain.cpu-incompatible", "rehearsal.cpu" },
  { "explain.cpu-extra-features", "rehearsal.cpu" },
  { "explain.cpu-model-unknown", "rehearsal.cpu" },
  { "explain.security-model", "rehearsal.security" },
  { "explain.apparmor-profile", "rehearsal.security" },
  { "explain.option-unknown", "rehearsal.option" },
  { "explain.postcopy-unsupported", "rehearsal.postcopy" },
};
/* clang-format on */

static const char *
find_code (const DroverExplanation *explanation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (g_strcmp0 (explanation->code, meanings[i].explanation) == 0)
      return meanings[i].code;
  return NULL;
}

/* The half that is known says more than the one that only saw the other go. */
static const char *
get_code (const DroverExplanation *explanation)
{
  const char *code = find_code (explanation);

  for (guint i = 0; code == NULL && explanation->halves != NULL && i < explanation->halves->len; i++)
    code = find_code (explanation->halves->pdata[i]);
  return code ? code : "rehearsal.failed";
}

static void
judge_failure (const DroverFactRehearsal *rehearsal, DroverFindings *findings)
{
  const char *error = rehearsal->error ? rehearsal->error : "";
  g_autoptr (DroverExplanation) explanation =
      drover_explain (error, (int) rehearsal->virt_domain, (int) rehearsal->virt_code);
  const char *code = get_code (explanation);
  DroverFinding *finding = drover_findings_add (findings, code);

  drover_finding_set_subject (finding, rehearsal->mode);
  /* Where the title does not tell, the explanation may. */
  if (g_str_equal (code, "rehearsal.failed") && drover_explanation_is_known (explanation))
    drover_finding_set_evidence (finding, "%s — %s", error, explanation->cause);
  else
    drover_finding_set_evidence (finding, "%s", error[0] ? error : _ ("no reason was given"));
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactRehearsal *rehearsal = drover_facts_get_rehearsal (input->facts);
  const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_REHEARSAL, DROVER_SIDE_TARGET);

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    drover_findings_add_not_applicable (findings, _ ("only a definition is moved"));
  else if (rehearsal != NULL && g_strcmp0 (rehearsal->result, "failed") == 0)
    judge_failure (rehearsal, findings);
  else if (rehearsal != NULL && g_strcmp0 (rehearsal->result, "done") == 0)
    return;
  else if (input->passive)
    drover_finding_set_evidence (drover_findings_add (findings, "rehearsal.skipped"), "%s",
                                 reason ? reason : "--passive");
  else
    drover_findings_add_unknown (findings, "%s", reason ? reason : _ ("no rehearsal was made"));
}

const DroverCheck drover_check_rehearsal = {
  .id = "rehearsal",
  .catalog = "T2 H1 H6 H7 U7 U8",
  .group = DROVER_GROUP_REACH,
  .title = N_ ("A stand-in guest made the journey"),
  DROVER_NEEDS ({ DROVER_FACT_REHEARSAL, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
