"""Laid-out pages whose cells have wide paddings, so that blank lines stand between the rows. All texts are fiction."""

from __future__ import annotations

from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.read import read_bytes

_LAID_OUT = "\f■ 資料\n計画の概要          資料の一覧          問合せ先\n\n\n"
"""Ends a page, so that the text is one of pages with columns."""


def read(text: str) -> Document:
    return read_bytes("a.txt", (text + "\n\n\n" + _LAID_OUT).encode())


def tables(text: str) -> list[list[list[str]]]:
    """The rows of each table; nothing for places that other cells cover."""
    found = []
    for table in read(text).blocks:
        if isinstance(table, Table):
            rows = [["" for _ in range(table.cols)] for _ in range(table.rows)]
            for cell in table.cells:
                rows[cell.row][cell.col] = cell.text.text
            found.append(rows)
    return found[:-1] if len(found) > 1 and found[-1][0][0] == "計画の概要" else found


def test_groups_of_lines_are_rows_and_figures_stand_beside_their_heads() -> None:
    text = """市町村           病院（施設）         診療所（施設）

三原市                         9               168

世羅町                         －                29

尾道市                        12               204

資料：独自の集計"""
    assert tables(text) == [
        [
            ["市町村", "病院（施設）", "診療所（施設）"],
            ["三原市", "9", "168"],
            ["世羅町", "－", "29"],
            ["尾道市", "12", "204"],
        ]
    ]


