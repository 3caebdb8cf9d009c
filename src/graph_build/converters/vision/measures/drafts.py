"""The measures (取組) of a plan: quoted agreement text, roles, wordings for groups of members, category tags."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid, Para, behind
from graph_build.converters.vision.context import Context, place_ids, words
from graph_build.converters.vision.measures.speakers import Spoken, below_names, says_nothing, split_speakers
from graph_build.converters.vision.members.participants import holders_of, split_names
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import Head, head_of
from graph_build.documents.model import Cell, Located
from graph_build.places.gazetteer import Place
from graph_build.records import ids
from graph_build.records.agreement import Measure, RoleStatement, TextVariant
from graph_build.records.evidence import Evidence
from graph_build.records.ids import text_digest
from graph_build.text.key import fold

_CATEGORY = re.compile(
    r"(?:\[[^\[\]]+\])?(?P<whole>(?P<number>[A-Z](?=[^A-Za-z])|[ア-ン](?=[^ァ-ヶー]))?(?P<field>[^【】。]{3,40})【(?P<tag>[^【】]{1,30})】)"
    r"|(?P<number_>[A-Z](?=[^A-Za-z])|[ア-ン](?=[^ァ-ヶー]))(?P<field_>[^【】。]{3,40}政策分野)"
)
_GROUPED = re.compile(r"\((?P<names>[^()]+?)(?P<end>以外|を除く|のみ|に限る)?(?:の市町村?)?\)。?$")


@dataclass(frozen=True, slots=True)
class Category:
    """The printed line 「A 生活機能の強化に係る政策分野【福祉】」, its tag or not."""

    number: str | None
    field: Located
    tag: Located | None
    whole: Located


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording and the members that it applies to; ``text`` as printed, ``clean`` without bullet and list of names."""

    text: Located
    clean: str
    places: tuple[Place, ...]


@dataclass
class MeasureDraft:
    """A measure in the making; ``fields`` are the labels from the top."""

    id: str
    fields: tuple[str, ...]
    title: str
    heading: Heading | None
    order: int
    number: str | None = None
    printed_number: str | None = None
    category: str | None = None
    content: Located | None = None
    cost: Located | None = None
    direction: str | None = None
    evidence: list[Evidence] = field(default_factory=list)
    numeric: int | None = None


def read_category(para: Para) -> Category | None:
    """A line that says which field of the agreement the measure belongs to, with its tag or without one.

    >>> line = Para(Located.plain("Ａ 生活機能の強化に係る政策分野【福祉】", 0))
    >>> found = read_category(line)
    >>> found.number, found.tag and found.tag.text
    ('A', '福祉')
    """
    found = _CATEGORY.fullmatch(para.key.text)
    if not found:
        return None
    tagged = found["tag"] is not None
    label = para.part(found, "field" if tagged else "field_").strip()
    number = found["number"] if tagged else found["number_"]
    return Category(number, label, para.part(found, "tag") if tagged else None, para.text.strip())


def is_measure_table(grid: Grid) -> bool:
    """A table that only quotes a measure: content and roles, nothing of a project."""
    heads = [_head(row) for row in _labelled_rows(grid) if row[0].col == 0 and row[0].text]
    if not heads or not all(head.means("content", "role", "roles", "cost") for head in heads):
        return False
    return any(head.means("content") for head in heads) and any(head.means("role", "roles") for head in heads)


def _labelled_rows(grid: Grid) -> list[Row]:
    """The rows of a table without first ones that are its caption (形成協定) or say what its columns hold (項目 | 内容)."""
    rows = [row for row in grid.rows if row]
    if len(rows) > 2 and rows[0][0].text and not any(cell.text for cell in rows[0][1:]):
        rows = rows[1:] if len(rows[0]) > 1 or rows[0][0].colspan > 1 else rows
    if len(rows) > 2 and len(rows[0]) == 2:
        first, second = map(head_of, rows[0])
        if second.means("direction_text", "content") and not first.means("content", "role", "roles", "cost"):
            return rows[1:]
    return rows


def _head(row: Sequence[Cell]) -> Head:
    """The label of a row; one that names measures (連携して行う取組) beside a sentence is that of their content."""
    head = head_of(row[0])
    said = next((cell.text.text.rstrip() for cell in reversed(row[1:]) if cell.text), "")
    if head.kinds == {"measure"} and said.endswith("。"):
        return replace(head, kinds=frozenset({"content"}))
    return head


