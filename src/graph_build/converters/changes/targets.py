"""The place that a change names: 同条, 同項 and bare 「(2)の項」 are told by what the sentence named before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_build.text.numerals import to_int

N = r"[0-9一二三四五六七八九十]+"
_ROW = rf"(?:\({N}\)|[0-9]+|[一二三四五六七八九十]+|[ア-ンa-z]|\([ア-ンa-z]\)|[①-⑳])"
# 「原協定第1条」, 「協定の別表第2」, 「A市定住自立圏形成協定別表第2」: the name of what is changed is no part of the place.
_OF_BASE = re.compile(
    rf"^(?!第{N}|別[表紙記]|同)[^「」、。]*?(?:協約|協定)書?の?(?=第{N}|別[表紙記]|題名|前文|目次|附則|本則)"
)
# How far a word like 同条 goes into the place named before.
_UP_TO = {
    "条": re.compile(rf"^.*?第{N}条(?:の{N})*"),
    "項": re.compile(rf"^.*(?:第{N}項|{_ROW}項|の項)"),
    "号": re.compile(rf"^.*第{N}号(?:の{N})*"),
    "編": re.compile(rf"^.*?第{N}編(?:の{N})*"),
    "章": re.compile(rf"^.*?第{N}章(?:の{N})*"),
    "節": re.compile(rf"^.*?第{N}節(?:の{N})*"),
    "表": re.compile(
        rf"^.*?(?:別[表紙記](?:第?{N})?(?:の{N}(?![0-9一二三四五六七八九十]|の?[項部欄]|の[(0-9]|[^の中、]{{1,12}}の[項部欄]))?(?:の表)?|表)"
    ),
    "部": re.compile(r"^.*部(?!分)"),
    "款": re.compile(r"^.*款"),
    "欄": re.compile(r"^.*欄"),
    "備考": re.compile(r"^.*備考"),
    "附則": re.compile(r"^.*附則"),
}
_SAME = re.compile(r"^同(?P<unit>[条項号表部款欄編章節]|附則|備考)")
_PLACE_END = re.compile(
    rf"(?:[項条号表紙記部款欄編章節]|備考(?:{N}|\({N}\))?|[編章節款]名|号の?(?:[ア-ン]|[ア-ン]?\([ア-ン]\))|見出し|本文|ただし書|[前後]段|題名|前文|附則"
    rf"|(?:第{N}[条号]|別[表紙記]第?{N})(?:の{N})*)(?:まで)?(?:の規定)?$"
)
# What stands in a place that another sentence or 「別表第2中」 names; of one unit with it, it stands beside it.
_PART = re.compile(
    rf"{_ROW}の?(?P<row>[項号部款])|\((?:{N}|[ア-ンa-z])\)|第{N}(?P<item>[項号])|「[^」]+」の?(?P<named>[項部])|[ア-ンイロハニホヘト]$"
)
_RANGE = re.compile(r"^(?P<first>[^「」]*?)から(?P<last>[^「」]*?)まで$")


_PROVISION = re.compile(rf"第{N}条(?:の{N})*|別[表紙記](?:第?{N})?|附則|題名|前文|目次")


def same_provision(target: str, other: str) -> bool:
    """Whether two changes may be of one article or annex: also where a place names none (a term replaced throughout), a range,
    or annexes without number.

    >>> same_provision("第5条第2項", "第5条"), same_provision("第5条", "別表第1"), same_provision("第5条", "第3条から第6条まで")
    (True, False, True)
    """
    ours, theirs = (set(_PROVISION.findall(place)) for place in (target, other))
    open_ended = not ours or not theirs or "から" in target + other
    annexes = any(place in ("別表", "別紙", "別記") for place in ours | theirs)
    both = all(any(place.startswith("別") for place in places) for places in (ours, theirs))
    return open_ended or bool(ours & theirs) or (annexes and both)


@dataclass(slots=True)
class Places:
    """The places that a text's sentences have named so far."""

    scope: str = ""
    """What 「別表第2中」 put in front of the places behind it."""
    opened: str = ""
    """What 「別表第2の一部を次のように改める。」 puts in front of the places in the sentences below it."""
    last: str = ""
    in_sentence: bool = False
    """Whether the sentence being read has named a place."""

    def begin_sentence(self) -> None:
        """What a new sentence names is told by itself, but for 同条 and the like."""
        self.in_sentence = False

    def full(self, printed: str) -> str:
        """The place with what earlier words of the text say of it."""
        target = re.sub(r"^(?:また|なお|かつ)、|(?<=中)、", "", printed.strip("、"))
        target = re.sub(r"(?<=[欄項])の$", "", _OF_BASE.sub("", target))
        if target == "そ":  # 「…を第3項とし、その次に」
            return self.last
        part = _PART.match(target)
        if part and self.scope.endswith(f"{part['row'] or part['item'] or part['named']}中"):
            self.scope = ""
        if re.match(rf"^(?:第{N}条|別[表紙記]|附則|題名|前文)", target) and not target.startswith(
            self.opened
        ):
            self.opened = ""
        same = _SAME.match(target)
        if same and self.last:
            reach = _UP_TO[same["unit"]].match(self.last)
            before, behind = reach[0] if reach else self.last, target[same.end() :]
            # 「同表1の部」 is 別表第1の1の部, not 別表第11の部.
            counts = re.search(rf"{N}$", before) and re.match(N, behind)
            target = f"{before}の{behind}" if counts else before + behind
        elif (self.scope or self.opened) and part:
            target = (self.scope or self.opened) + target
        elif self.in_sentence:
            target = self._beside(target)
        found = re.match(r"^(?P<scope>.+中)(?=\S)", target)
        if found:
            self.scope = found["scope"]
        elif re.match(r"^(?:第|別表|附則)", target):
            self.scope = ""
        if target:
            self.last, self.in_sentence = target, True
        return target or self.last

    def renumbered(self, place: str, number: str | None) -> None:
        """What has got another number is called by that from then on: 「第5条を第6条とし、同条の次に」 is behind 第6条."""
        if number and "から" not in number:
            self.last = _renamed(place, number)

    def _beside(self, target: str) -> str:
        """「別表第1の(1)の項を削り、(2)の項を…」: a row or paragraph beside the one named before."""
        if target.startswith("備考") and (annex := _UP_TO["表"].match(self.last)):
            return f"{annex[0]}の{target}"
        column = re.search(r"^(?P<row>.*[項部款])[^項部款]+の欄$", self.last)
        if column and re.match(r"^[^(第別「」]{1,12}の欄$", target):
            return column["row"] + target
        row = re.match(rf"^{_ROW}の?(?P<unit>[項部款])", target)
        if row:
            before = re.match(rf"^(?P<front>.*?(?:の|表|部))(?:{_ROW}の?{row['unit']})", self.last)
            return before["front"] + target if before else target
        part = re.match(rf"^第{N}(?P<unit>[項号])", target)
        if part:
            before = re.match(rf"^(?P<front>第{N}条.*?|別.*備考)(?:第{N}{part['unit']}|$)", self.last)
            return before["front"] + target if before else target
        return target


