"""PDF files made here with reportlab: tables by their rules, page breaks, furniture, damage. All texts are fiction."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.read import read_bytes

WIDTH, HEIGHT = A4
FONT = "HeiseiMin-W3"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Sheet:
    """A canvas with y downward; rules, text and cells at points from the top left."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def grid(self, xs: list[float], ys: list[float]) -> None:
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)

    def row(self, xs: list[float], y: float, *cells: str) -> None:
        for x, cell in zip(xs, cells, strict=False):
            for i, line in enumerate(cell.split("\n")):
                self.text(x + 3, y + 13 + 13 * i, line)

    def arrow(self, x0: float, x1: float, y: float) -> None:
        self.rule(x0, y, x1 - 5, y)
        path = self.canvas.beginPath()
        path.moveTo(x1, HEIGHT - y)
        path.lineTo(x1 - 6, HEIGHT - y - 3)
        path.lineTo(x1 - 6, HEIGHT - y + 3)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)


Draw = Callable[[Sheet], None]


def pdf(*pages: Draw, encrypt: object = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, encrypt=encrypt)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(*pages: Draw) -> Document:
    return read_bytes("a.pdf", pdf(*pages))


def texts(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[(c.row, c.col, c.rowspan, c.colspan, c.text.text) for c in table.cells] for table in tables]


def rows(document: Document) -> list[list[str]]:
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text.text for cell in table.row(row)] for row in range(table.rows)]


XS = [60.0, 160.0, 340.0, 520.0]


def test_a_ruled_table_with_spans() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 60, "別表（第3条関係）")
        sheet.grid([160, 340, 520], [80, 100, 120])
        sheet.rule(60, 80, 60, 120)
        sheet.rule(60, 80, 160, 80)
        sheet.rule(60, 120, 160, 120)
        sheet.row(XS, 80, "(1) 観光", "取組内容", "広める。")
        sheet.row(XS, 100, "", "甲の役割", "計画する。")
        sheet.text(60, 150, "終わり")

    document = read(draw)
    assert grids(document) == [
        [
            (0, 0, 2, 1, "(1) 観光"),
            (0, 1, 1, 1, "取組内容"),
            (0, 2, 1, 1, "広める。"),
            (1, 1, 1, 1, "甲の役割"),
            (1, 2, 1, 1, "計画する。"),
        ]
    ]
    assert texts(document) == ["別表（第3条関係）", "終わり"]
    assert document.page_starts == (0,)


def test_lines_of_a_cell_that_reach_its_edge_are_one_paragraph() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 160, 273], [80, 140, 160])
        sheet.row([60, 160], 80, "役割", "・計画を立てて会議を開\nく。\n・広める。")
        sheet.row([60, 160], 140, "費用", "なし")

    (table,) = [block for block in read(draw).blocks if isinstance(block, Table)]
    cell = table.at(0, 1)
    assert cell is not None
    assert [para.text for para in cell.paras] == ["・計画を立てて会議を開く。", "・広める。"]


def test_rules_drawn_as_thin_boxes_or_dots() -> None:
    def boxes(sheet: Sheet) -> None:
        for x in (60, 160, 340):
            sheet.canvas.rect(x, HEIGHT - 120, 0.7, 40, stroke=0, fill=1)
        for y in (80, 100, 120):
            sheet.canvas.rect(60, HEIGHT - y, 280, 0.7, stroke=0, fill=1)
        sheet.row([60, 160], 80, "取組", "甲")
        sheet.row([60, 160], 100, "観光", "計画")

    def dots(sheet: Sheet) -> None:
        for x in (60, 160, 340):
            for y in range(80, 121, 2):
                sheet.canvas.circle(x, HEIGHT - y, 0.5, stroke=0, fill=1)
        for y in (80, 100, 120):
            for x in range(60, 341, 2):
                sheet.canvas.circle(x, HEIGHT - y, 0.5, stroke=0, fill=1)
        sheet.row([60, 160], 80, "取組", "甲")
        sheet.row([60, 160], 100, "観光", "計画")

    assert rows(read(boxes)) == rows(read(dots)) == [["取組", "甲"], ["観光", "計画"]]


