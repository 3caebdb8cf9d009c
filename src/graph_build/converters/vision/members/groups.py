"""Groups of members that a plan defines itself: 「奥越２市」, 「県内市」, a table of names and members."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.converters.items import Grid, Para
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.members.participants import split_names
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Located
from graph_build.places.gazetteer import Place
from graph_build.text.key import matching_key

_QUOTED = r"[「『](?P<name>[^「」『』]{2,20})[」』]"
_MEANS = re.compile(
    _QUOTED
    + r"\s*(?:とは|は)、?\s*(?P<who>[^「」『』。]{2,120}?)(?:を?(?:いう|いい|指す|指し)|を、|のこと(?:です|とする|である|をいう|。))"
)
_CALLED = re.compile(
    rf"(?P<who>[^「」『』。※]{{2,120}}?)を、?\s*(?:以下、?\s*)?{_QUOTED}(?=\s*(?:と|、|。|$))"
)
# 「A町、B町（以上C県。以下「D2町」という。）」: the names right before the bracket.
_IN_BRACKET = re.compile(
    rf"(?P<who>[^「」『』。※:：()（）]{{2,120}})[(（][^「」『』()（）]*?以下[^「」『』()（）]{{0,8}}{_QUOTED}[^()（）]*[)）]"
)
_COUNT = re.compile(r"[0-9]{1,2}(?=[市町村])")
_REST = re.compile(r"(?:以外|を除く|を除いた)")
_LEAD = re.compile(r"^[※、,，\s]*(?:(?:以下|このうち|また|なお)、\s*)?")


def read_groups(nodes: Sequence[Node], context: Context, claimed: set[int]) -> None:
    """Take the groups that sentences and tables of two columns define; one whose members stay open is left out."""
    for node in nodes:
        if isinstance(node.item, Para):
            definitions = list(_sentences(node.item.text))
        elif isinstance(node.item, Grid):
            definitions = [*_table(node.item, context)]
            definitions += [one for text in node.item.parts for one in _sentences(text)]
        else:
            continue
        found = [(name, who) for name, text in definitions if (who := _members(text, context))]
        for name, who in found:
            context.groups.setdefault(matching_key(name.text), who)
        if isinstance(node.item, Grid) and found and len(found) == len(node.item.rows):
            context.out.ignore("groups", *node.item.parts)
            claimed.add(id(node.item))


def _sentences(text: Located) -> Iterator[tuple[Located, Located]]:
    for pattern in (_MEANS, _CALLED):
        for found in pattern.finditer(text.text):
            yield text.match(found, "name"), text.match(found, "who")
    for found in _IN_BRACKET.finditer(text.text):
        name, who = text.match(found, "name"), text.match(found, "who").strip()
        count = sum(int(one[0]) for one in _COUNT.finditer(matching_key(name.text)))
        cuts = [one.end() for one in re.finditer("[、,，]|及び|並びに", who.text)]
        yield name, who[cuts[-count] :] if 0 < count <= len(cuts) else who


def _table(grid: Grid, context: Context) -> Iterator[tuple[Located, Located]]:
    if grid.table.cols != 2:
        return
    for row in grid.rows:
        cells = [cell for cell in row if cell.text]
        label = matching_key(cells[0].text.text) if cells else ""
        if (
            len(cells) == 2
            and label[-1] in "市町村"
            and context.member(label) is None
            and not head_of(cells[0]).means("core")
        ):
            yield cells[0].text, cells[1].text


def _members(text: Located, context: Context) -> tuple[Place, ...]:
    """The members that a definition names, or all but those it excludes; none where any name stays open."""
    text = text[_LEAD.match(text.text).end() :] if _LEAD.match(text.text) else text  # type: ignore[union-attr]
    rest = _REST.search(text.text)
    names = split_names(text[: rest.start()] if rest else text)
    places = [context.member(name.text) for name in names]
    listed = tuple(place for place in places if place is not None)
    if not listed or len(listed) < len(names):
        return ()
    if not rest:
        return listed if len(listed) > 1 else ()
    behind = matching_key(text.text[rest.end() :])
    cities_only = re.match(r"の[0-9]*市(?!町)", behind) is not None
    others = tuple(place for place in context.plan.members if place not in listed)
    return tuple(place for place in others if place.name.endswith("市")) if cities_only else others
