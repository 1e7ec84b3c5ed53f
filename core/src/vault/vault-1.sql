CREATE TABLE vault (
  -- Whose vault this is. `lock`: how a secret opens the vault's key. `keyring` and `own` are sealed by that key.
  one INTEGER PRIMARY KEY CHECK (one = 1),
  space BLOB NOT NULL,
  lock BLOB NOT NULL,
  own BLOB NOT NULL,
  keyring BLOB NOT NULL
) STRICT;

CREATE TABLE vault_again (
  -- The same once more, on a page of its own: one damaged page must not take every key.
  one INTEGER PRIMARY KEY CHECK (one = 1),
  space BLOB NOT NULL,
  lock BLOB NOT NULL,
  own BLOB NOT NULL,
  keyring BLOB NOT NULL
) STRICT;

CREATE TABLE projection (
  -- A document as read, sealed: can be made again from its entries.
  scope BLOB NOT NULL,
  doc BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (scope, doc)
) STRICT;

CREATE TABLE summary (
  -- What lists need of a document, sealed: all of it is read when the vault is unlocked.
  scope BLOB NOT NULL,
  doc BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (scope, doc)
) STRICT, WITHOUT ROWID;

CREATE TABLE digested (
  -- Up to which number of the log projections and keyring are made from it.
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL
) STRICT;
INSERT INTO digested VALUES (1, 0);
