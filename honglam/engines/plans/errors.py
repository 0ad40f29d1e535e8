"""What plans refuse, with stable codes and Vietnamese messages that say how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from honglam.toolkit.errors import DomainError


class PlanError(DomainError):
    """Base of refused writes."""

    code = "plans"


class StepNotAllowed(PlanError):
    """The state of a plan or a share does not allow this step."""

    code = "plans.step_not_allowed"

    def __init__(self, now: object, then: object) -> None:
        super().__init__(
            _("Đang “%(now)s” nên không chuyển sang “%(then)s” được. Hãy tải lại trang để xem bản mới nhất.")
            % {"now": now, "then": then}
        )


class NumberMissing(PlanError):
    """A plan is issued without its number or date."""

    code = "plans.number_missing"
    column = "number"

    def __init__(self) -> None:
        super().__init__(_("Chưa có số, ký hiệu hoặc ngày ban hành: kế hoạch còn là dự thảo nên chưa giao việc được."))


class NumberTaken(PlanError):
    """The issuer already has a plan with this number and date."""

    code = "plans.number_taken"
    column = "number"

    def __init__(self, number: str) -> None:
        super().__init__(
            _("Cơ quan này đã có kế hoạch số %(number)s cùng ngày. Hãy kiểm tra lại số.") % {"number": number}
        )


class HeadIncomplete(PlanError):
    """A reading lacks what every plan needs: title, issuer, year."""

    code = "plans.head_incomplete"

    def __init__(self, missing: str) -> None:
        super().__init__(_("Chưa đủ thông tin đầu văn bản: %(missing)s.") % {"missing": missing})


class HeadTooLong(PlanError):
    """A text of the document's head is longer than the plan keeps."""

    code = "plans.head_too_long"

    def __init__(self, columns: str) -> None:
        super().__init__(
            _("Phần đầu văn bản có chỗ dài quá số chữ lưu được: %(columns)s. Hãy sửa ngắn lại.") % {"columns": columns}
        )


class ItemsUndecided(PlanError):
    """Items of the reading are still undecided."""

    code = "plans.items_undecided"

    def __init__(self, count: int) -> None:
        super().__init__(
            _("Còn %(count)d mục chưa quyết định. Hãy nhận hoặc bỏ từng mục, hoặc bấm “Nhận tất cả mục tin cậy”.")
            % {"count": count}
        )


class ReadingClosed(PlanError):
    """The reading has become a plan, or was dropped; its items stand."""

    code = "plans.reading_closed"

    def __init__(self) -> None:
        super().__init__(_("Văn bản này đã xử lý xong nên không sửa được nữa."))


class ItemInvalid(PlanError):
    """An edited item lacks what it needs."""

    code = "plans.item_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class ItemGone(PlanError):
    """The document was read anew, so that the item is no more."""

    code = "plans.item_gone"

    def __init__(self) -> None:
        super().__init__(_("Văn bản vừa được đọc lại nên mục này không còn. Hãy tải lại trang."))


class NothingToGive(PlanError):
    """The plan has no prepared work to hand out."""

    code = "plans.nothing_to_give"

    def __init__(self) -> None:
        super().__init__(_("Kế hoạch không còn việc nào chờ giao."))


class DuplicateShare(PlanError):
    """The unit already has this role in the task."""

    code = "plans.duplicate_share"
    column = "unit"

    def __init__(self, unit: str) -> None:
        super().__init__(_("%(unit)s đã có vai trò này trong nhiệm vụ.") % {"unit": unit})


class ReportInvalid(PlanError):
    """A progress report contradicts itself."""

    code = "plans.report_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class EvidenceRefused(PlanError):
    """A file is not what may prove work; the message is that of the files."""

    code = "plans.evidence_refused"
    column = "files"


class EvidenceGone(PlanError):
    """A report names a file that was sent before and is not there (any more)."""

    code = "plans.evidence_gone"
    column = "files"


class AnotherPerson(PlanError):
    """What one person wrote on a machine would be sent in the name of another."""

    code = "plans.another_person"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Báo cáo này do người khác nhập trên máy. Hãy đăng nhập đúng tài khoản đã nhập để gửi."))


class ReasonMissing(PlanError):
    """The step needs a reason."""

    code = "plans.reason_missing"
    column = "reason"

    def __init__(self) -> None:
        super().__init__(_("Hãy ghi lý do."))


class ExtensionInvalid(PlanError):
    """A later date cannot be asked for or set."""

    code = "plans.extension_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class ExtensionClosed(PlanError):
    """The extension was decided already."""

    code = "plans.extension_closed"

    def __init__(self, state: str) -> None:
        super().__init__(_("Đề nghị gia hạn này đã xử lý: %(state)s.") % {"state": state.lower()})


class EvidenceMissing(PlanError):
    """Work is confirmed although nothing proves it."""

    code = "plans.evidence_missing"
    column = "proof"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Chưa có minh chứng nên việc này vẫn là “báo hoàn thành”. "
                "Hãy trả lại để đơn vị gửi minh chứng, hoặc đính kèm minh chứng khi xác nhận."
            )
        )


class MandateInvalid(PlanError):
    """A document cannot be added as a further order of a task."""

    code = "plans.mandate_invalid"
    column = "plan"


class CommentInvalid(PlanError):
    """A remark says nothing, or is not its author's to take back."""

    code = "plans.comment_invalid"
    column = "text"


class PartInvalid(PlanError):
    """A share cannot be divided so."""

    code = "plans.part_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class RecurrenceInvalid(PlanError):
    """Work cannot recur so."""

    code = "plans.recurrence_invalid"
    column = "recurrence"


class ImportRefused(PlanError):
    """A file of a document system cannot be taken, or an import is not where it would have to be."""

    code = "plans.import_refused"
    column = "file"


class CheckRefused(PlanError):
    """A check cannot be begun, or its round is not where it would have to be."""

    code = "plans.check_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class DraftNotOwn(PlanError):
    """A checked draft is deleted by somebody who did not bring it."""

    code = "plans.draft_not_own"
    status = 403

    def __init__(self, owner: object) -> None:
        super().__init__(_("Chỉ %(owner)s, người tải dự thảo lên, xóa được.") % {"owner": owner})


class LadderInvalid(PlanError):
    """A ladder of reminders that cannot be set."""

    code = "plans.ladder_invalid"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
