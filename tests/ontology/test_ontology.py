"""The ontology keeps its contract: labelled, typed, nothing undeclared, one with shapes and vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from graph_build.assets import asset
from graph_build.rdf.prefixes import PREFIXES, SPECIALISES
from graph_build.rdf.vocabulary import DCTERMS, QB, RK, SCHEMA, short
from graph_build.records import agreement, document, evidence, plan, problem_kinds

ROOT = Path(__file__).parents[2]
NAMESPACE = PREFIXES["rk"]
FILES = sorted(
    (file for file in asset("ontology").iterdir() if file.name.endswith(".ttl")), key=lambda file: file.name
)
SHAPE_FILES = [
    file
    for folder in (asset("shapes"), asset("shapes") / "text", asset("shapes") / "corpus")
    for file in sorted(folder.iterdir(), key=lambda item: item.name)
    if file.name.endswith(".ttl")
]


def parsed(files: list[Any]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for file in files:
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


ONTOLOGY = parsed(FILES)
SHAPES = parsed(SHAPE_FILES)
FACTS = parsed([file for file in SHAPE_FILES if file.name not in ("text.ttl", "corpus.ttl")])
CLASSES = set(ONTOLOGY.subjects(RDF.type, OWL.Class))
PROPERTIES = {
    node for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for node in ONTOLOGY.subjects(RDF.type, kind)
}
CONCEPTS = set(ONTOLOGY.subjects(RDF.type, SKOS.Concept))
SCHEMES = set(ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme))


def names(nodes: set[Node] | Iterator[Node]) -> list[str]:
    return sorted(short(str(node)) for node in nodes)


def languages(node: Node, predicate: URIRef) -> list[str]:
    return sorted(
        str(item.language) for item in ONTOLOGY.objects(node, predicate) if isinstance(item, RdfLiteral)
    )


def domain(term: Node) -> set[Node]:
    return {*ONTOLOGY.objects(term, RDFS.domain), *ONTOLOGY.objects(term, SCHEMA.domainIncludes)}


@pytest.mark.parametrize("predicate", [RDFS.label, RDFS.comment])
def test_every_class_and_property_is_explained_in_both_languages(predicate: URIRef) -> None:
    assert [short(str(n)) for n in CLASSES | PROPERTIES if languages(n, predicate) != ["en", "ja"]] == []


def test_every_concept_and_scheme_is_named_in_both_languages() -> None:
    assert [short(str(n)) for n in CONCEPTS | SCHEMES if languages(n, SKOS.prefLabel) != ["en", "ja"]] == []


def test_no_label_is_written_in_the_wrong_language() -> None:
    for predicate in (RDFS.label, RDFS.comment, SKOS.prefLabel, SKOS.definition):
        for text in ONTOLOGY.objects(None, predicate):
            assert isinstance(text, RdfLiteral)
            assert not (text.language == "en" and re.search(r"[ぁ-んァ-ヶ]", text.replace("甲, 乙", "")))


def test_no_blank_nodes_and_no_unions() -> None:
    assert [triple for triple in ONTOLOGY if any(isinstance(term, BNode) for term in triple)] == []
    assert (None, OWL.unionOf, None) not in ONTOLOGY


def test_the_ontology_names_its_version_and_licence() -> None:
    node = URIRef(NAMESPACE)
    version = ONTOLOGY.value(node, OWL.versionInfo)
    assert ONTOLOGY.value(node, OWL.versionIRI) == URIRef(f"https://w3id.org/renkei/def/{version}")
    assert ONTOLOGY.value(node, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert languages(node, DCTERMS.title) == languages(node, DCTERMS.description) == ["en", "ja"]


def test_two_domains_would_mean_both_so_a_shared_property_has_none() -> None:
    for term in PROPERTIES:
        one = list(ONTOLOGY.objects(term, RDFS.domain))
        several = list(ONTOLOGY.objects(term, SCHEMA.domainIncludes))
        assert (len(one), len(several) > 1) in {(1, False), (0, True)}, short(str(term))
        assert domain(term) <= CLASSES, short(str(term))


def test_every_property_says_what_its_values_are() -> None:
    for term in PROPERTIES:
        one = list(ONTOLOGY.objects(term, RDFS.range))
        several = list(ONTOLOGY.objects(term, SCHEMA.rangeIncludes))
        assert (len(one), len(several) > 1) in {(1, False), (0, True)}, short(str(term))
        literal = {RDF.langString, XSD.string, XSD.integer, XSD.decimal, RDFS.Literal}
        is_literal = (term, RDF.type, OWL.DatatypeProperty) in ONTOLOGY
        assert all((value in literal) == is_literal for value in [*one, *several]), short(str(term))
        assert all(value in CLASSES for value in [*one, *several] if str(value).startswith(NAMESPACE))


def test_nothing_is_used_undeclared() -> None:
    declared = {str(node) for node in ONTOLOGY.subjects()}
    used = {
        str(term)
        for graph in (ONTOLOGY, SHAPES)
        for triple in graph
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(NAMESPACE)
    }
    assert used - declared == set()


def shape_of(kind: Node) -> Iterator[Node]:
    """The property shapes that hold for a class in every graph."""
    for node_shape in FACTS.subjects(SH.targetClass, kind):
        yield from FACTS.objects(node_shape, SH.property)


def stated_paths(kind: Node) -> set[Node]:
    """The properties that a class may have."""
    forbidden = RdfLiteral(0)
    return {
        path
        for shape in shape_of(kind)
        for path in SHAPES.objects(shape, SH.path)
        if SHAPES.value(shape, SH.maxCount) != forbidden
    }


def test_every_class_has_a_shape_and_every_property_is_used_where_its_domain_says() -> None:
    assert names(kind for kind in CLASSES if (None, SH.targetClass, kind) not in SHAPES) == []
    links = {
        term
        for shape in SHAPES.subjects(SH.targetSubjectsOf, None)
        for term in SHAPES.objects(shape, SH.targetSubjectsOf)
    }
    for term in PROPERTIES - links:
        users = {kind for kind in CLASSES if term in stated_paths(kind)}
        users -= {RK.Conclusion, RK.Amendment, RK.Repeal}  # as acts
        assert names(users) == names(domain(term)), short(str(term))


def test_shapes_ask_for_the_datatype_that_the_ontology_declares() -> None:
    for shape, datatype in SHAPES.subject_objects(SH.datatype):
        path = SHAPES.value(shape, SH.path)
        if path in PROPERTIES:
            assert ONTOLOGY.value(path, RDFS.range) == datatype, short(str(shape))
    for shape in SHAPES.subjects(SH.languageIn, None):
        path = SHAPES.value(shape, SH.path)
        if path in PROPERTIES:
            assert ONTOLOGY.value(path, RDFS.range) == RDF.langString, short(str(shape))


def test_a_closed_list_in_a_shape_is_the_whole_scheme() -> None:
    for shape, members in SHAPES.subject_objects(SH["in"]):
        path = SHAPES.value(shape, SH.path)
        listed = set(Collection(SHAPES, members))
        if not isinstance(shape, URIRef) or shape == URIRef(f"{PREFIXES['rks']}Area-scheme"):
            assert listed <= CONCEPTS | CLASSES  # part of a list on purpose
            continue
        scheme = ONTOLOGY.value(path, RDFS.seeAlso) or RK["MemberRoleScheme"]
        assert names(listed) == names(ONTOLOGY.subjects(SKOS.inScheme, scheme)), short(str(shape))


def test_every_concept_stands_in_the_scheme_of_its_name_and_every_scheme_is_used() -> None:
    for node in CONCEPTS:
        prefix = str(node).removeprefix(NAMESPACE).partition("-")[0]
        assert [str(scheme) for scheme in ONTOLOGY.objects(node, SKOS.inScheme)] == [
            f"{NAMESPACE}{prefix[0].upper()}{prefix[1:]}Scheme"
        ]
    named = {scheme for term in PROPERTIES for scheme in ONTOLOGY.objects(term, RDFS.seeAlso)}
    assert names(SCHEMES - named) == ["rk:MemberRoleScheme"]  # org:role is not ours to annotate


# the contract


def contract() -> Iterator[tuple[str, str, dict[str, str]]]:
    """(class, superclass, property → cardinality) of each line of the contract."""
    for line in (Path(__file__).parent / "contract.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            head, _, uses = line.partition(": ")
            name, _, above = head.partition(" < ")
            yield name, above, dict(use.rsplit(" ", 1) for use in uses.split(", ") if use)


def cardinality(kind: URIRef, path: str) -> str:
    """What the shapes of a class demand of a property, in the notation of the contract."""
    minimum, maximum, expected = 0, None, False
    for shape in shape_of(kind):
        target = SHAPES.value(shape, SH.path)
        if target is None or short(str(target)) != path:
            continue
        least = [SHAPES.value(shape, term) for term in (SH.minCount, SH.qualifiedMinCount)]
        if SHAPES.value(shape, SH.severity) in (SH.Warning, SH.Info):
            expected = True
        else:
            minimum = max(minimum, *(min(1, int(str(n))) for n in least if n is not None), 0)
        most = SHAPES.value(shape, SH.maxCount)
        one_each = path == "skos:prefLabel" and (shape, SH.uniqueLang, RdfLiteral(True)) in SHAPES
        if (most is not None and int(str(most)) == 1) or (one_each and least[0] is None and not least[1]):
            maximum = 1
    if expected and maximum == 1:
        return "1~"
    return {(0, 1): "?", (0, None): "*", (1, None): "+", (1, 1): "1"}[minimum, maximum]


@pytest.mark.parametrize(("name", "above", "uses"), list(contract()), ids=lambda value: str(value)[:20])
def test_shapes_keep_the_contract(name: str, above: str, uses: dict[str, str]) -> None:
    kind = RK[name]
    assert [short(str(node)) for node in ONTOLOGY.objects(kind, RDFS.subClassOf)] == (
        [above] if above else []
    )
    uses = uses or {
        use: many for other, _, others in contract() if f"rk:{other}" == above for use, many in others.items()
    }
    assert {path: cardinality(kind, path) for path in uses} == uses
    own = {short(str(path)) for path in stated_paths(kind) if isinstance(path, URIRef)}
    assert own - {"rdf:type", "prov:wasQuotedFrom"} == set(uses)


def test_the_contract_names_every_class_and_who_needs_evidence() -> None:
    listed = [name for name, _, _ in contract()]
    assert sorted(listed) == [name.removeprefix("rk:") for name in names(CLASSES)]
    proven = {
        name for name in listed if URIRef(str(PREFIXES["prov"] + "wasQuotedFrom")) in stated_paths(RK[name])
    }
    without = {
        "Municipality",
        "Prefecture",
        "Document",
        "Evidence",
        "Assignment",
        "Correspondence",
        "Problem",
    }
    assert set(listed) - proven - {"Conclusion", "Amendment", "Repeal"} == without


# vocabulary and records


CODE = sorted(file for folder in ("src", "service") for file in (ROOT / folder).rglob("*.py"))
QUERIES = [file for file in asset("queries").iterdir() if file.name.endswith(".rq")]


@pytest.mark.parametrize("file", [*CODE, *QUERIES], ids=lambda file: file.name)
def test_code_and_queries_name_only_terms_of_the_ontology(file: Any) -> None:
    named = re.findall(
        r"\b(?:rk:|RK\.)([A-Za-z]\w*(?:-[A-Za-z]\w*)*)(?![\w{])", file.read_text(encoding="utf-8")
    )
    declared = {str(node).removeprefix(NAMESPACE) for node in ONTOLOGY.subjects()}
    assert set(named) - declared == set()


def test_the_table_of_classes_says_what_the_ontology_says() -> None:
    for kind in CLASSES:
        above = [node for node in ONTOLOGY.transitive_objects(kind, RDFS.subClassOf) if node != kind]
        assert list(SPECIALISES.get(short(str(kind)), ())) == [short(str(node)) for node in above]


@pytest.mark.parametrize("file", [*FILES, *SHAPE_FILES], ids=lambda file: file.name)
def test_turtle_files_use_the_prefixes_of_the_table(file: Any) -> None:
    declared = re.findall(r"^@prefix ([\w-]*): <(.*)> \.$", file.read_text(encoding="utf-8"), re.M)
    assert declared
    assert {prefix: PREFIXES.get(prefix) for prefix, _ in declared} == dict(declared)
    assert declared == sorted(declared)


def concept_ids(scheme: str) -> set[str]:
    node = RK[f"{scheme[0].upper()}{scheme[1:]}Scheme"]
    return {
        str(item).removeprefix(f"{NAMESPACE}{scheme}-") for item in ONTOLOGY.subjects(SKOS.inScheme, node)
    }


def choices(hint: Any) -> set[str]:
    """The words that a field's type allows."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    if get_origin(hint) in (Union, UnionType):
        return {word for part in get_args(hint) for word in choices(part)}
    return set()


