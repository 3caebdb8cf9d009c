"""Who a sentence is about: the parties as subjects (甲は、…; A市及びB町は、…)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.text.joining import AND
from graph_build.text.key import fold
from graph_build.text.labels import label_kind

_POSITION = "[甲乙丙丁戊]"
_BY_ANOTHER = re.compile(rf"、?{_POSITION}が")  # 「甲の事務は、乙が行う」


@dataclass(frozen=True, slots=True)
class Speakers:
    """The parties as the subjects of sentences: ``names`` are keys of their names, ``parties`` how many there are."""

    names: Sequence[str]
    parties: int

    @property
    def single(self) -> set[str]:
        """What names one party: a position, a name."""
        return {*"甲乙丙丁戊", *self.names}

    def counted(self, text: str) -> int:
        """The length of a marker that only counts who does what, as in 「ア　甲は、…」; 0 where a text begins otherwise."""
        found = re.match(r"[\s　]*[（(]?[ア-ンa-z①-⑳][）)]?[\s　]+", text)
        some = "|".join(map(re.escape, sorted(self.single, key=len, reverse=True)))
        spoken = found and re.match(
            rf"(?:{some})(?:は|{AND}|と|、(?:{some}))", fold(text[found.end() :]).text
        )
        return found.end() if found and spoken else 0

    def marks(self, key: str) -> list[re.Match[str]]:
        """Subjects 「甲は、」 at the beginning of a sentence or after a comma."""
        joined = rf"{_POSITION}(?:(?:{AND}|・|、|と)?{_POSITION})*"
        some = "|".join([joined, *sorted((re.escape(name) for name in self.names), key=len, reverse=True)])
        subject = rf"(?:{some})(?:(?:{AND}|・|、|と)(?:{some}))*"
        pattern = re.compile(
            rf"(?:^|(?<=[、。]))(?:また|なお|ただし|さらに|この場合(?:において)?|前項の場合(?:において)?)?、?"
            rf"(?P<topic>(?P<holder>{subject})(?P<owned>[のが][^、。はを]{{1,12}})?)(?:に(?:おいて|あって))?は(?=、|[^、]{{2}})"
        )
        return [mark for mark in pattern.finditer(key) if self._speaks(mark)]

    def _speaks(self, mark: re.Match[str]) -> bool:
        """「甲及び乙の図書館は、…」 is said of all, 「甲の役割は、…」 of 甲; 「甲の図書館は」 is said of a library, of nobody's work."""
        if mark["owned"] is None or (mark["owned"].startswith("の") and self.is_all(mark["holder"])):
            return True
        return label_kind(mark["topic"]).kind == "role" and not _BY_ANOTHER.match(mark.string, mark.end())

    def agent(self, key: str) -> str | None:
        """The one party that a sentence about a thing makes do it: 「訓練の計画は、甲が作成する。」."""
        some = "|".join([_POSITION, *sorted((re.escape(name) for name in self.names), key=len, reverse=True)])
        found = re.match(rf"^[^、。]{{1,24}}は、?(?P<holder>{some})が[^。]*[^い]。?$", key)
        others = set(re.findall(some, key)) - {found["holder"]} if found else set()
        return found["holder"] if found and not others else None

    def is_all(self, holder: str) -> bool:
        """Whether a subject names every party."""
        bare = holder.split("の")[0]
        positions = (
            set(re.findall(_POSITION, bare))
            if re.fullmatch(rf"(?:{_POSITION}|{AND}|と|・|、)+", bare)
            else set()
        )
        longest = sorted((re.escape(name) for name in self.names), key=len, reverse=True)
        named = set(re.findall("|".join(longest), bare)) if longest else set()
        return max(len(positions), len(named)) >= max(2, self.parties)


def opens(key: str, mark: re.Match[str]) -> bool:
    """Whether a party is what a sentence is about, a clause in front or not: 「整備に当たり、甲は」, 「情報を届けるため、甲は」."""
    return mark.start() == 0 or _CIRCUMSTANCES.fullmatch(key[: mark.start("holder")]) is not None


_CIRCUMSTANCES = re.compile(
    r"[^。は]{0,60}(?:に当たり|に当たって|に際し(?:て)?|において|について|に関し(?:て)?|に基づき|に応じ(?:て)?|により|ため(?:に)?|よう(?:に)?|ほか"
    r"|(?:とき|場合)(?:に|には|において|は)?)、"
)
