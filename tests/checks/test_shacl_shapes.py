"""Every rule of the packaged shapes passes what it should and catches what it is there for.

The cases are made from one graph that keeps all rules: a triple is taken away, doubled or altered, and
exactly the rule that speaks about it must break, at that node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from graph_build.checks.shacl import ShaclReport, validate
from graph_build.checks.shapes import load_shapes
from graph_build.rdf.vocabulary import ELI, OA, RK, SKOS, concept, short
from tests.checks.fiction import BASE, every_class

SHAPES = load_shapes("facts").source
STRANGER = URIRef("https://example.org/stranger")


@dataclass(frozen=True)
class Mutation:
    """Triples to remove and to add at one focus node, and the rule and constraint that must then break."""

    focus: Node
    shape: str
    constraint: str
    remove: tuple[tuple[Node, Node, Node], ...]
    add: tuple[tuple[Node, Node, Node], ...]

    def __str__(self) -> str:
        return f"{self.shape} {self.constraint} at {self.focus}"


CONSEQUENCES = {
    # a text with a strange status says neither that it is complete nor that it is there in part
    "rks:textStatus": {"rks:text-with-parts"},
    # a text that is not there has no status, and is no vision
    "rks:inVersion": {"rks:inVersion-known", "rks:measure-subdivision"},
    "rks:inVersion-vision": {"rks:inVersion-known"},
    "rks:carries": {"rks:facts-without-words"},
    "rks:issued": {"rks:vision-issued"},
    "rks:type-Act": {"rks:enactedBy"},
    "rks:type-LegalResourceSubdivision": {"rks:measure-subdivision"},
    # the twin of an act is one of a conclusion, amendment or repeal, that of an agreement has a status
    "rks:Act": {"rks:Amendment"},
    "rks:Agreement": {"rks:link-status"},
    # the twin of a part has its place in the consolidated text
    "rks:Annex": {"rks:link-consolidatedOrder", "rks:inferred-explained"},
    # the twin of a measure is the same as another in other words; nothing explains what is inferred of a twin
    "rks:Measure": {"rks:link-rewordingOf", "rks:inferred-explained"},
    "rks:Article": {"rks:inferred-explained"},
    "rks:PolicyField": {"rks:inferred-explained"},
    "rks:Project": {"rks:inferred-explained"},
    "rks:RoleStatement": {"rks:inferred-explained", "rks:roleKind-explained"},
    "rks:roleKind": {"rks:roleKind-explained"},
    # an assignment of something else leaves what is inferred unexplained
    "rks:hasTarget": {"rks:inferred-explained", "rks:roleKind-explained"},
    "rks:hasBody": {"rks:roleKind-explained"},
    "rks:Conclusion": {"rks:Act"},
    "rks:Amendment": {"rks:Act"},
    "rks:Repeal": {"rks:Act"},
    "rks:lineStart": {"rks:lines-ascend"},
    "rks:lineEnd": {"rks:lines-ascend"},
    "rks:charStart": {"rks:characters-ascend"},
    "rks:charEnd": {"rks:characters-ascend"},
    "rks:coreCity": {"rks:coreCity-member"},
    "rks:member": {"rks:coreCity-member"},
}
"""What else a mutation of one rule must upset, if anything: rules that read the same triple."""


def property_shapes() -> Iterator[tuple[Node, Node]]:
    """The pairs of node shape and property shape, each property shape once."""
    seen: set[Node] = set()
    for node_shape in sorted(SHAPES.subjects(RDF.type, SH.NodeShape), key=str):
        for shape in sorted(SHAPES.objects(node_shape, SH.property), key=str):
            if shape not in seen:
                seen.add(shape)
                yield node_shape, shape


def nodes_of(graph: Graph, node_shape: Node) -> list[Node]:
    found = {
        *(n for kind in SHAPES.objects(node_shape, SH.targetClass) for n in graph.subjects(RDF.type, kind)),
        *(n for path in SHAPES.objects(node_shape, SH.targetSubjectsOf) for n in graph.subjects(path, None)),
    }
    return sorted(found, key=str)


def altered(value: Node, shape: Node) -> list[tuple[str, Node]]:
    """What breaks a value: (constraint, the wrong value), for each constraint on values in the shape."""
    wrong: list[tuple[str, Node]] = []
    datatype = SHAPES.value(shape, SH.datatype)
    if datatype is not None:
        other = XSD.double if datatype in (XSD.integer, XSD.decimal) else XSD.token
        wrong.append(("Datatype", Literal(str(value), datatype=other)))
    if (shape, SH.languageIn, None) in SHAPES:
        wrong.append(("LanguageIn", Literal(str(value), lang="fr")))
    if (shape, SH["in"], None) in SHAPES:
        wrong.append(("In", RK["noConcept"]))
    if (shape, SH["or"], None) in SHAPES:
        wrong.append(("Or", Literal("2016年")))
    if (shape, SH.nodeKind, SH.IRI) in SHAPES:
        wrong.append(("NodeKind", Literal(str(value))))
    if (shape, SH["class"], None) in SHAPES:
        wrong.append(("Class", STRANGER))
    if (shape, SH.pattern, None) in SHAPES:
        wrong.append(("Pattern", STRANGER if isinstance(value, URIRef) else Literal("@")))
    for bound, step in ((SH.minInclusive, -1), (SH.maxInclusive, 1)):
        limit = SHAPES.value(shape, bound)
        if isinstance(limit, Literal):
            name = str(bound).rpartition("#")[2]
            wrong.append((name[0].upper() + name[1:], Literal(limit.value + step, datatype=str(datatype))))
    if (shape, SH.minLength, None) in SHAPES:
        wrong.append(("MinLength", Literal("")))
    return wrong


def second(value: Node) -> Node:
    """Another value of the same kind."""
    if not isinstance(value, Literal):
        return URIRef(f"{value}-2")
    if isinstance(value.value, bool | str) or value.language:
        return Literal(f"{value[:-1]}{'1' if value[-1] == '0' else '0'}", value.language, value.datatype)
    if value.datatype in (XSD.date, XSD.gYearMonth, XSD.gYear):
        return Literal(value.replace("20", "19", 1), datatype=value.datatype)
    return Literal(value.value + 1, datatype=value.datatype)


def mutations_of(graph: Graph, node_shape: Node, shape: Node) -> Iterator[Mutation]:
    path = SHAPES.value(shape, SH.path)
    name = short(str(shape))
    focus_nodes = nodes_of(graph, node_shape)
    if not isinstance(path, URIRef) or path == RDF.type or (shape, SH.maxCount, Literal(0)) in SHAPES:
        return
    focus = next((node for node in focus_nodes if (node, path, None) in graph), None)
    assert focus is not None, f"the fiction states no {short(str(path))} for {name}"
    values = sorted(graph.objects(focus, path), key=lambda item: item.n3())
    every = tuple((focus, path, value) for value in values)
    if (shape, SH.minCount, None) in SHAPES:
        yield Mutation(focus, name, "MinCount", every, ())
    if (shape, SH.maxCount, None) in SHAPES:
        yield Mutation(focus, name, "MaxCount", (), ((focus, path, second(values[0])),))
    if (shape, SH.uniqueLang, None) in SHAPES:
        yield Mutation(focus, name, "UniqueLang", (), ((focus, path, second(values[0])),))
    if (shape, SH.qualifiedValueShape, None) in SHAPES:
        japanese = tuple(triple for triple in every if triple[2].n3().endswith("@ja"))
        if path == SKOS.prefLabel and japanese:
            yield Mutation(focus, name, "QualifiedMinCount", japanese, ())
    for constraint, value in altered(values[0], shape):
        yield Mutation(focus, name, constraint, (every[0],), ((focus, path, value),))


def type_mutations(graph: Graph, node_shape: Node, shape: Node) -> Iterator[Mutation]:
    """Take away the class that a class specialises."""
    for wanted in SHAPES.objects(shape, SH.hasValue):
        if SHAPES.value(shape, SH.path) == RDF.type:
            focus = next(node for node in nodes_of(graph, node_shape) if (node, RDF.type, wanted) in graph)
            yield Mutation(focus, short(str(shape)), "HasValue", ((focus, RDF.type, wanted),), ())


def copies(graph: Graph) -> Iterator[Mutation]:
    """A node's twin under an IRI that the grammar does not know."""
    for node_shape in sorted(SHAPES.subjects(RDF.type, SH.NodeShape), key=str):
        if (node_shape, SH.pattern, None) in SHAPES and (node_shape, SH.targetClass, None) in SHAPES:
            node = nodes_of(graph, node_shape)[0]
            twin = URIRef(f"{STRANGER}/{short(str(node_shape))[4:]}")
            twins = tuple((twin, p, o) for p, o in graph.predicate_objects(node))
            yield Mutation(twin, short(str(node_shape)), "Pattern", (), twins)


