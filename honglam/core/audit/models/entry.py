"""One line of the log."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.audit import rules
from honglam.core.audit.queries import AuditEntryQuerySet
from honglam.core.audit.registry import action_label
from honglam.core.audit.wording import Change, described
from honglam.toolkit.identifiers import uuid7


class AuditEntry(models.Model):
    """Who did what to which object, for which unit, when.

    Invariant: an entry is inserted once and never changed; its values stand beside it, under a digest with a salt.
    People and units are referred to without a database constraint, so that nothing that happens to them can touch the
    log.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField(_("thời điểm"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người thực hiện"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="audit_entries",
    )
    action = models.CharField(_("việc"), max_length=100)
    target_kind = models.CharField(_("loại đối tượng"), max_length=100, blank=True)
    target_key = models.CharField(_("khóa đối tượng"), max_length=64, blank=True)
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("đơn vị"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="audit_entries",
    )
    row_count = models.PositiveIntegerField(_("số dòng"), default=0)
    rows_digest = models.CharField(max_length=64, blank=True)
    values_digest = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["target_kind", "target_key", "-id"], name="audit_entry_by_target"),
            models.Index(fields=["action", "-id"], name="audit_entry_by_action"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_entry_has_action"),
            models.CheckConstraint(
                condition=models.Q(row_count=0, rows_digest="") | ~models.Q(rows_digest=""),
                name="audit_entry_rows_have_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"

    @property
    def label(self) -> str:
        """What was done, in Vietnamese."""
        return str(action_label(self.action))

    @property
    def described_changes(self) -> list[Change]:
        """What changed, in words: column names and values as people know them; empty where the values were erased."""
        values: AuditValues | None = getattr(self, "values", None)
        return described(self.target_kind, values.changes) if values else []

    @property
    def is_erased(self) -> bool:
        """Whether the values were erased lawfully."""
        return getattr(self, "values", None) is None

    def header(self) -> dict[str, object]:
        """The columns that the chain covers, as plain values."""
        return {
            "uid": str(self.uid),
            "id": self.pk,
            "at": rules.moment(self.at),
            "by": self.by_id,
            "action": self.action,
            "target_kind": self.target_kind,
            "target_key": self.target_key,
            "unit": self.unit_id,
            "row_count": self.row_count,
            "rows_digest": self.rows_digest,
            "values_digest": self.values_digest,
        }

    def digest(self) -> str:
        """The digest that a block seals."""
        return rules.entry_digest(self.header())


class AuditValues(models.Model):
    """What an entry says in words: names, reason, old and new values.

    Invariant: matches the entry's `values_digest`; it is either untouched or erased as a whole, salt included, by
    `actions.erase_values`, which leaves an `AuditErasure`. Changes are kept as canonical text, not as a JSON column,
    because databases respell JSON and the digest would no longer match.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.CASCADE, primary_key=True, related_name="values")
    salt = models.CharField(max_length=64)
    by_name = models.CharField(_("người thực hiện"), max_length=300, blank=True)
    unit_name = models.CharField(_("đơn vị"), max_length=500, blank=True)
    target_name = models.CharField(_("đối tượng"), max_length=500, blank=True)
    summary = models.TextField(_("tóm tắt"), blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    changes_text = models.TextField(_("thay đổi"), blank=True)

    class Meta:
        verbose_name = _("nội dung dòng nhật ký")
        verbose_name_plural = _("nội dung nhật ký")

    def __str__(self) -> str:
        return self.summary or self.target_name

    @property
    def changes(self) -> dict[str, tuple[object, object]]:
        """Old and new value by column."""
        return {name: (old, new) for name, (old, new) in json.loads(self.changes_text or "{}").items()}

    def digest(self) -> str:
        """The digest that the entry should carry."""
        names = ("by_name", "unit_name", "target_name", "summary", "reason", "changes_text")
        return rules.values_digest(self.salt, {name: getattr(self, name) for name in names})


class AuditSubject(models.Model):
    """Another object that an entry is about, so that the object's page finds the entry of a bulk action.

    Invariant: an object stands once beside an entry. It is an index to the log, no part of it: what the entry says is
    in the entry, and the chain covers that.
    """

    entry = models.ForeignKey(AuditEntry, on_delete=models.CASCADE, related_name="subjects")
    kind = models.CharField(_("loại đối tượng"), max_length=100)
    key = models.CharField(_("khóa đối tượng"), max_length=64)

    class Meta:
        verbose_name = _("đối tượng liên quan của dòng nhật ký")
        verbose_name_plural = _("đối tượng liên quan của dòng nhật ký")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "entry"], name="audit_subject_once_beside_entry")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class AuditErasure(models.Model):
    """The proof that an entry's values were erased lawfully.

    Invariant: one per erased entry; the erasures made by one order are exactly the rows of that order's own entry,
    whose digest the chain covers.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="erasure")
    order = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="erasures_ordered")

    class Meta:
        verbose_name = _("xóa nội dung nhật ký")
        verbose_name_plural = _("xóa nội dung nhật ký")
        constraints = [
            models.CheckConstraint(condition=~models.Q(entry=models.F("order")), name="audit_erasure_of_another_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} ← {self.order_id}"
