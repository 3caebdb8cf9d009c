"""What a row label or column head means: the vocabulary of `data/vocabulary/row-labels.tsv`, 「Xの役割」, else its pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, cast

from graph_build.assets import asset, tsv
from graph_build.text.key import matching_key

LabelKind: TypeAlias = Literal[
    "content", "title", "field", "direction", "cost", "roles", "role", "number", "note", "unknown"
]

_POSITION = "[甲乙丙丁戊己庚辛]"
_GROUP = (
    r"(?!両|双方|[市町村区県][と・及]).{0,14}"
    r"(?:市町村|市町|市村|町村|市|町|村|区|都|道|府|県|組合|連合|企業団|団体|協会|機構|会|自治体|中心市|連携中枢都市)"
)
_POSITIONS = rf"{_POSITION}(?:(?:及び|並びに|・|、|と)?{_POSITION})*"
# 「甲(三条市)の役割」 and 「三条市(甲)の役割」 name the same holder.
_HOLDER = re.compile(
    rf"(?:(?P<named>[^()]{{1,14}})\((?={_POSITIONS}\)))?(?P<holder>{_POSITIONS}|{_GROUP})(?(named)\)|(?:\([^()]{{1,14}}\))?)"
    r"(?:(?:が|の)?(?:担う|果たす|行う|担当する)|の)(?:主な)?"
    r"(?:役割(?:分担)?|責務|取組|取り組み|分担|事務)"
    r"(?:(?:及び|と|・|並びに)(?:費用|経費)(?:分担|負担|の分担|の負担))?等?"
)
_BRACKETED_HOLDER = re.compile(rf"(?:役割(?:分担)?|取組|取り組み|分担)\((?P<holder>{_POSITIONS}|{_GROUP})\)")
_BARE_POSITION = re.compile(_POSITIONS)


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


@cache
def label_kind(key: str) -> Label:
    """Classify the matching key of a cell or line that may be a label.

    >>> label_kind("取組の内容").kind, label_kind("甲の役割"), label_kind("観光の振興").kind
    ('content', Label(kind='role', holder='甲'), 'unknown')
    >>> label_kind("三原市の役割分担及び費用分担").holder, label_kind("分担(乙)").holder, label_kind("甲(三条市)の役割").holder
    ('三原市', '乙', '甲')
    >>> [label_kind(key).kind for key in ("両市に共通の役割", "市と村が共に担う役割", "甲・乙共通の役割", "両市町の役割")]
    ['roles', 'roles', 'roles', 'roles']
    """
    bare = key.strip("()【】[]〔〕<>《》:・○●■◆◇")
    kind = vocabulary().get(bare)
    if kind:
        return Label(kind)
    found = _HOLDER.fullmatch(bare) or _BRACKETED_HOLDER.fullmatch(key)
    if found:
        return Label("role", found["holder"])
    alike = next(
        (kind for kind, pattern in _patterns() if pattern.fullmatch(bare) or pattern.fullmatch(key)), None
    )
    return Label(alike or "unknown")


def is_position(key: str) -> bool:
    """Whether a key is 甲, 乙, 甲乙, 甲及び乙, …

    >>> is_position("甲及び乙"), is_position("甲府市")
    (True, False)
    """
    return _BARE_POSITION.fullmatch(key) is not None