def test_heads_over_two_groups_span_what_stands_below_them() -> None:
    text = """番号    事業名         参加市町                  事業費（千円）            負担の方法

                     三原市    世羅町        2025       2026

101   島の巡回診療       ○      ○         1,200      1,300     均等割
      の支援

102   観光案内の共通                ○           800                均等割
      化"""
    (table,) = [block for block in read(text).blocks if isinstance(block, Table)][:1]
    heads = {cell.text.text: (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells[:9]}
    assert heads["参加市町"] == (0, 2, 1, 2)
    assert heads["事業費（千円）"] == (0, 4, 1, 2)
    assert heads["負担の方法"] == (0, 6, 2, 1)
    assert tables(text)[0][2:] == [
        ["101", "島の巡回診療の支援", "○", "○", "1,200", "1,300", "均等割"],
        ["102", "観光案内の共通化", "", "○", "800", "", "均等割"],
    ]


def test_one_blank_may_part_a_figure_from_the_text_behind_it() -> None:
    text = """取組         指標             単位      基準値          目標値            出典

観光の振興      宿泊者の数          人泊      96,400       150,000 観光の調査

           切符の販売枚数         枚             0        6,000 事業者調査"""
    assert tables(text) == [
        [
            ["取組", "指標", "単位", "基準値", "目標値", "出典"],
            ["観光の振興", "宿泊者の数", "人泊", "96,400", "150,000", "観光の調査"],
            ["", "切符の販売枚数", "枚", "0", "6,000", "事業者調査"],
        ]
    ]


def test_heads_that_are_printed_again_begin_another_table() -> None:
    text = """番号      取組の内容         三原市の役割        世羅町の役割

1       医療を支える。       医師を置く。        費用を負担する。
イ 福祉
番号      取組の内容         三原市の役割        世羅町の役割

2       相談を受ける。       窓口を開く。        住民に知らせる。"""
    assert [len(rows) for rows in tables(text)] == [2, 2]
    assert "イ 福祉" in [block.text.text for block in read(text).blocks if isinstance(block, Paragraph)]


def test_blank_lines_between_the_rows_of_a_sheet_part_nothing() -> None:
    text = """事業名       合同の説明会

関係市町      三原市、世羅町

事業概要      高校生が企業を訪ねる見学会を開くとと

          もに、説明会を行う。

事業費（千円）   令和８年度    令和９年度    令和10年度   合計

          3,000    3,000    3,500    9,500

費用負担      参加する企業の数で割る。"""
    (sheet,) = tables(text)
    assert [row[0] for row in sheet if row[0]] == [
        "事業名",
        "関係市町",
        "事業概要",
        "事業費（千円）",
        "費用負担",
    ]
    assert sheet[2][1] == "高校生が企業を訪ねる見学会を開くとともに、説明会を行う。"


def test_the_end_of_a_page_cuts_a_row_of_sentences() -> None:
    text = """取組           取組の内容          甲の役割           乙の役割

夜間の急病の      夜間に急な病気になった       診療所を開き、当番の       診療所の経費を負担し
診療の体制       住民を広く受け入れる        医師を選ぶ。          て、住民に案内を行う
\f             体制を整える。                          。

■ 資料"""
    assert tables(text)[0][1:] == [
        [
            "夜間の急病の診療の体制",
            "夜間に急な病気になった住民を広く受け入れる体制を整える。",
            "診療所を開き、当番の医師を選ぶ。",
            "診療所の経費を負担して、住民に案内を行う。",
        ]
    ]


def test_rows_across_end_a_page_right_below_the_heads_and_numbers_stand_beside_names() -> None:
    text = """項目      取組の内容       甲の役割        乙の役割

（１）医療

\fア 救急医療の     夜間の診療の体制を保つ    ・診療所を開く。      ・経費を負担する。
維持           。

イ   医師の確保   医師の研修を支援する。    ・病院を支援する。     ・実習を受け入れる。

■ 資料"""
    (rows,) = tables(text)[:1]
    assert [row[0] for row in rows] == ["項目", "（１）医療", "ア 救急医療の維持", "イ 医師の確保"]
    assert rows[3][1:] == ["医師の研修を支援する。", "・病院を支援する。", "・実習を受け入れる。"]


def test_letters_spread_over_a_column_make_a_word_and_numbers_keep_their_column() -> None:
    text = """番号    事業名      事業費（千円）                       国県補助等

              R6      R7       R8

1     市場の開拓    5,000   5,500    6,000    県の補助
                                          助    金

2     催しの共催    1,800   1,800    1,800    －"""
    (rows,) = tables(text)[:1]
    assert [row[:2] for row in rows[2:]] == [["1", "市場の開拓"], ["2", "催しの共催"]]
    assert [row[5] for row in rows[2:]] == ["県の補助助金", "－"]


def test_a_sheet_of_labels_is_no_table_of_rows() -> None:
    text = """事業名        冊子の配布    関係市町     本庄市、美
                       里町

事業概要       電話相談の使い方を載せた冊子を配る。

期待する効果     急を要しない受診が減る。

事業費（千円）    600

国県補助事業等    －
の名称

費用負担の考え方   人口割による。

スケジュール     冊子の作成、配布"""
    (rows,) = tables(text)[:1]
    labels = [row[0] for row in rows]
    assert labels == [
        "事業名",
        "事業概要",
        "期待する効果",
        "事業費（千円）",
        "国県補助事業等の名称",
        *labels[5:],
    ]
    assert labels[5:] == ["費用負担の考え方", "スケジュール"]


def test_a_title_broken_in_the_column_of_labels_stands_above_them() -> None:
    text = """就職活動の支援

取組内容      圏域の企業の魅力を若者に伝える。

甲の役割      説明会を主催する。

乙の役割      町内の企業に参加を促す。

食と酒を生かし
た誘客

取組内容      食文化、酒蔵等を組み合わせた旅行の商品を共同で宣伝
          する。

甲の役割      旅行会社への売込みを行う。

乙の役割      観光資源を掘り起こす。

駅の周辺のにぎ
わい

取組内容      駅の周辺の催しを共同で開く。

甲の役割      催しを企画する。

乙の役割      催しへの参加を促す。"""
    told = [table for table in tables(text) if table[0][0] == "食と酒を生かした誘客"]
    assert [row[0] for row in told[0][1:4]] == ["取組内容", "甲の役割", "乙の役割"]
    assert told[0][1][1] == "食文化、酒蔵等を組み合わせた旅行の商品を共同で宣伝する。"
