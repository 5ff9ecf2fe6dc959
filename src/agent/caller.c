/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may call. The bus says which user a caller is; it answers from memory, so that waiting for it
 * is shorter than any way around. */
#include "config.h"

#include "caller.h"

#include "agent-log.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#define BUS_TIMEOUT_MS 1000
#define MAX_GROUPS 256
/* Of one entry of the user database; a longer one counts as none. */
#define ENTRY_BYTES (16 * 1024)

typedef struct {
  char *user;
  char *group;
} Right;

static void
right_free (gpointer data, GClosure *closure)
{
  Right *right = data;
  g_free (right->user);
  g_free (right->group);
  g_free (right);
}

static gboolean
get_uid (GDBusConnection *connection, const char *sender, uid_t *uid_out)
{
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_sync (connection,
                                   "org.freedesktop.DBus",
                                   "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus",
                                   "GetConnectionUnixUser",
                                   g_variant_new ("(s)", sender),
                                   G_VARIANT_TYPE ("(u)"),
                                   G_DBUS_CALL_FLAGS_NONE,
                                   BUS_TIMEOUT_MS,
                                   NULL,
                                   NULL); /* a caller that is gone has no rights */
  if (answer == NULL)
    return FALSE;
  guint32 uid = 0;
  g_variant_get (answer, "(u)", &uid);
  *uid_out = (uid_t)uid;
  return TRUE;
}

/* GDBus asks on a thread of its own: hence the forms that share no memory. */
static gboolean
is_in_group (uid_t uid, const char *group_name)
{
  g_autofree char *group_text = g_malloc (ENTRY_BYTES);
  g_autofree char *user_text = g_malloc (ENTRY_BYTES);
  struct group group_entry, *group = NULL;
  struct passwd user_entry, *user = NULL;
  gid_t groups[MAX_GROUPS];
  int n_groups = MAX_GROUPS;
  if (getgrnam_r (group_name, &group_entry, group_text, ENTRY_BYTES, &group) != 0 ||
      getpwuid_r (uid, &user_entry, user_text, ENTRY_BYTES, &user) != 0 || group == NULL ||
      user == NULL || getgrouplist (user->pw_name, user->pw_gid, groups, &n_groups) < 0)
    return FALSE;
  for (int i = 0; i < n_groups; i++) {
    if (groups[i] == group->gr_gid)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_user (uid_t uid, const char *name)
{
  g_autofree char *text = g_malloc (ENTRY_BYTES);
  struct passwd entry, *user = NULL;
  return getpwnam_r (name, &entry, text, ENTRY_BYTES, &user) == 0 && user != NULL &&
         user->pw_uid == uid;
}

gboolean
schalter_caller_may (uid_t uid, const char *user, const char *group)
{
  return uid == 0 || uid == getuid () || (user != NULL && is_user (uid, user)) ||
         (group != NULL && is_in_group (uid, group));
}

static gboolean
on_authorize (GDBusInterfaceSkeleton *skeleton, GDBusMethodInvocation *invocation, Right *right)
{
  uid_t uid = 0;
  GDBusConnection *connection = g_dbus_method_invocation_get_connection (invocation);
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  if (sender != NULL && get_uid (connection, sender, &uid) &&
      schalter_caller_may (uid, right->user, right->group))
    return TRUE;
  char uid_text[16];
  (void)snprintf (uid_text, sizeof uid_text, "%u", (guint)uid); /* it fits */
  schalter_log (G_LOG_LEVEL_WARNING,
                SCHALTER_MSG_CALLER_REFUSED,
                "UID",
                uid_text,
                "METHOD",
                g_dbus_method_invocation_get_method_name (invocation),
                "MESSAGE",
                "User %u may not call %s, refused",
                (guint)uid,
                g_dbus_method_invocation_get_method_name (invocation));
  g_dbus_method_invocation_return_error_literal (
      invocation, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED, "The caller has no right to this");
  return FALSE;
}

void
schalter_caller_guard (GDBusInterfaceSkeleton *skeleton, const char *user, const char *group)
{
  g_return_if_fail (G_IS_DBUS_INTERFACE_SKELETON (skeleton));
  Right *right = g_new0 (Right, 1);
  right->user = g_strdup (user);
  right->group = g_strdup (group);
  g_signal_connect_data (
      skeleton, "g-authorize-method", G_CALLBACK (on_authorize), right, right_free, 0);
}
