"""The runner: what it checked, what broke which rule, and where the document says it."""

from __future__ import annotations

import re

import pyshacl
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SH

from graph_build.checks.shacl import validate
from graph_build.checks.shapes import Shapes, load_shapes, prepare
from graph_build.checks.source_places import Place, places
from graph_build.rdf.vocabulary import OA, PROV, RK
from tests.checks.fiction import BASE, every_class, state

PREFIXES = """
@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix rk: <https://w3id.org/renkei/def#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix oa: <http://www.w3.org/ns/oa#> .
"""
EX = "https://example.org/"


def turtle(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def shapes(text: str) -> Shapes:
    return prepare(turtle(text))


NAMED = """
ex:Town a sh:NodeShape ; sh:targetClass ex:Town ; sh:name "町"@ja, "town"@en ; sh:property ex:code .
ex:code a sh:PropertyShape ; sh:path ex:code ; sh:minCount 1 ; sh:maxLength 5 ;
    sh:name "コード"@ja, "code"@en ; sh:message "コードは5桁です。"@ja, "A code has five digits."@en .
"""


def test_violations_are_grouped_by_rule_with_both_messages() -> None:
    graph = turtle('ex:b a ex:Town ; ex:code "123456" . ex:a a ex:Town . ex:c a ex:Town ; ex:code "12345" .')
    (item,) = validate(graph, shapes(NAMED)).broken
    assert (item.rule.shape, item.rule.path, item.rule.severity) == (f"{EX}code", f"{EX}code", "error")
    assert (item.rule.name_ja, item.rule.name_en) == ("コード", "code")
    assert [(v.focus, v.value, v.constraint) for v in item.violations] == [
        (f"{EX}a", None, "MinCount"),
        (f"{EX}b", '"123456"', "MaxLength"),
    ]
    assert {(v.message_ja, v.message_en) for v in item.violations} == {
        ("コードは5桁です。", "A code has five digits.")
    }


def test_a_message_may_name_the_value_even_with_a_backslash_and_keeps_its_language() -> None:
    rules = NAMED.replace("コードは5桁です。", "{?value} は長すぎます。").replace("A code has", "{?value}:")
    graph = turtle(r'ex:a a ex:Town ; ex:code "\\1-{?this}" .')
    ((violation,),) = (item.violations for item in validate(graph, shapes(rules)).broken)
    assert violation.message_ja == r"\1-{?this} は長すぎます。"
    assert violation.message_en.startswith(r"\1-{?this}:")


def test_pyshacl_itself_still_fails_there() -> None:
    """When this fails, pySHACL is mended and the runner need not fill in messages any more."""
    rules = turtle(
        """ex:Town a sh:NodeShape ; sh:targetClass ex:Town ; sh:sparql [
        sh:message "{?value} は長すぎます。"@ja ;
        sh:select "SELECT $this ?value WHERE { $this <https://example.org/code> ?value }" ] ."""
    )
    with pytest.raises(re.error):
        pyshacl.validate(turtle(r'ex:a a ex:Town ; ex:code "\\1" .'), shacl_graph=rules)
    _, results, _ = pyshacl.validate(turtle('ex:a a ex:Town ; ex:code "1" .'), shacl_graph=rules)
    assert [message.language for message in results.objects(None, SH.resultMessage)] == [None]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("sh:targetClass ex:Town", 2),
        ("sh:targetClass ex:Place", 3),
        ("sh:targetClass ex:Town, ex:Place", 3),
        ("sh:targetSubjectsOf ex:near", 1),
        ("sh:targetObjectsOf ex:near", 2),
        ("sh:targetNode ex:nowhere", 1),
        ("sh:targetClass ex:Village", 0),
    ],
)
def test_a_shape_counts_the_nodes_that_it_checked(target: str, found: int) -> None:
    graph = turtle(
        "ex:Town rdfs:subClassOf ex:Place . ex:c a ex:Place ."
        "ex:a a ex:Town ; ex:near ex:b, ex:c . ex:b a ex:Town ."
    )
    rules = shapes(f"ex:Shape a sh:NodeShape ; {target} ; sh:property [ sh:path ex:code ; sh:minCount 1 ] .")
    report = validate(graph, rules)
    assert [(item.shape, item.focus_nodes) for item in report.checked] == [(f"{EX}Shape", found)]
    assert report.unmatched == ((f"{EX}Shape",) if not found else ())
    assert sum(len(item.violations) for item in report.broken) == found


def test_a_class_that_is_its_own_shape_is_its_own_target() -> None:
    rules = shapes("ex:Town a sh:NodeShape, rdfs:Class ; sh:property [ sh:path ex:code ; sh:minCount 1 ] .")
    report = validate(turtle("ex:a a ex:Town ."), rules)
    assert [(item.shape, item.focus_nodes) for item in report.checked] == [(f"{EX}Town", 1)]
    assert [v.focus for item in report.broken for v in item.violations] == [f"{EX}a"]


