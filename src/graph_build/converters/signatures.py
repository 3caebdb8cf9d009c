"""Signature blocks: 「甲 address / party / office / name」, on one line or many, with or without positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from graph_build.converters.found import FoundSignature
from graph_build.converters.items import Grid, Item, Para, behind
from graph_build.converters.parties import bare_name
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.text.key import fold, matching_key

_OFFICE = (
    r"(?:副?市長|副?町長|副?村長|副?区長|副?知事|広域連合長|管理者|理事長|会長|組合長|企業長|議長)"
    r"(?:職務代理者)?(?:副[市町村]長|副知事)?"
)
_POSITION = re.compile(
    r"^[\s　]*(?:[（(](?P<framed>[甲乙丙丁戊己庚辛])[)）][\s　:：]*|(?P<position>[甲乙丙丁戊己庚辛])(?:[\s　:：]+|$))"
)
_LONE_POSITION = re.compile(r"[（(]?[甲乙丙丁戊己庚辛][)）]?")
_TIGHT_POSITION = re.compile(r"^[甲乙丙丁戊己庚辛]")
_OFFICE_PIECE = re.compile(
    rf"^(?:[上右]記?代表者|代表者|立会人)?(?P<office>[^、。]{{0,16}}?{_OFFICE})(?P<name>[^、。]*)$"
)
_ADDRESS = re.compile(r"番地|番の?[0-9]|丁目|[0-9一二三四五六七八九十]号$|大字|[0-9]-[0-9]|[0-9]番$")
_PARTY = re.compile(r"^[^、。]{1,16}(?:[市町村区県府都道]|会|連合|組合)$")
_SEAL = re.compile(r"[(\[]?(?:公印省略|公印|職印|印|㊞|記名押印|署名|押印)[)\]]?")
# What a table or form of signatures says in front of each piece: 「住所　…　職　…　氏名　…」.
_LABELS = [
    "住所",
    "所在地",
    "職氏名",
    "代表者氏名",
    "氏名",
    "職名",
    "役職",
    "職",
    "団体名",
    "市町村名",
    "名称",
]
_APART = r"[\s　]*"
LABEL = re.compile(f"(?:{'|'.join(map(_APART.join, _LABELS))})" r"(?=[\s　:：]|$)")
# 「庄原市長　比婆牛之助　　公　印」: the seal's place, in letters set apart.
SEALED = re.compile(r"[\s　]+[(（\[［]?(?:(?:公|職)?[\s　]*印(?:[\s　]*省[\s　]*略)?|㊞)[)）\]］]?[\s　]*$")
_NAME = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff\u3040-\u30ffー]{1,10}")
_MOST_LINES = 24
"""Lines that the signatures of a handful of parties may take."""
_GAP = re.compile(r"[\t　]+| {2,}")


@dataclass(slots=True)
class _Block:
    position: str | None = None
    label: Located | None = None
    party: Located | None = None
    office: Located | None = None
    name: Located | None = None
    address: Located | None = None

    @property
    def waits(self) -> bool:
        """Only an address so far: the position may stand on the next line."""
        return self.address is not None and not (self.party or self.office or self.label)

    def found(self) -> FoundSignature | None:
        party = self.party or (_party_of(self.office) if self.office else None)
        if party is None or not (self.office or self.address):
            return None
        places = [mention for mention in find_places(party.text) if mention.end == len(party.text)]
        if places:
            party = bare_name(party, places[-1].candidates)
        return FoundSignature(self.position, party, self.office, self.name, self.address, self.label)


def _is_signature_table(grid: Grid) -> bool:
    """Whether a table is a signature block: positions (甲, 乙) in its first row, an office with a name below each."""
    heads, *below = grid.rows if grid.rows else ((),)
    columns = {cell.col for cell in heads}
    offices = {cell.col for row in below for cell in row if re.search(_OFFICE, matching_key(cell.text.text))}
    return (
        len(heads) > 1
        and all(re.fullmatch(r"[甲乙丙丁戊己]", matching_key(cell.text.text)) for cell in heads)
        and offices == columns
    )


def with_signature_lines(items: Sequence[Item]) -> list[Item]:
    """The items, tables of signatures as their lines: one table of several parties, or a table for each of them."""
    done: list[Item] = []
    for _, group in groupby(items, lambda item: isinstance(item, Grid)):
        run = list(group)
        together = [line for item in run if isinstance(item, Grid) for line in item.lines]
        if len(run) > 1 and together and _are_signatures(together):
            done += together
        else:
            done += [line for item in run for line in _signature_lines(item)]
    return done


def is_signed(grid: Grid) -> bool:
    """Whether a table holds nothing but the signatures of two parties and more."""
    return not any(isinstance(line, Grid) for line in _signature_lines(grid))


def _signature_lines(item: Item) -> list[Item]:
    """The lines of a signature table: column by column, one party after the other, row by row, or a party in each cell; else
    the item."""
    if not isinstance(item, Grid):
        return [item]
    filled = [cell for cell in item.table.cells if cell.text]
    downwards = sorted(filled, key=lambda cell: (cell.col, cell.row))
    by_cells, by_columns = (
        [Para(paragraph) for cell in cells for paragraph in cell.paras] for cells in (filled, downwards)
    )
    if _is_signature_table(item):
        return [*by_columns]
    ways = (item.lines, by_cells, by_columns)
    found = next((lines for lines in ways if _are_signatures(lines)), None)
    full = len(filled) == item.table.rows * item.table.cols
    if found is None and full and _are_signatures(by_columns, item.table.cols):
        found = by_columns
    return [*found] if found else [item]


def _are_signatures(lines: Sequence[Para], columns: int | None = None) -> bool:
    """Whether a few lines are nothing but the signatures of two parties and more.

    Each has an address or a position; where each has a column of the table, its office and name do.
    """
    if len(lines) > _MOST_LINES or not any(re.search(_OFFICE, line.key.text) for line in lines):
        return False
    found, left = read_signatures(lines)
    told = len(found) >= 2 and not left and all(one.office for one in found)
    if columns is not None:
        return told and len(found) == columns and all(one.name for one in found)
    return told and all(one.address or one.position for one in found)


def read_signatures(paras: Sequence[Para]) -> tuple[list[FoundSignature], list[Para]]:
    """The signatures of a block of lines, and the lines that belong to none.

    A block begins with a position (甲), or with the address, party or office after a block that is complete. A block
    without a position of its own has none here (the second of several holders of 乙); who it is says the party.
    """
    blocks: list[_Block] = []
    left: list[Para] = []
    for para in paras:
        named = blocks[-1].name if blocks else None
        sealed = SEALED.search(para.text.text)
        label, text = _split_position(para.text[: sealed.start()] if sealed else para.text)
        if label:
            if not blocks or not blocks[-1].waits:
                blocks.append(_Block())
            blocks[-1].position, blocks[-1].label = fold(label.text).text.strip("():"), label
        if headed := LABEL.match(text.text):
            text = text[headed.end() :].strip()
        for piece in _pieces(text):
            if _LONE_POSITION.fullmatch(piece.text):
                # 「… 1番地　甲　A市長 …」: the position behind the address.
                if not blocks or not blocks[-1].waits:
                    blocks.append(_Block())
                blocks[-1].position, blocks[-1].label = fold(piece.text).text.strip("()"), piece
                continue
            kind = _kind(piece, blocks[-1] if blocks else None)
            if kind == "seal":
                continue
            if kind == "address" and blocks and _goes_on(blocks[-1], piece):
                blocks[-1].address = Located.joined([blocks[-1].address or piece[:0], piece])
                continue
            if not blocks or (_starts(kind, blocks[-1]) and not label):
                blocks.append(_Block())
            if kind is None or (kind == "name" and named is not None and blocks[-1].name is named):
                left.append(para)  # a name is whole on its line
                break
            _put(blocks[-1], kind, piece)
    return [found for block in blocks if (found := block.found())], left


def _split_position(text: Located) -> tuple[Located | None, Located]:
    """甲 in front of the line: followed by a blank, alone, or right before the name of a place."""
    found = _POSITION.match(text.text)
    if found:
        return text.match(found).strip(), text[found.end() :].strip()
    if _TIGHT_POSITION.match(text.text):
        mentions = find_places(text.text[1:])
        if mentions and mentions[0].start == 0 and not any(m.start == 0 for m in find_places(text.text)):
            return text[:1], text[1:].strip()
    return None, text


def _pieces(text: Located) -> list[Located]:
    """Cut a line at wide gaps and between address, party, office and name; letter-spaced lines stay whole."""
    words = text.text.split()
    letters = "".join(words) if len(words) > 1 and all(len(word) == 1 for word in words) else ""
    if _PARTY.match(letters) or re.search(f"{_OFFICE}$", letters):
        return [text.strip()]  # 「一　宮　市」, 「呉　市　長」
    if len(words) > 3 and sum(len(word) == 1 for word in words) * 2 > len(words):
        return _office_and_name(text)
    pieces: list[Located] = []
    start = 0
    for gap in [*_GAP.finditer(text.text), None]:
        piece = text[start : gap.start() if gap else len(text)].strip()
        start = gap.end() if gap else start
        if piece:
            pieces += _finer(piece)
    return pieces


def _finer(piece: Located) -> list[Located]:
    position = re.match(r"(?P<position>[甲乙丙丁戊]) (?P<rest>\S.*)$", piece.text)
    if position:
        return [piece.match(position, "position"), *_finer(piece.match(position, "rest"))]
    located = re.match(r"(?P<party>\S{1,12}?[市町村区]) (?P<address>\S+(?:番地|番|号)\S*)$", piece.text)
    if located:
        return [piece.match(located, "party"), piece.match(located, "address")]
    address = re.match(
        r"(?P<address>[^\s番号]+(?:(?: ?[0-9０-９]+ ?|[^\s番号]*)(?:番地|号|番))+"
        r"(?:の?[0-9０-９一二三四五六七八九十]+| [0-9０-９]+)?) (?P<rest>[^0-9０-９\s号].*)$",
        piece.text,
    )
    if address:
        return [piece.match(address, "address"), *_finer(piece.match(address, "rest"))]
    party = re.match(rf"(?P<party>\S*?[市町村区県府都]) (?P<rest>\S*{_OFFICE}.*)$", piece.text)
    if party:
        return [piece.match(party, "party"), *_finer(piece.match(party, "rest"))]
    return _office_and_name(piece)


def _office_and_name(piece: Located) -> list[Located]:
    """「岡山市長 大森 雅夫」, 「岡山市長大森雅夫」 → office, name."""
    key = fold(piece.text)
    found = _OFFICE_PIECE.match(key.text)
    if not found or _ADDRESS.search(found["office"]) or _ADDRESS.search(key.text):
        return [piece]  # also 「小城市三日月町長神田2312番地2」
    rest = behind(piece, key, *found.span("name")).strip()
    if len(found["name"]) == 1 and piece.text[: -len(rest.text)].rstrip() == piece.text[: -len(rest.text)]:
        return [piece]  # 特別区長会 is an association, not the name 会 behind an office
    office = behind(piece, key, *found.span("office")).strip()
    return [office, rest] if rest else [office]


def _kind(piece: Located, block: _Block | None) -> str | None:
    key = fold(piece.text).text
    if (
        _SEAL.fullmatch(key)
        or LABEL.fullmatch(key.rstrip(":"))
        or key in ("代表者", "立会人", "上記代表者", "右代表者", "代表")
    ):
        return "seal"
    office = _OFFICE_PIECE.match(key)
    if office and not office["name"]:
        return "office"
    if _ADDRESS.search(key) or (re.search(r"[0-9]$", key) and _begins_with_place(piece)):
        return "address"
    if block is not None and block.office and _NAME.fullmatch(_SEAL.sub("", key)) and not _is_party(piece):
        return "name"
    return "party" if _PARTY.match(key) else None


def _begins_with_place(piece: Located) -> bool:
    """「横浜市中区日本大通1」: an address that does without 番地."""
    return any(mention.start == 0 for mention in find_places(piece.text))


def _is_party(piece: Located) -> bool:
    mentions = find_places(piece.text)
    return bool(mentions) and mentions[0].start == 0 and mentions[0].end == len(piece.text)


def _goes_on(block: _Block, piece: Located) -> bool:
    """Whether an address is the rest of the one above, which a line end cuts: 「…七丁目⏎1番地1」."""
    above = fold(block.address.text).text if block.address and not (block.party or block.office) else ""
    number = re.match(r"[0-9一二三四五六七八九十]+番", fold(piece.text).text)
    return number is not None and above != "" and re.search(r"番|号$", above) is None


def _starts(kind: str | None, block: _Block) -> bool:
    """Whether a piece of this kind begins the next block: its place is taken, or the block has its office holder."""
    if kind == "address":
        return block.address is not None or block.office is not None
    if kind == "party":
        return block.party is not None or block.office is not None
    return kind == "office" and block.office is not None


def _put(block: _Block, kind: str, piece: Located) -> None:
    match kind:
        case "address":
            block.address = piece
        case "party":
            block.party = piece
        case "office":
            block.office = piece
        case _:
            key = fold(piece.text)
            seal = re.search(r"[(\[]?(?:印|㊞)[)\]]?$", key.text)
            name = behind(piece, key, 0, seal.start()).strip() if seal and len(key.text) > 3 else piece
            block.name = Located.joined([block.name, name], " ") if block.name else name


def _party_of(office: Located) -> Located | None:
    """「岡山市長」 names the party 岡山市."""
    key = fold(office.text)
    found = re.match(
        r"^(?:[上右]記?代表者|代表者|立会人)?(?P<party>.{1,14}?(?:[市町村区]|連合|組合))(?:副[市町村区])?長|^(?P<prefecture>.{2,3}[都道府県])副?知事",
        key.text,
    )
    if not found:
        return None
    return behind(office, key, *found.span("party" if found["party"] else "prefecture"))


def person(name: Located | None) -> str | None:
    """A printed name: letter-spaced names are closed up, one blank between family and given name stays.

    >>> person(Located.plain("大 西 一 史", 0)), person(Located.plain("山田　太郎", 0))
    ('大西一史', '山田 太郎')
    """
    if name is None:
        return None
    words = name.text.split()
    if len(words) > 2:
        return "".join(words)
    return " ".join(words) or None
