"""Class diagrams as SVG: the places of the boxes are a table, boxes and arrows come from the ontology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from graph_build.assets import asset, tsv
from service.language import Language
from service.web.ontology.terms import Ontology, Term, address

_WIDTH, _HEAD, _LINE, _GAP_X, _GAP_Y = 216, 44, 17, 100, 62
_MARGIN = 14


@dataclass(frozen=True, slots=True)
class Box:
    """One class on a diagram: its place in the grid, and what stands below its name.

    Those are the properties with literal values, and the links that lead to the class itself or to several
    classes of the diagram: as arrows these would hide the rest.
    """

    term: Term
    column: int
    row: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """In pixels."""
        return _HEAD + _LINE * len(self.lines) + (10 if self.lines else 0)


@dataclass(frozen=True, slots=True)
class Arrow:
    """The properties between two classes, there and back; none for a subclass."""

    source: str
    target: str
    there: tuple[str, ...]
    back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """The boxes and arrows of one diagram."""

    name: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@cache
def places() -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """Diagram → class → column and row."""
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in tsv(asset("ontology"), "diagrams.tsv"):
        found[row["diagram"]][row["class"]] = int(row["column"]), int(row["row"])
    return found


def diagrams(ontology: Ontology) -> tuple[Diagram, ...]:
    """All diagrams of the table, filled from the ontology.

    Raises:
        KeyError: the table names a class that the ontology does not have.
    """
    return tuple(_diagram(name, grid, ontology) for name, grid in places().items())


def _diagram(name: str, grid: Mapping[str, tuple[int, int]], ontology: Ontology) -> Diagram:
    classes = {term.name: term for term in ontology.classes}
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    lines: dict[str, list[str]] = {
        each: [term.anchor for term in ontology.values if each in term.domain] for each in grid
    }
    for term in ontology.links:
        targets = _targets(term, grid)
        for source in grid:
            if source not in term.domain or not targets:
                continue
            if targets == [source]:
                lines[source].append(f"{term.anchor} ↺")
            elif len(targets) == 1:
                links[source, targets[0]].append(term.anchor)
            else:
                lines[source] += [f"{term.anchor} →", *(f"  {_local(each)}" for each in targets)]
    boxes = tuple(Box(classes[each], *grid[each], tuple(lines[each])) for each in grid)
    arrows = [
        Arrow(source, target, tuple(names), tuple(links.get((target, source), ())))
        for (source, target), names in sorted(links.items())
        if (target, source) not in links or source < target
    ]
    arrows += [Arrow(each, parent, ()) for each in grid for parent in classes[each].broader if parent in grid]
    return Diagram(name, boxes, tuple(arrows))


def _local(name: str) -> str:
    return name.partition(":")[2]


def _targets(term: Term, grid: Iterable[str]) -> Sequence[str]:
    """The classes on the diagram that a property leads to; places stand for public organisations."""
    wider = {"cv:PublicOrganisation": ("rk:Municipality", "rk:Prefecture")}
    wanted = {name for each in term.range for name in wider.get(each, (each,))}
    return [name for name in grid if name in wanted]


def svg(diagram: Diagram, language: Language, page: str, title: str) -> Markup:
    """The diagram as an SVG element; every box is a link to its class on the page."""
    tops = _tops(diagram)
    width = max(box.column for box in diagram.boxes) * (_WIDTH + _GAP_X) + _WIDTH + 2 * _MARGIN
    height = max(tops[box.term.name] + box.height for box in diagram.boxes) + _MARGIN
    frames = {
        box.term.name: (_MARGIN + box.column * (_WIDTH + _GAP_X), tops[box.term.name], _WIDTH, box.height)
        for box in diagram.boxes
    }
    marker = f"end-{diagram.name}"
    parts = [
        f'<svg class="classes" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(title)}"><defs>'
        f'<marker id="{marker}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>'
    ]
    parts += [_line(arrow, frames, marker) for arrow in diagram.arrows]
    parts += [_box(box, frames[box.term.name], language, page) for box in diagram.boxes]
    parts += [_label(arrow, frames) for arrow in diagram.arrows]
    return Markup("".join(parts) + "</svg>")


def _tops(diagram: Diagram) -> Mapping[str, int]:
    """The upper edge of each box: in the middle of its row, which is as high as its highest box."""
    rows: dict[int, int] = defaultdict(int)
    for box in diagram.boxes:
        rows[box.row] = max(rows[box.row], box.height)
    starts, top = {}, _MARGIN
    for row in sorted(rows):
        starts[row] = top
        top += rows[row] + _GAP_Y
    return {box.term.name: starts[box.row] + (rows[box.row] - box.height) // 2 for box in diagram.boxes}


_Frame = tuple[int, int, int, int]


def _box(box: Box, frame: _Frame, language: Language, page: str) -> str:
    left, top, width, height = frame
    label = box.term.labels.get(language, "")
    lines = "".join(
        f'<text class="value" xml:space="preserve" x="{left + 10}" y="{top + _HEAD + 14 + _LINE * place}">{escape(line)}</text>'
        for place, line in enumerate(box.lines)
    )
    rule = f'<path class="rule" d="M{left} {top + _HEAD}h{width}"/>' if box.lines else ""
    return (
        f'<a href="{escape(address(box.term.name, page))}"><rect x="{left}" y="{top}" width="{width}" '
        f'height="{height}" rx="4"/>{rule}<text class="name" x="{left + 10}" y="{top + 19}">'
        f'{escape(box.term.name)}</text><text class="label" x="{left + 10}" y="{top + 36}">{escape(label)}</text>'
        f"{lines}</a>"
    )


def _line(arrow: Arrow, frames: Mapping[str, _Frame], marker: str) -> str:
    (x1, y1), (x2, y2) = _ends(frames[arrow.source], frames[arrow.target])
    kind = "link" if arrow.there else "isa"
    start = f' marker-start="url(#{marker})"' if arrow.back else ""
    return f'<path class="{kind}" d="M{x1} {y1}L{x2} {y2}"{start} marker-end="url(#{marker})"/>'


def _label(arrow: Arrow, frames: Mapping[str, _Frame]) -> str:
    (x1, y1), (x2, y2) = _ends(frames[arrow.source], frames[arrow.target])
    there, back = ("←", "→") if x2 < x1 else ("→", "←")
    if x1 == x2:
        there, back = ("↑", "↓") if y2 < y1 else ("↓", "↑")
    two_ways = bool(arrow.back)
    names = [f"{name} {there}" if two_ways else name for name in arrow.there]
    names += [f"{name} {back}" for name in arrow.back]
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 7 * (len(names) - 1) + 4
    return "".join(
        f'<text class="edge" x="{x:g}" y="{y + 14 * place:g}">{escape(name)}</text>'
        for place, name in enumerate(names)
    )


def _ends(source: _Frame, target: _Frame) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the straight line between the middles of two boxes leaves the one and meets the other."""
    first, second = _middle(source), _middle(target)
    return _edge(source, first, second), _edge(target, second, first)


def _middle(frame: _Frame) -> tuple[float, float]:
    left, top, width, height = frame
    return left + width / 2, top + height / 2


def _edge(frame: _Frame, inner: tuple[float, float], outer: tuple[float, float]) -> tuple[float, float]:
    dx, dy = outer[0] - inner[0], outer[1] - inner[1]
    reach = min(
        frame[2] / 2 / abs(dx) if dx else float("inf"),
        frame[3] / 2 / abs(dy) if dy else float("inf"),
    )
    return round(inner[0] + dx * reach, 1), round(inner[1] + dy * reach, 1)
