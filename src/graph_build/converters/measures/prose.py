"""Measures in running text: 「(1) 消防の応援　甲は、…し、乙は、…する。」 — the form of single-subject agreements.

A sentence whose subject is one party is that party's role, whole; a sentence whose subject is all the parties, or none
of them, is content; one sentence that names the parties in turn is content, and its clauses are the roles. All the
parties are given a role in a list of roles below (「ア　甲及び乙は、…」), and where the items of a list say first, without a
party, what is done and then who does it (「備えを整える。甲及び乙は、訓練を行う。」 beside 「道を直す。甲は、…。乙は、…。」).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from graph_build.converters.found import FoundArticle, FoundMeasure, FoundRole
from graph_build.converters.items import Grid, Item, Para, behind
from graph_build.converters.measures.fields import is_heading, number_of
from graph_build.converters.measures.paragraphs import (
    ITEM_KINDS,
    paragraphs,
    uncounted,
    without_caption,
)
from graph_build.converters.measures.speakers import Speakers, opens
from graph_build.documents.model import Located
from graph_build.text.key import fold
from graph_build.text.labels import Label, label_kind
from graph_build.text.markers import Marker, parse_marker

LISTS = re.compile(r"(?:次のとおり|次に掲げる|以下のとおり|下記のとおり|次の(?:各号|事項))[^。]*。?$")


@dataclass(frozen=True, slots=True)
class Block:
    """An item of an article, or its own text without the items."""

    title: Located | None
    number: str | None
    sentences: tuple[Located, ...]
    listed: frozenset[int] = frozenset()
    """Where those begin that a list below the others gives the parties."""


def read_article(
    article: FoundArticle, names: Sequence[str], parties: int, who_last: bool = False
) -> list[FoundMeasure]:
    """The measures of an article that assigns work to the parties; empty where it assigns none.

    ``names`` are keys of party names, ``parties`` how many there are, ``who_last`` is as of `all_say_who_last`. Each item is a measure
    with the short text before the sentences as title; an article without items is one measure with its caption as title.
    """
    if any(isinstance(item, Grid) for item in article.items):
        return []
    speakers = Speakers(names, parties)
    listed = _role_lists(article, speakers)
    if listed is not None:
        return [listed]
    own, items = _blocks(article, speakers)
    if items and all(block.title and fold(block.title.text).text in speakers.single for block in items):
        return [_divided(own, items)]
    if items:
        last = says_who_last(items, speakers)
        found = [measure_of(block, speakers, last) for block in items]
        titled = all(measure.title is not None for measure in found) and any(m.roles for m in found)
        if (article.number_text is not None and not titled) or all(
            measure.title is None and measure.roles for measure in found
        ):
            return [_merged(own, found)]
        assigned = any(measure.roles for measure in found)
        told = any(LISTS.search(fold(sentence.text).text) for sentence in own.sentences)
        return found if assigned or (told and parties > 1 and is_work(article)) else []
    if own.sentences and all(_ELSEWHERE.search(fold(sentence.text).text) for sentence in own.sentences):
        return []
    measure = measure_of(own, speakers, who_last or says_who_last([own], speakers))
    joint = any(
        speakers.is_all(mark["holder"]) for s in own.sentences for mark in speakers.marks(fold(s.text).text)
    )
    return [measure] if measure.roles or joint else []


_ELSEWHERE = re.compile(
    r"(?:次条|第[0-9一二三四五六七八九十]+条)(?:から第[0-9一二三四五六七八九十]+条まで|以下)(?:の各条)?に(?:定める|規定する|掲げる)"
    r"(?:事務|取組|事業|事項)(?!のほか|以外)"
)
"""An article that only says where the work is told: 「次条から第７条までに定める事務を連携して処理する。」"""


def _role_lists(article: FoundArticle, speakers: Speakers) -> FoundMeasure | None:
    """「2　甲は、次に掲げる役割を担う。　一　…　3　乙は、…　一　…」: the items are each party's role; None for other lists."""
    content: list[Located] = []
    roles: list[FoundRole] = []
    for at, (head, items) in enumerate(paragraphs(article), start=1):
        text = uncounted(head.text, at) or without_caption(head.body, article.caption)
        key = fold(text.text).text
        marks = [mark for mark in speakers.marks(key) if not speakers.is_all(mark["holder"])]
        speaks = len(marks) == 1 and opens(key, marks[0])
        if items and not (speaks and LISTS.search(head.body_key)):
            return None
        if speaks:
            roles.append(FoundRole(marks[0]["holder"], Located.joined([text, *items], "\n")))
        else:
            content.append(text)
    if len({role.holder for role in roles}) < 2:
        return None
    whole = Located.joined(content, "\n") if content else None
    return FoundMeasure((), whole, tuple(_by_holder(roles)), article.caption, rule="measure.prose")