def test_a_table_without_rules_at_its_sides() -> None:
    def draw(sheet: Sheet) -> None:
        for y in (80, 100, 120):
            sheet.rule(60, y, 520, y)
        for x in (160, 340):
            sheet.rule(x, 80, x, 120)
        sheet.row(XS, 80, "取組", "甲", "乙")
        sheet.row(XS, 100, "観光", "計画", "協力")

    assert rows(read(draw)) == [["取組", "甲", "乙"], ["観光", "計画", "協力"]]


def aligned(xs: list[float], *lines: tuple[str, ...], step: float = 20) -> Draw:
    """Lines whose texts begin at the same places."""

    def draw(sheet: Sheet) -> None:
        for i, cells in enumerate(lines):
            for x, cell in zip(xs, cells, strict=False):
                for k, text in enumerate(cell.split("\n")):
                    sheet.text(x, 100 + step * i + 13 * k, text)

    return draw


FIGURES = (("項目", "現状値", "目標値"), ("観光客数", "120", "150"), ("出生数", "30", "35"))


def test_a_table_without_rules_is_read_by_its_columns_and_told() -> None:
    document = read(aligned([60, 250, 400], *FIGURES))
    assert [problem.code for problem in document.problems] == ["table_without_rules"]
    assert rows(document) == [list(line) for line in FIGURES]


def test_below_known_heads_the_lines_of_a_cell_stay_together() -> None:
    lines = (
        ("取組の内容", "甲の役割", "乙の役割"),
        ("観光の案内を共同\nで行う。", "計画を立てて会議\nを開く。", "協力する。"),
        ("医療の連携を深め\nる。", "診療所を設ける。", "費用を負担する。"),
    )
    assert rows(read(aligned([60, 220, 380], *lines, step=40))) == [
        ["取組の内容", "甲の役割", "乙の役割"],
        ["観光の案内を共同で行う。", "計画を立てて会議を開く。", "協力する。"],
        ["医療の連携を深める。", "診療所を設ける。", "費用を負担する。"],
    ]


def test_known_row_labels_make_a_table_and_amounts_keep_their_years() -> None:
    def draw(sheet: Sheet) -> None:
        aligned([60, 200], ("事業内容", "観光の案内を行う。"), ("費用負担", "市が負担する。"))(sheet)
        for y, cells in ((140, ("事業費", "R6", "R7", "合計")), (160, ("", "100", "200", "300"))):
            for x, cell in zip((60, 200, 300, 400), cells, strict=True):
                sheet.text(x, y, cell)

    assert [[text for text in row if text] for row in rows(read(draw))] == [
        ["事業内容", "観光の案内を行う。"],
        ["費用負担", "市が負担する。"],
        ["事業費", "R6", "R7", "合計"],
        ["100", "200", "300"],
    ]


def test_level_rules_alone_make_rows() -> None:
    def draw(sheet: Sheet) -> None:
        for y in (80, 100, 133):
            sheet.rule(60, y, 520, y)
        sheet.rule(60, 60, 520, 60)
        sheet.row(XS, 60, "分野", "取組", "費用")
        sheet.row(XS, 80, "観光", "案内", "市")
        sheet.row(XS, 100, "医療", "診療所を設け\nる。", "町")

    assert rows(read(draw)) == [
        ["分野", "取組", "費用"],
        ["観光", "案内", "市"],
        ["医療", "診療所を設ける。", "町"],
    ]


def test_three_level_rules_around_head_and_figures() -> None:
    def draw(sheet: Sheet) -> None:
        aligned([63, 250, 400], *FIGURES)(sheet)
        for y in (87, 107, 147):
            sheet.rule(60, y, 520, y)

    assert rows(read(draw)) == [list(line) for line in FIGURES]


@pytest.mark.parametrize("every", [1, 2])
def test_coloured_cells_or_rows_make_a_table(every: int) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setFillColorRGB(0.85, 0.85, 0.9)
        for i in range(0, 4, every):
            for x0, x1 in pairwise(XS):
                sheet.canvas.rect(x0, HEIGHT - 100 - 20 * i, x1 - x0 - 1, 19, stroke=0, fill=1)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        for i, line in enumerate((*FIGURES, ("転入者数", "40", "50"))):
            sheet.row(XS, 80 + 20 * i, *line)

    assert rows(read(draw)) == [*(list(line) for line in FIGURES), ["転入者数", "40", "50"]]


