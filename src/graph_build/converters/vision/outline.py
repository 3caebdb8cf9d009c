"""The outline of a plan: every item under its headings, whatever style of chapters the plan uses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.items import Grid, Item, Lost, Para, printed
from graph_build.converters.measures.fields import number_of
from graph_build.converters.vision.title_markers import bare_number, special_marker
from graph_build.documents.model import Located
from graph_build.places.index import read_name
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.noise import BEFORE_PAGE
from graph_build.text.numbers import parse_number

# The usual order of markers from the outside in; a plan uses some of them.
_OUTSIDE_IN = (
    "appendix", "part", "chapter", "section", "roman_upper", "roman_multi", "letter_upper", "letter_multi", "pillar", "area_field",
    "ordinal", "digit",
    "digit_close", "kanji", "digit_multi", "paren_digit", "paren_kanji", "paren_multi", "triple", "tag", "tag_project",
    "circled", "square", "kana",
    "kana_close", "paren_kana", "letter", "paren_letter",
)  # fmt: skip
_APPENDIX = re.compile(
    r"[【\[(（〔]?(?:別紙|別表|(?:参考|付属|附属|巻末)?資料|付録|参考)\s*"
    r"(?:編|[0-9０-９一二三四五六七八九十]{1,2}(?![0-9０-９年]))[】\])）〕]?(?=[\s　]|$)"
)
_ALWAYS_OUTSIDE = ("appendix", "part", "chapter", "section")
_HEADING_KINDS = frozenset(_OUTSIDE_IN)
_CAPTION_KINDS = ("square", "lenticular", "angle", "area_field")
_PILLAR = re.compile(
    r"(?:圏域(?:全体)?の)?(?:経済成長のけん引|高次の?都市機能の集積・?強化|生活関連機能サービスの向上)"
    r"|(?:生活機能の強化|結びつきやネットワークの強化|圏域マネジメント能力の強化)(?:に係る(?:政策分野|取組))?"
)
_FRAME = re.compile(r"^[(〔―ー-]+|[)〕―ー-]+$")
_LONGEST_PILLAR = 40
_SENTENCE = re.compile(r"[。、，：:]$|。[)）」』]$|(?:する|した|ます|ました|いう)。?$")
_TAGGED_FIELD = re.compile(r"【[^【】]{1,30}】\s*$")
_SHORT_VERB = re.compile(r"^[^。、，：:]{3,26}する$")
_FRAMES = "【】[]〔〕<>《》〈〉＜＞"
_LONGEST = 70
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
            return text[self.cut.end() :].strip()
        if self.kind in _CAPTION_KINDS:
            return text[1 : len(text) - 1].strip()
        return self.para.body

    @property
    def key(self) -> str:
        """Matching key of the label."""
        return matching_key(self.label.text)

    @property
    def title(self) -> str:
        """The label as printed."""
        return printed(self.label)

    @property
    def printed_number(self) -> str | None:
        """The number as printed (①, (1), ア, A-1)."""
        if self.cut is not None:
            return bare_number(self.cut[0])
        return number_of(self.para.marker) if self.kind not in _CAPTION_KINDS else None

    @property
    def number(self) -> int | None:
        """What the marker counts."""
        if self.cut is not None:
            last = parse_number(unicodedata.normalize("NFKC", self.cut["last"]).strip("()"))
            return int(last.value) if last and last.value is not None else None
        return self.para.marker.number if self.para.marker and self.kind not in _CAPTION_KINDS else None

    @property
    def role(self) -> str | None:
        """What the heading announces; a chapter about 取組 or 事業 as such holds the projects."""
        if self.kind in ("part", "chapter", "roman_upper", "section") and _CHAPTER_OF_PROJECTS.search(
            self.key
        ):
            return "projects"
        return heading_role(self.key)


@dataclass(frozen=True)
class Node:
    """An item under its headings, outermost first; of a heading's own node the last one is itself."""

    item: Item
    path: tuple[Heading, ...]
    heading: Heading | None = None


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


