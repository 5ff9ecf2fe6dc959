/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue-sync.h"
#include "counter-calls.h"
#include "outbox-sender.h"
#include "print-follower.h"
#include "printer-health.h"
#include "settings.h"
#include "storage-health.h"

G_BEGIN_DECLS

/**
 * SchalterAgentParts: what the agent is made of, lent to its services. All borrowed; agent.c owns
 * it and lets the services go first.
 * @portal: (nullable): without one the kiosk is offline for ever
 */
typedef struct {
  const SchalterSettings *settings;
  SchalterAgentDb *db;
  SchalterGenerations *generations;
  SchalterPortalClient *portal;
  SchalterNetworkState *network;
  SchalterCatalogueSync *sync;
  SchalterOutboxSender *sender;
  SchalterPrintFollower *follower;
  SchalterPrinterHealth *printer;
  SchalterStorageHealth *storage;
  SchalterCounterCalls *calls;
} SchalterAgentParts;

G_END_DECLS
