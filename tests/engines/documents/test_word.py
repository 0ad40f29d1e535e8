"""Word documents: what is printed is what is read, in order, with numbers, merged cells, notes and revisions."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from honglam.engines.documents.public import BlockKind, ReadDocument, Table, read_document

from .builders import cell, paragraph, table, word_file


def read(body: str, **parts: str) -> ReadDocument:
    return read_document(word_file(body, **parts), name="a.docx")


def texts(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks]


def only_table(document: ReadDocument) -> Table:
    (block,) = document.tables()
    assert block.table is not None
    return block.table


def numbered(text: str, list_id: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(index: int, format: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identifier: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def number(identifier: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


OUTLINE = abstract(
    0,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
)


def test_a_document_of_a_word_processor_is_read_in_order() -> None:
    source = docx.Document()
    source.add_heading("KẾ HOẠCH", 1)
    title = source.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("Chuyển đổi số").bold = True
    grid = source.add_table(2, 2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "TT", "Nhiệm vụ"
    grid.cell(1, 0).text, grid.cell(1, 1).text = "1", "Một\nHai"
    source.add_paragraph("Nghiêng").runs[0].italic = True
    out = io.BytesIO()
    source.save(out)
    document = read_document(out.getvalue(), name="a.docx")
    heading, centered, grid_block, last = document.blocks
    assert (heading.kind, heading.level) == (BlockKind.HEADING, 1)
    assert centered.bold and centered.centered and not centered.italic
    assert grid_block.text == "TT\tNhiệm vụ\n1\tMột\nHai"
    assert last.italic and not last.bold


def test_automatic_numbers_of_several_levels_are_in_the_text() -> None:
    steps = [("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 1), ("G", 2), ("H", 0), ("I", 1)]
    document = read("".join(numbered(text, 1, depth) for text, depth in steps), numbering=OUTLINE + number(1, 0))
    assert texts(document) == ["I. A", "1. B", "1.1. C", "1.2. D", "a) E", "2. F", "2.1. G", "II. H", "1. I"]
    assert [block.marker for block in document.blocks][:3] == ["I.", "1.", "1.1."]
    assert [block.level for block in document.blocks][:4] == [1, 2, 3, 3]


def test_a_list_with_a_start_override_begins_anew_and_others_go_on() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1.")) + number(1, 0) + number(2, 0, restart) + number(3, 0)
    body = "".join(numbered(text, list_id) for text, list_id in [("A", 1), ("B", 1), ("C", 2), ("D", 2), ("E", 3)])
    assert texts(read(body, numbering=numbering)) == ["1. A", "2. B", "1. C", "2. D", "3. E"]


def test_a_level_that_never_restarts_counts_through() -> None:
    numbering = abstract(
        0, level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    ) + number(1, 0)
    body = "".join(numbered(text, 1, depth) for text, depth in [("A", 0), ("b", 1), ("B", 0), ("c", 1)])
    assert texts(read(body, numbering=numbering)) == ["I. A", "1. b", "II. B", "2. c"]


def test_legal_numbering_prints_decimals_and_bullets_print_signs() -> None:
    numbering = abstract(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>")) + number(1, 0)
    numbering += abstract(1, level(0, "bullet", "\uf0b7"), level(1, "bullet", "-")) + number(2, 1)
    body = numbered("A", 1) + numbered("B", 1, 1) + numbered("C", 2) + numbered("D", 2, 1)
    document = read(body, numbering=numbering)
    assert texts(document) == ["I. A", "1.1. B", "• C", "- D"]
    assert document.blocks[2].kind is BlockKind.ITEM


def test_numbers_come_from_the_style_and_can_be_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:basedOn w:val="Goc"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Goc"><w:pPr><w:outlineLvl w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    style = '<w:pStyle w:val="Muc"/>'
    body = paragraph("A", style) + paragraph("B", style + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    first, second = read(body, styles=styles, numbering=OUTLINE + number(1, 0)).blocks
    assert (first.text, first.kind, first.level) == ("I. A", BlockKind.HEADING, 1)
    assert second.text == "B"


def test_row_numbers_that_word_counts_stand_in_their_cells() -> None:
    def row(text: str) -> list[str]:
        return [f"<w:tc>{numbered('', 1)}</w:tc>", cell(text)]

    numbering = abstract(0, level(0, "decimal", "%1")) + number(1, 0)
    grid = only_table(read(table([cell("TT"), cell("Tên")], row("A"), row("B")), numbering=numbering))
    assert [entry.text for entry in grid.cells] == ["TT", "Tên", "1", "A", "2", "B"]


def test_merged_cells_stand_once_with_their_extent() -> None:
    grid = only_table(
        read(
            table(
                [cell("TT", '<w:vMerge w:val="restart"/>'), cell("Thời hạn", '<w:gridSpan w:val="2"/>')],
                [cell("ẩn", "<w:vMerge/>"), cell("Từ"), cell("Đến")],
                [cell("1"), cell("x"), cell("y")],
            )
        )
    )
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        ("TT", 0, 0, 2, 1),
        ("Thời hạn", 0, 1, 1, 2),
        ("Từ", 1, 1, 1, 1),
        ("Đến", 1, 2, 1, 1),
        ("1", 2, 0, 1, 1),
        ("x", 2, 1, 1, 1),
        ("y", 2, 2, 1, 1),
    ]
    assert grid.header_rows == 2
    covered = grid.at(1, 0)
    assert covered is not None and covered.text == "TT"


def test_paragraphs_of_a_cell_are_its_lines() -> None:
    grid = only_table(read(table([cell("Sở A\nSở B"), cell("x")])))
    assert grid.cells[0].text == "Sở A\nSở B"


def test_revisions_are_read_as_accepted() -> None:
    inserted = '<w:ins w:id="1"><w:r><w:t> thêm</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText> bỏ</w:delText></w:r></w:del>'
    merged = "<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr><w:r><w:t>Nối </w:t></w:r></w:p>"
    body = f"<w:p><w:r><w:t>Giữ</w:t></w:r>{inserted}{deleted}</w:p>{merged}{paragraph('liền')}"
    gone_row = f"<w:tr><w:trPr><w:del w:id='4'/></w:trPr>{cell('bỏ')}{cell('bỏ')}</w:tr>"
    body += table([cell("a"), cell("b")]).replace("</w:tbl>", gone_row + "</w:tbl>")
    assert texts(read(body)) == ["Giữ thêm", "Nối liền", "a\tb"]


def test_content_controls_fields_and_hidden_text_read_as_printed() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('Trong khung')}</w:sdtContent></w:sdt>"
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Trang 3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    hidden = "<w:p><w:r><w:t>Thấy</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    capitals = paragraph("ủy ban", run="<w:caps/>")
    breaks = "<w:p><w:r><w:t>57</w:t><w:noBreakHyphen/><w:t>NQ</w:t><w:br/><w:t>dòng</w:t></w:r></w:p>"
    assert texts(read(control + field + hidden + capitals + breaks)) == [
        "Trong khung",
        "Trang 3",
        "Thấy",
        "ỦY BAN",
        "57-NQ\ndòng",
    ]


def test_a_text_box_is_read_once_although_word_stores_it_twice() -> None:
    box = f"<w:txbxContent>{paragraph('DỰ THẢO')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>Thân</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == ["Thân", "DỰ THẢO"]


def test_footnotes_stand_at_the_end_and_their_signs_leave_the_sentence() -> None:
    note = f'<w:footnote w:id="2">{paragraph("Ban hành năm 2025")}</w:footnote>'
    body = '<w:p><w:r><w:t>Nghị quyết 57</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r></w:p>'
    document = read(body + paragraph("Sau."), footnotes=note)
    assert texts(document) == ["Nghị quyết 57.", "Sau.", "[1] Ban hành năm 2025"]
    assert document.blocks[-1].kind is BlockKind.FOOTNOTE


def test_decomposed_text_is_composed() -> None:
    assert read(paragraph(unicodedata.normalize("NFD", "Ủy ban nhân dân"))).text == "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("font", "text", "printed"),
    [
        (".VnTime", "KÕ ho¹ch chuyÓn ®æi sè", "Kế hoạch chuyển đổi số"),
        (".VnTimeH", "uû ban nh©n d©n", "UỶ BAN NHÂN DÂN"),
        ("VNI-Times", "Keá hoaïch chuyeån ñoåi soá", "Kế hoạch chuyển đổi số"),
        (".VnTime", "Kế hoạch chuyển đổi số", "Kế hoạch chuyển đổi số"),
    ],
)
def test_old_fonts_are_believed_only_where_the_text_is_old(font: str, text: str, printed: str) -> None:
    assert read(paragraph(text, run=f'<w:rFonts w:ascii="{font}"/>')).text == printed


def test_a_table_in_a_cell_gives_its_words_to_the_cell() -> None:
    inner = f"<w:tc>{table([cell('a'), cell('b')], [cell('c'), cell('d')])}{paragraph('e')}</w:tc>"
    grid = only_table(read(table([inner, cell("x")])))
    assert grid.cells[0].text == "a b\nc d\ne"


def test_strict_open_xml_is_read_too() -> None:
    source = zipfile.ZipFile(io.BytesIO(word_file(paragraph("Kế hoạch"))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            data = data.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            target.writestr(name, data)
    assert read_document(out.getvalue(), name="a.docx").text == "Kế hoạch"
