"""Labels that only one document uses, known by their place: 「［何をするか］ …」 right before 「［飯田市］ …」, again and again.

A label that names a party announces its role. Where such labels recur, the words that stand in the same place right before
them, as often, announce what is done together, whatever they are. Other words framed like these labels are labels too,
but what they announce is not known: their texts are kept apart. All of this is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.converters.items import Grid, Item, Para, cell_key
from graph_build.converters.measures.roles import names_all
from graph_build.text.joining import AND
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import Label, label_kind

_LONGEST = 16
"""Letters that a label has at most."""
_FRAMED = re.compile(
    r"(?P<style>[\[【〔〈《<≪(])(?P<word>[^\[\]【】〔〕〈〉《》<>≪≫()。]+)[\]】〕〉》>≫)]:?(?P<text>.*)",
    re.DOTALL,
)
_COLON = re.compile(r"(?P<word>[^:。、]+)(?P<style>:)(?P<text>.*)", re.DOTALL)
_APART = re.compile(
    r"\s*(?P<word>[^\s。、]+(?: [^\s。、]+)?)(?P<style>[　\t]+| {2,})(?P<text>\S.*)", re.DOTALL
)
_SIGNS = "[【〔〈《<≪(:"
_JOINED = f"(?:{AND}|と|・|、)"
_TAIL = r"(?:(?:側|として)?(?:が|の|は|に)(?!.*負担(?:割合|率|額|金))[^。、()]{0,10})?"
_POSITION = "[甲乙丙丁戊己庚辛]"


@dataclass(frozen=True, slots=True)
class _Form:
    """A word in the place of a label: whether a text stands behind or below it, and the sign that sets it off."""

    word: str
    texted: bool
    style: str = ""


def own_labels(blocks: Sequence[Sequence[Item]], names: Sequence[str]) -> dict[str, Label]:
    """Matching key of a label → what it announces, for the blocks (annexes, articles) of one document.

    ``names`` are keys of the parties' names. A ``note`` is a label of which it is only known that it is one.
    """
    forms = [[*_forms(block)] for block in blocks]
    grids = [item for block in blocks for item in block if isinstance(item, Grid)]
    before = Counter(word for block in forms for word in _before_parties(block, names))
    told: dict[str, Label] = {}
    for grid in grids:
        told |= _heads(grid, names)
    content = [word for word, count in before.items() if count >= 2 and label_kind(word).kind == "unknown"]
    alike = _set_off_alike([form for block in forms for form in block], names)
    framed = {label.holder for label in alike.values() if label.kind == "role"}
    if content or any(label_kind(word).kind == "content" for word in before) or len(framed) > 1:
        told |= alike | {word: Label("content") for word in content}
    return {word: label for word, label in told.items() if label_kind(word).kind == "unknown"}


def _before_parties(forms: Sequence[_Form], names: Sequence[str]) -> Iterator[str]:
    """The words, no party's, that stand with a text right before a party's label."""
    for above, form in pairwise(forms):
        if above.texted and _holder(form.word, names) and not _holder(above.word, names):
            yield above.word


def _set_off_alike(forms: Sequence[_Form], names: Sequence[str]) -> dict[str, Label]:
    """The labels that name parties, and the others that the same sign sets off, if they are met again."""
    count = Counter(form.word for form in forms)
    holders = {form.word: holder for form in forms if (holder := _holder(form.word, names))}
    styles = {form.style for form in forms if count[form.word] > 1 and form.word in holders} & {*_SIGNS}
    found: dict[str, Label] = {}
    for form in forms:
        if form.word in holders and (count[form.word] > 1 or form.style in styles):
            found[form.word] = Label("role", holders[form.word])
        elif count[form.word] > 1 and form.texted and form.style in styles and not names_all(form.word):
            found[form.word] = Label("note")
    return found


def _forms(items: Sequence[Item]) -> Iterator[_Form]:
    """What stands in the place of a label, in text order."""
    waiting: _Form | None = None
    for item in items:
        form = _form(item) if isinstance(item, Para) else None
        if waiting is not None:
            yield _Form(waiting.word, form is None, waiting.style)
        waiting = form if form and not form.texted else None
        if form and form.texted:
            yield form
        for row in item.rows if isinstance(item, Grid) else ():
            cells = [cell for cell in row if cell.text]
            word = cell_key(cells[-2]) if len(cells) > 1 else ""
            if 0 < len(word) <= _LONGEST and "。" not in word:
                yield _Form(word, _is_text(cell_key(cells[-1])))
    if waiting is not None:
        yield waiting


def _is_text(key: str) -> bool:
    """Whether a cell holds what a label announces, no head of a column itself."""
    return "。" in key or len(key) > _LONGEST


def _form(para: Para) -> _Form | None:
    key = fold(para.body.text).text
    found = _FRAMED.fullmatch(key) or _COLON.fullmatch(key) or _APART.fullmatch(para.body.text)
    if found and len(matching_key(found["word"])) <= _LONGEST:
        return _Form(matching_key(found["word"]), bool(found["text"].strip()), found["style"].strip())
    return _Form(para.body_key, False) if len(key) <= _LONGEST and "。" not in key else None


def _heads(grid: Grid, names: Sequence[str]) -> Mapping[str, Label]:
    """Heads of columns: those that name different parties, side by side, and the one in front of them."""
    heads = [cell_key(cell) for cell in grid.rows[0]] if len(grid.rows) > 1 else []
    holders = [_holder(head, names) for head in heads]
    first = next((i for i, holder in enumerate(holders) if holder), 0)
    told = [holder for holder in holders if holder]
    if first == 0 or len(set(told)) < 2 or not all(holders[first : first + len(told)]):
        return {}
    found = {head: Label("role", holder) for head, holder in zip(heads, holders, strict=True) if holder}
    if any(label_kind(head).kind == "content" for head in heads) or not heads[first - 1]:
        return found
    return {heads[first - 1]: Label("content"), **found}


def _holder(word: str, names: Sequence[str]) -> str | None:
    """The party, or parties, that a label names: 飯田市 of 「飯田市のつとめ」; None if it names none."""
    one = "|".join([*sorted(map(re.escape, names), key=len, reverse=True), _POSITION])
    found = re.fullmatch(rf"(?P<holder>(?:{one})(?:{_JOINED}?(?:{one}))*){_TAIL}", word)
    return found["holder"] if found else None
