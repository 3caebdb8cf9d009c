"""The readable form of printed text: noise blanks go, every other character stays as it is.

PDF extraction and typewriter habits leave blanks inside words (``広域的 道路網の 構築``, ``I C T``,
``7, 220, 500``). What is noise depends on what the text is:

- in a title or label (`display`) no blank beside a Japanese character means anything, but for the one behind
  a list marker;
- in a sentence or a list (`squeeze`) a blank may part items (``甲 三原市``, ``A局 B局``), so only blanks go
  that cannot.

Nothing is folded here: names keep their variants, digits their width, dashes their form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graph_build.text.markers import parse_marker
from graph_build.text.numerals import narrow

Mapped = tuple[str, tuple[int, ...]]
"""A text and, for each of its characters, the index it had in the input."""


def display(text: str) -> str:
    """A title, label or name without noise blanks; line breaks count as blanks.

    >>> display(" 広域的 道路網の 構築　"), display("I C Tを 活用した 広域的"), display("ア 産学 連携")
    ('広域的道路網の構築', 'ICTを活用した広域的', 'ア 産学連携')
    """
    return display_map(text)[0]


def display_map(text: str) -> Mapped:
    """`display`, and for each kept character its index in the input (of a run of blanks, the first).

    >>> display_map(" 第 1 回")
    ('第1回', (1, 3, 5))
    """
    return _until_stable(text, _title_noise)


def squeeze(text: str) -> str:
    """A running text without what is noise for certain; line breaks stay, other runs become one blank.

    >>> squeeze("（ 以下「甲」という。） 10, 000 m ² の I C T　拠点")
    '（以下「甲」という。） 10,000 m² の ICT 拠点'
    >>> squeeze("甲 三原市　市長 岡 田 一 郎")
    '甲 三原市 市長 岡田一郎'
    """
    return squeeze_map(text)[0]


def squeeze_map(text: str) -> Mapped:
    """`squeeze`, and for each kept character its index in the input (of a run of blanks, the first)."""
    return _until_stable(text, _sentence_noise)


_Noise = Callable[[str], set[int]]
"""Indices of the blanks that are noise."""

_RUN = re.compile(r"\s+")


def _until_stable(text: str, noise: _Noise) -> Mapped:
    """The text without noise; joined words may show more of it, so until nothing changes."""
    indices = tuple(range(len(text)))
    while True:
        shorter, kept = _without(text, noise(text))
        indices = tuple(indices[index] for index in kept)
        if shorter == text:
            return text, indices
        text = shorter


def _without(text: str, noise: set[int]) -> tuple[str, list[int]]:
    """The text without noise; what stays of a run of blanks is one blank or, if it holds one, a line feed."""
    chars: list[str] = []
    kept: list[int] = []
    last = 0
    for run in _RUN.finditer(text):
        chars.extend(text[last : run.start()])
        kept.extend(range(last, run.start()))
        last = run.end()
        if run.start() not in noise and run.start() > 0 and run.end() < len(text):
            chars.append("\n" if "\n" in run[0] else " ")
            kept.append(run.start())
    chars.extend(text[last:])
    kept.extend(range(last, len(text)))
    return "".join(chars), kept


def _title_noise(text: str) -> set[int]:
    text = text.replace("\n", " ")
    noise = set(_certain_noise(text))
    for run in _RUN.finditer(text):
        if _is_japanese(text[run.start() - 1 : run.start()]) or _is_japanese(text[run.end() : run.end() + 1]):
            noise.add(run.start())
    return noise - _behind_marker(text)


def _sentence_noise(text: str) -> set[int]:
    noise: set[int] = set()
    for line in re.finditer(r"[^\n]+", text):
        found = set(_certain_noise(line[0])) - _behind_marker(line[0])
        noise.update(line.start() + index for index in found)
    for run in _RUN.finditer(text):
        if "\n" in run[0]:
            noise.discard(run.start())
    return noise


def _behind_marker(text: str) -> set[int]:
    """The blank behind a list marker: it parts the marker from the words."""
    marker = parse_marker(text)
    if marker is None or text[marker.end : marker.end + 1] in ("", "（", "("):
        return set()
    end = len(text[: marker.end].rstrip())
    return {end} if end < marker.end else set()


_B = r"[^\S\n]++"  # gives no blank back, so that a thousand of them cost no more than they are
_OPEN, _CLOSE = r"（「『【〈《〔(\[", r"）」』】〉》〕)\]、。，．"
_PARTY = "甲乙丙丁戊"
_LETTER = r"[ぁ-ゖァ-ヺー々一-鿿]"
_NOISE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![A-Za-z0-9])[A-Z](?:{_B}[A-Z])+(?![A-Za-z0-9])",  # I C T
        rf"(?<![0-9,.])[0-9]{{1,3}}(?:,(?:{_B})?[0-9]{{3}})+(?![0-9])",  # 7, 220, 500
        rf"(?<![A-Za-z])(?:[kcm]{_B})?m{_B}[²³]|(?<![A-Za-z])[kc]{_B}m(?=[²³])|km{_B}[²³]|cm{_B}[²³]|k{_B}㎡",
        rf"(?<![0-9])[0-9](?:{_B}[0-9]){{1,3}}(?=\s*[年月日条項号章節])",  # 2 0 2 5 年
        rf"第(?:{_B})?[0-9]+(?:{_B})?[条項号章節編款回期次](?:(?:{_B})?の(?:{_B})?[0-9]+(?![0-9年月日人件]))?",
        rf"(?:明治|大正|昭和|平成|令和|[0-9]年)(?:{_B})?(?:[0-9]+|元)(?:{_B})?[年月]度?",
        rf"[0-9]{_B}(?:年度?|月|日)(?![^\W\d_ぁ-んァ-ヶ])|(?<=[年月)]){_B}[0-9]{{1,2}}(?:{_B})?[月日]",
        rf"(?<=[{_OPEN}]){_B}|(?<!\s){_B}(?=[{_CLOSE}])|(?<=[、，]){_B}(?={_LETTER})|(?<={_LETTER}・){_B}(?={_LETTER})",
    )
)
# A word set wide: three or more single characters with blanks between them, but not 甲 乙 丙.
_SET_WIDE = re.compile(
    rf"(?<!\S)(?!(?:[{_PARTY}]{_B}){{1,9}}[{_PARTY}](?!\S)){_LETTER}(?:{_B}{_LETTER}){{2,}}(?!\S)"
)


def _certain_noise(text: str) -> Iterator[int]:
    """Where the runs of blanks begin that are noise in any text."""
    ascii_text = narrow(text)
    for pattern in _NOISE_PATTERNS:
        for found in pattern.finditer(ascii_text):
            for run in _RUN.finditer(found[0]):
                yield found.start() + run.start()
    marker = parse_marker(text)
    for found in _SET_WIDE.finditer(text, marker.end if marker else 0):
        for run in _RUN.finditer(found[0]):
            yield found.start() + run.start()


def _is_japanese(char: str) -> bool:
    """Kana, kanji, Japanese punctuation; not units (㎡), not full-width forms of ASCII letters and digits."""
    code = ord(char) if char else 0
    return (
        (0x2E80 <= code <= 0x9FFF and code != 0x3000 and not 0x3371 <= code <= 0x33DF)
        or 0xF900 <= code <= 0xFAFF
        or (0xFF00 <= code <= 0xFF9F and not narrow(char).isalnum())
        or 0xFF66 <= code <= 0xFF9F
        or code >= 0x20000
    )
