/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * schalter_caller_guard:
 * @skeleton: an interface of the agent, before it is exported
 * @group: (nullable): members of this group may call; @user (nullable) may, too
 *
 * The one place where rights are checked: root and the agent's own user may always call; whoever
 * else may not gets org.freedesktop.DBus.Error.AccessDenied, and the log says so. The bus' own
 * policy stands before it.
 */
void schalter_caller_guard (GDBusInterfaceSkeleton *skeleton, const char *user, const char *group);

G_END_DECLS
