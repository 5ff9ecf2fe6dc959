/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telephone numbers and e-mail addresses as people type them. */
#include "config.h"

#include "contact.h"
#include "typed-case.h"

#include <string.h>

static void
reads_telephone_numbers (void)
{
  static const TypedCase cases[] = {
    { "079 123 45 67", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "0791234567", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "079/123'45'67", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "079-123-45-67", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "056.437.70.00", SCHALTER_PROBLEM_NONE, "+41564377000" },
    { "+41 79 123 45 67", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "+41 (0)79 123 45 67", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "0041 79 123 45 67", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "(079) 123 45 67", SCHALTER_PROBLEM_NONE, "+41791234567" },
    { "+49 30 901820", SCHALTER_PROBLEM_NONE, "+4930901820" },
    { "0039 06 6982", SCHALTER_PROBLEM_NONE, "+39066982" },
    { "+1 (212) 555-0100", SCHALTER_PROBLEM_NONE, "+12125550100" },
    { "", SCHALTER_PROBLEM_MISSING, NULL },
    { " - ", SCHALTER_PROBLEM_MISSING, NULL },
    { "079 123 45 6", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "079 123 45 678", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "+41 79 123 45 6", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "+49 123", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "+49 1234567890123456", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "+", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "123 45 67", SCHALTER_PROBLEM_WRONG_PREFIX, NULL },
    { "+0 79 123 45 67", SCHALTER_PROBLEM_WRONG_PREFIX, NULL },
    { "000 79 123 45 67", SCHALTER_PROBLEM_WRONG_PREFIX, NULL },
    { "++41 79 123 45 67", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "079 123 45 6x", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "079 123 45 67 #9", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
  };
  typed_cases_check (schalter_phone_check, cases, G_N_ELEMENTS (cases));
}

static void
shows_telephone_numbers_as_people_know_them (void)
{
  g_autofree char *swiss = schalter_phone_format ("+41791234567");
  g_assert_cmpstr (swiss, ==, "079 123 45 67");
  g_autofree char *foreign = schalter_phone_format ("+4930901820");
  g_assert_cmpstr (foreign, ==, "+4930901820");
}

static void
reads_mail_addresses (void)
{
  static const TypedCase cases[] = {
    { "erika@example.ch", SCHALTER_PROBLEM_NONE, "erika@example.ch" },
    { "  erika@example.ch ", SCHALTER_PROBLEM_NONE, "erika@example.ch" },
    { "Erika.Muster+kiosk@mail.example.ch",
      SCHALTER_PROBLEM_NONE,
      "Erika.Muster+kiosk@mail.example.ch" },
    { "o'brien_1@ex-ample.co", SCHALTER_PROBLEM_NONE, "o'brien_1@ex-ample.co" },
    { "a@b.xn--p1ai", SCHALTER_PROBLEM_NONE, "a@b.xn--p1ai" },
    { "", SCHALTER_PROBLEM_MISSING, NULL },
    { "erika", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@example", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@example.c", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika muster@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@exam ple.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { ".erika@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika.@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "eri..ka@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@-example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@example-.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@example..ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@example.ch.", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "\"erika\"@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@[127.0.0.1]", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@example.ch\nBcc: all@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
    { "erika@example.ch,hans@example.ch", SCHALTER_PROBLEM_MALFORMED, NULL },
  };
  typed_cases_check (schalter_email_check, cases, G_N_ELEMENTS (cases));
}

static void
mail_addresses_have_their_lengths (void)
{
  static const struct {
    guint local;
    guint label;
    SchalterProblem problem;
  } cases[] = {
    { 64, 63, SCHALTER_PROBLEM_NONE },
    { 65, 10, SCHALTER_PROBLEM_MALFORMED },
    { 10, 64, SCHALTER_PROBLEM_MALFORMED },
    { 64, 250, SCHALTER_PROBLEM_TOO_LONG },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *local = g_strnfill (cases[i].local, 'a');
    g_autofree char *label = g_strnfill (cases[i].label, 'b');
    g_autofree char *address = g_strdup_printf ("%s@%s.ch", local, label);
    g_autofree char *value = NULL;
    g_assert_cmpint (schalter_email_check (address, &value), ==, cases[i].problem);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/contact/reads-telephone-numbers", reads_telephone_numbers);
  g_test_add_func ("/core/contact/shows-telephone-numbers-as-people-know-them",
                   shows_telephone_numbers_as_people_know_them);
  g_test_add_func ("/core/contact/reads-mail-addresses", reads_mail_addresses);
  g_test_add_func ("/core/contact/mail-addresses-have-their-lengths",
                   mail_addresses_have_their_lengths);
  return g_test_run ();
}
