"""What the cells of a table of two wordings (新旧対照表) say: heads, provisions by name, captions, what is absent."""

from __future__ import annotations

import re
from typing import Literal

from graph_build.text.key import fold

_AFTER = re.compile(
    r"^[(\[]?(?:(?:変更|改正|改定)(?:後|案)(?:\(?案\)?)?|新|案|新協[約定]|(?:変更|改正|改定)後の.{0,12})[)\]]?$"
)
_BEFORE = re.compile(
    r"^[(\[]?(?:(?:変更|改正|改定)前|旧|現行|旧協[約定]|現行の?.{0,12}|(?:変更|改正|改定)前の.{0,12})[)\]]?$"
)
_ABSENT = re.compile(r"^[(\[]?(?:新設|新規|削る|削除|追加)[)\]]?$|^[-―]*$")
_LEFT_OUT = re.compile(r"^(?:.{0,24}[(\[]?(?:略|同左|同右)[)\]]?)$")
_CAPTION = r"\((?!(?:中?略|同[左右上])\))[^()]{1,40}\)"
_N = r"[0-9一二三四五六七八九十]+"
_NAMED = re.compile(
    rf"^(?:{_CAPTION})?(?P<name>(?:第{_N}条(?:の{_N})*|別[表紙記](?:第?{_N})?(?:の[0-9]+)?|附則|前文|題名))"
)


def head_of(key: str) -> Literal["new", "old"] | None:
    """Which wording a head announces, given as matching key.

    >>> head_of("改正後"), head_of("現行"), head_of("第3条")
    ('new', 'old', None)
    """
    return "new" if _AFTER.match(key) else "old" if _BEFORE.match(key) else None


def wording(text: str) -> Literal["new", "old"] | None:
    """Which wording a line announces: 【変更前】, （変更後）, 現行.

    >>> wording("【変更前】"), wording("（改正後）"), wording("第3条")
    ('old', 'new', None)
    """
    return head_of(re.sub(r"[\[\]【】〔〕<>〈〉《》():：]", "", fold(text).text))


def is_absent(text: str) -> bool:
    """Whether a cell says that its wording does not have the provision: （新設）, （削る）, a dash, nothing."""
    return _ABSENT.match(fold(text).text) is not None


def is_left_out(text: str) -> bool:
    """Whether a line leaves out what the other wording has alike: 「第3条　（略）」, （同左）.

    >>> is_left_out("第３条　（略）"), is_left_out("(2)　（略）"), is_left_out("省略しない。")
    (True, True, False)
    """
    return _LEFT_OUT.match(fold(text).text) is not None


def is_caption(text: str) -> bool:
    """Whether a line is words in brackets alone: the caption above an article.

    >>> is_caption("（費用の負担）"), is_caption("第4条（費用）"), is_caption("（略）")
    (True, False, False)
    """
    return re.fullmatch(_CAPTION, fold(text).text) is not None


def provision_name(text: str) -> str:
    """The provision that a line begins with: 第4条の2, 別表第1, 附則; empty for none.

    >>> provision_name("（費用）第４条　甲は"), provision_name("2 前項の")
    ('第4条', '')
    """
    found = _NAMED.match(fold(text).text)
    return found["name"] if found else ""
