"""Lists below 記 whose values stand on the line below their label: 「２　失効の日」, and the day on the next line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.endings import ENDED
from graph_build.converters.items import Item, Para
from graph_build.documents.model import Located

OF_WHAT = rf"(?:変更|{ENDED})(?:する|を求める|しようとする)(?:連携)?(?:協約|協定)書?"
"""The label of the agreement that is changed or ends."""
_NAMES_VALUE = re.compile(
    rf"^[^。、「」]{{0,24}}(?:(?:名称|件名|題名|相手方|当事者|(?:年月|期|の|発生|施行|発効|適用|生[じず]る)日)|{OF_WHAT})$"
)


def with_values(items: Sequence[Item], unless: re.Pattern[str]) -> list[Item]:
    """The items, what stands below a numbered name of a value joined to it, up to a line that ``unless`` matches."""
    found: list[Item] = []
    label: Para | None = None
    for item in items:
        if (
            not isinstance(item, Para)
            or item.marker
            or item.key.text.endswith("。")
            or unless.match(item.key.text)
        ):
            label = None
        if isinstance(item, Para) and label is not None:
            label = Para(Located.joined([label.text, item.text], "　"), label.style, label.indent)
            found[-1] = label
            continue
        found.append(item)
        if isinstance(item, Para) and item.marker and _NAMES_VALUE.search(item.body_key):
            label = item
    return found
