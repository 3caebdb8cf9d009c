"""The outline of a plan: every item under its headings, whatever style of chapters the plan uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.items import Grid, Item, Lost, Para
from graph_build.converters.vision.outline.digit_styles import with_digit_styles
from graph_build.converters.vision.outline.heading import CAPTION_KINDS, PILLAR, Heading, heading_role
from graph_build.converters.vision.outline.nesting import OUTSIDE_IN, TITLED, paths_of
from graph_build.converters.vision.words.short_names import is_short_name
from graph_build.converters.vision.words.title_markers import special_marker
from graph_build.places.index import read_name
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.noise import BEFORE_PAGE

_APPENDIX = re.compile(
    r"[【\[(（〔]?(?:別紙|別表|(?:参考|付属|附属|巻末)?資料|付録|参考)\s*"
    r"(?:編|[0-9０-９一二三四五六七八九十]{1,2}(?![0-9０-９年]))[】\])）〕]?(?=[\s　]|$)"
)
_HEADING_KINDS = frozenset(OUTSIDE_IN)
_FRAME = re.compile(r"^[(〔―ー-]+|[)〕―ー-]+$")
_SENTENCE = re.compile(r"[。、，：:]$|。[)）」』]$|(?:する|した|ます|ました|いう)。?$")
_TAGGED_FIELD = re.compile(r"【[^【】]{1,30}】\s*$")
_PAGED = re.compile(r"\S[\s　]+[0-9０-９]{1,3}$")
_SHORT_VERB = re.compile(r"^[^。、，：:]{3,26}する$")
_FRAMES = "【】[]〔〕<>《》〈〉＜＞"
_LONGEST = 70


@dataclass(frozen=True)
class Node:
    """An item under its headings, outermost first; of a heading's own node the last one is itself."""

    item: Item
    path: tuple[Heading, ...]
    heading: Heading | None = None


def read_outline(items: Sequence[Item]) -> tuple[Node, ...]:
    """Every item with the headings above it."""
    headings: list[Heading] = []
    for i, item in enumerate(items):
        kind = heading_kind(items, i) if isinstance(item, Para) else None
        if kind is not None and isinstance(item, Para):
            headings.append(Heading(item, kind, i, special_marker(item.text.text.strip())[1]))
    headings = with_digit_styles(headings)
    paths = paths_of(headings)
    nodes: list[Node] = []
    path: tuple[Heading, ...] = ()
    for i, item in enumerate(items):
        path = paths.get(i, path)
        nodes.append(Node(item, path, path[-1] if i in paths else None))
    return tuple(nodes)


def heading_kind(items: Sequence[Item], i: int) -> str | None:
    """The kind of heading that a paragraph is; None for text."""
    para = items[i]
    assert isinstance(para, Para)
    text = para.text.text.strip()
    if len(text) > _LONGEST or para.style == "item" or is_contents_line(para) or _in_contents(items, i):
        return None
    if para.style == TITLED:
        return TITLED
    if _APPENDIX.match(text) and not _SENTENCE.search(text):
        return "appendix"
    named = _field_name(text, para)
    if named is not None:
        return named
    special, cut = special_marker(text)
    if cut is not None and PILLAR.fullmatch(matching_key(text[cut.end() :])):
        return "pillar"
    if special is not None and not _SENTENCE.search(text):
        return None if _in_list(items, i) else special
    caption = parse_marker(text)
    if caption and caption.kind in CAPTION_KINDS and caption.end >= len(text):
        if _is_range(text):
            return None  # 「【令和3年度～令和7年度】」 below the title is the period
        return "square" if caption.kind == "square" else caption.kind
    marker = para.marker
    if marker is None:
        return _unmarked(para)
    if marker.kind == "bullet":
        return "place" if is_place_name(para.body.text) else None
    if marker.kind == "letter_upper" and (_TAGGED_FIELD.search(text) or _quotes_field(items, i)):
        return None  # 「A 生活機能の強化に係る政策分野【福祉】」 says which field of the agreement a measure belongs to
    if marker.kind not in _HEADING_KINDS or not para.body:
        return None
    if _SENTENCE.search(text) and not _heads_what_follows(items, i):
        return None
    return None if _in_list(items, i) else marker.kind


def _quotes_field(items: Sequence[Item], i: int) -> bool:
    """Whether a line names a field (「A 生活機能の強化に係る政策分野」) between the caption of what the agreement says (【連携協約】) and
    a table of labels."""
    above, below = (items[at] if 0 <= at < len(items) else None for at in (i - 1, i + 1))
    caption = parse_marker(above.text.text) if isinstance(above, Para) else None
    if caption is None or not isinstance(above, Para) or caption.kind not in CAPTION_KINDS:
        return False
    role = heading_role(matching_key(above.text.text.strip().strip(_FRAMES)))
    para = items[i]
    return (
        role == "agreement"
        and isinstance(below, Grid)
        and isinstance(para, Para)
        and para.text.text.rstrip().endswith("政策分野")
    )


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
    if kind in CAPTION_KINDS:
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
    if para.marker is None and para.style != "item" and PILLAR.fullmatch(matching_key(text)):
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


def is_contents_line(para: Para) -> bool:
    """A line of a table of contents: words, dots or a wide gap, a page number.

    >>> from graph_build.documents.model import Located
    >>> is_contents_line(Para(Located.plain("第1章 圏域の現況 …… 3", 0)))
    True
    """
    return BEFORE_PAGE.search(para.text.text) is not None


def _in_contents(items: Sequence[Item], i: int) -> bool:
    """Whether a line is one of those below 「目次」 that end in a number behind a blank, the page; a program has left out the dots."""
    for j in range(i, -1, -1):
        item = items[j]
        if not isinstance(item, Para):
            return False
        if _PAGED.search(item.text.text) is None:
            return j < i and _unmarked(item) == "contents"
    return False


def _unmarked(para: Para) -> str | None:
    if para.style == "heading":
        return "place" if is_place_name(para.text.text) else "plain"
    role = heading_role(_FRAME.sub("", matching_key(para.text.text)))
    return "contents" if role == "contents" else "plain" if role else None


def is_place_name(text: str) -> bool:
    """Whether a line is the name of a municipality and nothing else, or what the plan calls a member.

    >>> is_place_name("三原市"), is_place_name("三原市の取組")
    (True, False)
    """
    key = matching_key(text)
    return is_short_name(text) or (
        2 <= len(key) <= 12 and key[-1] in "市町村区" and read_name(text) is not None
    )


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
