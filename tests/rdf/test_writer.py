"""Records in, sorted N-Quads out: terms, evidence, what is inferred, and that nothing else decides."""

from __future__ import annotations

import dataclasses
import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.rdf import nquads
from graph_build.rdf.iris import Iris, ascii_path
from graph_build.rdf.periods import bounds
from graph_build.rdf.places import places_graph
from graph_build.rdf.prefixes import PREFIXES
from graph_build.rdf.writer import write
from graph_build.records.agreement import Act, Area, Measure, RoleStatement
from graph_build.records.base import Assignment, Record
from graph_build.records.canonical import facts
from graph_build.records.document import Ledger, Records, SourceDocument
from graph_build.records.evidence import Evidence, Span
from graph_build.records.plan import BudgetLine, Project
from graph_build.records.problems import Problem
from tests.strategies import documents

TOPIC = "agreement/renkei-chusu/44201-44206/act/conclusion-2016-03-29"
VERSION = "agreement/renkei-chusu/44201-44206/version/2016-03-29"
SOURCE = SourceDocument(TOPIC, "agreement", "題", "a" * 64, "text/plain", Ledger(10, {"blank": 2}, 1))
HERE = Evidence(Span(5, 9, 2, 3), "measure.row")


def graph(*items: Record, source: SourceDocument = SOURCE, problems: tuple[Problem, ...] = ()) -> list[str]:
    """The stated and inferred triples in short form: prefixes folded, base and graph dropped."""
    written = write(Records(source, items, problems), Iris())
    lines = (line.rsplit(" <", 1)[0] for line in (*written.stated, *written.inferred))
    return [re.sub(r"<([^>]*)>", lambda found: _short(found[1]), line) for line in lines]


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix("https://w3id.org/renkei/")


