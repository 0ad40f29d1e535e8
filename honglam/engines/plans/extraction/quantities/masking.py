"""Stretches in which digits are no quantity: dates, numbers of documents, names, ages."""

from __future__ import annotations

import re

# Stretches in which digits are no quantity: blanked out before the search.
_NOT_A_QUANTITY = re.compile(
    r"""(?:
    https?://\S+ | www\.\S+ | \b[\w.]+@[\w.]+
  | \b\d+[a-zA-Z]?\s*(?:/\s*\d{4}\s*)?[-/]\s*(?:[A-ZĐ][A-Za-zĐđ]*)\s*(?:[-/&]\s*[A-ZĐ][\wĐđ₀-₉]*)*        # 57-NQ/TW
  | \b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b                                                     # 15/10/2025
  | \bngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})? | \bngày\s+\d{1,2}\s*/\s*\d{1,2}
  | \b(?:tháng|quý|q\.?)\s*\d{1,2}(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?
  | \b(?:năm|nhiệm\s+kỳ|giai\s+đoạn|thời\s+kỳ|niên\s+độ)\s+\d{4}(?:\s*[-–—]\s*\d{4})?
  | \b(?:19|20)\d{2}\s*[-–—]\s*(?:19|20)\d{2}\b(?!\s*%)
  | \b(?:sau|trước|lúc|vào|từ|đến)\s+\d{1,2}\s*giờ\b
  | \b(?<!đạt\ )(?:từ\s+)?\d{1,2}\s*(?:[-–]|đến|tới)?\s*\d{0,3}\s*tuổi(?:\s+trở\s+(?:lên|xuống))?     # ages
  | \b(?:(?<!tổng\ )số|điều|khoản|mục|phần|chương|phụ\s+lục|biểu|mẫu|bảng|tiêu\s+chí|chỉ\s+tiêu|cấp\s+độ
      |mức\s+độ|mức|hạng|phiên\s+bản|lần\s+thứ|thứ|khóa|khoá|đề\s+án|nghị\s+quyết|nghị\s+định|quyết\s+định|chỉ\s+thị|thông\s+tư
      |lớp|kế\s+hoạch|kết\s+luận|chương\s+trình(?:\s+hành\s+động)?|luật|công\s+văn)
      \s+(?:số\s+)?\d[\d.,/]*(?!\s*%|\d)                                                              # Đề án 06
  | \b\d{1,2}\s+sao\b(?:\s+trở\s+lên)? | \bcả\s+\d{1,2}\b(?=\s+[^\W\d_])                                  # grades
  | \btrên\s+(?:một|0?1)\s+(?:ha|héc-?\s?ta|đơn\s+vị\s+diện\s+tích|km2|m2|m3|sào|vạn\s+(?:dân|người))(?![^\W\d_])
  | \btrên\s+(?:một|mỗi)\s+(?!(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|nửa)\b)(?=[^\W\d_])                      # one per …
  | \btrên\s+10{2,5}\.?0{0,3}\s+(?:dân|bé\s+gái|trẻ\s+(?:đẻ|sinh)|ca\s+đẻ)(?![^\W\d_])
  | \b24\s*/\s*7\b | \b24\s*/\s*24\b | \b\d+\s*[hH]\s*\d{2}\b | \b\d\s*G\b | \b[Vv]?\d\.0\b(?!\s*%)
  | \b\d+\s*D\b(?:\s*[-/]\s*\d+\s*D\b)? | \b\d{1,2}\s*:\s*\d{1,2}\b
  | \b[A-Za-z]+[-]?\d+\b | \b(?:0\d{8,10}|\+84[\d\s.]{8,})\b
  | \b(?:hai|2|02|ba|3|03)\s+(?:cấp|chiều|bên|miền)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LIFE_SPAN = re.compile(r"(?:tuổi thọ|tuổi (?:đời )?(?:trung )?bình quân|tuổi trung bình)[^;.]{0,60}$", re.IGNORECASE)


def mask(text: str) -> str:
    """The text, same length, with dates, document numbers, names and ages blanked out."""

    def blank(match: re.Match[str]) -> str:
        if match.group().lower().rstrip().endswith("tuổi") or "tuổi " in match.group().lower():
            if _LIFE_SPAN.search(text, max(0, match.start() - 90), match.start()):
                return match.group()
        return "\x00" * len(match.group())

    return _NOT_A_QUANTITY.sub(blank, text)
