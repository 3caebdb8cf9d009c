"""PDF files made here: headings by their letters, tables and rows at page ends, blanks that printing swallowed or made."""

from __future__ import annotations

from graph_build.documents.model import Document, Paragraph, Table
from tests.documents.test_pdf_reader import Draw, Sheet, read, rows, texts

LONG = "圏域の市町村は、住民が安心して暮らすことができるよう、互いに力を合わせて取り組む。"


def styles(document: Document) -> list[tuple[str, str]]:
    return [(block.text.text, block.style) for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[list[list[str]]]:
    found = [block for block in document.blocks if isinstance(block, Table)]
    return [[[cell.text.text for cell in table.row(row)] for row in range(table.rows)] for table in found]


def test_larger_letters_than_those_of_the_text_are_a_heading() -> None:
    def cover(sheet: Sheet) -> None:
        sheet.text(200, 200, "海辺広域圏ビジョン", 24)
        sheet.text(260, 700, "海辺市", 18)

    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, "将来像", 12)
        sheet.text(60, 110, "海と暮らす", 20)
        sheet.text(60, 140, LONG)
        sheet.text(60, 170, "取組の進め方", 12)
        sheet.text(60, 200, LONG)

    assert styles(read(cover, page)) == [
        ("海辺広域圏ビジョン", "plain"),  # on a cover all letters are large
        ("海辺市", "plain"),
        ("将来像", "heading"),
        ("海と暮らす", "plain"),  # larger than the heading above it: a motto
        (LONG, "plain"),
        ("取組の進め方", "heading"),
        (LONG, "plain"),
    ]


def test_a_heading_of_two_lines_is_one() -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, "海辺広域圏における中小の企業の経営を支える", 22.5)
        sheet.text(60, 110, "取組について", 22.5)
        for y in (140, 155, 170):
            sheet.text(60, y, LONG + LONG[:5])

    assert styles(read(page))[0] == ("海辺広域圏における中小の企業の経営を支える取組について", "heading")


def _sheet_of(number: str, top: float) -> Draw:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 160, 520], [top, top + 20, top + 40])
        sheet.row([60, 160], top, "事業番号", number)
        sheet.row([60, 160], top + 20, "事業名", "事業" + number)

    return draw


