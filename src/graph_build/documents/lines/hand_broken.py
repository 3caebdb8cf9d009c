"""Sentences that somebody has broken by hand into several paragraphs, at no fixed width: 「…連携して⏎行う取組を定める。」.

A paragraph says where it ends, so that a line goes on only where a sentence that has begun stops within itself, and the
lines below it up to its end begin nothing of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph_build.documents.lines.cut_lines import cuts_number
from graph_build.documents.lines.paragraphs import has_marker, is_label, starts_anew
from graph_build.documents.lines.physical import Line, columns

_MOST_LINES = 8
_SENTENCE = ("。", "。）", "。)", "。」")
_LISTED = ("、", "，")
_STOPS = re.compile(r"(?:[をがの]|(?<!と)は|及び|並びに|又は|若しくは)$")
"""Words behind which a sentence goes on."""
_MAY_STOP = re.compile(r"(?:[にとでへ]|から|より|まで|ため|おいて|して|による|よる|に係る)$")
"""Words behind which one goes on where it has several clauses; alone a title may end so (「…のまちへ」)."""
_WITHIN = re.compile(r"及び|並びに|若しくは|又は|[、。]|[をが][^ぁ-ん]")
"""With what no paragraph begins."""
_BLANKS = re.compile(r"[\s　]+")
_BEGUN = re.compile(r"(?:は|おいて|ため|により|に基づき|に関し|として|とともに)、")
"""The end of a clause: what holds one and no full stop behind it is a sentence that has begun."""
_BEHIND_LABEL = re.compile(r"[\s　]*\S[^。]{0,20}?(?:　{2,}| {3,})(?=\S)")
_SPOKEN_OF = re.compile(
    r"別[紙表記](?:第?[0-9０-９一二三四五六七八九十]+)?(?:の(?:とおり|通り)|に(?:掲げ|定め|よ[りる]))"
)
"""An annex that a sentence speaks of, which begins nothing."""
_TOPIC = re.compile(r"[0-9０-９]|[^、。]{1,24}は、|(?:また|なお|ただし|さらに|この場合|これら?|その他?)、?")
"""How a sentence begins that needs none above it, or what is counted."""


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that go on with the sentence of the paragraph above without its end between them."""
    found = list(lines)
    i = 0
    while i < len(found):
        last = _end(found, i)
        for j in range(i + 1, last + 1):
            found[j] = replace(found[j], gap="", flush=True)
        i = last + 1
    return found


def _end(lines: Sequence[Line], begin: int) -> int:
    """The line that ends the sentence which breaks off at the end of ``begin``; ``begin`` itself where none does.

    What stands right below the text behind a label goes on with it, whether a full stop follows or not.
    """
    last, hanging = begin, _text_column(lines[begin])
    so_far = lines[begin].text.strip()
    if lines[begin].style == "heading" or "\t" in so_far or is_label(so_far):
        return begin
    for i in range(begin + 1, min(begin + _MOST_LINES, len(lines))):
        line = lines[i]
        text = line.text.strip()
        if line.gap != "paragraph" or line.style != "plain" or "\t" in text or not _goes_on(so_far, text):
            return last
        if line.indent == hanging and last == i - 1 and _STOPS.search(so_far):
            last = i
        so_far += text
        if text.endswith(_SENTENCE) and not _is_open(so_far):
            return i
    return last


def _text_column(line: Line) -> int | None:
    """The column at which the text of a line begins behind its label and a wide gap."""
    found = _BEHIND_LABEL.match(line.text)
    return columns(found[0]) if found else None


def _goes_on(so_far: str, text: str) -> bool:
    """Whether a paragraph can only be the next words of the sentence so far."""
    rest = _BLANKS.sub("", _behind_full_stop(so_far))
    if rest and cuts_number(so_far, text):
        return True
    if not rest or is_label(text) or has_marker(text):
        return False
    if rest.endswith(_LISTED) or _is_open(rest):
        return True
    anew = starts_anew(text) and not _SPOKEN_OF.match(text)
    clauses = "、" in rest or "。" in so_far
    return not anew and (
        _STOPS.search(rest) is not None
        or _WITHIN.match(text) is not None
        or (clauses and _MAY_STOP.search(rest) is not None)
        or (_BEGUN.search(rest) is not None and not _TOPIC.match(text))
    )


def _behind_full_stop(text: str) -> str:
    """What stands behind the last full stop outside brackets: the sentence that is not over."""
    depth, begin = 0, 0
    for i, char in enumerate(text):
        depth += (char in "(「『（") - (char in ")」』）")
        if char == "。" and depth <= 0:
            begin = i + 1
    return text[begin:].strip()


def _is_open(text: str) -> bool:
    return sum(map(text.count, "（(「『")) > sum(map(text.count, "）)」』"))
