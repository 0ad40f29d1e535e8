"""The annex of tasks of the example province plan."""

from __future__ import annotations

from honglam.engines.plans.demo.example import (
    ALWAYS,
    EVERY_QUARTER,
    ON_REQUEST,
    UNSAID,
    YEAR_END,
    Due,
    Group,
    Row,
    TaskTable,
    day,
    month,
    quarter,
)

SCIENCE = "Sở Khoa học và Công nghệ"
OFFICE = "Văn phòng UBND tỉnh"
HOME = "Sở Nội vụ"
FINANCE = "Sở Tài chính"
POLICE = "Công an tỉnh"
COMMUNES = "UBND các xã, phường"
DEPARTMENTS = "Các sở, ban, ngành cấp tỉnh"
FARMING = "Sở Nông nghiệp và Môi trường"
SCHOOLS = "Sở Giáo dục và Đào tạo"
HEALTH = "Sở Y tế"
TRADE = "Sở Công Thương"
BUILDING = "Sở Xây dựng"
CULTURE = "Sở Văn hóa, Thể thao và Du lịch"
YOUTH = "Tỉnh đoàn"

STEERING = Group("I", "Tổ chức và điều hành", (
    Row("Kiện toàn tổ giúp việc về dữ liệu và dịch vụ số ở cấp tỉnh, phân rõ đầu mối từng lĩnh vực", (SCIENCE,),
        day(10, 1), "Quyết định kiện toàn", (HOME, OFFICE), (OFFICE,)),
    Row("Ban hành kế hoạch dữ liệu và dịch vụ số của từng cơ quan, gắn mỗi việc với một người phụ trách",
        (DEPARTMENTS,), month(2), "Kế hoạch của cơ quan", (), (SCIENCE,)),
    Row("Ban hành kế hoạch của xã, phường và công khai trên Trang thông tin điện tử", (COMMUNES,), month(3),
        "Kế hoạch của xã, phường", (), (SCIENCE,)),
    Row("Thí điểm phiếu giao việc điện tử thay cho công văn đôn đốc tại mười xã, phường", (OFFICE,), quarter(2),
        "Báo cáo kết quả thí điểm", (SCIENCE, HOME), (OFFICE,)),
    Row("Giao ban trực tuyến về tiến độ kế hoạch giữa tỉnh và các xã, phường", (OFFICE,), EVERY_QUARTER,
        "Thông báo kết luận", (SCIENCE,), ()),
    Row("Kiểm tra thực tế việc dùng nền tảng số tại ít nhất một phần ba số xã, phường", (SCIENCE,), quarter(3),
        "Biên bản kiểm tra, báo cáo tổng hợp", (HOME, "Thanh tra tỉnh"), (OFFICE,)),
    Row("Chấm điểm mức độ chuyển đổi số của các cơ quan và xã, phường theo bộ tiêu chí nội bộ", (SCIENCE,),
        month(11), "Bảng điểm được phê duyệt", (HOME, "Thống kê tỉnh"), (OFFICE,)),
    Row("Tổng kết kế hoạch, biểu dương tập thể làm tốt", (SCIENCE,), YEAR_END, "Báo cáo tổng kết", (HOME,), (OFFICE,)),
))  # fmt: skip

DATA = Group("II", "Dữ liệu", (
    Row("Lập danh mục dữ liệu của cơ quan, nêu rõ nơi giữ, người giữ và lịch cập nhật", (DEPARTMENTS,), month(4),
        "Danh mục dữ liệu được ký số", (), (SCIENCE,)),
    Row("Rà lỗi, làm sạch sổ hộ tịch điện tử còn thiếu trường bắt buộc", (COMMUNES,), quarter(2),
        "Sổ hộ tịch điện tử đủ trường", ("Sở Tư pháp", POLICE), ("Sở Tư pháp",)),
    Row("Số hóa bản đồ hiện trạng công trình thủy lợi nhỏ", (FARMING,), month(8), "Lớp bản đồ số", (COMMUNES,),
        (SCIENCE,)),
    Row("Chuẩn hóa mã định danh cơ sở khám, chữa bệnh và liên thông với kho dữ liệu của tỉnh", (HEALTH,), quarter(2),
        "Bộ mã và báo cáo kết nối", ("Bảo hiểm xã hội tỉnh",), (SCIENCE,)),
    Row("Đối soát dữ liệu học sinh giữa phần mềm trường học và dữ liệu dân cư", (SCHOOLS,), month(9),
        "Biên bản đối soát", (POLICE,), (SCIENCE,)),
    Row("Tạo lập dữ liệu người lao động, việc làm trên nền dữ liệu dân cư", (HOME,), quarter(4),
        "Bộ dữ liệu lao động", (POLICE, "Bảo hiểm xã hội tỉnh", COMMUNES), (SCIENCE,)),
    Row("Công bố danh mục dữ liệu mở đợt đầu cùng giấy phép sử dụng", (SCIENCE,), day(30, 6),
        "Danh mục dữ liệu mở", (DEPARTMENTS,), (OFFICE,)),
    Row("Nhập dữ liệu di tích, lễ hội, nghệ nhân kèm ảnh và toạ độ", (CULTURE,), month(10), "Bộ dữ liệu di sản",
        (COMMUNES,), (SCIENCE,)),
    Row("Chuyển giao dữ liệu hạ tầng viễn thông thụ động về đầu mối mới", ("Sở Thông tin và Truyền thông",), month(5),
        "Biên bản bàn giao dữ liệu", (SCIENCE,), (OFFICE,)),
    Row("Kiểm tra chất lượng dữ liệu dùng chung theo bộ quy tắc đã công bố", (SCIENCE,), EVERY_QUARTER,
        "Báo cáo chất lượng dữ liệu", (DEPARTMENTS,), ()),
))  # fmt: skip