def batches() -> list[list[Mutation]]:
    """All mutations, at most one for each node and rule in one batch, so that one validation judges many."""
    graph = every_class()
    todo = [
        *(m for pair in property_shapes() for m in mutations_of(graph, *pair)),
        *(m for pair in property_shapes() for m in type_mutations(graph, *pair)),
    ]
    packed: list[list[Mutation]] = [list(copies(graph))]
    for mutation in todo:
        for batch in packed[1:]:
            if all(other.focus != mutation.focus and other.shape != mutation.shape for other in batch):
                batch.append(mutation)
                break
        else:
            packed.append([mutation])
    return packed


def broken(report: ShaclReport) -> set[tuple[str, str, str]]:
    return {(v.focus, item.rule.shape, v.constraint) for item in report.broken for v in item.violations}


BATCHES = batches()


@pytest.mark.parametrize("batch", BATCHES, ids=range(len(BATCHES)))
def test_a_rule_catches_what_breaks_it_and_no_other_rule_does(batch: list[Mutation]) -> None:
    graph = every_class()
    for mutation in batch:
        for triple in mutation.remove:
            graph.remove(triple)
        for triple in mutation.add:
            graph.add(triple)
    found = broken(validate(graph, load_shapes("facts")))
    missed = [str(m) for m in batch if (str(m.focus), m.shape, m.constraint) not in found]
    assert missed == [], found
    expected = {(str(m.focus), m.shape) for m in batch}
    allowed = {shape for m in batch for shape in CONSEQUENCES.get(m.shape, ())}
    assert {(focus, shape) for focus, shape, _ in found if shape not in allowed} <= expected


