"""How agreements say that one ends: the words that instruments, bills, letters and titles share."""

from __future__ import annotations

import re

ENDED = r"(?:廃止|解除|解消|解約|終了)"
"""What parties do to an agreement (協定を解消する); no word of these alone says what ends."""
ENDING = r"(?:廃止|解除|解消|解約|終了|失効|満了|効力の?(?:喪失|終了))"
"""What happens to an agreement (協約の失効)."""
OF_END = re.compile(
    rf"(?:協約|協定)書?(?:\([^()]*\))?(?:を|の).{{0,4}}{ENDING}|^.{{0,6}}{ENDED}(?:連携)?(?:協約|協定|合意)書?$|廃止|解除"
)
"""A title of the end of an agreement; in titles 廃止 and 解除 speak of nothing else (格差の解消 does)."""