def speaks_of_one(article: FoundArticle, names: Sequence[str], parties: int) -> bool:
    """Whether a sentence of an article has one of the parties, not all, as its subject."""
    speakers = Speakers(names, parties)
    return any(
        not speakers.is_all(mark["holder"])
        for item in article.items
        if isinstance(item, Para)
        for mark in speakers.marks(item.body_key)
    )


@dataclass(frozen=True, slots=True)
class WithRoles(FoundArticle):
    """An article on what is done together, with the articles that tell each party's role in it."""

    roles: tuple[tuple[str, FoundArticle], ...] = ()

    def measure(self) -> FoundMeasure:
        """One measure: the article's items (or its sentences) are the content, the other articles the roles."""
        own, _ = _blocks(self, Speakers((), 0))
        items = [item.text for item in self.items[1:] if isinstance(item, Para)]
        told = [FoundRole(holder, _words(article), article.caption) for holder, article in self.roles]
        content = Located.joined(items or list(own.sentences), "\n")
        return FoundMeasure((), content or None, tuple(told), self.caption, rule="measure.prose")


def _words(article: FoundArticle) -> Located:
    """All that an article says, a paragraph each, without its number."""
    paras = [item for item in article.items if isinstance(item, Para)]
    first = without_caption(paras[0].body, article.caption)
    return Located.joined([first, *(para.text for para in paras[1:])], "\n")


def with_roles(articles: Sequence[FoundArticle]) -> list[FoundArticle]:
    """Articles headed 「甲の役割」 are taken into the article above that says what is done together."""
    done: list[FoundArticle] = []
    for article in articles:
        label = label_kind(fold(article.caption.text).text) if article.caption else Label("unknown")
        above = done[-1] if done else None
        if (
            label.kind == "role"
            and label.holder
            and above
            and (isinstance(above, WithRoles) or is_work(above))
        ):
            said = above.roles if isinstance(above, WithRoles) else ()
            plain = {f.name: getattr(above, f.name) for f in fields(FoundArticle)}
            done[-1] = WithRoles(**plain, roles=(*said, (label.holder, article)))
        else:
            done.append(article)
    return done


def numbered_blocks(items: Sequence[Item]) -> list[FoundArticle]:
    """「1. 相互の受入れ」 with what stands below, as articles: the body of a text that has none."""
    blocks: list[FoundArticle] = []
    for item in items:
        marker = item.marker if isinstance(item, Para) else None
        if isinstance(item, Para) and marker and marker.kind in ("digit", "kanji") and is_heading(item):
            number = item.text[: marker.end].strip()
            blocks.append(FoundArticle(number_of(marker) or "", item.body, (), number_text=number))
        elif blocks:
            blocks[-1] = replace(blocks[-1], items=(*blocks[-1].items, item))
    return blocks


