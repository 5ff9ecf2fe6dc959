/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiosk-link.h"

G_BEGIN_DECLS

/**
 * SchalterKioskList:
 *
 * The kiosks this desk knows, as a GListModel of SchalterKioskLink, and the file that remembers
 * them.
 *
 * Signals: "kiosk-changed" (SchalterKioskLink): one of them has something new; "problem" (a
 * sentence): what was learnt could not be written down.
 */
#define SCHALTER_TYPE_KIOSK_LIST (schalter_kiosk_list_get_type ())
G_DECLARE_FINAL_TYPE (SchalterKioskList, schalter_kiosk_list, SCHALTER, KIOSK_LIST, GObject)

/**
 * schalter_kiosk_list_new:
 * @path: of the file; need not be there
 *
 * Connects to every kiosk in it. Returns: %NULL with SCHALTER_ERROR_CORRUPT if the file is damaged.
 */
SchalterKioskList *schalter_kiosk_list_new (const char *path,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What this desk is called: the name given, or else the machine's. */
const char *schalter_kiosk_list_get_desk (SchalterKioskList *self);
/* Holds from the next connection on; written down with the next kiosk. */
void schalter_kiosk_list_set_desk (SchalterKioskList *self, const char *desk);

/**
 * schalter_kiosk_list_pair_async:
 * @kiosk: of a pairing line
 *
 * Connects once. When the kiosk bids us welcome it is in the list and in the file, in the place of
 * one with the same certificate; otherwise nothing is kept.
 */
void schalter_kiosk_list_pair_async (SchalterKioskList *self,
                                     const SchalterKnownKiosk *kiosk,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean schalter_kiosk_list_pair_finish (SchalterKioskList *self,
                                          GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets a kiosk; FALSE when that cannot be written down, and then it stays. */
gboolean schalter_kiosk_list_forget (SchalterKioskList *self,
                                     SchalterKioskLink *link,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