@pytest.mark.parametrize("profile", ["facts", "text"])
def test_the_graph_that_keeps_all_rules_passes_and_every_shape_has_checked_something(profile: str) -> None:
    report = validate(every_class(), load_shapes("facts" if profile == "facts" else "text"))
    assert report.broken == ()
    assert report.conforms
    assert report.unmatched == ()


AGREEMENT = f"{BASE}id/agreement/renkei-chusu/43100-43204"
VERSION = URIRef(f"{AGREEMENT}/version/2016-03-30")
UNSEEN = URIRef(f"{AGREEMENT}/version/2015")
DRAFT = URIRef(f"{AGREEMENT}/draft/43100-2016-02-23-227")
CONCLUSION = URIRef(f"{AGREEMENT}/act/conclusion-2016-03-30")
MEASURE = URIRef(f"{VERSION}/measure/0123456789")
ROLE = URIRef(f"{MEASURE}/role/43100")
VISION = URIRef(f"{BASE}id/vision/renkei-chusu/43100/2025-03")
VISION_MEASURE = URIRef(f"{VISION}/measure/0123456789")
AREA = URIRef(f"{BASE}id/area/renkei-chusu/43100")
KUMAMOTO = URIRef(f"{BASE}id/municipality/43100")
ARAO = URIRef(f"{BASE}id/municipality/43204")
DOCUMENT = URIRef(f"{BASE}doc/vision/renkei-chusu/43100/2025-03")
EVIDENCE = URIRef(f"{MEASURE}/evidence")


