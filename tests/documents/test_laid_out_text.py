"""Text files that lay things out with characters: drawn tables, columns of blanks, texts side by side (fictions)."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from graph_build.documents.lines.physical import split_lines
from graph_build.documents.lines.side_by_side import unfolded
from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.text_reader import read_text


def read(text: str) -> Document:
    return read_text("a.txt", "0" * 64, text, "text/plain")


def rows(document: Document) -> list[list[str]]:
    table = next(block for block in document.blocks if isinstance(block, Table))
    return [[cell.text.text for cell in table.row(index)] for index in range(table.rows)]


def paragraphs(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def test_a_table_drawn_with_box_characters() -> None:
    text = """
┌────┬────┬────┐
│取組　　│甲の役割│乙の役割│
├────┼────┼────┤
│雪まつり│雪を運　│像を彫る│
│　　　　│ぶ。　　│。　　　│
└────┴────┴────┘
"""
    assert rows(read(text)) == [["取組", "甲の役割", "乙の役割"], ["雪まつり", "雪を運ぶ。", "像を彫る。"]]


def test_a_table_drawn_with_plus_and_minus() -> None:
    text = "+----+------+\n|取組|内容  |\n+----+------+\n|祭り|踊る。|\n+----+------+\n"
    assert rows(read(text)) == [["取組", "内容"], ["祭り", "踊る。"]]


def test_columns_of_blanks_below_known_heads_are_a_table() -> None:
    text = """
取組の内容          甲の役割        乙の役割
道を直す。          計画を立て      用地を探す。
                    る。
橋を架ける。        設計する。      経費を負担する。

第5条　この協定に定めのない事項は、協議する。
"""
    document = read(text)
    assert rows(document)[1:] == [
        ["道を直す。", "計画を立てる。", "用地を探す。"],
        ["橋を架ける。", "設計する。", "経費を負担する。"],
    ]
    assert paragraphs(document) == ["第5条　この協定に定めのない事項は、協議する。"]


def test_columns_of_blanks_without_known_heads_stay_text() -> None:
    text = "人口        面積        世帯\n10,000      50          4,000\n"
    assert not any(isinstance(block, Table) for block in read(text).blocks)


def test_three_signatures_side_by_side() -> None:
    text = """
甲　飯田市長　　林檎　並木          乙　阿智村長　　星空　昼神          丙　平谷村長　　高嶺　峠
"""
    assert [line.split() for line in paragraphs(read(text))] == [
        ["甲", "飯田市長", "林檎", "並木"],
        ["乙", "阿智村長", "星空", "昼神"],
        ["丙", "平谷村長", "高嶺", "峠"],
    ]


def test_a_label_and_its_text_are_not_torn_apart() -> None:
    text = "\n".join(
        f"内容　　　　　道を直し、橋を架け、川をさらう。{n}\n甲　　　　　　計画を立てる。" for n in range(6)
    )
    assert "甲" in paragraphs(read(text))[1]
    assert "計画を立てる。" in paragraphs(read(text))[1]


@given(st.lists(st.text("甲乙市長。 　\tあ第1条─│┌+-|", max_size=40), max_size=30))
def test_no_character_is_lost_or_doubled(lines: list[str]) -> None:
    before = split_lines("\n".join(lines))
    after = unfolded(before, lambda _lines, _at: None)

    def places(some: tuple[object, ...] | list[object]) -> Counter[int]:
        return Counter(
            line.start + i  # type: ignore[attr-defined]
            for line in some
            for i, char in enumerate(line.text)  # type: ignore[attr-defined]
            if not char.isspace()
        )

    assert places(list(before)) == places(list(after))


def test_a_sheet_of_labels_and_texts_at_two_columns() -> None:
    text = """
 事業名　　　　　除雪の車の共同の購入
 関係市町　　　　全市町
 事業概要　　　　車を共に買い、冬の朝の道を
 　　　　　　　　開く。
 　　　　　　　　運転の研修も行う。
 年度                  R6      R7      計
 購入                  ○
 事業費（千円）       900             900
 備考のない行
"""
    document = read(text)
    assert rows(document) == [
        ["事業名", "除雪の車の共同の購入"],
        ["関係市町", "全市町"],
        ["事業概要", "車を共に買い、冬の朝の道を開く。\n運転の研修も行う。"],
        ["年度", "R6", "R7", "計"],
        ["購入", "○"],
        ["事業費（千円）", "900", "", "900"],
    ]
    assert paragraphs(document) == ["備考のない行"]


def test_labels_whose_texts_begin_anywhere_are_no_sheet() -> None:
    for text in (
        "関係市町  全市町\n事業の概要      雪を運ぶ。\n費用負担    人口による。\n",
        "津軽市長　　　　青森　花子\n平川市長　　　　弘前　太郎\n黒石市長　　　　五所　次郎\n",
    ):
        assert not any(isinstance(block, Table) for block in read(text).blocks)
