"""Which lines of a plan are labels of a measure's or project's parts, with their value behind them or below, and which only look so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import heading_kind, is_place_name
from graph_build.converters.vision.tables.captions import unit_of_caption
from graph_build.converters.vision.words.heads import Head, is_counted, read_head
from graph_build.converters.vision.words.title_markers import special_marker
from graph_build.documents.model import Located
from graph_build.text.key import matching_key

# Labels of a measure or project that stand on lines of their own.
PARTS = (
    "title", "content", "roles", "role", "participants", "budget", "schedule", "subsidy", "cost", "effect", "number",
    "contact", "kpi", "other",
)  # fmt: skip
OF_PROJECTS = ("participants", "budget", "schedule", "subsidy")
FRAME = re.compile(r"^[\s・○〇◯●■◆◇□▼▶◎※*＊【\[［〔<＜《〈≪]+|[\s】\]］〕>＞》〉≫:：]+$")

_SPEAKER = re.compile(r"\s*[【\[〔<＜《〈［(（]([^】\]〕>＞》〉］)）]{2,20})[】\]〕>＞》〉］)）]")
_NAMED = re.compile(r"\s*[・○●]?([^\s:：、。]{2,12})(?:[:：]|[ 　]+)")


# What stands between a label and its value, the surest first.
_DIVIDERS = (re.compile(r"[ 　]*[:：]|(?<=[】\]］〕>＞》])"), re.compile(r"(?<=[^ 　])[ 　]+"))


def labelled(para: Para, announced: bool = True) -> tuple[Located, Located | None, Head] | None:
    """The label of a measure's or project's part that a paragraph begins with or consists of, and the value behind it.

    ``announced``: 「ウ 具体的事業」 alone on its line is a heading that announces projects; 「連携事業 1 往診車の運行」 is one, too.
    """
    text = para.text
    if special_marker(text.text)[0] == "tag_project":
        return None
    begin = para.marker.end if para.marker else 0
    for divider in _DIVIDERS:
        gap = divider.search(text.text, begin)
        if gap is None:
            continue
        label, value = text[: gap.start()], text[gap.end() :].strip()
        head = _part(label, begin)
        if head is not None and unit_of_caption(value.text) is not None:
            continue  # 「【事業費】（単位：千円）」 is one label
        if head is not None and value:
            bullet = para.marker is not None and para.marker.kind == "bullet"
            return (label[begin:] if bullet else label).strip(), value, head
    head = _part(text, begin)
    role = heading_role(matching_key(FRAME.sub("", text.text[begin:])))
    if role == "kpi" or (role == "projects" and (announced or (head and not head.means("content")))):
        return None
    return (text.strip(), None, head) if head is not None else None


def is_stray(para: Para) -> bool:
    """Whether a line is a project's labelled part that no project was found for: 「費用分担　人口により…」 below a heading."""
    found = labelled(para)
    return found is not None and found[1] is not None and found[2].means(*OF_PROJECTS, "cost", "effect")


def is_bare_label(para: Para) -> bool:
    """Whether a line is a label or caption and says nothing else: 「■連携協約の内容」, 「■連携事業」."""
    found = labelled(para, announced=False)
    announces = heading_role(matching_key(FRAME.sub("", para.text.text))) in ("projects", "agreement", "kpi")
    return announces or (found is not None and found[1] is None)


def _part(label: Located, begin: int) -> Head | None:
    bare = FRAME.sub("", label.text[begin:])
    if not 2 <= len(bare) <= 30:
        return None
    head = read_head(bare)
    known = head.means(*PARTS) or (begin == 0 and head.means("note"))  # 「３ 取組の期間」 is a heading
    return head if known and not is_counted(bare) else None  # 「【事業１】…」 is one, too


def ends_part(items: Sequence[Item], i: int) -> bool:
    """Whether a paragraph is a heading, and so no value of the label above; so is a caption that announces a part."""
    item = items[i]
    assert isinstance(item, Para)
    announces = heading_role(matching_key(FRAME.sub("", item.text.text))) in ("projects", "kpi", "agreement")
    return announces or heading_kind(items, i) not in (None, "square", "lenticular", "angle", "place")


def speaks(items: Sequence[Item], i: int, above: frozenset[str]) -> bool:
    """Whether a name below 「役割分担」 is a speaker: in brackets (〔連携市町〕), before what is said (連携市町：…を行う。, 「関係市町　…を
    行う。」), or on a line of its own above it."""
    item = items[i]
    assert isinstance(item, Para)
    if above.isdisjoint(("roles", "role")):
        return False
    text = item.text.text
    found = _SPEAKER.match(text)
    if found is None and text.rstrip().endswith("。"):  # not 「関係市町：全市町」
        found = _NAMED.match(text)
    return _is_holder(found[1]) if found else _is_holder(FRAME.sub("", text)) and _is_said(items, i + 1)


def _is_holder(text: str) -> bool:
    return group_of(text) is not None or is_place_name(text)


def _is_said(items: Sequence[Item], at: int) -> bool:
    """Whether the lines from a place on, up to the next label or name, are what somebody does, and not who takes part."""
    said = ""
    for item in items[at:]:
        if not isinstance(item, Para) or _is_holder(item.text.text) or labelled(item, announced=False):
            break
        said += item.text.text.strip()
    return said.endswith("。") or (bool(said) and not any(map(_is_holder, re.split("[、，・]", said))))


def captions_table(items: Sequence[Item], i: int, label: tuple[Located, Located | None, Head]) -> bool:
    """Whether a label of indicators stands right above a table, which is no part of the sheet."""
    below = items[i + 1] if i + 1 < len(items) else None
    return isinstance(below, Grid) and label[1] is None and label[2].kinds == {"kpi"}