def draft_called_version(g: Graph) -> Node:
    g.add((DRAFT, RDF.type, RK.AgreementVersion))
    g.add((DRAFT, RDF.type, ELI.LegalResource))
    return DRAFT


def clause_of_an_unseen_text(g: Graph) -> Node:
    g.set((UNSEEN, RK.textStatus, concept("textStatus", "notInCorpus")))
    g.set((MEASURE, RK.inVersion, UNSEEN))
    return UNSEEN


def candidate_beside_the_holder(g: Graph) -> Node:
    party = URIRef(f"{VERSION}/party/43100")
    g.add((party, RK.candidate, ARAO))
    return party


def legal_subdivision_of_a_vision(g: Graph) -> Node:
    g.add((VISION_MEASURE, RDF.type, ELI.LegalResourceSubdivision))
    return VISION_MEASURE


def measure_of_a_version_that_is_no_subdivision(g: Graph) -> Node:
    g.remove((MEASURE, RDF.type, ELI.LegalResourceSubdivision))
    return MEASURE


def passage_in_the_air(g: Graph) -> Node:
    passage = URIRef(f"{VERSION}/passage/0123456789")
    g.remove((passage, RK.inVersion, None))
    g.remove((passage, RK.inPart, None))
    return passage


def dated_vision_without_its_date(g: Graph) -> Node:
    g.remove((VISION, URIRef("http://purl.org/dc/terms/issued"), None))
    return VISION


def sentence_among_facts(g: Graph) -> Node:
    g.set((DOCUMENT, RK.carries, concept("carries", "facts")))
    return DOCUMENT


def lines_in_the_wrong_order(g: Graph) -> Node:
    g.set((EVIDENCE, RK.lineEnd, Literal(1)))
    g.set((EVIDENCE, RK.lineStart, Literal(2)))
    return EVIDENCE


def characters_in_the_wrong_order(g: Graph) -> Node:
    g.set((EVIDENCE, RK.charStart, Literal(9)))
    g.set((EVIDENCE, RK.charEnd, Literal(8)))
    return EVIDENCE


def core_city_that_is_no_member(g: Graph) -> Node:
    g.remove((AREA, RK.member, KUMAMOTO))
    return AREA


def measure_of_a_text_that_is_not_there(g: Graph) -> Node:
    g.set((MEASURE, RK.inVersion, URIRef(f"{VERSION}-2")))
    return MEASURE


def draft_in_force(g: Graph) -> Node:
    g.add((DRAFT, RK.validFrom, Literal("2016-03-30", datatype=XSD.date)))
    return DRAFT


def draft_that_was_signed(g: Graph) -> Node:
    g.add((DRAFT, RK.enactedBy, CONCLUSION))
    return DRAFT


def act_of_two_kinds(g: Graph) -> Node:
    g.add((CONCLUSION, RDF.type, RK.Repeal))
    return CONCLUSION


def act_of_no_kind(g: Graph) -> Node:
    g.remove((CONCLUSION, RDF.type, RK.Conclusion))
    return CONCLUSION


def name_without_its_reading(g: Graph) -> Node:
    g.remove((KUMAMOTO, SKOS.prefLabel, Literal("クマモトシ", lang="ja-Kana")))
    return KUMAMOTO


def problem_without_a_name(g: Graph) -> Node:
    problem, nameless = g.value(None, RDF.type, RK.Problem), BNode()
    for _, predicate, value in list(g.triples((problem, None, None))):
        g.add((nameless, predicate, value))
    return nameless


def place_of_a_stranger(g: Graph) -> Node:
    g.add((STRANGER, RK.consolidatedOrder, Literal(1)))
    return STRANGER


def title_of_a_stranger(g: Graph) -> Node:
    g.add((STRANGER, RK.consolidatedTitle, Literal("協約", "ja")))
    return STRANGER


