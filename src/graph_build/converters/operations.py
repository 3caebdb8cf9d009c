"""What an amending or repealing instrument does to its base text: operations in the order in which they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.found import FoundMeasure, FoundOperation
from graph_build.converters.items import Grid, Item, Para, behind, printed, texts
from graph_build.converters.measures.fields import FieldStack
from graph_build.converters.measures.outline import Outline
from graph_build.documents.model import Located
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key
from graph_build.text.numerals import to_int

_Q = r"\x00(?P<{name}>[0-9]+)\x00"
_N = r"[0-9一二三四五六七八九十]+"
_WHOLE_ANNEX = re.compile(
    rf"^(?:同(?:協約|協定)(?:の)?)?(?:別表|別紙)(?:第?{_N})?(?:(?:から|及び|、|・)(?:別表)?第?{_N}(?:まで)?)*(?:の全部|全部)?$"
)
_VERB_END = r"(?:る。?|、|。|$)"
_CLAUSE = re.compile(r"(?:改め|削り|削除し|加え|とし|繰り?上げ|繰り?下げ|改正し|追加し)、")


@dataclass(frozen=True, slots=True)
class Changes:
    """The operations, the measures printed in them, and the paragraphs that were read."""

    operations: tuple[FoundOperation, ...]
    measures: tuple[FoundMeasure, ...] = ()
    read: tuple[Item, ...] = ()


def read_changes(items: Sequence[Item], names: Sequence[str]) -> Changes:
    """Read the operations among items; a block that follows 「次のように改める」 or 「次の項を加える」 belongs to it."""
    reader = _Reader(names)
    for item in items:
        reader.take(item)
    reader.close()
    return Changes(tuple(reader.done), tuple(reader.measures), tuple(reader.read))


@dataclass(frozen=True, slots=True)
class _Pending:
    """An operation that waits for the block below it."""

    kind: str
    target: str
    part: Located


@dataclass
class _Reader:
    names: Sequence[str]
    done: list[FoundOperation] = field(default_factory=list)
    measures: list[FoundMeasure] = field(default_factory=list)
    read: list[Item] = field(default_factory=list)
    pending: _Pending | None = None
    block: list[Item] = field(default_factory=list)
    scope: str = ""
    target: str = ""

    def take(self, item: Item) -> None:
        if isinstance(item, Para) and is_change(item):
            self.close()
            self.read.append(item)
            self._sentence(item)
        elif self.pending:
            self.read.append(item)
            self.block.append(item)

    def close(self) -> None:
        """Give the pending operation its block."""
        pending, block = self.pending, self.block
        self.pending, self.block = None, []
        if pending is None:
            return
        outline = Outline(self.names, FieldStack())
        if any(isinstance(item, Grid) for item in block):
            outline.read(block)
        words = [printed(text) for text in texts(block)]
        title = outline.done[0].title if outline.done else None
        self.measures += outline.done
        new_text = None if outline.done else _block_text(words, pending.kind)
        self.done.append(
            FoundOperation(
                pending.kind,
                pending.target,
                (pending.part, *texts(block)),
                new_text=new_text,
                measure_title=printed(title) if title else None,
            )
        )

    def _sentence(self, para: Para) -> None:
        quotes, key, places = _without_quotes(para)
        marker = re.match(rf"^(?:\([0-9]+\)|{_N}[、.．　]?(?=[^条項号章]))", key) if para.marker else None
        begin = (
            marker.end()
            if marker and para.marker and para.marker.kind in ("digit", "paren_digit", "kanji")
            else _article_mark(para)
        )
        start = begin
        for end in [*(found.end() for found in _CLAUSE.finditer(key, begin)), len(key)]:
            clause = key[start:end]
            part = (
                behind(
                    para.text,
                    para.key,
                    places[start],
                    places[end] if end < len(places) else len(para.key.text),
                )
                if clause
                else None
            )
            if clause and part:
                self._clause(clause, quotes, part)
            start = end

    def _clause(self, clause: str, quotes: Sequence[str], part: Located) -> None:
        for pattern, read in _PATTERNS:
            found = pattern.match(clause)
            if found:
                read(self, found, quotes, part)
                return

    # --- one method per form of sentence ---

    def _full(self, printed_target: str) -> str:
        """The target with the scope carried over from earlier in the sentence (別表第2中 …)."""
        target = printed_target.strip("、").removeprefix("また、").removeprefix("なお、")
        target = re.sub(r"^(?:この|同|原|連携)*(?:協約|協定)の(?=第|別表)", "", target)
        if re.match(r"^同(?:条|項|表|号)", target) and self.target:
            base = re.match(rf"^(?:別表(?:第?{_N})?(?:の表)?|第{_N}条(?:の{_N})*)", self.target)
            target = (base[0] if base else self.target) + re.sub(r"^同(?:条|項|表|号)", "", target)
        elif self.scope and re.match(
            rf"^(?:\({_N}\)|[0-9]|{_N}の?[項号部]|[ア-ンa-z]|\([ア-ンa-z]\)|[①-⑳])", target
        ):
            target = self.scope + target
        found = re.match(r"^(?P<scope>.+中)(?=\S)", target)
        if found:
            self.scope = found["scope"]
        elif re.match(r"^(?:第|別表|附則)", target):
            self.scope = ""
        if target:
            self.target = target
        return target or self.target

    def _add(self, kind: str, target: str, part: Located, **more: str | None) -> None:
        self.done.append(FoundOperation(kind, target, (part,), **more))

    def _text(self, found: re.Match[str], quotes: Sequence[str], part: Located) -> None:
        target = self._full(re.sub(r"中$", "", found["target"]))
        self._add(
            "text", target, part, old_text=quotes[int(found["old"])], new_text=quotes[int(found["new"])]
        )

    def _texts(self, found: re.Match[str], quotes: Sequence[str], part: Located) -> None:
        """「A」を「B」に、「C」を「D」に改める: one change each, at the same place."""
        target = self._full(re.sub(r"中$", "", found["target"]))
        for pair in re.finditer(r"\x00(?P<old>[0-9]+)\x00を\x00(?P<new>[0-9]+)\x00に", found["pairs"]):
            self._add(
                "text", target, part, old_text=quotes[int(pair["old"])], new_text=quotes[int(pair["new"])]
            )

    def _insert(self, found: re.Match[str], quotes: Sequence[str], part: Located) -> None:
        old = quotes[int(found["old"])]
        target = self._full(re.sub(r"中$", "", found["target"]))
        self._add("text", target, part, old_text=old, new_text=old + quotes[int(found["new"])])

    def _cut(self, found: re.Match[str], quotes: Sequence[str], part: Located) -> None:
        target = self._full(re.sub(r"中$", "", found["target"]))
        self._add("text", target, part, old_text=quotes[int(found["old"])], new_text="")

    def _heading(self, found: re.Match[str], quotes: Sequence[str], part: Located) -> None:
        new = re.sub(r"^[（(](.*)[)）]$", r"\1", quotes[int(found["new"])])
        self._add("heading", self._full(found["target"]), part, new_text=new)

    def _retitle(self, found: re.Match[str], quotes: Sequence[str], part: Located) -> None:
        self._add("text", self._full(found["target"]), part, new_text=quotes[int(found["new"])])

    def _replace(self, found: re.Match[str], _: Sequence[str], part: Located) -> None:
        target = self._full(found["target"])
        self.close()
        if _WHOLE_ANNEX.match(target):
            self._add("replace_annexes", target, part)  # the new annexes stand at the end, as annexes
        else:
            self.pending = _Pending("replace", target, part)

    def _append(self, found: re.Match[str], _: Sequence[str], part: Located) -> None:
        what = found["what"] or ""
        target = self._full(found["target"])
        self.close()
        after = found["after"] is not None
        paragraph = re.search(r"項$", what) and not re.search(r"^別表|の[項部]$|表", target) and not after
        self.pending = _Pending("add_paragraph" if paragraph else "add", target, part)

    def _delete(self, found: re.Match[str], _: Sequence[str], part: Located) -> None:
        for target in _several(found["target"]):
            self._add("delete", self._full(target), part)

    def _renumber(self, found: re.Match[str], _: Sequence[str], part: Located) -> None:
        self._add("renumber", self._full(found["target"]), part, new_number=_plain_number(found["new"]))

    def _shift(self, found: re.Match[str], _: Sequence[str], part: Located) -> None:
        step = int(_arabic(found["step"] or "1")) * (-1 if "上げ" in found["way"] else 1)
        for target in _several(found["target"]):
            full = self._full(target)
            self._add("renumber", full, part, new_number=_moved(full, step))

    def _repeal(self, found: re.Match[str], _: Sequence[str], part: Located) -> None:
        dates = [date for date in find_dates(part.text) if date.precision == "day" and not date.cited]
        after = [
            d
            for d in dates
            if re.match(r"^(?:を(?:もって|以て)|限り|付けで|に)", matching_key(part.text[d.end : d.end + 8]))
        ]
        self._add("repeal", found["target"].strip("、"), part, effective=after[0].iso if after else None)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(
        text.replace("<Q:old>", _Q.format(name="old"))
        .replace("<Q:new>", _Q.format(name="new"))
        .replace("<END>", _VERB_END)
    )


_PATTERNS = (
    (_pattern(r"^(?P<target>.*?)の見出しを<Q:new>に改め<END>"), _Reader._heading),
    (
        _pattern(
            r"^(?P<target>[^\x00]*?)(?P<pairs>(?:\x00[0-9]+\x00を\x00[0-9]+\x00に、){1,20}\x00[0-9]+\x00を\x00[0-9]+\x00に)(?:、?それぞれ)?改め<END>"
        ),
        _Reader._texts,
    ),
    (_pattern(r"^(?P<target>.*?)<Q:old>を<Q:new>に(?:、それぞれ)?改め<END>"), _Reader._text),
    (_pattern(r"^(?P<target>.*?)<Q:old>とあるのを<Q:new>に改め<END>"), _Reader._text),
    (_pattern(r"^(?P<target>.*?)<Q:old>の次に<Q:new>を加え<END>"), _Reader._insert),
    (_pattern(r"^(?P<target>.*?)<Q:old>を削(?:る|り|除する|除し)?<END>"), _Reader._cut),
    (_pattern(r"^(?P<target>.*?)を<Q:new>に改め<END>"), _Reader._retitle),
    (
        _pattern(r"^(?P<target>.*?)を(?:次|別紙|別表)のように(?:改め|改正し|変更し|変更す|改正す)"),
        _Reader._replace,
    ),
    (
        _pattern(r"^(?P<target>.*?)を(?:次|別紙)のとおり(?:に)?(?:改め|改正し|変更し|改正す)"),
        _Reader._replace,
    ),
    (
        _pattern(
            r"^(?P<target>.*?)(?P<after>の(?:次|前))?に(?:、)?(?:次の(?P<what>.{0,12}?)を加え|次のように加え|追加)"
        ),
        _Reader._append,
    ),
    (
        _pattern(
            rf"^(?P<target>.*?)を(?:それぞれ)?(?:(?P<step>{_N})[項条号]ずつ)?(?P<way>繰り?上げ|繰り?下げ)<END>"
        ),
        _Reader._shift,
    ),
    (
        _pattern(r"^(?P<target>.*?)を(?P<new>.+?)(?:に繰り?上げ|に繰り?下げ|とし|とする)<END>"),
        _Reader._renumber,
    ),
    (_pattern(r"^(?P<target>.*?)を削(?:る|り|除する|除し)?<END>"), _Reader._delete),
)


def is_change(para: Para) -> bool:
    """Whether a paragraph is a sentence that changes a text."""
    _, key, _ = _without_quotes(para)
    if len(key) > 400 or not re.search(
        r"改め|削る|削り|削除|加える|加え、|繰り?[上下]げ|(?:条|項|号)とする|(?:条|項|号)とし|改正する|追加",
        key,
    ):
        return False
    return not re.search(r"一部を次の(?:とおり|ように)(?:変更|改正)|甲及び乙(?:が|は)|協議", key)


def repeal_operation(paras: Sequence[Para], base_title: str) -> FoundOperation | None:
    """The repeal that a text declares, with its date where one is printed."""
    best: FoundOperation | None = None
    for para in paras:
        if not re.search(r"(?:を|は、?).{0,40}廃止(?:する|し)|効力を失", para.key.text):
            continue
        dates = [date for date in find_dates(para.text.text) if date.precision == "day" and not date.cited]
        ends = [
            date
            for date in dates
            if re.match(
                r"^(?:を(?:もって|以て)|限り|付けで(?:、)?廃止|に廃止)",
                matching_key(para.text.text[date.end : date.end + 10]),
            )
        ]
        effective = ends[0].iso if ends else None
        if best is None or (effective and not best.effective):
            best = FoundOperation("repeal", base_title, (para.text,), effective=effective)
    return best


def _without_quotes(para: Para) -> tuple[list[str], str, list[int]]:
    """Quoted texts, the key with each quote replaced by its number, and the key position behind each character."""
    key = para.key.text
    quotes: list[str] = []
    out: list[str] = []
    places: list[int] = []
    i = 0
    while i < len(key):
        if key[i] == "「":
            depth, j = 0, i
            while j < len(key):
                depth += (key[j] == "「") - (key[j] == "」")
                j += 1
                if depth == 0:
                    break
            quotes.append(printed(behind(para.text, para.key, i + 1, j - 1)) if j - 1 > i + 1 else "")
            token = f"\x00{len(quotes) - 1}\x00"
            out.append(token)
            places += [i] * len(token)
            i = j
        else:
            out.append(key[i])
            places.append(i)
            i += 1
    return quotes, "".join(out), places


def _article_mark(para: Para) -> int:
    """Length of the instrument's own article number in front of a change (「第1条　別表を…改める」), as key."""
    marker = para.marker
    if marker is None or marker.kind != "article" or not para.text.text[marker.end - 1].isspace():
        return 0
    return len(matching_key(marker.raw))


