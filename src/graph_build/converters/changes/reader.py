"""Reads the changes of an instrument: sentences, the blocks that they put in, and tables of two wordings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.changes.comparison import compared, is_comparison
from graph_build.converters.changes.sentences import (
    Step,
    is_change,
    is_sentence,
    names_wordings,
    opened_place,
    steps_of,
)
from graph_build.converters.changes.targets import Places, same_provision
from graph_build.converters.found import FoundMeasure, FoundOperation
from graph_build.converters.items import Grid, Item, Para, printed, printed_paragraph, texts
from graph_build.converters.measures.bare_rows import read_bare_rows
from graph_build.converters.measures.fields import FieldStack
from graph_build.converters.measures.label_at import label_at
from graph_build.converters.measures.outline import Outline
from graph_build.converters.measures.titles import settle_titles
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.wordings import wording

# 「本則を次の表のように変更する。」, 「次の新旧対照表により」, 「下表のとおり」
_IN_TABLE = re.compile(
    r"(?:(?:次|以下|下記)の|次に掲げる|下)(?:新旧)?(?:対照)?表(?:の(?:とおり|通り|ように)|に(?:より|よって|基づき|掲げる))"
)
# 「1　本則の変更」, 「第2条関係」: a heading between the sentence that names the table and the table.
_HEADS_TABLE = re.compile(
    r"^(?:第?[0-9一二三四五六七八九十]{1,2}|\([0-9]\))?[^。]{0,12}(?:変更|改正|関係|本則|条文|対照表)$"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The operations, the measures printed in them, and the paragraphs that were read."""

    operations: tuple[FoundOperation, ...]
    measures: tuple[FoundMeasure, ...] = ()
    read: tuple[Item, ...] = ()


def read_changes(
    items: Sequence[Item],
    names: Sequence[str],
    own: Collection[int] = (),
    holders: Sequence[str] = (),
    loose: Sequence[Item] = (),
) -> Changes:
    """Read the operations among items; a block that follows 「次のように改める」 or 「次の項を加える」 belongs to it.

    ``own`` are the identities of paragraphs that begin the instrument's own articles: no block goes on past them.
    ``holders`` are the parties in the order in which columns without heads name them, ``loose`` items outside the text
    that may hold a table of two wordings.
    """
    reader = _Reader(names, own, holders)
    for i, item in enumerate(items):
        reader.take(item, items[i + 1 :])
    reader.close()
    reader.take_openings()
    reader.take_tables()
    reader.tables += [(item, found) for item in loose if isinstance(item, Grid) and (found := compared(item))]
    for grid, operations in reader.tables if not reader.done else ():
        reader.read.append(grid)
        reader.done += reader.with_measures(operations)
    return Changes(tuple(reader.done), tuple(reader.measures), tuple(reader.read))


