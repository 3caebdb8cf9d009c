"""Forms of sheets and lists that a plan repeats: heads over values, years printed again, projects across. All of it is fiction."""

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

第２章　具体的取組

１　圏域全体の経済成長のけん引

（１）産業の振興

取組の内容\t起業を支える。
富山市の役割\t窓口を置く。

{behind}
"""
HEADS = "番号\t事業名\t参画市町村\n1\t創業の塾\t富山市、滑川市"
PARTS = "事業の内容\t塾を開く。\n年度\tR5\tR6\n講座\t○\t"
AMOUNTS = "修了の会\t\t○\n事業費（千円）\t100\t200"


def told(convert: Callable[[str], Records], behind: str) -> dict[str, Any]:
    return extract(convert(PLAN.format(behind=behind)))


@pytest.mark.parametrize("between", ["\n", "\n年度\tR5\tR6\n"])
def test_heads_over_values_and_a_row_of_years_that_a_page_prints_again(
    between: str, convert: Callable[[str], Records]
) -> None:
    (project,) = told(convert, f"{HEADS}\n{PARTS}{between}{AMOUNTS}")["projects"]
    assert (project["number"], project["title"]) == ("1", "創業の塾")
    assert project["participants"] == ["富山市", "滑川市"]
    assert project["schedule"] == [
        {"item": "講座", "marked_years": [2023]},
        {"item": "修了の会", "marked_years": [2024]},
    ]
    assert project["budget"] == {"2023": 100, "2024": 200}


def test_a_list_of_two_projects_is_no_sheet(convert: Callable[[str], Records]) -> None:
    listed = told(convert, f"{HEADS}\n2\t商談の会\t全市町村")["projects"]
    assert [one["title"] for one in listed] == ["創業の塾", "商談の会"]


def test_two_labels_of_one_kind_are_a_label_and_its_value(convert: Callable[[str], Records]) -> None:
    rows = "事業名\t創業の塾\n関係市町村\t富山市、滑川市\n国県補助事業\t創業支援補助金\n根拠協定\t別表第２"
    (project,) = told(convert, rows)["projects"]
    assert project["subsidy"] == "創業支援補助金"


def test_projects_stand_beside_each_other_above_their_years(convert: Callable[[str], Records]) -> None:
    listed = "番号\t事業名\t事業の内容\t関係市町村\n1\t創業の塾\t塾を開く。\t富山市\n2\t商談の会\t会を開く。\t全市町村"
    amounts = "（単位：千円）\n年度\t1 創業の塾\t2 商談の会\nR5\t100\t30\nR6\t200\t\n計\t300\t30"
    first, second = told(convert, f"{listed}\n\n{amounts}")["projects"]
    assert (first["budget"], first["total"]) == ({"2023": 100, "2024": 200}, 300)
    assert (second["budget"], second["blank_years"], second["total"]) == ({"2023": 30}, [2024], 30)


def test_words_on_the_work_stand_above_who_pays(convert: Callable[[str], Records]) -> None:
    listed = "番号\t事業名\t事業の内容\t関係市町村\n1\t創業の塾\t塾を開く。\t富山市、滑川市"
    rows = "1\t内容\t準備\t開講\n\t富山市\t60\t120\n\t滑川市\t40\t80\n\t計\t100\t200"
    (project,) = told(convert, f"{listed}\n\n（単位：千円）\n番号\t区分\tR5\tR6\n{rows}")["projects"]
    assert [one["item"] for one in project["schedule"]] == ["準備", "開講"]
    assert project["budget_by_party"]["滑川市"] == {"2023": 40, "2024": 80}
    assert project["budget"] == {"2023": 100, "2024": 200}


def test_years_of_a_line_stand_before_what_is_done_in_them(convert: Callable[[str], Records]) -> None:
    rows = "項目\t内容\n事業の概要\t塾を開く。\n関係市町村\t富山市"
    when = "実施の時期\t<p>令和５年度～令和６年度　開講</p><p>令和５年度、令和７年度　催し</p>"
    (project,) = told(convert, f"事業名：創業の塾\n{rows}\n{when}")["projects"]
    assert project["title"] == "創業の塾"
    assert project["schedule"] == [
        {"item": "開講", "marked_years": [2023, 2024]},
        {"item": "催し", "marked_years": [2023, 2025]},
    ]


def test_one_table_holds_the_agreement_the_list_and_the_indicators(
    convert: Callable[[str], Records],
) -> None:
    quoted = "<tr><td>取組</td><td colspan=4>（１）起業の支援</td></tr><tr><td>取組の内容</td><td colspan=4>起業を支える。</td></tr>"
    quoted += "<tr><td>富山市の役割</td><td colspan=4>窓口を置く。</td></tr>"
    listed = "<tr><td>事業名</td><td>事業の概要</td><td>関係市町村</td><td>R5</td><td>R6</td></tr>"
    listed += "<tr><td>① 創業の塾</td><td>塾を開く。</td><td>富山市</td><td>→</td><td>→</td></tr>"
    told_by = "<tr><td rowspan=2>成果指標</td><td colspan=2>指標</td><td>現状値（R4）</td><td>目標値（R9）</td></tr>"
    told_by += "<tr><td colspan=2>塾の参加者数（人）</td><td>10</td><td>30</td></tr>"
    text = (
        PLAN.split("（１）産業の振興", maxsplit=1)[0]
        + f"（１）産業の振興\n\n<table>{quoted}{listed}{told_by}</table>\n"
    )
    found = extract(convert(text))
    (measure,), (project,), (kpi,) = found["measures"], found["projects"], found["kpis"]
    assert measure["field_path"] == ["圏域全体の経済成長のけん引", "産業の振興"]
    assert (measure["number"], measure["title"]) == ("(1)", "起業の支援")
    assert (project["measure"], project["title"]) == ("起業の支援", "創業の塾")
    assert (kpi["measure"], kpi["name"], kpi["target"]) == ("起業の支援", "塾の参加者数", 30)


def test_an_amount_stands_below_the_years_of_the_schedule_above_it(
    convert: Callable[[str], Records],
) -> None:
    rows = "事業名\t創業の塾\n事業の内容\t塾を開く。\n関係市町村\t富山市"
    years = "年次計画\t実施項目\tR5\tR6\n\t講座\t→\t→\n事業費（千円）\t\t100\t200"
    (project,) = told(convert, f"{rows}\n{years}")["projects"]
    assert project["budget"] == {"2023": 100, "2024": 200}


def test_two_sheets_below_each_other_with_the_same_heads_stay_two(
    convert: Callable[[str], Records],
) -> None:
    sheets = [
        "<table><tr><td>番号</td><td>事業名</td><td>参画市町村</td></tr>"
        f"<tr><td>{number}</td><td>{title}</td><td>富山市、滑川市</td></tr>"
        f"<tr><td>事業の内容</td><td colspan=2>{title}を開く。</td></tr>"
        f"<tr><td>事業費（千円）</td><td>R5</td><td>R6</td></tr><tr><td></td><td>{amount}</td><td>{amount}</td></tr></table>"
        for number, title, amount in ((1, "創業の塾", 100), (2, "商談の会", 200))
    ]
    first, second = told(convert, "\n\n".join(sheets))["projects"]
    assert (first["title"], first["budget"]) == ("創業の塾", {"2023": 100, "2024": 100})
    assert (second["title"], second["budget"]) == ("商談の会", {"2023": 200, "2024": 200})
