"""Tables that a page cuts as programs print them that turn PDF into Markdown. All texts are fiction."""

from __future__ import annotations

from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.read import read_bytes

Rows = list[list[str]]
HEAD = ["|取組|取組の内容|甲の役割|", "|---|---|---|"]
FULL = "|医師の<br>確保|病院を共に使い、夜間の診療を続<br>ける。|医師を招き、研修を開いて育<br>てる。|"


def read(*lines: str) -> Document:
    return read_bytes("a.md", "\n".join(lines).encode())


def grids(document: Document) -> list[Rows]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[[cell.text.text for cell in table.row(row)] for row in range(table.rows)] for table in tables]


def words(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def test_the_rests_of_two_cells_go_to_the_two_that_were_cut() -> None:
    cut = (
        "|港の<br>催し|港と山を巡る旅を広く知らせ、宿を整<br>え、祭りを|船の会社と話し合い、案内人を<br>育て|"
    )
    rest = ["", "開く。", "", "", "る。", "別表第２（第３条関係）"]
    document = read(*HEAD, FULL, FULL.replace("医師の<br>", "看護師の<br>"), FULL, cut, *rest)
    assert grids(document)[0][-1][1:] == [
        "港と山を巡る旅を広く知らせ、宿を整え、祭りを開く。",
        "船の会社と話し合い、案内人を育てる。",
    ]
    assert words(document) == ["別表第２（第３条関係）"]


def test_a_rest_that_two_cells_may_have_stays_text() -> None:
    cut = (
        "|港の<br>催し|港と山を巡る旅を広く知らせ、宿を整<br>え、祭りを|船の会社と話し合い、案内人を<br>育て|"
    )
    document = read(*HEAD, FULL, FULL, FULL, cut, "", "る。", "", "# 別表第２")
    assert words(document)[0] == "る。"


SHEET = ["|取組内容|医師を招く。|", "|甲の役割|研修を開く。|"]


def test_a_title_that_a_page_cuts_is_one() -> None:
    document = read(
        "|医師の確保||",
        "|---|---|",
        *SHEET,
        "|食と酒を||",
        "",
        "",
        "|生かした誘客|Col2|",
        "|---|---|",
        *SHEET,
    )
    assert [row[0] for row in grids(document)[0]] == [
        "医師の確保",
        "取組内容",
        "甲の役割",
        "食と酒を生かした誘客",
        "取組内容",
        "甲の役割",
    ]


def test_a_title_below_the_name_of_a_field_is_not_the_rest_of_it() -> None:
    above = ["|医療||", "|---|---|", "|医師の確保||", *SHEET, "|産業||"]
    found = grids(read(*above, "", "", "|港の催し|Col2|", "|---|---|", *SHEET))
    assert [row[0] for rows in found for row in rows][4:6] == ["産業", "港の催し"]


def test_a_first_row_printed_as_lines_stands_above_its_table() -> None:
    sheet = ["|連携協約|取組内容|医師を招く。|", "|---|---|---|", "|連携協約|甲の役割|研修を<br>開く。|"]
    lines = [
        "道が狭い。",
        "連携協約 取組内容 県道を広げ、橋を架け",
        "替える。",
        "",
        "|Col1|甲の役割|県と話し合う。|",
        "|---|---|---|",
    ]
    document = read(*sheet, "", "２ 道", *lines, "||乙の役割|土地を整える。|")
    assert grids(document)[1] == [
        ["連携協約", "取組内容", "県道を広げ、橋を架け替える。"],
        ["甲の役割", "県と話し合う。"],
        ["乙の役割", "土地を整える。"],
    ]
    assert words(document)[-1] == "道が狭い。"


def test_captions_behind_words_printed_again_are_taken_out() -> None:
    above = [
        "|事業名|港の祭り|関係市町|東市|Col5|",
        "|---|---|---|---|---|",
        "|国県補助事業等<br>の名称|－||||",
    ]
    below = ["|の名称 ■ 成果指標|Col2|Col3|", "|---|---|---|", "|指標|基準値|目標値|", "|来場者数|10人|20人|"]
    document = read(*above, "", "", *below)
    assert grids(document)[1][0] == ["指標", "基準値", "目標値"]
    assert words(document) == ["■ 成果指標"]


def test_a_share_in_brackets_belongs_to_the_line_above() -> None:
    rows = [
        "|祭り|港の祭りを開き、宿を整え、人を招く<br>ことを続ける。|離島活性<br>化交付金<br>（<br>国<br>1/2）|"
    ] * 3
    found = grids(read("|事業名|事業概要|補助|", "|---|---|---|", *rows))
    assert found[0][1][2] == "離島活性化交付金（国1/2）"


SHEETS = [
    "|事業番号|１|事業名|駅前の市|Col5|",
    "|---|---|---|---|---|",
    "|事業内容|市を開く。|市を開く。|市を開く。|市を開く。|",
]


def test_two_labels_with_a_text_each_above_a_sheet_are_its_first_row() -> None:
    """So is no line with a label and words that are none of a sheet."""
    rest = ["|関係市町村|全市町村|Col3|Col4|Col5|", "|---|---|---|---|---|", *SHEETS[2:]]
    document = read(*SHEETS, "", "事業番号 ７ 事業名 港の 催し", "", *rest)
    assert grids(document)[1][0] == ["事業番号", "７", "事業名", "港の 催し"]
    apart = read(*SHEETS, "", "事業番号 ７ 港の催し", "", *rest)
    assert grids(apart)[1][0] == ["関係市町村", "全市町村"]


def test_headings_above_a_table_are_none_of_its_first_row() -> None:
    quoted = ["|取組内容|道を通す。|", "|---|---|", "|甲の役割|道を造る。|"]
    document = read(*SHEETS, "", "経費負担の方法 均等割", "", "### ２ 道路", "", "（１） 港の道", "", *quoted)
    assert words(document) == ["経費負担の方法 均等割", "２ 道路", "（１） 港の道"]


def test_numbers_printed_again_span_the_rows_where_words_behind_them_do() -> None:
    rows = ["|1-1|港の催し|東市|10|", "|1-1|港の催し|計|10|", "|2|２人|西市|10|", "|2|３人|計|10|"]
    (table,) = [
        block
        for block in read("|番号|事業名|区分|R8|Col5|", "|---|---|---|---|---|", *rows).blocks
        if isinstance(block, Table)
    ]
    assert [(cell.text.text, cell.rowspan) for cell in table.cells if cell.row and cell.col < 2] == [
        ("1-1", 2),
        ("港の催し", 2),
        ("2", 1),
        ("２人", 1),
        ("2", 1),
        ("３人", 1),
    ]


def test_a_line_that_another_cell_of_the_row_holds_alone_is_whole() -> None:
    head = ["|年度|R6|R7|R8|", "|---|---|---|---|"]
    cut = "|事業内容|山の上の集落まで車を走らせ、診<br>察をする。|||"
    (rows,) = grids(read(*head, *[cut] * 6, "|実施内容|補助|補助<br>発表会|補助|"))
    assert rows[-1] == ["実施内容", "補助", "補助\n発表会", "補助"]
    assert rows[1][1] == "山の上の集落まで車を走らせ、診察をする。"


def test_rows_that_begin_alike_with_a_numbered_title_are_beside_one_cell() -> None:
    rows = [
        "|医療|(1) 診療所の運営|取組の内容|診療所を共に運営する。|",
        "|医療|(1) 診療所の運営|甲の役割|診療所を開く。|",
        "|医療|(1) 診療所の運営|乙の役割|費用を払う。|",
    ]
    (grid,) = [
        block
        for block in read("|分野|取組|区分|内容|", "|---|---|---|---|", *rows).blocks
        if isinstance(block, Table)
    ]
    assert [(cell.text.text, cell.rowspan) for cell in grid.cells if cell.row and cell.col < 2] == [
        ("医療", 3),
        ("(1) 診療所の運営", 3),
    ]
    shares = ["|医療|国費|1|", "|医療|国費|2|", "|医療|国費|3|"]
    found = grids(read("|分野|財源|額|", "|---|---|---|", *shares))
    assert [row[0] for row in found[0][1:]] == ["医療"] * 3


def test_a_last_figure_as_the_one_before_it_is_no_head_of_two_rows() -> None:
    head = ["|分野|指標|基準値|目標値|", "|---|---|---|---|"]
    rows = ["|医療|(1) 受診率|100％|100％|", "|医療|(1) 受診率|3か所|4か所|", "|医療|(1) 受診率|5人|6人|"]
    assert grids(read(*head, *rows))[0][1][-2:] == ["100％", "100％"]
