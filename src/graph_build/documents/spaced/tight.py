"""Tables that single blanks keep apart, as a text copied from a PDF, or printed by ``pdftotext -raw``, has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import fold, matching_key
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

# A figure, with its unit and a remark in brackets behind it, a sign for none, or the mark of a schedule.
FIGURE = re.compile(
    r"[-－▲△]?[0-9０-９][0-9０-９,，.．]*[^\s0-9０-９、。（(]{0,4}(?:[（(][^（()）]{1,12}[）)])?|[-－ー―─]"
)

_MARK = re.compile(r"[○●◎〇◯◇◆□■△▲☆★→⇒➡⇨]|[-－ー―─]+")
_YEAR_IN_HEAD = re.compile(
    rf"(?:(?:{YEAR_HEAD.pattern})(?:\((?:{YEAR_HEAD.pattern})\))?|(?:令和|平成|昭和)(?:[0-9]{{1,2}}|元)年(?:\([0-9]{{4}}年?\))?|(?:19|20)[0-9]{{2}}年?)度?"
)
_NO_FIGURE = ("未定", "調整中", "皆増", "皆減", "現状維持", "維持", "増加", "減少", "向上")
_OF_INDICATORS = frozenset(("baseline", "current", "target", "unit"))
_PAYS = re.compile(r"[市町村]$|^小?計$")
"""The second of two labels of a row: who pays, or the sum."""
_LABEL_LINES = 3
_LONGEST_LABEL = 16
"""Characters of a line of such a label: its column is narrow."""


def tight_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table that single blanks keep apart, as a text copied from a PDF has it: a head of one label or two and two years or
    more, and two rows or more below it that end in as many figures as the head has years; or the head of a table of
    indicators (指標 現状値 目標値) or of a schedule, and a row or more; or heads of figures behind 市町名, and two municipalities
    or more. The label of amounts may stand on lines of its own, its unit cut in two. The table goes on over the lines of the
    page (``aside``: where they begin)."""
    heads = _words(lines[begin])
    if heads and "place" in _kinds(heads[0].text) and _are_of_places(lines, begin, len(heads)):
        labels = 1
    else:
        dated = [_heads_figures(text.text) for text in heads]
        labels = dated.index(True) if True in dated else 0
        if labels not in (1, 2) or sum(dated) < 2 or not all(dated[labels:]):
            return None
    announced = frozenset().union(*(_kinds(text.text) for text in heads[:labels]))
    scheduled = "schedule" in announced
    rows, end = [heads], begin + 1
    amounts = False
    while (at := _behind_page(lines, end, aside)) < len(lines):
        row = _tight_row(_words(lines[at]), labels, len(heads) - labels, scheduled)
        if row is not None:
            end = at + 1
        elif labels == 1 and (labelled := _labelled_amounts(lines, at, len(heads) - 1)):
            row, end = labelled
            amounts = True
        else:
            break
        rows.append(row)
    figures = sum(len(row) == len(heads) for row in rows)
    least = 1 if scheduled or "kpi" in announced or amounts else 2
    return (end, table_of(rows)) if figures > least else None


def _behind_page(lines: Sequence[Line], at: int, aside: Collection[int]) -> int:
    """The line itself, or the next that is none of the page."""
    while at < len(lines) and lines[at].start in aside:
        at += 1
    return at


def _labelled_amounts(lines: Sequence[Line], begin: int, wide: int) -> tuple[list[Located], int] | None:
    """The row of amounts whose label stands on lines of its own above them (「事業費（千」, 「円）」, 「1,200 1,300」), or around them
    where it is cut in brackets, and the line behind it; None where there is none."""
    label: list[Located] = []
    figures: list[Located] = []
    end = begin
    for line in lines[begin : begin + _LABEL_LINES + 1]:
        texts = _words(line)
        whole = Located.joined(label)
        if figures and not _is_open(whole.text):
            break
        if (
            label
            and not figures
            and len(texts) == wide
            and all(FIGURE.fullmatch(text.text) for text in texts)
        ):
            figures = texts
        elif len(texts) == 1 and len(texts[0]) <= _LONGEST_LABEL:
            label += texts
        else:
            break
        end += 1
    whole = Located.joined(label)
    told = figures and not _is_open(whole.text) and "budget" in _kinds(whole.text)
    return ([whole, *figures], end) if told else None


def _is_open(text: str) -> bool:
    """Whether a label breaks off in a bracket."""
    return len(re.findall("[（(]", text)) > len(re.findall("[）)]", text))


def _are_of_places(lines: Sequence[Line], begin: int, wide: int) -> bool:
    """Whether the two lines below are municipalities with figures, a figure for each further head of a line of three or more."""
    rows = [_words(line) for line in lines[begin + 1 : begin + 3]]
    return (
        wide > 2
        and len(rows) == 2
        and all(
            len(row) == wide
            and row[0].text.endswith(tuple("市町村区"))
            and all(FIGURE.fullmatch(word.text) for word in row[1:])
            for row in rows
        )
    )


def _heads_figures(text: str) -> bool:
    key = fold(text).text
    if _YEAR_IN_HEAD.fullmatch(key) is not None or "total" in label_kinds(key):
        return True
    return bool(_kinds(text) & _OF_INDICATORS)


def _kinds(head: str) -> frozenset[str]:
    """What a head means, without the year in brackets behind it: 「目標値（R8）」."""
    return label_kinds(re.sub(r"(?<=.)\([^()]*\)$", "", matching_key(head)))


def _tight_row(
    words: Sequence[Located], labels: int, figures: int, scheduled: bool = False
) -> list[Located] | None:
    """The cells of a row: figures (of a schedule: marks), or words for none, behind its labels; the first of two labels may span
    rows above."""
    if scheduled:
        marked = len(words) == figures + 1 and all(_MARK.fullmatch(word.text) for word in words[1:])
        return [*[words[0][0:0]] * (labels - 1), *words] if marked else None
    beside = len(words) - figures
    if labels == 2 and len(words) == 2 and not any(FIGURE.fullmatch(word.text) for word in words):
        return [words[0], words[0][0:0], words[1]]  # words in place of all figures
    if not 0 < beside <= labels or any(FIGURE.fullmatch(word.text) for word in words[:beside]):
        return None
    if not all(FIGURE.fullmatch(word.text) or word.text in _NO_FIGURE for word in words[beside:]):
        return None
    if beside == labels:
        return list(words)
    nothing = words[0][0:0]
    inner = _PAYS.search(matching_key(words[0].text)) is not None
    return [nothing, *words] if inner else [words[0], nothing, *words[1:]]


def _words(line: Line) -> list[Located]:
    if line.blank or "\t" in line.text:
        return []
    return [line.located[found.start() : found.end()] for found in re.finditer(r"[^ 　\f\v]+", line.text)]


def table_of(rows: Sequence[Sequence[Located]]) -> Table:
    """The table of these texts; an empty one is an empty cell."""
    cells = [
        Cell(row, col, text, (text,) if text else ())
        for row, parts in enumerate(rows)
        for col, text in enumerate(parts)
    ]
    return Table(tuple(cells), len(rows), max(map(len, rows)))