def read_outline(items: Sequence[Item]) -> tuple[Node, ...]:
    """Every item with the headings above it."""
    headings: list[Heading] = []
    for i, item in enumerate(items):
        kind = heading_kind(items, i) if isinstance(item, Para) else None
        if kind is not None and isinstance(item, Para):
            headings.append(Heading(item, kind, i, special_marker(item.text.text.strip())[1]))
    paths = _paths(headings)
    nodes: list[Node] = []
    path: tuple[Heading, ...] = ()
    for i, item in enumerate(items):
        path = paths.get(i, path)
        nodes.append(Node(item, path, path[-1] if i in paths else None))
    return tuple(nodes)


def _paths(headings: Sequence[Heading]) -> dict[int, tuple[Heading, ...]]:
    """Position of each heading → the headings around it, itself the last."""
    paths: dict[int, tuple[Heading, ...]] = {}
    nested: set[tuple[str, str]] = set()
    ended: dict[str, tuple[Heading, ...]] = {}
    """The paths that a heading further out ended, by the kind of their last heading."""
    stack: list[Heading] = []
    for at, heading in enumerate(headings):
        sibling = _sibling(heading, stack)
        if _counts_on(heading, ended.get(heading.kind), stack):
            stack = list(ended.pop(heading.kind)[:-1])
        elif sibling is not None:
            del stack[sibling:]
        elif _begins_anew(heading, stack):
            pass
        elif not (stack and stack[-1].index == heading.index - 1 and stack[-1].role in ("projects", "kpi")):
            # Directly below 「ウ 具体的事業」 any marker begins what that announces.
            while stack and not _inside(headings, at, stack, nested):
                ended[stack[-1].kind] = tuple(stack)
                stack.pop()
        nested |= {(outer.kind, heading.kind) for outer in stack}
        stack.append(heading)
        paths[heading.index] = tuple(stack)
    return paths


def _sibling(heading: Heading, stack: Sequence[Heading]) -> int | None:
    """Where the open heading of the same kind stands that a heading follows: of several the inner one that it counts on."""
    same = [i for i, other in enumerate(stack) if other.kind == heading.kind]
    if not same or _begins_anew(heading, stack):
        return None
    counted = [i for i in same if heading.number is not None and stack[i].number == heading.number - 1]
    return counted[-1] if counted else same[0]


def _begins_anew(heading: Heading, stack: Sequence[Heading]) -> bool:
    """Whether a kind is used once more further in: 「１ 医療」 right below 「第１ 生活機能の強化」 below 「４ 具体的な取組」."""
    if heading.number != 1 or not stack or stack[-1].index != heading.index - 1:
        return False
    return stack[-1].kind != heading.kind and heading.kind in [other.kind for other in stack]


def _counts_on(heading: Heading, ended: Sequence[Heading] | None, stack: Sequence[Heading]) -> bool:
    """Whether a heading goes on with the count of one that another kind ended (chapter ７ behind 柱３), and not with that of
    its own kind inside (the measures ５, ６ of 柱３)."""
    inside = [other.number for other in stack if other.kind == heading.kind]
    if not ended or not inside or heading.number is None or None in (ended[-1].number, inside[-1]):
        return False
    return heading.number - 1 == ended[-1].number != inside[-1]


