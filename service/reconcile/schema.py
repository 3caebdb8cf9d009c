"""What can be reconciled: the types, and the properties that narrow a query or extend a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "Municipality": "市町村 Municipality",
        "Area": "圏域 Area",
        "Measure": "取組 Measure",
        "Project": "事業 Project",
    }
)
"""Type → its name; a type is the local name of a class of the ontology."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its name, the types that have it, its predicate and, of texts, the language.

    `inverse`: the thing is the object of the statement. `narrows`: a query may give a value for it.
    """

    id: str
    name: str
    types: tuple[str, ...]
    predicate: str
    language: str = ""
    inverse: bool = False
    narrows: bool = False


_ALL, _PLACE, _AREA = tuple(TYPES), ("Municipality",), ("Area",)
_ITEM, _MEASURE, _PROJECT = ("Measure", "Project"), ("Measure",), ("Project",)

_TABLE = (
    Property("labelJa", "名称（日本語） name in Japanese", _ALL, "skos:prefLabel", language="ja"),
    Property("labelEn", "名称（英語） name in English", _ALL, "skos:prefLabel", language="en"),
    Property("kana", "よみ reading", _PLACE, "skos:prefLabel", language="ja-kana"),
    Property("code5", "市区町村コード（5桁） code of five digits", _PLACE, "rk:code5", narrows=True),
    Property("code6", "団体コード（6桁） code of six digits", _PLACE, "rk:code6", narrows=True),
    Property("prefecture", "都道府県 prefecture", _PLACE, "rk:inPrefecture", narrows=True),
    Property("corporateNumber", "法人番号 corporate number", _PLACE, "rk:corporateNumber"),
    Property("sameAs", "他のデータの識別子 identifiers elsewhere", _PLACE, "schema:sameAs"),
    Property("officeLat", "庁舎の緯度 latitude of the office", _PLACE, "rk:officeLat"),
    Property("officeLong", "庁舎の経度 longitude of the office", _PLACE, "rk:officeLong"),
    Property("area", "圏域 areas that it is a member of", _PLACE, "rk:member", inverse=True),
    Property("agreement", "協約・協定 agreements that it is a party to", _PLACE, "rk:party", inverse=True),
    Property("coreCity", "中心都市 core city", _AREA, "rk:coreCity"),
    Property("member", "構成市町村 members", _AREA, "rk:member"),
    Property("scheme", "制度 scheme", _AREA, "rk:scheme"),
    Property("inVersion", "協約・ビジョン agreement or plan", _ITEM, "rk:inVersion", narrows=True),
    Property("theme", "分野 theme", _ITEM, "rk:theme"),
    Property("text", "本文 text", _ITEM, "rk:text", language="ja"),
    Property("policyField", "政策分野 policy field", _MEASURE, "rk:policyField"),
    Property("implements", "取組 measure", _PROJECT, "rk:implements"),
    Property("participant", "参加市町村 participants", _PROJECT, "rk:participant"),
    Property("totalBudget", "事業費計（円） total budget in yen", _PROJECT, "rk:totalBudget"),
    Property("costSharingKind", "費用負担 cost sharing", _PROJECT, "rk:costSharingKind"),
)
PROPERTIES: Mapping[str, Property] = MappingProxyType({each.id: each for each in _TABLE})
"""Properties by id, in the order in which they are proposed."""
