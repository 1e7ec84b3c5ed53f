CREATE TABLE own_price (         -- what this household pays itself, over the price table
  food INTEGER PRIMARY KEY,      -- code of the food tables
  vnd_per_kg INTEGER NOT NULL CHECK (vnd_per_kg > 0),
  noted_on TEXT NOT NULL         -- 2026-06-09
);

CREATE TABLE own_dish (          -- a dish the bank does not know
  id TEXT PRIMARY KEY,           -- own-…, random; given by the form, so that a form sent twice is one dish
  name TEXT NOT NULL,
  kind TEXT NOT NULL,            -- staple, main, soup …: the words of the bank
  servings REAL NOT NULL CHECK (servings > 0), -- the pot feeds so many
  child_from INTEGER, child_to INTEGER,        -- months of the children it is cooked for; NULL: for the family
  steps TEXT NOT NULL,           -- a line each
  removed INTEGER NOT NULL DEFAULT 0           -- kept, so that removing can be undone
);

CREATE TABLE own_dish_part (     -- what goes into the whole pot
  dish TEXT NOT NULL REFERENCES own_dish, position INTEGER NOT NULL,
  food INTEGER NOT NULL,
  amount REAL NOT NULL CHECK (amount > 0),
  measure TEXT NOT NULL,         -- as typed: 'quả', 'thìa canh'; '' for grams
  grams REAL NOT NULL CHECK (grams > 0),       -- edible, raw: what the measure held when it was typed
  PRIMARY KEY (dish, position)
);

CREATE TABLE shopping_list (     -- holds foods and grams: neither whose menu it was nor for which stage
  id TEXT PRIMARY KEY,           -- random; given by the form, so that a form sent twice is one list
  made_on TEXT NOT NULL,
  days INTEGER NOT NULL,
  people INTEGER NOT NULL,
  region TEXT NOT NULL,          -- whose prices hold
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE shopping_need (     -- one food of a list; price, unit and stall come from the tables when it is shown
  list TEXT NOT NULL REFERENCES shopping_list, food INTEGER NOT NULL,
  grams REAL NOT NULL CHECK (grams > 0),       -- edible, raw, of all dishes together
  at_home INTEGER NOT NULL DEFAULT 0,          -- 1: there is enough at home
  bought INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (list, food)
);