@pytest.mark.parametrize(
    ("scheme", "record", "field"),
    [
        ("scheme", agreement.Agreement, "scheme"),
        ("memberRole", agreement.Membership, "role"),
        ("textStatus", agreement.AgreementText, "text_status"),
        ("proposedKind", agreement.Bill, "proposed_kind"),
        ("participantScope", plan.Project, "participant_scope"),
        ("amountScope", plan.Project, "amount_scope"),
        ("grantor", plan.Subsidy, "grantor"),
        ("valueKind", plan.KpiValue, "kind"),
        ("carries", document.SourceDocument, "carries"),
        ("method", evidence.Evidence, "method"),
        ("severity", problem_kinds.ProblemKind, "severity"),
    ],
)
def test_concepts_are_those_that_the_records_use(scheme: str, record: type, field: str) -> None:
    assert concept_ids(scheme) == choices(get_type_hints(record)[field])


def test_the_acts_of_the_records_are_the_classes_of_acts() -> None:
    kinds = choices(get_type_hints(agreement.Act)["kind"])
    acts = ONTOLOGY.subjects(RDFS.subClassOf, RK.Act)
    assert {kind.capitalize() for kind in kinds} == {name.removeprefix("rk:") for name in names(acts)}


def test_every_problem_code_has_its_concept_and_every_concept_its_code() -> None:
    assert concept_ids("problem") == set(problem_kinds.KINDS)


