"""Changes inside a text: a term by another, paragraphs of an article, articles printed in a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_build.linking.targets import arabic
from graph_build.text.key import fold, matching_key

_PARAGRAPH = re.compile(r"^(?P<number>[0-9０-９]+)(?=[ \u3000])")
_ARTICLE = re.compile(
    r"^第(?P<number>[0-9０-９一二三四五六七八九十百]+)条(?P<branch>(?:の[0-9０-９一二三四五六七八九十]+)*)[ \u3000]?"
)
_CAPTION = re.compile(r"^[（(](?P<title>[^（()）]+)[)）]$")


def with_term(text: str, old: str, new: str) -> str | None:
    """The text with every ``old`` replaced, compared in the matching form; None where it does not occur.

    >>> with_term("研修 会を開く。", "研修会", "研修会及び派遣")
    '研修会及び派遣を開く。'
    """
    key, wanted = fold(text), fold(old).text
    if not wanted or wanted not in key.text:
        return None
    parts, behind, at = [], 0, key.text.find(wanted)
    while at >= 0:
        start, end = key.raw_range(at, at + len(wanted))
        parts += [text[behind:start], new]
        behind, at = end, key.text.find(wanted, at + len(wanted))
    return "".join([*parts, text[behind:]])


def paragraphs(text: str) -> list[str] | None:
    """The paragraphs (項) of an article; None where their numbers do not run 2, 3, ….

    >>> paragraphs("費用は負担する。\\n(1) 施設\\n2 精算する。")
    ['費用は負担する。\\n(1) 施設', '2 精算する。']
    """
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        number = _PARAGRAPH.match(line)
        if number and int(arabic(matching_key(number["number"]))) != len(found) + 1:
            return None
        if number:
            found.append([])
        found[-1].append(line)
    return ["\n".join(lines) for lines in found]


def with_paragraphs(text: str, added: str) -> str | None:
    """The article's text with paragraphs behind its last one; the first one's number is not in ``added``."""
    known = paragraphs(text)
    if known is None:
        return None
    whole = f"{text}\n{len(known) + 1} {added}"
    return whole if paragraphs(whole) is not None else None


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """An article as a change prints it."""

    number: str
    title: str | None
    text: str


def printed_articles(words: str) -> list[PrintedArticle]:
    """The articles in a block of words; empty where the block is anything else.

    >>> printed_articles("（情報の保護）\\n第6条 漏らしてはならない。")
    [PrintedArticle(number='6', title='情報の保護', text='漏らしてはならない。')]
    """
    found: list[PrintedArticle] = []
    title: str | None = None
    for line in words.split("\n"):
        caption, head = _CAPTION.match(line.strip()), _ARTICLE.match(line)
        if caption:
            title = caption["title"]
        elif head:
            branch = [arabic(matching_key(part)) for part in head["branch"].split("の")[1:]]
            number = "の".join([arabic(matching_key(head["number"])), *branch])
            found.append(PrintedArticle(number, title, line[head.end() :]))
            title = None
        elif found and title is None:
            last = found[-1]
            found[-1] = PrintedArticle(last.number, last.title, f"{last.text}\n{line}")
        else:
            return []
    return found if title is None else []