def measure(**changes: object) -> Measure:
    plain = Measure(
        id=f"{VERSION}/measure/0123456789",
        version=VERSION,
        field=None,
        label="病児保育",
        order=1,
        text="預かる。",
        text_digest="d",
        evidence=(HERE,),
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def test_a_measure_states_its_text_and_leads_back_to_the_lines() -> None:
    node = f"id/{VERSION}/measure/0123456789"
    undecided = f"{node}/assignment/theme-unspecified"
    lines = [line for line in graph(measure()) if line.startswith(node)]
    assert sorted(lines) == sorted(
        [
            f"{node} rdf:type eli:LegalResourceSubdivision",
            f"{node} rdf:type rk:Measure",
            f"{node} rk:inVersion id/{VERSION}",
            f'{node} rk:order "1"^^xsd:integer',
            f'{node} rk:text "預かる。"@ja',
            f'{node} rk:textDigest "d"',
            f'{node} skos:prefLabel "病児保育"@ja',
            f"{node} rk:theme rk:theme-unspecified",
            f"{undecided} rdf:type oa:Annotation",
            f"{undecided} rdf:type rk:Assignment",
            f"{undecided} oa:hasBody rk:theme-unspecified",
            f"{undecided} oa:hasTarget {node}",
            f'{undecided} rk:confidence "1"^^xsd:decimal',
            f'{undecided} rk:rule "default.no-cue"',
            f"{node} prov:wasQuotedFrom {node}/evidence",
            f"{node}/evidence rdf:type oa:SpecificResource",
            f"{node}/evidence rdf:type rk:Evidence",
            f"{node}/evidence oa:hasSource doc/{TOPIC}",
            f'{node}/evidence rk:charStart "5"^^xsd:integer',
            f'{node}/evidence rk:charEnd "9"^^xsd:integer',
            f'{node}/evidence rk:lineStart "2"^^xsd:integer',
            f'{node}/evidence rk:lineEnd "3"^^xsd:integer',
            f"{node}/evidence rk:method rk:method-text",
            f'{node}/evidence rk:rule "measure.row"',
        ]
    )


def test_a_measure_of_a_vision_is_no_legal_resource() -> None:
    of_vision = measure(id="vision/x/1/undated/measure/0", version="vision/x/1/undated")
    assert not any("eli:" in line for line in graph(of_vision))


def test_an_act_is_its_kind_and_what_that_specialises() -> None:
    act = Act(id=TOPIC, kind="conclusion", agreement="agreement/x", signed_on="2016-03-29")
    types = {
        line.split(" ")[2] for line in graph(act) if " rdf:type " in line and line.startswith(f"id/{TOPIC} ")
    }
    assert types == {"rk:Conclusion", "rk:Act", "eli:LegalResource"}
    assert f'id/{TOPIC} rk:signedOn "2016-03-29"^^xsd:date' in graph(act)


@pytest.mark.parametrize(
    ("printed", "kind"), [("2016-03-29", "date"), ("2016-03", "gYearMonth"), ("2016", "gYear")]
)
def test_dates_have_the_type_of_their_precision(printed: str, kind: str) -> None:
    act = Act(id=TOPIC, kind="conclusion", agreement="agreement/x", signed_on=printed)
    assert f'id/{TOPIC} rk:signedOn "{printed}"^^xsd:{kind}' in graph(act)


def test_evidence_of_single_properties_has_a_node_for_each() -> None:
    seen = Evidence(Span(0, 2, 1, 1), "title", supports=("signedOn", "dcterms:title"))
    act = Act(id=TOPIC, kind="conclusion", agreement="agreement/x", evidence=(HERE, seen))
    lines = graph(act)
    assert f"id/{TOPIC} prov:wasQuotedFrom id/{TOPIC}/evidence" in lines
    assert f"id/{TOPIC}/evidence/signedOn rk:supports rk:signedOn" in lines
    assert f"id/{TOPIC}/evidence/title rk:supports dcterms:title" in lines


def test_two_documents_on_one_area_never_share_evidence() -> None:
    area = Area(
        id="area/renkei-chusu/44201",
        scheme="renkei-chusu",
        name="大分都市広域圏",
        core=("municipality/44201",),
        evidence=(HERE,),
    )
    other = dataclasses.replace(SOURCE, topic=TOPIC.replace("44206", "44205"))
    nodes = [
        {line.split(" ")[0] for line in graph(area, source=s) if "rk:lineStart" in line}
        for s in (SOURCE, other)
    ]
    assert len(nodes[0]) == 1
    assert not nodes[0] & nodes[1]


def test_a_role_without_a_cue_is_unspecified_and_the_inference_stands_apart() -> None:
    role = RoleStatement(
        id=f"{VERSION}/measure/0/role/44201",
        owner=f"{VERSION}/measure/0",
        holders=(),
        holder_text="甲",
        order=1,
        text_digest="d",
    )
    known = Assignment(
        id=f"{role.id}/assignment/roleKind-lead",
        target=role.id,
        property="roleKind",
        concept="roleKind-lead",
        rule="role.lead",
        confidence=0.9,
        cue="主導",
    )
    without = write(Records(SOURCE, (role,)), Iris())
    assert any(
        "roleKind> <https://w3id.org/renkei/def#roleKind-unspecified>" in line for line in without.inferred
    )
    assert not any("roleKind" in line for line in without.stated)
    with_cue = write(Records(SOURCE, (role, known)), Iris())
    assert not any("unspecified" in line for line in with_cue.inferred)
    assert all(line.endswith(f"/graph/{TOPIC}/inferred> .") for line in with_cue.inferred)
    assert f'id/{known.id} rk:confidence "0.9"^^xsd:decimal' in graph(role, known)


def test_a_budget_line_is_an_observation_of_its_project_with_its_period() -> None:
    vision = "vision/renkei-chusu/44201/2025-03"
    project = Project(
        id=f"{vision}/project/0", version=vision, measure=None, title="事業", order=1, blank_years=(2021,)
    )
    line = BudgetLine(
        id=f"{project.id}/budget/2022", project=project.id, year=2022, period="period/fy2022", amount=5334000,
        printed_value="5,334", printed_unit="千円",
    )  # fmt: skip
    lines = graph(project, line)
    assert f"id/{project.id} rk:budgetLine id/{line.id}" in lines
    assert f"id/{line.id} qb:dataSet id/dataset/budget" in lines
    assert f'id/{project.id} rk:blankYear "2021"^^xsd:integer' in lines
    assert 'id/period/fy2022 dcat:endDate "2023-03-31"^^xsd:date' in lines
    assert f"id/{project.id} rk:costSharingKind rk:costSharingKind-notStated" in lines


def test_the_document_has_its_balance_and_problems_their_place() -> None:
    problem = Problem("unresolved_block", "表", VERSION, Span(3, 4, 7, 7))
    lines = graph(problems=(problem, problem))
    doc = f"doc/{TOPIC}"
    assert f'{doc} rk:charsIgnored "2"^^xsd:integer' in lines
    assert f"{doc} rk:carries rk:carries-text" in lines
    nodes = {line.split(" ")[0] for line in lines if line.endswith("rdf:type rk:Problem")}
    assert len(nodes) == 2
    assert all(f'{node}/evidence rk:lineStart "7"^^xsd:integer' in lines for node in nodes)


@given(documents())
@settings(max_examples=40)
def test_any_records_give_sorted_lines_that_parse_and_do_not_depend_on_their_order(records: Records) -> None:
    written = write(records, Iris())
    text = nquads.document((*written.stated, *written.inferred))
    lines = text.split("\n")[:-1]
    assert lines == sorted(set(lines))
    quads = list(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(lines)
    assert "_:" not in {str(quad.subject)[:2] for quad in quads}


@given(documents())
@settings(max_examples=40)
def test_the_graph_of_the_facts_has_no_line_that_the_full_graph_lacks(records: Records) -> None:
    def without_status(lines: tuple[str, ...]) -> set[str]:
        return {line for line in lines if "#carries" not in line and "/problem/" not in line}

    full, only_facts = write(records, Iris()), write(facts(records), Iris())
    assert without_status(only_facts.stated) <= without_status(full.stated)


@given(st.text())
def test_a_literal_comes_back_as_it_was(text: str) -> None:
    line = f"<x:s> <x:p> {nquads.text(text)} ."
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)
    assert quad.object == ox.Literal(text, language="ja")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**17), max_value=10**17, places=4))
