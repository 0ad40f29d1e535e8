"""The tag library of every page: `{% load ui %}`.

Tags: assets, icon, component/slot, status_badge, breadcrumbs, query_replace, sort_header, pagination, url_or_empty,
json_data, navigation, notice_bell, posts.
Filters: vi_date, vi_moment, vi_number, vi_percent, relative_day, ago, highlight, initials.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, cast

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from honglam.toolkit.ui import assets as built
from honglam.toolkit.ui import highlighting, statuses, wording
from honglam.toolkit.ui import navigation as desk_navigation
from honglam.toolkit.ui import topbar as desk_topbar

register = template.Library()


@register.simple_tag
def assets(name: str) -> SafeString:
    """Script and style tags of an entry point of the front end."""
    return built.entry_tags(name)


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """`{% icon "check" %}`; with `label`, the icon is read out instead of hidden."""
    return built.icon_svg(name, str(label), css_class)


@register.inclusion_tag("ui/components/status_badge.html")
def status_badge(code: str, family: str = "work", label: str = "", short: bool = False) -> dict[str, Any]:
    """Colour, icon and word of a status; `short` shows the icon with the word for screen readers only."""
    shown = statuses.status(code, family)
    return {"status": shown, "label": label or shown.label, "short": short}


# Addresses


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: Any) -> str:
    """The query of this page with some parameters replaced; None or "" removes one. `page` falls away by itself."""
    query = _query(context)
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.filter
def quoted(text: str) -> str:
    """Words of a document as people read them: the cells of a table row apart, “2 · Lập bản đồ · Phòng Kinh tế”."""
    lines = (" · ".join(filter(None, map(str.strip, line.split("\t")))) for line in str(text or "").splitlines())
    return "\n".join(lines)


@register.simple_tag(takes_context=True)
def sort_header(context: Context, field: str, label: str, css_class: str = "", parameter: str = "sort") -> SafeString:
    """A column heading that sorts: first click ascending, second descending (`?sort=due`, `?sort=-due`)."""
    current = _query(context).get(parameter, "")
    ascending, descending = current == field, current == f"-{field}"
    direction = "ascending" if ascending else "descending" if descending else "none"
    mark = built.icon_svg("arrow-up" if ascending else "arrow-down" if descending else "arrows-sort")
    address = query_replace(context, **{parameter: f"-{field}" if ascending else field})
    return format_html(
        '<th scope="col" aria-sort="{}" class="{}"><a class="sort" href="{}">{}{}</a></th>',
        direction,
        css_class,
        address,
        label,
        mark,
    )


@register.simple_tag
def url_or_empty(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a URL name, or an empty text where no such page is installed."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, parameter: str = "page") -> dict[str, Any]:
    """Page n of m with the total, and links that keep the filters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [
        {"number": number, "url": query_replace(context, **{parameter: number}) if isinstance(number, int) else ""}
        for number in numbers
    ]
    previous_number = page.previous_page_number() if page.has_previous() else None
    next_number = page.next_page_number() if page.has_next() else None
    return {
        "page": page,
        "links": links,
        "previous_url": query_replace(context, **{parameter: previous_number}) if previous_number else "",
        "next_url": query_replace(context, **{parameter: next_number}) if next_number else "",
    }


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[desk_navigation.ShownArea]:
    """The areas and entries of the side navigation for the user of this page."""
    request = context.get("request")
    return desk_navigation.shown_on(request) if request is not None else []


