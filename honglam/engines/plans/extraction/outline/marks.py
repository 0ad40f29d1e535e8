"""The lines that frame a document: attachments, recipients, the closing paragraph, a document within it."""

from __future__ import annotations

import re

from honglam.engines.plans.extraction.lines import LOWER

CLOSING = re.compile(
    r"(?:Trên đây là|Trong quá trình|Quá trình (?:thực hiện|triển khai|tổ chức)"
    r"|Yêu cầu (?:các|[Tt]hủ trưởng)|Đề nghị (?:các|[Tt]hủ trưởng)|Nhận được"
    r"|Căn cứ (?:(?:các )?nội dung (?:[Kk]ế hoạch|[Cc]hương trình|[Tt]hông báo)|[Kk]ế hoạch (?:này|trên))"
    r"|Kế hoạch này|Chương trình (?:hành động )?này|Giao các|(?:UBND|Ủy ban nhân dân|Sở"
    r"|Ban Thường vụ) [^.;]{0,60}(?:yêu cầu|đề nghị))"
)
ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành\s+kèm|Kèm theo|Đính kèm|Gửi kèm|Theo Quyết định số|Thực hiện Kế hoạch số)", re.IGNORECASE
)
RECIPIENTS = re.compile(r"(?:nơi\s+nhận|nơi\s+gửi)\s*:?", re.IGNORECASE)
OTHER_DOCUMENT = re.compile(
    rf"(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|QUY CHẾ|QUY ĐỊNH|DANH MỤC|PHƯƠNG ÁN|PHÂN CÔNG|BIỂU|BẢNG)(?![^\W\d_])[^{LOWER}]*"
)