def _merged(own: Block, items: Sequence[FoundMeasure]) -> FoundMeasure:
    """Items that only say who does what are the roles of one measure."""
    content = [part for part in (*own.sentences, *(m.content for m in items)) if part is not None]
    roles = tuple(_by_holder([role for measure in items for role in measure.roles]))
    return FoundMeasure(
        (), Located.joined(content, "\n") if content else None, roles, own.title, rule="measure.prose"
    )


def _divided(own: Block, items: Sequence[Block]) -> FoundMeasure:
    """「(1)　甲　…　(2)　乙　…」 below a sentence: the sentence is what is done, the items say who does what."""
    roles = [
        FoundRole(fold(block.title.text).text, Located.joined(list(block.sentences), "\n"), block.title)
        for block in items
        if block.title and block.sentences
    ]
    content = Located.joined(list(own.sentences), "\n") if own.sentences else None
    return FoundMeasure((), content, tuple(_by_holder(roles)), own.title, rule="measure.prose")


def all_say_who_last(articles: Sequence[FoundArticle], names: Sequence[str], parties: int) -> bool:
    """Whether the articles of an agreement, two of them or more, say in one paragraph what is done and then who does it:
    「第3条　道を直す。甲は、…。乙は、…。」."""
    speakers = Speakers(names, parties)
    return sum(says_who_last([_blocks(article, speakers)[0]], speakers) for article in articles) > 1


def is_work(article: FoundArticle) -> bool:
    """Items without roles are measures only where the article says that they are what is done together."""
    if article.caption is None:
        return any(_DONE_TOGETHER.search(item.key.text) for item in article.items if isinstance(item, Para))
    caption = fold(article.caption.text).text
    return (
        re.search(r"取組|事業|(?:連携|協力)[^、。]{0,8}(?:事項|内容|分野)|事務|援助|応援", caption)
        is not None
    )


_DONE_TOGETHER = re.compile(
    r"次(?:に掲げる|の)[^。]{0,12}(?:事務|事業|取組|事項)[^。]{0,24}(?:連携|協力|共同|協同)[^。]{0,8}(?:行う|行い|実施|取り組む|処理|する)"
)


def _blocks(article: FoundArticle, speakers: Speakers) -> tuple[Block, list[Block]]:
    own: list[Located] = []
    items: list[tuple[Marker | None, list[Located], Located | None]] = []
    for para in (item for item in article.items if isinstance(item, Para)):
        marker = para.marker
        if (
            marker
            and marker.kind in ITEM_KINDS
            and (not items or marker.kind == (items[0][0] or marker).kind)
        ):
            title, rest = item_title(para)
            items.append((marker, [rest] if rest else [], title))
        elif items:
            items[-1][1].append(para.text)
        else:
            counted = marker is not None and marker.kind == "digit"  # _sentences takes its number off
            own.append(para.text if counted else without_caption(para.body, article.caption))
    blocks = [
        Block(title, number_of(marker), tuple(sentences_of(texts, speakers)), listed_in(texts, speakers))
        for marker, texts, title in items
    ]
    return Block(article.caption, None, tuple(sentences_of(own, speakers))), blocks


def listed_in(texts: Sequence[Located], speakers: Speakers) -> frozenset[int]:
    """Where the texts begin that a list below a sentence gives the parties: 「ア　A市は、…　イ　A市及びB町は、…」."""
    told = [text[speakers.counted(text.text) :].strip() for text in texts[1:] if speakers.counted(text.text)]
    return frozenset(text.start for text in told if text)


def item_title(para: Para) -> tuple[Located | None, Located | None]:
    """An item's title and text: a heading alone, or short words and a wide gap before the first sentence."""
    holder = re.match(r"(?P<title>[甲乙丙丁戊])[\s　]+(?P<text>.+)$", para.body.text, re.DOTALL)
    if holder:
        return para.body.match(holder, "title"), para.body.match(holder, "text").strip()
    if is_heading(para) and not para.body.text.endswith(("こと", "こと。")):
        return para.body, None
    found = re.match(
        r"(?P<title>\S{2,30}?)(?:[　\t]|  +| (?=\S{12,}))(?P<text>.+)$", para.body.text, re.DOTALL
    )
    if found and not re.search(r"[、。]", found["title"]):
        return para.body.match(found, "title"), para.body.match(found, "text").strip()
    return None, para.body


