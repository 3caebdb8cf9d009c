"""What kind of document this is: an instrument, a bill, a plan — or what else it seems to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from graph_build.assets import asset, tsv
from graph_build.converters.articles import is_article
from graph_build.converters.changes.comparison import is_comparison
from graph_build.converters.endings import ENDED
from graph_build.converters.instrument_title import title_at
from graph_build.converters.items import Grid, Item, Para, cell_label, paras
from graph_build.converters.letter import is_letter
from graph_build.converters.measures.fields import is_heading
from graph_build.converters.measures.label_at import label_at
from graph_build.converters.parties import concluding_parties, defined_parties
from graph_build.converters.signatures import is_signed
from graph_build.places.find import find_places

Family: TypeAlias = Literal["agreement", "bill", "vision"]

_BILL_NUMBER = re.compile(
    r"^(?:議案|議|報告|発議|承認|諮問|議第|認定|追加議案)第?[0-9一二三四五六七八九十百]*号|^第[0-9一二三四五六七八九十百]+号議案"
)
_BILL_WORDS = re.compile(
    r"(?:提案|提出)(?:の)?理由|(?:議会|市議会|町議会|村議会)の議決を(?:求める|得る|経る)|日提出$|の議決を求めることについて"
)
_BILL_TITLE = re.compile(
    rf"(?:協約|協定)(?:書)?(?:の一部)?(?:の|を)(?:締結|変更|{ENDED}|改正).{{0,16}}(?:について|議案|の件)$"
)
_CONCLUDES = re.compile(
    rf"(?:協約|協定)[^。]{{0,40}}を[^。]{{0,30}}(?:締結|変更|改正|{ENDED})する|(?:次|下記|別紙)のとおり[^。]{{0,40}}(?:締結|変更|改正|廃止|合意)(?:する|します)"
    r"|次のように(?:変更|改正|改め)|を廃止する|(?:協約|協定)書?を(?:結ぶ|結び|結んだ|取り交わ)"
)
# What stands above the signatures, also where a page says the rest politely: 「この協約の成立を証するため、この証書を3通作成し、…」.
_ATTESTS = re.compile(
    r"(?:協約|協定)(?:書)?の?(?:成立|締結)?を証(?:する|し|する)ため|を証するため[^。]{0,30}通(?:を)?作成し"
)
_VISION_TITLE = re.compile(
    r"(?:ビジョン」?|共生ビジョン|振興計画|広域連携計画)(?:\(.{1,30}\)|【.{1,20}】|[0-9年度~-]*版?|案|改訂版|改定版|本編|概要版)*$"
)
_VISION_WORDS = re.compile(
    r"具体的取組|圏域の(?:将来像|現状|現況)|取組期間|計画期間|事業費|KPI|重要業績評価指標|成果指標|関係市町村?"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The family of a document, or None with what it seems to be in ja and en."""

    family: Family | None
    seems: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    where: str
    pattern: re.Pattern[str]
    ja: str
    en: str


@cache
def _rules() -> tuple[_Rule, ...]:
    rows = tsv(asset("data"), "vocabulary", "document-kinds.tsv")
    return tuple(
        _Rule(row["kind"], row["where"], re.compile(row["pattern"], re.MULTILINE), row["ja"], row["en"])
        for row in rows
    )


def recognise(items: Sequence[Item]) -> Recognised:
    """Decide the family from the document's own form: its title, its clauses, its tables of roles."""
    words = paras(items)
    if is_letter(words):
        return Recognised("agreement")
    head = words[:14]
    plan = _plan_score(words, items)
    bill = _is_bill(words)
    instrument = _instrument_score(words, items)
    other = _other_kind(words)
    named = instrument >= 2 or any(_BILL_TITLE.search(para.key.text) for para in head)
    if bill and named and (other is None or other.kind != "minutes"):
        return Recognised("bill")
    if plan >= 3 and instrument < 4:
        return Recognised("vision")
    if other and other.kind == "company" and instrument >= 3 and _between_municipalities(words):
        other = None
    if other and not (instrument >= 4 and other.kind in ("explanation", "press", "ordinance")):
        return Recognised(None, (other.ja, other.en))
    if instrument >= 3:
        return Recognised("agreement")
    if plan >= 2:
        return Recognised("vision")
    return Recognised(None, ("別の種類の文書", "another kind of document"))