def status_of_a_stranger(g: Graph) -> Node:
    g.add((STRANGER, RK.status, concept("status", "concluded")))
    return STRANGER


def wording_shared_by(predicate: URIRef) -> Callable[[Graph], Node]:
    def add(g: Graph) -> Node:
        g.add((STRANGER, predicate, MEASURE))
        return STRANGER

    return add


def unspecified_beside_a_kind(g: Graph) -> Node:
    kind, one = concept("roleKind", "unspecified"), URIRef(f"{ROLE}/assignment/roleKind-unspecified")
    g.add((ROLE, RK.roleKind, kind))
    for _, predicate, value in list(g.triples((URIRef(f"{ROLE}/assignment/roleKind-lead"), None, None))):
        g.add((one, predicate, value))
    g.set((one, OA.hasBody, kind))
    return ROLE


def not_stated_beside_a_kind(g: Graph) -> Node:
    g.add((MEASURE, RK.costSharingKind, concept("costSharingKind", "notStated")))
    return MEASURE


def kind_that_nothing_explains(g: Graph) -> Node:
    g.add((ROLE, RK.roleKind, concept("roleKind", "assist")))
    return ROLE


def explanation_of_a_kind_that_is_not_said(g: Graph) -> Node:
    g.remove((ROLE, RK.roleKind, concept("roleKind", "lead")))
    return ROLE


def theme_that_nothing_explains(g: Graph) -> Node:
    field = URIRef(f"{VISION}/field/0123456789")
    g.add((field, RK.theme, concept("theme", "life-welfare")))
    return field


@pytest.mark.parametrize(
    ("shapes", "change"),
    [
        ({"rks:roleKind-unspecified"}, unspecified_beside_a_kind),
        ({"rks:costSharingKind-notStated"}, not_stated_beside_a_kind),
        ({"rks:roleKind-explained"}, kind_that_nothing_explains),
        ({"rks:roleKind-explained"}, explanation_of_a_kind_that_is_not_said),
        ({"rks:inferred-explained"}, theme_that_nothing_explains),
        ({"rks:draft-apart", "rks:AgreementVersion"}, draft_called_version),
        ({"rks:text-with-parts"}, clause_of_an_unseen_text),
        ({"rks:holder-or-candidates"}, candidate_beside_the_holder),
        ({"rks:measure-subdivision"}, legal_subdivision_of_a_vision),
        ({"rks:measure-subdivision"}, measure_of_a_version_that_is_no_subdivision),
        ({"rks:passage-somewhere"}, passage_in_the_air),
        ({"rks:vision-issued"}, dated_vision_without_its_date),
        ({"rks:facts-without-words"}, sentence_among_facts),
        ({"rks:lines-ascend"}, lines_in_the_wrong_order),
        ({"rks:characters-ascend"}, characters_in_the_wrong_order),
        ({"rks:coreCity-member"}, core_city_that_is_no_member),
        ({"rks:inVersion-known"}, measure_of_a_text_that_is_not_there),
        ({"rks:draft-validFrom"}, draft_in_force),
        ({"rks:draft-enactedBy"}, draft_that_was_signed),
        ({"rks:act-kind", "rks:Repeal"}, act_of_two_kinds),
        ({"rks:act-kind"}, act_of_no_kind),
        ({"rks:prefLabel-place"}, name_without_its_reading),
        ({"rks:Problem"}, problem_without_a_name),
        ({"rks:link-status"}, status_of_a_stranger),
        ({"rks:link-consolidatedOrder"}, place_of_a_stranger),
        ({"rks:link-consolidatedTitle"}, title_of_a_stranger),
        ({"rks:link-sameWordingAs"}, wording_shared_by(RK.sameWordingAs)),
        ({"rks:link-rewordingOf"}, wording_shared_by(RK.rewordingOf)),
        ({"rks:link-carriesOut"}, wording_shared_by(RK.carriesOut)),
    ],
)
def test_a_rule_on_several_statements(shapes: set[str], change: Callable[[Graph], Node]) -> None:
    graph = every_class()
    focus = change(graph)
    found = {(node, shape) for node, shape, _ in broken(validate(graph, load_shapes("facts")))}
    assert found == {(str(focus), shape) for shape in shapes}