def several(target: str) -> list[str]:
    """「(3)の項及び(4)の項」 are two targets; 「第5条から第7条まで」 stays one.

    >>> several("(3)の項及び(4)の項")
    ['(3)の項', '(4)の項']
    """
    pieces = [piece for piece in re.split(r"及び|並びに|、", target) if piece]
    return pieces if pieces and all(_PLACE_END.search(piece) for piece in pieces) else [target]


def new_number(words: str) -> str | None:
    """The number in 「第8条」 or 「(2)の項」; of several in a row the first and the last.

    >>> new_number("第8条"), new_number("第6条から第8条まで"), new_number("(2)の項から(4)の項まで")
    ('8', '6から8まで', '(2)から(4)まで')
    """
    ends = _RANGE.match(words)
    if ends is None:
        return plain_number(words)
    first, last = plain_number(ends["first"]), plain_number(ends["last"])
    return f"{first}から{last}まで" if first and last else None


def _renamed(place: str, number: str) -> str:
    """The place under its new number.

    >>> _renamed("第4条中第2項", "3"), _renamed("別表第2の(1)の項", "(2)"), _renamed("別表", "1"), _renamed("附則", "1")
    ('第4条中第3項', '別表第2の(2)の項', '別表第1', '附則第1項')
    """
    own = re.search(rf"第{N}(?P<unit>[条項号編章節款])(?:の{N})*$", place)
    if own:
        first, *branch = number.split("の")
        return place[: own.start()] + "の".join([f"第{first}{own['unit']}", *branch])
    if place.endswith("附則"):
        return f"{place}第{number}項"
    row = re.search(rf"(?:{_ROW}|「[^」]+」)(?P<of>の?[項部款目号表])$", place)
    if row:
        return place[: row.start()] + number + row["of"]
    annex = re.search(rf"(?P<word>別[表紙記])(?:第?{N})?$", place)
    return f"{place[: annex.start()]}{annex['word']}第{number}" if annex else place


