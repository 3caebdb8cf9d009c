"""Measures in running text below headings inside headings: 「⑴ 生活機能の強化 / ア 医療 / (ア) 救急医療 / …を維持する。甲は、…」.

The innermost heading above sentences, or the words in front of them on their line, is the title of a measure; the
headings around it are its fields. In the sentences the parties are told as in any running text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from graph_build.converters.found import FoundArticle, FoundField, FoundMeasure
from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.measures.fields import FieldStack, number_of
from graph_build.converters.measures.paragraphs import ITEM_KINDS
from graph_build.converters.measures.prose import (
    LISTS,
    Block,
    is_work,
    item_title,
    listed_in,
    measure_of,
    says_who_last,
    sentences_of,
)
from graph_build.converters.measures.speakers import Speakers
from graph_build.documents.model import Located
from graph_build.text.key import fold

_KINDS = (*ITEM_KINDS, "digit", "letter", "paren_letter")


def read_nested(article: FoundArticle, names: Sequence[str], parties: int) -> list[FoundMeasure]:
    """The measures of an article that lists its work below fields; empty where its list has one depth, or no sentences."""
    if any(isinstance(item, Grid) for item in article.items):
        return []
    speakers = Speakers(names, parties)
    reading = _Nested(speakers)
    reading.read(article.items[1:])
    found = reading.leaves
    if not any(one.fields for one in found) or any(one.is_bare or one.names_party(speakers) for one in found):
        return []
    blocks = [one.block(speakers) for one in found]
    last = says_who_last(blocks, speakers)
    measures = [
        replace(measure_of(block, speakers, last), fields=one.fields)
        for one, block in zip(found, blocks, strict=True)
    ]
    lead = article.items[0]
    told = isinstance(lead, Para) and LISTS.search(lead.body_key) and parties > 1 and is_work(article)
    return measures if told or any(measure.roles for measure in measures) else []


@dataclass(slots=True)
class _Leaf:
    """A text with the headings above it."""

    fields: tuple[FoundField, ...]
    title: Located | None
    number: str | None
    texts: list[Located] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether no sentence stands below a heading."""
        return not any("。" in text.text for text in self.texts)

    def names_party(self, speakers: Speakers) -> bool:
        """Whether the title is a party's: then the text below is its role, no measure."""
        return self.title is not None and fold(self.title.text).text in speakers.single

    def block(self, speakers: Speakers) -> Block:
        """The sentences of the text."""
        sentences = tuple(sentences_of(self.texts, speakers))
        return Block(self.title, self.number, sentences, listed_in(self.texts, speakers))


@dataclass
class _Nested:
    """One pass over the list of an article: a marker that is open, or right below a heading, opens a level; others are text."""

    speakers: Speakers
    stack: FieldStack = field(default_factory=FieldStack)
    leaves: list[_Leaf] = field(default_factory=list)
    open: bool = False
    """Whether the last leaf goes on."""

    def read(self, items: Sequence[Item]) -> None:
        """Read the items in text order, up to a further paragraph (2　前項の…) of the article."""
        paras = [item for item in items if isinstance(item, Para) and item.body_key != "削除"]
        for para, below in pairwise([*paras, None]):
            assert para is not None
            title, rest = item_title(para)
            marker = para.marker
            if marker and rest and marker.kind == "digit" and "digit" not in self.stack.kinds():
                break
            policy = rest is None and self._is_policy(para, below)
            if policy:
                self.leaves.pop()
            if marker and (policy or self._opens_level(para, rest if title is None else None)):
                if self.stack.fresh and marker.kind in self.stack.kinds():
                    self.leaves.append(_Leaf((), None, None))  # a heading with nothing below it
                self.stack.push(para)
                self.stack.fresh, self.open = rest is None, False
                if rest is not None:
                    self._leaf(_Leaf(self.stack.fields[:-1], title, number_of(marker), [rest]))
            elif self.stack.fresh:
                heading = self.stack.levels[-1].field
                fields = self.stack.fields[:-1]
                self._leaf(_Leaf(fields, heading.label, heading.number, [para.text]))
            elif self.open:
                self.leaves[-1].texts.append(para.text)
        if self.stack.fresh:
            self.leaves.append(_Leaf((), None, None))

    def _opens_level(self, para: Para, text: Located | None) -> bool:
        """Whether a marked item opens a level of the list, as a heading, or with a ``text`` that says what is done and by whom.

        A list inside a text, and one of what each party does, open none.
        """
        marker = para.marker
        if marker is None or marker.kind not in _KINDS or self.speakers.counted(para.text.text):
            return False
        if marker.kind in self.stack.kinds():
            return True
        return not self.open and (text is None or self._tells_all(text))

    def _tells_all(self, text: Located) -> bool:
        return says_who_last([_Leaf((), None, None, [text]).block(self.speakers)], self.speakers)

    def _is_policy(self, para: Para, below: Para | None) -> bool:
        """Whether the text above, of nobody's work, is the policy of a field: a first heading with a sentence below stands in it."""
        first = para.marker is not None and para.marker.number == 1 and self.open
        spoken = below is not None and below.marker is None and below.key.text.endswith("。")
        if not (first and spoken):
            return False
        above = self.leaves[-1]
        return not measure_of(above.block(self.speakers), self.speakers).roles

    def _leaf(self, leaf: _Leaf) -> None:
        self.leaves.append(leaf)
        self.open, self.stack.fresh = True, False
