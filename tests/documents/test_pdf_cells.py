"""The lines of a printed cell: which of them go on with the one above. All files are made here, all texts are fiction."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.documents.test_pdf_reader import FONT, Sheet, read, rows, texts


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
    lines = [("602", "グラム"), ("15", "品"), ("令和", "7", "年度"), ("2,000", "人")]

    def read_with(last: str) -> list[str]:
        def page(sheet: Sheet) -> None:
            for i, line in enumerate(lines):
                x = 60.0
                for part in line:
                    sheet.text(x, 80 + 40 * i, part)
                    x += stringWidth(part, FONT, 10) + 2.5
            sheet.text(60, 300, last)

        return texts(read(page))[:4]

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
