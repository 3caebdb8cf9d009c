"""The words of the pages: each key in each language, all used, with the same values in both."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from service.language import LANGUAGES
from service.web.words import table

WEB = Path(__file__).parents[2] / "service"
SOURCES = "".join(
    path.read_text(encoding="utf-8") for pattern in ("*.html", "*.py") for path in sorted(WEB.rglob(pattern))
)


@pytest.mark.parametrize("key", table())
def test_each_key_has_words_in_each_language_with_the_same_values(key: str) -> None:
    words = table()[key]
    assert all(words[language].strip() for language in LANGUAGES)
    names = [{name for _, name, _, _ in Formatter().parse(words[language]) if name} for language in LANGUAGES]
    assert names[0] == names[1]


def test_each_key_that_is_written_somewhere_is_in_the_table() -> None:
    written = set(re.findall(r"""\bw\(\s*["']([a-z0-9_.-]+)["']\s*[,)]""", SOURCES))
    assert written
    assert not written - set(table())


def test_no_words_are_left_over() -> None:
    beginnings = tuple(
        re.findall(r"""\bw\(\s*["']([a-z0-9_.-]+\.)["']\s*~""", SOURCES)
        + re.findall(r"""\bword\([a-z_.]+, f["']([a-z0-9_.-]+\.)\{""", SOURCES)
    )
    unused = [
        key
        for key in (each.removesuffix(".one") for each in table())
        if f'"{key}"' not in SOURCES and f"'{key}'" not in SOURCES and not key.startswith(beginnings)
    ]
    assert not unused
