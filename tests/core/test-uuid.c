/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UUIDv7, against the example of RFC 9562 appendix A.6. */
#include "config.h"

#include "uuid.h"

static void
matches_the_rfc (void)
{
  const guint8 random[] = { 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f };
  g_autofree char *uuid = schalter_uuid_new ((gint64)0x017F22E279B0 * 1000 + 999, random);
  g_assert_cmpstr (uuid, ==, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  g_assert_true (schalter_uuid_is_valid (uuid));
}

static void
sorts_by_time (void)
{
  const guint8 high[SCHALTER_UUID_RANDOM_BYTES] = { 255, 255, 255, 255, 255 };
  const guint8 low[SCHALTER_UUID_RANDOM_BYTES] = { 0 };
  g_autofree char *first = schalter_uuid_new (1767225600000000, high);
  g_autofree char *second = schalter_uuid_new (1767225600001000, low);
  g_assert_cmpstr (first, <, second);
}

static void
knows_what_is_none (void)
{
  const char *cases[] = { NULL,
                          "",
                          "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                          "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
                          "017F22E2-79b0-7cc3-98c4-dc0c0c07398f",
                          "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
                          "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
                          "017f22e2079b0-7cc3-98c4-dc0c0c07398f" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_false (schalter_uuid_is_valid (cases[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/uuid/matches-the-rfc", matches_the_rfc);
  g_test_add_func ("/core/uuid/sorts-by-time", sorts_by_time);
  g_test_add_func ("/core/uuid/knows-what-is-none", knows_what_is_none);
  return g_test_run ();
}
