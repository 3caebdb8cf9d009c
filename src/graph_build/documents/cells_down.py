"""Tables whose cells a conversion has put one below the other: the heads first, then row by row, blank lines between."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from graph_build.documents.lines import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind

_SPEAKS = ("content", "role", "roles")
_NONE = ("―", "-", "－", "なし")
_LONGEST_TITLE = 60


def cells_down(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose first head stands alone in line ``begin``: the line behind it and the table; None if there is none.

    Its heads are three known ones and more, each between blank lines, contents and roles among them. It goes on for as
    long as the texts fit below the heads in turn: sentences below those of contents and roles, none below the others.
    """
    apart = begin == 0 or lines[begin - 1].blank or lines[begin - 1].start in aside
    if not apart or label_kind(matching_key(lines[begin].text)).kind == "unknown":
        return None
    blocks = list(_blocks(lines, begin, aside))
    kinds: list[str] = []
    for _, text in blocks:
        kind = label_kind(matching_key(text.text)).kind
        if kind == "unknown":
            break
        kinds.append(kind)
    speaking = sum(kind in _SPEAKS for kind in kinds)
    if len(kinds) < 3 or speaking < 2 or not {"role", "roles"} & set(kinds):
        return None
    rows: list[list[Located]] = [[text for _, text in blocks[: len(kinds)]]]
    end = blocks[len(kinds) - 1][0]
    for at in range(len(kinds), len(blocks) - len(kinds) + 1, len(kinds)):
        row = blocks[at : at + len(kinds)]
        if not all(_fits(text, kind) for (_, text), kind in zip(row, kinds, strict=True)):
            break
        rows.append([text for _, text in row])
        end = row[-1][0]
    if len(rows) == 1:
        return None
    cells = [Cell(r, c, text, (text,)) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return end, Table(tuple(cells), len(rows), len(kinds))


def _blocks(lines: Sequence[Line], begin: int, aside: Collection[int]) -> Iterator[tuple[int, Located]]:
    """Lines without a blank one between them as one text, with the line behind them; up to the end of the page."""
    group: list[Line] = []
    for i in range(begin, len(lines) + 1):
        line = lines[i] if i < len(lines) else None
        if line is not None and not line.blank and line.start not in aside:
            group.append(line)
            continue
        if group:
            yield i, Located.joined([part.located.strip() for part in group])
            group = []
        if line is not None and line.start in aside:
            return


def _fits(text: Located, kind: str) -> bool:
    """Whether a text can stand below a head of a kind."""
    words = text.text.strip()
    if kind in _SPEAKS:
        return words.endswith(("。", "）", ")")) or words in _NONE
    return "。" not in words and len(words) <= _LONGEST_TITLE
