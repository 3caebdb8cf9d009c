"""Signs that character recognition misreads and the text around them settles: 「との役割」 beside 「甲の役割」 is 「乙の役割」.

Only where the words leave one reading: positions of parties that the text defines, numbers of articles in their order,
the fixed words of row labels, eras, 圏. What was read stays in the raw text; the blocks get the reading that fits, each
is told (`reading_corrected`), and what it stands in counts as little sure. Titles, names of persons, figures of budgets and
sentences are never touched: there the words settle nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.documents.misread.labels import nearest_label
from graph_build.documents.misread.names import around, in_a_list, known_elsewhere
from graph_build.documents.misread.tables import settled_cells
from graph_build.documents.misread.words import settled_words
from graph_build.documents.model import Block, Document, Figure, Located, Paragraph, Recognised, Table
from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place
from graph_build.records.problems import Problem
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import label_kinds

POSITIONS = "甲乙丙丁戊己庚辛"
_SEEN_AS = {
    "甲": "申由田用四畑電車",
    "乙": "とこるそえろごさZz2Ｚ選層忌て「」",
    "丙": "内肉両西丙",
    "丁": "了TJ下」",
}
"""What the single signs of positions were read as, on pages of the fixtures."""
_BODIES = "都道府県市区町村国会"
"""Signs that may stand where a position stands and are words of their own."""
_SURE = 0.9
"""Confidence from which a cell is no label that was misread."""
_NAME_SURE = 0.85
"""Confidence of a line from which its names are right."""
_SETTLED = 0.5
"""Confidence of what holds a corrected sign, if it was not less."""
_AND = "及び|並びに|又は|若しくは|と|、|・"
_PARTICLE = "は|が|の|を|に|で|か|へ|双方|相互|それぞれ|両者"
_DEFINED = re.compile(r"以下[「『｢](?P<sign>[^」』｣]?)[」』｣]\s*という")
_BEHIND = re.compile(rf"(?<=(?P<known>[甲乙丙丁]))(?:{_AND})(?P<sign>とる|.)(?=(?:{_AND}|{_PARTICLE}))")
_JOINED = re.compile(r"(?<=(?P<known>甲))(?P<sign>.)(?=記名|署名|間|協議|双方|両者|相互)")
_MADE = re.compile(r"を甲と?(?:し|、)[^。]{1,30}?を(?P<sign>[^とし。]{1,2})と(?:し|す|定)")
_BEFORE = re.compile(rf"(?:(?<=[、とび])|^)(?P<sign>.)(?=(?:{_AND})(?P<known>[乙丙丁]))")
_LOST = re.compile(r"甲(?:(?:及び|並びに|又は)(?=[はがを、])|と(?=が))")
_LABEL = re.compile(r"(?P<sign>.?)の(?:主な)?役割(?:分担)?")
_SHARED = re.compile(r"(?P<before>.{0,10}(?:役割|費用|経費)分)[^担](?P<behind>等?)")
_OPENS = re.compile(
    r"(?:^(?:[(（]?[0-9０-９一二三四五六七八九十]{1,3}[)）.．]?[\s　]*|第[^条]{1,4}条[\s　]*|[\s　]*)|(?<=。))"
    r"(?P<sign>[^\s　0-9])(?=は、)"
)
_AMID = re.compile(r"(?<=[、。た])(?P<sign>[内肉両西])(?=(?:と?[はが]|から))")
"""丙 as the subject of a clause: no word that it is read as begins one so."""
_SIGNS = re.compile(r"^(?P<sign>\S)[\s　]+(?=北海道|東京都|(?:大阪|京都)府|[^\s　]{2,3}県)")
_ARTICLE = re.compile(
    r"^(?P<head>[第策弟築])(?P<number>[^条\s　]{1,4})(?P<unit>[条休粂朱])(?=[\s　この甲乙前本])"
)
_NUMBER = re.compile(r"[0-9０-９]+|[一二三四五六七八九十]+")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲"
_BRACKETED = re.compile(
    r"[(（](?P<sign>[0-9]{1,2}|[一二三四五六七八九十]{1,2}|[^\w\s]?|[A-Za-zぁ-んニー])[)）](?=[^\W\d])"
)
_KANJI = "一二三四五六七八九十"


def corrected(document: Document) -> Document:
    """The document with the misread signs of its blocks settled; the raw text stays as it was read."""
    work = _Work(document)
    blocks = tuple(work.block(block) for block in document.blocks)
    if not work.found:
        return document
    problems = [
        Problem("reading_corrected", f"{old or '∅'} → {new}: {words}", place=document.span(start, end))
        for start, end, old, new, words in work.found
    ]
    return replace(
        document,
        blocks=blocks,
        problems=(*document.problems, *problems),
        recognised=_less_sure(document, [(start, end) for start, end, *_ in work.found]),
    )


def _less_sure(document: Document, places: Sequence[tuple[int, int]]) -> tuple[Recognised, ...]:
    known = list(document.recognised)
    for start, end in places:
        at = bisect_right(known, start, key=lambda one: one.end)
        while at < len(known) and known[at].start < end:
            sure = known[at].confidence
            known[at] = replace(known[at], confidence=_SETTLED if sure is None else min(sure, _SETTLED))
            at += 1
    return tuple(known)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A piece of a text and what it has to be."""

    start: int
    end: int
    new: str


