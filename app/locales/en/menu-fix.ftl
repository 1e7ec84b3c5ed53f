# What makes up for a shortfall
fix-more = { $meal }: more { $dish } ({ $amount } { $measure })
fix-instead = { $meal }: { $dish } ({ $amount } { $measure }) instead of { $out }
fix-cost-more = about { $vnd } đ more
fix-cost-less = about { $vnd } đ less
fix-cost-same = at the same price
fix-left = still { $left } { $unit } short
fix-tablet = this menu does not supply it all: the iron and folic acid tablet every day, as the health station says
fix-station = this menu does not supply it all: ask the health station about iron for the child
fix-beside = { $fix }; food that brings it nearer: { $food }
fix-none = no dish was found that makes up for it without upsetting something else
check-fix = To make up for it: { $fix }
check-not-between = must be a whole number from { $least } to { $most }
check-no-name = there is no dish or food called “{ $name }”
check-many-names = “{ $name }” may be: { $meant }; give the code
check-not-in-dish = the dish's recipe holds no food of code { $code }
