/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies of posts, right and hostile. */
#include "config.h"

#include "form-body.h"

#include "schalter-error.h"

#include <string.h>

static SchalterFormBody *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  return schalter_form_body_parse (bytes, error);
}

static void
decodes_names_and_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterFormBody) body =
      parse ("name=Z%C3%BCrich+West&a.b=1%2B1&empty=&lonely&name=second", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (schalter_form_body_get (body, "name"), ==, "Zürich West");
  g_assert_cmpstr (schalter_form_body_get (body, "a.b"), ==, "1+1");
  g_assert_cmpstr (schalter_form_body_get (body, "empty"), ==, "");
  g_assert_cmpstr (schalter_form_body_get (body, "lonely"), ==, "");
  g_assert_null (schalter_form_body_get (body, "absent"));
  g_auto (GStrv) names = schalter_form_body_dup_all (body, "name");
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_assert_cmpstr (names[1], ==, "second");
}

static void
takes_an_empty_body (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterFormBody) body = parse ("&&", &error);
  g_assert_no_error (error);
  g_assert_null (schalter_form_body_get (body, ""));
}

static void
refuses_what_is_broken (void)
{
  static const char *const bodies[] = { "a=%",     "a=%4",  "a=%4g", "%00=b",
                                        "a=b%00c", "a=%C3", "a=\xff" };
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SchalterFormBody) body = parse (bodies[i], &error);
    g_assert_null (body);
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
    g_clear_error (&error);
  }
}

static void
refuses_what_is_too_much (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (SCHALTER_FORM_BODY_MAX_BYTES + 1, 'a');
  g_assert_null (parse (large, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_clear_error (&error);
  GString *many = g_string_new (NULL);
  for (int i = 0; i <= SCHALTER_FORM_BODY_MAX_FIELDS; i++)
    g_string_append (many, "a=b&");
  g_autofree char *text = g_string_free (many, FALSE);
  g_assert_null (parse (text, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forms/body/decodes-names-and-values", decodes_names_and_values);
  g_test_add_func ("/forms/body/takes-an-empty-body", takes_an_empty_body);
  g_test_add_func ("/forms/body/refuses-what-is-broken", refuses_what_is_broken);
  g_test_add_func ("/forms/body/refuses-what-is-too-much", refuses_what_is_too_much);
  return g_test_run ();
}
