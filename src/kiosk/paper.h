/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "certificate-request.h"
#include "session.h"

G_BEGIN_DECLS

/**
 * The papers a session prints. Each is made from what the session holds, and becomes its paper
 * (schalter_session_get_paper()). Errors: SCHALTER_ERROR_INVALID when a paper cannot be set in
 * type.
 */

/* For what was handed in. */
gboolean schalter_paper_make_receipt (SchalterSession *session,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where to go with the service in hand: the office, its address and hours, what to bring. */
gboolean schalter_paper_make_slip (SchalterSession *session,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_paper_make_certificate (SchalterSession *session,
                                          const SchalterCertificate *certificate,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): address lines of an office parted by "\n". */
char *schalter_paper_dup_office_address (const SchalterOffice *office);
/* (transfer full): a time as it is written in Switzerland. */
char *schalter_paper_dup_time (gint64 time_us);

G_END_DECLS
