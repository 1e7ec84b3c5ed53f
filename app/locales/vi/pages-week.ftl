# Cả tuần và nồi chung
week-title = { $days } ngày
week-no-plan = Chưa xem được mâm này
week-unknown-dish = Mâm này có món mà máy này không biết.
week-total = Tiền chợ cả đợt
week-a-day = Trung bình một ngày
week-fish = Có cá, tôm
week-of-days = { $days }/{ $of } ngày
week-vegetables = Rau, quả khác nhau
week-dishes = Món khác nhau
week-kinds = { $count } loại
week-balanced = cân bằng { $days }/{ $of } ngày
week-weeks = Tuần
week-number = Tuần { $number }
week-days = Các ngày
week-day = Ngày { $day }
week-open = Mở ngày { $day }
week-shopping = Lập danh sách đi chợ
week-unsafe = { $who } không được ăn mâm ngày { $day }
met-of = đủ { $met }/{ $of } chất

eater-pregnant = Mẹ bầu
eater-lactating = Mẹ cho con bú
eater-child = Bé { $months } tháng
eater-adult = Người lớn

pot-title = Nồi nhà mình
pot-before-seasoning = múc trước khi nêm
pot-child = Phần của { $who }
pot-take-first = Múc phần bé ra trước khi nêm.
pot-take-from = Từ: { $dishes }.
pot-texture-6 = Nấu nhừ, nghiền mịn rồi đặc dần. Gỡ hết xương, bỏ hạt.
pot-texture-9 = Băm nhỏ, để lợn cợn cho bé tập nhai. Gỡ hết xương, bỏ hạt.
pot-texture-12 = Cơm nát, thức ăn thái nhỏ. Gỡ hết xương, giã mịn lạc, hạt.
pot-texture-24 = Thái nhỏ vừa miệng. Gỡ hết xương, giã nhỏ lạc, hạt.
pot-texture-36 = Ăn như cả nhà, thái vừa miệng, gỡ hết xương.
pot-breast-milk = Vẫn cho bé bú khi bé muốn.
pot-each = Mỗi người được gì
