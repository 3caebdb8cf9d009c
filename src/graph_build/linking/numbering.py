"""Renumberings: all that follow each other name the numbers from before the first of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph_build.linking.chapter_names import ChapterNames
from graph_build.linking.chapters import heading_of, in_a_row
from graph_build.linking.state import (
    AMBIGUOUS,
    JUST_ADDED,
    NO_NUMBER,
    NO_RANGE,
    NOT_UNDERSTOOD,
    SHARED,
    Entry,
    NotAppliedError,
    as_article,
    as_field,
    as_measure,
)
from graph_build.linking.targets import (
    CHAPTER,
    Target,
    between,
    new_numbers,
    parse_target,
    plain,
)
from graph_build.records.agreement import Annex, Measure, Operation
from graph_build.text.key import fold


@dataclass(slots=True)
class Numbering(ChapterNames):
    """Gives articles, annexes, fields, measures, 項 and 号 other numbers."""

    def _renumber(self, group: Sequence[Operation]) -> None:
        """Each part that is named is the one that has the number and has not moved yet; else the one that has moved to it."""
        moved: list[Entry] = []
        moved_parts: list[Entry] = []
        inside: dict[tuple[str, int, str], list[tuple[Operation, Target]]] = {}
        for one in group:
            try:
                target = parse_target(one.target)
                if target and (target.kind == "paragraph" or (target.kind == "within" and not target.part)):
                    level = (
                        (target.paragraph, target.item if target.subitem else "号")
                        if target.item
                        else (0, "項")
                    )
                    inside.setdefault((target.article, *level), []).append((one, target))
                elif target and target.kind == "chapter" and not target.part:
                    self._renumber_chapters(one, target, moved_parts)
                elif target and target.kind == "remark" and target.item:
                    self._renumber_remarks(one, target, moved_parts)
                elif target and target.kind == "supplement":
                    self._supplement(one, target)
                else:
                    for entry, number in self._renumbered(one, target, moved):
                        self._affect(one, [entry])
                        self._give(one, entry, number)
                        moved.append(entry)
            except NotAppliedError as error:
                self.failed.append((one, error.reason))
        for changes in inside.values():
            self._renumber_inside(changes)
        self._sort(moved)

    def _renumber_chapters(self, one: Operation, target: Target, moved: list[Entry]) -> None:
        """Another number in the heading of a chapter, or of several that follow each other."""
        numbers = new_numbers(one.new_number)
        if not numbers or any(re.fullmatch(r"[0-9]+(?:の[0-9]+)*", number) is None for number in numbers):
            raise NotAppliedError(NO_NUMBER)
        try:
            found = in_a_row([e for e in self.state.articles if not (e.added or e in moved)], target)
        except NotAppliedError:
            found = in_a_row(self.state.articles, target)
        if len(found) != len(numbers):
            raise NotAppliedError(NO_RANGE)
        every = [(name, self._with_added(own, name)) for name, own in found]
        for (name, own), number in zip(every, numbers, strict=True):
            first, *branch = number.split("の")
            unit = re.sub(r"の.*", "", name)[-1]
            again = "の".join([f"第{first}{unit}", *branch]) + re.sub(
                rf"^{CHAPTER}", "", heading_of(own, name)
            )
            self._rehead(one, own, name, again)
            moved += own

    def _sort(self, moved: Sequence[Entry]) -> None:
        """An article or row goes where its new number belongs, among others that count up."""
        articles = [entry for entry in self.state.articles if entry in moved]
        if articles:
            self.state.articles = _by_number(
                self.state.articles, [as_article(a).number for a in self.state.articles]
            )
        groups = dict.fromkeys(
            (as_measure(one).part, as_measure(one).field) for one in moved if _is_measure(one)
        )
        for group in groups:
            own = [
                one for one in self.state.measures if (as_measure(one).part, as_measure(one).field) == group
            ]
            again = iter(_by_number(own, [as_measure(one).number for one in own]))
            self.state.measures = [next(again) if one in own else one for one in self.state.measures]

    def _give(self, one: Operation, entry: Entry, number: str) -> None:
        proof, record = self._proof(one, "number"), entry.record
        if isinstance(record, Measure):
            entry.change(proof, number=number, printed_number=None)
        elif isinstance(record, Annex):
            proof = self._proof(one, "number", "dcterms:title")
            only = number if number[:1] != "別" else None
            entry.change(proof, number=only, title=_retitled(record.title, number))
        else:
            entry.change(proof, number=number)

    def _renumbered(
        self, one: Operation, target: Target | None, moved: Sequence[Entry]
    ) -> list[tuple[Entry, str]]:
        """The parts that get other numbers, each with its own."""
        if target is None or target.before:
            raise NotAppliedError(NOT_UNDERSTOOD)
        numbers = new_numbers(one.new_number)
        if not numbers:
            raise NotAppliedError(NO_NUMBER)
        try:
            entries = self._named(target, lambda entry: entry.added or entry in moved)
        except NotAppliedError:
            entries = self._named(target, lambda entry: False)
        if any(entry.printed for entry in entries):
            raise NotAppliedError(JUST_ADDED)  # its number stands in the act's own document
        if len(entries) != len(numbers):
            raise NotAppliedError(NO_RANGE)
        return list(zip(entries, numbers, strict=True))

    def _named(self, target: Target, hidden: Callable[[Entry], bool]) -> list[Entry]:
        """The parts that a target names, hidden ones left out."""
        self.state.hidden = hidden
        try:
            match target.kind:
                case "article":
                    return self.state.row_of_articles(target)
                case "annex":
                    return self.state.row_of_annexes(target)
                case "item":
                    return self._rows(target)
            raise NotAppliedError(NOT_UNDERSTOOD)
        finally:
            self.state.hidden = lambda entry: False

    def _rows(self, target: Target) -> list[Entry]:
        found = self.state.find(target)
        if found.column:
            raise NotAppliedError(NOT_UNDERSTOOD)
        if found.field is None:
            return self.state.row_of_measures(target)
        annex = self.state.annex(target.annex)
        fields = self._fields_in_a_row(found.field, target, annex)
        if self.state.in_other_annexes({one.record.id for one in fields}, annex):
            raise NotAppliedError(SHARED)
        return fields

    def _fields_in_a_row(self, first: Entry, target: Target, annex: Entry) -> list[Entry]:
        """The field, or all from one to another below the same field."""
        if not target.last:
            return [first]
        chains = [self.state.chain(as_measure(one).field) for one in self.state.in_annex(annex)]
        inside = dict.fromkeys(item.id for chain in chains for item in chain)
        beside = [
            self.state.fields[name]
            for name in inside
            if as_field(self.state.fields[name]).broader == as_field(first).broader
        ]
        wanted = between(plain(as_field(first).number), target.last)
        found = beside[beside.index(first) :][: len(wanted or ())]
        if wanted is None or [plain(as_field(one).number) for one in found] != wanted:
            raise NotAppliedError(NO_RANGE)
        return found

    def _renumber_inside(self, changes: Sequence[tuple[Operation, Target]]) -> None:
        """The 項 of one article, or the 号 of one paragraph, at once."""
        try:
            numbers = _numbers(changes)
            entry, text = self._article_text(changes[0][1])
            text.renumber(changes[0][1], numbers)
        except NotAppliedError as error:
            self.failed += [(one, error.reason) for one, _ in changes]
            return
        for one, _ in changes:
            self._reword(one, entry, text=text.words())
            self._affect(one, [entry])


def _numbers(changes: Sequence[tuple[Operation, Target]]) -> dict[str, str]:
    """Old number → new one."""
    numbers: dict[str, str] = {}
    for one, target in changes:
        old, new = target.subitem or target.item or str(target.paragraph), new_numbers(one.new_number)
        every = between(old, target.last) if target.last else [old]
        if not new:
            raise NotAppliedError(NO_NUMBER)
        if every is None or len(every) != len(new):
            raise NotAppliedError(NO_RANGE)
        for before, after in zip(every, new, strict=True):
            if before not in numbers:
                numbers[before] = plain(after)
                continue
            came = [old for old, now in numbers.items() if now == before]
            if len(came) != 1:
                raise NotAppliedError(AMBIGUOUS)
            numbers[came[0]] = plain(after)
    return numbers


def _is_measure(entry: Entry) -> bool:
    return isinstance(entry.record, Measure)


def _by_number(parts: Sequence[Entry], numbers: Sequence[str | None]) -> list[Entry]:
    """Parts in the order of their numbers; as they are where one has none that counts."""
    found = [counted(number) for number in numbers]
    if any(not count for count in found):
        return list(parts)
    order = sorted(range(len(parts)), key=lambda i: found[i])
    return [parts[i] for i in order]


def counted(number: str | None) -> tuple[int, ...]:
    """What a number counts: 3の2 → (3, 2), (4) → (4,); empty for letters.

    >>> counted("3の2"), counted("(4)"), counted("ア")
    ((3, 2), (4,), ())
    """
    pieces = plain(number).strip("()").split("の")
    return tuple(map(int, pieces)) if all(piece.isdecimal() for piece in pieces) else ()


def _retitled(title: str | None, number: str) -> str | None:
    """The heading of an annex under another number.

    >>> _retitled("別表第２（第3条関係）", "3"), _retitled("別表", "1"), _retitled("別表第1（第3条関係）", "別表")
    ('別表第３（第3条関係）', '別表第1', '別表（第3条関係）')
    """
    found = re.match(
        r"^(?P<word>別[表紙記])[\s　]*(?P<of>第?)[\s　]*(?P<number>[0-9０-９一二三四五六七八九十]*)",
        title or "",
    )
    if title is None or found is None:
        return title
    if number == found["word"]:
        return number + title[found.end() :]
    printed = found["number"]
    wide = bool(printed) and fold(printed).text != printed
    new = number.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else number
    of = found["of"] or ("" if printed else "第")
    return f"{found['word']}{of}{new}{title[found.end() :]}"
