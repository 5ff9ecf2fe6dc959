/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a service to its start: where the citizen lives, which office answers, and what stands in
 * the way. */
#include "config.h"

#include "session.h"

#include "session-private.h"

#include <glib/gi18n.h>

guint
schalter_session_get_bfs (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), 0);
  return self->bfs != 0 ? self->bfs : self->settings->municipality_bfs;
}

SchalterMunicipality *
schalter_session_dup_municipality (SchalterSession *self)
{
  guint bfs = schalter_session_get_bfs (self);
  return self->catalogue != NULL && bfs != 0
             ? schalter_catalogue_get_municipality (self->catalogue, bfs)
             : NULL;
}

SchalterOffice *
schalter_session_resolve_office (SchalterSession *self, const SchalterService *service)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self) && service != NULL, NULL);
  return self->catalogue != NULL ? schalter_catalogue_resolve_office (
                                       self->catalogue, service, schalter_session_get_bfs (self))
                                 : NULL;
}

/* Starting a service. */

static gboolean
has_not_joined (SchalterSession *self)
{
  g_autoptr (SchalterMunicipality) municipality = schalter_session_dup_municipality (self);
  return self->service->level == SCHALTER_LEVEL_MUNICIPALITY && municipality != NULL &&
         !municipality->participates;
}

SchalterStart
schalter_session_can_start (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self) && self->service != NULL,
                        SCHALTER_START_IN_PERSON);
  const SchalterService *service = self->service;
  if (service->form_id == NULL && service->certificate_id == NULL)
    return SCHALTER_START_IN_PERSON;
  if (has_not_joined (self))
    return SCHALTER_START_NOT_JOINED;
  if (service->certificate_id != NULL && schalter_session_is_online (self))
    return SCHALTER_START_CERTIFICATE;
  if (service->form_id == NULL)
    return SCHALTER_START_NEEDS_NETWORK;
  return schalter_session_are_forms_open (self) ? SCHALTER_START_FORM : SCHALTER_START_CLOSED;
}

void
schalter_session_start_form (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && self->service != NULL);
  self->is_starting = TRUE;
  if (self->service->level == SCHALTER_LEVEL_MUNICIPALITY && self->bfs == 0)
    schalter_session_go (self, "municipality");
  else
    schalter_session_go (self, "form");
}

void
schalter_session_start_service (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  if (self->service == NULL)
    return;
  SchalterStart start = schalter_session_can_start (self);
  if (start == SCHALTER_START_CERTIFICATE)
    schalter_session_go (self, "identify");
  else if (start == SCHALTER_START_FORM)
    schalter_session_start_form (self);
  else
    schalter_session_notice (self, _ ("Please go to the counter for this."));
}

void
schalter_session_ask_municipality (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  self->is_starting = FALSE;
  schalter_session_go (self, "municipality");
}

void
schalter_session_choose_municipality (SchalterSession *self, guint bfs)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && bfs != 0);
  gboolean was_starting = self->is_starting;
  self->bfs = bfs;
  self->is_starting = FALSE;
  if (was_starting && self->service != NULL &&
      schalter_session_can_start (self) == SCHALTER_START_FORM)
    schalter_session_start_form (self);
  else
    schalter_session_go_back (self);
}
