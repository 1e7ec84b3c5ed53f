# The week and the family pot
week-title = { $days } days
week-no-plan = This menu cannot be shown
week-unknown-dish = This menu has a dish that this machine does not know.
week-total = Market money in all
week-a-day = A day on average
week-fish = With fish or shrimps
week-of-days = { $days } of { $of } days
week-vegetables = Different vegetables and fruit
week-dishes = Different dishes
week-kinds = { $count } kinds
week-balanced = balanced { $days } of { $of } days
week-weeks = Weeks
week-number = Week { $number }
week-days = Days
week-day = Day { $day }
week-open = Open day { $day }
week-shopping = Make the shopping list
week-unsafe = { $who } must not eat the menu of day { $day }
met-of = { $met } of { $of } nutrients enough

eater-pregnant = Pregnant mother
eater-lactating = Breastfeeding mother
eater-child = Child of { $months } months
eater-adult = Adult

pot-title = The family pot
pot-before-seasoning = taken out before seasoning
pot-child = Share of: { $who }
pot-take-first = Take the child's share out before seasoning.
pot-take-from = From: { $dishes }.
pot-texture-6 = Cook very soft, mash smooth, then thicker. Take out all bones and seeds.
pot-texture-9 = Mince, leave small lumps to chew. Take out all bones and seeds.
pot-texture-12 = Soft rice, food cut small. Take out all bones; grind nuts fine.
pot-texture-24 = Cut to small bites. Take out all bones; pound nuts.
pot-texture-36 = Eats as the family does, in small bites, all bones taken out.
pot-breast-milk = Keep breastfeeding whenever the child wants.
pot-each = What each one gets
