"""Random acts on the chapters of a text, against a plain list: the text after them is the one that the list writes.

The list knows no numbers: chapters and articles are counted by their places in it.
"""

from __future__ import annotations

import dataclasses

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graph_build.linking.consolidate import consolidate
from graph_build.records.agreement import Measure, PolicyField
from tests.linking.test_random_operations import TITLE, WORDS, Clause, joined, renumbered
from tests.linking.texts import SIGNED, amendment, lines_of, read_text

NAMES = ["総則", "医療", "観光", "交通", "環境", "教育", "雑則"]
KANJI = "〇一二三四五六七八九"


@dataclasses.dataclass(frozen=True)
class Chapter:
    """A chapter by its name, and its articles by what they are about."""

    name: str
    articles: tuple[str, ...]


def article(number: int, word: str, labelled: bool) -> str:
    if labelled:
        return (
            f"（{word}取組）\n第{number}条　取組の内容　{word}。\n"
            f"２　甲の役割　{word}計画を作る。\n３　乙の役割　{word}者を集める。\n"
        )
    return f"（{word}こと）\n第{number}条　取組に当たり、{word}ことに努める。\n"


def written(chapters: list[Chapter], labelled: bool) -> str:
    """The agreement in these chapters."""
    body, number = "", 0
    for n, chapter in enumerate(chapters, 1):
        body += f"　　第{n}章　{chapter.name}\n\n"
        for word in chapter.articles:
            number += 1
            body += article(number, word, labelled) + "\n"
    return f"""{TITLE}

松江市（以下「甲」という。）及び飯南町（以下「乙」という。）は、地方自治法（昭和22年法律第67号）第252条の2第1項の規定に基づき、連携中枢都市である松江市と飯南町の連携中枢都市圏の形成に関し、次のとおり連携協約を締結する。

{body}{SIGNED}
"""


def first_of(chapters: list[Chapter], at: int) -> int:
    """The number of the first article of a chapter."""
    return 1 + sum(len(one.articles) for one in chapters[:at])


def sentence(clauses: list[Clause]) -> list[str]:
    return [joined("", clauses)] if clauses else []


def told(
    kind: str, at: int, name: str, words: tuple[str, ...], chapters: list[Chapter]
) -> tuple[list[str], list[Chapter]]:
    """One change in words, and the list after it."""
    count, total = len(chapters), first_of(chapters, len(chapters)) - 1
    at %= count
    own, first = chapters[at], first_of(chapters, at)
    size = len(own.articles)
    if kind == "rename":
        new = dataclasses.replace(own, name=name)
        return [f"　第{at + 1}章の章名を「{name}」に改める。"], [*chapters[:at], new, *chapters[at + 1 :]]
    if kind == "reword":
        new = dataclasses.replace(own, name=name)
        return [f"　「第{at + 1}章　{own.name}」を「第{at + 1}章　{name}」に改める。"], [
            *chapters[:at],
            new,
            *chapters[at + 1 :],
        ]
    if kind == "delete" and count > 2:
        last = min(at + 1, count - 1) if len(words) > 1 and count > 3 else at
        gone = sum(len(one.articles) for one in chapters[at : last + 1])
        place = f"第{at + 1}章" if last == at else f"第{at + 1}章から第{last + 1}章まで"
        clauses: list[Clause] = [(f"{place}を削り", f"{place}を削る")]
        lines = sentence([*clauses, *moved("章", last + 2, count, -(last + 1 - at))])
        lines += sentence(moved("条", first + gone, total, -gone))
        return lines, [*chapters[:at], *chapters[last + 1 :]]
    if kind == "insert":
        lines = sentence([*moved("条", first, total, len(words)), *moved("章", at + 1, count, 1)])
        behind = f"第{at}章の次" if at else "第2章の前"
        block = "".join(article(first + i, word, False) for i, word in enumerate(words)).rstrip()
        lines.append(f"　{behind}に次の1章を加える。\n　　第{at + 1}章　{name}\n{block}")
        return lines, [*chapters[:at], Chapter(name, words), *chapters[at:]]
    if kind == "replace":
        by = len(words) - size
        others = sentence(moved("条", first + size, total, by))
        block = "".join(article(first + i, word, False) for i, word in enumerate(words)).rstrip()
        lines = [f"　第{at + 1}章を次のように改める。\n　　第{at + 1}章　{name}\n{block}"]
        lines = [*others, *lines] if by > 0 else [*lines, *others]
        return lines, [*chapters[:at], Chapter(name, words), *chapters[at + 1 :]]
    if kind == "grow":
        lines = sentence(moved("条", first + size, total, len(words)))
        block = "".join(article(first + size + i, word, False) for i, word in enumerate(words)).rstrip()
        lines.append(f"　第{at + 1}章に次の{len(words)}条を加える。\n{block}")
        new = dataclasses.replace(own, articles=(*own.articles, *words))
        return lines, [*chapters[:at], new, *chapters[at + 1 :]]
    if kind == "divide" and size > 1:
        lines = sentence(moved("章", at + 2, count, 1))
        lines.append(f"　第{first + 1}条の前に次の章名を付する。\n　　第{at + 2}章　{name}")
        halves = [Chapter(own.name, own.articles[:1]), Chapter(name, own.articles[1:])]
        return lines, [*chapters[:at], *halves, *chapters[at + 1 :]]
    if kind == "join" and at:
        clauses = [(f"第{at + 1}章の章名を削り", f"第{at + 1}章の章名を削る")]
        lines = sentence([*clauses, *moved("章", at + 2, count, -1)])
        before = chapters[at - 1]
        both = Chapter(before.name, (*before.articles, *own.articles))
        return lines, [*chapters[: at - 1], both, *chapters[at + 1 :]]
    return [], chapters