def test_a_first_label_that_begins_other_tables_begins_one_on_the_next_page_too() -> None:
    def first(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        _sheet_of("1", 80)(sheet)
        sheet.text(60, 700, LONG)
        sheet.grid([60, 160, 520], [720, 740, 760])
        sheet.row([60, 160], 720, "取組内容", "市場を開く。")
        sheet.row([60, 160], 740, "海辺市の役割", "場所を貸す。")

    found = tables(read(first, _sheet_of("2", 80)))
    assert [table[0][0] for table in found] == ["事業番号", "取組内容", "事業番号"]


def test_a_row_of_short_cells_is_cut_where_nothing_more_fitted() -> None:
    edges = [60.0, 116.0, 172.0, 228.0]

    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(edges, [740, 760, 780])
        sheet.row(edges, 740, "指標", "現状", "目標")
        sheet.row(edges, 760, "共通入場券", "―", "3,000")

    def below(sheet: Sheet) -> None:
        sheet.grid(edges, [80, 100])
        sheet.row(edges, 80, "の枚数", "", "（令和8）")
        sheet.text(60, 160, LONG)

    assert rows(read(above, below)) == [
        ["指標", "現状", "目標"],
        ["共通入場券の枚数", "―", "3,000（令和8）"],
    ]


def test_a_list_that_goes_on_behind_the_page_end_speaks_for_no_row_of_its_own() -> None:
    edges = [60.0, 212.0, 364.0, 516.0]
    half = "発達に心配のある児童及びその家"

    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(edges, [740, 760, 780])
        sheet.row(edges, 740, "取組の内容", "甲の役割", "乙の役割")
        sheet.row(edges, 760, half, "・児童を受け入れる。", "・日程を決める。")

    def below(sheet: Sheet) -> None:
        sheet.grid(edges, [80, 100])
        sheet.row(edges, 80, "族を支える。", "・職員を送る。", "・費用を払う。")
        sheet.text(60, 160, LONG)

    assert rows(read(above, below))[1:] == [
        [half + "族を支える。", "・児童を受け入れる。\n・職員を送る。", "・日程を決める。\n・費用を払う。"]
    ]


def test_numbers_of_rows_on_both_sides_of_a_page_end_are_two() -> None:
    edges = [60.0, 90.0, 300.0]

    def page(first: int, last: int, top: float) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.grid(edges, [top + 20 * i for i in range(last - first + 2)])
            for i, number in enumerate(range(first, last + 1)):
                sheet.row(edges, top + 20 * i, str(number), f"事業{number}を行う。")

        return draw

    def lists(sheet: Sheet) -> None:
        for top in (80, 160, 240):  # 「12」 stands in several tables
            sheet.grid(edges, [top, top + 20, top + 40])
            sheet.row(edges, top, "12", "一つ目")
            sheet.row(edges, top + 20, "13", "二つ目")
            sheet.text(60, top + 60, LONG)
        page(1, 1, 700)(sheet)

    assert tables(read(lists, page(2, 3, 80)))[-1] == [
        ["1", "事業1を行う。"],
        ["2", "事業2を行う。"],
        ["3", "事業3を行う。"],
    ]


def test_the_blank_behind_a_marker_that_ends_a_line_comes_back() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 86, 300], [80, 130])
        sheet.row([60, 86], 80, "ア\n経済\n成長", "市場を開く。")

    assert rows(read(page)) == [["ア　経済成長", "市場を開く。"]]


def test_a_unit_parted_in_front_of_a_bracket_is_one_word() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 112, 300], [80, 120])
        sheet.row([60, 112], 80, "410h\na（H27）", "作付の面積")

    assert rows(read(page)) == [["410ha（H27）", "作付の面積"]]


def test_lines_stretched_to_the_edges_of_a_narrow_cell_hold_no_blanks() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 100, 300], [80, 150])
        for y, line in ((93, "海辺市"), (106, "。用"), (119, "意する")):
            for i, letter in enumerate(line):
                sheet.text(63 + i * (24 / (len(line) - 1)), y, letter)
        sheet.text(63, 132, "人 数")
        sheet.text(110, 93, "役割 分担")

    assert rows(read(page)) == [["海辺市。用意する人 数", "役割 分担"]]


def test_words_of_equal_length_behind_single_blanks_are_no_table() -> None:
    lines = [f"{name}町　H27 0　H28 800　H29 400　計 1,200" for name in ("東の浜", "西の浜", "南の浜")]

    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, LONG)
        for i, line in enumerate(lines):
            sheet.text(60, 110 + 20 * i, line)

    assert texts(read(page)) == [LONG, *lines]


def test_a_label_with_its_value_that_fills_the_line_does_not_go_on_with_the_next_label() -> None:
    members = "連携市町　" + "、".join(f"{name}町" for name in "東西南北上中下前後左右内外")[:37]

    def page(sheet: Sheet) -> None:
        for y in (80, 95):
            sheet.text(60, y, LONG)
        sheet.text(60, 110, members)
        sheet.text(60, 125, "計画期間　令和5年度～令和9年度")

    assert texts(read(page))[-2:] == [members, "計画期間　令和5年度～令和9年度"]


def test_a_blank_before_a_figure_that_ended_a_line_comes_back_where_others_stand_inside_lines() -> None:
    amounts = "、".join(f"令和{year}年度　12,300千円" for year in range(3, 8))

    def page(sheet: Sheet) -> None:
        for y in (80, 95):
            sheet.text(60, y, LONG[:40])
        sheet.text(60, 140, amounts[:50])
        sheet.text(60, 155, amounts[51:])

    assert amounts[49:52] == "度　1"
    assert texts(read(page))[-1] == amounts


