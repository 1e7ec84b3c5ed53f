# Giao nhận hồ sơ với trạm hoặc máy chủ
sync-about = Giao nhận hồ sơ với trạm hoặc máy chủ: gửi cái mới ở đây, lấy cái mới ở đó
sync-to = Địa chỉ của trạm hoặc máy chủ, ví dụ https://192.168.1.20:8443, hoặc mã của trạm; không nêu: nơi đã biết
sync-fingerprint = Dấu khóa của trạm, 64 chữ số hex, như trạm in ra
sync-repetitions = Gọi lại mấy lần khi không có trả lời (thường là { $usual })
sync-progress = Đã gửi { $sent } mục, nhận { $received } mục…
sync-done = Đã giao { $sent } mục, nhận { $received } mục ({ $kilobytes } KB, { $requests } lượt).
sync-read = Đã cập nhật { $documents } hồ sơ.
sync-entry-refused = Bên kia không nhận mục { $entry }: { $why }.
sync-not-kept = Không nhận một mục: { $why }.
sync-newer = Có mục do bản Nếp mới hơn ghi; hãy cập nhật Nếp để đọc được.
sync-hub-forgot = Bên kia đã mất một phần; Nếp đã gửi lại tất cả.
sync-clock = Đồng hồ của máy này lệch với bên kia, khoảng { $days } ngày. Hãy chỉnh lại ngày giờ.
sync-receipts = Đã ghi { $count } giấy nhận.
sync-month = { $village }, tháng { $month }: đã ghi { $written } mục, trạm xác nhận { $confirmed } mục
sync-via-hub = máy chủ
sync-via-lan = mạng của trạm

# Không tới được
sync-address = đây không phải là địa chỉ của trạm hay máy chủ; địa chỉ bắt đầu bằng https://
sync-not-sealed = chỉ giao nhận với máy khác qua https.
sync-no-route = không tới được địa chỉ này. Xem lại mạng, địa chỉ, hoặc trạm đã mở chưa. Hồ sơ vẫn còn nguyên trong máy.
sync-other-key = máy ở địa chỉ này không có khóa như trạm đã đưa. Không gửi gì. Hãy lấy lại dấu khóa ở trạm.
sync-not-vouched = không ai chứng thực cho máy ở địa chỉ này. Không gửi gì. Với trạm, hãy thêm --fingerprint.
sync-no-hub = ở địa chỉ này có thứ khác trả lời, không phải trạm hay máy chủ Nếp. Nếu đang dùng Wi-Fi phải đăng nhập, hãy đăng nhập trước.
sync-cut = mạng bị ngắt giữa chừng. Phần đã nhận được giữ lại; lần sau làm tiếp từ đó.
sync-stopped = đã dừng theo ý bạn. Phần đã nhận được giữ lại; lần sau làm tiếp từ đó.
sync-inconsistent = trả lời của bên kia không khớp nhau; đã dừng, không mất gì. Hãy báo cho người quản lý máy chủ.

# Bị từ chối
sync-malformed = bên kia không hiểu lời gọi.
sync-hub-older = bên kia dùng bản Nếp cũ hơn; hãy cập nhật ở đó.
sync-unproven = bên kia không nhận lời gọi này: địa chỉ ghi ở đây không phải tên của nó.
sync-stale = bên kia đã nghe một lời gọi muộn hơn của chính máy này; có thể hồ sơ này đang được dùng ở hai máy.
sync-unknown = bên kia không biết máy này. Hãy vào lại bằng lời mời của trạm.
sync-expired = quyền của máy này đã hết hạn. Hãy gặp trạm để được gia hạn.
sync-revoked = trạm đã gỡ máy này khỏi xã: bên kia không nhận và không đưa gì nữa. Hồ sơ đã ghi vẫn còn trong máy; hãy gặp trạm.
sync-not-allowed = máy này không được đọc phần đã hỏi.
sync-too-large = một mục lớn quá mức bên kia nhận.
sync-busy = bên kia đang bận; hãy thử lại sau { $seconds } giây.
sync-other-commune = máy chủ này không phục vụ xã của bạn.
sync-full = bên kia đã hết chỗ cho xã này; không mất gì, hãy báo cho người quản lý.
sync-failed = bên kia gặp lỗi và không giữ gì của lần này; hãy thử lại sau.
sync-denied = bên kia từ chối với lý do mà bản Nếp này chưa biết ({ $code }).

# Vì sao một mục không được nhận
sync-refusal-malformed = không đúng dạng
sync-refusal-too-large = quá lớn
sync-refusal-newer = do bản Nếp mới hơn ghi
sync-refusal-other-commune = của xã khác
sync-refusal-bad-signature = chữ ký không đúng
sync-refusal-unknown-author = chưa biết người ghi
sync-refusal-not-allowed = người ghi không có quyền
sync-refusal-revoked = máy ghi đã bị gỡ
sync-refusal-erased = hồ sơ đã được xóa theo yêu cầu; không đưa lại được
sync-refusal-number-twice = trùng số với một mục khác của cùng máy
sync-refusal-invitation-used = lời mời đã có máy khác dùng
sync-refusal-other = lý do chưa biết ({ $code })

# Trạm
station-about = Mở trạm: các trang hồ sơ của xã, nhận hồ sơ từ điện thoại trong mạng, và gửi lên máy chủ khi có mạng
station-lan = Nhận hồ sơ từ điện thoại ở địa chỉ này, ví dụ 0.0.0.0:8443 (không nêu: không nhận)
station-upward = Gửi lên máy chủ này mỗi khi có mạng
station-upward-fingerprint = Dấu khóa của máy chủ, khi không có ai chứng thực cho nó
station-made-up = Nếu chưa có hồ sơ: lập một xã bịa ra để làm thử
station-reached = Điện thoại giao nhận ở { $address }
    Dấu khóa: { $fingerprint }
station-no-lan = Điện thoại chưa giao nhận được ở đây; muốn nhận, mở lại với --lan 0.0.0.0:8443
station-goes-up = Khi có mạng sẽ gửi lên { $address }
station-lan-failed = không nhận được từ điện thoại ở { $address }: { $why }.
station-making-up = Chưa có hồ sơ ở đây: đang lập một xã bịa ra để làm thử, chừng một phút…
station-made-up-so-far = Đã lập { $done } trên { $of } thôn bản
sync-which = chưa biết đồng bộ với đâu: hãy nêu --to và địa chỉ hoặc mã của trạm.
station-code = Mã của trạm: { $code }
