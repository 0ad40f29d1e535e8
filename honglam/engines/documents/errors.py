"""Why a file could not be read: one class per cause, each with a stable code and one line for the person.

Every message says what is wrong and what to do next. The codes are for programs (the command line, the
API, tests) and never change; the wording may.
"""

from __future__ import annotations

from typing import ClassVar


class DocumentError(Exception):
    """A file that cannot be read. `code` is stable; `str(error)` is one Vietnamese line for the officer."""

    code: ClassVar[str] = "document_error"


class DocumentNotFound(DocumentError):
    """There is no file at the path, or it is a folder, or it may not be opened."""

    code = "not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"Không mở được tệp “{name}”: hãy kiểm tra đường dẫn và quyền đọc tệp.")


class EmptyDocument(DocumentError):
    """The file has no bytes, or it opens but holds no words."""

    code = "empty"

    def __init__(self, name: str) -> None:
        super().__init__(f"Tệp “{name}” không có nội dung: hãy kiểm tra lại và gửi tệp có chữ.")


class DocumentTooLarge(DocumentError):
    """The file is larger than the limit; it was refused before being read."""

    code = "too_large"

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(
            f"Tệp “{name}” nặng {size / 1e6:.0f} MB, vượt giới hạn {limit / 1e6:.0f} MB: "
            "hãy tách thành nhiều tệp hoặc giảm dung lượng ảnh trong tệp."
        )


class TooManyPages(DocumentError):
    """The document has more pages, or more text, than one reading takes."""

    code = "too_many_pages"

    def __init__(self, name: str, count: int, limit: int) -> None:
        super().__init__(f"Tệp “{name}” có {count} trang, vượt giới hạn {limit} trang: hãy tách thành nhiều tệp.")


class PasswordProtected(DocumentError):
    """The file is encrypted and opens only with a password."""

    code = "password_protected"

    def __init__(self, name: str) -> None:
        super().__init__(f"Tệp “{name}” được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu (lưu lại không mã hóa) rồi gửi lại.")


class CorruptDocument(DocumentError):
    """The file is of the right type but damaged."""

    code = "corrupt"

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"Tệp “{name}” bị hỏng, không đọc được như {kind}: hãy mở bằng phần mềm gốc và lưu lại.")


class ZipBomb(DocumentError):
    """A compressed file that unpacks to far more than a document can hold."""

    code = "zip_bomb"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp “{name}” khi giải nén lớn bất thường nên bị từ chối: hãy lưu lại từ Word thành tệp .docx mới."
        )


class WrongExtension(DocumentError):
    """The content is not what the file's name says."""

    code = "wrong_extension"

    def __init__(self, name: str, actual: str, extension: str | None) -> None:
        advice = f"hãy đổi đuôi tệp thành {extension}" if extension else "hãy lưu lại thành .docx hoặc .pdf"
        super().__init__(f"Đuôi tệp “{name}” không đúng, nội dung thực ra là {actual}: {advice} rồi gửi lại.")


class UnsupportedType(DocumentError):
    """A type of file that is not read."""

    code = "unsupported_type"

    def __init__(self, name: str, actual: str | None = None) -> None:
        what = f" ({actual})" if actual else ""
        super().__init__(f"Chưa đọc được loại tệp “{name}”{what}: hãy gửi tệp .docx, .pdf, .doc, .html, .md hoặc .txt.")


class ImageOnly(DocumentError):
    """The pages are pictures (a scan): fewer than 200 letters a page."""

    code = "image_only"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp “{name}” là bản chụp (scan), không có lớp chữ để đọc: hãy gửi bản gốc .docx hoặc .pdf xuất từ Word."
        )


class BrokenFonts(DocumentError):
    """The letters come out as signs of other scripts: the fonts carry no usable character map."""

    code = "broken_fonts"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp “{name}” dùng phông chữ lỗi, chữ trích ra không đúng tiếng Việt: "
            "hãy gửi bản gốc .docx hoặc xuất lại .pdf từ Word."
        )


class UnknownEncoding(DocumentError):
    """A text file in an encoding that is neither Unicode nor a known Vietnamese one."""

    code = "unknown_encoding"

    def __init__(self, name: str) -> None:
        super().__init__(f"Không nhận ra bảng mã của tệp “{name}”: hãy lưu lại với bảng mã Unicode (UTF-8).")


class ConverterMissing(DocumentError):
    """Reading .doc needs LibreOffice, and it is not installed on this machine."""

    code = "converter_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Máy chủ chưa cài LibreOffice nên không đọc được tệp .doc “{name}”: hãy lưu lại thành .docx rồi gửi lại."
        )


class ConversionFailed(DocumentError):
    """LibreOffice did not turn the file into .docx, or took too long."""

    code = "conversion_failed"

    def __init__(self, name: str) -> None:
        super().__init__(f"Không chuyển được tệp .doc “{name}” sang .docx: hãy mở bằng Word và lưu lại thành .docx.")


class NotEdxml(DocumentError):
    """An XML file, or an archive, that holds no document package."""

    code = "not_edxml"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp “{name}” không phải gói văn bản điện tử edXML (QCVN 102:2016/BTTTT): "
            "hãy xuất lại từ hệ thống quản lý văn bản, tệp .edxml, .xml hoặc .zip chứa các tệp đó."
        )


class StatusPackage(DocumentError):
    """A package that only tells how far another one is (received, processed); no document in it."""

    code = "status_package"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Gói “{name}” chỉ báo trạng thái gửi nhận, không có văn bản: hãy chọn gói của chính văn bản giao việc."
        )


class UnsafeXml(DocumentError):
    """XML that declares a document type or entities, or nests without end: no document system writes such packages."""

    code = "unsafe_xml"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp “{name}” có khai báo không an toàn (DTD, thực thể) hoặc lồng nhau bất thường nên bị từ chối: "
            "hãy xuất lại từ hệ thống quản lý văn bản."
        )


class PdfConverterMissing(DocumentError):
    """Making a PDF needs LibreOffice, and it is not installed on this machine."""

    code = "pdf_converter_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Máy chủ chưa cài LibreOffice nên không tạo được PDF của “{name}”: hãy tải bản Word rồi lưu thành PDF."
        )


class PdfConversionFailed(DocumentError):
    """LibreOffice did not turn the file into PDF, or took too long."""

    code = "pdf_conversion_failed"

    def __init__(self, name: str) -> None:
        super().__init__(f"Không tạo được PDF của “{name}”: hãy thử lại, hoặc tải bản Word rồi lưu thành PDF.")
