"""What every page of a register begins with: which register, and whether the reader may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase

from honglam.core.access.decorators import signed_in
from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.engines.registers.declaration import Register, register_of

RegisterView = Callable[..., HttpResponseBase]


def of_register(verb: str) -> Callable[[RegisterView], RegisterView]:
    """Open a view `(request, register, …)` of the address part `<str:code>` to those who hold the verb's permission.

    The verb is view, edit, decide or unmask; the view narrows to rows by `reach_of`.

    Raises (in the view): Http404 for an unknown register, NotAllowed.
    """

    def decorate(view: RegisterView) -> RegisterView:
        @wraps(view)
        def guarded(request: PersonRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                register = register_of(code)
            except KeyError as error:
                raise Http404(code) from error
            require(request.user, register.permission(verb))
            return view(request, register, *args, **kwargs)

        return signed_in(guarded)

    return decorate


def row_asked(request: PersonRequest, register: Register, uid: UUID, verb: str = "view") -> Any:
    """The row of an address that the reader may see, with what its references show. Raises Http404, NotAllowed."""
    rows: Any = register.model._default_manager
    row = rows.visible_to(request.user, register.permission("view")).select_related("unit").filter(uid=uid).first()
    if row is None:
        raise Http404(str(uid))
    require(request.user, register.permission(verb), row.unit)
    return row
