"""Pages of their own for some classes; every other thing has the generic page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

from starlette.requests import Request

from service.language import Language


class TooLittleError(LookupError):
    """The graph says too little about a thing for the page of its class; it has the generic page."""


class View(Protocol):
    """Makes the page of a thing."""

    async def __call__(self, request: Request, path: str, language: Language) -> bytes:
        """The HTML for the thing at `path` below the base (`id/…`), in this language.

        Raises:
            TooLittleError: the graph does not say what the page is made of.
        """


Views: TypeAlias = Mapping[str, View]
"""Class IRI → its view. A thing of several classes gets the view that stands first."""


def view_of(classes: Iterable[str], views: Views) -> View | None:
    """The view of a thing of these classes, None where it has the generic page."""
    own = frozenset(classes)
    return next((view for name, view in views.items() if name in own), None)
