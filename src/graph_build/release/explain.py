"""From a node of the graph back to the lines of the document that state it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_build.rdf.iris import Iris
from graph_build.rdf.prefixes import expand, short
from graph_build.records import ids
from graph_build.release.folder import ReleaseFolder

# Of a line of sorted N-Quads: property, value, graph.
_QUAD = re.compile(r"<[^>]*> <([^>]*)> (.*) <[^>]*> \.$")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LABELS = ("skos:prefLabel", "dcterms:title", "rk:printedName", "rk:holderText", "rk:number")


@dataclass(frozen=True, slots=True)
class Quote:
    """One place: the document and its lines; ``lines`` are numbered, None where only facts are known."""

    document: str
    title: str | None
    sha256: str
    line_start: int
    line_end: int
    page: int | None
    rule: str
    method: str
    supports: tuple[str, ...]
    lines: tuple[tuple[int, str], ...] | None


@dataclass(frozen=True, slots=True)
class Inference:
    """A concept that a rule gave to a node: no document states it."""

    target: str
    target_label: str | None
    concept: str
    concept_label: str | None
    rule: str
    cue: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Same:
    """Another measure that is the same, by which rule; ``similarity`` where words or titles were compared."""

    property: str
    other: str
    other_label: str | None
    rule: str
    confidence: str
    similarity: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a node is, and the places that state it or, if it has none, its nearest ``owner``.

    ``inferred`` are the concepts that rules gave to it; of an assignment, itself. ``same`` are the measures of
    other texts that a measure is linked with.
    """

    node: str
    classes: tuple[str, ...]
    label: str | None
    owner: str
    quotes: tuple[Quote, ...]
    inferred: tuple[Inference, ...] = ()
    same: tuple[Same, ...] = ()


class UnknownNodeError(LookupError):
    """The release has no such node."""


def explain(release: ReleaseFolder, given: str) -> Explanation:
    """The places behind a node, given by its IRI or by the path below the base or below ``id/``.

    Raises:
        UnknownNodeError: the release does not have it.
    """
    iris = Iris(release.manifest()["base"])
    node = given if given.startswith(("http://", "https://")) else iris.node(given.removeprefix("id/"))
    graph = _Graph(release.graph.read_bytes().decode().split("\n"))
    said = graph.said(node)
    if not said:
        raise UnknownNodeError(f"the release has no node {node}")
    owner, places = _proven(graph, node, iris.base)
    return Explanation(
        node=node,
        classes=tuple(sorted(short(value) for value in said[expand("rdf:type")])),
        label=_label(said),
        owner=owner,
        quotes=tuple(_quote(graph, release, place) for place in places),
        inferred=tuple(_inferences(graph, node)),
        same=tuple(_same(graph, node, iris)),
    )


