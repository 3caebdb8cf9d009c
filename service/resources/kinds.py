"""The lists of the API: what each holds, by what it can be narrowed, how it is sorted.

The patterns are text of this module; what a user gives is bound to the variable `?by_…` of a filter as a term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

FilterType: TypeAlias = Literal[
    "municipality", "area", "agreement", "vision", "year", "concept", "thing", "class"
]


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that narrows a list: the type of its value, its pattern, what it says, an example.

    For a concept `scheme` is the begin of its name, which may be left out.
    """

    name: str
    type: FilterType
    pattern: str
    says: str
    example: str
    scheme: str = ""
    required: bool = False

    @property
    def variable(self) -> str:
        """The variable that the value is bound to."""
        return f"by_{self.name}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A list: `folder` is where the paths of its things begin, `table` and `column` where the export has them."""

    name: str
    title: str
    pattern: str
    folder: str
    types: tuple[str, ...]
    table: str
    filters: tuple[Filter, ...]
    sorts: Mapping[str, str]
    column: str = "id"


_LABEL = 'OPTIONAL { ?id skos:prefLabel ?key FILTER(LANG(?key) = "ja") }'
_TITLE = 'OPTIONAL { ?id dcterms:title ?key FILTER(LANG(?key) = "ja") }'
_TEXT_ORDER = "?id rk:inVersion ?key ; rk:order ?place ."
_ROLE = "?id rk:hasRole ?role . ?role"
_OF_AREA = (
    "{ ?id rk:inVersion ?edition . ?edition rk:area ?by_area } UNION "
    "{ ?id rk:inVersion ?version . ?version rk:ofAgreement ?agreement . ?agreement rk:area ?by_area }"
)

_AREA: Final = Filter("area", "area", _OF_AREA, "Of an area 圏域", "renkei-chusu/43100")
_TEXT: Final = Filter(
    "text",
    "thing",
    "?id rk:inVersion ?by_text .",
    "In one text: a version, a draft, or an edition of a plan 文面",
    "vision/renkei-chusu/43100/2025-03",
)
_THEME: Final = Filter(
    "theme",
    "concept",
    "?id rk:theme ?theme . ?theme skos:broader* ?by_theme .",
    "About a theme or a narrower one (inferred) 分野",
    "life-medicine",
    "theme-",
)
_ROLE_KIND: Final = Filter(
    "roleKind",
    "concept",
    f"{_ROLE} rk:roleKind ?by_roleKind .",
    "With a role of this kind; with a municipality: its own role (inferred) 役割の類",
    "lead",
    "roleKind-",
)
_HOLDER: Final = Filter(
    "municipality",
    "municipality",
    f"{_ROLE} rk:holder ?by_municipality .",
    "In which a municipality holds a role 役割を担う団体",
    "43100",
)


def _pillar(to_field: str) -> Filter:
    return Filter(
        "pillar",
        "concept",
        f"{to_field} ?field . ?field skos:broader* ?upper . ?upper rk:theme ?part . ?part skos:broader* ?by_pillar .",
        "Printed in this pillar of the outline, or part of one 柱",
        "growth",
        "theme-",
    )