@pytest.mark.parametrize(
    "lines",
    [
        [
            ("甲", "三原市港町一丁目1番1号", "三原市"),
            ("乙", "世羅町西上原1番地", "世羅町"),
            ("丙", "竹原市中央二丁目", "竹原市"),
        ],
        [("第1章", "圏域の概要", "1"), ("第2章", "取組", "5"), ("第3章", "指標", "9")],
        [
            ("取組内容", "観光の案内を行う。"),
            ("甲の役割", "計画を立てて会議を開き、市民の声を聞き、宣伝の案をまとめ、"),
            ("配る。",),
        ],
        [
            ("第1条", "（目的）", "甲と乙が協力する。"),
            ("第2条", "（取組）", "別表のとおり。"),
            ("第3条", "（費用）", "甲が負担する。"),
        ],
    ],
    ids=["signatures", "contents", "labelled paragraphs", "articles"],
)
def test_what_stands_in_columns_and_is_no_table(lines: list[tuple[str, ...]]) -> None:
    assert grids(read(aligned([60, 130, 400], *lines, step=15))) == []


def test_a_frame_around_text_and_an_underline_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 300], [80, 110])
        sheet.text(70, 98, "連携協約書")
        sheet.rule(60, 152, 200, 152)
        sheet.text(60, 150, "三原市長")

    assert texts(read(draw)) == ["連携協約書", "三原市長"]


def schedule(arrows: list[tuple[float, float, float]]) -> Draw:
    xs = [60.0, 200.0, 260.0, 320.0, 380.0, 440.0]

    def draw(sheet: Sheet) -> None:
        sheet.grid(xs, [80, 100, 120, 140])
        sheet.row(xs, 80, "項目", "2021", "2022", "2023", "2024")
        sheet.row(xs, 100, "協議")
        sheet.row(xs, 120, "実施")
        for x0, x1, y in arrows:
            sheet.arrow(x0, x1, y)

    return draw


def test_drawn_arrows_give_their_columns_and_no_rows() -> None:
    (table,) = [b for b in read(schedule([(205, 315, 110), (325, 436, 130)])).blocks if isinstance(b, Table)]
    assert (table.rows, table.cols) == (3, 5)
    assert {(c.row, c.col): c.arrow for c in table.cells if c.arrow} == {(1, 1): (1, 2), (2, 3): (3, 4)}


def test_a_bar_without_a_head_is_an_arrow_too() -> None:
    def draw(sheet: Sheet) -> None:
        schedule([])(sheet)
        sheet.rule(210, 110, 370, 110)

    (table,) = [b for b in read(draw).blocks if isinstance(b, Table)]
    assert table.rows == 3
    assert [c.arrow for c in table.cells if c.arrow] == [(1, 3)]


def test_a_block_arrow_over_many_years_has_a_small_head() -> None:
    def draw(sheet: Sheet) -> None:
        schedule([])(sheet)
        path = sheet.canvas.beginPath()
        corners = [(204, 108), (428, 108), (428, 105), (434, 110), (428, 115), (428, 112), (204, 112)]
        for i, (x, y) in enumerate(corners):
            (path.lineTo if i else path.moveTo)(x, HEIGHT - y)
        path.close()
        sheet.canvas.drawPath(path, stroke=0, fill=1)

    (table,) = [b for b in read(draw).blocks if isinstance(b, Table)]
    assert [c.arrow for c in table.cells if c.arrow] == [(1, 4)]


def test_words_inside_outlined_block_arrows_stand_where_these_begin_each_in_a_row_of_its_own() -> None:
    def draw(sheet: Sheet) -> None:
        xs = [60.0, 200.0, 260.0, 320.0, 380.0, 440.0]
        sheet.grid(xs, [80, 100, 140])
        sheet.row(xs, 80, "項目", "2021", "2022", "2023", "2024")
        sheet.text(63, 124, "工程")
        for x0, x1, y, words in ((204.0, 316.0, 110.0, "準備"), (264.0, 434.0, 130.0, "実施")):
            path = sheet.canvas.beginPath()
            corners = [(x0, y - 7), (x1 - 6, y - 7), (x1, y), (x1 - 6, y + 7), (x0, y + 7)]
            for i, (x, at) in enumerate(corners):
                (path.lineTo if i else path.moveTo)(x, HEIGHT - at)
            path.close()
            sheet.canvas.setFillColorRGB(0.9, 0.95, 1)
            sheet.canvas.drawPath(path, stroke=1, fill=1)
            sheet.canvas.setFillGray(0)
            sheet.text((x0 + x1) / 2 - 10, y + 4, words)

    (table,) = [b for b in read(draw).blocks if isinstance(b, Table)]
    assert (table.rows, table.cols) == (3, 5)
    arrows = {(c.row, c.col): (c.text.text, c.arrow) for c in table.cells if c.arrow}
    assert arrows == {(1, 1): ("準備", (1, 2)), (2, 2): ("実施", (2, 4))}
    assert [(c.rowspan, c.text.text) for c in table.cells if (c.row, c.col) == (1, 0)] == [(2, "工程")]


