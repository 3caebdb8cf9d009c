"""Words of a change: a term by another, articles as a change prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_build.linking.targets import arabic
from graph_build.text.key import fold, matching_key

_ARTICLE = re.compile(
    r"^第(?P<number>[0-9０-９一二三四五六七八九十百]+)条(?P<branch>(?:の[0-9０-９一二三四五六七八九十]+)*)[ \u3000]?"
)
_DELETED = re.compile(
    r"^第(?P<first>[0-9０-９一二三四五六七八九十百]+)条(?P<how>及び|から)第(?P<last>[0-9０-９一二三四五六七八九十百]+)条(?:まで)?"
    r"[ \u3000]*(?P<text>削[ \u3000]*除)$"
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
    >>> [article.number for article in printed_articles("第4条から第6条まで 削除")]
    ['4', '5', '6']
    """
    found: list[PrintedArticle] = []
    title: str | None = None
    for line in words.split("\n"):
        gone = _DELETED.match(line)
        if gone and title is None:
            begin, end = (int(arabic(matching_key(gone[name]))) for name in ("first", "last"))
            if end - begin > 99 or (gone["how"] == "及び" and end != begin + 1):
                return []
            found += [PrintedArticle(str(n), None, gone["text"]) for n in range(begin, end + 1)]
            continue
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
