"""The grammar of changes: 「第4条中「A」を「B」に改め、同条第2項を削る。」 as clauses, each one step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graph_build.converters.changes.targets import N, Places, moved, new_number, plain_number, several
from graph_build.converters.items import Para, behind, printed
from graph_build.documents.model import Located
from graph_build.text.key import matching_key

_Q = r"\x00(?P<{name}>[0-9]+)\x00"
_ANY = r"\x00[0-9]+\x00"
_VERB_END = r"(?:る。?|、|。|$)"
_AS = rf"(?:ただし書|後段|前段|備考|別[表紙記](?:第?{N})?|第{N}[条項号](?:の{N})*)"
_CHANGED = r"(?:改め|改正し|変更し|改正す|変更す|読み替え)"
# 「第1項中「A」を「B」に、第2項中「C」を「D」に改める」: the verb stands once, behind the last place.
_CLAUSE = re.compile(
    r"(?:改め|付し|削り|削除し|加え|とし|繰り?上げ|繰り?下げ|改正し|変更し|追加し|読み替え)、|。(?!\))"
    rf"|{_ANY}に、(?=(?:同[条項号表部欄]|第{N}|別[表紙記]|附則|前文|題名)[^\x00]*\x00)"
)
_CHANGES = re.compile(
    r"改め|(?:見出し|[編章節款]名).{0,20}を付(?:し、|する)|削る|削り|削除(?:す|し)|加える|加え、|繰り?[上下]げ|(?:条|項|号|表|章)とする|(?:条|項|号|表|章)とし、|改正する(?!(?:連携)?協[約定])|追加|読み替える"
    rf"|{_ANY}[にと](?:変更|改正)(?:する|し)|{_ANY}とあるのは?を?、?{_ANY}とする|(?:第{N}条|別表|附則|題名|前文).{{0,20}}を(?:次|別紙)の(?:とおり|ように)変更する"
)
_SPEAKS_OF = re.compile(
    r"一部を(?:次|以下|下記)の(?:とおり|ように)に?(?:変更|改正|改め)|甲及び乙(?:が|は)|協議"
)
# 「別表第四を加える変更は、令和五年十月一日から施行する。」 says when a change takes effect.
_OF_EFFECT = re.compile(r"(?:変更|改正)の?(?:規定|部分)?は、[^。]*(?:施行|適用|効力|発効)[^。]*。$")
_SEEMS = re.compile(
    rf"^(?:(?:この|同|原|本)?(?:連携)?(?:協約|協定)書?(?:の|中))?(?:第{N}[編章節条項号]|別[表紙記]|附則|題名|前文|目次|本則|様式)"
    r"[^。は]{0,60}(?:を|に)(?!関し|関する|基づ|よ[りる]|つい|おい|定め)(?:(?!施行|適用|効力|発効|準用)[^。])*[るすむくうぐつい]。$"
)
_HEADING = re.compile(rf"^(?P<number>第{N}(?P<unit>[編章節款])(?:の{N})*)(?![第の中]|及び|から)")
_WORDINGS = re.compile(r"(?:改正|変更|改定)(?:前|後|案)の?欄|対照表(?:の|に|中)")
_OPENS = re.compile(
    rf"^(?:[^。]*?(?:の|、|(?:協約|協定)書?))?(?P<target>(?:第{N}条(?:の{N})*|別[表紙記](?:第?{N})?|附則)(?:の?(?:第?{N}|\({N}\))の?[項号部款])*)"
    r"の一部を(?:次|以下|下記)の(?:とおり|ように)に?(?:改め|変更|改正)"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One change; ``waits`` says that what it puts in stands below the sentence."""

    kind: str
    target: str
    part: Located
    old_text: str | None = None
    new_text: str | None = None
    new_number: str | None = None
    waits: bool = False
    articles: int = 0
    """How many articles it puts in, as far as the sentence says."""
    chapter: bool = False
    """Whether it puts in chapters, whose articles it does not count."""


def is_change(para: Para) -> bool:
    """Whether a paragraph is a sentence that changes a text."""
    _, key, _ = without_quotes(para)
    if (len(key) > 400 and not _WORDINGS.search(key)) or not _CHANGES.search(key):
        return False
    return not (_SPEAKS_OF.search(key) or _OF_EFFECT.search(key))


def seems_change(para: Para) -> bool:
    """Whether a sentence does something to a provision in words that no rule knows (「第4条を第5条の次に移す。」).

    It is no prose: what it changes would be lost.
    """
    _, key, _ = without_quotes(para)
    return _SEEMS.match(key[_own_mark(para, key) :]) is not None


