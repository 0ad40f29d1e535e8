"""The tag library as pages use it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from honglam.toolkit.ui import language, navigation, topbar
from honglam.toolkit.ui.statuses import UnknownStatus


def rendered(source: str, address: str = "/list/", **values: Any) -> str:
    """A template text rendered as a page at an address, white space squeezed."""
    request = RequestFactory().get(address)
    text = Template("{% load i18n ui %}" + source).render(Context({"request": request, **values}))
    return " ".join(text.split())


class Official:
    """A signed-in user who holds some permissions."""

    is_authenticated = True
    language = "en"

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def has_perm(self, perm: str) -> bool:
        """Whether the permission is among those given."""
        return perm in self.permissions


# Addresses


@pytest.mark.parametrize(
    ("address", "changes", "expected"),
    [
        ("/list/", "status='overdue'", "?status=overdue"),
        ("/list/?status=done&q=a", "status='overdue'", "?status=overdue&amp;q=a"),
        ("/list/?status=done&page=4", "q='b'", "?status=done&amp;q=b"),
        ("/list/?status=done&page=4", "page=5", "?status=done&amp;page=5"),
        ("/list/?status=done&q=a", "status=None", "?q=a"),
        ("/list/?unit=1&unit=2", "q='a'", "?unit=1&amp;unit=2&amp;q=a"),
        ("/list/", "q='a&b=c'", "?q=a%26b%3Dc"),
    ],
)
def test_filters_change_one_parameter_and_keep_the_others(address: str, changes: str, expected: str) -> None:
    assert rendered("{% query_replace " + changes + " %}", address) == expected


@pytest.mark.parametrize(
    ("address", "direction", "link"),
    [
        ("/list/", "none", "?sort=due"),
        ("/list/?sort=due", "ascending", "?sort=-due"),
        ("/list/?sort=-due", "descending", "?sort=due"),
        ("/list/?sort=title&page=3", "none", "?sort=due"),
    ],
)
def test_a_column_heading_sorts_and_says_how_it_is_sorted(address: str, direction: str, link: str) -> None:
    heading = rendered("{% sort_header 'due' 'Hạn' %}", address)
    assert f'aria-sort="{direction}"' in heading
    assert f'href="{link}"' in heading


def test_pages_keep_the_filters_and_count_in_vietnamese() -> None:
    page = Paginator(range(1234), 50).get_page(3)
    html = rendered("{% pagination page %}", "/list/?status=overdue&page=3", page=page)
    assert "101–150 trong 1.234" in html
    assert 'rel="prev" href="?status=overdue&amp;page=2"' in html
    assert 'aria-current="page" href="?status=overdue&amp;page=3"' in html


def test_one_page_has_a_total_and_no_links_and_an_empty_list_nothing() -> None:
    assert "<a" not in rendered("{% pagination page %}", page=Paginator(range(3), 50).get_page(1))
    assert rendered("{% pagination page %}", page=Paginator([], 50).get_page(1)) == ""


def test_an_unknown_page_has_an_empty_address() -> None:
    assert rendered("[{% url_or_empty 'no:such' %}]") == "[]"


# Components


def test_a_component_gets_its_values_its_body_and_its_slots() -> None:
    html = rendered(
        "{% component 'card' title='Việc' %}{% slot 'foot' %}hết{% endslot %}<p>{{ word }}</p>{% endcomponent %}",
        word="nội dung",
    )
    assert '<h2 class="card-title">Việc</h2>' in html
    assert '<div class="card-body"><p>nội dung</p></div>' in html
    assert '<footer class="card-footer">hết</footer>' in html


def test_nothing_of_the_page_leaks_into_a_component() -> None:
    assert "card-title" not in rendered("{% component 'card' %}x{% endcomponent %}", title="Tiêu đề của trang")


def test_values_of_a_component_are_escaped() -> None:
    assert "&lt;b&gt;" in rendered("{% component 'card' title=word %}x{% endcomponent %}", word="<b>")


def test_components_nest() -> None:
    html = rendered("{% component 'card' %}{% component 'alert' %}trong{% endcomponent %}ngoài{% endcomponent %}")
    assert html.index("trong") < html.index("ngoài")


def test_a_slot_may_be_conditional_and_belongs_to_the_component_around_it() -> None:
    source = (
        "{% component 'card' title='ngoài' %}{% if shown %}{% slot 'foot' %}chân {{ shown }}{% endslot %}{% endif %}"
        "{% component 'card' title='trong' %}{% slot 'actions' %}nút{% endslot %}x{% endcomponent %}{% endcomponent %}"
    )
    html = rendered(source, shown="có")
    assert html.count("card-footer") == 1 and html.index("chân có") > html.index("trong")
    assert html.count("card-actions") == 1 and html.index("nút") > html.index("trong")
    assert "card-footer" not in rendered(source, shown="")


@pytest.mark.parametrize("source", ["{% component card %}{% endcomponent %}", "{% component %}{% endcomponent %}"])
def test_a_component_is_named_in_quotes(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


def test_a_badge_has_colour_icon_and_word() -> None:
    html = rendered("{% status_badge 'overdue' %}")
    assert "status-danger" in html and 'data-icon="alert-triangle"' in html and ">Quá hạn<" in html


def test_a_short_badge_keeps_its_word_for_screen_readers() -> None:
    assert '<span class="visually-hidden">Quá hạn</span>' in rendered("{% status_badge 'overdue' short=True %}")


def test_a_badge_of_an_unknown_status_is_an_error() -> None:
    with pytest.raises(UnknownStatus):
        rendered("{% status_badge 'overdu' %}")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, "chưa báo cáo"), (0, 'value="0"'), (62.5, 'value="62.5"'), (100, "100%")],
)
def test_progress_tells_nothing_reported_from_zero(value: float | None, expected: str) -> None:
    assert expected in rendered("{% include 'ui/components/progress.html' with value=value only %}", value=value)


def test_data_for_scripts_is_inert() -> None:
    html = rendered("{% json_data data 'bars' %}", data={"name": "</script><b>"})
    assert html.startswith('<script id="bars-data" type="application/json">')
    assert "</script><b>" not in html


def test_breadcrumbs_end_with_the_page_itself() -> None:
    html = rendered("{% breadcrumbs 'Kế hoạch' '/plans/' 'KH 12' %}")
    assert '<a href="/plans/">Kế hoạch</a>' in html and '<span aria-current="page">KH 12</span>' in html


@pytest.mark.parametrize(("name", "letters"), [("Nguyễn Văn Đạt", "NĐ"), ("Sở", "S"), ("", "")])
def test_initials_are_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert rendered("{{ name|initials }}", name=name) == letters


def test_a_job_asks_again_only_while_it_runs() -> None:
    def job(state: str) -> str:
        run = {"uid": "1", "title": "Đọc", "state": state, "progress": 1, "total": 4}
        return rendered("{% include 'ui/components/job_progress.html' with run=run poll_url='/j/1/' only %}", run=run)

    assert 'hx-get="/j/1/"' in job("running") and 'hx-get="/j/1/"' in job("queued")
    assert "hx-get" not in job("succeeded") and "hx-get" not in job("failed")


# Navigation


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """A navigation of its own, with addresses that exist."""
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "_apart", set())
    monkeypatch.setattr(topbar, "_declared", {})
    addresses = {"list": "/plans/", "new": "/plans/new/", "users": "/people/"}
    monkeypatch.setattr(navigation.Item, "url", lambda self: addresses.get(self.url_name, ""))
    navigation.declare_item("admin", "Người dùng", "users", "users", permission="access.manage", order=1)
    navigation.declare_item("desk", "Nhập", "new", "plus", order=20)
    navigation.declare_item("desk", "Kế hoạch", "list", "files", order=10)
    navigation.declare_item("data", "Chưa có trang", "nowhere", "database")
    yield


def shown(path: str, *permissions: str) -> list[tuple[str, list[tuple[str, bool]]]]:
    areas = navigation.shown_to(Official(*permissions), path)
    return [(area.code, [(item.label, item.active) for item in area.items]) for area in areas]


@pytest.mark.usefixtures("declared")
def test_navigation_shows_what_one_may_open_in_the_declared_order() -> None:
    assert shown("/") == [("desk", [("Kế hoạch", False), ("Nhập", False)])]
    assert [code for code, _items in shown("/", "access.manage")] == ["desk", "admin"]


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    ("path", "active"), [("/plans/", "Kế hoạch"), ("/plans/7/", "Kế hoạch"), ("/plans/new/", "Nhập"), ("/planset/", "")]
)
def test_the_entry_that_fits_the_address_best_is_marked(path: str, active: str) -> None:
    marked = [label for _code, items in shown(path) for label, is_active in items if is_active]
    assert marked == ([active] if active else [])


@pytest.mark.usefixtures("declared")
def test_ones_own_profile_is_not_taken_for_the_administration_of_people() -> None:
    navigation.declare_apart("access:profile")
    marked = {path: shown(path, "access.manage")[-1][1] for path in ("/people/", "/people/me/", "/people/me/devices/")}
    assert marked == {
        "/people/": [("Người dùng", True)],
        "/people/me/": [("Người dùng", False)],
        "/people/me/devices/": [("Người dùng", False)],
    }


@pytest.mark.usefixtures("declared")
def test_declaring_the_same_entry_twice_is_fine_and_differently_is_loud() -> None:
    navigation.declare_item("desk", "Kế hoạch", "list", "files", order=10)
    with pytest.raises(navigation.NavigationError):
        navigation.declare_item("desk", "Kế hoạch", "list", "file", order=10)
    with pytest.raises(navigation.NavigationError):
        navigation.declare_item("no-area", "x", "x", "x")


@pytest.mark.usefixtures("declared")
def test_an_anonymous_visitor_sees_no_navigation_bell_or_posts() -> None:
    topbar.declare_bell("users", lambda user: 3)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert navigation.shown_on(request) == []
    source = "{% load ui %}{% notice_bell as bell %}[{{ bell.url }}{{ bell.count }}]{% posts as mine %}{{ mine }}"
    assert Template(source).render(Context({"request": request})) == "[0][]"


@pytest.mark.usefixtures("declared")
def test_the_top_bar_takes_one_bell_and_one_list_of_posts() -> None:
    topbar.declare_posts(lambda user: ["Chuyên viên", "Tổ trưởng"])
    assert topbar.posts_of(Official()) == ["Chuyên viên", "Tổ trưởng"]
    with pytest.raises(navigation.NavigationError):
        topbar.declare_posts(lambda user: [])


# Language


def asked(cookie: str = "", user: Any = None, header: str = "") -> HttpRequest:
    request = RequestFactory().get("/", headers={"accept-language": header} if header else None)
    if cookie:
        request.COOKIES["django_language"] = cookie
    request.user = user or AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (asked(), "vi"),
        (asked(header="en-US,en;q=0.9"), "vi"),
        (asked(cookie="en"), "en"),
        (asked(cookie="xx"), "vi"),
        (asked(user=Official()), "en"),
        (asked(cookie="vi", user=Official()), "vi"),
    ],
    ids=["nothing", "an English browser", "chosen", "unknown", "the person's own", "chosen over own"],
)
def test_the_language_is_chosen_by_people_not_by_browsers(request_: HttpRequest, expected: str) -> None:
    assert language.chosen_language(request_) == expected


def test_days_are_written_in_cells_as_day_month_year() -> None:
    assert rendered("{{ day|vi_date }}", day=datetime.date(2026, 2, 1)) == "01/02/2026"
    assert rendered("{{ day|vi_date }}", day=None) == ""
