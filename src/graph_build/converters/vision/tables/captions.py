"""Lines around a table that speak of it: its caption, the unit of its figures, notes below it, the legend of its signs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_build.converters.items import Grid, Para
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.tables.years import year_columns
from graph_build.converters.vision.words.heads import read_head, unit_in
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.text.key import fold
from graph_build.text.money import unit_factor, unit_of_label

_CAPTION_UNIT = re.compile(
    r"^[(（【\[]?\s*(?:事業費の|金額の)?単位\s*[:：].{1,12}$|^[(（【\[]\s*(?:千|百万|万)?円\s*[)）】\]]$"
)
# 「（単位：人、各年国勢調査）」: the unit, and where the figures are from or of when they are.
_UNIT_AND_SOURCE = re.compile(
    r"[(（【\[]?\s*単位\s*[:：]\s*(?P<unit>[^\s　、,，()（）]{1,8})[\s　、,，]+"
    r"(?=[^。]*(?:資料|出典|出所|調査|台帳|統計|推計|センサス|時点|現在|年))[^。]{2,40}?[)）】\]]?"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNIT_ALONE = re.compile(r"^[(（【\[](?P<unit>[^()（）【】\[\]]{1,8})[)）】\]]$")
# A comma behind kana parts clauses, one behind other letters may part what a table counts (人口、世帯数及び面積).
_NO_CAPTION = re.compile(
    r"。|(?:[ぁ-ん]|^)、|、$|^[※(注*・]|^(?:資料|出典|出所|単位|備考)[:(]"
    r"|^(?:資料|出典|出所)[^0-9].*(?:調査|統計|台帳|センサス|推計|研究所|作成|調べ)$|(?:は|が|を|する|した|とおり|通り)$"
)
_LEGEND = re.compile(
    r"^[※＊(（\[【]?\s*(?:凡例)?[)）\]】:：]?\s*(?:[○◎●〇△▲□■◇◆☆★×→⇒▶－―※][:：…＝=は・]+[^。:：]{1,30}?[)）]?(?:[、,\s]|$)+)+$"
)
_SOURCE_LINE = re.compile(
    r"[※＊*]?\s*(?:[(（【\[](?:出典|出所|資料)[)）】\]]|(?:出典|出所|資料)\s*[:：])[\s　]*(?P<bare>[^\s、,，。;；:：※][^、,，。;；:：※\n]*)"
    r"|[(（](?:出典|出所|資料)\s*[:：]\s*(?P<framed>[^\s、,，。;；:：※][^、,，。;；:：※\n]*)[)）]"
)
_BEFORE_NAME = re.compile(r"^[^\w]+|[^\w)）]+$")
_LONGEST = 40


def unit_of_caption(text: str) -> str | None:
    """The unit that a line of its own prints: 「（単位：千円）」, 「（人）」; empty where it names one that is unknown.

    >>> unit_of_caption("（単位：人、各年国勢調査）"), unit_of_caption("（単位：人・世帯）"), unit_of_caption("人口は減る。")
    ('人', '', None)
    >>> unit_of_caption("単位：人")
    '人'
    """
    sourced = _UNIT_AND_SOURCE.fullmatch(text)
    if sourced is not None and (unit := unit_in(sourced["unit"])):
        return unit
    if _CAPTION_UNIT.match(text):
        return caption_unit(text) or caption_unit(f"({text})") or ""
    alone = _UNIT_ALONE.match(text)
    return unit_in(alone["unit"]) if alone else None


def _bare(para: Para) -> str:
    """The key of a line without what it says in brackets: a unit, a source."""
    return _IN_BRACKETS.sub("", para.key.text)


_SAID_UNIT = re.compile(
    r"(?:単位は、?|単位を)「?(?P<behind>(?:千|万|百万|億)?円)|(?P<before>(?:千|万|百万|億)?円)(?:を|が)?単位"
    r"|(?:事業費|経費|費用|金額|予算)額?\(単位:(?P<inside>(?:千|万|百万|億)?円)\)[をはが、][^。]*。"
)


def said_unit(text: str) -> str | None:
    """The unit of money that a sentence gives for all amounts of a plan.

    >>> said_unit("※ 事業費の単位は、千円である。"), said_unit("金額は百万円単位で示す。"), said_unit("千円を負担する。")
    ('千円', '百万円', None)
    >>> said_unit("「費用」の行は事業費（単位：千円）を示します。"), said_unit("図３ 事業費（単位：千円）の推移")
    ('千円', None)
    """
    found = _SAID_UNIT.search(fold(text).text)
    return (found["behind"] or found["before"] or found["inside"]) if found else None


def part_caption(nodes: Sequence[Node], i: int) -> tuple[bool, str | None]:
    """Whether the line at ``i`` only says which part of a plan the table below it holds (「事業費の見込み（単位：千円）」,
    「■成果指標」), and the unit of money that it prints."""
    table = next((at for at in (i + 1, i + 2) if at < len(nodes) and isinstance(nodes[at].item, Grid)), None)
    own = nodes[i].item
    if table is None or not isinstance(own, Para) or line_above(nodes, table) is not own.text:
        return False, None
    name = _BEFORE_NAME.sub("", _bare(own))
    return bool(read_head(name).kinds), unit_of_label(own.text.text)


def amounts_of_projects(nodes: Sequence[Node], i: int, unit: str | None, below_measure: bool) -> bool:
    """Whether the caption or first label of the table at ``i`` names a part of projects (事業費, 財源 …), or its figures
    are amounts by years below a measure."""
    grid = nodes[i].item
    assert isinstance(grid, Grid)
    first = grid.rows[0][0].text if grid.rows and grid.rows[0] else None
    heads = [read_head(text.text) for text in (line_above(nodes, i), first) if text]
    money = any(unit_factor(one) for one in (unit, *(head.unit for head in heads)) if one)
    return any(head.means("budget", "schedule", "subsidy", "cost") for head in heads) or (
        below_measure and money and year_columns(grid.rows[:1]) is not None
    )


def is_legend(para: Para) -> bool:
    """Whether a line only says what signs mean: 「○：実施　△：検討」."""
    return _LEGEND.match(para.text.text.strip()) is not None


def table_caption(nodes: Sequence[Node], i: int) -> Located | None:
    """The caption of the table at ``i``: the short line right above it, else right below: 「表1 人口の推移（単位：人）」."""
    above = line_above(nodes, i)
    if above is not None:
        return above
    of_the_next = i + 2 < len(nodes) and isinstance(nodes[i + 2].item, Grid)
    return _caption_at(nodes, i + 1) if not of_the_next else None


def line_above(nodes: Sequence[Node], i: int) -> Located | None:
    """The short line right above the table at ``i`` that is no sentence; one that prints a unit alone is passed over."""
    above = i - 1
    while above >= 0 and isinstance(item := nodes[above].item, Para) and _prints_unit(item):
        above -= 1
    return _caption_at(nodes, above)


def _prints_unit(para: Para) -> bool:
    """Whether a line prints a unit, and where figures are from at most, or stands in brackets as a whole."""
    return not _bare(para) or unit_of_caption(para.text.text.strip()) is not None


def source_above(nodes: Sequence[Node], i: int) -> list[Para]:
    """The line right above the table at ``i`` that prints its unit and where its figures are from, or of when."""
    item = nodes[i - 1].item if i else None
    return [item] if isinstance(item, Para) and _UNIT_AND_SOURCE.fullmatch(item.text.text.strip()) else []


def kpi_caption(nodes: Sequence[Node], i: int) -> Located | None:
    """The line above the table of indicators at ``i``, else the heading that announces it."""
    heading = nodes[i].path[-1] if nodes[i].path else None
    announced = heading.para.text if heading is not None and heading.role == "kpi" else None
    return line_above(nodes, i) or announced


def _caption_at(nodes: Sequence[Node], at: int) -> Located | None:
    node = nodes[at] if 0 <= at < len(nodes) else None
    if node is None or not isinstance(node.item, Para) or node.heading is not None:
        return None
    return node.item.text if is_caption(node.item) else None


def is_caption(para: Para) -> bool:
    """Whether a line is short and no sentence, note, source, unit or list of municipalities."""
    bare = _bare(para)
    return 0 < len(bare) <= _LONGEST and not _NO_CAPTION.search(bare) and not _lists_names(bare)


def _lists_names(text: str) -> bool:
    parts = text.split("、")
    return len(parts) > 1 and all(find_places(part) for part in parts)


def unit_below(nodes: Sequence[Node], i: int) -> str | None:
    """The unit of money that a caption right below the table at ``i`` prints."""
    item = nodes[i + 1].item if i + 1 < len(nodes) else None
    text = item.text.text.strip() if isinstance(item, Para) else ""
    of_the_next = isinstance(nodes[i + 2].item, Grid) if i + 2 < len(nodes) else False
    return caption_unit(text) if _CAPTION_UNIT.match(text) and not of_the_next else None


def notes_below(nodes: Sequence[Node], i: int, claimed: Collection[int]) -> list[Para]:
    """The notes and sources right below the table at ``i``; ``claimed`` items end them."""
    notes: list[Para] = []
    for node in nodes[i + 1 :]:
        item = node.item
        if not isinstance(item, Para) or node.heading is not None or id(item) in claimed:
            break
        text = item.text.text.strip()
        if not (item.marker is not None and item.marker.kind == "note") and not text.startswith(
            ("(", "（", "注", "資料", "出典", "単位")
        ):
            break
        notes.append(item)
    return notes


def one_source_below(nodes: Sequence[Node], i: int) -> tuple[Located | None, Located | None]:
    """The source that the line right below the table at ``i`` names for all of it, and the label before it: 「（出典）各市町調べ」; none of
    a line that names several."""
    item = nodes[i + 1].item if i + 1 < len(nodes) else None
    found = _SOURCE_LINE.fullmatch(item.text.text.strip()) if isinstance(item, Para) else None
    if found is None or not isinstance(item, Para):
        return None, None
    text = item.text.strip()
    group = "bare" if found["bare"] else "framed"
    return text.match(found, group), text[: found.start(group)]


def caption_unit(text: str) -> str | None:
    """The unit of money of a caption 「(単位：百万円)」.

    >>> caption_unit("(単位：百万円)")
    '百万円'
    """
    return read_head(text).unit or unit_of_label(text)
