# nep menu suggest
suggest-about = Build menus for those who eat, their region, wishes and money
suggest-more =
    Examples:
      nep menu suggest --stage pregnant_t2 --region north --budget 60000 --dislike gan
      nep menu suggest --person '{"{"}"id": "me", "stage": "lactating_6_12"{"}"}' \
                       --person '{"{"}"id": "be", "stage": "child", "age_months": 8{"}"}' --adults 1 --json
    stage: pregnant_t1, pregnant_t2, pregnant_t3, lactating_0_6, lactating_6_12, child, adult.
    meal: breakfast, snack_am, lunch, snack_pm, dinner, snack_night.
    Allergens: milk, eggs, fish, crustaceans, molluscs, peanuts, tree_nuts, soy, gluten, sesame.
    A request file has the members people, adults, region, days, meals, month, vegetarian, allergens, dislikes,
    favourites, fixed, at_home, budget_vnd_per_day, prices, seed, proposals. Several requests: one a line; the
    answers are printed one a line, in the same order.
    The same request with the same seed gives the same menu on every device.
suggest-person = Someone who eats, as JSON; repeat it for several people
suggest-stage = Stage of the person who eats
suggest-age-months = The child's age in months
suggest-age-years = The mother's age in years
suggest-sex = Girl (f) or boy (m)
suggest-breastfed = Whether the child is still breast-fed
suggest-activity = How hard the mother works
suggest-edition = The table of needs to compare with
suggest-adults = How many other adults eat along
suggest-region = Region: its dishes and its prices
suggest-days = How many days
suggest-meals = Which meals
suggest-month = Month, for foods in season
suggest-vegetarian = No meat or fish; eggs and milk are eaten
suggest-allergen = Allergy
suggest-dislike = Dish or food not eaten; diacritics may be left out
suggest-favourite = Dish that is liked
suggest-fix = Dish that must stand, as lunch:com-trang or 2:lunch:com-trang
suggest-at-home = Food that is in the house, with its edible grams if known
suggest-budget = Money a day for all, in đồng
suggest-price = Price at your market, đồng a kilogram
suggest-seed = Another number, another menu
suggest-proposals = How many menus
suggest-request = Read the request from a JSON file (- reads standard input)
suggest-json = Print JSON
suggest-not-a-person = --person: “{ $text }” is not JSON

suggest-aim-usual = Everyday menu
suggest-aim-cheapest = Thrifty
suggest-aim-iron = Most iron
suggest-aim-calcium = Most calcium
suggest-aim-liked = Favourites, and what is at home
suggest-optimal = Proven: no menu does better.
suggest-bounded = Close to the best: what is missed could shrink by { $gap }% at most.
cooked-apart = The child's dishes are cooked apart, not taken from the pot. Before { $from } months a child needs food mashed smooth and cooked soft, without salt, fish sauce or sugar; from { $from } months its share can be taken from the family's pot before it is seasoned.
less-than = less than { $least }
missed-title = Missed: { $points } points (0: every goal is met), made of:
missed-line = { $told } ({ $points })
missed-line-of = { $whose }: { $told } ({ $points })
missed-short = { $what } is { $share }% of the need short
missed-over = { $what } is { $share }% past its limit
missed-unknown = { $what }: too little is known of the food to say
missed-meal-short = { $meal } holds less than its usual part, by { $share }% of the day's energy
missed-meal-over = { $meal } holds more than its usual part, by { $share }% of the day's energy
missed-breast_milk = the feeds are { $share }% short of the breast milk the child needs
missed-budget = the food costs { $share }% more than the money set
missed-pot_grain = { $meal }: the child's part has no rice, porridge or gruel
missed-pot_beside = { $meal }: the child's part is rice alone
suggest-part = { $who }: these meals are usually about { $percent } % of the day and were made for that share; they do not tell whether the whole day is enough.
suggest-first-foods = At { $months } months first foods begin, a little at a time, beside breast milk. Whole-day menus begin at { $from } months.
suggest-impossible = { $wish }: not enough for { $goals }.
suggest-impossible-whole = { $wish }: no balanced day was found.
suggest-not-found = { $wish }: no balanced menu was found, though there may be one; try another seed.
suggest-impossible-day = Day { $day }:
suggest-past-budget = This menu costs more than the money set. Another day was made for { $vnd } đ.
suggest-balanced-at-least = Proven: a day that meets every goal costs at least { $vnd } đ.
suggest-at-least = Energy and the main nutrients take at least { $vnd } đ a day.
suggest-cheapest-found = A whole balanced day was built for { $vnd } đ.
suggest-wish-budget = Money
suggest-wish-dislikes = What is not eaten
suggest-wish-allergens = Allergies
suggest-wish-vegetarian = Vegetarian
suggest-wish-fixed = Dishes that must stand

suggest-eaters = { $number } people: one pot is planned for 1 to { $most }
suggest-too-many-days = { $number } days: 1 to { $most } are planned
suggest-too-many-proposals = { $number } menus: 1 to { $most } are planned
suggest-bad-meals = there is no meal, or one stands twice
suggest-bad-month = there is no month { $month }
suggest-fixed-not-eaten = { $dish } was fixed, and it is not eaten here ({ $wish }). Please take the dish out or change the wish.
suggest-unsafe-dish = { $dish } is not safe for person { $eater }: { $rule }
suggest-no-dish = no dish fits { $meal }
suggest-no-dish-because = no dish fits { $meal }, because: { $wish }
suggest-no-safe-menu = no safe menu was found. Where dishes were fixed, take one away and try again
suggest-stopped = stopped

suggest-heading = Menu { $number }: { $aim }
suggest-day = Day { $day } · about { $vnd } đ
suggest-everyone = { $amount } { $measure }
suggest-adult = Adult { $number }
suggest-of = { $who }: { $amount } { $measure }
suggest-unseasoned = taken out before seasoning
suggest-verdict = { $who }: { $verdict }
suggest-short = { $what }: { $by } { $unit } short. To make up for it: { $fix }
suggest-adult-line = { $who }: about { $kcal } kcal, not judged
