CREATE TABLE space (
  -- A commune whose entries are here; `log` names this log of it, `last` is the last number given.
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  log BLOB NOT NULL DEFAULT (randomblob(16)),
  last INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE scope (
  -- A village, or a commune itself.
  key INTEGER PRIMARY KEY,
  space INTEGER NOT NULL REFERENCES space,
  id BLOB NOT NULL,
  UNIQUE (space, id)
) STRICT;

CREATE TABLE document (
  -- A document or circle.
  key INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL REFERENCES scope,
  id BLOB NOT NULL,
  UNIQUE (scope, id)
) STRICT;

CREATE TABLE device (
  -- Whoever wrote or asked.
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE peer (
  -- Another log this one syncs with, and how far.
  key INTEGER PRIMARY KEY,
  space INTEGER NOT NULL REFERENCES space,
  name TEXT NOT NULL,
  remembered BLOB,
  UNIQUE (space, name)
) STRICT;

CREATE TABLE entry (
  -- An entry as it came. `superseded`: since when a snapshot contains it, seconds since 1970. `peer`: who brought it.
  space INTEGER NOT NULL REFERENCES space,
  number INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  scope INTEGER NOT NULL REFERENCES scope,
  document INTEGER NOT NULL REFERENCES document,
  author INTEGER NOT NULL REFERENCES device,
  seq INTEGER NOT NULL,
  superseded INTEGER,
  peer INTEGER REFERENCES peer,
  bytes BLOB NOT NULL,
  UNIQUE (space, number),
  UNIQUE (document, author, seq)
) STRICT;
-- An order has a kind of at most 3.
CREATE INDEX entry_orders ON entry (space, number) WHERE kind <= 3;
CREATE INDEX entry_scope ON entry (scope, number) WHERE superseded IS NULL;
CREATE INDEX entry_superseded ON entry (superseded) WHERE superseded IS NOT NULL;

CREATE TABLE covered (
  -- Up to which entry of an author snapshots contain a document.
  document INTEGER NOT NULL REFERENCES document,
  author INTEGER NOT NULL REFERENCES device,
  seq INTEGER NOT NULL,
  PRIMARY KEY (document, author)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  -- The highest counter of a device's requests.
  space INTEGER NOT NULL REFERENCES space,
  device INTEGER NOT NULL REFERENCES device,
  highest INTEGER NOT NULL,
  PRIMARY KEY (space, device)
) STRICT, WITHOUT ROWID;
