"""Figures that a plan announces or names the source of, and that the text did not keep: each is reported."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.converters.items import Grid, Lost, Para, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.statistics.facilities import has_type
from graph_build.text.key import matching_key

_ANNOUNCES = re.compile(r"(?:次|以下|下図|下表|次図|次表)の(?:とおり|通り|ように)[^。]{0,30}。?$")
_SOURCE = re.compile(r"^[(（]?[※＊*]?\s*[(（]?(?:資料|出典|出所)")

_NEXT_LINE = 2
"""How far apart lines are, at most, that no blank line divides: the line feed between them."""


@dataclass(slots=True)
class LostFigures:
    """Reports lost figures, each once."""

    context: Context
    just_told: bool = False
    """Whether one was reported right above."""

    def announced(self, nodes: Sequence[Node], i: int) -> None:
        """A sentence that announces what follows (「次のとおり」), or a caption in brackets, with nothing below it."""
        following = nodes[i + 1] if i + 1 < len(nodes) else None
        if (following is not None and following.heading is None) or self.just_told:
            return
        node = nodes[i]
        text = node.item.text if isinstance(node.item, Para) else None
        if text is not None and (
            (node.heading is None and _ANNOUNCES.search(matching_key(text.text)))
            or (node.heading is not None and node.heading.kind == "square" and node.heading.role is None)
        ):
            self.context.out.report("lost_figure", node.path[-1].title if node.path else "", text)

    def figure(self, lost: Lost, path: Sequence[Heading], prose: Sequence[Para]) -> None:
        """A picture of which the text keeps only the place."""
        if not self.just_told:
            self.context.out.report("lost_figure", self._caption(path, prose), lost.text)
        self.context.out.ignore("lost_figure", lost.text.strip())
        self.just_told = True

    def source_without_table(
        self, nodes: Sequence[Node], i: int, path: Sequence[Heading], prose: Sequence[Para]
    ) -> None:
        """A note on the source of figures below no table: its chart is lost."""
        item, above = nodes[i].item, nodes[i - 1].item if i else None
        assert isinstance(item, Para)
        if _SOURCE.match(item.text.text.strip()) and not self.just_told and not isinstance(above, Grid):
            lists = isinstance(above, Para) and above.style == "item"
            if not lists and not has_type([one.title for one in path[-1:]]):
                self.context.out.report("lost_figure", self._caption(path, prose), item.text)
        self.just_told = False

    def _caption(self, path: Sequence[Heading], prose: Sequence[Para]) -> str:
        last = prose[-1].text.text.strip() if prose else ""
        caption = last and len(last) <= 30 and not last.endswith("。") and not last.startswith("※")
        if caption and not _ends_source(prose):
            return printed(prose[-1].text)
        named = [one for one in path if one.kind != "place"]
        if len(named) > 1 and named[-1].kind == "square":
            return f"{named[-2].title} {named[-1].title}"
        return named[-1].title if named else (self.context.plan.area_name or "")


def _ends_source(prose: Sequence[Para]) -> bool:
    """Whether the last line is the rest of a note on a source that begins on a line right above it."""
    for below, above in itertools.pairwise([*reversed(prose), None]):
        assert below is not None
        if _SOURCE.match(below.text.text.strip()):
            return True
        if above is None or below.text.offsets[0] - above.text.offsets[-1] > _NEXT_LINE:
            return False
    return False
