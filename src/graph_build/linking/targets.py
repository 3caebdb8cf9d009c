"""What a change is aimed at: 第4条第2項, 別表第3の1の(3)の項, 原協約 as a path into a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from graph_build.text.key import matching_key
from graph_build.text.numerals import to_int

_N = r"[0-9一二三四五六七八九十百]+"
_WHOLE = re.compile(r"^(?:原|現|旧|本|この|同|当該|連携)*(?:協約|協定)(?:書)?$|^本則$")
_ARTICLE = re.compile(
    rf"^第(?P<number>{_N})条(?P<branch>(?:の{_N})*)中?(?:第(?P<paragraph>{_N})項)?中?(?:第(?P<item>{_N})号)?"
    r"(?P<part>ただし書|本文|前段|後段)?(?P<rest>の見出し|.*)$"
)
_ANNEX = re.compile(rf"^(?:別表|別紙|別記)(?:第?(?P<number>{_N}))?(?P<rest>.*)$")
_ITEM = r"(?:\([0-9]+\)|[0-9]+|\([ア-ンa-z]\)|[ア-ンa-z①-⑳])"
_ITEMS = re.compile(rf"^(?:の表|表)?(?:(?:の|中|の[項部]|の[項部]中)?{_ITEM})+の?[項部]?$")
_ANNEX_NAME = rf"(?:別表|別紙|別記)(?:第?{_N})?"
_ANNEXES = re.compile(
    rf"^(?P<first>{_ANNEX_NAME})(?:から(?P<last>(?:別表|別紙|別記)?第?{_N})まで"
    rf"|(?P<more>(?:(?:及び|並びに|、|・)(?:別表|別紙|別記)?第?{_N})*))(?:の全部|全部)?$"
)

Kind: TypeAlias = Literal["whole", "article", "heading", "paragraph", "within", "annex", "item"]


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a text: ``article`` as its number (``3の2``), ``annex`` None for the only one.

    ``items`` are the numbers below an annex from the outermost on; the last one is the row itself. ``item`` is a 号
    (``within`` an article), ``part`` a part of the sentences (ただし書, 本文, 前段, 後段).
    """

    kind: Kind
    article: str = ""
    paragraph: int = 0
    annex: str | None = None
    items: tuple[str, ...] = ()
    item: str = ""
    part: str = ""


def parse_target(printed: str) -> Target | None:
    """The place that the words name, None where they name something else (前文, 題名).

    >>> found = parse_target("第4条第2項"); found.kind, found.article, found.paragraph
    ('paragraph', '4', 2)
    >>> found = parse_target("第3条第2号ただし書"); found.kind, found.item, found.part
    ('within', '2', 'ただし書')
    >>> parse_target("別表第3の1の(3)の項").items, parse_target("別表第2中(5)の項").annex
    (('1', '(3)'), '2')
    >>> parse_target("前文") is None
    True
    """
    key = matching_key(printed)
    if _WHOLE.match(key):
        return Target("whole")
    article = _ARTICLE.match(key)
    if article:
        return _article(article)
    annex = _ANNEX.match(key)
    if annex is None:
        return None
    number = arabic(annex["number"]) if annex["number"] else None
    if not annex["rest"]:
        return Target("annex", annex=number)
    if not _ITEMS.match(annex["rest"]):
        return None
    return Target("item", annex=number, items=tuple(re.findall(_ITEM, annex["rest"])))


def _article(found: re.Match[str]) -> Target | None:
    branches = [arabic(part) for part in found["branch"].split("の")[1:]]
    number = "の".join([arabic(found["number"]), *branches])
    if found["rest"] == "の見出し" and not found["paragraph"]:
        return Target("heading", article=number)
    if found["rest"]:
        return None
    if found["item"] or found["part"]:
        return Target(
            "within",
            article=number,
            paragraph=int(arabic(found["paragraph"])) if found["paragraph"] else 0,
            item=arabic(found["item"]) if found["item"] else "",
            part=found["part"] or "",
        )
    if found["paragraph"]:
        return Target("paragraph", article=number, paragraph=int(arabic(found["paragraph"])))
    return Target("article", article=number)


def annex_numbers(printed: str) -> tuple[str | None, ...] | None:
    """The annexes that are replaced as a whole; None where the words name anything else.

    >>> annex_numbers("別表第1から別表第3まで"), annex_numbers("別表第1及び第3"), annex_numbers("別表")
    (('1', '2', '3'), ('1', '3'), (None,))
    """
    found = _ANNEXES.match(matching_key(printed))
    if found is None:
        return None
    numbers = [re.search(_N, found["first"])]
    if found["last"]:
        first, last = numbers[0], re.search(_N, found["last"])
        if first is None or last is None:
            return None
        return tuple(str(n) for n in range(int(arabic(first[0])), int(arabic(last[0])) + 1)) or None
    more = re.findall(_N, found["more"] or "")
    if more and numbers[0] is None:
        return None
    return (arabic(numbers[0][0]) if numbers[0] else None, *map(arabic, more))


def arabic(number: str) -> str:
    """A number in digits; 三 → 3."""
    value = to_int(number)
    return str(value) if value is not None else number


def plain(number: str | None) -> str:
    """A printed number as targets name it: without the stop behind it, in digits.

    >>> plain("（３）"), plain("2．"), plain("三"), plain(None)
    ('(3)', '2', '3', '')
    """
    key = matching_key(number or "").rstrip("、。")
    return arabic(key) if re.fullmatch(_N, key) else key
