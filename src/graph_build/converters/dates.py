"""The dates of an instrument: signed, effective, published, amended, periods — each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph_build.converters.endings import ENDING
from graph_build.converters.found import Parts
from graph_build.converters.items import Item, Para, paras
from graph_build.documents.model import Located
from graph_build.text.eras import EraDate, find_dates
from graph_build.text.key import matching_key

_EFFECTIVE = re.compile(
    r"^(?!まで).{0,6}(?:から|より|に|以降)?[^。]{0,12}(?:施行|効力を(?:生|発|有)|適用|発効|実施する)"
)
_FROM_TO = re.compile(r"^(?:から|より|~|-)")
_REPEALED = re.compile(
    r"^(?:を(?:もって|以て|もち)|限り|付けで|に)、?(?:[^。、]{0,14}(?:(?:廃止|解除)(?!の)|効力を失|失効)"
    r"|(?:(?:原|この)?(?:協約|協定)を)?(?:解消|解約))"
)
_END_IS = re.compile(rf"(?:{ENDING}|効力を失う)(?:の|する)?(?:期)?日(?:は、?|を、?|:)?$")
_IN_FORCE_IS = re.compile(
    r"(?<!法)(?<!法の)(?:(?:施行|適用|発効|効力(?:の?発生|[がを](?:生[じず]る|発する)))(?:の|する)?(?:年月|期)?日"
    r"|(?:変更|改正|実施)(?:の|する)?期日)(?:は、?|:)?$"
)
"""The name of a day of effect in front of it (変更の期日, 効力発生日); 変更日 alone is that of a change in a history."""
_OWN_END = re.compile(r"^(?:限り(?:で|、)?(?:その)?効力を失う|まで(?:、|の間、)?(?:その)?効力を(?:有|持))")
_OF_THIS = re.compile(r"[この本](?:連携)?(?:協約|協定)[はが]")
_NOTICE = re.compile(r"[^。]{0,10}(?:告示|公告|訓令|公示|届出|規程)第?[0-9一二三四五六七八九十]*号?")
_ALONE = re.compile(r"[()締結協定約日::、。-]*|(?:連携)?(?:協約|協定)|.{0,4}(?:届出|締結|認証)")
_CHANGED = re.compile(
    r"^(?:に|付け?で?)?(?:一部)?(?:改正|変更)"
    r"|^(?:[^。、()]{0,12}第[0-9一二三四五六七八九十]+号)?[(\[〔][^()。、]{0,8}(?:改正|変更)[)\]〕]$"  # 「…告示第41号〔第1次変更〕」
)
_CHANGED_LATER = re.compile(r"\([^()]*(?:変更|改正)\)")  # 「…締結（令和3年3月26日変更）」
_CHANGED_ON = re.compile(r"^(?:付けで|に)(?:その)?(?:一部|内容)?[をが]?(?:変更|改正|改定)(?:し|され)")
_JOINED = re.compile(r"(?:付け)?(?:、|・|及び|並びに|と)+")
_AMENDED = re.compile(r"改正|変更")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and what it is: kinds as in the extract schema; ``iso`` None where the text leaves it blank."""

    kind: str
    iso: str | None
    text: Located
    note: str | None = None


def find_signed(parts: Parts) -> FoundDate | None:
    """The date of signing: below the text, else at the end of it, else in the header, else on the cover."""
    below = _alone(parts.signing) or _alone([*parts.closing, *parts.supplement])
    if below:
        return below
    above = [
        item
        for item in [*parts.header, *reversed(parts.cover)]
        if isinstance(item, Para) and not _AMENDED.match(item.key.text)
    ]
    return _alone(above) or _alone(above, beside=_NOTICE)


def _alone(items: Iterable[Item], beside: re.Pattern[str] = _ALONE) -> FoundDate | None:
    """The first date with nothing in its paragraph but what may stand beside it (締結日)."""
    for item in items:
        if not isinstance(item, Para):
            continue
        for date in find_dates(item.text.text):
            rest = matching_key(item.text.text[: date.start] + item.text.text[date.end :])
            rest = _CHANGED_LATER.sub("", rest)
            if beside.fullmatch(rest) and not date.cited:
                return _found("signed", date, item.text)
    return None


