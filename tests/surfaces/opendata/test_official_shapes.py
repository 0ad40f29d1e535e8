"""The official SHACL shapes of DCAT-AP find no violation in the catalogue of a small portal.

They are somebody else's text and not kept here: HONGLAM_DCAT_SHAPES names a folder with their .ttl files. What was
applied is printed. Warnings are printed too and break nothing: the profile recommends what a province does not have.
"""

from __future__ import annotations

import functools
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from honglam.core.organisations.terms import Kind
from honglam.engines.datahub.public import LICENCES, THEMES
from honglam.engines.datahub.terms import FREQUENCY_LABELS
from honglam.surfaces.opendata.dcat import CONTEXT
from tests.surfaces.opendata.conftest import Health

SH = Namespace("http://www.w3.org/ns/shacl#")
FOLDER = os.environ.get("HONGLAM_DCAT_SHAPES", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="NO OFFICIAL DCAT-AP SHAPES: set HONGLAM_DCAT_SHAPES to a folder with their .ttl files"
)
# class, property that must be there
DEMANDED = [
    ("dcat:Catalog", "dct:title"), ("dcat:Catalog", "dct:description"), ("dcat:Catalog", "dct:publisher"),
    ("dcat:Dataset", "dct:title"), ("dcat:Dataset", "dct:description"), ("dcat:Distribution", "dcat:accessURL"),
    ("dcat:DataService", "dct:title"), ("dcat:DataService", "dcat:endpointURL"), ("foaf:Agent", "foaf:name"),
    ("skos:Concept", "skos:prefLabel"), ("skos:ConceptScheme", "dct:title"),
]  # fmt: skip
# class that something points to
POINTED_AT = [
    "foaf:Agent", "foaf:Document", "dct:LinguisticSystem", "dct:Location", "dct:LicenseDocument", "dcat:Dataset",
    "dcat:DataService", "dcat:Distribution", "skos:ConceptScheme", "skos:Concept", "vcard:Kind", "dct:Frequency",
    "dct:RightsStatement", "dct:MediaTypeOrExtent", "dct:MediaType",
]  # fmt: skip


def _term(name: str) -> URIRef:
    prefix, _colon, local = name.partition(":")
    return URIRef(CONTEXT[prefix] + local)


@functools.cache
def _files() -> dict[str, Graph]:
    return {path.name: Graph().parse(path) for path in sorted(Path(FOLDER).glob("*.ttl"))}


@functools.cache
def _empty_rules(name: str) -> int:
    """Take out the rules that a file names and does not hold (3.0.1 has two): no judge can apply them; how many."""
    shapes = _files()[name]
    empty = [one for one in shapes.subject_objects(SH.property) if (one[1], SH.path, None) not in shapes]
    for shape, rule in empty:
        shapes.remove((shape, SH.property, rule))
    return len(empty)


def _findings(graph: Graph, name: str) -> Counter[str]:
    """How many violations and warnings the shapes of a file find, and of what."""
    _empty_rules(name)
    _conforms, report, _said = validate(graph, shacl_graph=_files()[name])
    assert isinstance(report, Graph)
    return Counter(
        f"{str(report.value(one, SH.resultSeverity)).rpartition('#')[2]} {report.value(one, SH.resultPath)}"
        f" {str(report.value(one, SH.sourceConstraintComponent)).rpartition('#')[2]}"
        for one in report.objects(None, SH.result)
    )


def _violations(found: Counter[str]) -> dict[str, int]:
    return {what: count for what, count in found.items() if what.startswith("Violation")}


@pytest.fixture
def portal(health: Health, client: Client) -> Graph:
    """A small portal: all themes, licences and frequencies; an owner with no address; data with places and without."""
    for number, theme in enumerate(THEMES):
        health.public(
            slug=f"du-lieu-{number}", title=f"Dữ liệu {number}", theme=theme,
            licence=list(LICENCES)[number % len(LICENCES)],
            frequency=list(FREQUENCY_LABELS)[number % len(FREQUENCY_LABELS)],
            columns=["code", "name", "beds"] if number % 2 else ["code", "name", "place"],
            keywords=["y tế"] if number % 3 else [],
        )  # fmt: skip
    health.unit.kind, health.unit.email = Kind.VERTICAL_AGENCY, ""
    health.unit.save()
    answer = client.get(reverse("opendata:dcat"))
    return Graph().parse(data=answer.content.decode(), format="json-ld")


def test_the_official_shapes_find_no_violation(portal: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    assert _files(), f"no .ttl file in {FOLDER}"
    broken: dict[str, int] = {}
    for name, shapes in _files().items():
        targets = set(shapes.objects(None, SH.targetClass))
        held = sorted(str(one) for one in targets if (None, RDF.type, one) in portal)
        assert held, f"{name} speaks of nothing that the catalogue holds"
        found = _findings(portal, name)
        broken |= {f"{name}: {what}": count for what, count in _violations(found).items()}
        with capsys.disabled():
            rules = f"{len(list(shapes.objects(None, SH.property)))} rules ({_empty_rules(name)} empty)"
            sys.stdout.write(f"\n{name}: {rules}, {len(held)} classes held, found {dict(found) or 'nothing'}\n")
    assert not broken


def test_the_official_shapes_find_no_violation_in_one_dataset_alone(health: Health, client: Client) -> None:
    answer = client.get(reverse("opendata:dcat_of", args=[health.public().slug]))
    graph = Graph().parse(data=answer.content.decode(), format="json-ld")
    assert not [one for name in _files() for one in _violations(_findings(graph, name))]


def test_the_official_shapes_find_no_violation_in_an_empty_catalogue(health: Health, client: Client) -> None:
    graph = Graph().parse(data=client.get(reverse("opendata:dcat")).content.decode(), format="json-ld")
    assert not [one for name in _files() for one in _violations(_findings(graph, name))]


@pytest.mark.parametrize(("subject", "demanded"), DEMANDED)
def test_the_official_shapes_catch_what_is_missing(portal: Graph, subject: str, demanded: str) -> None:
    for node in set(portal.subjects(RDF.type, _term(subject))):
        portal.remove((node, _term(demanded), None))
    assert any(_violations(_findings(portal, name)) for name in _files())


@pytest.mark.parametrize("what", POINTED_AT)
def test_the_official_shapes_catch_a_term_without_its_class(portal: Graph, what: str) -> None:
    assert (None, RDF.type, _term(what)) in portal
    portal.remove((None, RDF.type, _term(what)))
    assert any(_violations(_findings(portal, name)) for name in _files())
