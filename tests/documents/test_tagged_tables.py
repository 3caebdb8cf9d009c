"""Markdown in which tables stand as HTML, and tables whose cells stand one below the other (fictions)."""

from __future__ import annotations

import pytest

from graph_build.documents.model import Document, Figure, Paragraph, Table
from graph_build.documents.read import read_bytes


def read(text: str) -> Document:
    return read_bytes("a.md", text.encode())


def grids(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text.text for cell in block.row(index)] for index in range(block.rows)]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def paragraphs(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def unread(document: Document) -> str:
    """What neither a block nor the list of what is set aside covers."""
    left = list(document.raw)
    for block in document.blocks:
        parts = [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]
        for part in parts:
            for offset in part.offsets:
                left[offset] = " "
    for aside in document.ignored:
        left[aside.start : aside.end] = " " * (aside.end - aside.start)
    return "".join(left).strip()


HEADS = "<tr><th>取組</th><th>取組の内容</th><th>甲の役割</th><th>乙の役割</th></tr>"


@pytest.mark.parametrize("between", ["", "\n", "\n  "])
def test_spans_lists_and_entities(between: str) -> None:
    rows = [
        "<table>",
        "<tr><td rowspan=2>医療</td><td colspan='2'><p>病院を開く。</p><p>医師を招く。</p></td></tr>",
        "<tr><td><ul><li>会場</li><li>講師</li></ul></td><td>＜甲＞ &amp; 乙<br/>&nbsp;費用</td></tr>",
        "</table>",
    ]
    document = read(f"# 別表\n\n{between.join(rows)}\n\nおわり。\n")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [(c.row, c.col, c.rowspan, c.colspan, [p.text for p in c.paras]) for c in table.cells] == [
        (0, 0, 2, 1, ["医療"]),
        (0, 1, 1, 2, ["病院を開く。", "医師を招く。"]),
        (1, 1, 1, 1, ["会場", "講師"]),
        (1, 2, 1, 1, ["＜甲＞ & 乙", "費用"]),
    ]
    assert paragraphs(document) == ["別表", "おわり。"]
    assert unread(document) == ""


def test_text_on_the_line_of_a_table_stays() -> None:
    document = read(
        "別表第1<table><tr><td>一</td><td>二</td></tr></table>（注）以上<table><tr><td>三</td></tr></table>\n"
    )
    assert paragraphs(document) == ["別表第1", "（注）以上"]
    assert grids(document) == [[["一", "二"]], [["三"]]]


def test_a_table_in_a_cell_gives_its_rows_as_paragraphs() -> None:
    inner = "<table><tr><td>令和6年度</td><td>100</td></tr><tr><td>令和7年度</td><td>200</td></tr></table>"
    (grid,) = grids(read(f"<table><tr><td>事業費</td><td>単位 千円{inner}</td></tr></table>"))
    assert grid == [["事業費", "単位 千円\n令和6年度　100\n令和7年度　200"]]


def test_tables_in_a_cell_are_tables_too() -> None:
    inner = "<table><tr><td>{}</td><td>100</td></tr></table>"
    text = f"<table><tr><td>事業費</td><td>一{inner.format('R6')}二{inner.format('R7' + inner.format('R8'))}</td></tr></table>"
    document = read(text)
    cell = next(block for block in document.blocks if isinstance(block, Table)).cells[1]
    assert cell.text.text == "一\nR6　100\n二\nR7 R8　100　100"
    assert [(one.first, one.end, one.table.cells[0].paras[0].text) for one in cell.nested] == [
        (1, 2, "R6"),
        (3, 4, "R7"),
    ]
    assert unread(document) == ""


def test_a_table_that_never_ends_ends_with_its_last_tag() -> None:
    document = read("<table><tr><td>一</td><td>二</td>\n</tr>\n\n第1条　甲は、行う。\n")
    assert grids(document) == [[["一", "二"]]]
    assert paragraphs(document) == ["第1条　甲は、行う。"]


def test_a_table_that_a_page_cuts_is_one() -> None:
    first = f"<table>{HEADS}<tr><td>道</td><td>道を直す。</td><td>測る。</td><td>払う。</td></tr></table>"
    second = "<table><tr><td>橋</td><td>橋を直す。</td><td>測る。</td><td>払う。</td></tr></table>"
    again = second.replace("<table>", f"<table>{HEADS}")
    for text in (f"{first}\n\n<!-- PageBreak -->\n\n{second}", f"{first}\n\n- 3 -\n\n{again}"):
        document = read(text + "\n")
        (grid,) = grids(document)
        assert [row[0] for row in grid] == ["取組", "道", "橋"]
        assert unread(document) == ""


def test_what_stands_again_between_tables_and_names_the_document_is_the_head_of_pages() -> None:
    table = "<table><tr><td>取組の内容</td><td>道を直す。</td></tr><tr><td>甲の役割</td><td>測る。</td></tr></table>"
    head = "三原市・世羅町 連携協約"
    assert paragraphs(read(f"{table}\n\n{head}\n\n{table}\n\n{head}\n\n{table}\n")) == []
    for unit in ("（単位：千円）", "年度別の計画（単位：千円）", "年次計画"):
        assert paragraphs(read(f"{table}\n\n{unit}\n\n{table}\n\n{unit}\n\n{table}\n")) == [unit, unit]


def test_ends_of_printed_lines_that_a_program_keeps_in_cells_end_no_paragraphs() -> None:
    rows = "".join(
        f"<tr>\n<td>{name}</td>\n<td>湖の上の道を一つずつ直し、船\nの着く所を広げる。</td>\n<td>三原市、尾\n道市及び世羅町</td>\n</tr>\n"
        for name in ("道", "橋", "港")
    )
    ((first, *_),) = grids(read(f"<table>\n{rows}</table>\n"))
    assert first == ["道", "湖の上の道を一つずつ直し、船の着く所を広げる。", "三原市、尾道市及び世羅町"]
    ((only,),) = grids(
        read("<table>\n<tr>\n<td>道を直す。\n橋を直す。</td>\n<td>測る。</td>\n</tr>\n</table>\n")
    )
    assert only[0] == "道を直す。\n橋を直す。"


DOWN = "取組\n\n取組の内容\n\n甲の役割\n\n乙の役割\n\n道の整\n備\n\n道を直\nす。\n\n測る。\n\n―\n\n橋\n\n橋を直す。\n\n測る。\n\n払う。\n"


def test_cells_one_below_the_other_fit_below_their_heads_in_turn() -> None:
    document = read(f"別表\n\n{DOWN}\n第5条　協議する。\n")
    assert grids(document) == [
        [
            ["取組", "取組の内容", "甲の役割", "乙の役割"],
            ["道の整備", "道を直す。", "測る。", "―"],
            ["橋", "橋を直す。", "測る。", "払う。"],
        ]
    ]
    assert [problem.code for problem in document.problems] == ["cells_inferred"]
    assert paragraphs(document) == ["別表", "第5条　協議する。"]


def test_labels_with_their_texts_below_them_are_no_heads() -> None:
    assert grids(read("取組の内容\n\n道を直す。\n\n甲の役割\n\n測る。\n\n乙の役割\n\n払う。\n")) == []


def test_captions_frames_and_pictures() -> None:
    table = "<table><caption>表1 構成市町の人口（単位：人）</caption><tr><td>三原市</td><td>90,573</td></tr></table>"
    document = read(f"別表\n\n<html><body>{table}</body></html>\n\n<figure>\n\n三原市\n長之印\n\n</figure>\n")
    assert paragraphs(document) == ["別表", "表1 構成市町の人口（単位：人）"]
    assert grids(document) == [[["三原市", "90,573"]]]
    assert [block.text.text for block in document.blocks if isinstance(block, Figure)] == ["三原市\n長之印"]
    assert unread(document) == ""


def test_a_figure_around_a_table_is_a_frame_and_no_picture() -> None:
    table = "<table><tbody><tr><td>三原市</td><td>90,573</td></tr></tbody></table>"
    caption = "<figcaption>表1 構成市町の人口</figcaption>"
    document = read(f'別表\n\n<figure class="wp-block-table">{table}{caption}</figure>\n\n備考\n')
    assert paragraphs(document) == ["別表", "表1 構成市町の人口", "備考"]
    assert grids(document) == [[["三原市", "90,573"]]]
    assert unread(document) == ""


def test_a_merged_cell_that_is_printed_in_each_of_its_columns_is_one() -> None:
    text = "|区分|Col2|Col3|Col4|\n|---|---|---|---|\n|関係市町|圏域全市町|圏域全市町|圏域全市町|\n|事業費|100|100|100|\n"
    document = read(text)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [(cell.col, cell.colspan, cell.text.text) for cell in table.row(1)] == [
        (0, 1, "関係市町"),
        (1, 3, "圏域全市町"),
    ]
    assert [(cell.colspan, cell.text.text) for cell in table.row(0)] == [(4, "区分")]
    assert [cell.text.text for cell in table.row(2)] == ["事業費", "100", "100", "100"]


GRID = """
+----------+------------+----------------+
| 2　保育  | 取組の内容 | 施設を増やす。 |
|          +------------+----------------+
|          | 甲の役割   | 補助を行う。   |
+==========+============+================+
"""


def test_a_rule_below_some_columns_leaves_the_others_open() -> None:
    document = read(GRID)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [(cell.row, cell.col, cell.rowspan, cell.text.text) for cell in table.cells] == [
        (0, 0, 2, "2　保育"),
        (0, 1, 1, "取組の内容"),
        (0, 2, 1, "施設を増やす。"),
        (1, 1, 1, "甲の役割"),
        (1, 2, 1, "補助を行う。"),
    ]
    assert unread(document) == ""


def test_a_cell_goes_on_beside_a_rule_that_leaves_it_out() -> None:
    grid = """
+------+----+--------------+
| 項目 | 甲の役割          |
+======+====+==============+
| ア　 | 年 | 1\\. 計画を   |
| 病院 |    | 作る。       |
| の機 |    |              |
| 能を |    | 2\\. 配る。   |
| 保つ +----+--------------+
|      | 度 | 支える。     |
+------+----+--------------+
"""
    document = read(grid)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [(cell.rowspan, cell.colspan, cell.text.text) for cell in table.cells] == [
        (1, 1, "項目"),
        (1, 2, "甲の役割"),
        (2, 1, "ア 病院の機能を保つ"),
        (1, 1, "年"),
        (1, 1, "1. 計画を作る。\n2. 配る。"),
        (1, 1, "度"),
        (1, 1, "支える。"),
    ]
    assert unread(document) == ""


def test_dashes_show_the_columns_below_them() -> None:
    several = """
  -----------------------------
  区分   取組の内容
  ------ ----------------------
  1      病院の
         機能を保つ。

  2      [道路]{.underline}を直す。
  -----------------------------

  : 一覧
"""
    simple = "市町名   人口\n-------- ------\n三原市   90,573\n世羅町   14,811\n\n以上\n"
    bare = "  ------ ------\n  三原市 90,573\n  世羅町 14,811\n  ------ ------\n"
    for text, rows in (
        (several, [["区分", "取組の内容"], ["1", "病院の機能を保つ。"], ["2", "道路を直す。"]]),
        (simple, [["市町名", "人口"], ["三原市", "90,573"], ["世羅町", "14,811"]]),
        (bare, [["三原市", "90,573"], ["世羅町", "14,811"]]),
    ):
        assert grids(read(text)) == [rows]
        assert unread(read(text)) == ""
    assert paragraphs(read(several)) == ["一覧"]


def test_marks_of_pandoc_are_none_of_the_text() -> None:
    document = read("甲　三原市港町1番地\\\n\n[在宅の医療]{.underline}を進める。\n")
    assert paragraphs(document) == ["甲　三原市港町1番地", "在宅の医療を進める。"]
    assert unread(document) == ""


EVEN = """
区分        番号   取組の名称      取組の内容     甲の役割      乙の役割
医療        1    救急医療体制の    市立病院で救急   医師の確保に努   経費の一部を負
               確保         医療を維持す    める。       担する。
                          る。
          2    看護師の養成     実習を病院で受   学校を運営す    実習を受け入れ
                          け入れる。     る。        る。
"""


def test_columns_in_which_every_character_counts_one() -> None:
    (grid,) = grids(read(EVEN))
    assert grid[1:] == [
        [
            "医療",
            "1",
            "救急医療体制の確保",
            "市立病院で救急医療を維持する。",
            "医師の確保に努める。",
            "経費の一部を負担する。",
        ],
        ["", "2", "看護師の養成", "実習を病院で受け入れる。", "学校を運営する。", "実習を受け入れる。"],
    ]


def test_a_number_on_a_line_of_its_own_belongs_to_the_line_below() -> None:
    document = read("(1)\n生活機能の強化\nア\n医療\n(ア)\n取組の内容\n")
    assert paragraphs(document) == ["(1) 生活機能の強化", "ア 医療", "(ア) 取組の内容"]


CUT = """
|(1) 医療|Col2|Col3|
|---|---|---|
|取組の内容|甲の役割|乙の役割|
|休日の診療の体<br>制を保つ。|医師会と調整し、当番の<br>医師を置く。|経費を負担する。|
|看護師を育てる<br>ため、研修を開|会場を用意する。|参加を促し、経費の一部|

- 1 -

|く。|Col2|を負担する。|
|---|---|---|
|医師を招く。|大学に要望し、住まい及<br>び研究の場を整える。|催しを開く。|

|医師を招く。 (2) 福祉|大学に要望し、住まい及 び研究の場を整える。|催しを開く。|
|---|---|---|
|取組の内容|甲の役割|乙の役割|
|一人で暮らす者<br>を見守る。|相談に応じる窓口を置く<br>ほか、見回りを行う。|窓口を知らせる。|
"""


def test_rows_cut_by_a_page_and_captions_drawn_into_a_table() -> None:
    document = read(CUT)
    assert paragraphs(document) == ["(1) 医療", "(2) 福祉"]
    assert grids(document) == [
        [
            ["取組の内容", "甲の役割", "乙の役割"],
            ["休日の診療の体制を保つ。", "医師会と調整し、当番の医師を置く。", "経費を負担する。"],
            ["看護師を育てるため、研修を開く。", "会場を用意する。", "参加を促し、経費の一部を負担する。"],
            ["医師を招く。", "大学に要望し、住まい及び研究の場を整える。", "催しを開く。"],
        ],
        [
            ["取組の内容", "甲の役割", "乙の役割"],
            ["一人で暮らす者を見守る。", "相談に応じる窓口を置くほか、見回りを行う。", "窓口を知らせる。"],
        ],
    ]


def test_the_rest_of_a_sheet_behind_a_page_end_belongs_to_it() -> None:
    sheet = """
|事業名|休日診療事業|Col3|
|---|---|---|
|関係市町|１市４町|１市４町|
|役割分担|三原市|診療所を開く。|
|役割分担|世羅町|経費を負担する。|

- 2 -

|費用負担の考え方|人口割による。|
|---|---|
|国県補助事業|－|
"""
    (table,) = (block for block in read(sheet).blocks if isinstance(block, Table))
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text.text) for c in table.cells] == [
        (0, 0, 1, 1, "事業名"),
        (0, 1, 1, 2, "休日診療事業"),
        (1, 0, 1, 1, "関係市町"),
        (1, 1, 1, 2, "１市４町"),
        (2, 0, 2, 1, "役割分担"),
        (2, 1, 1, 1, "三原市"),
        (2, 2, 1, 1, "診療所を開く。"),
        (3, 1, 1, 1, "世羅町"),
        (3, 2, 1, 1, "経費を負担する。"),
        (4, 0, 1, 1, "費用負担の考え方"),
        (4, 1, 1, 2, "人口割による。"),
        (5, 0, 1, 1, "国県補助事業"),
        (5, 1, 1, 2, "－"),
    ]


