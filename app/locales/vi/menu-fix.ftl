# Bù chất còn thiếu
fix-more = { $meal }: thêm { $dish } ({ $amount } { $measure })
fix-instead = { $meal }: ăn { $dish } ({ $amount } { $measure }) thay cho { $out }
fix-cost-more = thêm khoảng { $vnd } đ
fix-cost-less = bớt khoảng { $vnd } đ
fix-cost-same = giá không đổi
fix-left = vẫn còn thiếu { $left } { $unit }
fix-tablet = thực đơn này chưa đủ: uống viên sắt và acid folic mỗi ngày, theo hướng dẫn của trạm y tế
fix-station = thực đơn này chưa đủ: hỏi trạm y tế về bổ sung sắt cho bé
fix-beside = { $fix }; món giúp đủ hơn: { $food }
fix-none = chưa tìm được món nào bù mà không làm lệch chất khác
check-fix = Cách bù: { $fix }
check-not-between = phải là số nguyên từ { $least } đến { $most }
check-no-name = không có món hay thực phẩm nào tên “{ $name }”
check-many-names = “{ $name }” có thể là: { $meant }; ghi mã cho rõ
check-not-in-dish = công thức của món không có thực phẩm mã { $code }
