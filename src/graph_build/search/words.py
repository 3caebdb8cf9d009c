"""A query as a person types it, taken apart into words that all have to be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_build.search.fold import search_key

LONGEST = 200
_QUOTES = str.maketrans(dict.fromkeys("“”„‟＂", '"'))
_PART = re.compile(r'"([^"]*)(?:"|$)|([^\s"]+)')
_KANJI = "㐀-䶿一-鿿豈-﫿々"
# Between the halves of a compound may stand what is named along with the first half.
_JOINING = "|".join(map(search_key, ("及び", "又は", "並びに", "や", "と")))
_BETWEEN = f"(?:[{_KANJI}・、/]|{_JOINING}){{1,8}}?{search_key('の')}?"
_COMPOUND = re.compile(f"[{_KANJI}]{{4,12}}")


class QueryError(ValueError):
    """A query that is too long to be searched for."""


@dataclass(frozen=True, slots=True)
class Word:
    """The searched form of a word or phrase.

    A compound of kanji is also found where the document names two things at once and its head only once:
    病児保育 in 病児・病後児保育. Then `apart` is the pattern of what stands there; of all else it is None.
    """

    key: str
    apart: re.Pattern[str] | None = None

    @property
    def grams(self) -> set[str]:
        """The bigrams that every text with the word has; of a single character that."""
        if self.apart is not None:
            return {self.key[:2], self.key[-2:]}
        return bigrams(self.key) or {self.key}

    def ranges(self, key: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a folded text: half-open ranges."""
        at = key.find(self.key)
        while at >= 0:
            yield at, at + len(self.key)
            at = key.find(self.key, at + len(self.key))
        if self.apart is not None:
            yield from (found.span() for found in self.apart.finditer(key))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a query, each once, and the searched form of the whole query; no words where none can be read."""

    words: tuple[Word, ...]
    whole: str


def read_words(query: str) -> Words:
    """Words stand between white space, a phrase between quotation marks; a quote left open ends at the end.

    >>> [word.key for word in read_words("病児保育 “joint jobs” 病児保育").words]
    ['病児保育', 'jointjobs']
    >>> list(read_words("病児保育").words[0].ranges("病児・病後児保育")), list(read_words("病児保育").words[0].ranges("病児を保育"))
    ([(0, 8)], [])

    Raises:
        QueryError: it has more than `LONGEST` characters.
    """
    if len(query) > LONGEST:
        raise QueryError(f"a query has at most {LONGEST} characters; this one has {len(query)}")
    parts = [
        _word(quoted or bare, phrase=bool(quoted)) for quoted, bare in _PART.findall(query.translate(_QUOTES))
    ]
    words: dict[str, Word] = {}
    for word in parts:
        if word.key:
            words.setdefault(word.key, word)
    return Words(tuple(words.values()), "".join(word.key for word in parts))


def bigrams(key: str) -> set[str]:
    """All pairs of neighbouring characters.

    >>> sorted(bigrams("医療費"))
    ['医療', '療費']
    """
    return {key[at : at + 2] for at in range(len(key) - 1)}


def _word(text: str, phrase: bool) -> Word:
    key = search_key(text)
    if phrase or not _COMPOUND.fullmatch(key):
        return Word(key)
    halves = (re.escape(key[:at]) + _BETWEEN + f"(?:{re.escape(key[at:])})" for at in range(2, len(key) - 1))
    return Word(key, re.compile("|".join(halves)))
