ALTER TABLE own_dish            -- whether its fish, meat or egg is eaten raw or half done; nobody was asked before: cooked
  ADD COLUMN raw INTEGER NOT NULL DEFAULT 0;
