"""An instrument cut into its parts: cover, title, preamble, articles, closing, signatures, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.found import FoundAnnex, FoundArticle, Parts
from graph_build.converters.items import Item, Para, behind
from graph_build.documents.model import Located
from graph_build.text.eras import parse_date
from graph_build.text.key import fold
from graph_build.text.numerals import to_int

# Titles of instruments end in these words; 「…の締結について」 is the title of a bill.
INSTRUMENT = re.compile(
    r"^[○◎]?(?P<title>.{0,120}?(?:協約|協定)(?:書)?(?:\((?!案)[^()]*\))?(?:の(?:一部|全部)(?:を|の)(?:変更|改正)(?:する|の)?(?:連携)?(?:協約|協定)(?:書)?"
    r"|を(?:変更|廃止|解除)する(?:連携)?(?:協約|協定)(?:書)?"
    r"|の(?:変更|廃止|解除)に(?:関する|係る)(?:合意書|覚書|協定書?|協約書?))?)(?:\(案\)|案)?$"
)
_SHORT_TITLE = re.compile(r"^(?:(?:一部)?(?:変更|廃止|解除)(?:連携)?(?:協約|協定)書?|連携(?:協約|協定)書?)$")
_NOT_TITLE = re.compile(r"。|、次の|とする|について$|以下「|^第[0-9一二三四五六七八九十]+条|締結する|\t")
# What the second line of a broken title begins with: 「…の形成に / 係る連携協約」.
_BROKEN = re.compile(
    r"^(?:係る|関する|する|の|に|を|と|及び|形成|締結|における|一部|変更|連携|定住)?(?:連携)?(?:変更)?(?:協約|協定)(?:書)?$|^(?:係る|関する|する|の|に|を|と|及び)"
)
_NO_TITLE_LINE = re.compile(r"提出$|(?:[市町村区]長|知事)(?:.{0,12})$|^(?:告示|公告|訓令)|^改正")
_PREAMBLE = re.compile(
    r"(?:次|下記|左記)のとおり(?:連携)?(?:協定|協約|合意)(?:する|した)|ここに(?:協定|協約|合意)する|(?:協定|協約)書?を(?:取り交わ|結)|(?:条項により|ものと)合意する|"
    r"以下(?:これらを|総称して|「?)*「?[甲乙丙]|(?:協約|協定|契約)(?:\(以下.{1,20}\))?を(?:次のとおり|下記のとおり|ここに)?(?:締結|変更|廃止|解除)する"
    r"|(?:次|下記|別紙)のとおり.{0,30}(?:締結|変更|改正|廃止)する|次のように(?:変更|改正|改め)|を廃止する"
)
CLOSING = re.compile(
    r"(?:証する|証とする|証し).{0,6}ため|証として|(?:各|それぞれ).{0,12}通を(?:保有|所持|保管)する|記名押印|署名押印"
)
_ANNEX_HEAD = re.compile(
    r"^(?P<name>別表|別紙|別記|付表)(?:第)?(?P<number>[0-9一二三四五六七八九十]*)"
    r"(?P<ref>\((?:第?[^()]{0,40}(?:関係|条)[^()]{0,30}|[^()]{0,12}関係)\))?(?P<label>.*)$"
)
_CAPTION = re.compile(r"^\((?P<caption>[^()]{1,40})\)$")
_LATE = re.compile(r"^(?:附則|付則|改正文)(?:\(.*\))?抄?$")
_SUPPLEMENT = re.compile(r"^(?:附則|付則)(?:\(.*\))?$")
_DATE_ONLY = re.compile(
    r"^[(]?(?:締結日[::]?)?(?P<date>(?:明治|大正|昭和|平成|令和|[0-9]{4}年).{0,30}?日)[)]?(?:締結)?$"
)
_CHAPTER = ("chapter", "part", "section")


def cut(items: Sequence[Item], *, plain: bool = False) -> Parts:
    """Cut an instrument into parts; every item lands in exactly one of them.

    ``plain`` says that articles printed in it are not its own (they are what it changes).
    """
    return _Cutter(list(items), plain).parts()


def title_at(items: Sequence[Item], index: int, most: int = 3) -> tuple[Located, int] | None:
    """The instrument's title that begins at an item, and how many items it takes (titles break over lines)."""
    pieces: list[Located] = []
    best: tuple[Located, int] | None = None
    for count, item in enumerate(items[index : index + most], start=1):
        if not isinstance(item, Para) or _NOT_TITLE.search(re.sub(r"\([^()]*\)", "", item.key.text)):
            break
        if _DATE_ONLY.match(item.key.text) or _NO_TITLE_LINE.search(item.key.text) or annex_head(item):
            break
        if pieces and _is_title(item):
            break
        pieces.append(item.text)
        joined = Located.joined(pieces)
        key = fold(joined.text)
        found = INSTRUMENT.match(key.text)
        if found and (len(found["title"]) >= 6 or _SHORT_TITLE.match(found["title"])):
            best = behind(joined, key, *found.span("title")), count
    return best


