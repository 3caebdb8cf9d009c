"""The repeal that a text declares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.endings import ENDED, ENDING
from graph_build.converters.found import FoundOperation
from graph_build.converters.items import Para
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key

_ENDS = re.compile(
    r"(?:を|は、?).{0,40}廃止(?:する|し)|効力を失"
    rf"|(?:協約|協定)書?(?:\([^()]*\))?(?:を|は、?)[^。]{{0,40}}{ENDED}(?:する|し|と)|{ENDING}の(?:期)?日"
)
_IS = re.compile(rf"{ENDING}(?:する)?(?:の)?(?:期)?日(?:は、?|を、?|:)?$")
_ON = re.compile(rf"^(?:を(?:もって|以て|もち)|限り|(?:付けで|に)、?(?:(?:原|この)?(?:協約|協定)を)?{ENDED})")


def repeal_operation(paras: Sequence[Para], base_title: str) -> FoundOperation | None:
    """The repeal that a text declares, with its date where one is printed."""
    best: FoundOperation | None = None
    for para in paras:
        if not _ENDS.search(para.key.text):
            continue
        dates = [date for date in find_dates(para.text.text) if date.precision == "day" and not date.cited]
        ends = [
            date
            for date in dates
            if _ON.match(matching_key(para.text.text[date.end : date.end + 10]))
            or _IS.search(matching_key(para.text.text[: date.start]))
        ]
        effective = ends[0].iso if ends else None
        if best is None or (effective and not best.effective):
            best = FoundOperation("repeal", base_title, (para.text,), effective=effective)
    return best
