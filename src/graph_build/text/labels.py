"""What a row label or column head means: the vocabulary of `data/vocabulary/row-labels.tsv`, 「Xの役割」, else its pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias, cast

from graph_build.assets import asset, tsv
from graph_build.text.joining import AND
from graph_build.text.key import matching_key

LabelKind: TypeAlias = Literal[
    "content", "title", "field", "direction", "cost", "roles", "role", "holder", "number", "note", "unknown"
]

_POSITION = "[甲乙丙丁戊己庚辛]"
_GROUP = (
    rf"(?!両|双方|[市町村区県][と・及お])(?:[^()、。]{{1,7}}[市町村区県](?:、|・|{AND}|と)){{0,12}}.{{0,14}}"
    r"(?:市町村|市町|市村|町村|市|町|村|区|都|道|府|県|組合|連合|企業団|団体|協会|機構|会|自治体|中心市|連携中枢都市)"
)
_POSITIONS = rf"{_POSITION}(?:(?:{AND}|・|、|と)?{_POSITION})*"
_NAMED_HOLDER = re.compile(
    rf"[^()]{{1,14}}\(({_POSITIONS})\)|({_POSITIONS})(?:\([^()]{{1,14}}\)|:[^():、。]{{1,14}})"
)
_BARE_POSITION = re.compile(_POSITIONS)
# 「甲(三条市)の役割」, 「三条市(甲)の役割」, 「中心市である甲の役割」 name the same holder.
_HOLDER = (
    rf"(?:[^()は]{{1,10}}である(?={_POSITION}))?"
    rf"(?:(?P<named>[^()]{{1,14}})\((?={_POSITIONS}\)))?(?P<holder>{_POSITIONS}|{_GROUP})(?(named)\)|(?:\([^()]{{1,14}}\))?)側?"
)
_ACTS = (
    r"(?:担う|果たす|行う|負う|受け持つ|取り?組む|講じ?る|分担する|担当する|実施する|処理する|する)(?:べき)?"
)
_DUTY = r"(?:役割|役目|責務|責任|取組|取り組み|取組み|分担|事務|業務|対応|担当|措置|任務|実施(?=事項|内容))"
_COSTS = r"(?:費用|経費)?の?(?:分担|負担)"
_AND = rf"(?:{AND}|と|・|、)"
# 「甲の役割」, 「甲が担うべき主な役割」, 「乙の処理する事務」, 「甲が行うこと」, 「乙の役割と費用負担」, 「甲の役割(費用負担を含む。)」
_ROLE = re.compile(
    rf"{_HOLDER}(?:が|の|は|に(?:おいて|おける|係る|求められる|期待される))"
    rf"(?:{_COSTS}{_AND})?"
    rf"(?:(?:主な|主たる|具体的な?|必要な)?{_ACTS}(?:主な|具体的な)?(?:{_DUTY}|こと|事項|内容|事業)"
    rf"|(?:主な|主たる|具体的な?)?{_DUTY})"
    rf"(?:の?(?:分担|内容|事項|概要))*(?:{_AND}(?:{_DUTY}|{_COSTS}))?等?(?:\([^()]{{1,20}}\))?"
)
# 「甲・乙共通」, 「甲及び乙に共通の役割」 are said of these positions, of all the parties only where there are no others.
_SHARED = re.compile(
    rf"(?P<holder>{_POSITION}(?:(?:{AND}|・|、|と)?{_POSITION})+)(?:に|の|で)?共[通同](?:の?(?:{_DUTY}|事項)(?:分担)?)?"
)
_ROLE_BEHIND = re.compile(
    rf"(?:役割(?:分担)?|取組|取り組み|分担)(?:\((?P<framed>{_POSITIONS}|{_GROUP})\)|:(?P<plain>{_POSITIONS}|{_GROUP}))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label announces; ``holder`` is the printed holder of a role label (甲, 三原市, 甲及び乙), as key."""

    kind: LabelKind
    holder: str | None = None


@cache
def vocabulary() -> dict[str, LabelKind]:
    """Matching key of a label → its kind."""
    rows = tsv(asset("data"), "vocabulary", "row-labels.tsv")
    return {matching_key(row["label"]): cast(LabelKind, row["kind"]) for row in rows}


