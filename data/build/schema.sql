-- nutrition.sqlite: read-only, made at build time from data/, embedded in the library, opened from memory.
-- Every row that carries a figure names the table and the line it came from: file (below data/), line (header = 1).
PRAGMA page_size = 4096;

CREATE TABLE source (            -- one per data/<field>/<source>-<year>/, from its PROVENANCE.md
  id TEXT PRIMARY KEY,           -- 'foods/vtn-2007'
  title TEXT NOT NULL, publisher TEXT NOT NULL, year TEXT NOT NULL,
  obtained TEXT NOT NULL, terms TEXT NOT NULL, changes TEXT NOT NULL, confidence TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE food (              -- raw foods as bought; composition is per 100 g edible portion
  code INTEGER PRIMARY KEY,      -- the 2007 table's code; 90001… for foods that table lacks
  name_vi TEXT NOT NULL, name_en TEXT NOT NULL,
  food_group INTEGER NOT NULL,   -- 1–14, the 2007 table's groups
  edible_percent REAL,           -- NULL: the source has no figure
  animal_protein INTEGER NOT NULL, -- 1: meat, fish, egg, milk
  diversity_group TEXT,          -- NIN's eight groups / IYCF group used by the balance rules
  unsafe TEXT NOT NULL DEFAULT '', -- ';'-separated codes: honey, added_salt, whole_nut, raw_fish, alcohol, high_mercury, liver, formula …
  file TEXT NOT NULL, line INTEGER NOT NULL
);

CREATE TABLE food_nutrient (     -- one effective value per food and nutrient; no row = not known (never zero)
  food INTEGER NOT NULL REFERENCES food, nutrient TEXT NOT NULL, -- nutrient: code of nep_core::nutrition::Nutrient
  per_100g REAL NOT NULL,
  source TEXT NOT NULL REFERENCES source, file TEXT NOT NULL, line INTEGER NOT NULL, col TEXT NOT NULL,
  confidence TEXT NOT NULL,      -- high | medium | low
  note TEXT NOT NULL DEFAULT '', -- reason, for a disputed cell that was decided
  PRIMARY KEY (food, nutrient)
) WITHOUT ROWID;

CREATE TABLE price (             -- đ per kg (litre = kg)
  food INTEGER NOT NULL REFERENCES food, region TEXT NOT NULL, -- all | north | central | south
  vnd_per_kg INTEGER NOT NULL, basis TEXT NOT NULL, -- as_purchased | edible
  source TEXT NOT NULL, confidence TEXT NOT NULL, note TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (food, region)
) WITHOUT ROWID;

CREATE TABLE dish (
  id TEXT PRIMARY KEY, name_vi TEXT NOT NULL, name_en TEXT NOT NULL, kind TEXT NOT NULL,
  regions TEXT NOT NULL, audiences TEXT NOT NULL, meals TEXT NOT NULL, tags TEXT NOT NULL, -- ';'-separated
  child_age_min_months INTEGER, child_age_max_months INTEGER,
  note_vi TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE dish_ingredient (   -- grams: edible, raw, one serving
  dish TEXT NOT NULL REFERENCES dish, position INTEGER NOT NULL, food INTEGER NOT NULL REFERENCES food,
  grams REAL NOT NULL, role TEXT NOT NULL, optional INTEGER NOT NULL, local_name_vi TEXT NOT NULL,
  line INTEGER NOT NULL, PRIMARY KEY (dish, position)
) WITHOUT ROWID;

CREATE TABLE recipe_step (
  dish TEXT NOT NULL REFERENCES dish, step INTEGER NOT NULL, text_vi TEXT NOT NULL, PRIMARY KEY (dish, step)
) WITHOUT ROWID;

CREATE TABLE menu (
  id TEXT PRIMARY KEY, stage TEXT NOT NULL, region TEXT NOT NULL, vegetarian INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE menu_dish (
  menu TEXT NOT NULL REFERENCES menu, position INTEGER NOT NULL, meal TEXT NOT NULL,
  dish TEXT NOT NULL REFERENCES dish, portion REAL NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (menu, position)
) WITHOUT ROWID;

CREATE TABLE requirement (       -- guidelines/rni-2016 rows, all editions, as printed
  id INTEGER PRIMARY KEY,
  group_id TEXT NOT NULL, nutrient TEXT NOT NULL, unit TEXT NOT NULL, value REAL NOT NULL, value_kind TEXT NOT NULL,
  condition TEXT NOT NULL, edition TEXT NOT NULL, source TEXT NOT NULL, confidence TEXT NOT NULL, note TEXT NOT NULL,
  file TEXT NOT NULL, line INTEGER NOT NULL
);

CREATE TABLE feeding (           -- feeding_by_age.tsv
  age_from_months INTEGER PRIMARY KEY, age_to_months INTEGER NOT NULL, row_json TEXT NOT NULL, -- every column, by name
  source TEXT NOT NULL, confidence TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
);