TEXT_CASES: dict[str, tuple[str, Callable[[Graph], Node]]] = {}


def in_text(shape: str) -> Callable[[Callable[[Graph], Node]], Callable[[Graph], Node]]:
    def note(change: Callable[[Graph], Node]) -> Callable[[Graph], Node]:
        TEXT_CASES[change.__name__] = (shape, change)
        return change

    return note


@in_text("rks:with-text")
def measure_without_its_words(g: Graph) -> Node:
    g.remove((MEASURE, RK.text, None))
    return MEASURE


@in_text("rks:text-with-digest")
def digest_of_words_that_are_not_there(g: Graph) -> Node:
    annex = URIRef(f"{VERSION}/annex/1")
    g.remove((annex, RK.text, None))
    return annex


@in_text("rks:characters-quoted")
def quote_of_nothing(g: Graph) -> Node:
    g.set((EVIDENCE, RK.charStart, Literal(7)))
    g.set((EVIDENCE, RK.charEnd, Literal(7)))
    return EVIDENCE


@in_text("rks:carries-text")
def document_of_facts(g: Graph) -> Node:
    for predicate in ("text", "direction", "oldText", "newText", "effect", "costSharingText", "subsidyText"):
        g.remove((None, RK[predicate], None))
    for predicate in ("slogan", "signatoryName", "address", "textDigest", "note"):
        g.remove((None, RK[predicate], None))
    g.set((DOCUMENT, RK.carries, concept("carries", "facts")))
    return DOCUMENT


@pytest.mark.parametrize("name", TEXT_CASES)
def test_the_text_profile_asks_for_the_words_and_their_places(name: str) -> None:
    shape, change = TEXT_CASES[name]
    facts, graph = every_class(), every_class()
    change(facts)
    focus = change(graph)
    found = broken(validate(graph, load_shapes("text")))
    assert (str(focus), shape) in {(node, rule) for node, rule, _ in found}
    assert shape not in {rule for _, rule, _ in broken(validate(facts, load_shapes("facts")))}


def test_a_blank_or_unread_row_is_a_warning_and_leaves_the_graph_valid() -> None:
    graph = every_class()
    graph.remove((MEASURE, RK.policyField, None))
    report = validate(graph, load_shapes("facts"))
    assert report.conforms
    assert [(item.rule.shape, item.rule.severity) for item in report.broken] == [
        ("rks:policyField-expected", "warning")
    ]


UNKNOWN_PLACES = ("43204", "43348", "11381")


def all_documents() -> Graph:
    """The fiction as the graph of all documents: with the places that it names and the state of each text."""
    graph = every_class()
    for code in UNKNOWN_PLACES:
        graph.add((URIRef(f"{BASE}id/municipality/{code}"), RK.code5, Literal(code)))
    for text in (UNSEEN, URIRef(f"{BASE}id/vision/renkei-chusu/43100/undated")):
        graph.add((text, RK.textStatus, concept("textStatus", "notInCorpus")))
    for period in ("y2025", "2024-10-01"):
        start = URIRef("http://www.w3.org/ns/dcat#startDate")
        graph.add((URIRef(f"{BASE}id/period/{period}"), start, Literal("2025", datatype=XSD.gYear)))
    return graph


CORPUS_CASES: dict[str, tuple[URIRef, URIRef]] = {
    "rks:known-place-code5": (KUMAMOTO, RK.code5),
    "rks:known-area-coreCity": (AREA, RK.coreCity),
    "rks:known-period-startDate": (
        URIRef(f"{BASE}id/period/fy2021"),
        URIRef("http://www.w3.org/ns/dcat#startDate"),
    ),
    "rks:known-measure-textDigest": (MEASURE, RK.textDigest),
    "rks:known-text-textStatus": (UNSEEN, RK.textStatus),
    "rks:one-textStatus": (DRAFT, RK.textStatus),
    "rks:one-status": (URIRef(AGREEMENT), RK.status),
}
"""Rule of the corpus profile → (node, property) whose loss breaks it."""


