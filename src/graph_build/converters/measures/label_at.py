"""The label that a paragraph begins with, and the text behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_build.converters.items import Para, behind
from graph_build.documents.model import Located
from graph_build.text.joining import AND
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import Label, label_kind
from graph_build.text.noise import is_spaced

_LABELS = ("content", "role", "roles", "direction", "cost")
_CLOSED = ("title", "note", "number")
"""Labels that only a bracket, a colon or a wide gap sets off from words."""
_BRACKETS = "【[〔<〈《(（「"
_CLOSE = "】]〕>〉》)）」"


_HOLDERS = f"[甲乙丙丁戊](?:(?:{AND}|・|、)?[甲乙丙丁戊])*"
# 「〔甲〕…」, 「甲：…」: a position in brackets or before a colon announces its role.
_ANNOUNCED = re.compile(
    rf"^(?:[【\[〔〈<《≪(](?P<framed>{_HOLDERS})[】\]〕〉>》≫)]:?|(?P<plain>{_HOLDERS}):)"
)
# 「取 組 の 内 容 は 、」 in a text with blanks between its characters: the blank parts no label from its text.
_GOES_ON = re.compile(r"[ ](?:[のはをにがとでもや、]|及\s?び|並\s?び)")


@dataclass(frozen=True, slots=True)
class LabelAt:
    """A label at the beginning of a paragraph: what it means, where it is printed, the text behind it."""

    label: Label
    text: Located
    inline: Located


def label_at(para: Para) -> LabelAt | None:
    """The label that a paragraph begins with, alone on its line or followed by a blank, colon or closing bracket.

    >>> label_at(Para(Located.plain("(ア) 取組の内容　観光に取り組む。", 0))).inline.text
    '観光に取り組む。'
    >>> [label_at(Para(Located.plain(t, 0))) for t in ("内容を確認する。", "取 組 の 内 容 は 、 別 表 の と お り")]
    [None, None]
    """
    body = para.body
    key = fold(body.text)
    announced = _ANNOUNCED.match(key.text)
    if announced:
        end = announced.end()
        holder = announced["framed"] or announced["plain"]
        return LabelAt(
            Label("role", holder),
            behind(body, key, 0, end),
            _without_colon(behind(body, key, end, len(key.text))),
        )
    for length in range(min(len(key.text), 24), 1, -1):
        word = key.text[:length]
        label = label_kind(matching_key(word))
        if label.kind not in (*_LABELS, *_CLOSED):
            continue
        after = body.text[key.ends[length - 1] :]
        closed = word[-1] in _CLOSE or re.match(r"\s*[:：]|[】\]〕>〉》]", after)
        headed = not after and matching_key(word) == "備考"
        if label.kind in _CLOSED and not closed and not headed and not re.match(r"[　\t]|  ", after):
            continue
        if word[0] in "([【〔<《「〈" and word[-1] not in _CLOSE:
            continue
        if after and not re.match(r"[\s　:：]|[（(]", after) and word[-1] not in _CLOSE:
            continue
        if _GOES_ON.match(after) and is_spaced(after):
            continue
        return LabelAt(label, behind(body, key, 0, length), _without_colon(body[key.ends[length - 1] :]))
    return None


def is_note(para: Para) -> bool:
    """「※　協議により変更することがある。」, 「※1　…号通知」: a note below the text.

    >>> is_note(Para(Located.plain("※1　総務事務次官通知", 0))), is_note(Para(Located.plain("※（公印省略）", 0)))
    (True, False)
    """
    return re.match(r"(?:※|\*[0-9]|注[0-9]{0,2}[):])(?!.{0,3}公印)", para.key.text) is not None


def _without_colon(text: Located) -> Located:
    text = text.strip()
    return text[1:].strip() if text.text[:1] in (":", "：") else text


def without_field_label(para: Para) -> Para:
    """「政策分野：医療」 names the field 医療."""
    label, colon, name = para.text.text.partition("：" if "：" in para.text.text else ":")
    if not colon or not name.strip() or label_kind(matching_key(label)).kind != "field":
        return para
    return Para(para.text[len(label) + 1 :].strip(), para.style, para.indent)
