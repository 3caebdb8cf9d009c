"""Tables of two wordings (変更前 / 変更後) in tab text, with cells that run over several lines.

The tab stands where the left cell ends and the right one begins. Of the lines without a tab between two such lines
the first belong to the right cell above, the others to the left cell below. Where they part is told by the cells
themselves: the two of one row name the same provisions, a caption heads an article, and what is new or gone (新設,
削る) stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from graph_build.documents.lines.paragraphs import begins_change
from graph_build.documents.lines.physical import Line, columns, is_tab_row
from graph_build.documents.model import Ignored, Located, Table
from graph_build.documents.tables.tabs import Row, make_table, split_row
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.wordings import is_absent, is_caption, provision_name, wording

_ENDED = ("。", "。）", "。)", "。」", "（略）", "(略)")
_BEHIND = ("附則", "備考", "付記", "理由", "提案理由")
_MOST = 400
"""Lines of one table."""

_NEVER = 20.0
_MISPLACED = 3.0
_ALIKE = 4.0
_FIRST_ALIKE = 2.0


def two_wordings(lines: Sequence[Line], begin: int) -> tuple[int, Table, list[Ignored]] | None:
    """The table whose heads stand in line ``begin``, and the line behind it.

    None where no two wordings are announced, or every line is a row of its own.
    """
    heads = _heads(lines[begin])
    if heads is None:
        return None
    body = _body(lines, begin + 1)
    tabs = [line.text.count("\t") for line in body]
    if not any(tabs) or max(tabs) > len(heads) - 1:
        return None
    body = body[: _trailing(body, max(i for i, count in enumerate(tabs) if count))]
    cut = any(line.text.count("\t") < len(heads) - 1 for line in body)
    if not cut and (len(heads) > 2 or not _wrapped(body)):
        return None
    rows = _rows(body, heads) if cut else _lines_joined(body)
    if rows is None:
        return None
    table, ignored = make_table([split_row(lines[begin]), *rows], None)
    return lines.index(body[-1], begin) + 1, table, ignored


def _heads(line: Line) -> tuple[str | None, ...] | None:
    """What the columns hold: two wordings, and perhaps a column of places beside them."""
    if not is_tab_row(line) or line.text.count("\t") not in (1, 2):
        return None
    heads = tuple(wording(field.text) for field in split_row(line).fields)
    told = sorted(head for head in heads if head)
    return heads if told == ["new", "old"] and heads[-1] else None


def _body(lines: Sequence[Line], begin: int) -> list[Line]:
    """The lines below the heads up to the end of the table: over blank ones only where further rows follow."""
    found: list[Line] = []
    run: list[Line] = []
    for line in lines[begin : begin + _MOST]:
        if not line.blank:
            run.append(line)
            continue
        if not found or _goes_on(run):
            found += run
        else:
            return found
        run = []
    return found + run if not found or _goes_on(run) else found


def _goes_on(run: Sequence[Line]) -> bool:
    """Whether lines behind a blank one are rows: the first of them, or the one behind a caption, crosses over."""
    first = next((i for i, line in enumerate(run) if "\t" in line.text), None)
    if first is None or first > 2:
        return not run
    cells = split_row(run[first]).fields
    named = [provision_name(cell.text) or is_caption(cell.text) or is_absent(cell.text) for cell in cells]
    return all(named) or (first > 0 and is_caption(run[0].text))


def _trailing(body: Sequence[Line], last: int) -> int:
    """Where the last cell ends: a sentence without a number behind one that has ended is none of it."""
    for i in range(last + 1, len(body)):
        line, above = body[i].text, body[i - 1].text.rstrip()
        key = matching_key(line)
        if key.startswith(_BEHIND) or begins_change(line):
            return i
        plain = parse_marker(line) is None and not provision_name(line) and not is_caption(line)
        if plain and (above.endswith(_ENDED) or is_absent(above.rpartition("\t")[2])):
            return i
    return len(body)


# --- cells of several lines ---


def _rows(body: Sequence[Line], heads: Sequence[str | None]) -> list[Row] | None:
    """The rows that fit best; of cuts that fit alike those that leave the most to the cell above."""
    pieces = _between_tabs(body)
    inner = len(heads) - 1
    if (len(pieces) - 1) % inner:
        return None
    count = (len(pieces) - 1) // inner
    # The pieces between the rows hold the end of one and the beginning of the next.
    borders = [pieces[0], *(pieces[k * inner] for k in range(1, count)), pieces[-1]]

    def cells(k: int, cut: int, after: int) -> list[list[Located]]:
        first, last = borders[k][cut:], borders[k + 1][:after]
        return [first, *pieces[k * inner + 1 : (k + 1) * inner], last]

    def worth(k: int, cut: int, after: int) -> float:
        row = cells(k, cut, after)
        # A tab at the beginning or end of its line leaves that cell empty, whatever stands above or below.
        wrong = sum(_half_empty(cell) for cell in row)
        wrong += sum(len(cell) > 1 for cell, head in zip(row, heads, strict=True) if head is None)
        left, right = (_filled(cell) for cell, head in zip(row, heads, strict=True) if head)
        return _fit(left, right) - _NEVER * wrong

    # For each way to cut in front of a row: how well all up to there fits, and the cuts before.
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for k in range(count):
        size = len(borders[k + 1])
        best = {
            after: max((told + worth(k, cut, after), (*way, cut)) for cut, (told, way) in best.items())
            for after in ([size] if k == count - 1 else range(1, size))
        }
    ((end, (_, way)),) = best.items()
    return [_row(cells(k, cut, after)) for k, (cut, after) in enumerate(pairwise((*way, end)))]


def _between_tabs(body: Sequence[Line]) -> list[list[Located]]:
    """The lines, and parts of lines, between one tab and the next."""
    pieces: list[list[Located]] = [[]]
    for line in body:
        first, *further = split_row(line).fields
        pieces[-1].append(first)
        pieces += [[field] for field in further]
    return pieces


def _half_empty(cell: Sequence[Located]) -> bool:
    """Whether a cell has lines, and nothing beside its tab."""
    return len(cell) > 1 and not (cell[0].strip() and cell[-1].strip())


def _filled(cell: Sequence[Located]) -> list[Located]:
    return [part for part in cell if part.strip()]


def _row(cells: Sequence[Sequence[Located]]) -> Row:
    return Row(tuple(Located.joined(_filled(cell), "\n") for cell in cells))


def _fit(left: Sequence[Located], right: Sequence[Located]) -> float:
    """How well two cells stand side by side."""
    texts = [part.text.strip() for part in left], [part.text.strip() for part in right]
    worth = -sum(map(_misplaced, texts))
    named = [sum(bool(provision_name(line)) for line in cell) for cell in texts]
    shapes = [[_shape(line) for line in cell] for cell in texts]
    if not all(texts) or any(is_absent(cell[0]) for cell in texts):
        inner = any(cell and cell[0][0] in ("text", "marked") for cell in shapes)
        return worth - _MISPLACED / 2 * max(max(named) - 1, 0) - _MISPLACED / 4 * inner
    worth -= _MISPLACED / 2 * abs(named[0] - named[1])
    begins = [cell[0][0] in ("named", "caption") for cell in shapes]
    worth -= _MISPLACED * (begins[0] != begins[1])
    worth += _ALIKE * SequenceMatcher(None, shapes[0], shapes[1], autojunk=False).ratio()
    worth += _FIRST_ALIKE * (shapes[0][0] == shapes[1][0])
    return worth + _common(*("".join(cell) for cell in texts))


def _misplaced(cell: Sequence[str]) -> float:
    """What speaks against these lines as one cell."""
    wrong = 0.0
    if cell and is_caption(cell[-1]) and not is_absent(cell[-1]):
        wrong += _MISPLACED  # a caption heads what follows
    if len(cell) > 1:
        wrong += _MISPLACED * any(is_absent(line) for line in cell)
        headless = [b for a, b in pairwise(cell) if provision_name(b) and not is_caption(a)]
        wrong += len(headless) * _MISPLACED / 2  # most cells hold one article
    if cell and _shape(cell[0])[0] in ("text", "marked") and any(provision_name(line) for line in cell[1:]):
        wrong += _MISPLACED
    return wrong


def _shape(line: str) -> tuple[str, str]:
    """What a line is: a provision by its name, a caption, an item by its number, or words."""
    name = provision_name(line)
    if name:
        return "named", name
    if is_absent(line):
        return "absent", ""
    if is_caption(line):
        return "caption", ""
    marker = parse_marker(line)
    return ("marked", matching_key(marker.raw)) if marker else ("text", "")


def _common(one: str, other: str) -> float:
    """The share of pairs of letters that two texts have in common, 0 to 1."""
    pairs = [Counter(pairwise(text)) for text in (one, other)]
    total = sum(sum(own.values()) for own in pairs)
    return 2 * sum((pairs[0] & pairs[1]).values()) / total if total else 0.0


# --- lines of a fixed width on both sides ---


def _wrapped(body: Sequence[Line]) -> bool:
    """Whether the lines of a column are cut at a width, so that sentences run over several rows."""
    return any(_goes_on_below(body, i, _widths(body)) for i in range(len(body) - 1))


def _widths(body: Sequence[Line]) -> tuple[int, int]:
    sides = [[columns(part.strip()) for part in line.text.split("\t")] for line in body]
    return max(side[0] for side in sides), max(side[-1] for side in sides)


def _goes_on_below(body: Sequence[Line], i: int, widths: tuple[int, int]) -> bool:
    """Whether the row below goes on with this one: on each side it is empty or carries on a full line."""
    above, below = (line.text.split("\t") for line in body[i : i + 2])
    told = [_carries_on(a, b, width) for a, b, width in zip(above, below, widths, strict=True)]
    return all(one is not False for one in told) and any(told)


def _carries_on(above: str, below: str, width: int) -> bool | None:
    """Whether a line is the rest of the one above; None where there is none."""
    if not below.strip():
        return None
    if not above.strip() or above.rstrip().endswith(_ENDED) or columns(above.strip()) + 4 < width:
        return False
    anew = parse_marker(below) or provision_name(below) or is_caption(below) or is_absent(below)
    return not anew


def _lines_joined(body: Sequence[Line]) -> list[Row]:
    """Rows of which the cut lines are whole again."""
    widths = _widths(body)
    rows: list[list[list[Located]]] = []
    for i, line in enumerate(body):
        fields = split_row(line).fields
        if i and _goes_on_below(body, i - 1, widths):
            for cell, field in zip(rows[-1], fields, strict=True):
                cell.append(field.strip())
        else:
            rows.append([[field.strip()] for field in fields])
    return [Row(tuple(Located.joined([part for part in cell if part]) for cell in row)) for row in rows]
