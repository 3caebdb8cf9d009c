"""Changes that take effect on a day of their own: 「ただし、別表第2の改正規定は、令和5年4月1日から施行する。」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_build.converters.changes.targets import N, several
from graph_build.converters.found import FoundArticle, FoundOperation
from graph_build.converters.items import Para
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key

_PLACE = rf"(?:第{N}条|別[表紙記]|題名|前文|附則|本則)"
_CHANGE = r"(?:を[^。は]*?)?(?:に係る|に関する|の)?(?:改正|変更)(?:の?規定|に係る部分|部分)?"
_WHAT = re.compile(
    rf"(?:^|[。、は])(?:ただし、|この(?:協約|協定)(?:中|のうち)、?)?(?P<what>{_PLACE}[^。は]*?)"
    rf"(?:(?P<change>{_CHANGE})|の規定)は、?$"
)
_TAKES_EFFECT = re.compile(r"^(?:から|より|に|以降|以後)[^。]{0,12}(?:施行|効力を(?:生|発|有)|適用|発効)")
_END = re.compile(rf"{_CHANGE}$|(?:に改める|を加える|を削る|とする)$")
_BEHIND = re.compile(r"の次に[^、]*$")


@dataclass(frozen=True, slots=True)
class _Effect:
    """Places (of the base, or the act's own articles) and the day on which their changes take effect."""

    places: tuple[str, ...]
    of_base: bool
    day: str


def with_effects(
    operations: Sequence[FoundOperation], words: Sequence[Para], own: Sequence[FoundArticle]
) -> tuple[FoundOperation, ...]:
    """Operations with the day that the text states for them apart from the others.

    ``own`` are the act's own articles, if it is written in articles.
    """
    effects = [effect for para in words for effect in _effects(para)]
    return tuple(_with_effect(one, effects, own) for one in operations)


def _effects(para: Para) -> Iterator[_Effect]:
    for date in find_dates(para.text.text):
        found = _WHAT.search(matching_key(para.text.text[: date.start]))
        after = matching_key(para.text.text[date.end :])
        if found and date.precision == "day" and date.iso and _TAKES_EFFECT.match(after):
            yield _Effect(tuple(_places(found["what"])), found["change"] is not None, date.iso)


def _places(what: str) -> list[str]:
    """The places in 「第5条の改正規定及び別表第3」, one by one; what they are changed to does not belong to them."""
    pieces = [_END.sub("", piece) for piece in re.split("及び|並びに|、", what)]
    return pieces if all(re.match(_PLACE, piece) for piece in pieces) else several(_END.sub("", what))


def _with_effect(
    one: FoundOperation, effects: Sequence[_Effect], own: Sequence[FoundArticle]
) -> FoundOperation:
    days = {effect.day for effect in effects if _touches(effect, one, own)}
    return replace(one, effective=days.pop()) if len(days) == 1 and one.effective is None else one


def _touches(effect: _Effect, one: FoundOperation, own: Sequence[FoundArticle]) -> bool:
    if own and not effect.of_base:
        return any(f"第{article.number}条" in effect.places and _stands_in(one, article) for article in own)
    if one.kind in ("add", "add_paragraph"):
        put_in = [part.text for part in one.parts[1:3]]
        behind = [_BEHIND.sub("", place) for place in effect.places if _BEHIND.search(place)]
        return one.target in behind or any(
            _within(words, place) for place in effect.places for words in (one.target, *put_in)
        )
    return any(_within(one.target, place) for place in effect.places)


def _within(target: str, place: str) -> bool:
    """Whether a target is a place or a part of it: 別表第1の(2)の項 of 別表第1, not 別表第10."""
    rest = matching_key(target).removeprefix(place)
    return rest != matching_key(target) and not re.match(rf"{N}|の{N}(?!の?[部款項欄号])", rest)


def _stands_in(one: FoundOperation, article: FoundArticle) -> bool:
    at = one.parts[0].start
    spans = [item.text for item in article.items if isinstance(item, Para)]
    return any(text.start <= at < text.end for text in spans)
