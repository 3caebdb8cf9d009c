"""Changes of chapters (編, 章): an agreement in chapters, sentences, and the lines that go and come (fictions)."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from graph_build.records.agreement import Measure
from tests.linking.texts import after_lines, amendment, lines_of, read_text

PLAIN = (Path(__file__).parents[1] / "fixtures" / "consolidation" / "cases" / "base.txt").read_text("utf-8")
BASE = PLAIN
for _heading, _caption in (
    ("第1章　総則", "（目的）"),
    ("第2章　事務", "（事務の分担）"),
    ("第3章　雑則", "（連絡会議）"),
):
    BASE = BASE.replace(f"{_caption}\n", f"{_heading}\n\n{_caption}\n", 1)

COST = "第4条（費用） 取組に要する費用は、甲及び乙が協議して定める。"
MEETING = "（連絡会議） 甲及び乙の長は、毎年1回連絡会議を開く。／2 連絡会議の庶務は、甲が行う。"
DOUBT = "（疑義） この連携協約に定めのない事項は、連絡会議で定める。"


def changed(sentences: str) -> list[str]:
    """The lines that went and came; why nothing was applied."""
    after, why = after_lines(BASE, amendment(sentences))
    if after is None:
        return why
    before = lines_of(read_text(BASE))
    told = (f"{line[0]}{line[2:]}" for line in difflib.ndiff(before, after) if line[0] in "-+")
    return sorted(line for line in told if not line[1:].startswith("第3条"))


def test_the_articles_know_the_headings_above_them() -> None:
    heads = [line for line in lines_of(read_text(BASE)) if line.startswith("章")]
    assert heads == ["章 第1章 総則", "章 第2章 事務", "章 第3章 雑則"]


@pytest.mark.parametrize(
    "sentence", ["第2章の章名を「分担」に改める。", "第2章の章名を次のように改める。\n　　第2章　分担"]
)
def test_the_name_of_a_chapter(sentence: str) -> None:
    assert changed(f"　{sentence}") == ["+章 第2章 分担", "-章 第2章 事務"]


def test_the_contents_change_with_the_chapters() -> None:
    words = "　目次中「第2章　事務」を「第2章　分担」に改める。\n　第2章の章名を「分担」に改める。"
    assert changed(words) == ["+章 第2章 分担", "-章 第2章 事務"]


def test_a_term_in_the_name_of_a_chapter_and_in_its_articles() -> None:
    assert changed(
        "　第二章の章名中「事務」を「事務及び費用」に改め、第3章中「連絡会議」を「調整会議」に改める。"
    ) == sorted(
        [
            "+第5条（連絡会議） 甲及び乙の長は、毎年1回調整会議を開く。／2 調整会議の庶務は、甲が行う。",
            "+第6条（疑義） この連携協約に定めのない事項は、調整会議で定める。",
            "+章 第2章 事務及び費用",
            f"-第5条{MEETING}",
            f"-第6条{DOUBT}",
            "-章 第2章 事務",
        ]
    )


def test_a_chapter_goes_with_its_articles_and_the_others_count_anew() -> None:
    assert changed("　第2章を削り、第3章を第2章とし、第5条及び第6条を2条ずつ繰り上げる。") == sorted(
        [
            f"-{COST}",
            "-章 第2章 事務",
            "-章 第3章 雑則",
            "+章 第2章 雑則",
            f"-第5条{MEETING}",
            f"-第6条{DOUBT}",
            f"+第4条{DOUBT}",
        ]
    )


def test_a_chapter_comes_between_two() -> None:
    words = (
        "　第3章を第4章とし、第6条を第7条とし、第5条を第6条とし、第2章の次に次の1章を加える。\n\n"
        "　　第3章　広報\n\n　（広報）\n第5条　甲及び乙は、取組を知らせる。"
    )
    assert changed(words) == sorted(
        [
            *(f"-第5条{MEETING}", f"-第6条{DOUBT}", f"+第6条{MEETING}", f"+第7条{DOUBT}"),
            *(
                "-章 第3章 雑則",
                "+章 第3章 広報",
                "+章 第4章 雑則",
                "+第5条（広報） 甲及び乙は、取組を知らせる。",
            ),
        ]
    )


def test_a_chapter_is_replaced_as_a_whole() -> None:
    words = "　第2章を次のように改める。\n　　第2章　分担\n　（分担）\n第3条　協議して定める。\n第4条　削除"
    assert changed(words) == sorted(["-章 第2章 事務", "+章 第2章 分担", f"-{COST}", "+第4条 削除"])


def test_an_article_that_is_added_stands_in_the_chapter_of_the_one_beside_it() -> None:
    words = "　第2章中第4条の次に次の1条を加える。\n　（精算）\n第4条の2　費用は、翌年度に精算する。"
    assert changed(words) == ["+第4条の2（精算） 費用は、翌年度に精算する。"]


@pytest.mark.parametrize(
    ("sentences", "reason"),
    [
        ("　第5章を削る。", "第5章: not found"),
        ("　第4条の次に次の章名を付する。\n　　第2章の2　会議", "第4条: not understood"),
        ("　第4条を第5条の次に移す。\n　第3章を削る。", "not wholly read"),
        ("　第2章の章名中「観光」を「旅」に改める。", "第2章の章名: words not found: 「観光」"),
        ("　第2章を第3章とする。", "number twice"),
        ("　第1章の次に次の1章を加える。\n　　第2章　広報\n　（広報）\n第2条の2　知らせる。", "number twice"),
        ("　第2章を次のように改める。\n　（分担）\n第3条　協議して定める。", "第2章: not understood"),
        (
            "　第2章を次のように改める。\n　　第3章　分担\n　（分担）\n第3条　協議して定める。",
            "第2章: not understood",
        ),
    ],
)
def test_what_is_not_exact_is_not_applied(sentences: str, reason: str) -> None:
    assert changed(sentences) == [reason]


def test_chapters_of_two_parts_are_told_apart_by_the_part() -> None:
    text = BASE.replace("第1章　総則", "第1編　基本\n\n第1章　総則").replace(
        "第3章　雑則", "第2編　運営\n\n第1章　会議"
    )
    assert after_lines(text, amendment("　第1章を削る。"))[1] == ["第1章: ambiguous (2)"]
    after, why = after_lines(text, amendment("　第2編第1章を削る。"))
    assert why == []
    assert after is not None
    assert [line for line in after if line.startswith("章")] == [
        "章 第1編 基本",
        "章 第1章 総則",
        "章 第2章 事務",
    ]


def test_the_caption_of_an_article_that_is_put_in_is_the_title_of_its_measure() -> None:
    act = read_text(
        amendment(
            "　第4条の次に次の1条を加える。\n（冬の道路）\n第4条の2　取組の内容　冬の道路を守る。\n"
            "２　甲の役割　計画を作る。\n３　乙の役割　者を集める。"
        )
    )
    assert [one.title for one in act.of(Measure)] == ["冬の道路"]
