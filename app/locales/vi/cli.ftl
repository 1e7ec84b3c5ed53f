# Lời của dòng lệnh nep
cli-about = Nếp: thực đơn cân bằng, theo dõi thai kỳ và tăng trưởng của trẻ, không cần mạng
cli-lang = Ngôn ngữ: vi hoặc en
cli-growth = Tăng trưởng của trẻ theo chuẩn WHO
cli-pregnancy = Tăng cân trong thai kỳ
cli-menu = Thực đơn
cli-serve = Mở các trang trong trình duyệt của máy này
cli-serve-port = Cổng trên máy này (thường là 8080)
cli-serve-data = Thư mục dữ liệu
cli-completions = In phần tự điền lệnh cho bash, zsh hoặc fish
cli-completions-shell = Loại shell

# Khung trợ giúp
cli-usage = Cách dùng
cli-options = Tùy chọn
cli-arguments = Tham số
cli-commands = Lệnh
cli-options-place = [TÙY CHỌN]
cli-command-place = LỆNH
cli-help = In trợ giúp này
cli-version = In phiên bản
cli-exit-codes =
    Mã thoát:
      0  đã làm xong
      1  đã làm xong, nhưng có chỗ sai trong dữ liệu; chỗ sai được nêu trên màn hình
      2  gọi lệnh sai, hoặc không đọc hay ghi được tệp

# Gọi lệnh sai
cli-error = Lỗi: { $text }
cli-see-help = Xem cách dùng: { $command } --help
cli-did-you-mean = Có phải { $near } không?
cli-unknown-argument = không có tùy chọn { $argument }.
cli-unknown-command = không có lệnh { $command }.
cli-missing-command = thiếu lệnh; chọn một trong: { $commands }.
cli-missing-argument = thiếu { $argument }.
cli-missing-value = { $argument } cần một giá trị đi sau.
cli-invalid-value = giá trị “{ $value }” không dùng được cho { $argument }.
cli-not-one-of = giá trị “{ $value }” không dùng được cho { $argument }; chọn một trong: { $allowed }.
cli-twice = { $argument } chỉ được ghi một lần.
cli-conflict = { $argument } không đi cùng { $other }.
cli-number-of-values = { $argument } có số giá trị không đúng.
cli-not-understood = không hiểu lời gọi này.

# nep growth score
cli-score = Tính z-score theo chuẩn WHO cho cả tệp khảo sát, hoặc cho một trẻ (--json)
cli-score-in-name = TỆP.csv
cli-score-in = Tệp cần tính; “-” là đọc từ đầu vào chuẩn
cli-score-out-name = KẾT-QUẢ.csv
cli-score-out = Ghi kết quả vào tệp này; không ghi thì in ra màn hình
cli-score-age-unit = Đơn vị của cột age cho mọi dòng: days (ngày) hoặc months (tháng); thay cho cột is_age_in_month
cli-score-classes = Thêm các cột phân loại (thấp còi, gầy còm, thừa cân…)
cli-score-strict = Dừng ở chỗ sai đầu tiên
cli-score-decimal-comma = Viết số của kết quả với dấu phẩy thập phân
cli-score-json = Tính cho một trẻ, trả lời bằng JSON
cli-score-one-child = Một trẻ (cùng với --json)
cli-score-sex = Giới tính: m trai, f gái
cli-score-age-days = Tuổi tính bằng ngày
cli-score-age-months = Tuổi tính bằng tháng, không làm tròn
cli-score-birth = Ngày sinh (năm-tháng-ngày)
cli-score-on = Ngày cân đo (năm-tháng-ngày)
cli-score-weight = Cân nặng, kg
cli-score-lenhei = Chiều dài nằm hoặc chiều cao đứng, cm
cli-score-measure = Cách đo: l nằm, h đứng
cli-score-headc = Vòng đầu, cm
cli-score-armc = Vòng cánh tay (MUAC), cm
cli-score-triskin = Nếp gấp da cơ tam đầu, mm
cli-score-subskin = Nếp gấp da dưới xương bả vai, mm
cli-score-oedema = Phù cả hai bàn chân: y có, n không
cli-score-more =
    Tệp vào là CSV; dấu ngăn cột là dấu phẩy, dấu chấm phẩy hoặc tab, tự nhận ra. Có thể có bất
    kỳ cột nào sau đây, theo thứ tự bất kỳ (như gói anthro của WHO): sex (m/f, 1/2), age (ngày),
    is_age_in_month (TRUE nếu age là tháng), weight (kg), lenhei (cm), measure (l nằm/h đứng),
    headc (cm), armc (cm), triskin (mm), subskin (mm), oedema (y/n). Cột khác được giữ nguyên. Ô
    trống hoặc NA là không có số liệu. Dấu phẩy thập phân chỉ đọc được khi cột không ngăn bằng
    dấu phẩy.

    Kết quả có mọi cột của tệp vào, rồi: clenhei, cbmi, csex, cmeasure, c9mo_flag, tám z-score
    (zlen, zwei, zwfl, zbmi, zhc, zac, zts, zss) và tám cờ số không tin được, cần đo lại (flen …
    fss: 1 hoặc 0).

    Mã thoát: 0 xong; 1 xong nhưng có ô sai (được nêu dòng và cột, coi như không có số liệu); 2
    gọi lệnh sai hoặc không đọc hay ghi được tệp.
