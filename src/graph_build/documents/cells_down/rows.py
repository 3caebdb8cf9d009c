"""Which texts below heads make which rows, where each cell is a text or several and nothing but the texts tells their ends.

A text is a cell of its own unless its words say that it goes on with the one above (また、…; ②; a bullet below a bullet).
The rows are settled where the texts come out even, no text speaks for somebody in another's column, and the lines of a
column are equally wide.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from graph_build.documents.cells_down.texts import NOTHING, Text, is_holder
from graph_build.documents.lines.physical import Line, columns
from graph_build.text.key import matching_key

_GOES_ON = re.compile(
    r"(?:また|なお|さらに|更に|併せて|あわせて|加えて|ただし|このほか|そのほか|このため|そのため|特に|そして|これら?に|その際)[、は]"
)
_SPEAKER = re.compile(
    r"[・○●]?(?:[(（【＜<〔［\[](?P<framed>[^()（）【】]{1,12})[)）】＞>〕］\]]|(?P<plain>[^、。：:\s]{1,12}?)(?:[：:\s　]|は、))"
)
_TITLE_ENDS = re.compile(
    r"(?:[一-鿿々ァ-ヶー0-9A-Za-z０-９Ａ-Ｚ）)」』】]|[ぁ-ん一-鿿][いきしちみりぎじびえけせめれげ])$"
)
_TEXT_BEGINS = re.compile(r"[^ぁ-んァィゥェォッャュョー、。）)」]|これ|それ|どち|いず|すべ|お|ご")
_RAGGED = 4
"""Columns by which full lines of one cell differ: a sign that may not begin a line, a figure."""
_MOST_ROWS = 80
_MOST_WAYS = 4000

Unit: TypeAlias = tuple[Text, ...]
"""The texts of one cell."""
Row: TypeAlias = "list[Unit | None]"
"""The cells of a row; None where the one above goes on."""


@dataclass(frozen=True, slots=True)
class Column:
    """What stands below a head: its kind, and who a column of roles speaks of."""

    kind: str
    holder: str | None = None


def settled_rows(blocks: Sequence[Sequence[Text]], heads: Sequence[Column]) -> list[Row] | None:
    """The rows of the texts that blank lines part into blocks; None where there is none, or more than one way.

    Single texts behind the last row of several texts are none of the table.
    """
    labels = sum(
        1 for _ in itertools.takewhile(lambda head: head.kind in ("number", "field", "title"), heads)
    )
    wide = len(heads) - labels
    if any(head.kind in ("number", "field", "title") for head in heads[labels:]):
        return None
    if [head.kind for head in heads] == ["content", "roles"]:
        return _told(blocks)
    ways = (_with_labels if labels else _without_labels)(blocks, heads, labels, wide)
    return next((rows for rows in ways if rows and _agrees(rows, heads, labels)), None)


def _told(blocks: Sequence[Sequence[Text]]) -> list[Row] | None:
    """A content and who does what; None where a text may be more of a role or the next content."""
    first, *roles = [text for block in blocks for text in block]
    settled = first.ends and all(speaks_for(text.words) or _GOES_ON.match(text.words) for text in roles)
    return [[(first,), tuple(roles)]] if settled else None


def _without_labels(
    blocks: Sequence[Sequence[Text]], heads: Sequence[Column], labels: int, wide: int
) -> Iterator[list[Row]]:
    """A block for each cell, or whole rows in each block."""
    if len(_units(blocks[0])) < wide:
        yield _in_turn([tuple(block) for block in blocks], wide)
        return
    single = [(text,) for text in blocks[0]]
    if len(blocks) == 1 and len(single) == wide:
        yield [list(single)]  # no cell is empty
        return
    parts = [_units(block) for block in blocks]
    while len(parts) > 1 and len(parts[-1]) == 1:
        parts.pop()
    if any(_hides_end(unit) for part in parts for unit in part):
        return
    if all(len(part) % wide == 0 for part in parts):
        yield [row for part in parts for row in _in_turn(part, wide)]
    elif len(parts) == 1:
        yield _spoken(parts[0], heads)
        yield _rejoined(parts[0], heads, wide)


def _in_turn(units: Sequence[Unit], wide: int) -> list[Row]:
    """Rows of a unit for each column; none where they do not come out even."""
    if len(units) % wide:
        return []
    return [list(units[at : at + wide]) for at in range(0, len(units), wide)]


def _units(block: Sequence[Text]) -> list[Unit]:
    """The texts of a block, those as one that go on with each other by their words."""
    units: list[Unit] = []
    for text in block:
        if units and _goes_on(units[-1], text):
            units[-1] = (*units[-1], text)
        else:
            units.append((text,))
    return units


def _goes_on(above: Unit, text: Text) -> bool:
    last = above[-1]
    if text.is_item:
        return last.is_item
    if text.marker is not None:
        numbers = [one.marker[1] for one in above if one.marker and one.marker[0] == text.marker[0]]
        return bool(numbers) and text.marker[1] is not None and text.marker[1] - 1 == numbers[-1]
    return _GOES_ON.match(text.words) is not None


def speaks_for(words: str) -> str | None:
    """Whose role a text tells, by what it begins with: 「甲：…」, 「【三原市】…」, 「乙は、…」.

    >>> speaks_for("【三原市】車を出す。"), speaks_for("乙は、費用を負担する。"), speaks_for("圏域は広い。")
    ('三原市', '乙', None)
    """
    found = _SPEAKER.match(words)
    who = matching_key(found["framed"] or found["plain"]) if found else ""
    return who if who and is_holder(who) else None


def _hides_end(unit: Unit) -> bool:
    """Whether a cell may end within a unit unseen: below a bullet, another one may begin the next cell."""
    return sum(text.is_item for text in unit) > 1


def _speaker(text: Text, heads: Sequence[Column]) -> str | None:
    """Who of those whose roles are told a text begins with: 「甲は、…」."""
    words = text.words.lstrip("・○●")
    return next((head.holder for head in heads if head.holder and words.startswith(f"{head.holder}は")), None)


def _spoken(units: Sequence[Unit], heads: Sequence[Column]) -> list[Row]:
    """Rows of which all roles begin with who has them: what stands between two speakers is settled where it can only be
    the content behind the last role, or more of the role above another one."""
    holders = [head.holder for head in heads if head.kind == "role"]
    if None in holders or [head.kind for head in heads] != ["content", *["role"] * len(holders)]:
        return []
    rows: list[Row] = []
    for unit in units:
        who = _speaker(unit[0], heads)
        if who is None and (not rows or len(rows[-1]) == len(heads)):
            rows.append([unit])
        elif not rows:
            return []
        elif who is None and len(rows[-1]) == 1:
            rows[-1][0] = (*(rows[-1][0] or ()), *unit)
        elif who is None or (len(rows[-1]) > 1 and who == holders[len(rows[-1]) - 2]):
            rows[-1][-1] = (*(rows[-1][-1] or ()), *unit)
        elif len(rows[-1]) <= len(holders) and who == holders[len(rows[-1]) - 1]:
            rows[-1].append(unit)
        else:
            return []
    clear = all(len(row) == len(heads) for row in rows) and all(len(row[0] or ()) == 1 for row in rows[1:])
    return rows if clear else []


def _rejoined(units: Sequence[Unit], heads: Sequence[Column], wide: int) -> list[Row]:
    """Rows once sentences whose last line was full are put together with the next: the only choice of them that comes out."""
    full = [at for at, unit in enumerate(units[:-1]) if _may_go_on(unit, units[at + 1])]
    over = len(units) % wide
    found: list[list[Row]] = []
    for chosen in itertools.islice(itertools.combinations(full, over), _MOST_WAYS):
        joined: list[Unit] = []
        for at, unit in enumerate(units):
            if at - 1 in chosen:
                joined[-1] = (*joined[-1][:-1], _one(joined[-1][-1], unit[0]), *unit[1:])
            else:
                joined.append(unit)
        rows = _in_turn(joined, wide)
        if rows and _agrees(rows, heads, 0):
            found.append(rows)
    return found[0] if len(found) == 1 else []


def _may_go_on(unit: Unit, below: Unit) -> bool:
    """Whether the last line of a cell is as wide as the others of its text, or of the next."""
    last = unit[-1].lines
    beside = [columns(line.text.strip()) for line in (*last[:-1], *below[0].lines[:-1])]
    return bool(beside) and columns(last[-1].text.strip()) >= max(beside) - _RAGGED


def _one(above: Text, below: Text) -> Text:
    return Text((*above.lines, *below.lines), below.behind)


# --- columns of titles and fields -------------------------------------------------------------------------------------


def _with_labels(
    blocks: Sequence[Sequence[Text]], heads: Sequence[Column], labels: int, wide: int
) -> Iterator[list[Row]]:
    """A block for each cell, or titles that lines alone part from the contents behind them."""
    if len(blocks) >= len(heads):
        yield _labelled_blocks(blocks, heads, labels, wide)
    yield _labelled_units([_units(block) for block in blocks], heads, labels, wide)


def _labelled_blocks(
    blocks: Sequence[Sequence[Text]], heads: Sequence[Column], labels: int, wide: int
) -> list[Row]:
    """Rows of titles (no sentences) and as many blocks of sentences as there are columns of them."""
    rows: list[Row] = []
    at = 0
    while at < len(blocks):
        titles = [
            tuple(block) for block in itertools.takewhile(lambda block: not _speaks(block), blocks[at:])
        ]
        at += len(titles)
        texts = [tuple(block) for block in itertools.takewhile(_speaks, blocks[at:])]
        at += len(texts)
        several = heads[labels - 1].kind == "field" and len(texts) % wide == 0
        if (len(texts) != wide and not several) or not (titles if rows else len(titles) == labels):
            return []
        if not texts or len(titles) > labels or any(len(title) > 1 for title in titles):
            return []
        covered: Row = [None] * (labels - len(titles))
        rows.append([*covered, *titles, *texts[:wide]])
        rows += [[*([None] * labels), *texts[k : k + wide]] for k in range(wide, len(texts), wide)]
    return rows


def _speaks(block: Sequence[Text]) -> bool:
    return all(text.ends or text.is_item for text in block)


def _labelled_units(
    parts: Sequence[Sequence[Unit]], heads: Sequence[Column], labels: int, wide: int
) -> list[Row]:
    """Rows of as many units as there are columns of sentences, the first with the lines of titles before it."""
    units = [unit for part in parts for unit in part]
    if any(len(part) % wide for part in parts) or any(map(_hides_end, units)) or not all(map(_speaks, units)):
        return []
    told = [row for row in _in_turn(units, wide) if None not in row]
    firsts = [row[0][0].lines for row in told if row[0] is not None]
    single = all(len(text.lines) == 1 for row in told for unit in row[1:] for text in unit or ())
    spans = labels > 1 or heads[0].kind == "field"
    ways = _parted_lines(firsts, labels, spans, single)
    if ways is None:
        return []
    rows: list[Row] = []
    for row, way in zip(told, ways, strict=True):
        *titles, text = [_part(row[0], a, b) for a, b in itertools.pairwise((0, *way, None))]  # type: ignore[arg-type]
        covered: Row = [None] * (labels - len(titles))
        rows.append([*covered, *titles, text, *row[1:]])
    return rows


def _part(unit: Unit, first: int, end: int | None) -> Unit:
    """Lines of the first text of a cell; with the rest of its texts behind the last of them."""
    text = unit[0]
    lines = text.lines[first:end]
    behind = text.behind if end is None else text.behind - (len(text.lines) - end)
    return (Text(lines, behind), *(unit[1:] if end is None else ()))


def _parted_lines(
    firsts: Sequence[tuple[Line, ...]], labels: int, spans: bool, single: bool
) -> list[tuple[int, ...]] | None:
    """For the lines of each row's titles and content, behind which lines a cell ends; None where the lines allow no way, or
    several."""
    if len(firsts) > _MOST_ROWS or labels > 2:
        return None
    options = [_ways(lines, labels, spans and at > 0, single) for at, lines in enumerate(firsts)]
    if not all(options):
        return None
    widths = sorted({columns(line.text.strip()) for lines in firsts for line in lines})
    if single:
        return [only[0] for only in options] if all(len(only) == 1 for only in options) else None
    found: set[tuple[tuple[int, ...], ...]] = set()
    for wide in itertools.product(widths, repeat=labels + 1):
        fitting = [
            [way for way in ways if _fits(lines, way, wide)]
            for lines, ways in zip(firsts, options, strict=True)
        ]
        if all(fitting):
            found.add(tuple(ways[0] for ways in fitting))
            if len(found) > 1 or any(len(ways) > 1 for ways in fitting):
                return None
    return list(found.pop()) if found else None


def _ways(lines: Sequence[Line], labels: int, spans: bool, single: bool) -> list[tuple[int, ...]]:
    """Where titles may end, by their words: behind a noun, before what may begin a text."""
    ends = [
        at
        for at in range(1, len(lines))
        if _TITLE_ENDS.search(lines[at - 1].text.strip()) and _TEXT_BEGINS.match(lines[at].text.strip())
    ]
    counts = range(labels - 1, labels + 1) if spans else (labels,)
    ways = [way for count in counts for way in itertools.combinations(ends, count)]
    return [way for way in ways if len(way) == len(lines) - 1] if single else ways


def _fits(lines: Sequence[Line], way: tuple[int, ...], wide: Sequence[int]) -> bool:
    """Whether the lines of all cells fill their columns, but for the last of each."""
    parts = [lines[a:b] for a, b in itertools.pairwise((0, *way, None))]
    return all(
        all(columns(line.text.strip()) <= width for line in part)
        and all(columns(line.text.strip()) >= width - _RAGGED for line in part[:-1])
        for part, width in zip(parts, wide[-len(parts) :], strict=True)
    )


# --- what settled rows have to agree with -----------------------------------------------------------------------------


def _agrees(rows: Sequence[Row], heads: Sequence[Column], labels: int) -> bool:
    """Whether texts are those of their columns: sentences below contents and roles, by who speaks, by their widths."""
    for row in rows:
        for head, unit in zip(heads[labels:], row[labels:], strict=True):
            if unit is None or not (_speaks(unit) or _whole(rows)):
                return False
            speakers = {_speaker(text, heads) for text in unit} - {None}
            if head.kind != "roles" and speakers and speakers != {head.holder}:
                return False
    return all(_equally_wide([row[at] for row in rows]) for at in range(len(heads)))


def _whole(rows: Sequence[Row]) -> bool:
    """Whether no text of a table is a sentence."""
    return not any(
        text.ends and text.words not in NOTHING for row in rows for unit in row for text in unit or ()
    )


def _equally_wide(cells: Sequence[Unit | None]) -> bool:
    texts = [text for unit in cells for text in unit or ()]
    cut = [columns(line.text.strip()) for text in texts for line in text.lines[:-1]]
    widest = max((columns(line.text.strip()) for text in texts for line in text.lines), default=0)
    return not cut or min(cut) >= widest - _RAGGED
