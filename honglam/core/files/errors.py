"""What is refused at the door of files, with stable codes and Vietnamese messages that say how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _


class FileRefused(ValueError):
    """Base of refused files; `code` is stable, the message is for the person who brought the file."""

    code = "files"


class EmptyFile(FileRefused):
    """There is nothing in it."""

    code = "files.empty"

    def __init__(self, name: str) -> None:
        super().__init__(_("Tệp “%(name)s” rỗng (0 byte). Hãy kiểm tra lại tệp gốc.") % {"name": name})


class FileTooLarge(FileRefused):
    """Larger than its purpose allows."""

    code = "files.too_large"

    def __init__(self, name: str, limit: int) -> None:
        message = _("Tệp “%(name)s” vượt quá %(limit)s MB. Hãy giảm dung lượng hoặc chia nhỏ tệp.")
        super().__init__(message % {"name": name, "limit": limit // 1_000_000})


class KindNotAllowed(FileRefused):
    """The content is of a kind that is not taken here, or of none that is known."""

    code = "files.kind_not_allowed"

    def __init__(self, name: str, found: str, allowed: list[str]) -> None:
        message = _("Tệp “%(name)s” là %(found)s; ở đây chỉ nhận: %(allowed)s.")
        super().__init__(message % {"name": name, "found": found, "allowed": ", ".join(allowed)})


class ExtensionMismatch(FileRefused):
    """The name says one kind, the content is another."""

    code = "files.extension_mismatch"

    def __init__(self, name: str, found: str) -> None:
        message = _("Tên tệp “%(name)s” không khớp nội dung: nội dung là %(found)s. Hãy lưu lại đúng định dạng.")
        super().__init__(message % {"name": name, "found": found})


class DangerousContent(FileRefused):
    """A macro, an archive that unpacks without end, a picture that hides another file."""

    code = "files.dangerous"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(_("Tệp “%(name)s” không được nhận: %(why)s.") % {"name": name, "why": why})


class BrokenFile(FileRefused):
    """The content begins like its kind and does not hold together."""

    code = "files.broken"

    def __init__(self, name: str) -> None:
        super().__init__(_("Tệp “%(name)s” bị hỏng, không mở được. Hãy lưu lại từ phần mềm gốc.") % {"name": name})
