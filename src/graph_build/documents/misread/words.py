"""Signs that the words right beside them settle, whatever the document: 「第ニ条」 is 「第二条」, 「(子円)」 「(千円)」."""

from __future__ import annotations

import re
from collections.abc import Iterator

_YEAR = r"[\s　]*(?:[0-9０-９]{1,2}|[元一二三四五六七八九十]+)[\s　]*年"
_GRANT = re.compile(r"補助|交付金|負担金")
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"(?:連携中枢都市|定住自立)(?P<sign>[^\W0-9A-Za-zぁ-ヿ圏])(?=[のをにはが、。形構共ビ域」]|$)", "圏"),
        (
            r"(?P<sign>(?<=[のをはが、」協約定市町村道])[-－―ー](?=部(?:を|改正|変更|の|に))|[-－―ー](?=丁目)"
            r"|(?<=[第十百])[-－―ー](?=[項条号年月日]))",
            "一",
        ),
        (r"(?P<sign>(?<=[第十百年月和成])ニ(?=[十百項条号年月日]))", "二"),
        (r"(?<=面積[(（])(?:単位[:：]?)?(?P<sign>k[ ]?[mn]{1,2}[a-z2²?'’]{0,2})(?=[)）])", "km²"),
        (r"(?<=[(（])(?P<sign>[子壬干手于])(?=円[)）])", "千"),
        (r"(?<=値)(?P<sign>[CcG])(?=(?:R|H|令和|平成)?[0-9]{1,4}年)", "("),
        (r"KP(?P<sign>[1l|!]?)(?=[)）])", "I"),
        (r"(?<=を行)(?P<sign>[0-9])(?=。$)", "う"),
        (r"(?<=を行)(?P<sign>[0-9])$", "う。"),
        (r"(?<=[)）人件日回台%％円年度])(?P<sign>[っつ>＞ー])(?=(?:延べ|約)?[0-9０-９])", "→"),
        (rf"(?:^|(?<=[^\w])|(?<=[はをに、から]))(?P<sign>[今合全]和)(?={_YEAR})", "令和"),
        (rf"(?:^|(?<=[^\w])|(?<=[はをに、から]))(?P<sign>平[戌威咸])(?={_YEAR})", "平成"),
    )
)
"""Patterns in which ``sign`` is what was misread (seen on pages of the fixtures), and what it has to be."""
_SHARE = re.compile(r"(?<=[国県道府都][1-9])(?P<sign>[1lI|7]?)(?=[2-9][)）、，・])")
"""The stroke of a share behind its giver: 国1/2."""
_AREA = re.compile(r"(?P<sign>[園団国圃國圈図困囲因岡購職曽半賠闘較菩])(?=域)")
_ITEM = re.compile(r"^[-－―ー](?=[\s　]+\w)")


def settled_words(words: str, area: bool, kanji_items: bool) -> Iterator[tuple[int, int, str]]:
    """Where in a text signs are something else, and what.

    ``area``: the document speaks of a 圏域; ``kanji_items``: its items are counted 一, 二, so that a dash that opens
    one is 一.
    """
    for pattern, meant in _WORDS:
        yield from ((*found.span("sign"), meant) for found in pattern.finditer(words))
    if area:
        yield from ((*found.span("sign"), "圏") for found in _AREA.finditer(words))
    if kanji_items and (item := _ITEM.match(words)):
        yield (*item.span(), "一")
    if _GRANT.search(words):
        yield from ((*found.span("sign"), "/") for found in _SHARE.finditer(words))
