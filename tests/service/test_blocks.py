"""The queries behind the pages: each runs, answers the same as its link, and refuses what is no identifier."""

from __future__ import annotations

import pytest

from service.web.blocks import UnusableValueError, load_blocks
from tests.service.running import Running

BASE = "https://w3id.org/renkei/"


@pytest.mark.parametrize("name", load_blocks())
def test_each_table_is_answered_and_its_link_gives_the_same(server: Running, name: str) -> None:
    block = load_blocks()[name]
    given = dict.fromkeys(block.params, "id/municipality/43100")
    table = server.client.get(f"/tables/{name}.csv", params=given)
    assert table.status_code == 200, table.text
    link = server.query(block.bound(block.bind(given, BASE)), "text/csv")
    assert sorted(link.text.splitlines()) == sorted(table.text.splitlines())
    assert set(block.params) <= set(table.text.splitlines()[0].split(","))


@pytest.mark.parametrize(
    "value", ["", "x", "id/a b", 'id/"x', "id/x>", "https://example.org/id/x", "id/x}", "id/x\ny"]
)
def test_only_identifiers_of_the_graph_are_taken(server: Running, value: str) -> None:
    with pytest.raises(UnusableValueError):
        load_blocks()["area-members"].bind({"area": value}, BASE)
    answer = server.client.get("/tables/area-members.csv", params={"area": value})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_parameters_are_named(server: Running) -> None:
    assert server.client.get("/tables/area-members.csv").status_code == 422
    assert server.client.get("/tables/areas.csv", params={"x": "id/y"}).status_code == 422
    assert server.client.get("/tables/nothing.csv").status_code == 404


@pytest.mark.parametrize("name", [name for name, block in load_blocks().items() if block.params])
def test_nothing_is_said_of_what_is_not_there(server: Running, name: str) -> None:
    given = dict.fromkeys(load_blocks()[name].params, "id/municipality/00000")
    assert len(server.client.get(f"/tables/{name}.csv", params=given).text.splitlines()) == 1