def test_a_figure_comes_back_as_it_was(value) -> None:  # type: ignore[no-untyped-def]
    assert type(value)(nquads.decimal(value).split('"')[1]) == value
    assert "E" not in nquads.decimal(value)


@given(st.text(min_size=1))
def test_paths_become_ascii(path: str) -> None:
    assert re.fullmatch(r"[\x21-\x7e]*", ascii_path(path))


@pytest.mark.parametrize(
    "base", ["https://x.jp", "ftp://x.jp/", "https://x.jp/a b/", "https://x.jp/?q=/", ""]
)
def test_a_base_that_is_no_http_iri_with_a_slash_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="base"):
        Iris(base)


@pytest.mark.parametrize(
    ("path", "first_and_last"),
    [
        ("period/fy2021", ("2021-04-01", "2022-03-31")),
        ("period/cy2021", ("2021-01-01", "2021-12-31")),
        ("period/y2021", ("2021", "2021")),
        ("period/2024-10", ("2024-10", "2024-10")),
        ("period/2021-04-01_2026-03-31", ("2021-04-01", "2026-03-31")),
    ],
)
def test_periods_begin_and_end_as_the_grammar_says(path: str, first_and_last: tuple[str, str]) -> None:
    assert bounds(path) == first_and_last


def test_the_graph_of_places_has_every_municipality_and_prefecture_once() -> None:
    lines = places_graph(Iris("https://data.example.jp/renkei/"))
    types = [line for line in lines if "ns#type" in line and "/def#" in line]
    assert len(types) == 1741 + 47
    assert list(lines) == sorted(set(lines))
    assert any('"熊本市"@ja <https://data.example.jp/renkei/graph/places>' in line for line in lines)
