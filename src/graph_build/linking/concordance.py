"""The same measure in several texts: equal in words, in other words, or in one of them only.

What counts as the same, in this order; a measure has at most one partner in another text by rules 2 to 4:

1. ``concordance.same-wording``: equal digests of the text. Anywhere in the corpus. Certain.
2. ``concordance.same-title``: equal titles, each the only one of its text, in two texts of one area.
3. ``concordance.similar-wording``: the most alike in words, seen from both sides: a coefficient of `ALIKE` in two
   texts of one area, of `ALIKE_ELSEWHERE` in any others.
4. ``concordance.similar-title``: where a document does not carry its words, the most alike in title, seen from
   both sides, under fields that are alike; in texts of one area only.

Texts of one area are those of its agreements, drafts and plans; an agreement that belongs to no known area has only
its own texts. Where words are missing, whether texts of different areas are alike, and whether measures of one area
with quite different titles are, cannot be decided: no link is made.

A measure of a plan carries out the one that is the same in the text of each agreement of its area that stands when
the plan is issued (`standing`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, permutations
from typing import Literal, TypeAlias

from graph_build.linking.differences import difference
from graph_build.linking.similarity import bigrams, dice, similar_pairs
from graph_build.linking.status import Link
from graph_build.records import ids
from graph_build.records.agreement import Agreement, AgreementVersion, DraftVersion, Measure, PolicyField
from graph_build.records.base import Record
from graph_build.records.document import Records
from graph_build.records.plan import Vision
from graph_build.records.problems import Problem
from graph_build.text.key import matching_key

Text: TypeAlias = AgreementVersion | DraftVersion | Vision
Rule: TypeAlias = Literal["same-wording", "same-title", "similar-wording", "similar-title"]

ALIKE = Fraction(1, 2)
"""Measures of one area. In the corpus no two different measures of an area reach 0.41, the same in other words reach 0.56."""
ALIKE_ELSEWHERE = Fraction(4, 5)
"""Measures of different areas, which share phrases of the ministry's outline."""
ALIKE_TITLES = Fraction(7, 10)
ALIKE_FIELDS = Fraction(1, 2)
TITLE_CONFIDENCE = Fraction(9, 10)
UNLIKE_CONFIDENCE = Fraction(7, 10)
"""Equal titles over words that are known to be less than `ALIKE` alike."""
NO_TITLE = "その他"
"""A title that begins so does not name a measure."""
NO_WORDS = ids.text_digest("")


@dataclass(frozen=True, slots=True)
class Placed:
    """A measure with its text, as far as it is compared; ``words`` None where the document does not carry them."""

    measure: Measure
    topic: str | None
    title: str | None
    words: str | None
    pillar: str | None

    @property
    def digest(self) -> str | None:
        """The digest of the words; None where nothing is said."""
        return None if self.measure.text_digest == NO_WORDS else self.measure.text_digest


@dataclass(frozen=True, slots=True)
class Pair:
    """Two measures that are the same in other words; ``likeness`` None where it cannot be known."""

    one: Placed
    other: Placed
    rule: Rule
    likeness: Fraction | None

    @property
    def confidence(self) -> Fraction:
        """How sure the rule is, from 0 to 1."""
        if self.rule != "same-title":
            return self.likeness or Fraction(0)
        unlike = self.likeness is not None and self.likeness < ALIKE
        return UNLIKE_CONFIDENCE if unlike else TITLE_CONFIDENCE


@dataclass(slots=True)
class Concordance:
    """The links, and the differing wording of plans and agreements by the topic of the plan's document."""

    links: tuple[Link, ...] = ()
    problems: dict[str, list[Problem]] = field(default_factory=dict)


@dataclass(slots=True)
class _Corpus:
    """Texts by id with their measures in order, and the family that each text belongs to."""

    texts: dict[str, Text]
    families: dict[str, str]
    measures: dict[str, list[Placed]]

    def same_area(self, one: str, other: str) -> bool:
        return self.families[one] == self.families[other]