@dataclass(slots=True)
class _Work:
    document: Document
    found: list[tuple[int, int, str, str, str]] = field(default_factory=list)
    positions: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    definitions: dict[int, _Sign] = field(default_factory=dict)
    made: dict[int, _Sign] = field(default_factory=dict)
    article: int = 0
    circled: int = 0
    bracketed: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    kanji_items: bool = False
    area: bool = False

    def __post_init__(self) -> None:
        self._define()
        self.area = "圏域" in self.document.raw
        self.kanji_items = any(
            text.text[:1] == "二" and text.text[1:2].isspace() for text in _texts(self.document.blocks)
        )
        mentions = find_places(self.document.raw)
        self.places = around(mentions)
        found = {place.name for one in mentions for place in one.candidates if place.name in one.printed}
        # Of a name of two letters one misread sign leaves nothing to know it by.
        known = {name for name in found if len(name) >= 3 and name[-1] in "市町村区"}
        self.names = tuple(sorted(known, key=lambda name: (-len(name), name)))

    def _define(self) -> None:
        """The positions that the text defines, in their order; one that stands in a wrong place was misread."""
        places = [
            (text, found)
            for text in _texts(self.document.blocks)
            for found in _DEFINED.finditer(text.text)
            if found["sign"] not in _BODIES or not found["sign"]
        ]
        signs = [found["sign"] for _, found in places]
        wanted = POSITIONS[: len(signs)]
        known = [sign == want for sign, want in zip(signs, wanted, strict=False)]
        strange = [
            sign
            for sign, right in zip(signs, known, strict=False)
            if not right and sign in POSITIONS and sign
        ]
        if not signs:
            self._make()
        if not 2 <= len(signs) <= len(POSITIONS) or strange or not any(known):
            return
        self.positions = wanted
        self.seen = {sign: want for want in wanted for sign in _SEEN_AS.get(want, "")} | {"とる": "乙"}
        for (text, found), want in zip(places, wanted, strict=True):
            if found["sign"] != want:
                self.definitions[text.offsets[found.start("sign") - 1]] = _Sign(*found.span("sign"), want)
                if found["sign"] and found["sign"] not in POSITIONS:
                    self.seen[found["sign"]] = want

    def _make(self) -> None:
        """「三原市を甲とし、世羅町を乙として」 defines two positions."""
        for text in _texts(self.document.blocks):
            found = _MADE.search(text.text)
            if found and found["sign"] not in _BODIES:
                self.positions = "甲乙"
                self.seen = {sign: want for want in "甲乙" for sign in _SEEN_AS[want]} | {"とる": "乙"}
                if found["sign"] != "乙":
                    self.made[text.offsets[found.start("sign")]] = _Sign(*found.span("sign"), "乙")
                return

    # --- blocks ---

    def block(self, block: Block) -> Block:
        """A block with its texts settled."""
        if isinstance(block, Figure):
            return block
        if isinstance(block, Paragraph):
            return replace(block, text=self._settled(block.text, self._in_text(block.text)))
        return self._table(block)

    def _table(self, table: Table) -> Table:
        keys = [matching_key(cell.text.text) for cell in table.cells]
        held = {holder for key in keys if (holder := label_kind(key).holder)}
        labelled = any(label_kind(key).kind != "unknown" or label_kinds(key) for key in keys)
        meant = settled_cells(table)
        cells = []
        for cell in table.cells:
            alone = labelled and len(cell.paras) == 1
            sure = cell.confidence is None or cell.confidence >= _SURE
            whole = meant.get((cell.row, cell.col))
            paras = tuple(
                self._settled(
                    para, self._in_cell(para, held, alone, sure) if whole is None else _whole(para, whole)
                )
                for para in cell.paras
            )
            cells.append(
                replace(cell, paras=paras, text=Located.joined(list(paras), "\n"))
                if paras != cell.paras
                else cell
            )
        return replace(table, cells=tuple(cells))

    def _settled(self, text: Located, signs: Iterable[_Sign]) -> Located:
        """A text with its signs exchanged; a longer one shares the offset of the last letter it stands for."""
        parts: list[Located] = []
        at = 0
        for sign in sorted(set(signs), key=lambda one: (one.start, one.end)):
            old = text.text[sign.start : sign.end]
            if sign.start < at or old == sign.new:
                continue
            own = (
                text.offsets[sign.start : sign.end]
                or text.offsets[max(0, sign.start - 1) : max(1, sign.start)]
            )
            offsets = tuple(own[min(i, len(own) - 1)] for i in range(len(sign.new)))
            parts += [text[at : sign.start], Located(sign.new, offsets)]
            around = text.text[max(0, sign.start - 6) : sign.end + 6]
            self.found.append((own[0], own[-1] + 1, old, sign.new, around))
            at = sign.end
        return Located.joined([*parts, text[at:]]) if parts else text

    # --- rules ---

    def _in_cell(self, text: Located, held: set[str], alone: bool, sure: bool) -> Iterator[_Sign]:
        label = self._label(text.text, held, sure) if alone else None
        if label is not None:
            yield _Sign(0, len(text.text), label)
        else:
            yield from self._in_text(text)

    def _label(self, text: str, held: set[str], sure: bool) -> str | None:
        """What a cell that is no known label has to be, beside others that are."""
        key = matching_key(text)
        if not 2 <= len(key) <= 16 or label_kind(key).kind != "unknown":
            return None
        bare = key.strip("。、・_-*'\"「」~:;|")
        if bare != key and label_kind(bare).kind != "unknown":
            return bare
        role = _LABEL.fullmatch(bare)
        if role and self.positions and (not role["sign"] or role["sign"] not in _BODIES + POSITIONS):
            left = [one for one in self.positions if one not in held]
            meant = self.seen.get(role["sign"]) or (left[0] if len(left) == 1 else None)
            return meant + bare[len(role["sign"]) :] if meant and meant not in held else None
        shared = _SHARED.fullmatch(bare)
        if shared:
            return shared["before"] + "担" + shared["behind"]
        known = label_kinds(bare) or len(bare) < 4 or sure
        return None if known else nearest_label(bare)

    def _in_text(self, text: Located) -> Iterator[_Sign]:
        words = text.text
        if not words:
            return
        for found in _DEFINED.finditer(words):
            known = self.definitions.get(text.offsets[found.start("sign") - 1])
            if known is not None:
                yield _Sign(*found.span("sign"), known.new)
        yield from (
            sign for start, sign in self.made.items() if text.offsets[sign.start : sign.start + 1] == (start,)
        )
        if (self.document.reading_of(text)[1] or 1.0) < _NAME_SURE:
            yield from (_Sign(*one) for one in known_elsewhere(words, self.names))
        yield from (_Sign(*one) for one in in_a_list(words, self.places))
        yield from self._positions(words)
        yield from self._article(words)
        yield from (_Sign(*one) for one in settled_words(words, self.area, self.kanji_items))
        if words[0] in _CIRCLED:
            yield from self._circle(words[0])
        yield from self._bracket(words)

    def _positions(self, words: str) -> Iterator[_Sign]:
        if not self.positions:
            return
        for pattern in (_BEHIND, _JOINED, _BEFORE, _OPENS, _AMID, _SIGNS):
            for found in pattern.finditer(words):
                meant = self.seen.get(found["sign"])
                known = found.groupdict().get("known")
                if meant and (known is None or _in_order(known, meant, pattern is not _BEFORE)):
                    yield _Sign(*found.span("sign"), meant)
        if len(self.positions) == 2:
            for found in _LOST.finditer(words):
                yield _Sign(found.end(), found.end(), "乙")

    def _circle(self, sign: str) -> Iterator[_Sign]:
        """⑪ that does not follow ⑩ is ①; so the others, as far as they go on."""
        number = _CIRCLED.index(sign) + 1
        if number > 10 and number != self.circled + 1 and number - 10 in (1, self.circled + 1):
            number -= 10
            yield _Sign(0, 1, _CIRCLED[number - 1])
        self.circled = number

    def _bracket(self, words: str) -> Iterator[_Sign]:
        """「()」 behind 「(一)」 is 「(二)」; 「(3)」 behind 「(2)」 needs nothing."""
        found = _BRACKETED.match(words)
        if found is None:
            return
        sign = found["sign"]
        if sign.isdecimal():
            self.bracketed = tuple(str(number) for number in range(int(sign) + 1, 30))
        elif sign and all(char in _KANJI for char in sign):
            self.bracketed = tuple(_KANJI[_value(sign) :]) if _value(sign) < 10 else ()
        elif self.bracketed:
            meant, *rest = self.bracketed
            self.bracketed = tuple(rest)
            yield _Sign(*found.span("sign"), meant)

    def _article(self, words: str) -> Iterator[_Sign]:
        """第2休 behind 第1条 is 第2条; a number that is no number is the one that follows."""
        found = _ARTICLE.match(words)
        if found is None:
            return
        number = _NUMBER.fullmatch(found["number"])
        following = self.article + 1
        if number:
            value = _value(found["number"])
            whole = found["head"] == "第" and found["unit"] == "条"
            if not whole and value == following:
                yield _Sign(*found.span("head"), "第")
                yield _Sign(*found.span("unit"), "条")
            if whole or value == following:
                self.article = value
        elif self.article and found["head"] == "第" and found["unit"] == "条" and len(found["number"]) == 1:
            self.article = following
            yield _Sign(*found.span("number"), str(following))


def _whole(text: Located, meant: str) -> Iterator[_Sign]:
    yield _Sign(0, len(text.text), meant)


def _in_order(known: str, meant: str, behind: bool) -> bool:
    """Whether a position may stand behind, or before, one that is known: they are listed in their order."""
    distance = POSITIONS.index(meant) - POSITIONS.index(known)
    return distance > 0 if behind else distance < 0


def _texts(blocks: Sequence[Block]) -> Iterator[Located]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text


def _value(number: str) -> int:
    if number[0] in "一二三四五六七八九十":
        tens, _, ones = number.rpartition("十")
        digits = "〇一二三四五六七八九"
        ten = digits.index(tens) * 10 if tens in digits and tens else 10 * ("十" in number)
        return ten + (digits.index(ones) if ones and ones in digits else 0)
    return int(number)
