"""What the real vision does not show: blanks beside zeros, ties, unknown populations, targets below a baseline.

A small graph, invented throughout: the names of cities are real, plans and figures are not.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.rdf.prefixes import PREFIXES
from graph_build.release.asking import Graph
from tests.questions import conftest
from tests.questions.conftest import FICTIONS, graph_of, released

VISION = "teiju-jiritsu/01207/2020"
FICTION = """
<area/a> rk:member <municipality/01207>, <municipality/01631>, <municipality/01632>, <municipality/01633>,
  <municipality/01634> ; rk:coreCity <municipality/01207> .
<vision/teiju-jiritsu/01207/2020> a rk:Vision ; rk:area <area/a> ; dcterms:title "十勝のビジョン"@ja ;
  dcterms:issued "2020"^^xsd:gYear ; rk:textStatus rk:textStatus-complete ; prov:wasRevisionOf <vision/old> .
<vision/old> a rk:Vision ; rk:area <area/a> ; dcterms:issued "2018-01-15"^^xsd:date ; rk:textStatus rk:textStatus-notInCorpus .
<f> skos:prefLabel "生活"@ja ; a rk:PolicyField .
<m> a rk:Measure ; rk:inVersion <vision/teiju-jiritsu/01207/2020> ; rk:order 1 ; rk:policyField <f> ; skos:prefLabel "病院"@ja .
<p/zero> a rk:Project ; rk:order 2 ; skos:prefLabel "零"@ja ; rk:participant <municipality/01207>, <municipality/01631> .
<p/blank> a rk:Project ; rk:order 3 ; skos:prefLabel "空"@ja ; rk:blankYear 2020 ; rk:participant <municipality/01207>,
  <municipality/01632> .
<p/late> a rk:Project ; rk:order 4 ; skos:prefLabel "後"@ja ; rk:participant <municipality/01207>, <municipality/01631> ;
  rk:amountScope rk:amountScope-partnersOnly ; rk:totalBudget 3000 .
<p/even> a rk:Project ; rk:order 5 ; skos:prefLabel "同"@ja ; rk:participant <municipality/01207>, <municipality/01631>,
  <municipality/01632> .
<s1> rk:statisticOf <municipality/01207> ; rk:year 2015 ; rk:value 900 .
<s2> rk:statisticOf <municipality/01207> ; rk:year 2020 ; rk:value 800 .
<s3> rk:statisticOf <municipality/01631> ; rk:year 2015 ; rk:value 100 .
<k1> rk:monitors <vision/teiju-jiritsu/01207/2020> ; rk:order 1 ; skos:prefLabel "人口"@ja ; rk:kpiValue <k1/b>, <k1/c>, <k1/t> .
<k2> rk:monitors <f> ; rk:order 2 ; skos:prefLabel "病床"@ja ; rk:kpiValue <k2/b>, <k2/t> .
<k3> rk:monitors <f> ; rk:order 3 ; skos:prefLabel "維持"@ja ; rk:kpiValue <k3/c>, <k3/t> .
<k1/b> rk:valueKind rk:valueKind-baseline ; rk:value 1000 .
<k1/c> rk:valueKind rk:valueKind-current ; rk:value 940 .
<k1/t> rk:valueKind rk:valueKind-target ; rk:value 950 .
<k2/b> rk:valueKind rk:valueKind-baseline ; rk:value 10.5 .
<k2/t> rk:valueKind rk:valueKind-target ; rk:value 12 .
<k3/c> rk:valueKind rk:valueKind-current ; rk:value 5 .
<k3/t> rk:valueKind rk:valueKind-target ; rk:printedValue "現状維持"@ja .
"""
COSTS = {
    "zero": {2020: 0, 2021: 0},
    "blank": {2021: 0},
    "late": {2020: 0, 2021: 3000},
    "even": {2020: 3000, 2021: 3000},
}


def turtle() -> str:
    lines = [FICTION]
    inside = f"rk:inVersion <vision/{VISION}>"
    lines += [f"<s{n}> {inside} ; rk:indicator rk:indicator-population ." for n in (1, 2, 3)]
    lines += [f"<k{n}> a rk:Kpi ; {inside} ." for n in (1, 2, 3)]
    for name, costs in COSTS.items():
        lines.append(f"<p/{name}> {inside} ; rk:implements <m> .")
        for year, amount in costs.items():
            lines.append(f"<p/{name}/{year}> rk:project <p/{name}> ; rk:year {year} ; rk:amount {amount} .")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(turtle(), tmp_path_factory.mktemp("fiction"))


def ask(graph: Graph, number: int, *names: str, **values: str) -> list[tuple[str, ...]]:
    """The answer on the fiction's vision, unless something else is asked for."""
    return conftest.ask(graph, number, *names, **(values or {"vision": VISION}))