def _found(kind: str, date: EraDate, text: Located) -> FoundDate:
    iso = date.iso if date.precision == "day" or (date.precision == "month" and kind != "signed") else None
    return FoundDate(kind, iso, text[date.start : date.end], date.note)


def find_all(parts: Parts, signed: FoundDate | None) -> list[FoundDate]:
    """All dates of the instrument but those of the text it amends, in text order, each printed date once."""
    found = [signed] if signed else []
    header = list(_header_dates(parts, signed))
    found += header
    above = signed and any(para.text.start <= signed.text.start < para.text.end for para in parts.header)
    noticed = next((date for date in header if date.kind == "published"), signed if above else None)
    clauses = [item for article in parts.articles for item in article.items if isinstance(item, Para)]
    for para in [*parts.preamble, *clauses]:
        found += _clause_dates(para, signed, noticed)
    made, made_known = signed, noticed
    for para in parts.supplement:
        act = _OF_AN_AMENDMENT.match(para.key.text)
        if act:
            made = made_known = _made_on(para.part(act, "act"), parts)
        found += _clause_dates(para, made, made_known)
    annexed = [item for annex in parts.annexes for item in annex.items if isinstance(item, Para)]
    for para in [*parts.closing, *annexed]:
        found += _clause_dates(para, signed, noticed)
    return each_once(found)


def each_once(found: Iterable[FoundDate]) -> list[FoundDate]:
    """The dates, each day of a kind where it is first told."""
    unique: dict[tuple[str, str | None], FoundDate] = {}
    for date in found:
        unique.setdefault((date.kind, date.iso), date)
    return list(unique.values())


_OF_AN_AMENDMENT = re.compile(
    r"^[附付]則\((?P<act>[^()]*(?:[0-9元一二三四五六七八九十]年|号|改正|変更)[^()]*)\)"
)


def _made_on(act: Located, parts: Parts) -> FoundDate | None:
    """The day of the amendment that a supplement belongs to: 「附則（令和2年3月18日協定第1号）」.

    Where only year and number are printed (「附則（平成28年告示第38号）」), the history above the text tells the day; where
    it does not either, the day is not known: it is not that of the first text.
    """
    year = next(iter(find_dates(act.text)), None)
    if year is None or year.precision == "day":
        return _found("amended", year, act) if year else None
    number = matching_key(act.text[year.end :])
    days: dict[str | None, FoundDate] = {}
    for para in [*paras(parts.cover), *parts.header]:
        for date in find_dates(para.text.text):
            same = number and matching_key(para.text.text[date.end :]).startswith(number)
            if same and date.precision == "day" and (date.iso or "")[:4] == (year.iso or "")[:4]:
                days.setdefault(date.iso, _found("amended", date, para.text))
    return next(iter(days.values())) if len(days) == 1 else None


def _header_dates(parts: Parts, signed: FoundDate | None) -> Iterable[FoundDate]:
    """Dates above the preamble: notices (告示) and the history of amendments (改正).

    A date that only repeats the day of signing says nothing of a notice, unless the number of one stands beside it.
    """
    history = False
    lines = [*_noticed(parts.cover), *parts.header]
    for i, para in enumerate(lines):
        below = lines[i + 1] if i + 1 < len(lines) else None
        history = history or bool(re.match(r"^\(?(?:改正|一部改正|最終改正|変更)", para.key.text))
        for date in find_dates(para.text.text):
            found = _found("published", date, para.text)
            after = matching_key(para.text.text[date.end :])
            if history or _CHANGED.match(after):
                found = replace(found, kind="amended")
            elif signed and (found.text.offsets == signed.text.offsets or found.iso == signed.iso):
                numbered = _NOTICE.match(after) or (not after and below and _NOTICE.match(below.key.text))
                if found.text.offsets == signed.text.offsets or not numbered:
                    continue
            if date.precision == "day":
                yield found


def _noticed(cover: Iterable[Item]) -> list[Para]:
    """Lines with date and number of a notice above a title that is printed twice, on one line or two."""
    words = paras(cover)
    found: list[Para] = []
    for i, para in enumerate(words):
        beside = [*words[max(0, i - 2) : i], *words[i + 1 : i + 2]]
        numbered = any(_NOTICE.search(other.key.text) for other in beside)
        if _is_noticed(para) or (numbered and _alone([para])):
            found.append(para)
    return found


