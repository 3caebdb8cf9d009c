"""``docs/roles-and-costs.md``: how well the rules give kinds of roles and of cost sharing, from register and labels.

``python -m tests.classify.kinds_page`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from rdflib import SKOS, Graph, Literal
from rdflib.term import Node

from graph_build.assets import asset
from graph_build.rdf.defaults import with_defaults
from graph_build.rdf.vocabulary import concept
from graph_build.records.agreement import Article, Measure, RoleStatement
from graph_build.records.base import Assignment, Record
from graph_build.records.canonical import loads
from graph_build.records.plan import Project
from tests.classify.quality import Reading, readings, score, shown, table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "roles-and-costs.md"
Given: TypeAlias = Mapping[str, Mapping[str, Assignment]]
"""By id, then by the concept's name without its scheme."""
Parts: TypeAlias = Sequence[tuple[str, Mapping[str, frozenset[str]], Mapping[str, Reading]]]

HEAD = """\
# Kinds of roles and of cost sharing: meaning and quality

Made by `python -m tests.classify.kinds_page` from the ontology, the register and the labels by hand; a test keeps it
fresh. The rules are `data/rules/role-kinds.tsv` and `data/rules/cost-sharing.tsv`, with the words that they use
in `data/rules/words.tsv`; `data/rules/README.md` explains the columns. `renkei explain ID` shows kinds, cues and rules
of one statement.

A role is read clause by clause, for in Japanese the verb at its end decides: what another party does, a purpose or a
condition gives no kind (`src/graph_build/classify/predicates.py`). Several kinds may hold at once. To take something up
together with another party is cooperation; it is implementation as well only where concrete work is named.

One reader labelled the role statements of three documents of the area of Kumamoto and the costs of its plan before any
rule was written (*seen*), and those of the agreements of Kurume and Okayama after the first rules stood, without having
read them before (*unseen*). What the first rules gave there is kept (`tests/classify/labels/roles-first-run.tsv`); rules
were then made better with what they missed and with the fictional documents of the tests, so *unseen, today* is fitted
too and says nothing about other documents. Of the unseen documents only one has a clause on costs, so there is no
figure for costs elsewhere. Where readers may differ (*arguable*), a kind counts neither way. The texts of one area repeat
each other: *seen* counts many wordings more than once. One reader is no agreement between readers.
"""