def _is_bill(words: Sequence[Para]) -> bool:
    numbered = any(_BILL_NUMBER.match(para.key.text) for para in words[:14])
    reasoned = any(_BILL_WORDS.search(para.key.text) for para in words)
    return reasoned and (numbered or any(_BILL_TITLE.search(para.key.text) for para in words[:14]))


def _instrument_score(words: Sequence[Para], items: Sequence[Item]) -> int:
    """One point each: title, concluding words, two articles or points below 記, parties defined or signing, roles in tables or labels."""
    titled = any(title_at(items, i) for i, item in enumerate(items[:60]) if isinstance(item, Para))
    concludes = any(_CONCLUDES.search(para.key.text) or _ATTESTS.search(para.key.text) for para in words)
    articles = sum(is_article(para) for para in words) >= 2 or _points(words) >= 2
    positions = any(re.search(r"以下「?[甲乙]」?と", para.key.text) for para in words)
    positions = positions or len(defined_parties(words[:14])) >= 2 or len(concluding_parties(words)) >= 2
    signed = any(re.match(r"^[甲乙](?:.{2,3}[都道府県])?.{1,12}[市町村区]", para.key.text) for para in words)
    signed = signed or any(isinstance(item, Grid) and is_signed(item) for item in items)
    roles = any(_speaks_of_roles(item) for item in items)
    operations = any(
        re.search(r"次の(?:ように|とおり)(?:変更|改正|改め)|に改め(?:る|、)|を廃止する", para.key.text)
        for para in words
    ) or any(isinstance(item, Grid) and is_comparison(item) for item in items)
    return sum((titled, concludes, articles, positions or signed, roles, operations))


def _points(words: Sequence[Para]) -> int:
    """How many numbered points stand below 「記」, which a text without articles puts above its terms."""
    begin = next((i for i, para in enumerate(words) if para.key.text == "記"), len(words))
    return sum(
        para.marker is not None and para.marker.kind in ("digit", "kanji") and is_heading(para)
        for para in words[begin:]
    )


def _between_municipalities(words: Sequence[Para]) -> bool:
    """Whether 甲 and 乙 are both defined, and both are municipalities or prefectures (包括連携協定 of a prefecture)."""
    parties = defined_parties(words[:14])
    positions = {position for position, _ in parties}
    return {"甲", "乙"} <= positions and all(find_places(name) for _, name in parties)


def _speaks_of_roles(item: Item) -> bool:
    if isinstance(item, Grid):
        return sum(cell_label(cell).kind in ("content", "role", "roles") for cell in item.table.cells) >= 2
    if isinstance(item, Para):
        label = label_at(item)
        return label is not None and label.label.kind in ("role", "roles")
    return False


def _plan_score(words: Sequence[Para], items: Sequence[Item]) -> int:
    titled = any(_VISION_TITLE.search(para.key.text) and len(para.key.text) <= 50 for para in words[:20])
    spoken = {found for para in words for found in _VISION_WORDS.findall(para.key.text)}
    in_tables = {
        found
        for item in items
        if isinstance(item, Grid)
        for cell in item.table.cells[:200]
        if len(cell.text) < 30
        for found in _VISION_WORDS.findall(cell.text.text)
    }
    chapters = sum(para.marker is not None and para.marker.kind == "chapter" for para in words) >= 2
    return 2 * titled + chapters + min(2, len(spoken | in_tables) // 2)


def _other_kind(words: Sequence[Para]) -> _Rule | None:
    """The first rule that fits; rules of form (head) count before counts of words, and look at no sentence or article."""
    head = [para.key.text for para in words[:10] if not (para.key.text.endswith("。") or is_article(para))]
    everything = "\n".join(para.key.text for para in words)
    for rule in _rules():
        if rule.where == "head" and any(rule.pattern.search(line) and len(line) <= 60 for line in head):
            return rule
    for rule in _rules():
        least = {"any": 1, "count2": 2, "count3": 3}.get(rule.where)
        if (
            least
            and len(set(rule.pattern.findall(everything)))
            + (least == 1 and bool(rule.pattern.search(everything)))
            >= least
        ):
            return rule
    return None
