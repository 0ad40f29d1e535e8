"""What people write in their reports: short, plain sentences of our own, filled with the product of the task."""

from __future__ import annotations

import random

from honglam.engines.plans.demo.courses import Event, Step

_BEGINNING = (
    "Đã phân công người phụ trách và lập danh sách việc phải làm.",
    "Đã họp với các bộ phận liên quan, thống nhất cách làm và mốc thời gian.",
    "Đã rà soát hiện trạng, xác định phần còn thiếu.",
    "Đang thu thập số liệu, tài liệu cần thiết.",
)
_MIDDLE = (
    "Đã làm được khoảng một nửa khối lượng, đang tiếp tục.",
    "Đã có dự thảo đầu, đang xin ý kiến các bộ phận.",
    "Đang làm theo lịch, chưa phát sinh vướng mắc lớn.",
    "Đã làm xong phần tại chỗ, còn phần phải phối hợp với đơn vị khác.",
)
_NEARLY = (
    "Cơ bản xong, đang kiểm tra lại trước khi báo hoàn thành.",
    "Còn bước trình ký và công bố.",
    "Đã làm xong phần chính, đang hoàn thiện hồ sơ minh chứng.",
)
_DONE = (
    "Đã hoàn thành. Sản phẩm: {product}.",
    "Xong theo yêu cầu; kết quả gồm: {product}.",
    "Báo hoàn thành, đề nghị xác nhận. Sản phẩm: {product}.",
)
_RETURNED = (
    "Chưa thấy sản phẩm kèm theo, đề nghị bổ sung minh chứng.",
    "Số liệu chưa khớp với báo cáo trước, đề nghị kiểm tra lại.",
    "Mới đạt một phần yêu cầu; đề nghị làm nốt phần còn lại rồi báo lại.",
)
_CARRIED = ("Thống nhất chuyển sang kế hoạch năm sau vì chưa đủ điều kiện thực hiện.",)
_DIFFICULTIES = (
    "Cán bộ kiêm nhiệm nhiều việc, chưa bố trí được người chuyên trách.",
    "Kinh phí chưa được bố trí, đề nghị cấp trên xem xét.",
    "Phần mềm thỉnh thoảng chậm, nhập liệu mất nhiều thời gian.",
    "Một số hộ dân đi làm ăn xa, chưa xác minh được thông tin.",
    "Chờ hướng dẫn thống nhất về mẫu biểu.",
    "Mưa lũ làm gián đoạn việc đi cơ sở trong hai tuần.",
)
CAPTIONS = ("Ảnh chụp tại cơ sở", "Biên bản có chữ ký", "Danh sách kèm theo", "Văn bản đã ban hành")


def words_for(event: Event, product: str, chance: random.Random) -> str:
    """What the reporter writes about an event."""
    match event.step:
        case Step.CLAIM:
            product = (product.strip() or "kết quả công việc").rstrip(".")
            return chance.choice(_DONE).format(product=product[:1].lower() + product[1:])
        case Step.RETURN:
            return chance.choice(_RETURNED)
        case Step.CARRY_OVER:
            return chance.choice(_CARRIED)
    return chance.choice(_BEGINNING if event.progress < 35 else _MIDDLE if event.progress < 75 else _NEARLY)


def difficulty(chance: random.Random) -> str:
    """What stands in the way."""
    return chance.choice(_DIFFICULTIES)
