"""Labels in an office's own words (何を行うか, 主に担う者, お金), known by the sheets of one plan that they recur in.

What a row is, its values tell (years and amounts, names of members, 「X市：…」, indicators), else its place: the first short
wording, another one on every sheet, is the title, the first row of sentences the content, if none is longer. Where two rows
might be the same part, neither is. All of this is reported.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.items import Item
from graph_build.converters.vision.measures.speakers import says_nothing
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.tree import is_place_name
from graph_build.converters.vision.prepare.recurring import Sheet, key_of, recurring_sheets
from graph_build.converters.vision.projects.values import in_words, kind_of_values
from graph_build.converters.vision.tables.blocks import Block
from graph_build.converters.vision.tables.years import year_columns
from graph_build.converters.vision.words.heads import is_number
from graph_build.documents.model import Located
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key
from graph_build.text.labels import is_position
from graph_build.text.numbers import parse_number

WORDS = {
    "title": "事業名", "number": "番号", "content": "事業の概要", "participants": "関係市町村", "roles": "役割分担",
    "budget": "事業費", "schedule": "スケジュール", "kpi": "成果指標", "subsidy": "補助制度", "cost": "費用負担", "effect": "効果",
    "contact": "担当課", "other": "？",
}  # fmt: skip
"""What a label was taken for, in the usual words; ``other``: it is only known that it is a label."""
_OF_PROJECTS = frozenset(("participants", "budget", "schedule", "roles"))
_NOTHING = frozenset(("", "なし", "無し", "無", "特になし", "未定", "同上", "調整中"))
_TELLING = _OF_PROJECTS | {"kpi", "subsidy", "cost"}
"""Parts that projects have; the profile of a town, a facility, has one of them at most."""
_ALIKE = 3
"""Labels that two sheets share at least, in the same order."""
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class OwnLabel:
    """What a label announces, and where it stands first."""

    kind: str
    label: Located


def own_labels(items: Sequence[Item]) -> dict[str, OwnLabel]:
    """Matching key of a label that no rule knows → what it announces in this plan."""
    found: dict[str, OwnLabel] = {}
    unsettled: set[str] = set()
    for family in _families(recurring_sheets(items)):
        for key, own in _settled(family).items():
            if key in found and found[key].kind != own.kind:
                unsettled.add(key)
            found.setdefault(key, own)
    return {key: own for key, own in found.items() if key not in unsettled}


# --- sheets of one kind -----------------------------------------------------------------------------------------------


def _families(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """Sheets with the same labels in the same order, two at least, one of the labels unknown."""
    families: list[list[Sheet]] = []
    for sheet in sheets:
        alike = [family for family in families if any(_alike(sheet, other) for other in family)]
        families = [family for family in families if family not in alike]
        families.append([*(other for family in alike for other in family), sheet])
    return [family for family in families if len(family) > 1]


def _alike(one: Sheet, other: Sheet) -> bool:
    a, b = one.keys, other.keys
    common = [key for key in a if key in b]
    return (
        len(common) >= _ALIKE
        and len(common) * 2 >= min(len(a), len(b))
        and common == [key for key in b if key in a]
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """All values of one label in the sheets of a family."""

    label: Located
    blocks: Sequence[tuple[Block, str | None]]
    """With the unit of money above the sheet."""
    place: float
    """Where it stands, from the top of its sheets."""

    @property
    def texts(self) -> list[Located]:
        """The values that say something."""
        return [block.text for block, _ in self.blocks if block.text and not _says_nothing(block.text)]


def _says_nothing(text: Located) -> bool:
    return matching_key(text.text) in _NOTHING or says_nothing(text)


def _settled(family: Sequence[Sheet]) -> dict[str, OwnLabel]:
    """What the unknown labels of one kind of sheets announce; nothing where that makes no projects and no measures."""
    known, rows = _rows(family)
    kinds = _by_values(rows, known)
    if not _OF_PROJECTS & {*known, *kinds.values()}:
        return _quoted(rows) if "role" in known and "content" not in known else {}
    left = {key: row for key, row in rows.items() if key not in kinds}
    titles = [] if "title" in known else [key for key, row in left.items() if _may_be_title(row, rows, kinds)]
    if len(titles) > 1 or (not titles and "title" not in known and not _stand_apart(family)):
        return {}
    kinds |= dict.fromkeys(titles, "title")
    kinds |= _by_words({key: row for key, row in left.items() if key not in kinds}, known)
    if len(_TELLING & {*known, *kinds.values()}) < 2:
        return {}
    kinds |= {key: "other" for key, row in left.items() if key not in kinds and _is_text(row)}
    return {key: OwnLabel(kind, rows[key].label) for key, kind in kinds.items()}


def _quoted(rows: Mapping[str, _Row]) -> dict[str, OwnLabel]:
    """The content of a quoted measure: the only label beside those of roles."""
    return {
        key: OwnLabel("content", row.label)
        for key, row in rows.items()
        if len(rows) == 1 and _is_sentence(row)
    }


def _rows(family: Sequence[Sheet]) -> tuple[set[str], dict[str, _Row]]:
    """The kinds of the known labels that most sheets have, and the unknown labels that recur, from the top."""
    known: Counter[str] = Counter()
    blocks: dict[str, list[tuple[Block, str | None]]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    for sheet in family:
        known.update({kind for block in sheet.blocks for kind in block.head.kinds})
        for place, block in enumerate(sheet.blocks):
            if not block.head.kinds:
                blocks[key_of(block.head)].append((block, sheet.unit))
                places[key_of(block.head)].append(place)
    rows = {
        key: _Row(label, found, sum(places[key]) / len(places[key]))
        for key, found in blocks.items()
        if len(found) > 1 and (label := found[0][0].label)
    }
    order = sorted(rows, key=lambda key: rows[key].place)
    return {kind for kind, count in known.items() if count * 2 >= len(family)}, {
        key: rows[key] for key in order
    }


# --- what a row is ----------------------------------------------------------------------------------------------------


def _by_values(rows: Mapping[str, _Row], known: set[str]) -> dict[str, str]:
    return _sole({key: _kind(row) for key, row in rows.items()}, known)


def _sole(kinds: Mapping[str, str | None], known: set[str]) -> dict[str, str]:
    """The kinds that one label alone might have, and none that is known."""
    count = Counter(kinds.values())
    return {key: kind for key, kind in kinds.items() if kind and count[kind] == 1 and kind not in known}


def _kind(row: _Row) -> str | None:
    """The kind that all values of a row have; words may stand in place of amounts."""
    if row.texts and all(is_number(text.text) for text in row.texts):
        return "number"
    blocks = [(block, unit) for block, unit in row.blocks if block.text and not _says_nothing(block.text)]
    kinds = Counter(kind_of_values(block, unit, _is_holder) for block, unit in blocks)
    if "budget" not in kinds and blocks and all(in_words(block) for block, _ in blocks):
        return "schedule"
    told = [kind for kind in kinds if kind is not None]
    if len(told) != 1:
        return None
    worded = told[0] in ("budget", "schedule") and kinds[None] < kinds[told[0]]
    return told[0] if not kinds[None] or worded else None


def _is_holder(name: str) -> bool:
    return is_place_name(name) or group_of(name) is not None or is_position(name)


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-value-cues.tsv")
    return tuple((row["kind"], re.compile(row["pattern"], re.DOTALL)) for row in rows)


def _by_words(rows: Mapping[str, _Row], known: set[str]) -> dict[str, str]:
    """The kinds of rows of words: by cues, and the content, which is the first row of sentences if none is longer."""
    cued = _sole({key: _by_cues(row) for key, row in rows.items()}, known)
    sentences = [key for key, row in rows.items() if _is_sentence(row) and key not in cued]
    if "content" in known or not sentences:
        return cued
    lengths = [sum(map(len, texts := rows[key].texts)) / len(texts) for key in sentences]
    return cued | ({sentences[0]: "content"} if lengths[0] == max(lengths) else {})


def _by_cues(row: _Row) -> str | None:
    keys = [matching_key(text.text) for text in row.texts]
    return next(
        (kind for kind, cue in _cues() if sum(map(bool, map(cue.fullmatch, keys))) * 4 > len(keys) * 3), None
    )


def _may_be_title(row: _Row, rows: Mapping[str, _Row], kinds: Mapping[str, str]) -> bool:
    """Whether a row holds a short wording of its own on every sheet, above all but the number and the names of members."""
    keys = [matching_key(text.text) for text in row.texts]
    above = all(
        rows[key].place > row.place for key, kind in kinds.items() if kind not in ("number", "participants")
    )
    return (
        above
        and len(keys) == len(row.blocks)
        and len(set(keys)) == len(keys)
        and all(4 <= len(key) <= _LONGEST_TITLE for key in keys)
        and not any(re.search("[。:]", key) or find_dates(key) or parse_number(key) for key in keys)
    )


def _is_sentence(row: _Row) -> bool:
    told = [text for text in row.texts if "。" in text.text or len(text) > _LONGEST_TITLE]
    return _is_text(row) and len(told) * 5 > len(row.texts) * 4


def _is_text(row: _Row) -> bool:
    """Whether the values are words, below each other where a page cut them, and no table."""
    return all(
        year_columns(block.rows) is None and sum(map(bool, (cell.text for cell in one))) < 2
        for block, _ in row.blocks
        for one in block.rows
    )


def _stand_apart(family: Sequence[Sheet]) -> bool:
    """Whether each sheet stands below a line of its own, which may be its title."""
    lines = [sheet.above for sheet in family]
    return all(lines) and len(set(lines)) == len(lines) and not any(map(is_place_name, lines))


def reported(labels: Mapping[str, OwnLabel]) -> Iterator[tuple[str, Located]]:
    """What is said of each label: what it was taken for, and where it stands first."""
    for own in labels.values():
        yield f"{own.label.text.strip()} → {WORDS[own.kind]}", own.label