def _inside(
    headings: Sequence[Heading], at: int, stack: Sequence[Heading], nested: set[tuple[str, str]]
) -> bool:
    """Whether a heading stands inside the innermost open one: as the counting goes on, as this plan nested the kinds
    before, as markers are usually nested."""
    heading, last = headings[at], stack[-1]
    if heading.kind in _CAPTION_KINDS and heading.role == "agreement" and last.index == heading.index - 1:
        return True  # 「〔協定の内容〕」 right below the measure
    if heading.kind == "area_field" and is_pillar(last.key):
        return True  # 「【医療】」 below 「１ 生活機能の強化に係る政策分野」
    if not _outside(heading.kind, last.kind) or (last.kind, heading.kind) in nested:
        return True
    if heading.kind in _ALWAYS_OUTSIDE or last.number is None:
        return False
    if last.index == heading.index - 1 and stack[0].kind == "pillar" and len(stack) > 1:
        return True  # 「（１）生活を便利にする」 right above 「５ 子育てを支え合う」: measures counted on through the plan
    if _always_behind(headings, heading.kind, last.kind, {other.kind for other in stack[:-1]}):
        return True
    if heading.number != 1:
        return False
    below = last.index == heading.index - 1 and (heading.kind, last.kind) not in nested
    around = {other.kind for other in stack[:-1]}
    for following in headings[at + 1 :]:
        if following.kind in around:
            break
        if following.kind == last.kind:
            return following.number == last.number + 1
    return below  # 「Ａ 生活機能の強化」 right below 「３ 生活関連機能サービスの向上」, the last of its kind


def _always_behind(headings: Sequence[Heading], kind: str, other: str, around: set[str]) -> bool:
    """Whether each heading further out (「（１） 医療」) that has headings of the two kinds below it begins with the other
    (「ア 救急」, then 「① 診療所」), in two places at least."""
    parts: list[list[str]] = [[]]
    for heading in headings:
        if heading.kind in around:
            parts.append([])
        elif heading.kind == kind or (heading.kind == other and heading.role is None):
            parts[-1].append(heading.kind)
    begins = [part[0] for part in parts if kind in part]
    return begins.count(other) == len(begins) > 1


def _outside(kind: str, other: str) -> bool:
    """Whether a marker kind usually stands further out than another; names and captions are innermost."""
    order = {name: i for i, name in enumerate(_OUTSIDE_IN)}
    return order.get(kind, len(order)) < order.get(other, len(order))


def heading_kind(items: Sequence[Item], i: int) -> str | None:
    """The kind of heading that a paragraph is; None for text."""
    para = items[i]
    assert isinstance(para, Para)
    text = para.text.text.strip()
    if len(text) > _LONGEST or para.style == "item" or is_contents_line(para):
        return None
    if _APPENDIX.match(text) and not _SENTENCE.search(text):
        return "appendix"
    named = _field_name(text, para)
    if named is not None:
        return named
    special, cut = special_marker(text)
    if cut is not None and _PILLAR.fullmatch(matching_key(text[cut.end() :])):
        return "pillar"
    if special is not None and not _SENTENCE.search(text):
        return None if _in_list(items, i) else special
    caption = parse_marker(text)
    if caption and caption.kind in _CAPTION_KINDS and caption.end >= len(text):
        if _is_range(text):
            return None  # 「【令和3年度～令和7年度】」 below the title is the period
        return "square" if caption.kind == "square" else caption.kind
    marker = para.marker
    if marker is None:
        return _unmarked(para)
    if marker.kind == "bullet":
        return "place" if is_place_name(para.body.text) else None
    if marker.kind == "letter_upper" and _TAGGED_FIELD.search(text):
        return None  # 「A 生活機能の強化に係る政策分野【福祉】」 says which field of the agreement a measure belongs to
    if marker.kind not in _HEADING_KINDS or not para.body:
        return None
    if _SENTENCE.search(text) and not _heads_what_follows(items, i):
        return None
    return None if _in_list(items, i) else marker.kind


def _heads_what_follows(items: Sequence[Item], i: int) -> bool:
    """Whether a marked line that ends in a verb (「１ 地元の会社を応援する」) is a heading all the same: it is short, and
    right below it stands a table, a heading of another kind, or what a heading announces; a list goes on with its own kind."""
    para, own = items[i], _marker_kind(items, i)
    assert isinstance(para, Para)
    if not _SHORT_VERB.search(para.body.text) or _marker_kind(items, i - 1) == own or i + 1 >= len(items):
        return False
    following = items[i + 1]
    if not isinstance(following, Para):
        return isinstance(following, Grid)
    kind = heading_kind(items, i + 1)
    if kind in _CAPTION_KINDS:
        return heading_role(matching_key(following.text.text.strip().strip(_FRAMES))) is not None
    return kind in _HEADING_KINDS and _marker_kind(items, i + 1) != own