NETWORK = Group("III", "Hạ tầng", (
    Row("Khảo sát điểm trắng, điểm yếu sóng di động tại thôn, tổ dân phố", (COMMUNES,), day(15, 4),
        "Danh sách điểm cần phủ sóng", ("Các doanh nghiệp viễn thông",), (SCIENCE,)),
    Row("Xử lý các điểm yếu sóng đã khảo sát, ưu tiên vùng hay bị chia cắt khi mưa lũ",
        ("Các doanh nghiệp viễn thông",), quarter(3), "Báo cáo nghiệm thu sóng", (COMMUNES,), (SCIENCE,)),
    Row("Thay thiết bị mạng nội bộ đã quá tuổi tại trụ sở xã, phường", (COMMUNES,), quarter(3),
        "Biên bản nghiệm thu", (FINANCE,), (SCIENCE,)),
    Row("Bố trí nguồn điện dự phòng cho phòng máy chủ của tỉnh", (SCIENCE,), month(6), "Biên bản nghiệm thu",
        (BUILDING, "Công ty Điện lực Hà Tĩnh"), (OFFICE,)),
    Row("Lắp wifi miễn phí tại nhà văn hóa thôn, tổ dân phố chưa có", (COMMUNES,), month(9),
        "Danh sách nhà văn hóa có wifi", ("VNPT Hà Tĩnh", "Viettel Hà Tĩnh"), (CULTURE,)),
    Row("Lắp trạm đo mưa tự động tại các lưu vực chưa có trạm", (FARMING,), day(31, 8), "Trạm đo vận hành", (SCIENCE,),
        (OFFICE,)),
    Row("Thuê dịch vụ lưu trữ dự phòng ngoài tỉnh cho dữ liệu quan trọng", (SCIENCE,), quarter(4),
        "Hợp đồng dịch vụ", (FINANCE, POLICE), (OFFICE,)),
    Row("Nâng cấp phòng họp trực tuyến để kết nối cuộc họp ba cấp", (OFFICE,), month(7), "Phòng họp vận hành",
        (SCIENCE,), ()),
))  # fmt: skip

SERVICES = Group("IV", "Dịch vụ công và công việc nội bộ", (
    Row("Cắt giảm giấy tờ phải nộp khi dữ liệu đã có trong hệ thống", (DEPARTMENTS,), month(6),
        "Quyết định công bố thủ tục đã cắt giảm", (OFFICE,), (OFFICE,)),
    Row("Hỗ trợ người dân nộp hồ sơ trực tuyến tại nhà văn hóa vào ngày cố định trong tuần", (COMMUNES,), ALWAYS,
        "Lịch trực và số lượt hỗ trợ", (YOUTH,), (OFFICE,)),
    Row("Đặt mã QR thanh toán phí, lệ phí tại bàn tiếp nhận", (COMMUNES,), month(5), "Ảnh chụp, danh sách điểm đặt mã",
        ("Ngân hàng Nhà nước chi nhánh khu vực",), (OFFICE,)),
    Row("Trả kết quả điện tử có ký số cho toàn bộ thủ tục đủ điều kiện", (DEPARTMENTS,), quarter(3),
        "Báo cáo số kết quả điện tử", (OFFICE,), (OFFICE,)),
    Row("Số hóa hồ sơ lưu trữ còn giá trị tại xã, phường sau sắp xếp", (COMMUNES,), quarter(4),
        "Danh mục hồ sơ đã số hóa", (HOME,), (HOME,)),
    Row("Liên thông đăng ký khai sinh, thường trú và thẻ bảo hiểm y tế cho trẻ sơ sinh", (POLICE,), month(4),
        "Báo cáo hồ sơ liên thông", ("Sở Tư pháp", "Bảo hiểm xã hội tỉnh", HEALTH), (OFFICE,)),
    Row("Đo mức hài lòng của người nộp hồ sơ bằng tin nhắn sau khi trả kết quả", (OFFICE,), quarter(2),
        "Bảng kết quả khảo sát", (SCIENCE,), ()),
    Row("Viết lại lời hướng dẫn của các thủ tục nhiều hồ sơ sai nhất bằng ngôn ngữ dễ hiểu", (), month(8),
        "Bộ hướng dẫn đã viết lại", (OFFICE, "Sở Tư pháp"), (OFFICE,)),
    Row("Gửi nhận văn bản mật theo đúng quy định, không đưa lên hệ thống thông thường", (DEPARTMENTS,), ALWAYS,
        "Sổ theo dõi", (POLICE,), ()),
    Row("Giải đáp vướng mắc nghiệp vụ của xã, phường qua đường dây nóng", (OFFICE,), ON_REQUEST,
        "Sổ ghi nội dung giải đáp", (SCIENCE,), ()),
))  # fmt: skip

