"""`/search`: words in, things with their texts and places out, as JSON and as a page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib.resources import files
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from graph_build.rdf.prefixes import PREFIXES
from graph_build.search.entries import CLASSES, Place
from graph_build.search.lookup import Found, Hit, Index, Results, SearchTimeError, Snippet
from graph_build.search.words import LONGEST, Words, read_words
from service.engine.releases import Releases
from service.observe.record import record_of
from service.problems import STOPPED, TIME_LIMIT, Problem
from service.settings import Settings
from service.sparql.endpoint import pick
from service.sparql.formats import HTML, JSON
from service.web.pages import Pages

_TEXTS = 5
_MOST_PAGES = 10_000
Kind = Enum("Kind", {name.partition(":")[2]: name.partition(":")[2] for name in CLASSES}, type=str)  # type: ignore[misc]
_CLASSES = {name.partition(":")[2]: name for name in CLASSES}


class Search:
    """Searches the index of the release that is served."""

    def __init__(self, settings: Settings, releases: Releases, pages: Pages) -> None:
        self._settings = settings
        self._releases = releases
        self._pages = pages

    def add_to(self, app: FastAPI) -> None:
        """The route `/search`."""
        app.add_api_route(
            "/search",
            self._route,
            methods=["GET"],
            summary="Search labels and texts",
            description=_DESCRIPTION,
            operation_id="search",
            response_class=Response,
            responses={200: {"description": "One page of what was found", "content": _content()}},
        )

    async def _route(
        self,
        request: Request,
        q: Annotated[str, Query(max_length=LONGEST, description="Words that all have to be found.")] = "",
        type: Annotated[list[Kind] | None, Query(description="Only things of these classes.")] = None,
        page: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1,
        size: Annotated[int, Query(ge=1, le=100, description="Things on a page.")] = 20,
        format: Literal["json", "html", ""] = "",
    ) -> Response:
        record_of(request.scope).query = q
        choice = pick([format] if format else (), request.headers.get("accept"), (JSON, HTML))
        kinds = list(dict.fromkeys(each.value for each in type or ()))
        words = read_words(q)
        results = await self._search(words, kinds, size, (page - 1) * size)
        answer = self._answer(q, words, kinds, page, size, results)
        if choice.format is HTML:
            return self._page(request, answer, results)
        return json_response(answer)

    async def _search(self, words: Words, kinds: list[str], size: int, offset: int) -> Results:
        index = self.index()
        try:
            return await asyncio.to_thread(
                index.search,
                words,
                [_CLASSES[kind] for kind in kinds],
                size,
                offset,
                self._settings.search_timeout,
                _TEXTS,
            )
        except SearchTimeError as error:
            raise Problem(TIME_LIMIT, f"{error}; search for a longer word.") from None

    def index(self) -> Index:
        """The index of this request's release; raises `Problem` when there is none."""
        if (index := self._releases.index) is not None:
            return index
        if self._settings.engine:
            detail = (
                "The service has no search index: it needs the setting search_index beside a remote engine."
            )
            raise Problem(STOPPED, detail)
        raise Problem(
            STOPPED,
            "There is no search index yet; it is made when the service starts.",
            headers=(("retry-after", "2"),),
        )

    def path(self, path: str) -> str:
        """Where the service shows the thing with a path of the index."""
        return _path(path)

    # --- answers ---

    def _answer(
        self, q: str, words: Words, kinds: list[str], page: int, size: int, results: Results
    ) -> dict[str, Any]:
        pages = -(-results.total // size)
        counted = [(kind.partition(":")[2], count) for kind, count in results.kinds.items()]

        def at(number: int, within: int) -> str | None:
            return _address(q, kinds, number, size) if 1 <= number <= within else None

        return {
            "query": q,
            "words": [word.key for word in words.words],
            "type": kinds,
            "total": results.total,
            "complete": results.complete,
            "page": page,
            "size": size,
            "pages": pages,
            "previous": at(page - 1, pages),
            "next": at(page + 1, min(pages, _MOST_PAGES)),
            "types": [{"type": kind, "count": count} for kind, count in counted],
            "results": [self._hit(hit) for hit in results.hits],
        }

    def _hit(self, hit: Hit) -> dict[str, Any]:
        return {
            "id": self._iri(hit.path),
            "path": _path(hit.path),
            "type": hit.kind.partition(":")[2],
            "label": hit.label,
            "context": hit.context,
            "match": hit.match.name.lower().replace("_", "-"),
            "textCount": hit.texts,
            "texts": [self._text(found) for found in hit.found],
        }

    def _text(self, found: Found) -> dict[str, Any]:
        passage, place = found.passage, found.passage.place
        return {
            "of": self._iri(passage.node),
            "property": passage.prop,
            "language": passage.language,
            "text": found.snippet.text,
            "marks": [list(mark) for mark in found.snippet.marks],
            "place": None if place is None else self._place(place),
        }

    def _place(self, place: Place) -> dict[str, Any]:
        return {
            "document": self._iri(place.document),
            "title": place.title,
            "path": f"{_path(place.document)}#L{place.line_start}",
            "lineStart": place.line_start,
            "lineEnd": place.line_end,
            "page": place.page,
        }

    def _iri(self, path: str) -> str:
        return PREFIXES["rk"] + path[4:] if path.startswith("def#") else self._settings.base + path

    def _page(self, request: Request, answer: Mapping[str, Any], results: Results) -> Response:
        shown = [
            {
                **each,
                "texts": [
                    {**text, "parts": list(_parts(found.snippet))}
                    for text, found in zip(each["texts"], hit.found, strict=True)
                ],
            }
            for each, hit in zip(answer["results"], results.hits, strict=True)
        ]
        q, size = answer["query"], answer["size"]
        types = [
            {**each, "chosen": [each["type"]] == answer["type"], "href": _address(q, [each["type"]], 1, size)}
            for each in answer["types"]
        ]
        values = {
            **answer,
            "results": shown,
            "types": types,
            "everything": _address(q, [], 1, size),
            "longest": LONGEST,
        }
        return self._pages.respond("search.html", values, request)


def json_response(value: Any) -> Response:
    """A value as JSON, of which members that are None are left out."""
    body = json.dumps(_said(value), ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, headers={"vary": "Accept"}, media_type="application/json")


def _said(value: Any) -> Any:
    """The same without members that are None."""
    if isinstance(value, dict):
        return {name: _said(each) for name, each in value.items() if each is not None}
    return [_said(each) for each in value] if isinstance(value, list) else value


def _parts(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    at = 0
    for start, end in snippet.marks:
        yield snippet.text[at:start], False
        yield snippet.text[start:end], True
        at = end
    yield snippet.text[at:], False


def _address(q: str, kinds: list[str], page: int, size: int) -> str:
    given: list[tuple[str, str | int]] = [("q", q), *(("type", kind) for kind in kinds)]
    given += [("page", page)] if page > 1 else []
    given += [("size", size)] if size != 20 else []
    return f"/search?{urlencode(given, errors='replace')}"


def _path(path: str) -> str:
    return "/" + quote(path, safe="/:@!$&'()*+,;=#%~")


def _content() -> dict[str, Any]:
    example = json.loads(files("service.search").joinpath("example.json").read_text(encoding="utf-8"))
    return {"application/json": {"example": example}, "text/html": {}}


_DESCRIPTION = """\
Words are parted by white space and all have to be found; a phrase stands in quotation marks. Width of letters, kana,
case, white space and variants of characters do not matter. A word of one character is looked for in labels and names
only. A compound of four or more kanji is also found where a document says its head once for two things (病児・病後児保育
for 病児保育). Texts of roles, schedules and subsidies are found under the measure or project that they belong to.

Order: the whole query is a label or name (`exact`), a label begins with a word (`prefix`), has it inside (`label`), has
its halves (`label-apart`), a text has it (`text`), a text has its halves (`text-apart`); then by class; figures of
tables come late. `marks` are half-open ranges of characters of `text`. Where only facts of a document are known,
its sentences cannot be found. Names of office holders are not searched. `complete` is false when more was found than could be counted."""
