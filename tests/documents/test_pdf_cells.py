"""The lines of a printed cell: which of them go on with the one above. All files are made here, all texts are fiction."""

from __future__ import annotations

from tests.documents.test_pdf_reader import Sheet, read, rows


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
