"""Kinds of wording and layout that no list names: labels read by their words, tables by their values. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph_build.records.document import Records
from graph_build.release.extract import extract

PLAN = """富山広域連携中枢都市圏ビジョン

令和５年３月策定

第１章　基本的事項

１　構成市町村
　富山市（連携中枢都市）、滑川市、舟橋村、上市町、立山町

２　計画期間
　令和５年度から令和９年度まで

第２章　具体的取組

（金額の単位：千円）

Ⅰ　圏域全体の経済成長のけん引

１　産業の振興と創業の支援

取組の概要　起業を支える。

プログラム\t事業のねらい\tどこが\tＲ５\tＲ６\tＲ７\t国の支援メニュー
創業の塾\t塾を開く。\t富山市、滑川市\t100\t200\t300\t交付金（国１／２）
商談の会\t会を開く。\t全市町村\t10\t20\t30\t－

２　広域観光の推進

取組の概要
旅を広める。

（１）周遊のきっぷ

事業のねらい\t電子のきっぷを売る。
取り組む市町村\t富山市、上市町
事業に要する費用の見込み\tＲ５\tＲ６\tＲ７
\t100\t200\t300
国等の財政支援\t観光庁の補助金（国１／２以内）

（２）湯めぐり

事業のねらい\t電子の手形を売る。
取り組む市町村\t富山市、立山町
国等の財政支援\t－

所要額の内訳（千円）
区分\tＲ５\tＲ６\tＲ７\t計
富山市\t100\t100\t100\t300
立山町\t50\t50\t50\t150
計\t150\t150\t150\t450

事業の進め方
区分\tＲ５\tＲ６\tＲ７
手形の企画\t→\t\t
販売\t\t→\t→
"""


@pytest.fixture(scope="module")
def projects(convert: Callable[[str], Records]) -> dict[str, dict[str, Any]]:
    return {project["title"]: project for project in extract(convert(PLAN))["projects"]}


def test_a_column_of_titles_needs_no_word_that_says_so(projects: dict[str, dict[str, Any]]) -> None:
    assert list(projects) == ["創業の塾", "商談の会", "周遊のきっぷ", "湯めぐり"]


def test_a_cell_that_names_members_only_says_who_takes_part(projects: dict[str, dict[str, Any]]) -> None:
    assert projects["創業の塾"]["participants"] == ["富山市", "滑川市"]
    assert projects["商談の会"]["scope"] == "all"


def test_a_unit_said_once_above_all_tables_holds_for_all_amounts(projects: dict[str, dict[str, Any]]) -> None:
    assert {project["budget_unit"] for project in projects.values()} == {"千円"}
    assert projects["周遊のきっぷ"]["budget"] == {"2023": 100, "2024": 200, "2025": 300}


def test_labels_are_read_by_the_words_that_they_consist_of(projects: dict[str, dict[str, Any]]) -> None:
    assert projects["周遊のきっぷ"]["content"] == "電子のきっぷを売る。"
    assert projects["周遊のきっぷ"]["subsidy"] == "観光庁の補助金（国１／２以内）"
    assert projects["創業の塾"]["subsidy"] == "交付金（国１／２）"


def test_tables_of_years_below_a_project_are_its_amounts_and_its_schedule(
    projects: dict[str, dict[str, Any]],
) -> None:
    project = projects["湯めぐり"]
    assert project["total"] == 450
    assert project["budget_by_party"]["立山町"] == {"2023": 50, "2024": 50, "2025": 50}
    assert [(one["item"], one["marked_years"]) for one in project["schedule"]] == [
        ("手形の企画", [2023]),
        ("販売", [2024, 2025]),
    ]


def test_amounts_of_projects_are_no_statistics(convert: Callable[[str], Records]) -> None:
    lost = PLAN.replace("取り組む市町村", "そのほか").replace("国等の財政支援", "ついで")
    assert "statistics" not in extract(convert(lost)) or not extract(convert(lost))["statistics"]


LISTED = """第２期富山広域連携中枢都市圏ビジョン

令和５年３月策定

第１章　基本的事項

１　構成市町村
　富山市（連携中枢都市）、滑川市、魚津市、舟橋村、上市町、立山町

２　計画期間
　令和５年度から令和９年度まで

第２章　連携協約で定める取組

分野\t連携する取組\t内容\t富山市の役割\t２町１村の役割
Ⅰ　圏域全体の経済成長のけん引\t1-1　産業を興す\t起業を支える。\t窓口を設ける。\t情報を伝える。
\t1-2　旅を広める\t観光を広める。\t発信する。\t受け入れる。
Ⅱ　高次の都市機能の集積・強化\t2-1　医療を守る\t病院を守る。\t病院を営む。\t利用を促す。

第３章　事業

