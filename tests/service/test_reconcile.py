"""The Reconciliation API 0.2: its rules, in own words from the specification, and a spreadsheet of names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reconciler import reconcile

from graph_build.places.gazetteer import gazetteer
from graph_build.places.spelling import place_key
from graph_build.release.folder import ReleaseFolder
from tests.service.running import Running, start

ROOT = Path(__file__).parents[2]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "id", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def running(register_release: ReleaseFolder) -> Iterator[Running]:
    """A service of the register."""
    service = start(register_release.path)
    yield service
    assert service.stop() == 0


def ask(running: Running, **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A batch by POST; checks that its answer has the form of a result batch (specification §4.2)."""
    answer = running.client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    batch = answer.json()
    assert set(batch) == set(queries)
    for each in batch.values():
        assert set(each) == {"result"}
        check_result(each["result"])
    return {name: each["result"] for name, each in batch.items()}


def check_result(result: list[dict[str, Any]]) -> None:
    scores = [each["score"] for each in result]
    assert scores == sorted(scores, reverse=True)
    assert sum(each["match"] for each in result) <= 1
    for each in result:
        assert set(each) == {"id", "name", "description", "type", "score", "match"}
        assert each["id"]
        assert each["name"]
        assert all(set(kind) == {"id", "name"} and kind["id"] for kind in each["type"])
        assert isinstance(each["score"], float)


def place(
    running: Running, query: str, *, type: str = "Municipality", **values: Any
) -> list[tuple[str, bool]]:
    """Codes of the candidates for a name, each with whether it matches."""
    properties = [{"pid": pid, "v": value} for pid, value in values.items()]
    found = ask(running, q={"query": query, "type": type, "properties": properties})["q"]
    return [(each["id"].removeprefix("municipality/"), each["match"]) for each in found]


# --- the service ---


def test_without_parameters_there_is_the_manifest(running: Running) -> None:
    manifest = running.client.get("/reconcile").json()
    assert "0.2" in manifest["versions"]
    for uri in ("identifierSpace", "schemaSpace", "documentation"):
        assert re.match(r"https?://", manifest[uri])
    assert isinstance(manifest["name"], str)
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert isinstance(manifest["preview"]["width"], int)
    assert isinstance(manifest["preview"]["height"], int)
    assert set(manifest["suggest"]) == {"entity", "type", "property"}
    assert all({"service_url", "service_path"} == set(each) for each in manifest["suggest"].values())
    assert {"service_url", "service_path"} == set(manifest["extend"]["propose_properties"])
    assert {each["id"] for each in manifest["defaultTypes"]} == {"Municipality", "Area", "Measure", "Project"}
    assert manifest["batchSize"] > 1


def test_all_addresses_of_the_manifest_answer(running: Running) -> None:
    manifest = running.client.get("/reconcile").json()
    for name in ("view", "preview"):
        url = manifest[name]["url"].replace("{{id}}", quote("municipality/43100", safe=""))
        answer = running.client.get(url, follow_redirects=True, headers={"accept": "text/html"})
        assert answer.status_code == 200
        assert "熊本市" in answer.text
    for each in manifest["suggest"].values():
        assert (
            running.client.get(each["service_url"] + each["service_path"], params={"prefix": "a"}).status_code
            == 200
        )
    assert running.client.get(manifest["documentation"]).status_code == 200


