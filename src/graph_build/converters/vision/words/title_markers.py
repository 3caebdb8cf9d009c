"""Numbers before headings and titles: markers of two or three levels (Ａ－１, Ⅰ-2), and words that count (【取組１】, 柱３)."""

from __future__ import annotations

import re

from graph_build.converters.measures.fields import split_number
from graph_build.documents.model import Located
from graph_build.text.key import fold

_NUMBER_FRAME = "【】[]〔〕<>《》:."
_BULLETS = "■◆●○◎◇□▼▽★☆※"
_DASH = r"\s*[-－‐‑–—―ー−]\s*"
# Markers of two or three levels (Ａ－１, Ⅰ-2, 1-(2), (1)-①, 【1-1-1】), and words that count (【取組１】, 施策3：, 基本方針１).
_MULTI = re.compile(
    r"^[【\[［〔]?(?:(?P<letter>[A-ZＡ-Ｚ])|(?P<roman>[Ⅰ-Ⅻ])|(?P<digit>[0-9０-９]{1,2})|(?P<paren>[(（][0-9０-９]{1,2}[)）]))"
    rf"(?P<third>{_DASH}[0-9０-９]{{1,2}}(?={_DASH}[0-9０-９]))?"
    rf"{_DASH}(?P<last>[0-9０-９]{{1,2}}|[(（][0-9０-９]{{1,2}}[)）]|[①-⑳])(?![0-9０-９,，.．年月%％])[】\]］〕\s:：.．]*(?=\S)"
)
_TAG = re.compile(
    r"^[^\w\s]?\s*(?:(?:連携|具体的|基本|重点)?(?P<word>取組|取り組み|施策|事業|項目|協定項目|方針|目標|政策|戦略|プロジェクト|柱)"
    r"\s*(?:No\.?\s*)?|No\.?\s*|№\s*)(?:[0-9０-９]{1,2}[-－‐‑–—―ー−.．])*(?P<last>[0-9０-９]{1,3}|[①-⑳])"
    r"(?:[】\]〕>＞》)）]|[:：.．]|(?=\s))\s*(?=\S)"
)
_THREE_DIGITS = re.compile(r"[0-9０-９]{3}(?:　|[ \t]{2,})[ 　]*(?=[^\s0-9０-９])")
# 「子育て応援アプリの運用（新規）」, 「【拡充】販路の開拓」: what has become of a project since the last edition.
_STATE = r"(?:一部)?(?:新規|新設|新|追加|拡充|拡大|継続|終了|完了|廃止|休止|見直し|変更|改訂|改定|統合|再編)(?:事業)?"
_STATED = re.compile(
    rf"(?P<before>^[(（【［\[〔<＜《]{_STATE}[)）】］\]〕>＞》])\s*(?=\S)|(?<=\S)\s*(?P<behind>[(（【［\[〔<＜《]{_STATE}[)）】］\]〕>＞》]$)"
)
_AGAIN = re.compile(r"[(（\[［【〔]再掲[)）\]］】〕]|^再掲$")


def is_again(text: str) -> bool:
    """Whether a number or title says that its project is told elsewhere: 「104（再掲）」."""
    return _AGAIN.search(text.strip()) is not None


def is_state(text: str) -> bool:
    """Whether a cell only says what has become of a project since the last edition.

    >>> is_state("継続"), is_state("（新規）"), is_state("新規就農者")
    (True, True, False)
    """
    return re.fullmatch(rf"[(（【\[〔]?{_STATE}[)）】\]〕]?", text.strip()) is not None


def split_state(title: Located) -> tuple[Located, Located | None]:
    """A title without the mark in brackets that says what is new about its project, and the mark.

    >>> [part.text for part in split_state(Located.plain("販路の開拓（拡充）", 0)) if part]
    ['販路の開拓', '（拡充）']
    """
    found = _STATED.search(title.text)
    if found is None:
        return title, None
    if found["before"]:
        return title[found.end() :].strip(), title.match(found, "before")
    return title[: found.start()].strip(), title.match(found, "behind")


def split_mark(text: Located) -> tuple[Located, Located | None]:
    """The name or value of an indicator without the mark 【新規】 of a revised edition, and the mark; round brackets are its own.

    >>> [part.text for part in split_mark(Located.plain("300件【変更】", 0)) if part]
    ['300件', '【変更】']
    >>> split_mark(Located.plain("相談件数（新規）", 0))[1] is None
    True
    """
    bare, mark = split_state(text)
    return (bare, mark) if mark is not None and mark.text[0] not in "(（" else (text, None)


def special_marker(text: str) -> tuple[str | None, re.Match[str] | None]:
    """Kind and match of a marker of two levels or of counting words.

    >>> special_marker("Ａ－１　地場産業の育成")[0], special_marker("【取組１】在宅医療")[0], special_marker("1 医療")[0]
    ('letter_multi', 'tag', None)
    """
    found = _MULTI.match(text)
    if found is not None:
        first = next(name for name in ("letter", "roman", "digit", "paren") if found[name])
        return "triple" if found["third"] else f"{first}_multi", found
    found = _TAG.match(text)
    if found is None:
        return None, None
    return {"事業": "tag_project", "柱": "pillar"}.get(found["word"], "tag"), found


def bare_number(marker: str) -> str:
    """The number that a marker prints, without the brackets around it.

    >>> bare_number("【取組１】")
    '取組1'
    """
    return fold(marker).text.strip(_NUMBER_FRAME).lstrip(_BULLETS)


def split_title(text: Located) -> tuple[str | None, Located | None, Located]:
    """A printed number, where it stands, and the title behind it; numbers of two levels and words that count, too.

    >>> split_title(Located.plain("Ａ－１　地場産業の育成", 0))[0]
    'A-1'
    """
    text = text.strip()
    found = special_marker(text.text)[1] or _THREE_DIGITS.match(text.text)
    if found is None:
        return split_number(text)
    number = text[: found.end()].strip()
    return bare_number(number.text), number, text[found.end() :].strip()


def is_numbered(text: Located) -> bool:
    """Whether a text is a title behind its number: 「1-2 往診車の共同運行」."""
    number, _, title = split_title(text)
    return number is not None and bool(title) and number[0].isdigit()