def _several(target: str) -> list[str]:
    """「(3)の項及び(4)の項」 are two targets; 「第5条から第7条まで」 stays one.

    >>> _several("(3)の項及び(4)の項")
    ['(3)の項', '(4)の項']
    """
    pieces = re.split(r"及び|並びに|、", target)
    return (
        [piece for piece in pieces if piece]
        if all(re.search(r"[項条号表]$", piece) for piece in pieces)
        else [target]
    )


def _arabic(text: str) -> str:
    value = to_int(text)
    return str(value) if value is not None else text


def _plain_number(text: str) -> str:
    """第8条 → 8; (2)の項 → (2); 同表3の項 → 3."""
    text = re.sub(r"^(?:同表|同条|別表第?[0-9一二三四五六七八九十]*中?)", "", text)
    found = re.match(
        r"^第(?P<n>[0-9一二三四五六七八九十]+)(?P<unit>[条項号])(?P<of>(?:の[0-9一二三四五六七八九十]+)*)$",
        text,
    )
    if found:
        return _arabic(found["n"]) + found["of"]
    return re.sub(r"の?[項号部]$", "", text)


def _moved(target: str, step: int) -> str | None:
    """The number of a target moved by ``step``: (3)の項 by 1 → (4); a range (第7条から第9条まで) has no single one."""
    if "から" in target:
        return None
    found = list(
        re.finditer(
            r"\((?P<p>[0-9]+)\)|第(?P<a>[0-9一二三四五六七八九十]+)[条項号]|(?P<d>[0-9]+)の[項部]", target
        )
    )
    if not found:
        return None
    last = found[-1]
    number = last["p"] or last["a"] or last["d"]
    moved = str(int(_arabic(number)) + step)
    return f"({moved})" if last["p"] else moved


def _block_text(words: Sequence[str], kind: str) -> str | None:
    text = "\n".join(words)
    if kind == "add_paragraph":
        text = re.sub(r"^[0-9０-９]+[\s　]*", "", text)
    return text or None
