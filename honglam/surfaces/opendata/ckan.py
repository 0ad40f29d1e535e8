"""Reads as CKAN's action API answers them (version 3), so that `ckanapi` and harvesters work unmodified.

GET with parameters, or POST with a JSON object, to `/data/api/3/action/<name>` or `/data/api/action/<name>`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from honglam import __version__
from honglam.core.access.decorators import public_page
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.public import (
    LICENCES,
    THEMES,
    Column,
    ColumnType,
    OpenRelease,
    columns_of_release,
    count_use,
    issued_at,
    public_releases,
    saying,
)
from honglam.surfaces.opendata.describing import absolute, resources_of
from honglam.surfaces.opendata.files import allowed
from honglam.surfaces.opendata.rows import filtered, plain

MOST = 1000
_FIELD = re.compile(r'\+?\b(organization|groups|tags|license_id|res_format|name|id):(?:"([^"]*)"|(\S+))')
_TYPES = {
    ColumnType.INTEGER: "int", ColumnType.DECIMAL: "numeric", ColumnType.DATE: "date", ColumnType.MOMENT: "timestamp",
    ColumnType.BOOLEAN: "bool",
}  # fmt: skip
Asked = Mapping[str, Any]


class Unfound(Exception):
    """What was asked for does not exist."""


class Unread(Exception):
    """A parameter cannot be read; it carries the names and what is wrong with them."""


@csrf_exempt
@public_page
def action(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer one action; only reads exist here."""
    asked: dict[str, Any] = {key: request.GET[key] for key in request.GET}
    if request.method == "POST" and request.body:
        try:
            asked |= json.loads(request.body)
        except (ValueError, TypeError):
            return _answer(request, name, 409, error=_error("Validation Error", message=_("Nội dung phải là JSON.")))
    elif request.method not in {"GET", "POST"}:
        return _answer(request, name, 405, error=_error("Not Allowed", message=_("Chỉ có các lệnh đọc.")))
    if name not in ACTIONS:
        return _answer(request, name, 404, error=_error("Not Found Error", message=_("Không có lệnh này.")))
    try:
        return _answer(request, name, 200, result=ACTIONS[name](request, asked))
    except Unfound as error:
        return _answer(request, name, 404, error=_error("Not Found Error", message=str(error)))
    except Unread as error:
        return _answer(request, name, 409, error=_error("Validation Error", **error.args[0]))


def _answer(request: HttpRequest, name: str, status: int, **body: Any) -> HttpResponseBase:
    page = absolute(request, reverse("opendata:ckan", args=["help_show"])) + f"?name={name}"
    whole = {"help": page, "success": status == 200, **body}
    return allowed(JsonResponse(whole, status=status, json_dumps_params={"ensure_ascii": False}))


def _error(kind: str, **said: Any) -> dict[str, Any]:
    return {"__type": kind, **said}


def _find(asked: Asked) -> OpenRelease:
    key = str(asked.get("id") or asked.get("name_or_id") or "")
    if not key:
        raise Unread({"id": [_("Thiếu giá trị.")]})
    found = next((one for one in public_releases() if key in (one.slug, str(one.uid))), None)
    if found is None:
        raise Unfound(_("Không có tập dữ liệu này."))
    return found


def _resource(asked: Asked, key: str) -> tuple[OpenRelease, str]:
    text = str(asked.get(key) or "")
    uid, _dot, form = text.partition(".")
    if not text:
        raise Unread({key: [_("Thiếu giá trị.")]})
    for release in public_releases():
        if str(release.uid) == uid and any(one.form == form for one in resources_of(release)):
            return release, form
    raise Unfound(_("Không có tệp này."))


def _package(request: HttpRequest, release: OpenRelease) -> dict[str, Any]:
    owner = release.dataset.owner
    label, licence_url = LICENCES[release.licence]
    made, changed = (moment.isoformat() if moment else None for moment in (issued_at(release), release.released_at))
    return {
        "id": str(release.uid), "name": release.slug, "title": release.title, "notes": release.description,
        "state": "active", "type": "dataset", "private": False, "isopen": True,
        "url": absolute(request, reverse("opendata:dataset", args=[release.slug])),
        "license_id": release.licence, "license_title": str(label), "license_url": licence_url,
        "metadata_created": made, "metadata_modified": changed,
        "author": None, "maintainer": str(owner), "maintainer_email": owner.email or None,
        "owner_org": str(owner.uid), "organization": _organization(owner),
        "tags": [_tag(word) for word in release.keywords], "num_tags": len(release.keywords),
        "groups": [_group(release.theme)],
        "extras": [{"key": "frequency", "value": release.frequency}],
        "resources": [_file(request, release, one.form) for one in resources_of(release)],
        "num_resources": len(resources_of(release)), "version": str(release.version.number if release.version else ""),
    }  # fmt: skip