def test_a_table_without_heads_whose_rows_lack_the_cells_that_span_them() -> None:
    text = "|  |  |  |\n| --- | --- | --- |\n| 医療 | 甲の役割 | 支える。 |\n| 乙の役割 | 配る。 |\n"
    document = read(text)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [(cell.row, cell.col, cell.rowspan, cell.text.text) for cell in table.cells] == [
        (0, 0, 2, "医療"),
        (0, 1, 1, "甲の役割"),
        (0, 2, 1, "支える。"),
        (1, 1, 1, "乙の役割"),
        (1, 2, 1, "配る。"),
    ]


def test_padded_pipes_are_no_columns_of_running_text() -> None:
    rows = [
        f"| 取組{i}{' ' * 40}| 圏域の住民が{i}を使う。{' ' * 30}| 支える仕組みを広げ、{i}回開く。 |"
        for i in range(8)
    ]
    document = read("\n".join(["| 名称 | 内容 | 役割 |", "|----|----|----|", *rows]))
    (grid,) = grids(document)
    assert [row[0] for row in grid[1:]] == [f"取組{i}" for i in range(8)]


def test_names_set_apart_in_the_cells_of_signatures_are_no_columns_of_the_page() -> None:
    rows = [
        ["甲", "湖南市長", "湖　野　　花　子"],
        ["乙", "森川町長", "森　　　太　郎"],
        ["丙", "山辺村長", "山　田　　次　郎"],
    ]
    tags = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    assert grids(read(f"令和4年1月4日\n\n<table>{tags}</table>\n")) == [rows]