def _is_title(item: Para) -> bool:
    """Whether a line is a whole title by itself, not the second half of a broken one."""
    found = INSTRUMENT.match(item.key.text)
    return found is not None and len(found["title"]) >= 10 and not _BROKEN.match(item.key.text)


def annex_head(item: Item) -> re.Match[str] | None:
    """The match if the item is the heading of an annex (not a sentence about one)."""
    if not isinstance(item, Para):
        return None
    found = _ANNEX_HEAD.match(item.key.text)
    if (
        not found
        or len(item.key.text) > 80
        or re.search(
            r"。|^別[表紙記](?:第?[0-9一二三四五六七八九十]*)(?:に|の(?!とおり$)|を|中|から|及び|のとおり)",
            item.key.text,
        )
    ):
        return None
    return found


@dataclass
class _Cutter:
    items: list[Item]
    without_articles: bool = False
    articles: list[FoundArticle] = field(default_factory=list)
    annexes: list[FoundAnnex] = field(default_factory=list)
    chapter: Located | None = None
    headings: list[Located] = field(default_factory=list)

    def parts(self) -> Parts:
        annex_at = self._first_annex()
        body, tail = self._articles_behind(self.items[:annex_at], self.items[annex_at:])
        first = next(
            (i for i, item in enumerate(body) if is_article(item) and not self.without_articles), len(body)
        )
        start = self._caption_before(body, first)
        opening = self._opening(body, start)
        title, title_at_, after_title = self._title(body, min(opening, start))
        signing_at = self._signing(body, max(after_title, opening if first == len(body) else start))
        header = list(body[after_title : min(opening, start)])
        preamble = body[min(opening, start) : min(start, signing_at)]
        late_at = next((i for i in range(signing_at, len(body)) if _is_late(body[i])), len(body))
        body, late_body = body[:late_at], body[late_at:]
        closing_at = self._closing(body, start, signing_at)
        plain: list[Item] = []
        if first == len(body):
            plain = preamble = body[min(opening, start) : closing_at]
            start = closing_at
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
            seen_body = (
                seen_body
                or is_article(item)
                or (isinstance(item, Para) and bool(_PREAMBLE.search(item.key.text)))
            )
            if seen_body and annex_head(item):
                return i
        return len(self.items)

    def _articles_behind(self, body: list[Item], tail: list[Item]) -> tuple[list[Item], list[Item]]:
        """Articles that go on behind an annex (「次の表のとおり」) belong to the body, up to the next annex."""
        if self.without_articles or not any(is_article(item) for item in body):
            return body, tail
        annexes: list[Item] = []
        in_body = False
        for i, item in enumerate(tail):
            if annex_head(item):
                in_body = False
            elif is_article(item) or (
                isinstance(item, Para)
                and _CAPTION.match(item.key.text)
                and i + 1 < len(tail)
                and is_article(tail[i + 1])
            ):
                in_body = True
            (body if in_body else annexes).append(item)
        return body, annexes

    @staticmethod
    def _caption_before(body: Sequence[Item], first: int) -> int:
        """Where the articles begin: caption and chapter headings above the first article belong to it."""
        while first > 0:
            item = body[first - 1]
            above = isinstance(item, Para) and (_CAPTION.match(item.key.text) or _is_chapter(item))
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
                and _PREAMBLE.search(item.key.text)
                and not title_at(body, i, 1)
            ):
                return i
        return before

    @staticmethod
    def _title(body: Sequence[Item], before: int) -> tuple[Located | None, int, int]:
        """The title (the last candidate above the preamble), where it begins, and what follows it."""
        for i in reversed(range(before)):
            for start in range(i, max(-1, i - 3), -1):
                found = title_at(body[:before], start, i + 1 - start)
                if found and start + found[1] == i + 1 and not _BROKEN.match(fold(found[0].text).text):
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
            if isinstance(item, Para) and _DATE_ONLY.match(item.key.text) and parse_date(item.text.text):
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
        chapter_next: Located | None = None
        current: list[Item] = []
        head: tuple[str, Located | None, Located | None] | None = None
        supplement: list[Para] = []

        def close() -> None:
            if head:
                self.articles.append(FoundArticle(head[0], head[1], tuple(current), head[2]))

        for item in items:
            if isinstance(item, Para):
                if supplement or _SUPPLEMENT.match(item.key.text):
                    supplement.append(item)
                    continue
                found = _CAPTION.match(item.key.text)
                if found and self._article_follows(items, item):
                    caption = item.part(found, "caption")
                    continue
                if _is_chapter(item):
                    self.headings.append(item.text)
                    chapter_next = item.text
                    continue
                if is_article(item):
                    close()
                    self.chapter = chapter_next or self.chapter
                    head, current = (
                        (_article_number(item), caption or _inline_caption(item), self.chapter),
                        [],
                    )
                    caption = chapter_next = None
            current.append(item)
        close()
        return supplement

    @staticmethod
    def _article_follows(items: Sequence[Item], item: Item) -> bool:
        at = next(i for i, other in enumerate(items) if other is item)
        return any(is_article(other) for other in items[at + 1 : at + 3])

    def _annexes(self, tail: Sequence[Item]) -> list[Item]:
        """Fill ``annexes``; gives the supplementary provisions behind them (附則, 改正文)."""
        head: Para | None = None
        current: list[Item] = []
        late: list[Item] = []
        for item in [*tail, None]:
            found = annex_head(item) if item is not None else None
            if found and head and _CONTINUED.search(found[0]) and isinstance(item, Para):
                self.headings.append(item.text)
                continue
            if isinstance(item, Para) and not found and (late or _is_late(item)):
                late.append(item)
                continue
            if item is None or found:
                if head:
                    match = annex_head(head)
                    assert match is not None
                    label = _annex_label(head, match)
                    self.annexes.append(FoundAnnex(_number(match["number"]), head, label, tuple(current)))
                head, current = (item if isinstance(item, Para) else None), []
            else:
                current.append(item)
        return late


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


