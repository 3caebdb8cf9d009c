"""Problems: one type for everything that has to be reported; what the codes mean stands in `problem_kinds`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph_build.records.evidence import Span
from graph_build.records.problem_kinds import KINDS, ProblemKind, Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the reader of a result has to be told.

    ``value`` is what was found (at most 60 characters, the document's words shortened), ``about`` the id or file it
    concerns, ``place`` where it stands. Messages come from `KINDS`; ``severity`` None means the code's usual one.
    """

    code: str
    value: str = ""
    about: str | None = None
    place: Span | None = None
    override: Severity | None = None
    value_ja: str | None = None
    """``value`` in Japanese, where it holds words of this program and not only the document's."""

    def __post_init__(self) -> None:
        if self.code not in KINDS:
            raise ValueError(f"unknown problem code {self.code}")
        for name in ("value", "value_ja"):
            words = getattr(self, name)
            if words and len(words) > 60:
                object.__setattr__(self, name, words[:59] + "…")

    @property
    def kind(self) -> ProblemKind:
        """The row of the table behind the code."""
        return KINDS[self.code]

    @property
    def severity(self) -> Severity:
        """How bad it is here."""
        return self.override or self.kind.severity

    def message(self, lang: Literal["ja", "en"] = "en") -> str:
        """What is wrong, in words."""
        if lang == "ja":
            return self.kind.ja.replace("{value}", self.detail_ja)
        return self.kind.en.replace("{value}", self.value)

    @property
    def detail_ja(self) -> str:
        """What was found, in Japanese."""
        return self.value if self.value_ja is None else self.value_ja

    def todo(self, lang: Literal["ja", "en"] = "en") -> str:
        """What to do about it."""
        return self.kind.todo_ja if lang == "ja" else self.kind.todo_en
