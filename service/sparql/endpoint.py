"""The endpoint `/sparql`: from a request to a complete answer, a page, or a problem."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache

from starlette.requests import HTTPConnection

from service.engine.protocol import Answer, ClientGoneError, Engine, Gone, Job, Term
from service.language import VARY as LANGUAGE_VARY
from service.observe.record import record_of
from service.problems import (
    INTERNAL,
    MEDIA_TYPE,
    NOT_ACCEPTABLE,
    SYNTAX,
    UNKNOWN_GRAPH,
    Problem,
)
from service.settings import Settings
from service.sparql.cache import Headers, Kept, ResultCache
from service.sparql.description import describe
from service.sparql.formats import GRAPH_FORMATS, HTML, Format, by_name, formats_of
from service.sparql.lexer import Limits, Scanned, scan
from service.sparql.negotiate import Choice, accepts_gzip, choose, named
from service.sparql.request import (
    Asked,
    ClientLeftError,
    Receive,
    Scope,
    Send,
    header,
    read_request,
)
from service.web.pages import Pages

PATHS = ("/sparql", "/sparql/")
VARY = (b"vary", b"Accept, Accept-Encoding")
_PAGE_VARY = (b"vary", f"Accept, Accept-Encoding, {LANGUAGE_VARY}".encode())
_CHUNK = 1 << 16
_LONG_TEXT = 1 << 15
_PAGE_CACHE = (b"cache-control", b"no-cache")


class Endpoint:
    """Answers queries: as an ASGI application of its own, and for the other routes."""

    def __init__(self, settings: Settings, engine: Engine, pages: Pages) -> None:
        self._settings = settings
        self._engine = engine
        self._pages = pages
        self._cache = ResultCache(settings.cache_mb << 20)
        self._limits = Limits(settings.nesting, settings.operators)
        self._long_texts = asyncio.Semaphore(1)
        self._limit_headers: Headers = [
            (b"renkei-time-limit", f"{settings.timeout:g}".encode()),
            (b"renkei-memory-limit", str(settings.memory_mb << 20).encode()),
            (b"renkei-result-limit", str(settings.result_mb << 20).encode()),
        ]

    @property
    def build(self) -> str:
        """The digest of the data that is served."""
        return self._engine.info.build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request of the SPARQL 1.1 Protocol."""
        request = (
            self._engine.info.build.encode(),
            scope["query_string"],
            (header(scope, b"accept") or "").encode("latin-1"),
            (header(scope, b"accept-encoding") or "").encode("latin-1"),
        )
        if scope["method"] == "GET" and request[1] and (kept := self._cache.by_request(request)):
            record_of(scope).cache, record_of(scope).query = "hit", kept.query
            await self._send_kept(kept, scope, send)
            return
        asked = None
        try:
            asked = await read_request(scope, receive, self._settings.query_kb << 10)
            if asked.query is None:
                await self._describe(asked, scope, send)
            else:
                await self._query(asked, request, scope, receive, send)
        except (ClientGoneError, ClientLeftError):
            return
        except Problem as problem:
            await self.send_problem(problem, scope, send, asked.query if asked else None)

    # --- queries ---

    async def _query(
        self, asked: Asked, request: tuple[bytes, ...], scope: Scope, receive: Receive, send: Send
    ) -> None:
        text = asked.query or ""
        record = record_of(scope)
        record.query = text
        scanned = await self._scan(text)
        choice = pick(asked.formats, header(scope, b"accept"), formats_of(scanned.kind))
        if choice.format is HTML:
            await self._query_page(asked, scanned, scope, receive, send)
            return
        gzip = accepts_gzip(header(scope, b"accept-encoding"))
        job = self._job(asked, scanned, choice.format, gzip)
        key = (text, job.default_graphs, job.named_graphs, choice.media_type, gzip)
        kept_as = (self._engine.info.build, key)
        kept = self._cache.get(kept_as)
        tag = self._tag(key)
        if kept is None and not scanned.volatile and _matches(header(scope, b"if-none-match"), tag, gzip):
            await _send(send, 304, [(b"etag", _quoted(tag, gzip)), VARY, _PAGE_CACHE, *self._limit_headers])
            return
        record.cache = "miss" if kept is None else "hit"
        if kept is None:
            answer = await self._engine.answer(job, _gone(receive))
            headers = self._headers(choice, answer, "" if scanned.volatile else tag)
            if answer.file is not None:
                await _send_file(send, headers, answer)
                return
            kept = Kept(tag, headers, answer.body, text)
            if scanned.volatile:
                await _send(send, 200, headers, answer.body)
                return
            self._cache.put(kept_as, kept)
        if scope["method"] == "GET" and scope["query_string"]:
            self._cache.shorten(request, kept_as)
        await self._send_kept(kept, scope, send)

    async def run(
        self,
        text: str,
        form: Format,
        receive: Receive,
        bindings: Mapping[str, Term] | None = None,
        gzip: bool = False,
    ) -> Answer:
        """Answer a query that the service itself holds, with its parameters bound as terms."""
        scanned = await self._scan(text)
        job = self._job(Asked(text), scanned, form, gzip, bindings)
        return await self._engine.answer(job, _gone(receive))

    async def _scan(self, text: str) -> Scanned:
        if len(text) < _LONG_TEXT:
            scanned = scan(text, self._limits, self._settings.base)
        else:
            async with self._long_texts:
                scanned = await asyncio.to_thread(scan, text, self._limits, self._settings.base)
        if self._settings.engine and scanned.special_escapes:
            raise Problem(SYNTAX, "Quotes and backslashes are not written as \\u escapes here.")
        return scanned

    def _job(
        self,
        asked: Asked,
        scanned: Scanned,
        form: Format,
        gzip: bool,
        bindings: Mapping[str, Term] | None = None,
    ) -> Job:
        default, graphs = self._dataset(asked, scanned)
        return Job(
            text=asked.query or "",
            kind=scanned.kind,
            format=form.name,
            timeout=min(self._settings.timeout, asked.timeout or self._settings.timeout),
            gzip=gzip,
            default_graphs=default,
            named_graphs=graphs,
            bindings=bindings,
            implied=tuple(sorted(scanned.implied)),
            pattern=scanned.pattern,
            base=self._settings.base,
        )

    def _dataset(
        self, asked: Asked, scanned: Scanned
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """The graphs of the protocol, which override those of the query (SPARQL 1.1 Protocol §2.1.4).

        A graph that is not here is refused, except by the protocol for a query without a pattern, which reads none.
        """
        by_protocol = bool(asked.default_graphs or asked.named_graphs)
        known = self._engine.info.graphs
        if unknown := [iri for iri in scanned.default_graphs + scanned.named_graphs if iri not in known]:
            raise _unknown(unknown)
        if not by_protocol:
            if not scanned.has_dataset:
                return None, None
            return scanned.default_graphs, scanned.named_graphs
        if scanned.reads and (
            unknown := [iri for iri in asked.default_graphs + asked.named_graphs if iri not in known]
        ):
            raise _unknown(unknown)
        kept = [
            tuple(iri for iri in graphs if iri in known)
            for graphs in (asked.default_graphs, asked.named_graphs)
        ]
        return kept[0], kept[1]

    # --- answers ---

    def _tag(self, key: tuple[object, ...]) -> str:
        said = repr((self._engine.info.build, self._engine.info.name, key[:4]))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]

    def _headers(self, choice: Choice, answer: Answer, tag: str) -> Headers:
        headers: Headers = [
            (b"content-type", choice.content_type.encode()),
            (b"content-length", str(answer.length).encode()),
            VARY,
            (b"last-modified", _http_date(self._engine.info.modified)),
            *self._limit_headers,
        ]
        if answer.gzip:
            headers.append((b"content-encoding", b"gzip"))
        if tag:
            headers += [(b"etag", _quoted(tag, answer.gzip)), (b"cache-control", b"public, no-cache")]
        else:
            headers.append((b"cache-control", b"no-store"))
        return headers

    async def _send_kept(self, kept: Kept, scope: Scope, send: Send) -> None:
        if _unchanged(kept, scope, self._engine.info.modified):
            dropped = (b"content-length", b"content-type", b"content-encoding")
            await _send(send, 304, [each for each in kept.headers if each[0] not in dropped])
        else:
            await _send(send, 200, kept.headers, kept.body)

    async def send_problem(self, problem: Problem, scope: Scope, send: Send, text: str | None = None) -> None:
        """Problem details; for a browser that asked this route, the page with the query and what is wrong."""
        record_of(scope).problem = problem.kind.name
        extra = [(name.encode(), value.encode()) for name, value in problem.headers]
        media, body = MEDIA_TYPE, problem.body()
        accept = header(scope, b"accept")
        if text is not None and accept and "text/html" in accept:
            media = HTML.media_types[0] + "; charset=utf-8"
            body = self._html(scope, text, problem=problem)
        headers: Headers = [
            (b"content-type", media.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            VARY,
            *self._limit_headers,
            *extra,
        ]
        await _send(send, problem.kind.status, headers, body)

    async def _query_page(
        self, asked: Asked, scanned: Scanned, scope: Scope, receive: Receive, send: Send
    ) -> None:
        answer = await self._engine.answer(self._job(asked, scanned, HTML, gzip=False), _gone(receive))
        table = answer.whole().decode()
        await self._page(self._html(scope, asked.query or "", table), send)

    def _html(self, scope: Scope, text: str, table: str = "", problem: Problem | None = None) -> bytes:
        limits = {
            "seconds": self._settings.timeout,
            "memory": self._settings.memory_mb,
            "result": self._settings.result_mb,
        }
        return self._pages.query(text, table, problem, HTTPConnection(scope), limits)

    async def _page(self, body: bytes, send: Send) -> None:
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            _PAGE_VARY,
            _PAGE_CACHE,
            *self._limit_headers,
        ]
        await _send(send, 200, headers, body)

    async def _describe(self, asked: Asked, scope: Scope, send: Send) -> None:
        choice = pick(asked.formats, header(scope, b"accept"), GRAPH_FORMATS)
        if choice.format is HTML:
            await self._page(self._html(scope, ""), send)
            return
        body = describe(choice.format, _own_address(scope), self._engine.info, self._settings)
        tag = hashlib.sha256(body).hexdigest()[:32]
        headers = self._headers(choice, Answer(body), tag)
        await self._send_kept(Kept(tag, headers, body), scope, send)


