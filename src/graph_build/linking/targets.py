"""What a change is aimed at: 第4条第2項, 別表第3の1の部(3)の項, 原協約 as a path into a text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from graph_build.text.key import matching_key
from graph_build.text.numerals import to_int

_N = r"[0-9一二三四五六七八九十百]+"
_TEXT = r"(?:原|現|旧|本|この|同|当該|形成|連携)*(?:協約|協定)(?:書)?"
_WHOLE = re.compile(rf"^{_TEXT}(?:の?(?:全体|全文|全部|全般)(?:を通じて?|にわたり|において)?|中)?$")
_BODY = re.compile(rf"^(?:{_TEXT}の)?本則$")
_NAMED: Mapping[str, Kind] = {
    "題名": "title",
    "目次": "contents",
    "前文": "preamble",
    "附則": "supplement",
    "付則": "supplement",
}
_ARTICLE = re.compile(
    rf"^第(?P<number>{_N})条(?P<branch>(?:の{_N})*)中?(?:第(?P<paragraph>{_N})項)?中?(?:第(?P<item>{_N})号)?中?"
    r"(?P<subitem>[ア-ン]|\([ア-ン]\))?(?P<subsubitem>\([ア-ンa-z]\))?"
    r"(?P<part>ただし書|本文|前段|後段|各号列記以外の部分|柱書き?|の?各号(?!列記))?(?P<rest>の見出し|.*)$"
)
CHAPTER = rf"第{_N}[編章節款](?:の{_N})*"
_CHAPTERS = re.compile(
    rf"^(?P<path>(?:{CHAPTER}(?:の(?!次|前|{_N})|中)?)+)(?P<part>[編章節款]名|名称|題名)?(?P<rest>第{_N}条.*)?$"
)
_SUPPLEMENT = re.compile(rf"^[附付]則中?(?:第(?P<paragraph>{_N})項)?(?:の?(?P<part>項番号))?$")
_ANNEX = re.compile(
    rf"^(?:別表|別紙|別記)(?:第?(?P<number>{_N})(?!{_N}|の?[部款項欄])(?P<branch>(?:の{_N}(?!の?[部款項欄]|の?[(0-9]))*))?(?P<rest>.*)$"
)
_REMARK = re.compile(
    rf"^備考(?!欄|の欄)(?:の?(?:第(?P<counted>{_N})[項号]|\((?P<framed>{_N})\)|(?P<bare>{_N})(?:の?[項号])?))?$"
)
_ANNEX_NAME = rf"(?:別表|別紙|別記)(?:第?{_N})?"
_ANNEXES = re.compile(
    rf"^(?P<first>{_ANNEX_NAME})(?:から(?P<last>(?:別表|別紙|別記)?第?{_N})まで"
    rf"|(?P<more>(?:(?:及び|並びに|、|・)(?:別表|別紙|別記)?第?{_N})*))(?:の全部|全部)?$"
)
_RANGE = re.compile(r"^(?P<first>[^「」]+)から(?P<last>[^「」]+)まで$")
_PAIR = re.compile(r"^(?P<first>[^「」及]+)及び(?P<last>[^「」及]+)$")
_LAST = re.compile(
    rf"(?:第(?P<n>{_N})[条項号編章節款](?P<branch>(?:の{_N})*)|別[表紙記]第?(?P<annex>{_N})"
    r"|(?P<row>\([0-9]+\)|[0-9]+|[一二三四五六七八九十]+|\([ア-ンa-z]\)|[ア-ンa-z①-⑳])の?[部款項号]?)$"
)
_WITH_HEADING = re.compile(r"\((?:その)?見出しを含む。?\)")
_BUT_HEADING = re.compile(r"(?:の|中)?(?:\((?:その)?見出しを除く。?\)|見出し以外の部分)")

Kind: TypeAlias = Literal[
    "whole",
    "body",
    "title",
    "contents",
    "preamble",
    "supplement",
    "article",
    "chapter",
    "heading",
    "paragraph",
    "within",
    "annex",
    "item",
    "remark",
]


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a text: ``article`` as its number (``3の2``), ``annex`` None for the only one.

    ``path`` is what the words say below an annex (``1の部(3)の項甲の役割の欄``, as matching key). ``item`` is a 号,
    ``subitem`` an ア below it, ``subsubitem`` an (ア) below that, ``part`` a part of the sentences (ただし書, 本文,
    前段, 後段, 各号列記以外の部分), all of the 号 (各号) or the number of a paragraph (項番号). ``last`` is the number
    of the last where several in a row are named (第3条から第5条まで), ``before`` says that the place in front of it is
    meant (の前), ``headed`` that the caption is part of it (見出しを含む。).
    """

    kind: Kind
    article: str = ""
    paragraph: int = 0
    annex: str | None = None
    path: str = ""
    item: str = ""
    subitem: str = ""
    subsubitem: str = ""
    part: str = ""
    last: str = ""
    before: bool = False
    headed: bool = False


