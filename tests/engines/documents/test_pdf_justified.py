"""Lines of a PDF whose words are drawn apart over the whole measure."""

from __future__ import annotations

from .test_pdf import LEFT, PdfPage, read, texts


def test_a_few_words_drawn_apart_over_a_line_are_no_columns() -> None:
    page = PdfPage()
    for x, word in ((LEFT, "Phần"), (LEFT + 200, "thứ"), (LEFT + 390, "nhất")):
        page.text(x, 100, word)
    page.text(LEFT, 118, "KẾT QUẢ THU MUA MUỐI")
    page.text(LEFT, 136, "1. Các xóm đã thu mua hết muối cũ.")
    assert " ".join(texts(read(page))).startswith("Phần thứ nhất KẾT QUẢ THU MUA MUỐI")