@dataclass
class _Reader:
    names: Sequence[str]
    own: Collection[int]
    holders: Sequence[str]
    done: list[FoundOperation] = field(default_factory=list)
    measures: list[FoundMeasure] = field(default_factory=list)
    read: list[Item] = field(default_factory=list)
    pending: Step | None = None
    place: int = 0
    """Where the pending operation comes among those that are done: further ones may follow in its sentence."""
    block: list[Item] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    announced: list[Item] | None = None
    """A sentence that leaves the changes to the table of two wordings below it, with the notes between them."""
    tables: list[tuple[Grid, list[FoundOperation]]] = field(default_factory=list)
    """Tables of two wordings that no sentence announces: they tell the changes where no sentence does, else they repeat them."""
    before: list[int] = field(default_factory=list)
    """How many operations stood before each of these tables."""

    openings: list[tuple[Para, int]] = field(default_factory=list)
    """Sentences that open a place for those below them, and how many operations stood before each."""

    def take(self, item: Item, behind: Sequence[Item]) -> None:
        if id(item) in self.own:
            self.close()
        if self.announced is not None:
            self._compared(item)
        elif isinstance(item, Para) and self._leaves_to_table(item, behind):
            self.close()
            self.announced = [item]
        elif isinstance(item, Para) and names_wordings(item):
            self.close()  # no table stands below it: it stays what it is, a sentence
        elif isinstance(item, Para) and is_change(item):
            self.close()
            self.read.append(item)
            for step in steps_of(item, self.places):
                below = behind[0] if behind else None
                if self._leaves_below(step, below, item):
                    self.openings.append((item, len(self.done)))
                    continue
                told = isinstance(below, Para) and wording(below.text.text) is not None
                self._step(
                    replace(step, kind="replace", waits=True) if told and step.old_text is None else step
                )
        elif isinstance(item, Para) and (place := opened_place(item, self.places)):
            self.close()
            self.read.append(item)
            self.openings.append((item, len(self.done)))
            self.places.opened = place
        elif isinstance(item, Grid) and self.pending is None and (found := compared(item)):
            self.tables.append((item, found))
            self.before.append(len(self.done))
        elif self.pending:
            self.read.append(item)
            self.block.append(item)

    def take_openings(self) -> None:
        """A sentence that opens a place is part of the first change below it."""
        for para, at in self.openings:
            if at < len(self.done):
                self.done[at] = replace(self.done[at], parts=(*self.done[at].parts, para.text))

    def take_tables(self) -> None:
        """Take the tables of the text that change other provisions than its sentences do: these they do not repeat."""
        told = [operation.target for operation in self.done]
        for (grid, found), place in reversed([*zip(self.tables, self.before, strict=True)]):
            if told and not any(same_provision(one.target, target) for one in found for target in told):
                self.tables.remove((grid, found))
                self.read.append(grid)
                self.done[place:place] = self.with_measures(found)

    def _leaves_below(self, step: Step, below: Item | None, above: Para) -> bool:
        """Whether a change is only said to be told below it: of an annex, or of an article whose parts the next one names."""
        if not (step.kind in ("replace_annexes", "replace") and _is_inside(below, above)):
            return False
        assert isinstance(below, Para)
        opened = step.target + ("の" if step.kind == "replace_annexes" else "")
        told = next(steps_of(below, replace(self.places, opened=opened)), None)
        if step.kind == "replace" and not (told and told.target.startswith(step.target)):
            return False
        self.places.opened = opened
        return True

    def _leaves_to_table(self, para: Para, behind: Sequence[Item]) -> bool:
        """Whether a sentence above a table of two wordings tells no change itself but names the table."""
        if names_wordings(para) or (_IN_TABLE.search(para.key.text) is not None and is_sentence(para)):
            return _table_of_two_wordings(behind, headed=True)
        if not (is_change(para) and _table_of_two_wordings(behind)):
            return False
        return all(step.waits for step in steps_of(para, replace(self.places)))

    def _compared(self, item: Item) -> None:
        """Take what stands between the sentence and its table, then the table."""
        assert self.announced is not None
        self.announced.append(item)
        if isinstance(item, Grid):
            found = compared(item)
            if found:
                found[0] = replace(found[0], parts=(*texts(self.announced[:-1]), *found[0].parts))
            self.read += self.announced
            self.done += self.with_measures(found)
            self.announced = None

    def with_measures(self, found: Sequence[FoundOperation]) -> list[FoundOperation]:
        """The changes that a table of two wordings tells, a row of an annex that is one measure read as that."""
        told = []
        for operation in found:
            measures = self._measures([Para(part) for part in operation.row])
            if len(measures) == 1:
                self.measures += measures
                title = printed(measures[0].title) or None
                operation = replace(operation, old_text=None, new_text=None, measure_title=title)
            told.append(operation)
        return told

    def _step(self, step: Step) -> None:
        if step.waits:
            self.close()
            self.pending, self.place = step, len(self.done)
            return
        self.done.append(
            FoundOperation(
                step.kind, step.target, (step.part,), step.old_text, step.new_text, step.new_number
            )
        )

    def close(self) -> None:
        """Give the pending operation its block."""
        pending, block = self.pending, self.block
        self.pending, self.block = None, []
        if pending is None:
            return
        old, new = _two_wordings(block)
        found = self._measures(new)
        self.measures += found
        one = len(found) == 1 and (_names(pending.target, found[0]) or not _is_part(pending))
        self.done.insert(
            self.place,
            FoundOperation(
                pending.kind,
                pending.target,
                (pending.part, *texts(block)),
                old_text=_block_text(old, pending.kind),
                new_text=None if found else _block_text(new, pending.kind),
                measure_title=(printed(found[0].title) or None) if one else None,
            ),
        )

    def _measures(self, block: Sequence[Item]) -> list[FoundMeasure]:
        """The measures of a block; one role alone (「乙の役割」 of a measure that stays) is none."""
        only = block[0] if len(block) == 1 else None
        bare = read_bare_rows(only, self.holders) if isinstance(only, Grid) else None
        if bare:
            return bare
        outline = Outline(self.names, FieldStack())
        if any(isinstance(item, Grid) or (isinstance(item, Para) and label_at(item)) for item in block):
            outline.read(block)
        # What other operations put in stands elsewhere: its headings are not beside these.
        settled, _ = settle_titles(outline.done, outline.seen)
        return [
            replace(one, title=_without_brackets(one.title), title_certain=True)
            for one in settled
            if one.content is not None or one.title is not None or len(one.roles) > 1
        ]