def _file(request: HttpRequest, release: OpenRelease, form: str) -> dict[str, Any]:
    one = next(found for found in resources_of(release) if found.form == form)
    stored = release.manifest.get("files", [{}])[0] if form == "parquet" else {}
    return {
        "id": one.id, "package_id": str(release.uid), "name": f"{release.title} ({one.label})", "format": one.label,
        "url": absolute(request, one.path), "mimetype": one.media_type, "state": "active", "description": "",
        "last_modified": release.released_at.isoformat() if release.released_at else None,
        "datastore_active": form == "csv", "position": [found.form for found in resources_of(release)].index(form),
        "size": stored.get("bytes"), "hash": stored.get("sha256", ""),
    }  # fmt: skip


def _organization(unit: Unit) -> dict[str, Any]:
    return {
        "id": str(unit.uid), "name": unit.code.replace(".", "-"), "title": unit.name, "type": "organization",
        "description": "", "image_url": "", "is_organization": True, "state": "active", "approval_status": "approved",
    }  # fmt: skip


def _group(code: str) -> dict[str, Any]:
    label = str(THEMES.get(code, code))
    return {"id": code, "name": code.lower(), "title": label, "display_name": label, "description": "", "type": "group",
            "state": "active"}  # fmt: skip


def _tag(word: str) -> dict[str, Any]:
    return {"id": word, "name": word, "display_name": word, "state": "active", "vocabulary_id": None}


def _number(asked: Asked, name: str, otherwise: int, most: int = MOST) -> int:
    value = asked.get(name)
    if value in (None, ""):
        return otherwise
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise Unread({name: [_("Phải là số nguyên.")]}) from None
    if number < 0:
        raise Unread({name: [_("Phải là số không âm.")]})
    return min(number, most)


def package_list(request: HttpRequest, asked: Asked) -> list[str]:
    """The names of all datasets."""
    offset = _number(asked, "offset", 0, 10**9)
    names = list(public_releases().order_by("slug").values_list("slug", flat=True))
    return names[offset : offset + _number(asked, "limit", MOST)]


