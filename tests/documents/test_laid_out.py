"""Text that a program laid out as its pages were: pages, columns told by their widths, labels that go on."""

from __future__ import annotations

from graph_build.documents.laid_out.headed import headed_table
from graph_build.documents.laid_out.sheets import labelled_sheet
from graph_build.documents.lines.furniture import furniture
from graph_build.documents.lines.physical import split_lines
from graph_build.documents.model import Table
from graph_build.documents.read import read_bytes


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text.text for cell in table.row(row)] for row in range(table.rows)]


def test_a_number_right_above_a_form_feed_is_that_of_its_page() -> None:
    raw = "あ。\n\n      1\n\f圏域ビジョン\nい。\n\n      2\n\f圏域ビジョン\nう。\n"
    reasons = [raw[each.start : each.end].strip() for each in furniture(split_lines(raw)).values()]
    assert sorted(reasons) == ["1", "2", "圏域ビジョン"]  # where it first stands it is a title


def test_heads_that_begin_several_pages_are_of_their_tables() -> None:
    head = "成果指標          現状値（R2）    目標値（R8）"
    raw = f"あ。\n\n- 1 -\n\f{head}\n受講者数          3人          5人\n\n- 2 -\n\f{head}\n来訪者数          4人          6人\n"
    assert {each.reason for each in furniture(split_lines(raw)).values()} == {"page_number"}


def test_rows_begin_where_texts_begin_beside_each_other() -> None:
    raw = (
        "取組の内容            甲の役割           乙の役割\n"
        "救急の医療を共に支え       病院の当番を調整す      費用の一部を負担す\n"
        "る。               る。             る。\n"
        "図書館の本を互いに貸       窓口を開く。         窓口を開く。\n"
        "す。\n"
    )
    found = headed_table(split_lines(raw), 0)
    assert found is not None
    assert _rows(found[1])[1:] == [
        ["救急の医療を共に支える。", "病院の当番を調整する。", "費用の一部を負担する。"],
        ["図書館の本を互いに貸す。", "窓口を開く。", "窓口を開く。"],
    ]


def test_cells_in_columns_are_not_taken_for_cells_one_below_the_other() -> None:
    raw = (
        "第２条 次の表のとおりとする。\n\n"
        "取組の内容            甲の役割           乙の役割\n"
        "救急の医療を共に支え       病院の当番を調整す      費用の一部を負担す\n"
        "る。               る。             る。\n\f"
    )
    tables = [block for block in read_bytes("a.txt", raw.encode()).blocks if isinstance(block, Table)]
    assert [_rows(table)[1:] for table in tables] == [
        [["救急の医療を共に支える。", "病院の当番を調整する。", "費用の一部を負担する。"]]
    ]


def test_a_label_goes_on_with_its_last_letter_or_its_unit() -> None:
    raw = (
        "事業名       説明会の開催\n"
        "関係市町      全市町\n"
        "期待される効果   就職が進む。\n"
        "費用負担の考え   中心市が負担する。\n"
        "方\n"
        "事業費       R4      R5      計\n"
        "（千円）      100     200     300\n"
    )
    found = labelled_sheet(split_lines(raw), 0)
    assert found is not None
    assert _rows(found[1])[3:] == [
        ["費用負担の考え方", "中心市が負担する。"],
        ["事業費（千円）", "R4", "R5", "計"],
        ["", "100", "200", "300"],
    ]


def test_a_sheet_ends_before_the_heads_of_another_table() -> None:
    raw = (
        "事業名       説明会の開催\n関係市町      全市町\n国県補助等     －\n\n\f"
        "   成果指標        現状値（R2）     目標値（R8）\n受講者数        3人       5人\n"
    )
    found = labelled_sheet(split_lines(raw), 0)
    assert found is not None
    assert _rows(found[1])[-1] == ["国県補助等", "－"]


SHEET = (
    "事業番号         101        事業名        除雪の車の共同購入\n"
    "関係市町         全市町\n"
    "事業概要         三つの町で使う車を買う。\n"
    "             三原市        車を買い、町に貸す。\n"
    "{}                     朝の道を開く。\n"
    "             連携町        運転をする。\n"
    "実施計画         項目           R4         R5         R6         合計\n"
    "             購入           ●\n"
    "             運転                      ●          ●\n"
    "事業費（千円）                 4,000       500                   4,500\n"
)


