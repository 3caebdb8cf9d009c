"""What a table of figures counts, by its caption: the topic without number, date, unit and words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_build.converters.items import Para, printed
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.words.heads import bracket_at_end, date_period, unit_in
from graph_build.documents.model import Located

_TABLE_NUMBER = re.compile(
    r"^[【\[(（]?\s*(?:(?:別|図)?表|資料|第(?=[0-9０-９-－.．・]+表))\s*(?:[Ⅰ-Ⅻ]|[A-ZＡ-Ｚ](?=[-－]))?[-－0-9０-９.．・]+表?[】\])）:：]?\s*"
)
_TABLE = re.compile(r"^図?表[\s:：]+(?=[^\s0-9０-９-－])")
# 「圏域の人口の推移と見通し」: the words around what is counted.
_WHOSE = re.compile(
    r"^(?:[^の]*(?:圏域?|市町村?|市村|町村|自治体|(?:各|構成|関係|連携)[市町村])(?:全体|別|内|ごと)?(?:の|における|に係る)(?=.)|(?:圏域|域内)(?:内|全体)?(?=(?:総)?人口|世帯|面積))"
)
_BY = re.compile(r"^(?:構成)?(?:市町村|市町|市村|町村|自治体|年次?|年度)別の?(?=.)")
_FRAMED = re.compile(r"[【〔《〈＜](.+)[】〕》〉＞]")
_UNIT_NOTE = re.compile(r"単位\s*[:：]\s*([^\s　、,)）]{1,8})")
_UNIT_BEHIND = re.compile(r"[\s　]*単位\s*[:：]\s*(?P<unit>[^\s()（）]{1,8})$")
_SOURCES = r"(?:調査|台帳|センサス|統計|推計|調べ|報告書?)(?:年報|速報|結果|等)?"
_SOURCE = re.compile(rf"..{_SOURCES}(?:より)?$")
_BY_SOURCE = re.compile(
    rf"^\S+(?:{_SOURCES}|研究所)(?:による|に基づく|にもとづく|に[見み]る|で[見み]る|から[見み]た)(?=.)"
)
_CHANGES = r"(?:将来)?(?:推移|動向|状況|変化|見通し|見込み|比較|推計|予測|現状|現況|増減)"
_JOINED = re.compile("と|及び|および|並びに|・|、")
_CENSUS = re.compile("^国勢調査(?=(?:総)?人口|世帯)")
_COURSE = re.compile(rf"(?<=.)(?:の|と){_CHANGES}(?:(?:と|及び|・|、){_CHANGES})*$")


@dataclass(frozen=True, slots=True)
class Topic:
    """A table of figures: its name, the headings above, the unit and the period that hold for all its figures."""

    name: str
    path: Sequence[Heading]
    unit: str | None
    period: tuple[int, str] | None = None
    apart: frozenset[str] = frozenset()
    """What columns of their own count."""

    @property
    def counts(self) -> str:
        """What the table counts, where its columns do not say it: 「圏域の人口の推移」, 「国勢調査による人口」 count 人口, and so does
        「国勢調査人口と高齢化率」 beside a column of 高齢化率."""
        parts = _JOINED.split(self.name)
        rest = [part for part in parts if part not in self.apart]
        name = rest[0] if len(rest) == 1 else self.name
        bare = _CENSUS.sub("", _BY_SOURCE.sub("", _COURSE.sub("", name)))
        bare = _BY.sub("", _WHOSE.sub("", bare)) or name
        kinds = sorted(_JOINED.split(bare), key=len)  # 「人口と将来推計人口」 counts 人口
        return kinds[0] if all(kind.endswith(kinds[0]) for kind in kinds) else bare


def unnumbered(caption: Located) -> Located:
    """A caption without the number of its table.

    >>> unnumbered(Located.plain("表１－２　医療の成果指標", 0)).text, unnumbered(Located.plain("第３表 人口", 0)).text
    ('医療の成果指標', '人口')
    """
    found = _TABLE_NUMBER.match(caption.text)
    return caption[found.end() :] if found else caption


def unit_of_notes(notes: Sequence[Para]) -> str | None:
    """The unit that a note below a table gives to all its figures: 「（単位：人　出典：国勢調査）」."""
    found = (_UNIT_NOTE.search(note.text.text) for note in notes)
    return next((unit for one in found if one and (unit := unit_in(one[1]))), None)


def captioned(caption: Located, path: Sequence[Heading], unit: str | None) -> Topic:
    """The topic of a caption: 「表1 圏域の人口（単位：人）」, 「◇構成市町の概要（令和2年国勢調査）」, 「面積（2020（令和２）年）」,
    「人口の推移（国勢調査）　単位：人」."""
    if unnumbered := _TABLE.match(caption.text):
        caption = caption[unnumbered.end() :]
    name, of_caption, period = printed(caption), None, date_period(printed(caption))
    behind = _UNIT_BEHIND.search(name)
    if behind is not None and (of_caption := unit_in(behind["unit"])):
        name = name[: behind.start()]
    while (found := bracket_at_end(name)) is not None:
        start, inside = found
        unit_inside = next(filter(None, map(unit_in, (inside, *re.split("[、,・]", inside)))), None)
        if not name[:start].strip() or (
            unit_inside is None
            and (period is None or date_period(inside) is None)
            and not _SOURCE.search(inside)
        ):
            break
        of_caption = of_caption or unit_inside
        name = name[:start].rstrip()
    framed = _FRAMED.fullmatch(name)
    if framed is not None:
        begin = caption.text.index(name[0]) + 1
        inner = caption[begin : caption.text.index(name[-1], begin)]
        within = captioned(inner, path, unit or of_caption)
        return replace(within, period=within.period or period)
    name = re.sub(r"^[^\w\s(（【\[]+\s*", "", _TABLE_NUMBER.sub("", name))
    return Topic(name, path, unit or of_caption, period)