def plain_number(text: str) -> str | None:
    """第8条 → 8; (2)の項 → (2); 同表3の項 → 3; a range has no single number, the only annex stays 別表.

    >>> plain_number("第8条"), plain_number("同表3の項"), plain_number("第6条から第8条まで"), plain_number("別表")
    ('8', '3', None, '別表')
    >>> plain_number("同号イ(ウ)"), plain_number("第3条第1号ア(ア)b"), plain_number("同号イ")
    ('(ウ)', 'b', 'イ')
    """
    if "から" in text:
        return None
    if re.fullmatch(r"別[表紙記]", text):
        return text
    text = re.sub(
        rf"^(?:同[表条項部号編章節]|[附付]則(?=第)|第{N}条(?=第)|別表第?{N}(?=[の中]))?の?中?",
        "",
        text,
    )
    text = re.sub(r"^(?:別[表紙記][^備]*|同表の?|同)?備考(?=.)の?", "", text)
    text = re.sub(
        r"^(?:第[^のア-ン]*号)?[ア-ン]?(?:\([ア-ン]\))?(?=(?:\([ア-ンa-z]\)|[ア-ンa-z])$)", "", text
    )
    found = re.match(rf"^第?(?P<n>{N})(?P<unit>[条項号編章節款])(?P<of>(?:の{N})*)$", text)
    if found:
        return arabic(found["n"]) + found["of"]
    annex = re.match(rf"^別[表紙記]第?(?P<n>{N})$", text)
    return arabic(annex["n"]) if annex else re.sub(r"の?[項号部款目表]$", "", text)


def moved(target: str, step: int) -> str | None:
    """The number of a target moved by ``step``; of several in a row the first and the last.

    >>> moved("別表第1の(3)の項", 1), moved("第7条から第9条まで", -1)
    ('(4)', '6から8まで')
    """
    ends = _RANGE.match(target)
    if ends:
        from_, to = moved(ends["first"], step), moved(ends["last"], step)
        return f"{from_}から{to}まで" if from_ and to else None
    found = list(
        re.finditer(
            r"\((?P<p>[0-9]+)\)|第(?P<a>[0-9一二三四五六七八九十]+)[条項号編章節款]|(?P<d>[0-9]+|[一二三四五六七八九十]+)の[項部款]|別[表紙記]第?(?P<x>[0-9一二三四五六七八九十]+)$",
            target,
        )
    )
    if not found:
        return None
    last = found[-1]
    number = last["p"] or last["a"] or last["d"] or last["x"]
    changed = str(int(arabic(number)) + step)
    return f"({changed})" if last["p"] else changed


def arabic(text: str) -> str:
    """A number in ASCII digits; anything else as it is."""
    value = to_int(text)
    return str(value) if value is not None else text
