"""Prose and portraits: what no other record holds stays as passages under its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Para
from graph_build.converters.vision.context import Context, words
from graph_build.converters.vision.outline.heading import Heading
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.records.base import Passage
from graph_build.records.ids import text_digest
from graph_build.records.plan import Profile

_FINAL = ("。", "」", "』", "）", ")")


def add_passages(paras: Sequence[Para], path: Sequence[Heading], context: Context) -> None:
    """The prose between two tables or headings, a passage per paragraph; lists and captions stay with their text."""
    for group in _groups(paras):
        text = "\n".join(words(para.text) for para in group)
        titles = [heading.title for heading in path]
        context.passage(
            Passage(
                id=ids.passage(context.plan.id, titles, text),
                owner=context.plan.id,
                order=context.next_order(),
                title=titles[-1] if titles else None,
                text=text,
                text_digest=text_digest(text),
                evidence=(context.out.evidence("passage", *(para.text for para in group)),),
            )
        )


def _groups(paras: Sequence[Para]) -> list[list[Para]]:
    """Paragraphs that belong together: a caption and what follows, a sentence and its list; notes stand alone."""
    groups: list[list[Para]] = []
    for para in paras:
        if groups and not _is_note(para) and not _is_note(groups[-1][-1]):
            last = groups[-1][-1].text.text.rstrip()
            if para.marker is not None or not last.endswith(_FINAL):
                groups[-1].append(para)
                continue
        groups.append([para])
    return groups


def _is_note(para: Para) -> bool:
    return para.marker is not None and para.marker.kind == "note"


def add_profile(heading: Heading, paras: Sequence[Para], context: Context) -> bool:
    """The portrait of the member that a heading names: slogan lines, then sentences; False if it is no member."""
    place = context.member(heading.label.text)
    if place is None or not paras:
        return False
    cut = next((i for i, para in enumerate(paras) if _is_sentence(para.text)), len(paras))
    slogan, body = paras[:cut], paras[cut:]
    text = "\n".join(words(para.text) for para in body)
    evidence = [context.out.evidence("profile.name", heading.para.text)]
    if slogan:
        evidence.append(
            context.out.evidence("profile.slogan", *(p.text for p in slogan), supports=("slogan",))
        )
    if body:
        evidence.append(context.out.evidence("profile.text", *(p.text for p in body), supports=("text",)))
    context.out.add(
        Profile(
            id=f"{context.plan.id}/profile/{place.code5}",
            version=context.plan.id,
            profile_of=ids.place(place.code5),
            slogan="\n".join(words(para.text) for para in slogan) or None,
            text=text or None,
            text_digest=text_digest(text) if text else None,
            evidence=tuple(evidence),
        )
    )
    return True


def _is_sentence(text: Located) -> bool:
    return len(text) > 60 or re.search(r"。(?!」|』|”)", text.text) is not None
