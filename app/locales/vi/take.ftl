# Mang thực đơn về
take-title = Mang thực đơn về
take-menu = Thực đơn
take-day = Ngày { $day }
take-adult = Người lớn khác trong nhà
take-unseasoned = múc ra trước khi nêm
take-picture = Ảnh mâm cơm để gửi
take-picture-foot = Nếp · bát to là nhiều năng lượng
take-print-hint = In bằng lệnh In của trình duyệt, khổ A4 hoặc A5.
take-nutrients-in-file = Bảng chất dinh dưỡng của từng ngày có trong bảng Excel.
take-unknown = Thực đơn này có món mà máy này không biết.
take-to-buy = Đồ cần mua cho tất cả
