"""Characters to lines of text, upright: blanks where the print has them, ruby apart."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from graph_build.documents.parted.pieces import SENTENCE_ENDS
from graph_build.documents.pdf.geometry import Box, Char
from graph_build.text.markers import parse_marker
from graph_build.text.noise import marker_of

_KANA = re.compile(r"[\u3041-\u30ff]")
_CLOSING = "、。，．）」』】〉》〕］｝)]},.・:：;；！？!?ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_OPENING = "「『（【〈《〔［｛(["
_LATIN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ,.%/~〜～▲△±¥￥-]")
_IN_BRACKETS = re.compile("[（(【〔［[〈《＜](?P<words>[^（）()。、]{1,12})[）)】〕］\\]〉》＞]")
_LATIN_WORD = re.compile(f"{_LATIN.pattern}+")
_OPEN, _CLOSE = f"[{re.escape(_OPENING)}]", f"[{re.escape(_CLOSING)}]"
_UNPARTED = re.compile(
    rf"{_OPEN}{{0,3}}(?:{_LATIN.pattern}{{1,30}}(?:(?<=[0-9])[％℃‰]|{_OPEN}{{1,3}}(?:{_LATIN.pattern}{{1,30}}|.))?|.){_CLOSE}*"
)


_NARROW = 6
"""Letters of a line of a column so narrow that the gaps between them tell nothing."""
_LAST_KANA = 20
"""Up to which place in アイウエオ lists count: ト."""
_MIXED = 10
"""One of how many gaps between letters may be closed in a line that was stretched: others hold blanks."""
_WIDE = 0.2
"""Font sizes of gap between all letters of a line that is set wide, so that blanks cannot be told from it."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as printed; ``size`` is its font size, ``head`` the width of what would not be parted at its beginning.

    ``gaps`` are the x-ranges of wide gaps inside it: the columns of a table without rules, if others share them.
    ``bare`` is the text without the blanks that only gaps tell of, ``stretched`` the gap (em) between all of its
    letters. ``confidence`` (0–1) is set by OCR.
    """

    text: str
    box: Box
    size: float
    head: float
    ruby: bool = False
    gaps: tuple[tuple[float, float], ...] = ()
    confidence: float | None = None
    bare: str = ""
    stretched: float = 0.0


def lines_of(chars: Sequence[Char], unspaced: bool = False) -> list[PrintedLine]:
    """The lines that characters form, top to bottom; ``unspaced`` if the document holds no blanks of its own."""
    rows: list[list[Char]] = []
    for char in sorted(
        (char for char in chars if char.text != " "), key=lambda char: (char.box.cy, char.box.x0)
    ):
        row = _row_for(char, rows)
        if row is None:
            rows.append([char])
        else:
            row.append(char)
    for blank in (char for char in chars if char.text == " "):
        row = _row_for(blank, rows)
        if row is not None:
            row.append(blank)
    lines = [_line(row, unspaced) for row in rows]
    lines.sort(key=lambda line: (line.box.cy, line.box.x0))
    return list(_mark_ruby(_with_brackets(lines)))


def _with_brackets(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines; one of opening brackets alone, behind which nothing fitted, has the head of the next line in its own."""
    found = list(lines)
    for i in reversed(range(len(found) - 1)):
        if found[i].text and not found[i].text.strip(_OPENING):
            found[i] = replace(found[i], head=found[i].head + found[i + 1].head)
    return found


def unstretched(lines: Sequence[PrintedLine], edge: float, unspaced: bool = False) -> list[PrintedLine]:
    """The lines of a narrow cell, without the blanks that stretching them to its edges (両端揃え) made; not its last line.

    ``edge`` is where lines of the cell may end. In a document without blanks of its own (``unspaced``) a gap may stand for
    one: there, and where the cell has but one line above its last, only lines are stretched that have a gap between any
    two letters, as all of that many letters do.
    """
    left, right = (
        min((line.box.x0 for line in lines), default=0.0),
        max((line.box.x1 for line in lines), default=0.0),
    )
    across = [line.box.x0 - left < 1 and right - line.box.x1 < 1 for line in lines[:-1]]
    alone = sum(across) == 1 and right > edge - 1
    if sum(across) < 2 and not alone:
        return list(lines)
    shapes = {_shape(line.text) for line, reaches in zip(lines, across, strict=False) if reaches}
    others = {_shape(line.text) for line, reaches in zip(lines, across, strict=False)
              if reaches and not _parted_by_marker(line.text)}  # fmt: skip
    return [
        replace(line, text=line.bare, gaps=())
        if reaches
        and 1 < len(line.bare) <= _NARROW
        and not _parted_once(line.text, others)
        and (not (unspaced or alone) or _all_apart(shapes, _shape(line.text)))
        else line
        for line, reaches in zip(lines, [*across, False], strict=True)
    ]


