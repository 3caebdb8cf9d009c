"""The text that an instrument changes or ends: what it is called, and the day on which it was signed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_build.converters.endings import ENDED, ENDING
from graph_build.converters.found import Parts
from graph_build.converters.items import Para, behind, paras
from graph_build.converters.listed_values import OF_WHAT
from graph_build.documents.model import Located
from graph_build.text.eras import EraDate, find_dates
from graph_build.text.key import fold, matching_key

_BASE = re.compile(
    rf"(?P<title>[^。「」()]{{4,90}}?(?:協約|協定)(?:書)?)」?(?:\([^()]*\))?(?:の(?:一部|全部)(?:を|の)|(?:を|について)、?(?:次|下記|別紙|以下|変更|{ENDED}|平成|令和)"
    rf"|について、|は、(?:平成|令和|昭和|{ENDED}|(?:次|下記|別紙)の?(?:とおり|ように))|の(?:変更|{ENDED}))"
)
# 「…協約の一部を変更する協約の一部を次のように変更する」: what is changed is an act that changes another.
_ACT_OF_CHANGE = re.compile(
    r"^(?:\([^()]*\))?の(?:一部|全部)を(?:変更|改正)する(?:連携)?(?:協約|協定)(?:書)?(?=(?:\([^()]*\))?の(?:一部|全部))"
)
_MADE = r"(?:締結(?:した|された)|(?:取り?)?交わ(?:した|された)|結(?:んだ|ばれた))"
"""What is said of the agreement that was made: 締結した, 取り交わした, 結んだ."""
_BEFORE_TITLE = re.compile(
    rf"^.*(?:{_MADE}|締結の|締結し、?[^。]{{0,80}}?(?:変更|改正|改定)(?:し|され)た|「|おいて、|(?:日|月)(?:付け)?の|(?:限り|もって|付けで)、?|は、|に係る(?=.{{2,30}}との)|規定により、|規定に基づき、|との間で|(?:別紙|次|下記)のとおり)"
)
# 「廃止する連携協約の名称　A市とB市との連携協約」: an entry of a list.
_LISTED = re.compile(
    rf"^{OF_WHAT}(?:の?(?:名称|件名|題名))?:?(?P<title>[^。「」()]{{4,90}}?(?:協約|協定)書?)(?:\(|$)"
)
# 「令和4年2月15日付け「A市とB市との連携協約」の一部を」: an agreement is dated with the day of its conclusion.
_MADE_THEN = re.compile(
    rf"^(?:付け|付|に|の)?(?:で|の|に)?[^。]{{0,90}}(?:締結(?:し|され|の)|{_MADE})"
    rf"|^付け?の?「?[^。、「」()]{{2,90}}?(?:協約|協定)書?」?の(?:一部|全部|変更|{ENDED})"
)
_LISTED_DAY = re.compile(r"締結(?:した|の)?(?:年月)?日:?$")
# 「標記の協定」, 「連携協約」: no name of the text, if a name stands elsewhere.
_GENERIC = re.compile(
    r"^(?:第[0-9一二三四五六七八九十]+条)?(?:標記|標題|上記|前記|表記|当該|この|旧|原|現)の?(?:連携)?(?:協約|協定)|^(?:連携)?(?:協約|協定)書?$"
)
# 「A市との間の連携協約」 is called 連携協約; 「A市とB市との間の連携協約」 has both names in its title.
_WITH_ONE = re.compile(r"^[^と及、]+との間の")


@dataclass(frozen=True, slots=True)
class Base:
    """The text that an instrument changes or ends: printed title and date of signing."""

    title: Located | None
    date: str | None
    date_text: Located | None


def find_base(parts: Parts, speaking: Sequence[Para]) -> Base:
    """The base text: named where the instrument says what it changes, else by its own title."""
    clauses = [Para(para.body) for article in parts.articles[:2] for para in paras(article.items)]
    title = _named([*speaking, *clauses])
    own_title = _in_title(parts.title)
    if (
        title is None
        or _GENERIC.match(matching_key(title.text))
        or _names_otherwise(title, own_title, clauses)
    ):
        title = own_title or title
    own = [Para(parts.title)] if parts.title else []
    signed = _signed([*speaking, *own, *clauses])
    return Base(title, signed[0].iso, signed[1]) if signed else Base(title, None, None)


def _names_otherwise(title: Located, own_title: Located | None, clauses: Sequence[Para]) -> bool:
    """Whether a sentence speaks of the text in other words (「○○圏域に係る協定」) than the title and the articles name it."""
    name, said = matching_key(own_title.text) if own_title else "", matching_key(title.text)
    return (
        not (name in said or said in name)
        and not _GENERIC.match(name)
        and any(name in para.key.text for para in clauses)
    )


def listed_title(para: Para) -> Located | None:
    """The title that an entry of a list gives for the text that is ended or changed."""
    found = _LISTED.match(para.body_key)
    return behind(para.body, fold(para.body.text), *found.span("title")) if found else None


_AGAIN = re.compile(r"(?:(?<!共)同|当該|上記|前記)(?:連携)?(?:協定|協約)書?$")
"""Words for a text that has been named before: 「…の取組を充実させるため、同協定」."""


def _named(words: Iterable[Para]) -> Located | None:
    """The first name of a text that is changed or ended; 「連携協約」 only where no text has a name of its own."""
    generic: Located | None = None
    for para in words:
        if listed := listed_title(para):
            return listed
        found = _BASE.search(para.key.text)
        if not found:
            continue
        before = _BEFORE_TITLE.match(found["title"])
        start = found.start("title") + (before.end() if before else 0)
        with_one = _WITH_ONE.match(para.key.text[start : found.end("title")])
        start += with_one.end() if with_one else 0
        name = para.key.text[start : found.end("title")]
        if len(name) < 4 or re.match(r"(?:次|下記|左記|別紙|これら)の", name) or _AGAIN.search(name):
            continue
        act = _ACT_OF_CHANGE.match(para.key.text[found.end("title") :])
        end = found.end("title") + (act.end() if act else 0)
        title = behind(para.text, para.key, start, end).strip()
        if not _GENERIC.match(name):
            return title
        generic = generic or title
    return generic


def _signed(words: Iterable[Para]) -> tuple[EraDate, Located] | None:
    """The day that a text gives for the conclusion of another."""
    for para in words:
        for date in find_dates(para.text.text):
            if date.precision != "day" or date.cited:
                continue
            rest = para.text.text[date.end :]
            after = re.sub(r"\([^()]*\)", "", matching_key(rest[:200]))
            if _LISTED_DAY.search(matching_key(para.text.text[: date.start])):
                return date, para.text[date.start : date.end]
            if re.match(r"\s*(?:付けで)?締結[^日]", rest + " ") or _MADE_THEN.match(after):
                return date, para.text[date.start : date.end]
    return None


def _in_title(title: Located | None) -> Located | None:
    """「…協約の一部を変更する連携協約」 names its base first."""
    if title is None:
        return None
    key = fold(title.text)
    found = re.match(
        rf"^(?P<base>.+?(?:協約|協定)(?:書)?(?:の一部を(?:変更|改正)する(?:連携)?(?:協約|協定)(?:書)?(?=の一部))?)(?:\([^()]*\))?(?:の一部|(?:を|の)(?:変更|{ENDING}))",
        key.text,
    )
    if not found:
        return None
    a, b = key.raw_range(*found.span("base"))
    return title[a:b]
