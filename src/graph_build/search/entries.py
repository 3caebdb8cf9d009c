"""What of a graph is searched: its things, their labels and names, and the texts that belong to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

import pyoxigraph as ox

from graph_build.rdf.prefixes import PREFIXES, expand, short

CLASSES: Mapping[str, int] = MappingProxyType(
    {
        "rk:Municipality": 0,
        "rk:Prefecture": 1,
        "rk:Area": 1,
        "rk:Agreement": 2,
        "rk:Vision": 2,
        "rk:Measure": 3,
        "rk:Project": 3,
        "rk:Kpi": 4,
        "rk:Bill": 4,
        "rk:Article": 5,
        "rk:Annex": 5,
        "rk:PolicyField": 5,
        "rk:Facility": 6,
        "rk:Profile": 6,
        "rk:Passage": 7,
        "rk:Document": 7,
        "skos:Concept": 8,
        "rk:Statistic": 9,
    }
)
"""Class → its weight: among results that match equally well, the lower comes first. A thing of several classes
counts for the first of them in this table; of no other class are things found."""

NOT_SEARCHED = frozenset({"rk:Signature", "rk:Evidence", "rk:Assignment", "rk:Problem"})
"""Classes whose texts are nowhere: office holders, places, causes of inferences, reports."""

LABELS = frozenset({"skos:prefLabel", "dcterms:title"})
NAMES = frozenset({"skos:altLabel", "rk:printedName", "rk:code5", "rk:code6", "rk:printedIndicator"})
TEXTS = frozenset(
    {
        "skos:definition",
        "rk:text",
        "rk:direction",
        "rk:effect",
        "rk:note",
        "rk:slogan",
        "rk:category",
        "rk:costSharingText",
        "rk:subsidyText",
        "rk:participantsText",
        "rk:holderText",
        "rk:dataSource",
        "rk:legalBasis",
        "rk:billNumber",
        "rk:table",
        "rk:target",
        "rk:oldText",
        "rk:newText",
    }
)
_CONTEXT = (
    "rk:inPrefecture",
    "rk:statisticOf",
    "rk:inMunicipality",
    "rk:profileOf",
    "rk:inVersion",
    "skos:inScheme",
)
_SUPPORTS = {"participantsText": "participant", "holderText": "holder"}
_TYPE, _QUOTED, _SOURCE = expand("rdf:type"), expand("prov:wasQuotedFrom"), expand("oa:hasSource")
_ISSUED = expand("dcterms:issued")
_EVIDENCE = {expand(f"rk:{name}"): name for name in ("lineStart", "lineEnd", "page", "supports")}
_STRINGS = {expand(name): name for name in (*LABELS, *NAMES, *TEXTS)}
_CONTEXTS = {expand(name): rank for rank, name in enumerate(_CONTEXT)}
_VERSIONS = ("rk:AgreementVersion", "rk:Act", "rk:DraftVersion")


class Role(IntEnum):
    """What a text is to the thing under which it is found."""

    LABEL = 0
    NAME = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says it: path of the document, its title, 1-based lines, page where there are pages."""

    document: str
    title: str
    line_start: int
    line_end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a thing, with the node and the property that have it and the place that says it."""

    role: Role
    text: str
    language: str
    node: str
    prop: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found. Paths are below the base (``id/…``, ``doc/…``), of terms ``def#…``."""

    path: str
    kind: str
    label: Mapping[str, str]
    context: Mapping[str, str]
    passages: tuple[Passage, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """The order of what matches equally well: by class, short labels first, then that of which most is said.

        Of the editions of a plan the newest comes first.
        """
        age = [-ord(char) for char in self.context.get("ja", "")] if self.kind == "rk:Vision" else []
        return CLASSES[self.kind], len(self.label.get("ja", "")), age, -len(self.passages), self.path


def entries(quads: Iterable[ox.Quad], base: str) -> list[Entry]:
    """All things of a graph that can be found, in their order; the same for any order of the quads."""
    seen = _Seen(base)
    for quad in quads:
        seen.take(quad)
    return sorted(seen.entries(), key=lambda entry: entry.order)


@dataclass
class _Seen:
    """What has been read of a graph; keys are IRIs."""

    base: str
    classes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    strings: defaultdict[str, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))
    contexts: defaultdict[str, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    quoted: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sources: dict[str, str] = field(default_factory=dict)
    issued: dict[str, str] = field(default_factory=dict)
    evidence: defaultdict[str, defaultdict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def take(self, quad: ox.Quad) -> None:
        """One statement of any graph."""
        if not isinstance(quad.subject, ox.NamedNode) or isinstance(quad.object, ox.Triple):
            return
        subject, prop, value = quad.subject.value, quad.predicate.value, quad.object
        if isinstance(value, ox.Literal):
            if name := _STRINGS.get(prop):
                self.strings[subject].add((name, value.language or "", value.value))
            elif name := _EVIDENCE.get(prop):
                self.evidence[subject][name].add(value.value)
            elif prop == _ISSUED:
                self.issued[subject] = value.value
        elif prop == _TYPE:
            self.classes[subject].add(short(value.value))
        elif prop == _QUOTED:
            self.quoted[subject].add(value.value)
        elif prop == _SOURCE:
            self.sources[subject] = value.value
        elif name := _EVIDENCE.get(prop):
            self.evidence[subject][name].add(value.value.rpartition("#")[2])
        elif prop in _CONTEXTS:
            self.contexts[subject].add((_CONTEXTS[prop], value.value))

    def entries(self) -> Iterator[Entry]:
        """The things, each with its own texts and those of the nodes below it that are nothing by themselves."""
        kinds = {iri: kind for iri in self.strings if (kind := self._kind(iri))}
        for iri in list(self.classes):
            if iri not in kinds and "rk:Agreement" in self.classes[iri]:
                kinds[iri] = "rk:Agreement"
        nodes: defaultdict[str, list[str]] = defaultdict(list)
        for iri in sorted(self.strings):
            if not self.classes[iri] & NOT_SEARCHED and (owner := self._owner(iri, kinds)):
                nodes[owner].append(iri)
        for iri, kind in kinds.items():
            passages = tuple(self._passages(iri, nodes[iri]))
            yield Entry(self._path(iri), kind, self._label(iri, nodes[iri]), self._context(iri), passages)

    def _kind(self, iri: str) -> str | None:
        if self.classes[iri] & NOT_SEARCHED or not iri.startswith((self.base, PREFIXES["rk"])):
            return None
        return next((name for name in CLASSES if name in self.classes[iri]), None)

    def _owner(self, iri: str, kinds: Mapping[str, str]) -> str | None:
        """The thing that a node is, or below which it stands by its identifier."""
        while iri.startswith(self.base):
            if iri in kinds:
                return iri
            iri = iri.rpartition("/")[0]
        return iri if iri in kinds else None

    def _passages(self, iri: str, nodes: Iterable[str]) -> Iterator[Passage]:
        said: set[tuple[str, str]] = set()
        for node in sorted(nodes, key=lambda node: (node != iri, node)):
            found = (
                (self._role(name, node, iri), name, language, text)
                for name, language, text in self.strings[node]
            )
            for role, name, language, text in sorted(found):
                if (language, text) in said:
                    continue  # a label or name said before
                if role is not Role.TEXT:
                    said.add((language, text))
                yield Passage(role, text, language, self._path(node), name, self._place(node, name))

    def _role(self, name: str, node: str, owner: str) -> Role:
        if node == owner or self.classes[node] & set(_VERSIONS):
            return Role.LABEL if name in LABELS else Role.NAME if name in NAMES else Role.TEXT
        return Role.TEXT

    def _label(self, iri: str, nodes: Iterable[str]) -> dict[str, str]:
        """Preferred labels, else titles; of an agreement the title of its texts, the concluded before drafts."""
        for name in ("skos:prefLabel", "dcterms:title", "rk:printedIndicator"):
            if found := self._strings(iri, name):
                return found
        for kind in _VERSIONS:
            for node in sorted(node for node in nodes if kind in self.classes[node]):
                if found := self._strings(node, "dcterms:title"):
                    return found
        return {}

    def _strings(self, iri: str, name: str) -> dict[str, str]:
        found = sorted((text, language) for prop, language, text in self.strings.get(iri, ()) if prop == name)
        return {language: text for text, language in reversed(found) if language in ("ja", "en")}

    def _context(self, iri: str) -> dict[str, str]:
        """What the thing belongs to: the label of the nearest that has one; what tells editions of a plan apart."""
        if "rk:Vision" in self.classes[iri] and iri in self.issued:
            return dict.fromkeys(("ja", "en"), self.issued[iri])
        for _, other in sorted(self.contexts.get(iri, ())):
            for name in ("skos:prefLabel", "dcterms:title"):
                if found := self._strings(other, name):
                    return found
        return {}

    def _place(self, node: str, name: str) -> Place | None:
        """The evidence for this property of the node, else that for all of it, else the first there is."""
        local = name.rpartition(":")[2]
        wanted = _SUPPORTS.get(local, local)
        ranked = []
        for iri in self.quoted.get(node, ()):
            said = self.evidence[iri]
            if iri not in self.sources or not said["lineStart"] or not said["lineEnd"]:
                continue
            rank = 0 if wanted in said["supports"] else 2 if said["supports"] else 1
            start, end = (min(map(int, said[key])) for key in ("lineStart", "lineEnd"))
            page = min(map(int, said["page"])) if said["page"] else None
            ranked.append((rank, self.sources[iri], start, end, page))
        if not ranked:
            return None
        _, document, start, end, page = min(ranked, key=lambda each: (*each[:4], each[4] or 0))
        return Place(
            self._path(document), self._strings(document, "dcterms:title").get("ja", ""), start, end, page
        )

    def _path(self, iri: str) -> str:
        if iri.startswith(PREFIXES["rk"]):
            return "def#" + iri.removeprefix(PREFIXES["rk"])
        return iri.removeprefix(self.base)