def content_of(grid: Grid) -> str:
    """The content that a quoted table prints: it tells two measures of one title in one field apart."""
    rows = [row for row in _whole_rows(_labelled_rows(grid)) if _head(row).means("content")]
    return words(Located.joined([cell.text for row in rows for cell in row[1:] if cell.text], "\n"))


def read_measure_table(grid: Grid, measure: MeasureDraft, context: Context) -> None:
    """Content and roles of a measure from its quoted table."""
    order = 0
    rows = _labelled_rows(grid)
    context.out.ignore("label", *(cell.text for row in grid.rows if row and row not in rows for cell in row))
    context.out.ignore("label", *(row[0].text for row in rows if head_of(row[0]).kinds == {"roles"}))
    rows, below = _names_across(rows)
    for spoken in below:
        order += 1
        _add_role(measure.id, spoken.holder, spoken.label, spoken.text, order, context)
    for row in _whole_rows(rows):
        values = [cell.text for cell in row[1:] if cell.text]
        if not values:
            continue
        head = _head(row)
        context.out.ignore("label", row[0].text)
        text = Located.joined(values, "\n")
        if head.means("content"):
            measure.content = text
            measure.evidence.append(context.out.evidence("measure.content", text, supports=("text",)))
        elif head.means("cost"):
            measure.cost = text
            measure.evidence.append(context.out.evidence("measure.cost", text, supports=("costSharingText",)))
        elif head.means("role", "roles") and says_nothing(text):
            context.out.ignore("no_value", text)
        elif head.means("role") and head.holder:
            order += 1
            _add_role(measure.id, head.holder, row[0].text, text, order, context)
        elif head.means("roles"):
            for spoken in split_speakers(text, row[0].text, context):
                order += 1
                _add_role(measure.id, spoken.holder, spoken.label, spoken.text, order, context)


def _names_across(rows: Sequence[Row]) -> tuple[list[Row], list[Spoken]]:
    """The rows without those of roles below the names of who has them (役割分担 | X市 | 連携市町 above what each does), and these roles."""
    for at, row in enumerate(rows[:-1]):
        named, told = rows[at : at + 2]
        if head_of(row[0]).kinds != {"roles"} or (told[0].col == 0 and told[0].text):
            continue
        if spoken := below_names([named[1:], told]):
            return [*rows[:at], *rows[at + 2 :]], spoken
    return list(rows), []


