/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pairing of counters on a real database: a token once, and no secret in the file. */
#include "config.h"

#include "devices.h"
#include "schalter-error.h"
#include "store-fixture.h"

static gboolean
pair (StoreFixture *fixture, const char *token, gint64 now_us, GError **error)
{
  SchalterDevicesPairing pairing = { token, "Desk 1", "credential-1", now_us };
  return schalter_devices_pair (fixture->db, &pairing, error);
}

static void
recognises_a_paired_counter (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (schalter_devices_add_token (fixture->db, "token-1", 100, &error));
  g_assert_true (pair (fixture, "token-1", 99, &error));
  g_autofree char *name = schalter_devices_recognise (fixture->db, "credential-1", 150, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "Desk 1");
  g_assert_cmpint (store_query_int64 (fixture->db, "SELECT seen_us FROM counters"), ==, 150);
  guint n = 0;
  g_assert_true (schalter_devices_count (fixture->db, &n, &error));
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (schalter_devices_recognise (fixture->db, "credential-2", 150, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED);
}

static void
takes_a_token_once_and_in_time (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (schalter_devices_add_token (fixture->db, "token-1", 100, &error));
  g_assert_false (pair (fixture, "token-2", 1, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (pair (fixture, "token-1", 100, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (pair (fixture, "token-1", 99, &error));
  g_assert_false (pair (fixture, "token-1", 99, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED);
}

static void
keeps_no_secret_in_the_file (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (schalter_devices_add_token (fixture->db, "secret-token", 100, &error));
  g_assert_true (schalter_devices_add_token (fixture->db, "token-1", 100, &error));
  g_assert_true (pair (fixture, "token-1", 1, &error));
  g_clear_pointer (&fixture->db, schalter_db_free);
  g_autofree char *data = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (fixture->path, &data, &length, &error));
  for (gsize i = 0; i < length; i++)
    data[i] = data[i] == '\0' ? ' ' : data[i];
  const char *secrets[] = { "secret-token", "token-1", "credential-1" };
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (g_strstr_len (data, (gssize)length, secrets[i]));
  g_assert_nonnull (g_strstr_len (data, (gssize)length, "Desk 1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                            \
  g_test_add ("/store/devices/" path,                                                              \
              StoreFixture,                                                                        \
              NULL,                                                                                \
              store_fixture_set_up,                                                                \
              test,                                                                                \
              store_fixture_tear_down)
  ADD ("recognises-a-paired-counter", recognises_a_paired_counter);
  ADD ("takes-a-token-once-and-in-time", takes_a_token_once_and_in_time);
  ADD ("keeps-no-secret-in-the-file", keeps_no_secret_in_the_file);
#undef ADD
  return g_test_run ();
}
