"""Random acts in words on a text, against a plain list: the text after them is the one that the list writes.

The list knows nothing of numbers: they are the places in it. The sentences are written as the field writes them
(what follows is moved up or down, several in a row as a range), each counting from the numbers after the one before.
"""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graph_build.linking.consolidate import consolidate
from tests.linking.texts import SIGNED, amendment, lines_of, read_text

TITLE = "松江市及び飯南町における連携中枢都市圏の形成に係る連携協約"
WORDS = [
    "冬の道路を守る",
    "湖の水を守る",
    "図書を貸し出す",
    "森の道を直す",
    "魚を放す",
    "祭りを開く",
    "橋を架ける",
]
FIRST = 3
"""The number of the first article that may change."""

Rows = list[str]
Change = tuple[str, int, str]
"""What is done, where, and the words that come."""


def written(articles: Rows, rows: Rows) -> str:
    """The agreement with these articles (behind the first two) and rows."""
    clauses = "".join(
        f"（{one}こと）\n\n第{n}条 取組に当たり、{one}ことに努める。\n\n"
        for n, one in enumerate(articles, FIRST)
    )
    table = "".join(
        f"({n}) {one}事業\t取組内容\t{one}。\n\t甲の役割\t{one}計画を作る。\n\t乙の役割\t{one}者を集める。\n"
        for n, one in enumerate(rows, 1)
    )
    return f"""{TITLE}

松江市（以下「甲」という。）及び飯南町（以下「乙」という。）は、地方自治法（昭和22年法律第67号）第252条の2第1項の規定に基づき、連携中枢都市である松江市と飯南町の連携中枢都市圏の形成に関し、次のとおり連携協約を締結する。

（目的）

第1条 この連携協約は、暮らしを支えることを目的とする。

（取組）

第2条 取組及び役割分担は、別表のとおりとする。

{clauses}{SIGNED}

別表（第2条関係）

1 暮らし

{table}"""


Clause = tuple[str, str]
"""A clause as it goes on (…削り) and as it ends (…削る)."""


def renumbered(name: str, first: int, last: int, by: int) -> list[Clause]:
    """One clause that moves the parts from ``first`` to ``last`` by one; none where there are no such parts."""
    if first > last:
        return []
    if first == last:
        clause = f"{name.format(first)}を{name.format(first + by)}と"
        return [(clause + "し", clause + "する")]
    clause = (
        f"{name.format(first)}から{name.format(last)}までを1{name[-1]}ずつ繰り{'下げ' if by > 0 else '上げ'}"
    )
    return [(clause, clause + "る")]


def joined(scope: str, clauses: list[Clause]) -> str:
    return "　" + scope + "、".join([going for going, _ in clauses[:-1]] + [clauses[-1][1]]) + "。"


def apply(kind: str, at: int, word: str, parts: Rows, name: str, first: int) -> tuple[str, Rows]:
    """One change in words, and the list after it."""
    last, number = first + len(parts) - 1, first + at
    rows = name.endswith("項")
    scope = "別表の1の部中" if rows else ""
    block = (
        f"({{n}}) {word}事業\t取組内容\t{word}。\n\t甲の役割\t{word}計画を作る。\n\t乙の役割\t{word}者を集める。"
        if rows
        else f"（{word}こと）\n第{{n}}条　取組に当たり、{word}ことに努める。"
    )
    place = name.format(number)
    if kind == "delete":
        clauses = [(f"{place}を削り", f"{place}を削る"), *renumbered(name, number + 1, last, -1)]
        return joined(scope, clauses), [*parts[:at], *parts[at + 1 :]]
    if kind == "replace":
        text = joined(scope, [("", f"{place}を次のように改める")])
        return f"{text}\n{block.format(n=number)}", [*parts[:at], word, *parts[at + 1 :]]
    beside = (
        f"{name.format(number + 1)}の前" if rows and at < len(parts) else f"{name.format(number - 1)}の次"
    )
    added = f"{beside}に次の{'項' if rows else '1条'}を加え"
    clauses = [*renumbered(name, number, last, 1), (added, added + "る")]
    return f"{joined(scope, clauses)}\n{block.format(n=number)}", [*parts[:at], word, *parts[at:]]


KINDS = st.sampled_from(["delete", "insert", "replace"])
CHANGE = st.tuples(KINDS, st.integers(0, 9), st.sampled_from(WORDS))
LISTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)
ACTS = st.lists(
    st.tuples(st.lists(CHANGE, min_size=1, max_size=4), st.none() | CHANGE), min_size=1, max_size=2
)
"""Changes of articles, one counting on from the other, and one of rows: what an act prints it does not renumber."""


def told(changes: list[Change], parts: Rows, name: str, first: int) -> tuple[list[str], Rows]:
    """Changes in words, and the list after them; the last part is not taken out."""
    sentences = []
    for kind, place, word in changes:
        if kind != "delete" or len(parts) > 1:
            text, parts = apply(kind, place % (len(parts) + (kind == "insert")), word, parts, name, first)
            sentences.append(text)
    return sentences, parts


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(LISTS, LISTS, ACTS)
def test_the_text_after_random_acts_is_what_the_list_says(
    articles: Rows, rows: Rows, acts: list[tuple[list[Change], Change | None]]
) -> None:
    documents = [read_text(written(articles, rows))]
    after = []
    for day, (of_articles, of_rows) in zip(("令和5年3月20日", "令和6年3月22日"), acts, strict=False):
        first, articles = told(of_articles, articles, "第{}条", FIRST)
        second, rows = told([of_rows] if of_rows else [], rows, "({})の項", 1)
        if first or second:
            documents.append(read_text(amendment("\n\n".join([*first, *second]), day)))
            after.append(lines_of(read_text(written(articles, rows))))
    found = consolidate(documents)
    assert found.problems == {}
    versions = sorted(found.complete)
    assert len(versions) == len(after)
    for document, version, expected in zip(documents[1:], versions, after, strict=True):
        assert lines_of(document, found, version) == expected
    again = consolidate(documents[::-1])
    assert (again.parts, again.links) == (found.parts, found.links)