def names_wordings(para: Para) -> bool:
    """Whether a sentence leaves its changes to a table of two wordings: 「改正前の欄の下線の部分を改正後の欄の…に改める」."""
    return _WORDINGS.search(para.key.text) is not None and is_sentence(para)


def is_sentence(para: Para) -> bool:
    """Whether a paragraph ends in a sentence, a remark in brackets behind it or not: 「…改める。（下線は変更部分）」."""
    return re.search(r"。(?:\([^()]*\))*$", para.key.text) is not None


def opened_place(para: Para, places: Places) -> str | None:
    """The place that a sentence opens for those below it: 「別表第2の一部を次のように改める。」; None for others."""
    _, key, _ = without_quotes(para)
    found = _OPENS.match(key[_own_mark(para, key) :])
    return places.full(found["target"]) + "の" if found else None


def steps_of(para: Para, places: Places) -> Iterator[Step]:
    """The changes of a sentence, clause by clause; clauses that no rule understands give none."""
    quotes, key, at = without_quotes(para)
    places.begin_sentence()
    start = _own_mark(para, key)
    for end in [*(found.end() for found in _CLAUSE.finditer(key, start)), len(key)]:
        clause = key[start:end]
        if clause:
            stop = at[end] if end < len(at) else len(para.key.text)
            part = behind(para.text, para.key, at[start], stop)
            yield from _clause(_Clause(clause, quotes, part, places))
        if clause.endswith("。"):
            places.begin_sentence()
        start = end


def _own_mark(para: Para, key: str) -> int:
    """Length of the sentence's own number in front: 「1 」, 「(2)」, 「第1　」, 「第1条　」 of the amending text."""
    marker = (
        re.match(rf"^(?:\([0-9]+\)|{N}[、.．　]?(?=[^条項号章]))(?!の?[項部款号表欄])", key)
        if para.marker
        else None
    )
    if marker and para.marker and para.marker.kind in ("digit", "paren_digit", "kanji"):
        return marker.end()
    return _numbered_by(para, "article", "ordinal")


def own_article_mark(para: Para) -> int:
    """Length of the instrument's own article number in front of a change (「第1条　別表を…改める」), as key."""
    return _numbered_by(para, "article")


def _numbered_by(para: Para, *kinds: str) -> int:
    """Length of a number of one of these kinds that a blank parts from the sentence, as key; 0 for none."""
    marker = para.marker
    if marker is None or marker.kind not in kinds or not para.text.text[marker.end - 1].isspace():
        return 0
    return len(matching_key(marker.raw))


def without_quotes(para: Para) -> tuple[list[str], str, list[int]]:
    """Quoted texts, the key with each quote replaced by its number, and the key position behind each character.

    Names of rows in quotes (「医療」の項) stay as they are.
    """
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
            if re.match(r"の?[項部欄]", key[j:]):  # 「医療」の項: the name of a row, part of a place
                out += key[i:j]
                places += range(i, j)
                i = j
                continue
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


@dataclass(frozen=True, slots=True)
class _Clause:
    words: str
    quotes: Sequence[str]
    part: Located
    places: Places

    def target(self, found: re.Match[str]) -> str:
        return self.place(re.sub(r"中$", "", found["target"]))

    def targets(self, found: re.Match[str]) -> list[str]:
        """The places that 「第2条の見出し及び同条第1項中」 names."""
        words = re.sub(r"(?:の規定)?(?:中|のうち)、?$", "", found["target"])
        return [self.place(one) for one in several(words)]

    def place(self, words: str) -> str:
        """The place that words name; quotes in it (別表中「救急医療」の項) as printed."""
        told = re.sub(r"\x00([0-9]+)\x00", lambda found: f"「{self.quotes[int(found[1])]}」", words)
        return self.places.full(told)

    def quote(self, found: re.Match[str], name: str) -> str:
        return self.quotes[int(found[name])]

    def text(self, target: str, old: str, new: str) -> Step:
        """A term by another; a heading that no place stands in front of (「第3章　雑則」を…) is the name of its chapter."""
        heading = _HEADING.match(matching_key(old)) if self.words.startswith("\x00") else None
        if heading:
            target = f"{heading['number']}の{heading['unit']}名"
        if heading and not new:
            return Step("delete", target, self.part, old_text=old)
        return Step("text", target, self.part, old_text=old, new_text=new)


def _clause(clause: _Clause) -> Iterator[Step]:
    for pattern, read in _PATTERNS:
        found = pattern.match(clause.words)
        if found:
            yield from read(clause, found)
            return


