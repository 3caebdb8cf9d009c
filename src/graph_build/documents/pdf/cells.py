"""The paragraphs of a table's cells: which of their lines go on with the one before, as the print shows.

A line goes on if what follows did not fit behind it and stands no further below it than lines of the table do. In a
narrow column a title may happen to fill its line: where most cells of the column open with a title, the others do too.
A label with its text behind a blank (「甲の役割　…」) begins a paragraph, whatever the line above it, and so does a line
of what is done in which years below another one (「R7～R8　試行」).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.documents.lines.apart import is_dated, is_years
from graph_build.documents.lines.paragraphs import parts_signature
from graph_build.documents.parted.joining import unfinished
from graph_build.documents.pdf.geometry import Box
from graph_build.documents.pdf.lines import PrintedLine, flows_on, is_full
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import Marker, follows, parse_marker

_WIDER = 1.35
"""Times the usual distance of lines from which a paragraph ends."""
_TITLE_ENDS = re.compile(
    r"(?:[一-鿿々ァ-ヶーA-Za-z０-９Ａ-Ｚ）)」』】]|[ぁ-ん一-鿿][いきしちみりぎじびえけせめれげ])$"
)
"""No particle: a noun, or what a verb becomes as one (住まい, 見守り, 受入れ)."""
_TEXT_BEGINS = re.compile(r"[一-鿿ァ-ヶA-Za-z０-９Ａ-Ｚ「『（(【・]")
_ONE_WORD = re.compile(r"[ァ-ヶー]{2}|[A-Za-z]{2}")
_BARE = ("kana", "digit", "kanji", "letter", "letter_upper")
"""Kinds of markers that a word may hold as letters."""
_UNIT_BEGUN, _UNIT_ENDS = re.compile(r"\d[A-Za-z]{1,2}$"), re.compile(r"[A-Za-z][（(]")
_BLANKS = re.compile(r"(?<=\S)[ 　]+(?=\S)")
_LABELLED = re.compile(r"(?P<label>[^\s　:：]{1,16})[\s　:：]+\S")
_JAPANESE = re.compile("[ぁ-んァ-ヶー一-鿿]{3}")
_ERAS = ("R", "H", "Ｒ", "Ｈ", "令和", "平成")
_STRETCHED, _EVEN = 0.04, 0.005
"""Gaps (em) between the letters of a line from which it was stretched, and up to which it was not."""
_NOT_PARTED = "、。，．,.」』）】〉》〕)]・（("


@dataclass(frozen=True, slots=True)
class Ends:
    """How the text of a cell begins and ends: its first and last line, and where its lines may end (points).

    ``stretched`` if the last line was stretched to the right edge though not all lines are: lines set to both edges (両端揃え)
    are, but for the last one of a paragraph.
    """

    first: PrintedLine
    last: PrintedLine
    right: float
    stretched: bool = False

    @classmethod
    def of(cls, lines: Sequence[PrintedLine], box: Box) -> Ends | None:
        """The ends of a cell's lines; None without lines."""
        if not lines:
            return None
        right = right_edge(lines, box)
        short = any(line.bare == line.text and right - line.box.x1 > line.size for line in lines)
        return cls(lines[0], lines[-1], right, short and _is_stretched(lines[-1], right))

    @property
    def full(self) -> bool:
        """Whether the last line ran to the right edge, whatever follows."""
        return is_full(self.last, self.right)

    def flow_into(self, below: Ends) -> bool:
        """Whether what begins another text did not fit behind this one."""
        return flows_on(self.last, below.first, self.right)

    def fill_the_line_before(self, below: Ends) -> bool:
        """Whether not one letter more of another text fitted behind this one."""
        return self.last.box.x1 + below.first.head > self.right + 0.1 * self.last.size

    def through(self, below: Ends | None) -> Ends:
        """The ends of both texts together."""
        return Ends(self.first, below.last, self.right, below.stretched) if below else self


def _is_stretched(line: PrintedLine, right: float) -> bool:
    """Whether a line was stretched to the right edge, or to a blank there: its letters stand apart, or gaps look like blanks."""
    apart = line.stretched > _STRETCHED or line.bare != line.text
    return apart and right - line.box.x1 < line.size


def right_edge(lines: Sequence[PrintedLine], box: Box) -> float:
    """Where the lines of a cell may end: as far from its right rule as they begin from its left."""
    if not lines:
        return box.x1
    padding = min(max(min(line.box.x0 for line in lines) - box.x0, 0.0), 8.0)
    return max(box.x1 - padding, *(line.box.x1 for line in lines))


