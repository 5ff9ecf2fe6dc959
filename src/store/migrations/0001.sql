-- SPDX-License-Identifier: GPL-3.0-or-later
-- The agent's state. Times are microseconds since 1970, UTC. Never edited after release: what comes
-- later is a file of its own.

-- What was handed in. The content is sealed to the authority; nothing here is personal.
CREATE TABLE outbox (
  submission_id TEXT NOT NULL PRIMARY KEY CHECK (length(submission_id) = 36),
  reference TEXT NOT NULL UNIQUE,
  service_id TEXT NOT NULL,
  -- As it goes over the wire, with the reference.
  envelope TEXT NOT NULL,
  -- SHA-256 of what the session handed in: knows a repeat from another submission of the same id.
  request_hash TEXT NOT NULL CHECK (length(request_hash) = 64),
  sealed BLOB,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'attention')),
  created_us INTEGER NOT NULL,
  next_attempt_us INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  last_error TEXT NOT NULL DEFAULT '',
  delivered_us INTEGER,
  receipt TEXT,
  CHECK ((state = 'delivered') = (sealed IS NULL)),
  CHECK ((state = 'delivered') = (delivered_us IS NOT NULL)),
  CHECK ((state = 'delivered') = (receipt IS NOT NULL))
) STRICT;

CREATE INDEX outbox_by_state ON outbox (state, created_us);

-- One row for each sheet that may come out of the printer.
CREATE TABLE prints (
  job_name TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('certificate', 'receipt')),
  number TEXT NOT NULL,
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  pages INTEGER NOT NULL CHECK (pages >= 1),
  pages_out INTEGER NOT NULL DEFAULT -1 CHECK (pages_out >= -1),
  state TEXT NOT NULL CHECK (
    state IN ('issued', 'preflight', 'submitted', 'printing', 'confirmed', 'failed', 'unknown')
  ),
  -- The queue's id, for the log only: queues use their ids again.
  job_id INTEGER NOT NULL DEFAULT 0,
  created_us INTEGER NOT NULL,
  changed_us INTEGER NOT NULL,
  UNIQUE (number, attempt)
) STRICT;

CREATE INDEX prints_by_time ON prints (created_us);
CREATE INDEX prints_open ON prints (state) WHERE state NOT IN ('confirmed', 'failed', 'unknown');

-- Counters that were paired. Only hashes: the file alone opens no link.
CREATE TABLE counters (
  credential_hash TEXT NOT NULL PRIMARY KEY CHECK (length(credential_hash) = 64),
  name TEXT NOT NULL,
  paired_us INTEGER NOT NULL,
  seen_us INTEGER NOT NULL
) STRICT;

CREATE TABLE pairing_tokens (
  token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
  expires_us INTEGER NOT NULL
) STRICT;