def parse_target(printed: str) -> Target | None:
    """The place that the words name, None where they name something else (第2表の欄).

    >>> found = parse_target("第4条第2項"); found.kind, found.article, found.paragraph
    ('paragraph', '4', 2)
    >>> found = parse_target("第3条第2号アただし書"); found.kind, found.item, found.subitem, found.part
    ('within', '2', 'ア', 'ただし書')
    >>> parse_target("別表第3の1の部(3)の項").path, parse_target("別表第2中(5)の項").annex
    ('1の部(3)の項', '2')
    >>> found = parse_target("第3条から第5条まで"); found.article, found.last
    ('3', '5')
    >>> parse_target("前文").kind, parse_target("第3条の前").before, parse_target("第2表の欄")
    ('preamble', True, None)
    >>> found = parse_target("第2章の章名"); found.kind, found.path, found.part
    ('chapter', '第2章の', '章名')
    >>> found = parse_target("別表第2備考第1号から第3号まで"); found.kind, found.annex, found.item, found.last
    ('remark', '2', '1', '3')
    """
    key = matching_key(printed)
    if key.endswith("の前"):
        found = parse_target(key.removesuffix("の前"))
        return dataclasses.replace(found, before=True) if found else None
    ends = _RANGE.match(key) or _pair(key)
    if ends:
        first, last = parse_target(ends["first"]), _LAST.search(ends["last"])
        return dataclasses.replace(first, last=_number(last)) if first and last else None
    key = _BUT_HEADING.sub("", key)  # the caption is no part of an article here unless said
    bare = _WITH_HEADING.sub("", key)
    found = _plain(bare)
    return dataclasses.replace(found, headed=True) if found and bare != key else found


def _pair(key: str) -> re.Match[str] | None:
    """「第4条及び第5条」: two that follow each other are a row of two."""
    found = _PAIR.match(key)
    numbers = [_LAST.search(found[name]) for name in ("first", "last")] if found else []
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        return None
    first, last = _number(numbers[0]), _number(numbers[1])
    return found if between(first, last) == [first, last] else None


def _plain(key: str) -> Target | None:
    if _WHOLE.match(key):
        return Target("whole")
    if _BODY.match(key):
        return Target("body")
    if key in _NAMED:
        return Target(_NAMED[key])
    supplement = _SUPPLEMENT.match(key)
    if supplement:
        paragraph = int(arabic(supplement["paragraph"] or "0"))
        return Target("supplement", paragraph=paragraph, part=supplement["part"] or "")
    article = _ARTICLE.match(key)
    if article:
        return _article(article)
    chapter = _CHAPTERS.match(key)
    if chapter and chapter["rest"]:
        return _plain(chapter["rest"])  # articles are counted through all chapters
    if chapter:
        return Target("chapter", path=chapter["path"], part=chapter["part"] or "")
    annex = _ANNEX.match(key)
    if annex is None:
        return None
    number = _joined(annex["number"], annex["branch"]) if annex["number"] else None
    path = re.sub(r"^(?:の表|表)?(?:の|中)*", "", annex["rest"])
    remark = _REMARK.match(path)
    if remark:
        counted = remark["counted"] or remark["framed"] or remark["bare"] or ""
        return Target("remark", annex=number, item=arabic(counted) if counted else "")
    return Target("item", annex=number, path=path) if path else Target("annex", annex=number)


def _number(found: re.Match[str]) -> str:
    return _joined(found["n"], found["branch"]) if found["n"] else plain(found["annex"] or found["row"])


def _joined(number: str, branch: str | None) -> str:
    """3 and の2 → 3の2."""
    return "の".join([arabic(number), *(arabic(part) for part in (branch or "").split("の")[1:])])


def _article(found: re.Match[str]) -> Target | None:
    number = _joined(found["number"], found["branch"])
    if found["rest"] == "の見出し" and not found["paragraph"]:
        return Target("heading", article=number)
    if found["rest"] or (found["subitem"] and not found["item"]):
        return None
    paragraph = int(arabic(found["paragraph"])) if found["paragraph"] else 0
    if found["item"] or found["part"]:
        return Target(
            "within",
            article=number,
            paragraph=paragraph,
            item=arabic(found["item"]) if found["item"] else "",
            subitem=(found["subitem"] or "").strip("()"),
            subsubitem=found["subsubitem"] or "",
            part=(found["part"] or "").removeprefix("の"),
        )
    return Target("paragraph" if paragraph else "article", article=number, paragraph=paragraph)


def chapter_number(printed: str) -> str:
    """What a chapter is counted as, in digits: 第二章の三 → 第2章の3.

    >>> chapter_number("第二章の三")
    '第2章の3'
    """
    return re.sub(_N, lambda found: arabic(found[0]), printed)


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
        return tuple(between(arabic(first[0]), arabic(last[0])) or ()) or None
    more = re.findall(_N, found["more"] or "")
    if more and numbers[0] is None:
        return None
    return (arabic(numbers[0][0]) if numbers[0] else None, *map(arabic, more))


def between(first: str, last: str) -> list[str] | None:
    """The numbers from one to another, both included; None where they do not count up.

    >>> between("3", "5"), between("(1)", "(2)"), between("5", "3"), between("3の2", "5")
    (['3', '4', '5'], ['(1)', '(2)'], None, None)
    """
    ends = [re.fullmatch(r"(\(?)([0-9]{1,3})(\)?)", number) for number in (first, last)]
    if not ends[0] or not ends[1] or ends[0].group(1, 3) != ends[1].group(1, 3):
        return None
    opening, closing = ends[0].group(1, 3)
    counted = range(int(ends[0][2]), int(ends[1][2]) + 1)
    return [f"{opening}{n}{closing}" for n in counted] or None


def new_numbers(printed: str | None) -> list[str] | None:
    """The numbers that parts get: of 「5」 one, of 「5から7まで」 three.

    >>> new_numbers("5から7まで"), new_numbers("(2)"), new_numbers(None)
    (['5', '6', '7'], ['(2)'], None)
    """
    if not printed:
        return None
    ends = _RANGE.match(printed)
    return between(plain(ends["first"]), plain(ends["last"])) if ends else [printed]


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
