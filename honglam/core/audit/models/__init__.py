"""The log's tables; see `entry` and `block` for what each keeps true."""

from honglam.core.audit.models.block import AuditBlock, AuditSeal
from honglam.core.audit.models.entry import AuditEntry, AuditErasure, AuditSubject, AuditValues

__all__ = ["AuditBlock", "AuditEntry", "AuditErasure", "AuditSeal", "AuditSubject", "AuditValues"]
