"""Questions to which the real corpus has no answer, asked where they have one: an empty match proves nothing.

Everything is invented; only the names of places are real.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.checks.questions import evaluate, load_queries
from graph_build.rdf.prefixes import PREFIXES
from graph_build.release.asking import Graph, QueryError
from tests.questions.conftest import BASE, ROOT, ask, graph_of, released

CHAIN = ROOT / "tests" / "fixtures" / "consolidation"
VISION = "renkei-chusu/20201/2024-03"

FICTION = """
<area/renkei-chusu/20201> a rk:Area ; rk:scheme rk:scheme-renkei-chusu ; rk:coreCity <municipality/20201> ;
  rk:member <municipality/20201>, <municipality/20541>, <municipality/20543> .
<area/teiju-jiritsu/20206> a rk:Area ; rk:scheme rk:scheme-teiju-jiritsu ; rk:coreCity <municipality/20206> ;
  rk:member <municipality/20206>, <municipality/20541> .
<agreement/kyotei/20206-20543/0000000000> a rk:Agreement ; rk:scheme rk:scheme-kyotei ;
  rk:party <municipality/20206>, <municipality/20543> .
<agreement/renkei-chusu/20201-20541> a rk:Agreement ; rk:scheme rk:scheme-renkei-chusu ;
  rk:area <area/renkei-chusu/20201> ; rk:party <municipality/20201>, <municipality/20541> ; rk:hasVersion <v> .
<municipality/20201> a rk:Municipality ; skos:prefLabel "長野市"@ja ; rk:standardAreaCode <http://data.e-stat.go.jp/lod/sac/C20201> .
<municipality/20206> a rk:Municipality ; skos:prefLabel "諏訪市"@ja .
<municipality/20541> a rk:Municipality ; skos:prefLabel "小布施町"@ja .
<municipality/20543> a rk:Municipality ; skos:prefLabel "高山村"@ja .

<vision/renkei-chusu/20201/2024-03> a rk:Vision ; rk:area <area/renkei-chusu/20201> .
<vision/teiju-jiritsu/20206/2023-03> a rk:Vision ; rk:area <area/teiju-jiritsu/20206> .
<w1> a rk:Measure ; rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:order 1 ; skos:prefLabel "観光"@ja .
<w2> a rk:Measure ; rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:order 2 ; skos:prefLabel "交通"@ja .
<w3> a rk:Measure ; rk:inVersion <vision/teiju-jiritsu/20206/2023-03> ; rk:order 1 ; skos:prefLabel "医療"@ja .
<p> a rk:Project ; rk:implements <w1> .
<m1> a rk:Measure ; rk:inVersion <v> ; rk:order 1 ; skos:prefLabel "観光"@ja ; rk:sameWordingAs <w1> .
<m2> a rk:Measure ; rk:inVersion <v> ; rk:order 2 ; skos:prefLabel "路線バス"@ja ; rk:rewordingOf <w2> .
<m3> a rk:Measure ; rk:inVersion <v> ; rk:order 3 ; skos:prefLabel "研修"@ja .

<k1> a rk:Kpi ; rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:unit "人" ; skos:prefLabel "観光客の数"@ja .
<k2> a rk:Kpi ; rk:inVersion <vision/teiju-jiritsu/20206/2023-03> ; rk:unit "人" ; skos:prefLabel "観光客の数"@ja .
<k3> a rk:Kpi ; rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:unit "人" ; skos:prefLabel "圏域の人口"@ja ;
  rk:indicator rk:indicator-population .
<k4> a rk:Kpi ; rk:inVersion <vision/teiju-jiritsu/20206/2023-03> ; rk:unit "人" ; skos:prefLabel "人口"@ja ;
  rk:indicator rk:indicator-population .
<k5> a rk:Kpi ; rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:unit "件" ; skos:prefLabel "相談"@ja .
<k6> a rk:Kpi ; rk:inVersion <vision/teiju-jiritsu/20206/2023-03> ; rk:unit "回" ; skos:prefLabel "相談"@ja .
<k7> a rk:Kpi ; rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:unit "件" ; skos:prefLabel "創業"@ja .

<s1> rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:indicator rk:indicator-population ; rk:year 2020 ;
  rk:statisticOf <municipality/20201> ; rk:value 372000 .
