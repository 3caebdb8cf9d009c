"""Lines to paragraphs: which line ends are soft (a break of the layout) and which end a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.documents.lines.apart import stand_apart
from graph_build.documents.lines.cut_lines import (
    LONG,
    NUMERAL,
    breaks_entry,
    cuts_count,
    cuts_number,
    goes_on_with_date,
    open_brackets,
)
from graph_build.documents.lines.physical import Line, columns
from graph_build.documents.model import BlockStyle, Located, Paragraph
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.noise import LED_TO_PAGE, is_gibberish, marker_of
from graph_build.text.plan_labels import PARTS_OF_PROJECTS, label_kinds

_FINAL = tuple("。．.：:」』）)】〕》〉｣")
_CLOSED = tuple("」』）)")
_TITLE_END = re.compile(
    r"(?:協約|協約書|協定|協定書|宣言|宣言書|ビジョン|条例|規約|要綱|議案|号|について|提出|議決|理由)[)）」]?$"
)
_TITLE_GOES_ON = re.compile(
    r"^(?:書?の締結|書?の一部|書を|書に|の変更|の廃止|を|に|の|に係る|について|協約|協定(?!締結|の締結)|連携|変更|形成|締結)"
)
# Behind a title: 「宇部市（以下「甲」という。）及び…」
_PARTY_FIRST = re.compile(r"[^\s、。「」]{1,14}?[都道府県市町村区](?:[（(]以下|及び|と|は、)")
_STARTS_ANEW = re.compile(
    r"^(?:[\(（][^()（）]{1,24}[\)）]\s*$|第[0-9０-９一二三四五六七八九十]+[（(][^（()）]{1,24}[)）]\s*$"
    r"|(?:締結|協定締結|協約締結)(?:年月)?日|[甲乙丙丁戊](?=[\s　:：])|(?:明治|大正|昭和|平成|令和)[\s　\d０-９元一二三四五六七八九十]+年"
    r"|(?:この|本|上記|以上|右)[^。、]{0,24}(?<!検)証(?:するた|とし)|次の表の[^。、]{0,12}欄に"
    r"|[\[［【〔《〈<＜■●○◆◇※]|記$|以上$|附則|付則|別表|別紙|別記|提案理由|（提案理由|議案|○)"
    r"|^(?:参考|付属|附属|巻末)?資料(?:編|[0-9０-９]{1,2})?(?:[\s　]|$)"
)
_CAPTION = re.compile(
    r"[【〔［\[]?(?:図表?|表)[ 　]*[0-9０-９]+(?:[-－―‐.．][0-9０-９]+)?[】〕］\]]?[ 　:：]+[^\s0-9０-９]"
)
# 「第6条第1項中「A」を…」, 「協約別表第2の次に…」: the sentence of an amendment.
_N = "[0-9０-９一二三四五六七八九十]+"
_CHANGES_PLACE = re.compile(
    rf"^(?:(?:この|同|原|本)?(?:連携)?(?:協約|協定)書?の?)?"
    rf"(?:第{_N}条(?:の{_N})?|別表(?:第{_N})?|題名|前文|目次|附則(?:第{_N}項)?)"
    rf"[^。、「]{{0,24}}?(?:中「|を次の(?:よう|とお)|を削[りる]|の次に|に次の|を第{_N}|の見出しを)"
)
_DASHES = "-－‐‑–—―−"
_DATED = re.compile(
    r"(?:明治|大正|昭和|平成|令和)[0-9元一二三四五六七八九十]*年[0-9一二三四五六七八九十]*月[0-9一二三四五六七八九十]*日$"
)
_SIGNED_END = re.compile(r"(?:市長|町長|村長|区長|知事|会長|理事長|管理者)[^。、]{1,10}$")
_OFFICE_LINE = re.compile(r"^[^。、()]{1,12}(?:[市町村区]長|[都道府県]知事)[^。、はがのにをと及]{0,10}$")
_ONLY_PLACE = re.compile(r"[^。、()]{1,12}[都道府県市区町村]")
_PLACE_END = re.compile(r"(?:[都道府県市区町村]|代表者)$")
_PARTY_LABEL = re.compile(r"[甲乙丙丁戊][\s　:：]")
_LAID_OUT = re.compile(r"\S　{2,}\S|\S {3,}\S")
_ONE_VALUE = re.compile(r"[^\s　、。「」()（）]{2,14}　+[^\s　]+")
_ADDRESS_END = re.compile(r"(?:番地|番|号)(?:の?[0-9０-９一二三四五六七八九十]+)?$")
# 「…阿蘇市⏎(1)、合志市(2)」: a figure in brackets and a comma behind it is no marker.
_IN_A_LIST = re.compile(r"[(（]\s*[0-9０-９]{1,3}\s*[)）]\s*[、，,]")
# 「…同号エ⏎(ウ)を次のように改める。」: a part of the text that is spoken of is no marker.
_REFERRED = re.compile(
    r"[(（][^()（）\s]{1,3}[)）](?:[をへ]|に(?!つ)|中[「のア-ン(（]|の(?:次|前|規定|[項部欄])|から|まで|及び|並びに|又は)"
    rf"|第 ?{_N} ?条(?: ?の ?{_N})? ?第 ?{_N} ?[項号]|第 ?{_N} ?の ?規定"
)
# No word begins with these: 「…都市圏ビジョ⏎ン」.
_IN_WORD = re.compile("[ンーァィゥェォッャュョヮ々ぁぃぅぇぉっゃゅょ](?:$|[^、。.)）　 ])")
_LETTER_END = re.compile("[ぁ-んァ-ヶー一-龠]$")
# Behind a closing bracket: 「…「取組の内容等」⏎に改める。」, 「…要綱（…通知）⏎第4の規定による…」
_PARTICLE = re.compile(
    r"[をにへ](?!つ)|[のがはと](?=[一-龠「（(])|は、|と(?:し|す|い)|及び|並びに|[、。]|第 ?[0-9０-９]{1,2} ?の ?規定"
)
# 「…連携協約⏎（以下「旧協約」という。）を廃止する」: words in brackets that belong to those in front of them.
_SAID_OF = re.compile(
    r"[(（](?:以下(?:[、「]|単に)|(?:明治|大正|昭和|平成|令和)[^()（）]{2,20}号|[^()（）]{2,40}[)）](?:を|に(?!つ)|へ|が|は|及び|並びに))"
)
# 「(ア)⏎取組の内容」: a number on a line of its own, as browsers copy it, belongs to the line below.
_LONE_MARKER = re.compile(
    r"[\s　]*(?:[(（][0-9０-９ア-ン一二三四五六七八九十a-zA-Z]{1,3}[)）]|[⑴-⒇①-⑳]|[アイウエオカキクケコサシスセソタチツテト])[\s　]*"
)
# 「…取組が当初⏎の目的を果たした」: behind a long line no paragraph begins with a particle.
_PARTICLE_FIRST = re.compile(r"を|[のが](?=[一-龠])")
# 「（以下「甲」という。⏎）及び…」: what no line begins with, behind a line that a program broke there.
_CLOSES = re.compile(r"[）)」』】〕、。，]")
# 「17.2分」 on a line of its own: a cell copied below another one.
_ONLY_FIGURE = re.compile(r"[-+▲△]?[0-9][0-9,.]*[^\s0-9、。,.()]{0,6}")
_INSIDE = re.compile(r"[^()（）]{1,8}[)）]")
_UNFINISHED = re.compile(r"(?:を|が|は|(?<![もこそ])の|及び|並びに|又は|若しくは)$")


@dataclass(slots=True)
class Flow:
    """Gathers the lines between two tables into paragraphs."""

    width: int | None
    """The fixed width (columns) at which the document breaks its lines; None if it has none."""
    unbroken: bool = False
    """Whether the document's paragraphs stand on one line each, however long."""
    spaced: bool = False
    """Whether blank lines stand also between the lines of a paragraph."""
    edge: int | None = None
    """The width at which paragraphs are broken, few as they may be; None if they are not."""
    done: list[Paragraph] = field(default_factory=list)
    _parts: list[Located] = field(default_factory=list)
    _style: BlockStyle = "plain"
    _indent: int = 0
    _page: int | None = None
    _last: str = ""
    _column: int | None = None
    _noise: list[Paragraph] = field(default_factory=list)

    def add(
        self,
        line: Line,
        text: Located,
        style: BlockStyle,
        page: int | None,
        gap: str,
        flush: bool | None = None,
    ) -> None:
        """Take the next filled line; ``gap`` says what stands between: '' nothing, 'blank', 'furniture'.

        ``flush`` is what the layout says: the line before ran to the right margin and this one goes on from the
        left; None where there is no layout, so that the widths decide. What a scan leaves of a stamp amid a sentence
        follows the paragraph, which goes on behind it as behind the end of a page.
        """
        if self._breaks_off() and is_gibberish(text.text):
            self._noise.append(Paragraph(text, style, line.indent, page))
            return
        gap, flush = ("furniture", None) if self._noise else (gap, flush)
        if not self._parts or not self._goes_on(text, style, gap, flush):
            self.close()
            self._style, self._indent, self._page = style, line.indent, page
        rest = bool(self._parts) and _CLOSES.match(text.text)
        self._parts.append(text)
        self._last = (self._last if rest else "") + line.text.rstrip()
        self._column = line.width or self.width

    @property
    def open(self) -> bool:
        """Whether a paragraph is waiting for more lines, or to be taken."""
        return bool(self._parts or self.done)

    def close(self) -> None:
        """End the open paragraph."""
        if self._parts:
            self.done.append(Paragraph(_joined(self._parts), self._style, self._indent, self._page))
            self.done += self._noise
            self._parts, self._noise = [], []

    def taken(self) -> list[Paragraph]:
        """End the open paragraph and hand over what was gathered."""
        self.close()
        done, self.done = self.done, []
        return done

    def _goes_on(self, text: Located, style: BlockStyle, gap: str, flush: bool | None) -> bool:
        so_far = "".join(part.text for part in self._parts)
        if _IN_WORD.match(text.text) and _LETTER_END.search(so_far) and style == self._style and not gap:
            return True
        title = bool(flush) and style == self._style == "heading"  # a heading of two lines
        closes = _CLOSES.match(text.text) and not is_gibberish(text.text)
        if closes and style == self._style == "plain" and not gap:
            return True
        if (style != "plain" and not title) or LED_TO_PAGE.search(so_far):
            return False
        if not gap and breaks_entry(so_far, text.text):
            return True
        if gap == "blank" and self.spaced and self._is_full() and not so_far.endswith(_FINAL):
            gap = ""
        if gap == "blank":
            cut = _is_cut(so_far, text.text) or (self._is_broken_off() and _is_of_sentence(text.text))
            return self._style == "plain" and cut
        if flush and _ONE_VALUE.fullmatch(so_far) and _ONE_VALUE.fullmatch(text.text):
            return so_far.endswith(
                ("、", "，")
            )  # labels with a value each, one of which happens to fill its line
        key = matching_key(so_far)
        if _TITLE_END.search(key) and "、" not in so_far and _PARTY_FIRST.match(text.text):
            return False
        if flush and parts_signature(key, text.text):
            return False
        unfinished = open_brackets(so_far) or so_far.endswith(("、", "，"))
        unfinished = unfinished or bool(flush and not so_far.endswith(_FINAL))
        if unfinished and not has_marker(text.text):
            return True  # 「…地方自治法（⏎昭和22年法律第67号）」: no date of its own
        if open_brackets(so_far) and _INSIDE.fullmatch(text.text) and not gap:
            return True  # 「降雪量（ｃ⏎ｍ）」: no marker
        if cuts_number(so_far, text.text):
            return True
        if goes_on_with_date(so_far, text.text, gap):
            return True
        long = columns(self._last) >= LONG and _LETTER_END.search(so_far) and self._style == style
        if long and not gap and _PARTICLE_FIRST.match(text.text):
            return True
        if _LONE_MARKER.fullmatch(so_far) and not gap:
            return len(text) > 1 and not _LONE_MARKER.fullmatch(text.text)
        if _SAID_OF.match(text.text) and not so_far.endswith(_FINAL) and not gap:
            return True
        if starts_anew(text.text):
            return False
        if len(text) == len(self._parts[-1]) == 1 and not (
            text.text in _DASHES or text.text.isascii() or gap
        ):
            return True  # vertical writing, one character a line; 「計⏎0」 is none
        if title or (flush and self._style != "heading"):
            return True
        if so_far.endswith(_CLOSED) and _PARTICLE.match(text.text) and not gap and self._style != "heading":
            return True
        full = self._column is not None and columns(self._last) >= self._column - 2
        if so_far.endswith(_CLOSED) and full and not gap and "、" in so_far and self._style != "heading":
            return True
        if so_far.endswith(_FINAL) or self._style == "heading":
            return False
        if (
            is_label(so_far)
            or _ADDRESS_END.search(key)
            or _SIGNED_END.search(key)
            or _LAID_OUT.search(text.text)
            or stand_apart(so_far, text.text)
        ):
            return False
        if _TITLE_END.search(key):
            return bool(_TITLE_GOES_ON.match(text.text)) and not gap and not key.endswith("理由")
        if flush is not None:
            return False
        if cuts_count(key, text.text):
            return True
        if gap == "furniture" and self._column is None:
            return len(so_far) >= 12
        if columns(self._last) >= LONG and _UNFINISHED.search(key):
            return True
        words = re.search("[。、()]", key) is None
        if self._column is None and words and _ONLY_FIGURE.fullmatch(fold(text.text).text):
            return False
        if self.unbroken and self._column is None and not ("、" in so_far and text.text.endswith("。")):
            return False  # else a sentence that one hand-made break cuts
        return self._is_full()

    def _breaks_off(self) -> bool:
        """Whether the line before stands amid a sentence: it fills its column or is long, and no paragraph ends as it does."""
        long = columns(self._last) >= LONG or (self._column is not None and self._is_full())
        return bool(self._parts) and long and _UNFINISHED.search(self._last) is not None

    def _is_broken_off(self) -> bool:
        """Whether a blank line stands behind a sentence that stops where the lines of the text are broken: what programs leave of
        a paragraph whose first line is indented."""
        full = self.edge is not None and self.edge - 4 <= columns(self._last) <= self.edge
        so_far = "".join(part.text for part in self._parts)
        return full and "、" in so_far and not so_far.endswith(_FINAL)

    def _is_full(self) -> bool:
        """Whether the line before may have ended softly; a digit that was printed as wide as a kanji counts one column only."""
        digits = sum(char.isascii() and char.isalnum() for char in self._last)
        return columns(self._last) + digits >= (self._column - 4 if self._column else LONG)