def test_a_shape_that_others_use_keeps_its_properties() -> None:
    """Targets move only from shapes that stand alone; here a road ends in towns with codes."""
    rules = shapes(
        NAMED + "ex:Road a sh:NodeShape ; sh:targetClass ex:Road ; sh:property ex:ends ."
        "ex:ends a sh:PropertyShape ; sh:path ex:ends ; sh:node ex:Town ."
    )
    report = validate(turtle("ex:r a ex:Road ; ex:ends ex:a . ex:a a ex:Town ."), rules)
    assert {(item.rule.shape, v.focus) for item in report.broken for v in item.violations} == {
        (f"{EX}code", f"{EX}a"),
        (f"{EX}ends", f"{EX}r"),
    }


def test_moving_targets_changes_no_result() -> None:
    graph = every_class()
    for predicate in (RK.order, RK.holderText, RK.amount, PROV.wasQuotedFrom, RK.textStatus):
        graph.remove((None, predicate, None))
    source = load_shapes("text").source
    _, results, _ = pyshacl.validate(graph, shacl_graph=source)
    as_written = {
        (str(results.value(result, SH.focusNode)), str(results.value(result, SH.sourceShape)))
        for result in results.objects(None, SH.result)
    }
    report = validate(graph, load_shapes("text"))
    ours = {
        (v.focus, item.rule.shape.replace("rks:", "https://w3id.org/renkei/shape#"))
        for item in report.broken
        for v in item.violations
    }
    assert ours == as_written
    assert len(ours) > 50


@pytest.mark.parametrize(
    ("path", "printed"),
    [
        ("ex:a", f"{EX}a"),
        ("[ sh:inversePath rk:member ]", "^rk:member"),
        ("( rk:inVersion rk:textStatus )", "rk:inVersion/rk:textStatus"),
        ("[ sh:alternativePath ( rk:text rk:note ) ]", "(rk:text|rk:note)"),
        ("[ sh:zeroOrMorePath rk:inPart ]", "rk:inPart*"),
        ("[ sh:oneOrMorePath [ sh:inversePath rk:inPart ] ]", "^rk:inPart+"),
        ("[ sh:zeroOrOnePath rk:inPart ]", "rk:inPart?"),
    ],
)
def test_a_rule_shows_its_path_as_in_sparql(path: str, printed: str) -> None:
    rules = shapes(
        f"ex:S a sh:NodeShape ; sh:targetNode ex:x ; sh:property [ sh:path {path} ; sh:minCount 9 ] ."
    )
    (item,) = validate(turtle("ex:x ex:p ex:y ."), rules).broken
    assert (item.rule.shape, item.rule.path) == (f"{EX}S", printed)


def test_warnings_and_infos_are_counted_and_leave_the_graph_valid() -> None:
    rules = shapes(
        """ex:S a sh:NodeShape ; sh:targetNode ex:x ; sh:property
        [ sh:path ex:a ; sh:minCount 1 ; sh:severity sh:Warning ],
        [ sh:path ex:b ; sh:minCount 1 ; sh:severity sh:Info ] ."""
    )
    report = validate(turtle("ex:x ex:p ex:y ."), rules)
    assert report.conforms
    assert [report.count(severity) for severity in ("error", "warning", "note")] == [0, 1, 1]


MEASURE = URIRef(f"{BASE}id/vision/renkei-chusu/43100/2025-03/measure/0123456789")
DOCUMENT = URIRef(f"{BASE}doc/vision/renkei-chusu/43100/2025-03")


def test_a_violation_says_where_the_document_states_the_node() -> None:
    graph = every_class()
    graph.remove((MEASURE, RK.order, None))
    ((violation,),) = (item.violations for item in validate(graph, load_shapes("facts")).broken)
    line = graph.value(URIRef(f"{MEASURE}/evidence"), RK.lineStart)
    assert isinstance(line, Literal)
    assert violation.places == (
        Place(str(DOCUMENT), line.value, line.value, line.value * 100, line.value * 100 + 50, 1),
    )


def stated(*lines: tuple[str, int, URIRef | None]) -> Graph:
    """Nodes with evidence at a line, perhaps for one property only."""
    graph = Graph()
    for iri, line, supported in lines:
        node = URIRef(iri)
        state(graph, node, line)
        evidence = URIRef(f"{node}/evidence")
        graph.remove((evidence, RK.supports, None))
        if supported:
            part = URIRef(f"{evidence}/{supported.rpartition('#')[2]}")
            for subject, predicate, value in [*graph.triples((evidence, None, None))]:
                graph.add((part, predicate, value))
                graph.remove((subject, predicate, value))
            graph.remove((node, PROV.wasQuotedFrom, evidence))
            graph.add((node, PROV.wasQuotedFrom, part))
            graph.add((part, RK.supports, supported))
    return graph


