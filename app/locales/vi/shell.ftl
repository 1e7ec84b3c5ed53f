# Khung trang, trang đầu, cài đặt, lỗi
shell-skip = Tới nội dung
shell-back = Quay lại
shell-navigation = Mục chính
shell-danger-row = Có dấu hiệu nguy hiểm?
shell-offline = Chạy ngay trong máy này, không cần mạng.
shell-tab-today = Hôm nay
shell-tab-families = Gia đình
shell-tab-growth = Trẻ em
shell-tab-pregnancy = Thai kỳ
shell-tab-menus = Thực đơn
shell-tab-more = Thêm

home-hello = Xin chào
home-title = Hôm nay cần xem gì?
home-lead = Mọi thứ ở đây chạy trong máy, không cần mạng.
home-growth = Cân đo cho bé
home-growth-line = từ lúc sinh đến 5 tuổi
home-pregnancy = Tăng cân khi mang thai
home-pregnancy-line = theo tuần thai và cân nặng trước khi mang thai
home-menus = Thực đơn trong ngày
home-menus-line = cho mẹ bầu, mẹ cho con bú và bé
home-danger = Dấu hiệu nguy hiểm
home-danger-line = thấy một dấu hiệu là đi ngay

settings-title = Thêm
settings-language = Ngôn ngữ
settings-theme = Màu nền
settings-theme-system = Theo máy
settings-theme-light = Sáng
settings-theme-dark = Tối
settings-text = Cỡ chữ
settings-save = Dùng cách này

problem-home = Về trang đầu
problem-code = Mã: { $code }
problem-not-found-title = Không có trang này
problem-not-found-what = Địa chỉ này không có trong Nếp.
problem-not-found-do = Có thể gõ nhầm, hoặc trang đã đổi chỗ. Không có số liệu nào bị mất.
problem-locked-title = Chưa mở khóa
problem-locked-what = Trình duyệt này chưa có khóa của lần chạy này.
problem-locked-do = Hãy mở đúng địa chỉ mà chương trình nep đã in ra khi khởi động (địa chỉ có phần key=). Mỗi lần khởi động có một khóa mới.
problem-not-ours-title = Không nhận yêu cầu này
problem-not-ours-what = Yêu cầu không đến từ trang của Nếp trên máy này.
problem-not-ours-do = Hãy mở đúng địa chỉ mà chương trình nep đã in ra khi khởi động.
problem-too-large-title = Gửi nhiều quá
problem-too-large-what = Nội dung vừa gửi lớn hơn 64 KB nên Nếp không nhận.
problem-too-large-do = Không có gì bị thay đổi. Bấm quay lại trong trình duyệt: những gì đã gõ vẫn còn đó. Hãy rút ngắn rồi gửi lại.
problem-failed-title = Chưa làm được
problem-failed-what = Nếp gặp trục trặc khi mở trang này.
problem-failed-do = Bấm quay lại: những gì đã gõ vẫn còn đó. Nếu vẫn vậy, hãy tắt rồi chạy lại nep.

danger-title = Thấy một dấu hiệu: đi ngay
danger-lead = Đến trạm y tế hoặc bệnh viện ngay, dù là ban đêm. Không chờ đến ngày hẹn.
danger-way = Trên đường đi: giữ ấm, tiếp tục cho bé bú mẹ nếu bé bú được, mang theo sổ khám.
danger-all = Hỏi và nhìn ngay
danger-pregnancy = Khi mang thai
danger-child = Ở bé
danger-child-feeding = Không ăn, không bú được
danger-child-vomiting = Nôn tất cả mọi thứ
danger-child-lethargy = Li bì, khó đánh thức
danger-child-convulsion = Co giật
danger-child-breathing = Thở nhanh, thở rút lõm ngực
danger-child-oedema = Phù hai mu chân

serve-address = Mở địa chỉ này trong trình duyệt của máy này:
serve-folder = Thư mục dữ liệu: { $folder }
serve-stop = Dừng: nhấn Ctrl-C
serve-stopped = Đã dừng.
serve-already = Nếp đang chạy trên thư mục { $folder }. Địa chỉ của nó nằm trong tệp { $file }.
serve-port-taken = Cổng { $port } đang có chương trình khác dùng. Hãy chọn cổng khác: nep serve --port 8081
serve-no-folder = Không dùng được thư mục { $folder }: { $why }
serve-no-network = Không mở được cổng { $port }: { $why }

# Đọc số và ngày
input-not-a-number = “{ $typed }” không phải là số. Ghi bằng chữ số, ví dụ 9,6.
input-slip = “{ $typed }” giống số đo bằng { $slip }. Có phải { $meant } { $unit } không? Hãy ghi bằng { $unit }.
input-outside = “{ $typed }” nằm ngoài khoảng { $least }–{ $most }{ $unit }. Hãy xem lại số đã ghi.
input-not-a-day = “{ $typed }” không phải là một ngày. Ghi ngày/tháng/năm, ví dụ 9/6/2026.
input-year-in-full = Ghi năm đủ 4 chữ số, ví dụ 9/6/2026.
input-future = Ngày { $typed } chưa đến (hôm nay là { $today }).
input-faults = Có { $count } ô cần xem lại. Những gì đã ghi vẫn còn đây.
input-required = Cần ghi ô này.
input-choose = Cần chọn một ô.

# Nguồn số liệu
sources-title = Nguồn số liệu
sources-lead = Mỗi con số trên trang lấy từ một dòng của một bảng. Ở đây là các bảng đó, của ai, năm nào.
sources-files = Các bảng
sources-whole = Ghi chú đầy đủ về nguồn
sources-more = Xem cả nguồn này
sources-row = Dòng gốc của con số
sources-line = { $file }, dòng { $line }
sources-see-row = xem nguồn
sources-confidence-high = nguồn chắc chắn
sources-confidence-medium = nguồn khá chắc chắn
sources-confidence-low = nguồn chưa chắc chắn, chỉ để tham khảo
