"""Searching an index: which things match, in which order, and where."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from graph_build.search.entries import Passage, Place, Role
from graph_build.search.fold import search_fold
from graph_build.search.index import FORMAT
from graph_build.search.words import Word, Words

_CONNECTIONS = 2
_GRAMS = 4
_MOST = 50_000
_STEPS = 5_000
"""Instructions of SQLite's machine between two looks at the clock, some tenths of a millisecond."""
_AROUND = 48
"""Characters of a snippet before the first word found and behind it."""


class IndexUnusableError(Exception):
    """A file that is no index, or one of another format; the message says which."""


class SearchTimeError(Exception):
    """The search took longer than its limit."""


class Match(IntEnum):
    """How well a thing matches: the lower the better.

    The whole query is a label or name; one begins with a word; has it inside; has its halves apart; a text has it;
    has its halves apart.
    """

    EXACT = 0
    PREFIX = 1
    LABEL = 2
    LABEL_APART = 3
    TEXT = 4
    TEXT_APART = 5


_NOT = 9
_FIGURE, _LATER = "rk:Statistic", 3
"""A table of figures repeats one name for each municipality: figures come after what says more."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text; `marks` are half-open ranges of its characters in which a word stands."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A text in which words of the query stand."""

    passage: Passage
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that has all words of the query, with the texts that have at least one, best first."""

    path: str
    kind: str
    label: dict[str, str]
    context: dict[str, str]
    match: Match
    found: tuple[Found, ...] = ()
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total` counts those of the kinds asked for, `kinds` all. Not `complete`: there are more."""

    hits: tuple[Hit, ...]
    total: int
    kinds: dict[str, int]
    complete: bool


class Index:
    """An index opened for reading; it stays readable when its file is replaced or removed."""

    def __init__(self, path: Path) -> None:
        """Open a file. Raises `IndexUnusableError`."""
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._open: list[sqlite3.Connection] = []
        try:
            for _ in range(_CONNECTIONS):
                uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
                connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
                self._open.append(connection)
                about = dict(connection.execute("SELECT name, value FROM about"))
                self._idle.put(connection)
        except sqlite3.Error as error:
            self.close()
            raise IndexUnusableError(f"{path}: {error}") from None
        if about.get("format") != FORMAT:
            self.close()
            raise IndexUnusableError(f"{path}: format {about.get('format')}, not {FORMAT}: build it anew")
        self.build, self.base = about["build"], about["base"]

    def close(self) -> None:
        """Give the file back; nothing may be searching."""
        for connection in self._open:
            connection.close()

    def entry(self, path: str) -> Hit | None:
        """The thing with this path, without texts; None when there is none."""
        connection = self._idle.get()
        try:
            row = connection.execute("SELECT id FROM entry WHERE path = ?", (path,)).fetchone()
            return None if row is None else _filled(connection, row[0], Match.EXACT, Words((), ""), 0)
        finally:
            self._idle.put(connection)

    def search(
        self,
        words: Words,
        kinds: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
        seconds: float = 1.0,
        texts: int = 20,
    ) -> Results:
        """One page of the things that have all words; a word of one character counts in labels and names only.

        `kinds` are classes (``rk:Measure``), none: all. Of each thing up to `texts` texts are given. May be called
        from several threads. Raises `SearchTimeError` after `seconds`.
        """
        if not words.words:
            return Results((), 0, {}, True)
        connection = self._idle.get()
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            rows, complete = _matching(connection, words)
            counted = Counter(kind for _, _, kind in rows)
            wanted = [row for row in rows if not kinds or row[2] in kinds]
            page = [
                _filled(connection, entry, Match(match), words, texts)
                for match, entry, _ in wanted[offset : offset + limit]
            ]
            return Results(tuple(page), len(wanted), dict(sorted(counted.items())), complete)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise SearchTimeError(f"the search was ended after {seconds:g} s") from None
            raise
        finally:
            connection.set_progress_handler(None, 0)
            self._idle.put(connection)


