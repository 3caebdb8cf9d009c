"""The questions on themes, pillars and subsidies, asked of a small graph in which everything is invented."""

from __future__ import annotations

import pytest

from graph_build.assets import asset
from graph_build.release.asking import Graph
from tests.questions.conftest import ask, graph_of

FICTION = """
<area/renkei-chusu/20201> a rk:Area . <area/teiju-jiritsu/20206> a rk:Area .
<agreement/a> a rk:Agreement ; rk:area <area/teiju-jiritsu/20206> . <agreement/b> a rk:Agreement .
<v> rk:ofAgreement <agreement/a> . <d> rk:ofAgreement <agreement/a> . <x> rk:ofAgreement <agreement/b> .
<vision/w/1/x> a rk:Vision ; rk:area <area/renkei-chusu/20201> .

<f1> a rk:PolicyField ; rk:theme rk:theme-growth .
<f2> a rk:PolicyField ; rk:theme rk:theme-life-services .
<f3> a rk:PolicyField ; skos:broader <f2> ; rk:theme rk:theme-growth-tourism .
<f4> a rk:PolicyField ; rk:theme rk:theme-urban, rk:theme-life-services .

<m1> a rk:Measure ; rk:inVersion <vision/w/1/x> ; rk:policyField <f1> ; rk:theme rk:theme-growth-tourism, rk:theme-growth-cluster .
<m2> a rk:Measure ; rk:inVersion <vision/w/1/x> ; rk:policyField <f1> ; rk:theme rk:theme-growth .
<m3> a rk:Measure ; rk:inVersion <vision/w/1/x> ; rk:policyField <f4> ; rk:theme rk:theme-life-services-other .
<m4> a rk:Measure ; rk:inVersion <v> ; rk:policyField <f3> ; rk:theme rk:theme-growth-tourism .
<m5> a rk:Measure ; rk:inVersion <d> ; rk:policyField <f3> ; rk:theme rk:theme-growth-tourism .
<m6> a rk:Measure ; rk:inVersion <d> ; rk:theme rk:theme-unspecified .
<m7> a rk:Measure ; rk:inVersion <x> ; rk:theme rk:theme-life-disaster .

<p> a rk:Project ; rk:inVersion <vision/w/1/x> ; rk:order 1 ; skos:prefLabel "創業の塾"@ja, "School of founders"@en ;
  rk:theme rk:theme-growth-cluster, rk:theme-urban-education ; rk:subsidy <s1>, <s2> .
<q> a rk:Project ; rk:inVersion <vision/w/1/x> ; rk:order 2 ; skos:prefLabel "観光の券"@ja ; rk:theme rk:theme-growth-tourism .
<s1> skos:prefLabel "交付金"@ja ; rk:grantor rk:grantor-national ; rk:rate 0.333333333333 .
<s2> skos:prefLabel "補助"@ja ; rk:grantor rk:grantor-notStated .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    themes = asset("ontology").joinpath("themes.ttl").read_text(encoding="utf-8")
    concepts = "\n".join(line for line in themes.splitlines() if not line.startswith("@prefix"))
    return graph_of(FICTION + concepts, tmp_path_factory.mktemp("meaning"))


def test_a_theme_counts_once_for_an_area_however_many_texts_have_it(graph: Graph) -> None:
    rows = ask(graph, 8, "theme", "areas", "measures", "everywhere", "only")
    assert rows == [
        ("rk:theme-growth-tourism", "2", "3", "true", ""),
        ("rk:theme-growth-cluster", "1", "1", "false", "area/renkei-chusu/20201"),
    ]


def test_the_pillar_is_the_one_that_is_printed_and_not_that_of_the_subject(graph: Graph) -> None:
    rows = ask(graph, 10, "area", "text", "pillar", "measures", "share")
    assert ("area/teiju-jiritsu/20206", "v", "rk:theme-life", "1", "100") in rows


def test_where_no_or_several_pillars_are_printed_it_is_said(graph: Graph) -> None:
    rows = ask(graph, 10, "text", "pillar", "measures", "share")
    assert rows == [
        ("x", "rk:theme-unspecified", "1", "100"),
        ("vision/w/1/x", "rk:theme-growth", "2", "66.7"),
        ("vision/w/1/x", "rk:theme-unspecified", "1", "33.3"),
        ("d", "rk:theme-life", "1", "50"),
        ("d", "rk:theme-unspecified", "1", "50"),
        ("v", "rk:theme-life", "1", "100"),
    ]


def test_a_subsidy_has_a_row_for_each_theme_of_its_project(graph: Graph) -> None:
    rows = ask(graph, 24, "project", "subsidy", "grantor", "rate", "theme", vision="w/1/x")
    assert rows == [
        ("創業の塾", "交付金", "rk:grantor-national", "0.3333", "rk:theme-growth-cluster"),
        ("創業の塾", "交付金", "rk:grantor-national", "0.3333", "rk:theme-urban-education"),
        ("創業の塾", "補助", "rk:grantor-notStated", "", "rk:theme-growth-cluster"),
        ("創業の塾", "補助", "rk:grantor-notStated", "", "rk:theme-urban-education"),
    ]