@cache
def _patterns() -> tuple[tuple[LabelKind, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "row-label-patterns.tsv")
    return tuple((cast(LabelKind, row["kind"]), re.compile(row["pattern"])) for row in rows)


_NONE: Mapping[str, Label] = MappingProxyType({})
_OWN: ContextVar[Mapping[str, Label]] = ContextVar("own labels", default=_NONE)


@contextmanager
def labels_of_its_own(labels: Mapping[str, Label]) -> Iterator[None]:
    """While a document is read that has labels of its own: what they mean, by matching key without brackets."""
    token = _OWN.set(labels)
    try:
        yield
    finally:
        _OWN.reset(token)


def label_kind(key: str) -> Label:
    """Classify the matching key of a cell or line that may be a label, by the document's own labels, then by all.

    >>> with labels_of_its_own({"飯田市": Label("role", "飯田市")}):
    ...     label_kind("[飯田市]").holder
    '飯田市'
    """
    return _OWN.get().get(_bare(key)) or usual_kind(key)


def _bare(key: str) -> str:
    return key.strip("()【】[]〔〕<>《》〈〉≪≫:・○●■◆◇◎")


@cache
def usual_kind(key: str) -> Label:
    """Classify the matching key of a cell or line that may be a label, whatever one document means by it.

    >>> label_kind("取組の内容").kind, label_kind("甲の役割"), label_kind("観光の振興").kind
    ('content', Label(kind='role', holder='甲'), 'unknown')
    >>> label_kind("三原市の役割分担及び費用分担").holder, label_kind("分担(乙)").holder, label_kind("甲(三条市)の役割").holder
    ('三原市', '乙', '甲')
    >>> [label_kind(key).kind for key in ("両市に共通の役割", "市と村が共に担う役割", "双方共通", "両市町の役割")]
    ['roles', 'roles', 'roles', 'roles']
    >>> label_kind("連携する取組と3市町が果たす役割").kind, label_kind("中心市と2町が果たす役割").holder
    ('unknown', '中心市と2町')
    >>> label_kind("甲・乙共通").holder, label_kind("甲及び乙の共通の役割").holder
    ('甲・乙', '甲及び乙')
    >>> {label_kind(f"乙{duty}").holder for duty in ("が行うこと", "の処理する事務", "に求められる役割", "の責任分担", "の実施事項")}
    {'乙'}
    """
    bare = _bare(key)
    kind = vocabulary().get(bare)
    if kind:
        return Label(kind)
    found = _SHARED.fullmatch(bare) or _ROLE.fullmatch(bare) or _ROLE.fullmatch(key)
    if found and not _heads_both(found["holder"]):
        return Label("role", found["holder"])
    found = _ROLE_BEHIND.fullmatch(key)
    if found:
        return Label("role", found["framed"] or found["plain"])
    alike = next(
        (kind for kind, pattern in _patterns() if pattern.fullmatch(bare) or pattern.fullmatch(key)), None
    )
    return Label(alike or "unknown")


def _heads_both(holder: str) -> bool:
    """Whether what stands in front of a group is no member of it but what is done: 「連携する取組と3市町が果たす役割」 names a table."""
    first = re.split(rf"{AND}|と|・|、", holder, maxsplit=1)
    return len(first) > 1 and usual_kind(first[0]).kind in ("content", "title")


def named_holder(key: str) -> str | None:
    """The position where a cell holds a name beside it: 「豊田市(甲)」, 「甲(豊田市)」, 「甲:豊田市」; None for other words.

    >>> named_holder("豊田市(甲)"), named_holder("甲(豊田市)"), named_holder("甲:豊田市"), named_holder("豊田市(仮)")
    ('甲', '甲', '甲', None)
    """
    found = _NAMED_HOLDER.fullmatch(key)
    return next(filter(None, found.groups()), None) if found else None


def is_position(key: str) -> bool:
    """Whether a key is 甲, 乙, 甲乙, 甲及び乙, …

    >>> is_position("甲及び乙"), is_position("甲府市")
    (True, False)
    """
    return _BARE_POSITION.fullmatch(key) is not None
