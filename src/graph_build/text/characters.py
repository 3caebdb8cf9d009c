"""Facts about characters that NFKC does not fold; the tables behind `graph_build.text.key`."""

from __future__ import annotations

import unicodedata

# CJK Radicals Supplement (U+2E80–U+2EF3): each sign followed by its ideograph. Facts of the Unicode
# Character Database, property Equivalent_Unified_Ideograph. PDF fonts map 民, 長, 西 … to these signs.
# The Kangxi radicals (U+2F00–U+2FD5) need no table, NFKC folds them.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌"
    "⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓"
    "⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝"
    "⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

RADICALS: dict[str, str] = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))

DASHES = "‐‑‒–—―⁃−─━﹘﹣－➖"
"""Printed dashes and minus signs, all but the hyphen-minus. The long vowel ー is a letter and is not here."""

WAVES = "〜～∼〰⁓˜"
"""What is printed for the wave dash between two values, all but the ASCII tilde."""

MIDDLE_DOTS = "·‧•∙⋅⸱･⦁◦\uf0b7"
"""Middle dots and dots of lists, all but ・ (U+30FB); U+F0B7 is the bullet of Microsoft's Symbol font."""

CIRCLES = "〇◯⭕"
"""Round signs that documents use for ○ (U+25CB), and the ideographic zero that looks the same."""

FOLDED: dict[str, str] = {
    **RADICALS,
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(WAVES, "~"),
    **dict.fromkeys(MIDDLE_DOTS, "・"),
    **dict.fromkeys(CIRCLES, "○"),
    "，": "、",
    "﹐": "、",
    "︐": "、",
    "⁄": "/",
    "∕": "/",
    "⋯": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "゛": "\u3099",
    "゜": "\u309a",
}
"""Folded before NFKC is asked: one sign for what is printed in several ways."""

VERTICAL: dict[int, str] = {
    ord(char): {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}.get(plain, plain)
    for char in map(chr, (*range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE49)))
    if len(plain := unicodedata.normalize("NFKC", char)) == 1
}
"""Signs of vertical writing (︵ ﹁ ︒) and the ordinary ones, for `str.translate`: one sign for one."""

BLANKS = "\u2800\u3164\u115f\u1160\uffa0"
"""Signs that show nothing and that `str.isspace` does not know: blank Braille pattern, Hangul fillers."""

KEPT_TAGS = ("<circle>",)
"""Compatibility decompositions that are not taken: ① is a marker, not a digit that joins the next one."""

KEPT = frozenset("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛🄀")
"""Markers with a full stop, kept for the same reason: ⒈5 is not 1.5."""
