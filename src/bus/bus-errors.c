/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SCHALTER_ERROR on the bus: one table of names, used in both directions. */
#include "config.h"

#include "bus-errors.h"
#include "bus-names.h"
#include "schalter-error.h"

static const GDBusErrorEntry names[] = {
  { SCHALTER_ERROR_INVALID, SCHALTER_BUS_ERROR_PREFIX "Invalid" },
  { SCHALTER_ERROR_UNTRUSTED, SCHALTER_BUS_ERROR_PREFIX "Untrusted" },
  { SCHALTER_ERROR_OUTDATED, SCHALTER_BUS_ERROR_PREFIX "Outdated" },
  { SCHALTER_ERROR_NOT_FOUND, SCHALTER_BUS_ERROR_PREFIX "NotFound" },
  { SCHALTER_ERROR_CONFLICT, SCHALTER_BUS_ERROR_PREFIX "Conflict" },
  { SCHALTER_ERROR_REFUSED, SCHALTER_BUS_ERROR_PREFIX "Refused" },
  { SCHALTER_ERROR_UNAVAILABLE, SCHALTER_BUS_ERROR_PREFIX "Unavailable" },
  { SCHALTER_ERROR_NO_SPACE, SCHALTER_BUS_ERROR_PREFIX "NoSpace" },
  { SCHALTER_ERROR_CORRUPT, SCHALTER_BUS_ERROR_PREFIX "Corrupt" },
  { SCHALTER_ERROR_INTERNAL, SCHALTER_BUS_ERROR_PREFIX "Internal" },
};

void
schalter_bus_errors_register (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) /* FALSE: registered before */
    (void)g_dbus_error_register_error (
        SCHALTER_ERROR, names[i].error_code, names[i].dbus_error_name);
}

const char *
schalter_bus_error_get_name (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (names[i].error_code == code)
      return names[i].dbus_error_name;
  }
  return SCHALTER_BUS_ERROR_PREFIX "Internal";
}

static int
get_code_of_bus_failure (const GError *error)
{
  static const struct {
    int dbus_code;
    int code;
  } codes[] = {
    { G_DBUS_ERROR_SERVICE_UNKNOWN, SCHALTER_ERROR_UNAVAILABLE },
    { G_DBUS_ERROR_NAME_HAS_NO_OWNER, SCHALTER_ERROR_UNAVAILABLE },
    { G_DBUS_ERROR_NO_REPLY, SCHALTER_ERROR_UNAVAILABLE },
    { G_DBUS_ERROR_TIMEOUT, SCHALTER_ERROR_UNAVAILABLE },
    { G_DBUS_ERROR_TIMED_OUT, SCHALTER_ERROR_UNAVAILABLE },
    { G_DBUS_ERROR_DISCONNECTED, SCHALTER_ERROR_UNAVAILABLE },
    { G_DBUS_ERROR_ACCESS_DENIED, SCHALTER_ERROR_REFUSED },
    { G_DBUS_ERROR_AUTH_FAILED, SCHALTER_ERROR_REFUSED },
    { G_DBUS_ERROR_INVALID_ARGS, SCHALTER_ERROR_INVALID },
    { G_DBUS_ERROR_LIMITS_EXCEEDED, SCHALTER_ERROR_INVALID },
  };
  for (guint i = 0; error->domain == G_DBUS_ERROR && i < G_N_ELEMENTS (codes); i++) {
    if (error->code == codes[i].dbus_code)
      return codes[i].code;
  }
  /* The bus itself is gone, or nobody listens at its address. */
  gboolean is_unreachable = error->domain == G_IO_ERROR || error->domain == G_RESOLVER_ERROR;
  return is_unreachable ? SCHALTER_ERROR_UNAVAILABLE : SCHALTER_ERROR_INTERNAL;
}

GError *
schalter_bus_error_adopt (GError *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  (void)g_dbus_error_strip_remote_error (error); /* FALSE: it never crossed the bus */
  if (error->domain == SCHALTER_ERROR)
    return error;
  GError *adopted =
      g_error_new_literal (SCHALTER_ERROR, get_code_of_bus_failure (error), error->message);
  g_error_free (error);
  return adopted;
}
