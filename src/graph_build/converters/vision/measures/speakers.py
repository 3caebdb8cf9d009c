"""Roles: one cell or row holds what each speaker does; every speaker becomes one statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph_build.converters.items import behind
from graph_build.converters.measures.roles import split_roles
from graph_build.converters.vision.context import Context, place_ids, words
from graph_build.converters.vision.members.participants import group_of, holders_of, is_holder
from graph_build.converters.vision.tables.signs import Row
from graph_build.documents.model import Located
from graph_build.places.gazetteer import Place
from graph_build.records import ids
from graph_build.records.agreement import RoleStatement
from graph_build.records.ids import text_digest
from graph_build.text.key import Key, fold, matching_key
from graph_build.text.numbers import parse_number

_ANGLED = re.compile(
    r"<(?P<a>[^<>]{2,30})>:?|〈(?P<b>[^〈〉]{2,30})〉:?|《(?P<c>[^《》]{2,30})》:?|≪(?P<d>[^≪≫]{2,30})≫:?"
)
_FRAMED = re.compile(
    r"(?:【(?P<a>[^【】]{2,30})】|\[(?P<b>[^\[\]]{2,30})\]|\((?P<c>[^()]{2,30})\)|〔(?P<d>[^〔〕]{2,30})〕):?"
)
_GROUP_SPEAKS = re.compile(
    r"(?:^|。)(?P<group>(?:連携|参加|関係|近隣|周辺|構成|対象|その他の|他の|各)(?:する)?(?:市町村|市町|市村|町村|市|町|村|自治体))は"
)
_FIRST_WORD = re.compile(r"[\s・○●]*(\S+)")
_POSITIONS = re.compile(r"[甲乙丙丁戊](?:(?:及び|、|・|と)?[甲乙丙丁戊])*")
_NAMES = re.compile(r"[、・]|及び|並びに")
_COLON = re.compile(r"(?P<a>[^:：。<>【】()\[\]]{2,60}|[甲乙丙丁戊]):")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one speaker does: the printed holder, where it stands, and the text."""

    holder: str
    label: Located | None
    text: Located


def beside_names(rows: Sequence[Row]) -> list[Spoken]:
    """The roles of rows that hold a name and its text in two cells; none where one does not."""
    spoken: list[Spoken] = []
    for row in rows:
        texts = [cell.text for cell in row if cell.text]
        if len(texts) != 2 or not is_holder(texts[0].text):
            return []
        spoken.append(Spoken(matching_key(texts[0].text), *texts))
    return spoken


def below_names(rows: Sequence[Row]) -> list[Spoken]:
    """The roles of a row of texts below a row of names (富山市 | 滑川市・舟橋村); none for other rows."""
    filled = [[cell for cell in row if cell.text] for row in rows]
    if len(filled) != 2 or len(filled[0]) < 2 or len(filled[0]) != len(filled[1]):
        return []
    pairs = list(zip(*filled, strict=True))
    said = [text.text for _, text in pairs if not says_nothing(text.text)]
    told = bool(said) and all(text.text.rstrip().endswith("。") for text in said)
    if (
        not told
        or any(name.col != text.col for name, text in pairs)
        or not all(is_holder(name.text.text) for name, _ in pairs)
    ):
        return []
    return [Spoken(matching_key(name.text.text), name.text, text.text) for name, text in pairs]


_BOTH = re.compile(r"(?P<holder>両(?:市町村|市町|市村|町村|市|町|村))の役割(?:分担)?")
"""The label of what two members have to do: 両町の役割."""


