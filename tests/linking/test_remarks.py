"""Changes of the remarks (備考) of an annex: sentences, and the lines that go and come (fictions)."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.linking.test_random_operations import WORDS, Clause, joined, renumbered
from tests.linking.texts import after_lines, amendment, lines_of, read_text

PLAIN = (Path(__file__).parents[1] / "fixtures" / "consolidation" / "cases" / "base.txt").read_text("utf-8")


def with_remarks(words: str) -> str:
    return PLAIN.replace("\n別表第2（第2条関係）", f"{words}\n別表第2（第2条関係）")


COUNTED = with_remarks(
    "\n備考\n\n1 取組の内容は、毎年度見直す。\n\n2 「山間」とは、次の地域をいう。\n\n(1) 東の地域\n\n(2) 西の地域\n"
)
INLINE = with_remarks(
    "\n備考　１　取組の内容は、毎年度見直す。\n\n　　　２　「山間」とは、山の地域をいう。\n"
)
ALONE = with_remarks("\n備考　取組の内容は、毎年度見直す。\n")


def changed(base: str, sentences: str) -> list[str]:
    """The lines that went and came; why nothing was applied."""
    after, why = after_lines(base, amendment(sentences))
    if after is None:
        return why
    before = lines_of(read_text(base))
    return [f"{line[0]}{line[2:]}" for line in difflib.ndiff(before, after) if line[0] in "-+"]


@pytest.mark.parametrize(
    "sentence",
    [
        "別表第1に備考として次のように加える。",
        "別表第1に次の備考を加える。",
        "別表第1に次のように加える。",
        "別表第1に次のように備考を加える。",
    ],
)
def test_remarks_come_to_an_annex(sentence: str) -> None:
    assert changed(PLAIN, f"　{sentence}\n　備考　取組は、毎年度見直す。") == ["+備考取組は、毎年度見直す。"]
    assert changed(PLAIN, f"　{sentence}\n　備考\n　1　毎年度見直す。\n　2　協議する。") == [
        "+備考",
        "+1 毎年度見直す。",
        "+2 協議する。",
    ]


@pytest.mark.parametrize(
    ("base", "sentences", "lines"),
    [
        (
            ALONE,
            "別表第1の備考中「毎年度」を「隔年で」に改める。",
            ["-備考取組の内容は、毎年度見直す。", "+備考取組の内容は、隔年で見直す。"],
        ),
        (ALONE, "別表第1備考を削る。", ["-備考取組の内容は、毎年度見直す。"]),
        (
            ALONE,
            "別表第1の備考を次のように改める。\n　備考　協議する。",
            ["-備考取組の内容は、毎年度見直す。", "+備考協議する。"],
        ),
        (
            COUNTED,
            "別表第1備考第2号を削る。",
            ["-2 「山間」とは、次の地域をいう。", "-(1) 東の地域", "-(2) 西の地域"],
        ),
        (
            COUNTED,
            "別表第1の備考2を備考3とし、備考1の次に次のように加える。\n　2　公表する。",
            ["+2 公表する。", "-2 「山間」とは、次の地域をいう。", "+3 「山間」とは、次の地域をいう。"],
        ),
        (COUNTED, "別表第1備考に次の1号を加える。\n　3　公表する。", ["+3 公表する。"]),
        (
            COUNTED,
            "別表第1備考第1項を削り、同備考第2項を同備考第1項とする。",
            [
                "-1 取組の内容は、毎年度見直す。",
                "-2 「山間」とは、次の地域をいう。",
                "+1 「山間」とは、次の地域をいう。",
            ],
        ),
        (
            COUNTED,
            "別表第1中備考1を次のように改める。\n　1　隔年で見直す。",
            ["-1 取組の内容は、毎年度見直す。", "+1 隔年で見直す。"],
        ),
        (
            INLINE,
            "別表第1の備考1中「毎年度」を「隔年で」に改める。",
            ["-備考１取組の内容は、毎年度見直す。", "+備考１取組の内容は、隔年で見直す。"],
        ),
        (INLINE, "別表第1の備考2を削る。", ["-２ 「山間」とは、山の地域をいう。"]),
    ],
)
def test_remarks_change(base: str, sentences: str, lines: list[str]) -> None:
    assert sorted(changed(base, f"　{sentences}")) == sorted(lines)


@pytest.mark.parametrize(
    ("base", "sentences", "reason"),
    [
        (PLAIN, "別表第1の備考を削る。", "別表第1の備考: not found"),
        (ALONE, "別表第1に次の備考を加える。\n　備考　協議する。", "別表第1: number twice"),
        (ALONE, "別表第1備考第1号を削る。", "別表第1備考第1号: not found"),
        (INLINE, "別表第1備考第1号を削る。", "別表第1備考第1号: not understood"),
        (COUNTED, "別表第1備考に次の1号を加える。\n　2　公表する。", "別表第1備考: number twice"),
        (
            COUNTED,
            "別表第1備考第1号及び第2号を次のように改める。\n　1　公表する。",
            "別表第1備考第1号及び第2号: not understood",
        ),
        (COUNTED, "別表第1の備考を次のように改める。\n　1　公表する。", "別表第1の備考: not understood"),
        (COUNTED, "別表第1の備考の欄中「毎年度」を「隔年」に改める。", "別表第1の備考の欄: not found"),
    ],
)
def test_what_is_not_exact_is_not_applied(base: str, sentences: str, reason: str) -> None:
    assert changed(base, f"　{sentences}") == [reason]


def written(remarks: list[str]) -> str:
    lines = "".join(f"\n{n} {word}こととする。\n" for n, word in enumerate(remarks, 1))
    return with_remarks(f"\n備考\n{lines}" if remarks else "")


def told(kind: str, at: int, word: str, remarks: list[str]) -> tuple[list[str], list[str]]:
    """One change in words, and the list after it."""
    if not remarks:
        return [f"　別表第1に備考として次のように加える。\n　備考\n　1　{word}こととする。"], [word]
    at %= len(remarks)
    place, last = f"別表第1備考第{at + 1}号", len(remarks)
    if kind == "delete" and last == 1:
        return ["　別表第1の備考を削る。"], []
    if kind == "delete":
        clauses: list[Clause] = [(f"{place}を削り", f"{place}を削る")]
        clauses += renumbered("第{}号", at + 2, last, -1)
        return [joined("", clauses)], [*remarks[:at], *remarks[at + 1 :]]
    if kind == "replace":
        return [f"　{place}を次のように改める。\n　{at + 1}　{word}こととする。"], [
            *remarks[:at],
            word,
            *remarks[at + 1 :],
        ]
    clauses = renumbered("別表第1備考第{}号", at + 2, last, 1)
    clauses.append((f"{place}の次に次の1号を加え", f"{place}の次に次の1号を加える"))
    return [f"{joined('', clauses)}\n　{at + 2}　{word}こととする。"], [
        *remarks[: at + 1],
        word,
        *remarks[at + 1 :],
    ]


CHANGE = st.tuples(
    st.sampled_from(["delete", "insert", "replace"]), st.integers(0, 9), st.sampled_from(WORDS)
)


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(st.sampled_from(WORDS), max_size=4), st.lists(CHANGE, min_size=1, max_size=4))
def test_the_remarks_after_random_changes(remarks: list[str], acts: list[tuple[str, int, str]]) -> None:
    base, lines = written(remarks), []
    for act in acts:
        words, remarks = told(*act, remarks)
        lines += words
    after, why = after_lines(base, amendment("\n\n".join(lines)))
    assert why == [], lines
    assert after == lines_of(read_text(written(remarks)))