@pytest.mark.parametrize(
    ("node", "path", "lines"),
    [
        ("/project/p", None, [3]),
        ("/project/p/budget/2021", None, [3]),
        ("/project/p/budget/2021/share/43100", None, [3]),
        ("/act/a", RK.signedOn, [8]),
        ("/act/a", RK.order, [7]),
        ("/act/a/evidence", None, [7]),
        ("/kpi/k", None, [9]),
        ("/elsewhere/e", None, []),
    ],
)
def test_the_place_is_that_of_the_statement_or_of_its_nearest_owner(
    node: str, path: URIRef | None, lines: list[int]
) -> None:
    graph = stated(
        (f"{BASE}id/project/p", 3, None),
        (f"{BASE}id/act/a", 7, None),
        (f"{BASE}id/kpi/k", 9, RK.unit),
    )
    graph += stated((f"{BASE}id/act/a", 8, RK.signedOn))
    found = places(graph, URIRef(f"{BASE}id{node}"), path)
    assert [place.line_start for place in found] == lines


def test_of_a_document_and_of_broken_evidence_the_document_is_known() -> None:
    graph = every_class()
    evidence = URIRef(f"{MEASURE}/evidence")
    graph.remove((evidence, RK.lineStart, None))
    graph.set((evidence, RK.lineEnd, Literal("three")))
    assert places(graph, DOCUMENT) == (Place(str(DOCUMENT)),)
    (place,) = places(graph, evidence)
    assert (place.document, place.line_start, place.line_end) == (str(DOCUMENT), None, None)


def test_a_problem_leads_to_the_place_that_it_names() -> None:
    graph = every_class()
    problem = graph.value(None, RDF.type, RK.Problem)
    assert problem is not None
    (place,) = places(graph, problem)
    assert place == places(graph, URIRef(f"{BASE}id/vision/renkei-chusu/43100/2025-03/project/0123456789"))[0]


def test_a_node_without_an_iri_has_no_place() -> None:
    graph = turtle("[] ex:p ex:q .")
    (node,) = graph.subjects()
    assert places(graph, node) == ()


def test_the_report_does_not_depend_on_the_order_of_the_triples() -> None:
    graph = every_class()
    for predicate in (RK.order, RK.printedValue, OA.hasSource):
        graph.remove((None, predicate, None))
    backwards = Graph()
    for triple in sorted(graph, reverse=True):
        backwards.add(triple)
    assert validate(graph, load_shapes("facts")) == validate(backwards, load_shapes("facts"))


def test_neither_graph_nor_shapes_are_changed() -> None:
    graph, rules = every_class(), prepare(load_shapes("text").source)
    graph.remove((None, RK.order, None))
    before = set(graph), set(rules.source), set(rules.engine)
    validate(graph, rules)
    assert (set(graph), set(rules.source), set(rules.engine)) == before


def test_a_reference_to_no_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=f"{EX}S names the property shape {EX}missing"):
        shapes("ex:S a sh:NodeShape ; sh:targetNode ex:x ; sh:property ex:missing .")


def test_a_malformed_shape_is_an_error_of_the_program() -> None:
    rules = shapes("ex:S a sh:PropertyShape ; sh:targetNode ex:x ; sh:path ex:p, ex:q ; sh:minCount 1 .")
    with pytest.raises(RuntimeError):
        validate(turtle("ex:x ex:p ex:y ."), rules)


def test_the_text_profile_holds_the_facts_profile() -> None:
    facts, text = load_shapes("facts"), load_shapes("text")
    assert {rule.shape for rule in facts.rules.values()} < {rule.shape for rule in text.rules.values()}


def test_packaged_rules_speak_both_languages() -> None:
    for node, rule in load_shapes("text").rules.items():
        if not isinstance(node, URIRef):
            continue  # a part of another rule
        assert rule.shape.startswith("rks:")
        assert rule.name_ja
        assert rule.name_en
        assert bool(rule.message_ja) == bool(rule.message_en)
        assert not re.search(r"[ぁ-ん]", rule.message_en)


def test_subclasses_count_where_the_graph_names_them() -> None:
    graph = turtle("ex:Town rdfs:subClassOf ex:Place . ex:a a ex:Town .")
    assert (URIRef(f"{EX}Town"), RDFS.subClassOf, URIRef(f"{EX}Place")) in graph
    rules = shapes(
        "ex:S a sh:NodeShape ; sh:targetClass ex:Place ; sh:property [ sh:path ex:c ; sh:minCount 1 ] ."
    )
    graph.remove((None, RDFS.subClassOf, None))
    assert validate(graph, rules).unmatched == (f"{EX}S",)
