/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may call, told by the users that every Debian has. */
#include "config.h"

#include "caller.h"

#include <pwd.h>
#include <unistd.h>

static uid_t
get_uid_of (const char *name)
{
  const struct passwd *user = getpwnam (name);
  g_assert_nonnull (user);
  return user->pw_uid;
}

static void
lets_in_root_and_itself (void)
{
  g_assert_true (schalter_caller_may (0, NULL, NULL));
  g_assert_true (schalter_caller_may (getuid (), NULL, NULL));
}

static void
lets_in_the_one_user (void)
{
  g_assert_true (schalter_caller_may (get_uid_of ("daemon"), "daemon", NULL));
  g_assert_false (schalter_caller_may (get_uid_of ("nobody"), "daemon", NULL));
  g_assert_false (schalter_caller_may (get_uid_of ("nobody"), NULL, NULL));
}

static void
lets_in_members_of_the_group (void)
{
  g_assert_true (schalter_caller_may (get_uid_of ("nobody"), NULL, "nogroup"));
  g_assert_false (schalter_caller_may (get_uid_of ("nobody"), NULL, "daemon"));
}

static void
lets_in_nobody_for_what_does_not_exist (void)
{
  g_assert_false (schalter_caller_may (get_uid_of ("nobody"), "no-such-user", "no-such-group"));
  g_assert_false (schalter_caller_may (4000000000u, "daemon", "nogroup"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agent/caller/lets-in-root-and-itself", lets_in_root_and_itself);
  g_test_add_func ("/agent/caller/lets-in-the-one-user", lets_in_the_one_user);
  g_test_add_func ("/agent/caller/lets-in-members-of-the-group", lets_in_members_of_the_group);
  g_test_add_func ("/agent/caller/lets-in-nobody-for-what-does-not-exist",
                   lets_in_nobody_for_what_does_not_exist);
  return g_test_run ();
}
