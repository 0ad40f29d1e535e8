"""The log's tables; see `entry` and `block` for what each keeps true."""

from honglam.core.audit.models.block import AuditBlock, AuditSeal
from honglam.core.audit.models.entry import AuditEntry, AuditErasure, AuditValues

__all__ = ["AuditBlock", "AuditEntry", "AuditErasure", "AuditSeal", "AuditValues"]