def test_block_arrows_of_a_diagram_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        for y, words in ((110.0, "調べる"), (150.0, "決める"), (190.0, "行う"), (230.0, "見直す")):
            path = sheet.canvas.beginPath()
            corners = [(100, y - 9), (294, y - 9), (300, y), (294, y + 9), (100, y + 9)]
            for i, (x, at) in enumerate(corners):
                (path.lineTo if i else path.moveTo)(x, HEIGHT - at)
            path.close()
            sheet.canvas.drawPath(path, stroke=1, fill=0)
            sheet.text(120, y + 4, words)
            sheet.text(220, y + 4, "協議会")

    assert not [b for b in read(draw).blocks if isinstance(b, Table)]


def test_a_head_over_columns_without_an_outer_rule_is_a_cell_of_the_table() -> None:
    def draw(sheet: Sheet) -> None:
        xs = [60.0, 200.0, 320.0, 440.0]
        for y, x0 in ((80, 60), (100, 200), (120, 60), (140, 60)):
            sheet.rule(x0, y, 440, y)
        sheet.rule(200, 80, 200, 140)
        sheet.rule(320, 100, 320, 140)
        sheet.row(xs, 90, "取組")
        sheet.text(290, 93, "役割分担")
        sheet.row(xs, 100, "", "甲市", "乙町")
        sheet.row(xs, 120, "医療", "担う。", "支える。")

    (table,) = [b for b in read(draw).blocks if isinstance(b, Table)]
    assert [(c.row, c.col, c.colspan) for c in table.cells if c.text.text == "役割分担"] == [(0, 1, 2)]


def test_an_arrow_near_the_rule_of_its_row_is_no_part_of_it() -> None:
    (table,) = [b for b in read(schedule([(205, 315, 117.4)])).blocks if isinstance(b, Table)]
    assert table.rows == 3
    assert {(c.row, c.col): c.arrow for c in table.cells if c.arrow} == {(1, 1): (1, 2)}