def _matching(connection: sqlite3.Connection, words: Words) -> tuple[list[tuple[int, int, str]], bool]:
    """How each thing matches, its number and class, in order; and whether these are all."""
    grams = _rarest(connection, words.words)
    if grams is None:
        return [], True
    joins = "".join(
        f" CROSS JOIN gram g{at} ON g{at}.gram = ? AND g{at}.entry = g0.entry" for at in range(1, len(grams))
    )
    tiers, values = list[str](), list[str]()
    for at, word in enumerate(words.words):
        text = Match.TEXT if len(word.key) > 1 else _NOT
        apart = f"apart({at}, key, role)" if word.apart is not None else str(_NOT)
        tiers.append(
            f"min(CASE instr(key, ?) WHEN 0 THEN {apart} WHEN 1 THEN iif(role = {Role.TEXT}, {text}, {Match.PREFIX})"
            f" ELSE iif(role = {Role.TEXT}, {text}, {Match.LABEL}) END)"
        )
        values.append(word.key)
    connection.create_function("apart", 3, partial(_apart, words.words), deterministic=True)
    worst = f"max({', '.join(tiers)})" if len(tiers) > 1 else tiers[0]
    sql = f"""
      WITH candidate AS (
        SELECT g0.entry FROM gram g0{joins} WHERE g0.gram = ? ORDER BY g0.entry LIMIT {_MOST + 1}
      ), tiered AS (
        SELECT entry, {worst} AS worst, max(role < {Role.TEXT} AND key = ?) AS exact
        FROM candidate CROSS JOIN passage USING (entry) GROUP BY entry
      )
      SELECT iif(exact, {Match.EXACT}, worst) AS match, entry, kind, (SELECT count(*) FROM candidate)
      FROM tiered JOIN entry ON entry.id = tiered.entry WHERE worst < {_NOT}
      ORDER BY match + {_LATER} * (match > {Match.EXACT} AND kind = '{_FIGURE}'), entry"""
    rows = connection.execute(sql, [*grams[1:], grams[0], *values, words.whole]).fetchall()
    complete = not rows or rows[0][3] <= _MOST
    return [row[:3] for row in rows], complete


def _apart(words: Sequence[Word], at: int, key: str, role: int) -> int:
    pattern = words[at].apart
    if pattern is None or not pattern.search(key):
        return _NOT
    return Match.TEXT_APART if role == Role.TEXT else Match.LABEL_APART


def _rarest(connection: sqlite3.Connection, words: Iterable[Word]) -> list[str] | None:
    """The grams of all words that the fewest things have; None when nothing has one of them."""
    wanted = {gram for word in words for gram in word.grams}
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT gram FROM frequency WHERE gram IN ({marks}) ORDER BY entries, gram"
    grams = [gram for (gram,) in connection.execute(sql, sorted(wanted))]
    return grams[:_GRAMS] if len(grams) == len(wanted) else None


def _filled(connection: sqlite3.Connection, entry: int, match: Match, words: Words, texts: int) -> Hit:
    path, kind, *labels = connection.execute(
        "SELECT path, kind, label_ja, label_en, context_ja, context_en FROM entry WHERE id = ?", (entry,)
    ).fetchone()
    rows = connection.execute(
        "SELECT role, text, passage.language, node, prop, document, title, line_start, line_end, page, key"
        " FROM passage LEFT JOIN document ON document.path = passage.document WHERE entry = ? ORDER BY number",
        (entry,),
    )
    ranked = sorted(
        (-len(there), row[0], at, row)
        for at, row in enumerate(rows)
        if (there := [word for word in words.words if _stands(word, Role(row[0]), row[10])])
    )
    found = tuple(_found(row, words) for *_, row in ranked[:texts])
    label, context = (_by_language(pair) for pair in (labels[:2], labels[2:]))
    return Hit(path, kind, label, context, match, found, len(ranked))


def _stands(word: Word, role: Role, key: str) -> bool:
    return (len(word.key) > 1 or role is not Role.TEXT) and next(word.ranges(key), None) is not None


def _by_language(pair: Sequence[str | None]) -> dict[str, str]:
    return {language: text for language, text in zip(("ja", "en"), pair, strict=True) if text is not None}


def _found(
    row: tuple[int, str, str, str, str, str | None, str, int, int, int | None, str], words: Words
) -> Found:
    role, text, language, node, prop, document, title, start, end, page, _ = row
    place = None if document is None else Place(document, title, start, end, page)
    return Found(Passage(Role(role), text, language, node, prop, place), snippet(text, words))


def snippet(text: str, words: Words) -> Snippet:
    """The part of a text around the first word in it, all words in that part marked.

    >>> from graph_build.search.words import read_words
    >>> snippet("子どもの 医 療費を助成する。", read_words("医療 コドモ"))
    Snippet(text='子どもの 医 療費を助成する。', marks=((5, 8),))
    """
    key = search_fold(text)
    marks = _merged(key.raw_range(*found) for word in words.words for found in word.ranges(key.text))
    if not marks:
        return Snippet(_cut(text, 0, 2 * _AROUND), ())
    first, behind = marks[0]
    start = 0 if first <= _AROUND else first - _AROUND
    stop = len(text) if len(text) <= behind + _AROUND else behind + _AROUND
    shift = start - bool(start)
    kept = tuple((a - shift, min(b, stop) - shift) for a, b in marks if a < stop)
    return Snippet(_cut(text, start, stop), kept)


def _cut(text: str, start: int, stop: int) -> str:
    return ("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else "")


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
