"""The identifier grammar: every path below ``id/`` and ``doc/`` that the graph uses.

Ids are paths relative to the base (``agreement/renkei-chusu/43100-43206/…``); `graph_build.rdf` turns them into IRIs.
Functions take codes and matching keys, never positions in the text, so that inserting one measure moves no other id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from graph_build.text.key import matching_key

SEPARATOR = "\x1f"


def h10(*parts: str) -> str:
    """First 10 hex digits of SHA-256 over the matching keys of the parts, joined by U+001F.

    >>> h10("取組 内容") == h10("取組内容")
    True
    """
    return _sha("".join(SEPARATOR + matching_key(part) for part in parts)[1:])[:10]


def text_digest(text: str) -> str:
    """First 16 hex digits of SHA-256 of the matching key: equal for equal wording (``rk:textDigest``)."""
    return _sha(matching_key(text))[:16]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def place(code5: str) -> str:
    """A municipality (``43100``) or, for codes ending in 000, a prefecture.

    >>> place("43100"), place("39000")
    ('municipality/43100', 'prefecture/39')
    """
    return f"prefecture/{code5[:2]}" if code5.endswith("000") else f"municipality/{code5}"


def code5(place_id: str) -> str:
    """The five-digit code of a place id.

    >>> code5("prefecture/39"), code5("municipality/43100")
    ('39000', '43100')
    """
    kind, _, code = place_id.rpartition("/")
    return code + "000" if kind == "prefecture" else code


def unresolved(name: str) -> str:
    """What stands for the code of a name that the text does not settle."""
    return "x" + h10(name)


def codes(code5s: Iterable[str]) -> str:
    """CODES of the grammar: ascending, each once, joined by ``-``.

    >>> codes(["43206", "43100"])
    '43100-43206'
    """
    return "-".join(sorted(set(code5s)))


def area(scheme: str, core_codes: Iterable[str]) -> str:
    """The id of an area (圏域): scheme and core codes."""
    return f"area/{scheme}/{codes(core_codes)}"


def member(area_id: str, code: str) -> str:
    """The id of one membership."""
    return f"{area_id}/member/{code}"


def agreement(scheme: str, party_codes: Iterable[str], subject: str = "") -> str:
    """A of the grammar; ``subject`` (title without party names) is needed for scheme ``kyotei`` only."""
    path = f"agreement/{scheme}/{codes(party_codes)}"
    return f"{path}/{h10(subject)}" if scheme == "kyotei" else path


def version(agreement_id: str, signed: str | None) -> str:
    """V of the grammar."""
    return f"{agreement_id}/version/{signed or 'undated'}"


def version_before(agreement_id: str, printed: str | None, act_date: str | None) -> str:
    """The version that an act changes and that is not in the corpus: its printed date, else before the act."""
    return f"{agreement_id}/version/{printed or 'before-' + (act_date or 'undated')}"


def draft(agreement_id: str, submitter_code: str, submitted: str | None, number: str | None) -> str:
    """D of the grammar: a text that a bill proposes."""
    return f"{agreement_id}/draft/{submitter_code}-{submitted or 'undated'}-{number or 'x'}"


def act(agreement_id: str, kind: str, signed: str | None) -> str:
    """A conclusion, amendment or repeal; different amendments of one day: see `graph_build.release.same_day`."""
    return f"{agreement_id}/act/{kind}-{signed or 'undated'}"


def bill(submitter_code: str, submitted: str | None, number: str | None) -> str:
    """A council bill (議案)."""
    return f"bill/{submitter_code}/{submitted or 'undated'}/{number or 'x'}"


def vision(scheme: str, core_codes: Iterable[str], issued: str | None) -> str:
    """W of the grammar: one edition of a plan."""
    return f"vision/{scheme}/{codes(core_codes)}/{issued or 'undated'}"


def period(start: str, end: str | None = None, kind: str | None = None) -> str:
    """``fy2021``, ``cy2021``, ``y2021`` (kind not said), a date, or ``start_end``.

    ``kind`` is ``fy``, ``cy`` or ``y`` for a bare year in ``start``; None for dates.

    >>> period("2021", kind="fy"), period("2024-10-01"), period("2021-04-01", "2026-03-31")
    ('period/fy2021', 'period/2024-10-01', 'period/2021-04-01_2026-03-31')
    """
    return f"period/{kind or ''}{start}" + (f"_{end}" if end else "")


def facility(municipality_codes: Iterable[str], name: str) -> str:
    """A facility: where it is and what it is called."""
    return f"facility/{codes(municipality_codes)}/{h10(name)}"


def article(text_id: str, number: str) -> str:
    """An article or other numbered part; the number is in law its identity.

    >>> article("V", "3の2")
    'V/article/3-2'
    """
    return f"{text_id}/article/{_ascii(number)}"


def annex(text_id: str, number: str | None) -> str:
    """An annex; 0 for the only one."""
    return f"{text_id}/annex/{_ascii(number or '0')}"


def _ascii(number: str) -> str:
    plain = matching_key(number).replace("の", "-")
    return plain if plain.isascii() and plain.replace("-", "").isalnum() else unresolved(number)


def party(text_id: str, holder: str) -> str:
    """A party statement; ``holder`` is a code5 or `unresolved`."""
    return f"{text_id}/party/{holder}"


def signature(act_id: str, holder: str) -> str:
    """Who signed for a party."""
    return f"{act_id}/signature/{holder}"


def field(text_id: str, labels: Iterable[str]) -> str:
    """A policy field of a text: its labels from the top."""
    return f"{text_id}/field/{h10(*labels)}"


def measure(text_id: str, labels: Iterable[str], title: str | None, content: str | None = None) -> str:
    """M of the grammar; give ``content`` when the title is missing or stands twice in its field."""
    parts = [*labels, *([title] if title else []), *([content] if content is not None else [])]
    return f"{text_id}/measure/{h10(*parts)}"


def project(vision_id: str, measure_title: str, title: str) -> str:
    """P of the grammar."""
    return f"{vision_id}/project/{h10(measure_title, title)}"


def role(owner_id: str, holder: str, applies_to: Iterable[str] = ()) -> str:
    """A role statement; ``holder`` is a code5 or `unresolved` of the printed holder; ``applies_to`` are code5s."""
    towards = codes(applies_to)
    return f"{owner_id}/role/{holder}" + (f"-{h10(towards)}" if towards else "")


def variant(measure_id: str, applies_to: Iterable[str]) -> str:
    """The wording of a measure for some members."""
    return f"{measure_id}/variant/{h10(codes(applies_to))}"


def passage(text_id: str, headings: Iterable[str], text: str) -> str:
    """Prose that no other class holds."""
    return f"{text_id}/passage/{h10(*headings, text)}"


def operation(owner_id: str, kind: str, target: str, new_text: str | None) -> str:
    """One change that an act or draft makes."""
    return f"{owner_id}/operation/{h10(kind, target, new_text or '')}"


def kpi(vision_id: str, monitored: str, name: str) -> str:
    """A KPI: label of what it monitors, name without its unit."""
    return f"{vision_id}/kpi/{h10(monitored, name)}"


def statistic(vision_id: str, table: str, subject: str, prop: str, when: str) -> str:
    """One figure of a table or sentence."""
    return f"{vision_id}/statistic/{h10(table, subject, prop, when)}"


def correspondence(name: str) -> str:
    """Measures that are the same: the digest of their words, or `h10` of the ids of two in ascending order."""
    return f"correspondence/{name}"


def document(topic_id: str) -> str:
    """The document on a topic (path below the base, like every id here but outside ``id/``)."""
    return f"doc/{topic_id}"