def test_coloured_cells_below_years_are_bars() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setFillGray(0.8)
        for x, y, width in ((200, 120, 120), (320, 140, 60), (60, 140, 140)):
            sheet.canvas.rect(x, HEIGHT - y, width, 20, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        schedule([])(sheet)

    (table,) = [b for b in read(draw).blocks if isinstance(b, Table)]
    # The label of the last row lies on a ground of its own.
    assert {(c.row, c.col): c.arrow for c in table.cells if c.arrow} == {(1, 1): (1, 1), (1, 2): (2, 2)}


def top(sheet: Sheet) -> None:
    sheet.grid(XS, [700, 720])
    sheet.row(XS, 700, "取組の内容", "甲の役割", "乙の役割")


def test_a_row_cut_by_the_page_is_one_row() -> None:
    def first(sheet: Sheet) -> None:
        top(sheet)
        for x in XS:
            sheet.rule(x, 720, x, 790)
        sheet.row(
            XS,
            720,
            "観光を広める。",
            "計画を立てて会議を開き、市民の声\nを聞き、宣伝の案をまとめて配り、",
            "協力する。",
        )

    def second(sheet: Sheet) -> None:
        for x in XS:
            sheet.rule(x, 60, x, 80)
        sheet.rule(60, 80, 520, 80)
        sheet.row(XS, 60, "", "費用を負担する。", "")

    document = read(first, second)
    assert rows(document) == [
        ["取組の内容", "甲の役割", "乙の役割"],
        [
            "観光を広める。",
            "計画を立てて会議を開き、市民の声を聞き、宣伝の案をまとめて配り、費用を負担する。",
            "協力する。",
        ],
    ]
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    cell = table.at(1, 1)
    assert cell is not None
    assert {document.page_of(offset) for offset in cell.text.offsets} == {1, 2}


def test_rows_and_their_spanning_label_go_on_over_the_page_and_a_repeated_head_is_dropped() -> None:
    def first(sheet: Sheet) -> None:
        sheet.grid(XS, [700, 720, 740])
        sheet.row(XS, 700, "分野", "区分", "内容")
        sheet.row(XS, 720, "(1) 観光", "取組内容", "広める。")

    def second(sheet: Sheet) -> None:
        sheet.grid(XS, [60, 80, 100])
        sheet.row(XS, 60, "分野", "区分", "内容")
        sheet.row(XS, 80, "", "甲の役割", "計画する。")

    document = read(first, second)
    assert grids(document) == [
        [
            (0, 0, 1, 1, "分野"),
            (0, 1, 1, 1, "区分"),
            (0, 2, 1, 1, "内容"),
            (1, 0, 2, 1, "(1) 観光"),
            (1, 1, 1, 1, "取組内容"),
            (1, 2, 1, 1, "広める。"),
            (2, 1, 1, 1, "甲の役割"),
            (2, 2, 1, 1, "計画する。"),
        ]
    ]
    assert [item.reason for item in document.ignored] == ["repeated_header"] * 3


def test_a_label_in_the_middle_of_its_span_may_stand_below_the_cut() -> None:
    def first(sheet: Sheet) -> None:
        sheet.grid(XS, [700, 720])
        sheet.row(XS, 700, "費用負担", "市", "町")
        for x in XS:
            sheet.rule(x, 720, x, 740)
        sheet.row(XS, 720, "", "2024", "2025")

    def second(sheet: Sheet) -> None:
        for x in XS:
            sheet.rule(x, 60, x, 80)
        sheet.rule(60, 80, 520, 80)
        sheet.row(XS, 60, "事業費(千円)", "2,094", "7,977")

    assert grids(read(first, second))[0][3:] == [
        (1, 0, 2, 1, "事業費(千円)"),
        (1, 1, 1, 1, "2024"),
        (1, 2, 1, 1, "2025"),
        (2, 1, 1, 1, "2,094"),
        (2, 2, 1, 1, "7,977"),
    ]


def test_a_heading_between_two_tables_keeps_them_apart() -> None:
    def second(sheet: Sheet) -> None:
        sheet.text(60, 50, "別表第2")
        sheet.grid(XS, [60, 80, 100])
        sheet.row(XS, 60, "取組の内容", "甲の役割", "乙の役割")
        sheet.row(XS, 80, "医療", "計画", "協力")

    def first(sheet: Sheet) -> None:
        top(sheet)
        sheet.grid(XS, [720, 740])

    assert len(grids(read(first, second))) == 2


def test_page_numbers_and_running_heads() -> None:
    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.text(380, 40, "三原広域圏ビジョン", 8)
            sheet.text(60, 100, f"第{number}章 観光")
            sheet.text(290, 810, f"- {number} -")

        return draw

    document = read(page(1), page(2), page(3))
    assert texts(document) == ["第1章 観光", "第2章 観光", "第3章 観光"]
    assert sorted(item.reason for item in document.ignored) == ["page_number"] * 3 + ["running_head"] * 3
    assert [
        document.page_of(block.text.start) for block in document.blocks if isinstance(block, Paragraph)
    ] == [1, 2, 3]


def test_amounts_that_open_pages_count_none() -> None:
    def page(number: int, amount: str) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.text(60, 40, amount)
            sheet.text(60, 100, f"第{number}章 観光")
            sheet.text(500, 810, f"三原圏 {number}")

        return draw

    document = read(page(1, "0"), page(2, "11,900"), page(3, "3,300"))
    assert texts(document) == ["0", "第1章 観光", "11,900", "第2章 観光", "3,300", "第3章 観光"]


def test_a_sentence_goes_on_over_the_page_with_the_furniture_between() -> None:
    clauses = [
        f"{name}は、住む人が安心して暮らせる圏域をつくるため、互いに役割を分けて、" for name in "甲乙丙丁戊己"
    ]

    def page(number: int, *lines: str) -> Draw:
        def draw(sheet: Sheet) -> None:
            for i, line in enumerate(lines):
                sheet.text(60, 100 + 16 * i, line)
            sheet.text(290, 810, str(number))

        return draw

    document = read(page(1, *clauses[:3]), page(2, *clauses[3:], "取り組む。"))
    assert texts(document) == ["".join(clauses) + "取り組む。"]


def test_footnotes_cut_neither_a_sentence_nor_a_table() -> None:
    clauses = [
        f"{name}は、住む人が安心して暮らせる圏域をつくるため、互いに役割を分けて、" for name in "甲乙丙丁戊己"
    ]

    def sentence(*lines: str, note: str = "") -> Draw:
        def draw(sheet: Sheet) -> None:
            for i, line in enumerate(lines):
                sheet.text(60, 100 + 16 * i, line)
            sheet.text(60, 760, note, 7)

        return draw

    document = read(
        sentence(*clauses[:3], note="※1 圏域とは三原市及び世羅町をいう。"),
        sentence(*clauses[3:], "取り組む。"),
    )
    assert texts(document) == ["".join(clauses) + "取り組む。", "※1 圏域とは三原市及び世羅町をいう。"]
    note = document.blocks[1]
    assert isinstance(note, Paragraph)
    assert document.page_of(note.text.start) == 1

    def first(sheet: Sheet) -> None:
        top(sheet)
        sheet.text(60, 760, "※1 甲は三原市をいう。", 7)

    def second(sheet: Sheet) -> None:
        sheet.text(60, 140, "終わり")
        sheet.grid(XS, [60, 80])
        sheet.row(XS, 60, "観光", "計画", "協力")

    assert rows(read(first, second))[1] == ["観光", "計画", "協力"]


def test_ruby_above_its_base_is_set_aside() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 100, "甲は和水町と協議する。", 12)
        sheet.text(84, 89, "なごみ", 5)

    document = read(draw)
    assert texts(document) == ["甲は和水町と協議する。"]
    assert [(item.reason, document.raw[item.start : item.end]) for item in document.ignored] == [
        ("ruby", "なごみ")
    ]


