"""An instrument cut into its parts: cover, title, preamble, articles, closing, signatures, annexes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from graph_build.converters.annex_heads import CONTINUED, annex_head, annex_label
from graph_build.converters.articles import (
    CAPTION,
    article_number,
    inline_caption,
    is_article,
    is_chapter,
    plain_number,
    under,
)
from graph_build.converters.changes.sentences import is_change
from graph_build.converters.endings import ENDED
from graph_build.converters.found import FoundAnnex, FoundArticle, Parts
from graph_build.converters.instrument_title import BROKEN, DATE_ONLY, title_at, title_goes_on
from graph_build.converters.items import Grid, Item, Para
from graph_build.documents.model import Located
from graph_build.text.eras import find_dates, parse_date
from graph_build.text.joining import AND
from graph_build.text.key import fold

_PREAMBLE = re.compile(
    r"(?:次|下記|左記)のとおり(?:連携)?(?:協定|協約|合意)(?:する|した)|ここに(?:協定|協約|合意)する|(?:協定|協約)書?を(?:取り交わ|結)|(?:条項により|ものと)合意する|"
    rf"以下(?:これらを|総称して|「?)*「?[甲乙丙]|(?:協約|協定|契約)(?:\(以下.{{1,20}}\))?を(?:次のとおり|下記のとおり|ここに)?(?:締結|変更|{ENDED})する"
    r"|(?:次|下記|別紙)のとおり.{0,30}(?:締結|変更|改正|廃止)する|次のように(?:変更|改正|改め)|を廃止する"
)
# 「…次のとおり締結したので告示する。」 above the text is what an office says of it.
_NOTICE = re.compile(r"(?:ので|から)、?(?:これを|ここに)?(?:告示|公告|公示|公表)(?:する|します)。$")
# A web page speaks politely, an instrument never.
SPOKEN = re.compile(r"(?:です|ます|ました|ください)。$")
CLOSING = re.compile(
    r"(?:証する|証とする|証し).{0,6}ため|証として|(?:各|それぞれ).{0,12}通を(?:保有|所持|保管)する|記名押印|署名押印"
)
_LATE = re.compile(r"^(?:附則|付則|改正文)(?:\(.*\))?抄?$")
_SUPPLEMENT = re.compile(r"^(?:附則|付則)(?:\(.*\))?$")


def cut(items: Sequence[Item], own: Collection[int] | None = None) -> Parts:
    """Cut an instrument into parts; every item lands in exactly one of them.

    ``own`` are the identities of the paragraphs that begin its own articles, where others printed in it are what it
    changes; None for a text that changes no other.
    """
    return _Cutter(list(items), own).parts()


@dataclass
class _Cutter:
    items: list[Item]
    own: Collection[int] | None = None
    articles: list[FoundArticle] = field(default_factory=list)
    annexes: list[FoundAnnex] = field(default_factory=list)
    chapters: tuple[Located, ...] = ()
    headings: list[Located] = field(default_factory=list)

    def _begins(self, item: Item) -> bool:
        """Whether an item begins an article of the instrument itself."""
        return is_article(item) and (self.own is None or id(item) in self.own)

    def parts(self) -> Parts:
        annex_at = self._first_annex()
        body, tail = self._articles_behind(self.items[:annex_at], self.items[annex_at:])
        first = next((i for i, item in enumerate(body) if self._begins(item)), len(body))
        start = self._caption_before(body, first)
        opening = self._opening(body, start)
        title, title_at_, after_title = self._title(body, min(opening, start))
        opening = self._first_sentence(body, after_title, min(opening, start))
        signing_at = self._signing(body, max(after_title, opening if first == len(body) else start))
        above = body[after_title : min(opening, start)]
        header = [line for item in above for line in _dated_lines(item)]
        preamble = body[min(opening, start) : min(start, signing_at)]
        late_at = next((i for i in range(signing_at, len(body)) if _is_late(body[i])), len(body))
        body, late_body = body[:late_at], body[late_at:]
        closing_at = self._closing(body, min(opening, start) if first == len(body) else start, signing_at)
        plain: list[Item] = []
        if first == len(body):
            begin, start = min(opening, start), _supplement_of_its_own(body, min(opening, start), closing_at)
            plain = preamble = body[begin:start]
        supplement = self._articles(body[start:closing_at])
        tail, closing_tail, signing_tail = (
            _signing_in_tail(tail) if signing_at == len(body) else (tail, [], [])
        )
        late = [*late_body, *self._annexes(tail)]
        lost = [item for item in [*header, *preamble, *body[closing_at:]] if not isinstance(item, Para)]
        supplement += _paras(late)
        return Parts(
            cover=tuple(body[:title_at_]),
            title=title,
            header=_paras(header),
            preamble=_paras(preamble),
            articles=tuple(self.articles),
            supplement=tuple(supplement),
            closing=_paras([*body[closing_at:signing_at], *closing_tail]),
            signing=_paras([*body[signing_at:], *signing_tail]),
            annexes=tuple(self.annexes),
            rest=tuple(item for item in lost if not any(item is other for other in plain)),
            plain=tuple(plain),
            headings=tuple(self.headings),
        )

    def _first_annex(self) -> int:
        """Annexes come after the articles (or the signatures); a heading before any article is none of them."""
        seen_body = False
        for i, item in enumerate(self.items):
            seen_body = seen_body or is_article(item) or (isinstance(item, Para) and _tells_agreement(item))
            if seen_body and annex_head(item):
                return i
        return len(self.items)

    def _articles_behind(self, body: list[Item], tail: list[Item]) -> tuple[list[Item], list[Item]]:
        """Articles that go on behind an annex (「次の表のとおり」) belong to the body, up to the next annex."""
        if self.own is None and not any(is_article(item) for item in body):
            return body, tail
        annexes: list[Item] = []
        in_body = False
        for i, item in enumerate(tail):
            if annex_head(item):
                in_body = False
            elif self._goes_on(tail, i):
                in_body = True
            (body if in_body else annexes).append(item)
        return body, annexes

    def _goes_on(self, tail: Sequence[Item], i: int) -> bool:
        """An article (or its caption), or a further change of an amending text."""
        item = tail[i]
        if not isinstance(item, Para):
            return False
        if self._begins(item) or (
            CAPTION.match(item.key.text) and i + 1 < len(tail) and self._begins(tail[i + 1])
        ):
            return True
        return self.own is not None and item.key.text.endswith("。") and is_change(item)

    @staticmethod
    def _caption_before(body: Sequence[Item], first: int) -> int:
        """Where the articles begin: caption and chapter headings above the first article belong to it."""
        while first > 0:
            item = body[first - 1]
            above = isinstance(item, Para) and (CAPTION.match(item.key.text) or is_chapter(item))
            if not above:
                break
            first -= 1
        return first

    @staticmethod
    def _opening(body: Sequence[Item], before: int) -> int:
        """The first item of the preamble; ``before`` when there is none."""
        for i, item in enumerate(body[:before]):
            if (
                isinstance(item, Para)
                and len(item.key.text) > 14
                and _tells_agreement(item)
                and not title_at(body, i, 1)
            ):
                return i
        return before

    @staticmethod
    def _first_sentence(body: Sequence[Item], after_title: int, before: int) -> int:
        """Sentences between the title and the one that names the parties (a 前文) are part of the preamble."""
        for i in range(after_title, before):
            item = body[i]
            if isinstance(item, Para) and item.key.text.endswith("。") and len(item.key.text) >= 16:
                return i
        return before

    @staticmethod
    def _title(body: Sequence[Item], before: int) -> tuple[Located | None, int, int]:
        """The title (the last candidate above the preamble), where it begins, and what follows it."""
        for i in reversed(range(before)):
            for start in range(i, max(-1, i - 3), -1):
                found = title_at(body[:before], start, i + 1 - start)
                if (
                    found
                    and start + found[1] == i + 1
                    and not BROKEN.match(fold(found[0].text).text)
                    and not (start and title_goes_on(body[start - 1], body[start]))
                ):
                    return found[0], start, i + 1
        for i in reversed(range(before)):
            found = title_at(body[:before], i, 1)
            if found:
                return found[0], i, i + 1
        return None, 0, 0

    @staticmethod
    def _signing(body: Sequence[Item], after: int) -> int:
        """The date of signing below the text, with the signatures that follow it; the end when there is none."""
        for i in range(len(body) - 1, after - 1, -1):
            item = body[i]
            if isinstance(item, Para) and DATE_ONLY.match(item.key.text) and parse_date(item.text.text):
                return i
        for i in range(after, len(body)):
            item = body[i]
            if (
                isinstance(item, Para)
                and re.match(r"^[\s　（(]*[甲乙][)）]?[\s　]", item.text.text)
                and len(item.key.text) < 40
                and not is_article(item)
            ):
                return i
        begin = len(body)
        while begin > after and _signs(body[begin - 1]):
            begin -= 1
        return (
            begin if any(_OFFICE_LINE.search(item.key.text) for item in _paras(body[begin:])) else len(body)
        )

    @staticmethod
    def _closing(body: Sequence[Item], start: int, signing_at: int) -> int:
        for i in range(signing_at - 1, start - 1, -1):
            item = body[i]
            if isinstance(item, Para) and CLOSING.search(item.key.text) and not is_article(item):
                return i
        return signing_at

    def _articles(self, items: Sequence[Item]) -> list[Para]:
        """Fill ``articles``; gives the supplementary provisions (附則)."""
        caption: Located | None = None
        current: list[Item] = []
        head: tuple[str, Located | None, tuple[Located, ...]] | None = None
        supplement: list[Para] = []

        def close() -> None:
            if head:
                self.articles.append(FoundArticle(head[0], head[1], tuple(current), head[2]))

        for item in items:
            if isinstance(item, Para):
                if supplement or _SUPPLEMENT.match(item.key.text):
                    supplement.append(item)
                    continue
                found = CAPTION.match(item.key.text)
                if found and self._article_follows(items, item):
                    caption = item.part(found, "caption")
                    continue
                if is_chapter(item):
                    self.headings.append(item.text)
                    self.chapters = under(self.chapters, item.text)
                    continue
                if self._begins(item):
                    close()
                    head, current = (
                        (article_number(item), caption or inline_caption(item), self.chapters),
                        [],
                    )
                    caption = None
            current.append(item)
        close()
        return supplement

    def _article_follows(self, items: Sequence[Item], item: Item) -> bool:
        at = next(i for i, other in enumerate(items) if other is item)
        following = next((other for other in items[at + 1 : at + 3] if is_article(other)), None)
        return following is not None and self._begins(following)

    def _annexes(self, tail: Sequence[Item]) -> list[Item]:
        """Fill ``annexes``; gives the supplementary provisions behind them (附則, 改正文)."""
        head: Para | None = None
        current: list[Item] = []
        late: list[Item] = []
        for item in [*tail, None]:
            found = annex_head(item) if item is not None else None
            if (
                found
                and head
                and isinstance(item, Para)
                and (CONTINUED.search(found[0]) or _again(head, found))
            ):
                self.headings.append(item.text)
                continue
            if isinstance(item, Para) and head and not current and _ANNEX_CAPTION.match(item.key.text):
                self.headings.append(item.text)
                continue
            if isinstance(item, Para) and not found and (late or _is_late(item)):
                late.append(item)
                continue
            if item is None or found:
                if head:
                    match = annex_head(head)
                    assert match is not None
                    label = annex_label(head, match)
                    number = plain_number(match["number"])
                    branch = "".join(f"の{plain_number(n)}" for n in match["branch"].split("の")[1:])
                    numbered = f"{number}{branch}" if number else None
                    self.annexes.append(FoundAnnex(numbered, head, label, tuple(current)))
                head, current = (item if isinstance(item, Para) else None), []
            else:
                current.append(item)
        return late


def _tells_agreement(item: Para) -> bool:
    """Whether a sentence is one of the instrument that parties agree, not what an office or a web page says of it."""
    said = _NOTICE.search(item.key.text) or SPOKEN.search(item.key.text)
    return _PREAMBLE.search(item.key.text) is not None and not said


# 「連携事業一覧」, 「連携する取組と3市町が果たす役割」 below the head of an annex say what the annex is, not of which field.
_ANNEX_CAPTION = re.compile(
    r"^[^。、0-9()]{2,30}(?:一覧表?|総括表|分担表)$"
    rf"|^[^。、()]{{0,14}}(?:取組|取り組み|取組み|事業|事務|事項|内容)(?:と|{AND})[^。、()]{{0,14}}(?:役割|役割分担)等?$"
)
_OFFICE_LINE = re.compile(r"(?:市長|町長|村長|区長|知事|会長|理事長|管理者).{0,10}$")


def _signs(item: Item) -> bool:
    """A short line that can belong to a signature block: address, party, office with name."""
    if (
        not isinstance(item, Para)
        or len(item.key.text) > 50
        or re.search(r"[。、]|^第[0-9]+条", item.key.text)
    ):
        return False
    return bool(_OFFICE_LINE.search(item.key.text) or re.search(r"番地|番[0-9]|[市町村区]$", item.key.text))


def _again(head: Para, found: re.Match[str]) -> bool:
    """Whether a head only repeats the number of the annex that is open: the caption of its table."""
    above = annex_head(head)
    bare = not (found["ref"] or found["label"] or found["branch"])
    return (
        above is not None
        and bool(found["number"])
        and bare
        and above["number"] == found["number"]
        and not above["branch"]
    )


def _is_late(item: Item) -> bool:
    return isinstance(item, Para) and _LATE.match(item.key.text) is not None


def _supplement_of_its_own(body: Sequence[Item], begin: int, end: int) -> int:
    """Where the last 附則 begins that is not what the sentence above it puts in; ``end`` where there is none."""
    for i in reversed(range(begin, end)):
        item, above = body[i], body[i - 1] if i > begin else None
        if isinstance(item, Para) and _SUPPLEMENT.match(item.key.text):
            put_in = isinstance(above, Para) and is_change(above) and "附則" in above.key.text
            return end if put_in else i
    return end


def _signing_in_tail(tail: Sequence[Item]) -> tuple[list[Item], list[Item], list[Item]]:
    """Signatures that stand behind the annexes: the tail without them, the closing words, date and signatures."""
    for i in reversed(range(len(tail))):
        item = tail[i]
        if not (isinstance(item, Para) and DATE_ONLY.match(item.key.text)):
            continue
        end = next((j for j in range(i + 1, len(tail)) if annex_head(tail[j])), len(tail))
        block = tail[i:end]
        if not any(_OFFICE_LINE.search(para.key.text) for para in _paras(block)) or len(_paras(block)) != len(
            block
        ):
            continue
        before = tail[i - 1] if i else None
        start = i - 1 if isinstance(before, Para) and CLOSING.search(before.key.text) else i
        return [*tail[:start], *tail[end:]], list(tail[start:i]), list(block)
    for i, item in enumerate(tail):  # the day of signing stands above the text
        if isinstance(item, Para) and CLOSING.search(item.key.text) and item.key.text.endswith("。"):
            end = next((j for j in range(i + 1, len(tail)) if not _signs(tail[j])), len(tail))
            if any(_OFFICE_LINE.search(para.key.text) for para in _paras(tail[i + 1 : end])):
                return [*tail[:i], *tail[end:]], [item], list(tail[i + 1 : end])
    return list(tail), [], []


def _dated_lines(item: Item) -> list[Item]:
    """The lines of a table that holds nothing but dates (the history of changes above a text); else the item."""
    dated = isinstance(item, Grid) and all(find_dates(line.text.text) for line in item.lines)
    return [*item.lines] if dated and isinstance(item, Grid) else [item]


def _paras(items: Sequence[Item]) -> tuple[Para, ...]:
    return tuple(item for item in items if isinstance(item, Para))