def concord(documents: Iterable[Records], derived: Iterable[Record] = ()) -> Concordance:
    """What measures of all texts have to do with each other; the same for any order of documents.

    ``derived`` are parts of texts that only several documents together give.
    """
    corpus = _corpus(documents, derived)
    equal = _by_digest(corpus)
    pairs = [*_within_areas(corpus), *_elsewhere(corpus, equal)]
    carried = list(_carried(corpus, equal, pairs))
    links = {*_equal_links(equal), *_pair_links(pairs)}
    links.update(Link(one.measure.id, "rk:carriesOut", other.measure.id) for one, other, _ in carried)
    found = Concordance(tuple(sorted(links)))
    for one, other, pair in carried:
        if pair and one.topic:
            found.problems.setdefault(one.topic, []).append(_differs(one, other, pair))
    return found


# --- what there is to compare ---


def _corpus(documents: Iterable[Records], derived: Iterable[Record]) -> _Corpus:
    given = sorted(documents, key=lambda one: one.source.topic)
    items = [(item, one.source.topic) for one in given for item in one.items]
    everything = [*items, *((item, None) for item in sorted(derived, key=lambda item: item.id))]
    areas = {item.id: item.area for item, _ in items if isinstance(item, Agreement) and item.area}
    fields = {item.id: item for item, _ in everything if isinstance(item, PolicyField)}
    texts = {item.id: item for item, _ in items if isinstance(item, Text)}
    measures: defaultdict[str, dict[str, Placed]] = defaultdict(dict)
    for item, topic in everything:
        if isinstance(item, Measure) and item.version in texts:
            measures[item.version].setdefault(item.id, _placed(item, topic, fields))
    families = {name: _family(text, areas) for name, text in texts.items()}
    return _Corpus(texts, families, {name: list(measures[name].values()) for name in sorted(measures)})


def _placed(measure: Measure, topic: str | None, fields: Mapping[str, PolicyField]) -> Placed:
    title = matching_key(measure.title or "")
    top = fields.get(measure.field or "")
    while top and (above := fields.get(top.broader or "")):
        top = above
    return Placed(
        measure,
        topic,
        title if title and not title.startswith(NO_TITLE) else None,
        matching_key(measure.text) if measure.text else None,
        matching_key(top.label) if top else None,
    )


def _family(text: Text, areas: Mapping[str, str]) -> str:
    if isinstance(text, Vision):
        return text.area or text.id.rpartition("/")[0]
    return areas.get(text.agreement, text.agreement)


# --- equal in words ---


def _by_digest(corpus: _Corpus) -> dict[str, list[Placed]]:
    """The measures of each wording that more than one measure has."""
    found: defaultdict[str, list[Placed]] = defaultdict(list)
    for measures in corpus.measures.values():
        for one in measures:
            if one.digest:
                found[one.digest].append(one)
    return {digest: group for digest, group in found.items() if len(group) > 1}


def _equal_links(equal: Mapping[str, Sequence[Placed]]) -> Iterator[Link]:
    for digest, group in equal.items():
        names = [one.measure.id for one in group]
        yield from (Link(one, "rk:sameWordingAs", other) for one, other in permutations(names, 2))
        yield from _explained(ids.correspondence(digest), names, "same-wording", Fraction(1), None)


# --- the same in other words ---


def _within_areas(corpus: _Corpus) -> Iterator[Pair]:
    areas: defaultdict[str, list[str]] = defaultdict(list)
    for text in corpus.measures:
        areas[corpus.families[text]].append(text)
    for texts in areas.values():
        words = _wordings(one for text in texts for one in corpus.measures[text])
        likeness = _Likeness(similar_pairs(words, ALIKE))
        for one, other in combinations(texts, 2):
            yield from _between(corpus.measures[one], corpus.measures[other], likeness)