def _is_late(item: Item) -> bool:
    return isinstance(item, Para) and _LATE.match(item.key.text) is not None


def _signing_in_tail(tail: Sequence[Item]) -> tuple[list[Item], list[Item], list[Item]]:
    """Signatures that stand behind the annexes: the tail without them, the closing words, date and signatures."""
    for i in reversed(range(len(tail))):
        item = tail[i]
        if not (isinstance(item, Para) and _DATE_ONLY.match(item.key.text)):
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
    return list(tail), [], []


_CONTINUED = re.compile(r"\((?:続き|つづき|続)\)$")


def _annex_label(head: Para, match: re.Match[str]) -> Located | None:
    """The field that an annex's heading names, without 「（第3条関係）」 behind it; words in brackets alone name none."""
    bracketed = re.match(
        r"^\((?P<label>[^()]*(?:分野|強化|向上|けん引|形成|に関する(?:取組|事項)))\)$",
        match["ref"] or match["label"],
    )
    if bracketed:
        start = match.start("ref" if match["ref"] else "label")
        return behind(head.text, head.key, start + 1, start + bracketed.end("label"))
    found = re.match(
        r"^(?P<label>[^()].*?)(?:\((?:第?[^()]*(?:関係|条)[^()]*|続き|つづき)\))*$", match["label"]
    )
    if not found:
        return None
    start = match.start("label")
    return behind(head.text, head.key, start, start + found.end("label"))


def _number(text: str) -> str | None:
    value = to_int(text) if text else None
    return str(value) if value is not None else (text or None)


def _paras(items: Sequence[Item]) -> tuple[Para, ...]:
    return tuple(item for item in items if isinstance(item, Para))


_BARE_ARTICLE = re.compile(r"^第(?P<number>[0-9一二三四五六七八九十]+)\((?P<caption>[^()]{1,24})\)")


def _article_number(item: Para) -> str:
    """3 of 第3条, 3の2 of 第3条の2, 1 of 「第1（目的）」."""
    bare = _BARE_ARTICLE.match(item.key.text)
    if item.marker is not None and item.marker.kind == "article":
        return item.marker.label
    return (_number(bare["number"]) or bare["number"]) if bare else ""


def is_article(item: Item) -> bool:
    """A paragraph that begins with 第n条 as the article's own number, not as a reference (第3条に規定する…)."""
    if isinstance(item, Para) and _BARE_ARTICLE.match(item.key.text):
        return True
    if not isinstance(item, Para) or item.marker is None or item.marker.kind != "article":
        return False
    rest = item.body_key
    return not re.match(
        r"(?:に|の(?!規定に基づ)|を|中(?=[「第、])|第[0-9一二三四五六七八九十]+[項号]|及び|から|、)", rest
    )


def _is_chapter(item: Para) -> bool:
    return item.marker is not None and item.marker.kind in _CHAPTER and len(item.key.text) <= 40


def _inline_caption(item: Para) -> Located | None:
    """The caption behind the number: 「第1条（目的）…」, or 「第1条 目的」 alone on its line."""
    bare = _BARE_ARTICLE.match(item.key.text)
    if bare:
        return item.part(bare, "caption")
    key = fold(item.body.text)
    found = re.match(r"^\((?P<caption>[^()]{1,30})\)", key.text)
    if found:
        return behind(item.body, key, *found.span("caption"))
    if 0 < len(key.text) <= 20 and not re.search(r"[。、]|する$|とする$", key.text):
        return None if key.text == "削除" else item.body
    return None
