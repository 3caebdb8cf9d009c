"""From the paths of the identifier grammar to IRIs, and back; the base is a choice of the build."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

DEFAULT_BASE = "https://w3id.org/renkei/"
"""The prefix is not registered yet: its IRIs resolve only through a running service."""

_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
_BASE = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9/._~-]*)?/")


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of one build.

    Raises ValueError for a base that is no http(s) IRI ending in a slash.

    >>> iris = Iris()
    >>> iris.node("municipality/43100")
    'https://w3id.org/renkei/id/municipality/43100'
    >>> iris.node("doc/bill/43100/2023-09-04/227")
    'https://w3id.org/renkei/doc/bill/43100/2023-09-04/227'
    >>> iris.node("agreement/kyoyaku/x/article/3の2")
    'https://w3id.org/renkei/id/agreement/kyoyaku/x/article/3%E3%81%AE2'
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise ValueError(f"the base must be an http or https IRI that ends in a slash, not {self.base!r}")

    def node(self, path: str) -> str:
        """The IRI of a record id; documents (``doc/…``) stand beside ``id/``, not below it."""
        return self.base + ("" if path.startswith("doc/") else "id/") + ascii_path(path)

    def graph(self, name: str) -> str:
        """The IRI of a named graph: of a topic's path, ``places``, ``links`` …"""
        return f"{self.base}graph/{ascii_path(name)}"

    def inferred(self, topic: str) -> str:
        """The graph of what was inferred from the document on a topic."""
        return self.graph(topic) + "/inferred"

    def path(self, iri: str) -> str | None:
        """The record id behind an IRI of this build; None for any other IRI.

        >>> Iris().path("https://w3id.org/renkei/id/vision/renkei-chusu/43100/2025-03")
        'vision/renkei-chusu/43100/2025-03'
        >>> Iris().path("https://example.org/") is None
        True
        """
        if iri.startswith(self.base + "id/"):
            return iri.removeprefix(self.base + "id/")
        return iri.removeprefix(self.base) if iri.startswith(self.base + "doc/") else None


def ascii_path(path: str) -> str:
    """A path that is safe in an IRI: what is no letter, digit or ``/._~-`` is percent-encoded as UTF-8."""
    return path if _PLAIN.fullmatch(path) else quote(path, safe="/-._~")