def test_two_blanks_behind_a_label_are_no_column() -> None:
    members = "市町村の名称　　" + "、".join(f"{name}の浜町" for name in "東西南北上中下前後")

    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, LONG)
        sheet.text(60, 110, members[:-1])
        sheet.text(60, 125, members[-1])

    assert texts(read(page))[-1] == members


def test_letters_set_wide_keep_the_blank_behind_their_marker() -> None:
    def page(sheet: Sheet) -> None:
        for y, line in ((80, "ア医療"), (110, "a取組の内容"), (140, "アンケート"), (170, "一般会計")):
            for i, letter in enumerate(line):
                sheet.text(60 + 15 * i, y, letter)
        sheet.text(60, 200, LONG)

    assert texts(read(page)) == ["ア 医療", "a 取組の内容", "アンケート", "一般会計", LONG]


def test_lists_inside_the_lines_of_a_column_are_none_of_paragraphs() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 126, 300], [80, 120, 160])
        sheet.row([60, 126], 80, "ア　港　イ\n山と森　", "守る。")
        sheet.row([60, 126], 120, "ア　道と橋\nイ　川", "直す。")

    assert [row[0] for row in rows(read(page))] == ["ア 港　イ　山と森", "ア　道と橋　イ　川"]


def test_labels_whose_texts_go_on_below_them_are_lines() -> None:
    full = "取組内容　　" + LONG[:36]

    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, full)
        sheet.text(60, 95, LONG[36:])
        sheet.text(60, 110, "甲の役割　　場所を貸す。")
        sheet.text(60, 125, "乙の役割　　人を招く。")

    assert texts(read(page)) == [full + LONG[36:], "甲の役割　　場所を貸す。", "乙の役割　　人を招く。"]


def test_labels_of_different_lengths_with_their_texts_right_behind_them_are_lines() -> None:
    lines = ["取組の内容　　市場を開き、人を呼ぶ。", "甲の役割　　場所を貸す。", "乙の役割　　人を招く。"]

    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, LONG)
        for i, line in enumerate(lines):
            sheet.text(60, 110 + 22 * i, line)

    assert texts(read(page)) == [LONG, *lines]


def test_a_label_so_long_that_hardly_a_blank_is_left_behind_it_begins_a_line_as_the_others_do() -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, LONG)
        for i, (label, line) in enumerate(
            [
                ("取組の内容", "市場を開き、人を呼ぶ。"),
                ("甲の役割", "場所を貸す。"),
                ("乙の役割", "人を招く。"),
            ]
        ):
            sheet.text(80, 110 + 20 * i, label)
            sheet.text(135, 110 + 20 * i, line)
        sheet.text(70, 170, "イ")
        sheet.text(84, 170, "森の手入れ")

    assert texts(read(page)) == [
        LONG,
        "取組の内容 市場を開き、人を呼ぶ。",
        "甲の役割　　場所を貸す。",
        "乙の役割　　人を招く。",
        "イ 森の手入れ",
    ]


def test_what_begins_a_paragraph_behind_a_line_that_happened_to_be_full() -> None:
    title = "海辺市と山手町との間における海辺連携中枢都市圏の形成に係る変更連携協約"
    first = "海辺市（以下「甲」という。）と山手町（以下「乙」という。）とは、連携する。"
    last = "この協約に定めのない事項は、甲と乙が話し合い、これを定めるものとする。"
    closing = "この協約の締結を証するため、本書2通を作成し、各1通を保有する。"
    full = "取組に必要な費用の負担の割合について議論があるとき、又は他の市町村等や"
    assert len(title) == len(last) == len(full)

    def page(sheet: Sheet) -> None:
        for i, line in enumerate((title, first, full, last, closing)):
            sheet.text(60, 80 + 15 * i, line)

    found = texts(read(page))
    assert found[0] == title
    assert found[-1] == closing