def test_an_edition_known_by_its_year_has_no_interval_in_months(graph: Graph) -> None:
    assert ask(graph, 17, "issued", "previous", "months", area="a") == [
        ("2018-01-15", "", ""),
        ("2020", "2018-01-15", ""),
    ]


def test_empty_is_not_zero(graph: Graph) -> None:
    assert ask(graph, 22, "project", "years") == [("零", "2")]


def test_a_project_without_money_has_no_start_and_one_with_it_at_once_is_not_late(graph: Graph) -> None:
    assert ask(graph, 19, "project", "start", "before") == [("後", "2021", "zero")]


def test_two_projects_that_cost_most_in_a_year_are_both_named(graph: Graph) -> None:
    assert ask(graph, 21, "year", "amount", "growth", "project", "share") == [
        ("2020", "3000", "", "同", "100"),
        ("2021", "6000", "100", "同", "50"),
        ("2021", "6000", "100", "後", "50"),
    ]


def test_equal_amounts_of_two_years_are_both_counted(graph: Graph) -> None:
    levels = ask(graph, 20, "level", "title", "projects", "amount")
    assert levels[:3] == [
        ("pillar", "生活", "4", "9000"),
        ("measure", "病院", "4", "9000"),
        ("project", "同", "1", "6000"),
    ]


def test_residents_are_the_newest_and_unknown_where_one_participant_has_no_figure(graph: Graph) -> None:
    found = {row[0]: row[1:] for row in ask(graph, 25, "project", "residents", "each")}
    assert found == {"後": ("900", "3.33"), "零": ("900", "0"), "同": ("", ""), "空": ("", "")}


def test_amounts_of_partners_only_are_told_apart(graph: Graph) -> None:
    assert ask(graph, 26, "project", "scope", "amount") == [("後", "rk:amountScope-partnersOnly", "3000")]


def test_a_kpi_of_the_whole_vision_is_of_the_area_level(graph: Graph) -> None:
    assert ask(graph, 36, "level", "monitored", "kpi") == [
        ("area", "十勝のビジョン", "人口"),
        ("pillar", "生活", "病床"),
        ("pillar", "生活", "維持"),
        ("measure", "病院", ""),
    ]


def test_a_target_may_be_below_the_baseline_without_being_met(graph: Graph) -> None:
    assert ask(graph, 37, "kpi", "baseline", "current", "target", "below", "met") == [
        ("人口", "1000", "940", "950", "true", "false")
    ]


def test_breadth_counts_against_the_members(graph: Graph) -> None:
    found = {row[0]: row[1:] for row in ask(graph, 5, "project", "participants", "minority", "few")}
    assert found["同"] == ("3", "false", "true")
    assert found["零"] == ("2", "true", "true")


def test_a_place_supports_only_what_is_said_of_its_node(tmp_path: Path) -> None:
    agreements = FICTIONS.parent / "agreements"
    texts = [
        FICTIONS,
        agreements / "a4-kurashiki-asakuchi-cost.txt",
        agreements / "bill3-shimizu-obihiro-amendment.txt",
    ]
    store = ox.Store()
    store.bulk_load(path=released(tmp_path / "release", *texts).graph, format=ox.RdfFormat.N_QUADS)
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    unsaid = store.query(
        prefixes
        + """SELECT DISTINCT ?property {
          ?node prov:wasQuotedFrom ?place . ?place rk:supports ?property
          FILTER NOT EXISTS { ?node ?property ?value }
        }""",
        use_default_graph_as_union=True,
    )
    assert isinstance(unsaid, ox.QuerySolutions)
    assert [row[0].value for row in unsaid] == []
