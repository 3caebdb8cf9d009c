"""Reads the changes of an instrument: sentences, the blocks that they put in, and tables of two wordings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from graph_build.converters.changes.comparison import compared
from graph_build.converters.changes.sentences import Step, is_change, steps_of
from graph_build.converters.changes.targets import Places
from graph_build.converters.found import FoundMeasure, FoundOperation
from graph_build.converters.items import Grid, Item, Para, printed, texts
from graph_build.converters.measures.fields import FieldStack
from graph_build.converters.measures.outline import Outline, label_at


@dataclass(frozen=True, slots=True)
class Changes:
    """The operations, the measures printed in them, and the paragraphs that were read."""

    operations: tuple[FoundOperation, ...]
    measures: tuple[FoundMeasure, ...] = ()
    read: tuple[Item, ...] = ()


def read_changes(items: Sequence[Item], names: Sequence[str], own: Collection[int] = ()) -> Changes:
    """Read the operations among items; a block that follows 「次のように改める」 or 「次の項を加える」 belongs to it.

    ``own`` are the identities of paragraphs that begin the instrument's own articles: no block goes on past them.
    """
    reader = _Reader(names, own)
    for item in items:
        reader.take(item)
    reader.close()
    for grid, operations in reader.tables if not reader.done else ():
        reader.read.append(grid)
        reader.done += operations
    return Changes(tuple(reader.done), tuple(reader.measures), tuple(reader.read))


@dataclass
class _Reader:
    names: Sequence[str]
    own: Collection[int]
    done: list[FoundOperation] = field(default_factory=list)
    measures: list[FoundMeasure] = field(default_factory=list)
    read: list[Item] = field(default_factory=list)
    pending: Step | None = None
    block: list[Item] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    tables: list[tuple[Grid, list[FoundOperation]]] = field(default_factory=list)
    """Tables of two wordings: they tell the changes where no sentence does, else they repeat them."""

    def take(self, item: Item) -> None:
        if id(item) in self.own:
            self.close()
        if isinstance(item, Para) and is_change(item):
            self.close()
            self.read.append(item)
            for step in steps_of(item, self.places):
                self._step(step)
        elif isinstance(item, Grid) and self.pending is None and (found := compared(item)):
            self.tables.append((item, found))
        elif self.pending:
            self.read.append(item)
            self.block.append(item)

    def _step(self, step: Step) -> None:
        self.close()
        if step.waits:
            self.pending = step
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
        outline = Outline(self.names, FieldStack())
        if any(isinstance(item, Grid) or (isinstance(item, Para) and label_at(item)) for item in block):
            outline.read(block)
        words = [printed(text) for text in texts(block)]
        # 「環境の部」 is a part of an annex, however few measures it holds.
        part = pending.target.endswith("部")
        title = outline.done[0].title if outline.done and not part else None
        self.measures += outline.done
        new_text = None if outline.done else _block_text(words, pending.kind)
        self.done.append(
            FoundOperation(
                pending.kind,
                pending.target,
                (pending.part, *texts(block)),
                new_text=new_text,
                measure_title=printed(title) if title else None,
            )
        )


def _block_text(words: Sequence[str], kind: str) -> str | None:
    text = "\n".join(words)
    if kind == "add_paragraph":
        text = re.sub(r"^[0-9０-９]+[\s　]*", "", text)
    return text or None
