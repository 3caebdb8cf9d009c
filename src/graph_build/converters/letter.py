"""A letter in which one party tells the other that their agreement ends (解除・廃止・終了・失効の通知, 通告, 申出)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.dates import FoundDate
from graph_build.converters.endings import ENDING
from graph_build.converters.found import FoundOperation, FoundSignature, Parts
from graph_build.converters.instrument_title import DATE_ONLY
from graph_build.converters.items import Item, Para, behind, paras
from graph_build.converters.listed_values import with_values
from graph_build.converters.signatures import read_signatures
from graph_build.documents.model import Located
from graph_build.text.eras import EraDate, find_dates
from graph_build.text.key import matching_key

_CALLED = r"\((?:通知|通告|届出?|申し?出|申し?入れ|お知らせ)\)"
"""What a letter calls itself behind its subject or on a line of its own."""
_SUBJECT = re.compile(
    rf"^(?:件名[::]?)?(?P<title>[^。]{{0,110}}?(?:協約|協定)(?:書)?(?:\([^()]*\))?(?:の|を)?{ENDING}[^。()]{{0,12}}?(?:について|の件))"
    rf"(?:{_CALLED})?$"
)
_TO = re.compile(
    r"^(?:.{2,3}[都道府県])?.{1,10}(?:[市町村区]長|知事|管理者|連合長)[^。、]{0,14}(?:様|殿|宛て?|あて)$"
)
_FROM = re.compile(r"(?:[市町村区]長|知事|管理者|連合長)[^。、]{0,14}$")
_TELLS = re.compile(
    rf"(?:{ENDING}|効力を失)(?:(?!協議)[^。])*(?:(?:通知|通告|届出|申出|申し?入れ|お知らせ)を?(?:します|いたします|致します|申し上げます|する)"
    r"|(?:申し?出|申し?入れ|届け?出)(?:ます|る))。?$"
)
_NUMBER = re.compile(r"^[^。、]{0,12}第[0-9一二三四五六七八九十百-]+号(?:の[0-9]+)?$")
_MARKS = re.compile(rf"^(?:記|以上|{_CALLED})$")
_ON = re.compile(
    rf"^(?:を(?:もって|以て|もち)|限り|付けで|に)(?:(?!締結)[^。]){{0,30}}?(?:{ENDING}|効力を失)"
)
_DAY_OF = re.compile(rf"(?:{ENDING}|効力を失う)(?:する|の)?(?:期日|年月日|日)(?:は、?|を、?|[::])?$")
_CONCLUDED = re.compile(r"締結(?:の日|した日|年月日|日)(?:は、?|[::])?$")
_NAME_OF = re.compile(
    r"(?:協約|協定)書?(?:の)?(?:名称|題名|件名)(?:は、?|[::])?(?P<name>[^。]{4,90}?(?:協約|協定)書?)$"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter cut into its parts; ``others`` are those to whom it is written."""

    parts: Parts
    others: tuple[FoundSignature, ...]

    @property
    def sentences(self) -> tuple[Para, ...]:
        """What it says: its sentences, and the items below 記."""
        return (*self.parts.preamble, *self.parts.closing)

    def base_named(self) -> tuple[Located | None, tuple[Located, str | None] | None]:
        """The agreement's name, and its day of signing, where items below 記 give them."""
        name: Located | None = None
        date: tuple[Located, str | None] | None = None
        for para in self.parts.closing:
            found = _NAME_OF.search(para.key.text)
            name = name or (para.part(found, "name") if found else None)
            for day in _days(para):
                if date is None and _CONCLUDED.search(matching_key(para.text.text[: day.start])):
                    date = (para.text[day.start : day.end], day.iso)
        return name, date

    def ends(self) -> list[FoundDate]:
        """The day on which the agreement ends, each time it is printed; none where two are."""
        found: list[FoundDate] = []
        for para in self.sentences:
            for day in _days(para):
                before = matching_key(para.text.text[: day.start])
                after = matching_key(para.text.text[day.end :])
                if _DAY_OF.search(before) or _ON.match(after):
                    found.append(FoundDate("repealed", day.iso, para.text[day.start : day.end], day.note))
        return found if len({day.iso for day in found}) == 1 else []

    def operation(self, base_title: str) -> FoundOperation | None:
        """The end of the agreement; its day is absent where the letter prints none, or two."""
        said = next((para for para in self.parts.preamble if _TELLS.search(para.key.text)), None)
        effective = next((day.iso for day in self.ends()), None)
        return FoundOperation("repeal", base_title, (said.text,), effective=effective) if said else None


@dataclass(slots=True)
class _Cutter:
    """Sorts the lines of a letter into its parts."""

    header: list[Para] = field(default_factory=list)
    to: list[Para] = field(default_factory=list)
    sender: list[Para] = field(default_factory=list)
    said: list[Para] = field(default_factory=list)
    below: list[Para] = field(default_factory=list)
    title: Located | None = None

    def take(self, para: Para) -> None:
        key = para.key.text
        subject = None if self.title or self.said else _SUBJECT.match(key)
        if subject:
            self.title = para.part(subject, "title")
            rest = behind(para.text, para.key, subject.end("title"), len(key))
            self.header += [Para(rest)] if rest else []
        elif _MARKS.match(key) or (not self.said and (_NUMBER.match(key) or DATE_ONLY.match(key))):
            self.header.append(para)
        elif not self.said and _TO.match(key):
            self.to.append(para)
        elif not self.below and key.endswith("。"):
            self.said.append(para)
        elif self.said:
            self.below.append(para)
        else:
            self.sender.append(para)


def read_letter(items: Sequence[Item]) -> Letter | None:
    """The letter that these items are; None for anything else."""
    words = paras(items)
    if not is_letter(words) or len(words) != len(items):
        return None
    cutter = _Cutter()
    for para in paras(with_values(words, _MARKS)):
        cutter.take(para)
    others, _ = read_signatures([Para(_without_address(para)) for para in cutter.to])
    return Letter(
        Parts(
            title=cutter.title,
            header=(*cutter.header, *cutter.to),
            preamble=tuple(cutter.said),
            closing=tuple(cutter.below),
            signing=tuple(cutter.sender),
        ),
        tuple(others),
    )


def is_letter(words: Sequence[Para]) -> bool:
    """Whether lines are a letter from one head of a municipality to another that ends an agreement."""
    said = next((i for i, para in enumerate(words) if _TELLS.search(para.key.text)), None)
    if said is None:
        return False
    above = [para.key.text for para in words[:said]]
    sent = any(_TO.match(line) for line in above) and any(
        _FROM.search(line) and not _TO.match(line) for line in above
    )
    about = any(_SUBJECT.match(line) for line in above) or re.search(r"協約|協定", words[said].key.text)
    return sent and bool(about)


def _without_address(para: Para) -> Located:
    """The office that a letter is written to, without 様."""
    end = re.search(r"[\s　]*(?:様|殿|宛て?|あて)[\s　]*$", para.text.text)
    return para.text[: end.start()] if end else para.text


def _days(para: Para) -> list[EraDate]:
    return [day for day in find_dates(para.text.text) if day.precision == "day" and not day.cited]
