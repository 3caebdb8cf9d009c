"""Where the stored queries come from."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import cast

from service.library.operations import StoredQuery


def stored_queries() -> Sequence[StoredQuery]:
    """The queries of the package, as the checks read them."""
    try:
        questions = import_module("graph_build.checks.questions")
    except ModuleNotFoundError:  # until the reader of the query files stands
        return ()
    return cast(Sequence[StoredQuery], questions.load_queries())
