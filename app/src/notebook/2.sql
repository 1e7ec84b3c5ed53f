ALTER TABLE shopping_need       -- what the dishes call the food, in Vietnamese; '': by its own name
  ADD COLUMN called TEXT NOT NULL DEFAULT '';