def _without_brackets(title: Located | None) -> Located | None:
    """The caption of an article that is put in (（空き家の活用）) as a title."""
    return title[1:-1] if title and re.fullmatch(r"[（(][^（()）]+[)）]", title.text) else title


def _is_inside(below: Item | None, above: Para) -> bool:
    """「(1)　「観光」の項を削る。」 below 「2　別表第1を次のとおり変更する。」: what the sentence above leaves to those below it."""
    return (
        isinstance(below, Para)
        and below.marker is not None
        and below.marker.kind != (above.marker.kind if above.marker else "")
        and is_change(below)
    )


def _table_of_two_wordings(behind: Sequence[Item], *, headed: bool = False) -> bool:
    """Whether a table of two wordings follows, with nothing but notes in brackets in front of it.

    Below a sentence that names the table it may have a heading too (「1　本則の変更」).
    """
    for item in behind:
        note = isinstance(item, Para) and re.fullmatch(r"[(\[].*[)\]]", item.key.text)
        if not (note or (headed and isinstance(item, Para) and _HEADS_TABLE.match(item.key.text))):
            return isinstance(item, Grid) and is_comparison(item)
    return False


def _two_wordings(block: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The wordings that follow each other under 【変更前】 and 【変更後】: old and new; without such lines all is new."""
    sides: dict[str, list[Item]] = {"old": [], "new": []}
    side = "new"
    for item in block:
        told = wording(item.text.text) if isinstance(item, Para) else None
        side = told or side
        if told is None:
            sides[side].append(item)
    return sides["old"], sides["new"]


def _names(target: str, measure: FoundMeasure) -> bool:
    """Whether a place ends with the number that the measure prints: 別表第3の1の部(1)の款 and 「(1)　水位の共有」."""
    number = re.escape(matching_key(measure.number or ""))
    return (
        bool(number)
        and not measure.fields
        and re.search(rf"(?:^|[^0-9(]){number}の?[部款項]$", target) is not None
    )


def _is_part(step: Step) -> bool:
    """Whether a part of an annex (環境の部) is put in, which has a name of its own, however few measures it holds."""
    if step.kind == "replace":
        return re.search(r"[部款]$", step.target) is not None
    return re.search(r"次の.{0,4}[部款]を(?:加え|追加)", matching_key(step.part.text)) is not None


def _block_text(block: Sequence[Item], kind: str) -> str | None:
    text = "\n".join(map(printed_paragraph, texts(block)))
    if kind == "heading":
        text = re.sub(r"^[（(](.*)[)）]$", r"\1", text)
    if kind == "add_paragraph":
        text = re.sub(r"^[0-9０-９]+[\s　]*", "", text)
    return text or None