ECONOMY = Group("V", "Kinh tế số và xã hội số", (
    Row("Đưa sản phẩm OCOP có mã truy xuất lên gian hàng trực tuyến", (TRADE,), quarter(2), "Danh sách gian hàng",
        (FARMING, COMMUNES), (SCIENCE,)),
    Row("Tập huấn bán hàng trực tuyến cho hộ kinh doanh, hợp tác xã", ("Liên minh Hợp tác xã tỉnh",), month(7),
        "Danh sách học viên", (TRADE,), (TRADE,)),
    Row("Hỗ trợ hộ kinh doanh dùng hóa đơn điện tử khởi tạo từ máy tính tiền", ("Thuế tỉnh Hà Tĩnh",), quarter(3),
        "Số hộ đã dùng hóa đơn điện tử", (COMMUNES,), (FINANCE,)),
    Row("Tổ chức lớp kỹ năng số cơ bản cho người cao tuổi, mỗi thôn một buổi", (COMMUNES,), day(30, 9),
        "Danh sách lớp, ảnh buổi học", (YOUTH, "Hội Liên hiệp Phụ nữ tỉnh"), (SCIENCE,)),
    Row("Mở bản đồ số các điểm du lịch, lưu trú có giờ mở cửa và cách đi", (CULTURE,), day(30, 4),
        "Bản đồ số công khai", (SCIENCE, COMMUNES), (OFFICE,)),
    Row("Phổ biến thẻ khám bệnh điện tử tại trạm y tế", (HEALTH,), month(10), "Tỷ lệ lượt khám dùng thẻ điện tử",
        ("Bảo hiểm xã hội tỉnh",), (SCIENCE,)),
    Row("Dạy học kỹ năng an toàn trên mạng trong trường phổ thông", (SCHOOLS,), quarter(4),
        "Kế hoạch bài dạy, báo cáo", (POLICE, YOUTH), (SCIENCE,)),
    Row("Đề xuất cơ chế thu hút nhóm khởi nghiệp số về tỉnh", ("Sở Kế hoạch và Đầu tư",), UNSAID, "Tờ trình",
        (SCIENCE,), (OFFICE,)),
))  # fmt: skip

SAFETY = Group("VI", "An toàn thông tin và con người", (
    Row("Xác định cấp độ an toàn và phê duyệt hồ sơ cho các hệ thống chưa có hồ sơ", (SCIENCE,), quarter(2),
        "Quyết định phê duyệt cấp độ", (POLICE, DEPARTMENTS), (OFFICE,)),
    Row("Diễn tập xử lý mã độc tống tiền trên hệ thống thử nghiệm", (POLICE,), month(9), "Biên bản diễn tập",
        (SCIENCE,), (OFFICE,)),
    Row("Bật xác thực hai lớp cho tài khoản quản trị của mọi hệ thống", (DEPARTMENTS,), day(31, 5),
        "Danh sách tài khoản đã bật", (POLICE,), (SCIENCE,)),
    Row("Cử cán bộ đầu mối dữ liệu và dự lớp bồi dưỡng ba ngày", (COMMUNES,), month(6), "Danh sách cán bộ, chứng nhận",
        (HOME,), (SCIENCE,)),
    Row("Tổ chức thi tìm hiểu kỹ năng số trực tuyến cho cán bộ, công chức", (HOME,), month(11),
        "Kết quả cuộc thi", (SCIENCE, YOUTH), (OFFICE,)),
    Row("Cảnh báo lừa đảo trên mạng trên sóng truyền thanh cơ sở", ("Báo và phát thanh, truyền hình Hà Tĩnh",), ALWAYS,
        "Số tin, bài đã phát", (POLICE, COMMUNES), ()),
    Row("Bố trí kinh phí duy trì nền tảng dùng chung trong dự toán năm sau", (FINANCE,), Due("Quý IV/{year}", month=12),
        "Dự toán được giao", (SCIENCE,), (OFFICE,)),
))  # fmt: skip

ANNEX = TaskTable(
    label="PHỤ LỤC II",
    title="DANH MỤC NHIỆM VỤ",
    columns=("number", "name", "lead", "coordinating", "monitoring", "due", "product"),
    groups=(STEERING, DATA, NETWORK, SERVICES, ECONOMY, SAFETY),
)