def test_other_origins_may_ask(running: Running) -> None:
    for path in ("/reconcile", "/reconcile/suggest/entity?prefix=a", "/reconcile/properties?type=Area"):
        assert (
            running.client.get(path, headers={"origin": "http://127.0.0.1:3333"}).headers[
                "access-control-allow-origin"
            ]
            == "*"
        )
    preflight = running.client.options(
        "/reconcile", headers={"origin": "http://x", "access-control-request-method": "POST"}
    )
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_get_and_post_answer_the_same(running: Running) -> None:
    batch = {"q0": {"query": "熊本市"}, "q1": {"query": "府中市", "type": ["Municipality"], "limit": 1}}
    by_get = running.client.get("/reconcile", params={"queries": json.dumps(batch)})
    by_post = running.client.post("/reconcile", data={"queries": json.dumps(batch)})
    assert by_get.json() == by_post.json()
    assert len(by_get.json()["q1"]["result"]) == 1


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ("no json", 422),
        ("[]", 422),
        ("[" * 100_000, 422),
        ('{"q": 1}', 422),
        ('{"q": {"query": 1}}', 422),
        ('{"q": {"query": "a", "limit": 0}}', 422),
        ('{"q": {"query": "a", "properties": [{"pid": "x"}]}}', 422),
        ('{"q": {"query": "a", "colour": "red"}}', 422),
        (json.dumps({str(n): {"query": "a"} for n in range(101)}), 413),
    ],
)
def test_wrong_batches_are_told_what_is_wrong(running: Running, queries: str, status: int) -> None:
    answer = running.client.post("/reconcile", data={"queries": queries})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_wrong_bodies_are_told_what_is_wrong(running: Running) -> None:
    post = running.client.post
    assert post("/reconcile", data={"question": "熊本市"}).status_code == 422
    assert post("/reconcile", json={"queries": {}}).status_code == 415
    assert post("/reconcile", data={"queries": "x" * (2 << 20)}).status_code == 413


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.text(max_size=3), JSON, max_size=3))
def test_nothing_breaks_on_any_batch(running: Running, batch: dict[str, Any]) -> None:
    answer = running.client.post("/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        for each in answer.json().values():
            check_result(each["result"])


# --- municipalities ---


def test_a_name_that_one_municipality_has_matches(running: Running) -> None:
    for query in (
        "熊本市",
        "熊本県熊本市",
        " 熊 本 市 ",
        "43100",
        "431001",
        "４３１００",
        "municipality/43100",
        "くまもとし",
    ):
        assert place(running, query)[0] == ("43100", True), query


def test_a_name_that_several_have_is_left_to_the_user(running: Running) -> None:
    assert place(running, "府中市") == [("13206", False), ("34208", False)]
    assert place(running, "伊達市") == [("01233", False), ("07213", False)]


def test_the_prefecture_settles_it(running: Running) -> None:
    for query in ("広島県府中市", "広島県 府中市"):
        assert place(running, query) == [("34208", True)]
    for value in ("広島県", "広島", "34", "340006", {"id": "prefecture/34", "name": "広島県"}, ["広島県"]):
        assert place(running, "府中市", prefecture=value)[0] == ("34208", True), value
    assert place(running, "府中市", code5="34208")[0] == ("34208", True)
    assert place(running, "", code5="34208")[0] == ("34208", True)


def test_what_contradicts_itself_matches_nothing(running: Running) -> None:
    for found in (
        place(running, "熊本県府中市"),
        place(running, "府中市", prefecture="熊本県"),
        place(running, "熊本市", prefecture="広島県"),
        place(running, "43100", prefecture="広島県"),
        place(running, "熊本県府中市", prefecture="広島県"),
        place(running, "熊本市", colour="red"),
    ):
        assert found
        assert not any(match for _, match in found)


def test_variants_of_characters_are_one(running: Running) -> None:
    for one, other in (("梼原町", "檮原町"), ("茅ヶ崎市", "茅ケ崎市"), ("須恵町", "須惠町")):
        assert place(running, one)[0] == place(running, other)[0]
        assert place(running, one)[0][1], one


def test_nothing_is_guessed(running: Running) -> None:
    for query in ("浦和市", "与野市", "鬱鬱市"):
        assert place(running, query) == [], query
    for query in ("大宮市", "熊本", "熊本市中央区", "中央区", "Misato Town", "1100", "11002"):
        assert not any(match for _, match in place(running, query)), query
    assert ("01100", False) in place(running, "1100")
    assert place(running, "43102") == []
    assert place(running, "431002") == []


@pytest.mark.filterwarnings("ignore")
def test_a_spreadsheet_of_all_names_leaves_ambiguous_ones_to_the_user(running: Running) -> None:
    places = gazetteer().municipalities
    bearers = Counter(place_key(each.name) for each in places)
    wards = {place_key(ward.name) for ward in gazetteer().wards}
    shared = sorted({each.name for each in places if bearers[place_key(each.name)] > 1})
    assert len(shared) >= 26
    sheet = pd.DataFrame({"name": [*(each.name for each in places[::9]), *shared]}).drop_duplicates()
    table = reconcile(
        sheet["name"],
        type_id="Municipality",
        top_res="all",
        reconciliation_endpoint=f"{running.url}/reconcile",
    )
    by_name = dict(list(table.groupby("input_value")))
    assert set(by_name) == set(sheet["name"])
    for name, rows in by_name.items():
        right = {f"municipality/{each.code5}" for each in places if each.name == name}
        assert right <= set(rows["id"]), name
        if len(right) == 1 and bearers[place_key(name)] == 1 and place_key(name) not in wards:
            assert set(rows[rows["match"]]["id"]) == right, name
        elif len(right) > 1:
            assert not rows["match"].any(), name


# --- other types ---


def test_areas_measures_and_projects_are_found_by_their_names(running: Running) -> None:
    (area, *_) = ask(running, q={"query": "熊本連携中枢都市圏"})["q"]
    assert (area["id"], area["match"]) == ("area/renkei-chusu/43100", True)
    (project, *_) = ask(running, q={"query": "鳥獣被害対策", "type": "Project"})["q"]
    assert (project["type"][0]["id"], project["match"]) == ("Project", True)
    measures = ask(running, q={"query": "観光の振興", "type": "Measure"})["q"]
    assert len(measures) > 1
    assert not any(each["match"] for each in measures)
    assert len({each["description"] for each in measures}) > 1


def test_the_agreement_settles_which_measure(running: Running) -> None:
    measures = ask(running, q={"query": "観光の振興", "type": "Measure"})["q"]
    version = measures[0]["id"].partition("/measure/")[0]
    (first, *others) = ask(
        running,
        q={
            "query": "観光の振興",
            "type": "Measure",
            "properties": [{"pid": "inVersion", "v": {"id": version}}],
        },
    )["q"]
    assert (first["id"].startswith(version), first["match"]) == (True, True)
    assert not any(each["match"] for each in others)


def test_a_type_restricts(running: Running) -> None:
    assert ask(running, q={"query": "熊本市", "type": "Area"})["q"] == []
    assert ask(running, q={"query": "熊本市", "type": ["Nothing"]})["q"] == []


# --- suggestions, preview, extension ---


def test_suggestions_complete_names_and_identifiers(running: Running) -> None:
    def suggested(kind: str, prefix: str, **more: Any) -> list[dict[str, Any]]:
        answer = running.client.get(f"/reconcile/suggest/{kind}", params={"prefix": prefix, **more})
        assert answer.status_code == 200
        assert all(each["id"] and each["name"] for each in answer.json()["result"])
        found: list[dict[str, Any]] = answer.json()["result"]
        return found

    assert [each["id"] for each in suggested("entity", "府中")] == [
        "municipality/13206",
        "municipality/34208",
        "municipality/34302",
    ]
    assert suggested("entity", "municipality/43100")[0]["name"] == "熊本市"
    assert suggested("entity", "熊本市")[0]["notable"][0]["id"] == "Municipality"
    first, second = (suggested("entity", "市", cursor=at) for at in (0, 20))
    assert len(first) == 20
    assert not {each["id"] for each in first} & {each["id"] for each in second}
    assert suggested("entity", "") == []
    assert [each["id"] for each in suggested("type", "取組")] == ["Measure"]
    assert suggested("property", "pref")[0]["id"] == "prefecture"
    assert {each["id"] for each in suggested("property", "都道府県")} == {"prefecture"}


def test_a_preview_is_a_small_page_that_may_be_framed(running: Running) -> None:
    answer = running.client.get("/reconcile/preview", params={"id": "municipality/34208"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script" not in answer.text
    assert {"府中市", "広島県"} <= set(re.findall(r">([^<>]+)<", answer.text))
    assert running.client.get("/reconcile/preview", params={"id": "municipality/99999"}).status_code == 404


def test_proposed_properties_are_those_of_the_type(running: Running) -> None:
    answer = running.client.get("/reconcile/properties", params={"type": "Area", "limit": 3}).json()
    assert (answer["type"], answer["limit"], len(answer["properties"])) == ("Area", 3, 3)
    assert all(set(each) == {"id", "name"} for each in answer["properties"])


def test_a_table_is_extended(running: Running) -> None:
    proposed = running.client.get("/reconcile/properties", params={"type": "Municipality"}).json()[
        "properties"
    ]
    wanted: dict[str, Any] = {
        "ids": ["municipality/43441", "municipality/99999"],
        "properties": [{"id": each["id"]} for each in proposed],
    }
    answer = running.client.post("/reconcile", data={"extend": json.dumps(wanted)})
    assert answer.status_code == 200, answer.text
    table = answer.json()
    assert [each["id"] for each in table["meta"]] == [each["id"] for each in proposed]
    assert set(table["rows"]) == set(wanted["ids"])
    assert not any(table["rows"]["municipality/99999"].values())
    row = table["rows"]["municipality/43441"]
    assert row["labelJa"] == [{"str": "御船町"}]
    assert row["labelEn"] == [{"str": "Mifune Town"}]
    assert row["kana"] == [{"str": "ミフネマチ"}]
    assert row["code6"] == [{"str": "434418"}]
    assert row["prefecture"] == [{"id": "prefecture/43", "name": "熊本県"}]
    assert row["area"] == [{"id": "area/renkei-chusu/43100", "name": "熊本連携中枢都市圏"}]
    assert [each["id"] for each in row["agreement"]] == ["agreement/renkei-chusu/43100-43441"]
    assert isinstance(row["officeLat"][0]["float"], float)
    for cells in row.values():
        for cell in cells:
            assert set(cell) in ({"id", "name"}, {"str"}, {"int"}, {"float"})
    same = running.client.get("/reconcile", params={"extend": json.dumps(wanted)})
    assert same.json() == table


def test_projects_are_extended_with_their_budget(running: Running) -> None:
    (project, *_) = ask(running, q={"query": "鳥獣被害対策", "type": "Project"})["q"]
    wanted: dict[str, Any] = {
        "ids": [project["id"]],
        "properties": [{"id": "totalBudget"}, {"id": "participant"}, {"id": "implements"}],
    }
    row = running.client.post("/reconcile", data={"extend": json.dumps(wanted)}).json()["rows"][project["id"]]
    assert row["totalBudget"][0]["int"] > 1000
    assert {"id": "municipality/43100", "name": "熊本市"} in row["participant"]
    assert row["implements"][0]["id"].startswith("vision/")


@pytest.mark.parametrize(
    "extend",
    [
        "x",
        "{}",
        '{"ids": "a", "properties": []}',
        '{"ids": [], "properties": [{"id": "nothing"}]}',
        '{"ids": [1], "properties": []}',
    ],
)
def test_wrong_extensions_are_told_what_is_wrong(running: Running, extend: str) -> None:
    answer = running.client.post("/reconcile", data={"extend": extend})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_identifiers_reach_no_query_unbound(running: Running) -> None:
    hostile = "municipality/43100> } UNION { ?thing ?p ?o } #"
    wanted: dict[str, Any] = {"ids": [hostile], "properties": [{"id": "labelJa"}]}
    answer = running.client.post("/reconcile", data={"extend": json.dumps(wanted)})
    assert answer.json()["rows"] == {hostile: {"labelJa": []}}
