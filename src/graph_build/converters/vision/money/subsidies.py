"""Subsidies: name, grantor, rate and years of each, and ※ notes about the budget that stand in their cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal, TypeAlias

from graph_build.assets import asset, tsv
from graph_build.converters.items import behind, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.words.heads import years_in
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.records import ids
from graph_build.records.plan import Subsidy
from graph_build.text.key import fold
from graph_build.text.numbers import parse_number

Grantor: TypeAlias = Literal["national", "prefectural", "other", "notStated"]
AmountScope: TypeAlias = Literal["notStated", "includesPartners", "partnersOnly"]

_YEAR = r"(?:(?:令和|平成|[RH])(?:元|[0-9]{1,2})|20[0-9]{2})(?:年度?)?"
_PERIOD = rf"(?:{_YEAR}[~-](?:{_YEAR})?|~{_YEAR}|{_YEAR}(?![0-9/]))"
_SHARE = r"(?:[^()、]*(?:[0-9]+/[0-9]+|[0-9.]+%)[^()、]*|国|県|道|府|都|単県|単独|市|国費|県費|国庫)"
_ITEM = re.compile(
    rf"(?P<before>{_PERIOD})?(?P<name>(?:[^()、。]|\((?!{_SHARE}(?:、{_SHARE})*\)|{_PERIOD}\))[^()]*\))+?)"
    rf"(?:\((?P<shares>{_SHARE}(?:、{_SHARE})*)\))?(?P<after>\(?{_PERIOD}\)?)?(?=$|、|。)"
)
_IN_SENTENCE = re.compile(
    r"(?P<rate>[0-9]+/[0-9]+|[0-9.]+%)(?:相当額?)?を(?P<who>国|県|道|府|都)"
    r"|(?P<who2>国|県|道|府|都)が(?P<rate2>[0-9]+/[0-9]+|[0-9.]+%)"
)
_NAME_IN_SENTENCE = re.compile(r"[一-龥々ァ-ヶー]{3,}?(?:事業|補助金|交付金|負担金)(?![一-龥])")
_MINISTRY = re.compile(
    r"^(?:総務|文部科学|厚生労働|農林水産|経済産業|国土交通|環境|防衛|財務|法務|外務)省"
    r"|^(?:内閣府|こども家庭庁|デジタル庁|消防庁|文化庁|スポーツ庁|観光庁|林野庁|水産庁|国庫|国費|国負担)"
)
_OWN_MONEY = re.compile(
    r"(?:使用料|手数料|保険料|収入|寄附金?|寄付金?|負担金|参加費|地方債|起債|市債|一般財源)$"
)


@dataclass(frozen=True, slots=True)
class FoundSubsidy:
    """One grantor's share; ``text`` is where it stands."""

    label: str
    grantor: Grantor
    printed: str
    text: Located
    rate: Decimal | None = None
    years: tuple[int, ...] = ()


def split_notes(text: Located) -> tuple[Located | None, list[Located]]:
    """The text before the first ※ note, and the notes.

    >>> before, notes = split_notes(Located.plain("交付金(国1/2)※事業費は概算。", 0))
    >>> before.text, [note.text for note in notes]
    ('交付金(国1/2)', ['※事業費は概算。'])
    """
    cuts = [m.start() for m in re.finditer(r"※", text.text) if _begins_note(text.text, m.start())]
    if not cuts:
        return text.strip() or None, []
    ends = [*cuts[1:], len(text)]
    notes = [text[a:b].strip() for a, b in zip(cuts, ends, strict=True)]
    return text[: cuts[0]].strip() or None, notes


def _begins_note(text: str, at: int) -> bool:
    return text[at - 1 : at] not in ("(", "（")


