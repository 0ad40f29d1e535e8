"""Whether the words of a task say who approves it or decides: rõ thẩm quyền."""

from __future__ import annotations

import re

from honglam.toolkit.text import fold

_BODY = r"(?:chủ tịch|ủy ban|ubnd|hội đồng|hđnd|giám đốc|thủ tướng|ban thường vụ|thường trực)"
_DECIDES = re.compile(
    r"\b(?:(?:trình|báo cáo) [^,;.]{0,60}?(?:ban hành|phê duyệt|quyết định|thông qua|cho ý kiến|xem xét)"
    rf"|(?:quyết định|nghị quyết|kế hoạch|qui chế|công văn|chỉ thị) (?:của|do) {_BODY}"
    rf"|cấp có thẩm quyền|{_BODY}[^,;.]{{0,40}}(?:phê duyệt|ban hành|quyết định))"
)


def names_authority(*texts: str | None) -> bool:
    """Whether a text says before whom the work comes: “trình UBND tỉnh phê duyệt”, “Quyết định của Chủ tịch”."""
    return any(_DECIDES.search(fold(text)) for text in texts if text)
