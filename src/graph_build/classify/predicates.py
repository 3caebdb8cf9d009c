"""Sentences of duties cut into what can be read one by one: in Japanese the verb at the end of a clause decides.

「甲が行う調査に協力するとともに、周知等を行う。」 has two clauses, 「甲が行う調査に協力する」 and 「周知等を行う」: the
first verb belongs to 調査 and says nothing about the holder. 行う, 実施する and 担う say what is done by their objects,
図る and 進める what is aimed at; a note without verb (「連絡会議への参加、事業推進への協力」) is a list of objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from graph_build.text.key import fold

Part: TypeAlias = tuple[str, str]
"""``clause``, ``object`` or ``aim``, and the printed words."""

# The end of a clause before the end of its sentence; 連携し、 and the like say how, and stay with what follows.
_HOW = "及び|並び|連携し|協力し|協働し|共同し|対し|関し|際し|応じ|通じ|目指し|とし|生かし|活かし|活用し"
_STEM = (
    "し|行い|取組み|まとめ|合わせ|つなげ|つくり|かけ|つなぎ|知らせ|させ|もらい"
    "|[一-鿿々](?:[りいきちみびぎえけせねめれげべ]|わり|わせ|らせ|まり|あげ|かけ|げ)"
)
_CUT = re.compile(
    rf"(?<=[うくすつぬむるぐぶい])(?:とともに|と同時に|ほか|うえで|上で)、?|(?<!と)(?:{_STEM})(?P<comma>、)(?:かつ、?|及び)?"
)
_STAYS = re.compile(rf"(?:{_HOW})$")
_SENTENCES = re.compile(r"[。\n]|(?<=[)）])\s*(?=・)|(?=(?:また|なお|さらに|併せて)、)")
_CONDITION = re.compile(
    r"(?:場合(?:は|に(?:は|おいて)?|、)|とき(?:は|に)?、|際に?は?、|あれば、|なければ、|にあ[っつ]ては、)"
)
_END = re.compile(r"(?:(?:こと|もの)(?:と?する|とし)?|である|\(※\)|[、。.・※\s]|\([^()]*\))+$")
_BEGIN = re.compile(r"(?:[・○●◆、]|\([0-9a-z]{1,2}\)|[①-⑳]|(?:また|なお|さらに|併せて)、)+")
_BRACKETS = re.compile(r"\([^()]*\)|「[^「」]*」")
_GENERIC = re.compile(
    r"を(?:[^をは、]{1,8}(?:に|で|して))?(?:(?P<act>行[いうっ]|実施|担[いう当])|(?P<aim>図[るりっ]|進め)).{0,6}$"
)
_VERB = re.compile(r"(?:[うくすつぬむるぐぶ]|している|[いきしちりみびえけせてねめれげべ]|実施|開催|実施中)$")
_NOUN = re.compile(
    r"(?:まとめ|かけ|掛け|づくり|組み?|受入れ|貸出し|見直し|支え|手伝い|み上げ|磨き上げ|など)$"
)
_LIST = re.compile(r"、|及び|並びに|又は|若しくは|・|(?<=[等一-鿿ァ-ヶー])や(?=[一-鿿ァ-ヶA-Z])")
# What stands before the objects of a verb: about whom, for what, how.
_AROUND = re.compile(
    r"(?:(?:について|に対し(?:て)?|に関し(?:て)?|において|として|によ[りっ]て?|ため|よう|に向け(?:て)?|に基づ(?:き|いて)|に伴い"
    r"|に際し(?:て)?|に[当あ]た[りっ]て?|[はがでにも]|から|まで)|際に?は?)、|の際に"
)
_HEAD = re.compile(r"[一-鿿々ァ-ヶーA-Za-z0-9)」]$")


def clauses_of(text: str) -> Iterator[list[Part]]:
    """The clauses of a text in its order, each with the objects that its verb needs, as printed.

    >>> list(clauses_of("甲が行う調査に協力するとともに、周知等を行う。"))
    [[('clause', '甲が行う調査に協力する')], [('clause', '周知等を行う'), ('object', '周知等を行う')]]
    >>> [part[1:] for part in clauses_of("・会議への参加、広報への協力")]
    [[('object', '会議への参加'), ('object', '広報への協力')]]
    """
    for sentence in _SENTENCES.split(text):
        key = fold(sentence)
        masked = _masked(key.text)
        for start, end in _clauses(masked):
            begin, stop = _bare(masked, start, end)
            if begin < stop:
                found = [("clause", begin, stop), *_objects(masked, begin, stop)]
                yield [(name, sentence[slice(*key.raw_range(first, last))]) for name, first, last in found]


def _masked(key: str) -> str:
    """The text with the insides of brackets made harmless, at the same places."""
    return _BRACKETS.sub(lambda found: found[0][0] + "＿" * (len(found[0]) - 2) + found[0][-1], key)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Where clauses begin and end; a condition before the clause it is for is left out of it."""
    start = 0
    for found in _CUT.finditer(text):
        end = found.start("comma") if found["comma"] else found.start()
        if found["comma"] and _STAYS.search(text[start:end]):
            continue
        yield from _after_condition(text, start, end)
        start = found.end()
    yield from _after_condition(text, start, len(text))


def _after_condition(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    conditions = list(_CONDITION.finditer(text, start, end))
    yield (conditions[-1].end() if conditions else start), end


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A clause without marks before it, and without こと, ものとする, marks and notes in brackets behind it."""
    tail = _END.search(text, start, end)
    if tail and tail.start() > start:
        end = tail.start()
    head = _BEGIN.match(text, start, end)
    return (head.end() if head else start), end


def _objects(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    clause = text[start:end]
    generic = _GENERIC.search(clause)
    if generic:
        kind, stop = ("object" if generic["act"] else "aim"), generic.start()
    elif _VERB.search(clause) and not _NOUN.search(clause):
        return
    else:
        kind, stop = "object", len(clause)
    begin = max((found.end() for found in _AROUND.finditer(clause, 0, stop)), default=0)
    for cut in [*_LIST.finditer(clause, begin, stop), None]:
        close = cut.start() if cut else end - start
        noun = clause[begin : min(close, stop)]
        if _HEAD.search(noun) or _NOUN.search(noun):
            yield kind, start + begin, start + close
        begin = cut.end() if cut else close