def parts_signature(key: str, text: str) -> bool:
    """Whether a line end parts two lines of a signature, however far right the first one reaches: an address, a municipality, its
    office with a name, each on a line of its own."""
    following = matching_key(text)
    office = _OFFICE_LINE.match(following) is not None or following.startswith("代表者")
    if _ADDRESS_END.search(key):
        return office or _ONLY_PLACE.fullmatch(following) is not None or _PARTY_LABEL.match(text) is not None
    return office and _PLACE_END.search(key) is not None


def _is_cut(so_far: str, text: str) -> bool:
    """Whether a blank line, where a page ends, stands within a sentence: 「…磨きをかけ、⏎⏎魅力を高める。」."""
    long = so_far.endswith(("、", "，")) and columns(so_far) >= LONG and "\t" not in so_far
    return long and text.rstrip().endswith("。") and not (starts_anew(text) or is_label(text))


def _is_of_sentence(text: str) -> bool:
    """Whether a line holds the end of a sentence and begins nothing."""
    return "。" in text and not (starts_anew(text) or is_label(text) or has_marker(text))


def _joined(parts: Sequence[Located]) -> Located:
    """The lines of a paragraph as one; a blank that a line end swallowed in front of a figure, or behind a number, comes back.

    That one was there shows where the same sign stands before figures inside the lines: 「…年度 300千円、…年度⏎300千円」.
    """
    whole = "\n".join(part.text for part in parts)
    found = [parts[0]]
    for part in parts[1:]:
        sign = re.escape(found[-1].text[-1:])
        blanks = re.findall(rf"{sign}([ 　])[0-9０-９]", whole) if NUMERAL.match(part.text) else []
        swallowed = len(blanks) >= 2 and not re.search(rf"{sign}[0-9０-９]", whole)
        swallowed = swallowed or (part is parts[1] and _LONE_MARKER.fullmatch(found[0].text) is not None)
        found[-1:] = [Located.joined([found[-1], part], (blanks or " ")[0] if swallowed else "")]
    return found[0]


