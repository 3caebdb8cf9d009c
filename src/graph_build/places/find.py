"""Where a running text names municipalities and prefectures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.places.gazetteer import Place, gazetteer
from graph_build.places.index import names, read_name, split_prefix
from graph_build.places.spelling import one_spelling
from graph_build.text.key import Key, fold

# What may stand right before a name although it is a kanji: the end of another administrative name or word,
# the position of a party, a date. A town is not looked for behind 市 or 区: 「X市栄町」 is a street.
_BEFORE_ANY = frozenset("都道府県郡圏甲乙丙丁戊")
_BEFORE_CITY = _BEFORE_ANY | frozenset("市町村区")
_DATE = re.compile(r"[0-9元][年月日]")
_INSIDE_WORDS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々ヶケノ]")
_STREET_NUMBER = re.compile(r"[0-9一二三四五六七八九十]+(?:丁目|番|号|-[0-9])")
_LINE_BREAK = re.compile(r"[\n\r\v\f\u2028\u2029]")
_HARD_BREAK = re.compile(r"\t|\n\s*\n")
_PREFIX_WINDOW = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A printed name: half-open offsets in the given text, the text between them, and what it may mean.

    Prefecture and district in front and the ward behind belong to it. ``candidates`` is never empty: where
    the printed prefix contradicts the name, all places of that name.
    """

    start: int
    end: int
    printed: str
    candidates: tuple[Place, ...]


def find_places(text: str) -> tuple[Mention, ...]:
    """The names of municipalities and prefectures in a text, in its order, none inside another.

    Blanks and single line breaks inside a name are tolerated (南 相 馬 市), tabs and empty lines are not. The
    longest name wins, and a name must not begin or end inside a longer word: no 津市 in 会津市, no 熊本市 in
    熊本市場.

    >>> [mention.printed for mention in find_places("福岡県築上郡築上町、大津市及び津市（関係市町村）")]
    ['福岡県築上郡築上町', '大津市', '津市']
    """
    line = _Line(text)
    found: list[tuple[int, int]] = []
    for start, end in sorted(line.spans(), key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    mentions = (line.mention(start, end) for start, end in found)
    return tuple(mention for mention in mentions if mention)


class _Line:
    """One text with its folded form; all offsets but those of mentions are of the folded form."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.key: Key = fold(raw)
        self.text = one_spelling(self.key.text)

    def mention(self, start: int, end: int) -> Mention | None:
        """The mention at this place; None when a stray combining mark belongs to its last character."""
        raw_start, raw_end = self.key.raw_range(start, end)
        printed = self.raw[raw_start:raw_end]
        reading = read_name(printed)
        return (
            Mention(raw_start, raw_end, printed, reading.candidates or reading.namesakes) if reading else None
        )

    def spans(self) -> Iterator[tuple[int, int]]:
        """The longest free-standing name at each place where one ends; spans may overlap."""
        for ending in _endings().finditer(self.text):
            end = ending.end()
            for length in range(min(_longest(), end), 1, -1):
                start = end - length
                if self.text[start:end] not in _forms() or self._broken(start, end):
                    continue
                begin = self._prefix_start(start, end)
                if self._begins(begin, start, end) and self._ends(begin, start, end):
                    yield begin, end
                    break

    def _prefix_start(self, start: int, end: int) -> int:
        """Where the prefix in front of the name begins; ``start`` when there is none."""
        window = max(0, start - _PREFIX_WINDOW)
        begin = window + split_prefix(self.text[window:start])
        gaps = [self._gap(at) for at in range(begin + 1, start + 1)]
        if not any(gaps):
            return begin
        if any(map(_HARD_BREAK.search, gaps)):
            return start
        # Over a blank or line break only what makes sense belongs together: lists print prefectures, too.
        reading = read_name(self.text[begin:end])
        return begin if reading and reading.candidates else start

    def _begins(self, begin: int, start: int, end: int) -> bool:
        """Whether the name, its prefix included, begins a word."""
        if begin == 0 or not _INSIDE_WORDS.match(self.key.text[begin - 1]):
            return True
        below_city = begin == start and self.text[end - 1] in "町村区"
        if self.text[begin - 1] in (_BEFORE_ANY if below_city else _BEFORE_CITY):
            return True
        if _DATE.match(self.text, begin - 2):
            return True
        gap = self._gap(begin)
        widest_inside = max((len(self._gap(at)) for at in range(begin + 1, end)), default=0)
        return len(gap) > widest_inside or bool(_LINE_BREAK.search(gap))

    def _ends(self, begin: int, start: int, end: int) -> bool:
        """Whether the name ends a word."""
        if end == len(self.text) or _LINE_BREAK.search(self._gap(end)) or "\t" in self._gap(end):
            return True
        if self.text.startswith(_longer_stems().get(self.text[start:end], ()), start):
            return False
        if begin == start and self.text[end - 1] in "町村" and _STREET_NUMBER.match(self.text, end):
            return False
        return not any(
            self.text.startswith(word, end) and not self.text.startswith(unless, end)
            for word, unless in _not_followed_by().get(self.text[end - 1], ())
        )

    def _broken(self, start: int, end: int) -> bool:
        return any(_HARD_BREAK.search(self._gap(at)) for at in range(start + 1, end))

    def _gap(self, at: int) -> str:
        """What the raw text has before a character of the folded text: white space, mostly nothing."""
        if at == 0 or at == len(self.text):
            return ""
        return self.raw[self.key.ends[at - 1] : self.key.starts[at]]


@cache
def _forms() -> frozenset[str]:
    index = names()
    return frozenset((*index.spelled, *index.prefectures, *index.wards))


@cache
def _longest() -> int:
    return max(map(len, _forms()))


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted({form[-1] for form in _forms()}))}]")


@cache
def _longer_stems() -> dict[str, tuple[str, ...]]:
    """Names that begin the stem of a longer one: 東村 → 東村山."""
    found: dict[str, list[str]] = defaultdict(list)
    for place in gazetteer().municipalities:
        stem = one_spelling(place.stem)
        for length in range(2, len(stem)):
            if stem[:length] in _forms():
                found[stem[:length]].append(stem)
    return {name: tuple(stems) for name, stems in found.items()}


@cache
def _not_followed_by() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Last character of a name → what may not follow, unless one of some longer words does."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for row in tsv(asset("data"), "places", "boundaries.tsv"):
        unless = tuple(row["unless"].split("|")) if row["unless"] else ()
        found[row["ending"]].append((row["followed_by"], unless))
    return {ending: tuple(words) for ending, words in found.items()}
