"""The catalogue as DCAT-AP in JSON-LD: catalogue, datasets, distributions, a data service each.

Profile: DCAT-AP 3.0.1, holding for 2.1.1 too. Vocabularies of the EU Publications Office where it asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.decorators import public_page
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.public import LICENCES, OpenRelease, issued_at, public_releases
from honglam.surfaces.opendata.describing import absolute, resources_of
from honglam.surfaces.opendata.files import allowed, released

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_FILE_TYPES = {"csv": "CSV", "json": "JSON", "xlsx": "XLSX", "parquet": "PARQUET", "geojson": "GEOJSON"}
_MEDIA = "https://www.iana.org/assignments/media-types/"
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
    graph = catalogue_graph(list(public_releases()), lambda path: absolute(request, path))
    return allowed(JsonResponse(graph, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}))


@public_page
def one(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One dataset of the catalogue."""
    graph = {"@context": CONTEXT, "@graph": nodes_of(released(slug), lambda path: absolute(request, path))}
    return allowed(JsonResponse(graph, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}))


def catalogue_graph(releases: Sequence[OpenRelease], address: Address) -> dict[str, Any]:
    """The catalogue of a province as JSON-LD; `address` makes whole addresses of paths."""
    root = Unit.objects.filter(parent=None).order_by("pk").first()
    here = address(reverse("opendata:catalogue"))
    name = str(root) if root is not None else "Hồng Lam"
    publisher = {"@id": f"{here}#publisher", **_agent(name)}
    node: dict[str, Any] = {
        "@id": here, "@type": "dcat:Catalog",
        "dct:title": _text(_("Dữ liệu mở của %(name)s") % {"name": name}),
        "dct:description": _text(_("Dữ liệu do các cơ quan của %(name)s công bố cho mọi người.") % {"name": name}),
        "dct:publisher": {"@id": publisher["@id"]}, "foaf:homepage": {"@id": here},
        "dct:language": {"@id": f"{_AUTHORITY}language/VIE"},
        "dct:license": {"@id": LICENCES["cc-by-4.0"][1]},
        "dcat:themeTaxonomy": {"@id": f"{_AUTHORITY}data-theme"},
        "dcat:dataset": [{"@id": _id(release, address)} for release in releases],
        "dcat:service": [{"@id": _id(release, address) + "#api"} for release in releases],
    }  # fmt: skip
    if releases:
        node["dct:issued"] = _day(min(filter(None, map(issued_at, releases))))
        node["dct:modified"] = _day(max(one.released_at for one in releases if one.released_at))
    graph = [node, publisher, *_vocabularies(releases)]
    for release in releases:
        graph += nodes_of(release, address)
    return {"@context": CONTEXT, "@graph": graph}


def nodes_of(release: OpenRelease, address: Address) -> list[dict[str, Any]]:
    """A dataset, its publisher, its distributions and its service."""
    here, page = _id(release, address), address(reverse("opendata:dataset", args=[release.slug]))
    owner = release.dataset.owner
    publisher = {"@id": f"{here}#publisher", **_agent(str(owner))}
    files = resources_of(release)
    size = {"parquet": sum(one["bytes"] for one in release.manifest.get("files", []))}
    service = {
        "@id": f"{here}#api", "@type": "dcat:DataService", "dct:title": _text(f"{release.title} (API)"),
        "dcat:endpointURL": {"@id": address(reverse("opendata:rows", args=[release.slug]))},
        "dcat:servesDataset": {"@id": here}, "dct:license": {"@id": LICENCES[release.licence][1]},
        "dct:accessRights": {"@id": f"{_AUTHORITY}access-right/PUBLIC"},
    }  # fmt: skip
    contact: dict[str, Any] = {"@id": f"{here}#contact", "@type": "vcard:Organization", "vcard:fn": str(owner)}
    if owner.email:
        contact["vcard:hasEmail"] = {"@id": f"mailto:{owner.email}"}
    contact["vcard:hasURL"] = {"@id": page}
    dataset = {
        "@id": here, "@type": "dcat:Dataset", "dct:title": _text(release.title),
        "dct:description": _text(release.description), "dct:identifier": str(release.uid),
        "dct:publisher": {"@id": publisher["@id"]}, "dcat:contactPoint": {"@id": contact["@id"]},
        "dcat:theme": {"@id": f"{_AUTHORITY}data-theme/{release.theme}"},
        "dcat:keyword": [_text(word) for word in release.keywords],
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}frequency/{release.frequency}"},
        "dct:accessRights": {"@id": f"{_AUTHORITY}access-right/PUBLIC"},
        "dct:language": {"@id": f"{_AUTHORITY}language/VIE"},
        "dct:spatial": {"@id": f"{_AUTHORITY}country/VNM"},
        "dcat:landingPage": {"@id": page},
        "dct:modified": _day(release.released_at), "dct:issued": _day(issued_at(release)),
        "dcat:distribution": [{"@id": address(one.path)} for one in files],
    }  # fmt: skip
    distributions = [
        {
            "@id": address(one.path), "@type": "dcat:Distribution",
            "dct:title": _text(f"{release.title} ({one.label})"),
            "dcat:accessURL": {"@id": page}, "dcat:downloadURL": {"@id": address(one.path)},
            "dct:format": {"@id": f"{_AUTHORITY}file-type/{_FILE_TYPES[one.form]}"},
            "dcat:mediaType": {"@id": f"{_MEDIA}{one.media_type}"},
            "dct:license": {"@id": LICENCES[release.licence][1]}, "dct:modified": _day(release.released_at),
            "dcatap:availability": {"@id": f"{_AUTHORITY}planned-availability/STABLE"},
            **_size(size.get(one.form)),
        }
        for one in files
    ]  # fmt: skip
    pages = [{"@id": page, "@type": "foaf:Document"}]
    return [dataset, publisher, contact, service, *distributions, *pages]


def _vocabularies(releases: Sequence[OpenRelease]) -> list[dict[str, Any]]:
    """What the terms that are used mean, so that nobody has to look them up elsewhere."""
    scheme = {"@id": f"{_AUTHORITY}data-theme", "@type": "skos:ConceptScheme", "dct:title": "Data theme"}
    themes = sorted({release.theme for release in releases})
    return [
        scheme,
        *({"@id": f"{_AUTHORITY}data-theme/{code}", "@type": "skos:Concept", "skos:prefLabel": code,
           "skos:inScheme": {"@id": scheme["@id"]}} for code in themes),
        *({"@id": LICENCES[code][1], "@type": "dct:LicenseDocument"}
          for code in sorted({"cc-by-4.0", *(one.licence for one in releases)})),
    ]  # fmt: skip


def _id(release: OpenRelease, address: Address) -> str:
    return address(reverse("opendata:dcat_of", args=[release.slug]))


def _agent(name: str) -> dict[str, Any]:
    kind = {"@id": "http://purl.org/adms/publishertype/RegionalAuthority"}
    return {"@type": "foaf:Agent", "foaf:name": _text(name), "dct:type": kind}


def _text(words: str) -> dict[str, str]:
    return {"@value": words, "@language": "vi"}


def _size(size: int | None) -> dict[str, Any]:
    return {} if size is None else {"dcat:byteSize": {"@value": str(size), "@type": "xsd:nonNegativeInteger"}}


def _day(moment: Any) -> dict[str, str]:
    return {"@value": moment.isoformat(), "@type": "xsd:dateTime"}