def split_speakers(text: Located, label: Located, context: Context) -> list[Spoken]:
    """The statements of a cell: 「<熊本市> … <近隣市町村> …」, 「【X市】 …」, 「X市：…」, 「X市は、…」, 「連携市町　…」.

    A name in angle brackets speaks wherever it stands; other brackets and bare names only at the beginning of a line
    or sentence. A cell without any speaker is one statement of the holder that the row's label names.
    """
    key = fold(text.text)
    angled = list(_ANGLED.finditer(key.text))
    framed = [mark for mark in _FRAMED.finditer(key.text) if _begins(text, key, mark.start())]
    named = [mark for mark in _COLON.finditer(key.text) if _begins(text, key, mark.start())]
    for marks in (angled, framed, named):
        spoken = _bracketed(text, key, marks, context)
        if spoken:
            return spoken
    groups = dict.fromkeys(mark["group"] for mark in _GROUP_SPEAKS.finditer(key.text))
    first = (_FIRST_WORD.match(line) for line in text.text.split("\n"))
    groups |= dict.fromkeys(matching_key(word[1]) for word in first if word and group_of(word[1]))
    found = split_roles(text, [*context.member_keys, *groups], label)
    if any(role.holder for role in found):
        return [
            Spoken(role.holder or matching_key(label.text), role.label or label, role.text) for role in found
        ]
    both = _BOTH.fullmatch(matching_key(label.text))
    return [Spoken(both["holder"] if both else matching_key(label.text), label, text)]


def is_spoken(text: Located, known: Callable[[str], bool]) -> bool:
    """Whether a text begins with who does what it says: 「X市：…」, 「【X市、Y町】…」; ``known`` tells who may hold a role.

    >>> text = Located.plain("三原市：窓口を置く。", 0)
    >>> is_spoken(text, "三原市".__eq__), is_spoken(text, "尾道市".__eq__)
    (True, False)
    """
    key = fold(text.text).text
    marks = [found for pattern in (_ANGLED, _FRAMED, _COLON) if (found := pattern.match(key))]
    return any(all(map(known, _NAMES.split(mark[mark.lastgroup or 0]))) for mark in marks)


def _begins(text: Located, key: Key, at: int) -> bool:
    """Whether a place of the key begins a sentence or line of the text; a slash divides like a line end."""
    if at == 0 or key.text[at - 1] in "。/":
        return True
    return "\n" in text.text[key.ends[at - 1] : key.starts[at]]


def _bracketed(text: Located, key: Key, found: Sequence[re.Match[str]], context: Context) -> list[Spoken]:
    marks = [mark for mark in found if _is_holder(mark[mark.lastgroup or 0], context)]
    spoken: list[Spoken] = []
    if not marks:
        return spoken
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = behind(text, key, mark.end(), following.start() if following else len(key.text)).strip()
        if following is not None and body.text.endswith(("／", "/")):
            body = body[: len(body) - 1].strip()
        if body:
            spoken.append(
                Spoken(mark[mark.lastgroup or 0], behind(text, key, mark.start(), mark.end()), body)
            )
    lead = behind(text, key, 0, marks[0].start()).strip() if marks else None
    if lead and spoken:
        spoken.insert(0, Spoken("", None, lead))
    return spoken


def _is_holder(name: str, context: Context) -> bool:
    if group_of(name) is not None or context.member(name) is not None or _POSITIONS.fullmatch(name):
        return True
    parts = _NAMES.split(name)
    return all(context.member(part) or group_of(part) or _other_holder(part) for part in parts)


def _other_holder(name: str) -> bool:
    return re.fullmatch(r".{2,12}[市町村県府都道]", name) is not None


def says_nothing(text: Located) -> bool:
    """Whether a cell holds a dash or slash only: no role."""
    number = parse_number(text.text)
    return number is not None and number.kind in ("dash", "slash")


def add_roles(owner: str, spoken: Sequence[Spoken], participants: Sequence[Place], context: Context) -> None:
    """One role statement per speaker, in text order."""
    said = [one for one in spoken if not says_nothing(one.text)]
    silent = [one for one in spoken if says_nothing(one.text)]
    context.out.ignore("no_value", *(one.text for one in silent))
    context.out.ignore(
        "label", *(one.label for one in silent if one.label not in [two.label for two in said])
    )
    for order, one in enumerate(said, start=1):
        holders = holders_of(one.holder, participants, context)
        if one.label is not None and not one.holder:
            holders = None
        codes = [place.code5 for place in holders or ()]
        single = codes[0] if len(codes) == 1 and group_of(one.holder) is None else ids.unresolved(one.holder)
        text = words(one.text)
        context.out.add(
            RoleStatement(
                id=ids.role(owner, single),
                owner=owner,
                holders=place_ids(holders or ()),
                holder_text=one.holder,
                order=order,
                text=text,
                text_digest=text_digest(text),
                evidence=(context.out.evidence("role.speaker", one.label, one.text),),
            )
        )
