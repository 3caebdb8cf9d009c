"""What a plan tells of its projects elsewhere: by their numbers, in lists behind, one cell below the other. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_own_words import COVER

Convert = Callable[[str], Records]

SHEETS = """（１）医療

事業番号	11
事業名	往診車の運行
関係市町	全市町
事業の概要	往診車を走らせる。

（２）観光

事業番号	12
事業名	遊覧船の運航
事業の概要	遊覧船を出す。
期待される効果	訪れる人が増える。

"""
MATRIX = "第３章　参加する市町\n\n番号\t益田市\t津和野町\t吉賀町\n11\t○\t○\t○\n12\t○\t－\t○\n"
AMOUNTS = """第４章　事業費（単位：千円）

番号	事業名	令和５年度	令和６年度	計
11	往診車の運行	10	20	30
	小計	10	20	30
12	遊覧船の運航	5	5	10
11（再掲）	往診車の運行	－	－	－
	合計	15	25	40
"""


def projects(records: Records) -> dict[str, dict[str, Any]]:
    return {one["title"]: one for one in extract(records)["projects"]}


def test_a_matrix_of_numbers_completes_the_projects_that_have_them(convert: Convert) -> None:
    found = projects(convert(COVER + SHEETS + MATRIX))
    assert found["遊覧船の運航"]["participants"] == ["益田市", "吉賀町"]
    assert len(found) == 2


def test_the_whole_area_named_alone_takes_part(convert: Convert) -> None:
    for words in ("圏域内", "圏域一円", "全市町"):
        found = projects(convert(COVER + SHEETS.replace("全市町", words)))["往診車の運行"]
        assert (found["participants"], found["scope"]) == (["益田市", "津和野町", "吉賀町"], "all")


def test_a_number_that_no_project_has_is_reported(convert: Convert) -> None:
    records = convert(COVER + SHEETS + MATRIX.replace("12\t", "99\t"))
    assert projects(records)["遊覧船の運航"].get("participants", []) == []
    assert records.source.ledger.unresolved > 0


def test_amounts_behind_all_measures_are_the_projects_own(convert: Convert) -> None:
    records = convert(COVER + SHEETS + AMOUNTS)
    found = projects(records)
    assert {title: one["budget"] for title, one in found.items()} == {
        "往診車の運行": {"2023": 10, "2024": 20},
        "遊覧船の運航": {"2023": 5, "2024": 5},
    }
    assert {title: one["field_path"][-1] for title, one in found.items()} == {
        "往診車の運行": "医療",
        "遊覧船の運航": "観光",
    }
    assert {"subtotal", "repeated"} <= records.source.ledger.ignored.keys()


def test_cells_one_below_the_other(convert: Convert) -> None:
    sheet = """（１）医療

事業番号
１－１
事業名
往診車の運行
関係市町
全市町
事業の概要
往診車を走らせる。
事業費（千円）
令和５年度
令和６年度
計
－
20
20
補助制度
なし

※令和５年度は準備に充てる。

成果指標
指標名
現状値（令和４年度）
目標値（令和６年度）
往診の回数
３回
９回
"""
    records = convert(COVER + sheet)
    (project,) = extract(records)["projects"]
    assert (project["number"], project["budget"], project["total"]) == ("１－１", {"2024": 20}, 20)
    assert [(one["name"], one["target"]) for one in extract(records)["kpis"]] == [("往診の回数", 9)]
    assert records.source.ledger.unresolved == 0


SCHEDULES = """第４章　年度別の計画

番号	実施内容	令和５年度	令和６年度
11	車の購入	●
	往診	－	●
12	運航	●	●
"""


def test_a_table_of_numbers_and_marks_tells_the_schedule_in_several_items(convert: Convert) -> None:
    found = projects(convert(COVER + SHEETS + SCHEDULES))
    assert found["往診車の運行"]["schedule"] == [
        {"item": "車の購入", "marked_years": [2023]},
        {"item": "往診", "marked_years": [2024]},
    ]
    assert found["遊覧船の運航"]["schedule"] == [{"item": "運航", "marked_years": [2023, 2024]}]


def test_what_stands_beside_titles_once_a_project_is_no_item_of_the_schedule(convert: Convert) -> None:
    table = (
        "事業名\t事業の内容\t令和５年度\t令和６年度\n市の立つ日\t市を開く。\t●\t●\n盆の踊り\t踊る。\t\t●\n"
    )
    found = projects(convert(COVER + "（１）観光\n\n" + table))
    assert {title: (one["content"], one["schedule"][0]["item"]) for title, one in found.items()} == {
        "市の立つ日": ("市を開く。", "市の立つ日"),
        "盆の踊り": ("踊る。", "盆の踊り"),
    }
