"""Labels of a text file that character recognition misread in one sign, as the labels around them settle.

A text file does not say that it was recognised. So a word is a misread label only where the text needs that label: it
stands where labels stand, between two known ones (or beside one, at the text's end) that elsewhere have the label between
them, and differs from it in one sign that is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_build.documents.lines.physical import Line
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import listed_labels

# 「申の役割 当番の…」, 「(ア) 取組の内客」, 「| Zの役割 |」, 「<td>取組の内客</td>」, 「【申の役割】」
_WORD = re.compile(
    r"(?:^|[|\t>])[\s　*]*(?:[(（]?(?:[0-9０-９]{1,2}|[ア-ンa-z一二三四五六七八九十①-⑳⑴-⒇])[)）.．、]?[\s　]*)?"
    r"[・●○■◆◇□【［\[〔＜〈《]?(?P<word>[^\s　|:：<>*。、（）()【】［］\[\]〔〕＜＞〈〉《》]{3,16})"
    r"(?=[\s　|:：<*】］\]〕＞〉》]|$)"
)


@dataclass(frozen=True, slots=True)
class Misread:
    """A sign of a text, by its raw offset: what was read, what it has to be, and the label that it stands in."""

    at: int
    old: str
    new: str
    label: str


@dataclass(slots=True)
class _Word:
    line: int
    start: int
    text: str
    key: str
    known: bool


def settled_labels(lines: Sequence[Line]) -> tuple[list[Line], list[Misread]]:
    """The lines with their misread labels as they have to be, and what was exchanged."""
    words = [word for i, line in enumerate(lines) for word in _words(i, line)]
    known = {word.key for word in words if word.known}
    near = {word.key: _near(word.key, known) for word in words if not word.known}
    labels = [word for word in words if word.known or near[word.key]]
    settled, found = list(lines), []
    for word, meant in _settled(labels, near):
        at = next(i for i, (a, b) in enumerate(zip(word.key, meant, strict=True)) if a != b)
        line, place = settled[word.line], word.start + at
        found.append(Misread(line.start + place, line.text[place], meant[at], word.text))
        settled[word.line] = replace(line, text=line.text[:place] + meant[at] + line.text[place + 1 :])
    return settled, found


def _words(i: int, line: Line) -> Iterator[_Word]:
    """The words of a line that stand where labels may stand."""
    for found in _WORD.finditer(line.text):
        key = matching_key(found["word"])
        known = label_kind(key).kind != "unknown" or key in listed_labels()
        if known or len(key) == len(found["word"]):
            yield _Word(i, found.start("word"), found["word"], key, known)


def _near(key: str, known: set[str]) -> frozenset[str]:
    """The known labels of the text that differ from a word in one sign, which is no figure."""
    return frozenset(label for label in known if len(label) == len(key) >= 4 and _one_apart(key, label))


def _one_apart(key: str, label: str) -> bool:
    apart = [(a, b) for a, b in zip(key, label, strict=True) if a != b]
    return len(apart) == 1 and not any(sign.isdecimal() for sign in apart[0])


def _settled(labels: Sequence[_Word], near: Mapping[str, frozenset[str]]) -> Iterator[tuple[_Word, str]]:
    """The misread among the labels, in text order, each with the one label that stands between its neighbours elsewhere."""
    keys = [label.key if label.known else None for label in labels]
    framed = {(a, b, c) for a, b, c in zip([None, *keys], keys, [*keys[1:], None], strict=False) if b}
    for i, label in enumerate(labels):
        if label.known:
            continue
        before = keys[i - 1] if i else None
        behind = keys[i + 1] if i + 1 < len(keys) else None
        meant = {
            b
            for a, b, c in framed
            if b in near[label.key] and (before or behind) and before in (a, None) and behind in (c, None)
        }
        if len(meant) == 1:
            (keys[i],) = meant
            yield label, next(iter(meant))
