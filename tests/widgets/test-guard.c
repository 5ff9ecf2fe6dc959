/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which keys a citizen has. What the guard does to real key presses is tested with a real window in
 * tests/kiosk. */
#include "config.h"

#include "guard.h"

static void
lets_writing_and_moving_through (void)
{
  const struct {
    guint keyval;
    GdkModifierType state;
  } cases[] = {
    { GDK_KEY_a, 0 },
    { GDK_KEY_A, GDK_SHIFT_MASK },
    { GDK_KEY_udiaeresis, 0 },
    { GDK_KEY_dead_circumflex, 0 },
    { GDK_KEY_at, 0 },
    { GDK_KEY_space, 0 },
    { GDK_KEY_KP_7, 0 },
    { GDK_KEY_BackSpace, 0 },
    { GDK_KEY_Delete, 0 },
    { GDK_KEY_Tab, 0 },
    { GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK },
    { GDK_KEY_Return, 0 },
    { GDK_KEY_Escape, 0 },
    { GDK_KEY_Down, 0 },
    { GDK_KEY_a, GDK_LOCK_MASK },
    { GDK_KEY_ISO_Level3_Shift, 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (schalter_guard_is_key_allowed (cases[i].keyval, cases[i].state));
}

static void
swallows_every_chord_and_command_key (void)
{
  const struct {
    guint keyval;
    GdkModifierType state;
  } cases[] = {
    { GDK_KEY_I, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { GDK_KEY_period, GDK_CONTROL_MASK },
    { GDK_KEY_z, GDK_CONTROL_MASK },
    { GDK_KEY_v, GDK_CONTROL_MASK },
    { GDK_KEY_F4, GDK_ALT_MASK },
    { GDK_KEY_Tab, GDK_ALT_MASK },
    { GDK_KEY_Left, GDK_ALT_MASK },
    { GDK_KEY_l, GDK_SUPER_MASK },
    { GDK_KEY_F7, 0 },
    { GDK_KEY_F10, GDK_SHIFT_MASK },
    { GDK_KEY_F1, 0 },
    { GDK_KEY_F35, 0 },
    { GDK_KEY_Menu, 0 },
    { GDK_KEY_Print, 0 },
    { GDK_KEY_Pause, 0 },
    { GDK_KEY_Help, 0 },
    { GDK_KEY_Insert, GDK_SHIFT_MASK },
    { GDK_KEY_Delete, GDK_SHIFT_MASK },
    { GDK_KEY_Multi_key, 0 },
    { GDK_KEY_Back, 0 },
    { GDK_KEY_HomePage, 0 },
    { GDK_KEY_Calculator, 0 },
    { GDK_KEY_PowerOff, 0 },
    { GDK_KEY_Undo, 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_false (schalter_guard_is_key_allowed (cases[i].keyval, cases[i].state));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/guard/lets-writing-and-moving-through",
                   lets_writing_and_moving_through);
  g_test_add_func ("/widgets/guard/swallows-every-chord-and-command-key",
                   swallows_every_chord_and_command_key);
  return g_test_run ();
}
