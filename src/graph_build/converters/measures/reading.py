"""The measures of an instrument: in annexes, in lists and tables of articles, in running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from graph_build.converters.clauses import assigns_work, defines_terms
from graph_build.converters.found import FoundAnnex, FoundArticle, FoundField, FoundMeasure, Parts
from graph_build.converters.items import Grid, Item, Para, behind, cell_label, paras, printed
from graph_build.converters.measures.fields import FieldStack
from graph_build.converters.measures.label_at import label_at
from graph_build.converters.measures.nested_prose import read_nested
from graph_build.converters.measures.outline import Outline
from graph_build.converters.measures.paragraphs import without_caption
from graph_build.converters.measures.prose import (
    WithRoles,
    all_say_who_last,
    numbered_blocks,
    read_article,
    speaks_of_one,
    with_roles,
)
from graph_build.converters.measures.sequence import settle_numbers
from graph_build.converters.measures.titles import settle_titles
from graph_build.text.key import fold, matching_key
from graph_build.text.numerals import to_int


@dataclass
class MeasureReading:
    """Reads the measures of annexes and articles."""

    names: list[str]
    holders: list[str]
    """What the roles call the parties, in order."""
    measures: list[FoundMeasure] = field(default_factory=list)
    fields: list[tuple[FoundField, ...]] = field(default_factory=list)
    prose: list[tuple[int, Item]] = field(default_factory=list)
    consumed: list[Item] = field(default_factory=list)
    silent: list[FoundArticle] = field(default_factory=list)

    def read(self, parts: Parts, kind: str, *, changes: bool) -> None:
        """Annexes first, then articles that hold labels or tables, then running text.

        ``changes`` says that the instrument changes single places: its articles state nothing themselves.
        """
        before = len(self.measures)
        listing = [
            article
            for article in parts.articles
            if not defines_terms(article) and any(map(_holds_measures, self._unread(article)))
        ]
        divided = len({article.chapters for article in listing}) > 1
        subjects = _parts_by_subject(parts.articles)
        for article in listing:
            above = _chapter_fields(article, subjects) if divided else ()
            # 「（経済成長のけん引）第2条 … 次の表に掲げる取組」, several of them: the captions are the fields.
            apart = len(listing) > 1 and article.caption is not None
            if _is_labelled(article):
                self._labelled(article, above)
            elif apart and article.caption:
                self._listed(article, (*above, FoundField(None, article.caption)))
            else:
                self._listed(article, above)
        listed = _fields_by_annex(parts)
        for index, annex in enumerate(parts.annexes):
            base = (FoundField(None, annex.label),) if annex.label else ()
            named = listed.get(annex.number)
            if not base and named and not _prints(annex, named):
                base = (named,)
            outline = Outline(self.names, FieldStack(base))
            outline.read(annex.items)
            self._take(outline, index)
            self.prose += [(index, item) for item in outline.left]
        restated = kind == "amendment" and not changes
        if len(self.measures) == before and (kind == "agreement" or restated):
            articles = with_roles(parts.articles) or numbered_blocks(parts.plain)
            by_subject = any(_chapter_fields(article, subjects) for article in articles)
            asked = (articles, self.names, len(self.holders))
            last = all_say_who_last(*asked)
            for article in articles:
                if not (by_subject and _in_general_chapter(article)):
                    self._told(article, _chapter_fields(article, subjects), last)
        self.measures, self.fields = settle_titles(self.measures, self.fields)
        self.measures[before:] = settle_numbers(self.measures[before:])

    def _labelled(self, article: FoundArticle, fields: tuple[FoundField, ...]) -> None:
        """「（看護職員の確保）第5条　取組の内容　…　2　甲の役割　…」: the article is a measure, its caption the title."""
        outline = self._outlined(article, fields)
        if len(outline.done) == 1 and outline.done[0].title is None:
            outline.done = [replace(outline.done[0], title=article.caption)]
        self._take(outline, None)

    def _listed(self, article: FoundArticle, fields: tuple[FoundField, ...]) -> None:
        outline = self._outlined(article, fields)
        outline.done, outline.seen = _said_above(article, fields, outline)
        self._take(outline, None)

    def _outlined(self, article: FoundArticle, fields: tuple[FoundField, ...]) -> Outline:
        body = self._unread(article)
        outline = Outline(self.names, FieldStack(fields))
        outline.read(body)
        left = {id(item) for item in outline.left}
        self.consumed += [item for item in body if id(item) not in left]
        return outline

    def _unread(self, article: FoundArticle) -> list[Item]:
        """What an article says that has not been read as a change, but for the sentence that it begins with."""
        consumed = set(map(id, self.consumed))
        body = article.items if _is_labelled(article) else article.items[1:]
        return [item for item in body if id(item) not in consumed]

    def _take(self, outline: Outline, part: int | None) -> None:
        self.measures += [replace(measure, part=part) for measure in outline.done]
        for fields in outline.seen:
            if fields not in self.fields:
                self.fields.append(fields)

    def _told(self, article: FoundArticle, fields: tuple[FoundField, ...], who_last: bool) -> None:
        if not assigns_work(article) or _refers_to_annexes(article):
            return
        asked = (article, self.names, len(self.holders))
        found = read_nested(*asked) or read_article(*asked, who_last)
        if isinstance(article, WithRoles):
            found = [article.measure()]
        if not found and speaks_of_one(article, self.names, len(self.holders)):
            self.silent.append(article)
        if article.number_text is not None:
            found = [
                replace(measure, number=article.number, number_text=article.number_text)
                if measure.number is None
                else measure
                for measure in found
            ]
            self.consumed += article.items
        found = [replace(measure, fields=(*fields, *measure.fields)) for measure in found]
        self.measures += found
        for path in [measure.fields for measure in found if measure.fields]:
            if path not in self.fields:
                self.fields.append(path)


def _said_above(
    article: FoundArticle, fields: tuple[FoundField, ...], outline: Outline
) -> tuple[list[FoundMeasure], list[tuple[FoundField, ...]]]:
    """Roles alone below the sentence of an article (「(1) 甲の役割」): the sentence is what is done, its caption the title."""
    own = article.items[0]
    found = outline.done[0] if len(outline.done) == 1 else None
    bare = found is not None and found.fields == fields and not (found.content or found.title)
    if not (found and bare and fields and article.caption and isinstance(own, Para)):
        return outline.done, outline.seen
    content, above = without_caption(own.body, article.caption), fields[:-1]
    return [replace(found, fields=above, title=article.caption, content=content)], [above] if above else []


def _fields_by_annex(parts: Parts) -> dict[str | None, FoundField]:
    """Fields that an article lists with their annexes: 「(1) 生活機能の強化に係る政策分野（別表第1）」."""
    found: dict[str | None, FoundField] = {}
    for article in parts.articles:
        for para in paras(article.items):
            listed = _listed_annex(para)
            if listed:
                label = behind(para.body, fold(para.body.text), *listed.span("label"))
                number = to_int(listed["bracketed"] or listed["plain"])
                found.setdefault(str(number), FoundField(None, label))
    return found


def _prints(annex: FoundAnnex, named: FoundField) -> bool:
    """Whether an annex prints the field itself that an article names for it (結び付き for 結びつき, 分野 left out or not)."""
    label = _subject(printed(named.label))
    headings = [_subject(para.body.text) for para in paras(annex.items) if not para.key.text.endswith("。")]
    return any(SequenceMatcher(None, heading, label, autojunk=False).ratio() > 0.8 for heading in headings)


def _subject(label: str) -> str:
    return re.sub(r"(?:に(?:係る|関する))?(?:政策)?(?:分野|取組|事項)?$", "", matching_key(label))


def _refers_to_annexes(article: FoundArticle) -> bool:
    return any(_listed_annex(para) for para in paras(article.items))


def _listed_annex(para: Para) -> re.Match[str] | None:
    return _LISTED.match(fold(para.body.text).text) if para.marker else None


_LISTED = re.compile(
    r"^(?P<label>[^。()]{2,40}?)(?:\(別表第?(?P<bracketed>[0-9一二三四五六七八九十]+)\)|別表第?(?P<plain>[0-9一二三四五六七八九十]+))$"
)


def _is_labelled(article: FoundArticle) -> bool:
    """Whether the text of an article begins with a label (取組の内容, 甲の役割) below its caption, not with a sentence."""
    first, caption = article.items[0] if article.items else None, article.caption
    if not isinstance(first, Para) or caption is None:
        return False
    return caption.start < first.text.start and _holds_measures(first)


def _holds_measures(item: Item) -> bool:
    if isinstance(item, Grid):
        return sum(cell_label(cell).kind in ("content", "role", "roles") for cell in item.table.cells) >= 2
    if isinstance(item, Para):
        label = label_at(item)
        return label is not None and label.label.kind in ("content", "role", "roles")
    return False


def _parts_by_subject(articles: Sequence[FoundArticle]) -> frozenset[str]:
    """The parts (編) that divide the work by subject, as keys: several, general provisions aside, that assign some.

    A single one (「第2編　連携する事項」) says that work follows, not which.
    """
    keys = {
        Para(heading).key.text
        for article in articles
        if assigns_work(article) and not _in_general_chapter(article)
        for heading in article.chapters
        if _is_part(Para(heading))
    }
    return frozenset(keys) if len(keys) > 1 else frozenset()


def _is_part(heading: Para) -> bool:
    return heading.marker is not None and heading.marker.kind == "part"


def _chapter_fields(article: FoundArticle, subjects: frozenset[str]) -> tuple[FoundField, ...]:
    """Chapters (章, 節) that name a subject, and parts (編) that do, are the fields of their articles; 総則 and 雑則 are none."""
    if _in_general_chapter(article):
        return ()
    fields = []
    for heading in map(Para, article.chapters):
        if heading.marker and (not _is_part(heading) or heading.key.text in subjects):
            number = heading.text[: heading.marker.end].strip()
            fields.append(FoundField(matching_key(number.text), heading.body, number))
    return tuple(fields)


def _in_general_chapter(article: FoundArticle) -> bool:
    """Whether an article stands in the general or final provisions, which are about no subject: where chapters are, none of
    these is a measure."""
    return any(
        re.search(r"総則|雑則|補則|通則|附則", matching_key(heading.text)) for heading in article.chapters
    )