def _all_apart(shapes: Iterable[tuple[int, ...]], own: tuple[int, ...]) -> bool:
    """Whether all lines of as many letters have a gap between any two of them."""
    return all(max(shape) == 1 for shape in shapes if sum(shape) == sum(own))


def _parted_once(text: str, others: Container[tuple[int, ...]]) -> bool:
    """Whether the only blank of a text is that behind its list marker, or a wide one among letters of which all others touch:
    stretching parts all letters alike. A blank that ``others`` have at the same place was made by it (「サ イ」 above 「環 境」)."""
    parts = text.split()
    if _parted_by_marker(text) and _shape(text) not in others:
        return True
    wide = len(parts) == 2 and "　" in text and len(text) > 4
    return wide and max(map(len, parts)) > 1 and min(map(len, parts)) < len(text) - 2


def _parted_by_marker(text: str) -> bool:
    marker = parse_marker(text)
    return marker is not None and text.split() == [marker.raw, text[marker.end :]]


def _shape(text: str) -> tuple[int, ...]:
    """How many letters stand between the blanks of a text; figures and Latin words are one each."""
    return tuple(len(_LATIN_WORD.sub("a", part)) for part in text.split())


def _row_for(char: Char, rows: list[list[Char]]) -> list[Char] | None:
    """The open row at the height of a character: its middle within half a size of the row's largest character."""
    for row in reversed(rows[-4:]) if char.text != " " else rows:
        largest = max(row[:40], key=lambda other: other.size)
        reach = 0.5 * max(largest.size, char.size)
        if char.size < 0.65 * largest.size or largest.size < 0.65 * char.size:
            reach *= 0.8  # ruby stands closer to its line than another line would
        if abs(char.box.cy - largest.box.cy) < reach:
            return row
    return None


def _line(row: list[Char], unspaced: bool) -> PrintedLine:
    row.sort(key=lambda char: char.box.x0)
    filled = [char for char in row if not char.text.isspace()] or row
    size = median(char.size for char in filled)
    spread = _is_spread(filled, size)
    usual = _usual_gap(filled, size)
    wide = usual >= _WIDE * size
    text = ""
    before: Char | None = None
    for char in row:
        if char.text.isspace():
            # Among letters that all stand apart a blank of the file tells no more than the gap that it fills.
            text += "" if (spread or wide) and char.text == " " else char.text
            continue
        if before is not None and not spread and text:
            bare = text.rstrip(" ")
            opens = not text.strip("0123456789.")[1:]  # behind a number or marker that opens the line
            mixed = 0.2 if unspaced else 0.26 if opens else 0.3
            blank = _blank(before, char, size, usual, mixed)
            # A single blank letter may stand for a gap of any width; an indent behind a gap has blanks of its own.
            if not bare[-1:].isspace() and (bare == text or len(blank) > 1):
                text = bare + blank
            elif len(blank) > len(text) - len(text.rstrip()) + 1:
                text = text.rstrip() + blank
        if not _inline_ruby(before, char, size):
            text += char.text
        before = char
    box = filled[0].box
    for char in filled:
        box = box.around(char.box)
    gaps = tuple(
        (a.box.x1, b.box.x0) for a, b in pairwise(filled) if b.box.x0 - a.box.x1 >= 2 * size and not spread
    )
    bare = "".join(char.text for char in row if not _inline_ruby(char, char, size)).strip(" ")
    if spread or wide:
        text = _marker_apart(text, filled)
    return PrintedLine(
        text.strip(" "), box, size, _head(filled), gaps=gaps, bare=bare, stretched=usual / size
    )


def _marker_apart(text: str, filled: Sequence[Char]) -> str:
    """A text whose letters stand apart, with the blank behind its list marker that looks like the gaps between all letters."""
    wide = "".join(a.text + " " * (b.box.x0 - a.box.x1 >= 0.15 * a.size) for a, b in pairwise(filled))
    marker = marker_of(wide + filled[-1].text)
    raw = "".join(marker.raw.split()) if marker else ""
    if not raw or not text.startswith(raw) or (raw.isdecimal() and len(filled) <= _NARROW):
        return text
    if marker is not None and marker.kind == "kana" and (marker.number or 0) > _LAST_KANA:
        return text  # the end of a word (「ビジョ⏎ン の 策 定」): no list counts as far
    return f"{raw} {text[len(raw) :].lstrip()}"


