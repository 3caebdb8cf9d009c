"""Figures in sentences: 「X町の人口は、1980年の1,200人から2020年の900人」 as observations of the area or its prefecture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.converters.items import Para, behind
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.words.heads import Year, parse_year
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.records import ids
from graph_build.records.plan import Statistic
from graph_build.text.key import Key, fold
from graph_build.text.numbers import parse_number

_UNITS = "人|世帯|%|％|戸|件|億円|万円|百万円|千円|事業所|ha|km2|k㎡|ポイント"
# 「98,000人ほどまで減る」 is an estimate, no figure.
_ABOUT = "(?:ほど|程度|前後|余り?|近く|弱|強|台|以上|以下|未満)"
_FIGURE = rf"(?P<figure>(?:マイナス|[▲△+-])?[0-9][0-9,]*(?:\.[0-9]+)?(?:億|万)?(?:{_UNITS}))(?!{_ABOUT})"
_YEAR = r"(?:(?:令和|平成|昭和)(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})年度?"
_IN_YEAR = re.compile(
    rf"(?P<year>{_YEAR})(?:\((?:(?:令和|平成|昭和)?[0-9元]{{1,4}})年度?\))?(?:時点)?(?:の|で|に|には|では|は|において)?、?{_FIGURE}"
)
_OVER_YEARS = re.compile(
    rf"(?P<first>(?:19|20)[0-9]{{2}})年から(?P<last>(?:19|20)[0-9]{{2}})年までの(?:[0-9]+年間の)?(?P<what>[^、。は]{{2,20}})は、?{_FIGURE}"
)
_OTHER_PLACE = re.compile(rf"(?P<place>[^、。はがのでに]{{2,4}}[都道府県])の{_FIGURE}")
_TOPIC = re.compile(r"(?:^|[、。])(?P<topic>[^、。「」]{2,30}?)(?:について[はも]|[はも]|で見ると|で[はも])、")
_LEAD = re.compile(r"^(?:一方で?|また|なお|さらに|そして|特に|このうち|うち)、?")
_TAIL = re.compile(r"の(?:推移|動向|状況|変化)$")
# Sentences about the nation are no figures of the area.
_NATION = re.compile(r"わが国|我が国|日本の|国全体")


def read_statements(paras: Sequence[Para], path: Sequence[Heading], context: Context) -> None:
    """The figures that sentences print with their year, under a heading on the state of the area.

    Only figures with a printed year and a topic (「…は、」) count; who they are about is the area, when the sentence or a
    heading speaks of the 圏域, or the prefecture that is named right before the figure.
    """
    if context.plan.area is None or not any(
        "圏域" in heading.key or "都市圏" in heading.key for heading in path
    ):
        return
    for para in paras:
        for sentence in _sentences(para.text):
            key = fold(sentence.text)
            if not _NATION.search(key.text):
                _sentence(sentence, key, path[-1].title, context)


def _sentences(text: Located) -> Iterator[Located]:
    for found in re.finditer(r"[^。\n]+。?", text.text):
        yield text[found.start() : found.end()]


def _sentence(sentence: Located, key: Key, table: str, context: Context) -> None:
    area = context.plan.area
    assert area is not None
    for found in _OVER_YEARS.finditer(key.text):
        period = (None, ids.period(found["first"], found["last"]))
        _add(area, found["what"], found, period, sentence, key, table, context)
        for other in _OTHER_PLACE.finditer(key.text, found.end()):
            mention = next(iter(find_places(other["place"])), None)
            if mention and len(mention.candidates) == 1 and mention.candidates[0].kind == "prefecture":
                prefecture = ids.place(mention.candidates[0].code5)
                _add(prefecture, found["what"], other, period, sentence, key, table, context)
    for found in _IN_YEAR.finditer(key.text):
        year = parse_year(found["year"]) or parse_year(found["year"].removesuffix("年"))
        topic = _topic(key.text[: found.start()])
        if year is not None and topic:
            _add(area, topic, found, (year.year, _period(year)), sentence, key, table, context)


def _period(year: Year) -> str:
    return year.period


def _topic(before: str) -> str | None:
    """The last topic before a figure, without conjunctions; None for one that names a year."""
    found = list(_TOPIC.finditer(before))
    if not found:
        return None
    topic = _TAIL.sub("", _LEAD.sub("", found[-1]["topic"]))
    return topic if len(topic) >= 2 and not re.search(r"(?:19|20)[0-9]{2}年", topic) else None


def _add(
    subject: str,
    indicator: str,
    found: re.Match[str],
    period: tuple[int | None, str],
    sentence: Located,
    key: Key,
    table: str,
    context: Context,
) -> None:
    number = parse_number(found["figure"])
    if number is None or number.value is None:
        return
    figure = behind(sentence, key, *found.span("figure"))
    context.out.add(
        Statistic(
            id=ids.statistic(context.plan.id, table, subject, indicator, period[1]),
            version=context.plan.id,
            subject=subject,
            indicator=indicator,
            table=table,
            printed_value=figure.text.removesuffix(number.unit) if number.unit != "%" else figure.text,
            value=number.value,
            unit=number.unit or None,
            year=period[0],
            period=period[1],
            evidence=(context.out.evidence("statistic.sentence", behind(sentence, key, *found.span())),),
        )
    )
