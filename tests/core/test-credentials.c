/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libvirt asks while a connection is opened, as a question for people, and their answers as libvirt
 * takes them. */

#include <stdlib.h>
#include <string.h>

#include "base/drover-error.h"
#include "virt/drover-credentials-private.h"

#define HASH "ab:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:01:02:03"
#define KEY_PROMPT "Accept SSH host key with hash '" HASH "' for host 'beta:22' (y/n)?"

/* Who answers, and what of the last question is to be looked at. */
typedef struct {
  const char *answer;
  guint n_questions;
  DroverQuestionKind kind;
  guint attempt;
  gboolean secret;
  char *fingerprint;
} Person;

static char *
answer (const DroverQuestion *question, GCancellable *cancellable, gpointer user_data)
{
  Person *person = user_data;

  person->n_questions++;
  person->kind = question->kind;
  person->attempt = question->attempt;
  person->secret = question->secret;
  g_free (person->fingerprint);
  person->fingerprint = g_strdup (question->fingerprint);
  return g_strdup (person->answer);
}

static DroverUri *uri;

static void
start (DroverCredentials *credentials, Person *person)
{
  drover_credentials_init (credentials, uri, person ? answer : NULL, person, NULL);
}

/* Asks as libvirt does. */
static char *
ask (DroverCredentials *credentials, int type, const char *prompt)
{
  virConnectAuth auth;
  virConnectCredential credential = { .type = type, .prompt = prompt };

  drover_credentials_fill_auth (credentials, &auth);
  if (auth.cb (&credential, 1, auth.cbdata) < 0)
    {
      g_assert_null (credential.result);
      return NULL;
    }
  g_assert_cmpuint (credential.resultlen, ==, strlen (credential.result));
  return credential.result;
}

#define expect_answer(credentials, type, prompt, wanted)                                                     \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    char *got_ = ask (credentials, type, prompt);                                                            \
    g_assert_cmpstr (got_, ==, wanted);                                                                      \
    free (got_);                                                                                             \
  }                                                                                                          \
  G_STMT_END

static void
test_fingerprint (void)
{
  g_autofree char *found = drover_credentials_find_fingerprint (KEY_PROMPT);

  /* printf ab00…03 | xxd -r -p | base64 */
  g_assert_cmpstr (found, ==, "SHA1:qwARIjNEVWZ3iJmqu8zd7v8BAgM");
  g_assert_null (drover_credentials_find_fingerprint (NULL));
  g_assert_null (drover_credentials_find_fingerprint ("Password:"));
  g_assert_null (drover_credentials_find_fingerprint ("ab:00:11:22"));
  g_free (found);
  /* printf 3270…a931 | xxd -r -p | base64; a key of which ssh-keygen -l printed just this */
  found = drover_credentials_find_fingerprint (
      "'32:70:af:24:99:21:66:af:09:b2:75:56:3f:61:1c:91:77:eb:4f:c4:21:c5:4f:89:69:bd:cd:1c:43:a9:c3:31'");
  g_assert_cmpstr (found, ==, "SHA256:MnCvJJkhZq8JsnVWP2EckXfrT8QhxU+Jab3NHEOpwzE");
  g_assert_null (drover_credentials_find_fingerprint (HASH ":04"));
  g_assert_null (drover_credentials_find_fingerprint (HASH ":" HASH));
  g_assert_null (drover_credentials_find_fingerprint ("f" HASH));
  g_assert_null (drover_credentials_find_fingerprint ("\xff\xfe"));
}