def _wordings(measures: Iterable[Placed]) -> dict[str, str]:
    return {one.digest: one.words for one in measures if one.digest and one.words}


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How alike the words of two measures are, where they reach a threshold."""

    known: Mapping[tuple[str, str], Fraction]

    def of(self, one: Placed, other: Placed) -> Fraction | None:
        names = sorted((one.digest or "", other.digest or ""))
        return self.known.get((names[0], names[1]))


def _between(left: Sequence[Placed], right: Sequence[Placed], likeness: _Likeness) -> Iterator[Pair]:
    """The pairs of two texts of one area."""
    ours, theirs = _without_equal(left, right), _without_equal(right, left)
    taken: set[str] = set()
    unmatched = {one.measure.id for one in theirs}
    titles, others = _only_titles(left), _only_titles(right)
    for one in ours:
        other = others.get(one.title or "")
        if other and other.measure.id in unmatched and titles.get(one.title or "") is one:
            taken |= {one.measure.id, other.measure.id}
            yield Pair(one, other, "same-title", _words_alike(one, other))
    ours = [one for one in ours if one.measure.id not in taken]
    theirs = [one for one in theirs if one.measure.id not in taken]
    scores: dict[tuple[int, int], tuple[Fraction, Rule]] = {}
    for m, one in enumerate(ours):
        for n, other in enumerate(theirs):
            found = _score(one, other, likeness)
            if found:
                scores[m, n] = found
    for m, n in _mutual({at: value for at, (value, _) in scores.items()}):
        value, rule = scores[m, n]
        yield Pair(ours[m], theirs[n], rule, value)


def _score(one: Placed, other: Placed, likeness: _Likeness) -> tuple[Fraction, Rule] | None:
    if one.words and other.words:
        alike = likeness.of(one, other)
        return (alike, "similar-wording") if alike else None
    if not one.title or not other.title or not _fields_alike(one, other):
        return None
    value = dice(bigrams(one.title), bigrams(other.title))
    return (value, "similar-title") if value >= ALIKE_TITLES else None


def _fields_alike(one: Placed, other: Placed) -> bool:
    return (
        not (one.pillar and other.pillar) or dice(bigrams(one.pillar), bigrams(other.pillar)) >= ALIKE_FIELDS
    )


def _words_alike(one: Placed, other: Placed) -> Fraction | None:
    return dice(bigrams(one.words), bigrams(other.words)) if one.words and other.words else None


def _without_equal(measures: Sequence[Placed], others: Sequence[Placed]) -> list[Placed]:
    """The measures whose wording the other text does not have."""
    there = {one.digest for one in others if one.digest}
    return [one for one in measures if one.digest not in there]


def _only_titles(measures: Sequence[Placed]) -> dict[str, Placed]:
    times = Counter(one.title for one in measures)
    return {one.title: one for one in measures if one.title and times[one.title] == 1}


def _mutual(scores: Mapping[tuple[int, int], Fraction]) -> list[tuple[int, int]]:
    """The pairs that are each other's best; where two are equally good, none is taken."""
    rows: defaultdict[int, list[Fraction]] = defaultdict(list)
    columns: defaultdict[int, list[Fraction]] = defaultdict(list)
    for (m, n), value in scores.items():
        rows[m].append(value)
        columns[n].append(value)
    return [
        (m, n)
        for (m, n), value in sorted(scores.items())
        if all(line.count(value) == 1 and max(line) == value for line in (rows[m], columns[n]))
    ]


def _elsewhere(corpus: _Corpus, equal: Mapping[str, Sequence[Placed]]) -> Iterator[Pair]:
    """Pairs of nearly equal words in texts of different areas."""
    everyone = [one for measures in corpus.measures.values() for one in measures]
    with_digest: defaultdict[str, list[Placed]] = defaultdict(list)
    for placed in everyone:
        with_digest[placed.digest or ""].append(placed)
    by_texts: defaultdict[tuple[str, str], dict[tuple[str, str], Fraction]] = defaultdict(dict)
    for (a, b), value in similar_pairs(_wordings(everyone), ALIKE_ELSEWHERE).items():
        for one in with_digest[a]:
            for other in with_digest[b]:
                first, second = sorted((one, other), key=lambda placed: placed.measure.version)
                texts = first.measure.version, second.measure.version
                if not corpus.same_area(*texts):
                    by_texts[texts][first.measure.id, second.measure.id] = value
    for (left, right), scores in sorted(by_texts.items()):
        ours = _without_equal(corpus.measures[left], corpus.measures[right])
        theirs = _without_equal(corpus.measures[right], corpus.measures[left])
        numbered = {
            (m, n): scores[one.measure.id, other.measure.id]
            for m, one in enumerate(ours)
            for n, other in enumerate(theirs)
            if (one.measure.id, other.measure.id) in scores
        }
        for m, n in _mutual(numbered):
            yield Pair(ours[m], theirs[n], "similar-wording", numbered[m, n])


