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
