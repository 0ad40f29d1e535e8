"""The catalogue holds what DCAT-AP demands, judged by shapes made from its tables (versions 2.1.1 and 3.0.1).

The official shape files are applied by test_official_shapes.py where they are at hand.
"""

from __future__ import annotations

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from pyshacl import validate
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, XSD

from honglam.core.organisations.terms import Kind
from honglam.engines.datahub.actions.releases import publish_release
from honglam.surfaces.opendata.dcat import CONTEXT
from honglam.surfaces.opendata.vocabularies import publisher_type
from tests.surfaces.opendata.conftest import Health

SH = Namespace("http://www.w3.org/ns/shacl#")
MANY = None
# class, property, least, most, what it is ("text", "thing" or "moment")
ASKED = [
    ("dcat:Catalog", "dct:title", 1, MANY, "text"), ("dcat:Catalog", "dct:description", 1, MANY, "text"),
    ("dcat:Catalog", "dct:publisher", 1, 1, "thing"), ("dcat:Catalog", "dcat:dataset", 0, MANY, "thing"),
    ("dcat:Catalog", "dct:issued", 0, 1, "moment"), ("dcat:Catalog", "dct:modified", 0, 1, "moment"),
    ("dcat:Catalog", "foaf:homepage", 0, 1, "thing"), ("dcat:Catalog", "dct:license", 0, 1, "thing"),
    ("dcat:Dataset", "dct:title", 1, MANY, "text"), ("dcat:Dataset", "dct:description", 1, MANY, "text"),
    ("dcat:Dataset", "dct:publisher", 0, 1, "thing"), ("dcat:Dataset", "dct:identifier", 0, MANY, "text"),
    ("dcat:Dataset", "dct:issued", 0, 1, "moment"), ("dcat:Dataset", "dct:modified", 0, 1, "moment"),
    ("dcat:Dataset", "dct:accrualPeriodicity", 0, 1, "thing"), ("dcat:Dataset", "dct:accessRights", 0, 1, "thing"),
    ("dcat:Dataset", "dcat:distribution", 0, MANY, "thing"), ("dcat:Dataset", "dcat:keyword", 0, MANY, "text"),
    ("dcat:Dataset", "dcat:contactPoint", 0, MANY, "thing"), ("dcat:Dataset", "dcat:theme", 0, MANY, "thing"),
    ("dcat:Distribution", "dcat:accessURL", 1, MANY, "thing"),
    ("dcat:Distribution", "dcat:downloadURL", 0, MANY, "thing"),
    ("dcat:Distribution", "dct:format", 0, 1, "thing"), ("dcat:Distribution", "dcat:mediaType", 0, 1, "thing"),
    ("dcat:Distribution", "dct:license", 0, 1, "thing"), ("dcat:Distribution", "dct:modified", 0, 1, "moment"),
    ("dcat:Distribution", "dcatap:availability", 0, 1, "thing"),
    ("dcat:DataService", "dct:title", 1, MANY, "text"), ("dcat:DataService", "dcat:endpointURL", 1, MANY, "thing"),
    ("dcat:DataService", "dct:license", 0, 1, "thing"), ("foaf:Agent", "foaf:name", 1, MANY, "text"),
    ("foaf:Agent", "dct:type", 0, 1, "thing"), ("skos:Concept", "skos:prefLabel", 1, MANY, "text"),
    ("skos:ConceptScheme", "dct:title", 1, MANY, "text"),
]  # fmt: skip
# class, property, class of what it points to
RANGES = [
    ("dcat:Catalog", "dct:publisher", "foaf:Agent"), ("dcat:Catalog", "foaf:homepage", "foaf:Document"),
    ("dcat:Catalog", "dct:language", "dct:LinguisticSystem"), ("dcat:Catalog", "dct:spatial", "dct:Location"),
    ("dcat:Catalog", "dct:license", "dct:LicenseDocument"), ("dcat:Catalog", "dcat:dataset", "dcat:Dataset"),
    ("dcat:Catalog", "dcat:service", "dcat:DataService"), ("dcat:Catalog", "dcat:themeTaxonomy", "skos:ConceptScheme"),
    ("dcat:Dataset", "dct:publisher", "foaf:Agent"), ("dcat:Dataset", "dcat:contactPoint", "vcard:Kind"),
    ("dcat:Dataset", "dcat:theme", "skos:Concept"), ("dcat:Dataset", "dct:accrualPeriodicity", "dct:Frequency"),
    ("dcat:Dataset", "dct:accessRights", "dct:RightsStatement"), ("dcat:Dataset", "dct:spatial", "dct:Location"),
    ("dcat:Dataset", "dct:language", "dct:LinguisticSystem"), ("dcat:Dataset", "dcat:landingPage", "foaf:Document"),
    ("dcat:Dataset", "dcat:distribution", "dcat:Distribution"),
    ("dcat:Distribution", "dct:format", "dct:MediaTypeOrExtent"),
    ("dcat:Distribution", "dcat:mediaType", "dct:MediaType"),
    ("dcat:Distribution", "dct:license", "dct:LicenseDocument"),
    ("dcat:Distribution", "dcatap:availability", "skos:Concept"),
    ("dcat:DataService", "dcat:servesDataset", "dcat:Dataset"),
    ("dcat:DataService", "dct:license", "dct:LicenseDocument"),
    ("dcat:DataService", "dct:accessRights", "dct:RightsStatement"),
    ("dcat:DataService", "dct:publisher", "foaf:Agent"), ("dcat:DataService", "dcat:contactPoint", "vcard:Kind"),
    ("foaf:Agent", "dct:type", "skos:Concept"), ("dct:LicenseDocument", "dct:type", "skos:Concept"),
]  # fmt: skip


