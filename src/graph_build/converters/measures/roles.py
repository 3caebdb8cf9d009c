"""Who does what: a role cell with several speakers is cut into one statement per speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.found import FoundRole
from graph_build.converters.items import behind
from graph_build.documents.model import Located
from graph_build.text.joining import AND
from graph_build.text.key import Key, fold

_POSITION = "[甲乙丙丁戊己庚辛]"
_JOINT = rf"{_POSITION}(?:(?:{AND}|・|、|と|又は)?{_POSITION})*"
_GROUPS = "関係市町村?|関係市町|近隣市町村|近隣市町|連携市町村?|構成市町村?|各市町村?|中心市|連携中枢都市|周辺市町村?"
_BOTH = "双方|両(?:者|市町村|市町|市村|町村|市|町|村|県|団体)"
_ALL = rf"(?:{_BOTH}|[市町村]{{2,3}})?(?:に|で|の)?共[通同](?:事項)?|{_BOTH}"
# 「（共通）」, 「〔両市町〕…」, 「双方：…」: what all the parties do.
_OF_ALL = re.compile(rf"[【<〈\[〔《(](?:{_ALL})[】>〉\]〕》)]:?|(?:{_ALL}):")


def names_all(word: str) -> bool:
    """Whether a word says that something is of all the parties: 「共通」, 「両市町」, 「市町共通」."""
    return re.fullmatch(_ALL, word) is not None


def of_all(text: Located) -> tuple[Located, Located] | None:
    """The words in brackets, or before a colon, by which a text says that it is the role of all the parties, and the text.

    >>> [part.text for part in of_all(Located.plain("【共通】利用の実績を共有する。", 0))]
    ['【共通】', '利用の実績を共有する。']
    >>> of_all(Located.plain("共通の課題を協議する。", 0))
    """
    key = fold(text.text)
    found = _OF_ALL.match(key.text)
    if found is None:
        return None
    return behind(text, key, 0, found.end()), behind(text, key, found.end(), len(key.text)).strip()


def split_roles(text: Located, names: Sequence[str], label: Located | None = None) -> list[FoundRole]:
    """The statements of a cell that holds all roles; ``names`` are keys of party names.

    A speaker is announced by 「甲：」, 「【甲】」, 「<熊本市>」, 「（甲）」, 「甲の役割」 on a line of its own, or by 「甲は、」 at
    the beginning of a sentence; 「【共通】」 announces what all do, whose holder is ''. Without any speaker the text belongs
    to nobody in particular: one role with holder ''.
    """
    key = fold(text.text)
    lines = _line_starts(text, key.starts)
    found = list(_speaker(names).finditer(key.text))
    marks = [
        mark for mark in found if _at_start(key.text, mark.start(), lines) and _announces(text, key, mark)
    ]
    if not marks:
        return [FoundRole("", text.strip(), label)]
    roles: list[FoundRole] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(key.text)
        sentence = mark["sentence"] is not None
        body = behind(text, key, mark.start("sentence") if sentence else mark.end(), end).strip()
        holder = mark["sentence"] or mark["framed"] or mark["plain"] or mark["bare"] or ""
        if body:
            roles.append(FoundRole(holder, body, behind(text, key, mark.start(), mark.end())))
    lead = behind(text, key, 0, marks[0].start()).strip()
    return [FoundRole("", lead, label), *roles] if lead else roles


def joint_subject(text: Located) -> str | None:
    """「甲及び乙」 where a text begins with several positions as its subject.

    >>> joint_subject(Located.plain("甲及び乙は、要望を行う。", 0)), joint_subject(Located.plain("甲は、行う。", 0))
    ('甲及び乙', None)
    """
    found = re.match(rf"(?P<subject>{_POSITION}(?:(?:{AND}|・|、|と)?{_POSITION})+)は", fold(text.text).text)
    return found["subject"] if found else None


def _announces(text: Located, key: Key, mark: re.Match[str]) -> bool:
    """A holder without colon or brackets announces its role only with a blank behind it (「甲　病院を運営する。」)."""
    if mark["bare"] is None:
        return True
    behind_it = key.ends[mark.end() - 1]
    return behind_it < len(text) and text.text[behind_it].isspace()


def _speaker(names: Sequence[str]) -> re.Pattern[str]:
    holders = "|".join([_JOINT, *sorted((re.escape(name) for name in names), key=len, reverse=True), _GROUPS])
    marker = r"(?:[・●○■◆]|\([0-9a-zア-ン]{1,2}\)|[①-⑳]|[ア-ンa-z0-9](?=[甲乙丙]))?"
    return re.compile(
        rf"{marker}(?:[【<〈\[〔《(](?P<framed>{holders})(?:の役割(?:分担)?|(?:に|で|の)?共[通同])?[】>〉\]〕》)]:?"
        rf"|{_OF_ALL.pattern}"
        rf"|(?P<plain>{holders})(?:の役割(?:分担)?:?|:)"
        rf"|(?P<sentence>{holders})(?=(?:に(?:おいて|あって))?は、?)"
        rf"|(?P<bare>{holders}))"
    )


def _at_start(key: str, position: int, lines: set[int]) -> bool:
    return position == 0 or position in lines or key[position - 1] in "。"


def _line_starts(text: Located, starts: Sequence[int]) -> set[int]:
    """Key positions at which a paragraph of the cell begins."""
    begins = {found.end() for found in re.finditer("\n", text.text)}
    return {
        i
        for i, start in enumerate(starts)
        if any(text.text[b:start].strip() == "" and b <= start for b in begins)
    }
