/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kiosks of a desk: paired with, remembered, forgotten. */
#include "config.h"

#include "kiosk-list.h"

#include "kiosk-double.h"
#include "pairing-line.h"
#include "random.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#define DEADLINE_MS 60000

typedef struct {
  char *folder;
  char *path;
  KioskDouble *kiosk;
  SchalterKioskList *list;
  GAsyncResult *result;
  char *problem;
} Fixture;

static void
on_problem (SchalterKioskList *list, const char *sentence, Fixture *f)
{
  g_free (f->problem);
  f->problem = g_strdup (sentence);
}

static void
open_list (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_clear_object (&f->list);
  f->list = schalter_kiosk_list_new (f->path, &error);
  g_assert_no_error (error);
  g_signal_connect (f->list, "problem", G_CALLBACK (on_problem), f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = test_temp_dir_new ();
  f->path = g_build_filename (f->folder, "share", "schalter", "counter.conf", NULL);
  f->kiosk = kiosk_double_new ();
  open_list (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->list);
  g_clear_object (&f->result);
  kiosk_double_free (f->kiosk);
  test_temp_dir_free (f->folder);
  g_free (f->path);
  g_free (f->problem);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((Fixture *)user_data)->result, result);
}

static gboolean
has_result (gpointer user_data)
{
  return ((Fixture *)user_data)->result != NULL;
}

static gboolean
pair (Fixture *f, GError **error)
{
  g_autofree char *line = kiosk_double_dup_pairing_line (f->kiosk);
  g_autoptr (SchalterKnownKiosk) known = schalter_pairing_line_parse (line, NULL);
  g_clear_object (&f->result);
  schalter_kiosk_list_pair_async (f->list, known, NULL, on_result, f);
  test_wait_until (has_result, f, DEADLINE_MS);
  return schalter_kiosk_list_pair_finish (f->list, f->result, error);
}

static void
assert_paired (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  gboolean is_paired = pair (f, &error);
  g_assert_no_error (error);
  g_assert_true (is_paired);
}

static SchalterKioskLink *
get_link (Fixture *f, guint position)
{
  g_autoptr (SchalterKioskLink) link = g_list_model_get_item (G_LIST_MODEL (f->list), position);
  return link; /* the list holds it */
}

static guint
count (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->list));
}

static gboolean
is_connected (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_kiosk_link_get_state (get_link (f, 0)) == SCHALTER_KIOSK_LINK_CONNECTED;
}

static void
a_paired_kiosk_is_remembered (Fixture *f, gconstpointer data)
{
  assert_paired (f);
  g_assert_cmpuint (count (f), ==, 1);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, KIOSK_DOUBLE_CREDENTIAL));
  g_assert_null (strstr (text, KIOSK_DOUBLE_TOKEN));

  open_list (f);
  g_assert_cmpuint (count (f), ==, 1);
  g_assert_cmpstr (schalter_kiosk_link_get_name (get_link (f, 0)), ==, "Baden, Stadthaus");
  test_wait_until (is_connected, f, DEADLINE_MS);
}

static void
the_file_is_the_users_alone (Fixture *f, gconstpointer data)
{
  GStatBuf file = { 0 };
  GStatBuf folder = { 0 };
  g_autofree char *folder_path = g_path_get_dirname (f->path);
  assert_paired (f);
  g_assert_cmpint (g_stat (f->path, &file), ==, 0);
  g_assert_cmpint (g_stat (folder_path, &folder), ==, 0);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
  g_assert_cmpint (folder.st_mode & 0777, ==, 0700);

  g_assert_cmpint (g_chmod (f->path, 0644), ==, 0);
  open_list (f);
  g_assert_cmpint (g_stat (f->path, &file), ==, 0);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
}

static void
pairing_twice_makes_one (Fixture *f, gconstpointer data)
{
  assert_paired (f);
  assert_paired (f);
  g_assert_cmpuint (count (f), ==, 1);
  open_list (f);
  g_assert_cmpuint (count (f), ==, 1);
}

static void
a_failed_pairing_leaves_nothing (Fixture *f, gconstpointer data)
{
  const struct {
    const char *welcome;
    SchalterError code;
  } cases[] = {
    { "{\"type\":\"refused\",\"reason\":\"unknown\"}", SCHALTER_ERROR_REFUSED },
    { "{\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":\"\",\"municipality\":0}",
      SCHALTER_ERROR_INVALID },
    { "{}", SCHALTER_ERROR_INVALID },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_free (f->kiosk->welcome);
    f->kiosk->welcome = g_strdup (cases[i].welcome);
    g_assert_false (pair (f, &error));
    g_assert_error (error, SCHALTER_ERROR, (int)cases[i].code);
    g_assert_cmpuint (count (f), ==, 0);
    g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
  }
}

