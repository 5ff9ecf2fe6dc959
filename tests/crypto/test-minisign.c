/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signatures in minisign's format: both ways against the stock tool, and nothing forged passes. */
#include "config.h"

#include "minisign.h"
#include "random.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <gio/gio.h>
#include <string.h>

typedef struct {
  char *directory;
  GBytes *content;
  SchalterSigningKey *key;
  SchalterVerifyingKey *public_key;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  fixture->directory = test_temp_dir_new ();
  fixture->content = g_bytes_new_static ("{\"canton\":\"AG\"}\n", 16);
  fixture->key = schalter_signing_key_new ();
  g_autofree char *text = schalter_signing_key_to_public_text (fixture->key);
  fixture->public_key = schalter_verifying_key_parse (text, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  schalter_verifying_key_free (fixture->public_key);
  schalter_signing_key_free (fixture->key);
  g_bytes_unref (fixture->content);
  test_temp_dir_free (fixture->directory);
}

static void
write_text (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
}

static char *
read_text (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
run_minisign (Fixture *fixture, const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_subprocess_launcher_set_cwd (launcher, fixture->directory);
  g_autoptr (GSubprocess) process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return g_subprocess_wait_check (process, NULL, NULL);
}

static void
the_stock_tool_accepts_ours (Fixture *fixture, gconstpointer user_data)
{
  const char *verify[] = { "minisign", "-V", "-p", "key.pub", "-x", "m.minisig", "-m", "m", NULL };
  g_autofree char *public_text = schalter_signing_key_to_public_text (fixture->key);
  g_autofree char *signature =
      schalter_minisign_sign (fixture->key, fixture->content, "version:42 canton:AG");
  write_text (fixture, "m", "{\"canton\":\"AG\"}\n");
  write_text (fixture, "m.minisig", signature);
  write_text (fixture, "key.pub", public_text);
  g_assert_true (run_minisign (fixture, verify));
  write_text (fixture, "m", "{\"canton\":\"ZH\"}\n");
  g_assert_false (run_minisign (fixture, verify));
}

static void
the_stock_tool_signs_with_our_key (Fixture *fixture, gconstpointer user_data)
{
  const char *sign[] = { "minisign", "-S", "-s", "key.sec", "-x", "m.minisig", "-m", "m", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *secret_text = schalter_signing_key_to_text (fixture->key);
  write_text (fixture, "m", "{\"canton\":\"AG\"}\n");
  write_text (fixture, "key.sec", secret_text);
  g_assert_true (run_minisign (fixture, sign));
  g_autofree char *signature = read_text (fixture, "m.minisig");
  g_assert_true (
      schalter_minisign_verify (fixture->public_key, fixture->content, signature, &error));
  g_assert_no_error (error);
}

static void
takes_keys_of_the_stock_tool (Fixture *fixture, gconstpointer user_data)
{
  const char *make[] = { "minisign", "-G", "-W", "-p", "key.pub", "-s", "key.sec", NULL };
  const char *verify[] = { "minisign", "-V", "-p", "key.pub", "-x", "m.minisig", "-m", "m", NULL };
  g_autoptr (GError) error = NULL;
  g_assert_true (run_minisign (fixture, make));
  g_autofree char *secret_text = read_text (fixture, "key.sec");
  g_autofree char *public_text = read_text (fixture, "key.pub");
  g_autoptr (SchalterSigningKey) key = schalter_signing_key_parse (secret_text, &error);
  g_assert_no_error (error);
  g_autofree char *again = schalter_signing_key_to_public_text (key);
  g_assert_cmpstr (again, ==, public_text);
  g_autofree char *signature = schalter_minisign_sign (key, fixture->content, "ours");
  write_text (fixture, "m", "{\"canton\":\"AG\"}\n");
  write_text (fixture, "m.minisig", signature);
  g_assert_true (run_minisign (fixture, verify));
}

static void
assert_untrusted (const SchalterVerifyingKey *key, GBytes *content, const char *signature)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (schalter_minisign_verify (key, content, signature, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
}

static void
refuses_the_old_signature_format (Fixture *fixture, gconstpointer user_data)
{
  const char *sign[] = {
    "minisign", "-S", "-l", "-s", "key.sec", "-x", "m.minisig", "-m", "m", NULL
  };
  g_autofree char *secret_text = schalter_signing_key_to_text (fixture->key);
  write_text (fixture, "m", "{\"canton\":\"AG\"}\n");
  write_text (fixture, "key.sec", secret_text);
  g_assert_true (run_minisign (fixture, sign));
  g_autofree char *signature = read_text (fixture, "m.minisig");
  assert_untrusted (fixture->public_key, fixture->content, signature);
}

static void
refuses_a_forged_signature (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *signature = schalter_minisign_sign (fixture->key, fixture->content, "v:42");
  g_autoptr (GBytes) other_content = g_bytes_new_static ("{}", 2);
  g_autoptr (SchalterSigningKey) other = schalter_signing_key_new ();
  g_autofree char *others = schalter_minisign_sign (other, fixture->content, "v:42");
  g_autofree char *cut = g_strndup (signature, strlen (signature) / 2);
  g_auto (GStrv) parts = g_strsplit (signature, "v:42", 2);
  g_autofree char *renamed = g_strjoinv ("v:43", parts);

  assert_untrusted (fixture->public_key, other_content, signature);
  assert_untrusted (fixture->public_key, fixture->content, others);
  assert_untrusted (fixture->public_key, fixture->content, cut);
  assert_untrusted (fixture->public_key, fixture->content, renamed);
  assert_untrusted (fixture->public_key, fixture->content, "");
}

/* Everything but the untrusted comment is held by a signature. */
static void
refuses_every_changed_byte (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *signature = schalter_minisign_sign (fixture->key, fixture->content, "v:42");
  gsize start = (gsize)(strchr (signature, '\n') - signature) + 1;
  /* The last symbol before '=' has bits that count for nothing; libsodium refuses those, too. */
  for (gsize i = start; signature[i + 1] != '\0'; i++) {
    g_autofree char *changed = g_strdup (signature);
    changed[i] ^= 1;
    assert_untrusted (fixture->public_key, fixture->content, changed);
  }
}

static void
a_key_survives_as_text (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = schalter_signing_key_to_text (fixture->key);
  g_autoptr (SchalterSigningKey) again = schalter_signing_key_parse (text, &error);
  g_assert_no_error (error);
  g_autofree char *signature = schalter_minisign_sign (again, fixture->content, "");
  g_assert_true (
      schalter_minisign_verify (fixture->public_key, fixture->content, signature, &error));
}

static void
refuses_what_is_no_key (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *secret_text = schalter_signing_key_to_text (fixture->key);
  g_autofree char *public_text = schalter_signing_key_to_public_text (fixture->key);
  g_autofree char *damaged = g_strdup (secret_text);
  damaged[strlen (damaged) / 2] ^= 1;
  const char *cases[] = { "", "\n\n", "untrusted comment: x\nAAAA\n", public_text, damaged };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_signing_key_parse (cases[i], &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_verifying_key_parse (secret_text, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/crypto/minisign/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  ADD ("the-stock-tool-accepts-ours", the_stock_tool_accepts_ours);
  ADD ("the-stock-tool-signs-with-our-key", the_stock_tool_signs_with_our_key);
  ADD ("takes-keys-of-the-stock-tool", takes_keys_of_the_stock_tool);
  ADD ("refuses-the-old-signature-format", refuses_the_old_signature_format);
  ADD ("refuses-a-forged-signature", refuses_a_forged_signature);
  ADD ("refuses-every-changed-byte", refuses_every_changed_byte);
  ADD ("a-key-survives-as-text", a_key_survives_as_text);
  ADD ("refuses-what-is-no-key", refuses_what_is_no_key);
  return g_test_run ();
}