def page() -> str:
    """The whole page."""
    roles, costs = given("roleKind"), given("costSharingKind")
    seen, unseen = readings("roles-seen.tsv", "kinds"), readings("roles-unseen.tsv", "kinds")
    first = {key: one.concepts for key, one in readings("roles-first-run.tsv", "kinds").items()}
    role_parts: Parts = (
        ("seen", _names(roles), seen),
        ("unseen, first run", first, unseen),
        ("unseen, today", _names(roles), unseen),
    )
    cost_seen, cost_unseen = readings("cost-seen.tsv", "kinds"), readings("cost-unseen.tsv", "kinds")
    cost_parts: Parts = (("seen", _names(costs), cost_seen), ("unseen", _names(costs), cost_unseen))
    lines = [
        HEAD,
        *_section("Roles", "roleKind", role_parts),
        *_differences(roles, {**seen, **unseen}),
        *_arguable(roles, {**seen, **unseen}),
        *_section("Cost sharing", "costSharingKind", cost_parts),
        *_differences(costs, {**cost_seen, **cost_unseen}),
        *_arguable(costs, {**cost_seen, **cost_unseen}),
        *_symmetry(),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def items() -> Iterator[Record]:
    """All records of the register, with what holds where no rule fits."""
    for file in sorted((ROOT / "data" / "register").glob("*.json"), key=lambda file: file.name):
        yield from with_defaults(loads(file.read_text(encoding="utf-8")).items)


def given(prop: str) -> Given:
    """What the rules gave."""
    found: dict[str, dict[str, Assignment]] = {}
    for item in items():
        if isinstance(item, Assignment) and item.property == prop:
            found.setdefault(item.target, {})[item.concept.partition("-")[2]] = item
    return found


def _names(found: Given) -> dict[str, frozenset[str]]:
    return {target: frozenset(kinds) for target, kinds in found.items()}


def _section(title: str, scheme: str, parts: Parts) -> list[str]:
    explained = _concepts(scheme)
    totals, rows = [], []
    for name, found, read in parts:
        result = score(found, read, firm=True)
        counts = (result.right.total(), result.wrong.total(), result.missed.total())
        exact = sum(_is_exact(found.get(key, frozenset()), one) for key, one in read.items())
        totals.append((name, len(read), *counts, shown(result.precision()), shown(result.recall()), exact))
        for kind, (label, _) in explained.items():
            numbers = (result.right[kind], result.wrong[kind], result.missed[kind])
            if any(numbers):
                shares = (shown(result.precision(kind)), shown(result.recall(kind)))
                rows.append((name, label, *numbers, *shares))
    head = ("right", "wrong", "missed", "precision", "recall")
    return [
        f"## {title}",
        "",
        *table(
            ("kind", "meaning"), ((f"{label} `{kind}`", text) for kind, (label, text) in explained.items())
        ),
        "",
        *table(("part", "texts", *head, "exactly as read"), totals),
        "",
        *table(("part", "kind", *head), rows),
        "",
    ]


def _is_exact(found: frozenset[str], read: Reading) -> bool:
    return read.concepts <= found <= read.concepts | read.arguable


def _concepts(scheme: str) -> dict[str, tuple[str, str]]:
    """The kinds in the order of the ontology: label in both languages, definition in English."""
    text = asset("ontology").joinpath("concepts.ttl").read_text("utf-8")
    graph = Graph().parse(data=text, format="turtle")
    names = [line.split()[0] for line in text.splitlines() if line.startswith(f"rk:{scheme}-")]
    found = {}
    for name in (one.partition("-")[2] for one in names):
        node = concept(scheme, name)
        label = " ".join(_text(graph, node, SKOS.prefLabel, lang) for lang in ("ja", "en"))
        found[name] = label, _text(graph, node, SKOS.definition, "en")
    return found


def _text(graph: Graph, node: Node, prop: Node, lang: str) -> str:
    texts = (one for one in graph.objects(node, prop) if isinstance(one, Literal))
    return next(str(one) for one in texts if one.language == lang)


def _differences(found: Given, read: Mapping[str, Reading]) -> list[str]:
    rows = []
    for key, one in read.items():
        kinds = found.get(key, {})
        wrong = [kind for kind in kinds if kind not in one.concepts | one.arguable]
        rows += [(_link(key), kind, "given", kinds[kind].rule, kinds[kind].cue or "") for kind in wrong]
        rows += [(_link(key), kind, "missed", "", "") for kind in sorted(one.concepts - set(kinds))]
    head = ("text", "kind", "what", "rule", "cue")
    return ["### Where rules and reader differ", "", *(table(head, rows) if rows else ["Nowhere."]), ""]


def _arguable(found: Given, read: Mapping[str, Reading]) -> list[str]:
    labels = {item.id: item.label if isinstance(item, Measure) else item.title for item in _owners()}
    rows = [
        (
            _link(key),
            labels.get(key.partition("/role/")[0], ""),
            _list(one.concepts),
            _list(one.arguable),
            _also(found, key, one),
        )
        for key, one in read.items()
        if one.arguable
    ]
    head = ("text", "of", "read", "arguable", "of these given")
    return ["### Arguable", "", *table(head, rows), ""]


def _owners() -> Iterator[Measure | Project]:
    return (item for item in items() if isinstance(item, Measure | Project))


def _also(found: Given, key: str, one: Reading) -> str:
    return _list(one.arguable & set(found.get(key, {})))


def _list(kinds: Iterable[str]) -> str:
    return ", ".join(sorted(kinds))


def _link(key: str) -> str:
    return f"`{key}`"


def _symmetry() -> list[str]:
    compared = given("roleSymmetry")
    documents: dict[str, dict[str, int]] = {}
    for target, kinds in compared.items():
        text = target.partition("/measure/")[0].partition("/project/")[0]
        owner = f"{text} ({'projects' if '/project/' in target else 'measures'})"
        for kind in kinds:
            documents.setdefault(owner, {}).setdefault(kind, 0)
            documents[owner][kind] += 1
    names = [name for name in _concepts("roleSymmetry") if any(name in one for one in documents.values())]
    rows = [(f"`{key}`", *(one.get(name, 0) for name in names)) for key, one in sorted(documents.items())]
    return [
        "## Symmetry",
        "",
        "The words of the parties are compared after their names and positions were replaced; no rule is fitted here.",
        "",
        *table(("text", *names), rows),
        "",
    ]


def labelled() -> Iterator[str]:
    """What has to be labelled: every role, every project, every clause on costs."""
    clauses = {
        one.target for one in items() if isinstance(one, Assignment) and one.concept == "clauseKind-cost"
    }
    for item in items():
        if isinstance(item, RoleStatement | Project) or (isinstance(item, Article) and item.id in clauses):
            yield item.id


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