def _sorts(**given: str) -> Mapping[str, str]:
    return MappingProxyType(given)


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "municipalities",
        "Municipalities 市区町村",
        "?id a rk:Municipality .",
        "id/municipality/",
        ("Municipality",),
        "municipalities",
        (
            Filter("prefecture", "thing", "?id rk:inPrefecture ?by_prefecture .", "In a prefecture 都道府県",
                   "prefecture/43"),
            Filter("area", "area", "?by_area rk:member ?id .", "Member of an area 圏域", "renkei-chusu/43100"),
        ),
        _sorts(code="?id rk:code5 ?key .", label=_LABEL),
    ),
    Kind(
        "areas",
        "Areas of cooperation 圏域",
        "?id a rk:Area .",
        "id/area/",
        ("Area",),
        "areas",
        (
            Filter("scheme", "concept", "?id rk:scheme ?by_scheme .", "Scheme 制度", "renkei-chusu", "scheme-"),
            Filter("municipality", "municipality", "?id rk:member ?by_municipality .", "With a member 構成市町村",
                   "43206"),
        ),
        _sorts(id="BIND(STR(?id) AS ?key)", label=_LABEL),
    ),
    Kind(
        "agreements",
        "Agreements 協約・協定",
        "?id a rk:Agreement .",
        "id/agreement/",
        ("Agreement",),
        "agreements",
        (
            Filter("municipality", "municipality", "?id rk:party ?by_municipality .", "With a party 当事者", "43206"),
            Filter("area", "area", "?id rk:area ?by_area .", "Of an area 圏域", "renkei-chusu/43100"),
            Filter("scheme", "concept", "?id rk:scheme ?by_scheme .", "Scheme 制度", "renkei-chusu", "scheme-"),
            Filter("status", "concept", "?id rk:status ?by_status .", "Status, derived from the documents 状態",
                   "concluded", "status-"),
        ),
        _sorts(id="BIND(STR(?id) AS ?key)"),
    ),
    Kind(
        "measures",
        "Measures 取組",
        "?id a rk:Measure .",
        "id/",
        ("Measure",),
        "measures",
        (
            _AREA,
            _HOLDER,
            _ROLE_KIND,
            Filter("agreement", "agreement", "?id rk:inVersion ?of . ?of rk:ofAgreement ?by_agreement .",
                   "In the texts of an agreement 協約・協定", "renkei-chusu/43100-43441"),
            _TEXT,
            _THEME,
            _pillar("?id rk:policyField"),
        ),
        _sorts(text=_TEXT_ORDER, label=_LABEL),
    ),
    Kind(
        "projects",
        "Projects 事業",
        "?id a rk:Project .",
        "id/",
        ("Project",),
        "projects",
        (
            _AREA,
            Filter("municipality", "municipality", "?id rk:participant ?by_municipality .",
                   "In which a municipality takes part 参加市町村", "43206"),
            _ROLE_KIND,
            Filter("vision", "vision", "?id rk:inVersion ?by_vision .", "In one edition of a plan ビジョンの版",
                   "renkei-chusu/43100/2025-03"),
            Filter("measure", "thing", "?id rk:implements ?by_measure .", "That carry out a measure 取組",
                   "vision/renkei-chusu/43100/2025-03/measure/0123456789"),
            Filter("costSharing", "concept", "?id rk:costSharingKind ?by_costSharing .",
                   "With a kind of cost sharing (inferred) 費用負担の類", "notStated", "costSharingKind-"),
            Filter("year", "year", "?id rk:budgetLine ?line . ?line rk:year ?by_year .",
                   "With an amount for a fiscal year, by the year in which it begins 年度", "2023"),
            _THEME,
            _pillar("?id rk:implements ?measure . ?measure rk:policyField"),
        ),
        _sorts(text=_TEXT_ORDER, label=_LABEL, budget="OPTIONAL { ?id rk:totalBudget ?key }"),
    ),
    Kind(
        "kpis",
        "KPIs 成果指標",
        "?id a rk:Kpi .",
        "id/",
        ("Kpi",),
        "kpis",
        (
            _AREA,
            Filter("vision", "vision", "?id rk:inVersion ?by_vision .", "In one edition of a plan ビジョンの版",
                   "renkei-chusu/43100/2025-03"),
            Filter("monitors", "thing", "?id rk:monitors ?by_monitors .",
                   "That measure a plan, a policy field or a measure 測る対象", "vision/renkei-chusu/43100/2025-03"),
            Filter("indicator", "concept", "?id rk:indicator ?by_indicator .", "Of an indicator 指標", "passengers",
                   "indicator-"),
            Filter("year", "year", "?id rk:kpiValue ?value . ?value rk:year ?by_year .", "With a value for a year 年",
                   "2025"),
        ),
        _sorts(text=_TEXT_ORDER, label=_LABEL),
        column="kpi",
    ),
    Kind(
        "documents",
        "Documents 文書",
        "?id a rk:Document .",
        "doc/",
        ("Document",),
        "documents",
        (
            Filter("issuer", "municipality", "?id rk:issuer ?by_issuer .", "Issued by a municipality 発行者", "43100"),
            Filter("carries", "concept", "?id rk:carries ?by_carries .", "Of which the graph has facts or also the text 収録",
                   "facts", "carries-"),
        ),
        _sorts(id="BIND(STR(?id) AS ?key)", title=_TITLE),
    ),
    Kind(
        "things",
        "All things of a class すべて",
        "",
        "id/",
        (),
        "",
        (
            Filter("type", "class", "?id a ?by_type .", "The class: a term of the ontology クラス", "Facility",
                   required=True),
        ),
        _sorts(id="BIND(STR(?id) AS ?key)"),
    ),
)  # fmt: skip
