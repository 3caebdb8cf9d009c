"""How the headings of a plan stand one in another: as markers are usually nested, and as this plan nests and counts them."""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.converters.vision.outline.heading import CAPTION_KINDS, Heading, is_pillar

# The usual order of markers from the outside in; a plan uses some of them.
OUTSIDE_IN = (
    "appendix", "part", "chapter", "section", "roman_upper", "roman_multi", "letter_upper", "letter_multi", "pillar", "area_field",
    "ordinal", "framed_digit", "digit", "digit_inner",
    "digit_close", "kanji", "digit_multi", "paren_digit", "paren_kanji", "paren_multi", "triple", "tag", "tag_project",
    "circled", "square", "kana",
    "kana_close", "paren_kana", "letter", "paren_letter", "digit_padded",
)  # fmt: skip
TITLED = "titled"
"""Style and kind of a heading that is the title of what a table or a label tells: it stands inside of all others."""
_OF_MEASURES = ("agreement", "projects", "kpi", "direction")
"""What unmarked headings announce of the measure above them."""
_ALWAYS_OUTSIDE = ("appendix", "part", "chapter", "section")


def paths_of(headings: Sequence[Heading]) -> dict[int, tuple[Heading, ...]]:
    """Position of each heading → the headings around it, itself the last."""
    paths: dict[int, tuple[Heading, ...]] = {}
    nested: set[tuple[str, str]] = set()
    ended: dict[str, tuple[Heading, ...]] = {}
    """The paths that a heading further out ended, by the kind of their last heading."""
    stack: list[Heading] = []
    for at, heading in enumerate(headings):
        sibling = _sibling(heading, stack)
        if (around := _unmarked_inside(heading, stack)) is not None:
            del stack[around + 1 :]
        elif _counts_on(heading, ended.get(heading.kind), stack):
            stack = list(ended.pop(heading.kind)[:-1])
        elif sibling is not None:
            del stack[sibling:]
        elif _begins_anew(heading, stack):
            pass
        elif not (stack and stack[-1].index == heading.index - 1 and stack[-1].role in ("projects", "kpi")):
            # Directly below 「ウ 具体的事業」 any marker begins what that announces.
            while stack and not _inside(headings, at, stack, nested):
                ended[stack[-1].kind] = tuple(stack)
                stack.pop()
        nested |= {(outer.kind, heading.kind) for outer in stack}
        stack.append(heading)
        paths[heading.index] = tuple(stack)
    return paths


def _sibling(heading: Heading, stack: Sequence[Heading]) -> int | None:
    """Where the open heading of the same kind stands that a heading follows: of several the inner one that it counts on."""
    same = [i for i, other in enumerate(stack) if other.kind == heading.kind]
    if not same or _begins_anew(heading, stack):
        return None
    counted = [i for i in same if heading.number is not None and stack[i].number == heading.number - 1]
    return counted[-1] if counted else same[0]


def _unmarked_inside(heading: Heading, stack: Sequence[Heading]) -> int | None:
    """Where the open heading stands that one without a marker says something of, though such a one begins the chapter:
    「形成協定の内容」 right below a measure, 「医療の成果指標」 below 「(1) 医療」, 「具体的事業」 below a title that
    has no marker either."""
    if heading.kind != "plain" or not stack:
        return None
    last = len(stack) - 1
    if heading.role in _OF_MEASURES and TITLED in (open_kinds := [one.kind for one in stack]):
        return last - open_kinds[::-1].index(TITLED)
    if heading.role == "agreement" and stack[-1].index == heading.index - 1 and stack[-1].kind != "plain":
        return last
    named = (i for i in range(last, -1, -1) if heading.key.startswith(f"{stack[i].key}の"))
    return next((i for i in named if heading.role == "kpi" and stack[i].kind != "plain"), None)


def _begins_anew(heading: Heading, stack: Sequence[Heading]) -> bool:
    """Whether a kind is used once more further in: 「１ 医療」 right below 「第１ 生活機能の強化」 below 「４ 具体的な取組」."""
    if heading.number != 1 or not stack or stack[-1].index != heading.index - 1:
        return False
    return stack[-1].kind != heading.kind and heading.kind in [other.kind for other in stack]


def _counts_on(heading: Heading, ended: Sequence[Heading] | None, stack: Sequence[Heading]) -> bool:
    """Whether a heading goes on with the count of one that another kind ended (chapter ７ behind 柱３), and not with that of
    its own kind inside (the measures ５, ６ of 柱３)."""
    inside = [other.number for other in stack if other.kind == heading.kind]
    if not ended or not inside or heading.number is None or None in (ended[-1].number, inside[-1]):
        return False
    return heading.number - 1 == ended[-1].number != inside[-1]


def _inside(
    headings: Sequence[Heading], at: int, stack: Sequence[Heading], nested: set[tuple[str, str]]
) -> bool:
    """Whether a heading stands inside the innermost open one: as the counting goes on, as this plan nested the kinds
    before, as markers are usually nested."""
    heading, last = headings[at], stack[-1]
    if heading.kind in CAPTION_KINDS and heading.role == "agreement" and last.index == heading.index - 1:
        return True  # 「〔協定の内容〕」 right below the measure
    if heading.kind == "area_field" and is_pillar(last.key):
        return True  # 「【医療】」 below 「１ 生活機能の強化に係る政策分野」
    if heading.kind == "plain" and last.kind == TITLED:
        return False
    if not _outside(heading.kind, last.kind) or (last.kind, heading.kind) in nested:
        return True
    if heading.kind in _ALWAYS_OUTSIDE or last.number is None:
        return False
    if last.index == heading.index - 1 and stack[0].kind == "pillar" and len(stack) > 1:
        return True  # 「（１）生活を便利にする」 right above 「５ 子育てを支え合う」: measures counted on through the plan
    if _always_behind(headings, heading.kind, last.kind, {other.kind for other in stack[:-1]}):
        return True
    if heading.number != 1:
        return False
    below = last.index == heading.index - 1 and (heading.kind, last.kind) not in nested
    around = {other.kind for other in stack[:-1]}
    for following in headings[at + 1 :]:
        if following.kind in around:
            break
        if following.kind == last.kind:
            return following.number == last.number + 1
    return below  # 「Ａ 生活機能の強化」 right below 「３ 生活関連機能サービスの向上」, the last of its kind


def _always_behind(headings: Sequence[Heading], kind: str, other: str, around: set[str]) -> bool:
    """Whether each heading further out (「（１） 医療」) that has headings of the two kinds below it begins with the other
    (「ア 救急」, then 「① 診療所」), in two places at least."""
    parts: list[list[str]] = [[]]
    for heading in headings:
        if heading.kind in around:
            parts.append([])
        elif heading.kind == kind or (heading.kind == other and heading.role is None):
            parts[-1].append(heading.kind)
    begins = [part[0] for part in parts if kind in part]
    return begins.count(other) == len(begins) > 1


def _outside(kind: str, other: str) -> bool:
    """Whether a marker kind usually stands further out than another; names and captions are innermost."""
    order = {name: i for i, name in enumerate(OUTSIDE_IN)}
    return order.get(kind, len(order)) < order.get(other, len(order))