def _usual_gap(filled: Sequence[Char], size: float) -> float:
    """The gap between neighbours in a line that was stretched to its column; 0 in others.

    Figures and Latin words are not stretched: where all gaps between other letters are alike, these tell. Where many
    letters touch, blanks part the others.
    """
    gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(filled)]
    wide = [gap for gap, (a, b) in zip(gaps, pairwise(filled), strict=True) if not _has_latin(a, b)]
    if len(wide) >= 2 and max(wide) - min(wide) < 0.1 * size:
        return max(0.0, min(wide))
    usual = max(0.0, median(gaps)) if len(gaps) >= 4 else 0.0
    closed = sum(gap < 0.3 * usual for gap in wide)
    return usual if closed * _MIXED < len(wide) else 0.0


def _has_latin(a: Char, b: Char) -> bool:
    return a.text.isascii() or b.text.isascii()


def _blank(before: Char, char: Char, size: float, usual: float, mixed: float) -> str:
    """The blanks between two characters; ``mixed`` is the least gap (em) of one between Latin and Japanese letters.

    There a quarter of an em is put in by the typesetter and is no blank; beside wide figures (第２) none is.
    """
    gap = char.box.x0 - before.box.x1
    if gap >= 0.8 * size:
        return "　" * min(max(round(gap / size), 1), 40)
    alike = "latin" not in (scripts := {_script(before), _script(char)}) or len(scripts) == 1
    return " " if gap - usual >= (0.2 if alike else mixed) * size else ""


def _script(char: Char) -> str:
    """Japanese letters, Latin letters and figures, or wide ones."""
    return "ja" if not _LATIN.match(char.text) else "latin" if char.text.isascii() else "wide"


def _inline_ruby(before: Char | None, char: Char, size: float) -> bool:
    """Kana printed small behind their base, not above it."""
    return before is not None and char.size < 0.6 * size and _KANA.match(char.text) is not None


def _is_spread(filled: Sequence[Char], size: float) -> bool:
    """A label spread evenly over its column (均等割付): equal gaps between all characters."""
    gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(filled)]
    return 2 <= len(gaps) <= 14 and min(gaps) > 0.3 * size and max(gaps) - min(gaps) < 0.15 * size


def _head(filled: Sequence[Char]) -> float:
    """Width of the first character, with what may not begin a line behind it, or of the first number or word.

    An opening bracket never ends a line: it comes with what stands behind it, and a word with the bracket right
    behind it (Unicode Annex 14, LB30), and a number with the ％ behind it (LB25).
    """
    found = _UNPARTED.match("".join(char.text[:1] for char in filled[:80]))
    end = found.end() - 1 if found else 0
    while end + 1 < len(filled) and end < 32 and _one_word(filled[end], filled[end + 1]):
        end += 1
    return filled[end].box.x1 - filled[0].box.x0


def _one_word(a: Char, b: Char) -> bool:
    """Whether two signs of ASCII stand close together: 「5/10)2017」 is not parted."""
    return a.text.isascii() and b.text.isascii() and b.box.x0 - a.box.x1 < 0.15 * a.size


def _mark_ruby(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """A line of small kana right above a larger line is ruby."""
    for i, line in enumerate(lines):
        below = lines[i + 1] if i + 1 < len(lines) else None
        kana = sum(bool(_KANA.match(char)) for char in line.text)
        if (
            below is not None
            and line.size < 0.65 * below.size
            and kana * 2 > len(line.text)
            and below.box.top - line.box.bottom < 0.5 * below.size
            and line.box.x0 >= below.box.x0 - below.size
            and line.box.x1 <= below.box.x1 + below.size
        ):
            yield PrintedLine(line.text, line.box, line.size, line.head, ruby=True)
        else:
            yield line


def in_columns(lines: Sequence[PrintedLine]) -> bool:
    """Whether three lines in a row share two or more wide gaps: a table without rules, which is not read as one."""
    return any(_shared_gaps(three) >= 2 for three in zip(lines, lines[1:], lines[2:], strict=False))


def _shared_gaps(lines: Sequence[PrintedLine]) -> int:
    first, *others = lines
    return sum(
        all(any(max(a, c) + line.size < min(b, d) for c, d in line.gaps) for line in others)
        for a, b in first.gaps
    )


def in_brackets(text: str) -> str:
    """The words in brackets with which a text begins; "" if it begins with others."""
    found = _IN_BRACKETS.match(text)
    return found["words"] if found else ""


def flows_on(line: PrintedLine, following: PrintedLine, right: float) -> bool:
    """Whether a line ran so far towards the right edge that what follows did not fit behind it.

    Typesetters leave up to two characters free, so a line that closes no sentence has more latitude.
    """
    slack = 0.6 if line.text.endswith(SENTENCE_ENDS) else 1.6
    return line.box.x1 + following.head > right - slack * line.size


def is_full(line: PrintedLine, right: float) -> bool:
    """Whether a line ran to the right edge, whatever follows."""
    slack = 1.2 if line.text.endswith(SENTENCE_ENDS) else 1.9
    return line.box.x1 > right - slack * line.size
