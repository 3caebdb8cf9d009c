"""The JSON-LD API: lists that are narrowed, sorted and paged, as plain JSON and as the rows of the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from pyld import jsonld

from graph_build.release.export import export_csv, tables
from graph_build.release.folder import ReleaseFolder
from service.resources.kinds import KINDS
from tests.service.fiction import loader, triples
from tests.service.running import Running, start

LISTS = [kind.name for kind in KINDS if kind.types]
WITH_TABLE = [kind for kind in KINDS if kind.table]
KUMAMOTO, TAMANA = "43100", "43206"


@pytest.fixture(scope="module")
def api(register_release: ReleaseFolder) -> Iterator[Running]:
    """A service with the register."""
    running = start(register_release.path)
    yield running
    assert running.stop() == 0


def page(service: Running, address: str, **parameters: object) -> dict[str, Any]:
    given = {key: str(value) for key, value in parameters.items()}
    answer = service.client.get(
        address, params=given or None
    )  # an empty mapping would drop what the address asks
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def everything(service: Running, address: str) -> list[str]:
    """The ids on all pages, following the links."""
    found = []
    while address:
        one = page(service, address)
        found += [item["id"] for item in one["items"]]
        address = one.get("next", "")
    return found


@pytest.mark.parametrize("name", LISTS)
def test_pages_join_to_the_whole_list_without_repetition(api: Running, name: str) -> None:
    one = page(api, f"/api/{name}", limit=200)
    by_pages = everything(
        api, f"/api/{name}?limit=7" if name != "municipalities" else "/api/municipalities?limit=200"
    )
    assert len(by_pages) == len(set(by_pages)) == one["total"] > 0
    assert [item["id"] for item in one["items"]] == by_pages[:200]


@pytest.mark.parametrize("name", LISTS)
def test_an_item_says_a_part_of_what_its_resource_says(api: Running, name: str) -> None:
    load = loader(api.client)
    listed = page(api, f"/api/{name}", limit=3)
    options = {"format": "application/n-quads", "documentLoader": load}
    of_list = triples(jsonld.to_rdf(listed, options), ox.RdfFormat.N_QUADS)
    whole: set[str] = set()
    for item in listed["items"]:
        resource = api.client.get(item["url"])
        assert resource.json()["id"] == item["id"]
        expanded = triples(jsonld.to_rdf(resource.json(), options), ox.RdfFormat.N_QUADS)
        path = item["id"].removeprefix("https://w3id.org/renkei")
        turtle = triples(api.client.get(f"{path}.ttl").content, ox.RdfFormat.TURTLE)
        assert expanded == turtle
        whole |= turtle
    assert of_list <= whole
    assert len(of_list) > 5 * len(listed["items"])


@pytest.mark.parametrize("kind", WITH_TABLE, ids=lambda kind: kind.name)
def test_csv_has_the_rows_of_the_export(
    api: Running, register_release: ReleaseFolder, kind: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("csv") / "tables"
    export_csv(register_release, out)
    exported = list(csv.reader(io.StringIO((out / f"{kind.table}.csv").read_text(encoding="utf-8"))))
    answer = api.client.get(f"/api/{kind.name}?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    served = list(csv.reader(io.StringIO(answer.text)))
    assert served[0] == exported[0]
    if kind.name == "municipalities":  # the table has the prefectures too
        exported = [row for row in exported if row[1] != "prefecture"]
    assert sorted(served[1:]) == sorted(exported[1:])
    with_mark = api.client.get(f"/api/{kind.name}?format=csv&bom=true")
    assert with_mark.content == b"\xef\xbb\xbf" + answer.content


@pytest.mark.parametrize(
    ("address", "query"),
    [
        (f"/api/areas?municipality={TAMANA}", f"?x a rk:Area ; rk:member mun:{TAMANA}"),
        (f"/api/agreements?municipality={TAMANA}", f"?x a rk:Agreement ; rk:party mun:{TAMANA}"),
        ("/api/agreements?status=proposed", "?x a rk:Agreement ; rk:status rk:status-proposed"),
        (
            "/api/municipalities?prefecture=prefecture/43",
            "?x a rk:Municipality ; rk:inPrefecture <id/prefecture/43>",
        ),
        ("/api/municipalities?area=renkei-chusu/43100", "<id/area/renkei-chusu/43100> rk:member ?x"),
        (f"/api/measures?municipality={TAMANA}", f"?x a rk:Measure ; rk:hasRole/rk:holder mun:{TAMANA}"),
        (
            "/api/measures?area=renkei-chusu/43100",
            "?x a rk:Measure ; rk:inVersion/rk:ofAgreement?/rk:area <id/area/renkei-chusu/43100>",
        ),
        (
            f"/api/measures?municipality={KUMAMOTO}&roleKind=coordinate",
            f"?x a rk:Measure ; rk:hasRole ?r . ?r rk:holder mun:{KUMAMOTO} ; rk:roleKind rk:roleKind-coordinate",
        ),
        (f"/api/projects?municipality={TAMANA}", f"?x a rk:Project ; rk:participant mun:{TAMANA}"),
        ("/api/projects?year=2023", "?x a rk:Project ; rk:budgetLine/rk:year 2023"),
        (
            "/api/projects?vision=renkei-chusu/43100/2025-03",
            "?x a rk:Project ; rk:inVersion <id/vision/renkei-chusu/43100/2025-03>",
        ),
        ("/api/measures?theme=life", "?x a rk:Measure ; rk:theme/skos:broader* rk:theme-life"),
        (
            "/api/projects?pillar=theme-life",
            "?x a rk:Project ; rk:implements/rk:policyField/skos:broader*/rk:theme/skos:broader* rk:theme-life",
        ),
        ("/api/kpis?year=2025", "?x a rk:Kpi ; rk:kpiValue/rk:year 2025"),
        (f"/api/documents?issuer={KUMAMOTO}", f"?x a rk:Document ; rk:issuer mun:{KUMAMOTO}"),
        ("/api/things?type=Facility", "?x a rk:Facility"),
    ],
)
def test_a_filter_selects_what_the_query_selects(api: Running, address: str, query: str) -> None:
    rows = api.rows(
        "PREFIX mun: <https://w3id.org/renkei/id/municipality/> "
        f"BASE <https://w3id.org/renkei/> SELECT DISTINCT ?x {{ {query} }}"
    )
    expected = {row["x"]["value"] for row in rows}
    assert expected, "the register has such things"
    assert set(everything(api, f"{address}&limit=200")) == expected


def test_sorting_is_stable_and_turns_round(api: Running) -> None:
    budgets = [
        item.get("totalBudget", -1) for item in page(api, "/api/projects", sort="-budget", limit=200)["items"]
    ]
    assert budgets == sorted(budgets, reverse=True)
    names = [item["label"]["ja"] for item in page(api, "/api/projects", sort="label", limit=200)["items"]]
    assert names == sorted(names)
    whole = page(api, "/api/measures", limit=200)["items"]
    places = [(item["inVersion"]["id"], item["order"]) for item in whole]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "address",
    [
        "/api/projects?year=abc",
        "/api/projects?limit=0",
        "/api/projects?limit=10001",
        "/api/projects?offset=-1",
        "/api/projects?sort=colour",
        "/api/projects?colour=red",
        "/api/projects?municipality=43206&municipality=43100",
        "/api/measures?theme=%3E%20%7D%20DROP",
        "/api/measures?text=%3E",
        "/api/things",
        "/api/projects?format=csv&bom=yes",
    ],
)
def test_wrong_parameters_are_named(api: Running, address: str) -> None:
    answer = api.client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_a_page_of_json_has_at_most_200_things(api: Running) -> None:
    one = page(api, "/api/municipalities", limit=5000)
    assert (one["limit"], len(one["items"])) == (200, 200)
    assert "offset=200" in one["next"]


def test_what_is_of_another_kind_is_not_there(api: Running) -> None:
    assert api.client.get(f"/api/municipalities/{TAMANA}").status_code == 200
    assert api.client.get(f"/api/measures/municipality/{TAMANA}").status_code == 404
    assert api.client.get("/api/municipalities/00000").status_code == 404
    assert api.client.get("/api/measures", headers={"accept": "image/png"}).status_code == 406


def test_csv_pages_are_linked_in_the_header(api: Running) -> None:
    first = api.client.get("/api/projects?format=csv&limit=10")
    second = api.client.get(first.links["next"]["url"])
    assert int(first.headers["renkei-total"]) > 20
    assert len(list(csv.reader(io.StringIO(second.text)))) == 11
    assert first.text.splitlines()[1:] != second.text.splitlines()[1:]
    assert "prev" in second.links


def test_the_examples_of_the_openapi_document_are_real_answers(api: Running) -> None:
    document = api.client.get("/openapi.json").json()
    seen = set()
    for path, operations in document["paths"].items():
        content = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        for example in content.get("application/json", {}).get("examples", {}).values():
            assert httpx.get(example["summary"]).json() == example["value"], path
            seen.add(path)
    assert seen == {f"/api/{name}" for name in (*LISTS, "things")} | {
        f"/api/{name}/{{path}}" for name in LISTS
    }


def test_every_list_names_a_table_of_the_export() -> None:
    known = {table.name: table for table in tables()}
    for kind in WITH_TABLE:
        assert kind.column in [column.name for column in known[kind.table].columns]