class _Graph:
    """Sorted lines, looked up by subject."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def said(self, node: str) -> dict[str, list[str]]:
        """Property → values of a node, without repetition: literals as text, the language ja first."""
        start = f"<{node}> "
        found: defaultdict[str, set[tuple[bool, str]]] = defaultdict(set)
        for line in self._from(start):
            match = _QUAD.fullmatch(line)
            if match:
                found[match[1]].add((not match[2].endswith("@ja"), _plain(match[2])))
        return {name: [text for _, text in sorted(values)] for name, values in found.items()}

    def below(self, start: str) -> list[str]:
        """The nodes whose IRI begins so."""
        return list(dict.fromkeys(line[1:].partition("> ")[0] for line in self._from(f"<{start}")))

    def _from(self, start: str) -> Iterator[str]:
        from bisect import bisect_left

        for at in range(bisect_left(self._lines, start), len(self._lines)):
            if not self._lines[at].startswith(start):
                return
            yield self._lines[at]


def _proven(graph: _Graph, node: str, base: str) -> tuple[str, list[str]]:
    """The node itself or the nearest one in its path that has evidence."""
    owner = node
    while owner.startswith(base) and owner.rstrip("/") != base.rstrip("/"):
        said = graph.said(owner)
        if said.get(expand("oa:hasSource")):
            return owner, [owner]
        places = [*said.get(expand("prov:wasQuotedFrom"), []), *said.get(expand("rk:place"), [])]
        if places:
            return owner, places
        owner = owner.rpartition("/")[0]
    return node, []


def _label(said: dict[str, list[str]]) -> str | None:
    return next((said[expand(name)][0] for name in _LABELS if said.get(expand(name))), None)


def _inferences(graph: _Graph, node: str) -> Iterator[Inference]:
    """What rules say of the node, or what the node says if it is such a statement."""
    for one in [node] if "/assignment/" in node else graph.below(f"{node}/assignment/"):
        said = graph.said(one)
        for target, concept in zip(
            said.get(expand("oa:hasTarget"), []), said.get(expand("oa:hasBody"), []), strict=True
        ):
            yield Inference(
                target=target,
                target_label=_label(graph.said(target)),
                concept=short(concept),
                concept_label=" ".join(graph.said(concept).get(expand("skos:prefLabel"), [])) or None,
                rule=said[expand("rk:rule")][0],
                cue=next(iter(said.get(expand("rk:cue"), [])), None),
                confidence=said[expand("rk:confidence")][0],
            )


def _same(graph: _Graph, node: str, iris: Iris) -> Iterator[Same]:
    """The links of a measure to others, the first of each, with the correspondence behind it."""
    said = graph.said(node)
    root, seen = iris.node(""), set()
    for name in ("rk:carriesOut", "rk:sameWordingAs", "rk:rewordingOf"):
        for other in said.get(expand(name), []):
            if other in seen:
                continue
            seen.add(other)
            pair = ids.h10(*sorted((node.removeprefix(root), other.removeprefix(root))))
            why = graph.said(iris.node(ids.correspondence(pair)))
            if not why:
                why = graph.said(iris.node(ids.correspondence(said[expand("rk:textDigest")][0])))
            yield Same(
                property=name,
                other=other,
                other_label=_label(graph.said(other)),
                rule=why[expand("rk:rule")][0],
                confidence=why[expand("rk:confidence")][0],
                similarity=next(iter(why.get(expand("rk:similarity"), [])), None),
            )


def _quote(graph: _Graph, release: ReleaseFolder, place: str) -> Quote:
    said = graph.said(place)
    document = said[expand("oa:hasSource")][0]
    about = graph.said(document)
    sha256 = about[expand("rk:sha256")][0]
    first, last = (int(said[expand(f"rk:{name}")][0]) for name in ("lineStart", "lineEnd"))
    page = said.get(expand("rk:page"))
    text = release.text(sha256)
    return Quote(
        document=document,
        title=next(iter(about.get(expand("dcterms:title"), [])), None),
        sha256=sha256,
        line_start=first,
        line_end=last,
        page=int(page[0]) if page else None,
        rule=said[expand("rk:rule")][0],
        method=short(said[expand("rk:method")][0]),
        supports=tuple(short(value) for value in said.get(expand("rk:supports"), [])),
        lines=None if text is None else tuple(_lines(text, first, last)),
    )


def _lines(text: str, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The numbered lines, as the evidence counts them: by line feed, carriage return or both."""
    rows = re.split(r"\r\n?|\n", text)
    yield from ((number, rows[number - 1]) for number in range(first, min(last, len(rows)) + 1))


def _plain(value: str) -> str:
    """A term without brackets, quotes, language and type.

    >>> _plain('"a\\\\"\\\\u3042"@ja'), _plain("<https://x.jp/>")
    ('a"あ', 'https://x.jp/')
    """
    literal = _LITERAL.match(value)
    return _ESCAPE.sub(_unescaped, literal[1]) if literal else value[1:-1]


def _unescaped(found: re.Match[str]) -> str:
    sign = found[1]
    return chr(int(sign[1:], 16)) if sign[0] in "uU" and len(sign) > 1 else _NAMED.get(sign, sign)


def explanation_text(found: Explanation) -> Iterable[str]:
    """The lines that `renkei explain` prints."""
    label = f" 「{found.label}」" if found.label else ""
    yield f"{found.node}{label}"
    yield f"  {' '.join(found.classes)}"
    for one in found.inferred:
        yield from _inference_text(one, of_itself=one.target == found.node)
    for same in found.same:
        likeness = f", similarity {same.similarity}" if same.similarity else ""
        yield f"  {same.property} {same.other}" + (f" 「{same.other_label}」" if same.other_label else "")
        yield f"    rule {same.rule}, confidence {same.confidence}{likeness}"
    if not found.quotes:
        yield "  no place of a document is behind it: it comes from the project's own tables or was derived"
    elif found.owner != found.node:
        yield f"  stated as a part of {found.owner}"
    for quote in found.quotes:
        yield from _quote_text(quote)


def _inference_text(one: Inference, *, of_itself: bool) -> Iterable[str]:
    name = f"{one.concept} {one.concept_label}" if one.concept_label else one.concept
    cue = f", by the words 「{one.cue}」" if one.cue else ", by no words of the document"
    yield f"  inferred, not stated: {name}"
    yield f"    rule {one.rule}{cue}, confidence {one.confidence}"
    if not of_itself:
        label = f" 「{one.target_label}」" if one.target_label else ""
        yield f"    of {one.target}{label}"


def _quote_text(quote: Quote) -> Iterable[str]:
    lines = (
        f"line {quote.line_start}"
        if quote.line_start == quote.line_end
        else (f"lines {quote.line_start}-{quote.line_end}")
    )
    page = f", page {quote.page}" if quote.page else ""
    proves = f", for {', '.join(quote.supports)}" if quote.supports else ""
    yield f"  {quote.title or quote.document}"
    yield f"    {lines}{page}, rule {quote.rule}{proves} ({quote.document}, sha256 {quote.sha256[:16]})"
    if quote.lines is None:
        yield "    only facts are known; to see the words build with the document itself"
    for number, text in quote.lines or ():
        yield f"    {number:>5} | {text}"
