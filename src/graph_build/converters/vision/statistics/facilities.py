"""Facilities: lists and tables of named places, with their types and where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.items import Grid, Para, behind, printed
from graph_build.converters.vision.context import Context, place_ids
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.words.heads import head_of, read_head
from graph_build.documents.model import Cell, Located
from graph_build.places.gazetteer import Place
from graph_build.records import ids
from graph_build.records.plan import Facility, Statistic
from graph_build.text.key import fold, matching_key
from graph_build.text.numbers import parse_number

_BULLET = re.compile(r"(?:^|(?<=[\s】）)]))[・･●○]\s*(?=\S)")
_WHERE = re.compile(r"\s*【(?P<names>[^【】]+)】")
_CAPACITY = re.compile(r"\((?P<figure>[0-9,]+)(?P<unit>席|人|床|台|㎡|m2)\)$")
_COUNT = re.compile(r"(?P<name>[^、,()\s]{2,10}[市町村区])\((?P<count>[0-9,]+)(?P<unit>[^0-9()]{0,4})\)")
# A legal person whose units follow it after blanks: the units are no entries of their own.
_LEGAL_PERSON = re.compile(
    r"^(?:独立行政法人|国立研究開発法人|地方独立行政法人|一般(?:社団|財団)法人|公益(?:社団|財団)法人)"
)


_OF_A_SHEET = ("title", "content", "participants", "budget", "cost", "effect", "schedule", "subsidy")


@cache
def _types() -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-facilities.tsv")
    return tuple(
        (
            row["where"],
            re.compile(row["pattern"]),
            tuple(f"facilityType-{kind}" for kind in row["types"].split()),
        )
        for row in rows
    )


def types_of(name: str, row: str, headings: Sequence[str]) -> tuple[str, ...]:
    """The types of a facility: by its name, its row's label, else the innermost heading that says one.

    >>> types_of("阿蘇空港", "鉄道・空港・港", []), types_of("A病院", "三次救急", ["病院"])
    (('facilityType-airport',), ('facilityType-hospital', 'facilityType-tertiaryEmergency'))
    """
    named = [("both", f"{row}|{name}"), ("name", name), ("row", row)]
    for where, text in (*named, *(("heading", heading) for heading in reversed(headings))):
        key = matching_key(text)
        for rule, pattern, types in _types():
            if (rule == where or (rule, where) == ("heading", "row")) and key and pattern.search(key):
                return types
    return ("facilityType-other",)


def has_type(headings: Sequence[str]) -> bool:
    """Whether the innermost heading names a type of facility."""
    return bool(headings) and types_of("", "", headings[-1:]) != ("facilityType-other",)


def is_facility_table(grid: Grid) -> bool:
    """A table of names by kind: two columns, the second one words; labels down its side make a sheet (名称, 事業内容, …)."""
    if grid.table.cols != 2 or len(grid.rows) < 2:
        return False
    if any(head_of(cell).means(*_OF_A_SHEET) for row in grid.rows[1:] for cell in row if cell.col == 0):
        return False
    head = [head_of(cell) for cell in grid.rows[0]]
    named = any(one.means("facility", "facility_count") for one in head) or (
        len(head) == 2 and head[0].means("facility_kind") and head[1].key.endswith(("名", "施設", "機関"))
    )
    values = [cell.text.text for row in grid.rows[1:] for cell in row if cell.col == 1 and cell.text]
    return named and bool(values) and sum(_figure(value) for value in values) * 2 < len(values)


def _figure(text: str) -> bool:
    number = parse_number(text)
    return number is not None and number.end >= len(text.strip())


def read_facility_table(grid: Grid, path: Sequence[Heading], context: Context) -> None:
    """Kinds on the left, lists of names on the right; a row without a kind goes on with the list above."""
    label = ""
    one_column = head_of(grid.rows[0][0]).means("facility")
    for cell in grid.rows[0]:
        context.out.ignore("label", cell.text)
    for row in grid.rows[1:]:
        cells: dict[int, Cell] = {cell.col: cell for cell in row if cell.text}
        if 0 in cells and not one_column:
            label = printed(cells[0].text)
            context.out.ignore("label", cells[0].text)
        text = cells.get(0 if one_column else 1)
        if text is not None:
            read_list(text.text, label, path, context)
        if one_column and 1 in cells and text is not None:
            context.out.ignore("label", cells[1].text)


def read_listed_facilities(prose: Sequence[Para], path: Sequence[Heading], context: Context) -> list[Para]:
    """Lists of facilities below a heading that names their type; what is no list is given back."""
    titles = [one.title for one in path]
    rest: list[Para] = []
    listing = False
    for para in prose:
        if read_head(para.text.text).means("facility", "facility_count") and has_type(titles):
            context.out.ignore("label", para.text)
            listing = True
        elif listing and para.marker is not None and para.marker.kind == "bullet":
            read_list(para.text, "", path, context)
        elif listing and read_counts(para.text, "", path, context):
            continue
        else:
            rest.append(para)
    return rest


def read_list(text: Located, label: str, path: Sequence[Heading], context: Context) -> None:
    """A list of names, or of numbers of facilities per municipality (「三原市 (2)、…」)."""
    if read_counts(text, label, path, context):
        return
    for entry in entries(text):
        add_facility(entry, label, path, context)


def read_counts(text: Located, label: str, path: Sequence[Heading], context: Context) -> bool:
    """「三原市 (2)、尾道市 (1)」: one figure per municipality; False if the text is no such list."""
    key = fold(text.text)
    found = list(_COUNT.finditer(key.text))
    rest = _COUNT.sub("", key.text).strip("、,。")
    if not found or rest:
        return False
    table = path[-1].title if path else label
    for count in found:
        name = behind(text, key, *count.span("name"))
        place = context.place(name)
        number = parse_number(count["count"])
        if place is None or number is None:
            continue
        indicator = label or table
        context.out.add(
            Statistic(
                id=ids.statistic(context.plan.id, table, ids.place(place.code5), indicator, ""),
                version=context.plan.id,
                subject=ids.place(place.code5),
                indicator=indicator,
                table=table,
                printed_value=count["count"],
                value=number.value,
                unit=count["unit"] or None,
                evidence=(context.out.evidence("statistic.count", behind(text, key, *count.span())),),
            )
        )
    return True


def entries(text: Located) -> Iterator[Located]:
    """The entries of a list: by bullets, else by line ends and blanks that no bracket follows.

    >>> [entry.text for entry in entries(Located.plain("・北 美術館 ・南館【三原市】", 0))]
    ['北 美術館', '南館【三原市】']
    """
    for line in re.finditer(r"[^\n]+", text.text):
        part = text[line.start() : line.end()].strip()
        starts = [m.start() for m in _BULLET.finditer(part.text)]
        if starts:
            for a, b in zip(starts, [*starts[1:], len(part)], strict=True):
                yield _without_bullet(part[a:b]).strip()
        else:
            yield from _by_blanks(part)


def _without_bullet(text: Located) -> Located:
    found = _BULLET.match(text.text)
    return text[found.end() :] if found else text


def _by_blanks(text: Located) -> Iterator[Located]:
    begin = 0
    inside = [m.span() for m in re.finditer(r"【[^【】]*】|（[^（）]*）|\([^()]*\)", text.text)]
    for gap in re.finditer(r"[ 　、]+(?![【（(])", text.text):
        if any(a < gap.start() < b for a, b in inside):
            continue
        piece = text[begin : gap.start()].strip()
        if _LEGAL_PERSON.match(piece.text) and "【" not in piece.text and "【" in text.text[gap.end() :]:
            continue
        if piece:
            yield piece
        begin = gap.end()
    if text[begin:].strip():
        yield text[begin:].strip()


def add_facility(entry: Located, label: str, path: Sequence[Heading], context: Context) -> str | None:
    """One printed entry as a facility: 【…】 says where, nothing means the core city; 「(2,304席)」 is a figure of it."""
    where = _WHERE.search(entry.text)
    name = entry[: where.start()] if where else entry
    key = fold(name.text)
    capacity = _CAPACITY.search(key.text)
    if capacity:
        name = behind(name, key, 0, capacity.start())
    places = _places(entry, where, context)
    title = printed(name.strip())
    if not title or not places:
        return None
    headings = [heading.title for heading in path]
    identity = context.facility(
        Facility(
            id=ids.facility([place.code5 for place in places], title),
            name=title,
            municipalities=place_ids(places),
            types=types_of(title, label, headings),
            evidence=(context.out.evidence("facility.entry", entry),),
        )
    )
    if capacity:
        table = path[-1].title if path else label
        number = parse_number(capacity["figure"])
        context.out.add(
            Statistic(
                id=ids.statistic(context.plan.id, table, identity, "収容数", ""),
                version=context.plan.id,
                subject=identity,
                indicator="収容数",
                table=table,
                printed_value=capacity["figure"],
                value=number.value if number else None,
                unit=capacity["unit"],
                evidence=(context.out.evidence("facility.capacity", entry),),
            )
        )
    return identity


def _places(entry: Located, where: re.Match[str] | None, context: Context) -> tuple[Place, ...]:
    if where is None:
        return context.plan.core
    found: list[Place] = []
    for part in re.finditer(r"[^、,，・／/\s　]+", where["names"]):
        start = where.start("names")
        place = context.place(entry[start + part.start() : start + part.end()])
        if place:
            found.append(place)
    return tuple(found)
