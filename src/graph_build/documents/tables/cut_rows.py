"""Rows of a tab-separated table that line ends inside their cells have cut over several lines.

Two things say that a line goes on with the row above it: the row is short of the table's columns and the tabs of the
lines that follow fill it up exactly, or the row is complete and the line, without any tab, carries on the text of its
last cell (a further sentence, the next bullet, the next number of its list).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.documents.lines.paragraphs import begins_change
from graph_build.documents.lines.physical import Line, columns, is_pipe_row, is_tab_row
from graph_build.documents.model import Located
from graph_build.documents.tables.tabs import Row, split_row
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import Marker, follows, parse_marker
from graph_build.text.plan_labels import label_kinds

_ENDED = ("。", "。）", "。)", "。」")
_SPOKEN = ("content", "role", "roles")
_BELOW_TABLE = re.compile(r"^\s*[(（]?(?:備\s*考|[付附]記|注記?)[)）]?[0-9０-９]?(?:[\s　:：.．]|$)")
"""What stands below a table and in none of its cells."""
_SPEAKER = re.compile(r"\s*[（(〔【<＜]?[甲乙丙丁戊][）)〕】>＞：:]")
"""（甲）, 甲：before the role of a party."""
_IN_BRACKETS = re.compile(r"\s*[（(][^（）()]+[)）]\s*")
"""The date or unit below a head (基準値 above （令和５年度）), on a line of its own."""
_NAMES = re.compile(
    r"\s*(?:[^、。・\s]{1,8}[市町村区](?:、|・|及び|並びに|と))+[^、。・\s]{1,8}[市町村区]\s*"
)
"""鷹栖町、東神楽町及び美瑛町"""
_PARTICLE = re.compile(r"\s*[ぁ-ん、。]")
_FAR = 60
"""Lines and rows that are looked at around a line."""


def lines_of_row(rows: Sequence[Row], lines: Sequence[Line], begin: int) -> int:
    """How many lines from ``begin``, which stands right below the last of these rows, go on with that row."""
    if not rows or len(rows[-1].fields) < 2 or is_pipe_row(lines[begin]):
        return 0
    ahead = _run(lines, begin)
    row = rows[-1]
    width = max(_columns(rows), _widest(ahead))
    wanted = width - len(row.fields) - row.shift
    if wanted > 0 and lines[begin].text.count("\t") + 1 == width:
        return 0
    if wanted > 0:
        filling = _filled_up(row.fields[-1].text, ahead, wanted, _has_heads(rows))
        if filling or not _ragged(rows):
            return filling
    if is_tab_row(ahead[0]):
        return 0
    broken = ahead[0].gap != "paragraph" or any("\n" in row.fields[-1].text for row in rows)
    return int(_goes_on_at_end(row.fields[-1].text, ahead, broken))


def is_row_across(rows: Sequence[Row], lines: Sequence[Line], at: int) -> bool:
    """Whether a line without tabs between rows below a head is a row of its own: 「（１）医療」 across the table.

    Up to three such lines may stand one above the other (a field and the fields inside it).
    """
    ahead = _run(lines, at)
    below = next((i for i, line in enumerate(ahead) if is_tab_row(line)), 0)
    if not _has_heads(rows) or not 1 <= below <= 3:
        return False
    row = split_row(ahead[below])
    labelled = any(label_kind(key).kind in _SPOKEN for key in row.keys)
    return len(row.fields) <= _columns(rows) and not labelled and not any(map(_ends, ahead[:below]))


def _ends(line: Line) -> bool:
    return _ended(line.text)


def with_line(row: Row, above: Line, line: Line) -> Row:
    """The row with a line that goes on in its last cell, and the cells behind it; ``above`` is the line before it."""
    first, *further = (field.strip() for field in split_row(line).fields)
    *fields, last = row.fields
    # A line that breaks softly is full: it is not shorter than the one below.
    full = columns(above.text.rstrip()) + 4 >= columns(line.text.rstrip())
    anew = _ended(last.text) or parse_marker(first.text) is not None or not full
    return Row((*fields, Located.joined([last.strip(), first], "\n" if anew else ""), *further), row.shift)


def _run(lines: Sequence[Line], begin: int) -> Sequence[Line]:
    """The lines up to the next blank one."""
    far = lines[begin : begin + _FAR]
    return far[: next((i for i, line in enumerate(far) if line.blank), len(far))]


def _columns(rows: Sequence[Row]) -> int:
    return max(len(row.fields) + row.shift for row in (rows[0], *rows[-_FAR:]))


def _widest(lines: Sequence[Line]) -> int:
    return max(line.text.count("\t") + 1 for line in lines)


def _has_heads(rows: Sequence[Row]) -> bool:
    """Whether the first row holds the heads of a table of measures, whose cells hold running text."""
    keys = rows[0].keys
    return sum(label_kind(key).kind in _SPOKEN for key in keys) >= 2 and not any(map(_ended, keys))


def _ragged(rows: Sequence[Row]) -> bool:
    """Whether the rows are labels with a value each, some with a table of years behind the label: none is short."""
    narrow = [len(row.fields) == 2 for row in rows]
    labelled = bool(label_kinds(rows[-1].keys[0]))
    return not _has_heads(rows) and narrow[-1] and (labelled or any(narrow[:-1]))


def _filled_up(cell: str, ahead: Sequence[Line], wanted: int, headed: bool) -> int:
    """How many of the lines fill up a row that is ``wanted`` cells short; 0 if they begin rows of their own."""
    for count, line in enumerate(ahead, start=1):
        first, *further = (field.text for field in split_row(line).fields)
        spoken = headed or not further or _ended(first) or _markers(first) or _IN_BRACKETS.fullmatch(first)
        if len(further) > wanted or not spoken or not _carries_on(cell, first):
            return 0
        wanted -= len(further)
        if wanted == 0:
            return count
        cell = further[-1] if further else f"{cell}\n{first}"
    return 0


def _goes_on_at_end(cell: str, ahead: Sequence[Line], broken: bool) -> bool:
    """Whether the first line carries on the last cell of a complete row.

    ``broken`` is whether cells of this table run over several lines; else a paragraph below its last row is none of it,
    unless it goes on with a list in the cell, or speaks of another party. No sentence goes on with a list of names.
    """
    below = next((i for i, line in enumerate(ahead) if is_tab_row(line)), len(ahead))
    framed = below < len(ahead)
    text = ahead[0].text
    marker = parse_marker(text)
    if _ended(text) and _NAMES.fullmatch(cell) and not _PARTICLE.match(text):
        return False
    listed = marker is not None and bool(_markers(cell))
    if not (broken or framed or listed or all(map(_SPEAKER.match, (cell, text)))):
        return False
    if marker is None and _ended(cell):
        # Sentences go on with sentences; words alone between two rows are a heading.
        return _carries_on(cell, text) and any(_ended(line.text) for line in ahead[:below])
    return _carries_on(cell, text) and (framed or _ended(text) or marker is None or bool(_markers(cell)))


def _carries_on(cell: str, text: str) -> bool:
    """Whether a text can be the next line of a cell: no label, no marker but the next one of the cell's own list."""
    if not cell.strip() or not text.strip() or label_kind(matching_key(text)).kind != "unknown":
        return False
    if begins_change(text) or _BELOW_TABLE.match(text):
        return False
    marker = parse_marker(text)
    if marker is None:
        return True
    if marker.kind == "bullet":
        return any(found.kind == "bullet" for found in _markers(cell)) or (_ended(cell) and _ended(text))
    if any(follows(found, marker) for found in _markers(cell)):
        return True
    if marker.number is None:  # 「＜乙＞…」 below 「＜甲＞…」
        return any(found.kind == marker.kind for found in _markers(cell))
    return marker.number == 1 and _ended(cell) and _ended(text)


def _markers(cell: str) -> list[Marker]:
    return [found for part in cell.split("\n") if (found := parse_marker(part))]


def _ended(text: str) -> bool:
    return text.rstrip().endswith(_ENDED)