def _marker_kind(items: Sequence[Item], i: int) -> str | None:
    item = items[i] if i >= 0 else None
    return item.marker.kind if isinstance(item, Para) and item.marker else None


def _is_range(text: str) -> bool:
    """Whether a text consists of two dates and what stands around them, the word for a period before them or not."""
    dates = find_dates(text)
    if len(dates) != 2:
        return False
    before, between, behind = (
        text[: dates[0].start],
        text[dates[0].end : dates[1].start],
        text[dates[1].end :],
    )
    if heading_role(matching_key(before.strip(_FRAMES + ":：　 "))) == "period":
        before = ""
    return not re.search(r"\w{3}", f"{before}{between}{behind}")


@cache
def _field_names() -> frozenset[str]:
    return frozenset(
        matching_key(row["label"]) for row in tsv(asset("data"), "vocabulary", "field-names.tsv")
    )


def _field_name(text: str, para: Para) -> str | None:
    """A pillar on a line of its own (`pillar`), or the name of a policy field in brackets (`area_field`)."""
    if para.marker is None and para.style != "item" and _PILLAR.fullmatch(matching_key(text)):
        return "pillar"
    framed = re.fullmatch(r"[【〔\[](?P<name>[^【】〔〕\[\]]{2,30})(?:分野)?[】〕\]]", text)
    return "area_field" if framed and matching_key(framed["name"]) in _field_names() else None


def is_field_name(key: str) -> bool:
    """Whether a label is the name of a policy field, or of several side by side.

    >>> is_field_name("教育・文化"), is_field_name("防災・環境"), is_field_name("在宅医療の推進")
    (True, True, False)
    """
    names = _field_names()
    return key in names or all(part in names for part in re.split("[・、]|及び|と", key))


def is_pillar(key: str) -> bool:
    """Whether a heading of this key is one of the pillars that a scheme prescribes, the outermost policy fields.

    >>> is_pillar("圏域全体の経済成長のけん引に関する連携"), is_pillar("観光の振興")
    (True, False)
    """
    return len(key) <= _LONGEST_PILLAR and _PILLAR.search(key) is not None


def is_contents_line(para: Para) -> bool:
    """A line of a table of contents: words, dots or a wide gap, a page number.

    >>> is_contents_line(Para(Located.plain("第1章 圏域の現況 …… 3", 0)))
    True
    """
    return BEFORE_PAGE.search(para.text.text) is not None


def _unmarked(para: Para) -> str | None:
    if para.style == "heading":
        return "place" if is_place_name(para.text.text) else "plain"
    role = heading_role(_FRAME.sub("", matching_key(para.text.text)))
    return "contents" if role == "contents" else "plain" if role else None


def is_place_name(text: str) -> bool:
    """Whether a line is the name of a municipality and nothing else.

    >>> is_place_name("三原市"), is_place_name("三原市の取組")
    (True, False)
    """
    key = matching_key(text)
    return 2 <= len(key) <= 12 and key[-1] in "市町村区" and read_name(text) is not None


def _in_list(items: Sequence[Item], i: int) -> bool:
    """Whether a marked line is one of a list: siblings follow directly, without anything between them."""

    def number(j: int) -> tuple[str, int] | None:
        item = items[j] if 0 <= j < len(items) else None
        if not isinstance(item, Para) or item.marker is None or item.marker.number is None:
            return None
        return item.marker.kind, item.marker.number

    own = number(i)
    if own is None:
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    before_too = number(i - 1) == (own[0], own[1] - 1)
    after_too = number(i + 1) == (own[0], own[1] + 1)
    if after_too:
        return before_too or number(i + 2) == (own[0], own[1] + 2)
    return before_too and number(i - 2) == (own[0], own[1] - 2) and not isinstance(after, Grid | Lost)