cli-fault-not-found = không có tệp hay thư mục này
cli-fault-not-allowed = máy không cho phép
cli-fault-folder = đây là thư mục, không phải tệp
cli-fault-full = ổ đĩa đã đầy
cli-fault-read-only = nơi này chỉ đọc, không ghi được
cli-cannot-read = không đọc được { $file }: { $error }
cli-cannot-write = không ghi được { $file }: { $error }
cli-onto-itself = tệp kết quả trùng với tệp vào; hãy chọn tên khác.
cli-header-utf16 = tệp này là UTF-16; hãy lưu lại thành “CSV UTF-8”.
cli-header-only-returns = các dòng kết thúc bằng ký tự CR của máy Mac đời cũ; hãy lưu lại thành CSV UTF-8.
cli-header-unknown = dòng đầu không có cột nào trong số: sex, age, is_age_in_month, weight, lenhei, measure, headc, armc, triskin, subskin, oedema.
cli-header-twice = cột { $column } có hai lần; không biết dùng cột nào.
cli-decimal-comma-separates = cột của tệp này ngăn bằng dấu phẩy, nên không thể viết dấu phẩy thập phân.
cli-column-replaced = Chú ý: cột { $column } của tệp vào được thay bằng kết quả mới.
cli-never-ends = dòng { $line } mở dấu ngoặc kép mà không đóng.
cli-cell = Dòng { $line }, cột { $column }: { $why }
cli-cell-not-a-number = không phải là số.
cli-cell-decimal-comma = dấu phẩy thập phân không đọc được khi cột ngăn bằng dấu phẩy; hãy viết dấu chấm.
cli-cell-not-above-zero = phải lớn hơn 0.
cli-cell-too-large = số quá lớn, không thể là số đo.
cli-cell-negative-age = tuổi âm.
cli-cell-unknown-code = mã không có trong danh sách (sex m/f/1/2, measure l/h, oedema y/n/1/2, is_age_in_month TRUE/FALSE).
cli-cell-age-unit-missing = có tuổi mà không nói là ngày hay tháng.
cli-row-short = Dòng { $line }: chỉ có { $cells } ô, ít hơn số cột; các ô cuối coi như trống.
cli-row-long = Dòng { $line }: có { $cells } ô, nhiều hơn số cột; dòng này không được tính.
cli-faults-more = Đã nêu { $named } chỗ sai đầu tiên; tất cả có { $all }.
cli-progress = Đã tính { $children } trẻ
cli-progress-share = Đã tính { $children } trẻ ({ $share }%)
cli-progress-end = Đã tính { $children } trẻ trong { $seconds } giây
cli-bad-option = { $option }: { $why }
cli-not-a-date = không phải là ngày có thật (viết năm-tháng-ngày, ví dụ 2026-03-09).
cli-before-birth = ngày cân đo ở trước ngày sinh.

# nep pregnancy assess
cli-pregnancy-assess = Nhận xét một thai kỳ ở một ngày
cli-pregnancy-on = Ngày nhận xét, cũng là ngày của --weight-kg (nếu không ghi: hôm nay); ngày ghi 2026-06-09 hoặc 9/6/2026
cli-pregnancy-lmp = Ngày đầu của kỳ kinh cuối
cli-pregnancy-lunar-lmp = Như trên, theo âm lịch; tháng nhuận thêm n: 10/6n/2025
cli-pregnancy-cycle-days = Số ngày của vòng kinh đều (21 đến 35), chỉ ghi khi muốn tính theo vòng kinh
cli-pregnancy-due = Ngày dự sinh đã có
cli-pregnancy-ultrasound = Ngày siêu âm và tuổi thai khi đó tính bằng ngày; ghi được nhiều lần, lần đầu định ngày sinh
cli-pregnancy-transfer = Ngày chuyển phôi và tuổi phôi (3 hoặc 5 ngày)
cli-pregnancy-insemination = Ngày bơm tinh trùng hoặc chọc trứng
cli-pregnancy-height-cm = Chiều cao
cli-pregnancy-weight-before-kg = Cân nặng trước mang thai
cli-pregnancy-weight-kg = Cân nặng ở ngày --on
cli-pregnancy-earlier = Cân nặng ở lần trước; ghi được nhiều lần
cli-pregnancy-fetuses = Số thai (nếu không ghi: 1)
cli-pregnancy-muac-mm = Vòng cánh tay
cli-pregnancy-birth-date = Ngày sinh của mẹ
cli-pregnancy-age-years = Tuổi của mẹ
cli-pregnancy-danger = Mã dấu hiệu nguy hiểm đang có; ghi được nhiều lần
cli-pregnancy-json = In JSON
cli-pregnancy-assess-more =
    Trong JSON, số không có là null và lý do nằm ở "reasons" theo tên của số đó.
    trimester: 1, 2, 3. bmi_class: underweight, normal, overweight (iom_bmi_class có thêm obese).
    dating_method: lmp, lunar_lmp, due_date, ultrasound, embryo_transfer, insemination.
    verdict: low, within, high, so gain_kg với low_kg và high_kg (hai đầu là within). Trong 3 tháng đầu, lệch không quá
    tolerance_kg vẫn là within; từ 14 tuần tolerance_kg bằng 0. Mức tính theo phần trăm chỉ là high khi IOM cũng high.
    Thai đôi: QĐ 776 không có mức; mức IOM dùng từ 37 tuần.
    monthly_gain_kg so với lần cân gần nhất cách ít nhất 14 ngày (monthly_gain_days), quy về 30 ngày.
    Cảnh báo dưới 1 kg hoặc trên 3 kg mỗi tháng dùng từ 14 tuần 0 ngày, cho một thai.
    Có cả kỳ kinh cuối và siêu âm: theo ACOG 700, lệch quá mức thì lấy siêu âm.
    Số kg tính đến gam, BMI 4 số lẻ; phân nhóm dùng BMI chưa làm tròn.
