/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PortalMood:
 * @PORTAL_HANGS: takes a request and never answers
 * @PORTAL_FAILS: 500 with a problem document
 * @PORTAL_GARBAGE: 200 with a page that has nothing to do with it, as a hotel's login has
 * @PORTAL_REFUSES: 422 with a problem document
 * @PORTAL_FORGETS: keeps what is handed in, and then never answers
 */
typedef enum {
  PORTAL_WELL,
  PORTAL_HANGS,
  PORTAL_FAILS,
  PORTAL_GARBAGE,
  PORTAL_REFUSES,
  PORTAL_FORGETS,
} PortalMood;

/**
 * PortalDouble: a real HTTPS server on loopback, on a thread of its own, that behaves as a portal
 * does on its good and bad days. Real in all but its mood.
 */
typedef struct _PortalDouble PortalDouble;

/* Serves the folder "catalogue" in @web_directory; begins well. */
PortalDouble *portal_double_new (const char *web_directory);
void portal_double_free (PortalDouble *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PortalDouble, portal_double_free)

/* Is gone, and back at the same address. */
void portal_double_stop (PortalDouble *portal);
void portal_double_start (PortalDouble *portal);
void portal_double_set_mood (PortalDouble *portal, PortalMood mood);

const char *portal_double_get_uri (PortalDouble *portal);
const char *portal_double_get_ca_file (PortalDouble *portal);

/* How often somebody tried to hand something in, whatever came of it. */
guint portal_double_count_tries (PortalDouble *portal);
/* How many submissions it has; a repeat with the same key and the same bytes is the same one, with
 * other bytes it fails the test. */
guint portal_double_count_kept (PortalDouble *portal);
/* (transfer full) (nullable): the body that came with this key. */
char *portal_double_dup_body (PortalDouble *portal, const char *key);

G_END_DECLS
