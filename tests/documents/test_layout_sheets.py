"""Sheets of projects as ``pdftotext -layout`` prints them, every sign a column wide. Texts are fiction."""

from __future__ import annotations

from graph_build.documents.model import Table
from graph_build.documents.read import read_bytes

SHEET = """
事業名        除雪の車の共同の購入
関係市町       全市町
           圏域の三つの町で使う除雪の車を共に買い、冬の朝の道を人と車のために早く開く。運転の研修
事業概要       も行う。
事業費（千      区分    R4    R5        R6        合計
円）         三原市            1,200     1,200     2,400
           世羅町            300       300       600


                               - 3 -


費用負担       均等割による。
国県補助事業     －
事業効果       通院の足が途切れない。

重要業績評価指標                 現状値（R2 年度）     目標値（R8 年度）
開通の時刻までに開いた道             延べ 310 人       現状維持
"""


def tables() -> list[list[list[str]]]:
    blocks = read_bytes("a.txt", SHEET.encode()).blocks
    return [
        [[cell.text.text for cell in block.row(row)] for row in range(block.rows)]
        for block in blocks
        if isinstance(block, Table)
    ]


def test_labels_beside_the_middle_of_their_texts_and_an_empty_year() -> None:
    assert tables()[0] == [
        ["事業名", "除雪の車の共同の購入"],
        ["関係市町", "全市町"],
        [
            "事業概要",
            "圏域の三つの町で使う除雪の車を共に買い、冬の朝の道を人と車のために早く開く。運転の研修も行う。",
        ],
        ["事業費（千円）", "区分", "R4", "R5", "R6", "合計"],
        ["三原市", "", "1,200", "1,200", "2,400"],
        ["世羅町", "", "300", "300", "600"],
        ["費用負担", "均等割による。"],
        ["国県補助事業", "－"],
        ["事業効果", "通院の足が途切れない。"],
    ]


def test_indicators_stand_below_their_heads() -> None:
    assert tables()[1] == [
        ["重要業績評価指標", "現状値（R2 年度）", "目標値（R8 年度）"],
        ["開通の時刻までに開いた道", "延べ 310 人", "現状維持"],
    ]