def test_a_label_spread_over_its_column_has_no_blanks() -> None:
    def draw(sheet: Sheet) -> None:
        for i, char in enumerate("費用負担"):
            sheet.text(60 + 22 * i, 100, char)
        sheet.text(60, 130, "三原市")
        sheet.text(200, 130, "世羅町")

    assert [text.split() for text in texts(read(draw))] == [["費用負担"], ["三原市", "世羅町"]]


def turned(sheet: Sheet) -> None:
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    for i in range(4):
        sheet.canvas.setFont(FONT, 10)
        sheet.canvas.drawString(60, 400 - 40 * i, f"第{i}条 甲と乙とは協議する。")


def test_gaps_are_blanks_where_the_file_holds_none() -> None:
    """Chromium writes no blanks; a gap of a quarter of an em between Latin and Japanese letters may be the typesetter's."""

    def draw(sheet: Sheet) -> None:
        sheet.text(60, 100, "大森")
        sheet.text(82.5, 100, "雅夫")
        sheet.text(60, 250, "観光の振興")
        sheet.text(112.5, 250, "R6")

    def with_blank(sheet: Sheet) -> None:
        draw(sheet)
        sheet.text(60, 400, "甲 乙")

    assert " ".join(texts(read(draw))) == "大森 雅夫 観光の振興 R6"
    assert " ".join(texts(read(with_blank))) == "大森 雅夫 観光の振興R6 甲 乙"


def test_entries_of_a_list_in_a_narrow_cell_stay_apart_where_a_printed_line_ends() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 120, 186], [80, 160, 180])
        sheet.row([60, 120], 80, "施設", "北団地【市】\n南【市】 西\n団地【町】")
        sheet.row([60, 120], 160, "費用", "なし")

    (table,) = [block for block in read(draw).blocks if isinstance(block, Table)]
    cell = table.at(0, 1)
    assert cell is not None
    assert cell.text.text == "北団地【市】 南【市】 西団地【町】"