def moved(unit: str, first: int, last: int, by: int) -> list[Clause]:
    """The clause that moves all from ``first`` to ``last``; none where there are none, or nothing moves."""
    if first > last or not by:
        return []
    if abs(by) == 1:
        return renumbered(f"第{{}}{unit}", first, last, by)
    way, place = (
        "下げ" if by > 0 else "上げ",
        f"第{first}{unit}" + (f"から第{last}{unit}まで" if last > first else ""),
    )
    clause = f"{place}を{abs(by)}{unit}ずつ繰り{way}"
    return [(clause, clause + "る")]


WORD = st.sampled_from(WORDS)
CHAPTERS = st.lists(
    st.builds(Chapter, st.sampled_from(NAMES), st.lists(WORD, min_size=1, max_size=3).map(tuple)),
    min_size=2,
    max_size=4,
)


def changes(*kinds: str) -> st.SearchStrategy[list[tuple[str, int, str, tuple[str, ...]]]]:
    one = st.tuples(
        st.sampled_from(kinds),
        st.integers(0, 9),
        st.sampled_from(NAMES),
        st.lists(WORD, min_size=1, max_size=2).map(tuple),
    )
    return st.lists(one, min_size=1, max_size=4)


def after(
    chapters: list[Chapter], acts: list[tuple[str, int, str, tuple[str, ...]]], labelled: bool
) -> tuple[list[str], list[str], list[tuple[str, str | None, str]], list[tuple[str, str | None, str]]]:
    """Lines of the consolidated text and of the list's, and the field of each measure in both."""
    base, lines = read_text(written(chapters, labelled)), []
    for act in acts:
        words, chapters = told(*act, chapters)
        lines += words
    expected = read_text(written(chapters, labelled))
    if not lines:
        return lines_of(base), lines_of(expected), [], []
    document = read_text(amendment("\n\n".join(lines)))
    found = consolidate([base, document])
    assert found.problems == {}, lines
    (version,) = found.complete
    parts = [part.record for part in found.parts]
    return (
        lines_of(document, found, version),
        lines_of(expected),
        fields([one for one in parts if one.id.startswith(version)]),
        fields(list(expected.items)),
    )


def fields(records: list[object]) -> list[tuple[str, str | None, str]]:
    labels = {one.id: one for one in records if isinstance(one, PolicyField)}
    measures = sorted((one for one in records if isinstance(one, Measure)), key=lambda one: one.order)
    return [
        (one.title or "", labels[one.field].number, labels[one.field].label) for one in measures if one.field
    ]


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(CHAPTERS, changes("rename", "reword", "delete", "insert", "replace", "grow", "divide", "join"))
def test_the_text_after_random_changes_of_chapters(
    chapters: list[Chapter], acts: list[tuple[str, int, str, tuple[str, ...]]]
) -> None:
    found, expected, _, _ = after(chapters, acts, labelled=False)
    assert found == expected


MEASURES = st.lists(
    st.tuples(
        st.sampled_from(["医療", "観光", "交通", "環境", "教育"]),
        st.lists(WORD, min_size=1, max_size=2, unique=True),
    ),
    min_size=3,
    max_size=4,
    unique_by=lambda one: one[0],
)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(MEASURES, changes("rename", "reword", "delete"))
def test_chapters_that_are_fields_of_measures(
    chapters: list[tuple[str, list[str]]], acts: list[tuple[str, int, str, tuple[str, ...]]]
) -> None:
    named = [Chapter(name, tuple(words)) for name, words in chapters]
    acts = [(kind, at, f"{KANJI[i]}つ目の振興", words) for i, (kind, at, _, words) in enumerate(acts, 1)]
    found, expected, of_found, of_expected = after(named, acts, labelled=True)
    assert found == expected
    assert of_found == of_expected or not of_found
