"""What registers refuse, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from honglam.toolkit.errors import DomainError


class DeclarationError(ValueError):
    """A register is declared in a way that cannot hold; the start stops with the whole list."""


class RegisterError(DomainError):
    """Base of refused writes."""

    code = "registers"


class RecordInvalid(RegisterError):
    """A row cannot be kept as it is: `faults` maps columns ("" is the row as a whole) to messages."""

    code = "registers.record_invalid"

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        self.faults = {column: list(messages) for column, messages in faults.items()}
        self.column = next(iter(self.faults), "")
        super().__init__(" ".join(message for messages in self.faults.values() for message in messages))


class RecordKnown(RegisterError):
    """Another standing row has the same identity."""

    code = "registers.record_known"

    def __init__(self, shown: str, uid: object, *, keeper: str = "") -> None:
        """`shown` is what the person may know the row as; empty where only `keeper`, the unit that has it, is told."""
        self.known_uid = str(uid)
        super().__init__(
            _("Đã có dòng “%(row)s”. Hãy sửa dòng đó thay vì thêm dòng mới.") % {"row": shown} if shown else
            _("Sổ đã có dòng này, do %(unit)s quản lý. Hãy liên hệ đơn vị đó.") % {"unit": keeper}
        )  # fmt: skip


class RecordChanged(RegisterError):
    """Somebody wrote the row after it was opened."""

    code = "registers.record_changed"
    status = 409

    def __init__(self, who: str) -> None:
        super().__init__(
            _("%(who)s vừa sửa dòng này. Những gì bạn nhập còn trên trang; hãy xem bản mới rồi ghi lại.")
            % {"who": who or _("Người khác")}
        )


class RecordEnded(RegisterError):
    """A row that ended is not written."""

    code = "registers.record_ended"

    def __init__(self) -> None:
        super().__init__(_("Dòng này đã ngừng hiệu lực nên không sửa được. Hãy mở dòng đang dùng."))


class AskedWrongly(RegisterError):
    """A question to a register names what there is not, or a value that cannot be read."""

    code = "registers.asked_wrongly"

    def __init__(self, name: str, message: str) -> None:
        self.column = name
        super().__init__(message)


class KeyReused(RegisterError):
    """A key of a program came again with something else."""

    code = "registers.key_reused"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Idempotency-Key này đã dùng cho một lần gửi khác. Hãy tạo khóa mới cho lần gửi này."))


class RecordGone(RegisterError):
    """The register has no such row, or the person may not see it."""

    code = "registers.record_gone"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Không còn dòng này trong sổ. Hãy tải lại danh sách."))


class TooEarly(RegisterError):
    """A change would begin before the one it follows."""

    code = "registers.too_early"
    column = "valid_from"

    def __init__(self, since: str) -> None:
        super().__init__(
            _("Ngày hiệu lực không được trước ngày %(since)s, ngày nội dung hiện tại bắt đầu có hiệu lực.")
            % {"since": since}
        )


class TooLate(RegisterError):
    """A row would be out of the list before the day on which it ends."""

    code = "registers.too_late"
    column = "valid_from"

    def __init__(self) -> None:
        super().__init__(_("Ngày ngừng không được sau hôm nay. Hãy ghi khi đến ngày đó."))


class ReasonMissing(RegisterError):
    """The verb asks for a reason."""

    code = "registers.reason_missing"
    column = "reason"

    def __init__(self) -> None:
        super().__init__(_("Hãy ghi lý do (ít nhất 5 ký tự)."))


class MoveRefused(RegisterError):
    """The lifecycle has no such way from the row's state, or something must be filled first."""

    code = "registers.move_refused"


class NothingLeft(RegisterError):
    """A bulk write or a merge names no row that it may touch."""

    code = "registers.nothing_chosen"

    def __init__(self) -> None:
        super().__init__(_("Chưa chọn dòng nào. Hãy đánh dấu các dòng cần xử lý."))


class ColumnHidden(RegisterError):
    """A column that the person may not see or write was named."""

    code = "registers.column_hidden"
    status = 403

    def __init__(self, label: str) -> None:
        super().__init__(_("Bạn không có quyền với cột “%(column)s”.") % {"column": label})


class ViewRefused(RegisterError):
    """A saved filter cannot be kept, renamed or dropped."""

    code = "registers.view_refused"
    column = "name"


class ChoiceDrifted(RegisterError):
    """More rows match the filters now than the person was shown."""

    code = "registers.choice_drifted"
    status = 409

    def __init__(self, shown: int, now: int) -> None:
        super().__init__(
            _("Số dòng khớp bộ lọc đã tăng từ %(shown)d lên %(now)d. Hãy xem trước lại rồi mới sửa.")
            % {"shown": shown, "now": now}
        )


class NothingToRestore(RegisterError):
    """A former state is not the newest one any more, or says what the row says."""

    code = "registers.nothing_to_restore"

    def __init__(self) -> None:
        super().__init__(
            _("Chỉ hoàn tác được lần sửa mới nhất; lần này đã có thay đổi khác. Hãy tải lại trang rồi xem lại.")
        )


class PurposeTooShort(RegisterError):
    """Somebody asks to see a personal value and does not say what for."""

    code = "registers.purpose_too_short"
    column = "reason"

    def __init__(self) -> None:
        super().__init__(_("Hãy ghi rõ cần xem để làm gì (ít nhất 10 ký tự). Lý do này được ghi vào nhật ký."))


class ImportRefused(RegisterError):
    """A file cannot be read, or an import is not where the asked step begins."""

    code = "registers.import_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class MergeRefused(RegisterError):
    """Rows cannot be merged, or a merge cannot be taken back, as they stand; the message names what is in the way."""

    code = "registers.merge_refused"
