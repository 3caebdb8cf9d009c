"""Plain text and Markdown to blocks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from graph_build.documents.line_blocks import (
    LineBlocks,
    cells_inferred,
    cells_unsettled,
)
from graph_build.documents.lines.furniture import furniture
from graph_build.documents.lines.paragraphs import Flow
from graph_build.documents.lines.physical import page_starts, split_lines
from graph_build.documents.lines.run_on import cut_run_on
from graph_build.documents.lines.side_by_side import unfolded
from graph_build.documents.lines.typographic_tabs import without_typographic_tabs
from graph_build.documents.lines.wide_blanks import rejoined
from graph_build.documents.lines.widths import breaks_paragraphs, fixed_width, is_spaced, is_unbroken
from graph_build.documents.misread.lines import Misread, settled_labels
from graph_build.documents.model import Document, Ignored
from graph_build.documents.tables.cell_lines import keeps_line_ends
from graph_build.documents.tables.shown import is_laid_out, table_by_blanks
from graph_build.documents.tables.tabs import prints_merged_cells
from graph_build.documents.tables.tagged import at_tables, comments, running_heads, table_end, without_tables
from graph_build.records.problems import Problem


def read_text(
    name: str, sha256: str, raw: str, media_type: str, problems: tuple[Problem, ...] = ()
) -> Document:
    """Read the text of a file; ``raw`` is kept as it is and every block points into it."""
    settled, misread = settled_labels(at_tables(split_lines(raw)))
    starts = page_starts(raw)
    laid_out = is_laid_out(settled, starts)
    by_blanks = partial(table_by_blanks, laid_out=laid_out)
    lines = unfolded(
        cut_run_on(without_typographic_tabs(settled)),
        lambda lines, i: table_end(lines, i) or by_blanks(lines, i),
    )
    aside = furniture(lines)
    if not laid_out:
        lines = rejoined(lines, aside)
    words = without_tables(lines)
    flow = Flow(fixed_width(words), is_unbroken(words), is_spaced(words), breaks_paragraphs(words))
    heads = {line.start: Ignored(line.start, line.end, "running_head") for line in running_heads(lines)}
    tags = {line.start: Ignored(line.start, line.end, "markup") for line in comments(lines)}
    reader = LineBlocks(lines, flow, starts, plain=True, aside=aside | heads | tags)
    reader.laid_out = laid_out
    reader.repeats, reader.broken = prints_merged_cells(lines), keeps_line_ends(lines)
    found = reader.read()
    document = Document(
        name, sha256, media_type, raw, tuple(found.blocks), starts, tuple(found.ignored), problems
    )
    told = (
        *cells_inferred(document, found.inferred),
        *cells_unsettled(document, found.unsettled),
        *(_corrected(document, sign) for sign in misread),
    )
    return replace(document, problems=(*problems, *told))


def _corrected(document: Document, sign: Misread) -> Problem:
    place = document.span(sign.at, sign.at + 1)
    return Problem("reading_corrected", f"{sign.old} → {sign.new}: {sign.label}", place=place)
