"""What sentences cite as their basis: provisions of laws, guidelines of the ministry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.converters.items import Para
from graph_build.text.key import fold
from graph_build.text.laws import LawCitation, find_law_citations

_LAW_BASE = "https://laws.e-gov.go.jp/law/"


@dataclass(frozen=True, slots=True)
class Basis:
    """What an instrument or bill rests on: printed provisions, IRIs of the laws, where it says so."""

    texts: tuple[str, ...]
    laws: tuple[str, ...]


def legal_basis(words: Sequence[Para]) -> Basis:
    """Provisions and laws that these sentences cite."""
    citations: list[LawCitation] = []
    wanted: list[tuple[LawCitation, str]] = []
    for para in words:
        found = find_law_citations(para.text.text, citations)
        citations += found
        wanted += [(c, para.text.text[c.start : c.end]) for c in found if c.path or c.law.endswith("要綱")]
    texts = dict.fromkeys(_as_printed(citation, text) for citation, text in wanted)
    laws = dict.fromkeys(_LAW_BASE + citation.law_id for citation, _ in wanted if citation.law_id)
    return Basis(tuple(texts), tuple(laws))


def _as_printed(citation: LawCitation, text: str) -> str:
    """Law and provision in the printed numerals, the law's number in brackets left out: 地方自治法第二百五十二条の二第一項.

    An abbreviation (法, 同法) gives way to the name; what is printed as part of a provision (同条, 第五項) is told whole.
    """
    key = re.sub(r"\([^()]*\)", "", fold(text).text)
    provision = re.search(r"第.*", key)
    if key.startswith(citation.law):
        return key
    whole = provision is not None and ("条" in provision[0]) == ("条" in citation.path)
    return citation.law + provision[0] if provision and whole else citation.text