static void
a_pairing_that_cannot_be_kept_is_none (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *in_the_way = g_build_filename (f->folder, "share", NULL);
  g_assert_true (g_file_set_contents (in_the_way, "", 0, NULL));
  g_assert_false (pair (f, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NO_SPACE);
  g_assert_cmpuint (count (f), ==, 0);
}

static void
a_forgotten_kiosk_is_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  assert_paired (f);
  gboolean is_forgotten = schalter_kiosk_list_forget (f->list, get_link (f, 0), &error);
  g_assert_no_error (error);
  g_assert_true (is_forgotten);
  g_assert_cmpuint (count (f), ==, 0);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_null (strstr (text, KIOSK_DOUBLE_CREDENTIAL));
}

static gboolean
has_new_name (gpointer user_data)
{
  return g_str_equal (schalter_kiosk_link_get_name (get_link (user_data, 0)), "Baden, Bahnhof");
}

static void
a_new_name_is_remembered (Fixture *f, gconstpointer data)
{
  assert_paired (f);
  g_free (f->kiosk->name);
  f->kiosk->name = g_strdup ("Baden, Bahnhof");
  open_list (f);
  test_wait_until (has_new_name, f, DEADLINE_MS);
  kiosk_double_stop (f->kiosk);
  open_list (f);
  g_assert_true (has_new_name (f));
  g_assert_null (f->problem);
}

static gboolean
has_hello_of_new_desk (gpointer user_data)
{
  GPtrArray *hellos = ((Fixture *)user_data)->kiosk->hellos;
  return hellos->len > 0 && strstr (hellos->pdata[hellos->len - 1], "Schalter Süd") != NULL;
}

static void
the_desk_has_a_name (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (schalter_kiosk_list_get_desk (f->list), ==, g_get_host_name ());
  schalter_kiosk_list_set_desk (f->list, "Schalter Süd");
  assert_paired (f);
  g_assert_true (has_hello_of_new_desk (f));
  open_list (f);
  g_assert_cmpstr (schalter_kiosk_list_get_desk (f->list), ==, "Schalter Süd");
}

/* What is damaged is not overwritten: somebody may still save it. */
static void
a_damaged_file_is_left_alone (Fixture *f, gconstpointer data)
{
  const char *texts[] = {
    "no key file",
    "[desk]\nname=x\ncolour=red\n",
    "[desk]\n",
    "[printer]\nname=x\n",
    "[kiosk 00]\nhost=a\nport=1\ncredential=c\nname=n\nmunicipality=1\n",
    "[kiosk 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef]\nhost=a\n",
    "[kiosk 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef]\n"
    "host=a/b\nport=1\ncredential=c\nname=n\nmunicipality=1\n",
    "[kiosk 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef]\n"
    "host=a\nport=0\ncredential=c\nname=n\nmunicipality=1\n",
    "[kiosk 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef]\n"
    "host=a\nport=1\ncredential=\nname=n\nmunicipality=1\n",
  };
  g_autofree char *path = g_build_filename (f->folder, "damaged.conf", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;
    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_assert_null (schalter_kiosk_list_new (path, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
    g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, texts[i]);
  }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/counter/kiosk-list/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  ADD ("a-paired-kiosk-is-remembered", a_paired_kiosk_is_remembered);
  ADD ("the-file-is-the-users-alone", the_file_is_the_users_alone);
  ADD ("pairing-twice-makes-one", pairing_twice_makes_one);
  ADD ("a-failed-pairing-leaves-nothing", a_failed_pairing_leaves_nothing);
  ADD ("a-pairing-that-cannot-be-kept-is-none", a_pairing_that_cannot_be_kept_is_none);
  ADD ("a-forgotten-kiosk-is-gone", a_forgotten_kiosk_is_gone);
  ADD ("a-new-name-is-remembered", a_new_name_is_remembered);
  ADD ("the-desk-has-a-name", the_desk_has_a_name);
  ADD ("a-damaged-file-is-left-alone", a_damaged_file_is_left_alone);
  return g_test_run ();
}
