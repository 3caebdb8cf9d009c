"""Labels that only one document uses, known by their place: 「［何をするか］ …」 right before 「［飯田市］ …」, again and again.

A label that names a party announces its role. Where such labels recur, the words that stand in the same form right before
them, as often, announce what is done together, whatever they are. Other unknown labels stay unknown, and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_build.converters.items import Grid, Item, Para, cell_key
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import Label, label_kind

_LONGEST = 16
"""Letters that a label has at most."""
_FRAMED = re.compile(r"[\[【〔〈《<≪(](?P<word>[^\[\]【】〔〕〈〉《》<>≪≫()。]+)[\]】〕〉》>≫)]:?(?P<text>.*)", re.DOTALL)
_COLON = re.compile(r"(?P<word>[^:。、]+):(?P<text>.*)", re.DOTALL)
_APART = re.compile(r"\s*(?P<word>[^\s。、]+(?: [^\s。、]+)?)(?:[　\t]+| {2,})(?P<text>\S.*)", re.DOTALL)
_JOINED = "(?:及び|並びに|と|・|、)"
_TAIL = r"(?:(?:側|として)?(?:が|の|は|に)[^。、()]{0,10})?"
_POSITION = "[甲乙丙丁戊己庚辛]"


@dataclass(frozen=True, slots=True)
class _Form:
    """A word in the place of a label, and whether a text stands behind or below it."""

    word: str
    texted: bool


def own_labels(blocks: Sequence[Sequence[Item]], names: Sequence[str]) -> dict[str, Label]:
    """Matching key of a label → what it announces, for the blocks (annexes, articles) of one document.

    ``names`` are keys of the parties' names.
    """
    found: dict[str, Label] = {}
    told: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for block in blocks:
        forms = [*_forms(block)]
        holders = [_holder(form.word, names) for form in forms]
        told.update(form.word for form, holder in zip(forms, holders, strict=True) if holder)
        for above, (form, holder) in zip([None, *forms], zip(forms, holders, strict=True)):
            if not holder or above is None or _holder(above.word, names) or not above.texted:
                continue
            before[above.word] += 1
        for item in block:
            if isinstance(item, Grid):
                found |= _heads(item, names)
    known = {word for word in before if label_kind(word).kind == "content"}
    recurring = {word for word, count in before.items() if count >= 2 and label_kind(word).kind == "unknown"}
    if recurring or known:
        found |= {word: Label("content") for word in recurring}
        found |= {word: Label("role", _holder(word, names)) for word, count in told.items() if count >= 2}
    return {word: label for word, label in found.items() if label_kind(word).kind == "unknown"}


def _forms(items: Sequence[Item]) -> Iterator[_Form]:
    """What stands in the place of a label, in text order."""
    waiting: str | None = None
    for item in items:
        if isinstance(item, Grid):
            for row in item.rows:
                cells = [cell for cell in row if cell.text]
                word = cell_key(cells[-2]) if len(cells) > 1 else ""
                if word and len(word) <= _LONGEST and "。" not in word:
                    yield _Form(word, True)
        elif isinstance(item, Para):
            form = _form(item)
            if waiting is not None:
                yield _Form(waiting, form is None)
            waiting = None
            if form and form.texted:
                yield form
            elif form:
                waiting = form.word
    if waiting is not None:
        yield _Form(waiting, False)


def _form(para: Para) -> _Form | None:
    key = fold(para.body.text).text
    apart = _APART.fullmatch(para.body.text)
    found = _FRAMED.fullmatch(key) or _COLON.fullmatch(key) or apart
    if found and len(matching_key(found["word"])) <= _LONGEST:
        return _Form(matching_key(found["word"]), bool(found["text"].strip()))
    return _Form(para.body_key, False) if len(key) <= _LONGEST and "。" not in key else None


def _heads(grid: Grid, names: Sequence[str]) -> Mapping[str, Label]:
    """Heads of columns: those that name different parties, side by side, and the one in front of them."""
    if len(grid.rows) < 2:
        return {}
    heads = [cell_key(cell) for cell in grid.rows[0]]
    holders = [_holder(head, names) for head in heads]
    first = next((i for i, holder in enumerate(holders) if holder), 0)
    told = [holder for holder in holders if holder]
    if first == 0 or len(set(told)) < 2 or not all(holders[first : first + len(told)]):
        return {}
    found = {head: Label("role", holder) for head, holder in zip(heads, holders, strict=True) if holder}
    if any(label_kind(head).kind == "content" for head in heads):
        return found
    return {heads[first - 1]: Label("content"), **found} if heads[first - 1] else {}


def _holder(word: str, names: Sequence[str]) -> str | None:
    """The party, or parties, that a label names: 飯田市 of 「飯田市のつとめ」; None if it names none."""
    one = "|".join([*sorted(map(re.escape, names), key=len, reverse=True), _POSITION])
    found = re.fullmatch(rf"(?P<holder>(?:{one})(?:{_JOINED}?(?:{one}))*){_TAIL}", word)
    return found["holder"] if found else None
