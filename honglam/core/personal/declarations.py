"""The personal columns of the log, which stands below this part and cannot declare them itself."""

from django.utils.translation import gettext_lazy as _

from honglam.core.audit.models import AuditValues
from honglam.core.personal.registry import personal

_WHY = _("Xác định ai đã làm gì, phục vụ kiểm tra, thanh tra và điều tra sự cố")
_LAW = _("Thông tư 12/2022/TT-BTTTT (lưu nhật ký hệ thống); Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15")
for _column, _mask in (("by_name", "name"), ("target_name", "full"), ("summary", "full"), ("changes_text", "full")):
    personal(AuditValues, column=_column, purpose=_WHY, legal_basis=_LAW, retention_days=3650, mask=_mask)
