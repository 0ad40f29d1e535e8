"""Web pages: the document is found inside the page, tables keep their spans, lists their numbers."""

from __future__ import annotations

from honglam.engines.documents.public import BlockKind, ReadDocument, read_document

LETTER = """<table><tr><td><p>UBND XÃ SƠN MINH</p><p>Số: 12/KH-UBND</p></td>
<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td></tr></table>"""
BODY = "<p>Ủy ban nhân dân xã giao các phòng, đơn vị thực hiện nhiệm vụ năm 2026.</p>" * 5


def read(html: str, encoding: str = "utf-8") -> ReadDocument:
    return read_document(html.encode(encoding), name="a.html")


def texts(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks]


def test_the_document_is_found_inside_the_chrome_of_a_portal() -> None:
    page = f"""<!doctype html><html><head><title>Cổng</title><style>p{{}}</style></head><body>
    <div class="top-menu"><a href="/">Trang chủ</a> <a href="/tin">Tin tức</a></div>
    <form><div id="wrap"><div><ul><li><a href="/1">Văn bản khác một</a></li><li><a>Văn bản khác hai</a></li></ul></div>
    <div class="content">{LETTER}<div>{BODY}</div><p>Nơi nhận:<br>- Lưu: VT.</p></div></div></form>
    <script>var x = "không đọc";</script><div style="display: none">ẩn</div><footer>Bản quyền</footer></body></html>"""
    found = texts(read(page))
    assert found[0].startswith("UBND XÃ SƠN MINH\nSố: 12/KH-UBND\tCỘNG HÒA")
    assert found[-1] == "Nơi nhận:\n- Lưu: VT."
    assert not any(word in "\n".join(found) for word in ("Tin tức", "không đọc", "ẩn", "Bản quyền", "Văn bản khác"))


def test_a_document_in_a_cell_of_the_page_is_read_without_the_lines_of_the_portal() -> None:
    points = "".join(f"<p>- Mục tiêu thứ {number} của xã trong năm.</p>" for number in range(9))
    page = f"""<body><p>Trang chủ</p><table><tr><td><h3>Chuyên mục</h3></td><td><div>
    <div>Các tin khác</div><h1>Kế hoạch năm 2026 của xã</h1><div>Đăng lúc: 08:15 | Lượt xem: 1.204</div>{points}
    <p>Chia sẻ dữ liệu giữa các cơ quan.</p><div>In bài viết | Chia sẻ</div><h4>Tin liên quan:</h4>
    <p>Thông báo tuyển dụng của xã</p></div></td></tr></table></body>"""
    found = texts(read(page))
    assert found[1] == "Kế hoạch năm 2026 của xã"
    assert found[-2:] == ["- Mục tiêu thứ 8 của xã trong năm.", "Chia sẻ dữ liệu giữa các cơ quan."]
    assert len(found) == 12


def test_tables_keep_their_spans_and_cells_their_line_breaks() -> None:
    document = read(
        f"""<html><body>{BODY}<table><thead><tr><th rowspan=2>TT</th><th colspan="2">Thời hạn</th></tr>
        <tr><th>Từ</th><th>Đến</th></tr></thead>
        <tbody><tr><td>1</td><td rowspan="2">Sở A<br/>Sở B</td><td><p>x</p><p>y</p></td></tr>
        <tr><td>2</td><td>z</td></tr></tbody></table></body></html>"""
    )
    (block,) = document.tables()
    table = block.table
    assert table is not None and (table.row_count, table.column_count, table.header_rows) == (4, 3, 2)
    assert [(c.text, c.row_span, c.column_span) for c in table.cells] == [
        ("TT", 2, 1),
        ("Thời hạn", 1, 2),
        ("Từ", 1, 1),
        ("Đến", 1, 1),
        ("1", 1, 1),
        ("Sở A\nSở B", 2, 1),
        ("x\ny", 1, 1),
        ("2", 1, 1),
        ("z", 1, 1),
    ]


def test_spans_beyond_the_table_are_cut() -> None:
    (block,) = read(f"<body>{BODY}<table><tr><td rowspan=99>a<td colspan=9999>b<tr><td>c</table></body>").tables()
    assert block.table is not None and block.table.row_count == 2


def test_lists_print_their_numbers() -> None:
    document = read(
        "<body><ol type=I start=2><li>Mục tiêu<ol><li>Một</li><li value=5>Năm</li></ol></li><li>Nhiệm vụ</li></ol>"
        "<ul><li>Chấm</li><li>- Gạch sẵn</li></ul></body>"
    )
    assert texts(document) == ["II. Mục tiêu", "1. Một", "5. Năm", "III. Nhiệm vụ", "- Chấm", "- Gạch sẵn"]
    assert [block.level for block in document.blocks][:4] == [1, 2, 2, 1]


def test_headings_emphasis_and_entities() -> None:
    heading, bold, plain = read(
        "<body><h2>KẾ HOẠCH</h2><p align='center'><b>Năm</b> <span style='font-weight:700'>2026</span></p>"
        "<p>S&#7903;&nbsp;A &amp; S&#x1EDF; B &lt;x&gt;<i> một</i>\nphần</p></body>"
    ).blocks
    assert (heading.kind, heading.level) == (BlockKind.HEADING, 2)
    assert bold.bold and bold.centered
    assert plain.text == "Sở A & Sở B <x> một phần" and not plain.italic


def test_a_layout_table_of_one_column_is_running_text() -> None:
    document = read(f"<body><table><tr><td>{BODY}</td></tr></table></body>")
    assert not list(document.tables()) and len(document.blocks) == 5


def test_the_declared_encoding_and_old_fonts_are_understood() -> None:
    assert read("<html><body><p>Kế hoạch chuyển đổi số</p></body></html>", "utf-16").text == "Kế hoạch chuyển đổi số"
    old = "<html><body><p>KÕ ho¹ch chuyÓn ®æi sè cña Uû ban nh©n d©n</p></body></html>"
    assert read(old, "latin-1").text == "Kế hoạch chuyển đổi số của Uỷ ban nhân dân"
    assert read(old, "utf-8").text == "Kế hoạch chuyển đổi số của Uỷ ban nhân dân"


def test_outside_entities_are_not_fetched() -> None:
    html = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>Kế hoạch &x;</p></body></html>'
    assert "Kế hoạch" in read(html).text and "&x;" in read(html).text
