"""A copy in Word with comments: beside the right words, and nothing else of the officer's file changed."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from honglam.engines.plans.checking.commented import AUTHOR, NotCommentable, Note, commented_copy
from tests.engines.plans.checking.drafts import shown_text, word

MARKS = {qn("w:commentRangeStart"), qn("w:commentRangeEnd")}
DRAFT = word(
    "I. MỤC TIÊU", "- Tỷ lệ hồ sơ trực tuyến đạt từ 60% trở lên.", "- Tỷ lệ thanh toán trực tuyến đạt 50%.",
    "II. NHIỆM VỤ", "- Tỷ lệ hồ sơ trực tuyến đạt từ 60% trở lên.",
)  # fmt: skip


def copied(*notes: Note, content: bytes = DRAFT) -> tuple[Any, int]:
    """The commented copy, opened again, and how many notes stand beside their words."""
    stream, anchored = commented_copy(io.BytesIO(content), notes)
    return docx.Document(stream), anchored


def words_beside(document: Any, comment_id: int) -> str:
    """The words that a comment stands beside."""
    inside, words = False, []
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart") and element.get(qn("w:id")) == str(comment_id):
            inside = True
        elif element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == str(comment_id):
            return "".join(words)
        elif inside and element.tag == qn("w:t"):
            words.append(element.text or "")
    raise AssertionError(f"no range of comment {comment_id}")


def body_without_marks(content: bytes) -> bytes:
    """The main part with every mark of a comment taken out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for element in list(root.iter()):
        has_mark = element.tag == qn("w:r") and element.find(qn("w:commentReference")) is not None
        if element.tag in MARKS or has_mark:
            element.getparent().remove(element)
    return bytes(etree.tostring(root, method="c14n"))


def test_a_comment_stands_beside_the_words_that_it_is_about() -> None:
    document, anchored = copied(Note("Thấp hơn mức 80% của tỉnh.", "Tỷ lệ thanh toán trực tuyến đạt 50%"))
    [comment] = document.comments
    assert anchored == 1
    assert (comment.author, comment.text) == (AUTHOR, "Thấp hơn mức 80% của tỉnh.")
    assert "thanh toán trực tuyến đạt 50%" in words_beside(document, comment.comment_id)
    assert "hồ sơ" not in words_beside(document, comment.comment_id)


def test_a_comment_in_a_table_stands_in_its_cell() -> None:
    document, anchored = copied(Note("Chưa rõ.", "Tập huấn kỹ năng số cho trưởng thôn"))
    assert anchored == 1
    assert words_beside(document, 0) == "Tập huấn kỹ năng số cho trưởng thôn"


def test_a_row_quoted_whole_is_commented_in_its_longest_cell() -> None:
    row = "2 Tập huấn kỹ năng số cho trưởng thôn Phòng Văn hóa – Xã hội Tháng 9/2026 Lớp tập huấn"
    document, anchored = copied(Note("Chưa rõ.", row))
    assert anchored == 1
    assert words_beside(document, 0) == "Tập huấn kỹ năng số cho trưởng thôn"


@pytest.mark.parametrize(("place", "section"), [(0.2, "MỤC TIÊU"), (0.9, "NHIỆM VỤ")])
def test_words_that_stand_twice_are_commented_where_the_rules_read_them(place: float, section: str) -> None:
    document, _anchored = copied(Note("Lặp lại.", "Tỷ lệ hồ sơ trực tuyến đạt từ 60% trở lên", place))
    heading = ""
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("I"):
            heading = paragraph.text
        if paragraph._p.find(qn("w:commentRangeStart")) is not None:
            break
    assert section in heading