@cache
def _scopes() -> tuple[tuple[AmountScope, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-amount-scope.tsv")
    return tuple((row["scope"], re.compile(row["pattern"])) for row in rows)  # type: ignore[misc]


def amount_scope(notes: Sequence[Located], context: Context) -> AmountScope:
    """What amounts include, by notes: the contributions of partners, only those, or nothing is said."""
    for note in notes:
        key = fold(note.text).text
        for scope, pattern in _scopes():
            if pattern.search(key):
                return scope
        if re.search(r"が(?:負担する|負担した|支払う)", key) and "事業費" in key:
            named = [context.resolve(mention.printed).place for mention in find_places(note.text)]
            if named and all(place in context.partners for place in named):
                return "partnersOnly"
    return "notStated"


def read_subsidies(text: Located, context: Context) -> list[FoundSubsidy]:
    """The subsidies of a cell, one per grantor's share.

    「交付金A(国1/2、県1/4)」 is two; years stand before or behind; items are parted by 、, line ends and, after a bracket
    or year, blanks.
    """
    found: list[FoundSubsidy] = []
    for line in _pieces(text):
        found += list(_bare_shares(line)) or list(_in_sentence(line)) or list(_items(line))
    return found


def _pieces(text: Located) -> Iterator[Located]:
    """Lines, and what stands behind a blank after a closing bracket or a year, or behind a year after a bracket.

    In a line that begins with a year the years stand before the names, in others behind them.
    """
    for line in re.finditer(r"[^\n]+", text.text):
        part = text[line.start() : line.end()].strip()
        years_first = re.match(rf"{_LOOSE_YEAR}", part.text) is not None
        begin = 0
        for gap in re.finditer(rf"{_BOUND_YEAR}|(?<=[)）度～~])[ 　]+", part.text):
            if not gap[0].isspace():
                if not years_first:
                    yield part[begin : gap.end()].strip()
                    begin = gap.end()
                continue
            following = part.text[gap.end() :]
            is_year = re.match(rf"[~～]?{_LOOSE_YEAR}|[(（]", following)
            only_years = re.fullmatch(rf"(?:{_LOOSE_YEAR}|[\s~～-])*", part.text[begin : gap.start()])
            if only_years or (is_year and (is_year[0] in "(（" or not years_first)):
                continue
            yield part[begin : gap.start()].strip()
            begin = gap.end()
        yield part[begin:].strip()


_LOOSE_YEAR = r"(?:20[0-9]{2}|(?:令和|平成|[RH])\s*[0-9元]{1,2})(?:\s*年\s*度?)?(?![0-9/])"
# 「…(国1/2)2022年度特別交付税」: a year right behind a bracket belongs to what is before it.
_BOUND_YEAR = rf"(?<=[)）])[ 　]*[~～]?{_LOOSE_YEAR}(?=[一-龥]{{3}})"


def _items(line: Located) -> Iterator[FoundSubsidy]:
    key = fold(line.text)
    for found in _ITEM.finditer(key.text):
        name = behind(line, key, *found.span("name")).strip()
        if not name:
            continue
        where = behind(line, key, *found.span()).strip()
        years = years_in(
            " ".join(filter(None, (found["before"], found["after"], _bracketed_years(found["name"]))))
        )
        label = printed(name)
        base = FoundSubsidy(label, _grantor("", label), printed(where), where, years=years)
        shares = found["shares"]
        if not shares:
            yield base
            continue
        a = found.start("shares")
        for share in re.finditer(r"[^、]+", shares):
            text = printed(behind(line, key, a + share.start(), a + share.end()))
            yield replace(base, grantor=_grantor(share[0], label), printed=text, rate=_rate(share[0]))


_BARE_SHARE = r"(?P<who>国|県|道|府|都)(?P<word>補助|負担|費)?(?:率|割合)?[:は]?(?P<rate>[0-9]+/[0-9]+|[0-9]+(?:[.][0-9]+)?%)"
_BARE = re.compile(
    rf"(?P<name>[^()、。]{{0,40}}?)(?P<shares>(?:{re.sub('[?]P<[a-z]+>', '?:', _BARE_SHARE)}[、・+]?)+)$"
)


def _bare_shares(line: Located) -> Iterator[FoundSubsidy]:
    """「交付金A 国38.5％ 県19.25％」, 「道補助1/2」: shares without brackets, behind a name or alone."""
    key = fold(line.text)
    found = _BARE.fullmatch(key.text)
    if found is None:
        return
    name = behind(line, key, *found.span("name")).strip()
    for share in re.finditer(_BARE_SHARE, found["shares"]):
        a = found.start("shares")
        where = behind(line, key, a + share.start(), a + share.end())
        alone = behind(
            line, key, a + share.start(), a + share.end("word") if share["word"] else a + share.end()
        )
        label = printed(name or alone)
        yield FoundSubsidy(label, _grantor(share["who"], label), printed(where), line, _rate(share["rate"]))


def _bracketed_years(name: str) -> str:
    return " ".join(re.findall(rf"\(({_PERIOD})\)", name))


def _in_sentence(line: Located) -> Iterator[FoundSubsidy]:
    key = fold(line.text)
    for found in _IN_SENTENCE.finditer(key.text):
        names = _NAME_IN_SENTENCE.findall(key.text[: found.start()])
        label = names[-1] if names else key.text[:20]
        who = found["who"] or found["who2"]
        rate = _rate(found["rate"] or found["rate2"])
        yield FoundSubsidy(label, _grantor(who, label), found[0], line, rate, years_in(line.text))


def _grantor(share: str, label: str) -> Grantor:
    """Who grants: by the share's own words, else by the name."""
    if re.search("国", share):
        return "national"
    if re.search("[県道府都]", share):
        return "prefectural"
    if _MINISTRY.search(label) or re.search(r"国(?:負担|庫|補助)", label):
        return "national"
    if re.search(r"^(?:県|道|府|都)(?:負担|補助|費|支出)|県負担", label):
        return "prefectural"
    return "other" if _OWN_MONEY.search(label) else "notStated"


def _rate(text: str) -> Decimal | None:
    found = re.search(r"[0-9]+/[0-9]+|[0-9.]+%", text)
    number = parse_number(found[0]) if found else None
    if number is None or number.value is None:
        return None
    value = number.value / 100 if number.unit == "%" else number.value
    return value if 0 <= value <= 1 else None


def add_subsidies(project: str, found: Sequence[FoundSubsidy], context: Context) -> None:
    """The subsidy records of a project."""
    for one in found:
        context.out.add(
            Subsidy(
                id=f"{project}/subsidy/{ids.h10(one.label + one.printed, one.grantor)}",
                project=project,
                label=one.label,
                grantor=one.grantor,
                printed_value=one.printed,
                rate=one.rate,
                years=one.years,
                evidence=(context.out.evidence("subsidy.item", one.text),),
            )
        )
