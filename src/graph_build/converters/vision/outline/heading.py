"""A heading of a plan: its marker, its label, and what it announces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.items import Para, printed
from graph_build.converters.measures.fields import number_of
from graph_build.converters.vision.words.title_markers import bare_number, split_state
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number

CAPTION_KINDS = ("square", "lenticular", "angle", "area_field")
PILLAR = re.compile(
    r"(?:圏域(?:全体)?の)?(?:経済成長のけん引|高次の?都市機能の集積・?強化|生活関連機能サービスの向上)"
    r"|(?:生活機能の強化|結びつきやネットワークの強化|圏域マネジメント能力の強化)(?:に係る(?:政策分野|取組))?"
)
_LONGEST_PILLAR = 40
_FRAMES = dict(zip("【［[〔", "】］]〕", strict=True))
_ROUND = re.compile(r"\(([^()]+)\)")
_OF_FIELD = re.compile(r"(?<!協約)(?<!協定)に(?:係る|関する)(?:取組|取り組み|施策|事業)$")
_CHAPTER_OF_PROJECTS = re.compile(r"(?:取組|取り組み|施策|事業|推進方策)(?:の(?:内容|展開|推進))?$")


@dataclass(frozen=True)
class Heading:
    """A heading: kind of its marker, number as printed and as counted, label, and what it announces.

    ``role`` is one of ``vision-headings.tsv`` (direction, kpi, agreement, projects, members, period …) or None for
    a heading with a meaning of its own (a policy field, a measure, a project, a chapter).
    """

    para: Para
    kind: str
    index: int
    """Position among the items."""
    cut: re.Match[str] | None = None
    """The marker, where it is one of two levels or of words."""

    @property
    def label(self) -> Located:
        """The heading without marker or brackets."""
        text = self.para.text.strip()
        if self.cut is not None:
            inside = _FRAMES.get(self.cut[0][0]) == text.text[-1] not in self.cut[0]
            return text[self.cut.end() : len(text) - inside].strip()
        if self.kind in CAPTION_KINDS:
            return text[1 : len(text) - 1].strip()
        return self.para.body

    @property
    def key(self) -> str:
        """Matching key of the title."""
        return matching_key(split_state(self.label)[0].text)

    @property
    def title(self) -> str:
        """The label as printed, without the mark of a revised edition (【変更】)."""
        return printed(split_state(self.label)[0])

    @property
    def printed_number(self) -> str | None:
        """The number as printed (①, (1), ア, A-1)."""
        if self.cut is not None:
            return bare_number(self.cut[0])
        return number_of(self.para.marker) if self.kind not in CAPTION_KINDS else None

    @property
    def number(self) -> int | None:
        """What the marker counts."""
        if self.cut is not None:
            last = parse_number(unicodedata.normalize("NFKC", self.cut["last"]).strip("()"))
            return int(last.value) if last and last.value is not None else None
        return self.para.marker.number if self.para.marker and self.kind not in CAPTION_KINDS else None

    @property
    def role(self) -> str | None:
        """What the heading announces; a chapter about 取組 or 事業 as such holds the projects, not one about those of a field."""
        outer = self.kind in ("part", "chapter", "roman_upper", "section")
        if outer and _CHAPTER_OF_PROJECTS.search(self.key) and not _OF_FIELD.search(self.key):
            return "projects"
        framed = _ROUND.fullmatch(self.key)  # 「（関連事業）」
        return heading_role(framed[1] if framed else self.key)


@cache
def _roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-headings.tsv")
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows)


@cache
def heading_role(key: str) -> str | None:
    """What a heading of this key announces, by ``data/vocabulary/vision-headings.tsv``.

    >>> heading_role("取組の方向性"), heading_role("施策ごとのKPI設定"), heading_role("観光の振興") is None
    ('direction', 'kpi', True)
    """
    return next((role for role, pattern in _roles() if pattern.fullmatch(key)), None)


def is_pillar(key: str) -> bool:
    """Whether a heading of this key is one of the pillars that a scheme prescribes, the outermost policy fields.

    >>> is_pillar("圏域全体の経済成長のけん引に関する連携"), is_pillar("観光の振興")
    (True, False)
    """
    return len(key) <= _LONGEST_PILLAR and PILLAR.search(key) is not None
