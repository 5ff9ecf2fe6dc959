/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the printer's word means: a sheet is out only when the printer counted it. */
#include "config.h"

#include "print-state.h"

static void
judges_by_the_printers_word (void)
{
  const struct {
    SchalterDeviceJob job;
    guint n_pages;
    gboolean queue_has_ended;
    SchalterPrintState state;
  } cases[] = {
    { { FALSE, 0, -1 }, 2, FALSE, SCHALTER_PRINT_SUBMITTED },
    { { FALSE, 0, -1 }, 2, TRUE, SCHALTER_PRINT_UNKNOWN },
    { { TRUE, 3, -1 }, 2, FALSE, SCHALTER_PRINT_PRINTING },
    { { TRUE, 5, 1 }, 2, TRUE, SCHALTER_PRINT_PRINTING },
    { { TRUE, 6, 1 }, 2, TRUE, SCHALTER_PRINT_PRINTING },
    { { TRUE, 9, 2 }, 2, TRUE, SCHALTER_PRINT_CONFIRMED },
    { { TRUE, 9, 3 }, 2, FALSE, SCHALTER_PRINT_CONFIRMED },
    { { TRUE, 9, -1 }, 2, TRUE, SCHALTER_PRINT_CONFIRMED },
    { { TRUE, 9, 1 }, 2, TRUE, SCHALTER_PRINT_FAILED },
    { { TRUE, 8, 1 }, 2, TRUE, SCHALTER_PRINT_FAILED },
    { { TRUE, 7, 0 }, 2, TRUE, SCHALTER_PRINT_FAILED },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        schalter_print_state_judge (&cases[i].job, cases[i].n_pages, cases[i].queue_has_ended),
        ==,
        cases[i].state);
}

static void
an_end_is_an_end (void)
{
  for (int from = 0; from <= SCHALTER_PRINT_UNKNOWN; from++) {
    gboolean is_final = schalter_print_state_is_final ((SchalterPrintState)from);
    g_assert_cmpint (is_final, ==, from >= SCHALTER_PRINT_CONFIRMED);
    for (int to = 0; to <= SCHALTER_PRINT_UNKNOWN; to++) {
      gboolean can =
          schalter_print_state_can_become ((SchalterPrintState)from, (SchalterPrintState)to);
      g_assert_false (can && (is_final || to <= from));
    }
  }
}

static void
nothing_comes_out_without_a_preflight (void)
{
  g_assert_false (
      schalter_print_state_can_become (SCHALTER_PRINT_ISSUED, SCHALTER_PRINT_CONFIRMED));
  g_assert_false (
      schalter_print_state_can_become (SCHALTER_PRINT_ISSUED, SCHALTER_PRINT_SUBMITTED));
  g_assert_true (schalter_print_state_can_become (SCHALTER_PRINT_ISSUED, SCHALTER_PRINT_FAILED));
}

static void
names_lead_back_to_states (void)
{
  SchalterPrintState state = SCHALTER_PRINT_ISSUED;
  for (int i = 0; i <= SCHALTER_PRINT_UNKNOWN; i++) {
    const char *name = schalter_print_state_to_string ((SchalterPrintState)i);
    g_assert_true (schalter_print_state_from_string (name, &state));
    g_assert_cmpint (state, ==, i);
  }
  g_assert_false (schalter_print_state_from_string ("printed", &state));
  g_assert_false (schalter_print_state_from_string (NULL, &state));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/print-state/judges-by-the-printers-word", judges_by_the_printers_word);
  g_test_add_func ("/core/print-state/an-end-is-an-end", an_end_is_an_end);
  g_test_add_func ("/core/print-state/nothing-comes-out-without-a-preflight",
                   nothing_comes_out_without_a_preflight);
  g_test_add_func ("/core/print-state/names-lead-back-to-states", names_lead_back_to_states);
  return g_test_run ();
}
