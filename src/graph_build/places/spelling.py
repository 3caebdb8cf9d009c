"""The form in which names of places are compared: the matching key, variants of characters made one."""

from __future__ import annotations

from functools import cache

from graph_build.assets import asset, tsv
from graph_build.text.key import matching_key


@cache
def _variants() -> dict[int, str]:
    rows = tsv(asset("data"), "places", "characters.tsv")
    return {ord(row["variant"]): row["standard"] for row in rows}


def one_spelling(key: str) -> str:
    """Make the variants of ``data/places/characters.tsv`` one; character by character, so the length stays.

    >>> one_spelling("茅ヶ崎市"), one_spelling("檮原町")
    ('茅ケ崎市', '梼原町')
    """
    return key.translate(_variants())


def place_key(printed: str) -> str:
    """The form of a printed name that is compared: no white space, radicals folded, one spelling.

    >>> place_key("⻑ 野 市") == place_key("長野市"), place_key("須惠町") == place_key("須恵町")
    (True, True)
    """
    return one_spelling(matching_key(printed))