def _is_noticed(para: Para) -> bool:
    dates = find_dates(para.text.text)
    return len(dates) == 1 and _NOTICE.fullmatch(matching_key(para.text.text[dates[0].end :])) is not None


def _clause_dates(para: Para, signed: FoundDate | None, noticed_on: FoundDate | None) -> list[FoundDate]:
    text = para.text.text
    dates = [date for date in find_dates(text) if not date.cited]
    found: list[FoundDate] = []
    for i, date in enumerate(dates):
        after = matching_key(text[date.end : date.end + 60])
        following = dates[i + 1] if i + 1 < len(dates) else None
        if date.precision != "day":
            continue
        between = matching_key(text[date.end : following.start]) if following else ""
        if (
            following
            and _FROM_TO.match(between)
            and len(between) <= 4
            and re.match(r"^まで", matching_key(text[following.end : following.end + 8]))
        ):
            found += [_found("period_start", date, para.text), _found("period_end", following, para.text)]
        elif (
            re.match(r"^まで(?:と|の|、|を|有効|効力)", after)
            and re.search(r"期間|から$|日から", matching_key(text[: date.start]))
            and not (i and _FROM_TO.match(matching_key(text[dates[i - 1].end : date.start])))
        ):
            found.append(_found("period_end", date, para.text))
        elif re.match(r"^から.{0,4}[0-9一二三四五六七八九十]+(?:年|か年|箇年|カ年|ヶ年)間?", after):
            found.append(_found("period_start", date, para.text))
        elif _CHANGED_ON.match(_behind_further(text, dates[i:])):
            found.append(_found("amended", date, para.text))
        elif _OWN_END.match(after) and _OF_THIS.search(para.key.text):
            found.append(_found("period_end", date, para.text))
        elif _REPEALED.match(after) or _END_IS.search(matching_key(text[: date.start])):
            found.append(_found("repealed", date, para.text))
        elif _EFFECTIVE.match(after) or _IN_FORCE_IS.search(matching_key(text[: date.start])):
            found.append(_found("effective", date, para.text))
    on_signing = re.search(
        r"(?P<printed>(?:締結|署名|調印|協定締結|協約締結)の?日)(?:から|より|に)[^。]{0,12}(?:効力を(?:生|発|有)|施行|発効)",
        para.key.text,
    )
    noticed = re.search(
        r"(?P<printed>(?:告示|公布)の日)(?:から|より)[^。]{0,12}(?:効力|施行|発効|適用)", para.key.text
    )
    if noticed and noticed_on and noticed_on.iso:
        found.append(FoundDate("effective", noticed_on.iso, para.part(noticed, "printed")))
    if on_signing and signed:
        found.append(FoundDate("effective", signed.iso, para.part(on_signing, "printed")))
    return found


def _behind_further(text: str, dates: Sequence[EraDate]) -> str:
    """What is said of the first date: behind those that are joined to it (「A日及びB日に変更した」), as matching key."""
    last = dates[0]
    for date in dates[1:]:
        if not _JOINED.fullmatch(matching_key(text[last.end : date.start])):
            break
        last = date
    return matching_key(text[last.end : last.end + 60])


def named_in_bill(statement: Sequence[Para]) -> list[FoundDate]:
    """Days of effect that the sheet of a bill lists by their name: 「３　変更の期日　令和4年4月1日」."""
    return [
        _found("effective", date, para.text)
        for para in statement
        for date in find_dates(para.text.text)
        if date.precision == "day" and _IN_FORCE_IS.search(matching_key(para.text.text[: date.start]))
    ]


def amended_in_brackets(paras: Sequence[Para]) -> list[FoundDate]:
    """Earlier changes that a text mentions in brackets: 「（平成28年3月1日及び令和2年3月2日変更）」, each once."""
    found: dict[str | None, FoundDate] = {}
    for para in paras:
        for bracket in re.finditer(r"[（(]([^（()）]*?(?:変更|改正)[^（()）]*)[)）]", para.text.text):
            inner = para.text.match(bracket, 1)
            for date in find_dates(inner.text):
                concluded = re.match(r"\s*(?:付けで)?締結", inner.text[date.end :])
                if date.precision == "day" and not concluded:
                    found.setdefault(date.iso, _found("amended", date, inner))
    return list(found.values())