def pick(names: Sequence[str], accept: str | None, offered: tuple[Format, ...]) -> Choice:
    """The first that `?format=` names of those offered, else the one that `Accept` likes best.

    Raises `Problem` with a list of what there is. Clients give several names for one format, to be understood.
    """
    if names:
        known = (by_name(name, offered) for name in names)
        choice = next((named(each) for each in known if each is not None), None)
    else:
        choice = choose(accept, offered)
    if choice is None:
        listed = [{"format": each.name, "media_types": list(each.media_types)} for each in offered]
        names = ", ".join(each.media_types[0] for each in offered)
        raise Problem(NOT_ACCEPTABLE, f"There is: {names}.", {"available": listed})
    return choice


def _unknown(graphs: Sequence[str]) -> Problem:
    return Problem(
        UNKNOWN_GRAPH, f"There is no graph {', '.join(graphs[:5])} here.", {"graphs": list(graphs[:20])}
    )


@lru_cache(maxsize=16)
def _http_date(seconds: int) -> bytes:
    return formatdate(seconds, usegmt=True).encode()


def _quoted(tag: str, gzip: bool) -> bytes:
    return f'"{tag}-gzip"'.encode() if gzip else f'"{tag}"'.encode()


def _matches(if_none_match: str | None, tag: str, gzip: bool) -> bool:
    """Whether a client that may get gzip has this very representation already."""
    if if_none_match is None:
        return False
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return f'"{tag}-gzip"' in known if gzip else f'"{tag}"' in known


def _unchanged(kept: Kept, scope: Scope, modified: int) -> bool:
    """RFC 9110 §13.2.2: `If-None-Match` decides; without it `If-Modified-Since`."""
    if (tags := header(scope, b"if-none-match")) is not None:
        own = next(value for name, value in kept.headers if name == b"etag").decode()
        return tags.strip() == "*" or own in {each.strip().removeprefix("W/") for each in tags.split(",")}
    if (since := header(scope, b"if-modified-since")) is not None:
        try:
            return parsedate_to_datetime(since).timestamp() >= modified
        except (TypeError, ValueError):
            return False
    return False


def _gone(receive: Receive) -> Gone:
    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    return gone


async def _send(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _send_file(send: Send, headers: Headers, answer: Answer) -> None:
    if answer.file is None:
        raise Problem(INTERNAL, "There is no file.")
    try:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for at in range(0, answer.length, _CHUNK):
            chunk = answer.file.read(at, _CHUNK)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        answer.file.close()


def _own_address(scope: Scope) -> str:
    host = header(scope, b"host") or "localhost"
    return f"{scope.get('scheme', 'http')}://{host}/sparql"
