/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterSessionOwners: the callers that have a session open, watched on the bus.
 */
typedef struct _SchalterSessionOwners SchalterSessionOwners;

/* Called when a session is closed or its process is gone. */
typedef void (*SchalterSessionOwnerGone) (const char *owner, gpointer user_data);

SchalterSessionOwners *schalter_session_owners_new (GDBusConnection *connection,
                                                    SchalterSessionOwnerGone gone,
                                                    gpointer user_data);
/* Does not tell of the owners that are left. */
void schalter_session_owners_free (SchalterSessionOwners *owners);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSessionOwners, schalter_session_owners_free)

/* The session's id, the same one for as long as it is open. Borrowed. */
const char *schalter_session_owners_open (SchalterSessionOwners *owners, const char *owner);
void schalter_session_owners_close (SchalterSessionOwners *owners, const char *owner);
gboolean schalter_session_owners_has (const SchalterSessionOwners *owners, const char *name);
guint schalter_session_owners_get_n (const SchalterSessionOwners *owners);

G_END_DECLS
