"""The title of an instrument, which may break over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.annex_heads import annex_head
from graph_build.converters.endings import ENDED, ENDING
from graph_build.converters.items import Item, Para, behind
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.text.joining import AND
from graph_build.text.key import fold

# Titles of instruments end in these words; 「…の締結について」 is the title of a bill.
INSTRUMENT = re.compile(
    r"^[○◎]?(?P<title>.{0,120}?(?:協約|協定)(?:書)?(?:\((?!案|(?:明治|大正|昭和|平成|令和)[0-9元])[^()]*\))?(?:の(?:一部|全部)(?:を|の)(?:変更|改正)(?:する|の)?(?:連携)?(?:協約|協定)(?:書)?"
    rf"|を(?:変更|{ENDED})する(?:連携)?(?:協約|協定|合意)(?:書)?"
    rf"|の(?:変更|{ENDING})に(?:関する|係る)(?:合意書|覚書|協定書?|協約書?))?)(?:\(案\)|案)?"
    r"(?:\((?:明治|大正|昭和|平成|令和)[0-9元][^()]*日[^()]{0,8}\))?$"  # 「…協定書(令和2年1月17日締結)」
)
_SHORT_TITLE = re.compile(rf"^(?:(?:一部)?(?:変更|{ENDED})(?:連携)?(?:協約|協定)書?|連携(?:協約|協定)書?)$")
_NOT_TITLE = re.compile(r"。|、次の|とする|について$|以下「|^第[0-9一二三四五六七八九十]+条|締結する|\t")
# What the second line of a broken title begins with: 「…の形成に / 係る連携協約」.
BROKEN = re.compile(
    r"^(?:係る|関する|する|の|に|を|と|及び|形成|締結|における|一部|変更|連携|定住)?(?:連携)?(?:変更)?(?:協約|協定)(?:書)?$|^(?:係る|関する|する|の|に|を|と|及び)|^(?:定(?!住)|約)(?:書|[のをに]|$)"
)
_UNFINISHED = re.compile(r"[^。、]{3}(?:の|と|に|を|における|に関する|に係る|及び|および|並びに)$")
_PARTIES_AND = re.compile(
    rf"^[^。、]{{1,12}}[市町村区都道府県](?:(?:、|・|{AND}|と)[^。、]{{1,12}}[市町村区都道府県])+(?:との間)?における[^。]{{2,}}$"
)
_ENDS_HEADING = re.compile(
    r"(?:協約|協定)書?(?:\([^()]*\))?$|(?:について|取組|取り組み|連携|協力|概要|経緯|案|こと|状況|[)）])$"
)
# 「X市及びY町における○○のまち」 above 「連携中枢都市圏の形成に係る連携協約」: the area's name is cut from its kind.
_NAME_CUT = re.compile(r"における[^圏、]{2,16}$")
_KIND_OF_AREA = re.compile(r"(?:連携中枢都市圏|定住自立圏)の?形成")
_BEGINS_TITLE = re.compile(r"(?:定住自立圏|連携中枢都市圏|連携協[約定]|協[約定]|[○◎第(])")
_NO_TITLE_LINE = re.compile(r"提出$|(?:[市町村区]長(?!会)|知事(?!会))(?:.{0,12})$|^(?:告示|公告|訓令)|^改正")
DATE_ONLY = re.compile(
    r"^[(]?(?:締結日[::]?)?(?P<date>(?:明治|大正|昭和|平成|令和|[0-9]{4}年).{0,30}?日)(?:締結|調印|署名|(?:連携)?(?:協定|協約)(?:第[0-9]+号)?)?[)]?(?:締結)?(?:\([^()]{6,30}日(?:付け)?(?:一部)?(?:変更|改正)\))?$"
)


def title_at(items: Sequence[Item], index: int, most: int = 3) -> tuple[Located, int] | None:
    """The instrument's title that begins at an item, and how many items it takes (titles break over lines)."""
    pieces: list[Located] = []
    best: tuple[Located, int] | None = None
    for count, item in enumerate(items[index : index + most], start=1):
        if not isinstance(item, Para) or _NOT_TITLE.search(re.sub(r"\([^()]*\)", "", item.key.text)):
            break
        if DATE_ONLY.match(item.key.text) or _NO_TITLE_LINE.search(item.key.text) or annex_head(item):
            break
        if pieces and _is_title(item) and not title_goes_on(items[index + count - 2], item):
            break
        pieces.append(item.text)
        joined = Located.joined(pieces)
        key = fold(joined.text)
        found = INSTRUMENT.match(key.text)
        if found and (len(found["title"]) >= 6 or _SHORT_TITLE.match(found["title"])):
            best = behind(joined, key, *found.span("title")), count
    return best


def title_goes_on(item: Item, following: Item) -> bool:
    """Whether a line is the beginning of a title whose rest stands on the next: 「X市とY町との間の」, 「X市及びY市における川の流」.

    >>> kind = Para(Located.plain("連携中枢都市圏の形成に係る連携協約", 0))
    >>> [title_goes_on(Para(Located.plain(f"鳥取市及び新温泉町における{words}", 0)), kind) for words in ("麒麟のまち", "連携協約")]
    [True, False]
    """
    if not (isinstance(item, Para) and isinstance(following, Para)):
        return False
    return _UNFINISHED.search(item.key.text) is not None or _breaks_amid(item, following)


def _breaks_amid(item: Para, following: Para) -> bool:
    """Whether a line names the parties and begins what they agree on, with no word that ends a heading; the next names neither them
    nor an area or agreement from its first word on, as a title of its own does."""
    found = _PARTIES_AND.match(item.key.text)
    if found is None or item.style != following.style or _ENDS_HEADING.search(item.key.text):
        return False
    if _NAME_CUT.search(item.key.text) and _KIND_OF_AREA.match(following.key.text):
        return True
    begins = find_places(following.text.text.lstrip()[:12])
    return not (begins and begins[0].start == 0) and _BEGINS_TITLE.match(following.key.text) is None


def _is_title(item: Para) -> bool:
    """Whether a line is a whole title by itself, not the second half of a broken one."""
    found = INSTRUMENT.match(item.key.text)
    return found is not None and len(found["title"]) >= 10 and not BROKEN.match(item.key.text)