def usual_pitch(cells: Sequence[Sequence[PrintedLine]]) -> float:
    """The distance of lines of one paragraph in font sizes, as most cells of a table have it; 0 where none tells.

    Letters one below the other, as heads of narrow columns are set, stand closer and are no lines.
    """
    level = [lines for lines in cells if any(len(line.text) > 1 for line in lines)]
    steps = sorted((b.box.cy - a.box.cy) / b.size for lines in level for a, b in pairwise(lines) if b.size)
    return steps[len(steps) // 4] if steps else 0.0


def paragraphs(
    lines: Sequence[PrintedLine],
    box: Box,
    pitch: float = 0.0,
    *,
    titled: bool = False,
    running: bool = False,
    cut: bool = False,
) -> list[str]:
    """The paragraphs of a cell; ``pitch`` as of `usual_pitch`, ``titled`` if a title opens the cells of its column.

    ``running`` if the items of lists follow each other inside the lines of its column, ``cut`` if its text goes on
    behind the page end.
    """
    if not lines:
        return []
    if _is_centred(lines, box):
        return ["".join(line.text for line in lines)]
    begins = [0, *_beginnings(lines, box, pitch, running=running)]
    if titled:
        begins = sorted({*begins, *_behind_title(lines, begins, cut)})
    parted = _parting_brackets(lines)
    right = right_edge(lines, box)
    paras: list[str] = []
    for begin, end in pairwise([*begins, len(lines)]):
        para = lines[begin].text
        for line in lines[begin + 1 : end]:
            blank = " " if para[-1:] in parted and line.text[:1] not in _NOT_PARTED else ""
            lone = para == lines[begin].text and _is_lone_marker(lines[begin], line, right)
            if lone or is_years(para) or _item_at_line_end(para, line.text):
                blank = "　"
            para = glued(para + blank, line.text)
        paras.append(para)
    return paras


def _is_lone_marker(line: PrintedLine, following: PrintedLine, right: float) -> bool:
    """Whether a list marker stands alone on its line though more would have fitted: the blank behind it ended the line."""
    marker = parse_marker(f"{line.text}　{following.text}")
    room = line.box.x1 + following.head <= right
    return marker is not None and room and marker.raw == line.text and marker.end > len(line.text)


def _item_at_line_end(text: str, following: str) -> bool:
    """Whether the next item of a list begins where a line ends, so that the blank before or behind its marker is gone."""
    tail = re.split("[ 　]", text)[-1]
    marker = parse_marker(f"{tail}　{following}")
    if marker is None or marker.raw != tail or tail == text:
        marker = parse_marker(following)
    return marker is not None and any(_next_item(before, marker) for _, before in _markers(text))


def _next_item(a: Marker, b: Marker) -> bool:
    """Whether a marker opens the item of a list behind that of another one: the next number, or the same bullet."""
    return follows(a, b) or (a.kind == b.kind == "bullet" and a.raw == b.raw)


def _markers(text: str) -> list[tuple[int, Marker]]:
    """The list markers at the beginning of a text and behind blanks inside it, each with its place."""
    places = [0, *(found.end() for found in _BLANKS.finditer(text))]
    return [(at, marker) for at in places if (marker := parse_marker(text[at:]))]


def runs_lists_on(lines: Sequence[PrintedLine], box: Box) -> bool | None:
    """Whether the items of a cell's list follow each other inside its lines; None where that cannot be seen.

    The first item, below the words that announce the list, tells nothing.
    """
    right = right_edge(lines, box)
    item = False
    for line, following in pairwise(lines):
        item = item or parse_marker(line.text) is not None
        if item and parse_marker(following.text) and not flows_on(line, following, right):
            return False
    above: list[Marker] = []
    for line in lines:
        for at, marker in _markers(line.text):
            if at and any(_next_item(before, marker) for before in above):
                return True
            above.append(marker)
    return None


def _beginnings(
    lines: Sequence[PrintedLine], box: Box, pitch: float, *, running: bool = False
) -> Iterator[int]:
    """The lines behind the first one that begin a paragraph."""
    right = right_edge(lines, box)
    left = min(line.box.x0 for line in lines)
    attached = _attached_brackets(lines)
    ending = _last_of_justified(lines)
    first = 0
    for index, (line, following) in enumerate(pairwise(lines), start=1):
        so_far = "".join(part.text for part in lines[first:index])
        if so_far in _ERAS and following.text[0].isdigit():
            continue
        indented = line.text.endswith("。") and following.box.x0 > left + 0.5 * following.size
        marked = not running and following.text[0] not in attached
        marked = marked and _is_marked(lines[index:], lines[:index], so_far, right)
        dated = is_dated(following.text) and all(is_dated(other.text) for other in lines[first:index])
        begun = (marked or dated or _is_labelled(following.text)) and not unfinished(so_far)
        apart = 0 < pitch * _WIDER < (following.box.cy - line.box.cy) / following.size
        begun = begun or index - 1 in ending or parts_signature(matching_key(so_far), following.text)
        if apart or indented or begun or not flows_on(line, following, right):
            first = index
            yield index


def _last_of_justified(lines: Sequence[PrintedLine]) -> set[int]:
    """The lines that end a paragraph among lines set to both edges (両端揃え): all others are stretched to the right one."""
    right = max(line.box.x1 for line in lines)
    edge = [line for line in lines if right - line.box.x1 < 1]
    if len(edge) < 2 or not any(line.stretched > _STRETCHED for line in edge):
        return set()
    return {
        index
        for index, line in enumerate(lines)
        if line.stretched < _EVEN and right - line.box.x1 > line.size and _JAPANESE.search(line.text)
    }


def _is_marked(below: Sequence[PrintedLine], above: Sequence[PrintedLine], so_far: str, right: float) -> bool:
    """Whether a line begins with a list marker, and not with the rest of a word (「…西鉄バ⏎ス」) or of an entry.

    Words in brackets may go on in the line below it. In a column of one letter a bare sign is one of a word.
    """
    line = below[0]
    framed = line.text[:1] in "【〔[［〈《<＜"
    marker = parse_marker("".join(part.text for part in below[:2]) if framed else line.text)
    if marker is None or (marker.raw == line.text and marker.kind in _BARE and is_full(line, right)):
        return False
    if marker.kind == "kana" and marker.number != 1:
        return any((other := parse_marker(line.text)) and follows(other, marker) for line in above)
    full = above[-1].box.x1 + line.head > right
    return marker.number is not None or marker.kind == "bullet" or so_far.endswith("。") or not full


def _is_labelled(text: str) -> bool:
    """Whether a text is a label of content or role, a blank or colon, and what that label says."""
    found = _LABELLED.match(text)
    return found is not None and label_kind(matching_key(found["label"])).kind in ("content", "role")


def opens_with_title(lines: Sequence[PrintedLine], box: Box, pitch: float) -> bool | None:
    """Whether a cell of sentences opens with a line that is none; None where that cannot be seen."""
    text = "".join(line.text for line in lines)
    if "。" not in text or len(lines) < 2:
        return None
    second = next(_beginnings(lines, box, pitch), 0)
    if second:
        return "。" not in "".join(line.text for line in lines[:second])
    return None if "。" not in lines[0].text else False


_CLOSED_BY = dict(zip("〈《【［〔<＜[", "〉》】］〕>＞]", strict=True))


def _behind_title(lines: Sequence[PrintedLine], begins: Sequence[int], cut: bool) -> list[int]:
    """The line behind the title of a cell whose title filled its line; none where the print shows an end of it.

    A title in brackets ends with them.
    """
    closing = _CLOSED_BY.get(lines[0].text[0])
    if closing:
        last = next((i for i, line in enumerate(lines) if closing in line.text), len(lines) - 1)
        return [last + 1] if lines[last].text.endswith(closing) and last + 1 < len(lines) else []
    end = begins[1] if len(begins) > 1 else len(lines)
    if "。" not in "".join(line.text for line in lines[:end]) and not (cut and end == len(lines)):
        return []
    for index, (line, following) in enumerate(pairwise(lines[:end]), start=1):
        if "。" in line.text or "、" in line.text:
            return []
        parted = not _ONE_WORD.fullmatch(line.text[-1] + following.text[0])
        if parted and _TITLE_ENDS.search(line.text) and _TEXT_BEGINS.match(following.text):
            return [index]
    return []


def _parting_brackets(lines: Sequence[PrintedLine]) -> set[str]:
    """Closing brackets that have a blank behind them wherever they stand inside a line: they end the entries of a list.

    Typesetters drop that blank where the line ends behind the bracket.
    """
    behind: dict[str, set[bool]] = {}
    for line in lines:
        for at, char in enumerate(line.text[:-1]):
            if char in "）】〕》〉)]" and line.text[at + 1] not in _NOT_PARTED:
                behind.setdefault(char, set()).add(line.text[at + 1] in " 　")
    return {char for char, blanks in behind.items() if blanks == {True}}


def _attached_brackets(lines: Sequence[PrintedLine]) -> set[str]:
    """Opening brackets that stand right behind a word wherever they stand inside a line: they begin no paragraph."""
    before: dict[str, set[bool]] = {}
    for line in lines:
        for at, char in enumerate(line.text[1:]):
            if char in "【〔〈《<[":
                before.setdefault(char, set()).add(line.text[at] not in " 　")
    return {char for char, words in before.items() if words == {True}}


def _is_centred(lines: Sequence[PrintedLine], box: Box) -> bool:
    """A label of a few short lines around the middle of its cell is one paragraph."""
    if not 2 <= len(lines) <= 6 or sum(len(line.text) for line in lines) > 40:
        return False
    same_left = max(line.box.x0 for line in lines) - min(line.box.x0 for line in lines) < 1.5
    middle = all(abs(line.box.cx - box.cx) < max(3.0, 0.06 * box.width) for line in lines)
    marked = any(parse_marker(line.text) for line in lines[1:])
    return middle and not marked and (not same_left or lines[0].box.x0 - box.x0 > lines[0].size)


def glued(before: str, after: str) -> str:
    """Two pieces of a line as one: words of Latin letters keep a blank between them, a unit stays whole (「410h⏎a（H27）」)."""
    words = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    is_unit = _UNIT_BEGUN.search(before) and _UNIT_ENDS.match(after)
    return f"{before} {after}" if words and not is_unit else before + after