def test_pages_turned_by_their_text_or_by_rotation() -> None:
    def rotated(sheet: Sheet) -> None:
        sheet.canvas.setPageRotation(270)
        turned(sheet)

    wanted = [f"第{i}条 甲と乙とは協議する。" for i in range(4)]
    assert texts(read(turned)) == wanted
    assert texts(read(rotated)) == wanted


def test_vertical_writing() -> None:
    columns = [
        "議案第二十五号について、議会の議決を求める。",
        "　令和六年二月一日提出する。",
        "三原市長　世羅花子",
    ]

    def draw(sheet: Sheet) -> None:
        for i, column in enumerate(columns):
            for k, char in enumerate(column):
                if char != "　":
                    sheet.text(480 - 30 * i, 80 + 12 * k, char, 12)

    assert texts(read(draw)) == [
        "議案第二十五号について、議会の議決を求める。",
        "令和六年二月一日提出する。",
        "三原市長　世羅花子",
    ]


def test_cells_as_narrow_as_a_letter_are_no_vertical_writing() -> None:
    names = ["東広島市", "廿日市市", "安芸高田市", "江田島市", "安芸太田町", "北広島町", "大崎上島町"]

    def draw(sheet: Sheet) -> None:
        edges = [60.0 + 20 * i for i in range(len(names) + 1)]
        sheet.grid(edges, [80, 200])
        for x, name in zip(edges, names, strict=False):
            for k, char in enumerate(name):
                sheet.text(x + 4, 96 + 18 * k, char, 12)

    (table,) = [block for block in read(draw).blocks if isinstance(block, Table)]
    assert [cell.text.text for cell in table.cells] == names


def test_the_rest_of_one_narrow_cell_above_the_number_of_the_page_is_no_vertical_writing() -> None:
    rest = "島の救急については、二つの市の病院が分担して受け入れる。"

    def draw(sheet: Sheet) -> None:
        sheet.text(290, 810, "- 12 -")
        sheet.grid([100, 118, 136], [80, 460])
        for k, char in enumerate(rest):
            sheet.text(104, 96 + 13 * k, char)

    document = read(draw)
    assert [block.rows for block in document.blocks if isinstance(block, Table)] == [1]
    assert rows(document)[0][0] == rest


def test_lines_that_stand_at_the_right_edge_are_no_paragraph() -> None:
    lines = [
        (60, "○高砂市と播磨町との連携協約"),
        (400, "平成31年3月22日"),
        (420, "告示第12号"),
        (60, "（目的）"),
        (60, "第1条　甲及び乙は、次の事務を連携して処理することとし、その費用は両者が均しく"),
        (60, "負担する。"),
        (60, "甲　兵庫県高砂市荒井町千鳥一丁目一番一号その他の場所の一つにある市庁舎の一番地"),
        (60, "高砂市長　　尾上　松子"),
    ]

    def draw(sheet: Sheet) -> None:
        for i, (x, text) in enumerate(lines):
            right = 60 + 12 * 40
            sheet.text(right - 12 * len(text) if x > 60 else x, 100 + 18 * i, text, 12)

    assert texts(read(draw)) == [
        *(text for _, text in lines[:4]),
        lines[4][1] + lines[5][1],
        *(text for _, text in lines[6:]),
    ]


def test_a_cell_in_vertical_writing_reads_its_columns_from_the_right() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 100, 300], [80, 200])
        for i, column in enumerate(("道路等の交通", "の整備")):
            for k, char in enumerate(column):
                sheet.text(82 - 14 * i, 96 + 13 * k, char, 12)
        sheet.text(110, 96, "道路を整える。", 12)

    assert rows(read(draw)) == [["道路等の交通の整備", "道路を整える。"]]


def test_letters_beside_each_other_in_a_narrow_cell_are_no_vertical_writing() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 100, 300], [80, 200])
        for k, line in enumerate(("政策", "分野")):
            sheet.text(66, 96 + 16 * k, line, 12)
        sheet.text(110, 96, "道路を整える。", 12)

    assert rows(read(draw)) == [["政策分野", "道路を整える。"]]


