"""People with an account."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.access.queries import UserManager
from honglam.core.access.reach import reach_of
from honglam.core.access.rules import name_sort_key
from honglam.core.access.terms import Language
from honglam.core.personal.masks import mask
from honglam.toolkit.identifiers import uuid7
from honglam.toolkit.text import nfc, squeeze, strip_marks


class User(AbstractBaseUser):
    """A person who signs in with a user name or an e-mail address.

    Invariants: user name and e-mail are unique whatever their case (the e-mail may be empty); an account is never
    deleted, only switched off, because the log and old work point at it. Rights come from memberships alone: there is
    no superuser.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(
        _("tên đăng nhập"),
        max_length=150,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng.")},
    )
    email = models.EmailField(_("thư điện tử"), blank=True)
    full_name = models.CharField(_("họ và tên"), max_length=150)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    position = models.CharField(_("chức danh"), max_length=150, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE)
    is_active = models.BooleanField(_("được đăng nhập"), default=True)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    created_at = models.DateTimeField(_("lúc tạo"), default=timezone.now, editable=False)
    search_text = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="", db_index=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    # Parts of Django and its packages ask for these; rights here come from memberships alone.
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")) & ~Q(username=""),
                name="access_user_username_lower",
                violation_error_message=_("Tên đăng nhập viết bằng chữ thường."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="access_user_email_unique",
                violation_error_message=_("Địa chỉ thư này đã gắn với một tài khoản khác."),
            ),
            models.CheckConstraint(condition=~Q(full_name=""), name="access_user_has_name"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep spelling, search text and sort key in step with the columns they come from."""
        self.username = self.username.strip().lower()
        self.email = self.email.strip().lower()
        self.full_name = squeeze(nfc(self.full_name))
        self.search_text = strip_marks(f"{self.full_name} {self.username} {self.position} {self.email}")
        self.sort_key = name_sort_key(self.full_name)
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*names, "search_text", "sort_key"}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name as it is written."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name: the last word of a Vietnamese name."""
        return self.full_name.rpartition(" ")[2]

    @property
    def masked_email(self) -> str:
        """The e-mail address for somebody who does not need all of it."""
        return mask(self.email, "email")

    @property
    def masked_phone(self) -> str:
        """The telephone number for somebody who does not need all of it."""
        return mask(self.phone, "phone")

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether the permission is held anywhere, or over the unit `obj` where one is given."""
        reach = reach_of(self, permission)
        return bool(reach) if obj is None else reach.covers(obj)

    def has_perms(self, permission_list: list[str], obj: Any = None) -> bool:
        """Whether all of the permissions are held."""
        return all(self.has_perm(permission, obj) for permission in permission_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any permission of an app is held (templates ask this by `perms.plans`)."""
        today = timezone.localdate()
        return any(code.startswith(f"{app_label}.") for post in self.posts(today) for code in post.role.permissions)

    def posts(self, on: datetime.date) -> list[Any]:
        """The person's memberships in force on a day, with all they name; one query per instance."""
        held: list[Any] | None = self.__dict__.get("_held_posts")
        if held is None:
            held = list(
                self.memberships.select_related("role", "unit", "seat", "field", "group").order_by("starts_on", "pk")
            )
            self.__dict__["_held_posts"] = held
        return [post for post in held if post.is_valid_on(on)]

    def forget_posts(self) -> None:
        """Read memberships anew at the next question; actions call it after they change a post."""
        for name in ("_held_posts", "_reaches"):
            self.__dict__.pop(name, None)
