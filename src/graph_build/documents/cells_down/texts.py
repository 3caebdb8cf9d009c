"""The texts that stand below the heads of a table whose cells are lines one below the other, up to where the table ends."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from graph_build.documents.lines.paragraphs import has_marker, opens_part
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Ignored, Located
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import PARTS_OF_PROJECTS, label_kinds

NOTHING = frozenset(("―", "－", "ー", "-", "なし", "無し", "特になし", "〃"))
_FINAL = re.compile(r"。[)）」』]?$|[)）]$")
_BULLET = re.compile("[・○●◎◇□▪‣∙]")
_PART = re.compile(
    r"第[0-9０-９一二三四五六七八九十]+[編章節部条]|別[表紙記添]|附則|付則|[#|<【■◆＜《〈[［]|[※＊*]|[(（]?注[)）:：0-9]|資料[:：]"
)
_LEADS_ON = re.compile(
    r"(?:次|以下)の(?:とおり|通り|.{0,12}(?:事業|取組|取り組み|施策)を)[^。]{0,20}。$|^(?:以上|上記)の"
)
_BREAKS_OFF = re.compile("、|[をがはにのとでへ]$")
_LABELS = PARTS_OF_PROJECTS | {"title", "kpi", "target", "current", "baseline", "number"}


@dataclass(frozen=True, slots=True)
class Text:
    """Lines that go on with each other; ``behind`` is the index of the line behind them."""

    lines: tuple[Line, ...]
    behind: int

    @property
    def located(self) -> Located:
        """The lines as one text."""
        return Located.joined([line.located.strip() for line in self.lines])

    @property
    def words(self) -> str:
        """What it says, as printed."""
        return "".join(line.text.strip() for line in self.lines)

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does, or says that there is nothing."""
        return ends(self.words)

    @property
    def is_item(self) -> bool:
        """Whether a bullet stands before it."""
        return _BULLET.match(self.words) is not None

    @property
    def marker(self) -> tuple[str, int | None] | None:
        """Kind and number of the marker before it; none for a bullet."""
        return marker_before(self.words)


@dataclass(frozen=True, slots=True)
class Below:
    """The texts below heads: in blocks that blank lines part, and the lines of heads that are printed once more."""

    blocks: list[list[Text]]
    repeated: list[Ignored]


def ends(words: str) -> bool:
    """Whether words end as a sentence does, or say that there is nothing."""
    return _FINAL.search(words) is not None or words in NOTHING


def marker_before(words: str) -> tuple[str, int | None] | None:
    """Kind and number of the marker before a text; none for a bullet, or a number that a sentence speaks of."""
    marker = parse_marker(words) if has_marker(words) and not _BULLET.match(words) else None
    return (marker.kind, marker.number) if marker else None


def is_holder(key: str) -> bool:
    """Whether a key names somebody who may have a role: 甲, 三原市, 連携町."""
    return label_kind(f"{key}の役割").holder == key


def texts_below(
    lines: Sequence[Line], begin: int, aside: Collection[int], heads: Sequence[str], labelled: bool
) -> Below:
    """The texts from line ``begin`` on, below heads of these keys; ``labelled``: titles or fields stand in the first columns."""
    return _Reader(lines, aside, heads, labelled).read(begin)


@dataclass(slots=True)
class _Reader:
    lines: Sequence[Line]
    aside: Collection[int]
    heads: Sequence[str]
    labelled: bool
    repeated: list[Ignored] = field(default_factory=list)

    def read(self, begin: int) -> Below:
        blocks: list[list[Text]] = []
        at, gap = self._gap(begin)
        while at < len(self.lines):
            text = self._over_page(self._text(at))
            if self._is_behind(text, blocks):
                break
            if not blocks or (gap == "blank" or (gap and len(blocks) > 1)):
                blocks.append([text])
            else:
                blocks[-1].append(text)
            at, gap = self._gap(text.behind)
        return Below(blocks, self.repeated)

    def _gap(self, at: int) -> tuple[int, str]:
        """The next line of a text, and what stands before it: a blank line, or the end of a page with heads printed again or not."""
        gap = ""
        while at < len(self.lines):
            line = self.lines[at]
            if line.blank or line.start in self.aside:
                gap = "page" if gap == "page" or line.start in self.aside else "blank"
                at += 1
            elif (again := self._heads_again(at)) > at:
                lines = [one for one in self.lines[at:again] if not one.blank and one.start not in self.aside]
                self.repeated += [Ignored(one.start, one.end, "repeated_header") for one in lines]
                at, gap = again, "page"
            else:
                break
        return at, gap

    def _over_page(self, text: Text) -> Text:
        """A text with its rest behind the end of a page, where it breaks off in a sentence."""
        at, gap = self._gap(text.behind)
        if gap != "page" or text.ends or at == len(self.lines) or self._begins(at):
            return text
        rest = self._text(at)
        if not rest.ends or not _BREAKS_OFF.search(text.words):
            return text
        return Text((*text.lines, *rest.lines), rest.behind)

    def _heads_again(self, at: int) -> int:
        """The line behind the heads that are printed once more from a line on; the line itself where they are not."""
        end, keys = at, ""
        for end in range(at, min(len(self.lines), at + 3 * len(self.heads))):
            line = self.lines[end]
            if not line.blank and line.start not in self.aside:
                keys += matching_key(line.text)
            if keys == "".join(self.heads):
                return end + 1
            if not "".join(self.heads).startswith(keys):
                break
        return at

    def _text(self, at: int) -> Text:
        """The lines from one on, up to the end of a sentence, a blank line, or one that begins something."""
        end = at + 1
        while (
            end < len(self.lines)
            and not self.lines[end].blank
            and self.lines[end].start not in self.aside
            and not ends(self.lines[end - 1].text.strip())
            and not self._begins(end)
        ):
            end += 1
        return Text(tuple(self.lines[at:end]), end)

    def _begins(self, at: int) -> bool:
        """Whether a line begins something, whatever stands above it: a bullet, a marker, a label."""
        words = self.lines[at].text.strip()
        return bool(_BULLET.match(words)) or marker_before(words) is not None or self._is_label(words)

    def _is_label(self, words: str) -> bool:
        key = matching_key(words)
        if label_kind(key).kind != "unknown" or not label_kinds(key).isdisjoint(_LABELS):
            return True
        head, *rest = re.split(r"[\s　:：]", words, maxsplit=1)
        return bool(rest) and not label_kinds(fold(head).text).isdisjoint(PARTS_OF_PROJECTS)

    def _is_behind(self, text: Text, blocks: Sequence[Sequence[Text]]) -> bool:
        """Whether a text stands behind the table: a part of the document, a label, a note, a heading, a sentence that leads on."""
        words = text.words
        if self._is_label(words) or _PART.match(words) or opens_part(words) or "\t" in words:
            return True
        if text.ends:
            return bool(blocks) and _LEADS_ON.search(words) is not None and self._announces(text)
        first = blocks[0][0] if blocks else None
        if text.is_item or first is None:
            return False
        if not self.labelled:
            return True
        marker, usual = text.marker, first.marker
        alike = (marker and marker[0]) == (usual and usual[0])
        return not alike or self._announces(text)

    def _announces(self, text: Text) -> bool:
        """Whether what follows a text that may be a title is no text of a cell: a label, or nothing."""
        following = next(self._filled(text.behind), None)
        if following is None:
            return True
        words = following.text.strip()
        return self._is_label(words) or _PART.match(words) is not None

    def _filled(self, at: int) -> Iterator[Line]:
        return (line for line in self.lines[at:] if not line.blank and line.start not in self.aside)
