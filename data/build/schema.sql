-- nutrition.sqlite: read-only, made at build time from data/, embedded in the library, opened from memory.
-- Every row that carries a figure names the table and the line it came from: file, line (the header is line 1).

CREATE TABLE source (            -- one per data/<field>/<source>-<year>/, from its PROVENANCE.md
  id TEXT PRIMARY KEY,           -- 'foods/vtn-2007'
  title TEXT NOT NULL, publisher TEXT NOT NULL, year TEXT NOT NULL,
  obtained TEXT NOT NULL, terms TEXT NOT NULL, changes TEXT NOT NULL, confidence TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE data_file (         -- the tables figures were read in
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,  -- below data/
  source TEXT NOT NULL REFERENCES source
);

CREATE TABLE food (              -- raw foods as bought; composition is per 100 g edible portion
  code INTEGER PRIMARY KEY,      -- the 2007 table's code; 90001… for foods that table lacks
  name_vi TEXT NOT NULL, name_en TEXT NOT NULL,
  food_group INTEGER NOT NULL,   -- 1–14, the 2007 table's groups
  edible_percent REAL,           -- NULL: the source has no figure
  animal_protein INTEGER NOT NULL, -- 1: its protein (and fat) is of animal origin
  diversity_group TEXT NOT NULL, -- NIN's eight groups; '' for what counts in none
  iycf_group TEXT NOT NULL,      -- the eight groups of the IYCF indicators
  mddw_group TEXT NOT NULL,      -- the ten groups of MDD-W
  flags TEXT NOT NULL,           -- ';'-separated: honey, added_salt, whole_nut …
  allergens TEXT NOT NULL,       -- ';'-separated: gluten, fish … what it holds, by food_allergens.tsv
  read_label TEXT NOT NULL,      -- what it holds or not, by who made it
  allergens_line INTEGER,        -- row of food_allergens.tsv; NULL: of a group without allergens
  traits_line INTEGER NOT NULL,  -- row of foods/nep-2026/food_traits.tsv
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL
);

CREATE TABLE season (            -- foods/nep-2026/food_seasons.tsv; a food without rows has no known season
  food INTEGER NOT NULL REFERENCES food, region TEXT NOT NULL, -- all | north | central | south
  months INTEGER NOT NULL,       -- bit 0 is January; 4095: at any time
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL,
  PRIMARY KEY (food, region)
) WITHOUT ROWID;

CREATE TABLE word (              -- what food_nutrient repeats, once each
  id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE
);

CREATE TABLE food_nutrient (     -- one effective value per food and nutrient; no row = not known (never zero)
  food INTEGER NOT NULL REFERENCES food,
  nutrient INTEGER NOT NULL REFERENCES word,   -- code of nep_core::nutrition::Nutrient
  per_100g REAL NOT NULL,        -- in the nutrient's unit
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL,
  col INTEGER NOT NULL REFERENCES word,        -- the printed cell
  conversion INTEGER NOT NULL REFERENCES word, -- '' the cell is the value; else how it became it: unit, trace, without_fibre …
  confidence INTEGER NOT NULL REFERENCES word, -- high | medium | low
  note TEXT,                     -- reason, for a disputed cell that was decided
  PRIMARY KEY (food, nutrient)
) WITHOUT ROWID;

CREATE TABLE price (             -- đ per kg (a litre counts as a kg)
  food INTEGER NOT NULL REFERENCES food, region TEXT NOT NULL, -- all | north | central | south
  vnd_per_kg INTEGER NOT NULL, basis TEXT NOT NULL, -- as_purchased | edible
  source TEXT NOT NULL,          -- ';'-separated codes of dishes/nep-2026/sources.tsv
  confidence TEXT NOT NULL,      -- high | medium | low | estimate
  note TEXT NOT NULL, file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL,
  PRIMARY KEY (food, region)
) WITHOUT ROWID;

CREATE TABLE portion (           -- dishes/nep-2026/dish_portions.tsv: household measures of a dish, or of a kind of dish
  line INTEGER PRIMARY KEY,      -- its row
  dish TEXT, kind TEXT,          -- one of the two; dish's own row comes before that of its kind
  from_months INTEGER, to_months INTEGER, -- of the youngest eater of a child's dish; NULL: women's dishes
  measure_vi TEXT NOT NULL, measure_en TEXT NOT NULL,
  per_serving REAL NOT NULL,     -- measures in one serving
  step REAL NOT NULL, least REAL NOT NULL, most REAL NOT NULL, -- in measures, at one meal
  most_under_36 REAL,            -- for a child under 36 months, when that is less
  confidence TEXT NOT NULL, file INTEGER NOT NULL REFERENCES data_file
);

CREATE TABLE dish (
  id TEXT PRIMARY KEY, name_vi TEXT NOT NULL, name_en TEXT NOT NULL, kind TEXT NOT NULL,
  regions TEXT NOT NULL, audiences TEXT NOT NULL, meals TEXT NOT NULL, tags TEXT NOT NULL, -- ';'-separated
  flags TEXT NOT NULL, flags_reason TEXT NOT NULL, -- hazards of the dish itself, over those of its foods
  child_age_min_months INTEGER, child_age_max_months INTEGER,
  portion INTEGER NOT NULL REFERENCES portion,
  work_min INTEGER NOT NULL, total_min INTEGER NOT NULL, times_line INTEGER NOT NULL, -- dish_times.tsv
  note_vi TEXT NOT NULL, source TEXT NOT NULL,
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL
);

CREATE TABLE dish_ingredient (   -- grams: edible, raw, one serving
  dish TEXT NOT NULL REFERENCES dish, position INTEGER NOT NULL, food INTEGER NOT NULL REFERENCES food,
  grams REAL NOT NULL, role TEXT NOT NULL, optional INTEGER NOT NULL, local_name_vi TEXT NOT NULL,
  allergens TEXT NOT NULL, read_label TEXT NOT NULL, -- of the product under the local name, over those of the food
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL, PRIMARY KEY (dish, position)
) WITHOUT ROWID;

CREATE TABLE sharing (           -- dishes/nep-2026/dish_sharing.tsv: dishes of grown-ups that a small child may share
  dish TEXT PRIMARY KEY REFERENCES dish, from_months INTEGER NOT NULL,
  texture TEXT NOT NULL,         -- mashed | minced | cut_small | drink
  before_seasoning INTEGER NOT NULL, -- 1: its share is taken out before salt, fish sauce and sugar go in
  care TEXT NOT NULL,            -- ';'-separated: what is taken away first: bones, skin, shells, seeds, fibre
  reason TEXT NOT NULL, file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE shared_amount (     -- dishes/nep-2026/dish_sharing_amounts.tsv
  from_months INTEGER PRIMARY KEY, to_months INTEGER NOT NULL,
  most_servings REAL NOT NULL,   -- of a grown serving, at a meal
  confidence TEXT NOT NULL, file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL
);

CREATE TABLE recipe_step (
  dish TEXT NOT NULL REFERENCES dish, step INTEGER NOT NULL, text_vi TEXT NOT NULL, PRIMARY KEY (dish, step)
) WITHOUT ROWID;

CREATE TABLE menu (              -- dishes/nep-2026/menu_list.tsv: a day for one stage in one region
  id TEXT PRIMARY KEY, stage TEXT NOT NULL, region TEXT NOT NULL,
  theme TEXT NOT NULL,           -- usual | vegetarian | low_budget
  day INTEGER NOT NULL,          -- from 1, within stage, region and theme
  activity TEXT,                 -- light | moderate | heavy, of the woman it was made for
  age INTEGER NOT NULL,          -- completed years of a woman, completed months of a child
  sex TEXT,                      -- f | m; NULL: not known
  breastfed INTEGER,             -- of a child
  made_by TEXT NOT NULL,         -- hand, or the builder with its version
  seed INTEGER,                  -- the builder's
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL
);

CREATE TABLE menu_dish (
  menu TEXT NOT NULL REFERENCES menu, position INTEGER NOT NULL, meal TEXT NOT NULL,
  dish TEXT NOT NULL REFERENCES dish, portion REAL NOT NULL,
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL, PRIMARY KEY (menu, position)
) WITHOUT ROWID;

CREATE TABLE requirement (       -- guidelines/rni-2016/rni.tsv, every edition, as printed
  group_id TEXT NOT NULL, group_vi TEXT NOT NULL, nutrient TEXT NOT NULL, unit TEXT NOT NULL, value_kind TEXT NOT NULL,
  condition TEXT NOT NULL, source TEXT NOT NULL, confidence TEXT NOT NULL, edition TEXT NOT NULL, note TEXT NOT NULL,
  value REAL NOT NULL,
  food_nutrient TEXT,            -- the nutrient of foods it is compared with
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL
);

CREATE TABLE feeding (           -- guidelines/feeding-2026/feeding_by_age.tsv; empty cells are NULL
  age_from_months INTEGER PRIMARY KEY, age_to_months INTEGER NOT NULL, group_vi TEXT NOT NULL,
  breastfeeding TEXT NOT NULL,
  main_meals_low INTEGER NOT NULL, main_meals_high INTEGER NOT NULL,
  snacks_low INTEGER NOT NULL, snacks_high INTEGER NOT NULL,
  amount_per_meal TEXT NOT NULL, texture TEXT NOT NULL,
  energy_need_boys_kcal REAL, energy_need_girls_kcal REAL,
  energy_from_food_breastfed_kcal REAL, energy_from_food_non_breastfed_kcal REAL,
  min_feeds_non_breastfed INTEGER,
  food_rules TEXT NOT NULL, avoid TEXT NOT NULL, source TEXT NOT NULL, confidence TEXT NOT NULL, note TEXT,
  file INTEGER NOT NULL REFERENCES data_file, line INTEGER NOT NULL
);
