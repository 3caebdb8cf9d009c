"""A page in the making: what a view asks of the graph, and what answers it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import Request

from graph_build.checks.parameters import read_values
from graph_build.checks.questions import StoredQuery
from graph_build.release.folder import MANIFEST, ReleaseFolder
from service.engine.protocol import Term
from service.language import Language
from service.settings import Settings
from service.sparql.endpoint import Endpoint
from service.sparql.formats import JSON
from service.web.blocks import Block, load_blocks
from service.web.rows import by
from service.web.words import word


@dataclass(frozen=True)
class Names:
    """The labels of concepts, classes and properties of the ontology in both languages."""

    labels: Mapping[str, Mapping[Language, str]]

    def of(self, iri: str, language: Language) -> str:
        """The label, or the last part of an IRI that the ontology does not know."""
        known = self.labels.get(iri)
        return known[language] if known else iri.rpartition("/")[2].rpartition("#")[2]


def area_names(rows: Iterable[Mapping[str, str]]) -> dict[str, Mapping[Language, str]]:
    """The names of the areas; one that no document names is called after its core cities."""
    found: dict[str, Mapping[Language, str]] = {}
    for area, said in by(rows, "area").items():
        first = said[0]
        cores = {
            "ja": "・".join(row["core_name"] for row in said),
            "en": ", ".join(row["core_name_en"] or row["core_name"] for row in said),
        }
        ja = first["name"] or word("ja", "area.of", core=cores["ja"])
        en = first["name_en"] or first["name"] or word("en", "area.of", core=cores["en"])
        found[area] = {"ja": ja, "en": en}
    return found


class Answers:
    """What the pages ask of the graph: rows of blocks and of stored queries, labels, addresses, texts of documents."""

    def __init__(self, settings: Settings, endpoint: Endpoint) -> None:
        self.base = settings.base
        self._releases = [ReleaseFolder(path) for path in settings.data if (path / MANIFEST).is_file()]
        self._endpoint = endpoint
        self._names: tuple[str, Names] | None = None

    @property
    def build(self) -> str:
        """The build that answers."""
        return self._endpoint.build

    def href(self, iri: str) -> str:
        """The address of a thing: of its page here, else its own; '' for what has none."""
        if iri.startswith((self.base + "id/", self.base + "doc/")):
            return "/" + quote(iri.removeprefix(self.base), safe="/:@!$&'()*+,;=") + ".html"
        return iri if iri.startswith(("http://", "https://")) else ""

    async def block(self, request: Request, name: str, given: Mapping[str, str]) -> Block:
        """The rows of a block with these parameters."""
        query = load_blocks()[name]
        terms = query.bind(given, self.base)
        found = await self._run(request, name, query.text, terms)
        paths = {param: term.value.removeprefix(self.base) for param, term in terms.items()}
        return replace(found, query=query.bound(terms), given=paths)

    async def _run(self, request: Request, name: str, text: str, terms: Mapping[str, Term]) -> Block:
        answer = json.loads((await self._endpoint.run(text, JSON, request.receive, terms)).whole())
        columns = tuple(answer["head"]["vars"])
        rows = [
            {column: row[column]["value"] if column in row else "" for column in columns}
            for row in answer["results"]["bindings"]
        ]
        return Block(name, columns, rows, text, {})

    async def stored(self, request: Request, query: StoredQuery, given: Mapping[str, str]) -> Block:
        """The rows of a stored query with these values of its parameters."""
        values = read_values(query, given, self.base)
        terms = {name: Term(one.value, one.is_iri, one.datatype) for name, one in values.items()}
        return await self._run(request, query.name, query.text, terms)

    async def names(self, request: Request) -> Names:
        """The labels of the ontology of this build."""
        build = self.build
        if self._names is None or self._names[0] != build:
            block = await self.block(request, "names", {})
            labels: dict[str, Mapping[Language, str]] = {
                row["concept"]: {"ja": row["ja"], "en": row["en"]} for row in block.rows
            }
            labels.update(area_names((await self.block(request, "areas", {})).rows))
            self._names = (build, Names(labels))
        return self._names[1]

    def text(self, sha256: str) -> str | None:
        """The text of a document, where it is kept beside the release."""
        return next((text for each in self._releases if (text := each.text(sha256)) is not None), None)


class Visit:
    """One page in the making: the thing it is about, its reader's language, and the blocks that it asks for."""

    def __init__(self, answers: Answers, request: Request, path: str, language: Language) -> None:
        self._answers = answers
        self.request = request
        self.path = path
        self.language = language
        self.thing = answers.base + path
        self.base = answers.base

    async def ask(self, name: str, **given: str) -> Block:
        """The block of that name; each parameter names a thing, by IRI or by path below the base."""
        return await self._answers.block(self.request, name, given)

    async def ask_all(self, *blocks: tuple[str, Mapping[str, str]]) -> list[Block]:
        """Several blocks at the same time, in the order in which they are named."""
        return await asyncio.gather(*(self.ask(name, **given) for name, given in blocks))

    async def stored(self, query: StoredQuery, given: Mapping[str, str]) -> Block:
        """The answer to a stored query, its parameters given as in its header."""
        return await self._answers.stored(self.request, query, given)

    async def name(self, iri: str) -> str:
        """The label of a concept or class of the ontology."""
        return (await self._answers.names(self.request)).of(iri, self.language)

    def href(self, iri: str) -> str:
        """The address of a thing's page."""
        return self._answers.href(iri)

    def short(self, iri: str) -> str:
        """A thing of the graph by its path below the base."""
        return iri.removeprefix(self.base)

    def text(self, sha256: str) -> str | None:
        """The text of a document, where it is kept beside the release."""
        return self._answers.text(sha256)
