"""Indicators in running lines: 「創業者数 12人（R2）→30人（R7）」, 「受講者数 現状値 80人 目標値 150人」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from graph_build.converters.items import Para, behind, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.tables import Monitored, add_kpi, add_value
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.documents.model import Located
from graph_build.records.plan import ValueKind
from graph_build.text.key import fold, matching_key
from graph_build.text.noise import marker_of

_BARE_YEAR = r"(?:(?:令和|平成|[RH])(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})(?:年度?|年度?末)?(?:時点)?"
_YEAR = rf"\(?{_BARE_YEAR}\)?"
_VALUE = r"(?:延べ|のべ|年間)?[-+▲△]?[0-9][0-9,.]*[^0-9→⇒➡、。()\[\]【】]{0,8}"
_TARGET = r"(?:延べ|のべ|年間)?[-+▲△]?[0-9][0-9,.]*[^0-9→⇒➡、。()\[\]【】]{0,8}?"
_WORDS = r"(?:毎年度?)?(?:現状)?(?:維持|増加|減少|以上|以下|向上|改善|拡大)"
_SAID_YEARS: tuple[tuple[ValueKind, re.Pattern[str]], ...] = (
    ("baseline", re.compile(rf"(?:基準|現状|現況)(?:値|年度?)?[:：]?(?P<year>{_BARE_YEAR})")),
    ("target", re.compile(rf"目標(?:値|年度?)?[:：]?(?P<year>{_BARE_YEAR})")),
)
_VALUES_ALONE = re.compile(r"^(?:基準|現状|現況)値?")
_INDICATORS = (
    re.compile(
        rf"^(?P<name>.{{2,40}}?)[:：]?(?:(?:基準|現状|現況)値?[:：]?)?(?P<y1>{_YEAR})?[:：]?(?P<v1>{_VALUE})(?P<y1b>{_YEAR})?"
        rf"(?:→|⇒|➡|から|~)(?:目標値?[:：]?)?(?P<y2>{_YEAR})?[:：]?(?P<v2>{_VALUE}|{_WORDS})(?P<y2b>{_YEAR})?$"
    ),
    re.compile(
        rf"^(?P<name>.{{2,40}}?)[:：、]?(?:基準|現状|現況)値?[:：]?(?P<y1>{_YEAR})?[:：]?(?P<v1>{_VALUE})(?P<y1b>{_YEAR})?[、,/]?"
        rf"目標値?[:：]?(?P<y2>{_YEAR})?[:：]?(?P<v2>{_VALUE}|{_WORDS})(?P<y2b>{_YEAR})?$"
    ),
    # 「受講者数を、基準値(令和2年度)の80人から、目標値(令和8年度)の150人に増やす。」, 「…は、令和元年度の基準値80人に対し、…」
    re.compile(
        rf"^(?P<name>.{{2,40}}?)[をは]、?(?:(?:基準|現状|現況|実績)値?)?(?P<y1>{_YEAR})?(?:における|の)?"
        rf"(?:(?:基準|現状|現況|実績)値?)?(?:である|[のはがを])?(?P<v1>{_VALUE})(?P<y1b>{_YEAR})?"
        rf"(?:から|より|に対し(?:て)?|であるのを|のところを?|を)、?(?:目標値?)?(?P<y2>{_YEAR})?(?:までに|には|における|[にの])?"
        rf"(?:目標値?(?:である|[をのは])?)?(?P<v2>{_TARGET})(?P<y2b>{_YEAR})?(?:以上|以下)?(?:まで|[にへと])[^0-9]{{0,16}}$"
    ),
)


def announces_indicators(para: Para) -> bool:
    """Whether a line only says that indicators follow: 「◇成果指標」, 「（KPI）」, 「◇成果指標（基準：令和６年度、目標：令和12年度）」."""
    text = _bare(para.text).text
    keys = (matching_key(text), matching_key(text.strip("【】［］〔〕〈〉＜＞（）()：:")))
    return any(heading_role(key) == "kpi" for key in keys)


def _said_years(caption: Located) -> dict[ValueKind, Located]:
    """The years of the values that a caption says for all indicators below it."""
    key = fold(caption.text)
    found = ((kind, pattern.search(key.text)) for kind, pattern in _SAID_YEARS)
    return {kind: behind(caption, key, *match.span("year")) for kind, match in found if match}


def is_indicator(line: Located) -> bool:
    """Whether a line says an indicator with two values."""
    return _match(_bare(line)) is not None


def read_indicators(
    prose: Sequence[Para], announced: bool, monitored: Callable[[], Monitored], context: Context
) -> list[Para]:
    """The paragraphs that are no indicators: where a heading announces them (``announced``), or a line among them does."""
    captions = [para for para in prose if announces_indicators(para)]
    if not captions and not announced:
        return list(prose)
    context.out.ignore("label", *(para.text for para in captions))
    left: list[Para] = []
    for caption, below in _below_captions(prose, captions):
        said = _said_years(caption.text) if caption else {}
        lines = with_names(below)
        left += [para for para in lines if not read_indicator(para.text, monitored(), context, said)]
    return left


def _below_captions(
    prose: Sequence[Para], captions: Sequence[Para]
) -> Iterator[tuple[Para | None, list[Para]]]:
    """The lines below each caption, those above the first one below none."""
    caption: Para | None = None
    below: list[Para] = []
    for para in prose:
        if any(para is one for one in captions):
            yield caption, below
            caption, below = para, []
        else:
            below.append(para)
    yield caption, below


def with_names(paras: Sequence[Para]) -> list[Para]:
    """The paragraphs, each line that only holds values (「現状値 12人 → 目標値 30人」) joined to the name above it."""
    joined: list[Para] = []
    for para in paras:
        if (
            joined
            and _VALUES_ALONE.match(fold(_bare(para.text).text).text)
            and not is_indicator(joined[-1].text)
        ):
            name = joined.pop()
            para = Para(Located.joined([name.text, para.text], " "), name.style, name.indent)
        joined.append(para)
    return joined


def read_indicator(
    line: Located,
    monitored: Monitored,
    context: Context,
    said: Mapping[ValueKind, Located] = MappingProxyType({}),
) -> bool:
    """Read 「誘致企業数 令和元年度 18社 → 令和7年度 25社」 as an indicator with baseline and target; False if it is none.

    ``said`` are the years of values beside which none stands.
    """
    text = _bare(line)
    key = fold(text.text)
    found = _match(text)
    if found is None:
        return False
    name = behind(text, key, *found.span("name"))
    record = add_kpi(printed(name), monitored, [name], context)
    pairs: tuple[tuple[ValueKind, str, tuple[str, str]], ...] = (
        ("baseline", "v1", ("y1", "y1b")),
        ("target", "v2", ("y2", "y2b")),
    )
    for kind, value, years in pairs:
        year = next((behind(text, key, *found.span(name)) for name in years if found[name]), said.get(kind))
        add_value(record, kind, behind(text, key, *found.span(value)), year, context)
    context.out.ignore("label", line)
    return True


def _bare(line: Located) -> Located:
    marker = marker_of(line.text)
    return line[marker.end :].strip() if marker and marker.kind == "bullet" else line.strip()


def _match(line: Located) -> re.Match[str] | None:
    key = fold(line.text).text
    return next((found for pattern in _INDICATORS if (found := pattern.match(key))), None)
