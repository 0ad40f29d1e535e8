"""What can go wrong with the log."""

from __future__ import annotations

from django.utils.translation import gettext as _


class AuditError(Exception):
    """Base of the log's errors; `code` is stable."""

    code = "audit"


class NotInTransaction(AuditError):
    """An entry was to be written outside a transaction: a mistake in the calling action."""

    code = "audit.not_in_transaction"

    def __init__(self, action: str) -> None:
        super().__init__(f"record(action={action!r}) must run inside transaction.atomic()")


class ReasonMissing(AuditError):
    """Values are not erased without a reason."""

    code = "audit.reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Hãy ghi rõ căn cứ và lý do xóa nội dung nhật ký."))
