"""Indicators with values of several years, figures below two labels, amounts by number. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph_build.records.base import Passage
from graph_build.records.document import Records
from graph_build.records.plan import KpiValue
from graph_build.release.extract import extract

PLAN = """富山広域連携中枢都市圏ビジョン

令和５年３月策定

第１章　基本的事項

１　構成市町村
　富山市（連携中枢都市）、滑川市、舟橋村、上市町、立山町

第２章　圏域の現状

１　圏域の人口

{figures}

第３章　具体的取組

１　圏域全体の経済成長のけん引

（１）産業の振興{mark}

取組の内容\t起業を支える。
富山市の役割\t窓口を置く。

番号\t事業名\t事業の内容\t関係市町村
1\t創業の塾\t塾を開く。\t富山市、滑川市
2\t商談の会\t会を開く。\t全市町村

{behind}
"""


def told(
    convert: Callable[[str], Records], *, figures: str = "人は減る。", behind: str = "", mark: str = ""
) -> dict[str, Any]:
    return extract(convert(PLAN.format(figures=figures, behind=behind, mark=mark)))


@pytest.mark.parametrize(
    ("heads", "kinds"),
    [
        (
            "基準値（R1）\t実績値（R3）\t実績値（R4）\t目標値（R9）",
            ["baseline", "result-2021", "current", "target"],
        ),
        (
            "現状値（R1）\t中間実績（R4）\t中間目標（R7）\t目標値（R9）",
            ["current", "result-2022", "interim-2025", "target"],
        ),
        (
            "R1実績\t令和４年度実績値\t目標（R7）\t目標（R9）",
            ["result-2019", "current", "interim-2025", "target"],
        ),
        ("基準値\t実績\t\t目標値\n\tR1\tR3\tR4\tR9", ["baseline", "result-2021", "current", "target"]),
    ],
)
def test_of_several_values_of_one_kind_the_last_counts_and_the_others_keep_their_year(
    convert: Callable[[str], Records], heads: str, kinds: list[str]
) -> None:
    table = f"指標\t{heads}\n開業の件数\t12件\t15件\t18件\t30件"
    records = convert(PLAN.format(figures="人は減る。", behind=table, mark=""))
    values = [one for one in records.items if isinstance(one, KpiValue)]
    assert [(one.id.rpartition("/")[2], one.printed_value) for one in values] == list(
        zip(kinds, ["12件", "15件", "18件", "30件"], strict=True)
    )
    (kpi,) = extract(records)["kpis"]
    assert (kpi["target"], kpi["target_at"], kpi["unit"]) == (30, "2027", "件")
    assert not any(problem.code == "kpi_differs" for problem in records.problems)


@pytest.mark.parametrize(
    "table",
    [
        "市町村名\t年次\t総人口（人）\t世帯数（世帯）\n富山市\t平成27年\t410\t160\n\t令和２年\t400\t170\n滑川市\t平成27年\t33\t12\n\t令和２年\t32\t13",
        "年次\t市町村名\t総人口（人）\t世帯数（世帯）\n平成27年\t富山市\t410\t160\n\t滑川市\t33\t12\n令和２年\t富山市\t400\t170\n\t滑川市\t32\t13",
        "市町村名\t区分\t平成27年\t令和２年\n富山市\t総人口（人）\t410\t400\n\t世帯数（世帯）\t160\t170\n滑川市\t総人口（人）\t33\t32\n\t世帯数（世帯）\t12\t13",
        "区分\t市町村名\t平成27年\t令和２年\n総人口（人）\t富山市\t410\t400\n\t滑川市\t33\t32\n世帯数（世帯）\t富山市\t160\t170\n\t滑川市\t12\t13",
        "区分\t平成27年\t令和２年\n総人口（人）\t富山市\t410\t400\n\t滑川市\t33\t32\n世帯数（世帯）\t富山市\t160\t170\n\t滑川市\t12\t13",
    ],
)
def test_figures_below_two_labels_are_of_both(convert: Callable[[str], Records], table: str) -> None:
    found = {
        (one["subject"], one["property"], one["as_of"], one["value"], one["unit"])
        for one in told(convert, figures=table)["statistics"]
    }
    assert found == {
        ("富山市", "総人口", "2015", 410, "人"),
        ("富山市", "総人口", "2020", 400, "人"),
        ("滑川市", "総人口", "2015", 33, "人"),
        ("滑川市", "総人口", "2020", 32, "人"),
        ("富山市", "世帯数", "2015", 160, "世帯"),
        ("富山市", "世帯数", "2020", 170, "世帯"),
        ("滑川市", "世帯数", "2015", 12, "世帯"),
        ("滑川市", "世帯数", "2020", 13, "世帯"),
    }


def test_a_group_or_number_beside_a_name_says_nothing_of_its_figures(
    convert: Callable[[str], Records],
) -> None:
    rows = "中枢都市\t富山市\t400\t170\n連携市町村\t滑川市\t32\t13\n\t上市町\t20\t8"
    found = told(convert, figures=f"区分\t市町村名\t人口（人）\t世帯数（世帯）\n{rows}")["statistics"]
    assert [(one["subject"], one["property"], one["value"]) for one in found] == [
        ("富山市", "人口", 400),
        ("富山市", "世帯数", 170),
        ("滑川市", "人口", 32),
        ("滑川市", "世帯数", 13),
        ("上市町", "人口", 20),
        ("上市町", "世帯数", 8),
    ]


def test_a_line_of_unit_and_source_dates_the_figures_below_it(convert: Callable[[str], Records]) -> None:
    table = "（単位：人、令和２年国勢調査）\n\n市町村名\t男\t女\n富山市\t200\t210\n滑川市\t16\t17"
    found = told(convert, figures=table)["statistics"]
    assert {(one["unit"], one["as_of"]) for one in found} == {("人", "2020")}


def test_amounts_of_a_second_table_go_to_the_projects_of_their_numbers(
    convert: Callable[[str], Records],
) -> None:
    rows = "1\t富山市\t60\t－\t60\n\t滑川市\t40\t80\t120\n\t小計\t100\t80\t180\n2\t富山市\t10\t10\t20"
    first, second = told(convert, behind=f"事業費（単位：千円）\n番号\t市町村名\tR5\tR6\t計\n{rows}")[
        "projects"
    ]
    assert (first["budget"], first["total"], first["budget_unit"]) == ({"2023": 100, "2024": 80}, 180, "千円")
    assert first["budget_by_party"] == {"富山市": {"2023": 60}, "滑川市": {"2023": 40, "2024": 80}}
    assert (second["budget"], second["total"]) == ({"2023": 10, "2024": 10}, 20)


def test_marks_of_a_revised_edition_are_no_part_of_titles_names_and_values(
    convert: Callable[[str], Records],
) -> None:
    table = (
        "取組\t指標\t基準値（R1）\t目標値（R9）\n産業の振興【変更】\t開業の件数【新規】\t12件\t30件【変更】"
    )
    found = told(convert, behind=f"{table}\n\t相談の件数（新規）\t5件\t9件", mark="【変更】")
    assert [one["title"] for one in found["measures"]] == ["産業の振興"]
    assert [(one["name"], one["target"], one["unit"], one["measure"]) for one in found["kpis"]] == [
        ("開業の件数", 30, "件", "産業の振興"),
        ("相談の件数（新規）", 9, "件", "産業の振興"),
    ]


SHEET = (
    "事業名\t創業の塾\t担当\t商工課\n関係市町村\t富山市、滑川市\t実施期間\t令和５年度～令和６年度\n"
    "事業内容\t塾を開く。\n{}\n国・県の補助等\t－"
)


@pytest.mark.parametrize(
    ("amounts", "payers"),
    [
        ("事業費（円）\t令和５年度\t900\n\t令和６年度\t1,000\n\t計\t1,900", None),
        ("事業費\t年度\t事業費（円）\n\t令和５年度\t900\n\t令和６年度\t1,000\n\t計\t1,900", None),
        (
            "事業費（円）\t年度\t総事業費\t国庫支出金\t一般財源\n\tＲ５\t900\t500\t400\n\tＲ６\t1,000\t500\t500\n\t計\t1,900\t1,000\t900",
            None,
        ),
        (
            "事業費（円）\t年度\t富山市\t滑川市\t計\t\n\tＲ５\t600\t300\t900\t\n\tＲ６\t600\t400\t1,000\t\n\t計\t1,200\t700\t1,900\t",
            {"富山市": {"2023": 600, "2024": 600}, "滑川市": {"2023": 300, "2024": 400}},
        ),
    ],
)
def test_years_may_stand_down_beside_amounts_payers_and_sources(
    convert: Callable[[str], Records], amounts: str, payers: dict[str, Any] | None
) -> None:
    first = told(convert, behind=SHEET.format(amounts))["projects"][-1]
    assert (first["budget"], first["total"], first["budget_unit"]) == (
        {"2023": 900, "2024": 1000},
        1900,
        "円",
    )
    assert (first["budget_by_party"], first["blank_years"]) == (payers, [])
    assert first["participants_raw"] == "富山市、滑川市"


def test_pages_of_a_table_of_contents_on_lines_of_their_own_are_no_text(
    convert: Callable[[str], Records],
) -> None:
    contents = "目　次\n\n第１章　基本的事項\n1\n第２章　圏域の現状\n１　圏域の人口\n1\n第３章　具体的取組\n２\n\n第１章　基本的事項"
    plan = PLAN.format(figures="人は減る。", behind="", mark="").replace("第１章　基本的事項", contents)
    records = convert(plan)
    assert not any(one.text.isdigit() for one in records.items if isinstance(one, Passage) and one.text)
    assert (records.source.ledger.ignored["contents"], records.source.ledger.unresolved) == (28, 0)


MATRIX = (
    "番号\t事業名\t事業の内容\t参加市町村\t\t\t\t\t事業費（百万円）\t\t\n"
    "\t\t\t富山市\t滑川市\t舟橋村\t上市町\t立山町\tR5\tR6\t計\n"
    "3\t案内の会\t会を開く。\t{}\t18.5\t19.0\t37.5"
)


@pytest.mark.parametrize(
    ("cells", "participants", "unread"),
    [
        ("◎\t〇\t－\t×\t△", ["富山市", "滑川市"], 0),
        ("全市町村\t\t\t\t", ["富山市", "滑川市", "舟橋村", "上市町", "立山町"], 0),
        ("主\t連\t－\t／\t連", [], 3),
    ],
)
def test_below_the_names_of_members_words_are_no_signs(
    convert: Callable[[str], Records], cells: str, participants: list[str], unread: int
) -> None:
    records = convert(PLAN.format(figures="人は減る。", behind=MATRIX.format(cells), mark=""))
    (project,) = [one for one in extract(records)["projects"] if one["title"] == "案内の会"]
    assert (project["participants"], project["budget"]) == (participants, {"2023": 18.5, "2024": 19})
    assert records.source.ledger.unresolved == unread


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ("12件\t30～40件", (12, None, "30～40件", "件")),
        ("12件\t累計30件（R5～R9）", (12, 30, None, "件")),
        ("12件\t５年間で30件", (12, 30, None, "件")),
        ("12件\t毎年度30件", (12, 30, None, "件")),
        ("新規\t30件", (None, 30, None, "件")),
        ("1億2千万円\t2億円", (120_000_000, 200_000_000, None, "円")),
    ],
)
def test_a_value_of_an_indicator_is_the_figure_that_counts(
    convert: Callable[[str], Records], values: str, wanted: tuple[object, ...]
) -> None:
    (kpi,) = told(convert, behind=f"指標\t基準値（R4）\t目標値（R9）\n開業の件数\t{values}")["kpis"]
    assert (kpi["baseline"], kpi["target"], kpi["target_text"], kpi["unit"]) == wanted
    assert (kpi["name"], kpi["target_at"]) == ("開業の件数", "2027")


AMOUNTS_IN_WORDS = """
事業番号\t１
事業名\t起業の塾
事業内容\t塾を開く。
関係市町村\t富山市、滑川市
事業費（千円）\tR5\tR6\tR7\t計
\t{amounts}
国・県補助制度等\t－
"""


@pytest.mark.parametrize(
    ("amounts", "budget", "total", "problems"),
    [
        ("1,000～2,000\t3,000\t－\t－", {"2024": 3000}, None, ["unreadable_figure"]),
        ("※１ 1,000\t2,000※\t1,000程度\t4,000", {"2023": 1000, "2024": 2000, "2025": 1000}, 4000, []),
        ("1.5億円\t2億円\t1億円\t4.5億円", {"2023": 150_000, "2024": 200_000, "2025": 100_000}, 450_000, []),
    ],
)
def test_amounts_with_words_and_marks(
    convert: Callable[[str], Records],
    amounts: str,
    budget: dict[str, int],
    total: int | None,
    problems: list[str],
) -> None:
    records = convert(
        PLAN.format(figures="人は減る。", behind=AMOUNTS_IN_WORDS.format(amounts=amounts), mark="")
    )
    project = extract(records)["projects"][-1]
    assert (project["budget"], project["total"], project["budget_unit"]) == (budget, total, "千円")
    assert [problem.code for problem in records.problems] == problems


def test_of_members_down_and_across_the_rows_are_what_the_figures_are_about(
    convert: Callable[[str], Records],
) -> None:
    figures = "表１　通勤・通学者数（単位：人）\n常住地＼従業地\t富山市\t滑川市\t上市町\n富山市\t－\t4,100\t2,000\n滑川市\t5,200\t－\t700\n"
    statistics = told(convert, figures=figures)["statistics"]
    assert [(one["subject"], one["property"], one["value"]) for one in statistics if one["value"]] == [
        ("富山市", "滑川市", 4100),
        ("富山市", "上市町", 2000),
        ("滑川市", "富山市", 5200),
        ("滑川市", "上市町", 700),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        "項目\t現状（R4）\t目標（R9）",
        "指標の内容\tR4実績\tR9目標",
        "成果目標\t基準年度（R4）\t目標年度（R9）",
        "数値目標の項目\t計画策定時（令和4年度）\t計画終了時（令和9年度）",
        "指標名\t従前値（R4）\t目標値（R9）",
    ],
)
def test_indicators_are_told_by_the_heads_of_their_values(
    convert: Callable[[str], Records], heads: str
) -> None:
    everything = told(
        convert, behind=f"【成果指標】\n{heads}\n開業の件数\t12件\t30件\n商談の件数\t40件\t90件"
    )
    assert [
        (kpi["name"], kpi["baseline"], kpi["baseline_at"], kpi["target"], kpi["target_at"])
        for kpi in everything["kpis"]
    ] == [
        ("開業の件数", 12, "2022", 30, "2027"),
        ("商談の件数", 40, "2022", 90, "2027"),
    ]
    assert "statistics" not in everything or not everything["statistics"]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("（出典）富山市調べ", "富山市調べ"),
        ("（資料：富山市調べ）", "富山市調べ"),
        ("※出典：富山市調べ", "富山市調べ"),
        ("出典：富山市調べ、国勢調査", None),
    ],
)
def test_the_one_source_below_a_table_of_indicators_is_that_of_each(
    convert: Callable[[str], Records], line: str, source: str | None
) -> None:
    table = f"指標\t基準値（R4）\t目標値（R9）\n相談件数\t10件\t20件\n起業件数\t3件\t5件\n\n{line}\n"
    told = extract(convert(PLAN.format(figures="人は減る。", behind=table, mark="")))["kpis"]
    assert [one.get("source") for one in told] == [source, source]


def test_figures_in_thousands_stay_in_the_unit_of_their_indicator(convert: Callable[[str], Records]) -> None:
    table = "指標\t単位\t基準値（R4）\t目標値（R9）\n利用回数\t千回\t61.3\t110千回以上\n"
    (one,) = extract(convert(PLAN.format(figures="人は減る。", behind=table, mark="")))["kpis"]
    assert (one["unit"], one["baseline"], one["target"]) == ("千回", 61.3, 110)


def test_groups_of_members_across_and_years_down_are_what_the_figures_are_of(
    convert: Callable[[str], Records],
) -> None:
    figures = "将来推計人口（単位：人）\n\n年\t富山市\t連携市町村\t圏域\n2030年\t400\t100\t500\n2040年\t380\t90\t470\n"
    told = extract(convert(PLAN.format(figures=figures, behind="", mark="")))["statistics"]
    assert [(one["subject"], one["value"]) for one in told] == [
        ("富山市", 400),
        ("富山市", 380),
        ("連携市町村", 100),
        ("連携市町村", 90),
        ("圏域", 500),
        ("圏域", 470),
    ]
