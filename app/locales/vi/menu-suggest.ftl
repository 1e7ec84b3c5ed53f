# nep menu suggest
suggest-about = Xếp thực đơn theo người ăn, vùng, sở thích và tiền chợ
suggest-more =
    Ví dụ:
      nep menu suggest --stage pregnant_t2 --region north --budget 60000 --dislike gan
      nep menu suggest --person '{"{"}"id": "me", "stage": "lactating_6_12"{"}"}' \
                       --person '{"{"}"id": "be", "stage": "child", "age_months": 8{"}"}' --adults 1 --json
    stage: pregnant_t1, pregnant_t2, pregnant_t3, lactating_0_6, lactating_6_12, child, adult.
    meal: breakfast, snack_am, lunch, snack_pm, dinner, snack_night.
    Dị ứng: milk, eggs, fish, crustaceans, molluscs, peanuts, tree_nuts, soy, gluten, sesame.
    Tệp yêu cầu dùng các mục people, adults, region, days, meals, month, vegetarian, allergens, dislikes,
    favourites, fixed, at_home, budget_vnd_per_day, prices, seed, proposals. Nhiều yêu cầu: mỗi dòng một yêu cầu,
    in ra mỗi dòng một câu trả lời theo đúng thứ tự.
    Cùng yêu cầu, cùng seed thì máy nào cũng ra cùng thực đơn.
suggest-person = Một người ăn, viết bằng JSON; ghi nhiều lần cho nhiều người
suggest-stage = Giai đoạn của người ăn
suggest-age-months = Số tháng tuổi của bé
suggest-age-years = Số tuổi của mẹ
suggest-sex = Bé gái (f) hay trai (m)
suggest-breastfed = Bé còn bú mẹ không
suggest-activity = Mức lao động của mẹ
suggest-edition = Bảng nhu cầu dùng để so
suggest-adults = Số người lớn khác cùng ăn
suggest-region = Vùng: món ăn và giá chợ
suggest-days = Số ngày
suggest-meals = Những bữa cần xếp
suggest-month = Tháng, để chọn thực phẩm đúng mùa
suggest-vegetarian = Ăn chay, có trứng và sữa
suggest-allergen = Dị ứng
suggest-dislike = Món hay thực phẩm không ăn; tên không dấu cũng được
suggest-favourite = Món thích
suggest-fix = Món phải có, ví dụ lunch:com-trang hay 2:lunch:com-trang
suggest-at-home = Thực phẩm nhà có sẵn, kèm số gam ăn được nếu biết
suggest-budget = Tiền chợ một ngày cho cả nhà, đồng
suggest-price = Giá ở chợ nhà, đồng một cân
suggest-seed = Số khác cho thực đơn khác
suggest-proposals = Số thực đơn cần xếp
suggest-request = Đọc yêu cầu từ tệp JSON (dấu - là đọc từ đầu vào)
suggest-json = In JSON
suggest-not-a-person = --person: “{ $text }” không phải JSON

