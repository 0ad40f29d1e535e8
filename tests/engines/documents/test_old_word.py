"""Word 97-2003 goes through LibreOffice; where there is none, this says so and is skipped."""

from __future__ import annotations

import shutil

import pytest

from honglam.engines.documents.public import read_document

RTF = (
    rb"{\rtf1\ansi\deff0 {\b K\u7871? ho\u7841?ch}\par "
    rb"\trowd\cellx2000\cellx5000 TT\cell Nhi\u7879?m v\u7909?\cell\row}"
)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="NO LIBREOFFICE on this machine: .doc is not tested")
def test_a_doc_is_converted_and_read_with_its_table() -> None:
    document = read_document(RTF, name="a.doc")
    assert document.format == "doc"
    assert document.blocks[0].text == "Kế hoạch" and document.blocks[0].bold
    (block,) = document.tables()
    assert block.text == "TT\tNhiệm vụ"
