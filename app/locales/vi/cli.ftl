# Lời của dòng lệnh nep
cli-about = Nếp: thực đơn cân bằng, theo dõi thai kỳ và tăng trưởng của trẻ, không cần mạng
cli-lang = Ngôn ngữ: vi hoặc en
cli-growth = Tăng trưởng của trẻ theo chuẩn WHO
cli-pregnancy = Tăng cân trong thai kỳ
cli-menu = Thực đơn
