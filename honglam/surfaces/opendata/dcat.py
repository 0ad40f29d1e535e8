"""The catalogue as DCAT-AP in JSON-LD: catalogue, datasets, distributions, a data service each.

Profile: DCAT-AP 3.0.1, holding for 2.1.1 too. Sizes of files are left out: the two versions ask for different types.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from honglam.core.access.decorators import public_page
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind
from honglam.engines.datahub.public import LICENCES, OpenRelease, issued_at, public_releases
from honglam.surfaces.opendata import vocabularies
from honglam.surfaces.opendata.describing import absolute, resources_of
from honglam.surfaces.opendata.files import allowed, released

LANGUAGE = "vi"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "dcatap": "http://data.europa.eu/r5r/",
    "adms": "http://www.w3.org/ns/adms#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}  # fmt: skip
Address = Callable[[str], str]


@public_page
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """The whole catalogue."""
    with override(LANGUAGE):
        graph = catalogue_graph(list(public_releases()), lambda path: absolute(request, path))
    return _answer(graph)


@public_page
def one(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One dataset of the catalogue."""
    release = released(slug)
    with override(LANGUAGE):
        nodes = nodes_of(release, lambda path: absolute(request, path))
        terms = vocabularies.terms_used([release], [release.dataset.owner.kind])
    return _answer({"@context": CONTEXT, "@graph": [*nodes, *terms]})


def _answer(graph: dict[str, Any]) -> HttpResponseBase:
    return allowed(JsonResponse(graph, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}))


def catalogue_graph(releases: Sequence[OpenRelease], address: Address) -> dict[str, Any]:
    """The catalogue of a province as JSON-LD; `address` makes whole addresses of paths."""
    root = Unit.objects.filter(parent=None).order_by("pk").first()
    here, page = address(reverse("opendata:dcat")), address(reverse("opendata:catalogue"))
    name, kind = (str(root), root.kind) if root is not None else ("Hồng Lam", Kind.PROVINCE)
    publisher = _agent(f"{here}#publisher", name, kind)
    node: dict[str, Any] = {
        "@id": here, "@type": "dcat:Catalog",
        "dct:title": _text(_("Dữ liệu mở của %(name)s") % {"name": name}),
        "dct:description": _text(_("Dữ liệu do các cơ quan của %(name)s công bố cho mọi người.") % {"name": name}),
        "dct:publisher": {"@id": publisher["@id"]}, "foaf:homepage": {"@id": page},
        "dct:language": {"@id": vocabularies.VIETNAMESE}, "dct:spatial": {"@id": vocabularies.VIET_NAM},
        "dct:license": {"@id": LICENCES[vocabularies.OPEN_LICENCE][1]},
        "dcat:themeTaxonomy": {"@id": vocabularies.THEME_SCHEME},
        "dcat:dataset": [{"@id": _id(release, address)} for release in releases],
        "dcat:service": [{"@id": _id(release, address) + "#api"} for release in releases],
    }  # fmt: skip
    if releases:
        node["dct:issued"] = _day(min(filter(None, map(issued_at, releases))))
        node["dct:modified"] = _day(max(one.released_at for one in releases if one.released_at))
    graph = [node, publisher, {"@id": page, "@type": "foaf:Document"}]
    graph += vocabularies.terms_used(releases, {kind, *(one.dataset.owner.kind for one in releases)})
    for release in releases:
        graph += nodes_of(release, address)
    return {"@context": CONTEXT, "@graph": graph}


def nodes_of(release: OpenRelease, address: Address) -> list[dict[str, Any]]:
    """A dataset, its publisher, its distributions and its service."""
    here, page = _id(release, address), address(reverse("opendata:dataset", args=[release.slug]))
    owner = release.dataset.owner
    publisher = _agent(f"{here}#publisher", str(owner), owner.kind)
    contact: dict[str, Any] = {
        "@id": f"{here}#contact", "@type": ["vcard:Organization", "vcard:Kind"], "vcard:fn": str(owner),
        "vcard:hasURL": {"@id": page},
    }  # fmt: skip
    if owner.email:
        contact["vcard:hasEmail"] = {"@id": f"mailto:{owner.email}"}
    answers = {"dct:publisher": {"@id": publisher["@id"]}, "dcat:contactPoint": {"@id": contact["@id"]}}
    dataset = {
        "@id": here, "@type": "dcat:Dataset", "dct:title": _text(release.title),
        "dct:description": _text(release.description), "dct:identifier": str(release.uid), **answers,
        "dcat:theme": {"@id": vocabularies.theme_of(release)},
        "dcat:keyword": [_text(word) for word in release.keywords],
        "dct:accrualPeriodicity": {"@id": vocabularies.frequency_of(release)},
        "dct:accessRights": {"@id": vocabularies.PUBLIC},
        "dct:language": {"@id": vocabularies.VIETNAMESE}, "dct:spatial": {"@id": vocabularies.VIET_NAM},
        "dcat:landingPage": {"@id": page},
        "dct:modified": _day(release.released_at), "dct:issued": _day(issued_at(release)),
        "dcat:distribution": [{"@id": address(one.path)} for one in resources_of(release)],
    }  # fmt: skip
    service = {
        "@id": f"{here}#api", "@type": "dcat:DataService", "dct:title": _text(f"{release.title} (API)"), **answers,
        "dcat:endpointURL": {"@id": address(reverse("opendata:rows", args=[release.slug]))},
        "dcat:endpointDescription": {"@id": address(reverse("opendata:api"))},
        "dcat:servesDataset": {"@id": here}, "dct:license": {"@id": vocabularies.licence_of(release)},
        "dct:accessRights": {"@id": vocabularies.PUBLIC},
    }  # fmt: skip
    pages = [{"@id": page, "@type": "foaf:Document"}]
    return [dataset, publisher, contact, service, *_distributions(release, page, address), *pages]


def _distributions(release: OpenRelease, page: str, address: Address) -> list[dict[str, Any]]:
    return [
        {
            "@id": address(one.path), "@type": "dcat:Distribution",
            "dct:title": _text(f"{release.title} ({one.label})"),
            "dct:description": _text(f"{one.label}: {release.description}"),
            "dcat:accessURL": {"@id": page}, "dcat:downloadURL": {"@id": address(one.path)},
            "dct:format": {"@id": vocabularies.file_type(one.form)},
            "dcat:mediaType": {"@id": vocabularies.media_type(one.media_type)},
            "dct:license": {"@id": vocabularies.licence_of(release)}, "dct:modified": _day(release.released_at),
            "dcatap:availability": {"@id": vocabularies.STABLE},
        }
        for one in resources_of(release)
    ]  # fmt: skip


def _id(release: OpenRelease, address: Address) -> str:
    return address(reverse("opendata:dcat_of", args=[release.slug]))


def _agent(address: str, name: str, kind: str) -> dict[str, Any]:
    return {
        "@id": address, "@type": "foaf:Agent", "foaf:name": _text(name),
        "dct:type": {"@id": vocabularies.publisher_type(kind)},
    }  # fmt: skip


def _text(words: str) -> dict[str, str]:
    return {"@value": words, "@language": LANGUAGE}


def _day(moment: Any) -> dict[str, str]:
    return {"@value": moment.isoformat(), "@type": "xsd:dateTime"}