def test_the_graph_of_all_documents_knows_what_it_names() -> None:
    report = validate(all_documents(), load_shapes("corpus"))
    assert (report.broken, report.unmatched) == ((), ())


@pytest.mark.parametrize("rule", CORPUS_CASES)
def test_in_the_graph_of_all_documents_nothing_may_lack(rule: str) -> None:
    graph = all_documents()
    focus, predicate = CORPUS_CASES[rule]
    graph.remove((focus, predicate, None))
    assert (str(focus), rule, "MinCount") in broken(validate(graph, load_shapes("corpus")))


@pytest.mark.parametrize("name", ["textStatus", "status"])
def test_in_the_graph_of_all_documents_a_text_has_one_state(name: str) -> None:
    graph = all_documents()
    focus = CORPUS_CASES[f"rks:one-{name}"][0]
    graph.add((focus, RK[name], concept("status", "unknown")))
    found = broken(validate(graph, load_shapes("corpus")))
    assert (str(focus), f"rks:one-{name}", "MaxCount") in found


def test_a_text_is_in_force_from_one_day_whatever_the_documents_that_name_it_say() -> None:
    graph = all_documents()
    assert graph.value(VERSION, RK.validFrom)
    graph.add((VERSION, RK.validFrom, Literal("2016-04-01", datatype=XSD.date)))
    found = broken(validate(graph, load_shapes("corpus")))
    assert (str(VERSION), "rks:one-validFrom", "MaxCount") in found


CONCORDANCE: dict[str, tuple[str, Node, URIRef, Node]] = {
    "rks:same-digest": ("Equals", MEASURE, RK.textDigest, Literal("fedcba9876543210")),
    "rks:same-both-ways": ("Equals", MEASURE, RK.sameWordingAs, STRANGER),
    "rks:other-digest": ("Disjoint", VISION_MEASURE, RK.textDigest, Literal("fedcba9876543210")),
    "rks:reworded-both-ways": ("Equals", VISION_MEASURE, RK.rewordingOf, MEASURE),
    "rks:carries-from-a-plan": ("Class", VISION_MEASURE, RK.inVersion, VERSION),
    "rks:carries-no-plan": ("Not", VISION_MEASURE, RK.carriesOut, VISION_MEASURE),
}
"""Rule on measures that are the same → the constraint that breaks where a node gets such a value instead."""


@pytest.mark.parametrize("rule", CONCORDANCE)
def test_links_between_measures_are_what_their_digests_and_texts_say(rule: str) -> None:
    graph = all_documents()
    constraint, focus, predicate, value = CONCORDANCE[rule]
    graph.set((focus, predicate, value))
    assert (str(focus), rule, constraint) in broken(validate(graph, load_shapes("corpus")))


def test_a_rewording_without_its_explanation_is_an_error() -> None:
    graph = all_documents()
    graph.remove((None, RDF.type, RK.Correspondence))
    graph.remove((None, OA.hasTarget, None))
    found = broken(validate(graph, load_shapes("corpus")))
    assert (str(VISION_MEASURE), "rks:explained", "MinCount") in found


def test_no_rule_is_without_a_case() -> None:
    tried = (
        {m.shape for batch in BATCHES for m in batch}
        | set(CONCORDANCE)
        | {"rks:explained", "rks:one-validFrom"}
    )
    tried |= {shape for shape, _ in TEXT_CASES.values()} | set(CORPUS_CASES)
    marked: list[pytest.Mark] = getattr(test_a_rule_on_several_statements, "pytestmark", [])
    tried |= {shape for shapes, _ in marked[0].args[1] for shape in shapes}
    source = load_shapes("text").source + load_shapes("corpus").source
    rules = {
        short(str(shape))
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in source.subjects(RDF.type, kind)
        if (shape, SH.message, None) in source
    }
    assert rules - tried == set()