def package_show(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """One dataset with its files."""
    return _package(request, _find(asked))


def current_package_list_with_resources(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    """All datasets with their files, the newest first."""
    offset = _number(asked, "offset", 0, 10**9)
    return [_package(request, one) for one in public_releases()[offset : offset + _number(asked, "limit", MOST)]]


def package_search(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Search: `q`, `fq` (organization, groups, tags, license_id, res_format), `rows`, `start`, `sort`, facets."""
    words = str(asked.get("q") or "")
    filters = _FIELD.findall(f"{asked.get('fq') or ''} {' '.join(_listed(asked.get('fq_list')))} {words}")
    text = re.sub(r"[*:]+", " ", _FIELD.sub(" ", words)).strip()
    found: QuerySet[OpenRelease] | list[OpenRelease] = saying(public_releases(), text)
    matching = [one for one in found if all(_holds(one, name, quoted or bare) for name, quoted, bare in filters)]
    order = str(asked.get("sort") or "")
    if order.startswith(("name", "title")):
        matching.sort(key=lambda one: one.slug if order.startswith("name") else one.title, reverse="desc" in order)
    start, rows = _number(asked, "start", 0, 10**9), _number(asked, "rows", 10)
    return {
        "count": len(matching), "sort": order or "metadata_modified desc", "facets": {},
        "search_facets": _facets(matching, asked.get("facet.field")),
        "results": [_package(request, one) for one in matching[start : start + rows]],
    }  # fmt: skip


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _facet_values(release: OpenRelease, name: str) -> list[tuple[str, str]]:
    match name:
        case "organization":
            shown = _organization(release.dataset.owner)
            return [(shown["name"], shown["title"])]
        case "groups":
            return [(release.theme.lower(), str(THEMES.get(release.theme, release.theme)))]
        case "tags":
            return [(word, word) for word in release.keywords]
        case "license_id":
            return [(release.licence, str(LICENCES[release.licence][0]))]
        case "res_format":
            return [(one.label, one.label) for one in resources_of(release)]
        case "name":
            return [(release.slug, release.title)]
        case "id":
            return [(str(release.uid), release.title)]
    return []


def _holds(release: OpenRelease, name: str, value: str) -> bool:
    return value.casefold() in {found.casefold() for found, _label in _facet_values(release, name)} or value == "*"


def _facets(releases: list[OpenRelease], asked: Any) -> dict[str, Any]:
    if isinstance(asked, str):
        try:
            asked = json.loads(asked)
        except ValueError:
            raise Unread({"facet.field": [_("Phải là danh sách JSON.")]}) from None
    facets = {}
    for name in _listed(asked):
        counts: dict[tuple[str, str], int] = {}
        for release in releases:
            for value in _facet_values(release, name):
                counts[value] = counts.get(value, 0) + 1
        items = [{"name": code, "display_name": label, "count": n} for (code, label), n in sorted(counts.items())]
        facets[name] = {"title": name, "items": items}
    return facets


def resource_show(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """One file."""
    release, form = _resource(asked, "id")
    return _file(request, release, form)


def datastore_search(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Rows of a dataset: `resource_id`, `filters`, `q`, `limit`, `offset`, `fields`, `sort`."""
    release, _form = _resource(asked, "resource_id")
    columns = {column.name: column for column in columns_of_release(release)}
    filters = _filters(asked)
    fields = _listed(asked.get("fields")) if isinstance(asked.get("fields"), list) else _words(asked.get("fields"))
    fields = list(dict.fromkeys(fields)) or list(columns)
    if lost := [name for name in (*filters, *fields) if name not in columns]:
        raise Unread({"fields": [_("Không có cột %(names)s.") % {"names": ", ".join(lost)}]})
    found = filtered(release, filters, str(asked.get("q") or ""))
    order = [part.partition(" ")[::2] for part in _words(asked.get("sort"))]
    if lost := [name for name, _direction in order if name not in columns]:
        raise Unread({"sort": [_("Không có cột %(names)s.") % {"names": ", ".join(lost)}]})
    frame = found.sort(
        [name for name, _direction in order], nulls_last=True, maintain_order=True,
        descending=[direction.strip().lower() == "desc" for _name, direction in order],
    ) if order else found  # fmt: skip
    offset, limit = _number(asked, "offset", 0, 10**9), _number(asked, "limit", 100, 32_000)
    page = frame.slice(offset, limit).select(fields).collect(engine="streaming")
    total = found.select(pl.len()).collect(engine="streaming").item()
    count_use(release, "api")
    return {
        "resource_id": asked["resource_id"], "total": total, "limit": limit, "offset": offset,
        "records_format": "objects", "include_total": True,
        "records": [{name: plain(value) for name, value in row.items()} for row in page.to_dicts()],
        "fields": [_field(columns[name]) for name in fields],
    }  # fmt: skip


def _filters(asked: Asked) -> dict[str, list[str]]:
    """What `filters` says: a JSON object of columns, each with a value or a list of values."""
    given = asked.get("filters") or {}
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = None
    if not isinstance(given, dict):
        raise Unread({"filters": [_("Phải là đối tượng JSON.")]})
    return {str(name): _listed(value) for name, value in given.items()}


def _words(value: Any) -> list[str]:
    return [one.strip() for one in str(value or "").split(",") if one.strip()]


def _field(column: Column) -> dict[str, Any]:
    said = {"label": str(column.label), "notes": str(column.meaning)}
    return {"id": column.name, "type": _TYPES.get(column.type, "text"), "info": said}


def organization_list(request: HttpRequest, asked: Asked) -> list[Any]:
    """Bodies that publish."""
    owners = {one.dataset.owner.pk: one.dataset.owner for one in public_releases()}
    shown = sorted((_organization(unit) for unit in owners.values()), key=lambda one: str(one["name"]))
    return shown if _is_yes(asked.get("all_fields")) else [one["name"] for one in shown]


def organization_show(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """One body with its datasets."""
    own = [one for one in public_releases() if str(asked.get("id")) in (
        str(one.dataset.owner.uid), one.dataset.owner.code.replace(".", "-"))]  # fmt: skip
    if not own:
        raise Unfound(_("Không có cơ quan này."))
    shown = {**_organization(own[0].dataset.owner), "package_count": len(own)}
    return shown | (
        {"packages": [_package(request, one) for one in own]} if _is_yes(asked.get("include_datasets")) else {}
    )


def group_list(request: HttpRequest, asked: Asked) -> list[Any]:
    """Themes in use."""
    themes = sorted({one.theme for one in public_releases()})
    return [_group(code) for code in themes] if _is_yes(asked.get("all_fields")) else [code.lower() for code in themes]


def group_show(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """One theme with its datasets."""
    code = str(asked.get("id") or "").upper()
    own = [one for one in public_releases() if one.theme == code]
    if not own:
        raise Unfound(_("Không có chủ đề này."))
    return {**_group(code), "package_count": len(own), "packages": [_package(request, one) for one in own]}


def tag_list(request: HttpRequest, asked: Asked) -> list[str]:
    """Keywords in use."""
    return sorted({word for one in public_releases() for word in one.keywords})


def license_list(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    """Licences."""
    return [
        {"id": code, "title": str(label), "url": url, "is_okd_compliant": True}
        for code, (label, url) in LICENCES.items()
    ]


def status_show(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What answers here: CKAN's read API, version 3, by this platform."""
    return {
        "ckan_version": "2.11", "site_title": _("Dữ liệu mở"),
        "site_url": absolute(request, reverse("opendata:catalogue")),
        "site_description": f"Hồng Lam {__version__}", "locale_default": "vi", "extensions": ["datastore"],
    }  # fmt: skip


def help_show(request: HttpRequest, asked: Asked) -> str:
    """What an action does."""
    found = ACTIONS.get(str(asked.get("name") or ""))
    if found is None:
        raise Unfound(_("Không có lệnh này."))
    return found.__doc__ or ""


def site_read(request: HttpRequest, asked: Asked) -> bool:
    """Everybody may read."""
    return True


def _is_yes(value: Any) -> bool:
    return str(value).lower() in {"true", "1", "yes"}


ACTIONS: dict[str, Callable[[HttpRequest, Asked], Any]] = {
    function.__name__: function
    for function in (
        package_list, package_show, package_search, current_package_list_with_resources, resource_show,
        datastore_search,
        organization_list, organization_show, group_list, group_show, tag_list, license_list, status_show, help_show,
        site_read,
    )
}  # fmt: skip
