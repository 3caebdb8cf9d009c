"""The mapping tables of the project: in the order of the standard, in the graph, and described as linksets."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SKOS
from rdflib import Graph as RdfGraph

from graph_build.assets import asset
from graph_build.classify.themes import ITEMS
from graph_build.linking.mappings import (
    Office,
    Tables,
    distance_km,
    distances,
    linkset_triples,
    load_tables,
    office_of,
    place_triples,
)
from graph_build.linking.sssom import COLUMNS, PROPAGATED, MappingError, MappingSet, read_sssom, write_sssom
from graph_build.places.gazetteer import gazetteer
from graph_build.rdf.iris import Iris
from graph_build.rdf.prefixes import expand
from graph_build.records import ids
from graph_build.records.agreement import Membership
from graph_build.release.build import Settings, assemble, build
from graph_build.release.cache import Cache
from graph_build.release.checking import check
from tests.release.make import AREA, concluded, here, records

HEADER = """#curie_map:
#  rk: https://w3id.org/renkei/def#
#  rkid: https://w3id.org/renkei/id/
#  schema: https://schema.org/
#  wd: http://www.wikidata.org/entity/
#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/publicdomain/zero/1.0/
"""
COLUMN_LINE = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
ROW = "rkid:municipality/44201\tschema:sameAs\twd:Q170616\tsemapv:ManualMappingCuration\n"
OITA, BEPPU = Office(Decimal("33.24"), Decimal("131.61")), Office(Decimal("33.28"), Decimal("131.49"))


_ONTOLOGY = RdfGraph().parse(
    data=asset("ontology").joinpath("themes.ttl").read_text("utf-8"), format="turtle"
)
THEME_NAMES = {
    "rk:" + str(theme).rpartition("#")[2]: {str(name) for name in _ONTOLOGY.objects(theme, SKOS.prefLabel)}
    for theme in _ONTOLOGY.subjects(SKOS.inScheme)
}


def table(text: str = HEADER + COLUMN_LINE + ROW) -> MappingSet:
    return read_sssom(text, "fiction")


def own_tables() -> list[str]:
    return sorted(
        f.name for f in asset("data").joinpath("mappings").iterdir() if f.name.endswith(".sssom.tsv")
    )


def triples_of(lines: Iterable[str]) -> set[ox.Triple]:
    text = "".join(f"{line} .\n" for line in lines)
    return {quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)}


# --- the standard ---


@pytest.mark.parametrize("name", own_tables())
def test_a_table_of_the_project_is_canonical(name: str) -> None:
    text = asset("data").joinpath("mappings", name).read_text(encoding="utf-8")
    assert write_sssom(read_sssom(text, name)) == text


@pytest.mark.parametrize("name", own_tables())
def test_every_mapping_says_why_who_when_and_how_sure(name: str) -> None:
    found = read_sssom(asset("data").joinpath("mappings", name).read_text(encoding="utf-8"), name)
    for row in found.rows:
        for slot in ("predicate_id", "mapping_justification", "confidence", "author_id", "mapping_date"):
            assert row[slot], (row["subject_id"], slot)


def test_subjects_have_the_names_of_their_codes() -> None:
    for one in load_tables().sets:
        for row in one.rows:
            if row["subject_id"].startswith("rk:"):
                assert row["subject_label"] in THEME_NAMES[row["subject_id"]]
                continue
            place = gazetteer().place(ids.code5(row["subject_id"].partition(":")[2]))
            assert row["subject_label"] == place.name


def test_offices_have_the_names_of_their_codes() -> None:
    lines = asset("data").joinpath("places", "offices.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    assert {row["code5"]: row["name"] for row in rows} == {
        code: gazetteer().place(code).name for code in load_tables().offices
    }


def test_the_links_are_those_of_the_shared_facts(shared: Path) -> None:
    with (shared / "facts" / "municipality_links.tsv").open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file, delimiter="\t"))
    tables = load_tables()
    rows = [row for one in tables.sets for row in one.rows if row["object_id"].startswith("wd:")]
    linked = {row["subject_id"]: row["object_id"] for row in rows}
    assert linked == {f"rkid:municipality/{row['code5']}": f"wd:{row['wikidata_qid']}" for row in facts}
    assert tables.offices == {
        row["code5"]: Office(Decimal(row["office_lat"]), Decimal(row["office_lon"])) for row in facts
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#mapping_set_id: https://example.org/set\n", "", "lacks mapping_set_id"),
        ("#license: ", "#licence: ", "unknown slot licence"),
        ("object_id\t", "object\t", "no column object_id"),
        ("schema:sameAs", "owl:sameAs", "owl:sameAs is never stated"),
        ("schema:sameAs", "", "predicate_id is empty"),
        ("wd:Q170616", "wdx:Q170616", "no CURIE of a prefix"),
        ("wd:Q170616", "http://www.wikidata.org/entity/Q170616", "no CURIE of a prefix"),
        ("semapv:ManualMappingCuration", "manual", "no CURIE of a known prefix"),
        ("semapv:ManualMappingCuration", "semapv:Guess", "unknown mapping_justification"),
        (
            "semapv:ManualMappingCuration\n",
            "semapv:ManualMappingCuration\tmore\n",
            "line 9: 4 cells expected",
        ),
        ("#mapping_set_id", "#mapping_date: soon\n#mapping_set_id", "mapping_date is no date"),
        ("#curie_map:", "#curie_map: [", "no YAML"),
    ],
)
def test_a_table_that_breaks_a_rule_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    text = HEADER + COLUMN_LINE + ROW
    assert old in text
    with pytest.raises(MappingError, match=message):
        table(text.replace(old, new, 1))


@pytest.mark.parametrize("confidence", ["1.7", "-0.1", "high", "1e-1"])
def test_confidence_is_from_0_to_1(confidence: str) -> None:
    text = HEADER + COLUMN_LINE.replace("\n", "\tconfidence\n") + ROW.replace("\n", f"\t{confidence}\n")
    with pytest.raises(MappingError, match="confidence"):
        table(text)


_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)


@given(st.lists(st.tuples(_WORDS, _WORDS, st.booleans()), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[tuple[str, str, bool]]) -> None:
    basis = table().rows[0]
    made = tuple(
        {
            **basis,
            "subject_label": label,
            "comment": comment,
            "subject_match_field": "schema:name|schema:url" if named else "schema:name",
        }
        for label, comment, named in rows
    )
    text = write_sssom(MappingSet("fiction", table().slots, table().prefixes, made))
    again = read_sssom(text, "fiction")
    wanted = sorted([{k: v for k, v in row.items() if v} for row in made], key=lambda r: sorted(r.items()))
    found = sorted(
        [{k: v for k, v in row.items() if v} for row in again.rows], key=lambda r: sorted(r.items())
    )
    assert found == wanted
    assert write_sssom(again) == text


def test_what_all_rows_share_stands_above_them() -> None:
    made = tuple({**row, "mapping_date": "2026-11-21"} for row in table().rows)
    text = write_sssom(MappingSet("fiction", table().slots, table().prefixes, made))
    assert "#mapping_date: 2026-11-21\n" in text
    assert set(PROPAGATED) < set(COLUMNS)
    assert read_sssom(text, "fiction").rows[0]["mapping_date"] == "2026-11-21"


# --- tables together ---


def write(folder: Path, name: str, rows: str) -> Path:
    path = folder / f"{name}.sssom.tsv"
    path.write_text(HEADER + COLUMN_LINE + rows, encoding="utf-8")
    return path


def test_a_further_table_brings_its_offices(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", ROW)
    offices = "code5\tname\tlatitude\tlongitude\n44201\t大分市\t33.24\t131.61\n"
    (tmp_path / "mine.offices.tsv").write_text(offices, encoding="utf-8")
    found = load_tables([path])
    assert found.offices["44201"] == OITA
    assert [one.name for one in found.sets][-1] == "mine"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (ROW + ROW.replace("Q170616", "Q1"), "is both"),
        (ROW.replace("schema:sameAs", "schema:url"), "are taken"),
        (ROW.replace("44201", "44999"), "no municipality, prefecture or theme"),
        (ROW.replace("municipality/44201", "area/44201"), "no municipality, prefecture or theme"),
        (ROW.replace("44201", "43100"), "is both"),
        (ROW.replace("rkid:municipality/44201", "rk:theme-nothing"), "no municipality, prefecture or theme"),
        (
            ROW.replace("rkid:municipality/44201", "rk:theme-life-care"),
            "matches of SKOS are taken for a theme",
        ),
    ],
)
def test_a_table_that_contradicts_another_or_names_no_place_is_refused(
    tmp_path: Path, rows: str, message: str
) -> None:
    with pytest.raises(MappingError, match=message):
        load_tables([write(tmp_path, "mine", rows)])


def test_a_table_of_another_name_or_twice_of_one_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="ends in"):
        load_tables([tmp_path / "mine.tsv"])
    with pytest.raises(MappingError, match="two mapping tables"):
        load_tables([write(tmp_path, own_tables()[0].removesuffix(".sssom.tsv"), ROW)])
    own = Path(str(asset("data").joinpath("mappings", own_tables()[0])))
    assert load_tables([own]) == load_tables()
    assert len(load_tables(without=own.name).sets) == len(own_tables()) - 1


def test_a_build_refuses_a_table_that_is_not_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", ROW.replace("schema:sameAs", "owl:sameAs"))
    with pytest.raises(ValueError, match="never stated"):
        build([], tmp_path / "release", Settings(mappings=(path,)))
    assert not (tmp_path / "release").exists()


# --- in the graph ---


def test_links_and_offices_become_triples_of_any_base() -> None:
    iris = Iris("http://localhost:8000/")
    found = triples_of(place_triples(Tables((table(),), {"44201": OITA}), (), iris))
    place = ox.NamedNode("http://localhost:8000/id/municipality/44201")
    decimal = ox.NamedNode(expand("xsd:decimal"))
    assert found == {
        ox.Triple(
            place,
            ox.NamedNode(expand("schema:sameAs")),
            ox.NamedNode("http://www.wikidata.org/entity/Q170616"),
        ),
        ox.Triple(place, ox.NamedNode(expand("rk:officeLat")), ox.Literal("33.24", datatype=decimal)),
        ox.Triple(place, ox.NamedNode(expand("rk:officeLong")), ox.Literal("131.61", datatype=decimal)),
    }


def test_goals_of_the_un_stand_beside_themes_in_the_links_graph() -> None:
    found = triples_of(place_triples(load_tables(), (), Iris("http://localhost:8000/")))
    beside = {
        (t.subject, t.object) for t in found if t.predicate == ox.NamedNode(expand("skos:relatedMatch"))
    }
    care = ox.NamedNode(expand("rk:theme-life-care"))
    assert {goal for theme, goal in beside if theme == care} == {ox.NamedNode("http://metadata.un.org/sdg/3")}
    items = {item for items in ITEMS.values() for item in items if not item.endswith("-other")}
    assert {theme for theme, _ in beside} == {ox.NamedNode(expand(f"rk:theme-{item}")) for item in items}


def test_the_catalogue_describes_each_table_as_a_linkset() -> None:
    found = triples_of(linkset_triples(load_tables(), Iris()))
    linksets = {t.subject for t in found if t.object == ox.NamedNode(expand("void:Linkset"))}
    assert len(linksets) == len(own_tables())
    for one in linksets:
        said = {t.predicate: t.object for t in found if t.subject == one}
        name = str(one).strip("<>").rpartition("/")[2]
        rows = read_sssom(
            asset("data").joinpath("mappings", f"{name}.sssom.tsv").read_text("utf-8"), name
        ).rows
        assert said[ox.NamedNode(expand("void:triples"))] == ox.Literal(len(rows))
        for prop in ("subjectsTarget", "objectsTarget", "linkPredicate"):
            assert ox.NamedNode(expand(f"void:{prop}")) in said


def test_partners_have_their_distance_to_the_core() -> None:
    document = concluded()
    assert distances([document], {"44201": OITA, "44206": BEPPU}) == {
        f"{AREA}/member/44206": distance_km(OITA, BEPPU)
    }
    assert distances([document], {"44206": BEPPU}) == {}
    second = Membership(
        id=f"{AREA}/member/44202", evidence=here(), area=AREA, member="municipality/44202", role="core"
    )
    both = [document, records("bill/44201/2016/1", (second,))]
    assert distances(both, {"44201": OITA, "44206": BEPPU, "44202": BEPPU}) == {}


def test_the_distance_of_two_offices() -> None:
    # A quarter of a great circle is a quarter of the circumference; Kumamoto and Tamana lie 20 km apart.
    pole, equator = Office(Decimal(90), Decimal(0)), Office(Decimal(0), Decimal(130))
    assert distance_km(pole, equator) == Decimal("10007.6")
    offices = load_tables().offices
    assert Decimal(19) < distance_km(offices["43100"], offices["43206"]) < Decimal(21)


_OFFICES = st.builds(
    Office,
    st.decimals(20, 46, places=6, allow_nan=False),
    st.decimals(122, 154, places=6, allow_nan=False),
)


@given(_OFFICES, _OFFICES)
def test_a_distance_is_the_same_both_ways_and_none_to_itself(one: Office, other: Office) -> None:
    assert distance_km(one, other) == distance_km(other, one) >= 0
    assert distance_km(one, one) == 0
    assert office_of(str(one.latitude), str(one.longitude)) == one


def violations(tables: Tables) -> set[str]:
    task = next(t for t in assemble([concluded()], Iris(), Cache(None), tables).tasks if t.name == "links")
    return {finding.shape for finding in check(task).findings}


def test_the_shapes_see_what_the_tables_say() -> None:
    good = Tables((table(),), {"44201": OITA, "44206": BEPPU})
    assert not violations(good)
    assert "rks:officeLat" in " ".join(
        violations(Tables((table(),), {"44201": Office(Decimal(50), OITA.longitude)}))
    )
    other = HEADER + COLUMN_LINE + ROW.replace("wd:Q170616", "schema:Q170616")
    assert "rks:sameAs" in " ".join(violations(Tables((table(other),), {})))