suggest-aim-usual = Thực đơn thường ngày
suggest-aim-cheapest = Tiết kiệm
suggest-aim-iron = Nhiều sắt nhất
suggest-aim-calcium = Nhiều canxi nhất
suggest-aim-liked = Món thích và đồ có sẵn
suggest-optimal = Đã chứng minh: không có thực đơn nào đủ chất hơn.
suggest-bounded = Gần tốt nhất: phần thiếu còn có thể giảm nhiều nhất { $gap }%.
cooked-apart = Món của bé nấu riêng, không múc từ nồi chung. Trước { $from } tháng bé cần món nghiền mịn, nấu nhừ, không muối, không mắm, không đường; từ { $from } tháng mới múc được phần bé từ nồi của nhà, trước khi nêm.
less-than = chưa tới { $least }
missed-title = Điểm chưa đạt: { $points } (0 là đạt hết). Gồm:
missed-line = { $told } ({ $points } điểm)
missed-line-of = { $whose }: { $told } ({ $points } điểm)
missed-short = { $what } còn thiếu { $share }% mức cần
missed-over = { $what } quá { $share }% so với mức nên dừng
missed-unknown = { $what } chưa đủ số liệu để nói chắc
missed-meal-short = { $meal } ít hơn phần thường ngày { $share }% năng lượng cả ngày
missed-meal-over = { $meal } nhiều hơn phần thường ngày { $share }% năng lượng cả ngày
missed-breast_milk = bữa bú ít hơn { $share }% so với phần sữa mẹ bé cần
missed-budget = tiền chợ vượt { $share }% số tiền đã định
missed-pot_grain = { $meal }: phần của bé chưa có cơm, cháo hay bột
missed-pot_beside = { $meal }: phần của bé mới có cơm, chưa có món ăn kèm
suggest-part = { $who }: các bữa này thường là khoảng { $percent } % của cả ngày, nên được xếp theo phần đó; chưa nói được cả ngày đủ hay thiếu.
suggest-first-foods = Bé { $months } tháng mới bắt đầu ăn bổ sung: tập từng ít một, vẫn bú mẹ là chính. Thực đơn cả ngày có từ { $from } tháng.
suggest-impossible = { $wish }: không đủ để đạt { $goals }.
suggest-impossible-whole = { $wish }: chưa xếp được ngày nào đủ chất.
suggest-not-found = { $wish }: chưa tìm được thực đơn đủ chất, có thể vẫn có; thử một số seed khác.
suggest-impossible-day = Ngày { $day }:
suggest-past-budget = Thực đơn này vượt tiền chợ. Đã xếp được một ngày khác hết { $vnd } đ.
suggest-balanced-at-least = Đã chứng minh: muốn đủ mọi chất thì ít nhất { $vnd } đ.
suggest-at-least = Muốn đủ năng lượng và các chất chính thì ít nhất { $vnd } đ một ngày.
suggest-cheapest-found = Với { $vnd } đ đã xếp được một ngày đủ chất.
suggest-wish-budget = Tiền chợ
suggest-wish-dislikes = Những thứ không ăn
suggest-wish-allergens = Dị ứng
suggest-wish-vegetarian = Ăn chay
suggest-wish-fixed = Món phải có

suggest-eaters = { $number } người ăn: một nồi xếp cho 1 đến { $most } người
suggest-too-many-days = { $number } ngày: xếp được từ 1 đến { $most } ngày
suggest-too-many-proposals = { $number } thực đơn: xếp được từ 1 đến { $most }
suggest-bad-meals = chưa có bữa nào, hoặc một bữa ghi hai lần
suggest-bad-month = không có tháng { $month }
suggest-fixed-not-eaten = { $dish } được chọn sẵn, mà nhà mình không ăn được món này ({ $wish }). Hãy bỏ món ấy hoặc sửa điều đã nêu.
suggest-unsafe-dish = { $dish } không an toàn cho người thứ { $eater }: { $rule }
suggest-no-dish = không có món nào hợp cho { $meal }
suggest-no-dish-because = không có món nào hợp cho { $meal }, vì: { $wish }
suggest-no-safe-menu = không tìm được thực đơn an toàn. Nếu đã chọn sẵn món, hãy bớt một món rồi xếp lại
suggest-stopped = đã dừng

suggest-heading = Thực đơn { $number }: { $aim }
suggest-day = Ngày { $day } · khoảng { $vnd } đ
suggest-everyone = { $amount } { $measure }
suggest-adult = Người lớn { $number }
suggest-of = { $who }: { $amount } { $measure }
suggest-unseasoned = múc riêng trước khi nêm mắm muối
suggest-verdict = { $who }: { $verdict }
suggest-short = { $what }: thiếu { $by } { $unit }. Cách bù: { $fix }
suggest-adult-line = { $who }: khoảng { $kcal } kcal, không chấm đủ thiếu
