"""Signature blocks: 「甲 address / party / office / name」, on one line or many, with or without positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.converters.found import FoundSignature
from graph_build.converters.items import Para, behind
from graph_build.documents.model import Located
from graph_build.text.key import fold

_OFFICE = r"(?:市長|町長|村長|区長|知事|広域連合長|管理者|理事長|会長|組合長|企業長|代表者|職務代理者)(?:職務代理者(?:副[市町村]長)?)?"
_POSITION = re.compile(r"^\(?(?P<position>[甲乙丙丁戊己庚辛])\)?(?![及並と、は・がの])")
_OFFICE_LINE = re.compile(rf"^(?:代表者)?(?P<office>.{{0,16}}?{_OFFICE})(?P<name>.*)$")
_ADDRESS = re.compile(r"(?:番地|番[0-9]|丁目|[0-9一二三四五六七八九十]号$|大字|字|[0-9]-[0-9]|[町村区]?[0-9]+番)")
_PARTY = re.compile(r"^.{0,16}(?:[市町村区県府都道]|会|連合|組合)$")
_SEAL = re.compile(r"(?:\(?(?:公印省略|公印|印|㊞|記名押印|署名|押印)\)?|㊞)$")


@dataclass(slots=True)
class _Block:
    position: str | None = None
    party: Located | None = None
    office: Located | None = None
    name: Located | None = None
    address: Located | None = None
    label: Located | None = None

    @property
    def empty(self) -> bool:
        return not (self.party or self.office or self.address)

    def found(self) -> FoundSignature | None:
        party = self.party or (_party_of(self.office) if self.office else None)
        if party is None or not (self.office or self.address):
            return None
        return FoundSignature(self.position, party, self.office, self.name, self.address, self.label)


def read_signatures(paras: Sequence[Para]) -> tuple[list[FoundSignature], list[Para]]:
    """The signatures of a block of lines, and the lines that belong to none.

    A block begins with a position (甲), or, where none is printed, with the line after an office holder.
    """
    blocks: list[_Block] = []
    left: list[Para] = []
    for para in paras:
        text = para.text
        found = _POSITION.match(para.key.text)
        begins = found is not None and len(para.key.text) > 1
        alone = found is not None and len(para.key.text) == 1
        if begins or alone:
            assert found is not None
            blocks.append(_Block(position=found["position"], label=para.part(found)))
            text = behind(text, para.key, found.end(), len(para.key.text)).strip()
            if not text:
                continue
        elif not blocks or (blocks[-1].office and (blocks[-1].name or _is_new(para, blocks[-1]))):
            blocks.append(_Block())
        if not _take(blocks[-1], text):
            left.append(para)
            if blocks[-1].empty and not blocks[-1].position:
                blocks.pop()
    return [found for block in blocks if (found := block.found())], left


def _is_new(para: Para, block: _Block) -> bool:
    """Without a printed name, the next address or party begins a new block."""
    return bool(_ADDRESS.search(para.key.text) or _PARTY.match(para.key.text)) and not _is_name(para.key.text)


def _take(block: _Block, text: Located) -> bool:
    """Put one line, or the parts of a line that holds all, where they belong."""
    key = fold(text.text)
    seal = _SEAL.search(key.text)
    whole = behind(text, key, 0, seal.start()) if seal else text
    pieces = _pieces(whole)
    return all([_take_piece(block, piece) for piece in pieces])


def _pieces(text: Located) -> list[Located]:
    """Cut a line at wide gaps (「岡山市　岡山市長　氏 名」), unless it is spaced out letter by letter."""
    words = [found for found in re.finditer(r"\S+", text.text)]
    if not words:
        return []
    if sum(len(word[0]) == 1 for word in words) * 2 > len(words):
        return [text]
    cuts = [text.match(found) for found in re.finditer(r"\S+(?: \S+)*", text.text.replace("　", "\t"))]
    pieces: list[Located] = []
    for cut in cuts:
        found = re.match(rf"(?P<party>\S*?[市町村区県府都]) (?P<office>\S*{_OFFICE})(?P<rest>.*)$", cut.text)
        address = re.match(r"(?P<address>\S+(?:番地|号|番)(?:の?[0-9０-９]+)?) (?P<rest>.+)$", cut.text)
        if address:
            pieces += [cut.match(address, "address"), *_pieces(cut.match(address, "rest"))]
        elif found:
            pieces += [cut.match(found, "party"), cut[found.start("office") :]]
        else:
            pieces.append(cut)
    return pieces


def _take_piece(block: _Block, text: Located) -> bool:
    text = text.strip()
    key = fold(text.text)
    if not key.text:
        return True
    office = _OFFICE_LINE.match(key.text)
    if office and not _ADDRESS.search(key.text[: office.end("office")]) and block.office is None:
        block.office = behind(text, key, *office.span("office")).strip()
        name = behind(text, key, *office.span("name")).strip()
        block.name = name or block.name
        return True
    if _ADDRESS.search(key.text) and block.address is None:
        block.address = text
        return True
    if _PARTY.match(key.text) and block.party is None and block.office is None:
        block.party = text
        return True
    if block.office and block.name is None and _is_name(key.text):
        block.name = text
        return True
    if block.office and block.name and len(key.text) <= 4 and _is_name(key.text):
        block.name = Located.joined([block.name, text], " ")
        return True
    return False


def _is_name(key: str) -> bool:
    return 2 <= len(key) <= 10 and re.fullmatch(r"[\u3005\u3400-\u9fff\uf900-\ufaff\u3040-\u30ffー]+", key) is not None


def _party_of(office: Located) -> Located | None:
    """「岡山市長」 names the party 岡山市."""
    key = fold(office.text)
    found = re.match(r"^(?P<party>.{1,14}?[市町村区])長|^(?P<prefecture>.{2,4}[都道府県])知事", key.text)
    if not found:
        return None
    group = "party" if found["party"] else "prefecture"
    return behind(office, key, *found.span(group))


def person(name: Located | None) -> str | None:
    """A printed name: letter-spaced names are closed up, one blank between family and given name stays.

    >>> person(Located.plain("大 西 一 史", 0)), person(Located.plain("山田　太郎", 0))
    ('大西一史', '山田 太郎')
    """
    if name is None:
        return None
    words = name.text.split()
    if len(words) > 2 and all(len(word) <= 2 for word in words):
        return "".join(words)
    return " ".join(words)