def _term(name: str) -> URIRef:
    prefix, _colon, local = name.partition(":")
    return URIRef(CONTEXT[prefix] + local)


def _shapes() -> Graph:
    graph = Graph()
    for number, (subject, name, least, most, what) in enumerate(ASKED):
        shape, rule = URIRef(f"urn:shape:{number}"), BNode()
        graph += [
            (shape, RDF.type, SH.NodeShape), (shape, SH.targetClass, _term(subject)), (shape, SH.property, rule),
            (rule, SH.path, _term(name)), (rule, SH.minCount, Literal(least)),
            (rule, SH.nodeKind, SH.BlankNodeOrIRI if what == "thing" else SH.Literal),
        ]  # fmt: skip
        if most is not None:
            graph.add((rule, SH.maxCount, Literal(most)))
        if what == "moment":
            options, kinds = BNode(), []
            for datatype in (XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth):
                kind = BNode()
                graph.add((kind, SH.datatype, datatype))
                kinds.append(kind)
            Collection(graph, options, kinds)  # type: ignore[arg-type]
            graph.add((rule, SH["or"], options))
    for number, (subject, name, what) in enumerate(RANGES):
        shape, rule = URIRef(f"urn:range:{number}"), BNode()
        graph += [
            (shape, RDF.type, SH.NodeShape), (shape, SH.targetClass, _term(subject)), (shape, SH.property, rule),
            (rule, SH.path, _term(name)), (rule, SH["class"], _term(what)),
        ]  # fmt: skip
    return graph


def _catalogue(client: Client) -> Graph:
    answer = client.get(reverse("opendata:dcat"))
    assert answer["Content-Type"] == "application/ld+json"
    return Graph().parse(data=answer.content.decode(), format="json-ld")


def test_the_catalogue_breaks_no_rule_of_the_profile(health: Health, client: Client) -> None:
    health.public()
    graph = _catalogue(client)
    for subject in {row[0] for row in ASKED}:
        assert any(graph.subjects(RDF.type, _term(subject))), f"nothing in the catalogue is a {subject}"
    conforms, _graph, said = validate(graph, shacl_graph=_shapes())
    assert conforms, said


@pytest.mark.parametrize(("subject", "name"), [(row[0], row[1]) for row in ASKED if row[2]])
def test_the_rules_catch_what_is_missing(health: Health, client: Client, subject: str, name: str) -> None:
    health.public()
    graph = _catalogue(client)
    for node in set(graph.subjects(RDF.type, _term(subject))):
        graph.remove((node, _term(name), None))
    assert not validate(graph, shacl_graph=_shapes())[0]


@pytest.mark.parametrize(("subject", "name", "what"), RANGES)
def test_a_term_without_its_class_is_caught(health: Health, client: Client, subject: str, name: str, what: str) -> None:
    health.public()
    graph = _catalogue(client)
    found = {one for node in graph.subjects(RDF.type, _term(subject)) for one in graph.objects(node, _term(name))}
    assert found, f"{subject} says no {name}"
    for one in found:
        graph.remove((one, RDF.type, _term(what)))
    assert not validate(graph, shacl_graph=_shapes())[0]


def test_one_dataset_alone_says_what_its_terms_are(health: Health, client: Client) -> None:
    release = health.public()
    answer = client.get(reverse("opendata:dcat_of", args=[release.slug]))
    conforms, _graph, said = validate(
        Graph().parse(data=answer.content.decode(), format="json-ld"), shacl_graph=_shapes()
    )
    assert conforms, said


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (Kind.DEPARTMENT, "RegionalAuthority"),
        (Kind.VERTICAL_AGENCY, "NationalAuthority"),
        (Kind.WARD, "LocalAuthority"),
        (Kind.ENTERPRISE, "Company"),
    ],
)
def test_a_publisher_is_said_to_be_what_it_is(kind: Kind, what: str) -> None:
    assert publisher_type(kind) == f"http://purl.org/adms/publishertype/{what}"


def test_no_size_is_said_since_the_two_versions_ask_for_different_types(health: Health, client: Client) -> None:
    health.public()
    assert not list(_catalogue(client).subject_objects(_term("dcat:byteSize")))


def test_the_empty_catalogue_stands_too(health: Health, client: Client) -> None:
    assert validate(_catalogue(client), shacl_graph=_shapes())[0]
    assert json.loads(client.get(reverse("opendata:dcat")).content)["@graph"][0]["dcat:dataset"] == []


def test_the_first_day_of_a_release_stays_when_it_is_brought_up_to_date(health: Health, client: Client) -> None:
    release = publish_release(release=health.public(), by=health.keeper)
    first = datetime.datetime.fromisoformat(release.manifest["issued"])
    assert release.released_at is not None and first < release.released_at
    graph = client.get(reverse("opendata:dcat_of", args=[release.slug])).json()["@graph"]
    (dataset,) = [node for node in graph if node["@type"] == "dcat:Dataset"]
    assert dataset["dct:issued"]["@value"] == first.isoformat()
    assert dataset["dct:modified"]["@value"] == release.released_at.isoformat()
    shown = client.get(reverse("opendata:ckan", args=["package_show"]), {"id": release.slug}).json()["result"]
    assert (shown["metadata_created"], shown["metadata_modified"]) == (
        first.isoformat(),
        release.released_at.isoformat(),
    )
