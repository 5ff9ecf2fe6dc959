/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/**
 * schalter_caller_may:
 * @user: (nullable): a user who may
 * @group: (nullable): whose members may
 *
 * The one rule: root and the agent's own user may always. Users and groups that this machine does
 * not have let in nobody. Any thread.
 */
gboolean schalter_caller_may (uid_t uid, const char *user, const char *group);

/**
 * schalter_caller_guard:
 * @skeleton: an interface of the agent, before it is exported
 * @group: (nullable): members of this group may call; @user (nullable) may, too
 *
 * Whoever may not call gets org.freedesktop.DBus.Error.AccessDenied, and the log says so. The bus'
 * own policy stands before it.
 */
void schalter_caller_guard (GDBusInterfaceSkeleton *skeleton, const char *user, const char *group);

G_END_DECLS
