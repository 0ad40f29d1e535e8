"""Rules as data, runs of them, and what they found."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.models.datasets import Dataset, DatasetVersion
from honglam.engines.datahub.quality.rule_format import Rule
from honglam.engines.datahub.terms import EFFECTS, KINDS, WORDS, RunState, SuggestionState
from honglam.toolkit.identifiers import uuid7


class QualityRule(models.Model):
    """One rule over a dataset. Invariant: a code is used once a dataset; `declared` ones come from the supply.

    A province may switch declared rules off or change what they do (block or warn), not what they say.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="rules")
    code = models.CharField(_("mã"), max_length=80)
    kind = models.CharField(_("loại"), max_length=12, choices=KINDS)
    columns = models.JSONField(_("cột"), default=list)
    parameters = models.JSONField(_("tham số"), default=dict, blank=True)
    word = models.CharField(_("tiêu chí"), max_length=12, choices=WORDS)
    effect = models.CharField(_("khi sai"), max_length=6, choices=EFFECTS, default="warns")
    message = models.CharField(_("lời nhắc"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    declared = models.BooleanField(default=False)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        verbose_name = _("quy tắc chất lượng")
        verbose_name_plural = _("quy tắc chất lượng")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "code"], name="datahub_rule_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[one for one, _label in KINDS]), name="datahub_rule_known_kind"
            ),
            models.CheckConstraint(condition=Q(effect__in=["blocks", "warns"]), name="datahub_rule_known_effect"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.code}"

    def read(self) -> Rule:
        """The rule as a value. Raises RuleError."""
        return Rule.from_json({
            "code": self.code, "kind": self.kind, "columns": self.columns, "parameters": self.parameters,
            "word": self.word, "effect": self.effect, "message": self.message,
        })  # fmt: skip


class QualityRun(models.Model):
    """One run of a dataset's rules. Invariant: a run that is over has an end.

    `counts` is failing rows by rule, `scores` 0 to 100 by word, `score` their mean. `of_supply`: the rows were read
    from the source as they stand, not from a version.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="runs")
    version = models.ForeignKey(DatasetVersion, models.SET_NULL, null=True, blank=True, related_name="runs")
    state = models.CharField(_("kết quả"), max_length=8, choices=RunState, default=RunState.RUNNING)
    is_incremental = models.BooleanField(default=False)
    engine = models.CharField(max_length=20, default="polars")
    rules = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(default=0)
    failing = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    scores = models.JSONField(default=dict)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    message = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="quality_runs"
    )

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("lần kiểm tra")
        verbose_name_plural = _("lần kiểm tra")
        indexes: ClassVar = [models.Index(fields=["dataset", "-id"], name="datahub_run_dataset")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=RunState.RUNNING, finished_at__isnull=True)
                | (~Q(state=RunState.RUNNING) & Q(finished_at__isnull=False)),
                name="datahub_run_over_has_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.started_at:%d/%m/%Y %H:%M}"


class UnitScore(models.Model):
    """The scores of one unit's rows in one run. Invariant: once a run and unit."""

    run = models.ForeignKey(QualityRun, models.CASCADE, related_name="unit_scores")
    unit = models.ForeignKey("organisations.Unit", models.CASCADE, related_name="quality_scores")
    rows = models.PositiveBigIntegerField()
    failing = models.PositiveBigIntegerField()
    scores = models.JSONField(default=dict)
    score = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["score", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "unit"], name="datahub_unit_score_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.score}"


class FailingRow(models.Model):
    """A row that breaks rules now, by its key: one line a row, every rule it breaks. Invariant: once a dataset and key.

    `broken` is the codes of the rules between spaces (" area-range owner-missing "), so that one rule's rows are found.
    """

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="failing_rows")
    key = models.CharField(_("khóa"), max_length=200)
    unit = models.ForeignKey(
        "organisations.Unit", models.SET_NULL, null=True, blank=True, related_name="failing_rows",
        verbose_name=_("đơn vị"),
    )  # fmt: skip
    broken = models.TextField()
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["dataset", "key"], name="datahub_failing_row_once")]
        indexes: ClassVar = [models.Index(fields=["dataset", "unit"], name="datahub_failing_unit")]

    def __str__(self) -> str:
        return self.key

    @property
    def rule_codes(self) -> list[str]:
        """The codes of the rules that the row breaks."""
        return self.broken.split()


class RowChange(models.Model):
    """What a run found of a row that it did not find before: rules that it broke and no longer does, or breaks now.

    `healed` and `broke` are codes of rules between spaces, as in `FailingRow`. Invariants: once a run and key, and one
    of the two says something.
    """

    run = models.ForeignKey(QualityRun, models.CASCADE, related_name="row_changes")
    key = models.CharField(_("khóa"), max_length=200)
    unit = models.ForeignKey(
        "organisations.Unit", models.SET_NULL, null=True, blank=True, related_name="data_row_changes",
        verbose_name=_("đơn vị"),
    )  # fmt: skip
    healed = models.TextField(blank=True)
    broke = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-run_id", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "key"], name="datahub_row_change_once"),
            models.CheckConstraint(condition=~Q(healed="", broke=""), name="datahub_row_change_says_something"),
        ]

    def __str__(self) -> str:
        return self.key


class Suggestion(models.Model):
    """A correction that a rule or a person suggests for one cell; applied by a person, and taken back exactly.

    Invariants: once a dataset, key and column while open; a decided one says by whom and when.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="suggestions")
    key = models.CharField(max_length=200)
    unit = models.ForeignKey(
        "organisations.Unit", models.SET_NULL, null=True, blank=True, related_name="data_suggestions"
    )
    column = models.CharField(max_length=80)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    rule = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=SuggestionState, default=SuggestionState.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="data_suggestions_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("gợi ý sửa")
        verbose_name_plural = _("gợi ý sửa")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset", "key", "column"], condition=Q(state="open"), name="datahub_suggestion_once_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.column}"


class SentBack(models.Model):
    """Failing rows that a steward sent back to the unit that keeps them. Invariant: what is settled says when."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="sent_back")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="rows_sent_back")
    rule = models.CharField(max_length=80)
    rows = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    note = models.CharField(_("lời nhắn"), max_length=500, blank=True)
    due_on = models.DateField(_("hạn sửa"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rows_sent_back")
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("lần gửi trả dữ liệu")
        verbose_name_plural = _("lần gửi trả dữ liệu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset", "unit", "rule"], condition=Q(settled_at__isnull=True),
                name="datahub_sent_back_once_open",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.rule} {self.unit_id}"