柱１　圏域全体の経済成長のけん引

1-1　産業を興す

No.1\t創業の塾\t所管課\t商工課
関係市町\t３市２町１村
事業の概要\t塾を開く。
役割\t《富山市》塾を運営する。
\t《２町１村》受講者を募る。
事業費（千円）\t区分\tR5\tR6\t計
\t富山市\t10\t20\t30
\t２町１村\t5\t5\t10
\t計\t15\t25\t40

No.2\t商談の会\t所管課\t商工課
関係市町\t滑川市を除く市町村
事業の概要\t会を開く。
事業費（千円）\t区分\tR5\tR6\t計
\t富山市\t10\t20\t30

柱２　高次の都市機能の集積・強化

2-1　医療を守る

No.3\t救急の輪番\t所管課\t健康課
関係市町\t富山市、２町１村
事業の概要\t輪番を組む。
事業費（千円）\t区分\tR5\tR6\t計
\t富山市\t1\t2\t3

第４章　年次の進め方

（凡例）◆：準備　★：実施

事業名\tR5\tR6
創業の塾\t◆\t★
商談の会\t★\t★
救急の輪番\t－\t★
"""


def test_chapters_that_list_measures_and_years_complete_what_the_pillars_tell(
    convert: Callable[[str], Records],
) -> None:
    told = extract(convert(LISTED))
    assert [one["label"] for one in told["policy_fields"]] == [
        "圏域全体の経済成長のけん引",
        "高次の都市機能の集積・強化",
    ]
    assert [(one["number"], one["title"], len(one["roles"])) for one in told["measures"]] == [
        ("1-1", "産業を興す", 2),
        ("1-2", "旅を広める", 2),
        ("2-1", "医療を守る", 2),
    ]
    first, second, third = told["projects"]
    assert (first["number"], first["title"], first["measure"]) == ("No.1", "創業の塾", "産業を興す")
    assert [role["party"] for role in first["roles"]] == ["富山市", "2町1村"]
    assert first["schedule"] == [
        {"item": "準備", "marked_years": [2023]},
        {"item": "実施", "marked_years": [2024]},
    ]
    assert second["scope"] == "except"
    assert third["participants"] == ["富山市", "舟橋村", "上市町", "立山町"]
    assert third["schedule"] == [{"item": "実施", "marked_years": [2024]}]


def test_a_chapter_that_begins_like_the_one_before_keeps_its_heading(
    convert: Callable[[str], Records],
) -> None:
    """「１　現状」 below the next chapter is no running head: a heading further out stands between."""
    head = "富山広域連携中枢都市圏ビジョン\n\n第１章　圏域\n\n１　現状\n\n圏域は広い。\n\n"
    again = convert(f"{head}第２章　人口\n\n１　現状\n\n人が減る。\n")
    page = convert(f"{head}１　現状\n\n水が清い。\n\n第２章　人口\n\n１　推移\n\n人が減る。\n")
    aside = [records.source.ledger.ignored.get("running_head", 0) for records in (again, page)]
    assert aside == [0, len("１　現状")]


FUNDS = """富山広域連携中枢都市圏ビジョン

第１章　構成市町村
富山市、滑川市

第２章　具体的取組

１　産業の振興

事業名\t創業の塾\t\t\t\t
関係市町村\t富山市、滑川市\t\t\t\t
事業費（千円）\t区分\tＲ５\tＲ６\t計{end}
\t総事業費\t100\t200\t300{end}
\t財源内訳\t国庫支出金\t50\t100\t150
\t\t一般財源\t50\t100\t150
\t市町別内訳\t富山市\t60\t120\t180
\t\t滑川市\t40\t80\t120
"""


@pytest.mark.parametrize("end", ["", "\t"])
def test_rows_with_two_labels_stand_below_the_years_with_or_without_an_empty_cell_behind_them(
    convert: Callable[[str], Records], end: str
) -> None:
    (project,) = extract(convert(FUNDS.format(end=end)))["projects"]
    assert (project["budget"], project["total"]) == ({"2023": 100, "2024": 200}, 300)
    assert project["budget_by_party"] == {
        "富山市": {"2023": 60, "2024": 120},
        "滑川市": {"2023": 40, "2024": 80},
    }


def test_a_cover_that_prints_the_title_of_its_page_once_more(convert: Callable[[str], Records]) -> None:
    text = PLAN.replace(
        "富山広域連携中枢都市圏ビジョン\n",
        "# 第２期富山広域連携中枢都市圏ビジョン\n\n第２期\n\n富山広域連携中枢都市圏\n\nビジョン\n",
        1,
    )
    records = convert(text)
    assert extract(records)["title"] == "第２期富山広域連携中枢都市圏ビジョン"
    assert "unresolved_block" not in {problem.code for problem in records.problems}