def sentences_of(texts: Sequence[Located], speakers: Speakers) -> Iterator[Located]:
    """Sentences with the numbers of paragraphs taken off: 「２　県は」 is the second one, not two prefectures."""
    expected = 2
    for text in texts:
        marker = parse_marker(text.text)
        counted = uncounted(text, expected)
        if counted is not None:
            body = counted
            expected += 1
        else:
            digit = marker.end if marker and marker.kind == "digit" else 0
            body = text[digit or speakers.counted(text.text) :]
        start = 0
        for found in re.finditer(r"[^。]+。(?:[）)」])*|[^。]+$", body.text):
            part = body[start : found.end()].strip()
            start = found.end()
            if part:
                yield part


def says_who_last(blocks: Sequence[Block], speakers: Speakers) -> bool:
    """Whether the items of a list say what is done without a party and then who does it: 「道を直す。甲は、…。乙は、…。」."""
    return any(
        _begins_with_work(block, speakers)
        and any(
            not speakers.is_all(mark["holder"])
            for sentence in block.sentences[1:]
            for mark in speakers.marks(fold(sentence.text).text)[:1]
        )
        for block in blocks
    )


def _begins_with_work(block: Block, speakers: Speakers) -> bool:
    """Whether a text begins with what is done, no party its subject."""
    first = fold(block.sentences[0].text).text if block.sentences else None
    return first is not None and not speakers.marks(first) and not speakers.agent(first)


def measure_of(block: Block, speakers: Speakers, who_last: bool = False) -> FoundMeasure:
    """What a text says is done, and by whom; ``who_last`` says that its list tells both in this order."""
    content: list[Located] = []
    roles: list[FoundRole] = []
    who_last = who_last and _begins_with_work(block, speakers)
    for sentence in block.sentences:
        key = fold(sentence.text)
        marks = speakers.marks(key.text)
        single = [mark for mark in marks if not speakers.is_all(mark["holder"])]
        of_all = who_last and len(marks) == 1 and not (single or marks[0]["owned"])
        agent = None if marks else speakers.agent(key.text)
        if agent:
            roles.append(FoundRole(agent, sentence))
        elif content and (sentence.start in block.listed or of_all) and marks and opens(key.text, marks[0]):
            roles.append(FoundRole(marks[0]["holder"], sentence))
        elif not single:
            content.append(sentence)
        elif len({mark["holder"] for mark in single}) == 1 and opens(key.text, single[0]):
            roles.append(FoundRole(single[0]["holder"], sentence))
        elif len({mark["holder"] for mark in single}) >= 2:
            content.append(sentence)
            for mark, following in zip(single, [*single[1:], None], strict=True):
                end = following.start() if following else len(key.text)
                roles.append(
                    FoundRole(mark["holder"], _clause(behind(sentence, key, mark.start("holder"), end)))
                )
        else:
            content.append(sentence)
    text = Located.joined(content, "\n") if content else None
    return FoundMeasure((), text, tuple(_by_holder(roles)), block.title, block.number, rule="measure.prose")


def _by_holder(roles: Sequence[FoundRole]) -> list[FoundRole]:
    """Several sentences of one party are one role, a paragraph each."""
    texts: dict[str, list[Located]] = {}
    for role in roles:
        texts.setdefault(role.holder, []).append(role.text)
    return [FoundRole(holder, Located.joined(parts, "\n")) for holder, parts in texts.items()]


def _clause(text: Located) -> Located:
    text = text.strip()
    return text[:-1] if text.text.endswith("、") else text
