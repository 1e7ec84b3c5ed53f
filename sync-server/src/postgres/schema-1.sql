CREATE TABLE space (
  -- A commune whose entries are here; `log` names this log of it, `last` is the last number given. Its row is the lock of its numbering.
  id bytea PRIMARY KEY,
  log bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()),
  last bigint NOT NULL DEFAULT 0
);

CREATE TABLE entry (
  -- An entry as it came. `superseded`: since when a snapshot contains it, seconds since 1970. No query spans two spaces.
  space bytea NOT NULL,
  number bigint NOT NULL,
  id bytea NOT NULL,
  kind smallint NOT NULL,
  scope bytea NOT NULL,
  doc bytea NOT NULL,
  author bytea NOT NULL,
  seq bigint NOT NULL,
  superseded bigint,
  bytes bytea NOT NULL,
  PRIMARY KEY (space, number),
  UNIQUE (space, id),
  UNIQUE (space, scope, doc, author, seq)
) PARTITION BY HASH (space);
-- Sealed bytes do not shrink.
ALTER TABLE entry ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE entry_0 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 0);
CREATE TABLE entry_1 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 1);
CREATE TABLE entry_2 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 2);
CREATE TABLE entry_3 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 3);
CREATE TABLE entry_4 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 4);
CREATE TABLE entry_5 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 5);
CREATE TABLE entry_6 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 6);
CREATE TABLE entry_7 PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER 7);
-- An order has a kind of at most 3.
CREATE INDEX entry_orders ON entry (space, number) WHERE kind <= 3;
CREATE INDEX entry_scope ON entry (space, scope, number) WHERE superseded IS NULL;
CREATE INDEX entry_superseded ON entry (superseded) WHERE superseded IS NOT NULL;

CREATE TABLE covered (
  -- Up to which entry of an author snapshots contain a document.
  space bytea NOT NULL,
  scope bytea NOT NULL,
  doc bytea NOT NULL,
  author bytea NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (space, scope, doc, author)
);

CREATE TABLE counter (
  -- The highest counter of a device's requests.
  space bytea NOT NULL,
  device bytea NOT NULL,
  highest bigint NOT NULL,
  PRIMARY KEY (space, device)
);