def test_a_title_that_fills_its_line_ends_there_also_in_a_verb_that_became_a_noun() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 146, 300], [80, 120, 160, 200, 240])
        sheet.row([60, 146], 80, "病院の開設\n病院を開く。", "甲")
        sheet.row([60, 146], 120, "図書の貸出\n本を貸す。", "乙")
        sheet.row([60, 146], 160, "高齢者等の見守り\n異変を知らせる。", "甲")
        sheet.row([60, 146], 200, "広域を走る路線バ\nスを残す。", "乙")  # one word

    assert [row[0] for row in rows(read(page))][2:] == [
        "高齢者等の見守り\n異変を知らせる。",
        "広域を走る路線バスを残す。",
    ]


def test_the_rest_of_a_cell_on_the_next_page_opens_with_no_title() -> None:
    def first(sheet: Sheet) -> None:
        sheet.grid([60, 146, 300], [80, 120, 160])
        sheet.row([60, 146], 80, "病院の開設\n病院を開く。", "甲")
        sheet.row([60, 146], 120, "図書の貸出\n本を貸す。", "乙")
        _open(sheet, [60, 146, 300], 160, 200)
        sheet.row([60, 146], 160, "バスの維持\n港から駅に向かう", "甲")

    def second(sheet: Sheet) -> None:
        _open(sheet, [60, 146, 300], 80, 120)
        sheet.rule(60, 120, 300, 120)
        sheet.row([60, 146], 80, "路線と山の温泉町\n内を結ぶ。", "")

    assert rows(read(first, second))[-1][0] == "バスの維持\n港から駅に向かう路線と山の温泉町内を結ぶ。"


def test_in_a_column_of_one_letter_a_bare_sign_is_no_marker() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 76, 300], [80, 190])
        sheet.row([60, 76], 80, "\n".join("支援アの一事業"), "山で働く。")

    assert rows(read(page)) == [["支援アの一事業", "山で働く。"]]


def test_blanks_between_half_of_the_letters_are_no_stretching() -> None:
    text = "甲 の役 割 山 の道 を 直 し て 橋を 架 け る"

    def page(sheet: Sheet) -> None:
        x = 60.0
        for letter in text:
            sheet.text(x, 80, letter)
            x += 3 if letter == " " else 10
        sheet.text(60, 110, LONG)

    assert texts(read(page))[0] == text


def _open(sheet: Sheet, xs: list[float], top: float, bottom: float) -> None:
    """The sides of a row that no level rule closes at a page end."""
    for x in xs:
        sheet.rule(x, top, x, bottom)


def test_a_figure_at_the_edge_of_a_page_that_counts_none_is_text() -> None:
    def page(number: str, *lines: str) -> Draw:
        def draw(sheet: Sheet) -> None:
            for i, line in enumerate(lines):
                sheet.text(60, 80 + 20 * i, line)
            sheet.text(290, 800, number)

        return draw

    document = read(page("45", "900", "900", "港を直す。"), page("46", "山を守る。"), page("47", LONG))
    assert texts(document) == ["900", "900", "港を直す。", "山を守る。", LONG]
    assert [document.raw[each.start : each.end] for each in document.ignored] == ["45", "46", "47"]


def test_a_text_behind_wide_blanks_goes_on_below_its_label() -> None:
    reason = "２　理由　　　" + LONG + "圏域の全ての"

    def page(sheet: Sheet) -> None:
        for i, line in enumerate(
            (LONG[:40] + "市町村を、", reason[:47], reason[47:] + "市町村が集まる。", "３　終わり　　　春")
        ):
            sheet.text(60, 80 + 15 * i, line)

    assert texts(read(page))[-2:] == [reason + "市町村が集まる。", "３　終わり　　　春"]