<s2> rk:inVersion <vision/renkei-chusu/20201/2024-03> ; rk:indicator rk:indicator-population ; rk:year 2015 ;
  rk:statisticOf <municipality/20201> ; rk:value 377000 .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(FICTION, tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An agreement, two amendments of it and its repeal."""
    return Graph(released(tmp_path_factory.mktemp("chain") / "release", CHAIN))


def test_measures_without_project_and_measures_that_the_vision_does_not_have(graph: Graph) -> None:
    assert ask(graph, 7, "finding", "text", "measure", vision=VISION) == [
        ("without project", f"vision/{VISION}", "交通"),
        ("not in the vision", "v", "研修"),
    ]


def test_measures_added_dropped_and_reworded_by_two_amendments(chain: Graph) -> None:
    found = ask(chain, 16, "later", "change", "measure", "before", agreement="renkei-chusu/20201-20541")
    assert {(later.rpartition("/")[2], *rest) for later, *rest in found} == {
        ("2022-03-25", "dropped", "農産物の加工と商品化", ""),
        ("2022-03-25", "dropped", "路線バスの維持", ""),
        ("2022-03-25", "added", "公共交通の見直し", ""),
        ("2022-03-25", "added", "食品の残りを減らす運動", ""),
        ("2022-03-25", "reworded", "広域観光の推進", "広域観光の推進"),
        ("2022-03-25", "reworded", "職員の合同研修", "職員の合同研修"),
        ("2024-03-19", "dropped", "企業の誘致", ""),
        ("2024-03-19", "added", "創業の支援", ""),
        ("2024-03-19", "reworded", "広域観光の推進", "広域観光の推進"),
    }
    assert ask(chain, 16, "later", "change", "measure", "before") == found


def test_a_municipality_in_two_areas_or_with_an_agreement_of_its_own(graph: Graph) -> None:
    assert ask(graph, 34, "name", "scheme", "belongs") == [
        ("諏訪市", "rk:scheme-kyotei", "agreement/kyotei/20206-20543/0000000000"),
        ("諏訪市", "rk:scheme-teiju-jiritsu", "area/teiju-jiritsu/20206"),
        ("小布施町", "rk:scheme-renkei-chusu", "area/renkei-chusu/20201"),
        ("小布施町", "rk:scheme-teiju-jiritsu", "area/teiju-jiritsu/20206"),
        ("高山村", "rk:scheme-kyotei", "agreement/kyotei/20206-20543/0000000000"),
        ("高山村", "rk:scheme-renkei-chusu", "area/renkei-chusu/20201"),
    ]


def test_indicators_are_comparable_by_concept_or_name_in_one_unit(graph: Graph) -> None:
    assert sorted(ask(graph, 38, "indicator", "unit", "area", "kpi")) == [
        ("rk:indicator-population", "人", "area/renkei-chusu/20201", "圏域の人口"),
        ("rk:indicator-population", "人", "area/teiju-jiritsu/20206", "人口"),
        ("観光客の数", "人", "area/renkei-chusu/20201", "観光客の数"),
        ("観光客の数", "人", "area/teiju-jiritsu/20206", "観光客の数"),
    ]


ESTAT = """
@prefix cd-code: <http://data.e-stat.go.jp/lod/ontology/crossDomain/code/> .
@prefix cd-dimension: <http://data.e-stat.go.jp/lod/ontology/crossDomain/dimension/> .
@prefix estat-measure: <http://data.e-stat.go.jp/lod/ontology/measure/> .
@prefix sacs: <http://data.e-stat.go.jp/lod/terms/sacs#> .
@prefix sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://data.e-stat.go.jp/lod/sac/C20201> sacs:latestCode <http://data.e-stat.go.jp/lod/sac/C20201-20100101> .
[] sdmx-dimension:refArea <http://data.e-stat.go.jp/lod/sac/C20201-20100101> ; cd-dimension:sex cd-code:sex-all ;
  cd-dimension:timePeriod "2015"^^xsd:gYear ; cd-dimension:age cd-code:age-all ; estat-measure:population 377598 .
[] sdmx-dimension:refArea <http://data.e-stat.go.jp/lod/sac/C20201-20100101> ; cd-dimension:sex cd-code:sex-male ;
  cd-dimension:timePeriod "2015"^^xsd:gYear ; cd-dimension:age cd-code:age-all ; estat-measure:population 183000 .
"""


def test_the_federated_query_joins_its_two_halves_by_code_and_year() -> None:
    """The other server's half is a graph of the shape that its guide shows; nothing is asked over the network."""
    (query,) = [query for query in load_queries() if query.federated]
    there = ox.NamedNode("http://data.e-stat.go.jp/lod/sparql/alldata/query")
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = ox.Store()
    local = f"{prefixes}@base <{BASE}id/> .\n{FICTION}"
    store.load(local.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
    store.load(ESTAT.encode(), format=ox.RdfFormat.TURTLE, to_graph=there)
    assert query.text.count("SERVICE <") == 1
    answer = store.query(query.text.replace("SERVICE <", "GRAPH <"), prefixes=dict(PREFIXES))
    assert isinstance(answer, ox.QuerySolutions)
    rows = [[str(solution[name].value) for name in ("year", "printed", "official")] for solution in answer]
    assert rows == [["2015", "377000", "377598"]]


def test_the_federated_query_is_refused_and_has_no_verdict_here(graph: Graph, tmp_path: Path) -> None:
    (query,) = [query for query in load_queries() if query.federated]
    with pytest.raises(QueryError, match="a client of your own"):
        graph.ask(query, {"vision": VISION})
    (outcome,) = evaluate([query], graph.ask, "text")
    assert outcome.verdict == "unverifiable"
