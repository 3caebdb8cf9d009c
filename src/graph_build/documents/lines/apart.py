"""Lines that stand apart from each other though the first one may fill its column: labels with their values, what is done with its
years, heads of years."""

from __future__ import annotations

import re

from graph_build.text.key import fold
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

# 「計画期間　令和5年度から…」, 「財源：県の補助金」 below another such line: a list of labels and values.
_LABELLED = re.compile(
    r"[^\s　、。「」()（）]{2,14}　+\S|[^、。「」()（）：:]{1,24}[：:]\s*\S|[（(【〔][^()（）【】〔〕]{2,12}[）)】〕][\s　]*\S"
)
_YEAR = r"(?:(?:令和|平成|[RH])(?:元|[0-9]{1,2})|20[0-9]{2})(?:年度?)?"
_YEARS = rf"{_YEAR}(?:(?:[~、,・-]|から|及び){_YEAR}|[~-][0-9]{{1,2}}(?:年度?)?)*(?:から|まで|~)?"
_DATED = re.compile(rf"{_YEARS} +[^\s。0-9][^。]{{0,40}}|[^。]{{1,40}} +{_YEARS}")
_LONGEST_HEAD = 8


def stand_apart(above: str, text: str) -> bool:
    """Whether a line that does not begin anything by its words is none that goes on with the text above it.

    >>> stand_apart("財源：県の補助金", "期間：５年"), stand_apart("取組：住民の", "足を守る。")
    (True, False)
    >>> stand_apart("養成講座　令和８年度", "研修会　令和９年度"), stand_apart("実施工程 2026～2030年度 診療", "2027、2029年度 更新")
    (True, True)
    """
    if _LABELLED.match(text) and _LABELLED.match(above):
        return True
    return heads_years(above) or heads_years(text) or (is_dated(above) and is_dated(text))


def heads_years(text: str) -> bool:
    """Whether a line holds nothing but years, two and more, with their total or one head before them.

    >>> heads_years("年度 2026 2027 2028 合計"), heads_years("R6 R7"), heads_years("2026年度 準備")
    (True, True, False)
    """
    words = _words(text)
    if words and len(words[0]) <= _LONGEST_HEAD and not YEAR_HEAD.fullmatch(words[0]):
        words = words[1:]
    years = [YEAR_HEAD.fullmatch(word) is not None for word in words]
    return sum(years) > 1 and all(
        year or "total" in label_kinds(word) for word, year in zip(words, years, strict=True)
    )


def is_dated(text: str) -> bool:
    """Whether a line says what is done before or behind its years, behind the label of a schedule or not.

    >>> is_dated("R7～R8　試行"), is_dated("養成講座　令和８年度"), is_dated("令和８年度に始める。")
    (True, True, False)
    """
    words = _words(text)
    labelled = bool(words) and "schedule" in label_kinds(words[0])
    return _DATED.fullmatch(" ".join(words[labelled:])) is not None


def is_years(text: str) -> bool:
    """Whether a text is years and nothing else, so that what is done in them follows.

    >>> is_years("R6～R10"), is_years("令和６年度、令和８年度"), is_years("R6 導入")
    (True, True, False)
    """
    return re.fullmatch(_YEARS, fold(text).text) is not None


def _words(text: str) -> list[str]:
    return [fold(word).text for word in text.split()]
