"""Packages as document systems send them, with invented bodies and contents (shape: QCVN 102:2016/BTTTT)."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


def package(
    *,
    number: str = "1204",
    notation: str = "UBND-KGVX",
    date: str = "2026/03/05",
    subject: str = "V/v rà soát điểm truy cập dịch vụ công tại nhà văn hóa thôn",
    kind: str = "Công văn",
    due: str = "2026/03/31",
    sender: tuple[str, str] = ("H99", "Ủy ban nhân dân tỉnh Thử Nghiệm"),
    receivers: Iterable[tuple[str, str]] = (("H99.01", "Xã Bắc Sơn"), ("H99.02", "Xã Nam Hà")),
    files: Mapping[str, bytes] | None = None,
    namespace: str = NAMESPACE,
    before: str = "",
    document_id: str = "H99,2026/03/05,1204/UBND-KGVX",
) -> bytes:
    """One package; `before` stands between the XML declaration and the root."""
    to = "".join(f"<e:To>{_organ(*one)}</e:To>" for one in receivers)
    kept = {} if files is None else files
    references = "".join(
        f"<e:Reference><e:ContentId>cid:f{place}</e:ContentId><e:AttachmentName>{escape(name)}</e:AttachmentName>"
        "<e:ContentType>application/pdf</e:ContentType></e:Reference>"
        for place, name in enumerate(kept)
    )
    encoded = "".join(
        f"<Attachment><ContentId>f{place}</ContentId>"
        f"<ContentTransferEncoded>{base64.b64encode(content).decode()}</ContentTransferEncoded></Attachment>"
        for place, content in enumerate(kept.values())
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>{before}
<edXML xmlns="{namespace}" xmlns:e="{namespace}"><e:edXMLEnvelope><e:edXMLHeader><e:MessageHeader>
<e:From>{_organ(*sender)}</e:From>{to}<e:DocumentId>{escape(document_id)}</e:DocumentId>
<e:Code><e:CodeNumber>{escape(number)}</e:CodeNumber><e:CodeNotation>{escape(notation)}</e:CodeNotation></e:Code>
<e:PromulgationInfo><e:Place>Thử Nghiệm</e:Place><e:PromulgationDate>{date}</e:PromulgationDate></e:PromulgationInfo>
<e:DocumentType><e:Type>2</e:Type><e:TypeName>{escape(kind)}</e:TypeName></e:DocumentType>
<e:Subject>{escape(subject)}</e:Subject><e:Content>N/A</e:Content>
<e:SignerInfo><e:Competence>KT. CHỦ TỊCH</e:Competence><e:Position>Phó Chủ tịch</e:Position>
<e:FullName>Lê Văn Mẫu</e:FullName></e:SignerInfo><e:DueDate>{due}</e:DueDate>
</e:MessageHeader><e:TraceHeaderList><e:TraceHeader><e:OrganId>H99</e:OrganId></e:TraceHeader></e:TraceHeaderList>
</e:edXMLHeader><e:edXMLBody><e:edXMLManifest version="1.0">{references}</e:edXMLManifest></e:edXMLBody>
</e:edXMLEnvelope><AttachmentEncoded>{encoded}</AttachmentEncoded></edXML>""".encode()


def archive(members: Mapping[str, bytes]) -> bytes:
    """A .zip of members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members.items():
            box.writestr(name, content)
    return stream.getvalue()


def _organ(identifier: str, name: str) -> str:
    return f"<e:OrganId>{escape(identifier)}</e:OrganId><e:OrganName>{escape(name)}</e:OrganName>"