def _whole_rows(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """The rows with what rows without a label add to the one above; of 「役割分担 | 三原市の役割 | …」 the inner label is the row's."""
    whole: list[Sequence[Cell]] = []
    for row in rows:
        inner = next((i for i, cell in enumerate(row) if cell.text and _names_holder(cell)), 0)
        above = row[:inner] if inner and inner + 1 < len(row) else ()
        if above and all(not cell.text or head_of(cell).kinds == {"roles"} for cell in above):
            whole.append(row[inner:])
        elif row and row[0].col and _names_holder(row[0]) and len(row) > 1:
            whole.append(row)
        elif whole and row and not (row[0].col == 0 and row[0].text):
            whole[-1] = (*whole[-1], *row)
        elif row:
            whole.append(row)
    return whole


def _names_holder(cell: Cell) -> bool:
    """Whether a cell is the label of what one party does: 三原市の役割."""
    head = head_of(cell)
    return head.means("role") and bool(head.holder)


def _add_role(
    owner: str, holder: str, label: Located | None, text: Located, order: int, context: Context
) -> None:
    """A role; one with wordings for groups of members becomes one statement per group."""
    holders = holders_of(holder, (), context)
    codes = [place.code5 for place in holders or ()]
    name = codes[0] if len(codes) == 1 and context.member(holder) else ids.unresolved(holder)
    parts = wordings(text, context) or [Wording(text, "", ())]
    for part in parts:
        said = words(part.text)
        context.out.add(
            RoleStatement(
                id=ids.role(owner, name, [place.code5 for place in part.places]),
                owner=owner,
                holders=place_ids(holders or ()),
                holder_text=holder,
                order=order,
                applies_to=place_ids(part.places),
                text=said,
                text_digest=text_digest(said),
                evidence=(context.out.evidence("measure.role", label, part.text),),
            )
        )


def wordings(text: Located, context: Context) -> list[Wording]:
    """The wordings of a text that speaks differently to groups of members; empty if it has one wording.

    Each wording is a line or bullet that ends with the members' names in brackets, or with those it is not for
    (「…以外」); words before the first belong to all of them.
    """
    lines = _lines(text)
    found = [(line, _applies_to(line, context)) for line in lines]
    if sum(places is not None for _, places in found) < 2:
        return []
    lead = ""
    parts: list[Wording] = []
    for line, places in found:
        if places is None:
            lead = lead if parts else lead + words(line)
            continue
        key = fold(line.text)
        group = _GROUPED.search(key.text)
        assert group is not None
        clean = words(behind(line, key, 0, group.start()))
        parts.append(Wording(line, lead + re.sub(r"^[・○●]\s*", "", clean), places))
    return parts


def _lines(text: Located) -> list[Located]:
    """Lines of a cell; bullets inside a line begin a new one."""
    cuts = [0, *(m.start() for m in re.finditer(r"\n|(?<=[\s。)）])・", text.text)), len(text.text)]
    return [part for a, b in itertools.pairwise(cuts) if (part := text[a:b].strip())]


def _applies_to(line: Located, context: Context) -> tuple[Place, ...] | None:
    key = fold(line.text)
    group = _GROUPED.search(key.text)
    if not group:
        return None
    names = behind(line, key, *group.span("names"))
    named = [context.member(part.text) for part in split_names(names)]
    if not named or any(place is None for place in named):
        return None
    listed = [place for place in named if place]
    if group["end"] in ("以外", "を除く"):
        return tuple(place for place in context.partners if place not in listed)
    return tuple(place for place in context.plan.members if place in listed)


def add_measures(drafts: Sequence[MeasureDraft], context: Context) -> None:
    """The measure records with their variants, in text order."""
    for draft in drafts:
        content = words(draft.content)
        context.out.add(
            Measure(
                id=draft.id,
                version=context.plan.id,
                field=ids.field(context.plan.id, draft.fields) if draft.fields else None,
                label=draft.title,
                order=draft.order,
                number=draft.number,
                printed_number=draft.printed_number,
                title=draft.title,
                category=draft.category,
                text=content or None,
                text_digest=text_digest(content),
                direction=draft.direction,
                cost_sharing_text=words(draft.cost) or None,
                evidence=tuple(draft.evidence),
            )
        )
        for part in wordings(draft.content, context) if draft.content else ():
            context.out.add(
                TextVariant(
                    id=ids.variant(draft.id, [place.code5 for place in part.places]),
                    measure=draft.id,
                    applies_to=place_ids(part.places),
                    text=part.clean,
                    text_digest=text_digest(part.clean),
                    evidence=(context.out.evidence("measure.variant", part.text),),
                )
            )


def settle_numbers(
    printed_numbers: Sequence[int | None], known: Sequence[int | None] = ()
) -> list[int | None]:
    """The numbers of siblings in order, misprints put right.

    A number smaller than its place in the sequence is a misprint, as is one that the next contradicts or that
    another table (``known``) prints differently. A gap that the following numbers confirm stays; 1 begins anew.

    >>> settle_numbers([14, 15, 10, 17, 18, 18, 20, 2, 2])
    [14, 15, 16, 17, 18, 19, 20, 21, 22]
    >>> settle_numbers([1, 2, 4, 5])
    [1, 2, 4, 5]
    """
    settled: list[int | None] = []
    last: int | None = None
    for i, number in enumerate(printed_numbers):
        if number is None:
            settled.append(None)
            continue
        expected = number if last is None or number == 1 else last + 1
        told = known[i] if i < len(known) else None
        following = next((n for n in printed_numbers[i + 1 : i + 2] if n is not None), None)
        confirmed = following == expected + 1 or told == expected or number < expected
        last = expected if number != expected and confirmed else number
        settled.append(last)
    return settled


def number_text(draft_number: str | None, value: int | None) -> str | None:
    """A printed number with another value: 「⑩」 as 16 is 「⑯」; other styles become digits."""
    if draft_number is None or value is None:
        return draft_number
    if re.fullmatch("[①-⑳㉑-㉟㊱-㊿]", draft_number):
        for start, first in ((0x2460, 1), (0x3251, 21), (0x32B1, 36)):
            last = first + {1: 19, 21: 14, 36: 14}[first]
            if first <= value <= last:
                return chr(start + value - first)
    kana = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ"
    if draft_number in kana and value <= len(kana):
        return kana[value - 1]
    return re.sub(r"[0-9]+", str(value), draft_number) if re.search("[0-9]", draft_number) else str(value)
