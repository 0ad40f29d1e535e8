"""What is given to everybody."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.models.datasets import Dataset, DatasetVersion
from honglam.toolkit.identifiers import uuid7


class OpenRelease(models.Model):
    """Columns of a dataset that everybody may have, under a licence.

    Invariants: a slug once; what is public has a version. `quasi` are columns that identify together; each combination
    of their values stands for at least `least` rows (k). `k_report` says what was found. `follows`: new
    versions of the dataset are released by themselves when they pass.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="releases")
    slug = models.SlugField(_("tên trong địa chỉ"), max_length=100, unique=True)
    title = models.CharField(_("tên"), max_length=250)
    description = models.TextField(_("mô tả"))
    columns = models.JSONField(_("cột công khai"), default=list)
    quasi = models.JSONField(_("cột dễ nhận dạng khi ghép lại"), default=list, blank=True)
    least = models.PositiveSmallIntegerField(_("số người ít nhất mỗi nhóm (k)"), default=5)
    theme = models.CharField(_("chủ đề"), max_length=10, default="GOVE")
    keywords = models.JSONField(_("từ khóa"), default=list, blank=True)
    licence = models.CharField(_("giấy phép"), max_length=40, default="cc-by-4.0")
    frequency = models.CharField(_("chu kỳ cập nhật"), max_length=20, default="MONTHLY")
    version = models.ForeignKey(DatasetVersion, models.PROTECT, null=True, blank=True, related_name="releases")
    folder = models.CharField(max_length=300, blank=True)
    manifest = models.JSONField(default=dict, blank=True)
    k_report = models.JSONField(default=dict, blank=True)
    follows = models.BooleanField(_("tự cập nhật khi có phiên bản mới"), default=True)
    is_public = models.BooleanField(_("đang công khai"), default=False)
    released_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="open_releases"
    )
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        ordering: ClassVar = ["title", "id"]
        verbose_name = _("dữ liệu mở")
        verbose_name_plural = _("dữ liệu mở")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(version__isnull=False, released_at__isnull=False),
                name="datahub_release_public_has_version",
            ),
            models.CheckConstraint(condition=Q(least__gte=2), name="datahub_release_k_at_least_two"),
        ]

    def __str__(self) -> str:
        return self.title


class OpenUse(models.Model):
    """How often open data was fetched on a day, by form; nothing about who. Invariant: once a release, day and form."""

    release = models.ForeignKey(OpenRelease, models.CASCADE, related_name="uses")
    day = models.DateField()
    form = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["release", "day", "form"], name="datahub_use_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.day}"


class OpenWish(models.Model):
    """What somebody of the public wishes to see opened, and the answer. Invariant: an answered wish says when.

    The e-mail address is asked for only to answer, and forgotten after the answer.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=24, unique=True)
    subject = models.CharField(_("dữ liệu mong muốn"), max_length=200)
    use = models.TextField(_("dùng để làm gì"), max_length=2000)
    email = models.EmailField(_("thư điện tử để trả lời"), blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="open_wishes_answered"
    )
    is_shown = models.BooleanField(_("công khai câu hỏi và trả lời"), default=False)
    release = models.ForeignKey(OpenRelease, models.SET_NULL, null=True, blank=True, related_name="wishes")

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("đề nghị mở dữ liệu")
        verbose_name_plural = _("đề nghị mở dữ liệu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="datahub_wish_answered_has_day"
            )
        ]

    def __str__(self) -> str:
        return self.subject