def begins_caption(text: str) -> bool:
    """Whether a line begins the caption of a table: its number and its name behind a blank.

    >>> begins_caption("表１　圏域の人口"), begins_caption("表１のとおり減少する。")
    (True, False)
    """
    return _CAPTION.match(text) is not None


def begins_change(text: str) -> bool:
    """Whether a line begins the sentence of an amendment: 「別表第2中「…」」, 「附則第2項を次のように…」.

    >>> begins_change("　附則第二項中「三年」を「五年」に改める。"), begins_change("第6条の会議を開く。")
    (True, False)
    """
    return _CHANGES_PLACE.match(text.strip()) is not None


def is_signed(text: str) -> bool:
    """Whether a text ends as a line of a signature does: in an address, or in an office with a name.

    >>> is_signed("A市B町1番地"), is_signed("A市長　山田　花子"), is_signed("費用の負担")
    (True, True, False)
    """
    key = matching_key(text)
    return _ADDRESS_END.search(key) is not None or _SIGNED_END.search(key) is not None


def opens_part(text: str) -> bool:
    """Whether a line begins what stands in no cell: the sentence of an amendment, 附則, the date of signing.

    >>> opens_part("附　則"), opens_part("令和6年3月1日"), opens_part("船を出す。")
    (True, True, False)
    """
    return begins_change(text) or matching_key(text) in ("附則", "付則") or is_date(text)


