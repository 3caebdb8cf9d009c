"""The names of members that a plan lists: below a heading, in a table, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Grid, Para
from graph_build.converters.vision.members.participants import group_of, split_names
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.text.key import matching_key

_ENUMERATES = re.compile(
    r"(?:、|・|及び|並びに|と|,|\)|を(?:連携中枢都市|中枢都市|中心市|中心|核)と(?:し|する)て?)*"
)
_CALLS = re.compile(r"以下、?[「『]|[^「『]{0,4}[「『][^」』]+[」』]という")
_OF_AREA = re.compile("構成|圏域|(?:連携|周辺|関係|近隣)(?:市町|町村)")
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_UP_TO_HERE = re.compile(r"[（(](?:以上|いずれも)")
_LABELLED = re.compile(
    r"^[【〔][^】〕]{2,8}[】〕]\s*|^[^：:、。]{2,14}[：:]\s*|^[^\s：:、。]{2,14}[\s　]+(?=\S+[市町村区])"
)


def under_headings(nodes: Sequence[Node]) -> list[list[Node]]:
    """The items below each heading that announces the members, heading by heading; core city and partners may have
    headings of their own below it, and the line with the area's name stands there, too (名称：… above 中心市：…)."""
    groups: dict[int, list[Node]] = {}
    for node in nodes:
        above = node.path if node.heading is None else node.path[:-1]
        if len(above) > 1 and above[-1].role == "name" and above[-1].kind == "plain":
            above = above[:-1]
        named = node.heading is None or bool(find_places(node.heading.title))
        if named and above and above[-1].role == "members":
            outer = len(above) - 1
            while outer and above[outer - 1].role == "members" and above[outer].kind == "plain":
                outer -= 1
            groups.setdefault(above[outer].index, []).append(node)
    return list(groups.values())


def names_in(node: Node, under_heading: bool) -> list[Located]:
    """The names that a paragraph or table lists; ``under_heading``: a heading above announces the members."""
    if isinstance(node.item, Grid):
        return names_in_table(node.item) if under_heading or _has_core_label(node.item) else []
    if not isinstance(node.item, Para):
        return []
    if node.heading is not None:  # 「・三原市」 on a line of its own, 「(2) 関係町村　西郷村、泉崎村」
        text = node.heading.label if under_heading else node.item.text[:0]
    else:
        text = node.item.text
    text = behind_label(text)[0] if under_heading else text
    if under_heading and is_list(text):
        return _listed(text)
    run = _longest_run(text)
    key = node.item.key.text
    if under_heading and "。" not in key and len(key) <= 60:
        return run  # 「・三原市」, 「連携中枢都市：福山市」: one line of several
    return run if under_heading or (len(run) >= 3 and _OF_AREA.search(key)) else []


def names_in_table(grid: Grid) -> list[Located]:
    """The names in the cells of a table of members, without those that only count or call them."""
    names: list[Located] = []
    for cell in grid.table.cells:
        if cell.text and not head_of(cell).means("core", "partner", "place") and find_places(cell.text.text):
            parts = _listed(cell.text)  # without （中心市）
            if all(find_places(part.text) for part in parts):
                names += parts
    return names


def texts_of(node: Node) -> list[Located]:
    """The paragraph or the cells of a node."""
    if isinstance(node.item, Grid):
        return [cell.text for cell in node.item.table.cells if cell.text]
    return [node.item.text] if isinstance(node.item, Para) else []


def behind_label(text: Located) -> tuple[Located, Located | None]:
    """A line of names without the label in front of them, and the prefecture that the label is: 「広島県：福山市，三原市」."""
    label = _LABELLED.match(text.text)
    if label is None:
        return text, None
    prefecture = text[: label.end()] if is_prefecture(text[: label.end()]) else None
    named = prefecture is None and find_places(label[0])
    return (text if named else text[label.end() :]), prefecture


def is_prefecture(name: Located) -> bool:
    """Whether a name is one of a prefecture, which is no member (also as part of an area's name: 宮崎県北定住自立圏)."""
    mentions = find_places(name.text)
    return bool(mentions) and all(
        place.kind == "prefecture" for mention in mentions for place in mention.candidates
    )


def without_remarks(text: Located) -> Located:
    """A list of names without the brackets that name no municipality: 「伊賀市（三重県、中心市）、笠置町（以上京都府）」."""
    kept: list[Located] = []
    end = 0
    for bracket in _REMARK.finditer(text.text):
        if is_prefecture(text[bracket.start() : bracket.end()]) or not find_places(bracket[0]):
            kept.append(text[end : bracket.start()])
            end = bracket.end()
    return Located.joined([*kept, text[end:]])


def prefecture_behind(name: Located, line: Located) -> Located | None:
    """The prefecture that a bracket names of a name in a line: right behind it (山添村（奈良県）), or of all those up to it
    (笠置町、南山城村（以上京都府）)."""
    end = line.offsets.index(name.offsets[-1]) + 1
    for bracket in _REMARK.finditer(line.text, end):
        inner = line[bracket.start() : bracket.end()]
        if is_prefecture(inner):
            of_this = bracket.start() == end or _UP_TO_HERE.match(bracket[0])
            return inner if of_this else None
    return None


def is_list(text: Located) -> bool:
    """Whether a text is names with commas between them, one remark at most."""
    text = without_remarks(text)
    parts = split_names(text)
    named = sum(bool(find_places(part.text)) and len(part) <= 12 for part in parts)
    return len(parts) >= 2 and named >= len(parts) - 1 and "。" not in text.text


def _listed(text: Located) -> list[Located]:
    """The names of a list without what only counts or calls them: 「（1市4町）」, 「（以下「連携町」という。）」."""
    parts = split_names(without_remarks(text))
    return [part for part in parts if group_of(part.text) is None and not _CALLS.match(part.text)]


def _longest_run(text: Located) -> list[Located]:
    """Names that only separators and remarks in brackets divide, or the words that make the first of them the centre:
    the longest run in a sentence."""
    runs: list[list[Located]] = []
    last = None
    for mention in find_places(text.text):
        between = _between(text.text[last : mention.start]) if last is not None else "."
        if _ENUMERATES.fullmatch(between):
            runs[-1].append(text[mention.start : mention.end])
        else:
            runs.append([text[mention.start : mention.end]])
        last = mention.end
    return max(runs, key=len, default=[])


def _between(text: str) -> str:
    """What stands between two names, without remarks in brackets: 「（以下「甲」という。）及び」."""
    return re.sub(r"^[^(]{0,6}\)|\([^()]*\)", "", matching_key(text))


def _has_core_label(grid: Grid) -> bool:
    return any(head_of(cell).means("core") for cell in grid.table.cells if cell.col == 0)
