/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The log events an operator sees. Each has an id (systemd's MESSAGE_ID) and an entry in
 * data/schalter.catalog that says what to do: journalctl --catalog shows it. Never anything
 * personal: ids only.
 */
#define SCHALTER_MSG_CATALOGUE_UPDATED "7fe6cd9bb6054e3da541b17bb6e01698"
#define SCHALTER_MSG_CATALOGUE_REFUSED "fc1be75e19904d05953e0570020dab4c"
#define SCHALTER_MSG_CATALOGUE_DAMAGED "47c7dc011cc1438392c42bf888afaf30"
#define SCHALTER_MSG_SYNC_FAILED "be3289921ce04eed86ff53a79c30bfba"
#define SCHALTER_MSG_OUTBOX_DELIVERED "26253587e64e43f592129fcb4a5a5dec"
#define SCHALTER_MSG_OUTBOX_RETRY "ee19737ac4524e9a9595ae82574a5274"
#define SCHALTER_MSG_OUTBOX_ATTENTION "62f89eff1f684f79a668a599444ac77a"
#define SCHALTER_MSG_STATE_UNUSABLE "bc1b8a15234f4250813321ed420f003d"
#define SCHALTER_MSG_STORAGE_FULL "7d95439e385948368e3519343983837d"
#define SCHALTER_MSG_STORAGE_BACK "5901bd0104814522a8709844a805278b"
#define SCHALTER_MSG_PRINT_CONFIRMED "019ea29984994fd3aa2d7bce8488c6b1"
#define SCHALTER_MSG_PRINT_FAILED "a716470eee5f41a0a4fdf40700e8aa02"
#define SCHALTER_MSG_PRINT_UNKNOWN "731c9cda3753486c99c377c4f40498c1"
#define SCHALTER_MSG_PRINT_RECOVERED "02b0765dd94b4e55b6608a01e1b0d825"
#define SCHALTER_MSG_PRINTER_STATE "5d7b68562eb748979c4bd9b3f862bba3"
#define SCHALTER_MSG_CALLER_REFUSED "1eeb67cc3d554215b2f312cfc1eb2c4f"

/**
 * schalter_log:
 * @level: message for milestones, warning for "degraded, continuing", critical for a bug
 * @message_id: one of SCHALTER_MSG_…
 * @...: pairs "FIELD", value (strings), then "MESSAGE", format and its arguments
 */
#define schalter_log(level, message_id, ...)                                                       \
  g_log_structured (G_LOG_DOMAIN, level, "MESSAGE_ID", message_id, __VA_ARGS__)

G_END_DECLS