def is_date(text: str) -> bool:
    """Whether a line is a day and nothing else.

    >>> is_date("令和６年３月１日"), is_date("令和6年3月1日から")
    (True, False)
    """
    return _DATED.match(matching_key(text)) is not None


def starts_anew(text: str) -> bool:
    """Whether a line begins something of its own: a marker, a label, a date of signing, an office."""
    if begins_change(text):
        return True
    if _IN_A_LIST.match(text) or _REFERRED.match(text):
        return False
    if _STARTS_ANEW.match(text) or has_marker(text) or _OFFICE_LINE.match(matching_key(text)):
        return True
    head, *rest = re.split(r"[\s　:：]", text, maxsplit=1)
    key = matching_key(head)
    if rest and not label_kinds(re.sub(r"\(.*\)$", "", fold(head).text)).isdisjoint(PARTS_OF_PROJECTS):
        return True
    return label_kind(key).kind in ("role", "content") or is_label(text)


def is_label(text: str) -> bool:
    """Whether a line only holds a label (甲の役割), a list marker in front or not."""
    marker = marker_of(text)
    words = text[marker.end :] or marker.label if marker else text
    return label_kind(matching_key(words)).kind != "unknown"


def has_marker(text: str) -> bool:
    """Whether a line begins with a list marker, not with one that a sentence speaks of."""
    return marker_of(text) is not None and not _IN_A_LIST.match(text) and not _REFERRED.match(text)
