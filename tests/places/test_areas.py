"""Core cities of an area by its name."""

from __future__ import annotations

import pytest

from graph_build.assets import asset, tsv
from graph_build.places.areas import core_from_area_name, core_from_table, prefectures_of_area
from graph_build.places.gazetteer import Place, gazetteer

PLACES = gazetteer()


def members(*codes: str) -> list[Place]:
    return [PLACES.place(code) for code in codes]


def names(core: tuple[Place, ...] | None) -> list[str]:
    return [place.name for place in core or ()]


@pytest.mark.parametrize(
    ("area", "codes", "core"),
    [
        ("熊本連携中枢都市圏", ("43100", "43206"), ["熊本市"]),
        ("久留米広域連携中枢都市圏", ("40203", "40216"), ["久留米市"]),
        ("熊 本 市連携中枢都市圏", ("43100",), ["熊本市"]),
        ("山口・宇部圏域", ("35202", "35203"), ["山口市", "宇部市"]),
        ("伊万里・有田定住自立圏", ("41205", "41401"), ["伊万里市"]),
        ("津山圏域定住自立圏", ("24201", "33203"), ["津山市"]),
        ("龍ヶ崎定住自立圏", ("08208",), ["龍ケ崎市"]),
    ],
)
def test_city_whose_name_begins_the_areas_name(area: str, codes: tuple[str, ...], core: list[str]) -> None:
    assert names(core_from_area_name(area, members(*codes))) == core


@pytest.mark.parametrize(
    ("area", "codes"),
    [
        ("鳥取県中部圏域", ("31201", "31203")),  # the prefecture, not the city
        ("淡路島圏域", ("28205", "28226")),  # the island, not the city
        ("備後圏域", ("34207",)),
        ("和気圏域", ("33346",)),  # a town is no core city
        ("熊本連携中枢都市圏", ("43206",)),  # not a member
        ("府中圏域", ("13206", "34208")),  # two cities of that name
        ("", ("43100",)),
    ],
)
def test_no_core_by_name(area: str, codes: tuple[str, ...]) -> None:
    assert core_from_area_name(area, members(*codes)) is None


@pytest.mark.parametrize(
    ("area", "core"),
    [
        ("備後圏域", ["福山市"]),
        ("備後圏域連携中枢都市圏", ["福山市"]),
        ("とやま呉西圏域", ["高岡市", "射水市"]),
        ("淡 路 島 定住自立圏", ["洲本市"]),
        ("架空圏域", []),
        ("圏域", []),
    ],
)
def test_table_of_areas(area: str, core: list[str]) -> None:
    assert names(core_from_table(area)) == core


def test_table_knows_the_scheme() -> None:
    assert names(core_from_table("備後圏域", "renkei-chusu")) == ["福山市"]
    assert core_from_table("備後圏域", "teiju-jiritsu") is None


def test_every_row_of_the_table_holds() -> None:
    for row in tsv(asset("data"), "areas.tsv"):
        core = core_from_table(row["name"], row["scheme"])
        assert core
        assert "-".join(place.code5 for place in core) == row["core"]
        assert all(place.kind in ("city", "designated_city") for place in core)
        assert row["scheme"] in ("renkei-chusu", "teiju-jiritsu")
        assert row["source"]


def test_prefectures_that_an_area_points_to() -> None:
    assert prefectures_of_area("備後圏域") == {"34"}
    assert prefectures_of_area("中海圏域") == {"31", "32"}
    assert prefectures_of_area("静岡県中部圏域") == {"22"}
    assert prefectures_of_area("久留米広域圏") == {"40"}
    assert prefectures_of_area("架空圏域") == frozenset()
