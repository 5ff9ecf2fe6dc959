/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who has a session open. */
#include "config.h"

#include "session-owners.h"

struct _SchalterSessionOwners {
  GDBusConnection *connection;
  GHashTable *owners; /* bus name → Owner */
  SchalterSessionOwnerGone gone;
  gpointer user_data;
};

typedef struct {
  char *id;
  guint watch;
} Owner;

static void
owner_free (gpointer data)
{
  Owner *owner = data;
  g_bus_unwatch_name (owner->watch);
  g_free (owner->id);
  g_free (owner);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  schalter_session_owners_close (user_data, name);
}

SchalterSessionOwners *
schalter_session_owners_new (GDBusConnection *connection,
                             SchalterSessionOwnerGone gone,
                             gpointer user_data)
{
  SchalterSessionOwners *owners = g_new0 (SchalterSessionOwners, 1);
  owners->connection = g_object_ref (connection);
  owners->owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, owner_free);
  owners->gone = gone;
  owners->user_data = user_data;
  return owners;
}

void
schalter_session_owners_free (SchalterSessionOwners *owners)
{
  if (owners == NULL)
    return;
  g_hash_table_unref (owners->owners);
  g_object_unref (owners->connection);
  g_free (owners);
}

const char *
schalter_session_owners_open (SchalterSessionOwners *owners, const char *name)
{
  g_return_val_if_fail (owners != NULL && name != NULL, NULL);
  Owner *owner = g_hash_table_lookup (owners->owners, name);
  if (owner == NULL) {
    owner = g_new0 (Owner, 1);
    owner->id = g_uuid_string_random ();
    owner->watch = g_bus_watch_name_on_connection (
        owners->connection, name, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_vanished, owners, NULL);
    g_hash_table_replace (owners->owners, g_strdup (name), owner);
  }
  return owner->id;
}

void
schalter_session_owners_close (SchalterSessionOwners *owners, const char *name)
{
  g_return_if_fail (owners != NULL && name != NULL);
  /* The name may be the table's own key. */
  g_autofree char *copy = g_strdup (name);
  if (g_hash_table_remove (owners->owners, copy))
    owners->gone (copy, owners->user_data);
}

gboolean
schalter_session_owners_has (const SchalterSessionOwners *owners, const char *name)
{
  return g_hash_table_contains (owners->owners, name);
}

guint
schalter_session_owners_get_n (const SchalterSessionOwners *owners)
{
  return g_hash_table_size (owners->owners);
}