def _pair_links(pairs: Iterable[Pair]) -> Iterator[Link]:
    for pair in pairs:
        names = sorted((pair.one.measure.id, pair.other.measure.id))
        yield from (Link(one, "rk:rewordingOf", other) for one, other in permutations(names, 2))
        node = ids.correspondence(ids.h10(*names))
        yield from _explained(node, names, pair.rule, pair.confidence, pair.likeness)


def _explained(
    node: str, names: Iterable[str], rule: Rule, confidence: Fraction, likeness: Fraction | None
) -> Iterator[Link]:
    yield Link(node, "rdf:type", "rk:Correspondence", "term")
    yield Link(node, "rdf:type", "oa:Annotation", "term")
    yield from (Link(node, "oa:hasTarget", name) for name in names)
    yield Link(node, "rk:rule", f"concordance.{rule}", "string")
    yield Link(node, "rk:confidence", _figure(confidence), "decimal")
    if likeness is not None:
        yield Link(node, "rk:similarity", _figure(likeness), "decimal")


def _figure(value: Fraction) -> str:
    """Two decimals, rounded down: what is not quite equal is never 1.

    >>> _figure(Fraction(199, 200)), _figure(Fraction(1))
    ('0.99', '1.00')
    """
    hundredths = int(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"


# --- plans and agreements ---


def _carried(
    corpus: _Corpus, equal: Mapping[str, Collection[Placed]], pairs: Iterable[Pair]
) -> Iterator[tuple[Placed, Placed, Pair | None]]:
    """A plan's measure, the agreement's measure that it carries out, and the pair where the words differ."""
    reworded = {}
    for pair in pairs:
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            reworded[one.measure.id, other.measure.version] = (other, pair)
    for name, plan in corpus.texts.items():
        if not isinstance(plan, Vision) or name not in corpus.measures:
            continue
        for text in _texts_behind(corpus, plan):
            for one in corpus.measures[name]:
                same = [m for m in equal.get(one.digest or "", ()) if m.measure.version == text]
                yield from ((one, other, None) for other in same)
                if not same and (one.measure.id, text) in reworded:
                    yield one, *reworded[one.measure.id, text]


def _texts_behind(corpus: _Corpus, plan: Vision) -> Iterator[str]:
    agreements: defaultdict[str, list[Text]] = defaultdict(list)
    for name in corpus.measures:
        text = corpus.texts[name]
        if not isinstance(text, Vision) and corpus.same_area(name, plan.id):
            agreements[text.agreement].append(text)
    for texts in agreements.values():
        yield from standing(texts, plan.issued)


def standing(texts: Iterable[Text], issued: str | None) -> list[str]:
    """The ids of the texts of one agreement that a plan of that date rests on.

    The last text in force by then (compared as far as both dates are printed), else the first one after it; where
    only drafts are known, these.
    """
    given = list(texts)
    versions = [text for text in given if isinstance(text, AgreementVersion)]
    if not versions:
        return [text.id for text in given]
    date: Callable[[AgreementVersion], tuple[str, str]] = lambda text: (text.valid_from or "", text.id)  # noqa: E731
    known = [v for v in versions if not issued or (v.valid_from or "")[: len(issued)] <= issued]
    return [max(known, key=date).id if known else min(versions, key=date).id]


def _differs(one: Placed, other: Placed, pair: Pair) -> Problem:
    """The note on a plan's measure whose words are not those of the agreement."""
    parties = other.measure.id.split("/")[2]
    shown = difference(other.words, one.words) if other.words and one.words else ""
    place = one.measure.evidence[0].span if one.measure.evidence else None
    likeness = _figure(pair.likeness) if pair.likeness is not None and not shown else ""
    value = " ".join(filter(None, (parties, shown or likeness)))
    return Problem("wording_differs", value, one.measure.id, place)