static void
test_kinds (void)
{
  static const struct {
    int type;
    const char *prompt;
    DroverQuestionKind kind;
    gboolean secret;
  } rows[] = {
    { VIR_CRED_AUTHNAME, "Enter your authentication name", DROVER_QUESTION_USER_NAME, FALSE },
    { VIR_CRED_USERNAME, "Enter username for beta", DROVER_QUESTION_USER_NAME, FALSE },
    { VIR_CRED_PASSPHRASE, "Enter root's password for beta", DROVER_QUESTION_PASSWORD, TRUE },
    { VIR_CRED_NOECHOPROMPT, "Password", DROVER_QUESTION_PASSWORD, TRUE },
    { VIR_CRED_PASSPHRASE, "Passphrase for private key", DROVER_QUESTION_PASSPHRASE, TRUE },
    { VIR_CRED_PASSPHRASE, "Passphrase", DROVER_QUESTION_PASSPHRASE, TRUE },
    { VIR_CRED_ECHOPROMPT, "Code", DROVER_QUESTION_OTHER, FALSE },
    { VIR_CRED_REALM, "Realm", DROVER_QUESTION_OTHER, FALSE },
    { VIR_CRED_ECHOPROMPT, KEY_PROMPT, DROVER_QUESTION_HOST_KEY, FALSE },
    { VIR_CRED_NOECHOPROMPT, KEY_PROMPT, DROVER_QUESTION_PASSWORD, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Person person = { .answer = "y" };
      g_auto (DroverCredentials) credentials = { 0 };

      start (&credentials, &person);
      expect_answer (&credentials, rows[i].type, rows[i].prompt, "y");
      g_assert_cmpint (person.kind, ==, rows[i].kind);
      g_assert_cmpint (person.secret, ==, rows[i].secret);
      g_assert_cmpint (credentials.secrets, ==, rows[i].secret);
      g_assert_cmpint (person.fingerprint != NULL, ==, rows[i].kind == DROVER_QUESTION_HOST_KEY);
      g_free (person.fingerprint);
    }
}

/* What a host asks after its key was accepted is not about the key, whatever it looks like. */
static void
test_key_comes_first (void)
{
  Person person = { .answer = "yes" };
  g_auto (DroverCredentials) credentials = { 0 };

  start (&credentials, &person);
  expect_answer (&credentials, VIR_CRED_PASSPHRASE, "Password", "yes");
  expect_answer (&credentials, VIR_CRED_ECHOPROMPT, KEY_PROMPT, "yes");
  g_assert_cmpint (person.kind, ==, DROVER_QUESTION_OTHER);
  g_assert_null (person.fingerprint);
}

static void
test_key_answers (void)
{
  static const struct {
    const char *answer;
    gboolean yes;
  } rows[] = {
    { "y", TRUE }, { "Y", TRUE }, { "yes", TRUE }, { "n", FALSE }, { "", FALSE }, { "ja", FALSE }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Person person = { .answer = rows[i].answer };
      g_auto (DroverCredentials) credentials = { 0 };

      start (&credentials, &person);
      expect_answer (&credentials, VIR_CRED_ECHOPROMPT, KEY_PROMPT, rows[i].yes ? "y" : NULL);
      if (rows[i].yes)
        g_assert_no_error (credentials.refused);
      else
        g_assert_error (credentials.refused, DROVER_ERROR, DROVER_ERROR_AUTH);
      g_free (person.fingerprint);
    }
}

static void
test_attempts (void)
{
  Person person = { .answer = "wrong" };
  g_auto (DroverCredentials) credentials = { 0 };

  start (&credentials, &person);
  for (guint i = 1; i <= DROVER_MAX_ATTEMPTS; i++)
    {
      expect_answer (&credentials, VIR_CRED_AUTHNAME, "Name", "wrong");
      g_assert_cmpuint (person.attempt, ==, i);
      expect_answer (&credentials, VIR_CRED_PASSPHRASE, "Password", "wrong");
      g_assert_cmpuint (person.attempt, ==, i);
    }
  expect_answer (&credentials, VIR_CRED_PASSPHRASE, "Password", NULL);
  g_assert_error (credentials.refused, DROVER_ERROR, DROVER_ERROR_AUTH);
  g_assert_nonnull (strstr (credentials.refused->message, "beta: the password was not accepted, 3 times"));
  g_assert_cmpuint (person.n_questions, ==, 2 * DROVER_MAX_ATTEMPTS);

  /* that is final */
  expect_answer (&credentials, VIR_CRED_PASSPHRASE, "Another", NULL);
  g_assert_cmpuint (person.n_questions, ==, 2 * DROVER_MAX_ATTEMPTS);
}

static void
test_cancelled (void)
{
  Person person = { .answer = NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (DroverCredentials) credentials = { 0 };
  g_auto (DroverCredentials) late = { 0 };

  start (&credentials, &person);
  expect_answer (&credentials, VIR_CRED_PASSPHRASE, "Password", NULL);
  g_assert_error (credentials.refused, DROVER_ERROR, DROVER_ERROR_CANCELLED);
  g_assert_false (credentials.nobody);

  g_cancellable_cancel (cancellable);
  drover_credentials_init (&late, uri, answer, &person, cancellable);
  person.answer = "right";
  expect_answer (&late, VIR_CRED_PASSPHRASE, "Password", NULL);
  g_assert_cmpuint (person.n_questions, ==, 1);
}

static void
test_nobody (void)
{
  g_auto (DroverCredentials) credentials = { 0 };

  start (&credentials, NULL);
  g_assert_false (credentials.nobody);
  expect_answer (&credentials, VIR_CRED_ECHOPROMPT, KEY_PROMPT, NULL);
  g_assert_true (credentials.nobody);
  g_assert_no_error (credentials.refused);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  uri = drover_uri_parse ("qemu+libssh://root@beta/system", NULL);
  g_test_add_func ("/credentials/fingerprint", test_fingerprint);
  g_test_add_func ("/credentials/kinds", test_kinds);
  g_test_add_func ("/credentials/key-comes-first", test_key_comes_first);
  g_test_add_func ("/credentials/key-answers", test_key_answers);
  g_test_add_func ("/credentials/attempts", test_attempts);
  g_test_add_func ("/credentials/cancelled", test_cancelled);
  g_test_add_func ("/credentials/nobody", test_nobody);
  status = g_test_run ();
  drover_uri_free (uri);
  return status;
}
