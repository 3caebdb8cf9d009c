"""Line ends that cut what belongs together: numbers and dates, entries of a table of contents, what stands in brackets."""

from __future__ import annotations

import re

from graph_build.documents.lines.physical import columns
from graph_build.text.key import matching_key
from graph_build.text.noise import LEADERS, LED_TO_PAGE

LONG = 40
"""Columns from which a line may end softly in a text that has no fixed width."""
NUMERAL = re.compile(r"[0-9０-９一二三四五六七八九十]")
_N = "[0-9０-９一二三四五六七八九十]+"
# No paragraph ends in these: 「第1⏎項」, 「…の事務を⏎共同して」.
_CUT_NUMBER = re.compile(r"第[0-9一二三四五六七八九十]+$")
_CUT_REFERENCE = re.compile(r"第(?:[0-9一二三四五六七八九十]+条の)?$")
# 「…26日総行応⏎第39号総務事務次官通知」, 「…（昭和22年法律第67号）⏎第252条の2第1項」: a law or notice with its number and provision.
_CUT_NAMES = (
    (
        re.compile(r"(?:法律|[政省府]令|告示|条例|規則|訓令|通知|総行[応市])$"),
        re.compile(rf"第{_N}号"),
    ),
    (re.compile(r"号\)$"), re.compile(rf"第{_N}条(?:の{_N})*(?:第{_N}[項号]|の規定)")),
    (re.compile(rf".第{_N}条(?:の{_N})*$"), re.compile(rf"第{_N}[項号]")),
)
# 「令和６⏎年度」, 「目標値　180人⏎（令和７年度）」: a date cut in two, a date in brackets behind the figure that it dates.
_CUT_DATE = (re.compile(r"(?:令和|平成|昭和|[年月])(?:元|[0-9]{1,2})$"), ("年", "月", "日"))
_FIGURE_AT_END = re.compile(r"[0-9][^、。()0-9]{0,6}$")
_DATE_IN_BRACKETS = re.compile(r"\((?:令和|平成|昭和|[rhRH])?(?:元|[0-9]{1,4})年度?[^()]{0,4}\)(?:[、。]|$)")
_COUNTED = tuple("条項号章節款編期次")


def breaks_entry(so_far: str, text: str) -> bool:
    """Whether a line end cuts an entry of a table of contents, before its dots or before its page."""
    page = LEADERS.fullmatch(so_far[-4:].strip()) and LED_TO_PAGE.fullmatch(f"……{text}")
    return bool(page or LEADERS.match(text))


def cuts_number(so_far: str, text: str) -> bool:
    """Whether a line end cuts the number of a provision, law or notice: 「第252条の⏎2第1項」, 「第⏎3条」, 「法律⏎第67号」."""
    key = matching_key(so_far)
    if any(before.search(key) and behind.match(matching_key(text)) for before, behind in _CUT_NAMES):
        return True
    return NUMERAL.match(text) is not None and _CUT_REFERENCE.search(key) is not None


def cuts_count(key: str, text: str) -> bool:
    """Whether a line end cuts the number of a provision off what it counts: 「第1⏎項」."""
    return _CUT_NUMBER.search(key) is not None and text.startswith(_COUNTED)


def goes_on_with_date(so_far: str, text: str, gap: str) -> bool:
    """Whether a line goes on with the date that the text so far breaks off in, or with that of its last figure."""
    key, following = matching_key(so_far[-16:]), matching_key(text)
    if _CUT_DATE[0].search(key) and following.startswith(_CUT_DATE[1]):
        return True
    return (
        not gap
        and columns(so_far) >= LONG
        and _FIGURE_AT_END.search(key) is not None
        and _DATE_IN_BRACKETS.match(following) is not None
    )


def open_brackets(text: str) -> bool:
    """Whether a bracket is open at the end of a text."""
    opened = sum(text.count(char) for char in "（(「『")
    closed = sum(text.count(char) for char in "）)」』")
    return opened > closed and len(text) < 400
