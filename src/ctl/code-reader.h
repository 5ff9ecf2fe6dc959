/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * schalter_code_reader_read:
 * @content: a PDF, a PNG picture, or plain text; from anyone, so all limits are checked
 *
 * Finds the seal's code: of a text the text itself, of a PDF or picture the one QR code in it that
 * is a web address with a fragment.
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_NOT_FOUND when there is none,
 *     SCHALTER_ERROR_CONFLICT when there are several different ones, SCHALTER_ERROR_INVALID when
 *     the file is damaged or too large.
 */
char *schalter_code_reader_read (GBytes *content, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