# themes and data sets

THEMES = RK["ThemeScheme"]


def test_themes_form_a_tree_under_the_three_pillars_with_an_other_in_every_group() -> None:
    themes = set(ONTOLOGY.subjects(SKOS.inScheme, THEMES))
    tops = set(ONTOLOGY.objects(THEMES, SKOS.hasTopConcept))
    undecided = {RK["theme-unspecified"]}
    assert names(tops - undecided) == ["rk:theme-growth", "rk:theme-life", "rk:theme-urban"]
    assert tops == set(ONTOLOGY.subjects(SKOS.topConceptOf, THEMES))
    for theme in themes - tops:
        assert len(list(ONTOLOGY.objects(theme, SKOS.broader))) == 1
        assert tops & set(ONTOLOGY.transitive_objects(theme, SKOS.broader))
        assert languages(theme, SKOS.definition) == ["en", "ja"]
    groups = {group for theme in themes for group in ONTOLOGY.objects(theme, SKOS.broader)}
    groups -= {RK["theme-life"]}  # holds the groups A, B and C
    for group in groups:
        assert URIRef(f"{group}-other") in themes


def test_every_theme_is_explained_and_every_item_of_the_outline_shown_by_examples() -> None:
    themes = set(ONTOLOGY.subjects(SKOS.inScheme, THEMES))
    for theme in themes:
        assert languages(theme, SKOS.definition) == languages(theme, SKOS.scopeNote) == ["en", "ja"]
    wide = set(ONTOLOGY.objects(None, SKOS.broader)) | {RK["theme-unspecified"]}
    for theme in themes - wide:
        assert languages(theme, SKOS.example) == ["en", "ja"], short(str(theme))


