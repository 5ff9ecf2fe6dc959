/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The names that services have in data. */
#include "config.h"

#include "municipality.h"
#include "office.h"
#include "service.h"

static void
names_lead_back_to_values (void)
{
  SchalterServiceKind kind = SCHALTER_SERVICE_CERTIFICATE;
  SchalterServiceLevel level = SCHALTER_LEVEL_MUNICIPALITY;
  SchalterServicePrinting printing = SCHALTER_PRINTING_CERTIFICATE;
  for (int i = 0; i <= SCHALTER_SERVICE_NOTIFICATION; i++) {
    g_assert_true (schalter_service_kind_from_string (
        schalter_service_kind_to_string ((SchalterServiceKind)i), &kind));
    g_assert_cmpint (kind, ==, i);
  }
  for (int i = 0; i <= SCHALTER_LEVEL_OTHER; i++) {
    g_assert_true (schalter_service_level_from_string (
        schalter_service_level_to_string ((SchalterServiceLevel)i), &level));
    g_assert_cmpint (level, ==, i);
  }
  for (int i = 0; i <= SCHALTER_PRINTING_IN_PERSON; i++) {
    g_assert_true (schalter_service_printing_from_string (
        schalter_service_printing_to_string ((SchalterServicePrinting)i), &printing));
    g_assert_cmpint (printing, ==, i);
  }
}

static void
refuses_other_names (void)
{
  SchalterServiceKind kind = SCHALTER_SERVICE_PERMIT;
  SchalterServiceLevel level = SCHALTER_LEVEL_CANTON;
  SchalterServicePrinting printing = SCHALTER_PRINTING_RECEIPT;
  g_assert_false (schalter_service_kind_from_string ("Permit", &kind));
  g_assert_false (schalter_service_level_from_string (NULL, &level));
  g_assert_false (schalter_service_printing_from_string ("", &printing));
  g_assert_cmpint (kind, ==, SCHALTER_SERVICE_PERMIT);
}

/* Run under a leak checker. */
static void
records_own_what_is_in_them (void)
{
  SchalterService *service = g_new0 (SchalterService, 1);
  service->id = g_strdup ("x");
  service->title.by_language[SCHALTER_LANGUAGE_DE] = g_strdup ("x");
  service->steps = g_ptr_array_new ();
  schalter_service_free (service);
  SchalterOffice *office = g_new0 (SchalterOffice, 1);
  office->name.by_language[SCHALTER_LANGUAGE_DE] = g_strdup ("x");
  schalter_office_free (office);
  SchalterMunicipality *municipality = g_new0 (SchalterMunicipality, 1);
  municipality->name = g_strdup ("Baden");
  schalter_municipality_free (municipality);
  SchalterPlace *place = g_new0 (SchalterPlace, 1);
  place->locality = g_strdup ("Baden");
  schalter_place_free (place);
  schalter_service_free (NULL);
  schalter_office_free (NULL);
  schalter_municipality_free (NULL);
  schalter_place_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/service/names-lead-back-to-values", names_lead_back_to_values);
  g_test_add_func ("/core/service/refuses-other-names", refuses_other_names);
  g_test_add_func ("/core/service/records-own-what-is-in-them", records_own_what_is_in_them);
  return g_test_run ();
}