def test_who_does_what_stands_above_its_label_too_and_amounts_have_the_years_of_the_schedule() -> None:
    found = labelled_sheet(split_lines(SHEET.format("役割分担")), 0)
    assert found is not None
    assert _rows(found[1]) == [
        ["事業番号", "101", "事業名", "除雪の車の共同購入"],
        ["関係市町", "全市町"],
        ["事業概要", "三つの町で使う車を買う。"],
        ["役割分担", "三原市", "車を買い、町に貸す。朝の道を開く。"],
        ["", "連携町", "運転をする。"],
        ["実施計画", "項目", "R4", "R5", "R6", "合計"],
        ["", "購入", "●", "", "", ""],
        ["", "運転", "", "●", "●", ""],
        ["事業費（千円）", "", "4,000", "500", "", "4,500"],
    ]


def test_names_without_a_label_of_roles_below_them_stay_in_their_text() -> None:
    found = labelled_sheet(split_lines(SHEET.format("国県補助")), 0)
    assert found is None or not any(row[1:2] == ["三原市"] for row in _rows(found[1]))


HEADS = "取組事項        事業内容              役割分担\n                            甲（出雲市）    乙（雲南市）\n"
APART = "道の案内        海沿いの道を巡る人に   標識を新たに立て   地図を作り駅に置\n          宿を知らせる。      る。         く。\n"


def _headed(raw: str) -> list[list[tuple[str, int, int]]] | None:
    found = headed_table(split_lines(raw), 0)
    if found is None:
        return None
    table = found[1]
    return [
        [(cell.text.text, cell.rowspan, cell.colspan) for cell in table.row(row)] for row in range(table.rows)
    ]


def test_a_text_across_the_columns_of_the_parties_is_of_them_all() -> None:
    together = "本の貸出し       本を互いに貸す。     窓口を共に開き、貸出しの手続を同\n                          じにする。\n"
    assert _headed(HEADS + APART + together) == [
        [("取組事項", 2, 1), ("事業内容", 2, 1), ("役割分担", 1, 2)],
        [("甲（出雲市）", 1, 1), ("乙（雲南市）", 1, 1)],
        [
            ("道の案内", 1, 1),
            ("海沿いの道を巡る人に宿を知らせる。", 1, 1),
            ("標識を新たに立てる。", 1, 1),
            ("地図を作り駅に置く。", 1, 1),
        ],
        [
            ("本の貸出し", 1, 1),
            ("本を互いに貸す。", 1, 1),
            ("窓口を共に開き、貸出しの手続を同じにする。", 1, 2),
        ],
    ]


def test_a_short_text_below_the_first_party_alone_may_be_of_both() -> None:
    assert _headed(HEADS + APART + "本の貸出し       本を互いに貸す。     窓口を開く。\n") is None
    broken = "本の貸出し       本を互いに貸す。     窓口を駅前に開い\n                          て貸す。\n"
    rows = _headed(HEADS + APART + broken)
    assert rows is not None
    assert rows[-1][2:] == [("窓口を駅前に開いて貸す。", 1, 1), ("", 1, 1)]


def test_texts_that_one_blank_parts_are_not_one_across_the_columns() -> None:
    near = "船の運行        船を走らせる。       運行の計画を立て、 港の場所を決めて\n                          船を雇う。     道を直す。\n"
    rows = _headed(HEADS + APART + near)
    assert rows is not None
    assert rows[-1][2:] == [("運行の計画を立て、船を雇う。", 1, 1), ("港の場所を決めて道を直す。", 1, 1)]


def test_heads_that_one_blank_parts_stand_beside_those_of_the_parties() -> None:
    heads = "分野 取組事項       事業内容              役割分担\n                            出雲市       雲南市\n"
    body = (
        "観光 道の案内       海沿いの道を巡る人に   標識を新たに立て   地図を作り駅に置\n"
        "              宿を知らせる。      る。         く。\n"
    )
    rows = _headed(heads + body)
    assert rows is not None
    assert [text for text, _, _ in rows[0]] == ["分野", "取組事項", "事業内容", "役割分担"]
    assert [text for text, _, _ in rows[2]] == [
        "観光",
        "道の案内",
        "海沿いの道を巡る人に宿を知らせる。",
        "標識を新たに立てる。",
        "地図を作り駅に置く。",
    ]
