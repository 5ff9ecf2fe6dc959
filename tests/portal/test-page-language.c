/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which language a browser gets. */
#include "config.h"

#include "page-language.h"

static const struct {
  const char *header;
  SchalterLanguage language;
} wishes[] = {
  { NULL, SCHALTER_LANGUAGE_DE },
  { "", SCHALTER_LANGUAGE_DE },
  { "fr", SCHALTER_LANGUAGE_FR },
  { "fr-CH, fr;q=0.9, en;q=0.8", SCHALTER_LANGUAGE_FR },
  { "en;q=0.3, it;q=0.7, de;q=0.5", SCHALTER_LANGUAGE_IT },
  { "pt-BR, pt;q=0.9, EN-us ; q=0.8", SCHALTER_LANGUAGE_EN },
  { "rm, de-CH;q=0.9", SCHALTER_LANGUAGE_DE },
  { "sq", SCHALTER_LANGUAGE_DE },
  { "fr;q=0, en", SCHALTER_LANGUAGE_EN },
  { "*", SCHALTER_LANGUAGE_DE },
  { "it;q=nan, fr;q=0.1", SCHALTER_LANGUAGE_FR },
  { "it;q=99999, fr;q=0.1", SCHALTER_LANGUAGE_FR },
  { ",,;;q=,-,\xff\xfe,fr", SCHALTER_LANGUAGE_FR },
};

static void
takes_the_heaviest_wish (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++) {
    g_assert_cmpint (schalter_page_language_from_accept (wishes[i].header), ==, wishes[i].language);
  }
}

static void
takes_the_first_locale_that_is_ours (void)
{
  SchalterLanguage language = SCHALTER_LANGUAGE_IT;
  g_assert_true (schalter_page_language_from_locales ("pt fr-CA en", &language));
  g_assert_cmpint (language, ==, SCHALTER_LANGUAGE_FR);
  g_assert_false (schalter_page_language_from_locales ("pt <script>", &language));
  g_assert_false (schalter_page_language_from_locales ("", &language));
  g_assert_cmpint (language, ==, SCHALTER_LANGUAGE_FR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/page-language/takes-the-heaviest-wish", takes_the_heaviest_wish);
  g_test_add_func ("/portal/page-language/takes-the-first-locale-that-is-ours",
                   takes_the_first_locale_that_is_ours);
  return g_test_run ();
}
