/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-credentials-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-quote.h"
#include "base/drover-secret.h"

#define SHA1_BYTES 20
#define SHA256_BYTES 32

/**
 * drover_credentials_init:
 * @credentials: (out caller-allocates): the questions of an opening
 * @uri: (transfer none): outlives them
 * @prompt: (nullable): who answers
 * @prompt_data: for @prompt
 * @cancellable: triggered when nobody waits any more
 */
void
drover_credentials_init (DroverCredentials *credentials,
                         const DroverUri *uri,
                         DroverPromptFunc prompt,
                         gpointer prompt_data,
                         GCancellable *cancellable)
{
  *credentials = (DroverCredentials){
    .uri = uri,
    .prompt = prompt,
    .prompt_data = prompt_data,
    .cancellable = cancellable,
    .attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
}

void
drover_credentials_clear (DroverCredentials *credentials)
{
  g_clear_pointer (&credentials->attempts, g_hash_table_unref);
  g_clear_error (&credentials->refused);
}

/**
 * drover_credentials_find_fingerprint:
 * @prompt: a question, in whatever language libvirt speaks
 *
 * libvirt's libssh transport shows the SHA-256 of a host's key (SHA-1 in older releases) as bytes in
 * hexadecimal, which no tool of OpenSSH prints (src/rpc/virnetlibsshsession.c, virLibsshServerKeyAsString()).
 *
 * Returns: (transfer full) (nullable): the fingerprint in it, as `ssh-keygen -l` prints it
 */
char *
drover_credentials_find_fingerprint (const char *prompt)
{
  static const char pattern[] = "(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){19,31}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])";
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hex = NULL;
  g_autofree char *base64 = NULL;
  guchar bytes[SHA256_BYTES];
  gsize n;

  if (prompt == NULL || !g_regex_match (regex, prompt, 0, &match))
    return NULL;
  hex = g_match_info_fetch (match, 0);
  n = (strlen (hex) + 1) / 3;
  if (n != SHA1_BYTES && n != SHA256_BYTES)
    return NULL;
  for (gsize i = 0; i < n; i++)
    bytes[i] = (guchar) (g_ascii_xdigit_value (hex[3 * i]) << 4 | g_ascii_xdigit_value (hex[3 * i + 1]));
  base64 = g_base64_encode (bytes, n);
  base64[strcspn (base64, "=")] = '\0';
  return g_strconcat (n == SHA1_BYTES ? "SHA1:" : "SHA256:", base64, NULL);
}

static DroverQuestionKind
kind_of (const DroverCredentials *credentials,
         const virConnectCredential *credential,
         const char *fingerprint)
{
  switch (credential->type)
    {
    case VIR_CRED_USERNAME:
    case VIR_CRED_AUTHNAME:
      return DROVER_QUESTION_USER_NAME;
    case VIR_CRED_PASSPHRASE:
    case VIR_CRED_NOECHOPROMPT:
      /* libssh's own word, which is never translated: all of the question, or its beginning. */
      return credential->prompt != NULL && g_str_has_prefix (credential->prompt, "Passphrase")
                 ? DROVER_QUESTION_PASSPHRASE
                 : DROVER_QUESTION_PASSWORD;
    case VIR_CRED_ECHOPROMPT:
      /* The key comes first; whoever asks later is the host, which may say anything. */
      return fingerprint != NULL && g_hash_table_size (credentials->attempts) == 0 &&
                     drover_uri_is_ssh (credentials->uri)
                 ? DROVER_QUESTION_HOST_KEY
                 : DROVER_QUESTION_OTHER;
    default:
      return DROVER_QUESTION_OTHER;
    }
}

static char *
ask (DroverCredentials *credentials, const DroverQuestion *question)
{
  g_autofree char *host = drover_uri_dup_host_label (credentials->uri);
  char *answer;

  if (question->attempt > DROVER_MAX_ATTEMPTS)
    {
      credentials->refused =
          g_error_new (DROVER_ERROR, DROVER_ERROR_AUTH,
                       question->secret ? _ ("%s: the password was not accepted, %u times over")
                                        : _ ("%s: the answer was not accepted, %u times over"),
                       host, DROVER_MAX_ATTEMPTS);
      return NULL;
    }
  if (credentials->patience != NULL)
    drover_patience_hold (credentials->patience);
  answer = credentials->prompt (question, credentials->cancellable, credentials->prompt_data);
  if (credentials->patience != NULL)
    drover_patience_resume (credentials->patience);
  if (answer == NULL)
    credentials->refused =
        g_error_new (DROVER_ERROR, DROVER_ERROR_CANCELLED, _ ("%s: the sign-in was cancelled"), host);
  else if (question->kind == DROVER_QUESTION_HOST_KEY)
    {
      gboolean yes = answer[0] == 'y' || answer[0] == 'Y';

      drover_secret_free (answer);
      /* libvirt takes nothing else for a yes. */
      answer = yes ? g_strdup ("y") : NULL;
      if (!yes)
        credentials->refused =
            g_error_new (DROVER_ERROR, DROVER_ERROR_AUTH,
                         _ ("%s: its SSH key was not accepted, so no password was sent to it"), host);
    }
  return answer;
}

static gboolean
answer_one (DroverCredentials *credentials, virConnectCredential *credential)
{
  const char *prompt = credential->prompt ? credential->prompt : "";
  g_autofree char *fingerprint = drover_credentials_find_fingerprint (prompt);
  DroverQuestion question = {
    .uri = credentials->uri,
    .kind = kind_of (credentials, credential, fingerprint),
    .prompt = prompt,
    .challenge = credential->challenge,
    .secret = credential->type == VIR_CRED_PASSPHRASE || credential->type == VIR_CRED_NOECHOPROMPT,
  };
  char *answer;

  if (question.kind == DROVER_QUESTION_HOST_KEY)
    question.fingerprint = fingerprint;
  question.attempt = GPOINTER_TO_UINT (g_hash_table_lookup (credentials->attempts, prompt)) + 1;
  g_hash_table_replace (credentials->attempts, g_strdup (prompt), GUINT_TO_POINTER (question.attempt));

  answer = ask (credentials, &question);
  if (answer == NULL)
    return FALSE;
  credentials->secrets |= question.secret;
  /* libvirt frees the result with free(). */
  credential->result = strdup (answer);
  credential->resultlen = (unsigned int) strlen (answer);
  drover_secret_free (answer);
  return credential->result != NULL;
}

static int
answer_all (virConnectCredentialPtr requested, unsigned int n_requested, void *data)
{
  DroverCredentials *credentials = data;

  if (credentials->prompt == NULL)
    credentials->nobody = TRUE;
  if (credentials->prompt == NULL || credentials->refused != NULL ||
      g_cancellable_is_cancelled (credentials->cancellable))
    return -1;
  for (unsigned int i = 0; i < n_requested; i++)
    if (!answer_one (credentials, &requested[i]))
      return -1;
  return 0;
}

/**
 * drover_credentials_fill_auth:
 * @credentials: who answers; must outlive the opening
 * @auth: (out caller-allocates): what libvirt takes
 */
void
drover_credentials_fill_auth (DroverCredentials *credentials, virConnectAuth *auth)
{
  /* As virConnectAuthPtrDefault has them, without VIR_CRED_USERNAME: SASL would ask whom to act for, besides
   * who logs in, and that is the same person. */
  static int types[] = {
    VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE, VIR_CRED_ECHOPROMPT, VIR_CRED_NOECHOPROMPT, VIR_CRED_REALM,
  };

  *auth = (virConnectAuth){ types, G_N_ELEMENTS (types), answer_all, credentials };
}
