"""Whose session this is: asked by pages that send what was written without a line."""
# No postponed annotations here: ninja resolves the views' parameters.

from uuid import UUID

from django.http import HttpResponse
from django.middleware.csrf import get_token
from ninja import Router, Schema

from honglam.core.access.requests import PersonRequest

router = Router()


class SessionOut(Schema):
    """The person who is signed in, and the token that writes of this session carry as X-CSRFToken."""

    owner: UUID
    name: str
    csrf_token: str


@router.get("", response=SessionOut, summary="Phiên đăng nhập hiện tại")
def session(request: PersonRequest, response: HttpResponse) -> SessionOut:
    """Who is signed in. A page that was kept holds an old token; this one is never kept."""
    response["Cache-Control"] = "no-store"
    return SessionOut(owner=request.user.uid, name=request.user.get_full_name(), csrf_token=get_token(request))