# --- one function per form of clause ---


def _text(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    for target in clause.targets(found):
        yield clause.text(target, clause.quote(found, "old"), clause.quote(found, "new"))


def _pairs(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    """「A」を「B」に、「C」を「D」に改める: one change each, at the same places."""
    for target in clause.targets(found):
        for pair in re.finditer(r"\x00(?P<old>[0-9]+)\x00を\x00(?P<new>[0-9]+)\x00に", found["pairs"]):
            yield clause.text(target, clause.quote(pair, "old"), clause.quote(pair, "new"))


def _alike(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    """「A」及び「B」を「C」に改める."""
    for target in clause.targets(found):
        for old in re.finditer(r"\x00(?P<old>[0-9]+)\x00", found["olds"]):
            yield clause.text(target, clause.quote(old, "old"), clause.quote(found, "new"))


def _insert(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    old, new = clause.quote(found, "old"), clause.quote(found, "new")
    for target in clause.targets(found):
        yield clause.text(target, old, new + old if found["where"] == "前" else old + new)


def _cut(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    for target in clause.targets(found):
        for old in re.finditer(r"\x00(?P<old>[0-9]+)\x00", found["olds"]):
            yield clause.text(target, clause.quote(old, "old"), "")


def _heading(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    new = re.sub(r"^[（(](.*)[)）]$", r"\1", clause.quote(found, "new"))
    yield Step("heading", clause.place(found["target"]), clause.part, new_text=new)


def _captioned(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    """A caption for an article that has none: 「第4条の前に次の見出しを付する。」."""
    yield Step("heading", clause.place(found["target"]), clause.part, waits=True)


def _named(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    """A name of a chapter that begins at an article: 「第3条の前に章名として「第2章　事務」を付する」."""
    place = clause.place(found["target"]) + ("の前" if found["beside"] == "の前" else "")
    yield Step("add", place, clause.part, new_text=clause.quote(found, "new"))


def _quoted(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    """A whole part whose new words are quoted, not printed below: 「題名を「…」に改める」."""
    yield Step("replace", clause.target(found), clause.part, new_text=clause.quote(found, "new"))


WHOLE_ANNEX = re.compile(
    rf"^(?:同(?:協約|協定)(?:の)?)?(?:別表|別紙)(?:第?{N})?(?:(?:から|及び|、|・)(?:別表)?第?{N}(?:まで)?)*(?:の全部|全部)?$"
)


def _replace(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    target = clause.target(found)
    if WHOLE_ANNEX.match(target):
        yield Step("replace_annexes", target, clause.part)  # the new annexes stand at the end, as annexes
    else:
        articles = re.search(rf"第{N}条(?:の{N})*$", target)
        chapter = re.search(rf"第{N}[編章節款](?:の{N})*(?:まで)?$", target) is not None
        yield Step("replace", target, clause.part, waits=True, articles=1 if articles else 0, chapter=chapter)


_COUNT = re.compile(rf"^(?P<n>{N})?(?:箇)?条$")


def _append(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    what = found["what"] or ""
    beside = found["beside"] is not None
    target = clause.target(found) + ("の前" if found["beside"] == "の前" else "")
    as_paragraph = re.match(rf"^第(?P<n>{N})項$", found["as"] or "")
    if as_paragraph:
        target, beside = _place_of_paragraph(target, as_paragraph["n"]), True
    paragraph = re.search(r"項$", what) and not re.search(r"^別表|の[項部]$|表", target) and not beside
    count = _COUNT.match(what)
    articles = int(plain_number(f"第{count['n']}条") or 1) if count and count["n"] else 1 if count else 0
    kind = "add_paragraph" if paragraph else "add"
    chapter = re.fullmatch(rf"{N}?[編章節款]", what) is not None
    yield Step(kind, target, clause.part, waits=True, articles=articles, chapter=chapter)


def _place_of_paragraph(article: str, number: str) -> str:
    """「同条に第1項として」 is in front of what is the second by then, 「第3項として」 behind the second.

    >>> _place_of_paragraph("第4条", "1"), _place_of_paragraph("第4条", "三")
    ('第4条第2項の前', '第4条第2項')
    """
    n = int(plain_number(f"第{number}項") or 1)
    return f"{article}第2項の前" if n == 1 else f"{article}第{n - 1}項"


def _delete(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    for target in several(found["target"]):
        yield Step("delete", clause.place(target), clause.part)


def _renumber(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    old, new = several(found["target"]), several(found["new"].removeprefix("それぞれ"))
    if len(old) != len(new):
        old, new = [found["target"]], [found["new"]]
    for target, words in zip(old, new, strict=True):
        full, number = clause.place(target), new_number(words)
        if re.search(rf"第{N}条(?:の{N})*$", full) and words.endswith("項"):
            full += "第1項"  # 「第4条を同条第2項とし」: the only paragraph of an article has no number
        yield Step("renumber", full, clause.part, new_number=number)
        clause.places.renumbered(full, number)


def _shift(clause: _Clause, found: re.Match[str]) -> Iterator[Step]:
    step = int(plain_number(f"第{found['step'] or '1'}条") or 1) * (-1 if "上げ" in found["way"] else 1)
    for target in several(found["target"]):
        full = clause.place(target)
        number = moved(full, step)
        yield Step("renumber", full, clause.part, new_number=number)
        clause.places.renumbered(full, number)


_Read = Callable[[_Clause, re.Match[str]], Iterator[Step]]


def _rule(text: str, read: _Read) -> tuple[re.Pattern[str], _Read]:
    pattern = (
        text.replace("<Q:old>", _Q.format(name="old"))
        .replace("<Q:new>", _Q.format(name="new"))
        .replace("<Q>", _ANY)
        .replace("<CHANGED>", rf"(?:、?それぞれ)?{_CHANGED}")
        .replace("<END>", _VERB_END)
    )
    return re.compile(pattern), read


_PATTERNS = (
    _rule(r"^(?P<target>.*?)の見出しを<Q:new>[にと]<CHANGED>", _heading),
    _rule(r"^(?P<target>.*?)(?:の前)?に、?見出しとして、?<Q:new>を(?:付し|付す|加え)", _heading),
    _rule(
        r"^(?P<target>.*?)(?P<beside>の(?:次|前))に、?[編章節款]名として、?<Q:new>を(?:付し|付す|加え)",
        _named,
    ),
    _rule(r"^(?P<target>.*?)(?:の前)?に、?次の見出しを(?:付し|付す|加え)", _captioned),
    _rule(r"^(?P<target>[^\x00]*?)(?P<pairs>(?:<Q>を<Q>に、?){1,20}<Q>を<Q>に)<CHANGED>", _pairs),
    _rule(
        r"^(?P<target>[^\x00]*?)(?P<olds><Q>(?:(?:、|及び|並びに)<Q>)+)を(?:いずれも)?<Q:new>[にと]<CHANGED>",
        _alike,
    ),
    _rule(r"^(?P<target>[^\x00]*?)(?P<pairs>(?:<Q>を<Q>に、?){2,20})$", _pairs),
    _rule(r"^(?P<target>.*?)<Q:old>を<Q:new>(?:[にと]<CHANGED>|に、$)", _text),
    _rule(r"^(?P<target>.*?)<Q:old>とある(?:の|部分)(?:を|は、?)<Q:new>[にと](?:する|し、|<CHANGED>)", _text),
    _rule(r"^(?P<target>.*?)<Q:old>の(?P<where>次|下|前)に<Q:new>を加え<END>", _insert),
    _rule(
        r"^(?P<target>[^\x00]*?)(?P<olds><Q>(?:(?:、|及び|並びに)<Q>)*)を削(?:る|り|除する|除し)?<END>", _cut
    ),
    _rule(r"^(?P<target>.*?)を<Q:new>[にと]<CHANGED>", _quoted),
    _rule(r"^(?P<target>.*?)を(?:次|別紙|別表)の(?:ように|とおり)に?<CHANGED>", _replace),
    _rule(
        rf"^(?P<target>.*?)(?P<beside>の(?:次|前))?に、?(?:(?P<as>{_AS})として)?、?"
        r"(?:次の(?P<what>.{0,12}?)を(?:加え|付し|付する)|次の(?:ように|とおり)加え|(?:次の(?:ように|とおり))?備考を加え|(?:次の.{0,12}?を)?追加)",
        _append,
    ),
    _rule(
        rf"^(?P<target>.*?)を(?:それぞれ)?(?:(?P<step>{N})(?:項|箇?条|号|表|部|款|編|章|節)ずつ、?)?(?P<way>繰り?上げ|繰り?下げ)<END>",
        _shift,
    ),
    _rule(r"^(?P<target>.*?)を(?P<new>.+?)(?:に繰り?上げ|に繰り?下げ|とし|とする)<END>", _renumber),
    _rule(r"^(?P<target>.*?)を削(?:る|り|除する|除し)?<END>", _delete),
)
