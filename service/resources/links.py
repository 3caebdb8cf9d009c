"""Where the service shows an IRI of the graph: the base becomes its own host; the IRIs in data stay as they are."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.requests import HTTPConnection

from graph_build.rdf.prefixes import PREFIXES
from service.settings import Settings

_FOLDERS = ("id/", "doc/", "graph/")
_DEF = PREFIXES["rk"].removesuffix("#")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_SAFE = "/:@!$&'()*+,;=~-._%"


class Addresses:
    """Addresses of this service."""

    def __init__(self, settings: Settings) -> None:
        self._base = settings.base
        self._public = settings.public_url.rstrip("/")

    def own(self, iri: str) -> str | None:
        """The path under which this service describes an IRI, None for one that is not its own."""
        if iri.startswith(tuple(self._base + folder for folder in _FOLDERS)):
            return "/" + quote(iri.removeprefix(self._base), safe=_SAFE)
        if iri == _DEF or iri.startswith(_DEF + "#"):
            return "/def" + iri.removeprefix(_DEF)
        return None

    def href(self, iri: str) -> str:
        """Where a link to an IRI leads; nowhere for one that is no web address."""
        own = self.own(iri)
        return own if own is not None else iri if iri.startswith(("http://", "https://")) else ""

    def origin(self, request: HTTPConnection) -> str:
        """Scheme and host by which users reach the service: the setting, else what the request says."""
        if self._public:
            return self._public
        host = request.headers.get("host", "")
        scheme = request.url.scheme
        return f"{scheme}://{host if _HOST.fullmatch(host) else 'localhost'}"


def link(address: str, relation: str, media_type: str = "", **more: str) -> str:
    """One value of a `Link` header (RFC 8288).

    >>> link("/id/x.ttl", "alternate", "text/turtle")
    '</id/x.ttl>; rel="alternate"; type="text/turtle"'
    """
    parameters = {"rel": relation, **({"type": media_type} if media_type else {}), **more}
    return f"<{address}>" + "".join(f'; {name}="{value}"' for name, value in parameters.items())