def test_themes_of_one_field_carry_groups_of_cofog() -> None:
    """Two digits of the division (01 to 10), then the group; the groups A, B, C and their rests have none."""
    for theme in ONTOLOGY.subjects(SKOS.inScheme, THEMES):
        codes = list(ONTOLOGY.objects(theme, SKOS.notation))
        assert all(re.fullmatch(r"(0[1-9]|10)\.[1-9]", str(code)) for code in codes)
        assert {code.datatype for code in codes if isinstance(code, RdfLiteral)} <= {RK.cofog}
        items = set(ONTOLOGY.subjects(SKOS.broader, theme))
        assert codes or items or str(theme).endswith(("-other", "-unspecified")), short(str(theme))


def test_the_ontology_itself_links_no_theme_to_other_data() -> None:
    """Goals of the UN are the project's judgement: a mapping table with its justification, in the links graph."""
    for name in ("relatedMatch", "closeMatch", "exactMatch", "broadMatch", "narrowMatch"):
        assert (None, SKOS[name], None) not in ONTOLOGY


@pytest.mark.parametrize(
    ("key", "kind"), [("budget", RK.BudgetLine), ("kpi", RK.KpiValue), ("statistics", RK.Statistic)]
)
def test_a_data_structure_names_properties_that_its_observations_have(key: str, kind: URIRef) -> None:
    structure = ONTOLOGY.value(URIRef(f"https://w3id.org/renkei/id/dataset/{key}"), QB.structure)
    assert structure == RK[f"{key}Structure"]
    roles = {
        QB.dimension: QB.DimensionProperty,
        QB.measure: QB.MeasureProperty,
        QB.attribute: QB.AttributeProperty,
    }
    components = list(ONTOLOGY.objects(structure, QB.component))
    assert components
    measures = 0
    for component in components:
        ((role, term),) = ((role, term) for role in roles for term in ONTOLOGY.objects(component, role))
        assert (term, RDF.type, roles[role]) in ONTOLOGY
        assert kind in domain(term)
        measures += role == QB.measure
    assert measures == 1


def test_the_newest_change_is_of_this_version() -> None:
    text = asset("ontology").joinpath("CHANGELOG.md").read_text(encoding="utf-8")
    (head,) = ONTOLOGY.subjects(RDF.type, OWL.Ontology)
    version = str(ONTOLOGY.value(head, OWL.versionInfo))
    assert re.findall(r"^## (\S+)", text, re.M)[0] == version
    assert str(ONTOLOGY.value(head, OWL.versionIRI)).endswith(f"/def/{version}")
    newest = text.split("\n## ")[1]
    terms = set(re.findall(r"`(rk:[\w-]+)`", newest))
    declared = {short(str(node)) for node in ONTOLOGY.subjects()}
    assert terms
    assert terms <= declared
