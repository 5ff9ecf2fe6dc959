/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * Answers: every one of them carries the security headers, and is not to be stored unless said
 * otherwise.
 */

void schalter_reply_json (SoupServerMessage *message, guint status, JsonNode *body);
/* JSON that is text already, byte for byte. */
void schalter_reply_json_text (SoupServerMessage *message, guint status, const char *text);
void schalter_reply_html (SoupServerMessage *message, guint status, const char *html);
/* Takes @html, which holds what somebody typed: it is wiped once it is sent. */
void schalter_reply_private_html (SoupServerMessage *message, char *html);
void schalter_reply_set_language (SoupServerMessage *message, const char *tag);
void schalter_reply_bytes (SoupServerMessage *message, const char *type, GBytes *bytes);
/* A see-other redirect (RFC 9110 §15.4.4): a reload never posts again. */
void schalter_reply_see_other (SoupServerMessage *message, const char *location);

/**
 * schalter_reply_problem: a problem document (RFC 9457).
 * @detail: (nullable): for people; nothing personal, nothing secret
 */
void schalter_reply_problem (SoupServerMessage *message, guint status, const char *detail);

/* 405, with the methods that the path has. */
void schalter_reply_not_allowed (SoupServerMessage *message, const char *methods);

/* The status an error of ours stands for, and its message; what is our own fault stays unsaid. */
void schalter_reply_error (SoupServerMessage *message, const GError *error);
guint schalter_reply_get_status (const GError *error);

/* On every answer, also those that no handler made. */
void schalter_reply_add_security_headers (SoupServerMessage *message);
/* May be kept by caches for so long; without it nothing may. */
void schalter_reply_allow_caching (SoupServerMessage *message, guint seconds);

G_END_DECLS
