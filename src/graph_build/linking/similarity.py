"""How alike two wordings are: character bigrams of their matching keys, compared by the Dice coefficient.

The coefficient is symmetric and needs no dictionary. `similar_pairs` is an exact join: it finds every pair that
reaches a threshold without comparing each with each, by the prefix filter of Bayardo, Ma and Srikant ("Scaling up
all pairs similarity search", 2007): of two sets that share enough, one of the rarest members is shared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import TypeAlias

Bigram: TypeAlias = tuple[str, int]
"""Two characters, and how often they have come before in the same text: so a text is a set."""


def bigrams(key: str) -> frozenset[Bigram]:
    """The pairs of neighbouring characters; of a text of one character, that character.

    >>> sorted(bigrams("ああああ"))
    [('ああ', 0), ('ああ', 1), ('ああ', 2)]
    """
    seen: Counter[str] = Counter()
    found = set()
    for at in range(max(len(key) - 1, min(len(key), 1))):
        pair = key[at : at + 2]
        found.add((pair, seen[pair]))
        seen[pair] += 1
    return frozenset(found)


def dice(one: frozenset[Bigram], other: frozenset[Bigram]) -> Fraction:
    """Twice what is shared over the sum of both, from 0 to 1; 0 where both are empty.

    >>> dice(bigrams("空家対策"), bigrams("空家等対策"))
    Fraction(4, 7)
    """
    sizes = len(one) + len(other)
    return Fraction(2 * len(one & other), sizes) if sizes else Fraction(0)


def similar_pairs(keys: Mapping[str, str], least: Fraction) -> dict[tuple[str, str], Fraction]:
    """The pairs of names (the smaller first) whose keys have a coefficient of ``least`` or more.

    Raises:
        ValueError: ``least`` is not between 0 and 1; every pair would reach 0.
    """
    if not 0 < least <= 1:
        raise ValueError(f"no threshold: {least}")
    sets = {name: found for name in sorted(keys) if (found := bigrams(keys[name]))}
    often = Counter(one for found in sets.values() for one in found)
    share = least / (2 - least)
    index: defaultdict[Bigram, list[str]] = defaultdict(list)
    pairs: dict[tuple[str, str], Fraction] = {}
    for name, found in sets.items():
        rare = sorted(found, key=lambda one: (often[one], one))
        prefix = rare[: len(rare) - ceil(share * len(rare)) + 1]
        candidates = {other for one in prefix for other in index[one]}
        for other in candidates:
            small, large = sorted((len(found), len(sets[other])))
            if small >= share * large and (value := dice(found, sets[other])) >= least:
                pairs[other, name] = value
        for one in prefix:
            index[one].append(name)
    return dict(sorted(pairs.items()))
