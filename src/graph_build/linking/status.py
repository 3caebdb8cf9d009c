"""The state of every agreement, which mentioned text is in the corpus, and what replaced what."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeAlias

from graph_build.rdf.mapping import is_mention
from graph_build.records.agreement import Act, Agreement, AgreementVersion, Area, DraftVersion, Signature
from graph_build.records.base import TextStatus
from graph_build.records.document import Records
from graph_build.records.plan import Vision

Status: TypeAlias = Literal["proposed", "concluded", "repealed", "unknown"]
Text: TypeAlias = AgreementVersion | Vision

_SIGNED = re.compile(r"(?P<day>[0-9]{4}(?:-[0-9]{2}){0,2})(?:-[0-9a-f]{10})?")

BEFORE = "before-"
"""How the last part of the id of a mentioned version begins when its own date is not printed."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One statement of the links graph: a node by its id, a prefixed property, and a value of some kind.

    ``concept`` is a local name of the ontology, ``term`` a prefixed name.
    """

    subject: str
    property: str
    value: str
    kind: Literal["node", "concept", "ja", "integer", "term", "string", "decimal", "date"] = "node"


@dataclass(slots=True)
class Evidenced:
    """What the corpus has on one agreement, as far as its state depends on it."""

    acts: list[Act] = field(default_factory=list)
    drafts: list[DraftVersion] = field(default_factory=list)
    versions: list[AgreementVersion] = field(default_factory=list)
    signed: bool = False


def link(documents: Iterable[Records], consolidated: Collection[str] = ()) -> tuple[Link, ...]:
    """What follows from all documents together, sorted; the same for any order of them.

    ``consolidated`` are the texts that amendments and their bases give as a whole.
    """
    given = tuple(documents)
    texts, mentions = _texts(given)
    found: set[Link] = set()
    for agreement_id, one in _agreements(given).items():
        found.add(Link(agreement_id, "rk:status", f"status-{status(one)}", "concept"))
    found.update(_area_labels(given))
    for line in _lines_of_texts(texts.values()):
        found.update(Link(later.id, "dcterms:replaces", earlier.id) for earlier, later in pairwise(line))
    for text in texts.values():
        if isinstance(text, AgreementVersion) and text.text_status != "complete":
            found.add(Link(text.id, "rk:textStatus", f"textStatus-{_state(text, consolidated)}", "concept"))
    for name in mentions.keys() - texts.keys():
        behind = _text_before(mentions[name], texts.values())
        state = _state(behind, consolidated) if behind else "notInCorpus"
        found.add(Link(name, "rk:textStatus", f"textStatus-{state}", "concept"))
        if since := _in_force(mentions[name]):
            found.add(Link(name, "rk:validFrom", since, "date"))
        if behind:
            found.add(Link(name, "prov:alternateOf", behind.id))
    return tuple(sorted(found))


def _state(text: Text, consolidated: Collection[str]) -> TextStatus:
    return "complete" if text.id in consolidated else text.text_status


def status(agreement: Evidenced) -> Status:
    """What the corpus lets one say of an agreement.

    A repeal ends it. A dated or signed act shows that it was concluded, and so does a text that an act or a
    bill would change. A bill alone proposes it. A text with neither date nor signature shows nothing.
    """
    if any(act.kind == "repeal" for act in agreement.acts):
        return "repealed"
    dated = any(act.signed_on for act in agreement.acts)
    if dated or agreement.signed or any(is_mention(version) for version in agreement.versions):
        return "concluded"
    return "proposed" if agreement.drafts else "unknown"


def _agreements(documents: Iterable[Records]) -> dict[str, Evidenced]:
    found: defaultdict[str, Evidenced] = defaultdict(Evidenced)
    for document in documents:
        acts = {act.id: act.agreement for act in document.of(Act)}
        for item in document.items:
            match item:
                case Agreement():
                    found[item.id]
                case Act():
                    found[item.agreement].acts.append(item)
                case DraftVersion():
                    found[item.agreement].drafts.append(item)
                case AgreementVersion():
                    found[item.agreement].versions.append(item)
                case Signature() if item.act in acts:
                    found[acts[item.act]].signed = True
    return dict(found)


def _area_labels(documents: Iterable[Records]) -> Iterator[Link]:
    """One label for each area: the name that most documents print, of several such the first by code point."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for area in document.of(Area):
            if area.name:
                names[area.id][area.name] += 1
    for area_id, printed in names.items():
        most = max(printed.values())
        yield Link(area_id, "skos:prefLabel", min(n for n, times in printed.items() if times == most), "ja")


def _texts(documents: Iterable[Records]) -> tuple[dict[str, Text], dict[str, Text]]:
    """The texts that the corpus has, and those that are mentioned in it, by id."""
    texts: dict[str, Text] = {}
    mentions: dict[str, Text] = {}
    for document in documents:
        for item in document.items:
            if isinstance(item, AgreementVersion | Vision):
                (mentions if is_mention(item) else texts)[item.id] = item
    return texts, mentions


def _lines_of_texts(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """The texts of each agreement, and the editions of each area's plan, by date; undated ones left out."""
    lines: defaultdict[str, list[Text]] = defaultdict(list)
    for text in texts:
        if _date(text):
            lines[_line(text)].append(text)
    for line in lines.values():
        yield sorted(line, key=lambda text: (_date(text) or "", text.id))


def _text_before(mention: Text, texts: Iterable[Text]) -> Text | None:
    """The last text of the corpus before the act that changed the mentioned one, or of the day that its id names."""
    last = mention.id.rpartition("/")[2]
    if not last.startswith(BEFORE):
        # Several acts of the day that it names: the text after the last of them.
        of_day = [t for t in texts if _line(t) == _line(mention) and signed(t.id) == last]
        return max(of_day, key=lambda text: (_date(text) or "", text.id), default=None)
    until = last.removeprefix(BEFORE)
    earlier = [t for t in texts if _line(t) == _line(mention) and "" < signed(t.id) < until]
    return max(earlier, key=lambda text: (signed(text.id), text.id), default=None)


def signed(version: str) -> str:
    """The date of signing in the id of a version, empty if it has none."""
    found = _SIGNED.fullmatch(version.rpartition("/")[2])
    return found["day"] if found else ""


def _in_force(mention: Text) -> str | None:
    """From when on a text was in force that no document has: the day of its signing, which the act names."""
    return mention.signed_on if isinstance(mention, AgreementVersion) else None


def _line(text: Text) -> str:
    return text.agreement if isinstance(text, AgreementVersion) else text.id.rpartition("/")[0]


def _date(text: Text) -> str | None:
    return text.valid_from if isinstance(text, AgreementVersion) else text.issued
