"""The frame of the desk and the error pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import Http404
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory, override_settings
from django.test.signals import template_rendered

from honglam.surfaces.desk import pages, samples
from tests.people import People, people

__all__ = ["people"]

COMPONENTS = Path(__file__).resolve().parents[2] / "honglam" / "toolkit" / "ui" / "templates" / "ui" / "components"


class Guest:
    """A user as the layout reads one, without a database."""

    is_authenticated = True
    is_superuser = False
    full_name = "Nguyễn Thị Mẫu"

    def get_username(self) -> str:
        """The sign-in name."""
        return "mau"

    def has_perm(self, perm: str) -> bool:
        """Nothing."""
        return False


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500", "maintenance"])
def test_error_pages_render_without_a_request_and_lead_home(code: str) -> None:
    html = get_template(f"{code}.html").render()
    assert '<a class="btn btn-primary" href="/">' in html
    assert "<h1>" in html


@pytest.mark.django_db
def test_a_signed_in_person_keeps_the_navigation_where_a_page_is_refused_or_missing(people: People) -> None:
    client = Client()
    assert 'id="sidebar"' not in client.get("/nowhere/").content.decode()
    client.force_login(people.officer)
    for address, status in (("/nowhere/", 404), ("/people/roles/new/", 403)):
        answer = client.get(address)
        html = answer.content.decode()
        assert answer.status_code == status and 'id="sidebar"' in html and "Việc của tôi" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "then"), [("/accounts/login/?next=/plans/", "/accounts/login/?next=/plans/"), ("https://x.example/", "/")]
)
def test_the_language_is_chosen_at_the_door_and_leads_nowhere_else(asked: str, then: str) -> None:
    client = Client()
    door = client.get("/accounts/login/")
    assert 'name="language" value="en"' in door.content.decode()
    answer = client.post("/i18n/setlang/", {"language": "en", "next": asked})
    assert (answer.status_code, answer["Location"]) == (302, then)
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()


def test_the_style_page_shows_every_component(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("honglam.toolkit.ui.topbar._declared", {})
    monkeypatch.setattr("honglam.toolkit.ui.navigation._items", {})
    seen: set[str] = set()

    def note(sender: object, template: object, **_more: object) -> None:
        seen.add(getattr(template, "name", "") or "")

    request = RequestFactory().get("/desk/styleguide/")
    request.user = Guest()  # type: ignore[assignment]
    template_rendered.connect(note)
    try:
        context = samples.styleguide_context(request) | {"user": request.user}
        html = TemplateResponse(request, "desk/styleguide.html", context).render().content.decode()
    finally:
        template_rendered.disconnect(note)
    missing = {path.name for path in COMPONENTS.glob("*.html")} - {Path(name).name for name in seen}
    assert missing <= {"toast.html"}  # shown by the script and by messages
    assert "Nguyễn Thị Mẫu" in html


@override_settings(DEBUG=False)
def test_the_style_page_is_hidden_from_users() -> None:
    request = RequestFactory().get("/desk/styleguide/")
    request.user = Guest()  # type: ignore[assignment]
    with pytest.raises(Http404):
        pages.styleguide(request)
