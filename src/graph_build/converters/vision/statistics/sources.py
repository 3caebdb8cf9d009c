"""Notes below tables (※資料：…): the date of the figures, for all of the table or for what the note names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.converters.items import Para
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.text.eras import EraDate, find_dates
from graph_build.text.key import fold, matching_key

_STATE = re.compile(r"^\s*(?:時点|現在|実績|末)")
_SCOPE = re.compile(
    r"(?P<scope>[^、。()（）「」※:：\n]{2,40}?)(?:については|にあっては|にあつては|に関しては|は)(?=[^、。]{0,60})"
)
_DAY = re.compile(r"(?<![0-9年])(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日(?:時点|現在)")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A date with the note that prints it; ``scope`` is the key of what it is about, None for the whole table."""

    scope: str | None
    period: tuple[int, str]
    text: Located

    def about(self, label: str) -> bool:
        """Whether the note names this row or column."""
        key = re.sub("【.*】", "", matching_key(label))
        return self.scope is not None and len(key) >= 2 and key == self.scope


def read_source_notes(notes: Sequence[Para]) -> list[SourceNote]:
    """The dates of the notes below a table.

    「X調査（令和6年5月1日現在）（Yは令和7年3月1日現在）」: the first date is of the table, the second of Y. A date before 時点,
    現在 or 実績 says when the figures hold; without one the first date does.
    """
    found: list[SourceNote] = []
    for note in notes:
        text = note.text
        scopes = [m for m in _SCOPE.finditer(text.text) if find_dates(text.text[m.end() :])]
        cut = min((m.start() for m in scopes), default=len(text.text))
        general = _period(text.text[:cut])
        if general:
            found.append(SourceNote(None, general, text))
        for i, match in enumerate(scopes):
            end = scopes[i + 1].start() if i + 1 < len(scopes) else len(text.text)
            period = _period(text.text[match.end() : end])
            if period:
                found.append(SourceNote(matching_key(match["scope"]), period, text))
    years = {note.period[0] for note in found}
    if found and len(years) == 1 and all(note.scope for note in found):  # what no note names is of that year
        year = years.pop()
        found.append(SourceNote(None, (year, ids.period(str(year), kind="y")), found[0].text))
    return found


def _period(text: str) -> tuple[int, str] | None:
    dates = [date for date in find_dates(text) if date.iso and not date.cited]
    if not dates:
        return None
    stated = next((date for date in dates if _STATE.match(text[date.end :])), None)
    date = stated or dates[0]
    day = _DAY.search(fold(text).text)
    if stated is None and day and date.precision == "year" and date.iso:
        iso = f"{date.iso}-{int(day['month']):02}-{int(day['day']):02}"
        return int(date.iso), ids.period(iso)
    return _of(date)


def _of(date: EraDate) -> tuple[int, str]:
    assert date.iso is not None
    kind = {"fiscal_year": "fy", "year": "y"}.get(date.precision or "")
    return int(date.iso[:4]), ids.period(date.iso, kind=kind)