@pytest.mark.parametrize(
    "quotation",
    [
        "2.3. Tỷ lệ thanh toán trực tuyến đạt 50%",
        "tỷ lệ   thanh toán\ntrực tuyến đạt 50%",
        "Tỷ lệ thanh toán trực tuyến đạt 50%; các câu sau đây không có trong dự thảo mà chỉ có trong bản đọc",
        "Tỷ lệ thanh toán trực tuyến đạt 50%…",
    ],
)
def test_numbers_spaces_and_cut_ends_do_not_hide_the_words(quotation: str) -> None:
    document, anchored = copied(Note("Vì sao.", quotation))
    assert anchored == 1
    assert "thanh toán trực tuyến" in words_beside(document, 0)


def test_what_stands_nowhere_is_told_at_the_top_with_its_quotation() -> None:
    document, anchored = copied(Note("Thiếu chỉ tiêu.", "Tỷ lệ dân số trưởng thành có chữ ký số"), Note("Thiếu.", ""))
    assert anchored == 0
    first, second = (comment.text for comment in document.comments)
    assert first == "Thiếu chỉ tiêu.\nĐoạn liên quan: “Tỷ lệ dân số trưởng thành có chữ ký số”"
    assert second == "Thiếu."
    assert document.paragraphs[0]._p.find(qn("w:commentRangeStart")) is not None


def test_nothing_but_marks_is_added_to_the_document() -> None:
    notes = [Note(f"Thứ {number}.", quotation) for number, quotation in enumerate(
        ("Tỷ lệ hồ sơ trực tuyến", "Tỷ lệ hồ sơ trực tuyến", "Báo cáo rà soát", "không có ở đâu cả trong dự thảo"), 1
    )]  # fmt: skip
    stream, _anchored = commented_copy(io.BytesIO(DRAFT), notes)
    content = stream.getvalue()
    assert shown_text(content) == shown_text(DRAFT)
    assert body_without_marks(content) == body_without_marks(DRAFT)
    assert len(docx.Document(io.BytesIO(content)).comments) == len(notes)


def test_comments_that_people_wrote_stay() -> None:
    document: Any = docx.Document(io.BytesIO(DRAFT))
    document.add_comment(document.paragraphs[0].runs, "Xem lại tên cơ quan", author="Lê Văn Cường")
    stream = io.BytesIO()
    document.save(stream)
    copy, _anchored = copied(Note("Vì sao.", "Báo cáo rà soát"), content=stream.getvalue())
    assert [comment.author for comment in copy.comments] == ["Lê Văn Cường", AUTHOR]


def test_a_comment_may_be_put_into_a_link_and_into_inserted_words() -> None:
    document: Any = docx.Document(io.BytesIO(DRAFT))
    for tag in ("w:hyperlink", "w:ins"):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(f"Đường dẫn tài liệu hướng dẫn trong {tag}")._r
        holder = docx.oxml.OxmlElement(tag)
        paragraph._p.append(holder)
        holder.append(run)
    stream = io.BytesIO()
    document.save(stream)
    _copy, anchored = copied(
        Note("Một.", "Đường dẫn tài liệu hướng dẫn trong w:hyperlink"),
        Note("Hai.", "Đường dẫn tài liệu hướng dẫn trong w:ins"), content=stream.getvalue(),
    )  # fmt: skip
    assert anchored == 2


def test_a_document_without_words_takes_its_comments_at_the_top() -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    document, anchored = copied(Note("Trống.", "Tỷ lệ hồ sơ"), content=stream.getvalue())
    assert (anchored, len(document.comments)) == (0, 1)


def test_a_file_that_word_would_not_open_is_refused() -> None:
    with pytest.raises(NotCommentable):
        commented_copy(io.BytesIO(b"not a package"), [])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_the_copy_opens_in_another_office_program(tmp_path: Path) -> None:
    stream, _anchored = commented_copy(io.BytesIO(DRAFT), [Note("Vì sao.", "Báo cáo rà soát"), Note("Thiếu.", "")])
    path = tmp_path / "ban-soat.docx"
    path.write_bytes(stream.getvalue())
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "odt", "--outdir",
         str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "ban-soat.odt") as archive:
        content = archive.read("content.xml").decode()
    assert content.count("<office:annotation ") == 2
    assert "Vì sao." in content
