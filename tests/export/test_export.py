"""The tables of `renkei export`: as many rows as the graph has things, keys that hold, files that any tool reads."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build import cli
from graph_build.release.asking import Graph
from graph_build.release.export import (
    DICTIONARY,
    PACKAGE,
    SEPARATOR,
    Column,
    Table,
    TableError,
    describe,
    export_csv,
    rows_of,
    safe,
    tables,
)
from graph_build.release.folder import ReleaseFolder

COUNTS = {
    "municipalities": "{ ?x a rk:Municipality } UNION { ?x a rk:Prefecture }",
    "areas": "?x a rk:Area",
    "memberships": "?x a rk:Membership",
    "agreements": "?x a rk:Agreement",
    "texts": "VALUES ?c { rk:AgreementVersion rk:DraftVersion rk:Vision } ?x a ?c",
    "measures": "?x a rk:Measure",
    "projects": "?x a rk:Project",
    "participations": "?p rk:participant ?m BIND(CONCAT(STR(?p), STR(?m)) AS ?x)",
    "roles": "?x a rk:RoleStatement",
    "budgets": "?x a rk:BudgetLine",
    "kpis": "?x a rk:KpiValue",
    "documents": "?x a rk:Document",
    "statistics": "?x a rk:Statistic",
    "facilities": "?x a rk:Facility",
    "concepts": "?x a skos:Concept FILTER(STRSTARTS(STR(?x), STR(rk:)))",
}
FORMULA_BEGINS = "=+-@\t\r\n＝＋－＠"


@pytest.fixture(scope="module")
def graph(register_release: ReleaseFolder) -> Graph:
    return Graph(register_release)


@pytest.fixture(scope="module")
def folder(register_release: ReleaseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("csv")
    export_csv(register_release, out)
    return out


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return found


def read(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_bytes().decode(), newline="")))


def number(graph: Graph, query: str) -> int:
    return int("".join(graph.run(query, {}, "csv")).split()[1])


# --- the rows ---


@pytest.mark.parametrize("name", [table.name for table in tables()])
def test_a_table_has_a_row_for_each_thing_of_the_graph(folder: Path, graph: Graph, name: str) -> None:
    there = number(graph, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {COUNTS[name]} }}")
    assert len(read(folder, name)) == there > 0


@pytest.mark.parametrize(
    ("name", "column", "query"),
    [
        ("budgets", "amount_yen", "SELECT (SUM(?v) AS ?n) WHERE { ?x a rk:BudgetLine ; rk:amount ?v }"),
        ("projects", "total_budget_yen", "SELECT (SUM(?v) AS ?n) WHERE { ?x rk:totalBudget ?v }"),
    ],
)
def test_sums_of_the_tables_are_those_of_the_graph(
    folder: Path, graph: Graph, name: str, column: str, query: str
) -> None:
    assert sum(int(row[column]) for row in read(folder, name) if row[column]) == number(graph, query) > 0


@pytest.mark.parametrize(
    ("name", "column", "query"),
    [
        ("roles", "holders", "SELECT (COUNT(*) AS ?n) WHERE { ?x a rk:RoleStatement ; rk:holder ?v }"),
        (
            "facilities",
            "municipalities",
            "SELECT (COUNT(*) AS ?n) WHERE { ?x a rk:Facility ; rk:inMunicipality ?v }",
        ),
        ("roles", "role_kinds", "SELECT (COUNT(*) AS ?n) WHERE { ?x rk:roleKind ?v }"),
    ],
)
def test_cells_of_several_values_hold_all_of_them_in_order(
    folder: Path, graph: Graph, name: str, column: str, query: str
) -> None:
    cells = [row[column].split(SEPARATOR) for row in read(folder, name) if row[column]]
    assert sum(len(cell) for cell in cells) == number(graph, query) > 0
    assert all(cell == sorted(set(cell)) for cell in cells)


def test_ids_are_the_paths_of_the_graph_and_stand_first(folder: Path, graph: Graph) -> None:
    for table in tables():
        assert table.columns[0].name == table.key[0]
    (row, *_) = read(folder, "agreements")
    assert (
        number(graph, f"SELECT (COUNT(*) AS ?n) WHERE {{ <{graph.base}id/{row['id']}> a rk:Agreement }}") == 1
    )


def test_places_have_their_links_and_partners_their_distance(folder: Path) -> None:
    (kumamoto,) = [row for row in read(folder, "municipalities") if row["code5"] == "43100"]
    assert kumamoto["label_en"] == "Kumamoto City"
    assert kumamoto["wikidata"] == "http://www.wikidata.org/entity/Q199889"
    partners = [row for row in read(folder, "memberships") if row["role"] == "memberRole-partner"]
    assert partners
    assert all(0 < float(row["distance_to_core_km"]) < 200 for row in partners)


def test_two_values_where_one_may_stand_are_an_error_and_not_a_choice(graph: Graph) -> None:
    query = "SELECT ?id ?name WHERE { ?id a rk:Municipality ; skos:prefLabel ?name }"
    columns = (Column("id", "id", "", ""), Column("name", "string", "", ""))
    with pytest.raises(TableError, match="municipality/"):
        rows_of(Table("fiction", {}, ("id",), query, columns, {}), graph)


# --- the data package ---


def resources(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in package["resources"]}


def test_the_package_lists_every_file_with_its_digest(folder: Path, package: dict[str, Any]) -> None:
    assert {one["path"] for one in package["resources"]} | {PACKAGE} == {f.name for f in folder.iterdir()}
    for one in package["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])


def test_fields_are_the_columns_of_the_files(folder: Path, package: dict[str, Any]) -> None:
    for one in package["resources"]:
        header = next(csv.reader((folder / one["path"]).read_text(encoding="utf-8").splitlines()))
        fields = one["schema"]["fields"]
        assert [field["name"] for field in fields] == header
        assert {field["type"] for field in fields} <= {"string", "integer", "number"}
        assert len(set(header)) == len(header)


def test_every_column_is_described_in_both_languages() -> None:
    for table in tables():
        assert table.title["ja"] != table.title["en"]
        for column in table.columns:
            assert column.en.isascii() or "甲" in column.en, column
            assert column.ja, column


def test_values_have_the_types_of_their_fields(folder: Path, package: dict[str, Any]) -> None:
    forms = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "string": r"(?s).*"}
    for name, one in resources(package).items():
        for row in read(folder, name):
            for field in one["schema"]["fields"]:
                value = row[field["name"]]
                assert not value or re.fullmatch(forms[field["type"]], value), (name, field["name"], value)
                assert value or not field.get("constraints", {}).get("required"), (name, field["name"])


def test_primary_keys_are_unique_and_rows_in_their_order(folder: Path, package: dict[str, Any]) -> None:
    for name, one in resources(package).items():
        keys = [tuple(row[column] for column in one["schema"]["primaryKey"]) for row in read(folder, name)]
        assert max(Counter(keys).values()) == 1
        if name != "dictionary":
            assert keys == sorted(keys)


def test_foreign_keys_hold(folder: Path, package: dict[str, Any]) -> None:
    checked = 0
    for name, one in resources(package).items():
        for reference in one["schema"].get("foreignKeys", ()):
            target = reference["reference"]["resource"] or name
            known = {row[reference["reference"]["fields"]] for row in read(folder, target)}
            used = {row[reference["fields"]] for row in read(folder, name)} - {""}
            assert used <= known, (name, reference, sorted(used - known)[:3])
            checked += len(used)
    assert checked


def test_licence_and_sources_are_stated(package: dict[str, Any], graph: Graph) -> None:
    assert [one["name"] for one in package["licenses"]] == ["CC-BY-4.0"]
    documents = number(graph, "SELECT (COUNT(*) AS ?n) WHERE { ?d a rk:Document }")
    assert len(package["sources"]) == documents > 0
    assert all(one["title"] and one["path"].startswith(graph.base + "doc/") for one in package["sources"])


def test_the_dictionary_has_a_row_for_each_column(folder: Path) -> None:
    rows = read(folder, DICTIONARY.removesuffix(".csv"))
    assert [(row["table"], row["column"]) for row in rows] == [
        (t.name, c.name) for t in tables() for c in t.columns
    ]
    assert {row["unit"] for row in rows} == {"", "JPY", "deg", "km", "column unit"}


def test_units_of_figures_are_named() -> None:
    for table in tables():
        for column in table.columns:
            assert bool(column.unit) == (column.type == "number" or column.name.endswith("_yen")), column


# --- the files ---


def test_the_files_follow_rfc_4180(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        content = path.read_bytes()
        assert content.endswith(b"\r\n")
        assert not content.startswith(b"\xef\xbb\xbf")
        outside = re.sub(rb'"(?:[^"]|"")*"', b"", content)
        assert outside.count(b"\n") == outside.count(b"\r\n") == outside.count(b"\r")


def test_no_text_cell_is_a_formula(folder: Path, package: dict[str, Any]) -> None:
    for name, one in resources(package).items():
        texts = [field["name"] for field in one["schema"]["fields"] if field["type"] == "string"]
        for row in read(folder, name):
            for column in texts:
                value = row[column]
                assert value[:1] not in tuple(FORMULA_BEGINS) or re.fullmatch(
                    r"[+-]?\d[\d,]*(\.\d+)?|[-－]+", value
                ), (name, value)


@given(st.text())
def test_a_safe_text_is_no_formula_and_loses_nothing(text: str) -> None:
    made = safe(text)
    assert made in {text, f"'{text}"}
    if made == text and text[:1] in tuple(FORMULA_BEGINS) and text:
        assert re.fullmatch(r"[+-]?\d[\d,]*(\.\d+)?|[-－]+", text)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "＝１", "-1+1", "+1-A1", "-2%|x"]
)
def test_begins_of_formulas_are_quoted(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-1,234.5", "+3", "-", "－", "1=1", "", "熊本市", "▲5"])
def test_figures_and_dashes_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_the_same_release_gives_the_same_bytes(
    register_release: ReleaseFolder, folder: Path, tmp_path: Path
) -> None:
    export_csv(register_release, tmp_path / "again")
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_byte_order_mark_is_an_option(
    register_release: ReleaseFolder, folder: Path, tmp_path: Path
) -> None:
    export_csv(register_release, tmp_path / "bom", bom=True)
    for path in folder.glob("*.csv"):
        assert (tmp_path / "bom" / path.name).read_bytes() == b"\xef\xbb\xbf" + path.read_bytes()
    package = json.loads((tmp_path / "bom" / PACKAGE).read_text(encoding="utf-8"))
    assert {one["encoding"] for one in package["resources"]} == {"utf-8-sig"}


# --- the command ---


def test_the_command_says_what_it_wrote(
    register_release: ReleaseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tables"
    for _ in range(2):
        assert cli.main(["export", "--csv", str(out), "--release", str(register_release.path)]) == cli.OK
        printed = capsys.readouterr().out.splitlines()
        assert len(printed) == len(tables())
        assert printed[0].startswith(str(out / "municipalities.csv"))


def test_a_folder_with_something_else_is_left_alone(
    register_release: ReleaseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "budgets.csv").write_text("mine", encoding="utf-8")
    assert (
        cli.main(["export", "--csv", str(tmp_path), "--release", str(register_release.path)]) == cli.WRONG_USE
    )
    assert [path.name for path in tmp_path.iterdir()] == ["budgets.csv"]
    assert "something else" in capsys.readouterr().err
    assert cli.main(["export", "--csv", str(tmp_path / "x"), "--release", str(tmp_path)]) == cli.WRONG_USE


def test_a_table_refers_to_itself_as_the_standard_says() -> None:
    given = tables()
    files = dict.fromkeys([*(f"{table.name}.csv" for table in given), DICTIONARY], b"")
    package = describe(given, files, [], {"base": "https://example.org/", "build": "0" * 64})
    keys = resources(package)["municipalities"]["schema"]["foreignKeys"]
    assert keys == [{"fields": "prefecture", "reference": {"resource": "", "fields": "id"}}]
