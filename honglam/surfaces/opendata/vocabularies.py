"""The terms of shared vocabularies that the catalogue uses, each with its class and its scheme.

Judges of DCAT-AP ask what class a term has; said here, nobody has to fetch the vocabularies first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from honglam.core.organisations.terms import Kind
from honglam.engines.datahub.public import LICENCES, THEMES, OpenRelease
from honglam.surfaces.opendata.describing import resources_of

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_ADMS = "http://purl.org/adms/"
_IANA = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES = {"csv": "CSV", "json": "JSON", "xlsx": "XLSX", "parquet": "PARQUET", "geojson": "GEOJSON"}
_SCHEMES = {
    f"{_AUTHORITY}data-theme": "Data theme",
    f"{_AUTHORITY}planned-availability": "Planned availability",
    f"{_ADMS}publishertype/1.0": "ADMS publisher type",
    f"{_ADMS}licencetype/1.0": "ADMS licence type",
}
_PUBLISHERS: dict[str, str] = {
    Kind.VERTICAL_AGENCY: "NationalAuthority", Kind.COMMUNE: "LocalAuthority", Kind.WARD: "LocalAuthority",
    Kind.SPECIAL_ZONE: "LocalAuthority", Kind.ENTERPRISE: "Company",
}  # fmt: skip
_PUBLISHER_LABELS = {
    "NationalAuthority": "National authority", "RegionalAuthority": "Regional authority",
    "LocalAuthority": "Local authority", "Company": "Company",
}  # fmt: skip
_LICENCE_TYPES = {"cc-zero": ("PublicDomain", "Public domain")}
_ATTRIBUTION = ("Attribution", "Attribution")
OPEN_LICENCE = "cc-by-4.0"

THEME_SCHEME = f"{_AUTHORITY}data-theme"
VIETNAMESE = f"{_AUTHORITY}language/VIE"
VIET_NAM = f"{_AUTHORITY}country/VNM"
PUBLIC = f"{_AUTHORITY}access-right/PUBLIC"
STABLE = f"{_AUTHORITY}planned-availability/STABLE"


def theme_of(release: OpenRelease) -> str:
    """The term for what a release is about."""
    return f"{THEME_SCHEME}/{release.theme}"


def frequency_of(release: OpenRelease) -> str:
    """The term for how often a release is renewed."""
    return f"{_AUTHORITY}frequency/{release.frequency}"


def licence_of(release: OpenRelease) -> str:
    """The address of the licence of a release."""
    return LICENCES[release.licence][1]


def file_type(form: str) -> str:
    """The term for a form of file."""
    return f"{_AUTHORITY}file-type/{_FILE_TYPES[form]}"


def media_type(name: str) -> str:
    """The term for a media type."""
    return f"{_IANA}{name}"


def publisher_type(kind: str) -> str:
    """The term for what sort of authority a unit is."""
    return f"{_ADMS}publishertype/{_publisher_code(kind)}"


def terms_used(releases: Sequence[OpenRelease], publishers: Iterable[str]) -> list[dict[str, Any]]:
    """Every term that a catalogue of these releases uses; `publishers` are the sorts of units that publish."""
    files = {(one.form, one.media_type) for release in releases for one in resources_of(release)}
    codes = sorted({_publisher_code(kind) for kind in publishers})
    return [
        *({"@id": scheme, "@type": "skos:ConceptScheme", "dct:title": title} for scheme, title in _SCHEMES.items()),
        _term(VIETNAMESE, "dct:LinguisticSystem"), _term(VIET_NAM, "dct:Location"),
        _term(PUBLIC, "dct:RightsStatement"),
        _concept(STABLE, f"{_AUTHORITY}planned-availability", "stable", "en"),
        *(_concept(f"{THEME_SCHEME}/{code}", THEME_SCHEME, str(THEMES.get(code, code)), "vi")
          for code in sorted({release.theme for release in releases})),
        *(_term(term, "dct:Frequency") for term in sorted({frequency_of(release) for release in releases})),
        *(_term(file_type(form), "dct:MediaTypeOrExtent") for form in sorted({form for form, _media in files})),
        *({"@id": media_type(name), "@type": "dct:MediaType"} for name in sorted({name for _form, name in files})),
        *(_concept(f"{_ADMS}publishertype/{code}", f"{_ADMS}publishertype/1.0", _PUBLISHER_LABELS[code], "en")
          for code in codes),
        *_licences(sorted({OPEN_LICENCE, *(release.licence for release in releases)})),
    ]  # fmt: skip


def _licences(codes: Sequence[str]) -> list[dict[str, Any]]:
    types = {code: _LICENCE_TYPES.get(code, _ATTRIBUTION) for code in codes}
    scheme = f"{_ADMS}licencetype/1.0"
    return [
        *({"@id": LICENCES[code][1], "@type": "dct:LicenseDocument",
           "dct:type": {"@id": f"{_ADMS}licencetype/{name}"}} for code, (name, _label) in types.items()),
        *(_concept(f"{_ADMS}licencetype/{name}", scheme, label, "en") for name, label in sorted(set(types.values()))),
    ]  # fmt: skip


def _publisher_code(kind: str) -> str:
    return _PUBLISHERS.get(kind, "RegionalAuthority")


def _term(term: str, kind: str) -> dict[str, Any]:
    return {"@id": term, "@type": kind, "skos:inScheme": {"@id": term.rpartition("/")[0]}}


def _concept(term: str, scheme: str, label: str, language: str) -> dict[str, Any]:
    return {
        "@id": term, "@type": "skos:Concept", "skos:inScheme": {"@id": scheme},
        "skos:prefLabel": {"@value": label, "@language": language},
    }  # fmt: skip
