"""The words of the pages: one table, a row for each key, a column for each language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from graph_build.assets import tsv
from service.language import LANGUAGES, Language


@cache
def table() -> Mapping[str, Mapping[Language, str]]:
    """Key → language → words; `{name}` stands for a value."""
    rows = tsv(files("service.web"), "words.tsv")
    return {row["key"]: {language: row[language] for language in LANGUAGES} for row in rows}


def word(language: Language, key: str, **values: object) -> str:
    """The words of a key with their values filled in; `….one` is the form for n = 1.

    KeyError for a key that is not in the table.

    >>> word("en", "nav.areas"), word("ja", "nav.areas")
    ('Areas', '圏域')
    >>> word("en", "rows", n=2), word("en", "rows", n=1)
    ('2 rows', '1 row')
    """
    if values.get("n") in (1, "1") and f"{key}.one" in table():
        key = f"{key}.one"
    text = table()[key][language]
    return text.format(**values) if values else text
