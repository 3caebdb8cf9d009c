"""One document per topic: which of several files is used, and what is said about the others."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph_build.rdf.mapping import is_mention, is_shared
from graph_build.records.agreement import AgreementVersion
from graph_build.records.base import Record
from graph_build.records.canonical import facts
from graph_build.records.document import Records, Refusal
from graph_build.records.plan import Vision
from graph_build.records.problems import Problem
from graph_build.release import same_day
from graph_build.release.reading import Loaded
from graph_build.text.key import matching_key

TEXTS = (AgreementVersion, Vision)
MOST_DIFFERENCES = 20
"""How many differing records of one register entry are named; the rest is counted."""


class ConflictError(Exception):
    """Two documents state different things of one node; the release cannot be built."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that make the release, by topic, and what has to be said about the others."""

    used: tuple[Loaded, ...]
    problems: tuple[Problem, ...]


def choose(loaded: Iterable[Loaded]) -> Chosen:
    """One file per topic: text beats facts, then the smaller sha256; refused files are reported.

    Different amendments of one day are topics of their own.
    """
    topics: defaultdict[str, list[Loaded]] = defaultdict(list)
    problems: list[Problem] = []
    for one in loaded:
        if isinstance(one.result, Refusal):
            problems.extend(_about(problem, one.file.name) for problem in one.result.problems)
        else:
            topics[one.result.source.topic].append(one)
    used = []
    for topic in sorted(topics):
        given = sorted(topics[topic], key=_rank)
        acts = [[given[i] for i in group] for group in same_day.groups([records(one) for one in given])]
        for winner, *others in acts:
            used.append(winner if len(acts) == 1 else _apart(winner))
            for other in others:
                problems.extend(_said(winner, other))
        problems += _several(acts)
    used.sort(key=lambda one: records(one).source.topic)
    return Chosen(tuple(used), tuple(problems))


def _apart(one: Loaded) -> Loaded:
    return dataclasses.replace(one, result=same_day.apart(records(one)))


def _several(acts: Sequence[Sequence[Loaded]]) -> Iterator[Problem]:
    names = [group[0].file.name for group in acts]
    for name in names if len(names) > 1 else ():
        yield Problem("same_day_acts", ", ".join(other for other in names if other != name), name)


def _rank(one: Loaded) -> tuple[bool, str, str]:
    return records(one).source.carries == "facts", one.sha256, one.file.name


def records(one: Loaded) -> Records:
    """The records of a file that was not refused.

    Raises:
        TypeError: it was.
    """
    if isinstance(one.result, Refusal):
        raise TypeError(f"{one.file.name} was refused")
    return one.result


def without_words(one: Loaded) -> Loaded:
    """The file with the facts only."""
    return one if isinstance(one.result, Refusal) else Loaded(one.file, facts(one.result))


def _about(problem: Problem, name: str) -> Problem:
    return problem if problem.about else dataclasses.replace(problem, about=name)


def _said(winner: Loaded, other: Loaded) -> Iterator[Problem]:
    """Of two files on one topic: an entry beside its document is expected, anything else a duplicate."""
    kinds = records(winner).source.carries, records(other).source.carries
    if kinds == ("text", "facts"):
        yield from differences(records(winner), records(other))
    else:
        yield Problem("duplicate_document", winner.file.name, other.file.name)


def differences(document: Records, entry: Records) -> Iterator[Problem]:
    """What the register says otherwise than the document: one problem per record, places not compared.

    Places and digests of the file differ between a PDF and its transcription; facts must not.
    """
    ours, theirs = _facts_by_id(document), _facts_by_id(entry)
    differing = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    topic = document.source.topic
    for name in differing[:MOST_DIFFERENCES]:
        yield Problem("register_differs", _difference(ours.get(name), theirs.get(name)), name)
    if len(differing) > MOST_DIFFERENCES:
        yield Problem("register_differs", f"{len(differing) - MOST_DIFFERENCES} more records", topic)


def _facts_by_id(document: Records) -> dict[str, Record]:
    return {item.id: dataclasses.replace(item, evidence=()) for item in facts(document).items}


def _difference(ours: Record | None, theirs: Record | None) -> str:
    if ours is None:
        return "only in the register"
    if theirs is None:
        return "only in the document"
    if type(ours) is not type(theirs):
        return f"{type(theirs).__name__} in the register, {type(ours).__name__} in the document"
    names = [f.name for f in dataclasses.fields(ours) if getattr(ours, f.name) != getattr(theirs, f.name)]
    return ", ".join(names)


def check_nodes(documents: Iterable[Records]) -> None:
    """Make sure that no two documents state different things of one node.

    Areas, agreements and the like, and texts that are only mentioned, may be stated in parts by several.

    Raises:
        ConflictError: two do; the message names both documents and the node.
    """
    first: dict[str, tuple[Record, str]] = {}
    for document in documents:
        for item in document.items:
            known = first.setdefault(item.id, (item, document.source.topic))
            if known[0] is not item and not _agree(known[0], item):
                raise ConflictError(
                    f"{item.id} is stated differently by the documents on {known[1]}"
                    f" and {document.source.topic}; build them apart or leave one out"
                )


def _agree(one: Record, other: Record) -> bool:
    """Whether two records can be one node."""
    if type(one) is not type(other):
        return False
    if is_shared(one) or is_shared(other):
        return True
    return dataclasses.replace(one, evidence=()) == dataclasses.replace(other, evidence=())


def titles_differ(documents: Iterable[Records]) -> Iterator[Problem]:
    """Texts that one document names otherwise than the document that has them."""
    given = tuple(documents)
    texts = {
        i.id: i for document in given for i in document.items if isinstance(i, TEXTS) and not is_mention(i)
    }
    for item in (item for document in given for item in document.items):
        if not isinstance(item, TEXTS) or not is_mention(item) or item.id not in texts:
            continue
        mentioned, own = item.title or "", texts[item.id].title or ""
        if mentioned and own and matching_key(mentioned) != matching_key(own):
            yield Problem("title_differs", mentioned, item.id)
