"""Values written into a copy of the blank form, inside its sheets' XML: everything else stays as the bytes were.

openpyxl would lose pictures, some charts, shapes and controls when it saves; here only the cells that are filled
change, a formula's stored result is dropped (Excel reckons anew on opening), and nothing else is touched. A cell with a
formula is never overwritten.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from openpyxl.utils.cell import coordinate_from_string

from honglam.engines.reporting.workbooks.form import FormError

Entry = Decimal | str
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WORKBOOK = "xl/workbook.xml"
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")
_LETTERS = re.compile(r"[A-Z]+")


def written(content: bytes, entries: Mapping[tuple[str, str], Entry]) -> bytes:
    """A copy of the workbook with values in some cells, by sheet and cell. FormError where a sheet is missing."""
    source = zipfile.ZipFile(io.BytesIO(content))
    parts = _sheet_parts(source)
    if missing := {sheet for sheet, _cell in entries} - parts.keys():
        raise FormError(
            "forms.sheet_missing", _("Biểu không có trang tính “%(name)s”.") % {"name": min(missing)}
        )  # fmt: skip
    by_part: dict[str, dict[str, Entry]] = {part: {} for part in parts.values()}
    for (sheet, cell), entry in entries.items():
        by_part[parts[sheet]][cell] = entry
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename in by_part:
                data = _patched(data, by_part[info.filename])
            elif info.filename == _WORKBOOK:
                data = _reckoned_anew(data)
            target.writestr(info, data)
    return stream.getvalue()


def losses_of(content: bytes) -> tuple[str, ...]:
    """What a filled copy cannot keep or what needs a hand afterwards, in words."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    found = []
    if any(name.startswith("_xmlsignatures/") for name in names):
        found.append(_("Chữ ký số trên tệp biểu trống không còn giá trị sau khi điền; ký lại trên tệp đã điền."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        found.append(_("Có công thức lấy số từ tệp Excel khác; khi mở, Excel sẽ hỏi có cập nhật liên kết không."))
    if any(name.startswith("xl/pivotCache/") for name in names):
        found.append(_("Có bảng tổng hợp (PivotTable); mở tệp đã điền rồi bấm Làm mới (Refresh)."))
    return tuple(found)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by its name."""
    workbook = _parsed(archive.read(_WORKBOOK))
    links = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target") for link in links.iter(f"{{{_LINKS}}}Relationship")}
    found = {}
    for sheet in workbook.iter(f"{{{_namespace(workbook)}}}sheet"):
        key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        target = str(targets.get(key) or "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[str(sheet.get("name"))] = part
    return found


def _patched(data: bytes, entries: Mapping[str, Entry]) -> bytes:
    """The sheet's XML with values in some cells, and without the stored results of its formulas."""
    root = _parsed(data)
    name = _namespace(root)
    sheet_data = root.find(f"{{{name}}}sheetData")
    if sheet_data is None:
        return data
    rows = {int(row.get("r") or 0): row for row in sheet_data}
    cells = {str(cell.get("r")): cell for row in sheet_data for cell in row}
    for place, entry in entries.items():
        cell = cells.get(place)
        if cell is None:
            cell = _new_cell(sheet_data, rows, place, name)
        if cell.find(f"{{{name}}}f") is None:
            _put(cell, entry, name)
    for formula in sheet_data.iter(f"{{{name}}}f"):
        cell = formula.getparent()
        for result in cell.findall(f"{{{name}}}v"):
            cell.remove(result)
        cell.attrib.pop("t", None)
    return _serialised(root)


def _put(cell: Any, entry: Entry, name: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(entry, Decimal):
        etree.SubElement(cell, f"{{{name}}}v").text = _digits(entry)
        return
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{{{name}}}is"), f"{{{name}}}t")
    text.text = entry
    text.set(_XML_SPACE, "preserve")


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _new_cell(sheet_data: Any, rows: dict[int, Any], place: str, name: str) -> Any:
    """A cell that the file does not hold yet, at its place in the order of rows and columns."""
    letters, number = coordinate_from_string(place)
    row = rows.get(number)
    if row is None:
        row = etree.Element(f"{{{name}}}row", {"r": str(number)})
        sheet_data.insert(sum(other < number for other in rows), row)
        rows[number] = row
    before = sum(_rank(str(cell.get("r"))) < (len(letters), letters) for cell in row)
    cell = etree.Element(f"{{{name}}}c", {"r": place})
    row.insert(before, cell)
    return cell


def _rank(place: str) -> tuple[int, str]:
    match = _LETTERS.match(place)
    letters = match.group() if match else ""
    return len(letters), letters


def _reckoned_anew(data: bytes) -> bytes:
    """The workbook's XML that tells Excel to reckon all formulas when it opens the file."""
    root = _parsed(data)
    name = _namespace(root)
    calc = root.find(f"{{{name}}}calcPr")
    if calc is None:
        calc = etree.Element(f"{{{name}}}calcPr")
        before = next(one for tag in _BEFORE_CALC if (one := root.find(f"{{{name}}}{tag}")) is not None)
        before.addnext(calc)
    calc.set("fullCalcOnLoad", "1")
    return _serialised(root)


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _namespace(root: Any) -> str:
    return _STRICT if etree.QName(root).namespace == _STRICT else _MAIN


def _serialised(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
