"""The lines of a printed cell or page: which of them go on with the one above, and which gaps are blanks. All files are made
here, all texts are fiction."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.documents.test_pdf_reader import FONT, Draw, Sheet, read, rows, texts


def test_heads_of_one_letter_a_line_do_not_tell_how_far_apart_lines_stand() -> None:
    towns = ["海辺市", "山里町", "川口町", "谷川村"]

    def page(sheet: Sheet) -> None:
        edges = [60.0, 80, 100, 120, 140, 191]
        sheet.grid(edges, [80, 120, 180])
        for x, town in zip(edges, towns, strict=False):
            for k, letter in enumerate(town):
                sheet.text(x + 5, 92 + 10 * k, letter)
        sheet.row([140], 80, "国の補助")
        sheet.row(edges, 120, "○", "○", "－", "○")
        for k, line in enumerate(("山村の暮ら", "しを守る補", "助金")):
            sheet.text(143, 133 + 13 * k, line, 9)

    assert rows(read(page)) == [[*towns, "国の補助"], ["○", "○", "－", "○", "山村の暮らしを守る補助金"]]


def test_what_typesetters_put_between_figures_and_letters_everywhere_is_no_blank() -> None:
    lines = [("602", "グラム"), ("15", "品"), ("令和", "7", "年度"), ("2,000", "人"), ("1,250", "冊")]

    def read_with(last: str) -> list[str]:
        def page(sheet: Sheet) -> None:
            for i, line in enumerate(lines):
                x = 60.0
                for part in line:
                    sheet.text(x, 80 + 40 * i, part)
                    x += stringWidth(part, FONT, 10) + 2.5
            sheet.text(60, 300, last)

        return texts(read(page))[:5]

    assert read_with("人数は年ごとに数える。") == ["".join(line) for line in lines]
    assert read_with("人数は2年ごとに数える。") == [" ".join(line) for line in lines]  # a gap is typed here


def test_a_word_stretched_over_a_narrow_cell_begins_with_no_list_marker() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 120, 146], [80, 180])
        sheet.text(63, 93, "事業の名称")
        for k, line in enumerate(("サイ", "クリ", "ング", "環境", "整備")):
            for x, letter in zip((123, 136), line, strict=True):
                sheet.text(x, 93 + 13 * k, letter)
        sheet.text(123, 93 + 13 * 5, "事業")

    assert rows(read(page)) == [["事業の名称", "サイクリング環境整備事業"]]


def test_the_first_part_of_a_figure_alone_on_its_line_is_no_list_marker() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 126, 172], [80, 120])
        sheet.text(63, 93, "満足した者")
        sheet.text(129, 93, "88.")
        sheet.text(129, 106, "0（R3）")

    assert rows(read(page)) == [["満足した者", "88.0（R3）"]]


def test_two_letters_set_to_both_edges_of_a_cell_are_one_word() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 126, 182], [80, 120])
        sheet.text(63, 93, "利用 者")
        for x, letter in ((129, "延"), (169, "べ")):
            sheet.text(x, 93, letter)
        sheet.text(129, 106, "12,000回")

    assert rows(read(page)) == [["利用 者", "延べ12,000回"]]


def test_the_end_of_a_word_in_a_stretched_line_is_no_list_marker() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 142, 300], [80, 140])
        for x in range(7):
            sheet.text(63 + 12.4 * x * 0.98, 93, "圏域ビジョンを"[x])
            sheet.text(63 + 12.4 * x * 0.98, 106, "ンの策定に当た"[x])
        sheet.text(63, 119, "り")
        sheet.text(145, 93, "1 頁")

    assert rows(read(page)) == [["圏域ビジョンをンの策定に当たり", "1 頁"]]


def test_a_third_of_an_em_behind_a_figure_is_a_blank_and_less_is_not() -> None:
    def page(sheet: Sheet) -> None:
        for y, figure, gap in ((80, "事業1", 3.4), (120, "事業1", 2.5), (160, "第２", 3.4)):
            sheet.text(60, y, figure)
            sheet.text(60 + stringWidth(figure, FONT, 10) + gap, y, "港の朝市")
        sheet.text(60, 200, "甲 乙")

    assert texts(read(page))[:3] == ["事業1 港の朝市", "事業1港の朝市", "第２ 港の朝市"]


def test_lines_that_begin_with_a_word_in_brackets_each_begin_a_paragraph() -> None:
    long = "（交通）便が少なく、車を持たない高校生と高齢者の移動が難しいという声が多い。"
    budget = "（事業費）令和４年度 420千円、令和５年度 420千円、令和６年度 420千円、計 1,260千円"

    def page(sheet: Sheet) -> None:
        for y, line in (
            (80, long),
            (95, "（産業）後を継ぐ者がいない。"),
            (200, budget),
            (215, "（関係市町）全市町"),
        ):
            sheet.text(60, y, line)

    assert texts(read(page)) == [long, "（産業）後を継ぐ者がいない。", budget, "（関係市町）全市町"]


def test_a_text_behind_a_label_is_no_running_head() -> None:
    def page(number: str) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.text(60, 40, "（事業期間）令和４年度～令和８年度")
            sheet.text(60, 200, f"事業{number}は続く。")

        return draw

    assert [text[:5] for text in texts(read(page("１"), page("２")))] == [
        "（事業期間",
        "事業１は続",
        "（事業期間",
        "事業２は続",
    ]


def test_a_hyphen_at_the_end_of_a_line_is_part_of_the_number() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 84, 217], [80, 120, 140])
        sheet.row([60, 84], 80, "Ｃ-\n12", "港を開く。")
        sheet.row([60, 84], 120, "Ｄ", "駅を開く。")

    assert rows(read(draw))[0][0] == "Ｃ-12"