@register.inclusion_tag("ui/components/breadcrumb.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """`{% breadcrumbs "Kế hoạch" plans_url "KH 12" %}`: labels and addresses in turn, the page itself last."""
    return {"items": [{"label": parts[at], "url": next(iter(parts[at + 1 :]), "")} for at in range(0, len(parts), 2)]}


@register.simple_tag(takes_context=True)
def notice_bell(context: Context) -> dict[str, Any]:
    """Where the bell leads and the count of unread notices; an empty address where no app declares a bell."""
    request = context.get("request")
    user = getattr(request, "user", None)
    bell = desk_topbar.bell()
    url = url_or_empty(bell.url_name) if bell else ""
    if bell is None or not url or user is None or not user.is_authenticated:
        return {"url": "", "count": 0}
    return {"url": url, "count": bell.count(user)}


@register.simple_tag(takes_context=True)
def posts(context: Context) -> list[str]:
    """The posts of the user of this page."""
    user = getattr(context.get("request"), "user", None)
    return desk_topbar.posts_of(user) if user is not None and user.is_authenticated else []


@register.simple_tag
def json_data(data: Any, name: str) -> SafeString:
    """Data for a script as inert JSON with the element id `<name>-data`; nothing in it can run."""
    return json_script(data, f"{name}-data")


# Words and figures


@register.filter
def unlocalize_number(value: int | float | Decimal | None) -> str:
    """A number for an attribute: a point as decimal separator, no grouping, whatever the language of the page."""
    return "" if value is None or value == "" else format(Decimal(str(value)).normalize(), "f")


@register.filter
def vi_date(value: datetime.date | datetime.datetime | None) -> str:
    """dd/mm/yyyy."""
    return wording.written_date(value or None)


@register.filter
def vi_moment(value: datetime.datetime | None) -> str:
    """HH:MM dd/mm/yyyy in local time."""
    return wording.written_date(value or None, with_time=True)


@register.filter
def vi_number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """1.234,5; the argument fixes the number of decimals."""
    return wording.written_number(None if value == "" else value, decimals)


@register.filter
def vi_percent(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """A percentage (0–100, not a share) as 87,5%; a dash where there is none."""
    return "—" if value is None or value == "" else f"{wording.written_number(value, decimals)}%"


@register.filter
def relative_day(value: datetime.date | datetime.datetime | None) -> str:
    """“còn 3 ngày”, “hạn hôm nay”, “quá hạn 5 ngày”."""
    return wording.until_due(value or None)


@register.filter
def ago(value: datetime.date | datetime.datetime | None) -> str:
    """“12 phút trước”, “hôm qua”, then the date."""
    return wording.since(value or None)


@register.filter
def highlight(text: str, query: str) -> SafeString:
    """Search words marked, tone marks or not."""
    return highlighting.highlighted(text, query)


@register.filter
def initials(name: str) -> str:
    """The two letters of an avatar: of the first and the last word (Vietnamese given names stand last)."""
    words = str(name or "").split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


# Components with a body: {% component "table" caption=… %}…{% slot "actions" %}…{% endslot %}{% endcomponent %}


_SLOTS = "ui_slots"  # in the render context: the slots of each component that is being rendered, the innermost last


class SlotNode(template.Node):
    """A named part of a component's body, rendered in the context of the page."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Nothing where it stands: the component around it places it."""
        if around := context.render_context.get(_SLOTS):
            around[-1][self.name] = self.nodelist.render(context)
        return mark_safe("")


class ComponentNode(template.Node):
    """Renders `ui/components/<name>.html` with the given values, the body as `content` and slots as `slots.<name>`."""

    def __init__(self, name: str, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The component knows its parameters, the request and the CSRF token; nothing else of the page leaks in."""
        values: dict[str, Any] = {name: value.resolve(context) for name, value in self.values.items()}
        stack = cast("list[dict[str, SafeString]]", context.render_context.setdefault(_SLOTS, []))
        stack.append({})
        try:
            values["content"] = self.nodelist.render(context)
        finally:
            values["slots"] = stack.pop()
        for shared in ("request", "user", "csrf_token"):
            if shared in context:
                values.setdefault(shared, context[shared])
        shown = get_template(f"ui/components/{self.name}.html")
        return mark_safe(shown.template.render(context.new(values)))  # type: ignore[attr-defined]


@register.tag
def component(parser: Parser, token: Token) -> ComponentNode:
    """`{% component "name" key=value %}body{% endcomponent %}`."""
    bits = token.split_contents()[1:]
    if not bits or bits[0][0] not in "\"'":
        raise template.TemplateSyntaxError(_("component cần tên thành phần trong dấu nháy"))
    values = token_kwargs(bits[1:], parser)
    nodelist = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(bits[0].strip("\"'"), values, nodelist)


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """`{% slot "name" %}…{% endslot %}` inside a component (an `{% if %}` or `{% for %}` between them is fine)."""
    bits = token.split_contents()[1:]
    if len(bits) != 1:
        raise template.TemplateSyntaxError(_("slot cần đúng một tên"))
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(bits[0].strip("\"'"), nodelist)