def test_heads_printed_again_without_a_rule_above_the_rest_of_a_cut_row() -> None:
    def first(sheet: Sheet) -> None:
        top(sheet)
        sheet.grid(XS, [720, 790])
        sheet.row(
            XS,
            720,
            "観光を広める。",
            "計画を立てて会議を開き、市民の声\nを聞き、宣伝の案をまとめるようにす",
            "協力する。",
        )

    def second(sheet: Sheet) -> None:
        sheet.grid(XS, [60, 120, 140])
        sheet.row(XS, 60, "取組の内容", "甲の役割\nる。", "乙の役割")
        sheet.row(XS, 120, "水を守る。", "管を直す。", "調べる。")

    document = read(first, second)
    told = "計画を立てて会議を開き、市民の声を聞き、宣伝の案をまとめるようにする。"
    assert rows(document) == [
        ["取組の内容", "甲の役割", "乙の役割"],
        ["観光を広める。", told, "協力する。"],
        ["水を守る。", "管を直す。", "調べる。"],
    ]
    assert [item.reason for item in document.ignored] == ["repeated_header"] * 3


def test_a_file_that_opens_without_a_password_is_read_and_another_is_reported() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 100, "連携協約")

    opened = read_bytes("a.pdf", pdf(draw, encrypt=StandardEncryption("", "owner")))
    closed = read_bytes("a.pdf", pdf(draw, encrypt=StandardEncryption("secret", "owner")))
    assert texts(opened) == ["連携協約"]
    assert [problem.code for problem in closed.problems] == ["unreadable_file"]


def test_form_fields_and_notes_over_the_page_are_reported() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 100, "連携協約")
        sheet.canvas.acroForm.textfield(name="a", value="Mihara", x=60, y=600, width=100, height=20)
        sheet.canvas.freeTextAnnotation("draft", "/Helv 10 Tf", Rect=(60, 500, 200, 520))

    def empty(sheet: Sheet) -> None:
        sheet.text(60, 100, "連携協約")
        sheet.canvas.acroForm.textfield(name="a", value="", x=60, y=600, width=100, height=20)

    document = read(draw)
    assert texts(document) == ["連携協約"]
    assert [(problem.code, problem.value) for problem in document.problems] == [
        ("part_not_read", "p. 1: form fields or notes over the page")
    ]
    assert read(empty).problems == ()


def test_signatures_side_by_side_whose_lines_are_indented_by_blanks() -> None:
    def draw(sheet: Sheet) -> None:
        for i, pair in enumerate(
            (
                ("甲　三原市港町三丁目5番1号", "乙　世羅郡世羅町西上原123番地1"),
                ("　　三原市", "　　世羅町"),
                ("　　三原市長　港　一郎", "　　世羅町長　原　花子"),
            )
        ):
            for x, text in zip((60, 310), pair, strict=True):
                sheet.text(x, 100 + 16 * i, text)

    assert texts(read(draw)) == [
        "甲　三原市港町三丁目5番1号",
        "三原市",
        "三原市長　港　一郎",
        "乙　世羅郡世羅町西上原123番地1",
        "世羅町",
        "世羅町長　原　花子",
    ]


def test_running_heads_that_differ_on_left_and_right_pages() -> None:
    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            odd = number % 2
            sheet.text(60 if odd else 400, 40, "三原広域圏ビジョン" if odd else "第2章 具体的取組", 8)
            sheet.text(60, 100, f"({number}) 取組の説明を行う。")
            sheet.text(60 if odd else 500, 810, str(number))

        return draw

    document = read(*map(page, range(1, 7)))
    assert texts(document) == [f"({number}) 取組の説明を行う。" for number in range(1, 7)]


def test_what_lies_outside_the_sheet_is_not_read_and_bold_by_printing_twice_is_read_once() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(-200, 100, "枠の外")
        sheet.text(60, 900, "枠の下")
        for x in (60, 60.3):
            sheet.text(x, 100, "連携協約書")

    assert texts(read(draw)) == ["連携協約書"]


def test_a_page_of_drawings_without_characters_is_reported_as_empty() -> None:
    document = read(lambda sheet: sheet.rule(60, 60, 200, 200))
    assert [problem.code for problem in document.problems] == ["empty_file"]


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    data = pdf(*[lambda sheet: sheet.text(60, 100, "連携協約")] * 3)
    read_bytes("a.pdf", data, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("cut", [10, 100, 600])
def test_a_truncated_file_is_read_or_reported(cut: int) -> None:
    data = pdf(lambda sheet: sheet.text(60, 100, "連携協約"))
    document = read_bytes("a.pdf", data[:cut])
    assert document.problems
