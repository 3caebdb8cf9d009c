"""Tables of indicators that blanks lay out: a line of heads (指標, 現状値, 目標値), and below it a text for each of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import fold, matching_key
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

_FIELD = re.compile(r"[^ 　\f\v](?:[ ]?[^ 　\f\v])*")


def indicator_table(
    lines: Sequence[Line], begin: int, aside: Collection[int] = ()
) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none.

    It goes on up to a blank line, and over the lines of the page (``aside``: where they begin).
    """
    heads = _fields(lines[begin])
    kinds = [_kinds(head.text) for head in heads]
    known = len(heads) > 2 and kinds[0] & {"kpi", "title"} and any("target" in kind for kind in kinds)
    if not known or not all(kinds):
        return None
    rows, end, gap = [heads], begin + 1, ""
    for i in range(begin + 1, len(lines)):
        line = lines[i]
        if line.start in aside or line.blank:
            gap = "furniture" if line.start in aside else gap or "blank"
            continue
        fields = _fields(line)
        if gap == "blank" or len(fields) != len(heads) or line.text.rstrip().endswith("。"):
            break
        rows.append(fields)
        end, gap = i + 1, ""
    if len(rows) == 1:
        return None
    cells = [
        Cell(row, col, text, (text,)) for row, texts in enumerate(rows) for col, text in enumerate(texts)
    ]
    return end, Table(tuple(cells), len(rows), len(heads))


def heads_indicators(texts: Sequence[str]) -> bool:
    """Whether the texts of a row are the heads of a table of indicators: one of them that of the indicators themselves beside that
    of targets or, the first one, before years; or behind the first one both the present value and the target.

    >>> heads_indicators(["成果指標", "現状値（H27）", "目標値（R3）"]), heads_indicators(["成果指標", "目標値を達成する。"])
    (True, False)
    >>> heads_indicators(["めざす値", "単位", "令和４年度（現状）", "令和10年度（目標）"])
    True
    """
    kinds = list(map(_kinds, texts))
    told = any("kpi" in kind for kind in kinds) and any("target" in kind for kind in kinds)
    years = sum(YEAR_HEAD.fullmatch(matching_key(fold(text).text)) is not None for text in texts[1:])
    told = told or (years > 1 and "kpi" in kinds[0])
    behind = {kind for head in kinds[1:] for kind in head}
    return told or ("target" in behind and not behind.isdisjoint(("current", "baseline")))


def _fields(line: Line) -> list[Located]:
    located = line.located
    return [] if "\t" in line.text else [located[m.start() : m.end()] for m in _FIELD.finditer(line.text)]


def _kinds(text: str) -> frozenset[str]:
    """What a head may mean, the date in brackets behind it aside; what stands in brackets behind a year."""
    key = fold(text).text
    found = re.search(r"\(([^()]*)\)$", key)
    bare = key[: found.start()] if found else key
    said = found[1] if found and YEAR_HEAD.fullmatch(matching_key(bare)) else bare
    return label_kinds(matching_key(said))
